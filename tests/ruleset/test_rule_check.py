from __future__ import annotations

import pytest
from rule_texts import load, rule_text

from normalize.errors import RuleError
from normalize.ruleset.check import placeholders


def codes(*texts: str) -> list[tuple[str, int, str]]:
    with pytest.raises(RuleError) as caught:
        load(*texts)
    return [(p.file, p.line, p.code) for p in caught.value.problems]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["strip = []"], "R023"),
        (["keep = []"], "R024"),
        (['keep = ["Junk."]'], "R019"),
        (["capture = { related = 'title' }"], "R014"),
        (["template = 'Support {name'"], "R017"),
        (["template = 'Support {a.b}'"], "R017"),
        (["template = '{a} and {a}'"], "R017"),
        (["lines = ['Oops!', '{}']"], "R017"),
        (["regex = '(?P<a>x'"], "R018"),
        (["regex = 'x*'"], "R033"),
        (["replacement = 'x'"], "R019"),
        (["action = 'rewrite'", "strip = ", "case = [{ line = 'a', expect = 'rewrite' }]"], "R006"),
        (["action = 'rewrite'", "case = [{ line = 'a', expect = 'rewrite', result = '' }]"], "R019"),
        (["case = [{ line = 'a', expect = 'flag' }]"], "R019"),
        (["case = [{ line = 'a', expect = 'keep', result = 'a' }]"], "R019"),
        (["lines = ['a', 'b']", "unit = 'line'"], "R019"),
        (["languages = ['de']"], "R019"),
        (["languages = ['en', '*']"], "R019"),
    ],
)
def test_a_rule_that_makes_no_sense(lines: list[str], code: str) -> None:
    found = codes(rule_text("en.a.x", *lines))
    assert [entry[2] for entry in found] == [code]


def test_parts_of_templates_and_regexes_can_be_captured_and_put_back() -> None:
    load(
        rule_text("en.a.x", "template = 'Support {name}.'", "capture = { publisher = 'name' }"),
        rule_text("en.a.y", "regex = 'By (?P<who>.+)'", "capture = { authors = 'who' }"),
        rule_text("en.a.z", "lines = ['Oops!', '{what}']", "capture = { notices = 'what' }"),
        rule_text(
            "en.a.w",
            "template = 'At {{{time}}}'",
            "action = 'rewrite'",
            "replacement = '{time}'",
            "strip = ",
            "case = [{ line = 'a', expect = 'rewrite', result = 'b' }]",
        ),
    )


def test_ids_are_used_once() -> None:
    first = rule_text("en.a.x")
    assert codes(first + first, first) == [("1.toml", 7, "R020"), ("2.toml", 1, "R020")]


def test_retired_ids_are_not_used_again() -> None:
    retired = rule_text("en.a.x", "status = 'retired'")
    assert codes(retired, rule_text("en.a.x")) == [("2.toml", 1, "R021")]
    assert codes(rule_text("en.a.x"), retired) == [("1.toml", 1, "R021")]


def test_replaced_ids_are_free_and_replaced_once() -> None:
    heir = rule_text("en.a.y", "replaces = ['en.a.x']")
    assert codes(rule_text("en.a.x"), heir) == [("2.toml", 1, "R022")]
    assert codes(rule_text("en.a.z", "replaces = ['en.a.x']"), heir) == [("2.toml", 1, "R022")]
    assert len(load(rule_text("en.a.x", "status = 'retired'"), heir)) == 1


def test_placeholders() -> None:
    assert placeholders("{a} {{b}} {c_1}") == ["a", "c_1"]
    assert placeholders("none") == []
    for wrong in ("{", "}", "{0}", "{a!r}", "{a:x}", "{a b}"):
        with pytest.raises(ValueError, match=r"."):
            placeholders(wrong)
