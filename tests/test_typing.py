"""What a type checker tells of a program that uses the package."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
from collections.abc import Iterator
from typing import Any, assert_type

import normalize
from normalize import Article, Document, DocumentError, Pipeline, aio


def clean(pipeline: Pipeline) -> None:
    article = normalize.clean(b"One.", url="https://quay.example/", metadata={"authors": ["A B"]})
    assert_type(article, Article)
    assert_type(article.headline, str | None)
    assert_type(article.record("text"), dict[str, Any])
    headline, body = normalize.replay(article.source_text, article)
    assert_type(body, str)
    for edit in article.edits:
        assert_type(edit.start, int)
    assert_type(pipeline.clean_many(["One.", Document("Two.")], workers=2), Iterator[Article])
    for found in pipeline.clean_many([{"text": "One."}], errors="return"):
        assert_type(found, Article | DocumentError)


async def clean_later(pipeline: Pipeline) -> None:
    async for article in aio.clean_many(pipeline, ["One."]):
        assert_type(article, Article)
    async for found in aio.clean_many(pipeline, ["One."], errors="return"):
        assert_type(found, Article | DocumentError)
"""


@pytest.mark.slow
def test_a_program_passes_mypy_strict(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(PROGRAM)
    command = [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", "program.py"]
    root = str(Path(__file__).parents[1])
    done = subprocess.run(
        command, cwd=tmp_path, env={"MYPYPATH": root}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
