"""WARC and WET: which records are documents, and what is told of broken ones."""

from __future__ import annotations

import gzip
import sys
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalize.article import Document
from normalize.read import Failure, Inputs, ReadConfig

ReadAll = Callable[..., list[Document | Failure]]
PAGE = b"<html><body><p>The lock was opened at dawn.</p></body></html>"


def record(body: bytes, kind: str = "response", number: int = 1, **headers: str) -> bytes:
    fields = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{number}>",
        "WARC-Target-URI": f"https://example.org/{number}",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(body)),
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"WARC/1.0\r\n{head}\r\n".encode() + body + b"\r\n\r\n"


def http(
    body: bytes = PAGE, status: str = "200 OK", kind: str = "text/html; charset=utf-8", more: str = ""
) -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}\r\n".encode() + body


INFO = record(b"software: x\r\n", "warcinfo", 0, Content_Type="application/warc-fields")


def told(found: list[Document | Failure]) -> list[tuple[str, int | None]]:
    return [(one.code if isinstance(one, Failure) else "document", one.record) for one in found]


@pytest.mark.parametrize("gzipped", [False, True])
def test_pages_are_documents_and_the_rest_is_counted(tmp_path: Path, gzipped: bool) -> None:
    records = [
        INFO,
        record(b"GET / HTTP/1.1\r\n\r\n", "request"),
        record(http(), number=3),
        record(http(status="404 Not Found")),
        record(http(kind="image/png")),
        record(http(b"", status="301 Moved")),
        record(http(), number=7),
    ]
    path = tmp_path / "a.warc"
    path.write_bytes(b"".join(gzip.compress(one) if gzipped else one for one in records))
    inputs = Inputs([path])
    first, second = inputs
    assert first == Document(
        PAGE,
        "urn:uuid:3",
        "a.warc",
        3,
        "html",
        "https://example.org/3",
        content_type="text/html; charset=utf-8",
    )
    assert second.record == 7
    assert inputs.passed == {"warcinfo": 1, "request": 1, "HTTP 404": 1, "image/png": 1, "HTTP 301": 1}


def test_wet_texts(read_all: ReadAll) -> None:
    data = INFO + record("Élan\n".encode(), "conversion", 2, Content_Type="text/plain")
    assert read_all(data, "a.warc.wet") == [
        Document(
            "Élan\n".encode(),
            "urn:uuid:2",
            "a.warc.wet",
            2,
            "text",
            "https://example.org/2",
            content_type="text/plain",
        )
    ]


def chunked(body: bytes) -> bytes:
    return b"%x;ext=1\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n" % (10, body[:10], len(body) - 10, body[10:])


@pytest.mark.parametrize(
    ("body", "more"),
    [
        (gzip.compress(PAGE), "Content-Encoding: gzip\r\n"),
        (zlib.compress(PAGE), "Content-Encoding: deflate\r\n"),
        (zlib.compress(PAGE)[2:-4], "Content-Encoding: deflate\r\n"),
        (chunked(PAGE), "Transfer-Encoding: chunked\r\n"),
        (chunked(gzip.compress(PAGE)), "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n"),
        (PAGE, "Transfer-Encoding: chunked\r\n"),
        (PAGE, "Content-Encoding: gzip\r\n"),
        (PAGE, "Content-Encoding: br\r\n"),
        (PAGE, "X-Folded: a\r\n b\r\nContent-Encoding: identity\r\n"),
    ],
)
def test_bodies_are_unpacked(read_all: ReadAll, body: bytes, more: str) -> None:
    if "br" in more:
        pytest.importorskip("brotli")
    (found,) = read_all(record(http(body, more=more)), "a.warc")
    assert isinstance(found, Document), found
    assert found.data == PAGE


def test_brotli(read_all: ReadAll, monkeypatch: pytest.MonkeyPatch) -> None:
    brotli = pytest.importorskip("brotli")
    data = record(http(brotli.compress(PAGE), more="Content-Encoding: br\r\n"))
    bomb = record(http(brotli.compress(b" " * 20_000_000), more="Content-Encoding: br\r\n"))
    assert told(read_all(data + bomb + data, "a.warc")) == [
        ("document", 1),
        ("too-compressed", 2),
        ("document", 3),
    ]
    for name in ("brotli", "brotlicffi"):
        monkeypatch.setitem(sys.modules, name, None)
    (found,) = read_all(data, "a.warc")
    assert isinstance(found, Failure)
    assert found.code == "missing-extra"
    assert "pip install 'normalize[warc]'" in found.reason


def test_limits(read_all: ReadAll) -> None:
    bomb = record(http(gzip.compress(b" " * 20_000_000), more="Content-Encoding: gzip\r\n"))
    large = record(http(b"<html>" + b"x" * 3000))
    data = record(http()) + bomb + large + record(http(b"")) + record(http())
    assert told(read_all(data, "a.warc", max_bytes=2_000)) == [
        ("document", 1),
        ("too-large", 2),
        ("too-large", 3),
        ("empty", 4),
        ("document", 5),
    ]
    assert told(read_all(bomb, "a.warc")) == [("too-compressed", 1)]


def test_broken_records_cost_themselves(read_all: ReadAll) -> None:
    good = record(http())
    short = record(http(), Content_Length=str(len(http()) - 9))
    for bad in (
        short,
        b"garbage\r\n\r\nmore of it\r\n",
        record(http(), Content_Length="x"),
        record(b"no status line"),
    ):
        found = read_all(good + bad + good, "a.warc")
        assert told(found) == [("document", 1), ("corrupt", 2), ("document", 3)]
        assert isinstance(found[1], Failure)
        assert found[1].reason.startswith(f"the record at byte {len(good)}: ")


