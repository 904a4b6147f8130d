"""The fast loop over a text and the look at single lines make the same keys."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from normalize.discover.keys import LINE, PIECE, SITE_SHIFT, folded_lines, known_keys, pieces_of, text_keys

WORDS = st.sampled_from(["Read", "more:", "the ferry", "12", "Ana Quay.", "é", "—", "*", " ", "said. "])
LINES = st.lists(WORDS, max_size=30).map(" ".join)
CHARS = st.characters(exclude_categories=["Cs", "Cc", "Nd"])
TEXTS = st.lists(LINES | st.text(CHARS, max_size=60), max_size=8).map("\n".join)


class Anything:
    """Holds every key."""

    def __contains__(self, key: object) -> bool:
        return True


@settings(max_examples=150)
@given(TEXTS, st.integers(0, 1000))
def test_both_ways_give_the_same_keys(text: str, site: int) -> None:
    base = site << SITE_SHIFT
    lines = folded_lines(text)
    assert len(lines) == text.count("\n") + 1
    assert text_keys(text, site) == {key for line in lines for _, key in known_keys(line, base, Anything())}


@given(st.text(CHARS).map(str.strip))
def test_sentences_are_found_by_their_keys(line: str) -> None:
    folded = folded_lines(line)[0]
    keys = {key for kind, key in known_keys(folded, 0, Anything()) if kind == PIECE}
    assert keys <= pieces_of(line, folded).keys()


def test_only_known_keys_are_given() -> None:
    line = folded_lines("Read more: the ferry is back")[0]
    (kind, key), *others = known_keys(line, 0, Anything())
    assert kind == LINE
    assert others
    assert known_keys(line, 0, {key}) == [(LINE, key)]


def test_figures_case_and_marks_do_not_count() -> None:
    one, other = folded_lines("* Copyright 2019 The Quay."), folded_lines("COPYRIGHT 2024  The Quay")
    assert one[0].split() == other[0].split()


def test_sites_do_not_share_keys() -> None:
    text = "Sign up for our newsletter. It is free. Read more: the ferry is back"
    assert not text_keys(text, 1) & text_keys(text, 2)


def pieces(line: str) -> dict[int, str]:
    return pieces_of(line, folded_lines(line)[0])


def test_a_sentence_in_two_paragraphs_has_one_key() -> None:
    a = pieces("The ferry sank. Click here to sign up. Nobody died.")
    b = pieces("A storm came. Click here to sign up. It went.")
    assert [a[key] for key in a.keys() & b.keys()] == ["Click here to sign up"]
