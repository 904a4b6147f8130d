"""Writing rules: a rule as TOML, and where in a rule directory it belongs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from normalize.ruleset.format import CASE_KEYS, RULE_KEYS

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
_WIDE = 100
"""Lists that would make a longer line are written with one item a line."""


def rule_toml(values: Mapping[str, Any]) -> str:
    """Write a rule as TOML.

    Args:
        values: what the keys of `[[rule]]` hold: str, bool, int, list of str, dict; `case` is a list of
            dicts.

    Raises:
        KeyError: a key that rules do not have.
    """
    unknown = values.keys() - {key.name for key in RULE_KEYS}
    if unknown:
        raise KeyError(sorted(unknown)[0])
    lines = ["[[rule]]"]
    keys = [key.name for key in RULE_KEYS if key.name in values and key.name != "case"]
    wide = max(len(name) for name in keys)
    lines += [f"{name:{wide}} = {_value(values[name], name == 'regex')}" for name in keys]
    for case in values.get("case", ()):
        lines += ["", "[[rule.case]]"]
        names = [key.name for key in CASE_KEYS if key.name in case]
        wide = max(len(name) for name in names)
        lines += [f"{name:{wide}} = {_value(case[name])}" for name in names]
    return "\n".join(lines) + "\n"


def _value(value: Any, raw: bool = False) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return _text(value, raw)
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{_key(name)} = {_value(item)}" for name, item in value.items())
        return f"{{ {pairs} }}"
    if isinstance(value, Sequence):
        items = [_value(item, raw) for item in value]
        line = f"[{', '.join(items)}]"
        if len(line) <= _WIDE and "\n" not in line:
            return line
        return "[\n" + "".join(f"  {item},\n" for item in items) + "]"
    return str(value)


def _text(text: str, raw: bool) -> str:
    if raw and "'''" not in text and not text.endswith("'") and text.isprintable():
        return f"'''{text}'''"
    plain = "".join(_ESCAPES.get(char, char) for char in text)
    return '"' + "".join(c if c.isprintable() or c == " " else _escaped(c) for c in plain) + '"'


def _escaped(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"


def _key(name: str) -> str:
    return name if name.replace("_", "").isalnum() and name.isascii() else f'"{name}"'


def place_of(rule_id: str, sites: Sequence[str], root: Path) -> Path:
    """The file of a rule directory in which a rule belongs: that of its site, or that of its language and
    family.

    `root/sites/quay.example.org.toml` if that is there, else `root/en/related.toml`.
    """
    for site in sites:
        file = root / "sites" / f"{site.removeprefix('.')}.toml"
        if file.is_file():
            return file
    language, family, _ = rule_id.split(".")
    return root / language / f"{family}.toml"


def with_rule(text: str, rule: str) -> str:
    """The text of a rule file with one more rule at its end."""
    return f"{text.rstrip()}\n\n{rule}" if text.strip() else rule
