from __future__ import annotations

import re
from pathlib import Path

import pytest

from normalize.ruleset import codes, load
from normalize.ruleset.codes import CODES
from normalize.ruleset.format import CASE_KEYS, PAGE_KEYS, RULE_KEYS, SITE_KEYS, UNLESS_KEYS, Key
from normalize.ruleset.load import read_rules
from normalize.ruleset.model import METADATA_FIELDS

TEXT = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
ROWS = [line.split(" | ")[0] for line in TEXT.splitlines() if line.startswith("| ")]
BLOCKS = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)


def test_every_code_is_explained_once() -> None:
    told = [row[2:] for row in ROWS if re.match(r"\| R\d", row)]
    assert told == list(CODES)


def test_every_code_in_use_is_known_and_every_known_one_in_use() -> None:
    source = "".join(
        path.read_text(encoding="utf-8")
        for path in Path(load.__file__).parent.glob("*.py")
        if path != Path(codes.__file__)
    )
    assert set(re.findall(r'"(R\d{3})"', source)) == set(CODES)


@pytest.mark.parametrize("keys", [RULE_KEYS, UNLESS_KEYS, CASE_KEYS, SITE_KEYS, PAGE_KEYS])
def test_every_key_has_its_row(keys: tuple[Key, ...]) -> None:
    told = set(re.findall(r"`(\w+)`", " ".join(ROWS)))
    assert {key.name for key in keys} <= told


def test_every_field_is_named() -> None:
    assert all(f"`{field}`" in TEXT for field in METADATA_FIELDS)


@pytest.mark.parametrize("text", BLOCKS)
def test_the_examples_are_good_rules(text: str) -> None:
    content = read_rules("docs", text.encode())
    assert content.problems == []
    assert content.rules or content.overrides
