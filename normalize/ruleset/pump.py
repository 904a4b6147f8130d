"""How slow a regex can be made: texts that begin like a rule's examples and then repeat themselves.

A pattern that backtracks needs a text that almost matches, for long. Such texts are made by 'pumping' a
part of a text that matches (as the search for catastrophic backtracking in Rathnayake and Thielecke,
'Static Analysis for Regular Expression Exponential Runtime via Substructural Logics', 2014, does with the
parts that it derives), and by ending it with what does not fit.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

LENGTH = 4000
"""Code points of a pumped text: longer than nearly all paragraphs, short enough for a linear pattern to
take under a millisecond.
"""

SLOW = 0.03
"""Seconds from which a pattern counts as slow. A linear one is a hundred times faster; a quadratic one
takes about this long.
"""

_LIMIT = 0.3  # seconds; what takes longer is not measured further
_PLAIN_PUMPS = ("a", "A", "1", " ", "a ", "Aa ", "1 ", ". ", ", ", "-", '"')
_STARTS = 6
_SPOILER = "\n\0"


def slow_text(patterns: Sequence[str], case: bool, examples: Sequence[str]) -> tuple[float, str] | None:
    """Give a text on which one of the patterns is slow, with its seconds (0.3 at most); None if none
    was found.

    Args:
        patterns: patterns of the `regex` package that compile.
        case: whether letter case counts.
        examples: texts that match, and others like them.
    """
    import regex

    flags = regex.VERSION0 | (0 if case else regex.IGNORECASE | regex.FULLCASE)
    compiled = [regex.compile(pattern, flags, cache_pattern=False) for pattern in patterns]
    for text in pumped(examples):
        for pattern in compiled:
            spent = _seconds(pattern, text)
            if SLOW < spent < _LIMIT:  # once more: the machine may have been busy with something else
                spent = min(spent, _seconds(pattern, text))
            if spent > SLOW:
                return spent, text
    return None


def _seconds(pattern: regex.Pattern[str], text: str) -> float:
    begun = time.perf_counter()
    try:
        pattern.search(text, timeout=_LIMIT)
    except TimeoutError:
        return _LIMIT
    return time.perf_counter() - begun


def pumped(examples: Sequence[str]) -> Iterator[str]:
    """Texts of about `LENGTH` code points made of the examples."""
    seen = set()
    for example in ("", *examples):
        words = example.split(" ")
        step = max(1, len(words) // _STARTS)
        for count in range(0, len(words) + 1, step):
            start = " ".join(words[:count])
            following = words[count] if count < len(words) else ""
            pumps = (*_PLAIN_PUMPS, following[:1], f" {following}") if following else _PLAIN_PUMPS
            for pump in pumps:
                text = start + pump * (LENGTH // len(pump)) + _SPOILER
                if text not in seen:
                    seen.add(text)
                    yield text
