"""Long output on a terminal goes through a pager, as git and man do it."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys

_DEFAULTS = {"LESS": "FRX", "LV": "-c"}
"""As git sets them where the user says nothing: end if it fits, pass colours, leave the screen as it is."""


def through_pager(text: str) -> bool:
    """Show a text by the program that `PAGER` names (default: less).

    Returns:
        whether it was shown. It is not if standard output is no terminal, the text fits on it, `PAGER` is
        empty or `cat`, or the program cannot be started.
    """
    if not (sys.stdout.isatty() and sys.stdin.isatty()):
        return False
    if text.count("\n") < shutil.get_terminal_size().lines:
        return False
    try:
        command = shlex.split(os.environ.get("PAGER", "less"))
    except ValueError:  # an open quotation mark
        return False
    if not command or command == ["cat"]:
        return False
    try:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, env={**_DEFAULTS, **os.environ})
    except OSError:
        return False
    data: bytes | None = text.encode("utf-8")
    while True:
        try:
            process.communicate(data)
            return True
        except KeyboardInterrupt:  # Ctrl-C is the pager's; it goes on, and so do we
            data = None
