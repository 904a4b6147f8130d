from __future__ import annotations

import pytest

from normalize.extract import ExtractConfig, extract

LEAD = "Two hours of talk, one vote: boats shall float at low tide again."
PARAGRAPHS = [
    "The harbour council met on Tuesday evening and agreed, after two hours of talk, to dredge the channel.",
    "Fishermen had asked for it since the spring, when three boats ran aground within a single week of storms.",
    "Work begins in March, said the harbour master, and it will take until the first herring come in.",
]


def page(lead: str, head: str = "") -> str:
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    return (
        f"<html><head><title>Council to dredge</title>{head}</head><body><main><h1>Council to dredge</h1>{lead}"
        f"<div class=share>Share</div><div class=text>{body}</div></main></body></html>"
    )


@pytest.mark.parametrize("engine", ["careful", "fast"])
@pytest.mark.parametrize(
    "lead", [f"<p class=standfirst>{LEAD}</p>", f"<div itemprop=alternativeHeadline><p>{LEAD}</p></div>"]
)
def test_a_named_standfirst_has_its_field(engine: str, lead: str) -> None:
    found = extract(page(lead), config=ExtractConfig(engine=engine))
    assert found.metadata["standfirst"] == LEAD
    assert found.origins["standfirst"] == "mark-up"


@pytest.mark.parametrize("engine", ["careful", "fast"])
def test_it_leaves_the_body_when_asked(engine: str) -> None:
    html = page(f"<p class=standfirst>{LEAD}</p>")
    apart = extract(html, config=ExtractConfig(engine=engine, standfirst_in_body=False))
    assert LEAD not in apart.body
    assert apart.body.endswith("\n".join(PARAGRAPHS))


def test_the_description_under_the_headline_is_one_if_it_is_set_apart() -> None:
    head = f"<meta property=og:description content='{LEAD}'>"
    assert extract(page(f"<h2>{LEAD}</h2>", head)).metadata["standfirst"] == LEAD
    first = f"<meta property=og:description content='{PARAGRAPHS[0]}'>"
    assert "standfirst" not in extract(page("", first)).metadata


def test_a_teaser_beside_the_text_is_none() -> None:
    teaser = f"<aside><p class=standfirst>{LEAD}</p></aside>"
    assert "standfirst" not in extract(page(teaser)).metadata
