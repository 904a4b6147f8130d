"""The JSON Schema of a record, made of the same table of fields that reading uses.

JSON Schema draft 2020-12. The form of the record is closed: what is not described here is never written.
"""

from __future__ import annotations

from typing import Any

from normalize.article import SCHEMA
from normalize.quality.names import FIGURES, SIGNALS
from normalize.read.fields import FIELDS

_DATE = r"^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d(:\d\d)?)?)?$"

_KINDS: dict[str, dict[str, Any]] = {
    "text": {"type": "string", "minLength": 1},
    "texts": {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 1}},
    "date": {
        "type": "string",
        "pattern": _DATE,
        "$comment": "ISO 8601: a day, or a day and a time; with an offset from UTC where the zone is known.",
    },
    "flag": {"const": True},
    "links": {
        "type": "array",
        "minItems": 1,
        "items": {
            "type": "object",
            "properties": {
                "title": {"type": "string", "minLength": 1},
                "url": {"type": "string", "minLength": 1},
            },
            "minProperties": 1,
            "additionalProperties": False,
        },
    },
    "object": {"type": "object", "minProperties": 1, "additionalProperties": True},
    "dateline": {
        "type": "object",
        "properties": {
            "place": {"type": "string", "description": "As the text has it: 'MOSCOW'."},
            "agency": {"type": "string", "description": "Its usual name: 'Reuters'."},
            "date": {
                "type": "string",
                "description": "As the text has it: 'Dec 27'. Not the date of publication.",
            },
        },
        "minProperties": 1,
        "additionalProperties": False,
    },
}


def _count(about: str) -> dict[str, Any]:
    return {"type": "integer", "minimum": 0, "description": about}


def _text(about: str) -> dict[str, Any]:
    return {"type": "string", "minLength": 1, "description": about}


