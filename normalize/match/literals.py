"""What a unit must hold that a rule hits.

Phrases and templates are literals themselves; for a regex they follow from its syntax tree.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from normalize.match import phrases, syntax
from normalize.match.edges import heads, longest, tails
from normalize.match.shapes import Literal, Need, shape_of
from normalize.ruleset.model import Rule

_MOST_FOLDED_TO_ONE = 4  # code points that may fold to one: a letter and its marks
_MOST_HEADS = 100  # beginnings that are searched for; more of them are only compared


class Required(NamedTuple):
    """What one pattern of a rule asks of a unit.

    Attributes:
        sets: literals, of each set at least one. None of them if nothing is known.
        heads: the unit begins with one of these, if there are any.
        tails: the unit, without trailing marks, ends with one of these, if there are any.
        longest: the unit, without bullets and trailing marks, has no more code points than this; None: no
            bound is known.
    """

    sets: list[Need]
    heads: frozenset[str] = frozenset()
    tails: frozenset[str] = frozenset()
    longest: int | None = None


def required(rule: Rule, number: int) -> Required:
    """What pattern `number` of a rule requires of a unit, or of the block that is this one of its `lines`.

    All strings are folded.
    """
    kind, pattern = rule.matcher.kind, rule.matcher.patterns[number]
    lines = kind == "lines"
    headed = lines or rule.unit in ("block", "line", "span")  # the unit begins where a block or a line begins
    if kind == "regex":
        return _required_by_regex(pattern, headed, blanks=rule.unit != "document")
    pieces: tuple[str, ...]
    if kind in ("template", "lines"):
        whole = lines or rule.unit != "span"
        pieces = phrases.make_template(pattern, whole).pieces
        starts = ends = whole
    else:
        phrase = phrases.make_phrase(pattern)
        pieces = (phrase.core if kind == "equals" else phrase.text,)
        starts, ends = kind in ("equals", "starts"), kind in ("equals", "ends")
    found = [Literal(piece, headed and starts and not place) for place, piece in enumerate(pieces)]
    return Required(
        [frozenset([literal]) for literal in found if literal.text],
        frozenset(pieces[:1]) if headed and starts else frozenset(),
        frozenset(pieces[-1:]) if headed and ends else frozenset(),
        _MOST_FOLDED_TO_ONE * len(pieces[0]) if starts and ends and len(pieces) == 1 else None,
    )


def _required_by_regex(pattern: str, headed: bool, blanks: bool) -> Required:
    try:
        node = syntax.parse(pattern)
    except syntax.UnknownSyntaxError:
        return Required([])
    sets = []
    for literals in shape_of(node).all_required():
        texts = [Literal(text.casefold(), head and headed) for text, head in literals]
        if not blanks:  # white space of the pattern may stand for a newline in a document
            texts = [Literal(max(text.split(" "), key=len), False) for text, _ in texts]
        sets.append(frozenset(texts))
    if not headed:
        return Required(sets)
    beginnings = _folded(heads(node))
    if beginnings and len(beginnings) <= _MOST_HEADS:
        sets.append(frozenset(Literal(text, True) for text in beginnings))
    return Required(sets, beginnings, _folded(tails(node)), longest(node))


def _folded(found: Iterable[str] | None) -> frozenset[str]:
    """Strings in folded form; none if any of them is empty, since that tells nothing."""
    texts = frozenset(text.strip(" ").casefold() for text in found or ())
    return frozenset() if "" in texts else texts
