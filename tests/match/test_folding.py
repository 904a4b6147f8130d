"""Plain and folded text, and the way back from it."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from normalize.match.folding import MOST_BULLETS, DocumentText, FoldedText, fold, fold_piece, joins, plain

TRICKY = "*_#\\aAsſKİıßẞﬁ\u0301\u0323\u00ad\u200b\u00a0\u3000 \t\n“”’—…•->».½ﷺガｶﾞＡ가ㄱㅏำ\U0001f642\u200d"
SHOWN_BY_SOME = re.compile(r"[\s*_\\]")  # what shows or not by what stands beside it
LEFT_OUT = re.compile(r"\]\(.*\)|[*_\\\[#]", re.DOTALL)  # signs of Markdown
texts = st.text(TRICKY, max_size=20) | st.text(max_size=20)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("•  Read\u00a0more …", "Read more ..."),
        ("- “Don’t”\u2009— she", '"Don\'t" - she'),
        ("• – Two bullets", "Two bullets"),
        ("–30–", "-30-"),
        ("•", "•"),
        ("* * *", "*"),
        ("some\u00adthing\u200b hidden\ufeff", "something hidden"),
        ("one\u200b \u200btwo", "one two"),
        ("  \t ", ""),
        ("2 > 1", "2 > 1"),
        ("1. First", "1. First"),
        ("## Read more", "Read more"),
        ("#tides", "#tides"),
        ("####### seven", "####### seven"),
        ("> **Read more:** tides", "Read more: tides"),
        ("**Related: ****Ferry lost**", "Related: Ferry lost"),
        ("** Read more **", "Read more"),
        ("**Read more:**Ferry[**lost**](a)at sea", "Read more: Ferry lost at sea"),
        ("続き**を**読む (**more**)", "続きを読む (more)"),
        ("*With wires*", "With wires"),
        ("__With__ _wires_", "With _wires"),
        ("a__b__c, 2 * 3 ** 4", "a__b__c, 2 * 3 ** 4"),
        ("[Read the [full] story](/a_(b)) here", "Read the [full] story here"),
        ('In [ print](https://quay.example.org/a__b__ "The Quay")?', "In print?"),
        ("[sic](he meant it)", "[sic](he meant it)"),
        ("![The quay](a.png)", "![The quay](a.png)"),
        ("\\[AD\\] 1\\. x \\o/", "[AD] 1. x \\o/"),
        ("***", "***"),
        ("_", "_"),
        ("_____", "_____"),
    ],
)
def test_plain(text: str, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("GROẞ", "gross"),
        ("ﬁnd", "find"),
        ("ſ K", "s k"),
        ("İ", "i\u0307"),
        ("cafe\u0301", "café"),
        ("ΣΑΣ", "σασ"),
        ("Ｒｅａｄ：", "read:"),
        ("ｶﾞ", "ガ"),
        ("ﷺ", "صلى الله عليه وسلم"),
    ],
)
def test_fold(text: str, expected: str) -> None:
    assert fold(text) == expected


def test_places() -> None:
    text = "•  Groß\u00adﬁsch…"
    unit = FoldedText(text, offset=100)
    assert unit.folded == "grossfisch..."
    for piece, source in [
        ("gross", "Groß"),
        ("ss", "ß"),
        ("s", "ß"),
        ("f", "ﬁ"),
        ("fisch", "ﬁsch"),
        (".", "…"),
        ("ossf", "oß\u00adﬁ"),
    ]:
        start = unit.folded.index(piece)
        low, high = unit.from_folded(start, start + len(piece))
        assert text[low - 100 : high - 100] == source
    assert unit.from_plain(0, 4) == (103, 107)


@given(texts)
@example("ㄱㅏ")
@example("ｶﾞ")
@example("\u0345")
@example("a\u0323\u0301")
def test_folded_text_is_that_of_its_plain_text(text: str) -> None:
    unit = FoldedText(text)
    assert unit.plain == plain(text)
    assert unit.folded == fold_piece(unit.plain)


@given(texts)
def test_places_are_in_order_and_cover(text: str) -> None:
    unit = FoldedText(text)
    for whole, back in ((unit.plain, unit.from_plain), (unit.folded, unit.from_folded)):
        spans = [back(at, at + 1) for at in range(len(whole))]
        assert all(0 <= low < high <= len(text) for low, high in spans)
        for (low, high), (after, end) in pairwise(spans):
            assert low <= after
            assert high <= end
            left_out = LEFT_OUT.sub("", text[high:after])
            assert after <= high or not plain(left_out)  # what is left out is what folding took away


@given(
    st.lists(st.sampled_from(["**", "__", "*", "[", "](a_b)", "\\.", " ", "ab", "c", "é"]), max_size=12).map(
        "".join
    )
)
def test_places_of_rendered_text(text: str) -> None:
    """A place in plain text is that of the same character, and what stands between two signs takes them along."""
    unit = FoldedText(text)
    for at, char in enumerate(unit.plain):
        low, high = unit.from_plain(at, at + 1)
        if char == " ":
            continue  # signs may stand between two blanks, and make one
        assert SHOWN_BY_SOME.sub("", plain(f"x{text[low:high]}x")) == SHOWN_BY_SOME.sub("", f"x{char}x")


@pytest.mark.parametrize(
    ("text", "found", "source"),
    [
        ("see [the tides](a) now", "the tides", "[the tides](a)"),
        ("see [ the tides ](a) now", "the tides", "[ the tides ](a)"),
        ("see [the tides](a) now", "tides", "tides"),
        ("see **[the tides](a)** now", "the tides", "**[the tides](a)**"),
        ("see [**the tides**](a) now", "the tides", "[**the tides**](a)"),
        ("see **the****tides** now", "tides", "**tides**"),
        ("see **the tides** now", "see the tides", "see **the tides**"),
        ("see **the tides** now", "see the", "see **the"),
    ],
)
def test_signs_around_a_span_belong_to_it(text: str, found: str, source: str) -> None:
    unit = FoldedText(text)
    start = unit.plain.index(found)
    low, high = unit.from_plain(start, start + len(found))
    assert text[low:high] == source


@given(texts, st.data())
def test_a_span_folds_to_what_it_was_found_by(text: str, data: st.DataObject) -> None:
    unit = FoldedText(text)
    start = data.draw(st.integers(0, len(unit.folded)))
    end = data.draw(st.integers(start, len(unit.folded)))
    low, high = unit.from_folded(start, end)
    found = FoldedText(
        "x" + text[low:high]
    ).folded  # the letter keeps a bullet or blank at the front from going
    assert SHOWN_BY_SOME.sub("", unit.folded[start:end]) in SHOWN_BY_SOME.sub("", found)


@given(st.lists(texts.map(lambda text: text.replace("\n", "")), min_size=1, max_size=4), st.data())
def test_places_in_a_document_are_those_in_its_blocks(blocks: list[str], data: st.DataObject) -> None:
    units = [FoldedText(block) for block in blocks]
    whole = DocumentText(units)
    assert whole.folded == "\n".join(unit.folded for unit in units)
    number = data.draw(st.integers(0, len(blocks) - 1))
    if units[number].folded:
        at = data.draw(st.integers(0, len(units[number].folded) - 1))
        shift = sum(len(unit.folded) + 1 for unit in units[:number])
        low, high = units[number].from_folded(at, at + 1)
        base = sum(len(block) + 1 for block in blocks[:number])
        assert whole.from_folded(shift + at, shift + at + 1) == (base + low, base + high)


def test_many_bullets() -> None:
    assert plain("• " * MOST_BULLETS + "x") == "x"
    assert plain("• " * (MOST_BULLETS + 1) + "x") == "• x"


def test_joining_characters_are_all_known() -> None:
    """No character outside `joins` composes with the one before it, in the Unicode version of this Python."""
    before = "aeoνи가ㄱᄀカｶกक\u0915\u09c7\u0b47\u0bc6\u0dd9\u1025"
    codes = [*range(0x80, 0x3400), *range(0xA000, 0xD7FF), *range(0xF900, 0x1F000)]
    missed = [
        (base, char)
        for char in map(chr, codes)
        if not joins(char)
        for base in before
        if fold_piece(base + char) != fold_piece(base) + fold_piece(char)
    ]
    assert not missed
