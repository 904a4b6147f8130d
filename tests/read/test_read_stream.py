"""Decompression: several members, cut and broken files, bombs."""

from __future__ import annotations

import bz2
import gzip
import importlib
import io
import lzma
import sys
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalize.article import Document
from normalize.errors import InputError
from normalize.read import Failure
from normalize.read.unpack import COMPRESSIONS, Unpacker, compression_of

ReadAll = Callable[..., list[Document | Failure]]
TEXT = b"The lock was opened at dawn, and the barge went through.\n" * 50


def unzip(data: bytes, max_ratio: float = 500) -> bytes:
    packed = io.BufferedReader(io.BytesIO(data), 64)  # type: ignore[arg-type]
    kind = compression_of(data[:10])
    assert kind
    return io.BufferedReader(Unpacker(packed, kind, max_ratio), 64).read()


def zstd_compress(data: bytes) -> bytes:
    for name in ("compression.zstd", "backports.zstd"):
        try:
            return importlib.import_module(name).compress(data, options={100: 12, 201: 1})  # with a check sum
        except ImportError:
            continue
    pytest.skip("zstd is not installed")


PACKERS = {"gzip": gzip.compress, "bzip2": bz2.compress, "xz": lzma.compress, "zstd": zstd_compress}
pack_with = pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
Pack = Callable[[bytes], bytes]


def test_every_compression_has_a_packer() -> None:
    assert {one.name for one in COMPRESSIONS} == PACKERS.keys()


@pack_with
@given(parts=st.lists(st.binary(max_size=300), min_size=1, max_size=4), padding=st.integers(0, 9))
@settings(max_examples=25)
def test_members_are_put_together(pack: Pack, parts: list[bytes], padding: int) -> None:
    packed = b"".join(pack(part) + bytes(padding) for part in parts)
    assert unzip(packed) == b"".join(parts)


@pack_with
@given(data=st.data())
@settings(max_examples=30)
def test_a_cut_or_broken_file_is_never_taken_for_a_whole_one(pack: Pack, data: st.DataObject) -> None:
    packed = pack(TEXT[:600])
    cut = data.draw(st.integers(10, len(packed) - 1))
    with pytest.raises(InputError) as caught:
        unzip(packed[:cut])
    assert caught.value.code == "truncated"
    place = data.draw(st.integers(10, len(packed) - 1))  # the header's own fields may be anything
    broken = packed[:place] + bytes([packed[place] ^ data.draw(st.integers(1, 255))]) + packed[place + 1 :]
    try:
        found = unzip(broken)
    except InputError as error:
        code = error.code
    else:
        code = (
            "corrupt" if found == TEXT[:600] else "taken for a whole one"
        )  # a bit that says nothing of the data
    assert code in ("corrupt", "truncated", "too-compressed")


def test_what_follows_a_member_must_be_one(read_all: ReadAll) -> None:
    assert codes(read_all(gzip.compress(TEXT) + b"garbage", "a.txt.gz")) == ["corrupt"]


def codes(found: list[Document | Failure]) -> list[str]:
    return [one.code if isinstance(one, Failure) else "document" for one in found]


@pack_with
def test_compression_is_told_by_content(read_all: ReadAll, pack: Pack) -> None:
    for name in ("a.txt", "a.html", "a.txt.gz", "a.txt.zst", "a.txt.bz2", "a.txt.xz", "a"):
        (document,) = read_all(pack(TEXT), name)
        assert isinstance(document, Document)
        assert (document.data, document.id, document.format) == (TEXT, "a", "text")


@pack_with
def test_records_before_the_cut_are_kept(read_all: ReadAll, pack: Pack) -> None:
    lines = b"".join(b'{"id": %d, "text": "text %d"}\n' % (i, i * i) for i in range(80_000))
    packed = pack(lines)
    found = read_all(packed[: len(packed) // 2], "a.jsonl.gz")
    assert codes(found[:-1]) == ["document"] * (len(found) - 1)
    assert len(found) > 100
    assert codes(found[-1:]) == ["truncated"]


@pack_with
def test_a_bomb_of_each_compression_is_stopped(read_all: ReadAll, pack: Pack) -> None:
    assert codes(read_all(pack(b" " * 30_000_000), "a.txt")) == ["too-compressed"]


def test_zstd_that_is_not_installed(read_all: ReadAll, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = zstd_compress(TEXT)
    for name in ("compression.zstd", "backports.zstd"):
        monkeypatch.setitem(sys.modules, name, None)
    (found,) = read_all(packed, "a.txt.zst")
    assert isinstance(found, Failure)
    assert found.code == "missing-extra"
    assert "pip install 'normalize[zstd]'" in found.reason


def test_text_that_begins_like_bzip2(read_all: ReadAll) -> None:
    assert codes(read_all(b"BZh8 is the name of the lock.")) == ["document"]


def test_a_bomb_is_stopped(read_all: ReadAll) -> None:
    bomb = gzip.compress(bytes(1000).replace(b"\0", b" ") * 20_000)
    assert codes(read_all(bomb, "a.txt.gz")) == ["too-compressed"]
    assert codes(read_all(bomb, "a.txt.gz", max_ratio=2000, max_bytes=10_000_000)) == ["too-large"]
    assert codes(read_all(gzip.compress(bomb), "a.txt.gz")) == ["binary"]
    repeated = gzip.compress(TEXT * 1000)
    assert codes(read_all(repeated, "a.txt.gz")) == ["document"]
