"""'Did you mean': the nearest of the words that would have been right."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_FEW = 12
"""So many choices are listed in full when none is near; longer lists would hide the message."""


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """Give what to put after 'unknown …': `; did you mean …?`, the list of a few choices, or nothing.

    Nearness is `difflib`'s ratio of at least 0.6, its default, without regard to case.
    """
    known = sorted(set(choices))
    lowered = {choice.lower(): choice for choice in known}
    near = get_close_matches(word.lower(), lowered, n=1)
    if near:
        return f"; did you mean `{lowered[near[0]]}`?"
    if 0 < len(known) <= _FEW:
        return "; it can be " + ", ".join(f"`{choice}`" for choice in known)
    return ""
