"""How regexes begin and end that are anchored to an end of their text, and how long a match can be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from normalize.match import syntax
from normalize.match.shapes import shape_of

_MOST_STRINGS = 300  # more take longer to compare with a text than to try the pattern
_LONGEST = 24  # code points; more tells no texts apart
_NOTHING = frozenset([""])


def heads(node: syntax.Node) -> frozenset[str] | None:
    """Strings with one of which a text begins that the pattern matches; None if it is not anchored."""
    return _anchored(node, syntax.Start, False)


def tails(node: syntax.Node) -> frozenset[str] | None:
    """Strings with one of which a text ends that the pattern matches; None if it is not anchored."""
    return _anchored(node, syntax.End, True)


def longest(node: syntax.Node) -> int | None:
    """The length, in code points, of the longest text that the pattern can match from start to end; None if
    there is no bound, or if it is not anchored to both.
    """
    return None if heads(node) is None or tails(node) is None else _longest(node)


def _longest(node: syntax.Node) -> int | None:
    match node:
        case syntax.Text(options):
            return max(len(option.casefold()) for option in options)
        case syntax.Character(most):
            return most
        case syntax.Start() | syntax.End():
            return 0
        case syntax.Sequence(items):
            return _sum(map(_longest, items))
        case syntax.Choice(branches):
            lengths = [_longest(branch) for branch in branches]
            return None if None in lengths else max(length for length in lengths if length is not None)
        case syntax.Repeat(item, _, high):
            length = _longest(item)
            return None if length is None or high is None else length * high
        case _:
            return None


def _sum(lengths: Iterable[int | None]) -> int | None:
    total = 0
    for length in lengths:
        if length is None:
            return None
        total += length
    return total


def _anchored(node: syntax.Node, anchor: type, reverse: bool) -> frozenset[str] | None:
    match node:
        case syntax.Sequence(items):
            ordered = items[::-1] if reverse else items
            for place, item in enumerate(ordered):
                if isinstance(item, anchor):
                    return _first_of(ordered[place + 1 :], reverse)
                if item != syntax.NOTHING:
                    return _anchored(item, anchor, reverse)
            return None
        case syntax.Choice(branches):
            found = [_anchored(branch, anchor, reverse) for branch in branches]
            return frozenset().union(*(one for one in found if one)) if all(found) else None
        case syntax.Repeat(item, low, _) if low > 0:
            return _anchored(item, anchor, reverse)
        case _:
            return None


def _first_of(items: Sequence[syntax.Node], reverse: bool) -> frozenset[str]:
    """What a sequence begins with, seen from its end if `reverse`."""
    found = _NOTHING
    for place, item in enumerate(items):
        longer = _product(found, shape_of(item).exact, reverse)
        if longer is not None:
            found = longer
            continue
        first = _first(item, reverse)
        if isinstance(item, syntax.Repeat) and item.low == 0:
            first = _first(item.item, reverse) | _first_of(items[place + 1 :], reverse)
        return _product(found, first, reverse) or found
    return found


def _first(node: syntax.Node, reverse: bool) -> frozenset[str]:
    match node:
        case syntax.Text(options):
            return frozenset(options)
        case syntax.Sequence(items):
            return _first_of(items[::-1] if reverse else items, reverse)
        case syntax.Choice(branches):
            return frozenset().union(*(_first(branch, reverse) for branch in branches))
        case syntax.Repeat(item, low, _) if low > 0:
            return _first(item, reverse)
        case _:
            return _NOTHING


def _product(left: frozenset[str], right: frozenset[str] | None, reverse: bool) -> frozenset[str] | None:
    if right is None or len(left) * len(right) > _MOST_STRINGS:
        return None
    if max(map(len, left)) + max(map(len, right)) > _LONGEST:
        return None
    if reverse:
        return frozenset(two + one for one in left for two in right)
    return frozenset(one + two for one in left for two in right)
