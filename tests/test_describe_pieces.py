"""Metadata in lines that go as chrome."""

from __future__ import annotations

import pytest

from normalize.article import Document
from normalize.draft import Draft
from normalize.fields import learn_piece


@pytest.mark.parametrize(
    ("line", "in_head", "field", "value"),
    [
        ("© Anna Holt | Quay Wire", False, "credits", ["© Anna Holt | Quay Wire"]),
        (
            "Fishermen mend their nets at the old quay (Photo: Anna Holt)",
            False,
            "captions",
            ["Fishermen mend their nets at the old quay (Photo: Anna Holt)"],
        ),
        ("Piet Maas/AP", False, "credits", ["Piet Maas/AP"]),
        ("By Anna Holt", True, "authors", ["Anna Holt"]),
        ("27 January 2026", True, "published", "2026-01-27"),
    ],
)
def test_a_field_is_filled(line: str, in_head: bool, field: str, value: object) -> None:
    draft = Draft(Document(line))
    assert learn_piece(draft, line, in_head) == field
    assert draft.fields[field] == value


@pytest.mark.parametrize(
    ("line", "in_head"),
    [
        ("© 2026 The Coastal Courier", False),
        ("27 January 2026", False),  # the date of another story
        ("By Anna Holt", False),
        ("Photographers gather at the quay", True),
        ("Most read", True),
    ],
)
def test_nothing_is_told(line: str, in_head: bool) -> None:
    draft = Draft(Document(line))
    assert learn_piece(draft, line, in_head) is None
    assert draft.fields == {}
