"""Measure the matcher against a loop of `regex`, against lower-casing and splitting alone, and against other
ways to search.

    bench/matcher.py [--count 400] [--rules 50 300 1000 5000]

Needs the benchmark data (`NORMALIZE_BENCH`, or `../shared/bench` next to the clone), which make the corpus
and the rules. Texts are repaired first, as in a run. All figures are megabytes of UTF-8 a CPU second, the
best of several rounds in one process; only their ratios mean something on another machine.

    find      the engine: search, confirmation, matches with their places, in batches of 64 documents
    alone     the same, one document after the other
    quiet     `find` for those documents that no rule hits
    look      what comes before confirmation: the first pass, and what its candidates ask of the raw text
    search    the first pass of the engine only: raw text and automaton, in batches
    loop      every rule on every line with `regex`, as most people write it (on a few documents)
    automaton the engine's windows by its automaton, with bytes made beforehand as for the next two
    trie      the engine's windows as one pattern of the standard `re` (on a few documents)
    re2       the windows as one `re2.Set`, which tells no places, if google-re2 is there (on a few documents)
    floor     `text.lower().split("\\n")`
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import regex

from normalize.match import Engine, Job, MatchConfig, Memory, compile_rules
from normalize.match.cache import Cache
from normalize.match.irregular import raw_bytes
from normalize.match.scan import joined
from normalize.repair import repair_text
from normalize.ruleset import RuleSet
from normalize.ruleset.model import MATCHER_KINDS, Matcher, Rule

BENCH = Path(os.environ.get("NORMALIZE_BENCH") or Path(__file__).parents[2] / "shared" / "bench")
ROUNDS = 7
BATCH = 64
FEW = 12  # documents for the slow ones
LEAD = r"^[\s•*>\-–—]*"
FORMS = {"starts": LEAD + "%s", "equals": LEAD + r"%s\s*$", "contains": "%s", "regex": "%s"}
LINE_STARTS = {"starts", "equals"}
Item = TypeVar("Item")
Made = list[dict[str, str]]


def run(script: str, *arguments: str | Path) -> None:
    command = [sys.executable, str(BENCH / "speed" / script), *map(str, arguments)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def read_corpus(path: Path) -> list[list[str]]:
    """The blocks of each document, after repair."""
    documents = []
    for row in path.read_text(encoding="utf-8").splitlines():
        text = repair_text(json.loads(row)["text"]).text
        documents.append([line for line in map(str.strip, text.split("\n")) if line])
    return documents


def speed(call: Callable[[Item], object], items: Sequence[Item], size: int, rounds: int = ROUNDS) -> float:
    """Megabytes a CPU second."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        for item in items:
            call(item)
        best = min(best, time.process_time() - start)
    return size / 1e6 / best


def size_of(documents: Iterable[Sequence[str]]) -> int:
    return sum(len("\n".join(blocks).encode()) for blocks in documents)


def as_rules(made: Made) -> list[Rule]:
    kinds = {kind: kind for kind in MATCHER_KINDS}
    matchers = [Matcher(kinds[one["kind"]], (one["pattern"],)) for one in made]  # type: ignore[index]
    return [Rule(f"en.made.r{number}", "for the benchmark", one) for number, one in enumerate(matchers)]


def loop(made: Made) -> Callable[[list[str]], object]:
    patterns = [
        regex.compile(
            FORMS[one["kind"]] % (one["pattern"] if one["kind"] == "regex" else regex.escape(one["pattern"])),
            regex.IGNORECASE,
        )
        for one in made
    ]
    return lambda blocks: [pattern.search(block) for block in blocks for pattern in patterns]


def trie(strings: Iterable[bytes]) -> re.Pattern[bytes]:
    """One pattern that tells at each place the longest of the strings there."""
    root: dict[int, Any] = {}
    for string in strings:
        node = root
        for byte in string:
            node = node.setdefault(byte, {})
        node[-1] = True

    def form(node: dict[int, Any]) -> bytes:
        branches = [
            re.escape(bytes([byte])) + form(child) for byte, child in sorted(node.items()) if byte >= 0
        ]
        if not branches:
            return b""
        joined = branches[0] if len(branches) == 1 else b"(?:" + b"|".join(branches) + b")"
        return joined if -1 not in node else b"(?:" + joined + b")?"

    return re.compile(b"(?=(" + form(root) + b"))")


def re2_set(strings: Iterable[bytes]) -> Callable[[bytes], object] | None:
    try:
        import re2  # type: ignore[import-untyped]
    except ImportError:
        return None
    found = re2.Set.SearchSet()
    for string in strings:
        found.Add(re2.escape(string))
    found.Compile()
    return lambda data: found.Match(data)


def find(engine: Engine, allowed: frozenset[int] | None, batch: Sequence[list[str]]) -> int:
    """Search a batch as a run does; gives the number of matches. What the engine keeps of short lines is
    forgotten, since the benchmark gives it the same documents again.
    """
    engine.forget()
    jobs = [Job(blocks, None, allowed, Memory()) for blocks in batch]
    engine.look(jobs)
    return sum(len(engine.find(job.blocks, allowed, None, job.memory)) for job in jobs)


