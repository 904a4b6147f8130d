"""The JSON Schema of rule files, for editors and TOML checkers; made from the table of the format.

Draft 7 of JSON Schema, which is what taplo and the editors built on it read. What a schema cannot say (ids
are unique, captures name a part of the match …) only the loader checks.
"""

from __future__ import annotations

import json
from typing import Any

from normalize.ruleset.format import CASE_KEYS, PAGE_KEYS, TABLES, UNLESS_KEYS, Key
from normalize.ruleset.languages import LANGUAGES
from normalize.ruleset.model import CAPTURE_PARTS, MATCHER_KINDS, METADATA_FIELDS, Rule
from normalize.ruleset.values import HOST, ID, VERSION

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string", "pattern": r"\S"}
_SINGLE: dict[str, Schema] = {
    "text": _TEXT,
    "string": {"type": "string"},
    "flag": {"type": "boolean"},
    "count": {"type": "integer", "minimum": 0},
    "id": {"type": "string", "pattern": f"^{ID}$"},
    "version": {"type": "string", "pattern": f"^{VERSION}$"},
    "day": {"type": "string", "format": "date"},
    "host": {"type": "string", "pattern": f"^{HOST}$"},
    "language": {"type": "string", "enum": ["*", *sorted(LANGUAGES)]},
}
_LISTS = {"texts": "text", "ids": "id", "hosts": "host", "languages": "language", "selectors": "text"}
_TABLES = {"cases": "case", "pages": "page"}
_PLAIN = frozenset({"string", "flag", "count"})  # too short to be worth a definition


def rule_schema() -> Schema:
    """Give the schema as JSON-ready values."""
    definitions = {
        kind: schema for kind, schema in _SINGLE.items() if kind not in {"string", "flag", "count"}
    }
    definitions |= {many: _one_or_more(one) for many, one in _LISTS.items()}
    definitions |= {
        "unless": _table(UNLESS_KEYS),
        "case": _table(CASE_KEYS),
        "page": _table(PAGE_KEYS),
        "fields": _fields(),
        **{name: _table(keys) for name, keys in TABLES.items()},
    }
    one_matcher: list[Schema] = [{"required": [kind]} for kind in MATCHER_KINDS]
    definitions["rule"]["oneOf"] = one_matcher
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Rules of `normalize`",
        "description": "Junk of scraped news text, as data. docs/rules.md explains every key.",
        "type": "object",
        "properties": {
            "rule": {"type": "array", "items": {"$ref": "#/definitions/rule"}},
            "override": {"type": "array", "items": {"$ref": "#/definitions/override"}},
            "site": {"$ref": "#/definitions/site"},
        },
        "additionalProperties": False,
        "definitions": definitions,
    }


def schema_text() -> str:
    """Give the schema as it stands in `rules/rule.schema.json`."""
    return json.dumps(rule_schema(), indent=2, ensure_ascii=False) + "\n"


def _one_or_more(one: str) -> Schema:
    item = {"$ref": f"#/definitions/{one}"}
    return {"anyOf": [item, {"type": "array", "items": item}]}


def _table(keys: tuple[Key, ...]) -> Schema:
    required = [key.name for key in keys if key.required]
    table: Schema = {
        "type": "object",
        "properties": {key.name: _property(key) for key in keys},
        "additionalProperties": False,
    }
    return table | {"required": required} if required else table


def _property(key: Key) -> Schema:
    # Draft 7 ignores what stands beside a "$ref", hence the "allOf".
    if key.kind in _TABLES:
        schema: Schema = {"type": "array", "items": {"$ref": f"#/definitions/{_TABLES[key.kind]}"}}
    elif key.kind == "choice":
        schema = {"type": "string", "enum": list(key.choices)}
    elif key.kind in _PLAIN:
        schema = dict(_SINGLE[key.kind])
    else:
        schema = {"allOf": [{"$ref": f"#/definitions/{key.kind}"}]}
    default = Rule._field_defaults.get(key.name)
    if key.kind == "choice" and default in key.choices:
        schema["default"] = default
    return schema | {"description": key.why}


def _fields() -> Schema:
    """A table of metadata fields: `dateline.place` may be written as one quoted key or as a table in the
    table.
    """
    value: Schema = {"type": "string", "examples": list(CAPTURE_PARTS)}
    properties: dict[str, Schema] = dict.fromkeys(METADATA_FIELDS, value)
    for name in METADATA_FIELDS:
        above, _, part = name.partition(".")
        if part:
            inner = properties.get(above, {})
            parts = {**inner.get("properties", {}), part: value}
            kinds = ["string", "object"] if above in METADATA_FIELDS else "object"
            properties[above] = {"type": kinds, "properties": parts, "additionalProperties": False}
    return {"type": "object", "properties": properties, "additionalProperties": False}
