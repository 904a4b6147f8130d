"""A run: plan, read and clean in workers, keep a journal, put together.

Planner → tasks → Pool (or this process) → parts → journal, results → output
"""

from __future__ import annotations

import heapq
import os
import tempfile
import time
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from normalize.errors import NormalizeError, Problem, SetupError
from normalize.limits import LimitsConfig
from normalize.read.find import check_paths
from normalize.read.mapping import FieldMap
from normalize.read.source import STDIN
from normalize.run.assemble import Assembled, Assembly, Emitter
from normalize.run.engines import connected
from normalize.run.identity import made_key
from normalize.run.interrupt import Interrupted, Interrupts, listening
from normalize.run.part import HERE, End, Given, Part, Task
from normalize.run.pool import Pool
from normalize.run.results import Counts, Results, Spool, Tasks
from normalize.run.settings import RunOptions
from normalize.run.sieve import Sieve
from normalize.run.slot import Slot
from normalize.run.store import FOLDER, Store
from normalize.run.summary import Summary, failures_of
from normalize.run.unit import Planner
from normalize.run.work import CHUNK_DOCUMENTS, Job, Mode, Worker
from normalize.write import check_output
from normalize.write.output import STDOUT

if TYPE_CHECKING:
    from normalize.pipeline import Pipeline
    from normalize.run.engines.fleet import Engine

Message = Part | End | None


class Progress(NamedTuple):
    """How far a run is: what was counted so far of the inputs that come first, bytes taken in of all, lines
    of what failed since the last time, whether records are being put together, and whether a sample is drawn.
    """

    counts: Counts
    taken: int
    failures: Sequence[bytes] = ()
    merging: bool = False
    drawing: bool = False


Watch = Callable[[Progress], None]

_DEFAULT = RunOptions()


def run(
    paths: Iterable[str | os.PathLike[str]],
    out: str | os.PathLike[str],
    pipeline: Pipeline,
    options: RunOptions = _DEFAULT,
    watch: Watch | None = None,
) -> Summary:
    """Clean everything behind the paths into a directory.

    `out` gets `articles.jsonl` (or what the target asks for), `errors.jsonl` and `run.json`, all of them at
    once when the run is whole; until then they are those of an earlier run. What is done is kept in
    `out/.normalize`: a run that was ended, however that came, is taken up by the next one, and documents that
    an earlier run cleaned by the same rules and configuration are not cleaned again. The bytes of the
    first two files depend on the inputs, the configuration and the rules alone.

    Args:
        paths: files, directories, and '-' for standard input, read in this order.
        out: the output directory; it is made if it is not there. '-': records go to standard output.
        pipeline: what cleans; its configuration also holds the limits.
        options: the rest.
        watch: called now and then.

    Returns:
        what was done. `read` always equals `written` and `failed` together.

    Raises:
        SetupError: before anything is read: missing paths, output and input inside each other, output not
        writable or in use. OutputError, ShardError, JournalError, WorkerError: the run had to stop.
        Interrupted: it was asked to. In each case the next run goes on from there.
    """
    named = [os.fspath(path) for path in paths]
    straight = os.fspath(out) == STDOUT
    check_paths(named, None if straight else out)
    if options.sample is not None and STDIN in named:
        message = "a sample reads its inputs twice, and standard input can be read once; write it to a file"
        raise SetupError([Problem(STDIN, 0, "stdin-twice", message)])
    FieldMap.of(pipeline.config.stage("read"))  # it may be wrong
    Sieve(options)  # so may this be
    check_output(out, options.target, options.dry)
    if options.engine:
        options.engine.check(named)
    with ExitStack() as stack:
        if straight or (options.dry and not (Path(out) / FOLDER).is_dir()):
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="normalize-")))
        else:
            folder = Path(out)
        engine = stack.enter_context(connected(options.engine))
        made = made_key(pipeline, options.edits)
        told = "version {version}, rules {rules}, configuration {config}".format(**pipeline.made_by)
        store = Store(folder, made, told, options)
        stack.callback(store.close)
        return _Run(named, str(out), pipeline, options, store, watch, engine).do()


