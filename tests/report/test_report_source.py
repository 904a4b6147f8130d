"""Pieces of the source: all of it is shown once, and a record alone gives back what it holds."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from normalize.article import Article
from normalize.errors import InputError
from normalize.pipeline import Pipeline
from normalize.report.source import Shown, lines_of, only_touched, rebuild

PARTS = st.sampled_from(
    [
        "The ferry will cost more from June.", "Read also: Bridge reopens", "Share this story", "By Ann Lee",
        "He said teh fare was teh problem.", "cafÃ© and â€œquotesâ€\x9d", "zero\u200bwidth", "\u202eabc", "More follows",
        "", "   ", "Up next: more", "&amp; more &quot;words&quot; here",
    ]
)  # fmt: skip
TEXTS = st.lists(PARTS, min_size=1, max_size=9).flatmap(
    lambda one: st.sampled_from(["\n\n", "\n", "\r\n", "\u2029"]).map(lambda end: end.join(one))
)


def cleaned(pipeline: Pipeline, text: str) -> Article | None:
    try:
        return pipeline.clean(text)
    except InputError:
        return None


@settings(max_examples=150)
@given(text=TEXTS)
def test_pieces_are_the_source(pipeline: Pipeline, text: str) -> None:
    article = cleaned(pipeline, text)
    if article is None:
        return
    edits = article.record()["edits"]
    lines = lines_of(Shown(article.source_text), edits)
    shown = "".join(piece.text or "" for line in lines for piece in line.pieces)
    assert "".join(shown.split()) == "".join(article.source_text.split())
    assert sorted(one for line in lines for one in line.edits) == list(range(len(edits)))
    for line in lines:
        for piece in line.pieces:
            if piece.edit is not None:
                assert (edits[piece.edit]["action"] == "rewrite") == (piece.new is not None)
    for wanted in range(len(edits)):
        part = [line for line in only_touched(lines, frozenset({wanted})) if line]
        assert [one for line in part for one in line.edits] == [wanted]


@settings(max_examples=150)
@given(text=TEXTS)
def test_a_record_is_rebuilt(pipeline: Pipeline, text: str) -> None:
    article = cleaned(pipeline, text)
    if article is None:
        return
    shown = rebuild(article.record("text"))
    assert not shown.unknown
    for start, end in [
        *article.block_spans,
        *((one.start, one.end) for one in article.edits if one.action != "flag"),
    ]:
        assert shown.text[start:end] == article.source_text[start:end]
    bare = rebuild(article.record("spans"))
    assert len(bare.text) == len(shown.text)
    assert bare.unknown == {
        number for number, one in enumerate(article.edits) if one.action != "flag" and one.end > one.start
    }
