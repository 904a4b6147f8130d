"""What a document repeats: junk between paragraphs goes, an article's own refrain stays."""

from __future__ import annotations

from normalize.strip.repeated import repeated
from normalize.strip.scorer.lexicon import Lexicon

LEXICON = Lexicon({"=port news": 1.5, "hafenblatt": 0.8}, 1.4)
PROSE = [
    f"In the {year}th year of the harbour, the watchmen counted {year} ships, and wrote the number on the wall."
    for year in range(3, 12)
]
BLOCK = ["Something went wrong.", "We could not load the map of the harbour."]


def gone(lines: list[str]) -> list[int]:
    return sorted(repeated(lines, LEXICON))


def between(*junk: str, copies: int = 3) -> list[str]:
    """Prose with copies of some lines between its paragraphs."""
    out = PROSE[:1]
    for text in PROSE[1 : copies + 1]:
        out = [*out, *junk, text]
    return out


def test_nothing_is_repeated() -> None:
    assert gone(PROSE) == []


def test_all_copies_of_several_lines_go_from_the_third_on() -> None:
    lines = between(*BLOCK)
    assert [lines[i] for i in gone(lines)] == BLOCK * 3


def test_of_two_copies_the_first_stays() -> None:
    assert gone(between(*BLOCK, copies=2)) == [4, 5]


def test_a_long_sentence_again_and_again_goes() -> None:
    appeal = "Our paper lives on what its readers give, and so we ask each of you to give us a crown a month."
    lines = between(appeal, copies=4)
    assert [lines[i] for i in gone(lines)] == [appeal] * 4


def test_a_label_goes_if_its_words_speak_for_junk() -> None:
    lines = between("Port news")
    assert [lines[i] for i in gone(lines)] == ["Port news"] * 3


def test_recurring_sub_headings_and_speakers_stay() -> None:
    assert gone(between("The verdict")) == []
    assert gone(between("Maren Holt", copies=5)) == []


def test_labels_of_questions_stay() -> None:
    assert gone(between("The question we put to everyone in the harbour", "And what would you do?")) == []


def test_a_chorus_stays() -> None:
    verses = [f"And the {n}th wave came over the wall" for n in range(4)]
    chorus = ["Row, row, the harbour is low", "and nobody comes to the quay"]
    lines = [PROSE[0]]
    for verse in verses:
        lines += [verse, *chorus]
    assert gone([*lines, PROSE[1]]) == []


def test_a_refrain_of_a_speech_stays() -> None:
    assert gone(between("We will not leave the quay.", copies=4)) == []


def test_breaks_between_parts_stay() -> None:
    assert gone(between("* * *", copies=5)) == []
