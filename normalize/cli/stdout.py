"""Standard output, and what becomes of the program when it cannot be written. No library is loaded for it."""

from __future__ import annotations

import os
import sys

WRONG = 2
PIPE_CLOSED = 141
"""What shells tell of a program that was ended because the reader of its output went away (128 + SIGPIPE)."""


def write_stdout(text: str | bytes) -> int:
    """Write to standard output, in UTF-8; a lone surrogate, which has no UTF-8, is escaped.

    Returns:
        0; `PIPE_CLOSED` if nobody reads it any more; `WRONG` if it cannot be written, which has been said.
    """
    try:
        sys.stdout.buffer.write(text if isinstance(text, bytes) else text.encode("utf-8", "backslashreplace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _give_up()
        return PIPE_CLOSED
    except OSError as error:
        _give_up()
        print(f"normalize: cannot write to standard output: {error.strerror or error}", file=sys.stderr)
        return WRONG
    return 0


def _give_up() -> None:
    """Send what is still in the buffer nowhere; it would fail again, and aloud, when the interpreter ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def open_closed_streams() -> None:
    """Open the standard streams that the program was started without (`>&-`), for which Python has None.

    Input is then empty, errors go nowhere, and output fails as soon as it is written to, as for other
    programs: results that nobody gets are no success.
    """
    if sys.stdin is None:
        sys.stdin = os.fdopen(os.open(os.devnull, os.O_RDONLY))
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
