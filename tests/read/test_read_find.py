"""From paths to files: order, what is left out, links."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from normalize.errors import SetupError
from normalize.read import Failure, Inputs
from normalize.read.find import Finder, check_paths
from normalize.read.paths import Listed, expand

Make = Callable[..., Path]


@pytest.fixture
def tree(tmp_path: Path) -> Make:
    """Make files below a directory."""

    def make(*names: str) -> Path:
        root = tmp_path / "in"
        for name in names:
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("x")
        return root

    return make


def told(finder: Finder) -> list[str]:
    return [
        found.path if not isinstance(found, Failure) else f"{found.path} {found.code}" for found in finder
    ]


def test_order_is_that_of_the_parts_of_the_path(tree: Make) -> None:
    root = tree("b.txt", "a/z.txt", "a/b/c.txt", "a.txt", "a-b/x.txt", "B.txt", "é.txt")
    assert told(Finder([root])) == ["B.txt", "a/b/c.txt", "a/z.txt", "a-b/x.txt", "a.txt", "b.txt", "é.txt"]


def test_other_types_are_counted_and_hidden_ones_left_out(tree: Make) -> None:
    root = tree("a.TXT", "b.md", "c.md.gz", "d", ".hidden.txt", ".git/x.txt", "e.html.gz", "f.jsonl", "g.HTM")
    finder = Finder([root])
    assert told(finder) == ["a.TXT", "e.html.gz", "f.jsonl", "g.HTM"]
    assert finder.skipped == {".md": 1, ".md.gz": 1, "(no suffix)": 1}


def test_a_named_file_is_read_whatever_its_name(tree: Make) -> None:
    root = tree("d", ".hidden", "b.md")
    assert told(Finder([root / "d", root / ".hidden", root / "b.md"])) == ["d", ".hidden", "b.md"]


def test_several_paths_are_told_from_the_directory_that_holds_all(tree: Make) -> None:
    root = tree("a/x.txt", "b/x.txt", "c.txt")
    assert told(Finder([root / "b", root / "a"])) == ["b/x.txt", "a/x.txt"]
    assert told(Finder([root / "a" / "x.txt", root / "c.txt"])) == ["a/x.txt", "c.txt"]
    assert told(Finder([root / "a" / "x.txt"])) == ["x.txt"]


def test_nothing_is_read_twice(tree: Make) -> None:
    root = tree("a/x.txt", "b.txt")
    assert told(Finder([root, root, root / "a", root / "b.txt"])) == ["a/x.txt", "b.txt"]
    assert told(Finder([root / "b.txt", root])) == ["b.txt", "a/x.txt"]


def test_more_levels_than_python_can_recurse(tmp_path: Path) -> None:
    start = Path.cwd()
    try:
        os.chdir(tmp_path)
        for _ in range(1100):
            Path("d").mkdir()
            os.chdir("d")
        Path("x.txt").write_text("x")
    finally:
        os.chdir(start)
    found = told(Finder([tmp_path]))
    subprocess.run(["rm", "-r", tmp_path / "d"], check=True)  # shutil.rmtree, which would do it, recurses
    assert found == ["d/" * 1100 + "x.txt"]


def test_a_link_to_a_directory_above_is_a_failure(tree: Make) -> None:
    root = tree("a/b/x.txt")
    (root / "a/b/loop").symlink_to(root / "a")
    (root / "self").symlink_to("self")
    (root / "round").symlink_to(root)
    loops = ["a/b/loop/ link-loop", "a/b/x.txt", "round/ link-loop", "self"]
    assert told(Finder([root])) == loops


def test_a_linked_directory_is_read_once(tree: Make, tmp_path: Path) -> None:
    root = tree("m.txt", "real/x.txt")
    outside = tmp_path / "outside"
    (outside / "sub").mkdir(parents=True)
    (outside / "y.txt").write_text("y")
    (outside / "sub" / "z.txt").write_text("z")
    (root / "a").symlink_to(root / "real")  # is read under its own name
    (root / "first").symlink_to(outside)
    (root / "second").symlink_to(outside)
    (root / "third").symlink_to(outside / "sub")
    (outside / "back").symlink_to(root)
    finder = Finder([root])
    assert told(finder) == ["first/sub/z.txt", "first/y.txt", "m.txt", "real/x.txt"]
    assert sum(finder.skipped.values()) == 4


def test_a_link_into_a_hidden_directory_is_followed(tree: Make) -> None:
    root = tree(".store/v1/x.txt")
    (root / "current").symlink_to(root / ".store" / "v1")
    assert told(Finder([root])) == ["current/x.txt"]


def test_a_directory_that_cannot_be_listed_is_a_failure(tree: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tree("a/x.txt", "b/y.txt")
    scandir = os.scandir

    def deny(path: str) -> object:
        if path.endswith("a"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", deny)
    assert told(Finder([root])) == ["a/ unreadable", "b/y.txt"]


def codes(*paths: Path | str, out: Path | None = None) -> list[str]:
    with pytest.raises(SetupError) as caught:
        check_paths(paths, out)
    return [problem.code for problem in caught.value.problems]


def test_missing_paths_are_refused_all_at_once(tmp_path: Path) -> None:
    assert codes(tmp_path / "no", tmp_path, tmp_path / "neither") == ["missing-input", "missing-input"]
    assert codes() == ["no-input"]
    check_paths(["-", tmp_path])


def test_output_and_input_inside_each_other_are_refused(tree: Make, tmp_path: Path) -> None:
    root = tree("a/x.txt")
    assert codes(root, out=root) == ["output-in-input"]
    assert codes(root, out=root / "a" / "new") == ["output-in-input"]
    assert codes(root / "a", out=root) == ["input-in-output"]
    assert codes(root / "a" / "x.txt", out=root) == ["input-in-output"]
    (tmp_path / "link").symlink_to(root / "a")
    assert codes(root, out=tmp_path / "link") == ["output-in-input"]
    check_paths([root], tmp_path / "in-beside")
    check_paths([root / "a" / "x.txt"], root / "out")


def test_patterns_follow_no_links_into_circles(tree: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tree("a/b/x.txt", "a/x.txt", "x.txt", ".hid/x.txt", "a/y.txt")
    (root / "a" / "round").symlink_to("..")
    (root / "again").symlink_to(".")
    monkeypatch.chdir(root.parent)
    assert expand(["in/**/x.txt"]) == ["in/a/b/x.txt", "in/a/x.txt", "in/x.txt"]
    assert expand([f"{root}/**/b/**/x.txt"]) == [f"{root}/a/b/x.txt"]
    monkeypatch.chdir(root)
    assert expand(["**/x.txt", "*/?.txt"]) == [
        *("a/b/x.txt", "a/x.txt", "x.txt"),
        *("a/x.txt", "a/y.txt", "again/x.txt"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n  \n"])
def test_lists(tree: Make, encoding: str, end: str) -> None:
    root = tree("a b.txt", "é.txt")
    names = [str(root / name) for name in ("a b.txt", "gone.txt", "é.txt")]
    given = root.parent / "list"
    given.write_bytes("".join(f"{name}{end}" for name in names).encode(encoding))
    assert expand([], [given]) == names
    found = list(Inputs(expand([], [given])))
    assert [one.code if isinstance(one, Failure) else one.path for one in found] == [
        "a b.txt",
        "vanished",
        "é.txt",
    ]


def test_a_list_of_nothing_that_is_there(tmp_path: Path) -> None:
    given = tmp_path / "list"
    given.write_text("no.txt\nneither.txt\n")
    with pytest.raises(SetupError, match=r"missing-input it names no\.txt, which is not there"):
        expand([], [given])
    check_paths([Listed(tmp_path / "no.txt")])
