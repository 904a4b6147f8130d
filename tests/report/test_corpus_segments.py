"""Segments are the source; those that are kept are the article."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from normalize.errors import InputError
from normalize.pipeline import Pipeline
from normalize.report.corpus.segments import LONGEST_DOCUMENT, Segments, before
from normalize.report.source import Shown, rebuild
from tests.report.test_report_source import TEXTS


@settings(max_examples=150)
@given(text=TEXTS)
def test_segments_are_source_and_article(pipeline: Pipeline, text: str) -> None:
    try:
        article = pipeline.clean(text)
    except InputError:
        return
    for record, shown in (
        (article.record(), Shown(article.source_text)),
        (article.record("text"), rebuild(article.record("text"))),
    ):
        segments = Segments(record, shown)
        assert segments.article() == (article.headline, article.body)
        source = "".join(before(one) for one in segments.segments)
        assert "".join(source.split()) == "".join(article.source_text.split())
        times = len({(one.rule, one.action, one.field, one.note) for one in article.edits})
        assert len(segments.edits) == times
    dark = Segments(article.record(), rebuild(article.record()))
    assert dark.article() == (article.headline, article.body)


@settings(max_examples=40)
@given(lines=st.lists(st.integers(1, 40_000), min_size=1, max_size=30))
def test_what_is_shown_is_bounded(pipeline: Pipeline, lines: list[int]) -> None:
    text = "\n\n".join("word & “quote” " * (size // 15 + 1) for size in lines)
    article = pipeline.clean(text)
    shown = Segments(article.record(), Shown(article.source_text)).as_json()
    assert len(json.dumps(shown, ensure_ascii=False)) < LONGEST_DOCUMENT * 1.5
    gaps = [one for one in shown if one["k"] == "gap"]
    assert len(gaps) <= 1
    assert len(shown) - len(gaps) + sum(one["p"][0] for one in gaps) == len(article.block_spans) + (
        article.headline is not None
    ) + sum(one.action in ("strip", "capture") for one in article.edits)


def test_one_line_with_endless_rewrites(pipeline: Pipeline) -> None:
    article = pipeline.clean("A line.\n\n" + "teh fare, " * 20_000)
    shown = Segments(article.record(), Shown(article.source_text)).as_json()
    assert len(json.dumps(shown)) < LONGEST_DOCUMENT * 3
