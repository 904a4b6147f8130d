"""What the matcher must give, written as plainly as can be: each rule on each unit, with `regex`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from string import Formatter

import regex

from normalize.match import Match
from normalize.match.folding import DocumentText, FoldedText, fold
from normalize.match.phrases import needs_boundary
from normalize.match.splitting import sentences
from normalize.ruleset.model import Matcher, Rule

MARKS = ".:;!»›→>| "
WORD = r"[\p{L}\p{N}\p{M}_]"
Groups = dict[str, tuple[int, int]]
Span = tuple[int, int]
Hit = tuple[int, int, Groups]
Form = tuple[regex.Pattern[str], Callable[[FoldedText], str], Callable[[FoldedText, int, int], Span]]


def find_all_slow(
    rules: Sequence[Rule],
    blocks: Sequence[str],
    allowed: frozenset[int] | None = None,
    lines: Sequence[Sequence[Span]] | None = None,
) -> list[Match]:
    found: list[Match] = []
    of_kind = {kind: list(units(kind, blocks, lines)) for kind in {rule.unit for rule in rules}}
    for index, rule in enumerate(rules):
        if allowed is not None and index not in allowed:
            continue
        if rule.matcher.kind == "lines":
            found += runs(index, rule, blocks)
            continue
        for block, count, unit in of_kind[rule.unit]:
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


def hits(rule: Rule, unit: FoldedText) -> list[Hit]:
    found: list[Hit] = []
    for form, text_of, back in forms(rule.matcher, rule.unit == "span"):
        for match in form.finditer(text_of(unit)):
            if rule.matcher.kind == "regex" and rule.unit == "span" and match.end() == match.start():
                continue
            names = [name for name in form.groupindex if match.start(name) >= 0]
            groups = {name: back(unit, *match.span(name)) for name in names}
            found.append((*back(unit, *match.span()), groups))
            if rule.unit != "span":
                break
    found.sort(key=lambda hit: (hit[0], -hit[1]))
    if rule.unit != "span":
        return found[:1]
    kept: list[Hit] = []
    for hit in found:
        if not kept or hit[0] >= kept[-1][1]:
            kept.append(hit)
    return kept


@lru_cache(maxsize=10_000)
def forms(matcher: Matcher, span: bool) -> list[Form]:
    """For each pattern a regex, the text of a unit that it is tried on, and how places in that are told in the block."""
    if matcher.kind == "regex":
        flags = regex.VERSION0 | (0 if matcher.case else regex.IGNORECASE | regex.FULLCASE)
        return [(regex.compile(pattern, flags), plain, from_plain) for pattern in matcher.patterns]
    found: list[Form] = []
    for pattern in matcher.patterns:
        form, text_of = phrase_form(matcher.kind, pattern, span)
        found.append((regex.compile(form, regex.DOTALL), text_of, from_folded))
    return found


def from_plain(unit: FoldedText, start: int, end: int) -> Span:
    return unit.from_plain(start, end)


def from_folded(unit: FoldedText, start: int, end: int) -> Span:
    return unit.from_folded(start, end)


def plain(unit: FoldedText) -> str:
    return unit.plain


def folded(unit: FoldedText) -> str:
    return unit.folded


def bare(unit: FoldedText) -> str:
    return unit.folded.rstrip(MARKS) or unit.folded


def phrase_form(kind: str, pattern: str, span: bool) -> tuple[str, Callable[[FoldedText], str]]:
    """The regex that stands for a phrase, and the text that it is tried on."""
    if kind == "template":
        form = template_form(pattern, not span)
        return (form, folded) if span else (rf"\A{form}\Z", bare)
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
        found = [form.match(bare(unit)) for form, unit in zip(forms, run, strict=True)]
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
