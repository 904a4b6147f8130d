"""Lines of a settled form: stamps ('Published 3 May 2024, updated 4 May 2024') and datelines ('KYIV, May 3
(Reuters) -').
"""

from __future__ import annotations

import re

from normalize.dates import parse_date
from normalize.names import AGENCIES

_MODIFIED = (
    "last updated|updated|last modified|modified|updated on|aktualisiert|zuletzt aktualisiert|"
    "letzte aktualisierung|stand|mis à jour|modifié|actualizado|actualización|aggiornato|atualizado|"
    "atualizada|bijgewerkt|laatst bijgewerkt|uppdaterad|senast uppdaterad|oppdatert|sist oppdatert|"
    "opdateret|sidst opdateret|aktualizováno|aktualizacja|zaktualizowano|обновлено|оновлено|ενημερώθηκε|"
    "τελευταία ενημέρωση|güncelleme|güncellendi|son güncelleme|diperbarui|更新|更新日|最終更新|"
    "更新日時|更新时间|수정|최종수정|تحديث|آخر تحديث|अपडेटेड|अद्यतन"
)
_PUBLISHED = (
    "first published|originally published|published|posted|created|publication date|date published|"
    "veröffentlicht|erschienen|publié|paru|publicado|publicada|pubblicato|gepubliceerd|geplaatst|"
    "publicerad|publicerat|publisert|publiceret|udgivet|publikováno|vydáno|opublikowano|"
    "data publikacji|опубликовано|опубліковано|δημοσιεύθηκε|δημοσίευση|yayınlanma|yayınlandı|"
    "diterbitkan|dipublikasikan|公開|公開日|配信|掲載|发布|发布时间|發布|發布時間|입력|등록|نشر|"
    "تاريخ النشر|प्रकाशित"
)
_LABEL = re.compile(
    rf"(?P<modified>{_MODIFIED})(?!\w)|(?P<published>{_PUBLISHED})(?!\w)",
    re.IGNORECASE,
)
_STARTS = frozenset(label[:2] for label in f"{_MODIFIED}|{_PUBLISHED}".split("|"))
_FILLER = re.compile(
    r"\s*(?:[:：]|-|–|—)?\s*(?:on|at|am|le|el|il|em|den|op|dnia|dne)?\s*[:：]?\s+|\s*[:：]\s*", re.IGNORECASE
)
_BETWEEN = re.compile(r"[\s|,;/·•()–—-]+\Z")

_DATELINE = re.compile(
    r"(?P<place>[^\W\d_][^\d()\n]{1,60}?)"
    r"(?:,\s+(?P<date>(?:[^\W\d_]{3,10}\.?\s+\d{1,2}|\d{1,2}\.?\s+[^\W\d_]{3,10})(?:,?\s+\d{4})?))?"
    r"(?:\s*(?:\((?P<agency>[^()\d]{2,40})\)|/(?P<slashed>[A-Z]{2,12})/))?"
    r"\s*(?:[–—]|-(?=\s)|(?<=\)):)\s*(?=[^\W_]|[\"“„«'‘])"
)

_DASH = re.compile(r"[–—]|-\s|\):")  # one of which parts a dateline from the story
_LONGEST_DATELINE = 200  # code points

_LABELS = frozenset(
    "BREAKING EXCLUSIVE UPDATE UPDATED WATCH VIDEO PHOTOS OPINION ANALYSIS COMMENT LIVE REVIEW EDITORIAL "
    "EILMELDUNG".split()
)
"""What stands in capitals before a dash and is no place."""


def is_labelled(line: str) -> bool:
    """Whether a line begins as one that says when the text was published or changed."""
    return line[:2].lower() in _STARTS and _LABEL.match(line) is not None


def stamps(line: str) -> list[tuple[str, str]] | None:
    """Read a line that holds dates of publication and nothing else.

    Returns:
        pairs of field (`published`, `modified`) and ISO 8601 date; None if the line has anything else, or a
        date that is not whole.
    """
    first = _LABEL.match(line) if line[:2].lower() in _STARTS else None
    if not first or len(line) > 160:
        return None
    labels = [first, *(one for one in _LABEL.finditer(line, first.end()))]
    found = []
    for label, after in zip(labels, [*labels[1:], None], strict=True):
        filler = _FILLER.match(line, label.end())
        start = filler.end() if filler else label.end()
        value = parse_date(_BETWEEN.sub("", line[start : after.start() if after else len(line)]))
        if value is None:
            return None
        found.append((label.lastgroup or "", value))
    return found


def dateline(text: str) -> dict[str, str] | None:
    """Read the dateline at the start of a paragraph.

    Returns:
        `place`, and `agency` and `date` (as the text has them) where stated; None if there is none. A place
        counts if its first word is in capitals or an agency that we know follows it.
    """
    if not text[:1].isupper():
        return None
    head = text[:_LONGEST_DATELINE]
    if text[1:2].islower() and "(" not in head and "/" not in head:  # no capitals, and no agency
        return None
    match = _DATELINE.match(text) if _DASH.search(head) else None
    if not match:
        return None
    place = match["place"].strip(" ,")
    agency = (match["agency"] or match["slashed"] or "").strip()
    known = AGENCIES.get(agency.casefold())
    words = place.split()
    capitals = len(words[0]) > 2 and words[0].strip(".,").isupper()
    if not words or len(words) > 6 or not (known or capitals) or not place[0].isupper():
        return None
    if not known and (words[0].strip(".,:") in _LABELS or text[match.end()].islower()):
        return None
    if not known and (
        not capitals
        or (not agency and not match["date"] and sum(one.isupper() for one in words) * 2 < len(words))
    ):
        return None
    parts = {"place": place, "agency": known or agency, "date": match["date"] or ""}
    return {key: value for key, value in parts.items() if value}
