"""Dates that a text states in so many words, given in ISO 8601. What the words leave open (year, zone, day or
month first) is not guessed.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

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
    if len(re.findall(r"\d+", text)) > 2:
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
