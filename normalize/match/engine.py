"""All rules on one document."""

from __future__ import annotations

from collections.abc import Sequence

from normalize.match.config import MatchConfig
from normalize.match.confirm import Clock, Confirm, LinesConfirm, make_confirm
from normalize.match.folding import DocumentText, FoldedText
from normalize.match.model import Hit, Match, Span
from normalize.match.splitting import sentences
from normalize.ruleset.model import Rule

Lines = Sequence[Sequence[Span]]


def compile_rules(rules: Sequence[Rule], config: MatchConfig) -> Engine:
    """Make an engine of rules. Rules are spoken of by their index in `rules` from then on."""
    return Engine(rules, config)


class Engine:
    """Finds what rules hit. It keeps nothing of one document for the next, and may be shared by threads."""

    def __init__(self, rules: Sequence[Rule], config: MatchConfig) -> None:
        self.rules = tuple(rules)
        self.config = config
        self._confirms: list[Confirm | LinesConfirm] = [
            LinesConfirm(rule.matcher.patterns) if rule.matcher.kind == "lines" else make_confirm(rule)
            for rule in self.rules
        ]

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
            StageError: `regex-timeout`: a pattern took too long.
        """
        matches: list[Match] = []
        clock = Clock(self.config)
        units = [FoldedText(block) for block in blocks]
        for index, (rule, confirm) in enumerate(zip(self.rules, self._confirms, strict=True)):
            if allowed is not None and index not in allowed:
                continue
            if isinstance(confirm, LinesConfirm):
                matches += _runs(index, confirm, units)
            elif rule.unit == "document":
                whole = DocumentText(units)
                end = len(whole.source)
                for hit in confirm.find(whole, False, clock) if units else ():
                    matches.append(Match(index, 0, hit.start, hit.end, 0, end, hit.groups, len(units)))
            else:
                for number, unit in enumerate(units):
                    parts = _parts(rule.unit, unit, lines[number] if lines else ())
                    for part in parts:
                        for hit in confirm.find(part, rule.unit == "span", clock):
                            end = part.offset + len(part.source)
                            matches.append(
                                Match(index, number, hit.start, hit.end, part.offset, end, hit.groups)
                            )
        return sorted(matches, key=lambda match: (match.block, match.start, match.rule))


def _match(index: int, kind: str, block: int, unit: FoldedText, hit: Hit) -> Match:
    start, end = unit.offset, unit.offset + len(unit.source)
    if kind == "span":
        start, end = hit.start, hit.end
    return Match(index, block, hit.start, hit.end, start, end, hit.groups)


def _parts(kind: str, block: FoldedText, lines: Sequence[Span]) -> list[FoldedText]:
    """The units of one kind in a block."""
    if kind == "line" and len(lines) > 1:
        return [block, *(FoldedText(block.source[start:end], start) for start, end in lines)]
    if kind == "sentence":
        return [FoldedText(block.source[start:end], start) for start, end in sentences(block.source)]
    return [block]


def _runs(index: int, confirm: LinesConfirm, units: Sequence[FoldedText]) -> list[Match]:
    """The matches of a `lines` rule; one that overlaps the one before it does not count."""
    matches: list[Match] = []
    count = len(confirm.templates)
    first = 0
    while first + count <= len(units):
        run = units[first : first + count]
        hits = confirm.find(run)
        if hits is None:
            first += 1
            continue
        starts = [0]
        for unit in run:
            starts.append(starts[-1] + len(unit.source) + 1)
        groups = {
            name: (start + shift, end + shift)
            for hit, shift in zip(hits, starts, strict=False)
            for name, (start, end) in hit.groups.items()
        }
        end = starts[-1] - 1
        matches.append(Match(index, first, hits[0].start, starts[-2] + hits[-1].end, 0, end, groups, count))
        first += count
    return matches
