"""Conditions: what they mean, and how they are refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalize.errors import ConfigError
from normalize.quality.expression import LONGEST, parse

RECORD: dict[str, Any] = {
    "id": "a",
    "headline": None,
    "body": "One two three.",
    "metadata": {"language": "en", "authors": ["Ada Lind"]},
    "source": {"format": "html"},
    "quality": {"words": 3, "removed_share": 0.25, "flags": ["truncated"]},
}


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ('quality.words >= 3 and language == "en"', True),
        ("quality.words > 3 or quality.removed_share < 0.1", False),
        ("1 <= quality.words < 4", True),
        ('"truncated" in flags', True),
        ('"truncated" not in quality.flags', False),
        ('language in ["de", "en"]', True),
        ('"three" in body', True),
        ("headline == None", True),
        ("len(authors) == 1 and len(tags) == 0", True),
        ("quality.words * 2 - 1 == 5", True),
        ("quality.words / 0 > 1", False),
        ("-quality.words < 0", True),
        ("not published", True),
        ("published > '2024-01-01'", False),
        ("published <= '2024-01-01'", False),
        ("body > 3", False),
        ("duplicates.duplicate_of == None", True),
        ("  quality.words == 3 ", True),
    ],
)
def test_what_holds(text: str, holds: bool) -> None:
    assert parse(text)(RECORD) is holds


def test_names_are_the_full_ones() -> None:
    assert parse('language == "en" and "x" in flags').names == {"metadata.language", "quality.flags"}


@pytest.mark.parametrize(
    ("text", "code", "column", "said"),
    [
        ("quality.wrods > 3", "W002", 1, "did you mean `quality.words`?"),
        ("1 < 2 and lenguage == 'en'", "W002", 11, "did you mean `language`?"),
        ("quality.words > 'x'", "W004", 17, "no text"),
        ("a b", "W001", 3, "not a condition"),
        ("", "W001", 1, "not a condition"),
        ("__import__('os').system('true')", "W003", 1, "len"),
        ("body.__class__", "W002", 1, "no field"),
        ("[x for x in body]", "W003", 1, "ListComp"),
        ("lambda: 1", "W003", 1, "Lambda"),
        ("(quality.words := 3)", "W001", 2, "not a condition"),
        ("body[0]", "W003", 1, "Subscript"),
        ("quality.words ** 9", "W003", 1, "reckoned"),
        ("headline is None", "W003", 1, "=="),
        ("b'x' == body", "W003", 1, "numbers, texts"),
        ("“x” in body", "W001", 1, "not a condition"),
    ],
)
def test_what_is_refused(text: str, code: str, column: int, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse(text)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert said in problem.message
    assert f"(column {column})" in problem.message


def test_columns_count_characters() -> None:
    with pytest.raises(ConfigError, match=r"column 21\)"):
        parse('language == "é" and x > 1')


@pytest.mark.parametrize(
    "text", ["(" * 5000 + "1" + ")" * 5000, "not " * 2000 + "1", "1" * (LONGEST + 1), "\0", "-" * 3000 + "1"]
)
def test_hostile_conditions(text: str) -> None:
    with pytest.raises(ConfigError):
        parse(text)


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_text_is_a_condition_or_refused(text: str) -> None:
    try:
        condition = parse(text)
    except ConfigError:
        return
    assert condition(RECORD) in (True, False)
