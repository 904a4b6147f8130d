"""Text that was read with the wrong charset, as a whole, in one line, or with bytes lost."""

from __future__ import annotations

import pytest

from normalize.repair import RepairConfig, repair_text
from tests.repair.damage import SENTENCES, misread

SINGLE_BYTE = [
    ("de", "cp1252", "mac-roman"), ("de", "mac-roman", "cp1252"), ("de", "cp1252", "cp437"), ("de", "cp1252", "cp850"),
    ("en", "cp1252", "mac-roman"), ("en", "mac-roman", "cp1252"), ("en", "cp1252", "cp437"),
    ("fr", "cp1252", "mac-roman"), ("fr", "mac-roman", "cp1252"), ("fr", "cp1252", "cp437"), ("fr", "cp1252", "cp1250"),
    ("es", "cp1252", "mac-roman"), ("es", "cp1252", "cp437"), ("es", "cp1252", "cp1250"),
    ("pt", "cp1252", "cp1250"), ("da", "cp1252", "cp1250"), ("da", "cp1252", "cp437"),
    ("pl", "cp1250", "cp1252"), ("pl", "iso8859-2", "cp1252"), ("cs", "cp1250", "cp1252"),
    ("ru", "cp1251", "cp1252"), ("ru", "cp1251", "koi8-r"), ("ru", "koi8-r", "cp1251"), ("ru", "cp866", "cp1251"),
    ("ru", "koi8-r", "cp1252"), ("ru", "mac-cyrillic", "cp1252"), ("uk", "cp1251", "cp1252"),
    ("el", "cp1253", "cp1252"), ("ar", "cp1256", "cp1252"),
    ("ja", "cp932", "cp1252"), ("ko", "cp949", "cp1252"), ("zh", "gb18030", "cp1252"),
]  # fmt: skip
UTF8 = [
    (language, wrong)
    for language, sentence in SENTENCES.items()
    for wrong in ("cp1252", "latin-1", "mac-roman", "cp437", "cp1251", "cp1250")
    if not sentence.isascii()
] + [("ru", "cp866"), ("ru", "koi8-r"), ("uk", "koi8-u")]


@pytest.mark.parametrize(("language", "right", "wrong"), SINGLE_BYTE)
def test_one_charset_read_as_another(language: str, right: str, wrong: str) -> None:
    damaged = misread(SENTENCES[language], right, wrong)
    repaired = repair_text(damaged)
    assert repaired.text == SENTENCES[language]
    assert repair_text(repaired.text).edits == ()


@pytest.mark.parametrize(("language", "wrong"), UTF8)
def test_utf8_read_as_something_else(language: str, wrong: str) -> None:
    assert repair_text(misread(SENTENCES[language], "utf-8", wrong)).text == SENTENCES[language]


@pytest.mark.parametrize("wrong", ["gb18030", "cp932"])
def test_utf8_read_as_an_east_asian_charset(wrong: str) -> None:
    damaged = SENTENCES["de"].encode().decode(wrong, "replace")
    assert repair_text(damaged).text == SENTENCES["de"]


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "pt", "da", "pl"])
@pytest.mark.parametrize("gone", ["\ufffd", "?", ""])
def test_lost_bytes_are_put_back(language: str, gone: str) -> None:
    sentence = f"{SENTENCES[language]} “{SENTENCES[language]}”"
    lost = dict.fromkeys((129, 141, 143, 144, 157), gone)
    damaged = misread(sentence, "utf-8", "cp1252").translate(lost)
    assert "\x9d" not in damaged
    assert repair_text(damaged).text == sentence


def test_a_lost_byte_that_may_be_two_letters_is_not_guessed() -> None:
    damaged = misread("Это длилось почти пять лет.", "utf-8", "cp1252").replace("\x8f", "\ufffd")
    repaired = repair_text(damaged)
    assert repaired.text == "Это длилось почти п\ufffdть лет."  # пять, or псть as in the end of many words
    assert [flag.rule for flag in repaired.flags] == ["repair.lost"]


def test_a_blank_for_a_no_break_space() -> None:
    damaged = misread("La città è là, disse: già.", "utf-8", "cp1252").replace("\xa0", " ")
    assert repair_text(damaged).text == "La città è là, disse: già."


def test_one_damaged_paragraph_leaves_the_others_alone() -> None:
    sound = [SENTENCES["fr"], SENTENCES["es"]]
    text = "\n\n".join([sound[0], misread(SENTENCES["de"], "cp1252", "mac-roman"), sound[1]])
    assert repair_text(text).text == "\n\n".join([sound[0], SENTENCES["de"], sound[1]])


def test_the_whole_text_tells_about_a_line_that_says_little() -> None:
    text = "\n".join([SENTENCES["en"], SENTENCES["fr"], SENTENCES["en"], "So – yes"])
    assert repair_text(misread(text, "mac-roman", "cp1252")).text == text


def test_note_says_what_was_believed() -> None:
    edits = repair_text(misread(SENTENCES["de"], "cp1252", "mac-roman")).edits
    assert {(edit.rule, edit.note) for edit in edits} == {
        ("repair.charset", "windows-1252 read as Mac Roman")
    }


@pytest.mark.parametrize("config", [RepairConfig(charsets=False), RepairConfig(most_weighed=10)])
def test_the_model_can_be_switched_off_and_limited(config: RepairConfig) -> None:
    damaged = misread(SENTENCES["es"], "cp1252", "mac-roman")
    assert repair_text(damaged, config=config).text == damaged
    assert repair_text("The mayorâ€™s plan", config=config).text == "The mayor’s plan"


def test_no_amount_of_money_changes() -> None:
    text = misread("Für 5 Pfund größer, schöner und höher: ", "cp1252", "mac-roman") + "£5 und €6"
    assert repair_text(text).text.endswith("£5 und €6")
