"""What rules took beside a line speaks against it."""

from __future__ import annotations

from normalize.article import Document
from normalize.draft import Block, Draft
from normalize.strip.company import company

PROSE = (
    "The repairs may take longer than planned if the weather does not hold, the director added on Tuesday."
)


def draft_of(lines: list[str], taken: dict[int, str]) -> Draft:
    """A draft of these lines, of which rules took some."""
    draft = Draft(Document("\n".join(lines)))
    draft.work = "\n".join(lines)
    at = 0
    for line in lines:
        draft.blocks.append(Block(at, at + len(line), line))
        at += len(line) + 1
    for index, rule in taken.items():
        draft.remove(draft.blocks[index], "strip", rule)
    draft.sweep()
    return draft


def odds(lines: list[str], taken: dict[int, str]) -> dict[str, float]:
    draft = draft_of(lines, taken)
    return {draft.blocks[index].text: found.log_odds for index, found in company(draft).items()}


def test_nothing_taken_says_nothing() -> None:
    assert odds([PROSE, "A ship comes in", PROSE], {}) == {}


def test_a_list_under_a_heading_of_other_stories() -> None:
    lines = [PROSE, "More stories", "A ship comes in", "A ship goes out", PROSE, "Nothing to do with it"]
    found = odds(lines, {1: "en.related.heading"})
    assert list(found) == ["A ship comes in", "A ship goes out"]
    assert found["A ship comes in"] > found["A ship goes out"] > 0


def test_junk_on_both_sides_says_most() -> None:
    lines = [PROSE, "Share", "Harbour", "Sign up", PROSE]
    one = odds(lines, {1: "en.share.label"})["Harbour"]
    both = odds(lines, {1: "en.share.label", 3: "en.newsletter.sign-up"})["Harbour"]
    assert both > one > 0


def test_prose_is_left_alone() -> None:
    assert odds([PROSE, "More stories", PROSE], {1: "en.related.heading"}) == {}


def test_labels_of_advertisements_say_nothing() -> None:
    assert odds([PROSE, "Advertisement", "The second day", PROSE], {1: "en.ads.label"}) == {}


def test_what_was_cut_out_of_a_paragraph_says_nothing() -> None:
    draft = draft_of([f"{PROSE} Ad Policy", "The second day", PROSE], {})
    draft.cut(draft.blocks[0], len(PROSE), len(PROSE) + 10, "strip", "en.share.inline")
    assert company(draft) == {}
