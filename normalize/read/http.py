"""HTTP responses as archives hold them: status, headers, and the body as it was before transfer."""

from __future__ import annotations

import zlib
from typing import NamedTuple

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


def body_of(response: Response, limit: int, max_ratio: float) -> bytes:
    """Undo chunks and compression, where headers tell of them and the body has them.

    Crawlers often store the body plain and leave the headers as they were, so a coding that the body does not
    have is passed over.

    Raises:
        InputError: `corrupt`, `too-large` for more than `limit` bytes, `too-compressed`, `missing-extra`.
    """
    body = response.body
    if "chunked" in response.headers.get("transfer-encoding", "").lower():
        body = _unchunk(body)
    codings = response.headers.get("content-encoding", "").lower().replace(" ", "").split(",")
    for coding in reversed([one for one in codings if one][:_MOST_CODINGS]):
        body = _unpack(body, coding, limit, max_ratio)
    return body


def _unchunk(body: bytes) -> bytes:
    """Put chunks together (RFC 9112, section 7.1); as it is, if it does not begin with a chunk."""
    pieces: list[bytes] = []
    at = 0
    while True:
        end = body.find(b"\r\n", at, at + 80)
        size = body[at:end].split(b";")[0].strip() if end >= 0 else b""
        if not size or size.translate(None, b"0123456789abcdefABCDEF"):
            return b"".join(pieces) if pieces else body
        length = int(size, 16)
        if length == 0:
            return b"".join(pieces)
        pieces.append(body[end + 2 : end + 2 + length])
        at = end + 2 + length + 2


def _unpack(body: bytes, coding: str, limit: int, max_ratio: float) -> bytes:
    allowed = int(min(limit, max(RATIO_FROM, len(body) * max_ratio))) + 1
    name = coding.removeprefix("x-")
    if name == "gzip":
        if not body.startswith(b"\x1f\x8b"):
            return body
        found = _inflate(body, GZIP_WINDOW, allowed)
    elif name == "deflate":  # some servers send it without the zlib header that RFC 9110 asks for
        found = _inflate(body, 15, allowed) if body[:1] == b"\x78" else _inflate(body, -15, allowed, True)
    elif name == "br":
        found = _brotli(body, allowed)
    elif name == "zstd":
        if not body.startswith(b"\x28\xb5\x2f\xfd"):
            return body
        zstd = load_zstd("a page that was sent with zstd")
        try:
            found = zstd.ZstdDecompressor().decompress(body, allowed)
        except zstd.ZstdError as error:
            raise InputError("corrupt", f"the body is no {coding}: {error}", "read") from None
    else:
        return body
    if len(found) >= allowed:
        if len(found) > limit:
            raise too_large("the body has more bytes, unpacked", limit)
        reason = f"{len(body):,} bytes give {len(found):,} and more; read.max_ratio is {max_ratio:g}"
        raise InputError("too-compressed", reason, "read")
    return found


def _inflate(body: bytes, window: int, allowed: int, maybe_plain: bool = False) -> bytes:
    try:
        return zlib.decompressobj(window).decompress(body, allowed)
    except zlib.error as error:
        if maybe_plain:
            return body
        raise InputError("corrupt", f"the body cannot be unpacked: {error}", "read") from None


def _brotli(body: bytes, allowed: int) -> bytes:
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
                return b"".join(pieces)[:allowed]
    except brotli.error:
        if body.lstrip()[:1] == b"<":  # stored plain
            return body
        raise InputError("corrupt", "the body is no Brotli data", "read") from None
    return b"".join(pieces)
