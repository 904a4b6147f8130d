"""From TOML values to those of the model: each kind of value of the rule format is judged and converted
here.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from typing import Any

from normalize.ruleset.format import NESTED, Key
from normalize.ruleset.languages import LANGUAGES, base_language
from normalize.ruleset.model import METADATA_FIELDS, Case, Page, Unless
from normalize.ruleset.suggest import did_you_mean

ID = r"[a-z]+(?:\.[a-z0-9]+(?:-[a-z0-9]+)*){2}"
HOST = r"\.?(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]"
VERSION = r"\d+\.\d+(?:\.\d+)?"
"""Forms of an id, a host and a version, as patterns that JSON Schema takes too."""

Report = Callable[[str, str, tuple[str, ...]], None]
"""Takes the code of a problem, its message, and the path of keys and indices to where it is."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def convert_table(keys: tuple[Key, ...], values: Mapping[str, Any], report: Report) -> dict[str, Any]:
    """Give the values that are right, converted; the wrong ones are reported and left out.

    Texts become str, lists become tuples, days ISO 8601 texts, nested tables `Unless`, `Case` or pairs.
    """
    known = {key.name: key for key in keys}
    result = {}
    for name, value in values.items():
        if name not in known:
            report("R005", f"unknown key `{name}`{did_you_mean(name, known)}", (name,))
            continue
        converted = _convert(known[name], value, report)
        if converted is not None:
            result[name] = converted
    for key in keys:
        if key.required and key.name not in values:
            report("R006", f"`{key.name}` is missing: {key.why[0].lower()}{key.why[1:]}", ())
    return result


def _convert(key: Key, value: Any, report: Report) -> Any:
    if key.kind in _LISTS:
        return _texts(key, value, report, _LISTS[key.kind])
    if key.kind == "unless":
        return _unless(key, value, report)
    if key.kind == "cases":
        return _cases(key, value, report)
    if key.kind == "pages":
        return _pages(key, value, report)
    if key.kind == "fields":
        return _fields(key, value, report)
    if key.kind == "flag":
        return _typed(key, value, bool, "true or false", report)
    if key.kind == "count":
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            report("R007", f"`{key.name}` must be a whole number from 0 up, not {shown(value)}", (key.name,))
            return None
        return value
    if key.kind == "day" and isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value.isoformat()
    text = _typed(key, value, str, "a text", report)
    if text is None:
        return None
    if key.kind == "choice" and text not in key.choices:
        message = f"`{key.name}` cannot be {shown(text)}{did_you_mean(text, key.choices)}"
        report("R008", message, (key.name,))
        return None
    return _one(key, text, (key.name,), report, _SINGLE.get(key.kind))


def _typed(key: Key, value: Any, kind: type, wanted: str, report: Report) -> Any:
    if isinstance(value, kind):
        return value
    report("R007", f"`{key.name}` must be {wanted}, not {shown(value)}", (key.name,))
    return None


Judge = Callable[[str], tuple[str, str] | None]
"""Gives code and message of what is wrong with a text, or None."""


def _one(key: Key, text: str, path: tuple[str, ...], report: Report, judge: Judge | None) -> str | None:
    wrong = judge(text) if judge else None
    if wrong:
        report(wrong[0], f"`{key.name}`: {wrong[1]}", path)
        return None
    return text.lower() if key.kind in _LOWERED else text


def _texts(key: Key, value: Any, report: Report, judge: Judge) -> tuple[str, ...] | None:
    if isinstance(value, str):
        value = [value]
        single = True
    else:
        single = False
    if not isinstance(value, list):
        report("R007", f"`{key.name}` must be a list of texts, not {shown(value)}", (key.name,))
        return None
    result = []
    for number, item in enumerate(value):
        path = (key.name,) if single else (key.name, str(number))
        if not isinstance(item, str):
            report("R007", f"`{key.name}` must hold texts, not {shown(item)}", path)
            continue
        text = _one(key, item, path, report, judge)
        if text is not None:
            result.append(text)
    return tuple(result)


