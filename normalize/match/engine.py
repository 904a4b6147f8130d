"""All rules on one document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from normalize.match.config import MatchConfig
from normalize.match.confirm import Clock, Confirm, LinesConfirm, make_confirm
from normalize.match.folding import DocumentText, FoldedText
from normalize.match.literals import Need, line_needs, needs
from normalize.match.model import Hit, Match, Span
from normalize.match.scan import Scanner, make_plan
from normalize.match.splitting import sentences
from normalize.ruleset.model import Rule

Lines = Sequence[Sequence[Span]]


def compile_rules(rules: Sequence[Rule], config: MatchConfig) -> Engine:
    """Make an engine of rules. Rules are spoken of by their index in `rules` from then on.

    Raises:
        RuleError: a pattern of which nothing is left when it is folded.
    """
    return Engine(rules, config)


class Engine:
    """Finds what rules hit. It keeps nothing of one document for the next, and may be shared by threads.

    Attributes:
        rules: the rules, in the order in which they were given.
        without_literal: indices of the rules that no literal stands for; they are tried on every unit.
    """

    def __init__(self, rules: Sequence[Rule], config: MatchConfig) -> None:
        self.rules = tuple(rules)
        self.config = config
        self._confirms: dict[int, Confirm] = {}
        self._line_confirms: dict[int, LinesConfirm] = {}
        self._offsets: dict[int, int] = {}  # of `lines` rules: the line that is searched for
        needed: dict[int, Need] = {}
        for index, rule in enumerate(self.rules):
            need: Need | None
            if rule.matcher.kind == "lines":
                self._line_confirms[index] = LinesConfirm(rule.matcher.patterns)
                self._offsets[index], need = line_needs(rule.matcher.patterns) or (0, None)
            else:
                self._confirms[index] = make_confirm(rule)
                need = needs(rule)
            if need:
                needed[index] = need
        self.without_literal = tuple(index for index in range(len(self.rules)) if index not in needed)
        self._scanner = Scanner(make_plan(needed))

    def find(
        self, blocks: Sequence[str], allowed: frozenset[int] | None = None, lines: Lines | None = None
    ) -> list[Match]:
        """Every rule that hits, and where.

        Args:
            blocks: the texts of the blocks of one document, in order.
            allowed: indices of the rules that may act on this document; all of them if it is not given.
            lines: for each block the spans of its physical lines, for blocks that were joined from several.

        Returns:
            The matches, sorted by block, start and rule.

        Raises:
            StageError: `regex-timeout`, if a pattern takes too long.
        """
        return _Search(self, blocks, allowed, lines).matches()


class _Search:
    """One document in flight: from candidates to matches."""

    def __init__(
        self, engine: Engine, blocks: Sequence[str], allowed: frozenset[int] | None, lines: Lines | None
    ) -> None:
        self.engine = engine
        self.blocks = blocks
        self.allowed = allowed
        self.lines = lines
        self.clock = Clock(engine.config)
        self.found: list[Match] = []
        self.in_blocks: dict[int, set[int]] = {}  # rules to try, by block
        self.in_document: set[int] = set()
        self.runs: dict[int, set[int]] = {}  # by `lines` rule, the blocks with which it may begin

    def matches(self) -> list[Match]:
        """See `Engine.find`."""
        self._collect()
        for block in sorted(self.in_blocks):
            self._confirm_block(block, sorted(self.in_blocks[block]))
        for rule in sorted(self.runs):
            self._confirm_runs(rule, sorted(self.runs[rule]))
        if self.in_document:
            self._confirm_document(sorted(self.in_document))
        self.found.sort(key=_order)
        return self.found

    def _collect(self) -> None:
        """Sort the candidates, and the rules that need no literal, by what is to be done with them."""
        texts = self.blocks
        owners: Sequence[int] = range(len(self.blocks))
        if self.lines:
            owned = [
                (n, block[start:end])
                for n, block in enumerate(self.blocks)
                for start, end in self._lines_of(n)
            ]
            texts = [*texts, *(text for _, text in owned)]
            owners = [*owners, *(n for n, _ in owned)]
        allowed = self.allowed
        for number, rules in self.engine._scanner.candidates(texts).items():
            for rule in rules if allowed is None else rules & allowed:
                self._try(rule, (owners[number],))
        for rule in self.engine.without_literal:
            if allowed is None or rule in allowed:
                self._try(rule, range(len(self.blocks)))

    def _try(self, rule: int, blocks: Iterable[int]) -> None:
        if rule in self.engine._offsets:
            offset = self.engine._offsets[rule]
            self.runs.setdefault(rule, set()).update(block - offset for block in blocks)
        elif self.engine.rules[rule].unit == "document":
            self.in_document.add(rule)
        else:
            for block in blocks:
                self.in_blocks.setdefault(block, set()).add(rule)

    def _lines_of(self, block: int) -> Sequence[Span]:
        """The physical lines of a block, if there are several."""
        lines = self.lines[block] if self.lines else ()
        return lines if len(lines) > 1 else ()

    def _confirm_block(self, block: int, rules: Iterable[int]) -> None:
        units: dict[str, list[FoldedText]] = {}
        for rule in rules:
            kind = self.engine.rules[rule].unit
            if kind not in units:
                units[kind] = self._units(kind, block)
            confirm = self.engine._confirms[rule]
            for unit in units[kind]:
                for hit in confirm.find(unit, kind == "span", self.clock):
                    self.found.append(_match(rule, kind, block, unit, hit))

    def _units(self, kind: str, number: int) -> list[FoldedText]:
        """The units of one kind in a block."""
        block = self.blocks[number]
        if kind == "sentence":
            return [FoldedText(block[start:end], start) for start, end in sentences(block)]
        units = [FoldedText(block)]
        if kind == "line":
            units += [FoldedText(block[start:end], start) for start, end in self._lines_of(number)]
        return units

    def _confirm_runs(self, rule: int, firsts: Iterable[int]) -> None:
        """The matches of a `lines` rule; one that overlaps the one before it does not count."""
        confirm = self.engine._line_confirms[rule]
        count = len(confirm.templates)
        free = 0
        for first in firsts:
            if first < free or first + count > len(self.blocks):
                continue
            run = [FoldedText(block) for block in self.blocks[first : first + count]]
            hits = confirm.find(run)
            if hits:
                self.found.append(_run_match(rule, first, run, hits))
                free = first + count

    def _confirm_document(self, rules: Iterable[int]) -> None:
        whole = DocumentText([FoldedText(block) for block in self.blocks])
        end = len(whole.source)
        for rule in rules if self.blocks else ():
            for hit in self.engine._confirms[rule].find(whole, False, self.clock):
                self.found.append(Match(rule, 0, hit.start, hit.end, 0, end, hit.groups, len(self.blocks)))


def _order(match: Match) -> tuple[int, int, int, int, int]:
    return match.block, match.start, match.rule, match.unit_start, -match.unit_end


def _match(rule: int, kind: str, block: int, unit: FoldedText, hit: Hit) -> Match:
    start, end = unit.offset, unit.offset + len(unit.source)
    if kind == "span":
        start, end = hit.start, hit.end
    return Match(rule, block, hit.start, hit.end, start, end, hit.groups)


def _run_match(rule: int, first: int, run: Sequence[FoldedText], hits: Sequence[Hit]) -> Match:
    """Places of a run are those of its blocks joined by newlines."""
    starts = [0]
    for unit in run:
        starts.append(starts[-1] + len(unit.source) + 1)
    groups = {
        name: (start + shift, end + shift)
        for hit, shift in zip(hits, starts, strict=False)
        for name, (start, end) in hit.groups.items()
    }
    end = starts[-2] + hits[-1].end
    return Match(rule, first, hits[0].start, end, 0, starts[-1] - 1, groups, len(run))
