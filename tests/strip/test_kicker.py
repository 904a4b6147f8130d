"""Labels above the headline are told from headlines."""

from __future__ import annotations

import pytest

from normalize.article import Document
from normalize.pipeline import Pipeline
from normalize.strip.kicker import is_kicker

TITLE = "Harbour town votes to repair its old lighthouse"
PROSE = [
    "The council voted on Tuesday to repair the old lighthouse, dark since the storm of last winter.",
    "Fishermen had asked for it for years, because the rocks below the cliff cannot be seen at night.",
]


@pytest.mark.parametrize(
    "label",
    ["Sport", "Local News", "Home > News > Coast", "12 May 2024", "COAST AND SEA TODAY", "[Coast](/coast)"],
)
def test_labels_above_a_headline(label: str) -> None:
    assert is_kicker([label, TITLE, *PROSE])


@pytest.mark.parametrize("label", ["Sport", "Home"])
def test_two_labels_above_a_headline(label: str) -> None:
    assert is_kicker([label, "Second division", TITLE, *PROSE])


@pytest.mark.parametrize(
    "lines",
    [
        [TITLE, "A second line that reads like a headline too", *PROSE],
        ["Dark lighthouse", *PROSE],
        ["Dark lighthouse", "By Ada Marsh", *PROSE],
        ["Dark lighthouse", "The town had waited long, and now it votes.", *PROSE],
        ["Lights on!", TITLE, *PROSE],
        ["Harbour town", f"{TITLE} at last", PROSE[0]],
        ["Sport", TITLE],
    ],
)
def test_headlines_are_none(lines: list[str]) -> None:
    assert not is_kicker(lines)


def test_the_address_tells_the_headline() -> None:
    lines = ["The week on our coast", TITLE, *PROSE]
    assert not is_kicker(lines)
    assert is_kicker(lines, "https://example.org/news/harbour-town-votes-repair-lighthouse")
    short = ["Dark lighthouse", "What the harbour town voted for this week", *PROSE]
    assert is_kicker(short)
    assert not is_kicker(short, "https://example.org/news/dark-lighthouse")


@pytest.mark.parametrize(
    ("first", "path"),
    [
        (
            "The long wait for light",
            "/coast/the-long-wait-for-light-harbour-town-votes-to-repair-its-old-lighthouse.a7",
        ),
        ("The long wait for light", "/coast/harbour-town-votes-to-repair-its-old-lighthouse/a-4711/"),
        ("Coast", "/coast-4711"),
        ("1. Coast", ""),
    ],
)
def test_the_address_tells_the_headline_behind_a_label(first: str, path: str) -> None:
    assert is_kicker([first, TITLE, *PROSE], f"https://example.org{path}")


def test_the_address_tells_a_headline_over_another_line() -> None:
    lines = ["The long wait for light", "What the harbour town waits for at its lighthouse", *PROSE]
    assert not is_kicker(lines, "https://example.org/coast/the-long-wait-for-light-of-the-lighthouse")


def test_a_label_goes_and_the_headline_takes_its_place() -> None:
    pipeline = Pipeline.load({"stages": ["decode", "extract", "segment", "prune"]})
    article = pipeline.clean(Document("\n\n".join(["Coast", TITLE, *PROSE]), format="text"))
    assert article.headline == TITLE
    assert [edit.rule for edit in article.edits] == ["prune.kicker"]
    assert pipeline.clean(Document(article.text, format="text")).text == article.text


def test_a_headline_from_outside_is_never_a_label() -> None:
    pipeline = Pipeline.load({"stages": ["decode", "extract", "segment", "prune"]})
    text = "\n\n".join(["Coast", TITLE, *PROSE])
    assert pipeline.clean(Document(text, format="text", headline="Coast")).headline == "Coast"
