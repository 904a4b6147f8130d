"""Where things are in a TOML file: `tomllib` gives values without their places.

`cut` parts a text at its table headers, so that each table is parsed by itself and one syntax error does
not hide the next. `key_lines` gives the line of every key, table and array item. Both follow TOML 1.0
(https://toml.io/en/v1.0.0) as to strings, comments and nesting; whether a text is TOML at all is for
`tomllib` to say.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any, NamedTuple

_STRINGS = r"""
    (?P<multi> \"{3} (?: [^"\\]++ | \\[\s\S] | "(?!"") )*+ \"{3,5} | '{3} (?: [^']++ | '(?!'') )*+ '{3,5} )
  | (?P<open> \"{3} | '{3} )
  | (?P<string> " (?: [^"\\\n]++ | \\[^\n] )*+ "? | '[^'\n]*+'? )
  | (?P<comment> \#[^\n]*+ )
"""
_OUTLINE = re.compile(_STRINGS + r"| (?P<bracket> [\[\]{}] )", re.VERBOSE)
_TOKENS = re.compile(
    _STRINGS + r"""| (?P<mark> [\[\]{}=,.] ) | (?P<newline> \n ) | (?P<bare> [^\s\[\]{}=,."'\#]++ )""",
    re.VERBOSE,
)
_HEADER_LINE = re.compile(
    r"^[ \t]*\[{1,2}[ \t]*[A-Za-z_][\w-]*(?:\.[\w-]+)*[ \t]*\]{1,2}[ \t]*(?:#.*)?\r?$", re.MULTILINE
)
_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


class Block(NamedTuple):
    """One table of a file: its header line and what follows up to the next header. The first has no
    header.
    """

    text: str
    line: int
    """Line of the file on which the text begins, counted from 1."""


class SyntaxProblem(NamedTuple):
    """A text that is not TOML: the line, counted from 1, and what the parser says."""

    line: int
    message: str


def cut(text: str, broken: bool = False) -> list[Block]:
    """Part a TOML text at its table headers.

    Args:
        text: the file, with any kind of line ending.
        broken: the text is known not to be TOML. A line that looks like a header is then one even inside a
            string or an array, since what was left open is more likely than a header in a string.
    """
    starts = [0]
    depth = at = 0
    while found := _OUTLINE.search(text, at):
        at = found.end()
        kind = found.lastgroup
        if broken and (kind == "multi" or depth) and (header := _HEADER_LINE.search(text, found.start(), at)):
            starts.append(header.start())
            depth, at = 0, header.end()
        elif kind == "bracket":
            mark = found[0]
            if mark == "[" and _opens_table(text, found.start(), depth, broken):
                starts.append(text.rfind("\n", 0, found.start()) + 1)
                end = text.find("\n", at)
                at = len(text) if end < 0 else end
                depth = 0
            else:
                depth = max(0, depth + (1 if mark in "[{" else -1))
    blocks = []
    line = 1
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        blocks.append(Block(text[start:end], line))
        line += text.count("\n", start, end)
    return blocks


def _opens_table(text: str, at: int, depth: int, broken: bool) -> bool:
    """Whether the bracket at `at` begins a header: the first mark of its line, outside any array."""
    start = text.rfind("\n", 0, at) + 1
    if text[start:at].strip():
        return False
    return not depth or (broken and _HEADER_LINE.match(text, start) is not None)


def parse_blocks(text: str) -> tuple[list[tuple[Block, dict[str, Any]]], list[SyntaxProblem]]:
    """Parse each table of a TOML text by itself.

    Returns:
        the tables that parse, with their values nested as `tomllib` gives them (`[rule.unless]` gives
        `{"rule": {"unless": …}}`), and one problem for each table that does not.
    """
    parsed, problems = _parse(cut(text))
    if problems:
        parsed, problems = _parse(cut(text, broken=True))
    return parsed, problems


def parse_together(text: str) -> list[SyntaxProblem]:
    """The problem of a TOML text whose tables parse one by one and not together: a table is opened after a
    key of its name was given.
    """
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return [explain(error, text)]
    return []


def _parse(blocks: list[Block]) -> tuple[list[tuple[Block, dict[str, Any]]], list[SyntaxProblem]]:
    parsed = []
    problems = []
    for block in blocks:
        try:
            parsed.append((block, tomllib.loads(block.text)))
        except tomllib.TOMLDecodeError as error:
            line, message = explain(error, block.text)
            problems.append(SyntaxProblem(block.line + line - 1, message))
    return parsed, problems


def explain(error: tomllib.TOMLDecodeError, text: str) -> SyntaxProblem:
    """Give the line in `text` on which the fault lies, and the message without the place.

    The parser finds what was left open only at the end of the text; here the line that opened it is given.
    """
    message = str(error)
    place = _PLACE.search(message)
    line = int(place[1]) if place and place[1] else text.count("\n", 0, len(text.rstrip())) + 1
    message = message[: place.start()] if place else message
    opened = _left_open(text)
    if opened and opened.line <= line:
        return opened
    return SyntaxProblem(line, message)


def _left_open(text: str) -> SyntaxProblem | None:
    """The first string, array or inline table that is never closed."""
    stack: list[tuple[str, int]] = []
    for found in _OUTLINE.finditer(text):
        if found.lastgroup == "open":
            return _unclosed(text, found.start(), found[0])
        if found.lastgroup == "string" and (len(found[0]) == 1 or found[0][-1] != found[0][0]):
            return _unclosed(text, found.start(), found[0][0])
        if found.lastgroup == "bracket":
            if found[0] in "[{":
                stack.append((found[0], found.start()))
            elif stack:
                stack.pop()
    if not stack:
        return None
    mark, at = stack[0]
    return SyntaxProblem(text.count("\n", 0, at) + 1, f"`{mark}` is not closed")


def _unclosed(text: str, at: int, mark: str) -> SyntaxProblem:
    return SyntaxProblem(text.count("\n", 0, at) + 1, f"the string is not closed by {mark}")


def key_lines(text: str) -> dict[tuple[str, ...], int]:
    """Give the line of every table, key and array item of a TOML text, counted from 1.

    Keys are paths: `("stages", "2")` is the third item of the array `stages`, `("rule", "0", "why")` the
    key of the first `[[rule]]`. Of a text that is not TOML, what can be told is given.
    """
    return dict(_Scanner(text).places())


class _Scanner:
    """Reads keys and the shape of values; never what the values are."""

    def __init__(self, text: str) -> None:
        self.tokens: list[tuple[str, str, int]] = []
        line = 1
        for found in _TOKENS.finditer(text):
            kind = found.lastgroup or ""
            if kind != "comment":
                self.tokens.append((found[0] if kind == "mark" else kind, found[0], line))
            line += found[0].count("\n")
        self.at = 0
        self.counts: dict[tuple[str, ...], int] = {}

    def peek(self) -> str:
        """Kind of the next token; marks are their own kind, and '' is the end."""
        return self.tokens[self.at][0] if self.at < len(self.tokens) else ""

    def places(self) -> Iterator[tuple[tuple[str, ...], int]]:
        table: tuple[str, ...] = ()
        while kind := self.peek():
            if kind == "newline":
                self.at += 1
            elif kind == "[":
                line = self.tokens[self.at][2]
                table = self.header()
                yield table, line
            else:
                yield from self.pair(table)
                self.skip({"newline"})

    def header(self) -> tuple[str, ...]:
        self.at += 1
        array = self.peek() == "["
        keys = self.keys({"]", "newline"})
        self.skip({"newline"})
        path: tuple[str, ...] = ()
        for number, key in enumerate(keys, 1):
            path = (*path, key)
            if array and number == len(keys):
                self.counts[path] = self.counts.get(path, 0) + 1
            if path in self.counts:
                path = (*path, str(self.counts[path] - 1))
        return path

    def keys(self, stop: set[str]) -> tuple[str, ...]:
        """The parts of a dotted key, up to one of the marks in `stop`."""
        parts = []
        while (kind := self.peek()) and kind not in stop:
            text = self.tokens[self.at][1]
            if kind == "string":
                parts.append(_unquoted(text))
            elif kind == "bare":
                parts.append(text)
            self.at += 1
        return tuple(parts)

    def skip(self, stop: set[str]) -> None:
        while (kind := self.peek()) and kind not in stop:
            self.at += 1

    def pair(self, table: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], int]]:
        line = self.tokens[self.at][2]
        keys = self.keys({"=", "newline", ",", "}"})
        for number in range(1, len(keys) + 1):
            yield (*table, *keys[:number]), line
        if self.peek() == "=":
            self.at += 1
            yield from self.value((*table, *keys))

    def value(self, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], int]]:
        opened = self.peek()
        if opened not in {"[", "{"}:
            self.skip({"newline", ",", "]", "}"})
            return
        self.at += 1
        number = 0
        while (kind := self.peek()) and kind not in {"]", "}"}:
            if kind in {"newline", ",", "=", "."}:
                self.at += 1
            elif opened == "{":
                yield from self.pair(path)
            else:
                yield (*path, str(number)), self.tokens[self.at][2]
                yield from self.value((*path, str(number)))
                number += 1
        self.at += 1


def _unquoted(text: str) -> str:
    try:
        return str(tomllib.loads(f"key = {text}")["key"])
    except tomllib.TOMLDecodeError:
        return text
