"""Compiled regexes are kept, and what is kept is what would be compiled."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from normalize.errors import RuleError
from normalize.match import MatchConfig, compile_rules
from normalize.match import patterns as module
from normalize.match.cache import Cache
from normalize.match.patterns import Patterns
from normalize.ruleset.model import Matcher, Rule


def rule(pattern: str, case: bool = False) -> Rule:
    return Rule("en.test.one", "for the test", Matcher("regex", (pattern,), case=case))


RULES = [rule("stra(?P<rest>ß)e"), rule("(?<=a)b{2,}", case=True), rule("(?<=a)b{2,}")]


def test_kept_from_one_to_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Patterns(RULES, Cache(tmp_path))
    before = [first.get(one, 0) for one in RULES]
    assert not list(tmp_path.iterdir()), "only who will do much keeps them"
    first.keep()
    monkeypatch.setattr(module, "_compiled", lambda *_: pytest.fail("it is compiled anew"))
    second = Patterns(RULES, Cache(tmp_path))
    second.keep()
    after = [second.get(one, 0) for one in RULES]
    for one, other in zip(before, after, strict=True):
        assert (one.pattern, one.flags, one.groupindex) == (other.pattern, other.flags, other.groupindex)
    found = after[0].search("die STRASSE")
    assert found
    assert found.span("rest") == (8, 10)
    assert [bool(one.search("aBB")) for one in after[1:]] == [False, True]


def test_a_pipeline_that_is_warm_has_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = MatchConfig(cache=str(tmp_path))
    compile_rules(RULES, config).keep()
    monkeypatch.setattr(module, "_compiled", lambda *_: pytest.fail("it is compiled anew"))
    matches = compile_rules(RULES, config).find(["abb", "in der Straße"])
    assert [(match.rule, match.block) for match in matches] == [(1, 0), (2, 0), (0, 1)]


@pytest.mark.parametrize("bad", [b"", pickle.dumps(print), pickle.dumps(3), b"\x80"])
def test_what_is_no_pattern_is_made_anew(tmp_path: Path, bad: bytes) -> None:
    patterns = Patterns(RULES, Cache(tmp_path))
    Cache(tmp_path).store(module._KEY, {("(?<=a)b{2,}", False): bad})
    assert patterns.get(RULES[2], 0).search("aBB")


def test_a_wrong_pattern_is_told() -> None:
    with pytest.raises(RuleError, match="does not compile"):
        Patterns([], None).get(rule("(a"), 0)
