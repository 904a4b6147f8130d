from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from normalize.cli.rules import app
from normalize.ruleset import packs

RULES = """\
[[rule]]
id       = "en.related.read-also"
why      = "A teaser."
starts   = ["Read also:"]
unless   = { sentences_over = 2 }
capture  = { related = "rest" }
replaces = ["en.related.also"]
strip    = ["Read also: Ferry late"]
keep     = ["Read also the footnotes, she said."]

[[rule.case]]
line    = "Read also: Crane falls"
expect  = "strip"
capture = { related = "Crane falls" }

[[rule]]
id     = "de.share.teilen"
why    = "A share bar."
status = "trial"
equals = ["Teilen"]
strip  = ["Teilen"]
keep   = ["Teilen will gelernt sein."]

[[rule]]
id     = "en.share.gone"
why    = "Retired."
status = "retired"
equals = ["Share"]

[[rule]]
id     = "any.quay.bar"
why    = "A bar of the Quay Observer."
sites  = [".quay.example"]
regex  = ['''^Quay \\d+$''', '''^Pier \\d+$''']
match_case = true
strip  = ["Quay 7"]
keep   = ["Quay 7 was closed."]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory with rules, where no pack is shipped and no configuration is found."""
    monkeypatch.setattr(packs, "_packs", lambda root: {})
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "rules.toml").write_text(RULES)
    return tmp_path


def call(*arguments: str, given: str = "") -> Result:
    return CliRunner().invoke(app, [*arguments, "--rules", "mine"], input=given)


@pytest.mark.usefixtures("folder")
def test_list() -> None:
    done = call("list")
    assert done.exit_code == 0
    assert [line.split()[0] for line in done.stdout.splitlines()] == [
        "any.quay.bar",
        "de.share.teilen",
        "en.related.read-also",
    ]
    assert "3 rules" in done.stderr


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (["--language", "en"], ["any.quay.bar", "en.related.read-also"]),
        (["--family", "share"], ["de.share.teilen"]),
        (["--status", "trial"], ["de.share.teilen"]),
        (["--status", "on", "--language", "de"], ["any.quay.bar"]),
        (["--status", "retired"], ["en.share.gone"]),
        (["--site", "news.quay.example"], ["any.quay.bar"]),
        (["--site", "other.example"], []),
    ],
)
@pytest.mark.usefixtures("folder")
def test_list_filters(options: list[str], ids: list[str]) -> None:
    done = call("list", "--json", *options)
    assert [rule["id"] for rule in json.loads(done.stdout)] == ids


@pytest.mark.usefixtures("folder")
def test_show() -> None:
    done = call("show", "en.related.read-also")
    assert done.exit_code == 0
    for part in ("mine/rules.toml:1", "A teaser.", "Read also:", "sentences_over = 2", "keep: Read also the"):
        assert part in done.stdout
    assert "related = Crane falls" in done.stdout
    assert "Pier" in call("show", "any.quay.bar").stdout


@pytest.mark.usefixtures("folder")
def test_show_as_json_gives_the_keys_of_the_file() -> None:
    shown = json.loads(call("show", "any.quay.bar", "--json").stdout)
    assert shown["regex"] == [r"^Quay \d+$", r"^Pier \d+$"]
    assert shown["match_case"] is True
    assert shown["sites"] == [".quay.example"]
    assert "replacement" not in shown
    case = json.loads(call("show", "en.related.read-also", "--json").stdout)["case"]
    assert case == [
        {"line": "Read also: Crane falls", "expect": "strip", "capture": {"related": "Crane falls"}}
    ]


@pytest.mark.usefixtures("folder")
def test_show_knows_former_and_retired_rules() -> None:
    assert "en.related.read-also" in call("show", "en.related.also").stdout
    assert "retired" in call("show", "en.share.gone").stdout


@pytest.mark.usefixtures("folder")
def test_show_of_an_unknown_rule() -> None:
    done = call("show", "en.related.red-also")
    assert done.exit_code == 2
    assert "did you mean `en.related.read-also`?" in done.stderr


def test_broken_rules_are_told_with_their_places(folder: Path) -> None:
    (folder / "mine" / "more.toml").write_text('[[rule]]\nid = "en.a.b"\nwy = "x"\n')
    for command in (["list"], ["show", "en.a.b"], ["test"]):
        done = call(*command)
        assert done.exit_code == 2
        assert "mine/more.toml:3: R005 unknown key `wy`; did you mean `why`?" in done.stderr.splitlines()


@pytest.mark.usefixtures("folder")
def test_schema() -> None:
    done = CliRunner().invoke(app, ["schema"])
    assert json.loads(done.stdout)["properties"].keys() == {"rule", "override", "site"}
