"""The command line. Commands parse, call the public API and print; the work is elsewhere.

Nothing heavy is imported before a command needs it, so that `--help` and completion answer at once.
"""

from __future__ import annotations

import sys

from normalize.cli.stdout import open_closed_streams, write_stdout


def main() -> None:
    """Run the command line; never returns."""
    try:
        open_closed_streams()
        if sys.argv[1:] in (["--help"], ["-h"]):  # Typer takes 0.1 s to load
            from normalize.cli.commands import help_text

            sys.exit(write_stdout(help_text()))
        from normalize.cli.app import app

        app()
    except KeyboardInterrupt:  # while the program was still being loaded
        sys.exit(130)
