"""A run: what is written, that the counts add up, that one document's failure touches no other."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from normalize.article import Article, Document
from normalize.errors import SetupError
from normalize.pipeline import Pipeline
from normalize.read import Failure
from normalize.run import Progress, RunOptions, run
from normalize.run.work import CHUNK_DOCUMENTS, CHUNK_SIZE, chunks
from normalize.write.schema import RECORD_SCHEMA
from tests.run.conftest import OneByOne

VALIDATOR = Draft202012Validator(RECORD_SCHEMA)
STORY = "Ferry fares rise\n\nThe ferry will cost more from June, the company said.\n\nIt blamed the price of fuel.\n"


HERE = RunOptions(workers=0)


class Faulty(OneByOne):
    """A pipeline with a bug that some documents meet."""

    def __init__(self, pipeline: Pipeline, error: BaseException) -> None:
        self.pipeline = pipeline
        self.config = pipeline.config
        self.made_by = pipeline.made_by
        self.error = error

    def clean(self, document: Document) -> Article:
        if "bug" in str(document.data):
            raise self.error
        return self.pipeline.clean(document)


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def make(folder: Path, **files: str | bytes) -> Path:
    folder.mkdir(exist_ok=True)
    for name, data in files.items():
        (folder / name.replace("__", ".")).write_bytes(data.encode() if isinstance(data, str) else data)
    return folder


def test_records_failures_and_account(tmp_path: Path, pipeline: Pipeline) -> None:
    records = '{"id": 7, "text": "The lock was opened at dawn on Monday."}\n{broken\n'
    inputs = make(
        tmp_path / "in",
        a__txt=STORY,
        b__txt="",
        c__jsonl=records,
        d__md="x",
        e__html="<html><p>hi</p></html>",
    )
    summary = run([inputs], tmp_path / "out", pipeline)
    articles, errors = lines(tmp_path / "out/articles.jsonl"), lines(tmp_path / "out/errors.jsonl")
    assert [one["id"] for one in articles] == ["a", "7"]
    assert articles[0]["headline"] == "Ferry fares rise"
    for article in articles:
        VALIDATOR.validate(article)
    assert [(one["path"], one["record"], one["stage"], one["code"]) for one in errors] == [
        ("b.txt", None, "read", "empty"),
        ("c.jsonl", 2, "read", "bad-json"),
        ("e.html", None, "extract", "no-article"),
    ]
    assert (summary.read, summary.written, summary.failures, summary.files) == (5, 2, 3, 4)
    assert summary.skipped == {".md": 1}
    written = json.loads((tmp_path / "out/run.json").read_text())
    account = {**summary.record(), "outputs": ["articles.jsonl"]}
    assert written["work"].pop("seconds") <= account["work"].pop("seconds")
    assert written == account


def test_a_bug_costs_one_document(tmp_path: Path, pipeline: Pipeline) -> None:
    inputs = make(tmp_path / "in", a__txt=STORY, b__txt="bug", c__txt=STORY)
    summary = run([inputs], tmp_path / "out", Faulty(pipeline, ZeroDivisionError("by zero")), HERE)  # type: ignore[arg-type]
    assert (summary.written, dict(summary.failed)) == (2, {"internal-error": 1})
    (error,) = lines(tmp_path / "out/errors.jsonl")
    assert error["path"] == "b.txt"
    assert error["reason"].startswith("ZeroDivisionError: by zero (")


def test_an_interrupted_run_leaves_older_results(tmp_path: Path, pipeline: Pipeline) -> None:
    inputs = make(tmp_path / "in", a__txt=STORY, b__txt="bug")
    run([inputs], tmp_path / "out", pipeline, HERE)
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir() if path.is_file()}
    with pytest.raises(KeyboardInterrupt):
        run(
            [inputs],
            tmp_path / "out",
            Faulty(pipeline, KeyboardInterrupt()),
            RunOptions(workers=0, redo=True),
        )  # type: ignore[arg-type]
    after = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir() if path.is_file()}
    assert after == before


def test_refused_before_anything_is_written(tmp_path: Path, pipeline: Pipeline) -> None:
    inputs = make(tmp_path / "in", a__txt=STORY)
    for paths, out in (([inputs / "no.txt"], tmp_path / "out"), ([inputs], inputs / "out")):
        with pytest.raises(SetupError):
            run(paths, out, pipeline)
        assert not out.exists()


def test_the_watch_is_told_how_far_it_is(tmp_path: Path, pipeline: Pipeline) -> None:
    records = "".join(f'{{"text": "Story number {i} of the harbour."}}\n' for i in range(1024)) + "{"
    inputs = make(tmp_path / "in", a__jsonl=records)
    told: list[Progress] = []
    summary = run([inputs], tmp_path / "out", pipeline, HERE, told.append)
    assert [one.merging for one in told].index(True) > 2
    assert len(told[-1].failures) + sum(len(one.failures) for one in told) == 1
    last = told[-1].counts
    assert (last.given, last.records, last.failed.total()) == (1025, 1024, 1)
    assert told[-1].taken == (inputs / "a.jsonl").stat().st_size == summary.bytes
    assert (summary.written, summary.failures) == (1024, 1)


@pytest.mark.parametrize("edits", ["none", "spans", "text"])
def test_how_much_of_the_account_is_written(tmp_path: Path, pipeline: Pipeline, edits: Any) -> None:
    inputs = make(tmp_path / "in", a__txt=STORY.replace("June", "Ju\0ne"))
    run([inputs], tmp_path / "out", pipeline, RunOptions(workers=0, edits=edits))
    (article,) = lines(tmp_path / "out/articles.jsonl")
    assert ("spans" in article, "edits" in article) == (edits != "none",) * 2
    if edits != "none":
        assert ["was" in edit for edit in article["edits"]] == [edits == "text"]
    VALIDATOR.validate(article)


def test_workers_change_no_byte(tmp_path: Path, pipeline: Pipeline) -> None:
    inputs = make(tmp_path / "in", z__txt="", y__txt=STORY)
    for i in range(150):
        (inputs / f"{i}.txt").write_text(
            f"Story {i}\n\nThe harbour master told it again on day {i}.\n\n© 2024 Post"
        )
    summaries = [run([inputs], tmp_path / f"out{n}", pipeline, RunOptions(workers=n)) for n in (0, 1, 2)]
    for name in ("articles.jsonl", "errors.jsonl"):
        zero, one, two = ((tmp_path / f"out{n}" / name).read_bytes() for n in (0, 1, 2))
        assert zero == one == two
    records = [summary.record() for summary in summaries]
    for told in records:
        for name in ("work", "articles", "errors"):
            del told[name]
    assert records[0] == records[1] == records[2]


@given(
    st.lists(
        st.one_of(
            st.integers(0, 400_000).map(lambda size: Document("x" * size)),
            st.just(Failure(None, None, None, "read", "empty", "")),
        ),
        max_size=150,
    )
)
@settings(max_examples=25)
def test_chunks_lose_nothing_and_stay_small(items: list[Document | Failure]) -> None:
    given = [("file", item) for item in items]
    for first in (True, False):
        found = list(chunks(given, first))
        assert [item for chunk, _ in found for item in chunk] == given
        for chunk, full in found:
            assert 1 <= len(chunk) <= CHUNK_DOCUMENTS
            size = [len(one.data) if isinstance(one, Document) else 0 for _, one in chunk]
            assert sum(size[:-1]) < CHUNK_SIZE
            assert full or (chunk, full) == found[-1]


RECORDS = st.lists(
    st.one_of(
        st.text(max_size=60).map(lambda text: json.dumps({"text": text})),
        st.sampled_from(
            ["{", "[]", "", '{"html": "<p>x"}', '{"text": "bug"}', '{"id": "7", "text": "twice"}']
        ),
    ),
    max_size=12,
)


@given(RECORDS)
@settings(max_examples=25, deadline=None)
def test_counts_add_up(pipeline_of: Callable[[], Any], records: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        inputs = make(Path(folder) / "in", a__jsonl="\n".join(records))
        summary = run([inputs], Path(folder) / "out", pipeline_of(), HERE)
        articles, errors = (lines(Path(folder) / "out" / name) for name in ("articles.jsonl", "errors.jsonl"))
    expected = [number for number, line in enumerate(records, 1) if line.strip()]
    places = sorted(one["source"]["record"] for one in articles) + [one["record"] for one in errors]
    assert sorted(places, key=str) == sorted(expected or [None], key=str)
    assert summary.read == len(places) == summary.written + summary.failures
    assert (summary.written, summary.failures) == (len(articles), len(errors))
    for article in articles:
        VALIDATOR.validate(article)


@pytest.fixture(scope="session")
def pipeline_of(pipeline: Pipeline) -> Callable[[], Any]:
    return lambda: Faulty(pipeline, ValueError("a bug"))
