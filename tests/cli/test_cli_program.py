"""The program as a program: what it imports, signals, closed pipes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from normalize.cli.app import app
from normalize.cli.commands import COMMANDS

Program = Callable[..., "subprocess.Popen[bytes]"]

HEAVY = {
    "rich",
    "trafilatura",
    "ftfy",
    "lxml",
    "regex",
    "numpy",
    "chardet",
    "orjson",
    "dateparser",
    "htmldate",
}
IMPORTED = """
import json, sys
from normalize.cli import main
try:
    main()
finally:
    print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["--version"], ["run", "--help"], ["rules", "--help"], ["config", "show", "--help"]],
)
def test_help_imports_nothing_heavy(program: Program, arguments: list[str]) -> None:
    process = program(*arguments, code=IMPORTED)
    output, errors = process.communicate()
    assert process.returncode == 0, errors
    assert output
    modules = {name.split(".")[0] for name in json.loads(errors)}
    assert ("typer" in modules) == (arguments != ["--help"])
    assert not modules & HEAVY


def test_the_help_that_costs_nothing_says_what_typer_would(program: Program) -> None:
    shown = CliRunner().invoke(app, ["--help"], env={"COLUMNS": "80"}, prog_name="normalize").stdout
    for asked in ("--help", "-h"):
        output, _ = program(asked).communicate()
        assert output.decode() == shown
    for one in COMMANDS:
        assert CliRunner().invoke(app, [one.name, "--help"]).exit_code == 0, one.name


def test_a_command_that_is_not_there(program: Program) -> None:
    process = program("rn")
    _, errors = process.communicate()
    assert process.returncode == 2
    assert b"Did you mean 'run'?" in errors


@pytest.mark.parametrize(
    ("workers", "wait", "number"),
    [("1", 0.0, signal.SIGINT), ("2", 0.5, signal.SIGINT), ("2", 0.1, signal.SIGTERM)],
)
def test_ctrl_c(program: Program, here: Path, workers: str, wait: float, number: int) -> None:
    for i in range(6000):
        (here / "in" / f"{i}.txt").write_text(
            f"Story {i}\n\n" + "The harbour master told it once again.\n\n" * 50
        )
    arguments = ["run", "in", "-o", "out", "--workers", workers]
    process = program(*arguments)
    while not list(Path("out/.normalize").glob("*.jsonl")) and process.poll() is None:
        time.sleep(0.02)
    time.sleep(wait)
    os.killpg(process.pid, number)
    output, errors = process.communicate()
    assert process.returncode == 128 + number, errors
    assert output == b""
    assert b"Traceback" not in errors
    assert [path.name for path in Path("out").iterdir()] == [".normalize"]
    assert b"run the same command again to go on from there" in errors
    process = program(*arguments, "--limit", "300")
    output, errors = process.communicate()
    assert process.returncode == 0, errors
    assert b"cleaned by an earlier run" in errors


def test_a_closed_pipe_is_silent(program: Program) -> None:
    for arguments in (
        ["clean", "in/a.txt"],
        ["schema"],
        ["config", "show"],
        ["--help"],
        ["rules", "list"],
        ["rules", "show", "any.ads.label"],
        ["rules", "schema"],
        ["rules", "stats", "in"],
        ["rules", "try", "ferry", "in"],
    ):
        process = program(*arguments)
        assert process.stdout
        process.stdout.close()
        assert process.stderr
        assert b"Traceback" not in process.stderr.read()
        assert process.wait() == 141, arguments


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="this system has no /dev/full")
def test_full_disks_behind_the_streams(here: Path) -> None:
    (here / "in" / "bad.jsonl").write_text('{"text": ""}\n')

    def told(**streams: str) -> tuple[int, bytes]:
        files = {name: Path(file).open("wb") for name, file in streams.items()}  # noqa: SIM115
        done = subprocess.run(
            [sys.executable, "-m", "normalize", "run", "in", "-o", "-"],
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
            **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **files},
        )
        return done.returncode, (done.stderr if "stdout" in streams else done.stdout)

    status, errors = told(stdout="/dev/full")
    assert status == 2
    assert errors.splitlines()[-1] == b"normalize: cannot write to standard output: No space left on device"
    assert b"Traceback" not in errors
    status, output = told(stderr="/dev/full")
    assert status == 1
    assert len(output.splitlines()) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such shell")
