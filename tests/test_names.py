"""Bylines."""

from __future__ import annotations

import pytest

from normalize.names import parse_byline


@pytest.mark.parametrize(
    ("line", "authors", "agencies"),
    [
        ("By Jane Doe", ["Jane Doe"], []),
        ("By Jane Doe and John Roe, Reuters", ["Jane Doe", "John Roe"], ["Reuters"]),
        ("BY JANE DOE", ["JANE DOE"], []),
        ("By Jane Doe, Staff Writer", ["Jane Doe"], []),
        ("By Jane Doe in Port Ellery", ["Jane Doe"], []),
        ("By Jane Doe | The Ellery Post", ["Jane Doe"], ["The Ellery Post"]),
        ("By Ann B. Lee, Bob Cox and Cy Day", ["Ann B. Lee", "Bob Cox", "Cy Day"], []),
        ("By Ann Lee and Bob Cox, Ellery Courier", ["Ann Lee", "Bob Cox"], ["Ellery Courier"]),
        ("By Owen Radley | Coast and Country Reporter", ["Owen Radley"], []),
        ("By Ann Lee and Bob Cox, Ellery Courier reporters", ["Ann Lee", "Bob Cox"], []),
        ("By Associated Press", [], ["Associated Press"]),
        ("Von Max van der Meer und Eva Öz", ["Max van der Meer", "Eva Öz"], []),
        ("Par Zoé L’Hénaff", ["Zoé L’Hénaff"], []),
        ("Автор: Іван Петренко", ["Іван Петренко"], []),
        ("文／王小明", ["王小明"], []),
    ],
)
def test_bylines(line: str, authors: list[str], agencies: list[str]) -> None:
    assert parse_byline(line) == (authors, agencies)


@pytest.mark.parametrize(
    "line",
    [
        "By contrast, the old quay is open",
        "By Monday",
        "By the time he arrived",
        "By Land and Sea",
        "By Jane Doe we mean nobody in particular.",
        "by Jane Doe",
        "Jane Doe",
        "Von wegen",
        "Por favor",
    ],
)
def test_lines_that_are_no_bylines(line: str) -> None:
    assert parse_byline(line) is None
