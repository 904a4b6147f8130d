"""From the records of runs to records that say which copies there are: three passes over files, in little
memory.
"""

from __future__ import annotations

import json
import shutil
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from normalize.dedup.choice import Copy, clusters, facts_of
from normalize.dedup.finder import DedupConfig, Finder
from normalize.dedup.index import FORM, Index
from normalize.records import files_of, make_output, numbered_lines, parse_record
from normalize.write import json_line
from normalize.write.sink import BUFFER_BYTES, PARTIAL

SCHEMA = "normalize.dedup/1"
ARTICLES = "articles.jsonl"
DROPPED = "duplicates.jsonl"
ACCOUNT = "dedup.json"
_MARK = b'"duplicates":'
_INDEX = ".dedup-index"
_WATCH = 1_000  # records between two words on how far it is

Watch = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Account:
    """What was found.

    Attributes:
        read: records. written: those in `articles.jsonl`. dropped: those in `duplicates.jsonl`. clusters:
        groups of copies. kinds: copies that are not canonical, by kind. syndicated: those of them on another
        site. merged: fields that canonical copies got from others. compared: pairs that were compared
        shingle by shingle.
    """

    read: int
    written: int
    dropped: int
    clusters: int
    kinds: Mapping[str, int]
    syndicated: int
    merged: Mapping[str, int]
    compared: int
    seconds: float

    def record(self) -> dict[str, Any]:
        """Give the JSON object of `dedup.json`."""
        return {
            "schema": SCHEMA,
            "read": self.read,
            "written": self.written,
            "dropped": self.dropped,
            "clusters": self.clusters,
            "kinds": {name: self.kinds[name] for name in sorted(self.kinds)},
            "syndicated": self.syndicated,
            "merged": {name: self.merged[name] for name in sorted(self.merged)},
            "compared": self.compared,
            "seconds": round(self.seconds, 3),
        }


def dedup(
    places: Sequence[Path],
    out: Path,
    config: DedupConfig | None = None,
    *,
    drop: bool = False,
    merge: bool = True,
    watch: Watch | None = None,
) -> Account:
    """Find the copies among the records of runs, and write the records with what was found in `duplicates`.

    `out` gets `articles.jsonl` and `dedup.json`, and with `drop` also `duplicates.jsonl`, which takes the
    copies that are not canonical. Until all is written, an index stands in `.dedup-index`; the same command
    goes on with it after a break.

    Args:
        places: outputs of runs, or files of records.
        out: a directory, other than the places.
        drop: leave copies out of `articles.jsonl`.
        merge: give canonical records fields of metadata that only copies have.
        watch: called with the name of the pass and the records done.

    Raises:
        SetupError: `no-records`, `output-not-writable`, `missing-extra`.
    """
    start = time.perf_counter()
    config = config or DedupConfig()
    files = files_of(places)
    make_output(out, files)
    folder = out / _INDEX
    inputs = [[str(file.resolve()), file.stat().st_size, file.stat().st_mtime_ns] for file in files]
    index = Index(folder, [[FORM], *inputs])
    try:
        _fill(index, files, watch)
    finally:
        index.close()
    finder = Finder(index, config)
    told, merged, names = _judge(finder, index)
    account = _write(files, out, (told, merged if merge else {}, names), drop, watch)
    done = Account(**account, compared=finder.compared, seconds=time.perf_counter() - start)
    (out / f"{ACCOUNT}{PARTIAL}").write_text(json.dumps(done.record(), indent=2) + "\n", encoding="ascii")
    for name in (ARTICLES, *([DROPPED] if drop else []), ACCOUNT):
        (out / f"{name}{PARTIAL}").replace(out / name)
    if not drop:
        (out / DROPPED).unlink(missing_ok=True)
    del finder  # before its files go: Windows keeps files that are mapped
    shutil.rmtree(folder)
    return done


