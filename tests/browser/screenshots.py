"""Make screenshots of the report: `python -m tests.browser.screenshots [FOLDER]`.

Without a folder the two that `docs/report.md` shows are made again; into a folder go all views, light and dark, wide
and narrow, for a look at them. The corpus is made up.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.browser import driver

DOCUMENTS = 5000
WIDE, NARROW = (1280, 860), (390, 844)
FOR_PAGE = (1120, 680)
READ = "#doc/00009"
FOR_DOCS = {"report-overview.png": "", "report-document.png": READ}
ALL = {
    "overview": "",
    "rules": "#rules",
    "rule": "#rule/en.related.read-also",
    "documents": "#documents",
    "changed": "#documents?changed=1&sort=changed",
    "document": READ,
    "failed": "#documents?error=empty",
}


def shoot(browser: Any, file: Path, address: str, target: Path, size: tuple[int, int], scheme: str) -> None:
    """Make one picture."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{file.as_uri()}{address}")
    page.wait_for_selector("html.ready", state="attached")
    page.screenshot(path=str(target))
    context.close()


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory() as scratch, driver.browser() as browser:
        out = driver.clean_corpus(Path(scratch), DOCUMENTS)
        if folder is None:
            file = driver.report(out)
            for name, address in FOR_DOCS.items():
                shoot(browser, file, address, driver.ROOT / "docs" / name, FOR_PAGE, "light")
            return
        folder.mkdir(parents=True, exist_ok=True)
        other = driver.clean_corpus(Path(scratch) / "other", DOCUMENTS, off=["en.related.read-also"])
        file = driver.report(out, against=other)
        for name, address in ALL.items():
            for kind, size, scheme in (
                ("wide", WIDE, "light"),
                ("dark", WIDE, "dark"),
                ("narrow", NARROW, "light"),
            ):
                shoot(browser, file, address, folder / f"{name}-{kind}.png", size, scheme)


if __name__ == "__main__":
    main()
