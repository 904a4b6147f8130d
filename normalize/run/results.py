"""The parts of a run, put in the order of the inputs as they come in."""

from __future__ import annotations

import pickle
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from normalize.run.part import End, Part, Task
from normalize.run.shard import writing
from normalize.run.tally import Tally
from normalize.run.unit import Unit

PARTS = "parts.spool"
ERRORS = "errors.spool"


@dataclass(slots=True)
class Counts:
    """What a run has counted so far. `given` = `records` + all of `failed`; of these, `cleaned` were
    cleaned now, and `known` taken over from an earlier run.
    """

    given: int = 0
    records: int = 0
    cleaned: int = 0
    known: int = 0
    failed: Counter[tuple[str, str]] = field(default_factory=Counter)
    files: int = 0
    bytes: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    passed: Counter[str] = field(default_factory=Counter)
    ignored: Counter[str] = field(default_factory=Counter)
    tally: Tally = field(default_factory=Tally)

    def add(self, part: Part) -> None:
        """Count a part."""
        self.given += part.given
        self.records += part.records
        self.cleaned += part.cleaned
        self.known += part.known
        self.failed.update(part.failed)
        self.tally.merge(part.tally)

    def end(self, end: End) -> None:
        """Count what reading a unit counted."""
        self.files += end.files
        self.bytes += end.bytes
        self.skipped.update(end.skipped)
        self.passed.update(end.passed)
        self.ignored.update(end.ignored)


class Results:
    """Takes parts and ends in any order, and hands the parts on in the order of the inputs, each once.

    Args:
        take: what is done with each part, in order. limit: inputs after which nothing more is taken; None:
        all.

    Attributes:
        counts: of all that was handed on.
    """

    def __init__(self, take: Callable[[Part], None], limit: int | None = None) -> None:
        self._take = take
        self._limit = limit
        self._parts: dict[tuple[int, int], Part] = {}
        self._ends: dict[int, End] = {}
        self._unit = self._seq = self._before = 0
        self._asked = False
        self._cut: tuple[int, int] | None = None
        self._reading: dict[int, int] = {}
        self.counts = Counts()

    @property
    def bytes(self) -> int:
        """Bytes that were read so far, also of units that are not done."""
        return self.counts.bytes + sum(self._reading.values())

    def add(self, message: Part | End) -> None:
        """Take what came in. What came before is passed over: a task that was done again gives it twice."""
        if isinstance(message, End):
            if message.unit >= self._unit:
                self._reading[message.unit] = message.bytes
                self._ends[message.unit] = message
        elif (message.unit, message.seq) >= (self._unit, self._seq) and message.whole:
            self._parts[message.unit, message.seq] = message
            self._reading[message.unit] = max(message.read, self._reading.get(message.unit, 0))
        self._advance()

    @property
    def full(self) -> bool:
        """Whether the limit is reached, or was passed, so that nothing more has to be begun."""
        return self._limit is not None and (self.counts.given >= self._limit or self._cut is not None)

    @property
    def left(self) -> int | None:
        """How many inputs may still come, and no unit has to give more; None: any number."""
        return None if self._limit is None else self._limit - self.counts.given

    def cut(self, units: dict[int, Unit]) -> Task | None:
        """Give, once, the task of the part in which the limit lies: to be done again up to there."""
        if self._cut is None or self._asked:
            return None
        self._asked = True
        unit, most = self._cut
        return Task(units[unit], have=frozenset(range(self._seq)), most=most)

    def _advance(self) -> None:
        while True:
            part = self._parts.pop((self._unit, self._seq), None)
            if part:
                if not self._fits(part):
                    return
                self.counts.add(part)
                self._before += part.given
                self._seq += 1
                self._take(part)
                continue
            end = self._ends.get(self._unit)
            if not end or end.parts != self._seq:
                return
            del self._ends[self._unit]
            self._reading.pop(self._unit, None)
            self.counts.end(end)
            self._unit, self._seq, self._before = self._unit + 1, 0, 0

    def _fits(self, part: Part) -> bool:
        """Whether the part lies within the limit; else it is asked for again, cut short."""
        if self._limit is None or self.counts.given + part.given <= self._limit:
            return not (self._limit is not None and self.counts.given >= self._limit)
        left = self._limit - self.counts.given
        if left and self._cut is None:
            self._cut = self._unit, self._before + left
            self._ends.pop(self._unit, None)
        return False


class Tasks:
    """The tasks of all units, until the limit is reached; then that of the part in which it lies.

    It may give one more after it gave none, when that part is known.

    Args:
        units: what is to be read. remember: whether there is a limit.
    """

    def __init__(self, units: Iterable[Unit], results: Results, remember: bool) -> None:
        self._units = iter(units)
        self._results = results
        self._remember = remember
        self._given: dict[int, Unit] = {}

    def __iter__(self) -> Tasks:
        return self

    def __next__(self) -> Task:
        if not self._results.full:
            unit = next(self._units)
            if unit.spool or self._remember:
                self._given[unit.number] = unit
            return Task(unit, most=self._results.left)
        if cut := self._results.cut(self._given):
            return cut
        raise StopIteration

    def done(self, number: int) -> None:
        """Forget a unit that is done, and what was kept for it alone."""
        if self._remember:
            return
        unit = self._given.pop(number, None)
        if unit and unit.spool:
            Path(unit.spool).unlink(missing_ok=True)


class Spool:
    """Parts on their way to the output, on disk: where their records are, and the lines of what failed.

    Args:
        folder: of the files, which are overwritten.

    Raises:
        ShardError: they cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._paths = folder / PARTS, folder / ERRORS
        with writing(folder):
            self._parts, self._errors = (path.open("wb") for path in self._paths)

    def take(self, part: Part) -> None:
        """Take the next part."""
        with writing(self._folder):
            if part.runs:
                pickle.dump((part.files, part.runs), self._parts, pickle.HIGHEST_PROTOCOL)
            self._errors.writelines(part.failures)

    def turn(self) -> None:
        """End writing, so that it can be read."""
        with writing(self._folder):
            self._parts.close()
            self._errors.close()

    def parts(self) -> Iterator[tuple[list[tuple[str, int]], array[int]]]:
        """Give files and runs of each part, in order."""
        with self._paths[0].open("rb") as file:
            while True:
                try:
                    yield pickle.load(file)
                except EOFError:
                    return

    def errors(self) -> Iterator[bytes]:
        """Give the lines of what failed, in order."""
        with self._paths[1].open("rb") as file:
            yield from file

    def remove(self) -> None:
        """Close and remove the files, whatever became of them."""
        for file, path in zip((self._parts, self._errors), self._paths, strict=True):
            with suppress(OSError):  # it has room for nothing: told where it was first seen
                file.close()
            with suppress(OSError):
                path.unlink(missing_ok=True)
