"""Patterns that hang on rare characters.

A search for one of many two- and three-character signs is slow when each sign may begin with a common letter.
Here each sign is hung on its rarest character, the anchor, and the others are looked at from there, so that
most of a text is passed over by one test for a character class.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple


class Look(NamedTuple):
    """A sign: a character of the class `anchor` (as in brackets), and what is looked at from behind it."""

    anchor: str
    look: str


def anchors(looks: Sequence[Look]) -> str:
    """All anchors, as a character class without its brackets."""
    return "".join(look.anchor for look in looks)


def narrowed(anchor: str, members: re.Pattern[str]) -> str:
    """The characters of a class that are among others, as a class without its brackets."""
    inside = re.compile(f"[{anchor}]")
    return "".join(found for found in members.findall(_PLANE) if inside.match(found))


def sign_at(character: str, looks: Sequence[Look]) -> re.Pattern[str] | None:
    """A pattern that finds the signs that hang on one character; None: none does.

    It begins with a literal, which is searched for many times as fast as a class of characters.
    """
    own = [look.look for look in looks if _members(look.anchor).match(character)]
    return re.compile(f"{re.escape(character)}(?:{'|'.join(own)})") if own else None


@cache
def _members(anchor: str) -> re.Pattern[str]:
    return re.compile(f"[{anchor}]")


def search_for(looks: Sequence[Look], common: Sequence[str] = ()) -> re.Pattern[str]:
    """A pattern that finds any of the signs.

    Args:
        common: character classes of anchors that sound text is full of. Each gets a branch with only the
            signs that it can be the anchor of, so that it is given up quickly.
    """
    branches = []
    for part in common:
        members = re.compile(f"[{part}]")
        own = [look for look in looks if _overlap(look.anchor, members)]
        if own:
            branches.append(f"(?<=[{part}])(?:{_choice(own)})")
    rest = _choice(looks)
    branches.append(f"(?<![{''.join(common)}])(?:{rest})" if common else rest)
    return re.compile(f"[{anchors(looks)}](?:{'|'.join(branches)})")


def _choice(looks: Sequence[Look]) -> str:
    return "|".join(f"(?<=[{anchor}])(?:{look})" for anchor, look in looks)


def _overlap(anchor: str, members: re.Pattern[str]) -> bool:
    """Whether two classes share a character; all that are used lie in the Basic Multilingual Plane."""
    return bool(narrowed(anchor, members))


_PLANE = "".join(map(chr, range(0x20, 0x3000)))
