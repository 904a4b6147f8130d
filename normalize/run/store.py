"""What an output directory keeps between runs, in its hidden directory `.normalize`: lock, journal and
shards.
"""

from __future__ import annotations

import os
import secrets
import shutil
from pathlib import Path

from normalize.errors import Problem, SetupError
from normalize.run.journal import FILE, SCHEMA, Journal, JournalError
from normalize.run.lock import Lock
from normalize.run.settings import RunOptions

FOLDER = ".normalize"
LOCK = "lock"


class Store:
    """The store of an output directory, opened for one run.

    Args:
        out: the output directory, which is there. made: `identity.made_key` of the run; `told`: the same
        for people. options: whether to forget what earlier runs did (`redo`), and to note nothing of this
        one (`dry`).

    Attributes:
        folder: where shards are. journal: the open journal. name: begins the names of this run's files.
        known: how many records of earlier runs can be taken over. faults: whether any of
        their failures can. notes: what people should be told: that all has
        to be done again, and why.

    Raises:
        SetupError: `output-locked`; `output-newer`, for a store of a later version; `output-not-writable`.
    """

    def __init__(self, out: Path, made: str, told: str, options: RunOptions) -> None:
        self.folder = out / FOLDER
        self.notes: list[str] = []
        try:
            self.folder.mkdir(exist_ok=True)
            self.lock = Lock(self.folder / LOCK, str(out))
        except OSError as error:
            message = f"cannot write {self.folder}: {error.strerror or error}"
            raise SetupError([Problem(str(out), 0, "output-not-writable", message)]) from None
        try:
            self.name = secrets.token_hex(4)
            self.journal = self._open(str(out), options.redo and not options.dry)
            try:
                self._take_stock(made, told, options.dry)
            except JournalError as error:
                if not error.damaged:
                    raise
                self.journal.close()
                self.journal = self._replaced()
                self._take_stock(made, told, options.dry)
        except BaseException:
            self.lock.release()
            raise

    def _open(self, out: str, redo: bool) -> Journal:
        try:
            journal = Journal(self.folder / FILE, writing=True)
        except JournalError as error:
            if not error.damaged:
                raise SetupError([Problem(out, 0, "output-not-writable", str(error))]) from None
            return self._replaced()
        schema = journal.found.get("schema", SCHEMA)
        if schema == SCHEMA and not redo:
            return journal
        if _number(schema) > _number(SCHEMA):
            journal.close()
            message = f"it was written by a later version ({schema}); this one knows {SCHEMA}"
            raise SetupError([Problem(out, 0, "output-newer", message)])
        if schema != SCHEMA:
            self.notes.append(
                f"The journal of earlier runs is of an older form ({schema}): everything is done again."
            )
        journal.close()
        return self._new()

    def _replaced(self) -> Journal:
        """A new journal in the place of a damaged one."""
        self.notes.append("The journal of earlier runs is damaged: everything is done again.")
        return self._new()

    def _new(self) -> Journal:
        path = self.folder / FILE
        for ending in ("-wal", "-shm", ""):  # a log that is left over would be played into the new one
            path.with_name(f"{FILE}{ending}").unlink(missing_ok=True)
        return Journal(path, writing=True)

    def _take_stock(self, made: str, told: str, dry: bool) -> None:
        """See what is there of earlier runs. Raises JournalError."""
        self._look_through()
        self.known = self._compare(made, told, dry)
        self.faults = self.journal.has_faults(made)

    def _look_through(self) -> None:
        """Take away what a run that was ended has left, and forget shards that are not as they were."""
        there = {entry.name: entry.stat().st_size for entry in os.scandir(self.folder) if entry.is_file()}
        told = list(self.journal.sizes())
        wrong = [number for number, name, size in told if there.get(name) != size]
        if wrong:
            self.journal.forget(wrong)
            self.notes.append(
                f"{len(wrong)} of {len(told)} files of {self.folder} are gone or changed: what they "
                "held is done again."
            )
        known = {name for _, name, size in told if there.get(name) == size}
        kept = (LOCK, FILE, f"{FILE}-wal", f"{FILE}-shm")
        for name in there.keys() - known - set(kept):
            (self.folder / name).unlink(missing_ok=True)

    def _compare(self, made: str, told: str, dry: bool) -> int:
        """Note by what the records are made now; how many are known."""
        before = self.journal.found
        if before.get("made", made) != made:
            self.notes.append(
                f"The records of earlier runs were made by {before.get('told', 'something else')}, "
                f"and now it is {told}: all documents are cleaned again."
            )
        if not dry:
            self.journal.note(schema=SCHEMA, made=made, told=told)
        return self.journal.index(made)

    def remove(self, names: list[str]) -> None:
        """Remove shards that were forgotten."""
        for name in names:
            (self.folder / name).unlink(missing_ok=True)

    def close(self, whole: bool = False) -> None:
        """Close it. `whole`: nothing of it is of use any more."""
        self.journal.close()
        if whole:
            shutil.rmtree(self.folder, ignore_errors=True)
        self.lock.release()


def _number(schema: str) -> int:
    last = schema.rpartition("/")[2]
    return int(last) if last.isdecimal() else 0
