"""Full disks, files that cannot be read or written, damaged data, bombs: told, and nothing lost or twice."""

from __future__ import annotations

import errno
import gzip
import io
import json
import os
import pickle
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import traceback
import zipfile
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from normalize.errors import NormalizeError, SetupError
from normalize.run import RunOptions, Summary, run
from normalize.run import shard as shards
from normalize.run.shard import ShardError
from normalize.write.sink import JsonlSink
from tests.read.test_read_every_format import MAKERS, sample
from tests.run.conftest import Place

ROOT = Path(__file__).parents[2]
SUFFIXES = {"table": ".csv", "text": ".txt"}
TEXTS = [f"text {i} " * (i % 50 + 20) for i in range(400)]


def adds_up(place: Place, summary: Summary) -> None:
    """Each input is a record or an entry, none is both, and none is there twice."""
    records = [(one["source"].get("path"), one["source"].get("record")) for one in place.read()]
    errors = [(one["path"], one["record"]) for one in place.read("errors.jsonl")]
    assert len(set(records)) == len(records) == summary.written
    assert len(set(errors)) == len(errors) == summary.failures
    assert not {one for one in records if one[1] is not None} & set(errors)
    assert summary.read == summary.written + summary.failures


@pytest.mark.parametrize("workers", [0, 2])
@pytest.mark.parametrize("seed", range(6))
def test_damaged_files_of_every_format(place: Place, workers: int, seed: int) -> None:
    chance = random.Random(seed)
    good = 0
    for name in MAKERS:
        if name in ("parquet", "arrow"):
            pytest.importorskip("pyarrow")
        content = bytearray(sample(name))
        suffix = SUFFIXES.get(name, f".{name}")
        (place.inputs / f"good-{name}{suffix}").write_bytes(content)
        good += 1 if name in ("html", "text") else 12
        for _ in range(chance.randint(1, 20)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        (place.inputs / f"broken-{name}{suffix}").write_bytes(content)
        cut = bytes(content[: chance.randrange(len(content))])
        (place.inputs / f"cut-{name}{suffix}.gz").write_bytes(
            gzip.compress(cut)[: -chance.randrange(20) or None]
        )
    summary = place.run(workers=workers)
    adds_up(place, summary)
    assert sum(one["source"]["path"].startswith("good-") for one in place.read()) == good
    again = place.run(workers=workers)
    assert again.cleaned == summary.failed.get("internal-error", 0)
    before = place.bytes()
    place.run("fresh", workers=2 - workers)
    assert place.bytes("fresh") == before


def test_bombs_cost_one_entry_each(place: Place) -> None:
    zeros = b" " * 30_000_000
    (place.inputs / "a.jsonl.gz").write_bytes(gzip.compress(zeros))
    (place.inputs / "b.txt.gz").write_bytes(gzip.compress(gzip.compress(zeros)))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.txt", zeros)
        archive.writestr("good.txt", "The lock was opened at dawn.")
    (place.inputs / "c.zip").write_bytes(packed.getvalue())
    place.lines("d.jsonl", *TEXTS)
    summary = place.run(workers=2)
    adds_up(place, summary)
    assert summary.failed["too-compressed"] >= 1
    assert {one["source"]["path"] for one in place.read()} == {"c.zip/good.txt", "d.jsonl"}


def full(at: int) -> Callable[..., None]:
    """Fails as a full disk does, after some calls."""
    left = iter(range(at))

    def fail(*_: object) -> None:
        if next(left, None) is None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    return fail


@pytest.mark.parametrize("workers", [0, 2])
@pytest.mark.parametrize("where", ["shard", "sync", "spool", "articles"])
@pytest.mark.parametrize("at", [0, 1])
def test_a_disk_that_is_full_for_a_while(
    place: Place, monkeypatch: pytest.MonkeyPatch, where: str, at: int, workers: int
) -> None:
    place.lines("a.jsonl", *TEXTS)
    place.run("whole")
    whole = place.bytes("whole")
    place.lines("a.jsonl", *TEXTS[:100])
    place.run()
    before = place.bytes()
    place.lines("a.jsonl", *TEXTS)
    write, take = shards._write_all, JsonlSink.write
    with monkeypatch.context() as patch:
        check = full(at)
        if where == "shard":
            patch.setattr(shards, "_write_all", lambda *given: (check(), write(*given)))
        elif where == "spool":
            dump = pickle.dump
            patch.setattr("normalize.run.results.pickle.dump", lambda *given: (check(), dump(*given)))
        elif where == "articles":
            patch.setattr(JsonlSink, "write", lambda *given: (check(), take(*given)))
        else:
            patch.setattr("os.fsync", lambda file: check())
        with pytest.raises(NormalizeError, match="No space left on device"):
            place.run(workers=workers)
        assert place.bytes() == before
    place.run(workers=workers)
    assert place.bytes() == whole


def test_lines_of_shards_in_any_order(tmp_path: Path) -> None:
    """Only what is asked for again soon is read as a whole."""
    made = []
    for number in range(20):
        lines = [f"{number}:{i} {'x' * (i % 7)}\n".encode() for i in range(30)]
        shards.write_shard(tmp_path, str(number), b"".join(lines))
        made.append((shards.Shard(str(number), lengths=array("I", map(len, lines))), lines))
    reader = shards.ShardReader(tmp_path)
    chance = random.Random(3)
    for _ in range(400):
        shard, lines = made[chance.randrange(20)]
        first = chance.randrange(30)
        count = chance.randint(1, 30 - first)
        assert reader.lines(shard, first, count) == lines[first : first + count]
    shard, lines = made[0]
    reader = shards.ShardReader(tmp_path)
    assert reader.lines(shard, 4, 1) == [lines[4]]
    assert not any(reader._held.values())
    assert reader.lines(shard, 5, 1) == [lines[5]]
    assert sum(map(len, reader._held.values())) == shard.size


def test_standard_input_on_a_full_disk(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'{"text": "one"}\n' * 200_000)))
    monkeypatch.setattr("normalize.run.unit._copy_line", fail)
    with pytest.raises(ShardError, match="No space left on device"):
        run(["-"], place.folder / "out", place.acting, RunOptions(workers=0))  # type: ignore[arg-type]


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A directory that every user may look into."""
    folder = Path(tempfile.mkdtemp(prefix="normalize-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def program(folder: Path, *arguments: str, most: int | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command line; no file may then have more than `most` bytes."""

    def limit() -> None:
        if most:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    return subprocess.run(
        [sys.executable, "-m", "normalize", "run", *arguments, "-q"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "HOME": str(folder)},
        preexec_fn=limit,
        capture_output=True,
        text=True,
    )


