"""From what each figure added to a score, to reasons in human words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from normalize.strip.scorer.features import NAMES

# Figures that tell the same thing are one reason.
_GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "words": ("lexical", "anchored", "best", "known"),
    "size": ("chars", "words", "commas", "marks"),
    "capitals": ("title", "upper"),
    "signs": ("digits", "symbols", "first", "links", "linked"),
    "end": ("last", "ends"),
    "place": ("before", "after"),
    "run": ("run", "run_words", "run_lower"),
    "company": ("near_mean", "run_mean", "above"),
    "neighbours": ("previous", "next", "cut"),
    "copies": ("copies",),
    "taken": ("under", "over", "taken"),
}
_INDEX: Final = {name: i for i, name in enumerate(NAMES)}
_NAMES: Final = tuple(_GROUPS)
COUNT: Final = len(_NAMES)
# The group of each figure, in the order of `features.FEATURES`.
GROUPS: Final = tuple(
    next(number for number, names in enumerate(_GROUPS.values()) if name in names) for name in NAMES
)
# Smaller additions to the log odds are noise, not reasons.
_LEAST: Final = 0.15
_MOST: Final = 3


def reasons_of(added: list[float], vector: Sequence[float], phrase: Callable[[], str]) -> tuple[str, ...]:
    """Up to three reasons, the strongest first.

    Args:
        added: what each group of figures added to the log odds, in the order of `_GROUPS`.
        vector: the figures themselves.
        phrase: gives the line's strongest junk n-gram in human words, or an empty text.
    """
    value = {name: vector[i] for name, i in _INDEX.items()}
    totals = dict(zip(_NAMES, added, strict=True))
    ranked = sorted(totals, key=lambda group: -totals[group])
    strong = [group for group in ranked if totals[group] >= _LEAST] or ranked[:1]
    return tuple(_say(group, value, phrase) for group in strong[:_MOST])


def _say(group: str, value: dict[str, float], phrase: Callable[[], str]) -> str:
    match group:
        case "words":
            return phrase() or "its words are rare in articles"
        case "size":
            return f"line of {int(value['words'])} words"
        case "capitals":
            return (
                "all in capitals"
                if value["upper"] > 0.8
                else f"{value['title']:.0%} of its words have capitals"
            )
        case "signs":
            return "unusual signs for a sentence"
        case "end":
            return "no sentence end mark" if not value["ends"] else "end mark of a call, not of a sentence"
        case "place":
            return _say_place(value)
        case "run":
            return f"in a run of {int(value['run'])} short lines"
        case "company":
            return "among lines that talk like junk"
        case "neighbours":
            return "stands between lines as junk does"
        case "taken":
            near = "beside" if value["under"] or value["over"] else "in a document with"
            return f"{near} what rules took"
        case _:
            return "repeated" if value["copies"] > 1 else "no part of the headline"


def _say_place(value: dict[str, float]) -> str:
    if not value["after"]:
        return "after the last paragraph"
    return "before the first paragraph" if not value["before"] else "among the paragraphs"
