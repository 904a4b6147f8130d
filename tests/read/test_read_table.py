"""CSV and TSV."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalize.article import Document
from normalize.read import Failure, Inputs, ReadConfig

ReadAll = Callable[..., list[Document | Failure]]


def told(found: list[Document | Failure]) -> list[tuple[str | bytes, int | None]]:
    return [(one.code if isinstance(one, Failure) else one.data, one.record) for one in found]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_delimiters_are_told_by_the_header(read_all: ReadAll, sign: str) -> None:
    data = 'id,text,authors\n1,"One, two; three | ""four""\nline\tfive","[""Jane Doe""]"\n'
    if sign != ",":
        rows = csv.reader(io.StringIO(data))
        out = io.StringIO()
        csv.writer(out, delimiter=sign).writerows(rows)
        data = out.getvalue()
    (found,) = read_all(data.encode(), "a.csv")
    assert isinstance(found, Document)
    assert found == Document(
        'One, two; three | "four"\nline\tfive', "1", "a.csv", 1, "text", None, None, {"authors": ["Jane Doe"]}
    )


def test_lists_as_python_prints_them(read_all: ReadAll) -> None:
    (found,) = read_all(b"text,authors,tags\nx,\"['Jane Doe', 'Max']\",[broken\n", "a.csv")
    assert found.metadata == {"authors": ["Jane Doe", "Max"], "tags": ["[broken"]}  # type: ignore[union-attr]


def test_rows_that_do_not_fit(read_all: ReadAll) -> None:
    data = b"id,text\n\n1,a\n2\n3,b,c\n4,d,\n5,\n"
    assert told(read_all(data, "a.csv")) == [
        ("a", 1),
        ("bad-record", 2),
        ("bad-record", 3),
        ("d", 4),
        ("empty", 5),
    ]


def test_encodings(read_all: ReadAll) -> None:
    text = "id,text\n1,Élan\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert told(read_all(text.encode(encoding), "a.csv")) == [("Élan", 1)]
    assert told(read_all(text.encode("latin-1"), "a.csv")) == [("Élan".encode("latin-1"), 1)]
    for encoding in ("utf-16-le", "utf-16-be", "utf-32"):
        assert told(read_all(text.encode(encoding), "a.csv")) == [("Élan", 1)]


def test_cells_beside_a_text_in_an_old_charset(read_all: ReadAll) -> None:
    story = "Le café est fermé depuis mardi, a déclaré la gérante à la presse. Les élèves étaient déçus."
    data = f'title,authors,text\nDéjà vu,René Dupré,"{story}"\n'.encode("latin-1")
    (found,) = read_all(data, "a.csv")
    assert isinstance(found, Document)
    assert (found.headline, found.metadata) == ("Déjà vu", {"authors": ["René Dupré"]})
    assert found.data == story.encode("latin-1")


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_line_ends(read_all: ReadAll, end: str) -> None:
    data = end.join(["id,text", '1,"a, b"', "2,c", ""])
    assert told(read_all(data.encode(), "a.csv")) == [("a, b", 1), ("c", 2)]


def test_what_spreadsheets_and_people_write(read_all: ReadAll) -> None:
    assert told(read_all(b'sep=;\r\nid;text\r\n1;"a, b; c"\r\n', "a.csv")) == [("a, b; c", 1)]
    assert told(read_all(b'id, text\n1, "a, b"\n', "a.csv")) == [("a, b", 1)]


def test_a_quote_that_is_not_closed_takes_no_rows_in(read_all: ReadAll) -> None:
    found = read_all(b'id,text\n1,a\n2,"b\n3,c\n4,d\n', "a.csv")
    assert told(found) == [("a", 1), ("truncated", 2)]
    assert found[1].reason.startswith("row 2 (line 3) ends inside quotes")  # type: ignore[union-attr]
    assert told(read_all(b'id,text\n1,a\n2,"b"', "a.csv")) == [("a", 1), ("b", 2)]


def test_two_columns_of_a_name(read_all: ReadAll) -> None:
    data = b"text,text\na,b\n"
    assert told(read_all(data, "a.csv")) == [("a", 1)]


def test_no_column_for_the_text(read_all: ReadAll) -> None:
    (found,) = read_all(b"id,content\n1,x\n2,y\n", "a.csv")
    assert isinstance(found, Failure)
    assert found.code == "bad-record"
    assert (
        found.reason
        == "the file has no column `text` nor `html`; its keys are `id`, `content`: --field text=KEY says where the text is"
    )
    assert told(read_all(b"\n\n", "a.csv")) == [("empty", None)]
    assert told(read_all(b"id,text\n\n", "a.csv")) == [("empty", None)]


def test_an_open_quote_does_not_take_the_memory(read_all: ReadAll) -> None:
    data = b'id,text\n1,a\n2,"open\n' + b"line\n" * 1000
    assert told(read_all(data, "a.csv", max_line=500)) == [("a", 1), ("too-large", None)]


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"), max_size=12)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=6), st.sampled_from(",;\t|"))
@settings(max_examples=60)
def test_every_row_is_one_entry(rows: list[tuple[str, str]], sign: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=sign, quoting=csv.QUOTE_ALL).writerows([("section", "text"), *rows])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(out.getvalue().encode())
        found = list(Inputs([path], ReadConfig()))
    assert [one.record for one in found] == ([*range(1, len(rows) + 1)] or [None])
    for one, (section, text) in zip(found, rows, strict=bool(rows)):
        if text.strip():
            assert isinstance(one, Document)
            assert (one.data, one.metadata.get("section", "")) == (text, section.strip())
        else:
            assert isinstance(one, Failure)


@pytest.mark.parametrize("name", ["a", "a.dat"])
def test_a_header_with_the_column_that_a_map_names_makes_a_table(read_all: ReadAll, name: str) -> None:
    data = b"url,articleBody\rhttps://e.org/a,One text\r"
    assert told(read_all(data, name, map="scrapy")) == [("One text", 1)]
    assert told(read_all(data, name, fields=("text=articleBody",))) == [("One text", 1)]
    assert told(read_all(data, name)) == [(data, None)]
