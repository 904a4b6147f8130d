"""Dates as people write them: '4. Februar 2022', 'Feb 4, 2022', '04.02.2022', '4 de febrero de 2022'."""

from __future__ import annotations

import re
from datetime import date, datetime

# Beginnings of month names, as long as needed to tell them apart, for the languages of the Latin script whose
# news we meet most (de, en, es, fr, it, nl, pt, and the Scandinavian ones), and Russian and Ukrainian.
_STARTS = (
    "jan jän gen ene янв січ", "feb fév fev fe лют фев", "mar mär maa mrt март мар берез",
    "apr avr abr апр квіт",
    "may mai mag mei maj мая май трав", "jun jui giu июн черв", "jul juil lug июл лип",
    "aug aoû aou ago авг серп", "sep set сент сен вер", "oct okt ott out окт жовт", "nov ноя лист",
    "dec dez déc dic des дек груд",
)  # fmt: skip
_MONTHS = sorted(
    ((s, n) for n, group in enumerate(_STARTS, 1) for s in group.split()), key=lambda m: -len(m[0])
)
_NAME = rf"(?P<name>(?:{'|'.join(start for start, _ in _MONTHS)})\w{{0,9}})\.?"
_CLOCK = r"(?:[\s,;|–—•-]+(?:um|at|à|a las|às|alle|ore|kl\.?|klo)?\s*(?P<H>\d{1,2})[:.h](?P<M>\d{2})(?!\d))?"
_SLASHED = re.compile(r"(?<![\d/])(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})(?![\d/])" + _CLOCK)
_FORMS = (
    re.compile(r"(?<![\d.])(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})(?!\d)" + _CLOCK),
    re.compile(
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:\.|er|st|nd|rd|th|º)?\s+(?:de\s+|of\s+)?{_NAME},?\s+(?:de\s+|del\s+)?"
        rf"(?P<y>\d{{4}})(?!\d){_CLOCK}",
        re.I,
    ),
    re.compile(rf"(?<!\w){_NAME}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})(?!\d){_CLOCK}", re.I),
    _SLASHED,
    re.compile(r"(?P<y>\d{4})\s?年\s?(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?日(?:\s*(?P<H>\d{1,2})[:：](?P<M>\d{2}))?"),
)  # fmt: skip
_YEAR = re.compile(r"(?:19|20)\d\d")


def in_text(text: str, *, month_first: bool | None = False) -> str | None:
    """The first date in a short text in ISO 8601, with its time of day if given.

    Args:
        text: one line.
        month_first: read 3/4/2022 as March 4, as in the United States, or as April 3; None: it is not known,
            and such a date is not read at all. 23/4/2022 is April 23 in any case.
    """
    if not _YEAR.search(text):
        return None
    for form in _FORMS:
        if match := form.search(text):
            found = match.groupdict()
            month, day = _month(found), int(found["d"])
            if form is _SLASHED:
                if month_first is None and month <= 12 and day <= 12 and month != day:
                    return None
                if (month_first and day <= 12) or month > 12:
                    month, day = day, month
            return _iso(int(found["y"]), month, day, found.get("H"), found.get("M"))
    return None


def _month(found: dict[str, str | None]) -> int:
    if found.get("m"):
        return int(found["m"] or 0)
    name = (found["name"] or "").casefold()
    if name.startswith(("jui", "juin")):  # juin, juillet
        return 7 if name.startswith("juil") else 6
    return next(number for start, number in _MONTHS if name.startswith(start))


def _iso(year: int, month: int, day: int, hour: str | None, minute: str | None) -> str | None:
    try:
        if hour and minute:
            return datetime(year, month, day, int(hour), int(minute)).isoformat()
        return date(year, month, day).isoformat()
    except ValueError:
        return None
