"""What `errors.jsonl` says of an input that did not become a record."""

from __future__ import annotations

from dataclasses import dataclass

from normalize.errors import DocumentError


@dataclass(frozen=True, slots=True)
class Failure:
    """One input that failed.

    Attributes:
        path: the file, told from the root that was named; '-' is standard input.
        record: the line of the record in that file, counted from 1; None: the file as a whole.
        id: the id that the record would have had, where it is known.
        stage: where it failed: 'read' or the name of a stage.
        code: a stable word, listed in `docs/errors.md`.
        reason: one sentence for people.
    """

    path: str | None
    record: int | None
    id: str | None
    stage: str
    code: str
    reason: str

    def entry(self) -> dict[str, str | int | None]:
        """Give the JSON object that is written."""
        return {
            "path": self.path,
            "record": self.record,
            "id": self.id,
            "stage": self.stage,
            "code": self.code,
            "reason": self.reason,
        }


def failed(
    path: str | None, record: int | None, key: str | None, error: DocumentError, stage: str = "read"
) -> Failure:
    """Make the entry of an error; `stage` is where it came up if the error does not say."""
    return Failure(path, record, key, error.stage or stage, error.code, str(error))
