"""Every format of the table: whole, cut off, and broken. Nothing is lost, told twice, or raised."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import sqlite3
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalize.article import Document
from normalize.read import Failure, Inputs, ReadConfig
from normalize.read.formats import FORMATS, tell

TEXTS = [f"The lock was opened at dawn, said keeper {number}." for number in range(12)]
LINES = b"".join(
    b'{"id": "k%d", "text": "%s"}\n' % (number, text.encode()) for number, text in enumerate(TEXTS)
)
PAGE = b"<!DOCTYPE html><html><body><p>%s</p></body></html>"


def warc() -> bytes:
    parts = []
    for text in TEXTS:
        body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE % text.encode()
        head = f"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: {len(body)}\r\n\r\n"
        parts.append(head.encode() + body + b"\r\n\r\n")
    return b"".join(parts)


def packed(kind: str) -> bytes:
    out = io.BytesIO()
    if kind == "zip":
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for number, text in enumerate(TEXTS):
                archive.writestr(f"{number}.txt", text)
    else:
        with tarfile.open(fileobj=out, mode="w") as tar:
            for number, text in enumerate(TEXTS):
                member = tarfile.TarInfo(f"{number}.txt")
                member.size = len(text)
                tar.addfile(member, io.BytesIO(text.encode()))
    return out.getvalue()


def columns(kind: str) -> bytes:
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.table({"id": [f"k{number}" for number in range(len(TEXTS))], "text": TEXTS})
    out = io.BytesIO()
    if kind == "parquet":
        pytest.importorskip("pyarrow.parquet").write_table(table, out, row_group_size=4)
    else:
        with pyarrow.ipc.new_file(out, table.schema) as writer:
            writer.write_table(table, max_chunksize=4)
    return out.getvalue()


def database() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        made = sqlite3.connect(Path(folder) / "x")
        with made:
            made.execute("CREATE TABLE articles (id, text)")
            made.executemany("INSERT INTO articles VALUES (?, ?)", enumerate(TEXTS))
        made.close()
        return (Path(folder) / "x").read_bytes()


MAKERS: dict[str, Callable[[], bytes]] = {
    "parquet": lambda: columns("parquet"),
    "arrow": lambda: columns("arrow"),
    "warc": warc,
    "sqlite": database,
    "zip": lambda: packed("zip"),
    "tar": lambda: packed("tar"),
    "json": lambda: b"[" + LINES.replace(b"\n", b",\n").removesuffix(b",\n") + b"]",
    "jsonl": lambda: LINES,
    "table": lambda: (
        b"id,text\n" + b"".join(b'%d,"%s"\n' % (i, text.encode()) for i, text in enumerate(TEXTS))
    ),
    "html": lambda: PAGE % TEXTS[0].encode(),
    "text": lambda: TEXTS[0].encode(),
}


@cache
def sample(name: str) -> bytes:
    return MAKERS[name]()


def read(data: bytes, suffix: str) -> tuple[list[Document | Failure], Inputs]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        path.write_bytes(data)
        inputs = Inputs([folder], ReadConfig())
        return list(inputs), inputs


def test_every_format_has_a_sample() -> None:
    assert MAKERS.keys() == {one.name for one in FORMATS}


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.name)
def test_whole(one: tuple[str, tuple[str, ...]]) -> None:
    name, suffixes = one[:2]
    number = 1 if name in ("html", "text") else len(TEXTS)
    assert tell(sample(name), "").name == name
    for suffix in suffixes:
        found, _ = read(sample(name), suffix)
        assert [type(item) for item in found] == [Document] * number, suffix


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.name)
@given(data=st.data())
@settings(max_examples=40)
def test_cut_and_broken(one: tuple[str, tuple[str, ...]], data: st.DataObject) -> None:
    name, suffixes = one[:2]
    content = sample(name)
    for _ in range(data.draw(st.integers(0, 3))):
        place = data.draw(st.integers(0, len(content) - 1))
        piece = data.draw(
            st.binary(min_size=1, max_size=4) | st.sampled_from([b'"', b"\n", b"}", b"\0", b"\xff" * 4])
        )
        content = content[:place] + piece + content[place + len(piece) * data.draw(st.booleans()) :]
    content = content[: data.draw(st.integers(0, len(content)) | st.just(len(content)))]
    pack, ending = data.draw(
        st.sampled_from([(bytes, ""), (gzip.compress, ".gz"), (bz2.compress, ".bz2"), (lzma.compress, ".xz")])
    )
    found, inputs = read(pack(content), (suffixes or (".txt",))[0] + ending)
    assert inputs.given == len(found)
    assert found or inputs.passed or inputs.skipped
    places = [(item.path, item.record) for item in found]
    assert len(set(places)) == len(places)
    again, _ = read(pack(content), (suffixes or (".txt",))[0] + ending)
    assert [repr(item) for item in again] == [repr(item) for item in found]
