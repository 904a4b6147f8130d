"""The words that terminal and page share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from normalize.report.explanation import Explanation
from normalize.report.whynot import WhyNot


class Told(NamedTuple):
    """What is told below a line: what was done and by which rule, why, what was noted, and how often."""

    done: str
    rule: str
    why: str
    note: str
    times: int


def told(explanation: Explanation, numbers: Sequence[int]) -> Iterator[Told]:
    """What edits did, the same told once."""
    edits = explanation.edits
    counts: Counter[tuple[str, str, str]] = Counter()
    for number in numbers:
        edit = edits[number]
        counts[done(edit), edit["rule"], edit.get("note") or ""] += 1
    for (what, rule, note), count in counts.items():
        yield Told(what, rule, explanation.reasons[rule], note, count)


def done(edit: Mapping[str, Any]) -> str:
    """What an edit did, in words."""
    into = edit.get("field")
    if edit["action"] == "capture":
        return f"captured into {into}" if into else "captured"
    if edit["action"] == "strip":
        return f"stripped, {into} taken from it" if into else "stripped"
    return "rewritten" if edit["action"] == "rewrite" else "flagged"


def size(characters: int) -> str:
    """What stands for text that is not known."""
    return f"({characters:,} character{'' if characters == 1 else 's'})"


def place(source: Mapping[str, Any]) -> str:
    """Where a document came from."""
    path = source.get("path")
    if path is None:
        return "from no file"
    return f"{path}, line {source['record']}" if source.get("record") else str(path)


def answered(answer: WhyNot) -> list[tuple[str, list[str]]]:
    """An answer in groups: a heading, and what is said under it."""
    groups = []
    if answer.state in ("kept", "headline"):
        held = [f"{one.rule} – {one.guard}: {one.because}. ({one.why})" for one in answer.held]
        groups.append(("Rules that hit it, and what held them", held or ["No rule hits it."]))
        near = [f"{one.rule} – {one.alike:.2f}: {one.because}. ({one.why})" for one in answer.near]
        groups.append(("Rules that came near", near or ["None."]))
    if answer.scorer is not None:
        score = "" if answer.scorer.score is None else f"{answer.scorer.score:.4f}: "
        groups.append(("The line scorer", [f"{score}{answer.scorer.said}", *answer.scorer.reasons]))
    return groups
