"""The engine gives exactly what a plain loop over all rules gives."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from normalize.match import MatchConfig, compile_rules
from normalize.ruleset.model import Matcher, MatcherKind, Rule, Unit
from tests.match.reference import find_all_slow

CONFIG = MatchConfig(cache="off", regex_timeout=10, document_timeout=100)

PHRASES = [
    "read also", "Read also:", "Oops!", "straße", "Strasse", "miss", "film", "kiss", "I lik", "istanbul", "ﬁne", "don't",
    "a - b", "ﷺ", "صلى", "café", "Читайте", "σας", "関連記事", "ガス", "가나", "อำนาจ", "① one", "2²", "© 2024", "...", "- ad -",
    "x", "»", "news", "İz", "ısı", "ŉ", "ǰa", "no. 5", "(more)", "* * *", "ΐ", "Å", "ṩ", "a", "ss", "s",
]  # fmt: skip
NOISE = "aA sSſkKKiIİıßẞﬁ\u0301\u0323\u00ad\u200b\u00a0\u3000 \t“”’'—-–…•*>».:,!?1²σςЯяガｶﾞＡａ가ㄱㅏำาⓚ🙂_ǆ"


def fullwidth(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


MUTATIONS = [
    str.upper, str.lower, str.title, str.swapcase, fullwidth,
    lambda s: unicodedata.normalize("NFD", s),
    lambda s: unicodedata.normalize("NFKC", s),
    lambda s: s.replace("ss", "ß").replace("fi", "ﬁ"),
    lambda s: s.replace("s", "ſ").replace("k", "K"),
    lambda s: s.replace("i", "İ"),
    lambda s: s.replace("I", "ı"),
    lambda s: s.replace(" ", "\u00a0 "),
    lambda s: s.replace("'", "’").replace("-", "—").replace("...", "…"),
    lambda s: "\u00ad".join(s),
    lambda s: "\u0301".join(s),
    lambda s: "• " + s,
    lambda s: " -  " + s,
    lambda s: s + "!…",
    lambda s: s + "\u0301",
    lambda s: "\u200b" + s + " »",
]  # fmt: skip

phrases = st.sampled_from(PHRASES) | st.text(NOISE, min_size=1, max_size=6).filter(
    lambda s: s.strip(" \t\u00a0\u3000\u200b\u00ad")
)


REGEX_PARTS = [
    "read also", r"read\s+also", r"^", r"\s*", r"(?:read|see)", "(?P<x>miss|kiss)", r"\b", r".{0,3}", "[sſ]", "s+", "(film)?",
    r"\d{1,4}", "straße", "ſ", "K", "İ", "I", "ı", "fi", "ﬁ", r"[^a]", "$", "(?=n)", "(?!s)", "news?", "café", "é", "σ", "Я", "[ßx]",
    "ガ", "(a|b|)", r"\w+", "^(?:x|news)", "(?i:Oops)", "x{2}", "İz", "-", "'", r"\.\.\.", "ss", r"\W", "關|関",
]  # fmt: skip
regexes = st.lists(st.sampled_from(REGEX_PARTS), min_size=1, max_size=4).map("".join)
templates = st.tuples(
    phrases,
    phrases,
    st.sampled_from(["{0} {{a}} {1}", "{} {{a}}", "{{a}} {}", "{{a}} {} {{b}}", "{}{{a}}{{b}}{}"]),
).map(lambda parts: parts[2].format(*(part.replace("{", "").replace("}", "") for part in parts[:2])))
PATTERNS: dict[MatcherKind, st.SearchStrategy[str]] = {
    "equals": phrases, "starts": phrases, "ends": phrases, "contains": phrases, "template": templates, "regex": regexes,
}  # fmt: skip
UNITS: list[Unit] = ["block", "line", "sentence", "span", "document"]


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    kind: MatcherKind = draw(st.sampled_from([*PATTERNS, "lines"]))
    if kind == "lines":
        patterns = draw(st.lists(phrases | templates, min_size=1, max_size=3))
    else:
        patterns = draw(st.lists(PATTERNS[kind], min_size=1, max_size=2))
    matcher = Matcher(kind, tuple(patterns), case=kind == "regex" and draw(st.booleans()))
    return Rule("any.test.rule", "for the test", matcher, unit=draw(st.sampled_from(UNITS)))


@st.composite
def blocks_near(draw: st.DrawFn, some: list[Rule]) -> list[str]:
    """Blocks made of what the rules look for, changed in ways that folding should undo or should not."""
    sources = [pattern for rule in some if rule.matcher.kind != "regex" for pattern in rule.matcher.patterns]
    sources = [source.replace("{a}", "Foo").replace("{b}", "x y") for source in sources] or PHRASES
    blocks = []
    for _ in range(draw(st.integers(1, 5))):
        block = draw(st.sampled_from(sources) | st.sampled_from(PHRASES))
        for change in draw(st.lists(st.sampled_from(MUTATIONS), max_size=2)):
            block = change(block)
        edges = st.sampled_from(["", "", "", " ", ". ", "a", "\u0301", "• "]) | st.text(NOISE, max_size=3)
        blocks.append(draw(edges) + block + draw(edges))
    return blocks


@st.composite
def spans(draw: st.DrawFn, blocks: list[str]) -> list[list[tuple[int, int]]]:
    found = []
    for block in blocks:
        cuts = sorted({0, len(block), *draw(st.lists(st.integers(0, len(block)), max_size=2))})
        found.append(list(pairwise(cuts)))
    return found


@settings(max_examples=400, deadline=None)
@given(st.data(), st.lists(rules(), min_size=1, max_size=5))
def test_same_matches_as_a_loop(data: st.DataObject, some: list[Rule]) -> None:
    blocks = data.draw(blocks_near(some))
    lines = data.draw(st.none() | spans(blocks))
    engine = compile_rules(some, CONFIG)
    found = engine.find(blocks, lines=lines)
    assert found == find_all_slow(some, blocks, lines=lines)
    allowed = frozenset(data.draw(st.sets(st.integers(0, len(some) - 1))))
    assert engine.find(blocks, allowed, lines) == [match for match in found if match.rule in allowed]
