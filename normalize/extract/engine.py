"""The body of a page, by trafilatura, as lines with their kinds."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, NamedTuple

from normalize.errors import StageError

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

# Kinds of lines by the elements of trafilatura's own tree (its documentation calls it 'XML output').
KINDS = {
    "head": "heading",
    "list": "item",
    "item": "item",
    "quote": "quote",
    "code": "code",
    "table": "table",
}


# Where trafilatura ends a cell of a table.
_CELL_END = re.compile(r"(?:^|\s+)\|(?=\s|$)")
# No paragraph of an article is longer, in characters: such a line is a run of blocks that were joined.
LONGEST_PARAGRAPH = 3000


# What stands between the cells of a row.
CELL = "\t"


class Line(NamedTuple):
    """One line of the body and its kind: paragraph, heading, item, quote, code or table (a row)."""

    text: str
    kind: str


# Below this many characters, trafilatura's comparison with other extractors pays: on the open half of the
# benchmark it was right on pages with less, and without a difference on longer ones.
SHORT = 1200
# More lines than this, shorter than that on average, in characters, are a list of links and not an article.
MANY_LINES, SHORT_LINES = 20, 35


def careful(tree: HtmlElement, url: str | None) -> tuple[list[Line], str | None]:
    """Run trafilatura over a tree: its own rules, and its comparison with other extractors where they leave
    doubt.

    Returns:
        the lines, in the order of the page, and why the comparison was asked for.
    """
    lines = _run(tree, url, fast=True)
    reason = _doubt(lines)
    if not reason:
        return lines, None
    compared = _run(tree, url, fast=False)
    return (compared, f"{reason}; other extractors were compared") if compared else (lines, None)


def _doubt(lines: list[Line]) -> str | None:
    size = sum(len(line.text) for line in lines)
    if size < SHORT:
        return "little text"
    if max(len(line.text) for line in lines) > LONGEST_PARAGRAPH:
        return "a line of several paragraphs"
    if len(lines) > MANY_LINES and size < SHORT_LINES * len(lines):
        return "many short lines"
    return None


def _run(tree: HtmlElement, url: str | None, *, fast: bool) -> list[Line]:
    from trafilatura import bare_extraction

    # Without a handler, its warnings about single pages would go to the terminal.
    logger = logging.getLogger("trafilatura")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    # Never `deduplicate`: it keeps state over documents. Readers' comments are left out.
    try:
        found = bare_extraction(tree, url=url, fast=fast, include_comments=False, with_metadata=False)
    except RecursionError:
        raise
    except Exception as error:
        reason = f"trafilatura failed on the page: {type(error).__name__}: {error}"
        raise StageError("html-unreadable", reason, "extract") from error
    body = getattr(found, "body", None)
    return [] if body is None else [line for child in body for line in _lines(child)]


def _lines(element: _Element) -> list[Line]:
    from trafilatura.xml import xmltotxt

    tag = element.tag if isinstance(element.tag, str) else ""
    kind = KINDS.get(tag, "paragraph")
    text = " ".join(xmltotxt(element, False).split(" "))
    if kind == "table":
        return [Line(row, kind) for line in text.splitlines() if (row := _row(line))]
    return [Line(stripped, kind) for line in text.splitlines() if (stripped := line.strip())]


def _row(line: str) -> str:
    """A row of a table, tabs between its cells as `innerText` has them (HTML Standard), without the empty
    ones.
    """
    cells = (cell.strip().replace("\\|", "|") for cell in _CELL_END.split(line))
    return CELL.join(cell for cell in cells if cell)
