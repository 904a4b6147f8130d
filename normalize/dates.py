"""Dates in ISO 8601: of a text that consists of one (`parse_date`), the first one inside a short text
(`find_date`), and of what machines write into attributes and JSON (`parse_stamp`). What a text leaves open
(year, zone, day or month first) is not guessed.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Final

from normalize.months import MONTHS, WEEKDAYS

_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?)?")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\d)")
_EAST_ASIAN = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_TIME = re.compile(
    r"(?<![\d.])(\d{1,2})[:.h](\d\d)(?::(\d\d))?(?![\d.]*\d)\s*([ap])?\.?(?:m\b\.?)?"
    r"|(?<!\d)(\d{1,2})\s*([ap])\.?m\b\.?|\b(\d{1,2})\s+Uhr",
    re.IGNORECASE,
)
_ZONES: Final = {
    **dict.fromkeys(("UTC", "GMT", "Z"), 0),
    "BST": 60,
    "CET": 60,
    "MEZ": 60,
    "CEST": 120,
    "MESZ": 120,
    "EET": 120,
    "EEST": 180,
    "MSK": 180,
    "EST": -300,
    "EDT": -240,
    "CST": -360,
    "CDT": -300,
    "MST": -420,
    "MDT": -360,
    "PST": -480,
    "PDT": -420,
    "JST": 540,
    "KST": 540,
    "AEST": 600,
    "AEDT": 660,
}
"""Minutes east of UTC. Abbreviations with two meanings (IST, AST) are left out: their zone is not known."""
_REGIONS: Final = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
}
_ZONE = re.compile(r"\b(" + "|".join([*_ZONES, *_REGIONS]) + r")\b|(?:UTC|GMT)?([+-]\d\d):?(\d\d)\b")
_STAMP = re.compile(
    r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"
    r"(?:(?:T|\s+|,\s*|-)(?P<H>\d{1,2})[:.](?P<M>\d{2})(?::?(?P<S>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?:(?P<zone>Z|UTC|GMT)|(?P<sign>[+-])(?P<zh>\d{2}):?(?P<zm>\d{2})?)?)?(?!\d)"
)
_COMPACT = re.compile(
    r"^(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:T?(?P<H>\d{2})(?P<M>\d{2})(?P<S>\d{2})?(?P<zone>Z)?)?$"
)
# The web is younger; archives of older articles carry such dates in their JSON-LD, and keep them.
FIRST_YEAR = 1800
_CLOCK = r"(?:[\s,;|–—•-]+(?:um|at|à|a las|às|alle|ore|kl\.?|klo)?\s*(?P<H>\d{1,2})[:.h](?P<M>\d{2})(?!\d))?"
_SLASHED = re.compile(r"(?<![\d/])(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})(?![\d/])" + _CLOCK)
_NUMBER = re.compile(r"\d+")
_NO_DATE = re.compile('@\\w|[:#"“”«»?!&%$€£+=]')
_WORD = re.compile(r"[^\s\d.,/|()]+")
_MOST_WORDS = 5  # weekday, 'de' twice, month, zone
_WEEKDAY = r"(?:(?:on|am|le|el|den|op|il|em|w|dne)\s)?(?:(?P<weekday>[^\s\d.,]{2,14})[.,]{0,2}\s)?"
_REST = r"(?:,? [A-Z]{2,5})?"  # a zone that is not known
_DAY_FIRST = re.compile(
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th|er|º)?\s(?:de\s|of\s)?(?P<name>[^\s\d.,]{{3,12}})[.,]{{0,2}}\s"
    rf"(?:de\s|del\s)?(?P<year>\d{{4}}){_REST}"
)
_MONTH_FIRST = re.compile(
    rf"{_WEEKDAY}(?P<name>[^\s\d.,]{{3,12}})\.?\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<year>\d{{4}}){_REST}"
)
_FIRST_UNKNOWN = "\u0530"  # after Latin, Greek and Cyrillic letters
_YEAR_AT_ALL = re.compile(r"(?:19|20)\d\d")


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    """Dates as pages write them. Made when they are first needed: names of months in 32 languages take a
    while to compile.
    """
    months = "|".join(sorted(filter(MONTHS.get, MONTHS), key=len, reverse=True))
    name = rf"(?P<name>{months})\.?(?!\w)"
    return (
        re.compile(r"(?<![\d.])(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})(?!\d)" + _CLOCK),
        re.compile(
            rf"(?<!\d)(?P<d>\d{{1,2}})(?:\.|er|st|nd|rd|th|º)?\s+(?:de\s+|of\s+)?{name},?\s+(?:de\s+|del\s+)?"
            rf"(?P<y>\d{{4}})(?!\d){_CLOCK}",
            re.I,
        ),
        re.compile(
            rf"(?<!\w){name}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})(?!\d){_CLOCK}", re.I
        ),
        _SLASHED,
        re.compile(
            r"(?P<y>\d{4})\s?[年년]\s?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日일]"
            r"(?:\s*(?P<H>\d{1,2})[:：](?P<M>\d{2}))?"
        ),
    )


def parse_date(text: str) -> str | None:
    """Give the date (and time, and zone, if stated) of a text that consists of one.

    Args:
        text: 'December 27, 2023', '27 Dec 2023 10:06 GMT', '3. Mai 2024, 17:47 Uhr', '2023-12-27T10:06:00Z' …
            in any language that `dateparser` knows.

    Returns:
        'YYYY-MM-DD', with 'THH:MM:SS' and an offset where the text states them; None if the text leaves the
        year open, or whether day or month comes first, or is no date.
    """
    text = " ".join(text.split()).strip(" .,;|()[]")
    exact = _ISO.fullmatch(text)
    if exact:
        return _iso(*exact.groups())
    if not _YEAR.search(text) or len(text) > 80:
        return None
    time = _TIME.search(_NUMERIC.sub(lambda found: "x" * len(found[0]), text))
    zone = _ZONE.search(text, time.end() if time else 0)
    day = _day(_without(text, time, zone))
    if day is None or time is None:
        return day
    clock = _clock(time)
    if clock is None:
        return day
    moment = datetime.fromisoformat(f"{day}T{clock}")
    return _with_zone(moment, zone).isoformat() if zone else moment.isoformat()


def _iso(day: str, clock: str | None, zone: str | None) -> str | None:
    try:
        moment = datetime.fromisoformat(f"{day}T{clock or '00:00'}{zone or ''}")
    except ValueError:
        return None
    return moment.isoformat() if clock else day


def _without(text: str, *parts: re.Match[str] | None) -> str:
    for part in sorted((part for part in parts if part), key=lambda one: -one.start()):
        text = f"{text[: part.start()]} {text[part.end() :]}"
    return re.sub(r"\s+(?:at|um|à|a las|alle|kl|um|o|в|о)?\s*[,|–—-]?\s*\Z", "", text.strip(" ,|–—-·"))


def _day(text: str) -> str | None:
    """The day that a text without time and zone names.

    The usual forms with the name of a month are read here. `dateparser` knows more of them, and more
    languages, but takes much memory, and long for a text that is no date; so it sees only texts with a month
    in them, or in scripts whose months are not known here.
    """
    numeric = _NUMERIC.search(text)
    if numeric:
        first, mark, second, year = int(numeric[1]), numeric[2], int(numeric[3]), int(numeric[4])
        if mark != "." and first <= 12 and second <= 12 and first != second:
            return None  # 3/4/2024: April or March
        day, month = (first, second) if second <= 12 else (second, first)
        return _checked(year, month, day)
    named = _EAST_ASIAN.search(text)
    if named:
        return _checked(int(named[1]), int(named[2]), int(named[3]))
    iso = _ISO.search(text)
    if iso:
        return _iso(iso[1], None, None)
    text = " ".join(text.split())
    if len(_NUMBER.findall(text)) != 2 or _NO_DATE.search(text):
        return None
    form = _DAY_FIRST.fullmatch(text) or _MONTH_FIRST.fullmatch(text)
    if form and (form["weekday"] or "monday").casefold() in WEEKDAYS:
        number = MONTHS.get(form["name"].casefold())
        if number:
            return _checked(int(form["year"]), number, int(form["day"]))
    words = _WORD.findall(text.casefold())
    if len(words) > _MOST_WORDS or (max(text) < _FIRST_UNKNOWN and MONTHS.keys().isdisjoint(words)):
        return None
    import dateparser

    found = dateparser.parse(
        text, settings={"PARSERS": ["absolute-time"], "REQUIRE_PARTS": ["day", "month", "year"]}
    )
    return found.date().isoformat() if found else None


def _checked(year: int, month: int, day: int) -> str | None:
    try:
        return datetime(year, month, day, tzinfo=UTC).date().isoformat()
    except ValueError:
        return None


def _clock(found: re.Match[str]) -> str | None:
    hour = int(found[1] or found[5] or found[7])
    half = (found[4] or found[6] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    minute, second = int(found[2] or 0), int(found[3] or 0)
    return f"{hour:02}:{minute:02}:{second:02}" if hour < 24 and minute < 60 and second < 60 else None


def _with_zone(moment: datetime, zone: re.Match[str]) -> datetime:
    name = zone[1]
    if name in _REGIONS:
        from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

        try:
            return moment.replace(tzinfo=ZoneInfo(_REGIONS[name]))
        except (
            ZoneInfoNotFoundError
        ):  # a system without the zone database: the time stands, its zone is not known
            return moment
    if name:
        return moment.replace(tzinfo=timezone(timedelta(minutes=_ZONES[name])))
    sign = -1 if zone[2].startswith("-") else 1
    minutes = sign * (abs(int(zone[2])) * 60 + int(zone[3]))
    return moment.replace(tzinfo=timezone(timedelta(minutes=minutes))) if abs(minutes) < 1440 else moment


def find_date(text: str, *, month_first: bool | None = False) -> str | None:
    """The first date in a short text in ISO 8601, with its time of day if given.

    Args:
        text: one line.
        month_first: read 3/4/2022 as March 4, as in the United States, or as April 3; None: it is not known,
            and such a date is not read at all. 23/4/2022 is April 23 in any case.
    """
    if not _YEAR_AT_ALL.search(text):
        return None
    for form in _forms():
        if match := form.search(text):
            found = match.groupdict()
            month, day = _month(found), int(found["d"])
            if form is _SLASHED:
                if month_first is None and month <= 12 and day <= 12 and month != day:
                    return None
                if (month_first and day <= 12) or month > 12:
                    month, day = day, month
            return _day_and_time(int(found["y"]), month, day, found.get("H"), found.get("M"))
    return None


def _month(found: dict[str, str | None]) -> int:
    if found.get("m"):
        return int(found["m"] or 0)
    return MONTHS.get((found["name"] or "").casefold(), 0)


def _day_and_time(year: int, month: int, day: int, hour: str | None, minute: str | None) -> str | None:
    try:
        if hour and minute:
            return datetime(year, month, day, int(hour), int(minute)).isoformat()
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def parse_stamp(text: str) -> str | None:
    """A date or a time in ISO 8601 as precise as it was given, or None.

    Knows ISO, compact, and RFC 5322 forms.
    """
    text = text.strip()
    match = _STAMP.match(text) or _COMPACT.match(text)
    if match:
        return _of_stamp(match.groupdict())
    if re.search(r"\d{1,2}:\d{2}", text) and re.search(r"[A-Za-z]{3}", text):
        try:
            return parsedate_to_datetime(text).isoformat()
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    if re.fullmatch(r"1\d{9}(?:\d{3})?", text):  # seconds or milliseconds since 1970
        return datetime.fromtimestamp(int(text[:10]), UTC).isoformat()
    return None


def _of_stamp(found: dict[str, str | None]) -> str | None:
    number = {key: int(value) for key, value in found.items() if value and key not in ("zone", "sign")}
    if number["y"] < FIRST_YEAR:
        return None
    try:
        if "H" not in number:
            return date(number["y"], number["m"], number["d"]).isoformat()
        zone = None
        if found.get("zone"):
            zone = UTC
        elif found.get("sign"):
            offset = timedelta(hours=number["zh"], minutes=number.get("zm", 0))
            zone = timezone(-offset if found["sign"] == "-" else offset)
        day = (number["y"], number["m"], number["d"])
        return datetime(*day, number["H"], number["M"], number.get("S", 0), tzinfo=zone).isoformat()
    except ValueError:
        return None
