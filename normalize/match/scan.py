"""One pass over a document, for the rules that may hit it.

The windows of all rules, in UTF-8, are the patterns of one Aho-Corasick automaton (A. Aho and M. Corasick,
"Efficient string matching", 1975), and so are the irregular sequences: raw text without these holds a window
wherever its folded text does. Blocks with an irregular sequence are folded, and searched once more in folded
form (for phrases) and with only their case folded (for regexes, which see plain text). So candidates are
never missed; that some are false costs time only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from normalize.match.folding import FoldedText
from normalize.match.irregular import irregular_sequences, raw_bytes
from normalize.match.literals import Need
from normalize.match.windows import Window, variants, window

if TYPE_CHECKING:
    from ahocorasick_rs import BytesAhoCorasick

_BATCH = (
    1000  # irregular texts that are folded at a time; bounds the memory of a document with a million of them
)


@dataclass(frozen=True)
class Plan:
    """What a document is searched for: `patterns[i]` stands for the rules `rules[i]`; from `len(rules)` on
    they are irregular.
    """

    patterns: tuple[bytes, ...]
    rules: tuple[frozenset[int], ...]


def make_plan(needs: Mapping[int, Need]) -> Plan:
    """The plan for rules that need literals, by their index."""
    rules: dict[bytes, set[int]] = {}
    alphabet: set[str] = {" "}
    for rule, need in needs.items():
        for found in _windows(need):
            alphabet.update(found.text)
            for form in variants(found.text):
                pattern = (b"\n" if found.head else b"") + form.encode()
                rules.setdefault(pattern, set()).add(rule)
    patterns = (*rules, *irregular_sequences(frozenset(alphabet))) if rules else ()
    return Plan(patterns, tuple(map(frozenset, rules.values())))


def _windows(need: Need) -> list[Window]:
    """The windows of a need, without those that hold another one."""
    found = {window(text, head) for text, head in need}
    shortest: list[Window] = []
    for candidate in sorted((each for each in found if each), key=lambda each: len(each.text)):
        if not any(_covers(kept, candidate) for kept in shortest):
            shortest.append(candidate)
    return shortest


def _covers(kept: Window, candidate: Window) -> bool:
    if kept.head:
        return candidate.head and candidate.text.startswith(kept.text)
    return kept.text in candidate.text


class Scanner:
    """The automaton of a plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def __getstate__(self) -> Plan:
        return self._plan

    def __setstate__(self, plan: Plan) -> None:
        self._plan = plan

    @cached_property
    def _automaton(self) -> BytesAhoCorasick:
        from ahocorasick_rs import BytesAhoCorasick, Implementation

        return BytesAhoCorasick(self._plan.patterns, implementation=Implementation.DFA)

    def candidates(self, texts: Sequence[str]) -> dict[int, set[int]]:
        """For each text, by its index, the rules that may hit it. Texts without candidates are left out."""
        found: dict[int, set[int]] = {}
        if not self._plan.patterns:
            return found
        irregular: list[int] = []
        for number, pattern in self._search(texts):
            if pattern < len(self._plan.rules):
                found.setdefault(number, set()).update(self._plan.rules[pattern])
            elif not irregular or irregular[-1] != number:
                irregular.append(number)
        for start in range(0, len(irregular), _BATCH):
            batch = irregular[start : start + _BATCH]
            forms: list[str] = []
            for number in batch:
                unit = FoldedText(texts[number])
                # `regex` takes İ for i, which the standard's case folding makes two characters of.
                forms += (unit.folded, unit.plain.replace("İ", "i").casefold())
            for place, pattern in self._search(forms):
                if pattern < len(self._plan.rules):
                    found.setdefault(batch[place // 2], set()).update(self._plan.rules[pattern])
        return found

    def _search(self, texts: Sequence[str]) -> list[tuple[int, int]]:
        """Pairs of text and pattern, in the order of the texts."""
        data = raw_bytes("\n" + "\n".join(texts) + "\n")
        if data.count(b"\n") != len(texts) + 1:
            data = raw_bytes("\n" + "\n".join(text.replace("\n", " ") for text in texts) + "\n")
        found: list[tuple[int, int]] = []
        number, at = -1, 0
        for pattern, _, end in self._automaton.find_matches_as_indexes(data, overlapping=True):
            number += data.count(b"\n", at, end - 1)
            at = end - 1
            found.append((number, pattern))
        return found
