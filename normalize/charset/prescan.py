"""The charset that a document declares: in its HTTP header, in `<meta>`, in its XML declaration.

Source: WHATWG HTML Standard (https://html.spec.whatwg.org/multipage/parsing.html), 'determining the character
encoding' and 'extracting a character encoding from a meta element'. Here regexes step over whole comments and
tags, where the standard loops over bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from normalize.charset.labels import charset_of_label

_WHITE = b"\t\n\f\r "  # the standard's white space: without the vertical tab, which `\s` has
# An attribute has a name, which may begin with `=`, and perhaps a value. A quote that is not closed runs to
# the end.
_NAME = b"(?:=[^%b/>=]*+|[^%b/>=]++)" % (_WHITE, _WHITE)
_EQUALS = b"[%b]*+=[%b]*+" % (_WHITE, _WHITE)
_VALUE = b"(?:\"[^\"]*+(?:\"|\\Z)|'[^']*+(?:'|\\Z)|[^%b>\"'][^%b>]*+|(?=>))" % (_WHITE, _WHITE)
_ATTRIBUTE = re.compile(b"[%b/]*+(%b)(?:%b(%b))?" % (_WHITE, _NAME, _EQUALS, _VALUE))
# From anywhere outside of tags to the next `<meta`, over comments (`<!-->` is a whole one) and other tags.
_NEXT_META = re.compile(
    b"(?:[^<]++|<!(?=--)(?:.*?-->|.*)|<(?!meta[%b/])(?:/?[a-z][^%b>]*+(?:[%b/]*+%b(?:%b%b)?+)*+|[!/?][^>]*+|))*+"
    b"<meta" % (_WHITE, _WHITE, _WHITE, _NAME, _EQUALS, _VALUE),
    re.IGNORECASE | re.DOTALL,
)
_CONTENT_CHARSET = re.compile(
    b"charset[%b]*=[%b]*(?:\"([^\"]*)\"|'([^']*)'|[\"']|([^%b;]+))" % (_WHITE, _WHITE, _WHITE), re.IGNORECASE
)
_XML_ENCODING = re.compile(rb"<\?xml[^>]*?encoding[\x00-\x20]*=[\x00-\x20]*([\"'])([^\"'>]*)\1")
_HEADER_CHARSET = re.compile(r";\s*charset\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s;]+))", re.IGNORECASE)


def declared_charsets(data: bytes, content_type: str | None, prescan_bytes: int) -> Iterator[str]:
    """Yield the charsets that the HTTP header and the document's first bytes name, the header's first.

    Args:
        data: the document.
        content_type: the value of the HTTP header `Content-Type`, if there was one.
        prescan_bytes: how many bytes of the document are searched for a declaration.
    """
    if content_type is not None:
        charset = charset_of_header(content_type)
        if charset is not None:
            yield charset
    charset = prescan(data[:prescan_bytes])
    if charset is not None:
        yield charset


def charset_of_header(content_type: str) -> str | None:
    """The charset that a `Content-Type` value names; None if it names none that is known."""
    match = _HEADER_CHARSET.search(";" + content_type)
    return charset_of_label(next(filter(None, match.groups()), "")) if match else None


def prescan(head: bytes) -> str | None:
    """The charset that the first bytes of a document declare: by `<meta>`, else by the XML declaration."""
    position = 0
    while meta := _NEXT_META.match(head, position):
        position, charset = _charset_of_meta(head, meta.end())
        if charset is not None and position < len(head):  # else the tag is cut off, and means nothing
            return charset
    match = _XML_ENCODING.match(head)
    return _charset_of_bytes(match[2]) if match else None


def _charset_of_meta(head: bytes, start: int) -> tuple[int, str | None]:
    """Where the attributes of the `<meta>` end that begin at `start`, and the charset that they name."""
    attributes: dict[bytes, bytes] = {}
    end = start
    while match := _ATTRIBUTE.match(head, end):
        end = match.end()
        value = match[2] or b""
        attributes.setdefault(
            match[1].lower(), value.strip(value[:1]) if value[:1] in (b'"', b"'") else value
        )
    if b"charset" in attributes:
        return end, _charset_of_bytes(attributes[b"charset"])
    match = _CONTENT_CHARSET.search(attributes.get(b"content", b""))
    if match is None or attributes.get(b"http-equiv", b"").lower() != b"content-type":
        return end, None
    return end, _charset_of_bytes(next(filter(None, match.groups()), b""))


def _charset_of_bytes(label: bytes) -> str | None:
    """The charset of a label that was itself read as ASCII, so that it cannot be UTF-16."""
    charset = charset_of_label(label.decode("ascii", "replace"))
    if charset in ("utf-16le", "utf-16be"):
        return "utf-8"
    return "windows-1252" if charset == "x-user-defined" else charset
