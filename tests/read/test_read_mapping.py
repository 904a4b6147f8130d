"""Field maps: presets, what the user says, precedence, and what is left over."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from normalize.article import Document
from normalize.errors import SetupError
from normalize.read import Inputs, ReadConfig
from normalize.read.fields import FIELDS
from normalize.read.mapping import DOCUMENT_FIELDS, PRESETS

BODY = {"summary": ["In short."], "sections": [{"headline": ["Locks"], "paragraphs": ["One.", "Two."]}]}
EXAMPLES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "news-please": (
        {
            "authors": ["Jane Doe"], "date_download": "2024-05-04 08:00:00", "date_modify": "None",
            "date_publish": "2024-05-03 10:00:00", "description": "Short", "filename": "x.html", "image_url": "http://e.org/i",
            "language": "en", "localpath": None, "maintext": "The text", "source_domain": "e.org", "title": "Top",
            "title_page": None, "title_rss": None, "url": "http://e.org/a",
        },
        {"published": "2024-05-03T10:00:00", "site": "e.org", "image": "http://e.org/i", "authors": ["Jane Doe"],
         "description": "Short", "language": "en"},
    ),
    "newspaper4k": (
        {"url": "http://e.org/a?x", "canonical_link": "http://e.org/a", "title": "Top", "text": "The text", "meta_lang": "de",
         "language": "en", "publish_date": "2024-05-03T10:00:00+00:00", "meta_site_name": "E", "tags": [],
         "meta_keywords": ["locks"], "top_image": "http://e.org/i", "authors": ["Jane Doe"], "meta_description": "Short"},
        {"published": "2024-05-03T10:00:00+00:00", "language": "de", "tags": ["locks"], "site": "E",
         "image": "http://e.org/i", "authors": ["Jane Doe"], "description": "Short"},
    ),
    "cc-news": (
        {"title": "Top", "text": "The text", "domain": "e.org", "date": "2017-05-03 10:00:00", "description": "Short",
         "url": "http://e.org/a", "image_url": "http://e.org/i"},
        {"site": "e.org", "published": "2017-05-03T10:00:00", "description": "Short", "image": "http://e.org/i"},
    ),
    "fundus": (
        {"title": "Top", "body": {"summary": [], "sections": [{"headline": [], "paragraphs": ["The text"]}]},
         "authors": ["Jane Doe"], "publishing_date": "2024-05-03 10:00:00+02:00", "topics": ["Locks"],
         "free_access": False, "url": "http://e.org/a"},
        {"published": "2024-05-03T10:00:00+02:00", "tags": ["Locks"], "paywall": True, "authors": ["Jane Doe"]},
    ),
    "datatrove": (
        {"text": "The text", "id": "d/1", "metadata": {"url": "http://e.org/a", "date": "2024-05-05", "title": "Top", "language": "en"}},
        {"language": "en"},
    ),
    "dolma": (
        {"id": "d1", "text": "The text", "source": "cc", "added": "2024", "created": "2023",
         "metadata": {"url": "http://e.org/a", "title": "Top"}},
        {},
    ),
    "mediacloud": (
        {"id": "9f", "media_name": "e.org", "media_url": "e.org", "publish_date": "2024-05-03", "title": "Top",
         "url": "http://e.org/a", "language": "en", "indexed_date": "2024-05-05 10:00:00", "text": "The text"},
        {"site": "e.org", "published": "2024-05-03", "language": "en"},
    ),
    "scrapy": (
        {"headline": "Top", "articleBody": "The text", "articleBodyHtml": "<p>x</p>", "datePublished": "2024-05-03T10:00:00Z",
         "authors": [{"name": "Jane Doe", "nameRaw": "By Jane"}], "mainImage": {"url": "http://e.org/i"}, "inLanguage": "en",
         "url": "http://e.org/a"},
        {"published": "2024-05-03T10:00:00+00:00", "authors": ["Jane Doe"], "image": "http://e.org/i", "language": "en"},
    ),
}  # fmt: skip


def read(tmp_path: Path, *records: dict[str, Any], **options: Any) -> tuple[list[Any], Inputs]:
    path = tmp_path / "a.jsonl"
    path.write_text("".join(f"{json.dumps(one)}\n" for one in records))
    inputs = Inputs([path], ReadConfig(**options))
    return list(inputs), inputs


@pytest.mark.parametrize("name", PRESETS)
def test_presets(tmp_path: Path, name: str) -> None:
    record, metadata = EXAMPLES[name]
    ((found,), _) = read(tmp_path, record, map=name)
    assert isinstance(found, Document), found
    assert (found.data, found.headline, found.url, found.format) == (
        "The text",
        "Top",
        "http://e.org/a",
        "text",
    )
    assert {key: value for key, value in found.metadata.items() if key != "url"} == metadata


def test_targets_of_presets_are_fields() -> None:
    assert {pair.target for pairs in PRESETS.values() for pair in pairs} <= {*DOCUMENT_FIELDS, *FIELDS}


def test_fundus_bodies(tmp_path: Path) -> None:
    ((found,), _) = read(tmp_path, {"body": BODY}, map="fundus")
    assert found.data == "In short.\n\nLocks\n\nOne.\n\nTwo."


def test_precedence(tmp_path: Path) -> None:
    record = {
        "content": ["One.", "Two."],
        "text": "not this",
        "lead": "L",
        "section": "outer",
        "metadata": {"section": "inner", "publisher": "P", "site": "S"},
        "publisher": "outer",
        "domain": "mapped",
    }
    ((found,), inputs) = read(
        tmp_path, record, map="cc-news", fields=("text=content", "section=lead", "section=x")
    )
    assert found.data == "One.\n\nTwo."
    assert found.metadata == {"section": "L", "publisher": "P", "site": "mapped"}
    assert inputs.ignored == {}


def test_dots_lead_into_objects(tmp_path: Path) -> None:
    record = {"a": {"b": {"c": "Text"}, "k": 1}, "x.y": "Top"}
    ((found,), inputs) = read(tmp_path, record, fields=("text=a.b.c", "title=x.y"))
    assert (found.data, found.headline) == ("Text", "Top")
    assert inputs.ignored == {}


def test_a_map_whose_text_is_not_there(tmp_path: Path) -> None:
    ((found,), _) = read(tmp_path, {"text": "x", "id": 5}, fields=("text=content", "id=key"))
    assert (found.code, found.reason, found.id) == (
        "bad-record",
        "the record does not have `content`; its keys are `text`, `id`: --field text=KEY says where the text is",
        "5",  # but the text, what a map does not find is looked for under its own name
    )


def test_what_is_left_over_is_kept_when_asked(tmp_path: Path) -> None:
    record = {
        "text": "x",
        "score": 0.5,
        "section": ["a", "b"],
        "metadata": {"mood": "good", "extra": {"was": 1}, "site": "S"},
    }
    ((found,), inputs) = read(tmp_path, record, keep_extra=True)
    assert found.metadata == {
        "site": "S",
        "extra": {"was": 1, "mood": "good", "score": 0.5, "section": ["a", "b"]},
    }
    assert inputs.ignored == {}
    ((found,), inputs) = read(tmp_path, record)
    assert found.metadata == {"site": "S"}
    assert inputs.ignored == {"score": 1, "section": 1, "metadata.mood": 1, "metadata.extra": 1}


@pytest.mark.parametrize(
    ("entry", "told"),
    [("text", "'text' must be of the form"), ("txt=a", "did you mean `text`"), ("text=", "of the form")],
)
def test_fields_that_cannot_be_read(tmp_path: Path, entry: str, told: str) -> None:
    with pytest.raises(SetupError, match="bad-field") as caught:
        read(tmp_path, {}, fields=(entry,))
    assert told in str(caught.value)


def test_names_that_spiders_use(tmp_path: Path) -> None:
    record = {
        "content": "The text",
        "title": "Top",
        "link": "http://e.org/a",
        "date": "2024-05-03",
        "category": "Locks",
    }
    ((found,), inputs) = read(tmp_path, record, map="scrapy")
    assert (found.data, found.headline, found.url) == ("The text", "Top", "http://e.org/a")
    assert found.metadata == {"url": "http://e.org/a", "published": "2024-05-03", "section": "Locks"}
    assert inputs.ignored == {}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<p>One paragraph.</p>", "html"),
        ("\n <DIV class='x'>One<br>Two</DIV>\n", "html"),
        ("<!doctype html><title>x</title><p>One</p>", "html"),
        ("<p>One paragraph.", "text"),
        ("<b>Breaking</b>: the lock is open", "text"),
        ("<name withheld> said it was <unclear>", "text"),
        ("<p> is the tag of a paragraph, said the keeper.", "text"),
        ("a < b > c", "text"),
    ],
)
def test_a_text_with_its_mark_up_is_a_page(tmp_path: Path, text: str, kind: str) -> None:
    ((found,), _) = read(tmp_path, {"text": text})
    assert found.format == kind
