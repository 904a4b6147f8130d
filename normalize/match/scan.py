"""One pass over a document, for the rules that may hit it.

The windows of all rules, in UTF-8, are the patterns of one Aho-Corasick automaton (A. Aho and M. Corasick,
"Efficient string matching", 1975), and so are the irregular sequences: raw text without these holds a window
wherever its folded text does. Blocks with an irregular sequence are folded, and searched once more in folded
form (for phrases) and with only their case folded (for regexes, which see plain text). So candidates are
never missed; that some are false costs time only.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from normalize.match.folding import FoldedText
from normalize.match.irregular import after_bullets, raw_bytes
from normalize.match.plan import Plan

if TYPE_CHECKING:
    from ahocorasick_rs import BytesAhoCorasick

_BATCH = 1000  # texts that are searched again at a time: bounds the memory of a document of many

_PIECE = 1 << 17  # bytes that are searched at a time: bounds the memory of a text with a hit at every byte
_HEAD = 64  # code points after a bullet that are searched again; more than any window has

Candidates = dict[int, frozenset[int]]
_NONE: frozenset[int] = frozenset()


class Scanner:
    """The automaton of a plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._overlap = max(map(len, plan.patterns), default=0)

    @cached_property
    def _automaton(self) -> BytesAhoCorasick:
        from ahocorasick_rs import BytesAhoCorasick, Implementation

        return BytesAhoCorasick(self._plan.patterns, implementation=Implementation.DFA)

    def candidates(self, texts: Sequence[str], allowed: frozenset[int] | None) -> Candidates:
        """For each text, by its index, the rules that may hit it. Texts without candidates are left out.

        The texts hold no newlines.
        """
        found: Candidates = {}
        if not self._plan.patterns or not texts:
            return found
        bulleted, irregular = self._pass(texts, allowed, found)
        heads = [number for number in bulleted if number not in irregular]
        forms = [(number, after_bullets(texts[number])[:_HEAD]) for number in heads]
        for number in irregular:
            unit = FoldedText(texts[number])
            # `regex` takes İ for i, which the standard's case folding makes two characters of.
            forms += ((number, unit.folded), (number, unit.plain.replace("İ", "i").casefold()))
            if len(forms) > _BATCH:
                self._again(forms, allowed, found)
                forms = []
        self._again(forms, allowed, found)
        return found

    def _again(
        self, forms: Sequence[tuple[int, str]], allowed: frozenset[int] | None, found: Candidates
    ) -> None:
        """Search other forms of texts, each given with its text's number."""
        if not forms:
            return
        here: Candidates = {}
        self._pass([form for _, form in forms], allowed, here)
        for place, rules in here.items():
            number = forms[place][0]
            found[number] = found.get(number, _NONE) | rules

    def _pass(
        self, texts: Sequence[str], allowed: frozenset[int] | None, found: Candidates
    ) -> tuple[dict[int, None], dict[int, None]]:
        """Search texts for all patterns.

        Puts the candidates into `found`, and gives the texts that begin with a bullet and those that are
        irregular.
        """
        bulleted: dict[int, None] = {}
        irregular: dict[int, None] = {}
        data = raw_bytes("\n".join(["", *texts, ""]))
        targets = self._plan.rules
        others = len(targets) + self._plan.bullets
        number, at = -1, 0  # the text that holds byte `at`
        for start in range(0, len(data), _PIECE):
            before = max(0, start - self._overlap)
            piece = data[before : start + _PIECE]
            for pattern, _, end in self._automaton.find_matches_as_indexes(piece, overlapping=True):
                end += before
                if end <= start:
                    continue  # the piece before had it
                number += data.count(b"\n", at, end - 1)
                at = end - 1
                if pattern >= len(targets):
                    (bulleted if pattern < others else irregular)[number] = None
                    continue
                rules = targets[pattern] if allowed is None else targets[pattern] & allowed
                if not rules.issubset(found.get(number, _NONE)):
                    found[number] = found[number] | rules if number in found else rules
        return bulleted, irregular
