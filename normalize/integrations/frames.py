"""pandas and Polars: a text column becomes the columns of records. Neither is imported here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from normalize.arrow import BatchCleaner, Form
from normalize.article import EditDetail
from normalize.pipeline import Pipeline
from normalize.read.extras import load_extra


def clean_frame(
    frame: Any,
    pipeline: Pipeline | None = None,
    form: Form = "columns",
    edits: EditDetail = "spans",
    keep: Sequence[str] = (),
    workers: int = 0,
) -> Any:
    """Clean a data frame.

    Args:
        frame: a `pandas.DataFrame`, a `polars.DataFrame` or a `pyarrow.Table`, with columns as `BatchCleaner`
            takes them: `text` or `html`, and what is known beside it.
        pipeline, form, edits, keep, workers: as of `BatchCleaner`.

    Returns:
        a frame of the same kind, with a row for each row, in order; of pandas with the same index.

    Raises:
        TypeError: it is something else. InputError: `missing-extra`.
    """
    arrow = load_extra(("pyarrow",), "normalize.integrations.frames", "arrow")
    kind = type(frame).__module__.partition(".")[0]
    if kind == "pandas":
        table = arrow.Table.from_pandas(frame, preserve_index=False)
    elif kind == "polars":
        table = frame.to_arrow()
    elif isinstance(frame, arrow.Table):
        table = frame
    else:
        raise TypeError(f"a pandas or Polars data frame or an Arrow table is cleaned, not {type(frame)}")
    cleaner = BatchCleaner(pipeline, form, edits, keep, workers)
    try:
        cleaned = cleaner.clean_table(table)
    finally:
        cleaner.close()
    if kind == "pandas":
        return cleaned.to_pandas(maps_as_pydicts="strict").set_axis(frame.index)
    if kind == "polars":
        import polars

        return polars.from_arrow(cleaned)
    return cleaned
