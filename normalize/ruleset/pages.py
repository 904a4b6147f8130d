"""The example pages of the sites, run as tests: each must give its headline and its lines.

The package itself does not import this module, since extraction takes its selectors from the package.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from normalize.errors import StageError
from normalize.extract import ExtractConfig, extract
from normalize.ruleset.examples import Failure, Tested, diff
from normalize.ruleset.locate import key_lines
from normalize.ruleset.model import Page, Site
from normalize.ruleset.sites import SiteIndex


def run_pages(sites: Iterable[Site]) -> Tested:
    """Run the example pages of sites with both engines. In the result, `rules` counts the sites that have
    any.
    """
    chosen = [site for site in sites if site.pages]
    failures = [
        Failure(site.file, _line(site, number), site.host, message)
        for site in chosen
        for number, page in enumerate(site.pages)
        for message in dict.fromkeys(_wrong(site, page))
    ]
    return Tested(len(chosen), sum(len(site.pages) for site in chosen), failures)


def _wrong(site: Site, page: Page) -> Iterator[str]:
    for engine in ("careful", "fast"):
        try:
            found = extract(
                page.html,
                url=f"https://{site.host}/page",
                config=ExtractConfig(engine=engine, min_chars=1),
                sites=SiteIndex([site._replace(valid_until=None)]),
            )
        except StageError as error:
            yield f"no article: {error}"
            continue
        wanted = "\n".join(page.body)
        if found.body != wanted:
            yield f"the body is not as wanted: {diff(wanted, found.body)}"
        if page.headline is not None and found.headline != page.headline:
            yield f"the headline is “{found.headline}”, wanted: “{page.headline}”"


def _line(site: Site, number: int) -> int:
    try:
        lines = key_lines(Path(site.file).read_text(encoding="utf-8-sig"))
    except OSError:
        return site.line
    return lines.get(("site", "page", str(number)), site.line)
