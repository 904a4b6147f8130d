from __future__ import annotations

import re
from pathlib import Path

import pytest
from rule_texts import load, rule_text

from normalize.ruleset.lint import LINT_CODES, lint
from normalize.ruleset.pump import LENGTH, pumped, slow_text
from normalize.ruleset.rehearse import taken_whole

DOCS = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")


def codes(*texts: str) -> list[str]:
    return [finding.code for finding in lint(load(*texts), taken_whole)]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([], []),
        (["regex = '(j+)+$'"], ["L001"]),
        (["regex = '^(J|j)unk.$'"], []),
        (["regex = '(?P<what>Junk).'"], ["L004"]),
        (["regex = '(?P<what>Junk).'", "capture = { notices = 'what' }"], []),
        (["regex = '''(?P<q>[\"'])Junk(?P=q)'''"], []),
        (["keep = ['Nothing of the kind.']"], ["L005"]),
        (["contains = ['Junk']", "equals = "], ["L006"]),
        (["contains = ['Junk']", "equals = ", "unit = 'span'"], []),
        (["contains = ['Junk']", "equals = ", "unless = { words_over = 4 }"], []),
        (["contains = ['Junk of mine']", "equals = "], []),
        (["regex = 'the paper’s Junk'"], ["L008"]),
        (["regex = 'the paper[’]s Junk'"], []),
        (["regex = '(?:’|x)Junk'"], []),
    ],
)
def test_one_rule(lines: list[str], expected: list[str]) -> None:
    assert codes(rule_text("en.a.x", *lines)) == expected


def test_a_rule_that_another_makes_needless() -> None:
    wide = rule_text("en.a.wide", "starts = 'Junk'", "strip = 'Junk and more'")
    assert codes(rule_text("en.a.x"), wide) == ["L002"]
    assert codes(rule_text("en.a.x"), wide.replace("en.a", "de.a")) == []
    assert codes(rule_text("en.a.x", "capture = { notices = 'match' }"), wide) == []
    assert (
        codes(
            rule_text("en.a.x"),
            rule_text("en.a.wide", "starts = 'Junk'", "strip = 'Junk and more'", "position = 'tail'"),
        )
        == []
    )
    assert (
        codes(
            rule_text("en.a.x"),
            rule_text("en.a.wide", "starts = 'Junk'", "strip = 'Junk and more'", "sites = ['a.example']"),
        )
        == []
    )
    assert codes(rule_text("en.a.x", "sites = ['a.example']"), wide) == ["L002"]
    assert codes(rule_text("en.a.x", "position = 'tail'"), wide) == ["L002"]
    assert codes(rule_text("en.a.x", "position = 'head'"), wide) == []


def test_the_same_phrase_twice() -> None:
    findings = lint(
        load(rule_text("en.a.x"), rule_text("en.a.y", "equals = ['other', 'junk.']")), taken_whole
    )
    assert "L007" in [finding.code for finding in findings]
    assert "en.a.x too (1.toml:1)" in next(one.message for one in findings if one.code == "L007")


def test_rules_that_are_always_tried() -> None:
    (finding,) = lint(
        load(rule_text("en.a.x"), rule_text("en.a.y", "equals = 'b'", "strip = 'b'")), taken_whole, [1]
    )
    assert (finding.code, finding.file) == ("L003", "2.toml")


def test_every_code_is_explained() -> None:
    assert re.findall(r"^\| (L\d{3}) ", DOCS, re.MULTILINE) == list(LINT_CODES)


def test_slow_patterns_are_found() -> None:
    for pattern in (r"(a+)+$", r"^(\w+\s?)*$", r"\d+\d+\d+$"):
        assert slow_text([pattern], False, []), pattern
    assert slow_text([r"^see (\w+ ?)*$"], False, ["see all"])
    for pattern in (r"^a+b", r"^\w+ \w+$", r"foo (?:bar )?baz"):
        assert slow_text([pattern], False, ["foo bar baz"]) is None, pattern


def test_pumped_texts_are_as_long_as_they_should_be() -> None:
    texts = list(pumped(["Read also: the story"]))
    assert len(texts) == len(set(texts))
    assert all(LENGTH * 0.9 < len(text) < LENGTH * 1.1 for text in texts)