def test_cut_archives(read_all: ReadAll) -> None:
    good = record(http())
    for end in (30, 120, len(good) - 10):
        found = read_all(good + good[:end], "a.warc")
        assert told(found) == [("document", 1), ("truncated", 2)]
        assert f"the record at byte {len(good)}: " in found[1].reason  # type: ignore[union-attr]
    packed = gzip.compress(good)
    for end in (12, 50, len(packed) - 20):
        found = read_all(packed + packed[:end], "a.warc.gz")
        assert told(found) == [("document", 1), ("truncated", 2)]
        assert f"the record at byte {len(packed)} (" in found[1].reason  # type: ignore[union-attr]
    found = read_all(packed + packed[:-3], "a.warc.gz")  # all there but the check sum
    assert told(found) == [("document", 1), ("document", 2), ("truncated", 3)]


def test_nothing_in_it(read_all: ReadAll) -> None:
    assert told(read_all(INFO, "a.warc")) == [("empty", None)]


PARTS = st.lists(
    st.sampled_from(
        [record(http()), INFO, record(http(status="500 No")), b"\r\n", b"junk\r\n", record(b"x")]
    ),
    min_size=1,
    max_size=5,
).map(b"".join)


@given(PARTS, st.integers(0, 2000), st.integers(0, 255), st.booleans())
@settings(max_examples=80)
def test_whatever_is_in_it_each_place_is_told_once(data: bytes, place: int, byte: int, gzipped: bool) -> None:
    data = b"WARC/1.0\r\n" + data[: max(0, len(data) - place % 700)]
    broken = data[: place % len(data)] + bytes([byte]) + data[place % len(data) + 1 :]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.warc"
        path.write_bytes(gzip.compress(broken) if gzipped else broken)
        inputs = Inputs([path], ReadConfig())
        found = list(inputs)
    assert found or inputs.passed
    places = [one.record for one in found]
    assert len(set(places)) == len(places)


def test_bodies_of_several_members(read_all: ReadAll) -> None:
    halves = PAGE[:20], PAGE[20:]
    data = record(http(b"".join(map(gzip.compress, halves)), more="Content-Encoding: gzip\r\n"))
    (found,) = read_all(data, "a.warc")
    assert isinstance(found, Document)
    assert found.data == PAGE


@pytest.mark.parametrize(
    ("body", "more"),
    [
        (gzip.compress(PAGE * 9)[:-20], "Content-Encoding: gzip\r\n"),
        (zlib.compress(PAGE * 9)[:-20], "Content-Encoding: deflate\r\n"),
        (chunked(PAGE)[:-12], "Transfer-Encoding: chunked\r\n"),
    ],
)
def test_bodies_that_were_cut_off(read_all: ReadAll, body: bytes, more: str) -> None:
    page = http(body, more=more)
    (found,) = read_all(record(page), "a.warc")
    assert isinstance(found, Failure)
    assert (found.code, "WARC-Truncated" in found.reason) == ("truncated", True)
    (found,) = read_all(record(page, WARC_Truncated="length"), "a.warc")
    assert isinstance(found, Document)


def test_chunks(read_all: ReadAll) -> None:
    more = "Transfer-Encoding: chunked\r\n"
    (found,) = read_all(record(http(chunked(PAGE)[:-5], more=more)), "a.warc")  # without the empty one
    assert isinstance(found, Document)
    assert found.data == PAGE
    assert told(read_all(record(http(b"5\r\n<html\r\nzz\r\n", more=more)), "a.warc")) == [("corrupt", 1)]


def test_a_broken_member_costs_its_record(read_all: ReadAll) -> None:
    members = [gzip.compress(record(http(), number=number)) for number in range(6)]
    for broken in (
        b"x" + members[2][1:],
        members[2][:60] + b"\xaa" * 30 + members[2][90:],
        members[2] + b"junk",
    ):
        found = read_all(b"".join([*members[:2], broken, *members[3:]]), "a.warc.gz")
        good = [one.id for one in found if isinstance(one, Document)]
        bad = [one for one in found if isinstance(one, Failure)]
        assert [code for code, _ in told(found)].count("corrupt") == len(bad) == 1
        assert set(good) >= {f"urn:uuid:{number}" for number in (0, 1, 3, 4, 5)}
        assert "byte" in bad[0].reason


@pytest.mark.parametrize("length", [900, 10**14])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_length_that_is_too_large_takes_no_records_in(
    read_all: ReadAll, length: int, pack: Callable[[bytes], bytes]
) -> None:
    long = record(http(), number=2, Content_Length=str(length))
    data = pack(record(http()) + long + b"".join(record(http(), number=number) for number in (3, 4, 5)))
    found = read_all(data, "a.warc")
    if length > 900 and pack is gzip.compress:  # how much there is is not known: it is passed over
        assert [one.id for one in found] == ["urn:uuid:1", "urn:uuid:2"]
    else:
        assert [one.id for one in found] == [f"urn:uuid:{number}" for number in range(1, 6)]
    assert isinstance(found[1], Failure)


def test_later_versions_and_what_stands_before(read_all: ReadAll) -> None:
    data = record(http())
    assert told(read_all(data.replace(b"WARC/1.0", b"WARC/2.0"), "a")) == [("document", 1)]
    assert told(read_all(b"\r\n" + data, "a.warc")) == [("document", 1)]
    assert told(read_all(b"junk\r\n" + data, "a.warc")) == [("corrupt", 1), ("document", 2)]
