"""The engine gives exactly what a plain loop over all rules gives."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from normalize.match import MatchConfig, compile_rules
from normalize.match.folding import fold
from normalize.ruleset.model import MATCHER_KINDS, Matcher, MatcherKind, Rule, Unit
from tests.match.reference import find_all_slow

CONFIG = MatchConfig(cache="off", regex_timeout=10, document_timeout=100)

PHRASES = [
    "read also", "Read also:", "Oops!", "straße", "Strasse", "miss", "film", "kiss", "I lik", "istanbul", "ﬁne", "don't",
    "a - b", "ﷺ", "صلى", "café", "Читайте", "σας", "関連記事", "ガス", "가나", "อำนาจ", "① one", "2²", "© 2024", "...", "- ad -",
    "x", "»", "**x** y", "# 1", "[a](b) c", "_x", "news", "İz", "ısı", "ŉ", "ǰa", "no. 5", "(more)", "* * *", "ΐ", "Å", "ṩ", "a", "ss", "s",
]  # fmt: skip
NOISE = "aA sSſkKKiIİıßẞﬁ\u0301\u0323\u00ad\u200b\u00a0\u3000 \t“”’'—-–…•*_#[](\\)>».:,!?1²σςЯяガｶﾞＡａ가ㄱㅏำาⓚ🙂_ǆ"


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
    "## {}".format, "**{}**".format, "*{}*".format, "__{}__".format, "> **{} **".format, "[{}](/a_b(c)__d)".format,
    lambda s: s.replace(" ", "** ", 1),
    lambda s: s.replace(" ", " [", 1) + "](https://quay.example.org/**)",
    lambda s: s.replace("-", "\\-").replace(".", "\\."),
]  # fmt: skip

REGEX_PARTS = [
    r"\s+", "^", r"\s*", r"\b", r".{0,3}", "[sſ]", "s+", "(film)?", r"\d{1,4}", "ſ", "K", "İ", "I", "ı", "fi", r"[^a]", "$", "(?=n)",
    "(?!s)", "é", "[ßx]", "(a|b|)", r"\w+", "x{2}", "-", "'", r"\W", r"\w*?", "(?i:s)", "[a-c]",
]  # fmt: skip

UNITS: list[Unit] = ["block", "line", "sentence", "span", "document"]

phrases = st.sampled_from(PHRASES) | st.text(NOISE, min_size=1, max_size=6).filter(fold)
TEMPLATES = st.sampled_from(["{} {{a}} {}", "{} {{a}}", "{{a}} {}", "{{a}} {} {{b}}", "{}{{a}}{{b}}{}"])


@st.composite
def regexes(draw: st.DrawFn, pool: st.SearchStrategy[str]) -> str:
    """A phrase of which parts are replaced or surrounded by syntax."""
    text = draw(pool)
    start, end = sorted(draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    middle = draw(
        st.sampled_from(["(?:{})", "(?P<x>{})", "{}|zz", "(?:{}|zz)", "(?:{})?", "(?i){}", "(?>{})"])
    )
    parts = [re.escape(text[:start]), middle.format(re.escape(text[start:end])), re.escape(text[end:])]
    for at in draw(st.lists(st.integers(0, 3), max_size=2)):
        parts.insert(at, draw(st.sampled_from(REGEX_PARTS)))
    return "".join(parts)


@st.composite
def rules(draw: st.DrawFn, pool: st.SearchStrategy[str]) -> Rule:
    kind: MatcherKind = draw(st.sampled_from(MATCHER_KINDS))
    bare = pool.map(lambda text: text.replace("{", "").replace("}", ""))
    template = st.builds(str.format, TEMPLATES, bare, bare)
    form = {"template": template, "lines": bare | template, "regex": regexes(pool)}.get(kind, pool)
    patterns = draw(st.lists(form, min_size=1, max_size=3 if kind == "lines" else 2))
    matcher = Matcher(kind, tuple(patterns), case=kind == "regex" and draw(st.booleans()))
    return Rule("any.test.rule", "for the test", matcher, unit=draw(st.sampled_from(UNITS)))


@st.composite
def blocks_of(draw: st.DrawFn, pool: st.SearchStrategy[str]) -> list[str]:
    """Blocks made of what the rules look for, changed in ways that folding should undo or should not."""
    blocks = []
    for _ in range(draw(st.integers(1, 5))):
        block = draw(pool | st.builds("{} Foo {}".format, pool, pool))
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


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Rule], list[str], list[list[tuple[int, int]]] | None]:
    """Rules, blocks and physical lines, about the same few phrases."""
    pool = st.sampled_from(draw(st.lists(phrases, min_size=1, max_size=3)))
    some = draw(st.lists(rules(pool), min_size=1, max_size=5))
    blocks = draw(blocks_of(pool))
    return some, blocks, draw(st.none() | spans(blocks))


@settings(max_examples=400, deadline=None)
@given(st.data(), cases())
def test_same_matches_as_a_loop(
    data: st.DataObject, case: tuple[list[Rule], list[str], list[list[tuple[int, int]]] | None]
) -> None:
    some, blocks, lines = case
    engine = compile_rules(some, CONFIG)
    found = engine.find(blocks, lines=lines)
    assert found == find_all_slow(some, blocks, lines=lines)
    allowed = frozenset(data.draw(st.sets(st.integers(0, len(some) - 1))))
    assert engine.find(blocks, allowed, lines) == [match for match in found if match.rule in allowed]
