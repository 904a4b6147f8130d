"""Results take the place of older ones: ended at any step, the next run mends it; files of others stay."""

from __future__ import annotations

import json
import shutil
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from normalize.errors import SetupError
from normalize.write import Output, OutputError, Target, check_output

TARGETS = (Target(), Target(shard_size=100), Target("txt"), Target("sqlite"))


class Killed(BaseException):
    """Stands for `kill -9`: nobody catches it."""


def write(folder: Path, lines: list[bytes], target: Target, dropped: bool = False) -> None:
    check_output(folder, target)
    with Output(folder, target) as output:
        for line in lines:
            output.write(line)
        if dropped:
            output.drop(b"{}\n")
        output.seal()
        output.finish({})


def files(folder: Path) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def killed_at(step: int, patch: pytest.MonkeyPatch) -> None:
    """Let the program end before a step that changes the directory."""
    left = iter(range(step))

    def counting(name: str, holder: Any) -> None:
        do = getattr(holder, name)

        def instead(*given: Any, **named: Any) -> Any:
            if next(left, None) is None:
                raise Killed
            return do(*given, **named)

        patch.setattr(holder, name, instead)

    for name, holder in (("replace", Path), ("unlink", Path), ("rmtree", shutil)):
        counting(name, holder)


@pytest.mark.parametrize("new", TARGETS)
@pytest.mark.parametrize("old", TARGETS)
def test_killed_while_results_take_their_place(
    tmp_path: Path, lines: list[bytes], old: Target, new: Target
) -> None:
    write(tmp_path / "want", lines[:3], new)
    for step in count():
        folder = tmp_path / f"out{step}"
        write(folder, lines[2:4], old, dropped=True)
        (folder / "articles-mine.txt").write_text("x")
        with pytest.MonkeyPatch.context() as patch:
            killed_at(step, patch)
            try:
                write(folder, lines[:3], new)
                break
            except Killed:
                pass
        if (folder / "run.json").exists():
            told = json.loads((folder / "run.json").read_bytes())["outputs"]
            assert all((folder / name).exists() for name in told)
        write(folder, lines[:3], new)
        assert files(folder) == {**files(tmp_path / "want"), "articles-mine.txt": b"x"}, step
    assert step > 5


@pytest.mark.parametrize(
    "name", ["articles.jsonl", "errors.jsonl", "dropped.jsonl", "run.json", "report.html"]
)
def test_files_of_others_are_not_overwritten(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("[1]")
    with pytest.raises(SetupError, match=f"{name} is there, and not from an earlier run"):
        check_output(tmp_path)
    assert files(tmp_path) == {name: b"[1]"}


def test_files_of_others_beside_those_of_runs(tmp_path: Path, lines: list[bytes]) -> None:
    write(tmp_path, lines[:2], Target())
    late = Output(tmp_path, Target(compress="gz"))
    (tmp_path / "articles.jsonl.gz").write_text("mine")  # while the run is on
    with pytest.raises(OutputError, match=r"articles\.jsonl\.gz is there"):
        late.finish({})
    write(tmp_path, lines[:3], Target())
    with pytest.raises(SetupError, match=r"articles\.jsonl\.gz is there"):
        check_output(tmp_path, Target(compress="gz"))
    assert (tmp_path / "articles.jsonl.gz").read_text() == "mine"


def test_a_check_touches_nothing_of_a_run_that_is_on(tmp_path: Path, lines: list[bytes]) -> None:
    with Output(tmp_path) as output:
        output.write(lines[0])
        check_output(tmp_path)
        output.finish({})
    assert (tmp_path / "articles.jsonl").read_bytes() == lines[0]


def test_a_dry_check_makes_nothing(tmp_path: Path) -> None:
    check_output(tmp_path / "new" / "out", dry=True)
    assert not list(tmp_path.iterdir())
