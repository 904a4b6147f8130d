"""Counts that stay small, whatever the input holds."""

from __future__ import annotations

from collections import Counter

MOST_NAMES = 200
"""Names that are told apart. They come from the input (suffixes, keys), so there may be any number."""

OTHERS = "(others)"


def count(counter: Counter[str], name: str, number: int = 1) -> None:
    """Add to a count; after `MOST_NAMES` different names, new ones go to '(others)'."""
    counter[name if name in counter or len(counter) < MOST_NAMES else OTHERS] += number
