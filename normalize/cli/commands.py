"""The commands, in one table: a new one is a line here and a function of its own module.

Only the module of the command that was asked for is imported; `--help` needs none of them, and no library.
"""

from __future__ import annotations

from typing import NamedTuple


class Command(NamedTuple):
    """A command: its name, the module and what in it makes it, and what it does, in 60 characters at most."""

    name: str
    module: str
    attribute: str
    about: str


COMMANDS = (
    Command("run", "run", "run", "Clean many documents into a directory."),
    Command("clean", "clean", "clean", "Clean one document to standard output."),
    Command("serve", "serve", "serve", "Clean what comes over HTTP."),
    Command("explain", "explain", "explain", "Show what was done to one document, and why."),
    Command("report", "report", "report", "Write a run as one HTML file, to look through."),
    Command("filter", "dedup", "filter_records", "Keep some records of a run, and tell why others go."),
    Command("dedup", "dedup", "dedup", "Tell the copies of articles in a run from the originals."),
    Command("discover", "discover", "discover", "Find repeated junk, and propose rules for it."),
    Command("rules", "rules", "app", "The rules: what counts as junk."),
    Command("config", "config", "app", "The configuration."),
    Command("schema", "schema", "schema", "Print the JSON Schema of the record (draft 2020-12)."),
)

ABOUT = """\
Clean articles out of scraped news text, with an account of every character.

Exit status: 0 all is well, 1 some documents failed, 2 the command, the
configuration or the output is wrong, 130 interrupted."""

_OPTIONS = (
    ("--version", "Print the version and exit."),
    ("--install-completion", "Install completion for the current shell."),
    (
        "--show-completion",
        "Show completion for the current shell, to copy it or\ncustomize the installation.",
    ),
    ("-h, --help", "Show this message and exit."),
)


def help_text() -> str:
    """What `normalize --help` prints, in 80 columns."""
    about = "\n".join(f"  {line}" if line else "" for line in ABOUT.splitlines())
    commands = [(one.name, one.about) for one in COMMANDS]
    return (
        f"Usage: normalize [OPTIONS] COMMAND [ARGS]...\n\n{about}\n\n"
        f"Options:\n{_rows(_OPTIONS)}\nCommands:\n{_rows(commands)}"
    )


def _rows(rows: tuple[tuple[str, str], ...] | list[tuple[str, str]]) -> str:
    wide = max(len(name) for name, _ in rows)
    later = "\n" + " " * (wide + 4)
    return "".join(f"  {name:{wide}}  {about.replace(chr(10), later)}\n" for name, about in rows)
