"""The examples of `docs/cli.md` give what the page says, and its tables name what there is."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from normalize.cli.app import app
from normalize.read.formats import SUFFIXES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
RUNS = (ROOT / "docs" / "run.md").read_text(encoding="utf-8")
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SESSIONS = CONSOLE.findall(PAGE)
EXAMPLES = [
    tuple(example.split("\n", 1))
    for session in SESSIONS
    for example in re.split(r"^\$ ", session, flags=re.MULTILINE)
    if example
]


def run(command: str) -> str:
    """What a terminal shows of a command; `printf … |` before it is its standard input."""
    *before, command = command.split(" | ")
    given = (
        subprocess.run(["bash", "-c", before[0]], capture_output=True, check=True).stdout if before else None
    )
    program, *arguments = shlex.split(command)
    assert program == "normalize"
    result = CliRunner().invoke(app, arguments, input=given)
    status = f"[exit status {result.exit_code}]\n" if result.exit_code else ""
    return result.stdout + result.stderr + status


@pytest.mark.parametrize(("command", "expected"), EXAMPLES, ids=[command for command, _ in EXAMPLES])
def test_examples(command: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = tmp_path / "corpus"
    shutil.copytree(ROOT / "corpus", corpus, ignore=shutil.ignore_patterns("expected*"), dirs_exist_ok=True)
    (tmp_path / "normalize.toml").write_text('[rules]\npacks = ["any", "en"]\n')  # fewer rules load faster
    monkeypatch.chdir(tmp_path)
    shown = run(command)
    lines = [
        "(?:.*\n)*" if line == "…\n" else ".*".join(map(re.escape, line.split("…")))
        for line in expected.splitlines(keepends=True)
    ]
    assert re.fullmatch("".join(lines), shown), shown


def test_the_examples_of_long_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They follow on one another, in one directory."""
    (session,) = CONSOLE.findall(RUNS)
    for example in re.split(r"^\$ ", session, flags=re.MULTILINE)[1:]:
        test_examples(*example.split("\n", 1), tmp_path, monkeypatch)


def test_the_page_names_every_option_and_suffix() -> None:
    for suffix in SUFFIXES:
        assert f"`{suffix}`" in PAGE
    for command in ("run", "clean"):
        shown = CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "200"}).stdout
        options = set(re.findall(r"--[a-z-]+", shown)) - {"--help"}
        assert len(options) >= 5
        for option in options:
            assert option in PAGE, f"{command} {option}"
