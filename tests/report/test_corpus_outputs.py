"""Records come out of every form of output as they were."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from normalize.errors import SetupError
from normalize.pipeline import Pipeline
from normalize.report.lookup import find_record
from normalize.report.outputs import Outputs
from normalize.run import RunOptions, run
from normalize.write import Target

STORY = "Fares rise\n\nThe ferry will cost more, Ann Lee said.\n\nRead also: Bridge reopens\n\nIt begins in June.\n"
FORMS = [
    Target(),
    Target(compress="gz", shard_size=1),
    Target("parquet"),
    Target("parquet", shard_size=1),
    Target("parquet", partition=("language",)),
    Target("sqlite"),
    Target("txt"),
]


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(STORY)
    rows = [
        {
            "id": "x",
            "text": STORY,
            "url": "https://post.example/1",
            "authors": ["Ann Lee"],
            "odd": {"a": [1, None]},
        },
        {"id": "y", "text": "One line only.", "published": "2024-05-03"},
        {"id": "z", "text": " "},
    ]
    (folder / "b.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return folder


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_all_forms_hold_the_same(pipeline: Pipeline, inputs: Path, tmp_path: Path, form: Target) -> None:
    if form.format == "parquet":
        pytest.importorskip("pyarrow")
    run([inputs], tmp_path / "plain", pipeline, RunOptions(workers=0, edits="text"))
    run([inputs], tmp_path / "out", pipeline, RunOptions(workers=0, edits="text", target=form))
    expected = [json.loads(line) for line in (tmp_path / "plain" / "articles.jsonl").open("rb")]
    outputs = Outputs(tmp_path / "out")
    found = list(outputs)
    assert found == expected
    assert [one["id"] for one in found] == ["a", "x", "y"]
    assert [one["id"] for _, one in outputs.pick({0, 2})] == ["a", "y"]
    assert [one["code"] for one in outputs.failures()] == ["empty"]
    assert outputs.account["written"] == 3
    assert find_record(tmp_path / "out", "x") == expected[1]
    assert find_record(tmp_path / "out", "b.jsonl:2") == expected[2]


def test_what_is_no_output(pipeline: Pipeline, inputs: Path, tmp_path: Path) -> None:
    for place, said in (
        (inputs, "there are no articles here"),
        (tmp_path / "no", "there is no such directory"),
    ):
        with pytest.raises(SetupError, match=said):
            Outputs(place)
    run([inputs], tmp_path / "out", pipeline, RunOptions(workers=0, target=Target("md")))
    for file in (tmp_path / "out" / ".normalize").iterdir():
        file.unlink()
    with pytest.raises(SetupError, match="files of text hold no account"):
        list(Outputs(tmp_path / "out"))
    (tmp_path / "out" / "articles.parquet").write_bytes(b"PAR1 no table PAR1")
    (tmp_path / "out" / "run.json").unlink()
    with pytest.raises(SetupError, match="no-records"):
        list(Outputs(tmp_path / "out"))
