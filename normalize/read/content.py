"""What the first bytes of a file say: something that is not text, HTML, JSON lines."""

from __future__ import annotations

import re

from normalize.errors import InputError

_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF file"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"RIFF", "a RIFF file (image, sound or film)"),
    (b"OggS", "an Ogg file"),
    (b"ID3", "an MP3 file"),
    (b"PK\x03\x04", "a ZIP archive, or an office document in one"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xfd7zXZ\0", "an xz file"),
    (b"\x28\xb5\x2f\xfd", "a zstd file"),
    (b"BZh91AY&SY", "a bzip2 file"),
    (b"\x1f\x8b", "a gzip file inside a gzip file"),
    (b"\x7fELF", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\0asm", "a program"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"ARROW1", "an Arrow file"),
    (b"WARC/1.", "a WARC archive"),
)
"""Magic numbers of what people mistake for text, by the formats' own specifications."""

_MAGIC = tuple(magic for magic, _ in _FOREIGN)

# Control characters that text does not have. Left out: tab to carriage return, escape (ISO 2022 texts switch
# with it), shift out and shift in (ISO-2022-KR uses them at each word).
_CONTROLS = bytes([*range(9), *range(16, 27), *range(28, 32)])
_MOST_CONTROLS = 0.05  # random bytes have 0.09; text with a stray NUL in each line 0.01
_WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_LEAST_PRINTABLE = 0.95  # of the characters of a UTF-16 or UTF-32 text

_START = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:<\?xml[^>]{0,200}>\s*|<!--.{0,4000}?-->\s*)*", re.DOTALL
)
_PAGE = re.compile(
    rb"<(?:!doctype\s+html|(?:html|head|body|title|meta|link|script|frameset)[\s/>])", re.IGNORECASE
)
_TAG = re.compile(rb"<(?:!--|/?[a-z][a-z0-9]*[\s/>])", re.IGNORECASE)
_CLOSING = re.compile(rb"</[a-z][a-z0-9]*\s*>", re.IGNORECASE)
_FRAGMENT_CLOSINGS = (
    3  # closing tags in the head of a piece of HTML without <html>; prose that quotes a tag has fewer
)
_JSON_LINES_OF_ONE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\[[ \t\r]*\n\s*[{\]]|\{[ \t\r]*\n\s*\")")
_JSON_ARRAY = re.compile(rb"(?:\xef\xbb\xbf)?\s*\[\s*[{\]]")
_JSON_LINE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(\{\s*\"[^\n]*\})\s*(?:\n|\Z)")
_JSON_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{")


def refuse(head: bytes) -> None:
    """Raise `binary` for what is not text and `empty` for no bytes at all.

    Args:
        head: the first bytes of the file, after decompression.
    """
    if not head:
        raise InputError("empty", "the file is empty", "read")
    if head.startswith(_MAGIC):
        name = next(name for magic, name in _FOREIGN if head.startswith(magic))
        raise InputError("binary", f"it is {name}, not text", "read")
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls > _MOST_CONTROLS * len(head) and not _is_wide(head):
        share = f"{100 * controls / len(head):.0f} %"
        raise InputError(
            "binary", f"{share} of its first {len(head):,} bytes are NUL or other control characters", "read"
        )


def _is_wide(head: bytes) -> bool:
    """Whether the bytes are UTF-16 or UTF-32, with or without a byte order mark."""
    sample = head[: min(len(head), 4096) // 4 * 4]
    for encoding in _WIDE:
        # A sample of UTF-16 may end inside a surrogate pair: then without its last two bytes.
        for end in (len(sample), len(sample) - 2):
            try:
                text = sample[:end].decode(encoding).removeprefix("\ufeff")
            except UnicodeDecodeError:
                continue
            good = sum(1 for char in text if char.isprintable() or char.isspace())
            if text and good >= _LEAST_PRINTABLE * len(text):
                return True
            break
    return False


def is_html(head: bytes, named: bool) -> bool:
    """Whether it is HTML: a page, or a piece of one.

    Args:
        head: the first bytes of the file; those of UTF-16 do as well.
        named: whether the file's suffix says so. Then any tag will do, else it must begin like a page or have
        closing tags.
    """
    plain = head.replace(b"\0", b"")
    start = _START.match(plain)
    at = start.end() if start else 0
    if _PAGE.match(plain, at):
        return True
    if named:
        return bool(_TAG.search(plain))
    return bool(_TAG.match(plain, at)) and len(_CLOSING.findall(plain)) >= _FRAGMENT_CLOSINGS


def is_jsonl(head: bytes, named: bool) -> bool:
    """Whether it is JSON lines: the first line is an object, or the suffix says so and it is not HTML.

    Raises:
        InputError: `unsupported`, for JSON that is spread over several lines.
    """
    # A JSONL file whose first line is an array has other lines that may be good.
    if _JSON_LINES_OF_ONE.match(head) or (not named and _JSON_ARRAY.match(head)):
        raise InputError(
            "unsupported",
            "it is JSON over several lines, or an array; one object in each line (JSONL) is read",
            "read",
        )
    if named:
        return not is_html(head, named=False)
    line = _JSON_LINE.match(head)
    if not line:  # a first line that is longer than the head
        return bool(_JSON_START.match(head)) and b"\n" not in head.strip() and b'":' in head
    import orjson

    try:
        return isinstance(orjson.loads(line[1]), dict)
    except orjson.JSONDecodeError:
        return b"\\ud" in line[1].lower()  # a lone surrogate: legal JSON, which orjson refuses


def is_text(head: bytes, named: bool) -> bool:
    """Always: what is not binary and nothing else is text."""
    return True