def test_files_that_may_not_grow(open_folder: Path) -> None:
    """A limit of the system stands for a disk that fills up: in a shard, in the journal, in the output."""
    text = "The ferry will cost more from June, the company said on Monday.\n\n" * 20
    rows = [json.dumps({"id": i, "text": f"Story {i}\n\n{text}"}) for i in range(300)]
    (open_folder / "in.jsonl").write_text("\n".join(rows))
    (open_folder / "normalize.toml").write_text('[rules]\npacks = ["any"]\n[match]\ncache = "off"\n')
    assert program(open_folder, "in.jsonl", "-o", "whole").returncode == 0
    for most in (8_000, 60_000, 300_000):
        stopped = program(open_folder, "in.jsonl", "-o", "out", most=most)
        assert stopped.returncode == 2, stopped.stderr
        assert "cannot write" in stopped.stderr
        assert "Traceback" not in stopped.stderr
        assert not (open_folder / "out" / "run.json").exists()
    assert program(open_folder, "in.jsonl", "-o", "out").returncode == 0
    for name in ("articles.jsonl", "errors.jsonl"):
        assert (open_folder / "out" / name).read_bytes() == (open_folder / "whole" / name).read_bytes()


def as_nobody(do: Callable[[], None]) -> None:
    """Do something as a user who may not read and write everything, as root may, in a process of its own."""
    child = os.fork()
    if not child:
        status = 1
        try:
            if os.geteuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            do()
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    assert os.waitpid(child, 0)[1] == 0


def test_what_may_not_be_read_or_written(open_folder: Path) -> None:
    place = Place(open_folder)
    place.lines("good.jsonl", "one")
    place.run()  # so that all modules are there
    (place.inputs / "closed").mkdir(mode=0)
    (place.inputs / "b.txt").write_text("two")
    (place.inputs / "b.txt").chmod(0)
    for name, mode in (("free", 0o777), ("readonly", 0o555)):
        (open_folder / name).mkdir()
        (open_folder / name).chmod(mode)
    place.acting.log = open_folder / "free" / "log"

    def check() -> None:
        with pytest.raises(SetupError, match="output-not-writable"):
            place.run("readonly")
        for workers in (0, 1):
            summary = place.run("free", workers=workers)
            assert (summary.written, dict(summary.failed)) == (1, {"unreadable": 2})
            paths = [(one["path"], one["record"]) for one in place.read("errors.jsonl", "free")]
            assert paths == [("b.txt", None), ("closed/", None)]

    as_nobody(check)


def test_a_file_that_vanishes_under_way(place: Place) -> None:
    place.lines("a.jsonl", *(f"slow {i}" for i in range(30)))
    (place.inputs / "b.txt").symlink_to(place.inputs / "nothing")
    summary = place.run(workers=1)
    assert dict(summary.failed) == {"vanished": 1}
    adds_up(place, summary)
