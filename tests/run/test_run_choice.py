"""Parts of the inputs, ids that are shared, and how inputs are cut into units."""

from __future__ import annotations

import io
import json
import random
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalize.errors import SetupError
from normalize.read import Failure, ReadConfig
from normalize.read.inputs import SourceReader
from normalize.run import Progress, RunOptions, run
from normalize.run import unit as units
from normalize.run.merge import Ids, Namer
from normalize.run.part import End, Part
from normalize.run.results import Results
from normalize.run.unit import Planner, Unit
from tests.run.conftest import Place


@pytest.mark.parametrize("workers", [0, 2])
@pytest.mark.parametrize("limit", [1, 16, 17, 100, 299, 300, 301, 1000])
def test_limit(place: Place, workers: int, limit: int) -> None:
    place.lines("a.jsonl", *(f"text {i}" for i in range(200)))
    (place.inputs / "b.jsonl").write_text("{\n" * 50)
    place.lines("c.jsonl", *(f"more {i}" for i in range(50)))
    summary = place.run(workers=workers, limit=limit)
    most = min(limit, 300)
    assert summary.read == most == summary.written + summary.failures
    names = [(one["source"]["path"], one["source"]["record"]) for one in place.read()]
    names += [(one["path"], one["record"]) for one in place.read("errors.jsonl")]
    everything = [("a.jsonl", i + 1) for i in range(200)]
    everything += [(name, i + 1) for name in ("b.jsonl", "c.jsonl") for i in range(50)]
    assert sorted(names) == sorted(everything[:most])


def test_a_sample_is_the_same_in_any_order(place: Place) -> None:
    texts = [json.dumps({"id": i, "text": f"text {i}"}) for i in range(300)]
    found = []
    for number in range(2):
        random.Random(number).shuffle(texts)
        (place.inputs / "a.jsonl").write_text("\n".join(texts))
        summary = place.run(f"out{number}", workers=number, sample=40)
        assert (summary.read, summary.written) == (40, 40)
        found.append({one["body"] for one in place.read(out=f"out{number}")})
    assert len(found[0]) == 40
    # the place is part of the key, so that twins are told apart; but most of the sample stays
    assert len(found[0] & found[1]) >= 38


def test_a_sample_tells_how_far_it_is(place: Place) -> None:
    place.lines("a.jsonl", *(f"text {i}" for i in range(1500)))
    told: list[Progress] = []
    options = RunOptions(workers=0, sample=7)
    summary = run([place.inputs], place.folder / "out", place.acting, options, told.append)  # type: ignore[arg-type]
    assert summary.written == 7
    drawing = [one for one in told if one.drawing]
    assert told[: len(drawing)] == drawing
    assert drawing[-1].taken == summary.bytes


def test_a_sample_of_standard_input_is_refused(place: Place) -> None:
    with pytest.raises(SetupError, match="stdin-twice"):
        run(["-"], place.folder / "out", place.acting, RunOptions(sample=3))  # type: ignore[arg-type]


def test_no_two_records_share_an_id(place: Place) -> None:
    (place.inputs / "x.html").write_text("page")
    (place.inputs / "x.txt").write_text("text")
    rows = [{"id": "7", "text": "a"}, {"id": "7", "text": "b"}, {"id": "7@r.jsonl:2", "text": "c"}]
    (place.inputs / "r.jsonl").write_text("\n".join(map(json.dumps, rows)))
    summary = place.run()
    ids = [one["id"] for one in place.read()]
    assert ids == ["7", "7@r.jsonl:2@", "7@r.jsonl:2", "x", "x@x.txt"]
    assert summary.renamed == 2
    assert place.run().known == 5
    assert [one["id"] for one in place.read()] == ids


@given(st.lists(st.integers(0, 2**64 - 1).map(lambda one: one % 50 * (1 << 40) + one % 3)))
def test_shared_ids_are_found(keys: list[int]) -> None:
    ids = Ids()
    ids.add(keys)
    assert ids.shared() == {one for one in keys if keys.count(one) > 1}
    assert all(key in ids for key in keys)
    assert 1 << 63 not in ids


def test_a_namer_of_a_stream_remembers_all() -> None:
    name = Namer(None, lambda _: False)
    line = b'{"id":"a","source":{"path":"x.txt"}}\n'
    assert json.loads(name(1, line))["id"] == "a"
    assert json.loads(name(1, line))["id"] == "a@x.txt"
    assert json.loads(name(1, line))["id"] == "a@x.txt@"


def texts_of(planned: list[Unit]) -> list[Any]:
    """What the pieces of units give, read one by one."""
    found = []
    for unit in planned:
        reader = SourceReader(ReadConfig())
        for piece in unit.pieces:
            assert not isinstance(piece, Failure)
            source = piece.source
            if piece.line:
                given = reader.read_lines(source, piece.start, piece.end, piece.line)
            else:
                given = reader.read(source)
            found += [(one.record, one.code if isinstance(one, Failure) else one.data) for one in given]
    return found


@given(st.lists(st.sampled_from(["x", "", "  ", "{", "é" * 40, "long" * 30]), max_size=60), st.booleans())
@settings(max_examples=60)
def test_ranges_of_lines_give_what_the_file_gives(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], ends: bool
) -> None:
    folder = tmp_path_factory.mktemp("lines")
    path = folder / "a.jsonl"
    rows = [json.dumps({"text": one}) if one.strip() and one != "{" else one for one in lines]
    path.write_text("\n".join(rows) + ("\n" if ends else ""))
    whole, unnamed = (
        [
            (one.record, one.code if isinstance(one, Failure) else one.data)
            for one in SourceReader(ReadConfig()).read(units.Source(str(path), name))
        ]
        for name in ("a.jsonl", "-")
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(units, "LARGE_FILE", 1)
        patch.setattr(units, "RANGE_BYTES", 100)
        planned = list(Planner([path], folder / "spool"))
        assert texts_of(planned) == whole
        data = io.BytesIO(path.read_bytes())
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(data)))
        piped = list(Planner(["-"], folder / "spool"))
    assert texts_of(piped) == unnamed


def test_units_do_not_hold_much(tmp_path: Path) -> None:
    for i in range(300):
        (tmp_path / f"{i:03}.txt").write_text("x")
    (tmp_path / "big.csv").write_text("text\n" + "a\n" * 200_000)
    planned = list(Planner([tmp_path], tmp_path / "spool"))
    sizes = [len(one.pieces) for one in planned]
    assert sum(sizes) == 301
    assert sizes[:3] == [8, 16, 32]
    assert [one.number for one in planned] == list(range(len(planned)))
    assert any(one.size == 400_005 for one in planned)


@given(st.permutations([Part(u, s, given=1) for u in range(3) for s in range(3)]), st.integers(0, 10))
def test_parts_come_in_order_whatever_the_order(parts: list[Part], twice: int) -> None:
    taken: list[tuple[int, int]] = []
    results = Results(lambda part: taken.append((part.unit, part.seq)))
    for unit in range(3):
        results.add(End(unit, 3, 1, 10, *([units.Counter()] * 3)))
    for part in [*parts, *parts[:twice]]:
        results.add(part)
    assert taken == [(u, s) for u in range(3) for s in range(3)]
    assert (results.counts.given, results.counts.bytes) == (9, 30)
