"""What a piece of junk tells of the article: metadata that a rule can capture."""

from __future__ import annotations

import re

from normalize.discover.finding import Finding
from normalize.match.folding import fold

_RELATED = re.compile(
    r"(?:read|see|watch|listen|more|also|related|next|further|lesen|mehr|auch|lire|aussi|lea|leia|leggi|czytaj|"
    r"читайте|подробнее)\b",
    re.IGNORECASE,
)
_WRITERS = re.compile(
    r"(?:contributed|reporting|reported|assistance|editing|written|edited)\b", re.IGNORECASE
)


def fields_of(finding: Finding) -> dict[str, str]:
    """Metadata field -> part of the match, for a rule's `capture`.

    A varying part after 'Read also' is the title of a related story, one beside 'reporting by' names
    writers; the gaps of a list of stories are titles too.
    """
    if finding.matcher == "template" and finding.kind == "template":
        fixed = fold(finding.patterns[0].replace("{rest}", " "))
        if _WRITERS.search(fixed):
            return {"contributors": "rest"}
        if _RELATED.match(fixed) and "twitter" not in fixed and "inbox" not in fixed:
            return {"related": "rest"}
    if finding.kind == "list" and _RELATED.search(finding.patterns[0]):
        return {"related": "entry1"}
    return {}
