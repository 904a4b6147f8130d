"""The Arrow schema of a record, made of its JSON Schema; `docs/formats.md` describes it.

An open object (`metadata.extra`) is a string of JSON, and `metadata.origins` a map; all else has the same
form.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from normalize.article import SCHEMA
from normalize.read.extras import load_extra
from normalize.write.encode import parse_line
from normalize.write.schema import RECORD_SCHEMA

_MAPS = frozenset({"origins"})
_OPEN = frozenset({"extra"})


def arrow_schema() -> Any:
    """Give the `pyarrow.Schema` of a record. Every field may be null: what is not known is absent.

    Raises:
        InputError: `missing-extra`.
    """
    arrow = load_extra(("pyarrow",), "Parquet", "parquet")
    parts = RECORD_SCHEMA["properties"].items()
    fields = [arrow.field(name, _type(arrow, name, part)) for name, part in parts]
    return arrow.schema(fields, metadata={"normalize.schema": SCHEMA})


def _type(arrow: Any, name: str, part: Mapping[str, Any]) -> Any:
    if name in _MAPS:
        return arrow.map_(arrow.string(), arrow.string())
    if name in _OPEN:
        return arrow.string()
    if "oneOf" in part:
        part = part["oneOf"][0]
    if part.get("const") is True:
        return arrow.bool_()
    kind = part.get("type", "string")  # without a type: one of some strings
    if isinstance(kind, list):  # or null, which every field may be here
        kind = kind[0]
    if kind == "array":
        return arrow.list_(_type(arrow, "", part["items"]))
    if kind == "object":
        inner = part["properties"].items()
        return arrow.struct([arrow.field(key, _type(arrow, key, value)) for key, value in inner])
    return {"integer": arrow.int64(), "number": arrow.float64()}.get(kind, arrow.string())


def arrow_row(line: bytes) -> dict[str, Any]:
    """A record's line as a row of the schema."""
    row = parse_line(line)
    metadata = row["metadata"]
    if "origins" in metadata:
        metadata["origins"] = list(metadata["origins"].items())
    if "extra" in metadata:
        metadata["extra"] = orjson.dumps(metadata["extra"]).decode()
    return row
