"""What tries to act in the page does not, in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from normalize.config import load_config
from normalize.pipeline import Pipeline
from normalize.report.corpus import ReportOptions, write_report
from normalize.ruleset import Matcher, Rule, RuleSet
from tests.browser.conftest import Open
from tests.report.hostile import HOSTILE, write_hostile

pytestmark = pytest.mark.slow


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    rules = RuleSet(
        [Rule("en.related.read-also", "It points elsewhere.", Matcher("starts", ("Read also:",)))]
    )
    pipeline = Pipeline(load_config(None), rules)
    out = write_hostile(tmp_path / "out", pipeline)
    return write_report(out, pipeline.config, pipeline.rules, ReportOptions(against=out)).file


def test_nothing_acts(open_page: Open, hostile: Path) -> None:
    page = open_page(hostile)
    nodes = page.evaluate("document.querySelectorAll('script').length")
    for view in ("overview", "rules", "documents"):
        page.evaluate("view => location.hash = view", view)
        page.wait_for_selector(f"#{view}:not([hidden])")
        if view == "rules":
            page.click("#rule-open")
    for at in range(len(HOSTILE)):
        page.evaluate("at => location.hash = addressOf(DATA.rows[at])", at)
        page.wait_for_function("at => current === DATA.rows[at]", arg=at)
        assert page.inner_text("#document")
    for at in range(len(HOSTILE)):
        page.evaluate("at => location.hash = addressOf(DATA.failures[at])", at)
        page.wait_for_function("at => current === DATA.failures[at]", arg=at)
    for name in ("rule", "site", "flag", "error"):
        for value in page.eval_on_selector_all(f"#f-{name} option", "all => all.map(one => one.value)"):
            page.evaluate("() => location.hash = 'documents'")
            page.wait_for_selector("#documents:not([hidden])")
            page.select_option(f"#f-{name}", value)
            assert page.inner_text("#status")
            page.select_option(f"#f-{name}", "")
    assert page.evaluate("window.pwned") is None
    assert page.evaluate("document.querySelectorAll('script').length") == nodes
    assert page.evaluate("document.querySelectorAll('img, iframe, object, embed, link').length") == 0


def test_the_policy_refuses_what_would_get_in(chrome: Any, hostile: Path) -> None:
    """Even if a text became mark-up, no script, style or request of it would be let through."""
    page = chrome.new_page()
    page.goto(hostile.as_uri())
    tried = page.evaluate(
        """() => {
            const refused = [];
            document.addEventListener("securitypolicyviolation", one => refused.push(one.effectiveDirective));
            try { document.body.innerHTML = "<p>"; } catch (error) { refused.push("innerHTML"); }
            const image = document.createElement("img");
            image.src = "https://example.org/x.png";
            document.body.append(image);
            const style = document.createElement("p");
            style.setAttribute("style", "color: red");
            document.body.append(style);
            return new Promise(done => setTimeout(() => done(refused.concat(getComputedStyle(style).color)), 300));
        }"""
    )
    assert {"innerHTML", "img-src", "style-src-attr"} <= set(tried)
    assert "rgb(255, 0, 0)" not in tried
    page.close()
