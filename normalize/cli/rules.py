"""`normalize rules`: look at the rules, test them, and work on them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from normalize.cli.authoring import lint, new, stats, try_pattern
from normalize.cli.choices import ConfigFile, RuleFolders
from normalize.cli.promote import promote
from normalize.cli.setup import SOME_FAILED, WRONG, counted, load_config, put, say, told

if TYPE_CHECKING:
    from normalize.ruleset import Rule, RuleSet

app = typer.Typer(no_args_is_help=True, help="The rules: what counts as junk.")

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.callback()
def rules() -> None:
    """The rules: what counts as junk.

    Exit status: 0 all is well, 1 an example failed or there is something to mend, 2 a rule file or the
    command is wrong.
    """


def load_rules(file: Path | None, folders: list[Path] | None) -> RuleSet:
    """The rules that configuration and options name; notes go to standard error. Raises SetupError."""
    from normalize.pipeline import rules_of

    found = rules_of(load_config(file, folders))
    for note in found.notes:
        say(str(note))
    return found


def list_rules(
    config: ConfigFile = None,
    rules: RuleFolders = None,
    language: Annotated[
        str | None, typer.Option("--language", "-l", metavar="CODE", help="Only rules of this language.")
    ] = None,
    site: Annotated[
        str | None, typer.Option("--site", "-s", metavar="HOST", help="Only rules made for this site.")
    ] = None,
    family: Annotated[
        str | None, typer.Option("--family", "-f", metavar="NAME", help="Only this family.")
    ] = None,
    status: Annotated[
        str | None, typer.Option("--status", metavar="STATUS", help="on, trial or retired.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the rules in force, by id."""
    from normalize.ruleset.languages import LANGUAGES
    from normalize.ruleset.model import Status

    _one_of("--language", language, LANGUAGES)
    _one_of("--status", status, get_args(Status))
    with told():
        found = load_rules(config, rules)
    _one_of("--family", family, {rule.family for rule in (*found, *found.retired.values())})
    chosen = list(found.retired.values()) if status == "retired" else list(found)
    if status is not None and status != "retired":
        chosen = [rule for rule in chosen if rule.status == status]
    if language is not None:
        chosen = [rule for rule in chosen if language in rule.languages or "*" in rule.languages]
    if site is not None:
        chosen = [rule for rule in chosen if rule.sites and found.get(rule.id)]
        indices = found.select(host=site)
        chosen = [rule for rule in chosen if found.index[rule.id] in indices]
    if family is not None:
        chosen = [rule for rule in chosen if rule.family == family]
    if as_json:
        put(json.dumps([as_dict(rule) for rule in chosen], indent=2, ensure_ascii=False) + "\n")
        return
    wide = max((len(rule.id) for rule in chosen), default=0)
    shown = [f"{one.id:{wide}}  {one.status:7}  {one.action:7}  {one.unit:8}  {one.why}\n" for one in chosen]
    put("".join(shown))
    say(counted(len(chosen), "rule"))


def _one_of(option: str, value: str | None, choices: Iterable[str]) -> None:
    from normalize.ruleset.suggest import did_you_mean

    if value is not None and value not in choices:
        say(f"{option} cannot be `{value}`{did_you_mean(value, choices)}")
        raise typer.Exit(WRONG)


def show(
    rule_id: Annotated[str, typer.Argument(metavar="ID", help="The rule.")],
    config: ConfigFile = None,
    rules: RuleFolders = None,
    as_json: AsJson = False,
) -> None:
    """Print a rule: why it is there, what it hits, its examples, and where it is."""
    from normalize.ruleset.measure import known_hits
    from normalize.ruleset.packs import shipped_root

    with told():
        rule = find_rule(load_rules(config, rules), rule_id)
    if as_json:
        put(json.dumps(as_dict(rule), indent=2, ensure_ascii=False) + "\n")
        return
    lines = lines_of(rule)
    hits = known_hits(rule.id, shipped_root())
    if hits:
        lines.append(f"  hits: {hits}")
    put("\n".join(lines) + "\n")


def find_rule(found: RuleSet, rule_id: str) -> Rule:
    """The rule of an id, former ids and retired rules included; ends with exit status 2 if there is none."""
    from normalize.ruleset.override import renamed
    from normalize.ruleset.suggest import did_you_mean

    former = renamed(found)
    rule = found.get(former.get(rule_id, rule_id)) or found.retired.get(rule_id)
    if rule is None:
        say(f"unknown rule `{rule_id}`{did_you_mean(rule_id, [*found.index, *found.retired])}")
        raise typer.Exit(WRONG)
    return rule


