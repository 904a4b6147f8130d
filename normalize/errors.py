"""Every error that `normalize` raises on purpose.

    NormalizeError
    ├── SetupError            what the user asked for cannot be done; it lists all problems with file and line
    │   ├── ConfigError       normalize.toml, profiles, command-line options
    │   └── RuleError         rule files
    ├── DocumentError         one document cannot be cleaned; the run goes on
    │   ├── InputError        it cannot be read: empty, binary, too large, broken record …
    │   └── StageError        a stage failed or gave up on it: a limit, a time-out
    ├── OutputError           results cannot be written any further: a full disk (normalize.write.output)
    ├── ShardError            records on their way cannot be written or read (normalize.run.shard)
    ├── JournalError          the journal of a run cannot be written (normalize.run.journal)
    ├── WorkerError           worker processes cannot be started (normalize.run.pool)
    ├── CrewError             the same, outside of runs (normalize.crew)
    ├── EngineError           an engine cannot go on: other versions, unseen inputs (normalize.run.engines)
    └── ReplayError           a record does not fit the source text it is replayed on

`DocumentError.code` is a stable word, written to `errors.jsonl` and listed in `docs/errors.md`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple


class NormalizeError(Exception):
    """Base of all errors of this package."""


class Problem(NamedTuple):
    """One thing that is wrong in a file that the user wrote. Lines count from 1; 0 means the file as a
    whole.
    """

    file: str
    line: int
    code: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.code} {self.message}"


class SetupError(NormalizeError):
    """The run cannot start. `problems` holds everything that was found wrong, not only the first thing."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[SetupError], tuple[list[Problem]]]:
        return type(self), (self.problems,)


class ConfigError(SetupError):
    """A configuration that is wrong."""


class RuleError(SetupError):
    """Rule files that are wrong."""


class DocumentError(NormalizeError):
    """One document that cannot be cleaned.

    Args:
        code: a stable word such as `too-large`.
        reason: one sentence for people: what is wrong, with the figures, and what to do.
        stage: the stage or reader in which it came up; the pipeline fills it in where it is not given.
    """

    def __init__(self, code: str, reason: str, stage: str = "") -> None:
        self.code = code
        self.reason = reason
        self.stage = stage
        super().__init__(reason)

    def __reduce__(self) -> tuple[type[DocumentError], tuple[str, str, str]]:
        return type(self), (self.code, self.reason, self.stage)


class InputError(DocumentError):
    """A document that cannot be read."""


class StageError(DocumentError):
    """A document on which a stage failed or gave up."""


class ReplayError(NormalizeError):
    """A record that does not fit the source text on which it is replayed."""


def told_bug(error: BaseException) -> str:
    """Tell of an exception that nobody meant to raise, and of its place in this package: 'KeyError: 'x'
    (strip/stage.py:88 in strip)'.
    """
    import traceback

    text = " ".join(str(error).split())[:200]
    told = f"{type(error).__name__}: {text}" if text else type(error).__name__
    home = Path(__file__).parent
    frames = traceback.extract_tb(error.__traceback__)
    frame = next((one for one in reversed(frames) if Path(one.filename).is_relative_to(home)), frames[-1])
    file = Path(frame.filename)
    shown = file.relative_to(home).as_posix() if file.is_relative_to(home) else file.name
    return f"{told} ({shown}:{frame.lineno} in {frame.name})"
