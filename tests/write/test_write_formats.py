"""The forms of output: nothing lost, the same bytes each time, names that stay in the directory."""

from __future__ import annotations

import gc
import gzip
import importlib
import json
import random
import resource
import signal
import sqlite3
import sys
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.errors import SetupError
from normalize.write import Output, OutputError, Target, json_line
from normalize.write.target import parse_size
from normalize.write.tree import file_of, place_of, safe_name


def write(folder: Path, lines: list[bytes], target: Target) -> list[str]:
    with Output(folder, target) as output:
        for line in lines:
            output.write(line)
        output.finish({})
    left = {path.name for path in folder.iterdir()}
    assert left == {"errors.jsonl", "run.json", *output.names}
    assert json.loads((folder / "run.json").read_text())["outputs"] == output.names
    return output.names


def fill(output: Output, lines: list[bytes], end: BaseException | None = None) -> None:
    """A run, which `end` breaks off."""
    with output:
        for line in lines:
            output.write(line)
        if end:
            raise end
        output.finish({})


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "run.json"
    }


TARGETS = [
    Target(),
    Target(compress="gz"),
    Target(compress="zst"),
    Target(shard_size=5_000),
    Target(compress="gz", shard_size=9_000),
    Target("parquet"),
    Target("parquet", "zst", 5_000),
    Target("sqlite"),
    Target("txt"),
    Target("md", front_matter=False),
]


def need(target: Target) -> None:
    if target.format == "parquet":
        pytest.importorskip("pyarrow")
    if target.compress == "zst" and sys.version_info < (3, 14):
        pytest.importorskip("backports.zstd")


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("target", TARGETS, ids=str)
def test_a_broken_run_leaves_older_results_alone(tmp_path: Path, lines: list[bytes], target: Target) -> None:
    need(target)
    write(tmp_path, lines, target)
    before = content(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        fill(Output(tmp_path, target), lines[:30], KeyboardInterrupt())
    gc.collect()
    after = content(tmp_path)
    assert {name: data for name, data in after.items() if ".tmp" not in name} == before
    assert any(name.startswith("articles") and ".tmp" in name for name in after)
    write(tmp_path, lines, target)
    assert content(tmp_path) == before


@pytest.mark.parametrize("target", TARGETS, ids=str)
def test_a_full_disk_is_told(tmp_path: Path, lines: list[bytes], target: Target) -> None:
    need(target)
    output = Output(tmp_path, target)
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(
        signal.SIGXFSZ, signal.SIG_IGN
    )  # then writing over the limit fails, as on a full disk
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (50, limit[1]))
        with pytest.raises(OutputError):
            fill(output, lines)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        signal.signal(signal.SIGXFSZ, handler)
    assert not (tmp_path / "run.json").exists()
    assert all(".tmp" in name for name in content(tmp_path))


def unpack(name: str, data: bytes) -> bytes:
    if name.endswith(".gz"):
        return gzip.decompress(data)
    if name.endswith(".zst"):
        module = "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
        return importlib.import_module(module).decompress(data)
    return data


@pytest.mark.parametrize("target", TARGETS, ids=str)
def test_same_records_same_bytes(tmp_path: Path, lines: list[bytes], target: Target) -> None:
    need(target)
    names = write(tmp_path / "one", lines, target)
    assert write(tmp_path / "two", lines, target) == names
    assert content(tmp_path / "one") == content(tmp_path / "two")
    assert (len(names) > 1) == bool(target.shard_size and target.compress != "gz")  # gzip makes 3 kB of all
    write(tmp_path / "one", lines, target)  # over what is there
    assert content(tmp_path / "one") == content(tmp_path / "two")


@pytest.mark.parametrize("target", [one for one in TARGETS if one.format == "jsonl"], ids=str)
def test_lines_come_back(tmp_path: Path, lines: list[bytes], target: Target) -> None:
    need(target)
    names = write(tmp_path, lines, target)
    assert b"".join(unpack(name, (tmp_path / name).read_bytes()) for name in names) == b"".join(lines)
    if target.shard_size:
        assert names == [
            f"articles-{n:05}{'.jsonl.gz' if target.compress == 'gz' else '.jsonl'}"
            for n in range(len(names))
        ]


@pytest.mark.parametrize("compress", ["none", "gz", "zst"])
def test_shards_are_told_by_their_size_on_disk(tmp_path: Path, compress: Any) -> None:
    target = Target(compress=compress, shard_size=100_000)
    need(target)
    dice = random.Random(5)
    records = [json_line({"text": dice.randbytes(5_000).hex()}) for _ in range(100)]
    names = write(tmp_path, records, target)
    assert len(names) > 3
    sizes = [(tmp_path / name).stat().st_size for name in names]
    assert all(100_000 <= size < 330_000 for size in sizes[:-1])
    assert b"".join(unpack(name, (tmp_path / name).read_bytes()) for name in names) == b"".join(records)


