"""A file's format is told by what it holds."""

from __future__ import annotations

import pytest

from normalize.errors import InputError
from normalize.read.content import refuse
from normalize.read.formats import FORMATS, tell

PROSE = "The lock was opened at dawn.\n\nNobody had expected the barge so early.\n"
PAGE = "<!DOCTYPE html>\n<html><head><title>Lock opened</title></head><body><p>At dawn.</p></body></html>"
RECORD = '{"id": 1, "text": "The lock was opened at dawn."}\n'


@pytest.mark.parametrize(
    ("content", "suffix", "expected"),
    [
        (PROSE, ".txt", "text"),
        (PROSE, ".html", "text"),
        (PROSE, "", "text"),
        (PROSE, ".jsonl", "jsonl"),
        (PAGE, ".txt", "html"),
        (PAGE, ".jsonl", "html"),
        (PAGE, "", "html"),
        ("\n \n" + PAGE, ".txt", "html"),
        ('<?xml version="1.0"?>\n<html xmlns="x"><body>y</body></html>', ".txt", "html"),
        ("<!-- saved by a scraper -->\n" + PAGE, ".txt", "html"),
        ("<div><p>One.</p><p>Two.</p></div>", ".txt", "html"),
        ("<p>One line of prose", ".html", "html"),
        ("<p>One line of prose", ".txt", "text"),
        ("<b>Bold claim</b> by the mayor\n\nShe said so on Monday.", ".txt", "text"),
        ("<3 is how the mayor signs her mails.", ".html", "text"),
        ("5 < 6 and 7 > 6", ".html", "text"),
        (RECORD, ".txt", "jsonl"),
        (RECORD, ".html", "jsonl"),
        (RECORD * 2, "", "jsonl"),
        ("\n" + RECORD, ".txt", "jsonl"),
        ('{"text": "' + "a" * 70_000, ".txt", "jsonl"),
        ('{"text": "\\ud83d"}', ".txt", "jsonl"),
        ('{"text": "cut off', ".jsonl", "jsonl"),
        ("{curly} start of a sentence.\n", ".txt", "text"),
        ('{"quoted"} start of a sentence.\n', ".txt", "text"),
        ("[Updated] The lock was opened.\n", ".txt", "text"),
    ],
)
def test_format_is_told_by_content(content: str, suffix: str, expected: str) -> None:
    assert tell(content.encode(), suffix).name == expected
    assert tell(b"\xef\xbb\xbf" + content.encode(), suffix).name == expected


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
def test_wide_encodings_are_text(encoding: str) -> None:
    assert tell(PROSE.encode(encoding), ".txt").name == "text"
    assert tell("Шлюз открыли на рассвете. Баржу никто не ждал.".encode(encoding), ".txt").name == "text"
    assert tell("水门在黎明时分打开。没有人想到驳船会来得这么早。".encode(encoding), ".txt").name == "text"
    assert tell(PAGE.encode(encoding), ".txt").name == "html"


@pytest.mark.parametrize("encoding", ["iso2022_jp", "iso2022_kr", "shift_jis", "euc_kr", "big5", "hz"])
def test_other_encodings_are_no_binary(encoding: str) -> None:
    words = {
        "iso2022_kr": "갑문은 새벽에 열렸다.",
        "euc_kr": "갑문은 새벽에 열렸다.",
        "big5": "水門在黎明時分打開。",
    }
    text = words.get(encoding, "水门在黎明" if encoding == "hz" else "水門は夜明けに開いた。")
    refuse((text * 20).encode(encoding))


@pytest.mark.parametrize(
    "head",
    [
        b"%PDF-1.7\n%\xe2\xe3",
        b"\x89PNG\r\n\x1a\n",
        b"PK\x03\x04\x14\0" + bytes(24) + b"[Content_Types].xml",
        b"\x7fELF\x02\x01",
        b"\xff\xd8\xff\xe0",
        bytes(200),
        bytes(range(256)) * 4,
        b"text\0\0\0\0\0\0\0\0\0 with too many NULs",
    ],
)
def test_binary_is_refused(head: bytes) -> None:
    with pytest.raises(InputError) as caught:
        tell(head, ".txt")
    assert caught.value.code == "binary"


def test_a_stray_nul_is_no_binary() -> None:
    assert tell((PROSE + "\0").encode(), ".txt").name == "text"


@pytest.mark.parametrize("content", ['{\n  "id": 1,\n  "text": "x"\n}', '\n[\n  {"id": 1}]', "[\r\n]"])
def test_json_over_several_lines(content: str) -> None:
    for suffix in (".json", ".jsonl", ".txt", ""):
        assert tell(content.encode(), suffix).name == "json"


@pytest.mark.parametrize("content", ['[{"id": 1}]', "[]"])
def test_an_array_in_one_line_is_json(content: str) -> None:
    for suffix in (".json", ".txt", ""):
        assert tell(content.encode(), suffix).name == "json"
    assert tell(b"[1]\n", ".jsonl").name == "jsonl"  # its other lines may be good


def test_json_files_and_lines() -> None:
    assert tell(RECORD.encode(), ".json").name == "json"  # a file of its own
    assert tell((RECORD * 2).encode(), ".json").name == "jsonl"
    assert tell(b'{"text": "' + b"a" * 70_000, ".json").name == "json"
    assert tell(PROSE.encode(), ".json").name == "text"
    for scrap in (b'"a string"', b"42", b"null\n", b'["a"]', b"// made by hand\n{}", b"callback([{}]);"):
        assert tell(scrap, ".json").name == "json"
    assert tell(b'{"text": "x", "score": NaN}\n' * 2, "").name == "jsonl"
    assert tell(PAGE.encode(), ".json").name == "html"


def test_tables() -> None:
    assert tell(b"id,content\n1,x\n", ".csv").name == "table"
    assert tell(b"id\ttext\n1\tx\n", "").name == "table"
    assert tell(b'"text";"id"\r\n', ".txt").name == "table"
    assert tell(b"Rain, wind, and text\nIt rained.", ".txt").name == "text"
    assert tell(PAGE.encode(), ".csv").name == "html"


def test_every_suffix_has_one_format() -> None:
    suffixes = [suffix for one in FORMATS for suffix in one.suffixes]
    assert len(suffixes) == len(set(suffixes))
