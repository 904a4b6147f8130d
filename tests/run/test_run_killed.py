"""Runs that are killed at random instants: the same command then gives, byte for byte, what a whole run gives.

The default share is small; `pytest -m slow tests/run/test_run_killed.py` kills 200 times and more.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONFIG = 'stages = ["decode", "extract", "repair", "segment", "assess"]\n[rules]\npacks = ["any"]\n'
STARTS = 0.35  # seconds, about, until a run has begun to work; most kills are to come later

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs signals")


class Field:
    """Inputs of several kinds, a whole run over them, and runs to be killed."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.chance = random.Random(seed)
        inputs = folder / "in"
        (inputs / "deep").mkdir(parents=True)
        (folder / "normalize.toml").write_text(CONFIG)
        rows = [{"id": f"n{i}", "text": self._text(i)} for i in range(1500)]
        (inputs / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
        cells = "".join(f'"{self._text(i)}"\n' for i in range(600))
        (inputs / "b.csv").write_text(f"text\n{cells}")
        (inputs / "c.jsonl").write_text('{"text": "One lock was opened."}\n{broken\n\n{"text": ""}\n')
        for i in range(200):
            (inputs / "deep" / f"{i}.txt").write_text(self._text(i % 150))
        self.runs = 0
        start = time.monotonic()
        self.wait(self.start("whole"))
        self.seconds = time.monotonic() - start
        self.whole = self.bytes("whole")
        assert len(self.whole[0].splitlines()) == 2301
        assert len(self.whole[1].splitlines()) == 2

    def _text(self, number: int) -> str:
        return f"Story {number}\n\n" + f"The harbour master told it again on day {number}.\n\n" * (
            number % 40 + 1
        )

    def start(self, out: str) -> subprocess.Popen[bytes]:
        """Start a run."""
        command = [sys.executable, "-m", "normalize", "run", "in", "-o", out, "-q", "--workers", "2"]
        return subprocess.Popen(
            command,
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    def wait(self, process: subprocess.Popen[bytes]) -> None:
        """Let a run come to its end; it tells of the two inputs that fail."""
        _, told = process.communicate(timeout=100)
        assert process.returncode == 1, told.decode()

    def bytes(self, out: str) -> tuple[bytes, bytes]:
        """What a run wrote."""
        return tuple((self.folder / out / name).read_bytes() for name in ("articles.jsonl", "errors.jsonl"))  # type: ignore[return-value]

    def instant(self) -> float:
        """Seconds until something happens: anywhere in a run, but more often when it is at work."""
        if self.chance.random() < 0.2:
            return self.chance.uniform(0, self.seconds * 1.1)
        return self.chance.uniform(min(STARTS, self.seconds / 2), self.seconds)

    def kill(self, out: str) -> bool:
        """Start a run and kill it, or all its processes, at some instant; whether it was still there."""
        process = self.start(out)
        time.sleep(self.instant())
        alive = process.poll() is None
        with suppress(ProcessLookupError):
            if self.chance.random() < 0.5:
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return alive

    def kill_workers(self, out: str) -> int:
        """Let a run come to its end while some of its workers are killed; how many were."""
        process = self.start(out)
        killed = 0
        for _ in range(3):
            time.sleep(self.instant() / 3)
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
            found = children.read_text().split() if children.exists() else []
            if found:
                with suppress(ProcessLookupError):
                    os.kill(int(self.chance.choice(found)), signal.SIGKILL)
                    killed += 1
        self.wait(process)
        return killed


def kill_often(field: Field, times: int) -> tuple[int, int]:
    """Kill runs and workers `times` in all, and compare after each that came to its end; how many were killed."""
    runs = workers = 0
    while runs + workers < times:
        field.runs += 1
        out = f"out{field.runs}"
        for _ in range(field.chance.randint(1, 4)):
            runs += field.kill(out)
        if field.chance.random() < 0.4:
            workers += field.kill_workers(out)
        else:
            field.wait(field.start(out))
        assert field.bytes(out) == field.whole, (field.runs, out)
        known = field.runs % 3 == 0
        if known:  # and once more, with all of it known
            field.wait(field.start(out))
            assert field.bytes(out) == field.whole
    return runs, workers


def test_killed_now_and_then(tmp_path: Path) -> None:
    assert sum(kill_often(Field(tmp_path, 7), 4)) >= 4


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_killed_two_hundred_times(tmp_path: Path, seed: int) -> None:
    runs, workers = kill_often(Field(tmp_path, seed), 55)
    print(f"seed {seed}: {runs} runs and {workers} workers killed")
    assert runs + workers >= 55
