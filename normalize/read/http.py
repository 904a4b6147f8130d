"""HTTP responses as archives hold them: status, headers, and the body as it was before transfer."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any, NamedTuple

from normalize.errors import InputError
from normalize.read.extras import load_extra, load_zstd
from normalize.read.stream import too_large
from normalize.read.unpack import GZIP_WINDOW, RATIO_FROM

_MOST_CODINGS = 3  # of one body; real ones have one


class Response(NamedTuple):
    """A response. Header names are in lower case; of headers that come twice the first counts."""

    status: int
    headers: dict[str, str]
    body: bytes


def parse_headers(lines: list[bytes]) -> dict[str, str]:
    """Read header lines; one that begins with a blank goes on with the one before (RFC 9112, section 5)."""
    found: dict[str, str] = {}
    name = ""
    for line in lines:
        text = line.decode("utf-8", "replace")
        if text[:1] in (" ", "\t") and name:
            found[name] = f"{found[name]} {text.strip()}"
            continue
        name, sign, value = text.partition(":")
        name = name.strip().lower()
        if sign and name:
            found.setdefault(name, value.strip())
        else:
            name = ""
    return found


def parse_response(block: bytes) -> Response:
    """Read an HTTP/1 response. Raises InputError `corrupt`, if it does not begin with a status line."""
    start = 0
    lines: list[bytes] = []
    while True:
        end = block.find(b"\n", start)
        line = block[start : end if end >= 0 else len(block)].rstrip(b"\r")
        start = end + 1 if end >= 0 else len(block)
        if not line and (lines or end < 0):
            break
        lines.append(line)
        if end < 0:
            break
    parts = lines[0].split(None, 2) if lines else []
    if len(parts) < 2 or not parts[0].startswith(b"HTTP/") or not parts[1].isdigit():
        raise InputError("corrupt", "there is no HTTP status line", "read")
    return Response(int(parts[1]), parse_headers(lines[1:]), block[start:])


def body_of(response: Response, limit: int, max_ratio: float, cut: bool = False) -> bytes:
    """Undo chunks and compression, where headers tell of them and the body has them.

    Crawlers often store the body plain and leave the headers as they were, so a coding that the body does not
    have is passed over.

    Args:
        response: as it was sent.
        limit: most bytes of a body. max_ratio: most bytes that a compressed byte may give.
        cut: whether the crawler says that it cut it off. Then what there is will do.

    Raises:
        InputError: `corrupt`, `truncated`, `too-large` for more than `limit` bytes, `too-compressed`,
        `missing-extra`.
    """
    body, whole = response.body, True
    if "chunked" in response.headers.get("transfer-encoding", "").lower():
        body, whole = _unchunk(body)
    codings = response.headers.get("content-encoding", "").lower().replace(" ", "").split(",")
    for coding in reversed([one for one in codings if one][:_MOST_CODINGS]):
        if whole or cut:
            body, whole = _unpack(body, coding, limit, max_ratio)
    if not whole and not cut:
        raise InputError("truncated", "its body ends too early, and no WARC-Truncated says so", "read")
    return body


def _unchunk(body: bytes) -> tuple[bytes, bool]:
    """Put chunks together (RFC 9112, section 7.1), and tell whether they are whole; the last one, which is
    empty, may be missing. A body that does not begin with a chunk stays as it is.
    """
    pieces: list[bytes] = []
    at = 0
    while at < len(body) or not pieces:
        end = body.find(b"\r\n", at, at + 80)
        size = body[at:end].split(b";")[0].strip() if end >= 0 else b""
        if not size or size.translate(None, b"0123456789abcdefABCDEF"):
            if not pieces:
                return body, True
            if body[at:].strip():
                raise InputError("corrupt", f"chunk {len(pieces) + 1} of its body has no length", "read")
            break
        length = int(size, 16)
        if length == 0:
            break
        pieces.append(body[end + 2 : end + 2 + length])
        if len(pieces[-1]) < length:
            return b"".join(pieces), False
        at = end + 2 + length + 2
    return b"".join(pieces), True


def _unpack(body: bytes, coding: str, limit: int, max_ratio: float) -> tuple[bytes, bool]:
    """Undo one coding; give the bytes, and whether they are whole."""
    allowed = int(min(limit, max(RATIO_FROM, len(body) * max_ratio))) + 1
    name = coding.removeprefix("x-")
    if name == "gzip" and body.startswith(b"\x1f\x8b"):
        found = _members(body, lambda: zlib.decompressobj(GZIP_WINDOW), allowed, b"\x1f\x8b")
    elif name == "deflate":  # some servers send it without the zlib header that RFC 9110 asks for
        window = 15 if body[:1] == b"\x78" else -15
        try:
            found = _members(body, lambda: zlib.decompressobj(window), allowed)
        except InputError:
            if window > 0:
                raise
            return body, True
    elif name == "br":
        found = _brotli(body, allowed)
    elif name == "zstd" and body.startswith(b"\x28\xb5\x2f\xfd"):
        zstd = load_zstd("a page that was sent with zstd")
        found = _members(body, zstd.ZstdDecompressor, allowed, b"\x28\xb5\x2f\xfd", zstd.ZstdError)
    else:
        return body, True
    if len(found[0]) >= allowed:
        if len(found[0]) > limit:
            raise too_large("the body has more bytes, unpacked", limit)
        reason = f"{len(body):,} bytes give {len(found[0]):,} and more; read.max_ratio is {max_ratio:g}"
        raise InputError("too-compressed", reason, "read")
    return found


def _members(
    body: bytes,
    decoder: Callable[[], Any],
    allowed: int,
    magic: bytes | None = None,
    error: type[Exception] = zlib.error,
) -> tuple[bytes, bool]:
    """Unpack members behind each other, each beginning with the magic; at most `allowed` bytes."""
    pieces: list[bytes] = []
    left = allowed
    while True:
        member = decoder()
        try:
            pieces.append(member.decompress(body, left))
        except error as told:
            raise InputError("corrupt", f"the body cannot be unpacked: {told}", "read") from None
        left -= len(pieces[-1])
        body = member.unused_data
        if left <= 0 or not member.eof or magic is None or not body.startswith(magic):
            return b"".join(pieces), bool(member.eof)


def _brotli(body: bytes, allowed: int) -> tuple[bytes, bool]:
    brotli = load_extra(("brotli", "brotlicffi"), "a page that was sent with Brotli", "warc")
    decoder = brotli.Decompressor()
    pieces: list[bytes] = []
    size = 0
    try:
        for at in range(0, len(body), 4096):  # it takes no limit, so it is given little at a time
            piece = decoder.process(body[at : at + 4096])
            pieces.append(piece)
            size += len(piece)
            if size >= allowed:
                return b"".join(pieces)[:allowed], True
    except brotli.error:
        if body.lstrip()[:1] == b"<":  # stored plain
            return body, True
        raise InputError("corrupt", "the body is no Brotli data", "read") from None
    return b"".join(pieces), bool(decoder.is_finished())
