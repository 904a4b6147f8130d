"""`normalize run`: files to files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from normalize.cli.choices import Cleaning
from normalize.cli.groups import grouped
from normalize.cli.run_options import Doing, Form, Mapping, Places, Telling
from normalize.cli.setup import PIPE_CLOSED, SIGINT, SIGNALLED, SOME_FAILED, log_json, say, told

if TYPE_CHECKING:
    from normalize.pipeline import Pipeline
    from normalize.run import Summary
    from normalize.run.settings import RunOptions

_INTERRUPTED = """\
Interrupted. What was done is kept; run the same command again to go on from there.
Results of an earlier run in {out} are as they were."""
_NO_REPORT = (
    "Interrupted while the report was made. The run is whole; `normalize report {out}` makes the report."
)


@grouped
def run(
    places: Places, cleaning: Cleaning, mapping: Mapping, form: Form, doing: Doing, telling: Telling
) -> None:
    """Clean many documents into a directory.

    Reads texts, pages, JSON, tables, Parquet and archives of crawls, compressed or not. What a file holds
    decides. A run that was ended goes on where it was, and a further one cleans only what is new or changed.
    """
    from normalize.pipeline import Pipeline
    from normalize.read.find import check_paths
    from normalize.read.paths import expand
    from normalize.read.remote import is_url
    from normalize.run.publish import publish, stage_of

    with told(telling.as_json):
        options = doing.options(form.target())
        out, paths = places.tidy()
        named = expand(paths, places.lists or ())
        # what was named is checked before the rules are loaded, which takes longer
        check_paths(named, None if out == "-" else out)
        if options.engine:
            options.engine.check(named)
        pipeline = Pipeline(cleaning.load(read=mapping.section()))
        if doing.discover:
            pipeline = _discovering(named, pipeline, options)
        at = out if is_url(out) else None
        out = str(stage_of(at)) if at else out
        summary = _done(named, out, pipeline, options, telling)
        _tell(summary if at is None else summary.at(out, at), telling)
        if out != "-" and not options.dry:
            _tell_findings(Path(out), pipeline)
            _report(Path(out), pipeline, telling)
            if at:
                publish(Path(out), at)
    if summary.failed:
        raise typer.Exit(SOME_FAILED)


def _done(named: list[str], out: str, pipeline: Pipeline, options: RunOptions, how: Telling) -> Summary:
    """Do it; ends the program if that is interrupted."""
    from normalize.cli.progress import Teller, telling
    from normalize.run import Interrupted
    from normalize.run import run as run_all
    from normalize.write import OutputError

    log = log_json if how.as_json else None
    straight = out == "-"  # then failures have no other place
    teller = Teller(named, options.limit, how.verbose or straight, log, how.quiet)
    try:
        with telling(None if how.quiet and not straight else teller) as watch:
            return run_all(named, out, pipeline, options, watch)
    except KeyboardInterrupt as error:
        if log:
            log("interrupted", out=out)
        else:
            say(_INTERRUPTED.format(out=out))
        number = error.signal if isinstance(error, Interrupted) else SIGINT
        raise typer.Exit(SIGNALLED + number) from None
    except BrokenPipeError:
        _close_stdout()
        raise typer.Exit(PIPE_CLOSED) from None
    except OutputError:
        if straight:
            _close_stdout()
        raise


def _tell(summary: Summary, how: Telling) -> None:
    from normalize.cli.summary import lines

    if how.as_json:
        log_json("summary", **summary.record())
    elif not how.quiet or summary.failed:
        for line in lines(summary):
            say(line)


def _report(out: Path, pipeline: Pipeline, how: Telling) -> None:
    from normalize.cli.report import remove_report, write_after_run

    log = log_json if how.as_json else None
    if how.no_report:
        remove_report(out, how.quiet, log)
        return
    try:
        write_after_run(out, pipeline, how.quiet, log)
    except KeyboardInterrupt:
        remove_report(out, True, None)
        if log:
            log("interrupted", out=str(out))
        else:
            say(_NO_REPORT.format(out=out))
        raise typer.Exit(SIGNALLED + SIGINT) from None


def _tell_findings(out: Path, pipeline: Pipeline) -> None:
    """Leave what discovery found beside the records, or remove what an earlier run has left there."""
    from normalize.discover.listing import FILE, write_listing

    told = getattr(pipeline, "listing", None)
    if told is not None:
        write_listing(told, out / FILE)
    else:
        (out / FILE).unlink(missing_ok=True)


def _discovering(named: list[str], pipeline: Pipeline, options: RunOptions) -> Pipeline:
    """A pipeline that knows the junk that repeats in the inputs as well; see `docs/discover.md`."""
    from normalize.discover.live import discovering
    from normalize.discover.read import reader
    from normalize.errors import Problem, SetupError
    from normalize.read.remote import is_url

    if url := next(filter(is_url, named), None):
        raise SetupError([Problem(url, 0, "bad-path", "--discover looks at files of this machine only")])
    read = reader([Path(one) for one in named], pipeline.config.stage("read"), options.limit)
    return discovering(pipeline, read, workers=options.workers)


def _close_stdout() -> None:
    """Send what is still in the buffer nowhere; it would fail again, and aloud, when the interpreter ends."""
    import os
    import sys

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
