"""Judgments on rules: on one rule by itself, and on all of them together.

Reading files is the business of `normalize.ruleset.load`; here everything is already of the right type.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from string import Formatter

from normalize.errors import Problem
from normalize.ruleset.model import CAPTURE_PARTS, Matcher, Rule
from normalize.ruleset.suggest import did_you_mean

Finding = tuple[str, str, tuple[str, ...]]
"""Code, message, and the path of keys in the rule's table to where it is."""


def check_rule(rule: Rule) -> Iterator[Finding]:
    """Judge a rule by itself."""
    yield from _check_languages(rule)
    parts, findings = named_parts(rule.matcher)
    yield from findings
    if not findings:
        yield from _check_parts(rule, parts)
    yield from _check_action(rule)
    yield from _check_examples(rule)


def named_parts(matcher: Matcher) -> tuple[set[str], list[Finding]]:
    """Give the names of a matcher's placeholders or groups, and what is wrong with its patterns."""
    if matcher.kind == "regex":
        return _groups(matcher)
    names: set[str] = set()
    findings: list[Finding] = []
    if matcher.kind in {"template", "lines"}:
        for number, pattern in enumerate(matcher.patterns):
            try:
                names |= set(placeholders(pattern))
            except ValueError as error:
                findings.append(("R017", f"`{matcher.kind}`: {error}", (matcher.kind, str(number))))
    return names, findings


def placeholders(pattern: str) -> list[str]:
    """Give the names of the `{name}` placeholders of a template, in order. `{{` and `}}` stand for braces.

    Raises:
        ValueError: a brace that is not closed or opened, or something other than a name between braces.
    """
    names = []
    try:
        parts = list(Formatter().parse(pattern))
    except ValueError as error:
        raise ValueError(f"{error} (braces that are text are written twice)") from None
    for _, name, form, conversion in parts:
        if name is None:
            continue
        if form or conversion or not name.isidentifier():
            raise ValueError(
                f"`{{{name}}}` is not a placeholder: a name of letters, digits and `_` is wanted"
            )
        if name in names:
            raise ValueError(f"`{{{name}}}` is there twice")
        names.append(name)
    return names


def _groups(matcher: Matcher) -> tuple[set[str], list[Finding]]:
    import regex

    names: set[str] = set()
    findings: list[Finding] = []
    for number, pattern in enumerate(matcher.patterns):
        path = ("regex", str(number))
        try:
            # Without the flags of the matcher: they do not decide whether it compiles, and cost twice as much
            # time again.
            compiled = regex.compile(pattern, regex.VERSION0, cache_pattern=False)
        except (regex.error, RecursionError, OverflowError) as error:
            findings.append(("R018", f"`regex` does not compile: {error}", path))
            continue
        names |= set(compiled.groupindex)
        if compiled.match("") and compiled.match(" "):
            findings.append(("R033", "`regex` matches the empty text, hence everything", path))
    return names, findings


def _check_languages(rule: Rule) -> Iterator[Finding]:
    first = rule.id.split(".", 1)[0]
    if "*" in rule.languages and len(rule.languages) > 1:
        yield "R019", '`"*"` stands for all languages; name no others beside it', ("languages",)
    elif first != "any" and first not in rule.languages:
        yield "R019", f"the id begins with `{first}`, which is not among `languages`", ("languages",)


def _check_parts(rule: Rule, parts: set[str]) -> Iterator[Finding]:
    for field, part in rule.capture:
        if part not in CAPTURE_PARTS and part not in parts:
            known = {*CAPTURE_PARTS, *parts}
            yield (
                "R014",
                f"`capture.{field}`: the match has no part `{part}`{did_you_mean(part, known)}",
                ("capture", *field.split(".")) if "." in field else ("capture", field),
            )
    try:
        wanted = set(placeholders(rule.replacement)) if rule.action == "rewrite" else set()
    except ValueError as error:
        yield "R017", f"`replacement`: {error}", ("replacement",)
        return
    for name in sorted(wanted - parts):
        yield (
            "R014",
            f"`replacement`: the match has no part `{name}`{did_you_mean(name, parts)}",
            ("replacement",),
        )


def _check_action(rule: Rule) -> Iterator[Finding]:
    if rule.replacement and rule.action != "rewrite":
        yield "R019", '`replacement` goes with `action = "rewrite"` only', ("replacement",)
    if rule.matcher.kind == "lines" and rule.unit != "block":
        yield "R019", f'`lines` goes with `unit = "block"`, not "{rule.unit}"', ("unit",)
    for number, case in enumerate(rule.cases):
        path = ("case", str(number), "expect")
        if case.expect not in {"keep", rule.action}:
            message = f"the rule's action is `{rule.action}`; the case can expect that or `keep`"
            yield "R019", message, path
        elif case.expect == "rewrite" and case.result is None:
            yield "R006", "`result` is missing: what is left of the block", ("case", str(number))
        elif case.result is not None and case.expect in {"keep", "flag"}:
            yield "R019", f"`result` does not go with `{case.expect}`", ("case", str(number), "result")


def _check_examples(rule: Rule) -> Iterator[Finding]:
    if rule.status == "retired":
        return
    if rule.action == "rewrite" and rule.strip:
        yield "R019", 'examples of a rewrite are cases that expect "rewrite", with `result`', ("strip",)
    elif not rule.strip and all(case.expect == "keep" for case in rule.cases):
        yield "R023", f"no example of junk: give `strip`, or a case that expects `{rule.action}`", ()
    if not rule.keep and all(case.expect != "keep" for case in rule.cases):
        yield "R024", "no example that looks alike and stays: give `keep`", ()
    for number, text in enumerate(rule.keep):
        if text in rule.strip:
            yield "R019", "the same text is in `strip` and in `keep`", ("keep", str(number))


def check_together(rules: Iterable[Rule]) -> list[Problem]:
    """Judge all rules, the retired ones too: ids are used once, and never again."""
    problems: list[Problem] = []
    owners: dict[str, Rule] = {}
    former: dict[str, Rule] = {}
    rules = list(rules)
    for rule in rules:
        first = owners.setdefault(rule.id, rule)
        if first is rule:
            continue
        if "retired" in {rule.status, first.status}:
            retired, other = (first, rule) if first.status == "retired" else (rule, first)
            message = f"`{rule.id}` is retired ({_place(retired)}); ids are not used again"
            problems.append(Problem(other.file, other.line, "R021", message))
        else:
            hint = "; to change it, write `[[override]]`" if rule.file != first.file else ""
            message = f"`{rule.id}` is there already ({_place(first)}){hint}"
            problems.append(Problem(rule.file, rule.line, "R020", message))
    for rule in rules:
        for old in rule.replaces:
            owner = owners.get(old)
            if owner is not None and owner.status != "retired":
                message = f"`{rule.id}` replaces `{old}`, which is still in use ({_place(owner)})"
                problems.append(Problem(rule.file, rule.line, "R022", message))
            elif former.setdefault(old, rule) is not rule:
                message = f"`{rule.id}` replaces `{old}`, which `{former[old].id}` replaces already"
                problems.append(Problem(rule.file, rule.line, "R022", message))
    return problems


def _place(rule: Rule) -> str:
    return f"{rule.file}:{rule.line}"
