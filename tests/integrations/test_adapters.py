"""Adapters: versions that are told, and what needs no engine to be tested."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from normalize import packages
from normalize.errors import SetupError
from normalize.packages import EXTRAS, require
from normalize.pipeline import Pipeline

ROOT = Path(__file__).parents[2]
TEXT = "Ferry fares rise\n\nThe ferry will cost more from May, the town said."


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline.load({"rules": {"packs": ["any"]}})


def test_a_missing_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(EXTRAS, "ray", EXTRAS["ray"]._replace(package="no-such-package"))
    with pytest.raises(
        SetupError, match=re.escape("no-such-package is not installed: pip install 'normalize[ray]'")
    ):
        require("ray")


@pytest.mark.parametrize(
    ("found", "good"),
    [("2.60.0", True), ("2.99.0rc1", True), ("3.0.0", False), ("2.9", False), ("1.13.0.post1", False)],
)
def test_versions(found: str, good: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "version", lambda _: found)
    if good:
        require("ray")
    else:
        with pytest.raises(
            SetupError, match=rf"ray {found} is installed; .* tested with 2.60.0: pip install"
        ):
            require("ray")


def test_extras_and_page_say_the_same() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    page = (ROOT / "docs" / "pipelines.md").read_text(encoding="utf-8")
    for name, tested in EXTRAS.items():
        least, below = (".".join(map(str, one)) for one in (tested.least, tested.below))
        wanted = rf"{tested.package}(\[.*\])?>={least},<{below}"
        assert any(re.fullmatch(wanted, one) for one in extras[name]), name
        assert f"pip install 'normalize[{name}]'" in page
        assert name == "serve" or tested.tested in page


def test_adapters_are_small() -> None:
    for file in (ROOT / "normalize" / "integrations").glob("*.py"):
        assert len(file.read_text(encoding="utf-8").splitlines()) < 150, file.name


def test_nothing_heavy_is_imported_unless_used() -> None:
    code = (
        "import sys, normalize.integrations.ray, normalize.integrations.spark, normalize.integrations.dask, "
        "normalize.integrations.datasets, normalize.integrations.frames\n"
        "print([one for one in ('pyarrow', 'ray', 'pyspark', 'dask', 'datasets', 'pandas', 'polars') "
        "if one in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_frames(pipeline: Pipeline) -> None:
    from normalize.integrations.frames import clean_frame

    with pytest.raises(TypeError, match="a pandas or Polars data frame"):
        clean_frame([TEXT], pipeline)
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"text": [TEXT, " "], "shop": ["a", "b"]}, index=["x", "y"])
    cleaned = clean_frame(frame, pipeline, keep=["shop"])
    assert list(cleaned.index) == ["x", "y"]
    assert cleaned["headline"].iloc[0] == "Ferry fares rise"
    assert cleaned["error"]["y"]["code"] == "empty"
    polars = pytest.importorskip("polars")
    other = clean_frame(polars.DataFrame({"text": [TEXT, " "]}), pipeline)
    assert other["headline"].to_list() == ["Ferry fares rise", None]


def test_columns_that_come_out_twice(pipeline: Pipeline) -> None:
    from normalize.arrow import BatchCleaner

    with pytest.raises(SetupError, match="column-twice a column of this name comes out: id"):
        BatchCleaner(pipeline, keep=["id", "shop"])


def test_wrong_arguments_are_refused(pipeline: Pipeline) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    from normalize.arrow import BatchCleaner, clean_batch
    from normalize.crew import Crew
    from normalize.lines import LineCleaner

    with pytest.raises(ValueError, match="'none', 'spans' or 'text', not 'all'"):
        LineCleaner(pipeline, "all")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="at least 0, not -1"):
        LineCleaner(pipeline, workers=-1)
    with pytest.raises(ValueError, match="at least 1 worker, not 0"):
        Crew(pipeline, 0)
    with pytest.raises(TypeError, match="a row is a mapping of names and values, not str"):
        list(LineCleaner(pipeline).clean({"text": TEXT}))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="'columns' or 'lines', not 'rows'"):
        BatchCleaner(pipeline, form="rows")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=re.escape("a list of columns: ['shop']")):
        BatchCleaner(pipeline, keep="shop")
    table = pyarrow.table({"text": [TEXT]})
    with pytest.raises(TypeError, match="not Table; `clean_table` takes it"):
        clean_batch(table, pipeline)
    with pytest.raises(KeyError, match="shop"):
        BatchCleaner(pipeline, keep=["shop"])(table.to_batches()[0])


def test_langchain(pipeline: Pipeline) -> None:
    documents = pytest.importorskip("langchain_core.documents")
    from normalize.integrations.langchain import NormalizeTransformer

    given = [
        documents.Document(page_content=TEXT, id="1", metadata={"language": "xx", "shop": 1}),
        documents.Document(page_content=" ", id="2"),
    ]
    (found,) = NormalizeTransformer(pipeline).transform_documents(given)
    assert (found.id, found.page_content) == ("1", TEXT)
    assert found.metadata == {"language": "xx", "shop": 1, "headline": "Ferry fares rise"}
    both = NormalizeTransformer(pipeline, keep_failed=True).transform_documents(given)
    assert both[1].metadata["normalize_error"]["code"] == "empty"


def test_haystack() -> None:
    haystack = pytest.importorskip("haystack")
    from normalize.integrations.haystack import NormalizeCleaner

    pipeline = haystack.Pipeline()
    pipeline.add_component("clean", NormalizeCleaner())
    text = pipeline.dumps()
    again = haystack.Pipeline.loads(text, allowed_modules=["normalize.integrations.haystack"])
    given = [haystack.Document(content=TEXT, meta={"shop": 1}), haystack.Document(content=" ")]
    found = again.run({"clean": {"documents": given}})["clean"]
    assert found["documents"][0].content == TEXT
    assert found["documents"][0].meta["shop"] == 1
    assert found["failed"][0].meta["normalize_error"]["code"] == "empty"
