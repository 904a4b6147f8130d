"""The schema of the record: valid itself, closed, and in step with the tables that it describes."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator

from normalize.article import EditDetail
from normalize.draft import LIST_FIELDS
from normalize.ledger import Action
from normalize.pipeline import Pipeline
from normalize.read.fields import FIELDS, KINDS
from normalize.ruleset.model import METADATA_FIELDS
from normalize.write.schema import RECORD_SCHEMA

VALIDATOR = Draft202012Validator(RECORD_SCHEMA)
TEXT = """Ferry fares rise

By Jane Doe

HARLINGEN, May 3 (Reuters) - The ferry will cost more from June, the company said on Friday.

Read also: Bridge reopens after repairs

It blamed the price of fuel, and the weather of the last winter.
"""


def test_the_schema_is_valid_and_closed() -> None:
    Draft202012Validator.check_schema(RECORD_SCHEMA)
    pending: list[Any] = [RECORD_SCHEMA]
    objects = 0
    while pending:
        part = pending.pop()
        if isinstance(part, dict):
            if part == RECORD_SCHEMA["properties"]["metadata"]["properties"]["extra"]:
                continue  # what the input said, and not ours to close
            if part.get("type") == "object":
                assert part["additionalProperties"] is False, part
                assert all(
                    {"description", "items", "$comment", "oneOf"} & set(one) or one.get("type") == "string"
                    for one in part["properties"].values()
                )
                objects += 1
            pending += part.values()
        elif isinstance(part, list):
            pending += part
    assert objects >= 8


def test_it_is_in_step_with_the_fields() -> None:
    assert {kind for kind, _ in FIELDS.values()} == KINDS.keys()
    assert {name.split(".")[0] for name in METADATA_FIELDS} <= FIELDS.keys()
    assert {name for name, (kind, _) in FIELDS.items() if kind in ("texts", "links")} == LIST_FIELDS
    actions = RECORD_SCHEMA["properties"]["edits"]["items"]["properties"]["action"]["enum"]
    assert set(actions) == set(get_args(Action))


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    """With few rules, since these tests are not about them."""
    return Pipeline.load({"rules": {"packs": ["any"]}})


@pytest.mark.parametrize("edits", get_args(EditDetail))
def test_records_are_valid(pipeline: Pipeline, edits: EditDetail) -> None:
    article = pipeline.clean(TEXT, id="a", metadata={"section": "Sea"})
    record = article.record(edits)
    assert record["metadata"]["authors"] == ["Jane Doe"]
    as_written = {**record}
    if edits != "none":
        as_written["spans"] = {
            "headline": list(record["spans"]["headline"]),
            "blocks": [list(span) for span in record["spans"]["blocks"]],
        }
    VALIDATOR.validate(as_written)
    for wrong in (
        {**as_written, "more": 1},
        {**as_written, "id": ""},
        {**as_written, "metadata": {"mood": "good"}},
        {**as_written, "metadata": {"published": "May 3"}},
        {**as_written, "metadata": {"authors": []}},
        {key: value for key, value in as_written.items() if key != "made_by"},
    ):
        assert not VALIDATOR.is_valid(wrong)


def test_a_record_has_both_spans_and_edits_or_neither(pipeline: Pipeline) -> None:
    record = pipeline.clean(TEXT).record("none")
    assert VALIDATOR.is_valid(record)
    assert not VALIDATOR.is_valid({**record, "edits": []})
