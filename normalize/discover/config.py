"""The options of discovery."""

from __future__ import annotations

from dataclasses import dataclass

from normalize.options import option


@dataclass(frozen=True, slots=True)
class DiscoverConfig:
    """What counts as repeated, and how sure a proposal must be."""

    by: str = option(
        "site",
        "What a share is a share of: the documents of a 'site' (its registered domain), of a 'publisher' "
        "(by name; the site where no name is known), or 'all'.",
        one_of=("site", "publisher", "all"),
    )
    min_documents: int = option(
        3,
        "Fewest documents of a site in which a piece must stand. Two are a coincidence, or one article "
        "that was scraped twice.",
        at_least=2,
    )
    min_share: float = option(
        0.01,
        "Smallest share of a site's documents in which a piece must stand. Shares and not counts: in a "
        "thousand times more articles a thousand times more phrases of the writers recur.",
        at_least=0.0,
        at_most=1.0,
    )
    confidence: float = option(
        0.9, "From which confidence a rule is proposed as sure.", at_least=0.0, at_most=1.0
    )
    report: float = option(0.5, "From which confidence a finding is told at all.", at_least=0.0, at_most=1.0)
    most_pieces: int = option(
        50_000,
        "Most pieces that are looked at a second time; those with the smallest share are left out. Bounds "
        "memory: 3 KB each.",
        at_least=100,
    )
