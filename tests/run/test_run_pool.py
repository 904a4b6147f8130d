"""The process pool: order, and what happens when a worker dies."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator

import pytest

from normalize.article import Article, Document
from normalize.read import Failure
from normalize.run.pool import AHEAD, WorkerError, clean_in_pool
from normalize.run.work import Chunk


class Echo:
    """A pipeline that gives the text back, and does what some texts say."""

    def clean(self, document: Document) -> Article:
        if document.data == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        text = str(document.data)
        return Article(text, None, text, {}, {}, None, (), (), {}, {}, text)


def test_order_and_how_far_it_reads_ahead() -> None:
    taken = 0

    def work() -> Iterator[Chunk]:
        nonlocal taken
        for i in range(20):
            taken += 1
            yield [Document(f"{i}"), Failure(None, i, None, "read", "empty", "")]

    given = 0
    for done in clean_in_pool(Echo(), work(), "none", 2):  # type: ignore[arg-type]
        record, failure = done.results
        assert isinstance(record, bytes)
        assert f'"id":"{given}"'.encode() in record
        assert isinstance(failure, Failure)
        assert failure.record == given
        given += 1
        assert taken <= given + 2 * AHEAD
    assert given == 20
    assert not multiprocessing.active_children()


def test_a_dead_worker_is_told() -> None:
    chunks: list[Chunk] = [[Document("a")], [Document("die")], [Document("b")]]
    with pytest.raises(WorkerError, match="a worker process died"):
        list(clean_in_pool(Echo(), chunks, "none", 2))  # type: ignore[arg-type]


def test_an_abandoned_pool_leaves_no_process() -> None:
    running = clean_in_pool(Echo(), ([Document(f"{i}")] for i in range(1000)), "none", 2)  # type: ignore[arg-type]
    next(running)
    running.close()
    assert not multiprocessing.active_children()
