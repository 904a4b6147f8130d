"""`normalize explain`: what was done to one document, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from normalize.cli.choices import ConfigFile, RuleFolders, Url
from normalize.cli.groups import grouped
from normalize.cli.setup import SOME_FAILED, WRONG, load_pipeline, put, say, told

if TYPE_CHECKING:
    from normalize.pipeline import Pipeline
    from normalize.report import Explanation


What = Annotated[
    str,
    typer.Argument(
        metavar="FILE|ID",
        help="A document to clean now, - for standard input; with --run, the id or path of a record.",
        show_default=False,
    ),
]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about the document."""

    run: Annotated[
        Path | None,
        typer.Option(
            "--run", metavar="DIR", help="Explain a record of the run in this directory.", show_default=False
        ),
    ] = None
    source: Annotated[
        Path | None,
        typer.Option(
            "--source",
            metavar="PATH",
            help="With --run: the file of the record, or the directory that was named to the run. Default: "
            "it is looked for in the working directory, the run's parent, and their directories.",
            show_default=False,
        ),
    ] = None
    rule: Annotated[
        str | None, typer.Option("--rule", metavar="ID", help="Only this rule's work.", show_default=False)
    ] = None
    why_not: Annotated[
        str | None,
        typer.Option("--why-not", metavar="LINE", help="Why this line was not stripped.", show_default=False),
    ] = None


@dataclass(frozen=True, slots=True)
class Shown:
    """How the answer is shown."""

    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Write a page for a browser.", show_default=False),
    ] = None
    no_pager: Annotated[bool, typer.Option("--no-pager", help="Print all at once.")] = False


@grouped
def explain(
    what: What,
    asked: Question,
    shown: Shown,
    url: Url = None,
    config: ConfigFile = None,
    rules: RuleFolders = None,
) -> None:
    """Show what was done to one document: the source with marks, the rules, and why."""
    _check(what, asked, shown.html)
    if shown.as_json and str(shown.html) == "-":
        _wrong("--json and --html - both write to standard output")
    with told():
        pipeline = load_pipeline(config, rules)
        if asked.rule is not None:
            _check_rule(asked.rule, pipeline)
        if asked.run is None:
            found = _cleaned_now(what, url, pipeline, asked.why_not)
        else:
            found = _from_run(what, asked.run, asked.source, pipeline, asked.why_not)
    if asked.rule is not None:
        found = found.only(asked.rule)
        if not found.totals():
            say(f"{asked.rule} did nothing to {what}; --why-not 'LINE' says why a line was left")
    if shown.html is not None:
        _write_page(shown.html, found)
    _print(found, shown.as_json, shown.html is not None, shown.no_pager)


def _check(what: str, asked: Question, html: Path | None) -> None:
    """End with exit status 2 where options do not go together."""
    if asked.source is not None and asked.run is None:
        _wrong("--source goes with --run")
    if asked.why_not is not None and not asked.why_not.strip():
        _wrong("--why-not needs a line")
    inputs = [Path(what)] if asked.run is None else [one for one in (asked.source,) if one is not None]
    if html is not None and html.exists() and any(one.exists() and html.samefile(one) for one in inputs):
        _wrong(f"--html {html} would overwrite the document itself")


def _wrong(message: str) -> NoReturn:
    say(message)
    raise typer.Exit(WRONG)


def _fail(what: str, stage: str, code: str, reason: str) -> NoReturn:
    from normalize.report.visible import visible

    say(visible(f"{what}: {stage}: {code}: {reason}"))
    raise typer.Exit(SOME_FAILED)


def _check_rule(rule: str, pipeline: Pipeline) -> None:
    """End with exit status 2 if there is no such rule."""
    from normalize.report.reasons import BUILT_IN
    from normalize.ruleset.override import renamed
    from normalize.ruleset.suggest import did_you_mean

    rules = pipeline.rules
    known = {*rules.index, *rules.retired, *renamed(rules), *BUILT_IN}
    if rule not in known:
        _wrong(f"unknown rule `{rule}`{did_you_mean(rule, known)}")


def _cleaned_now(file: str, url: str | None, pipeline: Pipeline, asked: str | None) -> Explanation:
    from normalize.errors import DocumentError
    from normalize.read import Failure, Inputs
    from normalize.report import explain_article

    found = list(islice(Inputs([Path(file)], pipeline.config.stage("read")), 2))
    if len(found) != 1:
        if not found:
            _wrong(f"{file}: it holds no document")
        _wrong(
            f"{file}: it holds more than one document; `normalize run {file} -o OUT` cleans them, and "
            "`normalize explain ID --run OUT` explains one"
        )
    document = found[0]
    if isinstance(document, Failure):
        _fail(file, document.stage, document.code, document.reason)
    if url:
        document = replace(document, url=url)
    try:
        return explain_article(pipeline.clean(document), document, pipeline, asked)
    except DocumentError as error:
        _fail(file, error.stage, error.code, str(error))


def _from_run(
    wanted: str, run: Path, source: Path | None, pipeline: Pipeline, asked: str | None
) -> Explanation:
    from normalize.errors import DocumentError
    from normalize.report import explain_record
    from normalize.report.lookup import find_record, find_source

    try:
        record = find_record(run, wanted)
    except DocumentError as error:
        _fail(wanted, error.stage, error.code, str(error))
    near = [source] if source is not None else [Path.cwd(), run.resolve().parent]
    document = find_source(record, near, pipeline.config.stage("read"))
    try:
        found = explain_record(record, document, pipeline, asked)
    except DocumentError as error:
        _fail(wanted, error.stage or "strip", error.code, str(error))
    if document is None:
        path = found.record["source"].get("path") or "from no file"
        remark = f"the source ({path}) cannot be read again, or is not as it was; --source says where it is"
        found = replace(found, remarks=(remark, *found.remarks))
    return found


def _write_page(file: Path, found: Explanation) -> None:
    from normalize.report.page import as_page
    from normalize.whole import write_whole

    page = as_page(found).encode("utf-8")
    if str(file) == "-":
        put(page)
        return
    try:
        write_whole(file, page)
    except OSError as error:
        _wrong(f"{file}: cannot be written: {error.strerror or error}")
    say(f"{file} written")


def _print(found: Explanation, as_json: bool, has_page: bool, no_pager: bool) -> None:
    if as_json:
        from normalize.report.visible import escaped
        from normalize.write import json_line

        put(escaped(json_line(found.as_json()).decode()))
    elif not has_page:
        from normalize.report.pager import through_pager
        from normalize.report.terminal import as_text, screen_of_stdout

        text = as_text(found, screen_of_stdout())
        if no_pager or not through_pager(text):
            put(text)
