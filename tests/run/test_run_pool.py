"""Worker processes: one that dies or hangs costs one document at most."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from pathlib import Path

import pytest

from normalize.config import load_config
from normalize.limits import LimitsConfig
from normalize.run import Interrupted, Progress, RunOptions, Summary, run
from normalize.run.part import Given, Task
from normalize.run.pool import Pool, WorkerError, _Member
from normalize.run.slot import Slot
from normalize.run.unit import Unit
from normalize.run.work import Job
from tests.run.conftest import Acting, Place

TEXTS = [f"text {i}" for i in range(100)]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs fork")


def bodies(place: Place) -> list[str]:
    return [one["body"] for one in place.read()]


def codes(summary: Summary) -> dict[str, int]:
    return dict(summary.failed)


@pytest.mark.parametrize("workers", [1, 3])
def test_a_document_that_kills_its_worker_is_set_aside(place: Place, workers: int) -> None:
    texts = [*TEXTS[:30], "die now", *TEXTS[30:]]
    place.lines("a.jsonl", *texts)
    place.lines("b.jsonl", "die again", *TEXTS)
    summary = place.run(workers=workers)
    assert codes(summary) == {"worker-died": 2}
    assert bodies(place) == TEXTS * 2
    errors = place.read("errors.jsonl")
    assert [(one["path"], one["record"], one["stage"]) for one in errors] == [
        ("a.jsonl", 31, "run"),
        ("b.jsonl", 1, "run"),
    ]
    assert "signal 9" in errors[0]["reason"]
    assert not multiprocessing.active_children()


def test_a_death_that_is_not_the_documents_fault_costs_nothing(place: Place) -> None:
    place.lines("a.jsonl", *TEXTS[:50], "once", "once more", *TEXTS[50:])
    summary = place.run(workers=2)
    assert codes(summary) == {}
    assert bodies(place) == [*TEXTS[:50], "once", "once more", *TEXTS[50:]]


def test_a_document_that_hangs_and_one_that_eats(place: Place) -> None:
    place.lines("a.jsonl", *TEXTS[:5], "hang", "eat", *TEXTS[5:])
    summary = place.run(workers=2)
    assert codes(summary) == {"timeout": 1, "memory": 1}
    assert bodies(place) == TEXTS


def test_a_file_that_kills_its_reader_costs_its_rest(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.lines("a.jsonl", *TEXTS)
    place.lines("b.jsonl", *TEXTS)
    from normalize.read import record

    taken = record._document

    def die(row: object, *rest: object) -> object:
        if isinstance(row, dict) and row.get("text") == "text 40":
            os.kill(os.getpid(), signal.SIGKILL)
        return taken(row, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(record, "_document", die)
    summary = place.run(workers=2)
    assert codes(summary) == {"worker-died": 2}
    assert bodies(place) == TEXTS[:40] * 2
    assert [one["stage"] for one in place.read("errors.jsonl")] == ["read", "read"]
    assert "after 40 documents" in place.read("errors.jsonl")[0]["reason"]


def test_a_reader_that_fails_costs_the_rest_of_its_file(
    place: Place, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in ("a", "b", "c"):
        (place.inputs / f"{name}.csv").write_text("text\n" + "".join(f"{name} {i}\n" for i in range(100)))
    from normalize.read import record

    taken = record._document

    def fail(row: object, *rest: object) -> object:
        if row == {"text": "a 40"}:
            raise MemoryError
        if row == {"text": "b 40"}:
            raise LookupError("nobody foresaw it")
        return taken(row, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(record, "_document", fail)
    summary = place.run(workers=2)
    assert codes(summary) == {"internal-error": 1, "memory": 1}
    assert summary.read == 182
    assert len(bodies(place)) == 180
    reasons = [one["reason"] for one in place.read("errors.jsonl")]
    assert "limits.memory" in reasons[0]
    assert "LookupError: nobody foresaw it" in reasons[1]
    assert capfd.readouterr().err == ""


def test_a_worker_tells_why_it_ended(place: Place, capfd: pytest.CaptureFixture[str]) -> None:
    place.lines("a.jsonl", *TEXTS[:5], "quit", *TEXTS[5:])
    assert codes(place.run(workers=2)) == {"worker-died": 1}
    assert bodies(place) == TEXTS
    assert "with status 1 (KeyboardInterrupt (run/batch.py" in place.read("errors.jsonl")[0]["reason"]
    assert capfd.readouterr().err == ""


def test_time_in_which_all_were_halted_does_not_count(place: Place) -> None:
    """As by Ctrl-Z, or on a machine that is paused."""
    place.lines("a.jsonl", "long", "one")
    place.acting = Acting(load_config(None, {"limits": {"seconds": 1.5}}), place.acting.log)
    halted = []

    def halt(progress: Progress) -> None:
        if not halted:
            halted.extend(multiprocessing.active_children())
            for signal_, wait in ((signal.SIGSTOP, 1.6), (signal.SIGCONT, 0)):
                for worker in halted:
                    os.kill(worker.pid or 0, signal_)
                time.sleep(wait)

    summary = run([place.inputs], place.folder / "out", place.acting, RunOptions(workers=1), halt)  # type: ignore[arg-type]
    assert halted
    assert (summary.written, codes(summary)) == (2, {})


def test_workers_that_cannot_begin_end_the_run(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.lines("a.jsonl", *TEXTS)
    monkeypatch.setattr("normalize.run.process.limit_memory", lambda most: os._exit(3))
    with pytest.raises(WorkerError, match="status 3 before they begin"):
        place.run(workers=2)
    assert not multiprocessing.active_children()


def test_chunks_are_given_to_those_who_have_nothing_to_do(place: Place) -> None:
    place.lines("a.csv", "x")
    rows = "".join(f"slow {i}\n" for i in range(200))
    (place.inputs / "a.csv").write_text(f"text\n{rows}")
    start = time.monotonic()
    summary = place.run(workers=4)
    assert summary.written == 200
    assert time.monotonic() - start < 200 * 0.02 * 0.8, "one worker did it all"
    assert bodies(place) == [f"slow {i}" for i in range(200)]


def test_nothing_large_is_sent_to_a_worker_that_is_busy(place: Place) -> None:
    """It may be sending something large itself, and then both would wait for ever."""
    job = Job(place.acting, "", place.folder)  # type: ignore[arg-type]
    pool = Pool(job, "x", 0, LimitsConfig())
    here, there = multiprocessing.Pipe()
    small = Task(Unit(0, ()))
    large = small._replace(chunk=Given(0, 0, bytes(3_000_000)))
    busy = _Member(None, here, Slot([0] * Slot.SIZE), deque([small]))
    pool._members.append(busy)
    pool._waiting.append(large)
    before = signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(20)  # nobody reads what is sent
    try:
        pool._send(iter([small]))
        assert list(pool._waiting) == [large]
        pool._waiting.clear()
        pool._send(iter([small]))
        assert list(busy.tasks) == [small, small]
        assert there.recv() == small
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def test_the_second_interrupt_ends_at_once_and_leaves_a_store_to_go_on_from(place: Place) -> None:
    place.lines("a.jsonl", *(f"slow {i}" for i in range(120)))
    place.run("whole", workers=2)
    place.acting.cleaned  # noqa: B018
    sender = multiprocessing.get_context("fork").Process(target=_send, args=(os.getpid(), (0.4,)))
    sender.start()
    with pytest.raises(Interrupted) as caught:
        place.run(workers=2)
    assert caught.value.signal == signal.SIGINT
    sender.join()
    first = place.acting.cleaned
    assert 0 < len(first) < 120
    sender = multiprocessing.get_context("fork").Process(target=_send, args=(os.getpid(), (0.25, 0.0)))
    sender.start()
    with pytest.raises(KeyboardInterrupt):
        place.run(workers=2)
    sender.join()
    assert not multiprocessing.active_children()
    summary = place.run(workers=2)
    assert summary.known >= len(first) - 2
    assert place.bytes() == place.bytes("whole")


def _send(process: int, waits: tuple[float, ...]) -> None:
    for wait in waits:
        time.sleep(wait)
        os.kill(process, signal.SIGINT)


def test_a_program_with_threads_gets_processes_of_their_own(tmp_path: Path) -> None:
    """A fork would take along locks that other threads hold, so there new interpreters are started."""
    from normalize.pipeline import Pipeline

    pipeline = Pipeline.load({"rules": {"packs": ["any"]}})
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Ferry fares rise\n\nThe ferry will cost more from June.\n")
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        summary = run([tmp_path / "in"], tmp_path / "out", pipeline, RunOptions(workers=1))
    finally:
        done.set()
        thread.join()
    assert (summary.written, dict(summary.failed)) == (1, {})
