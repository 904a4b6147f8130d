"""What was done to the articles, counted."""

from __future__ import annotations

from collections import Counter

from normalize.article import Article

Pair = tuple[str, str]


class Tally:
    """Counts over articles. Tallies of parts of a run add up to that of the whole.

    Attributes:
        stripped, rewritten: edits by (stage, rule).
        captured: edits that filled a metadata field, by field.
        flagged: articles by flag.
        characters: of the source texts; `removed`: of those that were stripped.
    """

    __slots__ = ("captured", "characters", "flagged", "removed", "rewritten", "stripped")

    def __init__(self) -> None:
        self.stripped: Counter[Pair] = Counter()
        self.rewritten: Counter[Pair] = Counter()
        self.captured: Counter[str] = Counter()
        self.flagged: Counter[str] = Counter()
        self.characters = 0
        self.removed = 0

    def add(self, article: Article) -> None:
        """Count one article."""
        self.characters += len(article.source_text)
        for edit in article.edits:
            if edit.field is not None:
                self.captured[edit.field] += 1
            if edit.action == "rewrite":
                self.rewritten[edit.stage, edit.rule] += 1
            elif edit.action != "flag":
                self.stripped[edit.stage, edit.rule] += 1
                self.removed += edit.end - edit.start
        self.flagged.update(article.quality.get("flags", ()))

    def merge(self, other: Tally) -> None:
        """Add the counts of another part of the run."""
        self.stripped.update(other.stripped)
        self.rewritten.update(other.rewritten)
        self.captured.update(other.captured)
        self.flagged.update(other.flagged)
        self.characters += other.characters
        self.removed += other.removed
