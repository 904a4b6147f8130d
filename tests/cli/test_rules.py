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
def test_list_of_what_there_is_not() -> None:
    assert "did you mean `retired`?" in call("list", "--status", "retird").stderr
    assert call("list", "--language", "english").exit_code == 2
    assert "--family cannot be `shar`; did you mean `share`?" in call("list", "--family", "shar").stderr


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


@pytest.mark.usefixtures("folder")
def test_test_passes() -> None:
    done = call("test")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "3 rules, 7 examples, 0 failed" in done.stderr


def test_test_tells_each_failure_in_one_line(folder: Path) -> None:
    path = folder / "mine" / "rules.toml"
    path.write_text(RULES.replace('"Teilen will gelernt sein."', '"Teilen will gelernt sein.", "TEILEN!"'))
    done = call("test")
    assert done.exit_code == 1
    assert done.stdout == "mine/rules.toml:22: de.share.teilen: de.share.teilen makes of it ⟦-TEILEN!⟧\n"
    assert call("test", "en.related.read-also").exit_code == 0
    assert call("test", "en.related.also").exit_code == 0
    assert call("test", "de.share.teilen").exit_code == 1
    assert call("test", "de.share.none").exit_code == 2


def test_lint(folder: Path) -> None:
    done = call("lint")
    assert (done.exit_code, done.stdout) == (0, "")
    path = folder / "mine" / "rules.toml"
    path.write_text(RULES.replace("^Pier \\d+$", "^(?P<what>P|p)ier “\\d+$"))
    done = call("lint")
    assert done.exit_code == 1
    assert done.stdout.startswith("mine/rules.toml:30: L004 any.quay.bar: nothing uses the group `what`\n")


STORY = "A headline about the ferry\n\nThe ferry sank.\n\nRead also: Crane falls\n\nAll are safe.\n\nTeilen\n"


@pytest.fixture
def corpus(folder: Path) -> Path:
    (folder / "texts").mkdir()
    (folder / "texts" / "a.txt").write_text(STORY)
    records = [
        {"id": "1", "text": STORY, "url": "https://www.quay.example/1"},
        {"id": "2", "text": "Story\n\nNone."},
    ]
    (folder / "texts" / "b.jsonl").write_text("\n".join(map(json.dumps, records)) + "\n")
    return folder / "texts"


def test_stats(corpus: Path) -> None:
    done = call("stats", str(corpus), "--json")
    assert done.exit_code == 0
    counted = json.loads(done.stdout)
    assert counted["documents"] == 3
    hit = counted["rules"]["en.related.read-also"]
    assert (hit["documents"], hit["hits"], hit["characters"]) == (2, 2, 44)
    assert hit["sites"]["quay.example"] == 1
    assert counted["rules"]["de.share.teilen"]["documents"] == 2
    table = call("stats", str(corpus)).stdout.splitlines()
    assert [line.split()[0] for line in table] == ["rule", "de.share.teilen", "en.related.read-also", "1"]
    assert "3 documents, 0 failed" in done.stderr


def test_show_tells_hits_that_were_saved(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packs, "shipped_root", lambda: corpus.parent)
    assert "hits:" not in call("show", "en.related.read-also").stdout
    assert call("stats", str(corpus), "--save", str(corpus.parent / "hits.json")).exit_code == 0
    told = "hits: 2 in 2 of 3 documents, 2 sites, 44 characters"
    assert told in call("show", "en.related.read-also").stdout
    assert "hits: none in 3 documents" in call("show", "any.quay.bar").stdout


