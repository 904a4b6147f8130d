"""Text that tries to break out of the page: it is shown, and does nothing."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from normalize.errors import NormalizeError
from normalize.pipeline import Pipeline
from normalize.report.corpus import ReportOptions, write_report
from normalize.report.corpus.page import SCRIPTS
from tests.report.hostile import HOSTILE, write_hostile

SEEN = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "header",
    "main",
    "footer",
    "nav",
    "section",
    "div",
    "p",
    "h1",
    "h2",
}
SEEN |= {
    "h3",
    "a",
    "bdi",
    "dl",
    "dt",
    "dd",
    "figure",
    "figcaption",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "svg",
    "rect",
}
SEEN |= {
    "g",
    "title",
    "text",
    "line",
    "details",
    "summary",
    "form",
    "label",
    "input",
    "select",
    "option",
    "button",
    "code",
}
SEEN |= {
    "span",
    "ul",
    "ol",
    "li",
    "blockquote",
    "del",
    "ins",
    "mark",
    "noscript",
    "kbd",
    "fieldset",
    "legend",
    "script",
    "wbr",
}


class Elements(HTMLParser):
    """All elements with their attributes, and what stands in style and scripts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.raw: list[tuple[dict[str, str | None], str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self.raw.append((dict(attrs), ""))

    def handle_data(self, data: str) -> None:
        if self.found and self.found[-1][0] in ("script", "style") and self.cdata_elem:  # type: ignore[attr-defined]
            attributes, before = self.raw[-1]
            self.raw[-1] = attributes, before + data


def parsed(page: str) -> Elements:
    elements = Elements()
    elements.feed(page)
    elements.close()
    return elements


@pytest.fixture
def page(pipeline: Pipeline, tmp_path: Path) -> str:
    out = write_hostile(tmp_path / "out", pipeline)
    write_report(out, pipeline.config, pipeline.rules, ReportOptions(against=out))
    return (out / "report.html").read_text(encoding="utf-8")


def test_nothing_gets_out(page: str) -> None:
    elements = parsed(page)
    for tag, attributes in elements.found:
        assert tag in SEEN
        assert not [
            name
            for name in attributes
            if name.startswith("on") or name in ("src", "style", "srcdoc", "action")
        ]
        if "href" in attributes:
            assert str(attributes["href"]).startswith("#")
    acting = [one for one in elements.raw if "type" not in one[0]]
    assert len(acting) == 1 + len(SCRIPTS)
    for attributes, text in elements.raw:
        if attributes.get("type") == "application/json":
            json.loads(text)
            assert not re.search("[<>&]", text)


def test_nothing_hidden_stands_in_the_file(page: str) -> None:
    assert not re.search(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]", page
    )
    assert "&lt;U+202E&gt;" in page


def test_the_policy_fits_the_file(page: str) -> None:
    policy = next(
        str(one["content"])
        for tag, one in parsed(page).found
        if one.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for attributes, text in parsed(page).raw:
        if "type" not in attributes:
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy
    assert len(re.findall("sha256-", policy)) == 1 + len(SCRIPTS)


def test_what_was_said_is_all_there(page: str) -> None:
    data = next(json.loads(text) for one, text in parsed(page).raw if one.get("id") == "data")
    assert len(data["rows"]) == len(HOSTILE)
    assert all(len(row["h"]) < 400 and len(row["i"]) < 400 for row in data["rows"])
    assert {one["e"] for one in data["failures"]} == {text[:99] for text in HOSTILE}
    assert len(page) < 2_000_000  # a tenth of what the endless lines have


def test_records_of_another_form(pipeline: Pipeline, tmp_path: Path) -> None:
    wrong: list[dict[str, Any]] = [
        {"id": "a", "body": "b", "edits": [{}], "headline": None},
        {"id": "a", "body": "b", "edits": 7, "headline": None},
        {"id": "a", "body": "b"},
    ]
    for one in wrong:
        (tmp_path / "articles.jsonl").write_text(json.dumps(one))
        with pytest.raises(NormalizeError, match="a record is not of the published form"):
            write_report(tmp_path, pipeline.config, pipeline.rules)
