"""Which field of a record holds what: presets for the output of scrapers, and what the user says.

Order of precedence: `--field`, then the preset of `--map`, then the record's `metadata` object, then its own
keys. In each target the first source that holds a value wins.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, NamedTuple

from normalize.errors import Problem, SetupError
from normalize.read.fields import FIELDS

if TYPE_CHECKING:
    from normalize.read.config import ReadConfig

NO_MAP = "none"


class Pair(NamedTuple):
    """A field of ours and where it is found: a key, or keys of nested objects parted by dots.

    `read`, where given, makes our value of theirs.
    """

    target: str
    source: str
    read: Callable[[Any], Any] | None = None


def paragraphs(value: Any) -> Any:
    """A list of strings as one text with a blank line between them; all else as it is."""
    if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
        return "\n\n".join(value)
    return value


def fundus_body(value: Any) -> Any:
    """The text of a Fundus `ArticleBody`: its summary, then each section's headline and paragraphs."""
    if not isinstance(value, Mapping) or not isinstance(value.get("sections"), list):
        return paragraphs(value)
    lines = [*_strings(value.get("summary"))]
    for section in value["sections"]:
        if isinstance(section, Mapping):
            lines += [*_strings(section.get("headline")), *_strings(section.get("paragraphs"))]
    return "\n\n".join(lines)


def _strings(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str) and one.strip()] if isinstance(value, list) else []


def _is_false(value: Any) -> Any:
    return True if value is False else None


PRESETS: dict[str, tuple[Pair, ...]] = {
    # newsplease/NewsArticle.py, `get_dict`: `text` is the name that older versions used for `maintext`.
    "news-please": (
        Pair("text", "maintext"),
        Pair("text", "text"),
        Pair("headline", "title"),
        Pair("published", "date_publish"),
        Pair("modified", "date_modify"),
        Pair("image", "image_url"),
        Pair("site", "source_domain"),
    ),
    # newspaper/settings.py, `article_json_fields`, which `Article.to_json` writes. `keywords` and `summary`
    # are the program's own guesses and no statement of the publisher; `language` is that of its
    # configuration.
    "newspaper4k": (
        Pair("headline", "title"),
        Pair("url", "canonical_link"),
        Pair("url", "url"),
        Pair("published", "publish_date"),
        Pair("language", "meta_lang"),
        Pair("language", "language"),
        Pair("description", "meta_description"),
        Pair("site", "meta_site_name"),
        Pair("image", "top_image"),
        Pair("image", "meta_img"),
        Pair("tags", "tags"),
        Pair("tags", "meta_keywords"),
    ),
    # The features of the `cc_news` dataset (datasets/cc_news/cc_news.py), made with news-please.
    "cc-news": (
        Pair("headline", "title"),
        Pair("published", "date"),
        Pair("site", "domain"),
        Pair("image", "image_url"),
    ),
    # fundus/scraping/article.py, `Article.to_json`, and fundus/parser/data.py, `ArticleBody.serialize`. False
    # in `free_access` is what the page declares by `isAccessibleForFree`.
    "fundus": (
        Pair("text", "body", fundus_body),
        Pair("text", "plaintext"),
        Pair("headline", "title"),
        Pair("published", "publishing_date"),
        Pair("tags", "topics"),
        Pair("language", "lang"),
        Pair("paywall", "free_access", _is_false),
    ),
    # datatrove/data.py, `Document`: text, id, media, metadata. `metadata.date` of its WARC reader is the
    # time of the crawl and no date of publication.
    "datatrove": (Pair("url", "metadata.url"), Pair("headline", "metadata.title")),
    # allenai/dolma, docs/data-format.md. `created` may be a best guess, and `added` is the time of the
    # download.
    "dolma": (Pair("url", "metadata.url"), Pair("headline", "metadata.title")),
    # Stories of the Media Cloud search API (mediacloud.api.SearchApi.story_list, with `expanded` for the
    # text): id, indexed_date, language, media_name, media_url, publish_date, title, url, text.
    "mediacloud": (
        Pair("headline", "title"),
        Pair("published", "publish_date"),
        Pair("site", "media_name"),
    ),
    # Scrapy leaves the fields to the spider. These are `Article` of zyte-common-items, its published item for
    # news, and after them the names that hand-written spiders use most.
    "scrapy": (
        Pair("text", "articleBody"),
        Pair("text", "text"),
        Pair("text", "content"),
        Pair("text", "body"),
        Pair("html", "articleBodyHtml"),
        Pair("headline", "headline"),
        Pair("headline", "title"),
        Pair("url", "canonicalUrl"),
        Pair("url", "url"),
        Pair("url", "link"),
        Pair("published", "datePublished"),
        Pair("published", "date_published"),
        Pair("published", "published_at"),
        Pair("published", "publish_date"),
        Pair("published", "published_date"),
        Pair("published", "pub_date"),
        Pair("published", "date"),
        Pair("modified", "dateModified"),
        Pair("modified", "updated_at"),
        Pair("language", "inLanguage"),
        Pair("image", "mainImage.url"),
        Pair("authors", "authors"),
        Pair("authors", "author"),
        Pair("section", "section"),
        Pair("section", "category"),
    ),
}
"""Our fields and theirs. Fields with the same name in both are taken over without being named here."""

