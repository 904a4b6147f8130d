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
    assert codes(found) == ["document", "empty", "document"]


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


def test_values_that_python_or_json_does_not_have(read_all: ReadAll) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    instants = pyarrow.array([2**60, 0], pyarrow.timestamp("us"))
    strange = pyarrow.array([0, 0], pyarrow.timestamp("us", "Mars/Phobos"))
    columns = {
        "text": ["a", "b"],
        "published": strange,
        "modified": instants,
        "blob": [b"\0\xff", b"x"],
        "deep": [{"a": b"\xff"}, {"a": b"x"}],
    }
    first, second = read_all(make("parquet", columns), "x.parquet", keep_extra=True)
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert first.metadata["published"] == "1970-01-01T00:00:00+00:00"
    assert "modified" not in first.metadata
    assert second.metadata["modified"] == "1970-01-01T00:00:00"
    assert first.metadata["extra"]["deep"] == {"a": None}
    assert (second.metadata["extra"]["deep"], second.metadata["extra"]["blob"]) == ({"a": "x"}, "x")
    assert "blob" not in first.metadata["extra"]


def test_two_columns_of_a_name(read_all: ReadAll) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.Table.from_arrays([pyarrow.array(["a"]), pyarrow.array(["b"])], names=["text", "text"])
    out = io.BytesIO()
    with pyarrow.ipc.new_file(out, table.schema) as writer:
        writer.write_table(table)
    (found,) = read_all(out.getvalue(), "x.arrow")
    assert isinstance(found, Document)
    assert found.data == "a"


def test_lists_with_nothing_in_some_places(read_all: ReadAll) -> None:
    columns = {"text": ["a"], "authors": [["Jane Doe", None, ""]]}
    (found,) = read_all(make("parquet", columns), "x.parquet")
    assert isinstance(found, Document)
    assert found.metadata == {"authors": ["Jane Doe"]}
