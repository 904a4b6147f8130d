"""The report as people use it, in a browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from normalize.report.outputs import Outputs
from tests.browser.conftest import Open

pytestmark = pytest.mark.slow


def status(page: Any) -> str:
    return str(page.inner_text("#status"))


def listed(page: Any) -> list[str]:
    return list(page.eval_on_selector_all("#list li a", "all => all.map(one => one.textContent)"))


def test_overview_and_rules(open_page: Open, sample: Path) -> None:
    page = open_page(sample)
    assert page.is_visible("#overview")
    assert not page.is_visible("#rules")
    written = sum(1 for _ in (sample.parent / "articles.jsonl").open("rb"))
    assert page.inner_text(".tile:first-child .value") == str(written)
    page.click("nav >> text=Rules")
    assert page.is_visible("#rules")
    assert page.get_attribute('nav a[aria-current="page"]', "href") == "#rules"
    page.fill("#rule-find", "read-also")
    visible = page.eval_on_selector_all(
        "details.rule", "all => all.filter(one => !one.hidden).map(one => one.id)"
    )
    assert "rule/en.related.read-also" in visible
    assert all("read-also" in page.inner_text(f'[id="{one}"]') for one in visible)
    page.click('[id="rule/en.related.read-also"] summary')
    assert "Read also" in page.inner_text('[id="rule/en.related.read-also"] del >> nth=0')
    page.click('[id="rule/en.related.read-also"] >> text=Its documents')
    assert page.is_visible("#documents")
    assert page.input_value("#f-rule") == "en.related.read-also"
    assert 0 < len(listed(page)) < 37


def test_the_article_is_that_of_the_record(open_page: Open, sample: Path) -> None:
    page = open_page(sample, "#documents")
    for record in Outputs(sample.parent):
        page.evaluate("id => location.hash = '#doc/' + encodeURIComponent(id)", record["id"])
        page.wait_for_function("id => current && current.i === id", arg=record["id"])
        shown = page.eval_on_selector_all(".article p", "all => all.map(one => one.textContent)")
        assert shown == [one for one in record["body"].split("\n\n") if one], record["id"]
        if record["headline"]:
            assert page.inner_text(".article h4") == record["headline"]


def test_filter_and_search_in_many(open_page: Open, large: Path) -> None:
    page = open_page(large, "#documents")
    assert status(page) == "5,000 entries"
    assert len(listed(page)) == 100
    page.click("#more")
    assert len(listed(page)) == 200
    page.select_option("#f-site", "ferrytimes.example")
    many = int(status(page).split()[0].replace(",", ""))
    assert 0 < many < 5000
    page.select_option("#f-share", "0.5")
    few = int(status(page).split()[0].replace(",", ""))
    assert 0 < few < many
    assert "site=ferrytimes.example&share=0.5" in page.url
    shares = page.eval_on_selector_all("#list .share", "all => all.map(one => parseFloat(one.textContent))")
    assert min(shares) >= 50
    page.click("button[type=reset]")
    page.wait_for_function("() => document.querySelector('#status').textContent === '5,000 entries'")
    page.fill("#f-q", "newspaper of the day")
    page.wait_for_function("() => !document.querySelector('#status').textContent.startsWith('5,000')")
    assert 0 < int(status(page).split()[0].replace(",", "")) < 5000
    page.click("button[type=reset]")
    page.select_option("#f-error", "empty")
    assert status(page).startswith("5 entries")
    page.click("#list li a")
    assert "It gave no record: empty" in page.inner_text("#document")


def test_a_document_is_read_and_walked_through(open_page: Open, large: Path) -> None:
    page = open_page(large, "#documents?share=0.25")
    names = listed(page)
    page.click("#list li a >> nth=0")
    assert page.inner_text("#reader-title") == names[0]
    assert page.evaluate("document.activeElement.id") == "reader-title"
    page.keyboard.press("j")
    page.wait_for_function(
        "name => document.querySelector('#reader-title').textContent === name", arg=names[1]
    )
    page.keyboard.press("k")
    page.wait_for_function(
        "name => document.querySelector('#reader-title').textContent === name", arg=names[0]
    )
    page.keyboard.press("n")
    first = page.evaluate("document.activeElement.textContent")
    assert page.evaluate("document.activeElement.tagName") == "DEL"
    page.keyboard.press("n")
    page.keyboard.press("p")
    assert page.evaluate("document.activeElement.textContent") == first
    assert page.is_visible(".source .removed >> nth=0")
    page.keyboard.press("r")
    assert not page.is_visible(".source .removed >> nth=0")
    page.uncheck("#t-article")
    assert not page.is_visible(".pane.article")
    page.keyboard.press("Escape")
    page.wait_for_selector("#documents:not([hidden])")
    assert page.input_value("#f-share") == "0.25"
    page.keyboard.press("/")
    page.wait_for_function("() => document.activeElement.id === 'f-q'")
    page.keyboard.type("jj")  # a letter, and no command
    assert page.input_value("#f-q") == "jj"


def test_deep_links(open_page: Open, sample: Path) -> None:
    page = open_page(sample, "#doc/en-oops-widget")
    assert page.inner_text("#reader-title").startswith("Skerry harbour")
    assert "Oops!" in page.inner_text(".source")
    assert "Oops!" not in page.inner_text(".article")
    page = open_page(sample, "#rule/en.widget.oops")
    assert page.get_attribute('[id="rule/en.widget.oops"]', "open") is not None
    page = open_page(sample, "#documents?language=de&sort=name")
    assert page.input_value("#f-language") == "de"
    german = [one for one in Outputs(sample.parent) if one["metadata"].get("language") == "de"]
    assert listed(page) == [one["headline"] for one in sorted(german, key=lambda one: str(one["id"]))]
    page = open_page(sample, "#doc/no-such-document")
    assert "is not in this sample" in status(page)
    page.go_back()


def test_what_became_other(open_page: Open, sample: Path) -> None:
    page = open_page(sample, "#rules")
    assert "new: it did nothing before" in page.inner_text('[id="rule/en.widget.oops"] summary')
    page.click("text=The documents that were cleaned otherwise")
    assert page.input_value("#f-changed") == "1"
    assert 0 < len(listed(page)) < 37
    page.evaluate("() => location.hash = '#doc/en-oops-widget'")
    page.wait_for_selector("#document .against")
    told = page.inner_text("#document .against")
    assert "now stripped by en.widget.oops" in told
    assert "Oops!" in told


def test_rewrites_are_toggled(open_page: Open, sample: Path) -> None:
    page = open_page(sample, "#doc/en-mojibake")
    assert page.is_visible(".source del.rewrite >> nth=0")
    page.uncheck("#t-rewritten")
    assert not page.is_visible(".source del.rewrite >> nth=0")
    kept = page.eval_on_selector_all(".source .line.text", "all => all.map(one => one.innerText)")
    shown = page.eval_on_selector_all(".article p", "all => all.map(one => one.innerText)")
    assert kept == shown


def test_print(open_page: Open, sample: Path, tmp_path: Path) -> None:
    page = open_page(sample)
    page.emulate_media(media="print", color_scheme="dark")
    assert not page.is_visible("nav")
    assert page.is_visible("#overview .card >> nth=0")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    pdf = page.pdf()
    assert pdf.startswith(b"%PDF")
    assert len(pdf) > 20_000


def test_first_view_of_a_full_file(open_page: Open, large: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Told and not judged: how fast a machine is, is no property of the report."""
    assert 8_000_000 < large.stat().st_size <= 10_000_000
    page = open_page(large)
    times = page.evaluate(
        """() => ({
            painted: performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
            ready: performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd,
        })"""
    )
    search = page.evaluate(
        "() => { const at = performance.now(); ROWS.forEach(wordsOf); return performance.now() - at; }"
    )
    with capsys.disabled():
        print(f"\n{large.stat().st_size:,} bytes: {json.dumps(times)} ms; first search {search:.0f} ms")


def test_junk_inside_a_line_stays_in_the_line(open_page: Open, sample: Path) -> None:
    page = open_page(sample, "#doc/en-inline-junk")
    lines = page.eval_on_selector_all(
        ".source .line.text", "all => all.filter(one => one.querySelector('del')).map(one => one.innerText)"
    )
    assert lines
    page.uncheck("#t-removed")
    page.uncheck("#t-rewritten")
    kept = page.eval_on_selector_all(".source .line.text", "all => all.map(one => one.innerText.trim())")
    assert kept == page.eval_on_selector_all(".article p", "all => all.map(one => one.innerText)")
