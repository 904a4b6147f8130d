"""What the matcher must give, written as plainly as can be: each rule on each unit, with `regex`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from string import Formatter

import regex

from normalize.match import Match
from normalize.match.confirm import compile_patterns
from normalize.match.folding import DocumentText, FoldedText, fold
from normalize.match.phrases import needs_boundary
from normalize.match.splitting import sentences
from normalize.ruleset.model import Rule

MARKS = ".:;!»›→>| "
WORD = r"[\p{L}\p{N}\p{M}_]"
Groups = dict[str, tuple[int, int]]
Span = tuple[int, int]


def find_all_slow(
    rules: Sequence[Rule],
    blocks: Sequence[str],
    allowed: frozenset[int] | None = None,
    lines: Sequence[Sequence[Span]] | None = None,
) -> list[Match]:
    found: list[Match] = []
    for index, rule in enumerate(rules):
        if allowed is not None and index not in allowed:
            continue
        if rule.matcher.kind == "lines":
            found += runs(index, rule, blocks)
            continue
        for block, count, unit in units(rule.unit, blocks, lines):
            for start, end, groups in hits(rule, unit):
                at = (start, end) if rule.unit == "span" else (unit.offset, unit.offset + len(unit.source))
                found.append(Match(index, block, start, end, *at, groups, count))
    return sorted(found, key=lambda m: (m.block, m.start, m.rule, m.unit_start, -m.unit_end))


def units(
    kind: str, blocks: Sequence[str], lines: Sequence[Sequence[Span]] | None
) -> Iterator[tuple[int, int, FoldedText]]:
    if kind == "document":
        if blocks:
            yield 0, len(blocks), DocumentText([FoldedText(block) for block in blocks])
        return
    for number, block in enumerate(blocks):
        spans = [(0, len(block))]
        if kind == "line" and lines and len(lines[number]) > 1:
            spans += lines[number]
        if kind == "sentence":
            spans = sentences(block)
        for start, end in spans:
            yield number, 1, FoldedText(block[start:end], start)


def hits(rule: Rule, unit: FoldedText) -> list[tuple[int, int, Groups]]:
    found: list[tuple[int, int, Groups]] = []
    for pattern in rule.matcher.patterns:
        if rule.matcher.kind == "regex":
            for match in compile_patterns(rule)[rule.matcher.patterns.index(pattern)].finditer(unit.plain):
                if rule.unit == "span" and match.end() == match.start():
                    continue
                names = [name for name in match.re.groupindex if match.start(name) >= 0]
                groups = {name: unit.from_plain(*match.span(name)) for name in names}
                found.append((*unit.from_plain(*match.span()), groups))
                if rule.unit != "span":
                    break
            continue
        form, text = phrase_form(rule.matcher.kind, pattern, unit.folded, rule.unit == "span")
        for match in regex.finditer(form, text, regex.DOTALL):
            groups = {name: unit.from_folded(*match.span(name)) for name in match.re.groupindex}
            found.append((*unit.from_folded(*match.span()), groups))
    found.sort(key=lambda hit: (hit[0], -hit[1]))
    if rule.unit != "span":
        return found[:1]
    kept: list[tuple[int, int, Groups]] = []
    for hit in found:
        if not kept or hit[0] >= kept[-1][1]:
            kept.append(hit)
    return kept


def phrase_form(kind: str, pattern: str, folded: str, span: bool) -> tuple[str, str]:
    """The pattern that stands for a phrase, and the text that it is tried on."""
    bare = folded.rstrip(MARKS) or folded
    if kind == "template":
        whole = not span
        form = template_form(pattern, whole)
        return (rf"\A{form}\Z", bare) if whole else (form, folded)
    text = fold(pattern)
    if kind == "equals":
        return rf"\A{regex.escape(text.rstrip(MARKS) or text)}\Z", bare
    left = rf"(?<!{WORD})" if needs_boundary(text[:1]) else ""
    right = rf"(?!{WORD})" if needs_boundary(text[-1:]) else ""
    form = left + regex.escape(text) + right
    return {"starts": rf"\A{form}", "ends": rf"{form}\Z", "contains": form}[kind], folded


def template_form(pattern: str, whole: bool) -> str:
    gap = "\ufdd0"
    parts = list(Formatter().parse(pattern))
    names = [name for _, name, _, _ in parts if name is not None]
    text = fold("".join(literal + (gap if name is not None else "") for literal, name, _, _ in parts))
    if whole:
        text = text.rstrip(MARKS) or text
    form = ""
    for number, piece in enumerate(text.split(gap)):
        form += (f"(?P<{names[number - 1]}>.+?)" if number else "") + regex.escape(piece)
    if whole:
        return form
    left = rf"(?<!{WORD})" if needs_boundary(text[:1]) else r"\A" if text.startswith(gap) else ""
    right = rf"(?!{WORD})" if needs_boundary(text[-1:]) else r"\Z" if text.endswith(gap) else ""
    return left + form + right


def runs(index: int, rule: Rule, blocks: Sequence[str]) -> Iterator[Match]:
    forms = [
        regex.compile(rf"\A{template_form(line, True)}\Z", regex.DOTALL) for line in rule.matcher.patterns
    ]
    first = 0
    while first + len(forms) <= len(blocks):
        run = [FoldedText(block) for block in blocks[first : first + len(forms)]]
        found = [form.match(u.folded.rstrip(MARKS) or u.folded) for form, u in zip(forms, run, strict=True)]
        if not all(found):
            first += 1
            continue
        groups: Groups = {}
        ends: list[Span] = []
        at = 0
        for unit, match in zip(run, found, strict=True):
            assert match is not None
            for name in match.re.groupindex:
                low, high = unit.from_folded(*match.span(name))
                groups[name] = (low + at, high + at)
            low, high = unit.from_folded(*match.span())
            ends.append((low + at, high + at))
            at += len(unit.source) + 1
        yield Match(index, first, ends[0][0], ends[-1][1], 0, at - 1, groups, len(forms))
        first += len(forms)
