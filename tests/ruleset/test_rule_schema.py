from __future__ import annotations

import datetime
import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from test_rule_load import GOOD

from normalize.ruleset.load import read_rules
from normalize.ruleset.packs import find_sources
from normalize.ruleset.schema import rule_schema, schema_text

ROOT = Path(__file__).parents[2]
COMMITTED = ROOT / "rules" / "rule.schema.json"

BROKEN = [
    ("why ", "wy "),
    ('status    = "trial"', 'status = "onn"'),
    ('position  = "tail"', 'ends = ["x"]'),
    ('unit       = "span"', 'unit = "spam"'),
    ('languages = ["en"]', 'languages = ["english"]'),
    ("quoted = true", 'quoted = "yes"'),
    ("sentences_over = 2", "sentences_over = -2"),
    ("capture   = { related", "capture   = { relatd"),
    ('expect = "keep"', 'expect = "kept"'),
    ('host    = "quay.example.org"', 'host = "https://quay.example.org/"'),
    ("en.related.read-also", "en.read-also"),
    ('since     = "0.1.0"', 'since = "next"'),
    ('keep      = ["Read', 'keep = [" ", "Read'),
    ("[[override]]", "[[overrides]]"),
]
"""Changes to a good file that both the loader and the schema must refuse."""


def plain(value: Any) -> Any:
    """TOML values as JSON has them: days are texts."""
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


def valid(text: str) -> bool:
    checker = jsonschema.Draft7Validator(rule_schema())
    return checker.is_valid(plain(tomllib.loads(text)))


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft7Validator.check_schema(rule_schema())


def test_the_committed_schema_is_current() -> None:
    message = "make it anew: normalize rules schema > rules/rule.schema.json"
    assert COMMITTED.read_text(encoding="utf-8") == schema_text(), message


def test_good_files_are_valid() -> None:
    assert valid(GOOD)
    for name in ("dateline.place = 'match'", "'dateline.place' = 'match'", "'related.url' = 'rest'"):
        assert valid(GOOD.replace("related = ", f"{name}, related = ", 1))


@pytest.mark.parametrize(("right", "wrong"), BROKEN)
def test_what_the_loader_refuses_the_schema_refuses(right: str, wrong: str) -> None:
    text = GOOD.replace(right, wrong, 1)
    assert text != GOOD
    assert read_rules("x", text.encode()).problems
    assert not valid(text)


def test_shipped_files_are_valid() -> None:
    sources, problems = find_sources(None, ())
    assert not problems
    checker = jsonschema.Draft7Validator(rule_schema())
    wrong = [
        f"{source.name}: {error.json_path} {error.message[:200]}"
        for source in sources
        for error in checker.iter_errors(plain(tomllib.loads(source.data.decode())))
    ]
    assert not wrong


def checked(*paths: Path) -> subprocess.CompletedProcess[bytes]:
    """What taplo, a TOML checker that is not ours, says of files by the committed schema."""
    taplo = shutil.which("taplo", path=str(Path(sys.executable).parent)) or shutil.which("taplo")
    if taplo is None:
        pytest.skip("taplo is not installed")
    command = [taplo, "check", "--schema", COMMITTED.as_uri(), *map(str, paths)]
    return subprocess.run(command, capture_output=True, cwd=ROOT, timeout=60, check=False)


def test_a_toml_checker_takes_the_schema(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_text(GOOD)
    bad.write_text(GOOD.replace("why ", "wy ", 1))
    assert checked(good).returncode == 0
    assert checked(bad).returncode == 1


def test_a_toml_checker_passes_the_shipped_files() -> None:
    files = [path for path in (ROOT / "rules").rglob("*.toml") if "profiles" not in path.parts]
    done = checked(*files)
    assert done.returncode == 0, done.stderr.decode()[:2000]


def test_every_key_is_explained() -> None:
    definitions = json.loads(schema_text())["definitions"]
    for name in ("rule", "override", "site", "case", "unless"):
        for key, schema in definitions[name]["properties"].items():
            assert schema["description"], (name, key)
