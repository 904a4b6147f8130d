"""Parquet and Arrow IPC."""

from __future__ import annotations

import datetime
import gzip
import io
import sys
from collections.abc import Callable
from typing import Any

import pytest

from normalize.article import Document
from normalize.read import Failure

ReadAll = Callable[..., list[Document | Failure]]
COLUMNS: dict[str, list[Any]] = {
    "id": ["a", "b", "c"],
    "text": ["One text", None, "Three"],
    "published": [datetime.datetime(2024, 5, 3, 10, tzinfo=datetime.UTC), None, None],
    "metadata": [{"tags": ["x"], "day": datetime.date(2024, 5, 3)}, None, None],
    "score": [1, 2, 3],
}


def make(kind: str, columns: dict[str, list[Any]], **options: Any) -> bytes:
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.table(columns)
    out = io.BytesIO()
    if kind == "parquet":
        import pyarrow.parquet

        pyarrow.parquet.write_table(table, out, **options)
    else:
        new = pyarrow.ipc.new_file if kind == "arrow" else pyarrow.ipc.new_stream
        with new(out, table.schema) as writer:
            writer.write_table(table, **options)
    return out.getvalue()


def codes(found: list[Document | Failure]) -> list[str]:
    return [one.code if isinstance(one, Failure) else "document" for one in found]


@pytest.mark.parametrize("kind", ["parquet", "arrow", "arrows"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_rows_are_records(read_all: ReadAll, kind: str, pack: Callable[[bytes], bytes]) -> None:
    found = read_all(pack(make(kind, COLUMNS)), f"x.{kind}", keep_extra=True)
    metadata = {
        "published": "2024-05-03T10:00:00+00:00",
        "tags": ["x"],
        "extra": {"day": "2024-05-03", "score": 1},
    }
    assert found[0] == Document("One text", "a", f"x.{kind}", 1, "text", None, None, metadata)
    assert [(one.id, one.record) for one in found] == [("a", 1), ("b", 2), ("c", 3)]
    assert codes(found) == ["document", "bad-record", "document"]


@pytest.mark.parametrize("kind", ["parquet", "arrow", "arrows"])
def test_what_is_cut_or_broken_is_told(read_all: ReadAll, kind: str) -> None:
    options = {"row_group_size": 50} if kind == "parquet" else {"max_chunksize": 50}
    data = make(kind, {"text": [f"Text {i} {i * i}" for i in range(400)]}, **options)
    whole = codes(read_all(data, f"x.{kind}"))
    assert whole == ["document"] * 400
    for part in (3, 2):
        found = codes(read_all(data[: len(data) * (part - 1) // part], f"x.{kind}"))
        assert found[-1] in ("truncated", "corrupt")
        assert found[:-1] == ["document"] * (len(found) - 1)
    step = max(1, len(data) // 40)
    for place in range(16, len(data), step):
        broken = data[:place] + bytes(byte ^ 0x5A for byte in data[place : place + 4]) + data[place + 4 :]
        found = codes(read_all(broken, f"x.{kind}"))
        assert found, place
        assert set(found) <= {"document", "truncated", "corrupt", "bad-record", "empty", "binary"}, place


def test_a_column_that_is_not_there(read_all: ReadAll) -> None:
    assert codes(read_all(make("parquet", {"body": ["a", "b"]}), "x.parquet")) == ["bad-record"]
    found = read_all(make("parquet", {"body": ["a", "b"]}), "x.parquet", fields=("text=body",))
    assert [one.data for one in found if isinstance(one, Document)] == ["a", "b"]


def test_bytes_are_left_to_decoding(read_all: ReadAll) -> None:
    (found,) = read_all(make("parquet", {"html": [b"<p>\xe9</p>"]}), "x.parquet")
    assert isinstance(found, Document)
    assert (found.data, found.format) == (b"<p>\xe9</p>", "html")


@pytest.mark.parametrize("head", [b"PAR1" + b"x" * 20, b"ARROW1\0\0" + b"x" * 20])
def test_pyarrow_that_is_not_installed(
    read_all: ReadAll, head: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("pyarrow", "pyarrow.parquet", "pyarrow.ipc"):
        monkeypatch.setitem(sys.modules, name, None)
    (found,) = read_all(head, "x.parquet")
    assert isinstance(found, Failure)
    assert found.code == "missing-extra"
    assert "pip install 'normalize[parquet]'" in found.reason
