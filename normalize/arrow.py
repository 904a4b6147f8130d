"""Arrow in, Arrow out: the form in which engines and data frames hand over rows.

    >>> import pyarrow as pa
    >>> from normalize.arrow import clean_batch
    >>> text = "Bridge reopens\\n\\nThe old bridge reopened on Monday.\\n\\nRead also: Ferry fares rise"
    >>> cleaned = clean_batch(pa.RecordBatch.from_pydict({"id": ["1", "2"], "text": [text, " "]}))
    >>> cleaned["body"].to_pylist()
    ['The old bridge reopened on Monday.', None]
    >>> cleaned["error"][1].as_py()["code"]
    'empty'

One row out for each row in, in the same order. `docs/pipelines.md` describes columns and forms.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, get_args

from normalize.article import EditDetail
from normalize.errors import Problem, SetupError
from normalize.lines import LineCleaner
from normalize.many import BATCH
from normalize.pipeline import Pipeline
from normalize.read import Failure
from normalize.read.columns import rows_of
from normalize.read.extras import load_extra
from normalize.write import json_line
from normalize.write.arrow_schema import arrow_row, arrow_schema
from normalize.write.encode import parse_line

if TYPE_CHECKING:
    import pyarrow

Form = Literal["columns", "lines"]
"""'columns': the published schema, and `error`. 'lines': `id`, `record` and `error`, the latter two as the
lines that a run writes, byte for byte."""

_PIECE = 16 * BATCH
"""Rows of a table that are Python objects at once."""

_ERROR = ("stage", "code", "reason")


def schema(form: Form = "columns") -> pyarrow.Schema:
    """Give the schema of what `clean_batch` gives.

    Raises:
        InputError: `missing-extra`.
    """
    arrow = _arrow()
    if form == "lines":
        return arrow.schema([arrow.field(name, arrow.string()) for name in ("id", "record", "error")])
    parts = [arrow.field(name, arrow.string()) for name in _ERROR]
    return arrow_schema().append(arrow.field("error", arrow.struct(parts)))


class BatchCleaner:
    """Cleans record batches, one after the other. It pickles, also with its rules.

    Args:
        pipeline: what cleans; None: that of the configuration which `Pipeline.load` finds.
        form: of the rows that come out.
        edits: how much of the account they have.
        keep: columns of the input that are handed on, before the others.
        workers: as of `LineCleaner`.

    Raises:
        SetupError: configuration, rules or options are wrong. InputError: `missing-extra`. TypeError,
            ValueError: an argument is of another kind.
    """

    def __init__(
        self,
        pipeline: Pipeline | None = None,
        form: Form = "columns",
        edits: EditDetail = "spans",
        keep: Sequence[str] = (),
        workers: int = 0,
    ) -> None:
        if form not in get_args(Form):
            raise ValueError(f"form must be 'columns' or 'lines', not {form!r}")
        if isinstance(keep, str):  # a text is a sequence of letters, too
            raise TypeError(f"keep must be a list of columns: [{keep!r}]")
        self._lines = LineCleaner(pipeline, edits, workers)
        self._form: Form = form
        self._keep = list(keep)
        self._own = schema(form)
        twice = sorted(set(self._keep) & set(self._own.names))
        if twice:
            message = f"a column of this name comes out: {', '.join(twice)}; rename it before"
            raise SetupError([Problem("keep", 0, "column-twice", message)])

    def __reduce__(self) -> tuple[Any, ...]:
        lines = self._lines
        return type(self), (lines.pipeline, self._form, lines.edits, self._keep, lines.workers)

    def schema(self, given: pyarrow.Schema | None = None) -> pyarrow.Schema:
        """Give the schema of what comes out; `given` is that of the input, needed for `keep`."""
        kept = [given.field(name) for name in self._keep] if given is not None else []
        return _arrow().schema([*kept, *self._own], metadata=self._own.metadata)

    def __call__(self, batch: pyarrow.RecordBatch) -> pyarrow.RecordBatch:
        """Clean a batch: a row comes out for each row, in the same order.

        Args:
            batch: columns `text` or `html` (strings, or bytes to be decoded), `id`, `url`, `headline` and
                those of the metadata; `read.map` and `read.fields` of the configuration name others. A null
                is a value that is not there.

        Raises:
            KeyError: a column of `keep` is not there. TypeError: it is no batch. CrewError: workers cannot be
                started.
        """
        arrow = _arrow()
        if not isinstance(batch, arrow.RecordBatch):
            hint = "; `clean_table` takes it" if isinstance(batch, arrow.Table) else ""
            raise TypeError(f"a pyarrow.RecordBatch is cleaned, not {type(batch).__name__}{hint}")
        schema = self.schema(batch.schema)
        names = self._lines.reader.wants(batch.schema.names)
        rows = rows_of(batch.select(names)) if names else [{} for _ in range(batch.num_rows)]
        present = ({name: value for name, value in row.items() if value is not None} for row in rows)
        told = [self._row(result) for result in self._lines.clean(present)]
        made = arrow.RecordBatch.from_pylist(told, schema=self._own)
        kept = [batch.column(name) for name in self._keep]
        return arrow.RecordBatch.from_arrays([*kept, *made.columns], schema=schema)

    def clean_table(self, table: pyarrow.Table) -> pyarrow.Table:
        """Clean a table; see `__call__`."""
        batches = [self(batch) for batch in table.combine_chunks().to_batches(max_chunksize=_PIECE)]
        return _arrow().Table.from_batches(batches, self.schema(table.schema))

    def _row(self, result: bytes | Failure) -> dict[str, Any]:
        failed = isinstance(result, Failure)
        line = json_line(result.entry()) if isinstance(result, Failure) else result
        if self._form == "lines":
            name = "error" if failed else "record"
            return {"id": parse_line(line)["id"], name: line.decode().rstrip("\n")}
        if failed:
            entry = parse_line(line)
            return {"id": entry["id"], "error": {name: entry[name] for name in _ERROR}}
        return arrow_row(line)

    def close(self) -> None:
        """End the workers."""
        self._lines.close()


def clean_batch(
    batch: pyarrow.RecordBatch,
    pipeline: Pipeline | None = None,
    form: Form = "columns",
    edits: EditDetail = "spans",
) -> pyarrow.RecordBatch:
    """Clean one batch in this process; for more of them make a `BatchCleaner`, which loads the rules once.

    See `BatchCleaner` for arguments and errors.
    """
    return BatchCleaner(pipeline, form, edits)(batch)


def _arrow() -> Any:
    return load_extra(("pyarrow",), "normalize.arrow", "arrow")
