"""What the stages decided about a document, each with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from normalize.errors import DocumentError
from normalize.report.reasons import CHARSET, FLAGS, origin, reason

if TYPE_CHECKING:
    from normalize.article import Document
    from normalize.config import Config
    from normalize.ruleset import RuleSet

_MOST_CANDIDATES = 12


class Decision(NamedTuple):
    """`what` was decided to be `value`, by which stage, and why."""

    stage: str
    what: str
    value: str
    why: str


def decisions(
    record: Mapping[str, Any], document: Document | None, rules: RuleSet, config: Config
) -> Iterator[Decision]:
    """Give the decisions in the order of the stages.

    Args:
        record: the record.
        document: its input, if it is there; without it less is known of the headline.
    """
    source, metadata = record["source"], record["metadata"]
    how = source.get("charset_by")
    if source.get("charset"):
        yield Decision("decode", "charset", source["charset"], CHARSET.get(how, how or ""))
    else:
        yield Decision("decode", "charset", "none", "the input was text already")
    if document is not None and document.format:
        why = "as it was read: by its suffix, its first bytes or its record"
    else:
        why = "told by its content" if document is not None else ""
    yield Decision("extract", "format", source["format"], why)
    page = _page(document, rules, config) if document is not None and source["format"] == "html" else None
    if page is not None:
        yield Decision(
            "extract", "body", page.engine, "; ".join(page.notes) or "what gave the text of the page"
        )
    yield _headline(record, document, page.origin if page else None)
    if page is not None:
        for where, text, alike in page.candidates:
            yield Decision(
                "extract", "headline candidate", text, f"{origin(where)}; {alike:.2f} like the headline"
            )
    yield from _fields(metadata)
    yield from _selection(metadata, rules)
    yield from _quality(record["quality"], rules)


class _Page(NamedTuple):
    engine: str
    notes: tuple[str, ...]
    origin: str | None
    candidates: list[tuple[str, str, float]]


def _page(document: Document, rules: RuleSet, config: Config) -> _Page | None:
    """What extraction saw on the page; None where it fails, which the record then did not."""
    from normalize.charset import decode
    from normalize.extract import extract
    from normalize.extract.headline import alike
    from normalize.extract.page import parse
    from normalize.extract.signals import gather, text_of
    from normalize.ruleset.sites import SiteIndex

    data = document.data
    if isinstance(data, bytes):
        data = decode(data, content_type=document.content_type, config=config.stage("decode")).text
    options = config.stage("extract")
    try:
        found = extract(data, url=document.url, config=options, sites=SiteIndex(rules.sites))
        signals = gather(parse(data, document.url, options))
    except DocumentError:
        return None
    declared = [("h1", text_of(element)) for element in signals.h1]
    declared += [("json-ld", signals.declared("headline") or ""), ("og", signals.first("og:title") or "")]
    declared += [("twitter", signals.first("twitter:title") or ""), ("title", signals.title or "")]
    candidates = [
        (where, text, alike(text, found.headline)) for where, text in declared if text and found.headline
    ]
    return _Page(found.engine, found.notes, found.origins.get("headline"), candidates[:_MOST_CANDIDATES])


def _headline(record: Mapping[str, Any], document: Document | None, found: str | None) -> Decision:
    text = record["headline"]
    given = document.headline if document is not None else None
    if text is None:
        return Decision("segment", "headline", "none", "the first line does not look like one")
    if given:
        return Decision("extract", "headline", text, origin("input"))
    if found:
        return Decision("extract", "headline", text, origin(found))
    if record["source"]["format"] == "html":
        return Decision("extract", "headline", text, "found on the page, or the first line of its text")
    if document is None:
        return Decision("segment", "headline", text, "given beside the text, or the first line")
    return Decision("segment", "headline", text, "the first line, which looks like one")


def _fields(metadata: Mapping[str, Any]) -> Iterator[Decision]:
    origins = metadata.get("origins", {})
    if "language" not in metadata:
        yield Decision("extract", "language", "unknown", "rules of all languages apply")
    for name, value in metadata.items():
        if name != "origins":
            told = origins.get(name, "")
            stage = "strip" if told.startswith("rule:") else _STAGE_OF.get(told, "extract")
            yield Decision(stage, name, _plain(value), origin(told))


_STAGE_OF = {"byline": "describe", "dateline": "describe", "text": "describe", "detected": "language"}


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return " | ".join(map(_plain, value))
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {one}" for name, one in value.items())
    return "true" if value is True else str(value)


def language_of_rules(metadata: Mapping[str, Any]) -> str | None:
    """The language that rules were chosen by; one that was detected in the cleaned text came too late."""
    detected = metadata.get("origins", {}).get("language") == "detected"
    return None if detected else metadata.get("language")


def _selection(metadata: Mapping[str, Any], rules: RuleSet) -> Iterator[Decision]:
    from normalize.ruleset import host_of

    url = metadata.get("url")
    known = {
        "language": language_of_rules(metadata),
        "host": host_of(url) if url else None,
        "publisher": metadata.get("publisher"),
        "date": metadata.get("published"),
    }
    count = len(rules.select(**known))
    by = [f"{name} {value}" for name, value in known.items() if value]
    why = f"for {', '.join(by)}" if by else "nothing is known that would narrow them"
    yield Decision("strip", "rules", f"{count} of {len(rules)}", why)


def _quality(quality: Mapping[str, Any], rules: RuleSet) -> Iterator[Decision]:
    if "words" in quality:
        value = f"{quality['words']} in {quality['blocks']} paragraphs"
        yield Decision(
            "assess", "words", value, f"{quality['removed_share']:.1%} of the characters were removed"
        )
    for flag in quality["flags"]:
        yield Decision("assess", "flag", flag, FLAGS.get(flag) or reason(flag, rules))
