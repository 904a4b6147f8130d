"""What was done to the articles, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from normalize.ruleset import site_in

Pair = tuple[str, str]

UNKNOWN = "(unknown)"
"""Where a record does not say: a language, a site, a charset of what came as text."""


class Tally:
    """Counts over records. Tallies of parts of a run add up to that of the whole.

    Attributes:
        records: how many.
        stripped, rewritten: edits by (stage, rule).
        captured: edits that filled a metadata field, by field.
        flagged: records by flag.
        languages, sites, charsets: records by what they say.
        characters: of the source texts; `removed`: of those that were stripped. words: of the bodies.
    """

    __slots__ = (
        "captured",
        "characters",
        "charsets",
        "flagged",
        "languages",
        "records",
        "removed",
        "rewritten",
        "sites",
        "stripped",
        "words",
    )

    def __init__(self) -> None:
        self.stripped: Counter[Pair] = Counter()
        self.rewritten: Counter[Pair] = Counter()
        self.captured: Counter[str] = Counter()
        self.flagged: Counter[str] = Counter()
        self.languages: Counter[str] = Counter()
        self.sites: Counter[str] = Counter()
        self.charsets: Counter[str] = Counter()
        self.records = 0
        self.characters = 0
        self.removed = 0
        self.words = 0

    def add(self, record: Mapping[str, Any], characters: int) -> None:
        """Count a record that has its edits; `characters`: of its source text."""
        self.records += 1
        self.characters += characters
        for edit in record["edits"]:
            if "field" in edit:
                self.captured[edit["field"]] += 1
            action = edit["action"]
            if action == "rewrite":
                self.rewritten[edit["stage"], edit["rule"]] += 1
            elif action != "flag":
                self.stripped[edit["stage"], edit["rule"]] += 1
                self.removed += edit["end"] - edit["start"]
        self.words += record["quality"].get("words", 0)
        for flag in record["quality"].get("flags", ()):
            self.flagged[flag] += 1
        metadata = record["metadata"]
        self.languages[metadata.get("language", UNKNOWN)] += 1
        self.sites[site_in(metadata) or UNKNOWN] += 1
        self.charsets[record["source"].get("charset", UNKNOWN)] += 1

    def take_away(self, other: Tally) -> None:
        """Take the counts of some records away again."""
        for name in self.__slots__:
            mine, theirs = getattr(self, name), getattr(other, name)
            setattr(self, name, mine - theirs)  # counters keep what is above zero

    def merge(self, other: Tally) -> None:
        """Add the counts of another part of the run."""
        for name in self.__slots__:
            mine, theirs = getattr(self, name), getattr(other, name)
            if isinstance(mine, Counter):
                mine.update(theirs)
            else:
                setattr(self, name, mine + theirs)
