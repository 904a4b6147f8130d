"""The output directory: nothing unfinished under a final name, older results until newer ones are whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from normalize.errors import SetupError
from normalize.read import Failure
from normalize.write import Output, OutputError

FAILURE = Failure("a.txt", None, "a", "read", "empty", "the file is empty")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_whole_run(tmp_path: Path) -> None:
    with Output(tmp_path / "new" / "out") as output:
        output.write(b'{"id":"1"}\n')
        output.fail(FAILURE)
        assert names(output.folder) == ["articles.jsonl.tmp", "errors.jsonl.tmp"]
        output.finish({"read": 2})
    assert names(output.folder) == ["articles.jsonl", "errors.jsonl", "run.json"]
    assert (output.folder / "articles.jsonl").read_bytes() == b'{"id":"1"}\n'
    assert json.loads((output.folder / "errors.jsonl").read_text()) == FAILURE.entry()
    assert json.loads((output.folder / "run.json").read_text()) == {"read": 2, "outputs": ["articles.jsonl"]}


def test_a_broken_run_leaves_older_results_alone(tmp_path: Path) -> None:
    with Output(tmp_path) as output:
        output.write(b"old\n")
        output.finish({})
    try:
        with Output(tmp_path) as output:
            output.write(b"new\n")
            output.fail(FAILURE)
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        pass
    assert (tmp_path / "articles.jsonl").read_bytes() == b"old\n"
    assert (tmp_path / "articles.jsonl.tmp").read_bytes() == b"new\n"
    assert (tmp_path / "errors.jsonl").read_bytes() == b""
    with Output(tmp_path) as output:
        output.write(b"newer\n")
        output.finish({})
    assert (tmp_path / "articles.jsonl").read_bytes() == b"newer\n"
    assert names(tmp_path) == ["articles.jsonl", "errors.jsonl", "run.json"]


def test_the_account_is_there_only_if_the_three_belong_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Output(tmp_path) as output:
        output.finish({"old": True})
    replace = Path.replace

    def fail_on_articles(path: Path, target: Path) -> Path:
        if target.name == "articles.jsonl":
            raise OSError(5, "Input/output error")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", fail_on_articles)
    with Output(tmp_path) as output:
        output.write(b"new\n")
        with pytest.raises(OutputError, match="Input/output error"):
            output.finish({"old": False})
    assert not (tmp_path / "run.json").exists()


def code(folder: Path) -> str:
    with pytest.raises(SetupError) as caught:
        Output(folder)
    (problem,) = caught.value.problems
    return problem.code


def test_what_cannot_be_written_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "out" / "articles.jsonl.tmp").mkdir(parents=True)
    assert code(tmp_path / "file") == "output-not-a-directory"
    assert code(tmp_path / "file" / "out") == "output-not-a-directory"
    assert code(tmp_path / "out") == "output-not-writable"

    def deny(path: Path, mode: str, buffering: int = -1) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", deny)
    assert code(tmp_path / "denied") == "output-not-writable"


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    if not Path("/dev/full").is_char_device():
        pytest.skip("this system has no /dev/full")
    output = Output(tmp_path)
    output._sink._out = Path("/dev/full").open("wb")  # type: ignore[attr-defined]  # noqa: SIM115
    with pytest.raises(OutputError, match="No space left on device"), output:
        output.write(b"x" * 10_000_000)
