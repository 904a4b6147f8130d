"""Decompression: several members, cut and broken files, bombs."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalize.article import Document
from normalize.errors import InputError
from normalize.read import Failure
from normalize.read.stream import Gunzip

ReadAll = Callable[..., list[Document | Failure]]
TEXT = b"The lock was opened at dawn, and the barge went through.\n" * 50


def unzip(data: bytes, max_ratio: float = 500) -> bytes:
    return io.BufferedReader(Gunzip(io.BufferedReader(io.BytesIO(data), 64), max_ratio), 64).read()  # type: ignore[arg-type]


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=4), st.integers(0, 9))
@settings(max_examples=50)
def test_members_are_put_together(parts: list[bytes], padding: int) -> None:
    packed = b"".join(gzip.compress(part) + bytes(padding) for part in parts)
    assert unzip(packed) == b"".join(parts)


@given(st.data())
@settings(max_examples=60)
def test_a_cut_or_broken_file_is_never_taken_for_a_whole_one(data: st.DataObject) -> None:
    packed = gzip.compress(TEXT[:600])
    cut = data.draw(st.integers(2, len(packed) - 1))
    with pytest.raises(InputError) as caught:
        unzip(packed[:cut])
    assert caught.value.code == "truncated"
    place = data.draw(st.integers(10, len(packed) - 1))  # the header's own fields may be anything
    broken = packed[:place] + bytes([packed[place] ^ data.draw(st.integers(1, 255))]) + packed[place + 1 :]
    with pytest.raises(InputError) as caught:
        unzip(broken)
    assert caught.value.code in ("corrupt", "truncated")


def test_what_follows_a_member_must_be_one(read_all: ReadAll) -> None:
    assert codes(read_all(gzip.compress(TEXT) + b"garbage", "a.txt.gz")) == ["corrupt"]


def codes(found: list[Document | Failure]) -> list[str]:
    return [one.code if isinstance(one, Failure) else "document" for one in found]


def test_gzip_is_told_by_content(read_all: ReadAll) -> None:
    for name in ("a.txt", "a.html", "a.txt.gz", "a"):
        (document,) = read_all(gzip.compress(TEXT), name)
        assert isinstance(document, Document)
        assert (document.data, document.id, document.format) == (TEXT, "a", "text")


def test_records_before_the_cut_are_kept(read_all: ReadAll) -> None:
    lines = b"".join(b'{"id": %d, "text": "text %d"}\n' % (i, i * i) for i in range(20_000))
    packed = gzip.compress(lines)
    found = read_all(packed[: len(packed) // 2], "a.jsonl.gz")
    assert codes(found[:-1]) == ["document"] * (len(found) - 1)
    assert len(found) > 5_000
    assert codes(found[-1:]) == ["truncated"]


def test_a_bomb_is_stopped(read_all: ReadAll) -> None:
    bomb = gzip.compress(bytes(1000).replace(b"\0", b" ") * 20_000)
    assert codes(read_all(bomb, "a.txt.gz")) == ["too-compressed"]
    assert codes(read_all(bomb, "a.txt.gz", max_ratio=2000, max_bytes=10_000_000)) == ["too-large"]
    assert codes(read_all(gzip.compress(bomb), "a.txt.gz")) == ["binary"]
    repeated = gzip.compress(TEXT * 1000)
    assert codes(read_all(repeated, "a.txt.gz")) == ["document"]
