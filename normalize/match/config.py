"""Settings of the matcher."""

from __future__ import annotations

from dataclasses import dataclass

from normalize.options import option


@dataclass(frozen=True, slots=True)
class MatchConfig:
    """How long a regex may take, and where compiled rules are kept."""

    regex_timeout: float = option(
        0.1,
        "Seconds that one search of one regex may take, and one more for each 10 million characters of "
        "its text. A sound pattern needs microseconds on a paragraph.",
        at_least=0.001,
        at_most=60,
    )
    document_timeout: float = option(
        10.0,
        "Seconds that all regex searches of one document may take together.",
        at_least=0.01,
        at_most=3600,
    )
    regex_longest: int = option(
        1_000_000,
        "Longest unit, in code points, that a regex is tried on; a document with a longer one is given up. "
        "Backtracking in a text ten times as long took a gigabyte.",
        at_least=10_000,
    )
    most_matches: int = option(
        100_000,
        "Matches of one document beyond which it is given up; articles have tens.",
        at_least=1,
    )
    cache: str = option(
        "auto",
        "Folder for compiled rules: 'auto' is the user's cache folder, 'off' keeps nothing, anything else "
        "is a path.",
    )