def _fields(key: Key, value: Any, report: Report) -> tuple[tuple[str, str], ...] | None:
    """A table of metadata field -> text; `dateline.place` may be one key or a table in the table."""
    if not isinstance(value, dict):
        report("R007", f"`{key.name}` must be a table, not {shown(value)}", (key.name,))
        return None
    pairs = []
    for name, part in value.items():
        inner = part.items() if isinstance(part, dict) else [("", part)]
        for last, text in inner:
            full = f"{name}.{last}" if last else name
            path = (key.name, name, last) if last else (key.name, name)
            if full not in METADATA_FIELDS:
                report("R013", f"unknown metadata field `{full}`{did_you_mean(full, METADATA_FIELDS)}", path)
            elif not isinstance(text, str):
                report("R007", f"`{key.name}.{full}` must be a text, not {shown(text)}", path)
            else:
                pairs.append((full, text))
    return tuple(sorted(pairs))


def _unless(key: Key, value: Any, report: Report) -> Unless | None:
    if not isinstance(value, dict):
        report("R007", f"`{key.name}` must be a table, not {shown(value)}", (key.name,))
        return None
    return Unless(**convert_table(NESTED["unless"], value, _inside(report, key.name)))


def _cases(key: Key, value: Any, report: Report) -> tuple[Case, ...] | None:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        hint = "; to tell upper and lower case apart, write `match_case`" if isinstance(value, bool) else ""
        report("R007", f"`{key.name}` must be tables `[[rule.case]]`, not {shown(value)}{hint}", (key.name,))
        return None
    cases = []
    for number, item in enumerate(value):
        values = convert_table(NESTED["cases"], item, _inside(report, key.name, str(number)))
        if {"line", "expect"} <= values.keys():
            cases.append(Case(**values))
    return tuple(cases)


def _pages(key: Key, value: Any, report: Report) -> tuple[Page, ...] | None:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        report("R007", f"`{key.name}` must be tables `[[site.page]]`, not {shown(value)}", (key.name,))
        return None
    pages = []
    for number, item in enumerate(value):
        values = convert_table(NESTED["pages"], item, _inside(report, key.name, str(number)))
        if {"html", "body"} <= values.keys():
            pages.append(Page(**values))
    return tuple(pages)


def _inside(report: Report, *above: str) -> Report:
    return lambda code, message, path: report(code, message, (*above, *path))


def shown(value: Any) -> str:
    """A value as its author wrote it, shortened."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a table"
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:57] + "…"


def _judge_text(text: str) -> tuple[str, str] | None:
    return None if text.strip() else ("R016", "an empty text")


def _judge_id(text: str) -> tuple[str, str] | None:
    if not re.fullmatch(ID, text):
        return (
            "R009",
            f"{shown(text)} is not of the form `language.family.name` (a-z, 0-9, single hyphens)",
        )
    first = text.split(".", 1)[0]
    if first != "any" and first not in LANGUAGES:
        hint = did_you_mean(first, [*LANGUAGES, "any"])
        return "R009", f"{shown(text)} must begin with a language or `any`{hint}"
    return None


def _judge_language(text: str) -> tuple[str, str] | None:
    if text == "*" or text in LANGUAGES:
        return None
    base = base_language(text)
    hint = f"; did you mean `{base}`?" if base in LANGUAGES else did_you_mean(text, LANGUAGES)
    return "R011", f"unknown language {shown(text)}{hint}"


def _judge_host(text: str) -> tuple[str, str] | None:
    if re.fullmatch(HOST, text.lower()):
        return None
    return "R012", f"{shown(text)} is not a host such as `example.org` or `.example.org`"


def _judge_day(text: str) -> tuple[str, str] | None:
    wrong = "R015", f"{shown(text)} is not a day such as 2024-12-31"
    if not _DAY.fullmatch(text):
        return wrong
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return wrong
    return None


def _judge_version(text: str) -> tuple[str, str] | None:
    return None if re.fullmatch(VERSION, text) else ("R015", f"{shown(text)} is not a version such as 0.1.0")


def _judge_selector(text: str) -> tuple[str, str] | None:
    from cssselect import HTMLTranslator, SelectorError

    try:
        HTMLTranslator().css_to_xpath(text)
    except SelectorError as error:
        return "R035", f"{shown(text)} is no CSS selector: {error}"
    return None


_SINGLE: dict[str, Judge] = {
    "text": _judge_text,
    "id": _judge_id,
    "version": _judge_version,
    "day": _judge_day,
    "host": _judge_host,
    "language": _judge_language,
}
_LISTS: dict[str, Judge] = {
    "texts": _judge_text,
    "ids": _judge_id,
    "hosts": _judge_host,
    "languages": _judge_language,
    "selectors": _judge_selector,
}
_LOWERED = frozenset({"host", "hosts"})
