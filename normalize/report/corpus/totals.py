"""What a run did, counted over all of its records."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from normalize.report.corpus.spilled import Spilled
from normalize.ruleset import site_in

UNKNOWN = "(unknown)"
_MONTH = re.compile(r"[12]\d{3}-(?:0[1-9]|1[0-2])")
BINS = 20
"""Columns of the distribution of what was removed: 5 % each."""

LENGTHS = (50, 100, 200, 500, 1_000, 2_000)
"""Words at which the columns of the lengths of articles begin; 50 and 100 are limits that filters have."""

SITES = "\0sites"
SITE_REMOVED = "\0removed"
SITE_CHARACTERS = "\0characters"
"""Kinds of counts by site; no rule is called so."""

FAMILIES = {
    "prune": "line scorer",
    "repair": "repair of damage",
    "segment": "joined lines",
    "describe": "bylines and dates",
}
"""What the work of stages is called that follows no rule of the catalogue."""


@dataclass(slots=True)
class RuleTotals:
    """What a rule did: edits, documents in which it did something, characters that it changed, documents in
    which its edits were made by each stage and action."""

    stage: str
    action: str
    edits: int = 0
    documents: int = 0
    characters: int = 0

    @property
    def removes(self) -> bool:
        """Whether it takes text away."""
        return self.action in ("strip", "capture")


class Totals:
    """Exact counts over records; what may be many is spilled.

    Args:
        spilled: takes the counts by site.

    Attributes:
        records, words, characters (of the source texts, without white space between paragraphs), removed:
        sums. rules: by id. families: characters that were stripped or captured. shares: documents by share
        removed: the first of those that lost nothing, then a column for each 5 %. charsets: by (charset, how
        it was told). errors: by (stage, code). lengths: documents by words, a column for each of `LENGTHS`
        and one before. paragraphs: documents with paragraphs in another language, by that. months: by year
        and month of publication. fields: records that have a field of metadata.
    """

    def __init__(self, spilled: Spilled) -> None:
        self.sites = spilled
        self.records = self.words = self.characters = self.removed = 0
        self.unaccounted = 0
        self.rules: dict[str, RuleTotals] = {}
        self.shares = [0] * (BINS + 1)
        self.charsets: Counter[tuple[str, str]] = Counter()
        self.formats: Counter[str] = Counter()
        self.languages: Counter[str] = Counter()
        self.lengths = [0] * (len(LENGTHS) + 1)
        self.paragraphs: Counter[str] = Counter()
        self.months: Counter[str] = Counter()
        self.flags: Counter[str] = Counter()
        self.fields: Counter[str] = Counter()
        self.copies: Counter[str] = Counter()
        self.errors: Counter[tuple[str, str]] = Counter()
        self.made_by: Counter[tuple[tuple[str, str], ...]] = Counter()

    def add(self, record: Mapping[str, Any]) -> None:
        """Count a record."""
        self.records += 1
        metadata, source, quality = record["metadata"], record["source"], record["quality"]
        if "edits" not in record:
            self.unaccounted += 1
        removed = self._edits(record)
        kept = len(record["body"]) + len(record["headline"] or "")
        self.characters += kept + removed
        self.removed += removed
        words = quality.get("words", 0)
        self.words += words
        self.lengths[bisect_right(LENGTHS, words)] += 1
        self.paragraphs.update({str(one.get("language")) for one in quality.get("other_languages", ())})
        self.shares[share_bin(share_of(record))] += 1
        self.charsets[source.get("charset", "(text)"), source.get("charset_by", "")] += 1
        self.formats[source.get("format", UNKNOWN)] += 1
        self.languages[metadata.get("language", UNKNOWN)] += 1
        self.months[month_of(metadata.get("published"))] += 1
        self.flags.update(quality.get("flags", ()))
        self.fields.update(name for name in metadata if name != "origins")
        if "duplicates" in record:
            self.copies[str(record["duplicates"].get("kind"))] += 1
        self.made_by[tuple(sorted(record.get("made_by", {}).items()))] += 1
        site = site_of(record)
        self.sites.add(SITES, site)
        self.sites.add(SITE_REMOVED, site, removed)
        self.sites.add(SITE_CHARACTERS, site, kept + removed)

    def _edits(self, record: Mapping[str, Any]) -> int:
        removed = 0
        seen = set()
        site = site_of(record)
        for edit in record.get("edits", ()):
            rule, size = edit["rule"], edit["end"] - edit["start"]
            totals = self.rules.get(rule)
            if totals is None:
                totals = self.rules[rule] = RuleTotals(edit["stage"], edit["action"])
            totals.edits += 1
            if edit["action"] in ("strip", "capture"):
                removed += size
                totals.action = edit["action"] if totals.action == "flag" else totals.action
            if edit["action"] != "flag":
                totals.characters += size
            if rule not in seen:
                seen.add(rule)
                totals.documents += 1
                self.sites.add(rule, site)
        return removed

    def fail(self, entry: Mapping[str, Any]) -> None:
        """Count an entry of the errors."""
        self.errors[str(entry.get("stage")), str(entry.get("code"))] += 1

    @property
    def families(self) -> dict[str, RuleTotals]:
        """The rules that take text away, summed up by family; most characters first."""
        found: dict[str, RuleTotals] = {}
        for rule, one in self.rules.items():
            if one.removes:
                name = family_of(rule, one.stage)
                total = found.setdefault(name, RuleTotals(one.stage, one.action))
                total.edits += one.edits
                total.characters += one.characters
        return dict(sorted(found.items(), key=lambda one: (-one[1].characters, one[0])))


def family_of(rule: str, stage: str) -> str:
    """The family of a rule: the middle of `en.related.read-also`; for what no rule of the catalogue did, the
    stage in words.
    """
    parts = rule.split(".")
    return parts[1] if len(parts) > 2 else FAMILIES.get(stage, stage)


def site_of(record: Mapping[str, Any]) -> str:
    """The site of a record: its name, else the host of its address."""
    return site_in(record["metadata"]) or UNKNOWN


def month_of(published: object) -> str:
    """The year and the month of a date, as ISO 8601 has them."""
    told = str(published)[:7]
    return told if _MONTH.fullmatch(told) else UNKNOWN


def share_of(record: Mapping[str, Any]) -> float:
    """The share of a record's characters that was removed, from 0 to 1."""
    told = record["quality"].get("removed_share")
    if isinstance(told, (int, float)):
        return float(told)
    gone = sum(
        edit["end"] - edit["start"]
        for edit in record.get("edits", ())
        if edit["action"] in ("strip", "capture")
    )
    kept = len(record["body"]) + len(record["headline"] or "")
    return gone / (gone + kept) if gone else 0.0


def share_bin(share: float) -> int:
    """The column of a share: 0 for nothing at all, then 1 for up to 5 %, and so on."""
    if share <= 0:
        return 0
    return min(int(share * BINS - 1e-9), BINS - 1) + 1