@pytest.mark.parametrize("arguments", ["--help", "schema", "rules list", "clean in/a.txt"])
@pytest.mark.parametrize(
    ("streams", "told"),
    [
        pytest.param(
            ">/dev/full",
            b"No space left on device",
            marks=pytest.mark.skipif(
                not Path("/dev/full").is_char_device(), reason="this system has no /dev/full"
            ),
        ),
        (">&-", b"Bad file descriptor"),
    ],
)
def test_output_that_goes_nowhere_is_no_success(
    here: Path, arguments: str, streams: str, told: bytes
) -> None:
    done = shell(f"{sys.executable} -m normalize {arguments} {streams}")
    assert done.returncode == 2
    assert done.stderr == b"normalize: cannot write to standard output: " + told + b"\n"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such shell")
def test_streams_that_are_closed_from_the_start(here: Path) -> None:
    program = f"{sys.executable} -m normalize"
    done = shell(f"{program} clean <&-")
    assert (done.returncode, done.stderr) == (1, b"-: read: empty: the file is empty\n")
    done = shell(f"{program} clean nowhere 2>&-")
    assert (done.returncode, done.stdout) == (2, b"")  # nothing goes where the records go


def shell(command: str) -> subprocess.CompletedProcess[bytes]:
    root = str(Path(__file__).parents[2])
    return subprocess.run(
        command, shell=True, capture_output=True, env={**os.environ, "PYTHONPATH": root}, check=False
    )


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo terminals")
def test_ctrl_c_at_a_question(here: Path) -> None:
    import pty

    child, terminal = pty.fork()
    if not child:
        os.environ["PYTHONPATH"] = str(Path(__file__).parents[2])
        os.execv(sys.executable, [sys.executable, "-m", "normalize", "rules", "new", "--into", "mine"])
    shown = b""
    while b"id (" not in shown:
        shown += os.read(terminal, 4096)
    late = threading.Timer(30, os.kill, (child, signal.SIGKILL))  # rather than wait for ever
    late.start()
    os.write(terminal, b"\x03")
    _, status = os.waitpid(child, 0)
    late.cancel()
    assert os.waitstatus_to_exitcode(status) == 130


@pytest.mark.skipif(sys.platform == "win32", reason="no process groups")
def test_ctrl_c_ends_the_processes_of_a_search_without_a_word(program: Program, here: Path) -> None:
    story = json.dumps({"text": "The ferry was late again, said the pilot of the ferry.\n\nShare this"})
    (here / "in" / "c.jsonl").write_text(f"{story}\n" * 40_000)
    process = program("discover", "in", "--no-write", "--workers", "2")
    assert process.stderr
    time.sleep(1.5)  # the processes are being started then
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (130, b"")


def test_a_terminal_gets_a_bar(program: Program, here: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("no pseudo terminals")
    import pty

    seen, terminal = pty.openpty()
    root = str(Path(__file__).parents[2])
    process = subprocess.Popen(
        [sys.executable, "-m", "normalize", "run", "in", "-o", "out"],
        stderr=terminal,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": root, "TERM": "xterm", "COLUMNS": "80"},
    )
    os.close(terminal)
    shown = b""
    try:
        while piece := os.read(seen, 4096):
            shown += piece
    except OSError:  # the other end was closed
        pass
    os.close(seen)
    assert process.wait() == 0
    assert "━".encode() in shown
    assert b"Written   2" in shown
