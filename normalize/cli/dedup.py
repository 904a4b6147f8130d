"""`normalize dedup`: which articles of runs are there already. `normalize filter`: which of them to keep."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from normalize.cli.groups import grouped
from normalize.cli.run_options import Compress, CompressOption, Filters, Log, LogForm, Where
from normalize.cli.setup import INTERRUPTED, counted, put, say, told

if TYPE_CHECKING:
    from normalize.write import Target

_INTERRUPTED = "Interrupted. What was read is kept; run the same command again to go on from there."


class StoredFormat(StrEnum):
    """The forms that hold whole records."""

    jsonl = "jsonl"
    parquet = "parquet"
    sqlite = "sqlite"


Places = Annotated[
    list[Path],
    typer.Argument(
        metavar="OUT…", help="Outputs of `normalize run`, or files of records.", show_default=False
    ),
]
OutFolder = Annotated[
    Path,
    typer.Option(
        "--out",
        "-o",
        metavar="DIR",
        help="Where the results go; not where the records are.",
        show_default=False,
    ),
]
Format = Annotated[StoredFormat, typer.Option("--format", help="The form of the records.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Tell nothing of how far it is.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the account as JSON.")]
Drop = Annotated[
    bool, typer.Option("--drop", help="Put copies into duplicates.jsonl, and not among the articles.")
]
Merge = Annotated[
    bool, typer.Option("--merge/--no-merge", help="Fill fields of the canonical copy that only others have.")
]
PrintWorkers = Annotated[
    int | None,
    typer.Option(
        "--workers",
        min=1,
        metavar="N",
        help="Processes that take prints (default: one for each processor).",
        show_default=False,
    ),
]
Similarity = Annotated[
    float,
    typer.Option(
        "--similarity",
        min=0.5,
        max=1.0,
        metavar="SHARE",
        help="Which share of their runs of five words near copies have in common.",
    ),
]


@dataclass(frozen=True, slots=True)
class Form:
    """In what form records are written."""

    record_format: Format = StoredFormat.jsonl
    compress: CompressOption = Compress.none

    def target(self) -> Target:
        """The same for what writes. Raises SetupError."""
        from normalize.write import Target

        return Target(self.record_format.value, self.compress.value)


@dataclass(frozen=True, slots=True)
class Telling:
    """How much is told, and in which form."""

    quiet: Quiet = False
    log: Log = LogForm.text
    as_json: AsJson = False


@dataclass(frozen=True, slots=True)
class Copies:
    """What is a copy, and what becomes of it."""

    drop: Drop = False
    merge: Merge = True
    similarity: Similarity = 0.8
    workers: PrintWorkers = None


@grouped
def dedup(places: Places, out: OutFolder, copies: Copies, form: Form, telling: Telling) -> None:
    """Find copies of articles, within one run's output or across several.

    Each record of a group of copies says so in `duplicates`. A run that was broken off goes on where it was.
    """
    from normalize.cli.steps import stepping
    from normalize.dedup import DedupConfig, DedupOptions
    from normalize.dedup import dedup as find_copies
    from normalize.run.settings import cores

    as_json = telling.log is LogForm.json
    with told(as_json), stepping(telling.quiet, as_json) as watch:
        workers = cores() if copies.workers is None else copies.workers
        options = DedupOptions(copies.drop, copies.merge, workers, form.target())
        try:
            account = find_copies(places, out, DedupConfig(similarity=copies.similarity), options, watch)
        except KeyboardInterrupt:
            say(_INTERRUPTED)
            raise typer.Exit(INTERRUPTED) from None
    if telling.as_json:
        put(json.dumps(account.record()) + "\n")
        return
    count = sum(account.kinds.values())
    kinds = ", ".join(f"{many:,} {name}" for name, many in sorted(account.kinds.items()))
    shown = f": {kinds}" if kinds else ""
    found = f"{count:,} {'copy' if count == 1 else 'copies'} in {counted(account.clusters, 'group')}"
    put(f"{counted(account.read, 'article')}, {found}{shown}\n")
    if account.syndicated:
        put(f"on another site than the canonical copy: {account.syndicated:,}\n")
    if copies.drop:
        put(f"{account.dropped:,} in {out / 'duplicates.jsonl'}\n")
    put(f"{account.written:,} in {out / account.outputs[0]}\n")


@grouped
def filter_records(
    places: Places,
    out: OutFolder,
    form: Form,
    telling: Telling,
    where: Where = None,
    filters: Filters = None,
) -> None:
    """Part articles into those to keep and those to drop, with the reason and a count for each reason."""
    from normalize.cli.steps import stepping
    from normalize.errors import Problem, SetupError
    from normalize.quality.filters import Filter
    from normalize.screen import screen

    as_json = telling.log is LogForm.json
    with told(as_json), stepping(telling.quiet, as_json) as watch:
        if not where and not filters:
            raise SetupError([Problem("normalize", 0, "W007", "say what to keep, by --where or --filters")])
        done = screen(places, out, Filter(where or (), filters or ()), form.target(), watch)
    if telling.as_json:
        put(json.dumps(done.record()) + "\n")
        return
    put(f"{counted(done.read, 'article')}, {done.kept:,} kept, {done.read - done.kept:,} dropped\n")
    for line in reasons(done.record()):
        put(f"{line}\n")
    put(f"what was kept is in {out / done.outputs[0]}, the rest in {out / 'dropped.jsonl'}\n")


def reasons(account: dict[str, Any]) -> list[str]:
    """A line for each reason for which articles were dropped, as they stand in an account."""
    return [f"  {count:7,}  {reason}" for reason, count in account["dropped"].items()]
