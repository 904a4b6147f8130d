"""Headless Chromium as the system has it, driven by Playwright's core package; and runs to look at."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.browser.corpus import write

ROOT = Path(__file__).parents[2]


def chromium() -> str | None:
    """The program, or None; `CHROMIUM` names another one."""
    named = os.environ.get("CHROMIUM")
    return (
        named or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    )


def axe() -> Path | None:
    """axe-core's script, which `npm install axe-core` puts into `node_modules`; `AXE` names another place."""
    file = Path(os.environ.get("AXE") or ROOT / "node_modules" / "axe-core" / "axe.min.js")
    return file if file.is_file() else None


@contextmanager
def browser() -> Iterator[Any]:
    """Start the browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        # Without a sandbox it also runs as root in a container; what it opens is our own.
        started = play.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        try:
            yield started
        finally:
            started.close()


def clean_corpus(folder: Path, many: int, off: Sequence[str] = ()) -> Path:
    """Clean so many made-up articles, or with 0 the sample corpus, in a directory, with rules switched `off`; give
    the output's.
    """
    from normalize.config import load_config
    from normalize.pipeline import Pipeline
    from normalize.run import RunOptions, run

    folder.mkdir(exist_ok=True)
    if many:
        inputs = folder / "made-up.jsonl"
        write(inputs, many)
    else:
        inputs = folder / "corpus"
        shutil.copytree(ROOT / "corpus", inputs, ignore=shutil.ignore_patterns("*.expected", "README.md"))
    pipeline = Pipeline(load_config(None, {"rules": {"packs": ["any", "en", "de"], "off": list(off)}}))
    out = folder / ("made-up" if many else "sample-corpus")
    run([inputs], out, pipeline, RunOptions(workers=0))
    return out


def report(out: Path, **options: Any) -> Path:
    """Write the report of a run, and give the file."""
    from normalize.config import load_config
    from normalize.pipeline import rules_of
    from normalize.report.corpus import ReportOptions, write_report

    config = load_config(None, {"rules": {"packs": ["any", "en", "de"]}})
    return write_report(out, config, rules_of(config), ReportOptions(**options)).file
