"""Names in bylines: taken apart, cleaned, and persons told from organisations."""

from __future__ import annotations

import re
from typing import NamedTuple

from normalize.extract.jsonld import folded
from normalize.extract.signals import clean

# 'By' and its kin, at the start of a byline. The longer ones first.
_KINDS_OF_TEXT = (
    "written|reported|posted|published|review|story|words|text|article|opinion|analysis|a column|"
    "interview|erstellt|artikel|beitrag|blog beitrag|geschrieben|verfasst|ein kommentar|ein beitrag|"
    "ein interview|kommentar|analyse|bericht|protokoll|essay|kolumne|reportage"
)
_BY = re.compile(
    rf"^(?:(?:{_KINDS_OF_TEXT})\s+)?(?:by|von|vom|par|por|di|da|af|av|door|redigert av|skrevet av|"
    rf"tekst|texte|texto|testo|"
    r"text|autor(?:in|a|en)?|auteure?|authors?|autore|redaktion|автор|作者|記者|propos recueillis "
    r"par)\b\s*[:：]?\s+|^(?:by|von|text|autor(?:in|en)?|author|auteur|redaktion|quelle)\s*:\s*",
    re.IGNORECASE,
)
# Where a byline goes on with something else: dates, hours, addresses, 'Updated'.
_ENDING_WORDS = (
    "updated|published|posted|last modified|aktualisiert|veröffentlicht|stand|publi[ée]e?|mis à jour|"
    "publicado|actualizado|pubblicato|follow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|"
    "donners|frei|sams|sonn)tag|mittwoch"
)
_END = re.compile(
    r"\s*(?:[|•·»→]|\s[-–—]\s|\(|\[|https?://|\S+@\S+\.\S+|@\w|\b\d{1,2}[.:/ ]|\b(?:19|20)\d\d\b|"
    r"\bam \d|\bon (?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|"
    rf"\b(?:{_ENDING_WORDS})\b)",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"\s*(?:[;,/、，；&+]|\s(?:and|und|et|y|e|og|och|en|i|и|та|with|mit|avec)\s)\s*", re.IGNORECASE
)
_POST_NOMINAL = re.compile(
    r"^(?:ph\.?\s?d\.?|m\.?d\.?|m\.?a\.?|m\.?sc\.?|b\.?a\.?|j\.?d\.?|r\.?d\.?|mph|mba|esq\.?|jr\.?|"
    r"sr\.?|llm|dr\.?)$",
    re.I,
)
_REPORTER = re.compile(r"\s*(?:기자|특파원|記者|记者)$")
# Words of jobs and of desks: a name that holds one is a role.
_ROLE = re.compile(
    r"\b(?:editor|reporter|correspondent|writer|journalist|columnist|contributor|producers?|chief|"
    r"staff|author|autor|redakteur(?:in)?|korrespondent(?:in)?|volontär(?:in)?|chefredakteur(?:in)?|"
    r"journaliste|rédact\w+|periodista|redactora?|giornalista|photographer|fotograf(?:in)?|admin|"
    r"administrator|gast|guest|team|kontakt|more from)\b",
    re.IGNORECASE,
)
# Words of organisations: agencies by name, and what newsrooms and firms call themselves.
_ORGANISATION = re.compile(
    r"^the\s|\b(?:ministr\w*|department|committee|council|government)\b|\b(?:reuters|associated "
    r"press|ap|afp|dpa|apa|sda|sid|epd|kna|efe|ansa|upi|pti|ani|tass|bloomberg|europa press|"
    r"keystone-sda|ritzau|ntb|tt|belga|anp|pap|čtk|xinhua|kyodo|yonhap|staff|redaktion|redacción|"
    r"redazione|rédaction|redação|newsroom|news|desk|team|editorial|agenc\w+|agentur\w*|press|presse|"
    r"media|magazin\w*|zeitung|online|gmbh|inc|ltd|kg|verlag|institut\w*|university|universität|"
    r"ministerium|verband|stiftung|foundation|association|group|network|tv|radio)\b",
    re.IGNORECASE,
)
_SLUG = re.compile(r"^[a-z0-9]+(?:[_.-][a-z0-9]+)+$|^@")
_PICTURE = re.compile(r"^(?:foto|photo|bild|image|imagen|symbolbild)\b", re.IGNORECASE)
# Names in Chinese or Japanese writing have fewer characters in a row.
_IDEOGRAPHS = re.compile("[\u3040-\u30ff\u4e00-\u9fff]{9}")
_INITIALS = re.compile(r"^[a-zà-ž]{2,10}$")
_DOMAIN = re.compile(r"\w\.(?:com|org|net|de|fr|co|uk|at|ch|it|es|info|tv|eu|online)\b", re.IGNORECASE)
_CASED = re.compile(r"[^\W\d_]")
# Longer texts are phrases, not names.
MAX_WORDS = 5
MAX_CHARS = 60
# A longer text before the first name, in characters, is a box about the author, and what follows is no name.
LONGEST_ROLE = 30


