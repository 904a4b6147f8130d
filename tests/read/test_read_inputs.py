"""Nothing is lost: each input gives one document or one failure."""

from __future__ import annotations

import gzip
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalize.article import Document
from normalize.read import Failure, Inputs, ReadConfig

ReadAll = Callable[..., list[Document | Failure]]


def codes(found: list[Document | Failure]) -> list[str]:
    return [one.code if isinstance(one, Failure) else "document" for one in found]


def test_empty_and_blank_files(read_all: ReadAll) -> None:
    for data in (b"", b" \n\t\r\n ", gzip.compress(b""), gzip.compress(b"\n")):
        for name in ("a.txt", "a.html", "a.jsonl", "a.txt.gz"):
            assert codes(read_all(data, name)) == ["empty"], (data, name)


def test_size_limit(read_all: ReadAll) -> None:
    assert codes(read_all(b"a" * 100, max_bytes=100)) == ["document"]
    (found,) = read_all(b"a" * 101, max_bytes=100)
    assert isinstance(found, Failure)
    assert (found.code, found.reason) == ("too-large", "the file has 101 bytes; read.max_bytes allows 100")


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.write(b"a" * 100_000)
        file.truncate(200_000_000_000)  # sparse: it takes no room
    inputs = Inputs([path])
    assert codes(list(inputs)) == ["too-large"]
    assert inputs.bytes < 1_000_000


def test_what_is_not_a_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    (tmp_path / "b.txt").symlink_to("/dev/null")
    (tmp_path / "c.txt").symlink_to("nowhere")
    (tmp_path / "d.txt").symlink_to("d.txt")
    assert codes(list(Inputs([tmp_path]))) == ["not-a-file", "not-a-file", "vanished", "link-loop"]


def test_a_file_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("x")

    def deny(path: str, flags: int) -> int:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(os, "open", deny)
    (found,) = Inputs([tmp_path])
    assert isinstance(found, Failure)
    assert (found.code, found.reason) == ("unreadable", "it cannot be read: Permission denied")


def test_a_file_that_vanishes(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("x")
    found = iter(Inputs([tmp_path]))
    first = next(found)
    (tmp_path / "b.txt").unlink()
    assert codes([first, *found]) == ["document", "vanished"]


def test_ids_and_paths(tmp_path: Path) -> None:
    for name in ("s/a.txt", "s/b.c.html", "d.txt.gz", "e.jsonl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text('{"text": "x"}' if name == "e.jsonl" else "<p>Some text</p>")
    found = list(Inputs([tmp_path]))
    assert [(one.id, one.path, one.record) for one in found] == [
        ("d", "d.txt.gz", None),
        ("e:1", "e.jsonl", 1),
        ("s/a", "s/a.txt", None),
        ("s/b.c", "s/b.c.html", None),
    ]


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_standard_input(pack: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    def given_bytes(data: bytes) -> list[Document | Failure]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(pack(data))))
        return list(Inputs(["-"]))

    assert given_bytes(b"Some text") == [Document(b"Some text", format="text")]
    record, broken = given_bytes(b'{"text": "x"}\n{')
    assert record == Document("x", "-:1", "-", 1, "text")
    assert isinstance(broken, Failure)
    assert (broken.path, broken.record, broken.id) == ("-", 2, "-:2")
    assert codes(given_bytes(b"")) == ["empty"]


def test_standard_input_that_comes_in_drops(monkeypatch: pytest.MonkeyPatch) -> None:
    end, start = os.pipe()
    if not os.fork():  # a writer that writes byte by byte
        for byte in b"<!DOCTYPE html><p>Some text":
            os.write(start, bytes([byte]))
        os._exit(0)
    os.close(start)
    monkeypatch.setattr(sys, "stdin", os.fdopen(end))
    (found,) = Inputs(["-"])
    assert isinstance(found, Document)
    assert found.format == "html"


NAMES = st.lists(st.sampled_from(["a", "b", "c.d", ".e"]), min_size=1, max_size=3).map("/".join)
SUFFIXES = st.sampled_from([".txt", ".html", ".jsonl", ".txt.gz", ".jsonl.gz", ".md", ""])
LINES = st.lists(
    st.sampled_from([b'{"text": "x"}', b'{"id": 3}', b"{", b"", b"plain words", b'{"text": "' + b"y" * 90]),
    max_size=5,
).map(b"\n".join)
CONTENTS = st.one_of(
    st.binary(max_size=60), st.text(max_size=40).map(lambda text: text.encode("utf-8", "ignore")), LINES
)
PACKED = CONTENTS.map(gzip.compress)
CUT = PACKED.map(lambda data: data[:-5])


@given(st.lists(st.tuples(NAMES, SUFFIXES, st.one_of(CONTENTS, PACKED, CUT)), max_size=8))
@settings(max_examples=120, deadline=None)
def test_nothing_is_lost(files: list[tuple[str, str, bytes]]) -> None:
    root = Path(tempfile.mkdtemp())
    try:
        expected: dict[str, bytes] = {}
        other = 0
        for name, suffix, data in files:
            path = root / f"{name}{suffix}"
            shown = path.relative_to(root).as_posix()
            hidden = any(part.startswith(".") for part in shown.split("/"))
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("xb") as file:
                    file.write(data)
            except OSError:  # a name that is there already
                continue
            if not hidden:
                if suffix in (".md", ""):
                    other += 1
                else:
                    expected[shown] = data
        inputs = Inputs([root], ReadConfig(max_bytes=50, max_line=80))
        found = list(inputs)
        assert inputs.given == len(found)
        assert inputs.skipped.total() == other
        assert inputs.files == len(expected)
        by_path: dict[str | None, list[Document | Failure]] = {}
        for one in found:
            by_path.setdefault(one.path, []).append(one)
        assert by_path.keys() == expected.keys()
        for path_told, items in by_path.items():
            places = [one.record for one in items]
            assert len(set(places)) == len(places), path_told
            assert sum(place is None for place in places) <= 1
            if None not in places:  # JSON lines, read to the end
                data = expected[path_told or ""]
                lines = (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).split(b"\n")
                assert places == [number for number, line in enumerate(lines, 1) if line.strip()]
    finally:
        shutil.rmtree(root)


def test_a_bug_in_a_reader_costs_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from normalize.read import inputs

    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("words")
    real = inputs.tell

    def tell(*given: Any) -> Any:
        form = real(*given)

        def reader(stream: Any, source: Any, reading: Any) -> Any:
            if source.path == "a.txt":
                raise errors.pop()
            return form.reader(stream, source, reading)

        return form._replace(reader=reader)

    monkeypatch.setattr(inputs, "tell", tell)
    errors = [MemoryError(), KeyError("x")]
    for code in ("internal-error", "memory"):
        found = list(Inputs([tmp_path]))
        assert [one.code if isinstance(one, Failure) else one.data for one in found] == [code, b"words"]
