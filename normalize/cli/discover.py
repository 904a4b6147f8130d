"""`normalize discover`: find the junk that no rule knows, and propose rules for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from normalize.cli.choices import ConfigFile, Limit, RuleFolders
from normalize.cli.groups import grouped
from normalize.cli.setup import SOME_FAILED, counted, load_config, put, say, told

if TYPE_CHECKING:
    from normalize.discover import DiscoverConfig, Discovery, Finding, Proposal
    from normalize.discover.store import Decisions
    from normalize.ruleset import RuleSet


class By(StrEnum):
    """What a share is a share of."""

    site = "site"
    publisher = "publisher"
    all = "all"


_SHOWN, _SITE = 100, 60  # characters of a pattern and of a site in the table


Corpus = Annotated[
    list[Path],
    typer.Argument(
        metavar="PATHS...",
        help="Files and directories, or the output directory of a run.",
        show_default=False,
    ),
]
Accepted = Annotated[
    list[str] | None,
    typer.Option(
        "--accept",
        metavar="FINDING",
        help="Write the rule of a listed finding; PATHS is the list. May be given again.",
        show_default=False,
    ),
]
Rejected = Annotated[
    list[str] | None,
    typer.Option(
        "--reject",
        metavar="FINDING",
        help="Never propose a listed finding again; PATHS is the list. May be given again.",
        show_default=False,
    ),
]
Page = Annotated[
    Path | None,
    typer.Option(
        "--page",
        metavar="FILE",
        help="Write the findings as an HTML page to look through, and as a list beside it.",
        show_default=False,
    ),
]
Work = Annotated[
    Path | None,
    typer.Option("--work", metavar="DIR", help="Keep counts here, so that an interrupted look goes on."),
]


@dataclass(frozen=True)
class Counting:
    """What is looked at, and what counts as often."""

    paths: Corpus
    by: Annotated[By, typer.Option("--by", help="What a share is a share of.")] = By.site
    min_share: Annotated[
        float, typer.Option(min=0, max=1, help="Least share of a site's documents that have it.")
    ] = 0.01
    min_documents: Annotated[int, typer.Option(min=2, help="Fewest documents that have it.")] = 3

    def options(self) -> DiscoverConfig:
        """The same as a configuration of the search."""
        from normalize.discover import DiscoverConfig

        return DiscoverConfig(by=self.by.value, min_share=self.min_share, min_documents=self.min_documents)


@dataclass(frozen=True)
class Proposing:
    """What becomes of the findings."""

    confidence: Annotated[
        float, typer.Option(min=0, max=1, help="From which confidence a rule is written.")
    ] = 0.9
    into: Annotated[Path, typer.Option("--into", metavar="DIR", help="The rule directory for proposals.")] = (
        Path("rules/local")
    )
    write: Annotated[bool, typer.Option("--write/--no-write", help="Write rules, or only tell.")] = True
    review: Annotated[bool, typer.Option("--review", help="Ask about each finding.")] = False
    accept: Accepted = None
    reject: Rejected = None
    page: Page = None
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False

    @property
    def least(self) -> float:
        """The confidence from which a proposal is made: of all findings, where somebody looks at them."""
        return 0.0 if self.review or self.as_json or self.page else self.confidence


@dataclass(frozen=True)
class Reading:
    """How the corpus is read."""

    limit: Limit = None
    workers: Annotated[int, typer.Option(min=1, metavar="N", help="Processes that look.")] = 1
    work: Work = None
    config: ConfigFile = None
    rules: RuleFolders = None


@grouped
def discover(counting: Counting, proposing: Proposing, reading: Reading) -> None:
    """Find lines that repeat in a corpus and look like junk, and propose rules, on trial.

    What rules know already is left out, and so is what was rejected before.
    """
    from normalize.discover import discover as find
    from normalize.discover.read import reader
    from normalize.discover.store import Decisions

    into = proposing.into
    with told():
        folders = [*(reading.rules or ()), *([into] if into.is_dir() else ())]
        loaded = load_config(reading.config, folders)
        in_force = _rules_of(loaded)
        decisions = Decisions(into)
        if proposing.accept or proposing.reject:
            from normalize.cli.decide import decide

            decide(counting.paths, proposing.accept or (), proposing.reject or (), in_force, decisions)
            return
        read = reader(counting.paths, loaded.stage("read"), reading.limit)
        found = find(read, in_force, counting.options(), workers=reading.workers, work=reading.work)
        findings = [one for one in found.findings if one not in decisions]
        _deal_with(found, findings, in_force, decisions, proposing)
    read_from = f"{counted(found.documents, 'document')}, {counted(found.sites, 'site')}"
    known = f"{found.covered:,} more {'is' if found.covered == 1 else 'are'} known to rules"
    say(f"{read_from}: {counted(len(findings), 'finding')}; {known}")
    if found.failed:
        say(f"{counted(found.failed, 'input')} could not be read; `normalize run` tells why")
        raise typer.Exit(SOME_FAILED)


def _deal_with(
    found: Discovery, findings: list[Finding], rules: RuleSet, decisions: Decisions, wanted: Proposing
) -> None:
    """Show findings, ask about them, write their rules: whatever is wanted."""
    from normalize.discover.listing import as_text, listing

    proposals = _proposals(findings, rules, wanted.least)
    if wanted.page:
        _write_page(listing(found, findings, proposals), wanted.page)
    if wanted.as_json:
        put(as_text(listing(found, findings, proposals)))
    elif not wanted.review:
        _table(findings, wanted.confidence)
    if wanted.review:
        from normalize.cli.review import review as ask

        ask(proposals, rules, decisions, wanted.into)
    elif wanted.write:
        _write([one for one in proposals if one.finding.confidence >= wanted.confidence], wanted.into)
        _tell_lacking(findings, proposals, wanted.confidence)


def _rules_of(config: Any) -> RuleSet:
    from normalize.pipeline import rules_of

    return rules_of(config)


def _proposals(findings: list[Finding], rules: RuleSet, least: float) -> list[Proposal]:
    from normalize.discover import propose

    return propose([one for one in findings if one.confidence >= least], rules)


def _write_page(told: dict[str, Any], page: Path) -> None:
    """Write the page, and the list that its commands name."""
    from normalize.discover.listing import write_listing, write_text
    from normalize.report.corpus.findings import findings_page

    listed = page.with_suffix(".json")
    write_listing(told, listed)
    write_text(findings_page(told, str(listed)), page)
    say(f"{page} and {listed} written")


def _tell_lacking(findings: list[Finding], proposals: list[Proposal], confidence: float) -> None:
    """Say how many sure findings have no rule, and why."""
    made = {id(one.finding) for one in proposals}
    lacking = [one for one in findings if one.confidence >= confidence and id(one) not in made]
    unknown = sum(not one.domains and not one.everywhere for one in lacking)
    if unknown:
        say(f"{counted(unknown, 'sure finding')} without a rule: no address is known to narrow it to")
    if len(lacking) > unknown:
        number = len(lacking) - unknown
        say(f"{counted(number, 'sure finding')} without a rule: none would load or pass its examples")


def _table(findings: list[Finding], confidence: float) -> None:
    for one in findings:
        mark = " " if one.confidence < confidence else "+" if one.metadata else "*"
        text = _bounded(" ⏎ ".join(one.patterns), _SHOWN)
        share = f"{one.documents}/{one.of}"
        put(f"{mark} {one.confidence:.2f}  {one.kind:8}  {share:>9}  {_bounded(one.site, _SITE)}  {text}\n")


def _bounded(text: str, most: int) -> str:
    """A text of a document for the terminal: without what would act there, and not too long."""
    from normalize.report.visible import visible

    text = visible(text)
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _write(proposals: list[Proposal], into: Path) -> None:
    from normalize.discover.store import add_rules

    files = add_rules(proposals, into)
    if files:
        rules = counted(len(proposals), "rule")
        say(f"{rules} on trial written to {counted(len(files), 'file')} in {into}")
