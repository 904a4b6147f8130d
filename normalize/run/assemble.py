"""The last step of a run: the records of all parts, from their shards to the output."""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from normalize.read.remote import exists, is_url, whole
from normalize.run.merge import Ids, Namer, Records, cut_runs, without_account
from normalize.run.part import Part
from normalize.run.results import Counts, Spool
from normalize.run.settings import RunOptions
from normalize.run.shard import ShardReader, parse
from normalize.run.sieve import Sieve
from normalize.run.store import Store
from normalize.run.summary import Summary
from normalize.write import Output, StandardOutput
from normalize.write.output import STDOUT

Files = list[tuple[str, int]]


class Assembled(NamedTuple):
    """What was written: where, how many records of files that are gone, how many got another id; what filters
    took of all, by reason, and how many of these are of the inputs.
    """

    articles: str
    errors: str
    kept: int
    renamed: int
    dropped: Mapping[str, int]
    given_up: int


class Assembly:
    """Puts the output directory together.

    Args:
        spool: the parts of the run, in order. paths: what it was named.

    Attributes:
        made: what was written, in the end.
    """

    def __init__(self, store: Store, options: RunOptions, spool: Spool, paths: Sequence[str]) -> None:
        self._store = store
        self._options = options
        self._spool = spool
        self._records = Records(store.journal, ShardReader(store.folder))
        keeps = not (options.partial or options.prune)
        self._kept = list(self._vanished(paths)) if keeps else []
        self._sieve = Sieve(options)
        self.made = Assembled("", "", 0, 0, {}, 0)

    def put_together(
        self, out: str, counts: Counts, account: Callable[[Assembled], Summary]
    ) -> Iterator[None]:
        """Write the output; pauses now and then, and may be left there.

        Args:
            counts: of the run; what is kept is added to its tally. account: makes the account of the run.

        Raises:
            OutputError, ShardError, JournalError.
        """
        ids = Ids()
        for _, runs in self._parts():
            ids.add(self._records.keys(runs))
        yield
        name = Namer(ids.shared(), ids.__contains__)
        with Output(out, self._options.target) as output:
            for _, runs in self._spool.parts():
                self._write(output, runs, name)
                yield
            given_up = self._sieve.dropped.total()
            for _, runs in self._kept:
                self._write(output, runs, name)
                yield
            for line in self._spool.errors():
                output.fail_line(line)
            output.seal()
            dropped = self._sieve.dropped
            kept = self._count_kept(counts) - dropped.total() + given_up
            counts.tally.take_away(self._sieve.tally)
            self.made = Assembled(output.shown, output.errors_shown, kept, name.renamed, dropped, given_up)
            unused: list[str] = []
            if not self._options.partial:
                unused = self._store.journal.keep_output(self._parts(), self._records.used)
            output.finish(account(self.made).record())
            self._store.remove(unused)

    def _write(self, output: Output, runs: array[int], name: Namer) -> None:
        for key, line, characters in self._records.lines(runs):
            told = shown(self._options, name(key, line))
            gone = self._sieve(told, line, characters)
            if gone is None:
                output.write(told)
            else:
                output.drop(gone)

    def _parts(self) -> Iterator[tuple[Files, array[int]]]:
        yield from self._spool.parts()
        yield from self._kept

    def _vanished(self, paths: Sequence[str]) -> Iterator[tuple[Files, array[int]]]:
        """What the output of the last run has of files that are gone since, from directories that were
        named.
        """
        folders = tuple(
            f"{whole(path).rstrip('/')}/"
            if is_url(path)
            else f"{os.path.abspath(path).rstrip(os.sep)}{os.sep}"  # noqa: PTH100
            for path in paths
        )
        for files, runs in self._store.journal.output():
            skip = 0
            for file, count in files:
                if file.startswith(folders) and _is_gone(file):
                    yield [(file, count)], cut_runs(runs, skip, count)
                skip += count

    def _count_kept(self, counts: Counts) -> int:
        many = 0
        for _, runs in self._kept:
            for _, line, characters in self._records.lines(runs):
                counts.tally.add(parse(line), characters)
                many += 1
        return many


class Emitter:
    """Writes records to standard output as their parts come, in order; their shards go at once."""

    def __init__(self, store: Store, options: RunOptions) -> None:
        self._store = store
        self._options = options
        self._records = Records(store.journal, ShardReader(store.folder))
        self._name = Namer(None, lambda _: False)
        self._output = StandardOutput(options.target)
        self._sieve = Sieve(options)

    def end(self, counts: Counts) -> Assembled:
        """Give what was written, and take what filters took from the counts of the run."""
        dropped = self._sieve.dropped
        counts.tally.take_away(self._sieve.tally)
        return Assembled(STDOUT, STDOUT, 0, self._name.renamed, dropped, dropped.total())

    def take(self, part: Part) -> None:
        """Write a part."""
        self._output.write(self._lines(part))
        journal = self._store.journal
        names = [journal.shard(number).name for number in self._records.used]
        journal.commit()
        self._store.remove(names)
        self._records.used.clear()

    def _lines(self, part: Part) -> Iterator[bytes]:
        for key, line, characters in self._records.lines(part.runs):
            told = shown(self._options, self._name(key, line))
            if self._sieve(told, line, characters) is None:
                yield told


def _is_gone(file: str) -> bool:
    return not exists(file) if is_url(file) else not os.path.lexists(file)


def shown(options: RunOptions, line: bytes) -> bytes:
    """The line of a record as the options want it."""
    return without_account(line) if options.edits == "none" else line
