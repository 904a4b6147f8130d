"""`normalize clean`, `config show`, `schema`, `--version`."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path

from jsonschema import Draft202012Validator
from typer.testing import Result

from normalize.version import __version__
from normalize.write.schema import RECORD_SCHEMA

Normalize = Callable[..., Result]


def test_clean_a_file(normalize: Normalize) -> None:
    result = normalize("clean", "in/a.txt", "--url", "https://example.org/a")
    assert result.exit_code == 0, result.stderr
    record = json.loads(result.stdout)
    Draft202012Validator(RECORD_SCHEMA).validate(record)
    assert record["headline"] == "Ferry fares rise"
    assert record["id"] == "a"


def test_each_option_says_what_it_is_for(normalize: Normalize) -> None:
    rows = json.loads(normalize("config", "show", "--json").stdout)
    assert [row["key"] for row in rows if len(row["why"].split()) < 4] == []
    told = normalize("config", "show", "--why").stdout
    assert set(tomllib.loads(told)) == {row["key"].partition(".")[0] for row in rows}
    some = normalize("config", "show", "limits.seconds", "prune", "--why").stdout.splitlines()
    assert [line.partition(" ")[0] for line in some] == ["#", "limits.seconds", "#", "prune.level"]
    assert some[2].endswith("(one of cautious, default, thorough)")
    wrong = normalize("config", "show", "limit.seconds")
    assert (wrong.exit_code, wrong.stderr) == (
        2,
        "there is no option `limit.seconds`; did you mean `limits.seconds`?\n",
    )


def test_clean_text_from_standard_input(normalize: Normalize) -> None:
    result = normalize(
        "clean", "--text", stdin=b"Ferry fares rise\n\nThe ferry will cost more.\n\n\xc2\xa9 2024 Post\n"
    )
    assert result.stdout == "Ferry fares rise\n\nThe ferry will cost more.\n"


def test_clean_says_what_was_removed(normalize: Normalize) -> None:
    given = b"Ferry fares rise\n\nThe ferry will cost more.\n\n\xc2\xa9 2024 Post\n"
    edits = json.loads(normalize("clean", "-", "--edits", "text", stdin=given).stdout)["edits"]
    assert [edit["was"] for edit in edits] == ["© 2024 Post"]
    assert "edits" not in json.loads(normalize("clean", "-", "--edits", "none", stdin=given).stdout)


def test_clean_text_with_a_lone_surrogate(normalize: Normalize, here: Path) -> None:
    (here / "s.jsonl").write_text('{"text": "The ferry \\ud83d will cost more."}')
    result = normalize("clean", "s.jsonl", "--text")
    assert result.exit_code == 0
    assert result.stdout_bytes.decode("utf-8").startswith("The ferry")


def test_clean_what_cannot_be_cleaned(normalize: Normalize, here: Path) -> None:
    (here / "empty.txt").write_bytes(b" ")
    (here / "page.html").write_text("<html><body></body></html>")
    (here / "two.jsonl").write_text('{"text": "a"}\n{"text": "b"}\n')
    for name, status, told in (
        ("empty.txt", 1, "empty.txt: read: empty: the file holds nothing but white space"),
        ("page.html", 1, "page.html: extract: no-article: "),
        ("two.jsonl", 2, "two.jsonl: it holds more than one document; `normalize run` cleans many"),
        ("in", 2, "in: it holds more than one document; `normalize run` cleans many"),
        ("nowhere", 2, "nowhere: missing-input there is no such file or directory"),
    ):
        result = normalize("clean", name)
        assert (result.exit_code, result.stdout) == (status, "")
        assert result.stderr.startswith(told)
    (here / "void").mkdir()
    assert normalize("clean", "void").exit_code == 2


def test_config_show(normalize: Normalize, here: Path) -> None:
    (here / "normalize.toml").write_text('[rules]\npacks = ["any"]\n\n[read]\nmax_line = 7\n')
    shown = normalize("config", "show").stdout.splitlines()
    assert any(line.split() == ["read.max_line", "=", "7", "#", "normalize.toml:5"] for line in shown)
    assert any(line.startswith("read.max_bytes = 50000000 ") and line.endswith("# default") for line in shown)
    rows = json.loads(normalize("config", "show", "--json").stdout)
    assert len(rows) == len(shown)
    (here / "again.toml").write_text("\n".join(shown))
    again = json.loads(normalize("config", "show", "--json", "-c", "again.toml").stdout)
    assert [(row["key"], row["value"]) for row in again] == [(row["key"], row["value"]) for row in rows]
    (packs,) = [row for row in rows if row["key"] == "rules.packs"]
    assert (packs["value"], packs["origin"]) == (["any"], "normalize.toml:2")
    assert [
        row["value"] for row in json.loads(normalize("config", "show", "--json", "--rules", "more").stdout)
    ] != [row["value"] for row in rows]


def test_config_show_tells_what_is_wrong(normalize: Normalize, here: Path) -> None:
    (here / "normalize.toml").write_text("[reed]\nmax_line = 7\n")
    result = normalize("config", "show")
    assert result.exit_code == 2
    assert result.stderr.startswith("normalize.toml:1: C004 unknown key `reed`, did you mean `read`?")


def test_schema(normalize: Normalize) -> None:
    assert json.loads(normalize("schema").stdout) == RECORD_SCHEMA


def test_version(normalize: Normalize) -> None:
    assert normalize("--version").stdout == f"normalize {__version__}\n"