def without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_nulls(one) for key, one in value.items() if one is not None}
    return [without_nulls(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("size", [0, 5_000])
def test_parquet_holds_all_of_a_record(tmp_path: Path, lines: list[bytes], size: int) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    names = write(tmp_path, lines, Target("parquet", shard_size=size))
    rows = [row for name in names for row in parquet.read_table(tmp_path / name).to_pylist()]
    for row in rows:
        row["metadata"]["origins"] = dict(row["metadata"]["origins"])
        row["metadata"]["extra"] = json.loads(row["metadata"]["extra"])
    wanted = [json.loads(line) for line in lines]
    for one in [*rows, *wanted]:
        extra = one["metadata"].pop("extra")
        assert extra == {"score": 0.5, "tags": ["x", {"y": None}]}
    assert [without_nulls(row) for row in rows] == [without_nulls(one) for one in wanted]


def test_long_names_of_partitions(tmp_path: Path, lines: list[bytes]) -> None:
    """Each value has a directory of its own, whose name can be decoded."""
    dataset = pytest.importorskip("pyarrow.dataset")
    sites = [
        "日本" * 40 + "x",
        "日本" * 40 + "y",
        *("é" * n for n in (24, 25, 26, 99)),
        "a" * 149 + "é",
        "a/b",
    ]
    given = [json.loads(lines[0]) for _ in sites]
    for one, site in zip(given, sites, strict=True):
        one["metadata"]["site"] = site
    write(tmp_path, [json_line(one) for one in given], Target("parquet", partition=("site",)))
    table = dataset.dataset(tmp_path / "articles", partitioning="hive").to_table(columns=["metadata", "site"])
    found = {row["metadata"]["site"]: row["site"] for row in table.to_pylist()}
    assert sorted(found) == sorted(sites)
    assert len(set(found.values())) == len(sites)
    assert found["a/b"] == "a/b"
    assert all(site[:10] == name[:10] for site, name in found.items())
    assert max(len(one.name) for one in (tmp_path / "articles").iterdir()) <= 155


def test_no_records_at_all(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    for number, target in enumerate(
        (Target(), Target("parquet", shard_size=9), Target("sqlite"), Target("txt"))
    ):
        write(tmp_path / str(number), [], target)
    assert parquet.read_table(tmp_path / "1" / "articles-00000.parquet").num_rows == 0
    assert (tmp_path / "3" / "articles").is_dir()


def test_sqlite_is_searched(tmp_path: Path, lines: list[bytes]) -> None:
    write(tmp_path, lines, Target("sqlite"))
    database = sqlite3.connect(tmp_path / "articles.sqlite")
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert database.execute("SELECT count(*), min(authors) FROM articles").fetchone() == (40, '["Jane Doe"]')
    query = (
        "SELECT id FROM articles JOIN articles_fts ON articles_fts.rowid = number WHERE articles_fts MATCH ?"
    )
    assert database.execute(query, ("company 17",)).fetchall() == [("a/17",)]
    row = database.execute("SELECT metadata, spans, edits FROM articles WHERE id = 'a/3'").fetchone()
    record = json.loads(lines[2])
    assert [json.loads(cell) for cell in row] == [record["metadata"], record["spans"], record["edits"]]


def test_surrogates_are_replaced_where_only_utf_8_is_held(tmp_path: Path, lines: list[bytes]) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    record = {**json.loads(lines[0]), "body": "a\ud83db 😀 \\ud83d"}
    write(tmp_path, [json_line(record)], Target("parquet"))
    (row,) = parquet.read_table(tmp_path / "articles.parquet").to_pylist()
    assert row["body"] == "a\ufffdb 😀 \\ud83d"
    write(tmp_path, [json_line(record)], Target("sqlite"))
    database = sqlite3.connect(tmp_path / "articles.sqlite")
    assert database.execute("SELECT body FROM articles").fetchone() == ("a\ufffdb 😀 \\ud83d",)


def record(path: str | None, key: str, number: int | None = None) -> dict[str, Any]:
    source = {name: value for name, value in (("path", path), ("record", number)) if value is not None}
    return {
        "id": key,
        "headline": "Top",
        "body": "One.\n\n# Two\n\n3. Three",
        "metadata": {"authors": ["A: B"]},
        "source": source,
    }


def test_a_tree_mirrors_the_input(tmp_path: Path) -> None:
    given = [
        record("a/x.txt", "a/x"),
        record("a/x.html", "a/x"),
        record("b.jsonl", "urn:1", 1),
        record("b.jsonl", "b:2", 2),
        record("-", "5f"),
        record(None, "7f"),
        record("../../up.txt", "../../up"),
        record("/etc/passwd", "/etc/passwd"),
        record("c/NUL.txt", "c/NUL"),
    ]
    write(tmp_path, [json_line(one) for one in given], Target("md"))
    found = sorted(
        path.relative_to(tmp_path / "articles").as_posix() for path in (tmp_path / "articles").rglob("*.md")
    )
    assert found == [
        "-/5f.md", "7f.md", "_/_/up.md", "a/x-2.md", "a/x.md", "b.jsonl/b_2.md", "b.jsonl/urn_1.md", "c/_NUL.md", "etc/passwd.md",
    ]  # fmt: skip
    text = (tmp_path / "articles/a/x.md").read_text()
    assert text == (
        '---\nid: "a/x"\nheadline: "Top"\nauthors: ["A: B"]\nsource: {"path": "a/x.txt"}\n---\n\n'
        "# Top\n\nOne.\n\n\\# Two\n\n3\\. Three\n"
    )
    assert file_of(given[0], Target("txt", front_matter=False)) == "Top\n\nOne.\n\n# Two\n\n3. Three\n"


def test_names_that_come_again_and_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each costs a few attempts, however often its name came before."""
    opened = []
    do = Path.open

    def counting(path: Path, *given: Any, **named: Any) -> Any:
        opened.append(path)
        return do(path, *given, **named)

    monkeypatch.setattr(Path, "open", counting)
    lines = [json_line(record("b.jsonl", f"https://a.example/{i}/index", i + 1)) for i in range(100)]
    write(tmp_path, lines, Target("txt"))
    assert len(list((tmp_path / "articles" / "b.jsonl").iterdir())) == 100
    assert len(opened) < 300
    write(tmp_path, [json_line(record("b.jsonl", "https://a.example/story/", 1))], Target("txt"))
    assert (tmp_path / "articles" / "b.jsonl" / "story.txt").is_file()


@pytest.mark.parametrize("turned", [False, True])
def test_a_file_and_a_directory_of_one_name(tmp_path: Path, turned: bool) -> None:
    given = [record("a.html", "a"), record("a.txt/b/x.html", "a.txt/b/x"), record("a.txt/y.html", "a.txt/y")]
    write(tmp_path, [json_line(one) for one in given[:: -1 if turned else 1]], Target("txt"))
    root = tmp_path / "articles"
    found = sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    assert found == (
        ["a-2.txt", "a.txt/b/x.txt", "a.txt/y.txt"]
        if turned
        else ["a.txt", "a.txt-2/b/x.txt", "a.txt-2/y.txt"]
    )


@given(
    st.text(max_size=300)
    | st.sampled_from(["..", ".", "con", "a/b", "\\", "x" * 999, "é" * 200, " ", "..\0"])
)
def test_names_are_safe(name: str) -> None:
    safe = safe_name(name)
    assert len(safe.encode()) <= 120
    assert safe not in ("", ".", "..")
    assert PurePosixPath(safe).parts == PureWindowsPath(safe).parts == (safe,)
    assert not PureWindowsPath(safe).is_absolute()
    assert safe_name(safe) == safe


@given(st.text(max_size=80), st.text(min_size=1, max_size=80), st.none() | st.integers(1, 5))
def test_places_stay_below(path: str, key: str, number: int | None) -> None:
    parts = place_of(record(path, key, number))
    assert parts
    assert len(parts) <= 31
    assert all(part not in ("", ".", "..") and "/" not in part for part in parts)


def test_files_of_another_form_go(tmp_path: Path, lines: list[bytes]) -> None:
    write(tmp_path, lines, Target(shard_size=2_000))
    (tmp_path / "articles-mine.txt").write_text("x")
    with Output(tmp_path, Target("txt")) as output:
        output.write(lines[0])
        output.finish({})
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "articles",
        "articles-mine.txt",
        "errors.jsonl",
        "run.json",
    ]


def test_a_directory_that_is_not_ours_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    with pytest.raises(SetupError, match="not from an earlier run"):
        Output(tmp_path, Target("md"))


@pytest.mark.parametrize("format_", ["sqlite", "txt", "md"])
def test_what_does_not_go_together(format_: Any) -> None:
    for options in ({"compress": "gz"}, {"shard_size": 5}):
        with pytest.raises(SetupError, match="output-options"):
            Target(format_, **options)


@pytest.mark.parametrize(
    ("text", "size"), [("256MB", 256_000_000), ("1GiB", 2**30), ("5", 5), ("1.5 kb", 1500), ("2m", 2_000_000)]
)
def test_sizes(text: str, size: int) -> None:
    assert parse_size(text) == size


@pytest.mark.parametrize("text", ["", "0", "MB", "-5", "5 TB", "1e9"])
def test_no_sizes(text: str) -> None:
    with pytest.raises(SetupError):
        parse_size(text)


def test_packages_that_are_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pyarrow", "pyarrow.parquet", "backports.zstd", "compression.zstd"):
        monkeypatch.setitem(sys.modules, name, None)
    for target, extra in ((Target("parquet"), "parquet"), (Target(compress="zst"), "zstd")):
        with pytest.raises(SetupError) as caught:
            Output(tmp_path / extra, target)
        assert f"pip install 'normalize[{extra}]'" in str(caught.value)


def test_the_site_of_a_record_without_its_name_is_the_host(tmp_path: Path, lines: list[bytes]) -> None:
    pytest.importorskip("pyarrow")
    record = json.loads(lines[0])
    record["metadata"].pop("site", None)
    record["metadata"]["url"] = "https://www.quay.example.org/ferry"
    write(tmp_path, [json_line(record)], Target("parquet", partition=("site",)))
    assert [one.name for one in (tmp_path / "articles").iterdir()] == ["site=quay.example.org"]
