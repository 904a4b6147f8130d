"""zip and tar archives, and SQLite databases."""

from __future__ import annotations

import gzip
import io
import sqlite3
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalize.article import Document
from normalize.read import Failure, Inputs, ReadConfig

ReadAll = Callable[..., list[Document | Failure]]
FILES = {"b/x.txt": b"One text", "a.jsonl": b'{"text": "Two"}\n{\n', "pic.png": b"x", "b/.hid.txt": b"no", "e.md.gz": b"?", "c.txt.gz": gzip.compress(b"Three")}  # fmt: skip


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(files: dict[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return out.getvalue()


def ustar(files: dict[str, bytes]) -> bytes:
    return tarred(files, tarfile.USTAR_FORMAT)


def told(found: list[Document | Failure]) -> list[tuple[str | None, int | None, str]]:
    return [(one.path, one.record, one.code if isinstance(one, Failure) else "document") for one in found]


@pytest.mark.parametrize("pack", [zipped, tarred, ustar])
@pytest.mark.parametrize("squeeze", [bytes, gzip.compress])
def test_files_of_an_archive_are_inputs(
    tmp_path: Path, pack: Callable[[dict[str, bytes]], bytes], squeeze: Callable[[bytes], bytes]
) -> None:
    (tmp_path / "a.zip").write_bytes(squeeze(pack(FILES)))
    inputs = Inputs([tmp_path])
    found = list(inputs)
    assert told(found) == [
        ("a.zip/b/x.txt", None, "document"),
        ("a.zip/a.jsonl", 1, "document"),
        ("a.zip/a.jsonl", 2, "bad-json"),
        ("a.zip/c.txt.gz", None, "document"),
    ]
    assert [one.id for one in found] == ["a.zip/b/x", "a.zip/a:1", "a.zip/a:2", "a.zip/c"]
    assert inputs.skipped == {".png": 1, ".md.gz": 1}
    assert (inputs.given, inputs.files) == (4, 1)


def test_archives_in_archives(read_all: ReadAll) -> None:
    data = zipped({"x.txt": b"Text"})
    for number in range(2):
        data = tarred({f"{number}.tar": data}) if number else zipped({"in.zip": data})
    (found,) = read_all(data, "a.tar")
    assert (found.path, found.id) == ("a.tar/1.tar/in.zip/x.txt", "a.tar/1.tar/in.zip/x")
    (found,) = read_all(data, "a.tar", max_nesting=2)
    assert isinstance(found, Failure)
    assert (found.code, found.path) == ("nested-too-deep", "a.tar/1.tar/in.zip")


def test_names_that_lead_out_are_told_below_the_archive(read_all: ReadAll) -> None:
    found = read_all(zipped({"../../x.txt": b"a", "/etc/y.txt": b"b", "c:\\z.txt": b"c"}), "a.zip")
    assert [one.path for one in found] == ["a.zip/x.txt", "a.zip/etc/y.txt", "a.zip/c:/z.txt"]


def test_bombs(read_all: ReadAll) -> None:
    bomb = {"a.txt": b" " * 20_000_000, "b.txt": b"fine"}
    assert told(read_all(zipped(bomb), "x.zip")) == [
        ("x.zip/a.txt", None, "too-compressed"),
        ("x.zip/b.txt", None, "document"),
    ]
    assert told(read_all(gzip.compress(tarred(bomb)), "x.tar.gz"))[-1][2] == "too-compressed"
    assert [one[2] for one in told(read_all(zipped(FILES), "x.zip", max_members=3))] == ["too-many-members"]
    assert [one[2] for one in told(read_all(tarred(FILES), "x.tar", max_members=1))] == [
        "document",
        "too-many-members",
    ]


def test_encrypted_and_other_zip_files(read_all: ReadAll) -> None:
    data = bytearray(zipped({"a.txt": b"Text", "b.txt": b"Text"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert told(read_all(bytes(data), "x.zip")) == [
        ("x.zip/a.txt", None, "unsupported"),
        ("x.zip/b.txt", None, "document"),
    ]
    assert told(read_all(zipped({"mimetype": b"application/epub+zip", "a.html": b"<p>"}), "x.zip")) == [
        ("x.zip", None, "binary")
    ]
    assert told(read_all(zipped({}), "x.zip")) == [("x.zip", None, "empty")]
    assert told(read_all(zipped({"a.png": b"x"}), "x.zip")) == [("x.zip", None, "empty")]


CONTENT = {f"{i}.txt": b"Text %d " % (i * i) * 50 for i in range(6)}
CODES = {
    "document",
    "truncated",
    "corrupt",
    "unsupported",
    "binary",
    "empty",
    "too-compressed",
    "too-large",
    "bad-record",
}


@pytest.mark.parametrize("pack", [zipped, tarred, ustar])
@given(data=st.data())
@settings(max_examples=40)
def test_what_is_cut_or_broken_is_told(
    pack: Callable[[dict[str, bytes]], bytes], data: st.DataObject
) -> None:
    import tempfile

    whole = pack(CONTENT)
    end = len(whole.rstrip(b"\0")) if pack is not zipped else len(whole) - 1
    cut = whole[: data.draw(st.integers(512, end))]
    place = data.draw(st.integers(0, end - 1))
    broken = whole[:place] + bytes([whole[place] ^ data.draw(st.integers(1, 255))]) + whole[place + 1 :]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.tar"
        path.write_bytes(cut)
        codes = [one[2] for one in told(list(Inputs([path], ReadConfig())))]
        assert codes[-1] == "truncated"
        path.write_bytes(broken)
        codes = [one[2] for one in told(list(Inputs([path], ReadConfig())))]
        assert set(codes) <= CODES
        assert codes.count("document") == len(CONTENT) or len(codes) >= 1


def database(path: Path, rows: int = 3) -> None:
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE articles (id INTEGER PRIMARY KEY, text TEXT, tags, published TEXT)")
        made.execute('CREATE TABLE "odd ""name" (html BLOB)')
        made.execute("CREATE TABLE other (x)")
        made.execute("CREATE VIEW seen AS SELECT * FROM articles")
        made.executemany(
            "INSERT INTO articles VALUES (?, ?, ?, ?)",
            [(i, f"Text {i} " * 60, '["a", "b"]', "2024-05-03") for i in range(rows)],
        )
        made.execute('INSERT INTO "odd ""name" VALUES (?)', (b"<p>\xe9</p>",))
    made.close()


@pytest.mark.parametrize("squeeze", [bytes, gzip.compress])
def test_rows_of_a_database(tmp_path: Path, squeeze: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "n.sqlite"
    database(path)
    path.write_bytes(squeeze(path.read_bytes()))
    inputs = Inputs([tmp_path])
    found = list(inputs)
    assert found[1] == Document(
        "Text 1 " * 60,
        "1",
        "n.sqlite/articles",
        2,
        "text",
        None,
        None,
        {"tags": ["a", "b"], "published": "2024-05-03"},
    )
    assert found[3] == Document(b"<p>\xe9</p>", 'n.sqlite/odd "name:1', 'n.sqlite/odd "name', 1, "html")
    assert inputs.passed == {"table other": 1}
    assert inputs.bytes == path.stat().st_size
    assert [path.name for path in tmp_path.iterdir()] == ["n.sqlite"]


def test_databases_without_texts_and_with_long_rows(tmp_path: Path) -> None:
    path = tmp_path / "n.db"
    database(path)
    found = list(Inputs([path], ReadConfig(max_line=300)))
    assert [one[2] for one in told(found)] == ["too-large"] * 3 + ["document"]
    with sqlite3.connect(path) as made:
        made.execute("DROP TABLE articles")
        made.execute('DROP TABLE "odd ""name"')
    made.close()
    assert [one[2] for one in told(list(Inputs([path])))] == ["bad-record"]


def test_cut_and_broken_databases(tmp_path: Path) -> None:
    path = tmp_path / "n.sqlite"
    database(path, 200)
    data = path.read_bytes()
    for place in range(60, len(data), len(data) // 25):
        path.write_bytes(data[:place])
        assert [one[2] for one in told(list(Inputs([path])))][-1] in (
            "corrupt",
            "bad-record",
            "empty",
            "document",
        ), place
        path.write_bytes(
            data[:place] + bytes(byte ^ 0x5A for byte in data[place : place + 40]) + data[place + 40 :]
        )
        codes = [one[2] for one in told(list(Inputs([path])))]
        assert codes
        assert set(codes) <= {*CODES, "too-large"}, place


def test_links_are_counted_and_not_read(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("l.txt")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("x.txt", "One text")
        archive.writestr("..", "no name")
    with tarfile.open(tmp_path / "b.tar", "w") as tar:
        for name, kind in (
            ("s.txt", tarfile.SYMTYPE),
            ("h.txt", tarfile.LNKTYPE),
            ("f.txt", tarfile.FIFOTYPE),
        ):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, "x.txt"
            tar.addfile(member)
        member = tarfile.TarInfo("x.txt")
        member.size = 8
        tar.addfile(member, io.BytesIO(b"One text"))
    inputs = Inputs([tmp_path])
    assert [one.path for one in inputs] == ["a.zip/x.txt", "b.tar/x.txt"]
    assert inputs.skipped == {"(links)": 3, "(devices)": 1, "(no name)": 1}


def test_tar_archives_behind_each_other(read_all: ReadAll) -> None:
    first, second = tarred({"a.txt": b"One"}), tarred({"b.txt": b"Two"})
    wanted = [("x.tar/a.txt", None, "document"), ("x.tar/b.txt", None, "document")]
    assert told(read_all(first + second, "x.tar")) == wanted
    assert told(read_all(first.rstrip(b"\0") + bytes(1024 + 400) + b"\n", "x.tar"))[1:] in (
        [],
        [("x.tar", None, "truncated")],
    )
    assert told(read_all(first + b"\n", "x.tar")) == wanted[:1]
    assert told(read_all(first + b"junk" * 500, "x.tar")) == [*wanted[:1], ("x.tar", None, "corrupt")]


def test_hidden_names_count_inside_the_archive_only(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / ".kept.zip"
    path.write_bytes(zipped({"a.txt": b"One text"}))
    other = tmp_path / "x.txt"
    other.write_text("Two")
    assert [one.path for one in Inputs([path, other])] == ["in/.kept.zip/a.txt", "x.txt"]


def test_computed_columns(tmp_path: Path) -> None:
    database = sqlite3.connect(tmp_path / "a.db")
    with database:
        database.execute("CREATE TABLE a (body, text GENERATED ALWAYS AS (upper(body)))")
        database.execute("INSERT INTO a (body) VALUES ('one')")
    database.close()
    assert [one.data for one in Inputs([tmp_path / "a.db"]) if isinstance(one, Document)] == ["ONE"]


def test_a_database_in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("normalize.read.database._WAIT", 0.1)
    path = tmp_path / "a.db"
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("CREATE TABLE a (text)")
    database.execute("INSERT INTO a VALUES ('one')")
    database.execute("BEGIN IMMEDIATE")
    database.execute("INSERT INTO a VALUES ('two')")
    assert [one.data for one in Inputs([path]) if isinstance(one, Document)] == ["one"]
    database.execute("ROLLBACK")
    database.execute("BEGIN EXCLUSIVE")
    database.execute("INSERT INTO a VALUES ('two')")
    assert [one.code for one in Inputs([path]) if isinstance(one, Failure)] == ["unreadable"]
    database.execute("COMMIT")
    database.close()
    assert [one.data for one in Inputs([path]) if isinstance(one, Document)] == ["one", "two"]


def test_a_blob_beside_a_text(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    database = sqlite3.connect(path)
    with database:
        database.execute("CREATE TABLE a (id, text, title, thumb)")
        database.execute("INSERT INTO a VALUES (?, ?, ?, ?)", (b"k1", "one", "Élan".encode(), b"\0\xff"))
    database.close()
    (found,) = Inputs([path], ReadConfig(keep_extra=True))
    assert isinstance(found, Document)
    assert (found.id, found.data, found.headline, found.metadata) == ("k1", "one", "Élan", {})


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_broken_data_in_a_zip_archive(read_all: ReadAll, method: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("a.txt", b"One text. " * 300)
        archive.writestr("b.txt", b"Two")
    data = out.getvalue()
    whole = told(read_all(data, "x.zip"))
    assert [code for _, _, code in whole] == ["document", "document"]
    for at in range(40, data.index(b"b.txt") - 30, 3):
        broken = data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :]
        first, second = read_all(broken, "x.zip")
        assert isinstance(second, Document)
        if isinstance(first, Document):
            assert first.data == b"One text. " * 300  # the last byte may have bits that say nothing
        else:
            assert first.code in ("corrupt", "truncated")


def test_a_broken_number_in_the_first_head_of_a_tar_archive(read_all: ReadAll) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        member = tarfile.TarInfo("a.txt")
        member.pax_headers = {"GNU.sparse.map": "0,1", "GNU.sparse.size": "17", "GNU.sparse.name": "a.txt"}
        archive.addfile(member)
    data = out.getvalue().replace(b"GNU.sparse.size=17", b"GNU.sparse.size=1x")
    assert told(read_all(data, "x.tar")) == [("x.tar", None, "corrupt")]


def test_rows_before_and_after_one_that_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    database = sqlite3.connect(path)
    with database:
        database.execute("CREATE TABLE a (text)")
        database.executemany(
            "INSERT INTO a VALUES (?)", [("one",), ("x" * 30_000,), ("y" * 30_000,), ("four",)]
        )
    database.close()
    found = list(Inputs([path], ReadConfig(max_line=1000)))
    assert [one.data if isinstance(one, Document) else one.code for one in found] == [
        *("one", "too-large", "too-large", "four")
    ]
    assert [one.record for one in found] == [1, 2, 3, 4]
