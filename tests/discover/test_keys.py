"""The fast loop over a text and the look at single lines make the same keys."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from normalize.discover.keys import LINE, SITE_SHIFT, folded_lines, line_keys, piece_keys, text_keys

WORDS = st.sampled_from(["Read", "more:", "the ferry", "12", "Ana Quay.", "é", "—", "*", " ", "said. "])
LINES = st.lists(WORDS, max_size=30).map(" ".join)
CHARS = st.characters(exclude_categories=["Cs", "Cc", "Nd"])
TEXTS = st.lists(LINES | st.text(CHARS, max_size=60), max_size=8).map("\n".join)


@settings(max_examples=150)
@given(TEXTS, st.integers(0, 1000))
def test_both_ways_give_the_same_keys(text: str, site: int) -> None:
    base = site << SITE_SHIFT
    single = set()
    for raw, folded in zip(text.split("\n"), folded_lines(text), strict=True):
        keys = line_keys(folded)
        single |= {base | key.value for key in keys}
        if keys:
            single |= {base | value for value, _ in piece_keys(raw.strip(), folded)}
    assert text_keys(text, site) >= single
    if not any(map(str.isdigit, text)):
        assert text_keys(text, site) == single


def test_figures_case_and_marks_do_not_count() -> None:
    one, other = folded_lines("* Copyright 2019 The Quay."), folded_lines("COPYRIGHT 2024  The Quay")
    assert line_keys(one[0])[0].kind == LINE
    assert one[0].split() == other[0].split()


def test_sites_do_not_share_keys() -> None:
    text = "Sign up for our newsletter. It is free. Read more: the ferry is back"
    assert not text_keys(text, 1) & text_keys(text, 2)


def pieces(line: str) -> dict[int, str]:
    return dict(piece_keys(line, folded_lines(line)[0]))


def test_a_sentence_in_two_paragraphs_has_one_key() -> None:
    a = pieces("The ferry sank. Click here to sign up. Nobody died.")
    b = pieces("A storm came. Click here to sign up. It went.")
    assert [a[key] for key in a.keys() & b.keys()] == ["Click here to sign up"]
