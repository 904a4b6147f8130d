"""One pass over a document, for the tests that may hit it.

The windows of all rules, in UTF-8, are the patterns of one Aho-Corasick automaton (A. Aho and M. Corasick,
"Efficient string matching", 1975), and so are the irregular sequences: raw text without these holds a window
wherever its folded text does. Texts with an irregular sequence are folded, and searched once more in folded
form (for phrases) and with only their case folded (for regexes, which see plain text). What a window
promises in a regular text is checked against the other things that its pattern needs, which are looked for in
the raw text, too. So candidates are never missed; that a few are false costs time only.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from normalize.match.folding import MOST_BULLETS, TRAILING_MARKS, FoldedText
from normalize.match.irregular import after_bullets, raw_bytes
from normalize.match.plan import SHORT, Plan

if TYPE_CHECKING:
    from ahocorasick_rs import BytesAhoCorasick

_BATCH = 1000  # texts that are searched again at a time: bounds the memory of a document of many
_PIECE = 1 << 17  # bytes that are searched at a time: bounds the memory of a text with a hit at every byte
_HEAD = 64  # code points after a bullet that are searched again; more than any window has
_MARKS = TRAILING_MARKS + "…"
_MOST_MARKS = 2 * MOST_BULLETS  # code points of bullets
_NEITHER_LETTER_NOR_FIGURE = bytes(byte for byte in range(256) if not chr(byte).isalnum() or byte > 127)

Tests = frozenset[int]
Candidates = dict[int, Tests]
"""Tests, by the number of the text that they may hit."""

_NO_TESTS: Tests = frozenset()


def _is_long(text: str) -> bool:
    """Whether a text has more than `SHORT` code points without the bullets and trailing marks that tests
    overlook.
    """
    return len(text) > SHORT + _MOST_MARKS and len(text.rstrip(_MARKS)) > SHORT + _MOST_MARKS


class Scanner:
    """The automata for the tests of some rules: for all texts, and for long ones, which few rules hit.

    Args:
        plan: the plan of all rules.
        rules: the rules that are searched for.
    """

    def __init__(self, plan: Plan, rules: frozenset[int]) -> None:
        self._plan = plan
        tests = frozenset(test for test, rule in enumerate(plan.rules) if rule in rules)
        self._every = _Search(plan, tests)
        self._in_long = _Search(plan, tests - plan.short)

    def candidates(self, texts: Sequence[str], allowed: Sequence[Tests]) -> Candidates:
        """For each text the tests that may hit it. Texts without candidates are left out.

        Args:
            texts: raw texts, without newlines; they may be of many documents, which is much faster than one
                after the other: the automaton is larger than the processor's first caches.
            allowed: for each text the tests that count.
        """
        if not self._every or not texts:
            return {}
        longs = [number for number, text in enumerate(texts) if _is_long(text)]
        if not longs:
            return self._candidates(self._every, texts, allowed)
        found = {}
        shorts = sorted(set(range(len(texts))).difference(longs))
        for search, numbers in ((self._every, shorts), (self._in_long, longs)):
            some = [texts[number] for number in numbers]
            met = self._candidates(search, some, [allowed[number] for number in numbers])
            found.update({numbers[place]: tests for place, tests in met.items()})
        return found

    def _candidates(self, search: _Search, texts: Sequence[str], allowed: Sequence[Tests]) -> Candidates:
        data = raw_bytes("\n".join(["", *texts, ""]))
        found, bulleted, irregular = search(data)
        forms = [
            (number, after_bullets(texts[number])[:_HEAD]) for number in bulleted if number not in irregular
        ]
        for number in irregular:
            unit = FoldedText(texts[number])
            # `regex` takes İ for i, which the standard's case folding makes two characters of.
            forms += ((number, unit.folded), (number, unit.plain.replace("İ", "i").casefold()))
            if len(forms) > _BATCH:
                self._again(forms, found)
                forms = []
        self._again(forms, found)
        if not found:
            return found
        lines = data.split(b"\n")
        kept = {}
        for number, met in found.items():
            tests = met & allowed[number]
            if tests and number not in irregular:
                raw = lines[number + 1]
                if number in bulleted:
                    raw = raw_bytes(after_bullets(texts[number]))
                tests = self._passing(tests, raw)
            if tests:
                kept[number] = tests
        return kept

    def _passing(self, tests: Tests, raw: bytes) -> Tests:
        """Of some tests those that get what they ask of a raw text, which is regular and without bullets."""
        asks = self._plan.asks
        letters = raw.rstrip(_NEITHER_LETTER_NOR_FIGURE)
        kept = []
        for test in tests:
            heads, tails, checks = asks[test]
            if (heads and not raw.startswith(heads)) or (tails and not letters.endswith(tails)):
                continue
            for options in checks:
                for option in options:
                    if option in raw:
                        break
                else:
                    break
            else:
                kept.append(test)
        return frozenset(kept)

    def _again(self, forms: Sequence[tuple[int, str]], found: Candidates) -> None:
        """Search other forms of texts, each given with the number of its text."""
        if forms:
            data = raw_bytes("\n".join(["", *(form for _, form in forms), ""]))
            for place, tests in self._every(data)[0].items():
                number = forms[place][0]
                found[number] = found.get(number, _NO_TESTS) | tests


class _Search:
    """The automaton for the windows of some tests."""

    def __init__(self, plan: Plan, tests: Tests) -> None:
        chosen = {window: tests.intersection(found) for window, found in plan.windows.items()}
        windows = {window: found for window, found in chosen.items() if found}
        self._targets = tuple(windows.values())
        self._bullets = len(plan.bullets)
        self._patterns = (*windows, *plan.bullets, *plan.irregular)
        self._overlap = max(map(len, self._patterns))

    def __bool__(self) -> bool:
        return bool(self._targets)

    @cached_property
    def _automaton(self) -> BytesAhoCorasick:
        from ahocorasick_rs import BytesAhoCorasick, Implementation

        return BytesAhoCorasick(self._patterns, implementation=Implementation.DFA)

    def __call__(self, data: bytes) -> tuple[Candidates, dict[int, None], set[int]]:
        """Search texts, each after a newline, for all patterns: gives candidates, the numbers of the texts
        that begin with a bullet, and of the irregular ones.
        """
        found: Candidates = {}
        bulleted: dict[int, None] = {}
        irregular: set[int] = set()
        targets = self._targets
        windows = len(targets)
        others = windows + self._bullets
        number, at = -1, 0  # the text that holds byte `at`
        for start in range(0, len(data), _PIECE):
            before = max(0, start - self._overlap)
            piece = data[before : start + _PIECE] if len(data) > _PIECE else data
            for pattern, _, end in self._automaton.find_matches_as_indexes(piece, overlapping=True):
                end += before
                if end <= start:
                    continue  # the piece before had it
                number += data.count(b"\n", at, end - 1)
                at = end - 1
                if pattern < windows:
                    known = found.get(number)
                    found[number] = targets[pattern] if known is None else known | targets[pattern]
                elif pattern < others:
                    bulleted[number] = None
                else:
                    irregular.add(number)
        return found, bulleted, irregular