class Author(NamedTuple):
    """A name, and whether it is an organisation's."""

    name: str
    organisation: bool


def authors_in(text: str, *, organisation: bool = False, declared: bool = False) -> list[Author]:
    """The authors that a declared value or a byline names, in order, without 'By', jobs, dates and addresses.

    Args:
        text: for example 'By Jane Doe and John Roe, Reuters | Updated May 3'.
        organisation: whether the source says that this is an organisation.
        declared: whether the source says that this is a name; then initials in small letters count too
            ('det/dpa').
    """
    text = clean(text)
    text = _BY.sub("", _BY.sub("", text))
    if end := _END.search(text):
        text = text[: end.start()]
    if organisation:
        return [Author(text, True)] if 1 < len(text) <= MAX_CHARS else []
    if _PICTURE.match(text):
        return []
    found: list[Author] = []
    for index, part in enumerate(_SPLIT.split(text)):
        name = _REPORTER.sub("", _BY.sub("", part)).strip(" .:*-–|\"'“”„") if part else ""
        if part and part.rstrip().endswith(".") and re.search(r"\b\w\.$", part):
            name += "."  # 'Juan Muñoz C.' keeps its point
        if not name or _POST_NOMINAL.match(name):
            continue
        if not (is_name(name) or (declared and _INITIALS.match(name))):
            if index == 0 and len(name) <= LONGEST_ROLE:  # 'Chief reporter, Jane Doe'
                continue
            break  # 'Jane Doe, chief political correspondent, Berlin': nothing after the job is a name
        found.append(Author(name, bool(_ORGANISATION.search(name) or _DOMAIN.search(name))))
    return found


def is_name(text: str) -> bool:
    """Whether a text can be a person's or an organisation's name."""
    if (
        not 1 < len(text) <= MAX_CHARS
        or len(text.split()) > MAX_WORDS
        or _SLUG.search(text)
        or "http" in text
    ):
        return False
    if _IDEOGRAPHS.search(text):
        return False
    if (
        not _BY.sub("", text + " ").strip()
        or any(c.isdigit() for c in text)
        or any(c in text for c in "?!{}<>=“”„…©:")
    ):
        return False
    if _ROLE.search(text) and not _ORGANISATION.search(text):
        return False
    letters = _CASED.findall(text)
    # A name has a capital letter, where the script knows capitals.
    return bool(letters) and (any(c.isupper() for c in letters) or not any(c.islower() for c in letters))


def distinct(authors: list[Author]) -> list[Author]:
    """Without repetitions, also those by case, accents of spacing, and word order ('Doe Jane')."""
    seen: set[frozenset[str]] = set()
    found = []
    for author in authors:
        key = frozenset(map(folded, author.name.split()))
        if key not in seen:
            seen.add(key)
            found.append(author)
    return found
