"""The edits that lead from an old line to a new one."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from normalize.ledger import apply
from normalize.repair.lines import lines, rewrites

WORDS = st.lists(
    st.sampled_from(["plain ", "Ã©", "é", "â€™", "’", "s ", "?", " ", "Ã ", "à", "ab"]), max_size=12
).map("".join)


@given(WORDS, WORDS)
def test_edits_make_the_new_line_of_the_old_one(old: str, new: str) -> None:
    found = rewrites(7, old, new, "repair.mojibake")
    assert apply("." * 7 + old, found) == "." * 7 + new
    assert [(edit.start, edit.end) for edit in found] == sorted((edit.start, edit.end) for edit in found)
    assert all(before.end <= after.start for before, after in pairwise(found))


def test_edits_are_minimal() -> None:
    old, new = "The mayorâ€™s cafÃ© in ZÃ¼rich", "The mayor’s café in Zürich"
    assert [(edit.start, edit.end, edit.text) for edit in rewrites(0, old, new, "r")] == [
        (9, 12, "’"),
        (17, 19, "é"),
        (24, 26, "ü"),
    ]
    assert [(edit.start, edit.end, edit.text) for edit in rewrites(0, "là , où", "là, où", "r")] == [
        (2, 3, "")
    ]


def test_a_long_line_takes_no_long_time() -> None:
    old = "Ã© and more words, " * 20_000 + "Ã la fin"
    new = "é and more words, " * 20_000 + "à la fin"
    assert len(rewrites(0, old, new, "r")) == 20_001


@given(st.text(st.sampled_from("ab \n\r\x0b\x0c\x85\u2028\u2029\x93é"), max_size=30))
def test_lines_leave_only_breaks_between_them(text: str) -> None:
    at = 0
    for start, line in lines(text):
        assert set(text[at:start]) <= set("\n\r\x0b\x0c\x85\u2028\u2029")
        assert text[start : start + len(line)] == line
        assert line
        at = start + len(line)
    assert set(text[at:]) <= set("\n\r\x0b\x0c\x85\u2028\u2029")
