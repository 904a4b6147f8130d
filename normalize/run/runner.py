"""A run: read, clean, write, count."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from normalize.article import EditDetail
from normalize.read import Failure, Inputs
from normalize.run.pool import clean_in_pool
from normalize.run.summary import Summary
from normalize.run.tally import Tally
from normalize.run.work import Chunk, Done, chunks, clean_chunk
from normalize.write import Target, open_output

if TYPE_CHECKING:
    from normalize.pipeline import Pipeline


class Progress(NamedTuple):
    """How far a run is: inputs written and failed, and files read, with a part of the one that is open."""

    written: int
    failed: int
    files: float


Watch = Callable[[Progress], None]

_JSONL = Target()


def run(
    paths: Iterable[str | os.PathLike[str]],
    out: str | os.PathLike[str],
    pipeline: Pipeline,
    *,
    edits: EditDetail = "spans",
    workers: int = 1,
    watch: Watch | None = None,
    target: Target = _JSONL,
) -> Summary:
    """Clean everything behind the paths into a directory.

    `out` gets `articles.jsonl` (or what `target` asks for), `errors.jsonl` and `run.json`, all of them at
    once when the run is whole; until then they are those of an earlier run, and the new ones grow as `.tmp`
    beside them. The bytes of the first two depend on the inputs, the configuration and the rules alone, and
    not on the number of workers.

    Args:
        paths: files, directories, and '-' for standard input, read in this order.
        out: the output directory; it is made if it is not there. '-': records go to standard output.
        pipeline: what cleans; its configuration also holds the limits of reading.
        edits: how much of the account is written; see `Article.record`.
        workers: processes that clean; 1: this one.
        watch: called after each chunk of documents.
        target: the form in which records are written.

    Returns:
        what was done. `read` always equals `written` and `failed` together.

    Raises:
        SetupError: before anything is read: missing paths, output and input inside each other, output not
        writable. OutputError, WorkerError: the run had to stop.
    """
    start = time.perf_counter()
    inputs = Inputs(paths, pipeline.config.stage("read"), None if os.fspath(out) == "-" else out)
    tally = Tally()
    failed = Counter[str]()
    written = 0
    cleaning = closing(_clean(pipeline, chunks(inputs), edits, workers))
    with open_output(out, target) as output, cleaning as cleaned:
        for done in cleaned:
            for result in done.results:
                if isinstance(result, Failure):
                    output.fail(result)
                    failed[result.code] += 1
                else:
                    output.write(result)
                    written += 1
            tally.merge(done.tally)
            if watch:
                watch(Progress(written, failed.total(), inputs.done))
        if inputs.given != written + failed.total():
            raise RuntimeError(f"{inputs.given} inputs gave {written} records and {failed.total()} errors")
        output.seal()
        summary = Summary(
            read=inputs.given,
            written=written,
            failed=failed,
            skipped=inputs.skipped,
            passed=inputs.passed,
            ignored=inputs.ignored,
            files=inputs.files,
            bytes=inputs.bytes,
            seconds=time.perf_counter() - start,
            articles=output.shown,
            errors=output.errors_shown,
            made_by=pipeline.made_by,
            tally=tally,
        )
        output.finish(summary.record())
    return summary


def _clean(
    pipeline: Pipeline, work: Iterable[Chunk], edits: EditDetail, workers: int
) -> Generator[Done, None, None]:
    if workers > 1:
        return clean_in_pool(pipeline, work, edits, workers)
    return (clean_chunk(pipeline, chunk, edits) for chunk in work)
