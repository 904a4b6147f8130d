"""An explanation as one self-contained HTML page: no scripts, no requests, nothing of the text acts."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from normalize.report.explanation import Explanation
from normalize.report.source import Line, Piece
from normalize.report.visible import parts, shortened
from normalize.report.words import answered, place, size, told

_POLICY = (
    "default-src 'none'; style-src 'sha256-{}'; script-src 'none'; img-src 'none'; base-uri 'none'; "
    "form-action 'none'"
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


def as_page(explanation: Explanation) -> str:
    """Give the whole page; it can be written as UTF-8 whatever the document held."""
    record = explanation.record
    style = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    rule = explanation.rule
    title = f"What {_shown(rule)} did" if rule else "The source, and what was done to it"
    language = record["metadata"].get("language") or ""
    lang = f' lang="{language}"' if _LANGUAGE.fullmatch(language) else ""
    body = [
        f"<header><h1><bdi>{_shown(record['id'])}</bdi></h1>",
        f'<p class="dim"><bdi>{_shown(place(record["source"]))}</bdi></p></header><main>',
        *(f'<p role="note"><strong>Note:</strong> {_shown(one)}</p>' for one in explanation.remarks),
        *_answer(explanation),
        "<section><h2>What the stages decided</h2>",
        *_decisions(explanation),
        f"</section><section><h2>{title}</h2>",
        '<p class="dim">Struck through: <del>removed</del>, <del class="capture">captured into a field</del> '
        'or <del class="rewrite">replaced</del>. Underlined: <ins>put in its place</ins>.</p>',
        f"<div{lang}>",
        *_source(explanation),
        "</div></section><section><h2>By rule</h2>",
        *_totals(explanation),
        "</section></main>",
    ]
    head = (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY.format(digest)}">'
        '<meta name="referrer" content="no-referrer"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(_plain(record['id']))} – explained</title><style>{style}</style></head><body>\n"
    )
    return head + "\n".join(body) + "\n</body></html>\n"


def _shown(text: str, exact: bool = False) -> str:
    """Text as HTML; each hidden character as its number, in a box."""
    return "".join(
        f'<span class="hidden">{escape(part)}</span>' if hidden else escape(part)
        for part, hidden in parts(shortened(text), exact)
    )


def _plain(text: str) -> str:
    return "".join(part for part, _ in parts(shortened(text)))


def _decisions(explanation: Explanation) -> Iterable[str]:
    yield _table_head("Stage", "What", "Value", "Why")
    for one in explanation.decided:
        yield _row(_shown(one.stage), _shown(one.what), f"<bdi>{_shown(one.value)}</bdi>", _shown(one.why))
    yield "</tbody></table>"


def _table_head(*names: str) -> str:
    return (
        "<table><thead><tr>"
        + "".join(f'<th scope="col">{one}</th>' for one in names)
        + "</tr></thead><tbody>"
    )


def _row(*cells: str) -> str:
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _source(explanation: Explanation) -> Iterable[str]:
    edits = explanation.edits
    for line in explanation.lines():
        if line is None:
            yield '<p class="dim">…</p>'
        elif not line.blank:
            if line.pieces:
                marked = "".join(_piece(piece, edits) for piece in line.pieces)
                yield f'<p class="line" dir="auto">{marked}</p>'
            yield from _told(explanation, line)


def _piece(piece: Piece, edits: Sequence[Mapping[str, Any]]) -> str:
    if piece.edit is None:
        return _shown(piece.text or "")
    action = edits[piece.edit]["action"]
    old = size(piece.size) if piece.text is None else _shown(piece.text, True)
    kind = f' class="{action}"' if action in ("capture", "rewrite") else ""
    removed = f"<del{kind}>{old}</del>" if old else ""
    return removed + (f"<ins>{_shown(piece.new, True)}</ins>" if piece.new else "")


def _told(explanation: Explanation, line: Line) -> Iterable[str]:
    items = []
    for one in told(explanation, line.edits):
        often = f" ×{one.times}" if one.times > 1 else ""
        note = f" ({_shown(one.note)})" if one.note else ""
        by = f'{_shown(one.done)}{often} by <code class="rule">{_shown(one.rule)}</code>'
        items.append(f"<li>{by}: {_shown(one.why)}{note}</li>")
    if items:
        yield f'<ul class="told" lang="en" dir="ltr">{"".join(items)}</ul>'


def _totals(explanation: Explanation) -> Iterable[str]:
    totals = explanation.totals()
    if not totals:
        yield "<p>Nothing was changed.</p>" if explanation.rule is None else "<p>Nothing.</p>"
        return
    yield _table_head("Edits", "Characters", "Rule", "Why")
    for rule, count, characters in totals:
        name = f'<code class="rule">{_shown(rule)}</code>'
        yield _row(str(count), f"{characters:,}", name, _shown(explanation.reasons[rule]))
    yield "</tbody></table>"


def _answer(explanation: Explanation) -> Iterable[str]:
    answer = explanation.why_not
    if answer is None:
        return
    yield f"<section><h2>Why not “<bdi>{_shown(answer.asked)}</bdi>”?</h2><p>{_shown(answer.said)}</p>"
    for heading, said in answered(answer):
        yield f"<h3>{heading}</h3><ul>" + "".join(f"<li>{_shown(one)}</li>" for one in said) + "</ul>"
    yield "</section>"