def search(engine: Engine, batch: Sequence[list[str]]) -> None:
    """The first pass over a batch."""
    texts = [block for blocks in batch for block in blocks]
    engine._general._pass(joined(texts), [len(text) for text in texts])


def look(engine: Engine, batch: Sequence[list[str]]) -> None:
    """What the engine does to a batch before it confirms."""
    engine.forget()
    engine.look([Job(blocks, None, None, Memory()) for blocks in batch])


def alone(engine: Engine, blocks: list[str]) -> None:
    engine.forget()
    engine.find(blocks)


def batches(documents: Sequence[list[str]]) -> list[Sequence[list[str]]]:
    return [documents[start : start + BATCH] for start in range(0, len(documents), BATCH)]


def others(engine: Engine, documents: Sequence[list[str]], size: int) -> dict[str, float]:
    """The same windows by other means, over the same bytes."""
    windows = list(engine._plan.windows)
    data = [raw_bytes("\n".join(["", *blocks, ""])) for blocks in documents]
    automaton = partial(engine._general._automaton.find_matches_as_indexes, overlapping=True)
    found = {"automaton": speed(automaton, data, size, 2)}
    pattern = trie(windows)
    found["trie"] = speed(lambda text: [match[1] for match in pattern.finditer(text)], data, size, 2)
    search = re2_set(windows)
    if search:
        found["re2"] = speed(search, data, size, 2)
    return found


def measure(made: Made, documents: Sequence[list[str]]) -> dict[str, float]:
    engine = compile_rules(as_rules(made), MatchConfig(cache="off"))
    matches = [len(engine.find(blocks)) for blocks in documents]
    quiet = [blocks for blocks, count in zip(documents, matches, strict=True) if not count]
    few = documents[:FEW]
    return {
        "matches": sum(matches),
        "find": speed(partial(find, engine, None), batches(documents), size_of(documents)),
        "alone": speed(partial(alone, engine), documents, size_of(documents)),
        "quiet": speed(partial(find, engine, None), batches(quiet), size_of(quiet)),
        "look": speed(partial(look, engine), batches(documents), size_of(documents)),
        "search": speed(partial(search, engine), batches(documents), size_of(documents)),
        "loop": speed(loop(made), few, size_of(few), 1),
        **others(engine, few, size_of(few)),
    }


def loading(made: Made) -> dict[str, float]:
    """Milliseconds of CPU until the first document can be searched: compiled anew, and from the cache."""
    rules = as_rules(made)
    with tempfile.TemporaryDirectory() as name:
        config = MatchConfig(cache=str(Path(name) / "cache"))
        cache = Cache(Path(config.cache))

        def ready() -> float:
            start = time.process_time()
            compile_rules(cache("rules", lambda: tuple(rules)), config).find(["text"])
            return 1000 * (time.process_time() - start)

        return {"anew_ms": ready(), "cached_ms": min(ready() for _ in range(3))}


def shipped(documents: Sequence[list[str]]) -> dict[str, float]:
    """The shipped rules, for a document whose language is known and for one of which nothing is known."""
    rules = RuleSet.load()
    engine = compile_rules(rules.rules, MatchConfig(cache="off"))
    english = rules.select("en")
    for choice in (english, rules.select()):
        engine.find(["text"], choice)
    size = size_of(documents)
    return {
        "rules": len(rules.rules),
        "patterns": sum(len(rule.matcher.patterns) for rule in rules.rules),
        "english": speed(partial(find, engine, english), batches(documents), size, 3),
        "unknown": speed(partial(find, engine, rules.select()), batches(documents), size, 3),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=400, help="documents, of about 3.3 KB each")
    parser.add_argument("--rules", type=int, nargs="+", default=[50, 300, 1000, 5000])
    args = parser.parse_args()
    if not (BENCH / "speed").is_dir():
        raise SystemExit(f"no benchmark data at {BENCH}; set NORMALIZE_BENCH to where they are")
    with tempfile.TemporaryDirectory() as name:
        corpus, file = Path(name) / "corpus.jsonl", Path(name) / "rules.json"
        run("make_corpus.py", corpus, "--count", str(args.count))
        documents = read_corpus(corpus)
        made: dict[int, Made] = {}
        for count in {*args.rules, 2000}:
            run("make_rules.py", str(count), file)
            made[count] = json.loads(file.read_text(encoding="utf-8"))
    floor = speed(lambda blocks: "\n".join(blocks).lower().split("\n"), documents, size_of(documents))
    report: dict[str, Any] = {"floor": floor, "mixed": {}, "line_starts": {}}
    for label in ("mixed", "line_starts"):
        for count in args.rules:
            rules = [one for one in made[count] if label == "mixed" or one["kind"] in LINE_STARTS]
            row = measure(rules, documents)
            report[label][count] = row
            figures = " ".join(f"{key} {value:.4g}" for key, value in row.items())
            print(f"{label:11} {count:5}  find/loop {row['find'] / row['loop']:.0f}  {figures}")
    report["loading_2000"] = loading(made[2000])
    report["shipped"] = shipped(documents)
    print(f"floor {floor:.0f}; loading 2,000 rules: {report['loading_2000']}; shipped: {report['shipped']}")
    print(json.dumps(report))


if __name__ == "__main__":
    main()
