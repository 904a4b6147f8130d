"""The second part of the report: what each rule did, with samples, and against an earlier run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from normalize.report.corpus.against import Trend
from normalize.report.corpus.markup import attribute, broken, fragment, number, shorten, shown
from normalize.report.corpus.segments import Segments, after, before
from normalize.report.corpus.totals import RuleTotals, Totals, family_of
from normalize.report.reasons import reason
from normalize.ruleset import RuleSet

MOST_RULES = 1_000
MOST_SAMPLES = 4
_SAMPLE = 240  # characters of a sample, and a third of it on either side
_MOST_SITES = 3


class Sampled(NamedTuple):
    """A piece of work of a rule: the document, what stands before it, what was there, what it became (None:
    removed), what stands behind."""

    id: str
    before: str
    was: str
    became: str | None
    after: str


class Samples:
    """Some work of each rule, from the documents that are shown."""

    def __init__(self) -> None:
        self._found: dict[str, list[Sampled]] = {}
        self._documents: set[tuple[str, str]] = set()

    def add(self, identity: str, segments: Segments) -> None:
        """Take what the edits of a document did."""
        parts = segments.segments
        for at, segment in enumerate(parts):
            earlier = before(parts[at - 1]) if at else ""
            later = before(parts[at + 1]) if at + 1 < len(parts) else ""
            if segment.kind == "removed" and segment.edit is not None:
                was = segment.pieces[0]
                if isinstance(was, str):
                    self._put(segments.edits[segment.edit][0], Sampled(identity, earlier, was, None, later))
                continue
            for place, piece in enumerate(segment.pieces):
                if isinstance(piece, list) and isinstance(piece[0], str):
                    near = segment.pieces
                    left = near[place - 1] if place and isinstance(near[place - 1], str) else ""
                    behind = (
                        near[place + 1] if place + 1 < len(near) and isinstance(near[place + 1], str) else ""
                    )
                    rule = segments.edits[piece[2]][0]
                    self._put(rule, Sampled(identity, str(left), piece[0], piece[1], str(behind)))
            for flag in segment.flags:
                self._put(
                    segments.edits[flag][0], Sampled(identity, earlier, after(segment), after(segment), later)
                )

    def _put(self, rule: str, one: Sampled) -> None:
        found = self._found.setdefault(rule, [])
        if len(found) < MOST_SAMPLES and (rule, one.id) not in self._documents:
            self._documents.add((rule, one.id))  # one sample of a document tells more of the rule than two
            third = _SAMPLE // 3
            found.append(
                Sampled(
                    one.id,
                    _tail(one.before, third),
                    shorten(one.was, _SAMPLE),
                    None if one.became is None else shorten(one.became, _SAMPLE),
                    _head(one.after, third),
                )
            )

    def of(self, rule: str) -> Sequence[Sampled]:
        """Those of a rule."""
        return self._found.get(rule, ())


def _tail(text: str, longest: int) -> str:
    return f"… {text[-longest:].lstrip()}" if len(text) > longest else text


def _head(text: str, longest: int) -> str:
    return f"{text[:longest].rstrip()} …" if len(text) > longest else text


def ranked(totals: Totals) -> list[tuple[str, RuleTotals]]:
    """All rules that did something; most characters first."""
    return sorted(totals.rules.items(), key=lambda one: (not one[1].removes, -one[1].characters, one[0]))


def rule_list(totals: Totals, rules: RuleSet, samples: Samples, trend: Trend | None) -> str:
    """Give the HTML of the part."""
    order = ranked(totals)
    if trend:
        known = {rule for rule, _ in order}
        order += [
            (rule, RuleTotals(one.stage, one.action))
            for rule, one in ranked(trend.before)
            if rule not in known
        ]
    made = [_trend(trend) if trend else "", _controls(order)]
    made += [_rule(rule, one, totals, rules, samples, trend) for rule, one in order[:MOST_RULES]]
    if len(order) > MOST_RULES:
        made.append(
            f"<p>And {len(order) - MOST_RULES:,} more; <code>run.json</code> counts the edits of all.</p>"
        )
    return "\n".join(made)


def _controls(order: Sequence[tuple[str, RuleTotals]]) -> str:
    families = Counter(family_of(rule, one.stage) for rule, one in order)
    options = "".join(
        f'<option value="{attribute(name)}">{shown(name)}</option>' for name in sorted(families)
    )
    return (
        '<form class="filters script" id="rule-filters" aria-label="Filter rules">'
        '<label>Find <input type="search" id="rule-find" autocomplete="off"></label>'
        f'<label>Family <select id="rule-family"><option value="">all</option>{options}</select></label>'
        '<button type="button" id="rule-open">Open all</button>'
        '<p role="status" id="rule-status"></p></form>'
    )


def _rule(
    rule: str, one: RuleTotals, totals: Totals, rules: RuleSet, samples: Samples, trend: Trend | None
) -> str:
    family = family_of(rule, one.stage)
    sites = totals.sites
    many = sites.names(rule)
    most = ", ".join(f"{shown(name)} ({count:,})" for name, count in sites.most(rule, _MOST_SITES))
    figures = [
        ("edits", number(one.edits)),
        ("documents", number(one.documents)),
        ("characters", number(one.characters)),
        ("sites", number(many)),
    ]
    told = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in figures)
    change = _change(rule, one, trend)
    link = fragment("documents?rule=", rule)
    shown_samples = [_sample(sample) for sample in samples.of(rule)]
    listed = (
        f'<ul class="samples">{"".join(shown_samples)}</ul>'
        if shown_samples
        else ('<p class="dim">No sample: the text of no document with it can be shown.</p>')
    )
    return (
        f'<details class="rule" id="rule/{attribute(rule)}" data-family="{attribute(family)}">'
        f'<summary><code>{broken(rule)}</code><span class="figure">{one.characters:,} characters</span>'
        f'<span class="figure">{one.documents:,} documents</span>{change}</summary>'
        f'<div class="inside"><p>{shown(reason(rule, rules))} '
        f'<span class="dim">({_does(one.action)}, stage {shown(one.stage)})</span></p>'
        f'<dl class="figures">{told}</dl>{_before(rule, trend)}'
        f'<p class="dim">{f"Most often on: {most}." if most else ""} '
        f'<a href="{attribute(link)}">Its documents in this report</a></p>{listed}</div></details>'
    )


_DOES = {"strip": "strips", "capture": "captures", "rewrite": "rewrites", "flag": "flags"}


def _does(action: str) -> str:
    return _DOES.get(action, action)


def _sample(one: Sampled) -> str:
    if one.became is None:
        marked = f"<del>{shown(one.was)}</del>"
    elif one.became == one.was:
        marked = f"<mark>{shown(one.was)}</mark>"
    else:
        marked = f'<del class="rewrite">{shown(one.was)}</del>' if one.was else ""
        marked += f"<ins>{shown(one.became)}</ins>" if one.became else ""
    link = fragment("doc/", one.id)
    return (
        f'<li><blockquote dir="auto"><span class="dim">{shown(one.before)}</span> {marked} '
        f'<span class="dim">{shown(one.after)}</span></blockquote>'
        f'<a href="{attribute(link)}"><bdi>{shown(one.id)}</bdi></a></li>'
    )


def _change(rule: str, one: RuleTotals, trend: Trend | None) -> str:
    if trend is None:
        return ""
    old = trend.before.rules.get(rule)
    delta = one.edits - (old.edits if old else 0)
    if old is None:
        word = "new: it did nothing before"
    elif not one.edits:
        word = f"gone: {old.edits:,} edits before"
    elif delta:
        word = f"{_signed(delta)} edits"
    else:
        word = "as before"
    return f'<span class="figure{" changed" if delta else ""}">{word}</span>'


_OF = ' class="of"'


def _signed(number: int) -> str:
    return f"{number:+,}".replace("-", "−")


def _before(rule: str, trend: Trend | None) -> str:
    """What a rule did in the other run."""
    old = trend.before.rules.get(rule) if trend else None
    if trend is None:
        return ""
    told = (
        f"{old.edits:,} edits, {old.documents:,} documents, {old.characters:,} characters"
        if old
        else "nothing"
    )
    return f'<p class="dim">In the other run: {told}.</p>'


def _trend(trend: Trend) -> str:
    rows: list[tuple[str, int]] = [
        ("cleaned alike", trend.same),
        ("with the same text, by other rules", trend.credited),
        ("cleaned otherwise", trend.changed),
        ("of these from another source", trend.other_source),
        ("only in this run", trend.only_here),
        ("only in the other run", trend.only_there),
    ]
    told = "".join(
        f'<tr{_OF if name.startswith("of ") else ""}><th scope="row">{name}</th>'
        f'<td class="number">{many:,}</td></tr>'
        for name, many in rows
    )
    signs = _signs(trend.made_by)
    return (
        f'<section class="card against"><h3>Against <code>{shown(trend.name)}</code></h3>'
        f'<table class="plain"><tbody>{told}</tbody></table>{signs}'
        f'<p><a href="#documents?changed=1&amp;sort=changed">The documents that were cleaned otherwise</a>, '
        f"those with most changes first.</p></section>"
    )


def _signs(made_by: Mapping[str, tuple[str, str]]) -> str:
    items = "".join(
        f"<li>{shown(name)}: <code>{shown(old)}</code> → <code>{shown(new)}</code></li>"
        for name, (old, new) in made_by.items()
        if old != new
    )
    return (
        f'<p class="dim">What made the records is another:</p><ul class="dim">{items}</ul>' if items else ""
    )
