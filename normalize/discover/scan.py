"""Discovery over a corpus: two looks at every document, here or in the processes of a pool.

    documents → chunks → keys on disk → frequent keys → chunks again → evidence

The first look counts, the second one describes what was counted. Chunks come back in their order, so that the
result does not depend on who does the work.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from time import monotonic
from typing import NamedTuple, TypeVar

from normalize.article import Document
from normalize.discover.config import DiscoverConfig
from normalize.discover.evidence import Evidence
from normalize.discover.kept import NAME, Kept
from normalize.discover.keys import text_keys
from normalize.discover.look import look
from normalize.discover.spill import Spill, frequent, write_keys
from normalize.discover.texts import Chunk, Groups, chunks, texts_of
from normalize.errors import Problem, SetupError
from normalize.read import Failure
from normalize.spread import spread

_SAVE_SECONDS = 30.0  # evidence of 50,000 pieces takes some seconds to write

Read = Callable[[], Iterable["Document | Failure"]]
Task = TypeVar("Task")
Result = TypeVar("Result")


class Scan(NamedTuple):
    """What two looks at a corpus gave: evidence by key, and the groups that the keys are of.

    `sites`, `documents` and `domains` are by the number of the group: its name, how many documents it has,
    and domains that they are from. `failed` inputs could not be read.
    """

    evidence: dict[int, Evidence]
    sites: Sequence[str]
    documents: Sequence[int]
    domains: Sequence[tuple[str, ...]]
    failed: int = 0


def scan(read: Read, config: DiscoverConfig, *, workers: int = 1, work: Path | None = None) -> Scan:
    """Look for pieces that repeat.

    Memory holds the chunks in flight (8 MB of text each at most), one part of the counts (180 MB at most),
    the evidence (3 KB for each of `most_pieces`), and a name for each site. The disk holds 8 bytes for each
    piece of text, which is about a seventh of the text.

    Args:
        read: gives all documents; it is called twice, and must give the same ones.
        config: what counts as repeated.
        workers: processes; 1: this one.
        work: folder for the counts and, every half minute, for the evidence. What an interrupted scan left
            there is used again, so that texts which were looked at are only read anew, and told apart from
            others by a checksum. None: a temporary folder, which goes away.

    Raises:
        SetupError: the counts cannot be kept: there is no place, or it may not be written to.
    """
    with ExitStack() as stack, _place_told(work):
        folder = work or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="normalize-discover-")))
        folder.mkdir(parents=True, exist_ok=True)
        spill = Spill(folder)
        groups = Groups(config.by)
        tasks = ((chunk, spill.path(chunk.number, chunk.checksum)) for chunk in chunks(read(), groups))
        with closing(_spread(_count, tasks, workers)) as counted:
            spill.files.extend(counted)
        least = config.min_documents
        found = frequent(spill.parts(), groups.documents, least, config.min_share, config.most_pieces)
        kept = Kept(folder, spill.files, found, groups.documents) if work is not None else None
        again = chunks(read(), Groups(config.by))
        evidence = _described(again, workers, (found, groups.documents), kept)
        if work is not None:
            for file in (*spill.files, folder / NAME):
                file.unlink(missing_ok=True)
    domains = [tuple(one) for one in groups.domains]
    return Scan(evidence, groups.names, groups.documents, domains, groups.failed)


@contextmanager
def _place_told(work: Path | None) -> Iterator[None]:
    """Tell what goes wrong with the files of counts as a mistake of the setup."""
    try:
        yield
    except OSError as error:
        place = str(error.filename or work or tempfile.gettempdir())
        message = f"counts cannot be kept here: {error.strerror or error}"
        raise SetupError([Problem(place, 0, "bad-path", message)]) from None


def _described(
    again: Iterable[Chunk], workers: int, state: tuple[dict[int, int], Sequence[int]], kept: Kept | None
) -> dict[int, Evidence]:
    """The evidence of all chunks; those whose evidence is kept are not looked at."""
    done, evidence = kept.read() if kept else (0, {})
    left = (chunk for chunk in again if chunk.number >= done)
    saved = monotonic()
    with closing(_spread(_describe, left, workers, state)) as described:
        for number, part in enumerate(described, done + 1):
            _add(evidence, part)
            if kept and monotonic() - saved >= _SAVE_SECONDS:
                kept.write(number, evidence)
                saved = monotonic()
    return evidence


def _add(evidence: dict[int, Evidence], part: dict[int, Evidence]) -> None:
    for key, one in part.items():
        if key in evidence:
            evidence[key].merge(one)
        else:
            evidence[key] = one


def _count(task: tuple[Chunk, Path]) -> Path:
    """The first look at a chunk, unless its keys are there already."""
    chunk, path = task
    if not path.is_file():
        keys: list[int] = []
        for one in texts_of(chunk):
            keys.extend(text_keys(one.text, one.site))
        write_keys(path, keys)
    return path


class _Worker:
    """What a process keeps between chunks; set when it starts."""

    state: tuple[dict[int, int], Sequence[int]] = ({}, ())


def _start(state: tuple[dict[int, int], Sequence[int]]) -> None:
    _Worker.state = state


def _describe(chunk: Chunk) -> dict[int, Evidence]:
    """The second look at a chunk."""
    return look(texts_of(chunk), *_Worker.state)


def _spread(
    work: Callable[[Task], Result],
    tasks: Iterable[Task],
    workers: int,
    state: tuple[dict[int, int], Sequence[int]] = ({}, ()),
) -> Generator[Result, None, None]:
    """Do the tasks and give their results in order."""
    if workers == 1:
        _start(state)
        yield from map(work, tasks)
        return
    yield from spread(work, tasks, workers, _start, (state,))