def test_documents_that_fail_are_counted(corpus: Path) -> None:
    (corpus / "c.txt").write_text("")
    done = call("stats", str(corpus), "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["failed"] == 1


def attempt(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["try", *arguments])


def test_try(corpus: Path) -> None:
    done = attempt("crane falls", str(corpus))
    assert done.exit_code == 0
    assert [line.split(": ")[0] for line in done.stdout.splitlines()] == ["a.txt", "b.jsonl:1"]
    assert "sank. ⏎  ⏎ ⟦Read also: Crane falls⟧ ⏎  ⏎ All" in done.stdout
    assert "2 hits in 2 of 3 documents" in done.stderr
    done = attempt("Crane \\w+", str(corpus), "--as", "regex", "--unit", "span", "--limit", "1")
    assert "Read also: ⟦Crane falls⟧" in done.stdout
    assert "… and 1 more" in done.stdout
    assert "0 hits" in attempt("crane falls", str(corpus), "--position", "head", "--as", "equals").stderr


def test_try_what_cannot_be(corpus: Path) -> None:
    done = attempt("x", str(corpus), "--as", "start")
    assert done.exit_code == 2
    assert "did you mean `starts`?" in done.stderr
    done = attempt("(", str(corpus), "--as", "regex", "--unit", "blok")
    assert done.exit_code == 2
    assert '<pattern>: R008 `unit` cannot be "blok"; did you mean `block`?' in done.stderr
    assert "<pattern>: R018" in done.stderr


NEW = [
    *("new", "--into", "mine", "--id", "en.share.bar", "--why", "A share bar.", "--as", "starts"),
    *("--pattern", "Share this", "--strip", "Share this story", "--capture", "notices=match"),
]


def test_new_writes_a_rule_that_loads(folder: Path) -> None:
    done = CliRunner().invoke(app, [*NEW, "--keep", "She would share this with nobody."])
    assert (done.exit_code, done.stdout) == (0, "")
    text = (folder / "mine" / "en" / "share.toml").read_text()
    assert text.startswith('[[rule]]\nid      = "en.share.bar"\n')
    assert 'starts  = ["Share this"]\n' in text
    assert 'status  = "trial"\n' in text
    assert call("show", "en.share.bar").exit_code == 0
    assert CliRunner().invoke(app, [*NEW, "--keep", "Other this."]).exit_code == 2


def test_new_asks_for_what_is_missing(folder: Path) -> None:
    given = "She would share this.\nShare a boat.\n\n"
    done = CliRunner().invoke(app, NEW, input=given)
    assert done.exit_code == 0, done.output
    assert (
        'keep    = ["She would share this.", "Share a boat."]'
        in (folder / "mine" / "en" / "share.toml").read_text()
    )


@pytest.mark.parametrize(
    ("options", "status", "message"),
    [
        (["--keep", "Share this, he said."], 1, "en.share.bar makes of it"),
        (["--keep", "x", "--unit", "blok"], 2, "R008"),
        (["--keep", "x", "--capture", "relatd"], 2, "R013"),
        (["--keep", "x", "--as", "start"], 2, "did you mean `starts`?"),
    ],
)
def test_new_writes_nothing_that_is_wrong(
    folder: Path, options: list[str], status: int, message: str
) -> None:
    done = CliRunner().invoke(app, [*NEW, *options])
    assert done.exit_code == status
    assert message in done.output
    assert not (folder / "mine" / "en").exists()


def test_new_writes_over_nothing_that_is_no_rule_file(folder: Path) -> None:
    (folder / "file").write_text("not a directory")
    done = CliRunner().invoke(app, [*NEW, "--keep", "Other.", "--into", "file"])
    assert done.exit_code == 2, done.output
    assert "R0" in done.stderr
    (folder / "mine" / "en").mkdir()
    (folder / "mine" / "en" / "share.toml").write_bytes(b"# \xff\n")
    done = CliRunner().invoke(app, [*NEW, "--keep", "Other."])
    assert done.exit_code == 2, done.output
    assert "share.toml: R001 cannot be read: it is not UTF-8" in done.stderr
    assert (folder / "mine" / "en" / "share.toml").read_bytes() == b"# \xff\n"


def test_new_without_an_answer(folder: Path) -> None:
    done = CliRunner().invoke(app, ["new", "--into", "mine"], input="\nen.share.bar\n")
    assert done.exit_code == 2
    assert "standard input ends before the answer to `why is it junk`" in done.stderr


def test_new_beside_shipped_rules_from_any_directory(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second rule for a shipped file: the file as it was does not count beside the new one."""
    shipped = tmp_path / "clone" / "rules"
    shipped.mkdir(parents=True)
    monkeypatch.setattr(packs, "shipped_root", lambda: shipped)
    monkeypatch.setattr(packs, "_packs", lambda root: {one.name: one for one in root.iterdir()})
    new = [one for one in NEW if one not in ("--into", "mine")]
    assert CliRunner().invoke(app, [*new, "--keep", "Other."]).exit_code == 0
    other = [one.replace("share.bar", "share.row").replace("Share", "Spread") for one in new]
    done = CliRunner().invoke(app, [*other, "--keep", "Other."])
    assert done.exit_code == 0, done.output
    assert (shipped / "en" / "share.toml").read_text().count("[[rule]]") == 2


def test_stats_that_cannot_be_saved(corpus: Path) -> None:
    (corpus / "here").mkdir()
    done = CliRunner().invoke(app, ["stats", str(corpus), "--save", str(corpus / "here")])
    assert done.exit_code == 2
    assert "here: bad-path cannot be written" in done.stderr


def test_nothing_of_a_document_or_a_name_acts_on_the_terminal(corpus: Path) -> None:
    (corpus / "\x1b[2J.txt").write_text(
        "Crane\n\nA crane\x1b]0;gone\x07 fell on Monday.\n\nNobody was hurt by it.\n"
    )
    done = attempt("a crane", str(corpus))
    assert "\x1b" not in done.output
    assert "<U+001B>[2J.txt" in done.stdout
    missing = attempt("a crane", str(corpus / "\x1b[1mnowhere"))
    assert missing.exit_code == 2
    assert "\\x1b[1mnowhere: missing-input" in missing.stderr
