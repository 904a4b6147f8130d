"""What the first bytes of a file say: which format it is, or that it is none."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

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
    (b"\xfd7zXZ\0", "an xz file inside another compression"),
    (b"\x28\xb5\x2f\xfd", "a zstd file inside another compression"),
    (b"BZh91AY&SY", "a bzip2 file inside another compression"),
    (b"\x1f\x8b", "a gzip file inside another compression"),
    (b"\x7fELF", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\0asm", "a program"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"ARROW1", "an Arrow file"),
    (b"filedesc://", "an ARC archive, which `warcio recompress` makes WARC of"),
    (b"\x04\x22\x4d\x18", "an lz4 file"),
    (b"LZIP\x01", "an lzip file"),
    (b"\x1f\x9d", "a file of `compress`"),
    (b"PARE", "an encrypted Parquet file"),
    (b"FEA1", "a Feather 1 file; write it as Feather 2"),
    (b"Obj\x01", "an Avro file"),
    (b"\x89HDF\r\n", "an HDF5 file"),
)
"""Magic numbers of what people mistake for text, by the formats' own specifications."""

_OFFICE_MEMBERS = (b"[Content_Types].xml", b"_rels/", b"mimetype", b"META-INF/")
"""First files of what is a zip archive inside, but no collection of texts: office documents, e-books,
programs."""

_MAGIC = tuple(magic for magic, _ in _FOREIGN)

# Control characters that text does not have. Left out: tab to carriage return, escape (ISO 2022 texts switch
# with it), shift out and shift in (ISO-2022-KR uses them at each word).
_CONTROLS = bytes([*range(9), *range(16, 27), *range(28, 32)])
_MOST_CONTROLS = 0.05  # random bytes have 0.09; text with a stray NUL in each line 0.01
_WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
# UTF-32 first: its little-endian mark begins with that of UTF-16, and no text begins with a NUL.
_WIDE_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LEAST_PRINTABLE = 0.95  # of the characters of a UTF-16 or UTF-32 text