def _closed(about: str, properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "description": about,
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


_SPAN: dict[str, Any] = {
    "type": "array",
    "description": "Start and end in the source text: code points, counted from 0, the end not included.",
    "items": {"type": "integer", "minimum": 0},
    "minItems": 2,
    "maxItems": 2,
}

_METADATA: dict[str, Any] = _closed(
    "What is known about the article. What is not known is absent.",
    {
        **{name: {**_KINDS[kind], "description": about} for name, (kind, about) in FIELDS.items()},
        "origins": _closed(
            "For each field, where it came from: 'input', 'json-ld', 'og', 'byline', the id of a rule …",
            {name: {"type": "string", "minLength": 1} for name in FIELDS},
            [],
        ),
    },
    [],
)

_SOURCE: dict[str, Any] = _closed(
    "What the record was made of.",
    {
        "path": _text("The input file, told from the directory that was named. Absent: not from a file."),
        "record": {
            "type": "integer",
            "minimum": 1,
            "description": "Its place in a file of records, counted from 1: the line, element or row.",
        },
        "sha256": {
            "type": "string",
            "pattern": "^[0-9a-f]{64}$",
            "description": "SHA-256 of the bytes of the document; of text from JSONL, of its UTF-8 form.",
        },
        "bytes": _count("How many bytes these are."),
        "format": {"enum": ["text", "html"], "description": "What they hold."},
        "charset": _text("The encoding that they were read in. Absent: the input was text already."),
        "charset_by": _text("How the encoding was decided."),
    },
    ["sha256", "bytes", "format"],
)

_SPANS: dict[str, Any] = _closed(
    "Where headline and paragraphs stand in the source text. Absent with `--edits none`.",
    {
        "headline": {"oneOf": [_SPAN, {"type": "null"}]},
        "blocks": {"type": "array", "items": _SPAN, "description": "One for each paragraph of the body."},
        "kinds": {
            "type": "array",
            "items": {"enum": ["paragraph", "heading", "item", "quote", "code", "table"]},
            "description": "What each of the blocks is, as the page marks it up; of HTML only.",
        },
    },
    ["headline", "blocks"],
)

_EDIT: dict[str, Any] = _closed(
    "One thing that was done to the source text.",
    {
        "start": _count("Where it begins in the source text, in code points from 0."),
        "end": _count("Where it ends; the code point there is not part of it."),
        "action": {
            "enum": ["strip", "rewrite", "capture", "flag"],
            "description": "strip: removed. rewrite: replaced by `text`. capture: removed, into a metadata "
            "field. flag: marked and left.",
        },
        "stage": _text("The stage that did it."),
        "rule": _text("The id of the rule that it followed."),
        "text": {"type": "string", "description": "What stands in its place; of rewrites only."},
        "field": _text("The metadata field that was filled from it."),
        "note": _text("What was believed of it, or how sure the stage was."),
        "was": {"type": "string", "description": "The text that was there; with `--edits text` only."},
    },
    ["start", "end", "action", "stage", "rule"],
)


def _figure(kind: str, about: str) -> dict[str, Any]:
    if kind == "count":
        return _count(about)
    most = {"maximum": 1} if kind == "share" else {}
    return {"type": "number", "minimum": 0, **most, "description": about}


_QUALITY: dict[str, Any] = _closed(
    "Figures for whoever filters afterwards. Nothing is dropped because of them.",
    {
        **{name: _figure(*told) for name, told in (FIGURES | SIGNALS).items()},
        "other_languages": {
            "type": "array",
            "minItems": 1,
            "items": _closed(
                "A paragraph in another language than the article's.",
                {
                    "block": _count("Its number among the paragraphs, from 0."),
                    "language": _text("Its language."),
                },
                ["block", "language"],
            ),
            "description": "Paragraphs that are in another language than the article.",
        },
        "flags": {
            "type": "array",
            "items": {"type": "string", "minLength": 1},
            "uniqueItems": True,
            "description": "What a reader should know of it, such as 'few-words' or 'much-removed'.",
        },
    },
    ["flags"],
)

_DUPLICATES: dict[str, Any] = _closed(
    "What `normalize dedup` found. Absent: it was not run, or this article has no copies.",
    {
        "cluster": _text("Name of the group of copies: made of their texts, the same for all of them."),
        "size": {"type": "integer", "minimum": 2, "description": "How many copies the group has."},
        "kind": {
            "enum": ["canonical", "exact", "near", "version"],
            "description": "The canonical copy, one of the same words, nearly so, or another version.",
        },
        "duplicate_of": _text("The id of the canonical copy. Absent: it is this one."),
        "run": _text("The directory of the run that the canonical copy is from, if it is another one."),
        "similarity": {
            "type": "number",
            "minimum": 0,
            "maximum": 1,
            "description": "Runs of five words in common with the canonical copy, from 0 to 1.",
        },
        "syndicated": {"const": True, "description": "It stands on another site than the canonical copy."},
    },
    ["cluster", "size", "kind"],
)

RECORD_SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": f"urn:{SCHEMA.replace('/', ':')}",
    "title": "A cleaned article",
    **_closed(
        "One line of articles.jsonl.",
        {
            "schema": {"const": SCHEMA, "description": "Name and version of this form."},
            "id": _text(
                "The key of the record: that of the input, else its path without suffix, else a hash."
            ),
            "headline": {
                "type": ["string", "null"],
                "minLength": 1,
                "description": "One line; null: it has none.",
            },
            "body": {
                "type": "string",
                "description": "The paragraphs, each one line, parted by one blank line.",
            },
            "metadata": _METADATA,
            "source": _SOURCE,
            "spans": _SPANS,
            "edits": {
                "type": "array",
                "items": _EDIT,
                "description": "All that was done, sorted by place. Absent with `--edits none`.",
            },
            "quality": _QUALITY,
            "duplicates": _DUPLICATES,
            "made_by": _closed(
                "What made the record.",
                {
                    "version": _text("Version of the package."),
                    "rules": _text("Hash of the rules in force."),
                    "config": _text("Hash of the configuration."),
                },
                ["version", "rules", "config"],
            ),
        },
        ["schema", "id", "headline", "body", "metadata", "source", "quality", "made_by"],
    ),
    "dependentRequired": {"spans": ["edits"], "edits": ["spans"]},
}
"""The schema that `normalize schema` prints."""
