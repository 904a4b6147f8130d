"""The step itself: page in, article out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from normalize.errors import StageError
from normalize.extract.config import ExtractConfig
from normalize.extract.deadline import DeadlineReached, deadline
from normalize.extract.engine import Line, careful
from normalize.extract.headline import headline as find_headline
from normalize.extract.jsonld import folded
from normalize.extract.metadata import metadata
from normalize.extract.page import parse
from normalize.extract.refine import refine
from normalize.extract.signals import Signals, clean, gather

_DEFAULT = ExtractConfig()
_WORD = re.compile(r"[^\W_]+")
_BREAK = re.compile(r"\n+|</?p\b[^>]*>|<br\s*/?>", re.IGNORECASE)
# Where the engine has less than this share of the declared text, it missed the article.
LEAST_OF_DECLARED = 0.1


@dataclass(frozen=True, slots=True)
class Extracted:
    """An article as it was found on a page.

    Attributes:
        headline: as the site's editors wrote it, without the site's name; None where the page has none.
        body: one line for each paragraph, heading, list item or table row; the headline is not repeated.
        metadata: the fields of the record that the page declares or shows; what is not known is absent.
        origins: for the headline and each metadata field, where the value came from.
        kinds: for each line of `body`, what it is: paragraph, heading, item, quote, code or table.
        engine: what gave the body: trafilatura, or json-ld where it failed.
        notes: the fallbacks that were taken, and why.
    """

    headline: str | None
    body: str
    metadata: dict[str, Any]
    origins: dict[str, str]
    kinds: tuple[str, ...]
    engine: str
    notes: tuple[str, ...] = ()


def extract(html: str, *, url: str | None = None, config: ExtractConfig = _DEFAULT) -> Extracted:
    """Find the article in a decoded HTML page.

    Args:
        html: the page as text.
        url: where it came from, if known; it helps with dates, the site's name and relative links.
        config: limits.

    Raises:
        StageError: `html-too-large`, `html-too-deep`, `html-too-many-nodes` and `timeout` for a page over a
            limit; `no-article` where no text was found; `html-unreadable` where the engine failed.
    """
    try:
        with deadline(config.seconds):
            return _extract(html, url, config)
    except DeadlineReached:
        raise StageError("timeout", f"the page took longer than {config.seconds} s", "extract") from None
    except RecursionError:
        raise StageError("html-too-deep", "the page nests too deep for the engine", "extract") from None


def _extract(html: str, url: str | None, config: ExtractConfig) -> Extracted:
    page = parse(html, url, config)
    signals = gather(page)
    title = find_headline(signals)
    headline = title.text if title else None
    engine = "trafilatura"
    taken, doubt = careful(page.tree, page.url)
    described = (signals.first("og:description", "description"), signals.declared("description"))
    lines, spared = refine(page.tree, taken, headline, [text for text in described if text])
    lines = without_headline(lines, headline)
    notes = [note for note in (doubt, spared) if note]
    declared = declared_body(signals)
    if _missed(lines, declared):
        lines = without_headline(declared, headline)
        engine = "json-ld"
        notes.append("the page shows next to nothing; the text is that of its JSON-LD")
    if _size(lines) < config.min_chars:
        raise StageError("no-article", "no text that looks like an article was found on the page", "extract")
    # The engine's own lines: the scorer drops bylines.
    fields, origins = metadata(signals, [line.text for line in taken or lines])
    if title:
        origins["headline"] = title.origin
    return Extracted(
        headline=headline,
        body="\n".join(line.text for line in lines),
        metadata=fields,
        origins=origins,
        kinds=tuple(line.kind for line in lines),
        engine=engine,
        notes=tuple(notes),
    )


def declared_body(signals: Signals) -> list[Line]:
    """The text that the JSON-LD holds, by its line breaks.

    It has lost the page's paragraphs more often than not.
    """
    node = signals.article
    text = node.get("articleBody") if node else None
    if not isinstance(text, str):
        return []
    return [Line(line, "paragraph") for part in _BREAK.split(text) if (line := clean(part))]


def _missed(lines: list[Line], declared: list[Line]) -> bool:
    """Whether the engine missed the article, or gave the declared text itself, without its line breaks."""
    if _size(lines) < _size(declared) * LEAST_OF_DECLARED:
        return True
    return 0 < len(lines) < len(declared) and folded(" ".join(line.text for line in lines)) == folded(
        " ".join(line.text for line in declared)
    )


def _size(lines: list[Line]) -> int:
    return sum(len(word) for line in lines for word in _WORD.findall(line.text))


def without_headline(lines: list[Line], headline: str | None) -> list[Line]:
    """Drop the first line if it repeats the headline, in whatever case and punctuation."""
    if headline and lines and folded(lines[0].text) == folded(headline):
        return lines[1:]
    return lines
