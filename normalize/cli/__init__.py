"""The command line. Commands parse, call the public API and print; the work is elsewhere.

Nothing heavy is imported before a command needs it, so that `--help` and completion answer at once.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; never returns."""
    try:
        from normalize.cli.app import app

        app()
    except KeyboardInterrupt:  # while the program was still being loaded
        sys.exit(130)
