"""The way in: one document, many documents, and what comes beside them."""

from __future__ import annotations

import hashlib
import json
import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import normalize
from normalize import Article, Document, DocumentError, InputError, Pipeline, StageError

TEXT = "Port closes its breakwater\n\nThe harbour authority said that it will be shut until May.\n\nRead also: Fares rise"
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Port closes its breakwater | Ellery Post</title>
<meta property="og:title" content="Port closes its breakwater"><meta property="og:site_name" content="Ellery Post">
<meta property="article:published_time" content="2024-05-03T10:00:00+02:00"></head><body><nav><a href="/">Home</a></nav>
<article><h1>Port closes its breakwater</h1>{"".join(f"<p>The harbour authority said in its {n} report that the breakwater will be shut until the end of May, and perhaps longer.</p>" for n in ("first", "second", "third", "fourth"))}
<p>Read also: Fares rise</p></article></body></html>"""


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline.load({})


def test_the_short_way_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    article = normalize.clean(TEXT, url="https://www.ellery.example/port")
    assert article.headline == "Port closes its breakwater"
    assert article.body == "The harbour authority said that it will be shut until May."
    assert article.text == f"{article.headline}\n\n{article.body}"
    assert article.metadata["related"] == [{"title": "Fares rise"}]
    assert normalize.replay(article.source_text, article) == (article.headline, article.body)


def test_the_id_is_the_given_one_or_the_hash_of_the_content(pipeline: Pipeline) -> None:
    assert pipeline.clean(TEXT, id="a-1").id == "a-1"
    assert pipeline.clean(TEXT).id == hashlib.sha256(TEXT.encode()).hexdigest()[:16]


@pytest.mark.parametrize(
    ("known", "error"),
    [
        ({"id": 3}, TypeError),
        ({"url": b"https://a.example"}, TypeError),
        ({"headline": ["Port"]}, TypeError),
        ({"metadata": [("authors", ["A"])]}, TypeError),
        ({"content_type": 7}, TypeError),
        ({"format": "pdf"}, ValueError),
    ],
)
def test_arguments_of_another_kind_are_told_by_name(
    pipeline: Pipeline, known: dict[str, Any], error: type[Exception]
) -> None:
    name = next(iter(known))
    with pytest.raises(error, match=f"^{name} must be "):
        pipeline.clean(TEXT, **known)
    with pytest.raises(error, match=f"^{name} must be "):
        Document(TEXT, **known)


def test_a_document_brings_along_what_is_known_of_it(pipeline: Pipeline) -> None:
    assert pipeline.clean(Document(TEXT, id="a-1")).id == "a-1"
    with pytest.raises(TypeError, match="in the Document itself"):
        pipeline.clean(Document(TEXT), id="a-1")


def test_the_account_has_three_forms(pipeline: Pipeline) -> None:
    article = pipeline.clean(TEXT)
    assert "edits" not in article.record("none")
    assert [edit["was"] for edit in article.record("text")["edits"]] == ["Read also: Fares rise"]
    with pytest.raises(ValueError, match="'none', 'spans' or 'text', not 'all'"):
        article.record("all")  # type: ignore[arg-type]


def test_the_source_says_what_was_read(pipeline: Pipeline) -> None:
    data = TEXT.replace("The", "Thé").encode("windows-1252")
    source = pipeline.clean(data, content_type="text/plain; charset=windows-1252").source
    assert source["sha256"] == hashlib.sha256(data).hexdigest()
    assert source["bytes"] == len(data)
    assert source["charset"] == "windows-1252"
    assert source["format"] == "text"


def test_a_page_is_told_by_its_content_and_gives_headline_and_metadata(pipeline: Pipeline) -> None:
    article = pipeline.clean(PAGE.encode(), url="https://www.ellery.example/port")
    assert article.source["format"] == "html"
    assert article.headline == "Port closes its breakwater"
    assert article.source_text.startswith("Port closes its breakwater\n")
    assert article.metadata["published"] == "2024-05-03T10:00:00+02:00"
    assert article.metadata["site"] == "Ellery Post"
    assert article.metadata["related"] == [{"title": "Fares rise"}]
    assert len(article.body.split("\n\n")) == 4
    assert normalize.replay(article.source_text, article) == (article.headline, article.body)


def test_what_the_input_says_wins_over_what_is_found(pipeline: Pipeline) -> None:
    article = pipeline.clean(
        PAGE, headline="Breakwater shut", metadata={"site": "Ours", "authors": ["Jane Doe"]}
    )
    assert article.headline == "Breakwater shut"
    assert article.metadata["site"] == "Ours"
    assert article.metadata["origins"]["site"] == "input"


def test_a_given_headline_that_the_text_begins_with_is_not_said_twice(pipeline: Pipeline) -> None:
    article = pipeline.clean(TEXT, headline="Port closes  its breakwater")
    assert article.source_text == TEXT
    assert article.headline_span == (0, 26)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("", "empty"),
        (b"", "empty"),
        (" \n\t ", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0", "binary"),
        ("\u200b\ufeff", "empty"),
    ],
)
def test_what_is_no_article_is_refused(pipeline: Pipeline, data: str | bytes, code: str) -> None:
    with pytest.raises(InputError) as caught:
        pipeline.clean(data)
    assert caught.value.code == code
    assert caught.value.stage


def test_a_page_without_an_article_is_refused(pipeline: Pipeline) -> None:
    with pytest.raises(StageError) as caught:
        pipeline.clean("<html><head><title>x</title></head><body></body></html>")
    assert caught.value.code == "no-article"
    assert caught.value.stage == "extract"


def test_what_is_neither_text_nor_bytes_is_refused(pipeline: Pipeline) -> None:
    with pytest.raises(InputError, match="not NoneType"):
        pipeline.clean(None)  # type: ignore[arg-type]


def test_metadata_of_another_form_is_refused(pipeline: Pipeline) -> None:
    with pytest.raises(InputError, match="published, mood") as caught:
        pipeline.clean(TEXT, metadata={"published": "May 3", "mood": "good", "site": "Ellery Post"})
    assert caught.value.code == "metadata"


def test_the_address_is_told(pipeline: Pipeline) -> None:
    assert pipeline.clean(TEXT, url="https://ellery.example/a").metadata["url"] == "https://ellery.example/a"


def test_lone_surrogates_and_nuls_are_mended_by_named_edits(pipeline: Pipeline) -> None:
    article = pipeline.clean(
        "Port closes\n\nThe \ud83d har\x00bour authority said \ud83d\ude00 that it will be shut."
    )
    assert "\x00" not in article.body
    article.body.encode()
    assert {edit.rule.split(".")[0] for edit in article.edits} == {"repair"}


def test_many_documents_come_lazily_and_in_order(pipeline: Pipeline) -> None:
    asked = []

    def items() -> object:
        for number in range(3):
            asked.append(number)
            yield Document(TEXT, id=str(number))

    stream = pipeline.clean_many(items())  # type: ignore[arg-type]
    first = next(stream)
    assert asked == [0]
    assert [one.id for one in [first, *stream] if isinstance(one, normalize.Article)] == ["0", "1", "2"]


def test_errors_are_raised_or_returned_by_choice(pipeline: Pipeline) -> None:
    found = list(pipeline.clean_many([TEXT, "", TEXT], errors="return"))
    assert [type(one).__name__ for one in found] == ["Article", "InputError", "Article"]
    with pytest.raises(InputError):
        list(pipeline.clean_many([TEXT, "", TEXT]))


def test_pipelines_pickle_and_are_shared_by_threads(pipeline: Pipeline) -> None:
    again = pickle.loads(pickle.dumps(pipeline))
    assert again.clean(TEXT) == pipeline.clean(TEXT)
    texts = [TEXT.replace("May", f"May {number}") for number in range(40)]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(pipeline.clean, texts)) == [pipeline.clean(text) for text in texts]


def test_made_by_tells_version_rules_and_configuration(pipeline: Pipeline) -> None:
    other = Pipeline.load({"rules": {"off": ["en.related.*"]}})
    assert pipeline.clean(TEXT).made_by["version"] == normalize.__version__
    assert other.made_by["rules"] != pipeline.made_by["rules"]
    assert other.made_by["config"] == pipeline.made_by["config"]


def test_how_much_of_the_account_is_told(pipeline: Pipeline) -> None:
    article = pipeline.clean(TEXT)
    assert "edits" not in article.record("none")
    assert "was" not in article.record()["edits"][0]
    assert article.record("text")["edits"][0]["was"] == "Read also: Fares rise"
    json.dumps(article.record("text"))


def test_errors_pickle() -> None:
    error = pickle.loads(pickle.dumps(InputError("empty", "nothing there", "decode")))
    assert (error.code, error.reason, error.stage) == ("empty", "nothing there", "decode")


def test_a_batch_gives_what_each_document_gives_alone() -> None:
    texts = [
        f"Ferry number {n}\n\nThe ferry left.\n\nRead also: Tides\n\nIt came back late." for n in range(5)
    ]
    documents = [Document(text, format="text") for text in [*texts, "", texts[0]]]
    pipeline = Pipeline.load({})
    begun: list[int] = []
    made = pipeline.clean_batch(documents, begun.append)
    assert isinstance(made[5], DocumentError)
    assert set(begun) == set(range(7))
    for document, article in zip(documents, made, strict=True):
        if isinstance(article, Article):
            assert article.record() == pipeline.clean(document).record()
