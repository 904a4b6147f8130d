"""`normalize rules lint|try|stats|new`: for those who write rules."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from normalize.cli.choices import ConfigFile, Limit, RuleFolders
from normalize.cli.groups import grouped
from normalize.cli.setup import SOME_FAILED, WRONG, ask, counted, load_config, put, say, told

if TYPE_CHECKING:
    from normalize.article import Article
    from normalize.errors import Problem
    from normalize.pipeline import Pipeline
    from normalize.ruleset import Rule
    from normalize.ruleset.packs import Source

Paths = Annotated[
    list[Path],
    typer.Argument(
        metavar="PATHS...", help="Files, directories, or - for standard input.", show_default=False
    ),
]

Kind = Annotated[
    str,
    typer.Option("--as", metavar="MATCHER", help="equals, starts, ends, contains, lines, template or regex."),
]
UnitOption = Annotated[str, typer.Option("--unit", help="line, block, sentence, span or document.")]
PositionOption = Annotated[str, typer.Option("--position", help="head, middle, tail or anywhere.")]


def lint(config: ConfigFile = None, rules: RuleFolders = None) -> None:
    """Tell of slow patterns, rules that others make needless, weak examples, groups that nothing uses."""
    from normalize.pipeline import rules_of
    from normalize.ruleset.lint import lint as look
    from normalize.ruleset.rehearse import always_tried, taken_whole

    with told():
        found = rules_of(load_config(config, rules))
        findings = look(found, taken_whole, always_tried(found))
    put("".join(f"{finding}\n" for finding in findings))
    say(counted(len(findings), "finding"))
    if findings:
        raise typer.Exit(SOME_FAILED)


def stats(
    paths: Paths,
    config: ConfigFile = None,
    rules: RuleFolders = None,
    limit: Limit = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, with all sites of each rule.")] = False,
    save: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the counts that `rules show` tells.")
    ] = None,
) -> None:
    """Count what each rule does to a corpus: documents hit, hits, characters removed, sites.

    Rules on trial are counted as if they were on; they change nothing.
    """
    from normalize.discover.listing import write_text
    from normalize.pipeline import Pipeline
    from normalize.ruleset.measure import Counts, summary

    with told():
        pipeline = Pipeline.load(load_config(config, rules))
        counts = Counts(pipeline.rules)
        failed = 0
        for _, url, article in _articles(pipeline, paths, limit):
            if article is None:
                failed += 1
            else:
                counts.add(article, url)
        if save:
            write_text(json.dumps(summary(counts), indent=1) + "\n", save)
    if as_json:
        put(json.dumps(counts.record() | {"failed": failed}, indent=2, ensure_ascii=False) + "\n")
    else:
        put("".join(f"{line}\n" for line in _table(counts)))
    say(f"{counted(counts.documents, 'document')}, {failed:,} failed")
    if failed:
        raise typer.Exit(SOME_FAILED)


def _articles(
    pipeline: Pipeline, paths: Sequence[Path], limit: int | None
) -> Iterator[tuple[str, str | None, Article | None]]:
    """Clean what is behind the paths: (where it is, its address, article); None if it cannot be cleaned."""
    from itertools import islice

    from normalize.errors import DocumentError
    from normalize.read import Failure, Inputs

    for item in islice(Inputs(paths, pipeline.config.stage("read")), limit):
        place = f"{item.path or '-'}" + (f":{item.record}" if item.record else "")
        if isinstance(item, Failure):
            yield place, None, None
            continue
        try:
            yield place, item.url, pipeline.clean(item)
        except DocumentError:
            yield place, item.url, None


def _table(counts: Any) -> Iterator[str]:
    """The rules that hit, those that hit most documents first, and how many did not."""
    hit = [(rule_id, count) for rule_id, count in counts.rules.items() if count.hits]
    hit.sort(key=lambda entry: (-entry[1].documents, entry[0]))
    wide = max((len(rule_id) for rule_id, _ in hit), default=4)
    yield f"{'rule':{wide}}  {'documents':>9}  {'share':>6}  {'hits':>7}  {'characters':>10}  {'sites':>5}"
    for rule_id, count in hit:
        share = count.documents / counts.documents
        yield (
            f"{rule_id:{wide}}  {count.documents:9}  {share:6.1%}  {count.hits:7}  {count.characters:10}  "
            f"{len(count.sites):5}"
        )
    silent = len(counts.rules) - len(hit)
    if silent:
        yield f"{counted(silent, 'rule')} hit nothing"


def try_pattern(
    pattern: Annotated[str, typer.Argument(metavar="PATTERN", help="A phrase, a template or a regex.")],
    paths: Paths,
    kind: Kind = "contains",
    unit: UnitOption = "block",
    position: PositionOption = "anywhere",
    limit: Annotated[int, typer.Option(min=0, metavar="N", help="Print only so many hits; 0: all.")] = 50,
    config: ConfigFile = None,
) -> None:
    """Show what a rule would hit in a corpus, in context, before it is written. No other rule acts."""
    from normalize.pipeline import Pipeline
    from normalize.report.visible import visible
    from normalize.ruleset import RuleSet
    from normalize.ruleset.measure import hits_of, site_of

    with told():
        tried = _tried({kind: pattern, "unit": unit, "position": position})
        pipeline = Pipeline(load_config(config), RuleSet([tried]))
        documents = hits = failed = read = 0
        sites = set()
        for place, url, article in _articles(pipeline, paths, None):
            read += 1
            if article is None:
                failed += 1
                continue
            found = list(hits_of(article, tried.id))
            if found:
                documents += 1
                sites.add(site_of(article, url))
            for hit in found:
                hits += 1
                if hits <= limit or not limit:
                    put(f"{visible(place)}: {visible(str(hit))}\n")
    if limit and hits > limit:
        put(f"… and {hits - limit:,} more\n")
    where = f"{documents:,} of {counted(read, 'document')}, {counted(len(sites), 'site')}"
    say(f"{counted(hits, 'hit')} in {where}; {failed:,} failed")
    if failed:
        raise typer.Exit(SOME_FAILED)


def _tried(values: dict[str, Any]) -> Rule:
    """The rule of `try`, read as a rule file would be, so that what is wrong is told in the same words."""
    from normalize.errors import RuleError
    from normalize.ruleset.author import rule_toml
    from normalize.ruleset.load import read_rules

    base = {"id": "any.tried.pattern", "why": "Tried.", "strip": ["?"], "keep": ["??"]}
    with _known_keys():
        content = read_rules("<pattern>", rule_toml(base | values).encode())
    if content.problems:
        raise RuleError(problem._replace(line=0) for problem in content.problems)
    return content.rules[0]


@contextmanager
def _known_keys() -> Iterator[None]:
    from normalize.ruleset.model import MATCHER_KINDS
    from normalize.ruleset.suggest import did_you_mean

    try:
        yield
    except KeyError as error:
        name = str(error.args[0])
        say(f"there is no matcher `{name}`{did_you_mean(name, MATCHER_KINDS)}")
        raise typer.Exit(WRONG) from None


Repeated = list[str] | None


@dataclass(frozen=True, slots=True)
class Hits:
    """What the new rule hits."""

    kind: Kind = "starts"
    patterns: Annotated[
        Repeated, typer.Option("--pattern", metavar="TEXT", help="What to look for; may be given again.")
    ] = None
    unit: UnitOption = "block"
    position: PositionOption = "anywhere"
    sites: Annotated[
        Repeated,
        typer.Option("--site", metavar="HOST", help="Only on this site; '.host' with all below it."),
    ] = None
    capture: Annotated[
        Repeated, typer.Option("--capture", metavar="FIELD=PART", help="Metadata to take from the match.")
    ] = None


@dataclass(frozen=True, slots=True)
class Shown:
    """The examples of the new rule."""

    strip: Annotated[
        Repeated, typer.Option("--strip", metavar="TEXT", help="Example of junk; may be given again.")
    ] = None
    keep: Annotated[
        Repeated, typer.Option("--keep", metavar="TEXT", help="Look-alike that stays; may be given again.")
    ] = None


@grouped
def new(
    rule_id: Annotated[str | None, typer.Option("--id", metavar="ID", help="language.family.name")] = None,
    why: Annotated[
        str | None, typer.Option(metavar="TEXT", help="What the junk is and why it is none of the story.")
    ] = None,
    *,
    hits: Hits,
    examples: Shown,
    status: Annotated[str, typer.Option(help="trial, or on.")] = "trial",
    into: Annotated[
        Path | None, typer.Option("--into", metavar="DIR", help="Rule directory. Default: rules/ of a clone.")
    ] = None,
) -> None:
    """Write a rule with its examples into the right file, once they pass. Asks for what is not given."""
    from normalize.version import __version__

    root = _folder(into)
    values: dict[str, Any] = {
        "id": rule_id or _asked("id (language.family.name)"),
        "why": why or _asked("why is it junk"),
        "status": status,
        "since": __version__,
        "sites": hits.sites,
        "unit": hits.unit,
        "position": hits.position,
        hits.kind: hits.patterns or _all_asked(hits.kind),
        "capture": dict(_pair(text) for text in hits.capture or ()),
        "strip": examples.strip or _all_asked("example of junk"),
        "keep": examples.keep or _all_asked("look-alike that stays"),
    }
    plain: dict[str, Any] = {"unit": "block", "position": "anywhere", "sites": None, "capture": {}}
    values = {name: value for name, value in values.items() if name not in plain or value != plain[name]}
    with told(), _known_keys():
        path = _write(values, root)
    say(f"written to {path}")


def _folder(into: Path | None) -> Path:
    """The rule directory to write to; asked for before any question, so that no answer is lost."""
    from normalize.ruleset.packs import shipped_root

    if into is not None:
        return into
    root = shipped_root()
    if root.name == "_rules":
        say("the rules of an installed package stay as they are; name a directory of your own: --into DIR")
        raise typer.Exit(WRONG)
    return root


def _asked(what: str) -> str:
    while not (text := ask(what)):
        pass
    return text


def _all_asked(what: str) -> list[str]:
    """Texts that the user types, one a line, until an empty one."""
    texts = [_asked(what)]
    while text := ask(f"another {what} (or nothing)"):
        texts.append(text)
    return texts


def _pair(text: str) -> tuple[str, str]:
    field, _, part = text.partition("=")
    return field.strip(), part.strip() or "rest"


def _write(values: dict[str, Any], root: Path) -> Path:
    """Put a rule into its file if it loads beside all others and its examples pass; else end with 2 or 1.

    Raises:
        SetupError: it does not load, or the file cannot be read or written.
    """
    from normalize.discover.listing import write_text
    from normalize.ruleset import RuleSet
    from normalize.ruleset.author import place_of, rule_toml, with_rule
    from normalize.ruleset.examples import run_examples
    from normalize.ruleset.packs import Source
    from normalize.ruleset.rehearse import apply_rules

    toml = rule_toml(values)
    _tried(values)
    path = place_of(values["id"], values.get("sites", ()), root)
    text = with_rule(_text_of(path), toml)
    beside, problems = _beside(path, root)
    found = RuleSet.from_sources([*beside, Source(str(path), text.encode())], problems=problems)
    failures = run_examples(found, apply_rules, [values["id"]]).failures
    put("".join(f"{failure.rule}: {failure.message}\n" for failure in failures))
    if failures:
        say("nothing was written")
        raise typer.Exit(SOME_FAILED)
    write_text(text, path)
    return path


def _beside(path: Path, root: Path) -> tuple[list[Source], list[Problem]]:
    """All rule files but this one: those of the package, and those of the directory if it is another."""
    from normalize.ruleset.packs import find_sources, shipped_root

    shipped, problems = find_sources(None, ())
    home, own = root.parent, shipped  # shipped files are named by their place below `rules/`
    if root.exists() and not root.samefile(shipped_root()):
        home = Path.cwd()
        own, wrong = find_sources((), [root])
        problems += wrong
    beside = [one for one in own if (home / one.name).resolve() != path.resolve()]
    return (beside if own is shipped else [*shipped, *beside]), problems


def _text_of(path: Path) -> str:
    """The text of a rule file, nothing where there is none yet. Raises SetupError."""
    from normalize.errors import Problem, SetupError

    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except OSError as error:
        reason = error.strerror or str(error)
    except UnicodeDecodeError:
        reason = "it is not UTF-8"
    raise SetupError([Problem(str(path), 0, "R001", f"cannot be read: {reason}")])
