"""`normalize clean --jsonl` in pipes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

COMMAND = [sys.executable, "-m", "normalize", "clean", "--jsonl"]
TEXT = "The ferry left the quay at noon, said pilot {}."


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "normalize.toml").write_text('[rules]\npacks = ["any"]\n[read]\nmax_line = 100000\n')
    return tmp_path


def lines(*records: Any) -> bytes:
    return b"".join(json.dumps(one).encode() + b"\n" for one in records)


def run(place: Path, given: bytes, *options: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*COMMAND, *options], input=given, capture_output=True, cwd=place, check=False)


def test_order_errors_and_status(place: Path) -> None:
    given = lines(*[{"id": n, "text": TEXT.format(n)} for n in range(100)]).split(b"\n")
    given[3] = b"{broken"
    given[4] = b""
    given[5] = b'{"text": "' + b"x" * 200_000 + b'"}'
    given[6] = b"7"
    given[0] = b"\xef\xbb\xbf" + given[0] + b"\r"
    plain = run(place, b"\n".join(given).rstrip(b"\n"))
    records = [json.loads(line) for line in plain.stdout.splitlines()]
    assert [one["id"] for one in records] == [str(n) for n in range(100) if n not in (3, 4, 5, 6)]
    errors = [json.loads(line) for line in plain.stderr.splitlines()]
    assert [(one["record"], one["code"]) for one in errors] == [
        (4, "bad-json"),
        (6, "too-large"),
        (7, "bad-record"),
    ]
    assert plain.returncode == 1
    inline = run(place, b"\n".join(given), "--errors", "inline", "--workers", "1", "--unbuffered")
    found = [json.loads(line) for line in inline.stdout.splitlines()]
    assert [one["error"] for one in found if "error" in one] == errors
    assert [one for one in found if "error" not in one] == records
    assert inline.stderr == b""


def test_nothing_in_nothing_out(place: Path) -> None:
    done = run(place, b"")
    assert (done.stdout, done.stderr, done.returncode) == (b"", b"", 0)


def test_what_does_not_go_together(place: Path) -> None:
    done = run(place, b"", "--text")
    assert done.returncode == 2
    assert b"do not go with --jsonl" in done.stderr
    missing = run(place, b"", "no-such-file")
    told = b"no-such-file: missing-input there is no such file or directory\n"
    assert (missing.returncode, missing.stderr) == (2, told)


@pytest.mark.parametrize("option", ["--unbuffered", "--workers=1", "--errors=inline"])
def test_what_only_streams_have(place: Path, option: str) -> None:
    alone = [*COMMAND[:-1], option]
    done = subprocess.run(alone, input=b"A b c.", capture_output=True, cwd=place, check=False)
    assert done.returncode == 2
    assert option.partition("=")[0].encode() + b" goes with --jsonl" in done.stderr


@pytest.mark.parametrize("options", [[], ["--unbuffered"], ["--workers", "1"]])
def test_a_record_comes_before_the_next_line_is_there(place: Path, options: list[str]) -> None:
    with subprocess.Popen(
        [*COMMAND, *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=place
    ) as process:
        assert process.stdin
        assert process.stdout
        for number in range(3):
            process.stdin.write(lines({"id": number, "text": TEXT.format(number)}))
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == str(number)  # else it would wait forever
        process.stdin.close()
    assert process.returncode == 0


@pytest.mark.parametrize("workers", ["0", "1"])
def test_a_reader_that_goes_away(place: Path, workers: str) -> None:
    given = place / "in.jsonl"
    given.write_bytes(lines(*[{"text": TEXT.format(n)} for n in range(3000)]))
    command = f"{' '.join(COMMAND)} --workers {workers} < in.jsonl | head -1 >out; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, cwd=place, check=True)
    assert (done.stdout, done.stderr) == (b"141\n", b"")


def test_a_reader_that_is_slow_holds_the_writer_back(place: Path) -> None:
    with subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=place) as process:
        assert process.stdin
        assert process.stdout
        os.set_blocking(process.stdin.fileno(), False)
        line = lines({"text": TEXT.format(1) * 100})
        process.stdin.write(line)
        process.stdin.flush()
        process.stdout.readline()
        taken, refused = 0, 0
        while refused < 20:  # two seconds long nothing more is taken
            try:
                taken += os.write(process.stdin.fileno(), line)
                refused = 0
            except BlockingIOError:
                refused += 1
                subprocess.run(["sleep", "0.1"], check=True)
        assert taken < 5_000_000
        process.kill()


def test_interrupted(place: Path) -> None:
    command = subprocess.Popen(
        COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=place,
        # A shell starts what runs in the background deaf to Ctrl-C, and children inherit it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    with command as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(lines({"text": TEXT}))
        process.stdin.flush()
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait() == 130


@pytest.mark.skipif(not shutil.which("jq"), reason="jq is not installed")
def test_between_jq_and_jq(place: Path) -> None:
    (place / "in.jsonl").write_bytes(lines({"story": TEXT.format(1), "key": "a"}, {"story": " ", "key": "b"}))
    command = (
        "jq -c '{id: .key, text: .story}' in.jsonl | "
        f"{' '.join(COMMAND)} --errors inline | jq -r '.body // .error.code'"
    )
    done = subprocess.run(["bash", "-c", command], capture_output=True, cwd=place, check=True)
    assert done.stdout.decode().splitlines() == [TEXT.format(1), "empty"]


def test_below_xargs(place: Path) -> None:
    for name in "ab":
        (place / f"{name}.jsonl").write_bytes(lines({"id": name, "text": TEXT.format(name)}))
    command = f"ls *.jsonl | xargs -P 2 -I{{}} sh -c '{' '.join(COMMAND)} {{}} > {{}}.out'"
    subprocess.run(["bash", "-c", command], cwd=place, check=True)
    assert [json.loads((place / f"{name}.jsonl.out").read_bytes())["id"] for name in "ab"] == ["a", "b"]
