"""What rules do to a corpus: counted from the edits of cleaned articles."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from normalize.article import Article
from normalize.ledger import Edit
from normalize.ruleset.model import Rule
from normalize.ruleset.sites import host_of

TRIAL = "trial"
"""The note of a flag that stands for what a rule on trial would have done."""


@dataclass(slots=True)
class Count:
    """What one rule did. `characters` are code points of the source that it took away (on trial: would
    have).
    """

    documents: int = 0
    hits: int = 0
    characters: int = 0
    sites: Counter[str] = field(default_factory=Counter)

    def record(self) -> dict[str, Any]:
        """As JSON-ready values; the sites with the most documents first."""
        sites = sorted(self.sites.items(), key=lambda entry: (-entry[1], entry[0]))
        return {
            "documents": self.documents,
            "hits": self.hits,
            "characters": self.characters,
            "sites": dict(sites),
        }


class Counts:
    """Counts per rule over articles, which are added one by one.

    Args:
        rules: the rules that are counted; others are not.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = {rule.id: Count() for rule in rules}
        self.documents = 0
        self.characters = 0

    def add(self, article: Article, url: str | None = None) -> None:
        """Count one cleaned article, which was at `url`."""
        self.documents += 1
        self.characters += len(article.source_text)
        seen = set()
        for edit in article.edits:
            count = self.rules.get(edit.rule)
            if count is None:
                continue
            count.hits += 1
            count.characters += _taken(edit)
            seen.add(edit.rule)
        site = site_of(article, url)
        for rule_id in seen:
            self.rules[rule_id].documents += 1
            self.rules[rule_id].sites[site] += 1

    def record(self) -> dict[str, Any]:
        """As JSON-ready values: totals, and the rules by id."""
        return {
            "documents": self.documents,
            "characters": self.characters,
            "rules": {rule_id: count.record() for rule_id, count in sorted(self.rules.items())},
        }


HITS = "hits.json"
"""File beside the shipped packs with the counts of a corpus, which `normalize rules show` tells."""


def summary(counts: Counts) -> dict[str, Any]:
    """The counts for `HITS`: rules that hit, with the number of their sites."""
    record = counts.record()
    record["rules"] = {
        rule_id: {**count, "sites": len(count["sites"])}
        for rule_id, count in record["rules"].items()
        if count["hits"]
    }
    return record


def known_hits(rule_id: str, root: Path) -> str | None:
    """One line on what a rule hit in the corpus of `HITS`; None if there is no such file."""
    try:
        known = json.loads((root / HITS).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    count = known["rules"].get(rule_id)
    if count is None:
        return f"none in {known['documents']:,} documents"
    places = f"{count['documents']:,} of {known['documents']:,} documents, {count['sites']:,} sites"
    return f"{count['hits']:,} in {places}, {count['characters']:,} characters"


def _taken(edit: Edit) -> int:
    if edit.action == "flag" and edit.note != TRIAL:
        return 0
    return max(0, edit.end - edit.start - len(edit.text or ""))


def site_of(article: Article, url: str | None = None) -> str:
    """The host of an article that was at `url`, or else its publisher, or `?`."""
    metadata = article.metadata
    return host_of(url or metadata.get("url")) or metadata.get("publisher") or "?"


class Hit(NamedTuple):
    """One edit in its surroundings, each on one line: what was before it, it itself, what came in its
    place, and what followed.
    """

    before: str
    text: str
    after: str
    new: str | None = None

    def __str__(self) -> str:
        new = f"⟦+{self.new}⟧" if self.new else ""
        return f"{self.before}⟦{self.text}⟧{new}{self.after}"


def hits_of(article: Article, rule_id: str, around: int = 60) -> Iterator[Hit]:
    """Give the edits of one rule, with so many code points of the source on either side."""
    text = article.source_text
    for edit in article.edits:
        if edit.rule == rule_id:
            before = text[max(0, edit.start - around) : edit.start]
            after = text[edit.end : edit.end + around]
            yield Hit(_line(before), _line(text[edit.start : edit.end]), _line(after), edit.text)


def _line(text: str) -> str:
    return " ⏎ ".join(text.split("\n")) if "\n" in text else text
