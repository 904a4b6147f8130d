"""Accessibility, as axe-core judges it: every view, light and dark, wide and narrow."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser import driver
from tests.browser.conftest import Open

pytestmark = pytest.mark.slow

VIEWS = [
    "",
    "#documents?changed=1&sort=changed",
    "#rules",
    "#rule/en.related.read-also",
    "#documents",
    "#doc/en-oops-widget",
    "#doc/en-mojibake",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe(open_page: Open, sample: Path, scheme: str, width: int) -> None:
    script = driver.axe()
    if script is None:
        pytest.skip("there is no axe-core: npm install axe-core, or AXE=…/axe.min.js")
    for view in VIEWS:
        page = open_page(sample, view, color_scheme=scheme, viewport={"width": width, "height": 900})
        page.evaluate(script.read_text(encoding="utf-8"))
        judged = page.evaluate("() => axe.run(document)")
        assert len(judged["passes"]) > 20
        found = judged["violations"]
        told = [(one["id"], one["help"], [node["html"][:200] for node in one["nodes"][:3]]) for one in found]
        assert told == [], view
        assert page.evaluate("document.documentElement.scrollWidth") <= width, view
