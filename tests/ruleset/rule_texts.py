"""Rule files for the tests of this directory."""

from __future__ import annotations

from normalize.ruleset import RuleSet
from normalize.ruleset.packs import Source


def rule_text(rule_id: str, *lines: str) -> str:
    """A rule that is right as it stands, with more lines or other ones for the same keys."""
    keys = {
        "id": f'"{rule_id}"',
        "why": '"A reason."',
        "strip": '["Junk."]',
        "keep": '["Junk is a word."]',
    }
    if not any(line.split(" ")[0] in {"regex", "template", "lines", "starts"} for line in lines):
        keys["equals"] = '["Junk."]'
    for line in lines:
        key, _, value = line.partition(" = ")
        keys[key] = value
    return "[[rule]]\n" + "".join(f"{key} = {value}\n" for key, value in keys.items() if value)


def load(*texts: str, on: tuple[str, ...] = (), off: tuple[str, ...] = ()) -> RuleSet:
    """A rule set of files `1.toml`, `2.toml` …"""
    sources = [Source(f"{number}.toml", text.encode()) for number, text in enumerate(texts, 1)]
    return RuleSet.from_sources(sources, on, off)
