"""The cache: gives back what was kept, and never anything else."""

from __future__ import annotations

import os
from multiprocessing import get_context
from pathlib import Path

import pytest

from normalize.match import MatchConfig, compile_rules
from normalize.match.cache import Cache, open_cache
from normalize.match.literals import Required
from normalize.match.literals import required as really_required
from normalize.ruleset.model import Matcher, Rule

RULE = Rule("en.test.one", "for the test", Matcher("equals", ("Share this",)))
posix_only = pytest.mark.skipif(not hasattr(os, "getuid"), reason="rights of files")


def test_keeps_rules(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "new" / "folder")
    assert cache.load("a") is None
    assert cache.store("a", (RULE, frozenset({1})))
    assert cache.load("a") == (RULE, frozenset({1}))
    assert cache.load("b") is None


def test_makes_once(tmp_path: Path) -> None:
    made = []
    cache = Cache(tmp_path / "c")
    for _ in range(2):
        assert cache("key", lambda: made.append(1) or "value") == "value"
    assert made == [1]


@pytest.mark.parametrize("cut", [0, 5, 30, 60, -1])
def test_damaged_files_are_not_read(tmp_path: Path, cut: int) -> None:
    cache = Cache(tmp_path / "c")
    cache.store("a", RULE)
    (file,) = cache.folder.iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[:cut])
    assert cache.load("a") is None
    flipped = bytearray(whole)
    flipped[cut] ^= 1
    file.write_bytes(flipped)
    assert cache.load("a") is None
    cache.store("a", RULE)
    assert cache.load("a") == RULE


def test_versions_are_part_of_the_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(tmp_path / "c")
    cache.store("a", 1)
    monkeypatch.setattr("normalize.match.cache.__version__", "another")
    assert cache.load("a") is None


def test_what_is_shipped_is_read_where_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = Cache(tmp_path / "shipped")
    shipped.store("a", RULE)
    monkeypatch.setattr("normalize.match.cache._SHIPPED", shipped.folder)
    cache = Cache(tmp_path / "c")
    assert cache.load("a") == RULE
    assert not cache.folder.exists()
    cache.store("a", "newer")
    assert cache.load("a") == "newer"


def test_of_some_parts_only_new_ones_are_made(tmp_path: Path) -> None:
    made: list[int] = []

    def double(number: int) -> int:
        made.append(number)
        return 2 * number

    cache = Cache(tmp_path / "c")
    assert cache.parts("key", {"one": 1, "two": 2}, double) == {"one": 2, "two": 4}
    assert cache.parts("key", {"two": 2, "three": 3}, double) == {"two": 4, "three": 6}
    assert cache.parts("key", {"three": 3}, double) == {"three": 6}
    assert made == [1, 2, 3]


def test_one_rule_more_compiles_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = MatchConfig(cache=str(tmp_path / "c"))
    compile_rules([RULE], config)
    other = Rule("en.test.two", "for the test", Matcher("starts", ("Share on",)))
    asked = []

    def required(rule: Rule, number: int) -> Required:
        asked.append(rule.id)
        return really_required(rule, number)

    monkeypatch.setattr("normalize.match.plan.required", required)
    found = compile_rules([other, RULE], config).find(["share this", "share on paper"])
    assert asked == ["en.test.two"]
    assert [(one.rule, one.block) for one in found] == [(1, 0), (0, 1)]


class Harmful:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("true",)


def test_makes_no_foreign_objects(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "c")
    cache.store("a", Harmful())
    assert cache.load("a") is None


@posix_only
def test_not_in_a_folder_of_others(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "c")
    assert cache.store("a", 1)
    cache.folder.chmod(0o777)
    assert cache.load("a") is None
    assert not cache.store("a", 2)


def test_cannot_write(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = Cache(tmp_path / "file" / "folder")
    assert not cache.store("a", 1)
    assert cache("a", lambda: 2) == 2


def test_forgets_the_oldest(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "c")
    for number in range(40):
        cache.store(str(number), number)
        for file in cache.folder.iterdir():  # so that the order does not hang on the clock's steps
            os.utime(file, (file.stat().st_atime, file.stat().st_mtime - 10))
    assert len(list(cache.folder.iterdir())) == 32
    assert cache.load("39") == 39
    assert cache.load("0") is None


def _store_often(folder: Path) -> None:
    for _ in range(50):
        Cache(folder).store("same", list(range(1000)))


def test_many_writers(tmp_path: Path) -> None:
    writers = [get_context("spawn").Process(target=_store_often, args=(tmp_path / "c",)) for _ in range(2)]
    for writer in writers:
        writer.start()
    found = []
    while any(writer.is_alive() for writer in writers):
        found.append(Cache(tmp_path / "c").load("same"))
    assert all(writer.exitcode == 0 for writer in writers)
    assert all(value is None or value == list(range(1000)) for value in found)
    assert Cache(tmp_path / "c").load("same") == list(range(1000))
    assert [file.suffix for file in (tmp_path / "c").iterdir()] == [".cache"]


def test_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert open_cache("off") is None
    assert open_cache(str(tmp_path)).folder == tmp_path  # type: ignore[union-attr]
    monkeypatch.setenv("NORMALIZE_CACHE", str(tmp_path / "x"))
    assert open_cache("auto").folder == tmp_path / "x"  # type: ignore[union-attr]
    monkeypatch.setenv("NORMALIZE_CACHE", "off")
    assert open_cache("auto") is None


def test_engine_from_the_cache_is_the_same(tmp_path: Path) -> None:
    config = MatchConfig(cache=str(tmp_path / "c"))
    first = compile_rules([RULE], config)
    second = compile_rules([RULE], config)
    assert len(list((tmp_path / "c").iterdir())) == 2  # the plan, and the tests it is made of
    assert first.find(["share this"]) == second.find(["share this"]) != []
    other = compile_rules([RULE._replace(matcher=Matcher("equals", ("Something else",)))], config)
    assert other.find(["share this"]) == []