DOCUMENT_FIELDS = ("text", "html", "id", "headline")
TARGETS = (*DOCUMENT_FIELDS, *FIELDS)


class Picked(NamedTuple):
    """What a map found in a record.

    `values`: by target. `whole`: keys that were read. `inside`: keys of which a part was read.
    """

    values: dict[str, Any]
    whole: frozenset[str]
    inside: frozenset[str]


class FieldMap:
    """Where the fields of a record are.

    Args:
        pairs: in the order of precedence.
        keep_extra: whether what no field takes is kept in `metadata.extra`.
    """

    def __init__(self, pairs: tuple[Pair, ...] = (), keep_extra: bool = False) -> None:
        self.keep_extra = keep_extra
        self.sources: dict[str, list[Pair]] = {}
        for pair in pairs:
            self.sources.setdefault(pair.target, []).append(pair)
        self._whole = frozenset(pair.source for pair in pairs)
        self._inside = frozenset(pair.source.split(".")[0] for pair in pairs if "." in pair.source)

    @classmethod
    def of(cls, config: ReadConfig) -> FieldMap:
        """Make the map that the options name.

        Raises:
            SetupError: `bad-field`, for an entry of `read.fields` that is not 'field=source'.
        """
        given = [_parse(entry) for entry in config.fields]
        problems = [one for one in given if isinstance(one, Problem)]
        if problems:
            raise SetupError(problems)
        pairs = tuple(one for one in given if isinstance(one, Pair))
        # A target that the user names is his alone: the preset's sources for it would bring back others.
        named = {pair.target for pair in pairs}
        preset = tuple(pair for pair in PRESETS.get(config.map, ()) if pair.target not in named)
        return cls(pairs + preset, config.keep_extra)

    def __bool__(self) -> bool:
        return bool(self.sources)

    @property
    def keys(self) -> frozenset[str]:
        """The top-level keys that it looks at."""
        return self._inside | self._whole

    def pick(self, record: Mapping[str, Any]) -> Picked:
        """Find the values of a record."""
        values: dict[str, Any] = {}
        for target, pairs in self.sources.items():
            for pair in pairs:
                value = _dig(record, pair.source)
                if pair.read:
                    value = pair.read(value)
                elif target == "text":
                    value = paragraphs(value)
                if value is not None and value not in ("", [], {}):
                    values[target] = value
                    break
        return Picked(values, self._whole, self._inside)


def _parse(entry: str) -> Pair | Problem:
    target, sign, source = (part.strip() for part in entry.partition("="))
    if not sign or not source:
        return Problem("read.fields", 0, "bad-field", f"{entry!r} must be of the form field=source")
    if target == "title":
        target = "headline"
    if target not in TARGETS:
        close = get_close_matches(target, TARGETS, n=1)
        hint = f", did you mean `{close[0]}`?" if close else f"; known: {', '.join(TARGETS)}"
        return Problem("read.fields", 0, "bad-field", f"there is no field `{target}`{hint}")
    return Pair(target, source)


def _dig(record: Mapping[str, Any], path: str) -> Any:
    if path in record:
        return record[path]
    value: Any = record
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value
