"""`normalize dedup`: which articles of runs are there already. `normalize filter`: which of them to keep."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from normalize.cli.setup import put, told

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
AsJson = Annotated[bool, typer.Option("--json", help="Print the account as JSON.")]


def dedup(
    places: Places,
    out: OutFolder,
    drop: Annotated[
        bool, typer.Option("--drop", help="Put copies into duplicates.jsonl, and not into articles.jsonl.")
    ] = False,
    merge: Annotated[
        bool,
        typer.Option("--merge/--no-merge", help="Fill fields of the canonical copy that only others have."),
    ] = True,
    similarity: Annotated[
        float,
        typer.Option(min=0.5, max=1.0, metavar="SHARE", help="Runs of five words that near copies share."),
    ] = 0.8,
    as_json: AsJson = False,
) -> None:
    """Find copies of articles, within one run's output or across several.

    Each record of a group of copies says so in `duplicates`. A run that was broken off goes on where it was.
    """
    from normalize.dedup import DedupConfig
    from normalize.dedup import dedup as find_copies

    with told():
        account = find_copies(places, out, DedupConfig(similarity=similarity), drop=drop, merge=merge)
    if as_json:
        put(json.dumps(account.record()) + "\n")
        return
    copies = sum(account.kinds.values())
    kinds = ", ".join(f"{count:,} {name}" for name, count in sorted(account.kinds.items()))
    shown = f": {kinds}" if kinds else ""
    put(f"{account.read:,} articles, {copies:,} copies in {account.clusters:,} groups{shown}\n")
    if account.syndicated:
        put(f"{account.syndicated:,} copies stand on another site than the canonical one\n")
    if drop:
        put(f"{account.dropped:,} copies are in {out / 'duplicates.jsonl'}\n")
    put(f"{account.written:,} articles are in {out / 'articles.jsonl'}\n")


def filter_records(
    places: Places,
    out: OutFolder,
    where: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CONDITION",
            help="What an article must meet: 'quality.words >= 100'. May be given again.",
            show_default=False,
        ),
    ] = None,
    filters: Annotated[
        list[str] | None,
        typer.Option(
            "--filters",
            metavar="NAME",
            help="A set of filters: c4, fineweb, gopher-quality, gopher-repetition, refinedweb, or a "
            "TOML file. May be given again.",
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Part articles into those to keep and those to drop, with the reason and a count for each reason."""
    from normalize.errors import Problem, SetupError
    from normalize.quality.filters import Filter
    from normalize.screen import screen

    with told():
        if not where and not filters:
            raise SetupError([Problem("normalize", 0, "W007", "say what to keep, by --where or --filters")])
        done = screen(places, out, Filter(where or (), filters or ()))
    if as_json:
        put(json.dumps(done.record()) + "\n")
        return
    put(f"{done.read:,} articles, {done.kept:,} kept, {done.read - done.kept:,} dropped\n")
    for reason, count in done.record()["dropped"].items():
        put(f"  {count:7,}  {reason}\n")
    put(f"what was kept is in {out / 'articles.jsonl'}, the rest in {out / 'dropped.jsonl'}\n")
