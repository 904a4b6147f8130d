"""Pieces of HTML and SVG. Whatever comes from outside goes through `shown` or `attribute`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any, NamedTuple
from urllib.parse import quote

from normalize.report.visible import escaped, parts, shortened, visible

LONGEST_NAME = 300
"""Characters of an id, a path or a headline; of a longer one the beginning and the end."""

_UNSAFE = ("<", ">", "&", "\x85", "\u2028", "\u2029")


def shown(text: object) -> str:
    """Text as HTML; each hidden character as its number, in a box."""
    return "".join(
        f'<span class="hidden">{escape(part)}</span>' if hidden else escape(part)
        for part, hidden in parts(shortened(str(text)))
    )


def broken(identity: object) -> str:
    """An id as HTML, which may be broken behind its dots."""
    return shown(identity).replace(".", ".<wbr>")


def attribute(text: object) -> str:
    """Text for an attribute in double quotes."""
    return escape(visible(shortened(str(text))), quote=True)


def shorten(text: str, longest: int = 0) -> str:
    """A text with what is in its middle left out, if it is longer than that (default: `LONGEST_NAME`), and
    how
    much.
    """
    longest = longest or LONGEST_NAME
    if len(text) <= longest:
        return text
    half = longest // 2
    return f"{text[:half]} … {len(text) - 2 * half:,} characters … {text[-half:]}"


def name_of(identity: object) -> str:
    """An id, a path or a site as the report uses it, also in links."""
    return shorten(well_formed(identity))


def well_formed(text: object) -> str:
    """Text without halves of surrogate pairs, which no address can hold."""
    return str(text).encode("utf-8", "replace").decode()


def fragment(kind: str, name: str) -> str:
    """The address of a part of the page, such as `#doc/` and an id."""
    return f"#{kind}{quote(well_formed(name), safe='')}"


def data(value: Any) -> str:
    r"""JSON for a `script` element that is data: no `<`, `>` or `&` stands in it, and no character that is
    not seen, so that nothing in it ends the element (HTML, 4.12.1.3) or reorders the file for whoever reads
    it.
    """
    text = escaped(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
    for sign in _UNSAFE:
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


class Bar(NamedTuple):
    """A row of a bar chart: name, number, what is told behind it, and where its name leads."""

    name: str
    number: float
    told: str = ""
    link: str = ""


def number(value: float) -> str:
    """A number for people."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def percent(part: float, whole: float) -> str:
    """A share for people."""
    return f"{100 * part / whole:.1f} %" if whole else "–"


def bars(title: str, rows: Sequence[Bar], heads: tuple[str, str], note: str = "", whole: float = 0) -> str:
    """A chart that is a table: a row for each name, with the number and a bar that shows it.

    Args:
        heads: of the columns of names and numbers.
        note: a sentence below the title.
        whole: what shares are told of; 0: none.
    """
    if not rows:
        return f'<figure class="card"><figcaption>{title}</figcaption><p class="dim">None.</p></figure>'
    most = max(row.number for row in rows) or 1
    share = '<th scope="col" class="number">Share</th>' if whole else ""
    lines = []
    for row in rows:
        name = f"<bdi>{broken(row.name)}</bdi>"
        name = f'<a href="{attribute(row.link)}">{name}</a>' if row.link else name
        told = f'<div class="dim">{shown(row.told)}</div>' if row.told else ""
        part = f'<td class="number">{percent(row.number, whole)}</td>' if whole else ""
        drawn = max(100 * row.number / most, 0.3)
        lines.append(
            f'<tr><th scope="row">{name}{told}'
            '<svg class="bar" aria-hidden="true" focusable="false" width="100%" height="8">'
            '<rect class="track" width="100%" height="8"/>'
            f'<rect class="fill" width="{drawn:.2f}%" height="8"/></svg></th>'
            f'<td class="number">{number(row.number)}</td>{part}</tr>'
        )
    said = f'<p class="dim">{note}</p>' if note else ""
    return (
        f'<figure class="card"><figcaption>{title}</figcaption>{said}<table class="bars"><thead><tr>'
        f'<th scope="col">{heads[0]}</th><th scope="col" class="number">{heads[1]}</th>{share}'
        f"</tr></thead><tbody>{''.join(lines)}</tbody></table></figure>"
    )


_HEIGHT = 150
_TOP = 18
_FOOT = 20


def columns(title: str, rows: Sequence[tuple[str, int]], what: str, note: str = "", labels: int = 6) -> str:
    """A chart of columns in an order of its own, with its figures as a table to open.

    Args:
        rows: name and number of each column.
        what: what is counted: 'documents'.
        labels: about how many names stand below the columns.
    """
    if not rows:
        return f'<figure class="card"><figcaption>{title}</figcaption><p class="dim">{note}</p></figure>'
    most = max(many for _, many in rows) or 1
    wide = 100 / len(rows)
    step = max(1, -(-len(rows) // labels))
    drawn = []
    for at, (name, many) in enumerate(rows):
        left = (at + 0.06) * wide
        high = (_HEIGHT - _TOP) * many / most
        high = max(high, 1.0) if many else 0.0
        drawn.append(
            f'<g><title>{shown(name)}: {many:,} {what}</title><rect class="fill" x="{left:.3f}%" '
            f'y="{_HEIGHT - high:.1f}" width="{wide * 0.88:.3f}%" height="{high:.1f}"/></g>'
        )
        if at % step == 0:
            drawn.append(f'<text x="{left:.3f}%" y="{_HEIGHT + 15}" class="label">{shown(name)}</text>')
    head = f'<line class="grid" x1="0" x2="100%" y1="{_TOP}" y2="{_TOP}"/>'
    head += f'<text x="0" y="{_TOP - 5}" class="label">{most:,} {what}</text>'
    base = f'<line class="axis" x1="0" x2="100%" y1="{_HEIGHT}" y2="{_HEIGHT}"/>'
    table = "".join(
        f'<tr><th scope="row">{shown(name)}</th><td class="number">{many:,}</td></tr>'
        for name, many in rows
        if many
    )
    said = f'<p class="dim">{note}</p>' if note else ""
    return (
        f'<figure class="card"><figcaption>{title}</figcaption>{said}'
        f'<svg class="columns" role="img" aria-label="{attribute(title)}: column chart; the figures are in '
        f'the table below" width="100%" height="{_HEIGHT + _FOOT}">{head}{"".join(drawn)}{base}</svg>'
        '<details><summary>The figures as a table</summary><table class="plain"><thead><tr>'
        f'<th scope="col">Where</th><th scope="col" class="number">{what.capitalize()}</th></tr></thead>'
        f"<tbody>{table}</tbody></table></details>"
        f"</figure>"
    )


def tiles(rows: Iterable[tuple[str, str, str]]) -> str:
    """The figures that come first: name, value, and what is told below it."""
    made = "".join(
        f'<div class="tile"><dt>{name}</dt><dd class="value">{shown(value)}</dd>'
        f'<dd class="dim">{shown(told)}</dd></div>'
        for name, value, told in rows
    )
    return f'<dl class="tiles">{made}</dl>'
