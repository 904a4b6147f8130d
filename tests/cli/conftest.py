from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from normalize.cli.app import app

STORY = "Ferry fares rise\n\nThe ferry will cost more from June, the company said.\n\nIt blamed the price of fuel.\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory: with few rules, since these tests are not about them, and inputs."""
    (tmp_path / "normalize.toml").write_text('[rules]\npacks = ["any"]\n')
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(STORY)
    (tmp_path / "in" / "b.txt").write_text(STORY.replace("ferry", "bus"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def normalize(here: Path) -> Callable[..., Result]:
    """Run the command line in this process."""

    def call(*arguments: str | Path, stdin: bytes | None = None) -> Result:
        return CliRunner().invoke(app, [str(one) for one in arguments], input=stdin)

    return call


@pytest.fixture
def program(here: Path) -> Callable[..., subprocess.Popen[bytes]]:
    """Start the command line as a program of its own."""

    def start(*arguments: str, code: str | None = None) -> subprocess.Popen[bytes]:
        root = Path(__file__).parents[2]
        command = [sys.executable, *(("-c", code) if code else ("-m", "normalize")), *arguments]
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,  # a signal to its group reaches it and its workers, as Ctrl-C on a terminal does
            env={**os.environ, "PYTHONPATH": str(root), "COLUMNS": "80"},
            preexec_fn=_hears_ctrl_c,
        )

    return start


def _hears_ctrl_c() -> None:
    """A shell starts what runs in the background deaf to Ctrl-C, and children inherit it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
