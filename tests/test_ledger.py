"""The algebra of rewrites and the settlement of accounts."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.errors import ReplayError
from normalize.ledger import Edit, OffsetMap, Rewrite, apply, compose, replay, settle


@st.composite
def rewrites(draw: st.DrawFn, length: int, stage: str) -> list[Rewrite]:
    found: list[Rewrite] = []
    at = 0
    while at <= length and draw(st.booleans()):
        start = draw(st.integers(at, length))
        end = draw(st.integers(start, min(length, start + 3)))
        found.append(Rewrite(start, end, draw(st.text("xyz ", max_size=3)), stage, f"{stage}.rule"))
        at = max(end, start + 1)
    return found


@given(st.data(), st.text("abcdef\n", max_size=14))
def test_compose_does_what_the_two_do_one_after_the_other(data: st.DataObject, text: str) -> None:
    first = data.draw(rewrites(len(text), "first"))
    work = apply(text, first)
    second = data.draw(rewrites(len(work), "second"))
    both = compose(first, second)
    assert apply(text, both) == apply(work, second)
    assert all(a.end <= b.start for a, b in pairwise(both))


@given(st.data(), st.text("abcdef", min_size=1, max_size=14))
def test_a_span_told_in_the_source_gives_the_same_text(data: st.DataObject, text: str) -> None:
    changes = data.draw(rewrites(len(text), "first"))
    work = apply(text, changes)
    start = data.draw(st.integers(0, len(work)))
    end = data.draw(st.integers(start, len(work)))
    low, high = OffsetMap(changes).span(start, end)
    inside = [one for one in changes if low <= one.start and one.end <= high]
    assert work[start:end] in apply(text, inside, low, high)


def test_of_overlapping_rewrites_the_later_is_told() -> None:
    first = [Rewrite(0, 3, "’", "repair", "repair.mojibake", "UTF-8 read as windows-1252")]
    assert compose(first, [Rewrite(0, 2, "x", "strip", "a.b.c")]) == [Rewrite(0, 4, "x", "strip", "a.b.c")]


def test_settle_drops_rewrites_of_white_space_outside_blocks_and_keeps_the_rest_as_strips() -> None:
    source = "One\u200b\r\n&nbsp;\r\nTwo"
    repairs = [
        Rewrite(3, 4, "", "repair", "repair.invisibles"),
        Rewrite(6, 12, "\xa0", "repair", "repair.entities"),
    ]
    work = apply(source, repairs)
    two = work.index("Two")
    account = settle(source, repairs, [], None, [(0, 3), (two, two + 3)], [])
    assert account.blocks == [(0, 4), (14, 17)]
    assert account.edits == [
        Edit(3, 4, "rewrite", "repair", "repair.invisibles", ""),
        Edit(6, 12, "strip", "repair", "repair.entities"),
    ]


def test_what_was_deleted_between_a_block_and_a_strip_belongs_to_one_of_them() -> None:
    repairs = [Rewrite(4, 5, "", "repair", "repair.invisibles")]
    account = settle(
        "Text\u200bAd", repairs, [], None, [(0, 4)], [Edit(4, 6, "strip", "strip", "en.ads.label")]
    )
    assert account.blocks == [(0, 5)]
    assert [(edit.start, edit.end, edit.action) for edit in account.edits] == [
        (4, 5, "rewrite"),
        (5, 7, "strip"),
    ]


def test_replay_refuses_what_does_not_fit() -> None:
    with pytest.raises(ReplayError, match="--edits none"):
        replay("text", {"headline": None, "body": "text"})
    with pytest.raises(ReplayError, match="outside the source text"):
        replay("text", {"spans": {"headline": None, "blocks": [[0, 9]]}, "edits": []})
    with pytest.raises(ReplayError, match="published form"):
        replay("text", {"spans": {"headline": None, "blocks": [["a", 9]]}, "edits": []})
