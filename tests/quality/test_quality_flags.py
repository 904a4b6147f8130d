"""Flags of the stage `assess`."""

from __future__ import annotations

import pytest

from normalize.article import Document
from normalize.draft import Block, Draft
from normalize.ledger import Edit
from normalize.pipeline import Pipeline
from normalize.quality import AssessConfig, assess

PROSE = "The harbour crane fell on Monday night after the storm had loosened its feet, the port said in a statement, and nobody was hurt."


def flags(*texts: str, headline: str | None = None, rule: str = "", **fields: object) -> list[str]:
    draft = Draft(Document(""))
    draft.blocks = [Block(0, len(text), text) for text in texts]
    draft.headline = Block(0, len(headline), headline, "headline") if headline else None
    draft.fields.update(fields)
    if rule:
        draft.removed.append(Edit(0, 5, "strip", "strip", rule, None, None, None))
    assess(draft, AssessConfig(few_words=0))
    return draft.flags


def test_prose_has_no_flags() -> None:
    assert flags(PROSE, f"{PROSE} It will be rebuilt.", PROSE.upper(), PROSE.lower()) == []


@pytest.mark.parametrize(
    "end",
    ["The port will reopen on… [+1234 chars]", "The port will…", "The port will...", "Continue reading", "Read the full story here", "Weiterlesen", "Lire la suite »", "続きを読む"],
)  # fmt: skip
def test_truncated(end: str) -> None:
    assert flags(PROSE, end) == ["truncated"]


@pytest.mark.parametrize(
    "end",
    ["“It fell,” she said.", "He had no reason to continue reading that evening, he said.", "What a night!"],
)
def test_not_truncated(end: str) -> None:
    assert flags(PROSE, end) == []


@pytest.mark.parametrize("end", ["the Read more", "May. Continue reading →", "May… [Read more](/b)"])
def test_what_was_cut_off_the_last_paragraph_tells(end: str) -> None:
    text = "\n\n".join(["Crane falls", *[f"{PROSE} So it was for {number} days." for number in range(20)]])
    article = Pipeline.load({}).clean(f"{text}\n\n{PROSE} It will be rebuilt by {end}", format="text")
    assert article.body.endswith(end.split(" Read")[0].split(" Con")[0].split(" [Read")[0])
    assert article.record()["quality"]["flags"] == ["truncated"]


def test_paywall_stub() -> None:
    assert flags(PROSE, "Subscribe to continue reading") == ["truncated", "paywall-stub"]
    assert flags(PROSE, rule="de.paywall.barrier") == ["paywall-stub"]
    assert flags(PROSE, paywall=True) == ["paywall-stub"]
    assert flags(*[PROSE] * 2, *[f"{PROSE} {number}" for number in range(8)], paywall=True) == []


def test_live_blog() -> None:
    entries = [f"{hour}:15 {PROSE} {hour}" for hour in range(10, 16)]
    assert flags(*entries) == ["live-blog"]
    assert flags(PROSE, live_blog=True) == ["live-blog"]
    assert flags(PROSE, *[f"10.30 percent. {PROSE} {number}" for number in range(5)]) == []


def test_list_only() -> None:
    assert flags("Crane", "Quay at night", "Divers", "The port, seen from above") == ["list-only"]
    assert flags(*[f"• {PROSE} {number}" for number in range(5)]) == ["list-only"]
    assert flags("He left.", "She stayed.", "“Why?”", "Nobody knew.") == []


@pytest.mark.parametrize("headline", ["404 Not Found", "Page not found", "Are you a robot?", "Access Denied", "Seite nicht gefunden", "Just a moment..."])  # fmt: skip
def test_not_an_article(headline: str) -> None:
    assert flags("Go back to the start.", headline=headline) == ["not-an-article"]
    assert flags(*[f"{PROSE} {number}" for number in range(8)], headline=headline) == []


def test_filler() -> None:
    assert flags("Lorem ipsum dolor sit amet.") == ["filler"]
    assert flags("As an AI language model, I cannot tell.") == ["filler"]
    assert flags("Dear {{ reader.name }}, welcome.") == ["filler"]
    assert flags(PROSE, "Same.", PROSE, "Same.", PROSE) == ["filler"]
    assert flags("The new AI model reads X-rays, and As an aid it is cheap.") == []


def test_signals_are_there_when_asked_for() -> None:
    draft = Draft(Document(""))
    draft.blocks = [Block(0, len(PROSE), PROSE)]
    assess(draft, AssessConfig(signals=True))
    assert draft.quality["stop_words"] == 2
    assert draft.quality["words"] == 24
