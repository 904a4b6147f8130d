"""Values to the bytes of one JSON line."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import orjson

_SURROGATE = re.compile("[\ud800-\udfff]")


def json_line(value: Mapping[str, Any]) -> bytes:
    r"""Encode a JSON object as UTF-8 in one line, with its newline.

    A lone surrogate, which UTF-8 cannot hold, is written as the escape `\ud83d`, as RFC 8259 (section 8.2)
    allows. Two that follow each other in the order of a pair come back as one character from any JSON parser.
    """
    try:
        return orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)
    except orjson.JSONEncodeError:  # a lone surrogate, or a number over 64 bits
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return f"{_SURROGATE.sub(_escape, text)}\n".encode()


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def parse_line(line: bytes) -> dict[str, Any]:
    """Give the object of a line for a format that holds UTF-8 only: lone surrogates become U+FFFD."""
    if b"\\ud" not in line:
        plain: dict[str, Any] = orjson.loads(line)
        return plain
    text = json.dumps(json.loads(line), ensure_ascii=False)
    mended: dict[str, Any] = json.loads(_SURROGATE.sub("\ufffd", text))
    return mended
