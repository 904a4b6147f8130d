"""JSON lines: what a line must hold, and what becomes of one that does not."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from normalize.article import Document
from normalize.read import Failure, Inputs, ReadConfig
from normalize.read.inputs import SourceReader
from normalize.read.source import Source

ReadAll = Callable[..., list[Document | Failure]]


def document(read_all: ReadAll, **record: Any) -> Document:
    (found,) = read_all(json.dumps(record).encode(), "a.jsonl")
    assert isinstance(found, Document), found
    return found


def failure(read_all: ReadAll, line: bytes) -> Failure:
    (found,) = read_all(b"\n" + line, "a.jsonl")
    assert isinstance(found, Failure), found
    return found


def test_all_fields_of_a_record(read_all: ReadAll) -> None:
    found = document(
        read_all,
        id="n-1",
        html="<p>Text</p>",
        url="https://example.org/a",
        title="Lock opened",
        metadata={"publisher": "The Canal Post", "authors": "Jane Doe"},
        authors=["Someone else"],
        published="2024-05-03T10:00:00Z",
        tags=["locks", 7],
        dateline={"place": "DELFT", "date": "May 3"},
        related=["Ferry fares rise", {"title": "More", "url": "https://example.org/b"}],
    )
    assert found == Document(
        "<p>Text</p>",
        "n-1",
        "a.jsonl",
        1,
        "html",
        "https://example.org/a",
        "Lock opened",
        {
            "publisher": "The Canal Post",
            "authors": ["Jane Doe"],
            "published": "2024-05-03T10:00:00+00:00",
            "tags": ["locks", "7"],
            "dateline": {"place": "DELFT", "date": "May 3"},
            "related": [{"title": "Ferry fares rise"}, {"title": "More", "url": "https://example.org/b"}],
        },
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [("x", "x"), (7, "7"), (1.5, "1.5"), (True, "true"), (None, "a:1"), ("", "a:1"), (10**30, str(10**30))],
)
def test_ids_are_text(read_all: ReadAll, given: Any, expected: str) -> None:
    assert document(read_all, id=given, text="x").id == expected


def test_what_is_not_taken_over_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    records = [
        {"text": "x", "crawled": 1, "authors": [{"name": "Jane Doe"}], "published": 1714730400},
        {"text": "x", "crawled": 2, "url": 5, "metadata": {"mood": "good", "publisher": ["a", "b"]}},
        {"text": "x", "metadata": "none", "headline": None, "section": ""},
    ]
    path.write_text("\n".join(map(json.dumps, records)))
    inputs = Inputs([path])
    documents = list(inputs)
    assert [one.metadata for one in documents if isinstance(one, Document)] == [
        {"authors": ["Jane Doe"]},
        {},
        {},
    ]
    assert inputs.ignored == {
        "crawled": 2,
        "published": 1,
        "url": 1,
        "metadata.mood": 1,
        "metadata.publisher": 1,
        "metadata": 1,
    }


def test_names_that_are_counted_stay_few(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(json.dumps({"text": "x", f"key{i}": 1}) for i in range(1000)))
    inputs = Inputs([path])
    assert len(list(inputs)) == 1000
    assert len(inputs.ignored) == 201
    assert inputs.ignored.total() == 1000


@pytest.mark.parametrize(
    ("line", "code", "reason"),
    [
        (b"{bad", "bad-json", "line 2, column 2: Expecting property name enclosed in double quotes"),
        ('{"text": "é'.encode() + b"\xe9" + b'"}', "bad-json", "line 2, byte 13: not UTF-8 (byte 0xE9)"),
        (b"[" * 100_000, "bad-json", "line 2: nested too deep"),
        (b'["a"]', "bad-record", "line 2: an object is expected, not an array"),
        (b'"a"', "bad-record", "line 2: an object is expected, not a string"),
        (b"7", "bad-record", "line 2: an object is expected, not a number"),
        (b"{}", "bad-record", "the record has neither `text` nor `html`"),
        (
            b'{"body": "x", "k": 1}',
            "bad-record",
            "the record has neither `text` nor `html`; its keys are `body`, `k`: --field text=KEY says where the text is",
        ),
        (
            b'{"text": "x", "html": "y"}',
            "bad-record",
            "the record has both `text` and `html`; take one with --field text=text or --field html=html",
        ),
        (b'{"text": null, "k": 1}', "empty", "`text` is null"),
        (b'{"text": "x"', "bad-json", "line 2, column 13: Expecting ',' delimiter"),
        (b'{"text": 7}', "bad-record", "`text` must be a string, not a number"),
        (b'{"text": "x", "id": ["a"]}', "bad-record", "`id` must be a string or a number, not an array"),
        (b'{"text": ""}', "empty", "`text` is empty"),
        (b'{"text": " \\n"}', "empty", "`text` holds nothing but white space"),
    ],
)
def test_a_bad_line_is_one_entry(read_all: ReadAll, line: bytes, code: str, reason: str) -> None:
    found = failure(read_all, line)
    assert (found.code, found.reason) == (code, reason)
    assert (found.path, found.record, found.id, found.stage) == ("a.jsonl", 2, "a:2", "read")


def test_a_failed_record_keeps_its_id(read_all: ReadAll) -> None:
    assert failure(read_all, b'{"id": 5, "text": ""}').id == "5"


def test_null_counts_as_absent(read_all: ReadAll) -> None:
    assert document(read_all, text=None, html="<p>x").format == "html"


def test_an_empty_text_beside_a_page_counts_as_absent(read_all: ReadAll) -> None:
    assert document(read_all, text="", html="<p>x").format == "html"


def test_paragraphs_and_control_characters(read_all: ReadAll) -> None:
    found = read_all(b'{"text": ["a", "b"]}\n{"text": "a\tb\0c"}\n', "a.jsonl")
    assert [one.data for one in found if isinstance(one, Document)] == ["a\n\nb", "a\tb\0c"]


def test_ids(read_all: ReadAll) -> None:
    for given, wanted in (
        ("NaN", "a:1"),
        ("7.0", "7"),
        ("7.5", "7.5"),
        ("9" * 30, "9" * 30),
        ("true", "true"),
    ):
        (found,) = read_all(f'{{"id": {given}, "text": "x"}}'.encode(), "a.jsonl")
        assert found.id == wanted


def test_numbers_of_any_length(read_all: ReadAll) -> None:
    (found,) = read_all(b'{"text": "x", "k": NaN, "n": %s}' % (b"9" * 5000), "a.jsonl")
    assert isinstance(found, Document)


def test_nuls_behind_the_last_line_cost_that_line(read_all: ReadAll) -> None:
    found = read_all(b'{"text": "x"}\n' + bytes(4096), "a.jsonl")
    assert [one.code if isinstance(one, Failure) else one.data for one in found] == ["x", "bad-json"]


def test_lone_surrogates_and_nan_are_passed_on(read_all: ReadAll) -> None:
    (found,) = read_all(b'{"text": "a\\ud83db", "score": NaN}', "a.jsonl")
    assert isinstance(found, Document)
    assert found.data == "a\ud83db"


def test_byte_order_mark_line_ends_and_blank_lines(read_all: ReadAll) -> None:
    found = read_all(b'\xef\xbb\xbf{"id": "a", "text": "x"}\r\n\r\n  \n{"id": "b", "text": "y"}', "a.jsonl")
    assert [(one.id, one.record) for one in found] == [("a", 1), ("b", 4)]
    assert [one.code for one in read_all(b"\n \n", "a.jsonl") if isinstance(one, Failure)] == ["empty"]


def test_a_long_line_is_skipped_without_being_held(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        file.write(b'{"id": 1, "text": "x"}\n{"text": "')
        for _ in range(20):
            file.write(b"a" * 1_000_000)
        file.write(b'"}\n{"id": 3, "text": "z"}\n')
    tracemalloc.start()
    first, long, last = Inputs([path], ReadConfig(max_line=1_000_000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (first.id, last.id, last.record) == ("1", "3", 3)
    assert isinstance(long, Failure)
    assert (long.code, long.record, long.reason) == (
        "too-large",
        2,
        "line 2 has 20,000,013 bytes; read.max_line allows 1,000,000",
    )
    assert peak < 6_000_000


def test_a_line_of_just_the_limit_is_read(read_all: ReadAll) -> None:
    line = b'{"text": "x"}'
    assert isinstance(read_all(line, "a.jsonl", max_line=len(line))[0], Document)
    assert isinstance(read_all(line + b"\n" + line, "a.jsonl", max_line=len(line))[0], Document)
    assert isinstance(read_all(line, "a.jsonl", max_line=len(line) - 1)[0], Failure)


def test_a_file_that_becomes_shorter_while_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "x"}\n{"text": "y"}\n')
    source = Source(str(path), "a.jsonl")
    for start, end, wanted in (
        (0, 28, ["x", "y"]),
        (0, 42, ["x", "y", "truncated"]),
        (42, 56, ["truncated"]),
    ):
        found = list(SourceReader().read_lines(source, start, end, 1))
        assert [one.code if isinstance(one, Failure) else one.data for one in found] == wanted
