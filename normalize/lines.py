"""Rows in, the lines of records out: what adapters, the shell and the service are built on."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, get_args

from normalize.article import Article, EditDetail
from normalize.many import BATCH, Item, chunks, clean_here, failures
from normalize.pipeline import Pipeline
from normalize.read import Failure
from normalize.rows import RowReader
from normalize.write import json_line

if TYPE_CHECKING:
    from normalize.crew import Crew


class Line:
    """Makes the JSON line of an article's record. It pickles."""

    def __init__(self, edits: EditDetail = "spans") -> None:
        self.edits = edits

    def __call__(self, article: Article) -> bytes:
        """Give the line, with its newline."""
        return json_line(article.record(self.edits))


class LineCleaner:
    """Makes lines of rows: those that a run would write. It pickles, also with its rules, so that it can be
    sent to machines that have neither configuration nor rule files.

    Args:
        pipeline: what cleans; None: that of the configuration which `Pipeline.load` finds.
        edits: how much of the account the records have.
        workers: processes that clean, started at first use and kept until `close`; they hold up what a
            document could do to this process (`Pipeline.clean_many`). 0: this process.

    Raises:
        SetupError: configuration or rules are wrong. ValueError: `edits` or `workers` cannot be that.
    """

    def __init__(
        self, pipeline: Pipeline | None = None, edits: EditDetail = "spans", workers: int = 0
    ) -> None:
        if edits not in get_args(EditDetail):
            raise ValueError(f"edits must be 'none', 'spans' or 'text', not {edits!r}")
        if workers < 0:
            raise ValueError(f"workers must be at least 0, not {workers}")
        self.pipeline = pipeline or Pipeline.load()
        self.reader = RowReader(self.pipeline.config.stage("read"))
        self.edits: EditDetail = edits
        self.workers = workers

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.pipeline, self.edits, self.workers)

    def __enter__(self) -> LineCleaner:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @cached_property
    def _crew(self) -> Crew:
        from normalize.crew import Crew

        return Crew(self.pipeline, self.workers, Line(self.edits))

    def clean(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes | Failure]:
        """Clean rows lazily and in order, some dozens at once: give the line of each record, or why there is
        none.

        Args:
            rows: with the keys of a JSONL file; `read.map` and `read.fields` of the configuration name
                others.

        Raises:
            CrewError: workers cannot be started.
        """
        for found in self.clean_chunks(chunks(map(self.reader.read, rows), BATCH)):
            yield from found

    def clean_chunks(self, some: Iterable[list[Item] | None]) -> Iterator[list[bytes | Failure]]:
        """Clean chunks of documents; None stands for 'nothing for now' (see `Crew.clean`)."""
        taken: deque[list[Item]] = deque()

        def noted() -> Iterator[list[Item] | None]:
            for chunk in some:
                if chunk is not None:
                    taken.append(chunk)
                yield chunk

        for found in self._crew.clean(noted()) if self.workers else self._here(noted()):
            yield list(failures(taken.popleft(), found))

    def _here(self, some: Iterable[list[Item] | None]) -> Iterator[list[Any]]:
        for chunk in some:
            if chunk is not None:
                yield clean_here(self.pipeline, chunk, Line(self.edits))

    def close(self) -> None:
        """End the workers."""
        if "_crew" in self.__dict__:
            self._crew.close()
            del self.__dict__["_crew"]