class _Run:
    """One run, with its store open."""

    def __init__(
        self,
        paths: list[str],
        out: str,
        pipeline: Pipeline,
        options: RunOptions,
        store: Store,
        watch: Watch | None,
        engine: Engine | None,
    ) -> None:
        self.engine = engine
        self.start = time.perf_counter()
        self.paths, self.out = paths, out
        self.pipeline, self.options, self.store, self.watch = pipeline, options, store, watch
        self.limits: LimitsConfig = pipeline.config.stage("limits")
        self.stop: Callable[[], None] = lambda: None

    def do(self) -> Summary:
        if self.options.retry_failed and not self.options.dry:
            self.store.journal.forgive()
        with listening(lambda: self.stop()) as heard:
            last = self._last_of_sample(heard) if self.options.sample is not None else None
            if self.out == STDOUT and not self.options.dry:
                return self._straight(heard, last)
            spool = Spool(self.store.folder)
            try:
                results, planner = self._work(heard, spool.take, last)
                spool.turn()
                told = partial(self._summary, results.counts, planner)
                if self.options.dry:
                    return told(Assembled(self.out, "", 0, 0, {}, 0))
                assembly = Assembly(self.store, self.options, spool, self.paths)
                for _ in assembly.put_together(self.out, results.counts, told):
                    if heard.heard:
                        raise Interrupted(results.counts.cleaned, heard.heard)
                    if self.watch:
                        self.watch(Progress(results.counts, results.bytes, merging=True))
                return told(assembly.made)
            finally:
                spool.remove()

    def _messages(
        self, heard: Interrupts, tasks: Iterable[Task], mode: Mode, last: bytes | None
    ) -> Iterator[Message]:
        """Do tasks, in processes or here; what was done is in the journal before it is given."""
        made, store, options = made_key(self.pipeline, self.options.edits), self.store, self.options
        known = store.known > 0 and mode != "sample"
        job = Job(
            self.pipeline,
            made,
            store.folder,
            "text" if options.edits == "text" else "spans",
            mode,
            known,
            store.faults and not options.retry_failed and mode != "sample",
            last,
        )
        with self._doing(job, heard, tasks) as given:
            try:
                for message in given:
                    if isinstance(message, Part):
                        self._note(message, made)
                    store.journal.commit(now=False)
                    yield message
                store.journal.commit()
            except BaseException:
                with suppress(NormalizeError):  # what stopped the run is to be told, and not what came of it
                    store.journal.commit()
                raise

    @contextmanager
    def _doing(self, job: Job, heard: Interrupts, tasks: Iterable[Task]) -> Iterator[Iterator[Message]]:
        """What tasks give, done in processes or here."""
        name = f"{self.store.name}-{job.mode}"
        if self.engine:
            from normalize.run.engines.fleet import Fleet

            fleet = Fleet(job, name, self.engine)
            self.stop = fleet.stop
            try:
                yield fleet.run(tasks)
            finally:
                fleet.close()
            return
        if self.options.workers:
            pool = Pool(job, name, self.options.workers, self.limits, (self.store.lock.file,))
            self.stop = pool.stop
            try:
                yield pool.run(tasks)
            finally:
                pool.close()
            return
        worker = Worker(job, name, Slot([0] * Slot.SIZE), stop=lambda: heard.heard != 0)
        try:
            yield (
                message
                for task in tasks
                if not heard.heard
                for message in worker.do(task)
                if not isinstance(message, Given)
            )
        finally:
            worker.close()

    def _note(self, part: Part, made: str) -> None:
        """Put what a part brings into the journal."""
        journal = self.store.journal
        if part.shard:
            number = journal.add(part.shard, made)
            part.runs = array(
                "I", (number if one == HERE and at % 3 == 0 else one for at, one in enumerate(part.runs))
            )
            part.shard = None
        for key, fault in part.faults:
            journal.fail(key, made, fault)
        part.faults = []

    def _work(
        self, heard: Interrupts, take: Callable[[Part], None], last: bytes | None
    ) -> tuple[Results, Planner]:
        """Do all units, and hand on their parts in order. Raises Interrupted."""
        failures: list[bytes] = []

        def taken(part: Part) -> None:
            failures.extend(part.failures)
            take(part)

        results = Results(taken, self.options.limit)
        planner = self._planner()
        mode: Mode = "look" if self.options.dry else "clean"
        tasks = Tasks(planner, results, self.options.limit is not None)
        for message in self._messages(heard, tasks, mode, last):
            if message:
                results.add(message)
            if isinstance(message, End):
                tasks.done(message.unit)
            if self.watch:
                self.watch(Progress(results.counts, results.bytes, tuple(failures)))
            failures.clear()
        if heard.heard:
            raise Interrupted(results.counts.cleaned, heard.heard)
        return results, planner

    def _last_of_sample(self, heard: Interrupts) -> bytes:
        """The key of the last document of the sample, when all are sorted by their keys."""
        number = self.options.sample or 0
        results = Results(lambda _: None)
        lowest: list[bytes] = []
        for message in self._messages(heard, (Task(unit) for unit in self._planner()), "sample", None):
            if isinstance(message, Part):
                lowest += message.sampled
                if len(lowest) > 2 * number + CHUNK_DOCUMENTS:  # now and then, since it sorts them all
                    lowest = heapq.nsmallest(number, lowest)
            if message:
                results.add(message)
            if self.watch:
                self.watch(Progress(results.counts, results.bytes, drawing=True))
        lowest = heapq.nsmallest(number, lowest)
        if heard.heard:
            raise Interrupted(0, heard.heard)
        return lowest[-1] if lowest else b""

    def _planner(self) -> Planner:
        return Planner(self.paths, self.store.folder / self.store.name)

    def _straight(self, heard: Interrupts, last: bytes | None) -> Summary:
        """Records to standard output, as they come."""
        emitter = Emitter(self.store, self.options)
        results, planner = self._work(heard, emitter.take, last)
        return self._summary(results.counts, planner, emitter.end(results.counts))

    def _summary(self, counts: Counts, planner: Planner, made: Assembled) -> Summary:
        if counts.given != counts.records + counts.failed.total() and not self.options.dry:
            told = f"{counts.given} inputs gave {counts.records} records and {counts.failed.total()} errors"
            raise RuntimeError(told)
        codes, stages = failures_of(counts)
        return Summary(
            read=counts.given,
            written=counts.records - made.given_up,
            dropped=made.dropped,
            kept=made.kept,
            renamed=made.renamed,
            cleaned=counts.cleaned,
            known=counts.known,
            failed=codes,
            failed_in=stages,
            skipped=counts.skipped + planner.skipped,
            passed=counts.passed,
            ignored=counts.ignored,
            files=counts.files,
            bytes=counts.bytes,
            seconds=time.perf_counter() - self.start,
            workers=self.engine.slots if self.engine else self.options.workers,
            articles=made.articles,
            errors=made.errors,
            inputs=self.paths,
            made_by=self.pipeline.made_by,
            notes=self.store.notes,
            dry=self.options.dry,
            tally=counts.tally,
        )
