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
from typing import TYPE_CHECKING, NamedTuple

from normalize.match.folding import EMPHASIS, MOST_BULLETS, TRAILING_MARKS, FoldedText
from normalize.match.irregular import after_bullets, raw_bytes
from normalize.match.model import Match
from normalize.match.plan import Plan

if TYPE_CHECKING:
    from ahocorasick_rs import BytesAhoCorasick

_MOST_LINES = 10_000  # short lines that are remembered for a choice of rules
_MOST_IN_TABLE = 10_000
"""Patterns up to which the automaton is a full table, which is faster as long as it fits into the processor's
caches. That of the shipped rules, with twice as many, would not, and would take most of a worker's memory.
"""
_BATCH = 1000  # texts that are searched again at a time: bounds the memory of a document of many
_TOGETHER = 16  # texts that become bytes at a time: one with wide characters makes all of them wide, and slow
_PIECE = 1 << 17  # bytes that are searched at a time: bounds the memory of a text with a hit at every byte
_HEAD = 64  # code points after a bullet that are searched again; more than any window has
_MARKS = TRAILING_MARKS + EMPHASIS + "…"
_BULLETS = 7 * MOST_BULLETS  # code points: a heading of the sixth level and its blank are seven
_NEITHER_LETTER_NOR_FIGURE = bytes(byte for byte in range(256) if not chr(byte).isalnum() or byte > 127)

Tests = frozenset[int]
Candidates = dict[int, Tests]
"""Tests, by the number of the text that they may hit."""

NO_TESTS: Tests = frozenset()


def joined(texts: Sequence[str]) -> bytes:
    """Texts in the form in which they are searched, each after a newline."""
    ends = range(0, len(texts), _TOGETHER)
    return b"\n".join([b"", *[raw_bytes("\n".join(texts[at : at + _TOGETHER])) for at in ends], b""])


class Choice(NamedTuple):
    """Some of the rules.

    Attributes:
        tests: their tests.
        everywhere: those of the tests to make on every block.
        special: whether rules for some sites are among them.
        lines: what was found in short lines: it is the same wherever they stand, and junk comes again and
            again.
    """

    tests: Tests
    everywhere: Tests
    special: bool
    lines: dict[tuple[str, Tests], list[Match]]

    def keep(self, line: str, tests: Tests, found: list[Match]) -> None:
        """Remember what some tests found in a short line."""
        if len(self.lines) >= _MOST_LINES:
            self.lines.clear()
        self.lines[line, tests] = found


class Scanner:
    """The automaton for the tests of some rules.

    Args:
        plan: the plan of all rules.
        rules: the rules that are searched for.
    """

    def __init__(self, plan: Plan, rules: frozenset[int]) -> None:
        self._plan = plan
        chosen = frozenset(test for test, rule in enumerate(plan.rules) if rule in rules)
        found = {window: chosen.intersection(tests) for window, tests in plan.windows.items()}
        windows = {window: tests for window, tests in found.items() if tests}
        self._targets = tuple(windows.values())
        self._reach = tuple(max(plan.longest[test] for test in tests) for tests in self._targets)
        self._patterns = (*windows, *plan.bullets, *plan.irregular) if windows else ()
        self._overlap = max(map(len, self._patterns), default=0)

    @cached_property
    def _automaton(self) -> BytesAhoCorasick:
        from ahocorasick_rs import BytesAhoCorasick, Implementation

        small = len(self._patterns) <= _MOST_IN_TABLE
        kind = Implementation.DFA if small else Implementation.ContiguousNFA
        return BytesAhoCorasick(self._patterns, implementation=kind)

    def candidates(
        self, texts: Sequence[str], choices: Sequence[Choice], numbers: Sequence[int] | None = None
    ) -> Candidates:
        """For each text the tests that may hit it. Texts without candidates are left out.

        Args:
            texts: raw texts, without newlines; they may be of many documents, which is much faster than one
                after the other: the automaton is larger than the processor's first caches.
            choices: for each text the tests that count.
            numbers: the texts to search; all of them if it is not given.
        """
        if numbers is not None:
            found = self.candidates([texts[one] for one in numbers], [choices[one] for one in numbers])
            return {numbers[place]: tests for place, tests in found.items()}
        if not self._patterns or not texts:
            return {}
        data = joined(texts)
        sizes = [len(text.rstrip(_MARKS)) - (0 if text[:1].isalnum() else _BULLETS) for text in texts]
        found, bulleted, irregular = self._pass(data, sizes)
        if not found and not irregular and not bulleted:
            return found
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
        raws = data.split(b"\n")[1:]
        kept = {}
        for number, met in found.items():
            tests = met & choices[number].tests
            if tests and number not in irregular:
                raw = raw_bytes(after_bullets(texts[number])) if number in bulleted else raws[number]
                tests = self._passing(tests, raw, sizes[number])
            if tests:
                kept[number] = tests
        return kept

    def _passing(self, tests: Tests, raw: bytes, size: int) -> Tests:
        """Of some tests those that get what they ask of a raw text, which is regular and without bullets.

        `size`: the least code points that it has without bullets and trailing marks.
        """
        asks, longest = self._plan.asks, self._plan.longest
        letters = raw.rstrip(_NEITHER_LETTER_NOR_FIGURE)
        kept = []
        for test in tests:
            if size > longest[test]:
                continue
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
            anything = [0] * len(forms)
            for place, tests in self._pass(joined([form for _, form in forms]), anything)[0].items():
                number = forms[place][0]
                found[number] = found.get(number, NO_TESTS) | tests

    def _pass(self, data: bytes, sizes: Sequence[int]) -> tuple[Candidates, dict[int, None], set[int]]:
        """Search texts, each after a newline, for all patterns: gives candidates, the numbers of the texts
        that begin with a bullet, and of the irregular ones.

        `sizes`: for each text the code points that a test must reach: most rules are for lines, most texts
        are paragraphs, and most windows in these are of rules for lines.
        """
        found: Candidates = {}
        bulleted: dict[int, None] = {}
        irregular: set[int] = set()
        targets, reach = self._targets, self._reach
        windows = len(targets)
        others = windows + len(self._plan.bullets)
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
                    if reach[pattern] < sizes[number]:
                        continue
                    known = found.get(number)
                    found[number] = targets[pattern] if known is None else known | targets[pattern]
                elif pattern < others:
                    bulleted[number] = None
                else:
                    irregular.add(number)
        return found, bulleted, irregular
