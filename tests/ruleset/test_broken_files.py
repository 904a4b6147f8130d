"""Whatever a file holds, reading it ends in problems with a place, never in a traceback."""

from __future__ import annotations

import tomllib

from hypothesis import given, settings
from hypothesis import strategies as st
from test_rule_load import GOOD

from normalize.ruleset.codes import CODES
from normalize.ruleset.load import read_rules

_MARKS = st.text("[]{}=\"'#\n., \\\0é🙂", min_size=1, max_size=4)
_NAMES = st.sampled_from(
    ["case", "unless", "capture", "rule", "site", "override", "1", "true", "[]", "{}", "''"]
)
_DAMAGE = st.tuples(
    st.integers(0, len(GOOD)),
    st.integers(0, 30),
    st.one_of(st.just(""), _MARKS, _NAMES, st.just("[[rule]]\n")),
)


def check(text: str) -> None:
    content = read_rules("x.toml", text.encode("utf-8", "surrogatepass"))
    for problem in content.problems:
        assert problem.code in CODES
        assert 1 <= problem.line <= text.count("\n") + 1
        assert problem.message
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        assert content.problems


@settings(max_examples=200, deadline=None)
@given(st.lists(_DAMAGE, min_size=1, max_size=4))
def test_damaged_rule_files(damage: list[tuple[int, int, str]]) -> None:
    text = GOOD
    for start, length, new in damage:
        text = text[:start] + new + text[start + length :]
    check(text)


_words = st.sampled_from(
    [
        "[[rule]]",
        "[site]",
        "[rule.unless]",
        "[[rule.case]]",
        "[rule]",
        "id = 'en.a.b'",
        "case = 1",
        "x",
        "regex = '('",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(_words, max_size=12))
def test_tables_in_any_order(lines: list[str]) -> None:
    check("\n".join(lines))