def as_dict(rule: Rule) -> dict[str, Any]:
    """A rule as JSON-ready values, under the keys of rule files, without what is left at its default."""
    given: dict[str, Any] = {"id": rule.id, "why": rule.why, rule.matcher.kind: list(rule.matcher.patterns)}
    if rule.matcher.case:
        given["match_case"] = True
    for name, value in rule._asdict().items():
        if name in {"id", "why", "matcher"} or (
            value == rule._field_defaults[name] and name not in {"status", "action", "unit", "languages"}
        ):
            continue
        if name == "unless":
            given[name] = _given(value)
        elif name == "capture":
            given[name] = dict(value)
        elif name == "cases":
            given["case"] = [_given(case) for case in value]
        else:
            given[name] = list(value) if isinstance(value, tuple) else value
    return given


def _given(value: Any) -> dict[str, Any]:
    """The fields of a named tuple that are not at their default."""
    given = {
        name: item for name, item in value._asdict().items() if item != value._field_defaults.get(name, ...)
    }
    return given | ({"capture": dict(value.capture)} if "capture" in given else {})


def lines_of(rule: Rule) -> list[str]:
    """A rule for people."""
    told_of = as_dict(rule)
    place = f"{told_of.pop('file', '')}:{told_of.pop('line', 0)}"
    lines = [f"{told_of.pop('id')}  ({place})", f"  {told_of.pop('why')}"]
    examples = {name: told_of.pop(name, []) for name in ("strip", "keep", "case")}
    wide = max(len(name) for name in told_of)
    for name, value in told_of.items():
        values = value if isinstance(value, list) else [value]
        for number, item in enumerate(values):
            lines.append(f"  {'' if number else name:{wide}}  {_plain(item)}")
    for name in ("strip", "keep"):
        lines += [f"  {name}: {_plain(text)}" for text in examples[name]]
    for case in examples["case"]:
        lines.append("  case: " + "; ".join(f"{name}: {_plain(value)}" for name, value in case.items()))
    return lines


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} = {_plain(item)}" for name, item in value.items())
    if isinstance(value, (list, tuple)):
        return " | ".join(_plain(item) for item in value)
    return str(value).lower() if isinstance(value, bool) else str(value).replace("\n", " ⏎ ")


def run_tests(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="ID", help="Only the examples of these rules.")
    ] = None,
    config: ConfigFile = None,
    rules: RuleFolders = None,
) -> None:
    """Run the examples of the rules against all rules; one line for each that fails, with what changed."""
    from normalize.ruleset.examples import Tested, run_examples
    from normalize.ruleset.pages import run_pages
    from normalize.ruleset.rehearse import apply_rules

    with told():
        found = load_rules(config, rules)
        chosen = [find_rule(found, one).id for one in ids] if ids else None
        tested = run_examples(found, apply_rules, chosen)
        shown = run_pages(found.sites) if chosen is None else Tested(0, 0, [])
    failures = [*tested.failures, *shown.failures]
    put("".join(f"{failure}\n" for failure in failures))
    pages = f"{counted(shown.examples, 'page')} of {counted(shown.rules, 'site')}, " if shown.examples else ""
    rules_and_examples = f"{counted(tested.rules, 'rule')}, {counted(tested.examples, 'example')}"
    say(f"{rules_and_examples}, {pages}{len(failures)} failed")
    if failures:
        raise typer.Exit(SOME_FAILED)


def schema() -> None:
    """Print the JSON Schema of rule files, for editors and TOML checkers."""
    from normalize.ruleset.schema import schema_text

    put(schema_text())


for _name, _command, _about in (
    ("list", list_rules, "List the rules in force."),
    ("show", show, "Print a rule, its examples, and where it is."),
    ("test", run_tests, "Run the examples of the rules."),
    ("lint", lint, "Tell of rules that are slow, needless or weak."),
    ("try", try_pattern, "Show what a pattern would hit in a corpus."),
    ("new", new, "Write a rule into the right file."),
    ("stats", stats, "Count what each rule does to a corpus."),
    ("promote", promote, "Switch on rules on trial that hit junk only."),
    ("schema", schema, "Print the JSON Schema of rule files."),
):
    app.command(_name, short_help=_about)(_command)
