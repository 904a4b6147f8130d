"""How much of a text repeats itself: Gopher's measures (Rae et al. 2021, appendix A.1.1, table A1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

TOP = (2, 3, 4)
DUPLICATE = (5, 6, 7, 8, 9, 10)


def repetition(lines: Sequence[str], words: Sequence[str], size: int = 1) -> dict[str, float]:
    """Give the shares of repeated lines, of their characters, and of the characters in repeated n-grams.

    Args:
        lines: the lines of a text.
        words: its words, or its characters where it has no blanks.
        size: how many of `words` make a word: n-grams are of n times as many.

    Returns:
        `duplicate_lines`, `duplicate_line_characters`: lines that stand above already. `top_2gram` to
        `top_4gram`: the share of all words' characters in occurrences of the most frequent n-gram, if it
        occurs twice. `duplicate_5gram` to `duplicate_10gram`: in n-grams that occur more than once,
        overlapping ones counted once.
    """
    count = len(lines) or 1
    again = _repeated(lines)
    found = {
        "duplicate_lines": round(len(again) / count, 4),
        "duplicate_line_characters": round(sum(map(len, again)) / (sum(map(len, lines)) or 1), 4),
    }
    lengths = list(map(len, words))
    total = sum(lengths) or 1
    for n in TOP:
        found[f"top_{n}gram"] = round(_top(words, n * size) / total, 4)
    shares = dict.fromkeys(DUPLICATE, 0.0)
    for n in DUPLICATE:
        shares[n] = round(_duplicated(words, lengths, n * size) / total, 4)
        if not shares[n]:  # what has no n-gram twice has no longer one twice
            break
    return found | {f"duplicate_{n}gram": share for n, share in shares.items()}


def _repeated(lines: Sequence[str]) -> list[str]:
    seen: set[str] = set()
    again = []
    for line in lines:
        if line in seen:
            again.append(line)
        seen.add(line)
    return again


def _grams(words: Sequence[str], n: int) -> list[tuple[str, ...]]:
    return list(zip(*(words[at:] for at in range(n)), strict=False))


def _top(words: Sequence[str], n: int) -> int:
    """Characters in all occurrences of the most frequent n-gram; of several, of that with the most."""
    counts = Counter(_grams(words, n))
    most = max(counts.values(), default=0)
    if most < 2:
        return 0
    return most * max(sum(map(len, gram)) for gram, times in counts.items() if times == most)


def _duplicated(words: Sequence[str], lengths: Sequence[int], n: int) -> int:
    """Characters of the words that lie in an n-gram that occurs more than once."""
    grams = _grams(words, n)
    if len(set(grams)) == len(grams):
        return 0
    counts = Counter(grams)
    end = size = 0
    for at, gram in enumerate(grams):
        if counts[gram] > 1:
            first = max(at, end)
            end = at + n
            size += sum(lengths[first:end])
    return size
