"""The work itself, which can be done anywhere: a unit becomes shards of records, and accounts of them."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from normalize.article import Document
from normalize.read import Failure
from normalize.read.inputs import SourceReader
from normalize.run.batch import Batch, Waiting
from normalize.run.fault import fault_of
from normalize.run.identity import content_key, id_key, place_key
from normalize.run.journal import FILE, Fault, Journal
from normalize.run.known import Keys, Taker
from normalize.run.part import HERE, Claim, End, Given, Part, Task
from normalize.run.shard import ShardWriter
from normalize.run.slot import Slot
from normalize.run.unit import Piece
from normalize.write import json_line

if TYPE_CHECKING:
    from normalize.pipeline import Pipeline

CHUNK_DOCUMENTS = 512
CHUNK_SIZE = 2_000_000
"""In bytes or code points. A chunk ends with the document that reaches one of the two. It is held in
memory, and
its records are a shard: large enough that files and messages cost little, small enough that little is lost
with it."""

FIRST_DOCUMENTS = 16
"""Documents of the first chunk of a run; the next ones have twice as many each, so that records come soon."""

Mode = Literal["clean", "look", "sample"]
Item = tuple[str, "Document | Failure"]
"""A document and the file that it is of."""


@dataclass(frozen=True, slots=True)
class Job:
    """What all units of a run are cleaned with. It pickles.

    Attributes:
        pipeline: what cleans. made: its `identity.made_key`. store: the directory of the shards.
        detail: of the edits in the records. mode: 'look' cleans nothing and counts what would be cleaned;
        'sample' gives the keys of all documents. known, failed: whether the journal knows records, and
        failures, to be taken over. last: for a sample, the key of its last document.
        keys: of what the journal knows, for workers that do not see it.
    """

    pipeline: Pipeline
    made: str
    store: Path
    detail: Literal["spans", "text"] = "spans"
    mode: Mode = "clean"
    known: bool = False
    failed: bool = False
    last: bytes | None = None
    keys: Keys | None = None


class Worker:
    """Does the tasks of a job, one after the other.

    Args:
        job: what they have in common. name: begins the names of its shards; no other worker ever has it.
        slot: where it notes what it is at. others_wait, stop: asked now and then: whether another worker has
        nothing to do, and whether to end.
    """

    def __init__(
        self,
        job: Job,
        name: str,
        slot: Slot,
        others_wait: Callable[[], bool] = lambda: False,
        stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self._job = job
        self._name = name
        self._slot = slot
        self._others_wait = others_wait
        self._stop = stop
        self._shards = 0
        self._journal = Journal(job.store / FILE) if not job.keys and (job.known or job.failed) else None
        self._known = self._journal or job.keys
        self._taker = Taker(self._journal, job.store) if self._journal else None
        self._poison: dict[bytes, Fault] = {}
        self._batch = Batch(job.pipeline, job.detail, slot)

    def close(self) -> None:
        """Close what it has open."""
        if self._journal:
            self._journal.close()

    def do(self, task: Task) -> Iterator[Part | Given | End]:
        """Do a task: give its parts as they are done, chunks to be cleaned by others, and the end of a unit.

        Raises:
            ShardError, JournalError: results cannot be written.
        """
        self._poison = dict(task.poison)
        if task.chunk:
            items = pickle.loads(task.chunk.data)
            yield self._part(task.chunk.unit, task.chunk.seq, items)
            return
        reader = SourceReader(self._job.pipeline.config.stage("read"))
        number, seq, done = task.unit.number, 0, 0
        for items, full in chunks(islice(self._items(task, reader), task.most), number == 0):
            if seq not in task.have:
                if full and self._others_wait():
                    yield Given(number, seq, pickle.dumps(items, pickle.HIGHEST_PROTOCOL))
                else:
                    part = self._part(number, seq, items)
                    part.read = reader.so_far
                    yield part
                    if not part.whole:
                        return
                done += 1
                if done == task.parts:
                    return
            seq += 1
        self._slot.idle()
        files = sum(isinstance(one, Piece) and one.line < 2 for one in task.unit.pieces)
        counts = reader.skipped, reader.passed, reader.ignored
        yield End(number, seq, files, reader.bytes, *counts)

    def _items(self, task: Task, reader: SourceReader) -> Iterator[Item]:
        broken = {one.piece: one for one in task.broken}
        for number, piece in enumerate(task.unit.pieces):
            if isinstance(piece, Failure):
                yield "", piece
                continue
            source = piece.source
            end = broken.get(number)
            file = source.path if task.unit.spool else source.file
            if piece.line:
                found = reader.read_lines(source, piece.start, piece.end, piece.line)
            else:
                found = reader.read(source)
            given = 0
            while True:
                if end and given >= end.given:
                    yield file, Failure(source.path, None, source.id, *end.fault)
                    break
                self._slot.reading(number, given)
                item = next(found, None)
                if item is None:
                    break
                given += 1
                yield file, item

    def _part(self, unit: int, seq: int, items: Iterable[Item]) -> Part:
        part = Part(unit, seq)
        self._shards += 1
        writer = ShardWriter(self._job.store, f"{self._name}-{self._shards:06}.jsonl")
        for file, item in items:
            if self._stop():
                part.whole = False
                break
            part.given += 1
            if self._job.mode == "sample":
                part.sampled.append(sample_key(item))
            elif self._job.last is not None and sample_key(item) > self._job.last:
                part.given -= 1
            elif isinstance(item, Failure):
                self._settle(part, writer)
                _fail(part, item)
            else:
                self._take(file, item, part, writer)
        self._settle(part, writer)
        self._slot.idle()
        part.shard = writer.close()
        return part

    def _take(self, file: str, document: Document, part: Part, writer: ShardWriter) -> None:
        """Take over a document, or put it into the batch of those to be cleaned."""
        try:
            content = content_key(document)
        except (
            TypeError,
            MemoryError,
        ) as error:  # TypeError: values that JSON does not have, which a program gave
            self._settle(part, writer)
            _fail(part, _failure(document, fault_of(error)))
            return
        place = place_key(document)
        known, job = self._known, self._job
        found = known.find(content, place) if known and job.known else None
        if found:
            part.known += 1
            if job.mode == "clean":
                self._settle(part, writer)
                claim = Claim(content + place, document.id, document.path, document.record)
                if self._taker:
                    self._taker.take(claim, found, part, writer)
                else:
                    part.claim(claim)
            part.of_file(file)
            return
        fault = known.fault(content, job.made) if known and job.failed else None
        if fault is None:
            part.cleaned += 1
            fault = self._poison.get(content)
        if fault:
            self._settle(part, writer)
            _note(part, document, content, fault)
        elif job.mode != "clean":
            part.of_file(file)
        elif self._batch.add(Waiting(file, document, content, content + place)):
            self._settle(part, writer)

    def _settle(self, part: Part, writer: ShardWriter) -> None:
        """Clean what waits, so that all results come in the order of their documents."""
        for one, done in self._batch.clean():
            if isinstance(done, Fault):
                _note(part, one.document, one.content, done)
                continue
            part.tally.add(done.record, done.characters)
            part.add(HERE, writer.add(one.key, done.line, done.characters, id_key(done.record["id"])))
            part.of_file(one.file)


def chunks(items: Iterable[Item], first: bool = False) -> Iterator[tuple[list[Item], bool]]:
    """Cut a stream of documents into chunks. It depends on the documents alone, not on who does the work.

    Args:
        first: whether the first ones are small.

    Returns:
        each chunk, and whether it ended because it was full.
    """
    chunk: list[Item] = []
    size = 0
    most = FIRST_DOCUMENTS if first else CHUNK_DOCUMENTS
    for item in items:
        chunk.append(item)
        size += len(item[1].data) if isinstance(item[1], Document) else 0
        if size >= CHUNK_SIZE or len(chunk) >= most:
            yield chunk, True
            chunk, size = [], 0
            most = min(2 * most, CHUNK_DOCUMENTS)
    if chunk:
        yield chunk, False


def sample_key(item: Document | Failure) -> bytes:
    """Give the key by which documents are drawn: of their content and place; of their place if they
    failed.
    """
    if isinstance(item, Failure):
        return place_key(item) * 3
    try:
        return content_key(item) + place_key(item)
    except TypeError:
        return place_key(item) * 3


def _failure(document: Document, fault: Fault) -> Failure:
    return Failure(document.path, document.record, document.id, *fault)


def _note(part: Part, document: Document, content: bytes, fault: Fault) -> None:
    """Note that a document failed, and of what."""
    if fault.code != "internal-error":  # a bug, which another version may not have
        part.faults.append((content, fault))
    _fail(part, _failure(document, fault))


def _fail(part: Part, failure: Failure) -> None:
    part.failures.append(json_line(failure.entry()))
    part.failed[failure.stage, failure.code] += 1
