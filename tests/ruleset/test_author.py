from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalize.ruleset.author import place_of, rule_toml, with_rule
from normalize.ruleset.load import read_rules

_texts = st.text(st.characters(codec="utf-8"), max_size=20)
_values = st.fixed_dictionaries(
    {"id": _texts, "why": _texts},
    optional={
        "regex": st.lists(_texts | st.text("a'\\\"", max_size=6), max_size=3),
        "strip": st.lists(_texts, max_size=12),
        "match_case": st.booleans(),
        "unless": st.dictionaries(st.sampled_from(["quoted", "words_over"]), st.integers(0, 9)),
        "capture": st.dictionaries(st.sampled_from(["related", "dateline.place"]), _texts),
        "case": st.lists(st.fixed_dictionaries({"line": _texts, "before": st.lists(_texts, max_size=2)})),
    },
)


@settings(max_examples=150, deadline=None)
@given(_values)
def test_what_is_written_is_what_is_read(values: dict[str, Any]) -> None:
    (rule,) = tomllib.loads(rule_toml(values))["rule"]
    assert rule == {name: value for name, value in values.items() if name != "case" or value}


def test_the_form_that_people_write() -> None:
    values = {
        "id": "en.a.b",
        "why": "A reason.",
        "regex": [r"^\d+ \"x\"$"],
        "unless": {"words_over": 3},
        "strip": ["a" * 60, "b" * 60],
    }
    assert rule_toml(values).splitlines() == [
        "[[rule]]",
        'id     = "en.a.b"',
        'why    = "A reason."',
        "regex  = ['''^\\d+ \\\"x\\\"$''']",
        "unless = { words_over = 3 }",
        "strip  = [",
        f'  "{"a" * 60}",',
        f'  "{"b" * 60}",',
        "]",
    ]


def test_unknown_keys_are_refused() -> None:
    with pytest.raises(KeyError, match="start"):
        rule_toml({"id": "x", "start": ["y"]})


def test_place_of_a_rule(tmp_path: Path) -> None:
    assert place_of("en.related.x", (), tmp_path) == tmp_path / "en" / "related.toml"
    assert place_of("en.related.x", [".a.example"], tmp_path) == tmp_path / "en" / "related.toml"
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "a.example.toml").touch()
    assert place_of("en.related.x", [".a.example"], tmp_path) == tmp_path / "sites" / "a.example.toml"


def test_a_rule_is_put_at_the_end() -> None:
    rule = rule_toml({"id": "en.a.b", "why": "w", "equals": "x", "strip": "x", "keep": "y"})
    text = with_rule(with_rule("# remarks\n", rule), rule.replace("en.a.b", "en.a.c"))
    assert text.startswith("# remarks\n\n[[rule]]\n")
    assert [one.id for one in read_rules("f", text.encode()).rules] == ["en.a.b", "en.a.c"]
    assert with_rule("", rule) == rule
