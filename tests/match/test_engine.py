"""What rules of each kind and unit hit, by example."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from normalize.match import Engine, Match, MatchConfig, compile_rules
from normalize.match.engine import TOP_BLOCKS
from normalize.ruleset.model import Matcher, MatcherKind, Rule

CONFIG = MatchConfig(cache="off")


def rule(kind: MatcherKind, *patterns: str, **fields: Any) -> Rule:
    matcher = Matcher(kind, patterns, case=fields.pop("case", False))
    return Rule("en.test.rule", "for the test", matcher, **fields)


def engine(*rules: Rule) -> Engine:
    return compile_rules(rules, CONFIG)


def hits(one: Rule, *blocks: str) -> list[str]:
    """The texts that a rule meets."""
    found = engine(one).find(blocks)
    return ["\n".join(blocks[m.block : m.block + m.blocks])[m.start : m.end] for m in found]


@pytest.mark.parametrize(
    ("kind", "pattern", "met", "not_met"),
    [
        ("equals", "Share this article", ["share  this ARTICLE", "• Share this article…", "Share this article »"], ["Share this article now", "article"]),
        ("equals", "Oops!", ["Oops", "oops!!!", " - Oops!"], ["Oops? Yes", "Oops! Sorry."]),
        ("equals", "...", ["…", "..."], ["....", "more...", ""]),
        ("equals", "— 30 —", ["– 30 –", "- 30 -"], ["30"]),
        ("starts", "Read also", ["Read also: this", "READ ALSO"], ["Read alsoran", "He read also this", "Read"]),
        ("starts", "Read also:", ["» Read also:this"], ["Read also this"]),
        ("ends", "the editors", ["Sent by the Editors"], ["by the editors.", "by breathe editors", "editors"]),
        ("ends", "(staff)", ["A man (STAFF)"], ["(staff) a"]),
        ("contains", "sign up", ["You can sign up here", "Sign up!"], ["design up", "sign upon", "sign-up"]),
        ("contains", "無断転載", ["写真の無断転載を禁じます"], ["無断の転載"]),
        ("contains", "©", ["x©y"], ["(c)"]),
        ("template", "Related: {title}", ["Related: A story", "related: x."], ["Related:", "Related: ", "Also related: x"]),
        ("template", "{n} comments", ["12 comments", "No comments »"], ["comments", "12 comments here"]),
        ("template", "From {a} to {b}", ["From one to two", "from a to b to c"], ["From one to", "From  to x"]),
        ("regex", r"^©\s*\d{4}", ["© 2024 Nobody", "•   ©2024"], ["in © 2024", "© MMXX"]),
        ("regex", "strasse", ["Hauptstraße 1", "STRASSE"], ["Stra\u00dfenbahn"[:5]]),
        ("regex", "it's", ["It’s here", "IT'S"], ["its"]),
    ],
)  # fmt: skip
def test_matchers(kind: MatcherKind, pattern: str, met: list[str], not_met: list[str]) -> None:
    one = engine(rule(kind, pattern))
    assert [text for text in met if not one.find([text])] == []
    assert [text for text in not_met if one.find([text])] == []


def test_case_counts_where_asked_for() -> None:
    assert hits(rule("regex", "Foto", case=True), "das foto", "das Foto") == ["Foto"]


def test_places_of_a_phrase() -> None:
    assert engine(rule("starts", "Lies auch:")).find(["• LIES auch:  mehr"]) == [
        Match(0, 0, 2, 12, 0, 18, {})
    ]
    assert engine(rule("equals", "mehr")).find(["» Mehr…"]) == [Match(0, 0, 2, 6, 0, 7, {})]


def test_placeholders() -> None:
    text = "– Photo: Ann Lee / Agency."
    (match,) = engine(rule("template", "Photo: {name} / {agency}")).find([text])
    assert {name: text[start:end] for name, (start, end) in match.groups.items()} == {
        "name": "Ann Lee",
        "agency": "Agency",
    }


def test_braces_in_templates() -> None:
    assert hits(rule("template", "{{{name}}} here"), "{x} here", "x here") == ["{x} here"]


def test_named_groups() -> None:
    text = "Updated at 10:06 a.m. ET"
    (match,) = engine(rule("regex", r"at (?P<time>[\d:]+)(?P<no>zz)?")).find([text])
    assert match.groups == {"time": (11, 16)}


def test_every_span_of_a_block() -> None:
    text = "One (RELATED: a b) two (related: c). Three."
    assert hits(rule("template", "(RELATED: {title})", unit="span"), text) == [
        "(RELATED: a b)",
        "(related: c)",
    ]
    assert hits(rule("contains", "two", "one", "one (related", unit="span"), text) == ["One (RELATED", "two"]
    assert hits(rule("regex", r"\w+e\b|", unit="span"), text) == ["One", "Three"]
    (match, _) = engine(rule("regex", r"\(.*?\)", unit="span")).find([text])
    assert (match.unit_start, match.unit_end) == (match.start, match.end)


def test_sentences() -> None:
    text = "A man fell. Call our desk now. He is well."
    found = engine(rule("starts", "Call our", unit="sentence")).find([text])
    assert [text[m.unit_start : m.unit_end] for m in found] == ["Call our desk now."]


def test_physical_lines() -> None:
    blocks = ["Sign up here\nfor our letter", "plain"]
    lines = [[(0, 12), (13, 27)], [(0, 5)]]
    one = engine(rule("starts", "for our", unit="line"), rule("starts", "sign up here for", unit="line"))
    assert one.find(blocks, lines=lines) == [Match(1, 0, 0, 16, 0, 27, {}), Match(0, 0, 13, 20, 13, 27, {})]
    assert engine(rule("starts", "for our")).find(blocks, lines=lines) == []


def test_lines() -> None:
    one = rule("lines", "Oops!", "Try {when} again", "Bye")
    blocks = ["Oops!", "• Oops", "Try  later again", "BYE.", "Oops!"]
    (match,) = engine(one).find(blocks)
    text = "\n".join(blocks[1:4])
    assert (match.block, match.blocks, match.unit_start, match.unit_end) == (1, 3, 0, len(text))
    assert text[match.start : match.end] == "Oops\nTry  later again\nBYE"
    assert [text[start:end] for start, end in match.groups.values()] == ["later"]


def test_lines_do_not_overlap() -> None:
    found = engine(rule("lines", "a b", "a b")).find(["a b"] * 5)
    assert [match.block for match in found] == [0, 2]


def test_document() -> None:
    blocks = ["One", "two  three", "four"]
    (match,) = engine(rule("regex", r"three\nfour", unit="document")).find(blocks)
    assert (match.block, match.blocks) == (0, 3)
    assert "\n".join(blocks)[match.start : match.end] == "three\nfour"
    assert engine(rule("regex", "x", unit="document")).find([]) == []


def test_allowed() -> None:
    one = engine(rule("equals", "a b"), rule("contains", "a b"), rule("regex", "."))
    assert [match.rule for match in one.find(["a b"])] == [0, 1, 2]
    assert [match.rule for match in one.find(["a b"], frozenset({1}))] == [1]
    assert one.find(["a b"], frozenset()) == []


def test_without_literal() -> None:
    one = engine(
        rule("equals", "Share"), rule("regex", r"^\w+$"), rule("equals", "…"), rule("lines", "...", "::")
    )
    assert one.without_literal == {1, 2, 3}


def test_sorted() -> None:
    one = engine(rule("contains", "two"), rule("contains", "one"), rule("equals", "one two"))
    assert [(match.block, match.rule) for match in one.find(["one two", "one two"])] == [
        (0, 1), (0, 2), (0, 0), (1, 1), (1, 2), (1, 0),
    ]  # fmt: skip


def test_no_rules_no_blocks() -> None:
    assert engine().find(["text"]) == []
    assert engine(rule("equals", "a")).find([]) == []


def test_engines_pickle() -> None:
    one = engine(rule("regex", "rea(d)"))
    assert one.find(["read"]) == pickle.loads(pickle.dumps(one)).find(["read"]) != []


def test_lone_surrogates() -> None:
    assert hits(rule("contains", "read"), "\ud800 read") == ["read"]


def test_what_stands_above_the_headline_is_looked_for_at_the_top_only() -> None:
    one = engine(rule("equals", "World News", position="top"), rule("equals", "Share this"))
    blocks = ["World News", *["A paragraph."] * (TOP_BLOCKS - 2), "World News", "World News", "Share this"]
    assert [(found.rule, found.block) for found in one.find(blocks)] == [
        (0, 0),
        (0, TOP_BLOCKS - 1),
        (1, TOP_BLOCKS + 1),
    ]


def test_an_accent_apart_at_the_end() -> None:
    assert hits(rule("equals", "1: á"), "1: A\u0301") == ["1: A\u0301"]
