from __future__ import annotations

from typing import Any

from normalize.article import Article
from normalize.ledger import Edit
from normalize.run.tally import UNKNOWN, Tally


def record(*edits: Edit, flags: tuple[str, ...] = (), **metadata: str) -> dict[str, Any]:
    quality = {"flags": list(flags)}
    source = {"charset": "utf-8"}
    return Article("a", None, "", metadata, source, None, (), edits, quality, {}, "x" * 100).record()


STRIP = Edit(0, 10, "strip", "strip", "en.ads.label")
CAPTURE = Edit(10, 30, "capture", "describe", "describe.byline", field="authors")
RELATED = Edit(30, 35, "strip", "strip", "en.related.read-also", field="related")
REWRITE = Edit(40, 42, "rewrite", "repair", "repair.mojibake", text="é")
FLAG = Edit(50, 60, "flag", "strip", "en.notice.old")


def test_what_is_counted() -> None:
    tally = Tally()
    tally.add(record(STRIP, STRIP, CAPTURE, RELATED, REWRITE, FLAG, flags=("few-words",), language="en"), 100)
    assert tally.stripped == {
        ("strip", "en.ads.label"): 2,
        ("describe", "describe.byline"): 1,
        ("strip", "en.related.read-also"): 1,
    }
    assert tally.rewritten == {("repair", "repair.mojibake"): 1}
    assert tally.captured == {"authors": 1, "related": 1}
    assert tally.flagged == {"few-words": 1}
    assert (tally.records, tally.characters, tally.removed) == (1, 100, 45)
    assert (tally.languages, tally.sites, tally.charsets) == ({"en": 1}, {UNKNOWN: 1}, {"utf-8": 1})


def test_parts_add_up() -> None:
    whole, part, other = Tally(), Tally(), Tally()
    for one, into in ((record(STRIP, REWRITE), part), (record(CAPTURE, flags=("x",)), other)):
        into.add(one, 100)
        whole.add(one, 100)
    part.merge(other)
    assert all(getattr(part, name) == getattr(whole, name) for name in Tally.__slots__)
