"""Parquet and Arrow IPC: tables by column, read a few rows at a time."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Iterable, Iterator
from typing import Any

from normalize.article import Document
from normalize.errors import InputError
from normalize.read.extras import load_extra
from normalize.read.failure import Failure
from normalize.read.fields import FIELDS
from normalize.read.reading import Reading
from normalize.read.record import OWN_KEYS, Row, check_columns, some_documents, unique
from normalize.read.source import Source
from normalize.read.stream import Stream
from normalize.read.tally import count

PARQUET_MAGIC = b"PAR1"
ARROW_MAGIC = b"ARROW1"
_FILE_START = 8  # bytes of an Arrow file before its stream: the magic and two of padding
_BATCH_BYTES = 4_000_000  # of rows that are made into Python objects at once, by the file's own sizes
# What pyarrow raises of broken data: its exceptions are kinds of these.
_ERRORS = (
    OSError,
    ValueError,
    MemoryError,
    NotImplementedError,
    KeyError,
    TypeError,
    IndexError,
    OverflowError,
)
# Rows of a batch, at most: the sizes in a file are those before repeated values are written out.
_MOST_ROWS = 64


def read_parquet(stream: Stream, source: Source, reading: Reading) -> Iterator[Document | Failure]:
    """Give one document, or one failure, for each row; `record` counts rows from 1.

    Only columns that are wanted are read. Memory holds a page of each and the rows of a batch.

    Raises:
        InputError: `truncated`, `corrupt`; `bad-record`, if no column holds the text; `missing-extra`.
    """
    parquet = load_extra(("pyarrow.parquet",), "reading Parquet", "parquet")
    with stream.on_disk() as path:
        _check_end(path)
        try:
            # Without `pre_buffer`, and with a buffer, pages are read one by one and not whole row groups.
            file = parquet.ParquetFile(path, pre_buffer=False, buffer_size=1 << 20)
            names = file.schema_arrow.names
        except _ERRORS as error:
            raise _broken("Parquet", error, 0) from None
        with file:
            check_columns(names, reading, "the file")
            chosen = wanted(names, reading)
            for name in names:
                if name not in chosen:
                    count(reading.ignored, name, file.metadata.num_rows)
            batches = file.iter_batches(_rows_of(file.metadata), columns=chosen, use_threads=False)
            yield from some_documents(_rows("Parquet", batches), source, reading)


def _check_end(path: str) -> None:
    """Raise `truncated` where the footer is missing (Parquet format, 'File format': it ends with its
    magic)."""
    with open(path, "rb") as file:  # noqa: PTH123 - a str, and only this once
        size = file.seek(0, 2)
        file.seek(max(0, size - len(PARQUET_MAGIC)))
        if size < 12 or file.read() != PARQUET_MAGIC:
            raise InputError("truncated", "the Parquet file has no footer; it was cut off", "read")


def _rows_of(metadata: Any) -> int:
    """Rows to a batch: as many as are told to have `_BATCH_BYTES`."""
    groups = [metadata.row_group(index) for index in range(metadata.num_row_groups)]
    largest = max((group.total_byte_size / group.num_rows for group in groups if group.num_rows), default=1)
    return max(1, min(_MOST_ROWS, int(_BATCH_BYTES / max(1, largest))))


def wanted(names: Iterable[str], reading: Reading) -> list[str]:
    """Those of the columns that a document is made of."""
    known = reading.fields.keys | OWN_KEYS | FIELDS.keys()
    # pyarrow takes a dot in a wanted name as a way into a structure, so such files are read whole
    every = reading.fields.keep_extra or any("." in name for name in names)
    return [name for name in names if every or name in known]


def read_arrow(stream: Stream, source: Source, reading: Reading) -> Iterator[Document | Failure]:
    """Give one document, or one failure, for each row of an Arrow IPC file or stream (Feather 2 is one).

    A file is a stream with a magic before and a footer behind it (Arrow columnar format, 'IPC File
    Format'), so both are read from the front. Memory holds one record batch.

    Raises:
        InputError: `truncated`, `corrupt`; `bad-record`, if no column holds the text; `missing-extra`.
    """
    arrow = load_extra(("pyarrow",), "reading Arrow", "parquet")
    ipc = load_extra(("pyarrow.ipc",), "reading Arrow", "parquet")
    is_file = stream.head.startswith(ARROW_MAGIC)
    if is_file:
        stream.reader.read(_FILE_START)
    try:
        batches = ipc.open_stream(arrow.PythonFile(stream.reader, mode="r"))
        names = batches.schema.names
    except _ERRORS as error:
        raise _broken("Arrow", error, 0) from None
    check_columns(names, reading, "the file")
    yield from some_documents(_rows("Arrow", batches), source, reading)
    if is_file:
        end = b""
        while piece := stream.reader.read(1 << 16):
            end = (end + piece)[-len(ARROW_MAGIC) :]
        if end != ARROW_MAGIC:
            raise InputError("truncated", "the Arrow file has no footer; it was cut off", "read")


def _guarded(name: str, batches: Iterable[Any]) -> Iterator[Any]:
    """The batches, with the library's errors told as ours. Its ArrowInvalid is a ValueError."""
    rows = 0
    source = iter(batches)
    while True:
        try:
            batch = next(source)
        except StopIteration:
            return
        except InputError:
            raise
        except _ERRORS as error:
            raise _broken(name, error, rows) from None
        yield batch
        rows += batch.num_rows


def _broken(name: str, error: Exception, rows: int) -> InputError:
    after = f" after {rows:,} good rows" if rows else ""
    text = " ".join(str(error).split())[:200]
    cut = "end of stream" in text.lower() or "expected to be able to read" in text.lower()
    return InputError("truncated" if cut else "corrupt", f"the {name} data are broken{after}: {text}", "read")


def _rows(name: str, batches: Iterable[Any]) -> Iterator[Row]:
    number = 0
    for batch in _guarded(name, batches):
        for first in range(0, batch.num_rows, _MOST_ROWS):
            part = batch.slice(first, _MOST_ROWS)
            try:
                rows = rows_of(part)
            except _ERRORS as error:
                raise _broken(name, error, number) from None
            for row in rows:
                number += 1
                yield number, row


def rows_of(batch: Any) -> list[dict[str, Any]]:
    """Give the rows of a `pyarrow.RecordBatch`, with values as JSON has them.

    Raises what pyarrow does of broken data.
    """
    columns = [_values(column) for column in batch.columns]
    names = unique(batch.schema.names)
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def _values(column: Any) -> list[Any]:
    """The values of a column as Python's own.

    The library believes what a file says of offsets and lengths, and broken ones would end the process: so
    they are checked first.
    """
    types = load_extra(("pyarrow",), "reading Arrow", "parquet")
    kind = column.type
    if types.types.is_string(kind) or types.types.is_large_string(kind):
        column = column.view(types.binary() if types.types.is_string(kind) else types.large_binary())
        column.validate(full=True)
        return [_decoded(one) for one in column.to_pylist()]
    column.validate(full=True)
    if types.types.is_timestamp(kind) and kind.unit == "ns":  # Python's dates have no such
        column = column.cast(types.timestamp("us", kind.tz), safe=False)
    try:
        return [plain(one) for one in column.to_pylist(maps_as_pydicts="lossy")]
    except _ERRORS:  # the data are good, but Python has no such date, or this system no such time zone
        if types.types.is_timestamp(kind) and kind.tz:
            column = column.cast(types.timestamp(column.type.unit, "UTC"))
        return [_told(one) for one in column]


def _told(scalar: Any) -> Any:
    """One value; as the library prints it, where Python has none like it."""
    try:
        return plain(scalar.as_py())
    except _ERRORS:
        return scalar.cast("string").as_py()


def _decoded(value: bytes | None) -> str | bytes | None:
    """A string; bytes if it is no UTF-8."""
    try:
        return None if value is None else value.decode()
    except UnicodeDecodeError:
        return value


def plain(value: Any) -> Any:
    """A value as JSON has it: dates in ISO 8601, lists and objects of such. Bytes stay, since they may be a
    text; in lists and objects they are read as UTF-8, or left out.
    """
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, (decimal.Decimal, datetime.timedelta)):
        return str(value)
    if isinstance(value, dict):
        return {str(key): _inner(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_inner(one) for one in value]
    return value


def _inner(value: Any) -> Any:
    if not isinstance(value, bytes):
        return plain(value)
    text = _decoded(value)
    return None if isinstance(text, bytes) else text
