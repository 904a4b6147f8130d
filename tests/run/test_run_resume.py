"""Runs after runs: only what is new or changed is cleaned, and the output is that of a run from the start."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from normalize.errors import SetupError
from normalize.run.journal import FILE
from normalize.run.shard import ShardError
from normalize.run.store import FOLDER
from tests.run.conftest import Place


def test_only_what_is_new_or_changed_is_cleaned(place: Place) -> None:
    place.lines("a.jsonl", "one", "two", "three")
    (place.inputs / "b.txt").write_text("four")
    first = place.run()
    assert (first.cleaned, first.known, place.acting.cleaned) == (4, 0, ["four", "one", "three", "two"])
    again = place.run()
    assert (again.cleaned, again.known, again.written) == (0, 4, 4)
    place.lines("a.jsonl", "zero", "one", "2", "three")
    place.acting.cleaned  # noqa: B018 - forget
    third = place.run()
    assert (third.cleaned, third.known, place.acting.cleaned) == (2, 3, ["2", "zero"])
    place.run("fresh")
    assert place.bytes() == place.bytes("fresh")
    assert [one["source"].get("record") for one in place.read()] == [1, 2, 3, 4, None]


def test_what_moved_is_told_at_its_new_place(place: Place) -> None:
    (place.inputs / "a.txt").write_text("one")
    place.run()
    (place.inputs / "a.txt").rename(place.inputs / "z.txt")
    place.acting.cleaned  # noqa: B018
    summary = place.run(prune=True)
    assert (summary.known, place.acting.cleaned) == (1, [])
    (record,) = place.read()
    assert (record["id"], record["source"]["path"]) == ("z", "z.txt")
    place.run("fresh")
    assert place.bytes() == place.bytes("fresh")


def test_records_of_files_that_are_gone_are_kept_until_pruned(place: Place) -> None:
    for name in "abc":
        (place.inputs / f"{name}.txt").write_text(name)
    place.run()
    (place.inputs / "b.txt").unlink()
    summary = place.run()
    assert (summary.read, summary.written, summary.kept) == (2, 2, 1)
    assert [one["id"] for one in place.read()] == ["a", "c", "b"]
    assert summary.record()["languages"] == {"(unknown)": 3}
    assert place.run().kept == 1
    summary = place.run(prune=True)
    assert (summary.written, summary.kept) == (2, 0)
    assert [one["id"] for one in place.read()] == ["a", "c"]
    assert place.run().kept == 0


def test_other_rules_are_told_and_all_is_cleaned_again(
    place: Place, other_rules: Callable[[Place], None]
) -> None:
    place.lines("a.jsonl", "one", "two")
    place.run()
    other_rules(place)
    summary = place.run()
    assert (summary.cleaned, summary.known) == (2, 0)
    (note,) = summary.notes
    assert "rules 1" in note
    assert "rules 2" in note
    assert "all documents are cleaned again" in note
    assert place.run().known == 2
    assert not place.run().notes
    assert len(list((place.folder / "out" / FOLDER).glob("*.jsonl"))) == 1


def test_the_journal_of_an_older_or_newer_version_is_recognised(place: Place) -> None:
    place.lines("a.jsonl", "one")
    place.run()
    path = place.folder / "out" / FOLDER / FILE
    for schema in ("normalize.journal/0", "normalize.journal/99"):
        with sqlite3.connect(path) as database:
            database.execute("UPDATE meta SET value = ? WHERE name = 'schema'", (schema,))
        database.close()
        if schema.endswith("99"):
            with pytest.raises(SetupError, match="output-newer"):
                place.run()
        else:
            summary = place.run()
            assert summary.cleaned == 1
            assert "older form" in summary.notes[0]


@pytest.mark.parametrize("damage", ["journal", "page", "shard", "gone"])
def test_a_damaged_store_costs_time_only(place: Place, damage: str) -> None:
    place.lines("a.jsonl", *(f"text {i}" for i in range(50)))
    place.run()
    before = place.bytes()
    store = place.folder / "out" / FOLDER
    if damage == "journal":
        (store / FILE).write_bytes(b"no database at all" * 100)
    if damage == "page":
        with sqlite3.connect(store / FILE) as database:
            (page,) = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'shard'").fetchone()
        with (store / FILE).open("rb+") as file:
            file.seek((page - 1) * 4096)
            file.write(b"\xff" * 4096)
    for shard in store.glob("*.jsonl"):
        if damage == "shard":
            os.truncate(shard, 100)
        elif damage == "gone":
            shard.unlink()
    summary = place.run()
    assert summary.cleaned > 0
    assert summary.notes
    assert place.bytes() == before


def test_redo_mends_what_shows_late(place: Place) -> None:
    place.lines("a.jsonl", *(f"text {i}" for i in range(50)))
    place.run()
    before = place.bytes()
    with sqlite3.connect(place.folder / "out" / FOLDER / FILE) as database:
        database.execute("UPDATE shard SET lengths = ?", (b"\xff" * 200,))
    with pytest.raises(ShardError, match="--redo does all again"):
        place.run()
    assert place.bytes() == before
    place.run(redo=True)
    assert place.bytes() == before
    assert place.run().known == 50


def test_what_a_killed_run_left_is_taken_away(place: Place) -> None:
    place.lines("a.jsonl", "one")
    place.run()
    store = place.folder / "out" / FOLDER
    for name in ("00-clean-001-000001.jsonl.tmp", "00-clean-001-000002.jsonl", "parts.spool", "00-3"):
        (store / name).write_text("left over")
    place.run()
    assert sorted(path.name for path in store.iterdir() if path.suffix != ".jsonl") == [FILE, "lock"]
    assert len(list(store.glob("*.jsonl"))) == 1


def test_failures_are_known_until_they_are_to_be_tried_again(place: Place) -> None:
    place.lines("a.jsonl", "good", "hang", "better")
    summary = place.run(workers=1)
    assert dict(summary.failed) == {"timeout": 1}
    place.acting.cleaned  # noqa: B018
    before = place.bytes()
    assert place.run(workers=1).cleaned == 0
    assert (place.acting.cleaned, place.bytes()) == ([], before)
    assert place.run(workers=1, retry_failed=True).cleaned == 1
    assert place.acting.cleaned == ["hang"]
    assert place.bytes() == before


def test_redo(place: Place) -> None:
    place.lines("a.jsonl", "one", "two")
    place.run()
    assert place.run(redo=True).cleaned == 2


def test_the_detail_of_edits_changes_what_is_written(place: Place) -> None:
    place.lines("a.jsonl", "one")
    place.run()
    summary = place.run(edits="none")
    assert summary.known == 1
    (record,) = place.read()
    assert "edits" not in record
    assert "spans" not in record
    place.run("fresh", edits="none")
    assert place.bytes() == place.bytes("fresh")


def test_two_runs_into_one_output(place: Place) -> None:
    place.lines("a.jsonl", "one")
    place.run()
    from normalize.run.lock import Lock

    lock = Lock(place.folder / "out" / FOLDER / "lock", "out")
    before = place.bytes()
    with pytest.raises(SetupError, match=f"output-locked another run .process {os.getpid()}."):
        place.run()
    assert place.bytes() == before
    lock.release()
    place.run()


def test_a_dry_run_changes_nothing(place: Place) -> None:
    place.lines("a.jsonl", "one", "two")
    assert place.run(dry=True).cleaned == 2
    assert not (place.folder / "out").exists()
    place.run()
    place.lines("a.jsonl", "one", "2", "{")

    def files() -> dict[Path, bytes]:
        return {
            path: path.read_bytes()
            for path in sorted((place.folder / "out").rglob("*.json*"))
            if path.is_file()
        }

    before = files()
    place.acting.cleaned  # noqa: B018
    summary = place.run(dry=True)
    assert (summary.read, summary.cleaned, summary.known) == (3, 2, 1)
    assert place.acting.cleaned == []
    assert files() == before
