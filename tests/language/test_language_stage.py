"""The stage `language`: what it writes, and what wins."""

from __future__ import annotations

import pytest

from normalize.article import Document
from normalize.draft import Block, Draft
from normalize.language.stage import LanguageConfig, identify
from tests.language.test_language_detector import SENTENCES


def draft(*texts: str, language: str | None = None, origin: str = "input") -> Draft:
    made = Draft(Document(""))
    made.blocks = [Block(0, len(text), text) for text in texts]
    if language:
        made.fields["language"], made.origins["language"] = language, origin
    return made


def told(made: Draft, config: LanguageConfig | None = None) -> tuple[str | None, str | None, list[str]]:
    identify(made, config or LanguageConfig())
    return made.fields.get("language"), made.origins.get("language"), made.flags


@pytest.mark.parametrize("code", ["en", "de", "pl", "ru", "ja", "hi", "ar", "el"])
def test_the_text_says_it(code: str) -> None:
    assert told(draft(*[SENTENCES[code]] * 3)) == (code, "detected", [])


def test_what_cannot_be_told_is_absent() -> None:
    assert told(draft("42", "7:1")) == (None, None, [])
    assert told(draft()) == (None, None, [])


@pytest.mark.parametrize(
    ("code", "declared", "language", "origin", "flags"),
    [
        ("pt", "pt-BR", "pt-BR", "input", []),
        ("no", "nn", "nn", "input", []),
        ("id", "ms", "ms", "input", []),
        ("de", "en", "de", "detected", ["language-mismatch"]),
        ("ru", "uk", "ru", "detected", ["language-mismatch"]),
    ],
)
def test_the_input_says_it_and_the_text_decides(
    code: str, declared: str, language: str, origin: str, flags: list[str]
) -> None:
    assert told(draft(*[SENTENCES[code]] * 3, language=declared)) == (language, origin, flags)


def test_a_short_text_has_the_language_that_the_input_says() -> None:
    assert told(draft("Q&A", language="sv")) == ("sv", "input", [])


def test_a_page_was_judged_before() -> None:
    assert told(draft(SENTENCES["de"], language="en", origin="html"))[:2] == ("en", "html")


def test_paragraphs_in_another_language() -> None:
    english, german, russian = SENTENCES["en"] * 2, SENTENCES["de"] * 2, SENTENCES["ru"] * 2
    made = draft(
        english, german, english, russian, SENTENCES["ja"] * 4, "Kurz und gut.", language="en", origin="html"
    )
    assert told(made)[2] == ["mixed-languages"]
    assert made.quality["other_languages"] == [
        {"block": 1, "language": "de"},
        {"block": 3, "language": "ru"},
        {"block": 4, "language": "ja"},
    ]
    made = draft(english, german, language="en", origin="html")
    assert told(made, LanguageConfig(blocks=False))[2] == []


def test_latin_paragraphs_in_japanese() -> None:
    made = draft(SENTENCES["ja"] * 4, SENTENCES["en"] * 2, SENTENCES["ja"] * 4)
    assert told(made)[2] == ["mixed-languages"]
    assert made.quality["other_languages"] == [{"block": 1, "language": "en"}]


def test_close_kin_are_not_told_apart_by_paragraph() -> None:
    made = draft(SENTENCES["id"] * 2, language="ms", origin="html")
    assert told(made)[2] == []
