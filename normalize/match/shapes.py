"""What every text holds that a part of a regex matches.

After R. Cox, "Regular Expression Matching with a Trigram Index" (2012), with whole literals in the place of
trigrams: parts of the pattern that stand for few strings are multiplied out into literals.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from normalize.match import syntax
from normalize.match.windows import window

_MOST_STRINGS = 48  # literals that one pattern may need; beyond it the set is cut where it grew
_LONGEST = 40  # code points; more does not make a literal rarer
_EMPTY = frozenset([""])
_BLANK_OR_NOTHING = frozenset(["", " "])


class Literal(NamedTuple):
    """Folded text that a unit must hold; `head`: that its block, or physical line, must begin with."""

    text: str
    head: bool


Need = frozenset[Literal]
"""Literals of which a unit must hold at least one."""

_NO_NEED: Need = frozenset()


def hardest(sets: Iterable[Need], plain: bool) -> Need | None:
    """The set that is hardest to meet, or nothing if none is usable."""
    best = max(sets, key=lambda need: score(need, plain), default=_NO_NEED)
    return best if score(best, plain) > 0 else None


def score(need: Need, plain: bool = True) -> float:
    """How hard a set of literals is to meet, in bits: that of its easiest member."""
    windows = [window(text, head, plain) for text, head in need]
    return min((found.bits if found else 0.0 for found in windows), default=0.0)


class Shape:
    """What is known of the texts that a part of a pattern matches.

    `exact`: all of them, if they are few. `required`: sets of literals; each of the texts holds a member of
    each set.
    """

    def __init__(self, exact: frozenset[str] | None, required: Iterable[Need] = ()) -> None:
        self.exact = exact
        self.required = [literals for literals in required if all(text for text, _ in literals)]

    def all_required(self) -> list[Need]:
        """`required`, with `exact` as one more."""
        if self.exact is None or "" in self.exact:
            return self.required
        return [*self.required, frozenset(Literal(text, False) for text in self.exact)]


@lru_cache(maxsize=1 << 14)
def shape_of(node: syntax.Node) -> Shape:
    """The shape of a part of a pattern. Kept while a plan is made, which asks for it from several sides."""
    match node:
        case syntax.Text(options):
            return Shape(frozenset(options))
        case syntax.Sequence(items):
            return _sequence(items)
        case syntax.Choice(branches):
            return _choice([shape_of(branch) for branch in branches])
        case syntax.Repeat(item, low, high):
            return _repeat(shape_of(item), low, high)
        case syntax.Start() | syntax.End():
            return Shape(_EMPTY)
        case syntax.Anything() | syntax.Character():
            return Shape(None)


def _sequence(items: Iterable[syntax.Node]) -> Shape:
    """Neighbours that stand for few strings are multiplied out into runs, and each run is required."""
    required: list[Need] = []
    exact: frozenset[str] | None = _EMPTY  # all that the whole sequence matches
    run, head = _EMPTY, False
    pieces: list[frozenset[str]] = []  # what the run was multiplied out of
    for item in items:
        if item == syntax.Start():
            required.append(_run(run, head))
            run, head, pieces = _EMPTY, True, []
            continue
        shape = shape_of(item)
        if head and run == _EMPTY and shape.exact == _BLANK_OR_NOTHING:
            continue  # no unit begins with a blank
        required += shape.required
        exact = _product(exact, shape.exact)
        longer = _product(run, shape.exact)
        pieces = [*pieces, shape.exact] if shape.exact is not None else []
        if longer is None:
            required.append(_run(run, head))
            longer, pieces = _last(pieces)
            head = False
        run = longer
    return Shape(exact, [*required, _run(run, head)])


def _last(pieces: Sequence[frozenset[str]]) -> tuple[frozenset[str], list[frozenset[str]]]:
    """The longest run of the last pieces that stands for few strings, and these pieces."""
    run = _EMPTY
    for first in range(len(pieces) - 1, -1, -1):
        longer = _product(pieces[first], run)
        if longer is None:
            return (run, list(pieces[first + 1 :])) if first + 1 < len(pieces) else (pieces[-1], [pieces[-1]])
        run = longer
    return run, list(pieces)


def _run(run: frozenset[str], head: bool) -> Need:
    return frozenset(Literal(text, head) for text in run)


def _choice(shapes: Sequence[Shape]) -> Shape:
    exact: frozenset[str] | None = frozenset()
    for shape in shapes:
        exact = None if exact is None or shape.exact is None else exact | shape.exact
    best = [max(shape.all_required(), key=score, default=_NO_NEED) for shape in shapes]
    if exact is not None and len(exact) > _MOST_STRINGS:
        exact = None
    return Shape(exact, [_NO_NEED.union(*best)] if all(best) else [])


def _repeat(shape: Shape, low: int, high: int | None) -> Shape:
    if low == 0:
        optional = shape.exact if high == 1 else None
        return Shape(None if optional is None else optional | _EMPTY)
    exact = shape.exact
    if low == high and low <= _LONGEST:
        for _ in range(low - 1):
            exact = _product(exact, shape.exact)
    else:
        exact = None
    return Shape(exact, shape.all_required())


def _product(left: frozenset[str] | None, right: frozenset[str] | None) -> frozenset[str] | None:
    """Each string of `left` with each of `right` after it; nothing if these are too many or too long."""
    if left is None or right is None or len(left) * len(right) > _MOST_STRINGS:
        return None
    if max(map(len, left)) + max(map(len, right)) > _LONGEST:
        return None
    return frozenset(first + second for first in left for second in right)
