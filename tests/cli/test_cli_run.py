"""`normalize run`: what it writes, what it says, its exit status."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

Normalize = Callable[..., Result]


def test_all_well(normalize: Normalize, here: Path) -> None:
    result = normalize("run", "in", "-o", "out")
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    told = result.stderr.splitlines()
    assert told[0].startswith("Read      2 documents from 2 files, 202 bytes, in ")
    assert told[1:] == [
        "Written   2",
        "Failed    0",
        "Stripped  0 pieces, 0.0 % of the characters",
        "Rewritten 0 places",
        "Flagged   few-words 2",
        "Records   out/articles.jsonl",
        "Errors    out/errors.jsonl",
        "Report    out/report.html",
    ]
    assert [json.loads(line)["id"] for line in Path("out/articles.jsonl").read_text().splitlines()] == [
        "a",
        "b",
    ]
    assert Path("out/errors.jsonl").read_bytes() == b""


def test_some_failed(normalize: Normalize, here: Path) -> None:
    (here / "in" / "c.txt").write_bytes(b"")
    (here / "in" / "notes.md").write_bytes(b"")
    result = normalize("run", "in", "-o", "out", "--quiet")
    assert result.exit_code == 1
    assert "Failed    1: empty 1" in result.stderr
    assert "Skipped   1 file of other types: .md 1" in result.stderr


def test_quiet(normalize: Normalize) -> None:
    result = normalize("run", "in", "-o", "out", "-q")
    assert (result.exit_code, result.output, result.stderr) == (0, "", "")


def test_standard_input_and_named_files(normalize: Normalize, here: Path) -> None:
    (here / "odd.name").write_bytes(gzip.compress(b'{"id": "n", "text": "The lock was opened at dawn."}\n'))
    result = normalize("run", "-", "odd.name", "-o", "out", stdin=b"The barge went through the lock at dawn.")
    assert result.exit_code == 0, result.stderr
    first, second = (json.loads(line) for line in Path("out/articles.jsonl").read_text().splitlines())
    assert first["id"] == first["source"]["sha256"][:16]
    assert (second["id"], second["source"]["path"]) == ("n", "odd.name")


def test_long_lists_fit_the_terminal(normalize: Normalize, here: Path) -> None:
    for i in range(40):
        (here / "in" / f"x.suffix{i}").write_text("x")
    result = normalize("run", "in", "-o", "out")
    assert max(map(len, result.stderr.splitlines())) <= 80
    assert "and 25 more" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["in", "nowhere", "neither", "-o", "out"], ["neither: missing-input", "nowhere: missing-input"]),
        (["in", "-o", "in/out"], ["in: output-in-input"]),
        (["in", "-o", "."], ["in: input-in-output"]),
        (["in", "-o", "normalize.toml"], ["normalize.toml: output-not-a-directory"]),
        (["in", "-o", "out", "--config", "missing.toml"], ["missing.toml: C001"]),
        (["in", "-o", "out", "--config", "bad.toml"], ["bad.toml:2: C004", "bad.toml:3: C005"]),
        (["in", "-o", "out", "--rules", "bad"], ["bad/x.toml:1: R"]),
        (["in"], ["--out"]),
        (["-o", "out"], ["PATHS"]),
        (["in", "-o", "out", "--workers", "0"], ["--workers"]),
        (["in", "-o", "out", "--edits", "some"], ["--edits"]),
    ],
)
def test_what_is_wrong_is_told_at_once(
    normalize: Normalize, here: Path, arguments: list[str], told: list[str]
) -> None:
    (here / "bad.toml").write_text("[read]\nmax_byte = 5\nmax_line = 'long'\n")
    (here / "bad").mkdir()
    (here / "bad" / "x.toml").write_text('[[rule]]\nid = "x"\n')
    result = normalize("run", *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    lines = result.stderr.splitlines()
    for one in told:
        assert any(one in line for line in lines), result.stderr
    assert not Path("out").exists()


def test_older_results_stay_until_the_new_ones_are_whole(normalize: Normalize, here: Path) -> None:
    assert normalize("run", "in/a.txt", "-o", "out", "-q").exit_code == 0
    before = Path("out/articles.jsonl").read_bytes()
    assert normalize("run", "in", "-o", "out", "-q", "-c", "missing.toml").exit_code == 2
    assert Path("out/articles.jsonl").read_bytes() == before
    assert normalize("run", "in", "-o", "out", "-q").exit_code == 0
    assert len(Path("out/articles.jsonl").read_bytes().splitlines()) == 2
    assert sorted(path.name for path in Path("out").iterdir()) == [
        ".normalize",
        "articles.jsonl",
        "errors.jsonl",
        "report.html",
        "run.json",
    ]


def test_all_that_is_told_in_json_is_json(normalize: Normalize, here: Path) -> None:
    (here / "in" / "bad.jsonl").write_text('{"text": ""}\n')

    def events(*arguments: str) -> list[str]:
        lines = normalize("run", *arguments, "--log", "json").stderr.splitlines()
        assert all(json.loads(line)["time"] for line in lines)
        return [json.loads(line)["event"] for line in lines]

    assert events("in", "-o", "-") == ["failed", "summary"]
    assert events("in", "-o", "-", "-q") == ["failed", "summary"]
    assert events("in", "-o", "out", "-v") == ["failed", "summary", "report"]
    assert events("nowhere", "nothing", "-o", "out") == ["problem", "problem"]


def test_failures_are_told_once_and_in_order(normalize: Normalize, here: Path) -> None:
    rows = [{"text": "" if i % 2 else f"The ferry left at {i}."} for i in range(2000)]
    (here / "many.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    told = normalize("run", "many.jsonl", "-o", "out", "-v", "--limit", "600", "--workers", "3").stderr
    numbers = [int(line.split(":")[1]) for line in told.splitlines() if ": empty: " in line]
    assert numbers == list(range(2, 601, 2))


def test_ctrl_c_while_the_report_is_made(
    normalize: Normalize, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    normalize("run", "in", "-o", "out")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("normalize.report.corpus.write_report", interrupt)
    result = normalize("run", "in", "-o", "out")
    assert result.exit_code == 130
    assert result.stderr.endswith("The run is whole; `normalize report out` makes the report.\n")
    assert not (here / "out" / "report.html").exists()
    assert (here / "out" / "run.json").exists()
