"""The source texts of some documents, read again from the inputs of a run in one go."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from normalize.article import Document
from normalize.draft import Draft
from normalize.errors import DocumentError, ReplayError
from normalize.ledger import replay
from normalize.read.failure import Failure
from normalize.read.find import Finder
from normalize.read.inputs import SourceReader
from normalize.read.source import STDIN
from normalize.stages import make_stages

if TYPE_CHECKING:
    from normalize.config import Config
    from normalize.ruleset import RuleSet

MOST_PAGES = 200
"""HTML pages whose text is extracted again. Each takes some ten times what a text takes, and a report is
written
after each run."""

Place = tuple[str, int | None]


class Wanted(NamedTuple):
    """A document whose source is wanted: its place, SHA-256, and whether it is a page."""

    path: str
    record: int | None
    sha256: str
    page: bool


def wanted_of(record: Mapping[str, Any]) -> Wanted | None:
    """What to look for; None if the record alone tells its source, or does not say where that is."""
    source = record["source"]
    known = all("was" in one or one["end"] == one["start"] for one in _changing(record))
    path = source.get("path")
    if known or not isinstance(path, str) or path == STDIN or "spans" not in record:
        return None
    return Wanted(path, source.get("record"), str(source.get("sha256")), source.get("format") == "html")


def _changing(record: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    return (one for one in record.get("edits", ()) if one["action"] != "flag")


def find_inputs(account: Mapping[str, Any], near: Iterable[Path]) -> list[str]:
    """The inputs that a run was named, as they can be found now: as they stand, or below one of the
    directories
    that are near it; empty if they are gone, or were never told.
    """
    named = account.get("inputs", ())
    named = [one for one in named if isinstance(one, str) and one != STDIN] if isinstance(named, list) else []
    for base in near:
        there = [base / one for one in named]
        if there and all(one.exists() for one in there):
            return [str(one) for one in there]
    return []


def source_texts(
    wanted: Mapping[int, Wanted], inputs: Sequence[str], config: Config, rules: RuleSet
) -> Iterator[tuple[int, str]]:
    """Read inputs, and give the source texts of the wanted documents that are there as they were.

    Args:
        wanted: by the number of the record. Of pages the first `MOST_PAGES` are looked for.
        inputs: files and directories, as the run was named them: paths are told from these.
        config, rules: options of reading, decoding and extraction; rules of sites.
    """
    pages = [number for number, one in wanted.items() if one.page][:MOST_PAGES]
    places: dict[str, dict[Place, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, one in wanted.items():
        if not one.page or number in pages:
            places[one.path][one.path, one.record].append(number)
    if not inputs or not places:
        return
    stages = make_stages(("decode", "extract"), config.sections, rules)
    reader = SourceReader(config.stage("read"))
    archives = {path[:at] for path in places for at, sign in enumerate(path) if sign == "/"}
    for found in Finder(inputs):
        if isinstance(found, Failure) or (found.path not in places and found.path not in archives):
            continue
        left = _places_in(places, found.path)
        for document in reader.read(found):
            if isinstance(document, Failure):
                continue
            here = (document.path or "", document.record)
            for number in left.pop(here, ()):
                if hashed(document) == wanted[number].sha256:
                    draft = Draft(document)
                    try:
                        for made in stages:
                            made.stage(draft)
                    except DocumentError:
                        continue  # it could be read when the run did; the page says that it is not shown
                    yield number, draft.text
            if not left:
                break


def _places_in(places: Mapping[str, Mapping[Place, list[int]]], path: str) -> dict[Place, list[int]]:
    """What is wanted of a file, or of an archive and all in it."""
    below = f"{path}/"
    inside: Collection[str] = [one for one in places if one == path or one.startswith(below)]
    return {place: numbers for one in inside for place, numbers in places[one].items()}


def hashed(document: Document) -> str:
    """The SHA-256 of a document's bytes, as a record tells it."""
    data = document.data
    raw = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
    return hashlib.sha256(raw).hexdigest()


def fits(text: str, record: Mapping[str, Any]) -> bool:
    """Whether a text is what a record's account speaks of: whether the record replays on it."""
    try:
        return replay(text, record) == (record["headline"], record["body"])
    except ReplayError:
        return False
