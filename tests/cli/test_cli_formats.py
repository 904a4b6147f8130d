"""`normalize run`: file lists, patterns, field maps, and the forms of output."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

Normalize = Callable[..., Result]


def ids(path: str = "out/articles.jsonl") -> list[str]:
    return [json.loads(line)["id"] for line in Path(path).read_text().splitlines()]


def test_standard_output(normalize: Normalize, here: Path) -> None:
    (here / "in" / "c.txt").write_bytes(b"")
    result = normalize("run", "in", "-o", "-", "-q")
    assert result.exit_code == 1
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["a", "b"]
    assert "c.txt: read: empty: the file is empty" in result.stderr
    assert sorted(path.name for path in here.iterdir()) == ["in", "normalize.toml"]


@pytest.mark.parametrize("sign", ["\n", "\0"])
def test_lists_of_files(normalize: Normalize, here: Path, sign: str) -> None:
    (here / "list").write_text(f"in/b.txt{sign}in/a.txt{sign}")
    assert normalize("run", "--from", "list", "-o", "out", "-q").exit_code == 0
    assert ids() == ["b", "a"]
    assert (
        normalize(
            "run", "in/a.txt", "--from", "-", "-o", "out", "-q", stdin=f"in/b.txt{sign}".encode()
        ).exit_code
        == 0
    )
    assert ids() == ["a", "b"]


def test_patterns(normalize: Normalize, here: Path) -> None:
    (here / "in" / "deep").mkdir()
    (here / "in" / "deep" / "[x].txt").write_text("The lock was opened at dawn.")
    assert normalize("run", "in/**/*.txt", "-o", "out", "-q").exit_code == 0
    assert ids() == ["a", "b", "deep/[x]"]
    assert normalize("run", "in/deep/[x].txt", "-o", "out", "-q").exit_code == 0
    assert ids() == ["[x]"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["in/*.nothing", "-o", "out"], "missing-input"),
        (["--from", "nowhere", "-o", "out"], "nowhere: missing-input"),
        (["--from", "-", "-o", "out"], "-: no-input"),
        (["-", "--from", "-", "-o", "out"], "-: stdin-twice"),
        (["-o", "out"], "no-input"),
        (["in", "-o", "out", "--field", "txt=x"], "bad-field"),
        (["in", "-o", "out", "--map", "fundu"], "did you mean `fundus`"),
        (["in", "-o", "out", "--shard-size", "many"], "output-options"),
        (["in", "-o", "out", "--format", "md", "--compress", "gz"], "output-options"),
        (["in", "-o", "-", "--format", "sqlite"], "output-options"),
    ],
)
def test_what_is_wrong_is_told(normalize: Normalize, here: Path, arguments: list[str], told: str) -> None:
    result = normalize("run", *arguments, stdin=b"")
    assert (result.exit_code, result.stdout) == (2, ""), result.stderr
    assert told in result.stderr
    assert not Path("out").exists()


def test_maps_and_fields(normalize: Normalize, here: Path) -> None:
    record = {"maintext": "The lock was opened at dawn.", "rubric": "Sea", "score": 5, "title": "Lock opened"}
    (here / "r.json").write_text(json.dumps([record]))
    options = ["--map", "news-please", "--field", "section=rubric", "--keep-extra"]
    result = normalize("run", "r.json", "-o", "out", *options)
    assert result.exit_code == 0, result.stderr
    (found,) = map(json.loads, Path("out/articles.jsonl").read_text().splitlines())
    assert (found["headline"], found["body"]) == ("Lock opened", "The lock was opened at dawn.")
    assert (found["metadata"]["section"], found["metadata"]["extra"]) == ("Sea", {"score": 5})
    assert found["metadata"]["origins"]["extra"] == "input"


def test_compressed_shards_and_trees(normalize: Normalize, here: Path) -> None:
    result = normalize("run", "in", "-o", "out", "--compress", "gz", "--shard-size", "1GB")
    assert "Records   out/articles-00000.jsonl.gz" in result.stderr
    assert len(gzip.decompress(Path("out/articles-00000.jsonl.gz").read_bytes()).splitlines()) == 2
    result = normalize("run", "in", "-o", "out", "--format", "txt", "--no-front-matter")
    assert result.exit_code == 0, result.stderr
    assert Path("out/articles/a.txt").read_text().startswith("Ferry fares rise\n\nThe ferry")
    assert not Path("out/articles-00000.jsonl.gz").exists()
    result = normalize("run", "in", "-o", "out", "--shard-size", "10")
    assert "Records   out/articles-*.jsonl (2 files)" in result.stderr


def test_records_of_a_crawl_that_are_no_articles(normalize: Normalize, here: Path) -> None:
    body = b"HTTP/1.1 404 Not Found\r\n\r\n"
    head = f"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: {len(body)}\r\n\r\n"
    text = b"The lock was opened at dawn, and the barge went through."
    wet = f"WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: {len(text)}\r\n\r\n"
    (here / "x.warc").write_bytes(head.encode() + body + b"\r\n\r\n" + wet.encode() + text + b"\r\n\r\n")
    result = normalize("run", "x.warc", "-o", "out")
    assert result.exit_code == 0, result.stderr
    assert "Passed    over 1 record without an article: HTTP 404 1" in result.stderr
    assert json.loads(Path("out/run.json").read_text())["passed"] == {"HTTP 404": 1}
