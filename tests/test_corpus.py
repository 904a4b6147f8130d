"""The sample corpus gives the records that stand beside it, and shows what it says it shows."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from normalize.ledger import replay
from normalize.pipeline import Pipeline
from tests.corpus_records import CORPUS, records, samples


@cache
def pipeline() -> Pipeline:
    return Pipeline.load({})


@cache
def made() -> dict[str, list[dict[str, Any]]]:
    return records(pipeline())


@pytest.mark.parametrize("name", [path.name for path in samples()])
def test_records_are_as_expected(name: str) -> None:
    expected = json.loads((CORPUS / f"{name}.expected").read_text(encoding="utf-8"))
    assert made()[name] == expected, "see tests/corpus_records.py"


def test_the_corpus_is_described() -> None:
    told = (CORPUS / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in samples() if f"`{path.name}`" not in told] == []


@pytest.mark.parametrize("name", [path.name for path in samples() if path.name.startswith("en-trap")])
def test_traps_stay_whole(name: str) -> None:
    text = (CORPUS / name).read_text(encoding="utf-8")
    (record,) = made()[name]
    assert record["edits"] == []
    assert [record["headline"], *record["body"].split("\n\n")] == [
        one.strip() for one in text.splitlines() if one.strip()
    ]


def test_a_plain_text_replays_from_the_file_itself() -> None:
    name = "en-oops-widget.txt"
    (record,) = made()[name]
    source = (CORPUS / name).read_bytes().decode("utf-8")
    assert replay(source, record) == (record["headline"], record["body"])


def test_the_widget_article_gives_what_the_readme_shows() -> None:
    (record,) = made()["en-oops-widget.txt"]
    rules = [edit["rule"] for edit in record["edits"]]
    assert rules == ["en.widget.oops"] * 3 + ["en.related.read-also"] * 2 + ["en.appeal.consider-supporting"]
    assert record["metadata"]["publisher"] == "Norland Courier"
    assert len(record["metadata"]["related"]) == 2
    shown = (CORPUS.parent / "README.md").read_text(encoding="utf-8")
    for edit in record["edits"][:1] + [edit for edit in record["edits"] if "field" in edit][:1]:
        told = {key: value for key, value in edit.items() if key != "was"}
        assert json.dumps(told) in shown
