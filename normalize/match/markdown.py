r"""Text without the signs of Markdown, which many extractors and readers write.

`**` and `__` around words are gone, `[text](address)` is its text, and a backslash before a mark is gone
(CommonMark 0.31, sections 2.4, 6.2 and 6.3). Extractors set their signs askew (`**Related: ****More**`), so
they need not stand in pairs, and where one parts two words, a blank takes its place. Images stay as they are:
they show no text. What stands at the ends of a line (`#`, `>`, `*`) is taken off as bullets are, see
`normalize.match.folding`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple

from normalize.match.places import Places, Span

SIGNS = ("**", "__", "](", "\\")
"""A text that holds none of these has no signs but those at its ends."""

# Code points of a link's text and address: they bound the time that a hostile text takes.
_TEXT, _ADDRESS = 400, 2000
_LINK = re.compile(
    rf"(?<!!)\[((?:[^\[\]]|\[[^\[\]]{{0,80}}\]){{1,{_TEXT}}}+)"
    rf"\]\((?:[^()\s]|\([^()\s]{{0,200}}\)){{0,{_ADDRESS}}}+(?: \"[^\"]{{0,200}}\")?\)"
)
# Asterisks that touch a word or mark: four where bold text ends and begins again.
_STARS = r"(?<=[^\s*])\*{2,4}(?!\*)|(?<!\*)\*{2,4}(?=[^\s*])"
_LINES = r"(?<!\w)__(?=[^\s_])|(?<=[^\s_])__(?!\w)"
_ESCAPE = r"\\(?=[\\`*_{}\[\]()<>#+.!|~-])"
# Extractors lose the blanks around what is linked or emphasized (scripts without blanks have none to lose).
_ENDS, _BEGINS = re.compile(r"[^\W_\u0e00-\uffff]|[.,:;?!–)]"), re.compile(r"[^\W_\u0e00-\uffff]")
_SIGN = re.compile(rf"{_STARS}|{_LINES}|{_ESCAPE}")


class Pair(NamedTuple):
    """An opening and a closing sign, and what stands between them, without the blanks at its ends."""

    start: int
    inner_start: int
    inner_end: int
    end: int


_START, _END = attrgetter("start"), attrgetter("end")


class Rendered:
    """A text without its signs, and the way back.

    Attributes:
        text: what is left.
    """

    __slots__ = ("_by_end", "_by_start", "_places", "text")

    def __init__(self, source: str, gone: Sequence[Span], pairs: Iterable[Pair]) -> None:
        self._places = Places()
        parts: list[str] = []
        at = 0
        before = ""  # the last character that shows
        for start, end in gone:
            if start > at:
                before = source[start - 1]
            parted = _ENDS.match(before) and _BEGINS.match(source, end)
            parts += (source[at:start], " " if parted else "")
            self._places.add(start, end, 1 if parted else 0)
            at = end
        self.text = "".join([*parts, source[at:]])
        self._by_start = sorted(pairs)
        self._by_end = sorted(self._by_start, key=_END)

    def span(self, start: int, end: int) -> Span:
        """The span of the source that holds `[start, end)` of the text. Signs at its ends belong to it if it
        holds all that stands between them.
        """
        span = self._places.span(start, end)
        wider = self._wider(*span)
        while wider != span:
            span, wider = wider, self._wider(*wider)
        return span

    def _wider(self, low: int, high: int) -> Span:
        """The span with the signs that touch it."""
        pairs = self._by_start
        index = bisect_right(pairs, low, key=_START) - 1
        while index >= 0 and pairs[index].inner_start >= low and pairs[index].inner_end <= high:
            low, high = min(low, pairs[index].start), max(high, pairs[index].end)
            index -= 1
        pairs = self._by_end
        index = bisect_left(pairs, high, key=_END)
        while index < len(pairs) and pairs[index].inner_end <= high and pairs[index].start >= low:
            high = pairs[index].end
            index += 1
        return low, high


def rendered(source: str) -> Rendered | None:
    """The text without its signs, or nothing if it has none."""
    # One character is found several times as fast as two.
    if "*" not in source and "_" not in source and "]" not in source and "\\" not in source:
        return None
    links = [*_LINK.finditer(source)] if "](" in source else []
    gone = [span for link in links for span in ((link.start(), link.start(1)), (link.end(1), link.end()))]
    addresses = iter([*gone[1::2], (len(source), len(source))])
    address = next(addresses)
    signs = []
    for sign in _SIGN.finditer(source):
        while sign.start() >= address[1] and address[0] < len(source):
            address = next(addresses)
        if sign.end() <= address[0]:
            signs.append(sign.span())
    gone = sorted([*gone, *signs])
    pairs = [(link.start(), link.start(1), link.end(1), link.end()) for link in links]
    pairs += _emphasis(source, signs)
    return Rendered(source, gone, (_trimmed(source, *pair) for pair in pairs)) if gone else None


def shown(text: str) -> str:
    """A text without its signs."""
    found = rendered(text)
    return text if found is None else found.text


def _emphasis(source: str, signs: Iterable[Span]) -> list[tuple[int, int, int, int]]:
    """Each sign of emphasis with the next one of its kind, which closes it."""
    pairs = []
    opened: dict[str, Span] = {}
    for start, end in signs:
        kind = source[start]
        if kind == "\\":
            continue
        before = opened.pop(kind, None)
        if before is None:
            opened[kind] = (start, end)
            continue
        middle = start + 2 if end - start == 4 else end  # what ends here, and what begins anew
        pairs.append((*before, start, middle))
        if middle < end:
            opened[kind] = (middle, end)
    return pairs


def _trimmed(source: str, start: int, inner_start: int, inner_end: int, end: int) -> Pair:
    inner = source[inner_start:inner_end]
    bare = inner.strip()
    if bare:
        inner_start += len(inner) - len(inner.lstrip())
        inner_end = inner_start + len(bare)
    return Pair(start, inner_start, inner_end, end)
