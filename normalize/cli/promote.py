"""`normalize rules promote`: rules on trial that hit junk only are switched on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from normalize.cli.choices import ConfigFile, Limit, RuleFolders
from normalize.cli.setup import SOME_FAILED, counted, load_config, put, say, told

if TYPE_CHECKING:
    from normalize.discover.promote import Trial


def promote(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATHS...", help="The corpus to measure on.", show_default=False),
    ],
    least: Annotated[int, typer.Option("--least", min=1, help="Fewest documents that a rule must hit.")] = 3,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell only, and change no file.")] = False,
    limit: Limit = None,
    config: ConfigFile = None,
    rules: RuleFolders = None,
) -> None:
    """Measure the rules on trial over a corpus, and switch on those that hit junk only.

    A hit is doubted if it reads like a paragraph of the article, or stands like one of its headings. One such
    hit keeps the rule on trial. Only rules in directories named by --rules are changed.
    """
    from itertools import islice

    from normalize.discover.promote import count, switch_on, trials
    from normalize.errors import DocumentError
    from normalize.pipeline import Pipeline
    from normalize.read import Failure, Inputs

    with told():
        pipeline = Pipeline.load(load_config(config, rules))
        found = trials(pipeline.rules)
        failed = 0
        for item in islice(Inputs(paths, pipeline.config.stage("read")), limit):
            if isinstance(item, Failure):
                failed += 1
                continue
            try:
                count(found, pipeline.clean(item), item.url)
            except DocumentError:
                failed += 1
        own = [one for one in found.values() if _is_own(one, rules or ())]
        fit = [one for one in own if one.fit(least)]
        for one in own:
            put(_line(one, least))
        if not dry_run:
            for one in fit:
                if not switch_on(one.rule):
                    say(f"{one.rule.id}: its file gives no status; write it there")
    unchanged = " (nothing changed)" if dry_run else ""
    say(f"{counted(len(own), 'rule')} on trial, {len(fit)} hit junk only{unchanged}")
    if failed:
        say(f"{counted(failed, 'input')} could not be read or cleaned; `normalize run` tells why")
        raise typer.Exit(SOME_FAILED)


def _is_own(trial: Trial, folders: Sequence[Path]) -> bool:
    path = Path(trial.rule.file).resolve()
    return any(path.is_relative_to(folder.resolve()) for folder in folders)


def _line(one: Trial, least: int) -> str:
    from normalize.report.visible import visible

    verdict = "on" if one.fit(least) else "trial"
    found = f"{counted(one.documents, 'document')}, {counted(one.hits, 'hit')}, {one.doubtful} doubtful"
    doubts = "".join(f"         {visible(doubt)}\n" for doubt in one.doubts)
    return f"{verdict:5}  {one.rule.id}  {found}\n{doubts}"
