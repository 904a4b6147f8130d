"""The record that we promise to write: one article, and the account of how it was made.

`Article.record` gives the JSON object; `docs/record.md` and `normalize schema` describe it. All offsets are
code points of `Article.source_text`: the decoded input (for HTML: the text that extraction gave), with a
headline that came from outside the text put before it as its first line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from normalize.ledger import Edit, Span

SCHEMA = "normalize.article/1"
"""Name and version of the record's schema. The number goes up when a field changes its meaning or goes."""

EditDetail = Literal["none", "spans", "text"]


@dataclass(frozen=True, slots=True)
class Document:
    """One input: what a reader gives to the pipeline.

    `data` is bytes (to be decoded) or text. `format` is 'text' or 'html'; None: told by the content. `id` is
    the record's own key; `path` the file it came from, told from the root that was named, and `record` the
    number of the record in that file, counted from 1. `headline` and `metadata` are what the input says
    beside the text.

    Raises:
        TypeError, ValueError: something beside the data is of another kind than it is declared here.
    """

    data: str | bytes
    id: str | None = None
    path: str | None = None
    record: int | None = None
    format: str | None = None
    url: str | None = None
    headline: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    content_type: str | None = None

    def __post_init__(self) -> None:
        for name in ("id", "path", "url", "headline", "content_type"):
            value = getattr(self, name)
            if value is not None and not isinstance(value, str):
                raise TypeError(f"{name} must be a string, not {type(value).__name__}")
        if not isinstance(self.metadata, Mapping):
            raise TypeError(f"metadata must be a mapping, not {type(self.metadata).__name__}")
        if self.format not in (None, "text", "html"):
            raise ValueError(f"format must be 'text', 'html' or None, not {self.format!r}")


@dataclass(frozen=True, slots=True)
class Article:
    """A cleaned article. Two articles are equal if their records are."""

    id: str
    headline: str | None
    body: str
    metadata: dict[str, Any]
    source: dict[str, Any]
    headline_span: Span | None
    block_spans: tuple[Span, ...]
    edits: tuple[Edit, ...]
    quality: dict[str, Any]
    made_by: dict[str, str]
    source_text: str = field(repr=False, compare=False)
    block_kinds: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Headline and body, parted by one blank line."""
        return (
            f"{self.headline}\n\n{self.body}" if self.headline and self.body else self.headline or self.body
        )

    def record(self, edits: EditDetail = "spans") -> dict[str, Any]:
        """Give the record as JSON-ready values.

        Args:
            edits: 'spans' for the account; 'text' for the account with the text that was removed or replaced;
                'none' leaves it out, and the record can then not be replayed.

        Raises:
            ValueError: `edits` is something else.
        """
        if edits not in get_args(EditDetail):
            raise ValueError(f"edits must be 'none', 'spans' or 'text', not {edits!r}")
        record: dict[str, Any] = {
            "schema": SCHEMA,
            "id": self.id,
            "headline": self.headline,
            "body": self.body,
            "metadata": self.metadata,
            "source": self.source,
            "quality": self.quality,
            "made_by": self.made_by,
        }
        if edits != "none":
            record["spans"] = {"headline": self.headline_span, "blocks": self.block_spans}
            if self.block_kinds:
                record["spans"]["kinds"] = self.block_kinds
            record["edits"] = [self._edit(edit, edits == "text") for edit in self.edits]
        return record

    def _edit(self, edit: Edit, with_text: bool) -> dict[str, Any]:
        entry: dict[str, Any] = {
            "start": edit.start,
            "end": edit.end,
            "action": edit.action,
            "stage": edit.stage,
            "rule": edit.rule,
        }
        if edit.text is not None:
            entry["text"] = edit.text
        if edit.field is not None:
            entry["field"] = edit.field
        if edit.note is not None:
            entry["note"] = edit.note
        if with_text and edit.action != "flag":
            entry["was"] = self.source_text[edit.start : edit.end]
        return entry