_START = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:<\?xml[^>]{0,200}>\s*|<!--.{0,4000}?-->\s*)*", re.DOTALL
)
_PAGE = re.compile(
    rb"<(?:!doctype\s+html|(?:html|head|body|title|meta|link|script|frameset)[\s/>])", re.IGNORECASE
)
_TAG = re.compile(rb"<(?:!--|/?[a-z][a-z0-9]*[\s/>])", re.IGNORECASE)
_BLOCK = re.compile(
    rb"\s*<(?:address|article|blockquote|div|dl|figure|h[1-6]|header|main|ol|p|section|span|table|ul)[\s/>]",
    re.IGNORECASE,
)
_RECORD_HEAD = 4096
_MARGIN = 64  # characters of a text that its first tag is looked for in
_CLOSING = re.compile(rb"</[a-z][a-z0-9]*\s*>", re.IGNORECASE)
_FRAGMENT_CLOSINGS = (
    3  # closing tags in the head of a piece of HTML without <html>; prose that quotes a tag has fewer
)
_JSON_ARRAY = re.compile(rb"(?:\xef\xbb\xbf)?\s*\[\s*(?:[{\]]|\Z)")
_JSON_RECORDS = re.compile(rb"(?:\xef\xbb\xbf)?\s*\[\s*\{")
_JSON_LIKE = re.compile(  # also a mere value, with a comment before it, or as a script
    rb"(?:\xef\xbb\xbf)?\s*(?:[{\[\"]|//|/\*|[\w.$]+\s*\(\s*[{\[]|(?:null|true|false|-?[\d.eE+]+)\s*\Z)"
)
_JSON_SPREAD = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\[[ \t\r]*\n\s*[{\]]|\{[ \t\r]*\n\s*\")")
_JSON_LINE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(\{\s*\"[^\n]*\})\s*(?:\n|\Z)")
_HEADER = re.compile(rb"(?:\xef\xbb\xbf)?((?:\"?[\w .-]{1,60}\"?[,;\t|])+\"?[\w .-]{1,60}\"?)[\r\n]")
_WARC = re.compile(rb"WARC/[0-9]\.[0-9]+\r?\n")
_WARC_INSIDE = re.compile(rb"\n" + _WARC.pattern)
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
    if _controls(head) > _MOST_CONTROLS * len(head) and not wide_charset(head):
        share = f"{100 * _controls(head) / len(head):.0f} %"
        raise InputError(
            "binary", f"{share} of its first {len(head):,} bytes are NUL or other control characters", "read"
        )


def _controls(head: bytes) -> int:
    """How many control characters there are; NULs at the end, which a crash leaves, do not count if there is
    anything before them."""
    text = head.rstrip(b"\0") or head
    return len(text) - len(text.translate(None, _CONTROLS))


def wide_charset(head: bytes) -> str | None:
    """Which UTF-16 or UTF-32 the bytes are, with or without a byte order mark; None if they are neither."""
    for mark, encoding in _WIDE_MARKS:
        if head.startswith(mark):
            return encoding
    if _controls(head) <= _MOST_CONTROLS * len(head):  # two letters of ASCII are one sign of UTF-16 as well
        return None
    sample = head[: min(len(head), 4096) // 4 * 4]
    found = [(merit, encoding) for encoding in _WIDE if (merit := _merit(sample, encoding))]
    return max(found)[1] if found else None


def charset_of_records(head: bytes) -> str | None:
    """Which UTF-16 or UTF-32 the bytes are, if they hold a sign that records are made with."""
    charset = wide_charset(head)
    text = head[:4096].decode(charset, "replace") if charset else ""
    return charset if any(sign in text for sign in "{,;\t|") else None


def _merit(sample: bytes, encoding: str) -> int:
    """How well bytes read in an encoding; 0 if they do not. Most of what is printable by the one byte order
    is so by the other, so signs of ASCII count.
    """
    # A sample of UTF-16 may end inside a surrogate pair: then without its last two bytes.
    for end in (len(sample), len(sample) - 2):
        try:
            text = sample[:end].decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
        good = sum(1 for char in text if char.isprintable() or char.isspace())
        return 1 + sum(map(str.isascii, text)) if good >= _LEAST_PRINTABLE * len(text) > 0 else 0
    return 0


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


def is_marked_up(text: str | bytes) -> bool:
    """Whether what a record calls its text is HTML: a page, or a piece of one from the tag of a block to
    another tag. Feeds and spiders often keep the mark-up.
    """
    if text[:_MARGIN].lstrip()[:1] not in ("<", b"<") or text[-_MARGIN:].rstrip()[-1:] not in (">", b">"):
        return False
    head = text[:_RECORD_HEAD] if isinstance(text, bytes) else text[:_RECORD_HEAD].encode("utf-8", "replace")
    return bool(_BLOCK.match(head)) or is_html(head, named=False)


def is_jsonl(head: bytes, named: bool) -> bool:
    """Whether it is JSON lines: the first line is an object and not the only one, or the suffix says so and
    it is neither HTML nor JSON over several lines.
    """
    # A JSONL file whose first line is an array of something else has other lines that may be good.
    if _JSON_SPREAD.match(head) or (_JSON_RECORDS if named else _JSON_ARRAY).match(head):
        return False
    if named:
        return not is_html(head, named=False)
    line = _JSON_LINE.match(head)
    if not line:  # a first line that is longer than the head
        return bool(_JSON_START.match(head)) and b"\n" not in head.strip() and b'":' in head
    return _is_object(line[1])


def is_json_file(head: bytes, named: bool) -> bool:
    """Whether the suffix says that it is JSON, and it is any, good or bad. An object in one line is then a
    file of its own, and several are JSON lines.
    """
    if not named or not _JSON_LIKE.match(head):
        return False
    line = _JSON_LINE.match(head)
    return not (line and _JSON_START.match(head, line.end()) and _is_object(line[1]))


def is_json(head: bytes, named: bool) -> bool:
    """Whether it is JSON by itself: an object over several lines, or an array of objects."""
    return bool(_JSON_SPREAD.match(head) or _JSON_ARRAY.match(head))


def _is_object(line: bytes) -> bool:
    from normalize.read.jsonl import parse

    try:
        parse(line, "")
    except InputError:
        return False
    return True


def is_table(head: bytes, named: bool) -> bool:
    """Whether it is CSV or TSV: the suffix says so and it is no HTML; or the header names `text` or `html`
    and another column.
    """
    return not is_html(head, named=False) if named else has_header(head, ("text", "html"))


def has_header(head: bytes, wanted: Iterable[str]) -> bool:
    """Whether the first line names columns, and one of those that are wanted among them."""
    header = _HEADER.match(head)
    if not header:
        return False
    names = [name.strip(b' "') for name in re.split(rb"[,;\t|]", header[1])]
    found = any(name.encode() in names for name in wanted)
    return found and len(names) > 1 and len(set(names)) == len(names)


def is_warc(head: bytes, named: bool) -> bool:
    """Whether it is a WARC archive; if it is called so, other bytes may stand before its first record."""
    return bool(_WARC.match(head) or (named and _WARC_INSIDE.search(head)))


def is_sqlite(head: bytes, named: bool) -> bool:
    """Whether it is an SQLite database."""
    return head.startswith(b"SQLite format 3\0")


def is_zip(head: bytes, named: bool) -> bool:
    """Whether it is a zip archive, and no office document, e-book or program in one."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06")) and not head[30:].startswith(_OFFICE_MEMBERS)


def is_tar(head: bytes, named: bool) -> bool:
    """Whether it is a tar archive: the check sum of its first head is right (POSIX, 'ustar Interchange
    Format'; the older format, without a magic, has it too).
    """
    block = head[:512]
    stored = block[148:156].strip(b" \0")
    if len(block) < 512 or not stored or stored.translate(None, b"01234567") or not block[0]:
        return False
    return int(stored, 8) == sum(block[:148]) + 8 * ord(" ") + sum(block[156:])


def is_parquet(head: bytes, named: bool) -> bool:
    """Whether it is Parquet."""
    return head.startswith(b"PAR1")


def is_arrow(head: bytes, named: bool) -> bool:
    """Whether it is an Arrow IPC file, or a stream: a marker, and the length of its first message (the
    schema, always below 16 MB).
    """
    return head.startswith(b"ARROW1") or (head.startswith(b"\xff\xff\xff\xff") and head[7:8] == b"\0")


def is_text(head: bytes, named: bool) -> bool:
    """Always: what is not binary and nothing else is text."""
    return True
