"""Hostile patterns and hostile documents get a named error, and no more than a bounded time and memory."""

from __future__ import annotations

import pytest

from normalize.errors import RuleError, StageError
from normalize.match import MatchConfig, compile_rules
from normalize.ruleset.model import Matcher, MatcherKind, Rule, Unit

CONFIG = MatchConfig(cache="off", regex_timeout=0.02, document_timeout=0.1, most_matches=100_000)
LONG = 500_000


def rule(kind: MatcherKind, *patterns: str, unit: Unit = "block") -> Rule:
    return Rule("en.test.hostile", "for the test", Matcher(kind, patterns), unit=unit)


def error(rules: list[Rule], blocks: list[str], config: MatchConfig = CONFIG) -> StageError:
    with pytest.raises(StageError) as caught:
        compile_rules(rules, config).find(blocks)
    return caught.value


@pytest.mark.parametrize(
    ("pattern", "text"), [(r"(a|aa)+$", "a" * 60 + "!"), (r"(a|a)*b$", "a" * 60 + "c b c")]
)
@pytest.mark.parametrize("unit", ["block", "span"])
def test_hostile_regex(pattern: str, text: str, unit: Unit) -> None:
    found = error([rule("regex", pattern, unit=unit)], [text])
    assert found.code == "regex-timeout"
    assert "en.test.hostile" in found.reason


def test_time_of_a_document() -> None:
    slow = [rule("regex", "(a|aa)+$")] * 20
    blocks = ["a" * 24 + "!"] * 20  # each search takes some milliseconds
    patient = MatchConfig(cache="off", regex_timeout=60, document_timeout=60)
    assert compile_rules(slow[:1], patient).find(blocks[:1]) == []
    found = error(slow, blocks, MatchConfig(cache="off", regex_timeout=60, document_timeout=0.01))
    assert found.code == "regex-timeout"


def test_bad_regex_names_its_rule() -> None:
    bad = rule("regex", "read (")._replace(file="en.toml", line=7)
    with pytest.raises(RuleError, match=r"en.toml:7: regex-syntax .*en.test.hostile"):
        compile_rules([bad], CONFIG).find(["read"])


RULES = [
    rule("starts", "Read also:"),
    rule("equals", "Advertisement"),
    rule("contains", "aa"),
    rule("contains", "a b", unit="span"),
    rule("ends", "rights reserved"),
    rule("template", "(related: {title})", unit="span"),
    rule("template", "a {x} b {y} c"),
    rule("lines", "Oops!", "Something {x}"),
    rule("starts", "aa", unit="sentence"),
    rule("contains", "—a", unit="span"),
]


MATCHED_OFTEN = {"—a ", "a b ", "Aa. "}


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "a  ",
        "a\u00ad",
        ". ",
        "• ",
        "- ",
        "ß",
        "e\u0301",
        "\u0301",
        "(related: ",
        '."',
        "—a ",
        "a b ",
        "b a c ",
        "Aa. ",
    ],
)
def test_one_long_line(unit: str) -> None:
    blocks = [unit * (LONG // len(unit))]
    engine = compile_rules(RULES, CONFIG)
    if unit in MATCHED_OFTEN:
        with pytest.raises(StageError, match="more than 100000 places"):
            engine.find(blocks)
    else:
        assert len(engine.find(blocks)) <= len(RULES)


@pytest.mark.parametrize("line", ["", " ", "Oops!", "• x", "some words", "Advertisement"])
def test_very_many_lines(line: str) -> None:
    blocks = [line] * 120_000
    engine = compile_rules(RULES, CONFIG)
    if line == "Advertisement":
        assert error(RULES, blocks).code == "too-many-matches"
    else:
        assert engine.find(blocks) == []


def test_long_units_are_not_for_regexes() -> None:
    rules = [rule("regex", r"\d x")]
    config = MatchConfig(cache="off", regex_longest=10_000)
    assert compile_rules(rules, config).find(["a" * 9_000 + "1 x"])
    assert error(rules, ["a" * 10_000 + "1 x"], config).code == "unit-too-long"


def test_matches_at_seams() -> None:
    """A long text is searched in pieces; nothing is lost where they meet."""
    engine = compile_rules([rule("contains", "newsletter", unit="span")], CONFIG)
    text = "some words " * 30_000
    for at in range(131_060, 131_090):
        found = engine.find(["first", text[:at] + " newsletter " + text[at:]])
        assert [(match.block, match.start) for match in found] == [(1, at + 1)]
