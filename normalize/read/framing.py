"""The bytes of an archive as lines and blocks, and the way to the next record where one is broken."""

from __future__ import annotations

import re

from normalize.errors import InputError
from normalize.read.stream import Stream

LONGEST_HEADER = 1 << 20  # bytes; real ones have some hundred
RECORD = re.compile(rb"WARC/[0-9]")
_RECORD_INSIDE = re.compile(rb"\r?\n\r?\n(?=WARC/[0-9]\.[0-9]+\r?\n)")
_PIECE = 1 << 16


class Framing:
    """Reads lines and blocks, and knows its place in the bytes.

    Attributes:
        place: how many bytes were read.
    """

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self.place = 0
        self._reader = stream.reader
        self._back = b""  # what was read, and is to be read again

    def line(self) -> bytes:
        """The next line, or `LONGEST_HEADER` bytes of it; empty at the end."""
        line = b""
        if self._back:
            end = self._back.find(b"\n") + 1 or len(self._back)
            line, self._back = self._back[:end], self._back[end:]
        if not line.endswith(b"\n"):
            line += self._reader.readline(LONGEST_HEADER)
        self.place += len(line)
        return line

    def block(self, size: int) -> bytes:
        """So many bytes. Raises InputError `truncated`; what there is can then be searched by `find_next`."""
        pieces = []
        left = size
        while left and (piece := self._read(min(left, 1 << 20))):
            pieces.append(piece)
            left -= len(piece)
        block = pieces[0] if len(pieces) == 1 else b"".join(pieces)
        if left:
            self.put_back(block)
            raise InputError("truncated", f"{left:,} bytes of the record are missing", "read")
        return block

    def skip(self, size: int) -> None:
        """Pass over so many bytes. Raises InputError `truncated`, if possible before any are passed over."""
        left = self.stream.left
        if left is not None and size > left + len(self._back):
            missing = size - left - len(self._back)
            raise InputError("truncated", f"{missing:,} bytes of the record are missing", "read")
        while size:
            piece = self._read(min(size, _PIECE))
            if not piece:
                raise InputError("truncated", f"{size:,} bytes of the record are missing", "read")
            size -= len(piece)

    def put_back(self, block: bytes) -> None:
        """Read again what follows a record that begins inside these bytes, which were just read."""
        inside = _RECORD_INSIDE.search(block)
        if inside:
            self._back = block[inside.end() :] + self._back
            self.place -= len(block) - inside.end()

    def at_end(self) -> bool:
        """Whether a record ends here: blank lines follow, which are passed over, and the next, or nothing."""
        try:
            if self._peek(4) == b"\r\n\r\n":
                self.block(4)
                return True
            while (ahead := self._peek(8)) and ahead[:1] in b"\r\n":
                self.line()
        except InputError:  # what comes next is broken, and will be told when it is read
            return True
        return not ahead or RECORD.match(ahead) is not None

    def find_next(self) -> bool:
        """Go to the next line that begins a record, in the next member if that of compressed data is broken.
        False if there is none.
        """
        while True:
            try:
                while (ahead := self._peek(8)) and not RECORD.match(ahead):
                    self.line()
            except InputError:  # told already, of the record where the data are broken
                place = self.stream.skip_broken()
                if place is None:
                    return False
                self.place, self._back = place, b""
            else:
                return bool(ahead)

    def told(self, place: int) -> str:
        """A place for people: that of the record's bytes in the file as it is stored."""
        stored = self.stream.stored(place)
        return f"byte {stored:,}" if stored == place else f"byte {stored:,} ({place:,} unpacked)"

    def _read(self, size: int) -> bytes:
        if self._back:
            piece, self._back = self._back[:size], self._back[size:]
        else:
            piece = self._reader.read(size)
        self.place += len(piece)
        return piece

    def _peek(self, size: int) -> bytes:
        if not self._back:
            return self._reader.peek(size)[:size]
        ahead = self._back[:size]
        return ahead if len(ahead) == size else ahead + self._reader.peek(size)[: size - len(ahead)]
