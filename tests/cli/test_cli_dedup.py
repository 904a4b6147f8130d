"""`normalize filter` and `normalize dedup` over the output of a run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from normalize.cli.app import app

ROOT = Path(__file__).parents[2]
BODY = "The old harbour crane fell on Monday night after a storm had loosened its feet, the port said. Nobody was hurt."


def call(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(one) for one in arguments])
    return result.exit_code, result.stdout + result.stderr


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    bodies = {"one": BODY, "two": BODY, "three": "Short.", "four": f"{BODY.upper()} Others were."}
    lines = [
        json.dumps(
            {"id": name, "headline": None, "body": body, "metadata": {"language": "en"}, "source": {}, "quality": {"words": len(body.split()), "flags": []}}
        )
        for name, body in bodies.items()
    ]  # fmt: skip
    (folder / "articles.jsonl").write_text("\n".join(lines) + "\n")
    return folder


def test_filter(out: Path, tmp_path: Path) -> None:
    code, shown = call("filter", out, "-o", tmp_path / "kept", "--where", "quality.words >= 10")
    assert code == 0
    assert "4 articles, 3 kept, 1 dropped" in shown
    assert "1  not quality.words >= 10" in shown
    assert (tmp_path / "kept/articles.jsonl").read_bytes() in (out / "articles.jsonl").read_bytes().replace(
        next(line for line in (out / "articles.jsonl").read_bytes().splitlines(True) if b"three" in line), b""
    )
    (gone,) = [json.loads(line) for line in (tmp_path / "kept/dropped.jsonl").read_text().splitlines()]
    assert (gone["reason"], gone["record"]["id"]) == ("not quality.words >= 10", "three")
    code, shown = call("filter", out, "-o", tmp_path / "kept", "--filters", "gopher-quality", "--json")
    assert json.loads(shown)["dropped"] == {"gopher: fewer than 50 or more than 100,000 words": 4}


@pytest.mark.parametrize(
    ("record", "told"),
    [
        ({"id": "a"}, "this line is no record of an article"),
        ({"id": "a", "body": "b", "metadata": []}, "this line is no record of an article"),
        ({"id": "a", "body": "b", "quality": 3}, "this line is no record of an article"),
        (
            {"schema": "normalize.article/2", "id": "a", "body": "b"},
            "this line is of the form normalize.article/2; normalize.article/1 is read",
        ),
    ],
)
@pytest.mark.parametrize("command", [["dedup"], ["filter", "--where", "quality.words > 1"]])
def test_records_of_another_form(
    out: Path, tmp_path: Path, command: list[str], record: dict[str, Any], told: str
) -> None:
    with (out / "articles.jsonl").open("a") as file:
        file.write(json.dumps(record) + "\n")
    code, shown = call(*command, out, "-o", tmp_path / "kept")
    assert (code, shown) == (2, f"{out / 'articles.jsonl'}:5: no-records {told}\n")


def test_dedup(out: Path, tmp_path: Path) -> None:
    code, shown = call("dedup", out, "-o", tmp_path / "single", "--drop")
    assert code == 0
    assert "4 articles, 2 copies in 1 group: 2 near" in shown
    kept = [json.loads(line)["id"] for line in (tmp_path / "single/articles.jsonl").read_text().splitlines()]
    assert kept == ["three", "four"]
    code, shown = call("dedup", out, "-o", tmp_path / "all", "--json")
    assert json.loads(shown)["written"] == 4
    code, shown = call(
        "filter", tmp_path / "all", "-o", tmp_path / "first", "--where", "not duplicates.duplicate_of"
    )
    assert "4 articles, 2 kept, 2 dropped" in shown


def test_ctrl_c_keeps_what_was_read(out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("normalize.dedup.work.Finder", stop)
        code, shown = call("dedup", out, "-o", tmp_path / "single")
    assert (code, "run the same command again" in shown) == (130, True)
    assert [one.name for one in (tmp_path / "single").iterdir()] == [".dedup-index"]
    assert call("dedup", out, "-o", tmp_path / "single")[0] == 0
    assert not (tmp_path / "single/.dedup-index").exists()


def test_reports_of_what_was_kept_and_of_copies(out: Path, tmp_path: Path) -> None:
    assert call("filter", out, "-o", tmp_path / "kept", "--where", "quality.words >= 10")[0] == 0
    assert call("dedup", out, "-o", tmp_path / "all", "--format", "sqlite", "--quiet")[0] == 0
    for name, told in (
        ("kept", ["Dropped by filters", "not quality.words &gt;= 10", "Lengths"]),
        ("all", ["1 groups; copies beside the canonical ones: near 2; 0 stand on another site"]),
    ):
        assert call("report", tmp_path / name)[0] == 0
        page = (tmp_path / name / "report.html").read_text(encoding="utf-8").replace("<wbr>", "")
        assert [one for one in told if one not in page] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["filter", "OUT", "-o", "NEW"], "W007"),
        (["filter", "OUT", "-o", "NEW", "--where", "wrods > 1"], "W002"),
        (["filter", "OUT", "-o", "NEW", "--filters", "finweb"], "did you mean `fineweb`?"),
        (["filter", "NOTHING", "-o", "NEW", "--where", "True"], "no-records"),
        (["dedup", "OUT", "-o", "OUT"], "output-not-writable"),
    ],
)
def test_mistakes_are_told(out: Path, tmp_path: Path, arguments: list[str], said: str) -> None:
    places = {"OUT": str(out), "NEW": str(tmp_path / "new"), "NOTHING": str(tmp_path / "nothing")}
    code, shown = call(*(places.get(one, one) for one in arguments))
    assert code == 2
    assert said in shown
    assert "Traceback" not in shown


def test_the_page_names_every_option() -> None:
    page = (ROOT / "docs/cli.md").read_text(encoding="utf-8")
    import re

    for command in ("filter", "dedup"):
        shown = CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "200"}).stdout
        for option in set(re.findall(r"--[a-z-]+", shown)) - {"--help"}:
            assert option in page[page.index(f"## normalize {command}") :], option
