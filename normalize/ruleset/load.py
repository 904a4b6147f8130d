"""From one rule file to rules, sites and overrides, with every problem that the file has.

Parsing stands apart from judging what rules mean together: that is `normalize.ruleset.check`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from normalize.errors import Problem
from normalize.ruleset.check import check_rule
from normalize.ruleset.format import MATCHER_KEYS, OVERRIDE_KEYS, RULE_KEYS, SITE_KEYS, Key
from normalize.ruleset.locate import Block, key_lines, parse_blocks, parse_together
from normalize.ruleset.model import MATCHER_KINDS, Matcher, Override, Rule, Site
from normalize.ruleset.suggest import did_you_mean
from normalize.ruleset.values import Report, convert_table

_HEADER = re.compile(r"[ \t]*(\[{1,2})[ \t]*([^\]\n]*?)[ \t]*\]")
_HEADERS = {
    ("rule",): True,
    ("override",): True,
    ("site",): False,
    ("site", "page"): True,
    ("rule", "case"): True,
    ("rule", "unless"): False,
    ("rule", "capture"): False,
    ("rule", "case", "capture"): False,
    ("override", "unless"): False,
    ("override", "capture"): False,
}
"""Headers that a file may hold -> whether they are arrays of tables."""


_STAND_IN: dict[str, Any] = {"id": "any.not.known", "why": "?", "matcher": Matcher("equals", ())}
"""Takes the place of what is missing or wrong, so that the rest of a rule can still be judged."""

_RESTS_ON = {
    "R014": frozenset(MATCHER_KINDS),
    "R023": frozenset({"strip", "case"}),
    "R024": frozenset({"keep", "case"}),
}
"""Findings that say nothing where one of these keys is wrong already. Others rest on their own key."""


class FileContent(NamedTuple):
    """What a rule file holds. Rules and sites that are too broken to be made are missing."""

    rules: list[Rule]
    sites: list[Site]
    overrides: list[Override]
    problems: list[Problem]


class _Table:
    """A rule, override or site as written, with the places of its keys."""

    def __init__(self, name: str, data: dict[str, Any], block: Block, inner: tuple[str, ...]) -> None:
        self.name = name
        self.data = data
        self.line = block.line
        self.places: list[tuple[tuple[str, ...], Block, tuple[str, ...]]] = [((), block, inner)]

    def line_of(self, path: tuple[str, ...]) -> int:
        """The line of the key at `path`, or of the nearest thing that holds it."""
        fits = [place for place in self.places if path[: len(place[0])] == place[0]]
        prefix, block, inner = max(fits, key=lambda place: len(place[0]))
        lines = key_lines(block.text)
        for end in range(len(path), len(prefix) - 1, -1):
            line = lines.get((*inner, *path[len(prefix) : end]))
            if line is not None:
                return block.line + line - 1
        return block.line


def read_rules(file: str, data: bytes) -> FileContent:
    """Read a rule file.

    Args:
        file: its name as problems and rules shall give it.
        data: its bytes: TOML, UTF-8, with or without a byte order mark.
    """
    content = FileContent([], [], [], [])
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        content.problems.append(Problem(file, line, "R002", f"not UTF-8: {error.reason}"))
        return content
    parsed, wrong = parse_blocks(text)
    content.problems.extend(Problem(file, line, "R003", f"not TOML: {message}") for line, message in wrong)
    tables = _gather(file, parsed, content.problems)
    for table in tables:
        if table.name == "site":
            _read_site(file, table, content)
    for table in tables:
        if table.name == "rule":
            _read_rule(file, table, content)
        elif table.name == "override":
            _read_override(file, table, content)
    wrong = [] if content.problems else parse_together(text)
    content.problems.extend(Problem(file, line, "R003", f"not TOML: {message}") for line, message in wrong)
    return content


def _gather(
    file: str, parsed: Iterable[tuple[Block, dict[str, Any]]], problems: list[Problem]
) -> list[_Table]:
    """Put sub-tables into the tables that they belong to."""
    tables: list[_Table] = []
    for block, data in parsed:
        header = _HEADER.match(block.text)
        if not header:
            for name, line in _top_keys(block, data):
                problems.append(Problem(file, line, "R005", f"unknown key `{name}` outside any table"))
            continue
        parts = tuple(part.strip().strip("\"'") for part in header[2].split("."))
        array = header[1] == "[["
        message = _wrong_header(parts, array)
        if message:
            problems.append(Problem(file, block.line, "R004", message))
        if parts not in _HEADERS:
            continue
        value: Any = data
        for part in parts:
            value = value[part]
        inner = (*parts, "0") if array else parts
        value = value[0] if array else value
        if len(parts) == 1:
            if parts[0] == "site" and any(table.name == "site" for table in tables):
                problems.append(Problem(file, block.line, "R028", "a file holds one `[site]` table"))
            tables.append(_Table(parts[0], value, block, inner))
        elif not tables or tables[-1].name != parts[0]:
            problems.append(
                Problem(file, block.line, "R004", f"`{header[2]}` stands after no `[[{parts[0]}]]`")
            )
        elif not _attach(tables[-1], parts[1:], value, (block, inner)):
            problems.append(Problem(file, block.line, "R028", f"`{header[2]}` is given twice"))
    return tables


def _top_keys(block: Block, data: dict[str, Any]) -> list[tuple[str, int]]:
    if not data:
        return []
    lines = key_lines(block.text)
    return [(name, block.line + lines[(name,)] - 1) for name in data]


def _wrong_header(parts: tuple[str, ...], array: bool) -> str:
    name = ".".join(parts)
    if parts not in _HEADERS:
        return f"unknown table `{name}`{did_you_mean(name, ('.'.join(known) for known in _HEADERS))}"
    if array == _HEADERS[parts]:
        return ""
    return (
        f"write `[[{name}]]`: there may be several" if not array else f"write `[{name}]`: there is one only"
    )


def _attach(table: _Table, keys: tuple[str, ...], value: Any, place: tuple[Block, tuple[str, ...]]) -> bool:
    """Put a sub-table into `table`; False if there is something in its place."""
    holder: Any = table.data
    path: tuple[str, ...] = ()
    for key in keys[:-1]:
        holder = holder.get(key)
        if not isinstance(holder, list) or not holder:
            return False
        path = (*path, key, str(len(holder) - 1))
        holder = holder[-1]
    last = keys[-1]
    if _HEADERS[(table.name, *keys)]:
        items = holder.setdefault(last, [])
        if not isinstance(items, list):
            return False
        items.append(value)
        path = (*path, last, str(len(items) - 1))
    elif last in holder:
        return False
    else:
        holder[last] = value
        path = (*path, last)
    table.places.append((path, *place))
    return True


def _reporter(file: str, table: _Table, problems: list[Problem]) -> Report:
    return lambda code, message, path: problems.append(Problem(file, table.line_of(path), code, message))


def _read_site(file: str, table: _Table, content: FileContent) -> None:
    report = _reporter(file, table, content.problems)
    values = convert_table(SITE_KEYS, table.data, report)
    values["pages"] = values.pop("page", ())
    if not {"host", "name"} <= values.keys():
        return
    site = Site(**values, file=file, line=table.line)
    content.sites.append(site)
    if site.selects and not site.pages and "page" not in table.data:
        report("R036", "selectors without an example: give one as `[[site.page]]`", ())
    elif not site.selects and (site.pages or site.valid_until):
        named = "valid_until" if site.valid_until else "page"
        report("R019", f"`{named}` goes with `html_strip`, `html_body` or `html_headline` only", (named,))


def _read_rule(file: str, table: _Table, content: FileContent) -> None:
    wrong: set[str] = set()
    tell = _reporter(file, table, content.problems)

    def report(code: str, message: str, path: tuple[str, ...]) -> None:
        wrong.add(path[0] if path else "")
        tell(code, message, path)

    values = _fields(RULE_KEYS, table, report)
    if not any(name in table.data for name in MATCHER_KINDS):
        report("R010", f"no matcher; give one of {_MATCHER_NAMES}", ())
    complete = {"id", "why", "matcher"} <= values.keys()
    if "matcher" not in values:
        wrong.update(MATCHER_KINDS)
    values = {**_STAND_IN, **values}
    first = values["id"].split(".", 1)[0]
    values.setdefault("languages", ("*",) if first == "any" else (first,))
    if "sites" not in table.data and content.sites:
        site = content.sites[0]
        values["sites"] = tuple(f".{host}" for host in (site.host, *site.hosts))
    rule = Rule(**values, file=file, line=table.line)
    for code, message, path in check_rule(rule):
        if not wrong & _RESTS_ON.get(code, frozenset(path[:1])):
            tell(code, message, path)
    if complete:
        content.rules.append(rule)


def _read_override(file: str, table: _Table, content: FileContent) -> None:
    report = _reporter(file, table, content.problems)
    values = _fields(OVERRIDE_KEYS, table, report)
    name = values.pop("id", None)
    if name is not None:
        content.overrides.append(Override(name, tuple(sorted(values.items())), file, table.line))


_MATCHER_NAMES = ", ".join(f"`{key.name}`" for key in MATCHER_KEYS)


def _fields(keys: tuple[Key, ...], table: _Table, report: Report) -> dict[str, Any]:
    """The values of a rule or override under the names that the model has for them."""
    values = convert_table(keys, table.data, report)
    given = [name for name in MATCHER_KINDS if name in table.data]
    for name in given[1:]:
        report("R010", f"`{name}` beside `{given[0]}`: a rule has one matcher; make it two rules", (name,))
    case = values.pop("match_case", False)
    if case and given != ["regex"]:
        report("R019", "`match_case` goes with `regex` only", ("match_case",))
    patterns = {name: values.pop(name) for name in given if name in values}
    if given and patterns.get(given[0]):
        values["matcher"] = Matcher(given[0], patterns[given[0]], case)
    elif given and given[0] in patterns:
        report("R016", f"`{given[0]}` holds no pattern", (given[0],))
    if "case" in values:
        values["cases"] = values.pop("case")
    return values
