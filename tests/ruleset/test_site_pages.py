"""Selectors for a site's pages: read, checked, and run on the example pages of the rule file."""

from __future__ import annotations

from pathlib import Path

import pytest

from normalize.extract import ExtractConfig, extract
from normalize.pipeline import Pipeline
from normalize.ruleset.load import read_rules
from normalize.ruleset.pages import run_pages
from normalize.ruleset.sites import SiteIndex

SITE = """\
[site]
host          = "tidepost.example.org"
name          = "Tide Post"
html_strip    = ["div.tide-table", "p.teaser"]
html_body     = ["#gone", "div.story"]
html_headline = ["h2.head"]
valid_until   = 2024-12-31

[[site.page]]
html     = '''<h1>Tide Post</h1><h2 class="head">Ebb and flow</h2><div class="story"><p>Boats lay dry.</p>
<div class="tide-table">High at 6</div><p class="teaser">More on boats</p><ul><li>Gulls</li></ul></div><p>Imprint</p>'''
headline = "Ebb and flow"
body     = ["Boats lay dry.", "- Gulls"]
"""
PAGE = read_rules("tide.toml", SITE.encode()).sites[0].pages[0].html


def codes(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in read_rules("tide.toml", text.encode()).problems]


def test_the_examples_of_a_site_are_its_tests() -> None:
    content = read_rules("tide.toml", SITE.encode())
    assert content.problems == []
    assert run_pages(content.sites)[:2] == (1, 1)
    assert run_pages(content.sites).failures == []


def test_a_page_that_comes_out_otherwise_fails_at_its_line(tmp_path: Path) -> None:
    file = tmp_path / "tide.toml"
    file.write_text(SITE.replace('"- Gulls"]', '"- Gulls", "More"]'), encoding="utf-8")
    failures = run_pages(read_rules(str(file), file.read_bytes()).sites).failures
    assert [(one.line, one.rule) for one in failures] == [(9, "tidepost.example.org")]
    assert "⟦-⏎ More⟧" in failures[0].message


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('"div.story"]', '"div..story"]', (5, "R035")),
        ('["#gone", "div.story"]', "3", (5, "R007")),
        ("html_body ", "html_bodies ", (5, "R005")),
        ("valid_until   = 2024-12-31", 'valid_until = "soon"', (7, "R015")),
        ("headline = ", "title = ", (12, "R005")),
        ("[[site.page]]", "[site.page]", (9, "R004")),
    ],
)
def test_what_is_wrong_is_told_with_its_line(old: str, new: str, found: tuple[int, str]) -> None:
    assert found in codes(SITE.replace(old, new))


def test_selectors_need_an_example_and_a_day_needs_selectors() -> None:
    assert codes(SITE.partition("[[site.page]]")[0]) == [(1, "R036")]
    assert codes('[site]\nhost = "a.example.org"\nname = "A"\nvalid_until = 2024-01-01\n') == [(4, "R019")]


def test_younger_pages_and_other_sites_are_left_alone() -> None:
    sites = SiteIndex(read_rules("tide.toml", SITE.encode()).sites)
    config = ExtractConfig(min_chars=1)
    old = "<meta property='article:published_time' content='2024-05-05'>"
    young = "<meta property='article:published_time' content='2025-05-05'>"

    def engine(page: str, url: str | None) -> str:
        return extract(page, url=url, config=config, sites=sites).engine

    own = "https://www.tidepost.example.org/a"
    assert engine(old + PAGE, own) == "site-rule"
    assert engine(f"<link rel=canonical href={own}>" + PAGE, None) == "site-rule"
    assert engine(young + PAGE, own) != "site-rule"
    assert engine(PAGE, "https://other.example.org/a") != "site-rule"


def test_a_run_uses_the_selectors_of_its_rules(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "tide.toml").write_text(SITE, encoding="utf-8")
    (tmp_path / "config.toml").write_text(
        "[rules]\ndirectories = ['rules']\n[extract]\nmin_chars = 1\n", encoding="utf-8"
    )
    pipeline = Pipeline.load(tmp_path / "config.toml")
    article = pipeline.clean(PAGE, url="https://tidepost.example.org/a", format="html")
    assert article.headline == "Ebb and flow"
    assert "Imprint" not in article.body
