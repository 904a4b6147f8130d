"""Every edit has a reason that people can read."""

from __future__ import annotations

import re
from pathlib import Path

import normalize
from normalize.charset import policy
from normalize.report.reasons import BUILT_IN, CHARSET, reason
from normalize.ruleset import Matcher, Rule, RuleSet


def test_each_built_in_rule_has_a_reason() -> None:
    source = "".join(
        path.read_text(encoding="utf-8")
        for path in Path(normalize.__file__).parent.rglob("*.py")
        if "report" not in path.parts
    )
    named = set(re.findall(r'"((?:repair|segment|describe|prune)\.[a-z-]+)"', source))
    options = {"prune.level"}
    assert len(named) > 10
    assert named - options == set(BUILT_IN)


def test_each_way_of_decoding_is_told() -> None:
    told = re.findall(r"^ {8}`([a-z0-9 -]+)` {2,}", policy.Decoded.__doc__ or "", re.MULTILINE)
    assert sorted(told) == sorted(CHARSET)


def test_retired_former_and_unknown_rules() -> None:
    phrase = Matcher("equals", ("A",))
    rules = RuleSet(
        [
            Rule("a.b.c", "Now.", phrase, replaces=("a.b.old",)),
            Rule("a.b.gone", "Harm.", phrase, status="retired"),
        ]
    )
    assert reason("a.b.c", rules) == reason("a.b.old", rules) == "Now."
    assert reason("a.b.gone", rules) == "Harm."
    assert reason("a.b.none", rules) == "No rule of this name is in force now."
