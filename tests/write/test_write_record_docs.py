"""`docs/record.md` describes the fields of the schema, all of them and no others."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from normalize.write.schema import RECORD_SCHEMA

PAGE = (Path(__file__).parents[2] / "docs" / "record.md").read_text(encoding="utf-8")
PARTS: dict[str, Any] = {"": RECORD_SCHEMA, **RECORD_SCHEMA["properties"]}


def documented(section: str) -> set[str]:
    start = PAGE.index(f"\n## {section}\n") if section else 0
    rows = re.findall(r"^\| (`.*?`) \|", PAGE[start : PAGE.find("\n## ", start + 1)], re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`(\w+)`", row)}


@pytest.mark.parametrize("section", ["", "metadata", "source", "edits", "quality", "duplicates"])
def test_every_field_is_described(section: str) -> None:
    part = PARTS[section]
    assert documented(section) == set(part.get("items", part)["properties"])
