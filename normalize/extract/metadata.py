"""All fields that a page tells about its article, each with its origin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from normalize.extract import dates, declared
from normalize.extract.authors import authors
from normalize.extract.language import language
from normalize.extract.signals import Signals
from normalize.extract.site import known_names, publisher_name, site_name


def metadata(
    signals: Signals, lines: Sequence[str], *, thorough: bool = True
) -> tuple[dict[str, Any], dict[str, str]]:
    """Fields of the record and where each comes from.

    Args:
        signals: the page's declarations.
        lines: the lines of its article, for bylines and for the language.
        thorough: whether free text is searched for a date where nothing else tells one.
    """
    names = known_names(signals)
    found: list[declared.Found] = []
    if people := authors(signals, lines, names):
        persons = [author.name for author in people[0] if not author.organisation]
        found.append(("authors", persons or [author.name for author in people[0]], people[1]))
        if persons and len(persons) < len(people[0]):
            found.append(("credits", [a.name for a in people[0] if a.organisation], people[1]))
    singles = {
        "published": dates.published(signals, thorough=thorough),
        "modified": dates.modified(signals),
        "publisher": publisher_name(signals),
        "site": site_name(signals),
        "language": language(signals, lines),
    }
    found += [(field, *value) for field, value in singles.items() if value]
    found += declared.fields(signals, names)
    return {field: value for field, value, _ in found}, {field: origin for field, _, origin in found}