def _fill(index: Index, files: Sequence[Path], watch: Watch | None) -> None:
    for number, file, at, line in numbered_lines(files, index.done):
        record = parse_record(line, file, at)
        index.add(record.get("headline"), record["body"], facts_of(record, number, _shown(file)))
        if watch and not (number + 1) % _WATCH:
            watch("reading", number + 1)


def _shown(file: Path) -> str:
    """A run's output as people know it, the same wherever it stands: the name of its directory."""
    return file.resolve().parent.name


def _judge(
    finder: Finder, index: Index
) -> tuple[dict[int, Copy], dict[int, dict[str, tuple[Any, int]]], dict[int, tuple[str, str]]]:
    """Give what each copy is, what canonical ones get from others, and id and run of all of these."""
    told: dict[int, Copy] = {}
    merged: dict[int, dict[str, tuple[Any, int]]] = {}
    names: dict[int, tuple[str, str]] = {}
    for group in finder.groups():
        facts = dict(zip(group.members, index.facts(group.members), strict=True))
        for cluster in clusters(finder, group.members, facts):
            told.update(cluster.copies)
            names.update(
                {number: (facts[number]["id"], facts[number]["place"]) for number, _ in cluster.copies}
            )
            if cluster.merged:
                merged[cluster.copies[0][0]] = cluster.merged
    return told, merged, names


def _write(
    files: Sequence[Path], out: Path, found: tuple[Any, Any, Any], drop: bool, watch: Watch | None
) -> dict[str, Any]:
    told, merged, names = found
    kinds, fields = Counter[str](), Counter[str]()
    read = written = syndicated = 0
    with (
        (out / f"{ARTICLES}{PARTIAL}").open("wb", buffering=BUFFER_BYTES) as kept,
        (out / f"{DROPPED}{PARTIAL}").open("wb", buffering=BUFFER_BYTES) as dropped,
    ):
        for number, file, at, line in numbered_lines(files):
            read += 1
            if watch and not read % _WATCH:
                watch("writing", read)
            copy = told.get(number)
            if copy is None and _MARK not in line:
                kept.write(line)
                written += 1
                continue
            record = parse_record(line, file, at)
            if copy is None:
                record.pop("duplicates", None)  # of an earlier time
                kept.write(json_line(record))
                written += 1
                continue
            if copy.of is not None:
                kinds[copy.kind] += 1
                syndicated += copy.syndicated
            fields.update(_merge(record, merged.get(number, {}), names))
            record["duplicates"] = _entry(copy, number, names)
            away = drop and copy.of is not None
            (dropped if away else kept).write(json_line(record))
            written += not away
    if not drop:
        (out / f"{DROPPED}{PARTIAL}").unlink()
    canonical = sum(one.of is None for one in told.values())
    return {
        "read": read,
        "written": written,
        "dropped": read - written,
        "clusters": canonical,
        "kinds": kinds,
        "syndicated": syndicated,
        "merged": fields,
    }


def _entry(copy: Copy, number: int, names: Mapping[int, tuple[str, str]]) -> dict[str, Any]:
    """What `duplicates` of a record says."""
    entry: dict[str, Any] = {"cluster": copy.cluster, "size": copy.size, "kind": copy.kind}
    if copy.of is not None:
        entry["duplicate_of"] = names[copy.of][0]
        if names[copy.of][1] != names[number][1]:
            entry["run"] = names[copy.of][1]
        entry["similarity"] = copy.similarity
        if copy.syndicated:
            entry["syndicated"] = True
    return entry


def _merge(
    record: dict[str, Any], merged: Mapping[str, tuple[Any, int]], names: Mapping[int, tuple[str, str]]
) -> list[str]:
    """Give a record the fields that it lacks, each with the copy that it is from."""
    metadata = record["metadata"]
    for name, (value, number) in merged.items():
        metadata[name] = value
        metadata.setdefault("origins", {})[name] = f"copy:{names[number][0]}"
    return list(merged)
