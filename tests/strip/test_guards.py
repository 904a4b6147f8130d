"""Guards that no rule can switch off, and the conditions of `unless`."""

from __future__ import annotations

import pytest

from normalize.ruleset.model import Position, Unless
from normalize.strip.guards import has_quotation, holds_back, in_position, inside_quotation, is_piece


@pytest.mark.parametrize(
    "text",
    [
        'He read "Read also the notes" aloud.',
        "He read “Read also the notes” aloud.",
        "Er las „Read also the notes“ vor.",
        "Il lut « Read also the notes » à voix haute.",
        "Er las »Read also the notes« vor.",
        "He read ‘Read also the notes’ aloud.",
    ],
)
def test_what_lies_in_quotation_marks_is_inside(text: str) -> None:
    start = text.index("Read also")
    assert inside_quotation(text, start, start + 9)


@pytest.mark.parametrize(
    "text",
    [
        'He said "no". Read also the notes. "Yes," she said.',
        "He said “no”. Read also the notes. “Yes,” she said.",
        "Er sagte „nein“. Read also the notes „ja“.",
        "It's theirs. Read also the notes. It's ours.",
        "Read also: “Ferry fares rise”",
        'A 5" pipe. Read also the notes.',
    ],
)
def test_what_lies_between_two_quotations_is_not(text: str) -> None:
    start = text.index("Read also")
    assert not inside_quotation(text, start, start + 9)


@pytest.mark.parametrize(
    ("position", "indices"),
    [("anywhere", [0, 1, 2, 3, 4, 5]), ("head", [0, 1]), ("tail", [3, 4, 5]), ("middle", [2]), ("top", [])],
)
def test_positions(position: Position, indices: list[int]) -> None:
    assert [index for index in range(6) if in_position(position, index, head=2, tail=3)] == indices


@pytest.mark.parametrize(
    ("unless", "unit", "held"),
    [
        (Unless(), "Read also: Fares rise.", False),
        (Unless(quoted=True), "Read also: “Fares rise”", True),
        (Unless(quoted=True), "Read also: Fares rise, it's said", False),
        (Unless(words_over=3), "one two three four", True),
        (Unless(words_over=4), "one two three four", False),
        (Unless(sentences_over=1), "One is here. Two is there.", True),
        (Unless(sentences_over=2), "One is here. Two is there.", False),
        (Unless(contains=("she said",)), "Read also the notes, SHE SAID, and left", True),
        (Unless(ends=(".",)), "Read also the notes.", True),
        (Unless(ends=(".",)), "Read also the notes", False),
    ],
)
def test_conditions(unless: Unless, unit: str, held: bool) -> None:
    assert holds_back(unless, unit, hits=2) is held


def test_a_rule_that_hits_once_only_can_hold_back() -> None:
    assert holds_back(Unless(only=True), "Oops!", hits=1)
    assert not holds_back(Unless(only=True), "Oops!", hits=2)


def test_one_mark_is_no_quotation() -> None:
    assert not has_quotation('A 5" pipe')
    assert not has_quotation("the fishermen’s quay")


def test_a_link_s_text_with_which_a_sentence_goes_on_below_is_a_piece() -> None:
    assert is_piece("Facebook", ", where the crew shows its boat.")
    assert is_piece("Click here", ". Then wait for the rain.")
    assert not is_piece("Facebook", "Share this story")
    assert not is_piece("Facebook", ",")
    assert not is_piece("Sign up for the letter that the harbour sends every week", ", and read on.")


@pytest.mark.parametrize("below", [")", ". Others did too", "to learn what the harbour board has decided"])
def test_a_line_is_a_piece_of_what_goes_on_below(below: str) -> None:
    assert is_piece("Click here", below)


@pytest.mark.parametrize(
    "below", ["Others did too", "to learn more", "- to learn what the harbour board has decided"]
)
def test_a_line_is_no_piece(below: str) -> None:
    assert not is_piece("Click here", below)
