"""The body of a page, by trafilatura, as lines with their kinds."""

from __future__ import annotations

import logging
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


class Line(NamedTuple):
    """One line of the body and its kind: paragraph, heading, item, quote, code or table."""

    text: str
    kind: str


def careful(tree: HtmlElement, url: str | None) -> tuple[list[Line], str | None]:
    """Run trafilatura over a tree.

    Returns:
        the lines, in the order of the page, and what was fallen back to where its first choice gave nothing.
    """
    lines = _run(tree, url, fast=False)
    if lines:
        return lines, None
    # The comparison of several engines can end in nothing where the first engine alone has text.
    return _run(tree, url, fast=True), "trafilatura gave nothing; its fast mode was asked"


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
    return [Line(stripped, kind) for line in text.splitlines() if (stripped := line.strip())]
