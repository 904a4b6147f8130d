"""Values of tables that are bytes: text in a charset that nobody names, or data that are no text."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any


def with_text(row: Mapping[str, Any], but: Collection[str]) -> dict[str, Any]:
    """Give a row whose bytes are strings, as far as they are text. They share one charset, which all of them
    together tell better than a short headline alone.

    Args:
        but: keys whose bytes stay, since the `decode` stage reads them.
    """
    raw = [value for value in row.values() if isinstance(value, bytes) and b"\0" not in value]
    charset = _charset_of(raw)
    return {
        name: _text(value, charset) if isinstance(value, bytes) and name not in but else value
        for name, value in row.items()
    }


def _charset_of(values: list[bytes]) -> str:
    from normalize.charset import decode

    joined = b"\n".join(values)
    return "utf-8" if joined.isascii() else decode(joined).charset


def _text(value: bytes, charset: str) -> str | bytes:
    from normalize.charset.codec import decode_strictly

    try:
        return value.decode()
    except UnicodeDecodeError:
        found = None if b"\0" in value else decode_strictly(value, charset)
        return value if found is None else found
