"""The language of a page's article: what its text says, and what the page declares where that leaves a doubt.

Templates of multilingual sites often declare another language than the text's.
"""

from __future__ import annotations

from collections.abc import Sequence

from normalize.extract.signals import Signals
from normalize.language import UNKNOWN, base_code, detect

SAMPLE = 6000
"""Code points of the article that are given to the detector, which looks at less."""


def language(signals: Signals, lines: Sequence[str]) -> tuple[str, str] | None:
    """ISO 639-1 code of the article's language and its origin: 'html' where it is the declared one, else
    'detected'.
    """
    declared = _declared(signals)
    found = detect("\n".join(lines)[:SAMPLE], declared).code
    if found != UNKNOWN:
        return found, "html" if found == declared else "detected"
    return (declared, "html") if declared else None


def _declared(signals: Signals) -> str | None:
    tree = signals.page.tree
    values = (
        tree.get("lang"),
        tree.get("{http://www.w3.org/XML/1998/namespace}lang"),
        tree.get("xml:lang"),
        signals.declared("inLanguage"),
        signals.first("og:locale", "dc.language", "language", "content-language"),
    )
    return next((code for value in values if (code := base_code(value))), None)
