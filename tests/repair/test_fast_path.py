"""The fast path and ftfy: the same texts are found bad, the same lines come out, sound text costs nothing."""

from __future__ import annotations

import unicodedata

import ftfy
import pytest
from ftfy.badness import BADNESS_RE, MOJIBAKE_CATEGORIES
from hypothesis import given, settings
from hypothesis import strategies as st

from normalize.repair import RepairConfig, badness, by_ftfy, charmodel, repair_text, screen, suspicion, text
from normalize.repair.lines import lines, odd_characters
from tests.repair.damage import SENTENCES
from tests.repair.test_properties import DAMAGED, FRAGMENTS

# What ftfy's pattern is made of, and the letters, blanks and signs that it names one by one.
CLASSES = [f"[{members}]" for members in MOJIBAKE_CATEGORIES.values()]
OTHER = "abzAZ019 \n\t.,?!°µŸŠž·´‚âóÄìïà²×√≈вЂГўВАРСβΓΟΒāØÙÂÃÎÐŒœ…’あ\u0301"
NEAR = st.lists(
    st.one_of(*(st.from_regex(members, fullmatch=True) for members in CLASSES), st.sampled_from(OTHER)),
    max_size=6,
).map("".join)


@given(NEAR)
@settings(max_examples=1500, deadline=None)
def test_the_pattern_finds_what_the_pattern_of_ftfy_finds(line: str) -> None:
    assert bool(badness.pattern().search(line)) == bool(BADNESS_RE.search(line))


@given(st.one_of(DAMAGED, NEAR))
@settings(max_examples=800, deadline=None)
def test_lines_come_out_as_ftfy_gives_them(damaged: str) -> None:
    for _, line in lines(damaged):
        assert by_ftfy.fix_line(line).text == ftfy.fix_and_explain(line, by_ftfy.config()).text


@given(st.one_of(DAMAGED, NEAR, st.text(st.characters(max_codepoint=0x30FF), max_size=20)))
@settings(max_examples=1500, deadline=None)
def test_no_rule_would_change_what_is_sound(candidate: str) -> None:
    if screen.is_sound(candidate):
        slow = text._rounds(candidate, RepairConfig(), None)
        assert slow.edits == slow.flags == ()


@given(st.one_of(DAMAGED, NEAR, st.text("a B1\n.é’“–ä版вВΓ", max_size=8)))
@settings(max_examples=800, deadline=None)
def test_signs_looked_for_one_by_one_are_those_of_one_search(candidate: str) -> None:
    together = screen._in_latin_text().search(candidate)
    kinds = "".join(set(odd_characters(candidate.encode("utf-8", "surrogatepass"))))
    assert screen._has_sign(candidate, kinds) == bool(together)


@given(st.text("aBzÀéčřšžőűöáíøìýłțĺ \n", max_size=30))
@settings(max_examples=800, deadline=None)
def test_suspicious_letters_are_found_around_them(candidate: str) -> None:
    odd = odd_characters(candidate.encode())
    patterns = suspicion.suspicious_letters(candidate, odd, frozenset(odd))
    if any(pattern.search(candidate) for pattern in patterns):
        assert suspicion.has_suspicious_letters(candidate, odd, frozenset(odd))


def test_what_is_sure_to_be_composed_is_nothing_that_composes() -> None:
    every = [chr(code) for code in range(0x80, 0x10000) if not 0xD800 <= code < 0xE000]
    pairs = [unicodedata.decomposition(one).split() for one in every]
    second = {chr(int(pair[1], 16)) for pair in pairs if len(pair) == 2 and pair[0][0] != "<"}
    jamo = {chr(code) for code in range(0x1100, 0x1200)}
    for one in every:
        if not screen._UNSURE_NFC.search(one):
            assert unicodedata.normalize("NFC", one) == one
            assert not unicodedata.combining(one)
            assert one not in second | jamo


def test_a_text_is_firm_if_no_letter_may_be_out_of_place_without_others() -> None:
    assert screen.soundness("Der Bürgermeister “sprach” von größeren Summen.") is screen.Soundness.FIRM
    assert screen.soundness("Mówił źle o czymś, długo – i głośno.") is screen.Soundness.SOUND
    assert screen.soundness("Der BÃ¼rgermeister sprach.") is screen.Soundness.DOUBTFUL


@pytest.mark.parametrize("language", SENTENCES)
def test_sound_text_is_told_without_the_model(language: str) -> None:
    charmodel.language.cache_clear()
    sentence = SENTENCES[language] * 3
    assert repair_text(sentence).text is sentence
    assert charmodel.language.cache_info().currsize == 0


@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_another_ftfy_is_asked_line_by_line(fragment: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fast = repair_text(fragment)
    monkeypatch.setattr(badness, "PATTERN_SHA256", "another")
    badness.proved.cache_clear()
    badness.pattern.cache_clear()
    try:
        assert not badness.proved()
        assert badness.pattern().pattern == BADNESS_RE.pattern
        assert repair_text(fragment).text == fast.text
    finally:
        monkeypatch.undo()
        badness.proved.cache_clear()
        badness.pattern.cache_clear()
    assert badness.proved()


@pytest.mark.parametrize("mark", "¡¿«»‹›®©™•")
def test_a_mark_of_sound_text_is_seen_within_a_word(mark: str) -> None:
    assert not screen.is_sound(f"Der Bürgermeister sprach von gr{mark}ßeren Summen.")
    assert screen.is_sound("Он сказал: «Нет». ¡No! ® 2020 Marke™ • punto")
