"""A reader of regular expressions that sees just enough to tell which literals a match must hold.

It takes the syntax of the `regex` package, VERSION0 (its documentation, and that of `re`). What it does not
know for certain raises `UnknownSyntaxError`, and what it knows but cannot use is `Anything`: a rule is then
tried more often than needed, never less.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn


class UnknownSyntaxError(Exception):
    """The pattern holds something that this reader does not know."""


@dataclass(frozen=True, slots=True)
class Text:
    """One of these strings, letter case aside. White space of any kind and number is one blank; the empty
    string is an assertion.
    """

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Anything:
    """Any text, the empty one included."""


@dataclass(frozen=True, slots=True)
class Character:
    """Any one character; where letter case is folded, any `longest` characters that fold to one."""

    longest: int = 1


@dataclass(frozen=True, slots=True)
class Start:
    """The start of the text."""


@dataclass(frozen=True, slots=True)
class End:
    """The end of the text."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after the other."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several."""

    branches: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A node so many times; `high` is missing where there is no bound."""

    item: Node
    low: int
    high: int | None


Node = Text | Anything | Character | Start | End | Sequence | Choice | Repeat

NOTHING = Text(("",))
"""An assertion."""

_BLANK = Text((" ",))
_ANYTHING = Anything()
_CHARACTER = Character()
_LONG_CHARACTER = Character(3)  # no full case folding is longer (Unicode Standard, section 5.18)
_QUANTIFIER = re.compile(r"(?:([*+?])|\{(\d*)(,?)(\d*)\})[?+]?")
_PLAIN_GROUP = re.compile(r"\?(?::|>|\||P?<\w+>|[imsu]*(?:-[ims]+)?:)")
_FLAGS = re.compile(r"\?(?:[imsu]|V0)+\)")
_LOOKAROUND = re.compile(r"\?<?[=!]")
_COMMENT = re.compile(r"\?#[^)]*\)")
_CODE_POINT = re.compile(r"x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})")
_PROPERTY = re.compile(r"[pP](?:\{[^}]*\}|[A-Za-z])|N\{[^}]*\}")
_POSIX = re.compile(r"\[:\^?\w+:\]")
_REFERENCE = re.compile(r"[1-9]\d?|g<\w+>")
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "a": "\a"}
_ASSERTIONS = "bBmMKG"
_CLASSES = "dDwWSX"
_MOST_OPTIONS = 8  # a class of more characters than this is taken for any character


def parse(pattern: str) -> Node:
    """Read a pattern.

    Raises:
        UnknownSyntaxError: see there.
    """
    reader = _Reader(pattern)
    try:
        node = reader.choice()
    except (RecursionError, IndexError, ValueError):
        raise UnknownSyntaxError(pattern) from None
    if reader.at < len(pattern):
        raise UnknownSyntaxError(pattern)
    return node


class _Reader:
    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def fail(self) -> NoReturn:
        raise UnknownSyntaxError(self.pattern)

    def take(self, form: re.Pattern[str]) -> re.Match[str] | None:
        """Step over `form` if it stands here."""
        found = form.match(self.pattern, self.at)
        if found:
            self.at = found.end()
        return found

    def peek(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def next(self) -> str:
        self.at += 1
        return self.pattern[self.at - 1]

    def choice(self) -> Node:
        branches = [self.sequence()]
        while self.peek() == "|":
            self.at += 1
            branches.append(self.sequence())
        return branches[0] if len(branches) == 1 else Choice(tuple(branches))

    def sequence(self) -> Node:
        items: list[Node] = []
        while self.peek() not in ("", "|", ")"):
            item = self.atom()
            while (found := self.take(_QUANTIFIER)) is not None:
                item = _repeated(item, found)
            if self.peek() == "{":
                self.fail()  # fuzzy matching, or a brace that is text
            items.append(item)
        return Sequence(tuple(items))

    def atom(self) -> Node:
        char = self.next()
        if char == "(":
            return self.group()
        if char == "[":
            return self.char_class()
        if char == "\\":
            return self.escape()
        if char == ".":
            return _CHARACTER
        if char == "^":
            return Start()
        if char == "$":
            return End()
        if char in "*+?{":
            self.fail()
        return _char(char)

    def group(self) -> Node:
        if self.take(_FLAGS) or self.take(_COMMENT):
            return NOTHING
        around = self.take(_LOOKAROUND)
        if not around and self.peek() == "?" and not self.take(_PLAIN_GROUP):
            self.fail()
        node = self.choice()
        if self.next() != ")":
            self.fail()
        return NOTHING if around else node

    def escape(self) -> Node:
        if found := self.take(_CODE_POINT):
            return _char(chr(int(found[0][1:], 16)))
        if self.take(_PROPERTY):
            return _CHARACTER
        if self.take(_REFERENCE):
            return _ANYTHING
        char = self.next()
        if char in _CLASSES:
            return _CHARACTER if char != "X" else _ANYTHING
        if char == "s":
            return _BLANK
        if char == "A":
            return Start()
        if char == "Z":
            return End()
        if char in _ASSERTIONS:
            return NOTHING
        if char in _CONTROLS:
            return _char(_CONTROLS[char])
        if char.isalnum():
            self.fail()
        return _char(char)

    def char_class(self) -> Node:
        """A class: its characters if they are few, else any character."""
        negated = self.peek() == "^"
        self.at += negated
        members: list[str] = []
        small = not negated
        first = True
        while first or self.peek() != "]":
            first = False
            member = self.member()
            if self.peek() == "-" and self.pattern[self.at + 1] != "]":
                self.at += 1
                end = self.member()
                if member is None or end is None or not 0 <= ord(end) - ord(member) < _MOST_OPTIONS:
                    small = False
                else:
                    members += map(chr, range(ord(member), ord(end) + 1))
            elif member is None:
                small = False
            else:
                members.append(member)
        self.at += 1
        if not small or len(members) > _MOST_OPTIONS:
            return _LONG_CHARACTER
        return Text(tuple(dict.fromkeys(option for member in members for option in _char(member).options)))

    def member(self) -> str | None:
        """One character of a class; nothing for a class within the class."""
        if self.take(_POSIX):
            return None
        char = self.next()
        if char != "\\":
            return char
        if found := self.take(_CODE_POINT):
            return chr(int(found[0][1:], 16))
        if self.take(_PROPERTY):
            return None
        char = self.next()
        if char == "s":
            return " "
        if char in _CONTROLS:
            return _CONTROLS[char]
        if char.isalnum():
            return None
        return char


def _char(char: str) -> Text:
    """A character of the pattern. `regex` takes I for ı and i for İ; raw text has one form of all four."""
    if char.isspace():
        return _BLANK
    return Text(("i",)) if char in "Iıİ" else Text((char,))


def _repeated(item: Node, quantifier: re.Match[str]) -> Node:
    sign, low, comma, high = quantifier.groups()
    if sign:
        least, most = {"*": (0, None), "+": (1, None), "?": (0, 1)}[sign]
    else:
        if not (low or high or comma):
            raise UnknownSyntaxError(quantifier.string)
        least = int(low or 0)
        most = int(high) if high else None if comma else least
    if item == _BLANK:
        return Text(("", " ")) if least == 0 else _BLANK
    return Repeat(item, least, most)
