"""The same matches as a loop gives, on real lines and with rules cut out of them."""

from __future__ import annotations

import gzip
import json
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
import regex

from normalize.match import MatchConfig, compile_rules
from normalize.ruleset.model import Matcher, MatcherKind, Rule, Unit
from tests.match.reference import find_all_slow

BENCH = Path(os.environ.get("NORMALIZE_BENCH") or Path(__file__).parents[3] / "shared" / "bench")
KINDS: list[MatcherKind] = ["equals", "starts", "ends", "contains", "template", "regex", "lines"]
UNITS: list[Unit] = ["block", "block", "line", "sentence", "span"]

pytestmark = pytest.mark.skipif(not (BENCH / "junk").is_dir(), reason="there is no benchmark data here")


def documents() -> list[list[str]]:
    with gzip.open(BENCH / "junk" / "input.jsonl.gz", "rt", encoding="utf-8") as rows:
        texts = [json.loads(row)["text"] for row in rows]
    return [[line for line in map(str.strip, text.split("\n")) if line] for text in texts]


def junk() -> Iterator[str]:
    with (
        gzip.open(BENCH / "junk" / "input.jsonl.gz", "rt", encoding="utf-8") as rows,
        gzip.open(BENCH / "junk" / "gold.jsonl.gz", "rt", encoding="utf-8") as gold,
    ):
        for row, labels in zip(map(json.loads, rows), map(json.loads, gold), strict=True):
            for line in labels["lines"]:
                if line["label"] == "junk" and line["end"] - line["start"] < 200:
                    yield row["text"][line["start"] : line["end"]]


def rule(line: str, r: random.Random) -> Rule:
    """A rule about a part of a line."""
    kind, unit = r.choice(KINDS), r.choice(UNITS)
    words = line.split()
    start = 0 if kind in ("equals", "starts", "lines") else r.randrange(len(words))
    end = len(words) if kind in ("equals", "ends", "lines") else r.randint(start + 1, len(words))
    part = " ".join(words[start:end])
    if kind in ("template", "lines"):
        part = part.replace("{", "{{").replace("}", "}}") + (" {rest}" if kind == "template" else "")
    if kind == "regex":
        part = ("^" if not start and r.random() < 0.5 else "") + r"\s+".join(map(regex.escape, part.split()))
    return Rule("any.test.rule", "for the test", Matcher(kind, (part,)), unit=unit)


def compare(every: int, rules: int) -> None:
    r = random.Random(3)
    lines = sorted(set(junk()))
    some = [rule(line, r) for line in r.sample(lines, rules)]
    engine = compile_rules(some, MatchConfig(cache="off"))
    matches = 0
    for blocks in documents()[::every]:
        found = engine.find(blocks)
        assert found == find_all_slow(some, blocks)
        matches += len(found)
    assert matches > 0


def test_some_lines() -> None:
    compare(every=200, rules=200)


@pytest.mark.slow
def test_all_lines() -> None:
    compare(every=1, rules=200)
