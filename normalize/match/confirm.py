"""The exact test of one rule on one unit of text."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

from normalize.errors import Problem, RuleError, StageError
from normalize.match import phrases
from normalize.match.config import MatchConfig
from normalize.match.folding import FoldedText
from normalize.match.model import Hit
from normalize.ruleset.model import Rule

if TYPE_CHECKING:
    import regex

# What a search may take beyond the set time: with a sound pattern `regex` walks at least 10 million
# characters a second.
_SECONDS_PER_CHARACTER = 1e-7


class Clock:
    """The time that the regexes of one document have left."""

    def __init__(self, config: MatchConfig) -> None:
        self._each = config.regex_timeout
        self._all = config.document_timeout
        self._spent = 0.0

    def seconds(self, length: int) -> float:
        """How long a search of a text of `length` code points may take."""
        return min(self._each + length * _SECONDS_PER_CHARACTER, max(self._all - self._spent, 0.001))

    def add(self, seconds: float) -> None:
        """Count the time of a search."""
        self._spent += seconds


class Confirm(Protocol):
    """The test of one rule."""

    def find(self, unit: FoldedText, every: bool, clock: Clock) -> list[Hit]:
        """The hits in a unit, in order: all that do not overlap if `every`, else the first one.

        Of hits that begin at one place the longest counts.
        """


class PhraseConfirm:
    """`equals`, `starts`, `ends` or `contains`."""

    def __init__(self, kind: str, patterns: Iterable[str]) -> None:
        self.kind = kind
        self.phrases = [phrases.make_phrase(pattern) for pattern in patterns]

    def find(self, unit: FoldedText, every: bool, clock: Clock) -> list[Hit]:
        """See `Confirm`."""
        hits: list[Hit] = []
        for phrase in self.phrases:
            match self.kind:
                case "equals":
                    hits += phrases.equals(phrase, unit)
                case "starts":
                    hits += phrases.starts(phrase, unit)
                case "ends":
                    hits += phrases.ends(phrase, unit)
                case _:
                    hits += phrases.contains(phrase, unit, every)
        return chosen(hits, every)


class TemplateConfirm:
    """`template`; with `whole`, for units that it must fill, else for spans."""

    def __init__(self, patterns: Iterable[str], whole: bool) -> None:
        self.whole = whole
        self.templates = [phrases.make_template(pattern, whole) for pattern in patterns]

    def find(self, unit: FoldedText, every: bool, clock: Clock) -> list[Hit]:
        """See `Confirm`."""
        hits: list[Hit] = []
        for template in self.templates:
            if self.whole:
                hits += phrases.whole(template, unit)
            elif template.names:
                hits += phrases.anywhere(template, unit)
            else:
                text = template.pieces[0]
                hits += phrases.contains(
                    phrases.Phrase(text, text, template.left, template.right), unit, every
                )
        return chosen(hits, every)


class RegexConfirm:
    """`regex`. The patterns are compiled when they are first asked for."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.compiled: list[regex.Pattern[str]] | None = None

    def find(self, unit: FoldedText, every: bool, clock: Clock) -> list[Hit]:
        """See `Confirm`.

        Raises:
            StageError: `regex-timeout`, if a pattern takes too long.
        """
        if self.compiled is None:
            self.compiled = compile_patterns(self.rule)
        text = unit.plain
        found: list[regex.Match[str]] = []
        for pattern in self.compiled:
            begun = time.perf_counter()
            allowed = clock.seconds(len(text))
            try:
                if every:
                    found += [
                        match
                        for match in pattern.finditer(text, timeout=allowed)
                        if match.end() > match.start()
                    ]
                elif match := pattern.search(text, timeout=allowed):
                    found.append(match)
            except TimeoutError:
                raise StageError(
                    "regex-timeout",
                    f"the regex of rule {self.rule.id} took longer than {allowed:.3g} s on {len(text)} "
                    "characters; rewrite the pattern, or raise `regex_timeout` or `document_timeout`",
                ) from None
            clock.add(time.perf_counter() - begun)
        return chosen([_hit(match, unit) for match in found], every) if found else []


def compile_patterns(rule: Rule) -> list[regex.Pattern[str]]:
    """Compile the patterns of a `regex` rule.

    Raises:
        RuleError: a pattern that `regex` does not take.
    """
    import regex

    flags = regex.VERSION0 | (0 if rule.matcher.case else regex.IGNORECASE | regex.FULLCASE)
    try:
        return [regex.compile(pattern, flags, cache_pattern=False) for pattern in rule.matcher.patterns]
    except (regex.error, RecursionError, OverflowError) as error:
        message = f"the regex of rule {rule.id} does not compile: {error}"
        raise RuleError([Problem(rule.file, rule.line, "regex-syntax", message)]) from None


def chosen(hits: list[Hit], every: bool) -> list[Hit]:
    """Of all hits in one unit those that count; see `Confirm`."""
    if len(hits) < 2:
        return hits
    hits.sort(key=lambda hit: (hit.start, -hit.end))
    if not every:
        return hits[:1]
    kept = hits[:1]
    for hit in hits[1:]:
        if hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def make_confirm(rule: Rule) -> Confirm:
    """The test of a rule, for every kind of matcher but `lines`."""
    matcher = rule.matcher
    if matcher.kind == "regex":
        return RegexConfirm(rule)
    if matcher.kind == "template":
        return TemplateConfirm(matcher.patterns, whole=rule.unit != "span")
    return PhraseConfirm(matcher.kind, matcher.patterns)


class LinesConfirm:
    """`lines`: consecutive blocks, each of which is a template."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self.templates = [phrases.make_template(pattern, True) for pattern in patterns]

    def find(self, units: Sequence[FoldedText]) -> list[Hit] | None:
        """One hit for each line, or nothing; `units` are as many blocks as there are lines."""
        hits: list[Hit] = []
        for template, unit in zip(self.templates, units, strict=True):
            found = phrases.whole(template, unit)
            if not found:
                return None
            hits += found
        return hits


def _hit(match: regex.Match[str], unit: FoldedText) -> Hit:
    groups = {
        name: unit.from_plain(*match.span(name)) for name in match.re.groupindex if match.start(name) >= 0
    }
    return Hit(*unit.from_plain(*match.span()), groups)
