"""The command line. Commands parse, call the public API and print; the work is elsewhere.

Nothing heavy is imported before a command needs it, so that `--help` and completion answer at once.
"""

from __future__ import annotations

from normalize.cli.app import main

__all__ = ["main"]
