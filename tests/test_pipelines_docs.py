"""The examples of `docs/pipelines.md` print what the page says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[1] / "docs" / "pipelines.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```(python|bash)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == 5


@pytest.mark.parametrize(
    ("language", "code"), EXAMPLES, ids=[code.splitlines()[0][:40] for _, code in EXAMPLES]
)
def test_example(language: str, code: str, tmp_path: Path) -> None:
    for package in ("pandas",):
        if f"import {package}" in code and not find_spec(package):
            pytest.skip(f"{package} is not installed")
    if "jq " in code and not shutil.which("jq"):
        pytest.skip("jq is not installed")
    (tmp_path / "normalize").write_text(f'#!/bin/sh\nexec {sys.executable} -m normalize "$@"\n')
    (tmp_path / "normalize").chmod(0o755)
    (tmp_path / "normalize.toml").write_text('[rules]\npacks = ["any", "en"]\n')
    command = [sys.executable, "-c", code] if language == "python" else ["bash", "-c", code]
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    if language == "python":
        environment["PYTHONSAFEPATH"] = "1"
        (tmp_path / "normalize").unlink()
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment, check=False)
    expected = [line[2:] for line in code.splitlines() if line.startswith("# ")]
    assert (done.stdout.splitlines(), done.stderr) == (expected, "")
