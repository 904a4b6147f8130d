"""`normalize discover` and `normalize rules promote`."""

from __future__ import annotations

import json
import random
import re
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from normalize.cli.app import app
from tests.discover.made_articles import articles

FOOT = "Sign up for our free newsletter and never miss a tide."


def plan(number: int, rng: random.Random, body: list[str]) -> None:
    body.append(FOOT)
    if number % 2:
        body.insert(3, "Subscribe to our channel for more videos")


@pytest.fixture
def corpus(here: Path) -> Path:
    path = here / "in.jsonl"
    rows = [{"id": one.id, "url": one.url, "text": one.data} for one in articles(40, plan)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


@pytest.fixture
def ask(here: Path) -> Callable[..., Result]:
    def call(*arguments: str | Path, keys: str | None = None) -> Result:
        return CliRunner().invoke(app, [str(one) for one in arguments], input=keys)

    return call


def test_rules_are_written_once_and_work(corpus: Path, ask: Callable[..., Result], here: Path) -> None:
    first = ask("discover", corpus)
    assert first.exit_code == 0, first.output
    assert FOOT in first.stdout
    assert "2 rules on trial written to 1 file in rules/local" in first.stderr
    again = ask("discover", corpus)
    assert "0 findings; 2 more are known" in again.stderr
    tested = ask("rules", "test", "--rules", "rules/local")
    assert tested.exit_code == 0, tested.output
    promoted = ask("rules", "promote", corpus, "--rules", "rules/local")
    assert "2 rules on trial, 2 hit junk only" in promoted.stderr
    assert (here / "rules/local/example.org.toml").read_text().count('"on"') == 2


def test_json(corpus: Path, ask: Callable[..., Result], here: Path) -> None:
    told = json.loads(ask("discover", corpus, "--json", "--no-write").stdout)
    assert told["schema"] == "normalize.discover/1"
    assert told["documents"] == 40
    one = next(one for one in told["findings"] if one.get("equals") == [FOOT])
    assert one["site"] == "example.org"
    assert one["rule"]["toml"].startswith("[[rule]]")
    assert not (here / "rules").exists()


def test_review_remembers(corpus: Path, ask: Callable[..., Result], here: Path) -> None:
    shown = ask("discover", corpus, "--review", keys="r\nx\na\n")
    assert shown.exit_code == 0, shown.output
    assert "1 of 2" in shown.stdout
    assert len(list((here / "rules/local").glob("*.toml"))) == 1
    again = ask("discover", corpus, "--review", keys="")
    assert "0 findings" in again.stderr
    decisions = json.loads((here / "rules/local/decisions.json").read_text())
    assert sorted(one["decision"] for one in decisions.values()) == ["accepted", "rejected"]


def test_an_edited_rule_is_tested(
    corpus: Path, ask: Callable[..., Result], here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def editor(change: str) -> None:
        script = f"import sys; p = sys.argv[1]; t = open(p).read(); open(p, 'w').write(t.replace({change}))"
        (here / "editor.py").write_text(script)

    monkeypatch.setenv("VISUAL", f"{sys.executable} {here / 'editor.py'}")
    editor("'equals', 'equal'")
    wrong = ask("discover", corpus, "--review", keys="e\nn\nq\n")
    assert "unknown key `equal`" in wrong.stderr
    assert not (here / "rules").exists()
    editor("'-single', '-mine'")
    ask("discover", corpus, "--review", keys="e\nq\n")
    assert "newsletter-mine" in (here / "rules/local/example.org.toml").read_text()
    monkeypatch.setenv("VISUAL", "no-such-editor")
    assert "the editor failed" in ask("discover", corpus, "--review", keys="e\nq\n").stderr


def test_skipped_ones_come_again(corpus: Path, ask: Callable[..., Result]) -> None:
    ask("discover", corpus, "--review", keys="s\nq\n")
    assert "2 findings" in ask("discover", corpus, "--no-write").stderr


def test_the_records_of_a_run_are_read(corpus: Path, ask: Callable[..., Result], here: Path) -> None:
    done = ask("run", corpus, "-o", "out", "-q")
    assert done.exit_code == 0, done.output
    told = json.loads(ask("discover", "out", "--json", "--no-write").stdout)
    assert told["documents"] == 40


def test_a_run_strips_what_it_discovers(corpus: Path, ask: Callable[..., Result], here: Path) -> None:
    done = ask("run", corpus, "-o", "out", "-q", "--discover", "--workers", "1")
    assert done.exit_code == 0, done.output
    records = [json.loads(line) for line in (here / "out/articles.jsonl").read_text().splitlines()]
    assert len(records) == 40
    for record in records:
        assert FOOT not in record["body"]
        notes = [edit["note"] for edit in record["edits"] if edit["stage"] == "discover"]
        assert notes
        assert all(float(note[:4]) >= 0.9 for note in notes)
    assert not (here / "rules").exists()


def test_standard_input_is_refused(ask: Callable[..., Result]) -> None:
    result = ask("discover", "-")
    assert result.exit_code == 2
    assert "cannot be read twice" in result.stderr


PAGE = (Path(__file__).parents[2] / "docs" / "discover.md").read_text(encoding="utf-8")
SESSIONS = re.findall(r"^```console\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_the_page(corpus: Path, ask: Callable[..., Result]) -> None:
    corpus.rename("harbour.jsonl")
    examples = [one for session in SESSIONS for one in re.split(r"^\$ ", session, flags=re.MULTILINE) if one]
    assert len(examples) == 5
    for example in examples:
        command, expected = example.split("\n", 1)
        result = ask(*shlex.split(command)[1:])
        shown = ".*".join(map(re.escape, expected.split("…")))
        assert re.fullmatch(shown, result.stdout + result.stderr), command


def test_the_page_names_every_option() -> None:
    shown = CliRunner().invoke(app, ["discover", "--help"], env={"COLUMNS": "200"}).stdout
    told = set(re.findall(r"--[a-z-]+", shown)) - {"--help", "--write", "--config", "--limit"}
    assert len(told) >= 10
    for option in told:
        assert option in PAGE, option


def test_the_python_of_the_page_runs() -> None:
    (code,) = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    names: dict[str, Any] = {}
    exec(compile(code, "docs/discover.md", "exec"), names)
    assert names["articles"][0].body == "Nobody died."


@pytest.fixture
def listed(corpus: Path, ask: Callable[..., Result], here: Path) -> list[dict[str, Any]]:
    done = ask("discover", corpus, "--no-write", "--page", "found.html")
    assert "found.html and found.json written" in done.stderr
    return list(json.loads((here / "found.json").read_text())["findings"])


def test_a_page_to_look_through(listed: list[dict[str, Any]], here: Path) -> None:
    page = (here / "found.html").read_text()
    assert page.count('<details class="finding"') == len(listed) == 2
    assert "<script" not in page
    for one in listed:
        assert f"normalize discover found.json --accept {one['fingerprint']}" in page
        assert f"normalize discover found.json --reject {one['fingerprint']}" in page
    assert FOOT in page


def test_listed_findings_are_accepted_and_rejected(
    listed: list[dict[str, Any]], corpus: Path, ask: Callable[..., Result], here: Path
) -> None:
    yes, no = (one["fingerprint"] for one in listed)
    local = here / "rules/local"
    local.mkdir(parents=True)
    by_hand = "# mine\n[[rule]]\nid = 'en.own.bell'\nwhy = 'A bell.'\nequals = 'Ring the bell'\nstrip = 'Ring the bell'\n"
    by_hand += "keep = 'Ring the bell twice, she said.'\n"
    (local / "example.org.toml").write_text(by_hand)
    done = ask("discover", "found.json", "--accept", yes[:6], "--reject", no)
    assert done.exit_code == 0, done.output
    assert "1 accepted, 1 rejected" in done.stderr
    assert (local / "example.org.toml").read_text().startswith(by_hand)
    assert ask("rules", "test", "--rules", "rules/local").exit_code == 0
    assert "0 findings" in ask("discover", corpus).stderr
    assert "1 accepted" in ask("discover", "found.json", "--accept", yes).stderr
    assert (local / "example.org.toml").read_text().count("[[rule]]") == 2


def test_wrong_decisions_are_told(
    listed: list[dict[str, Any]], ask: Callable[..., Result], here: Path
) -> None:
    mark = listed[0]["fingerprint"]
    for arguments, said in (
        (("found.json", "--accept", "zz"), "there is no finding zz"),
        (("found.json", "--accept", mark, "--reject", mark), "accepted and rejected"),
        (("in.jsonl", "--accept", mark), "no list of findings"),
        (("nowhere.json", "--reject", mark), "No such file"),
        (("found.json", "found.json", "--reject", mark), "one list"),
    ):
        result = ask("discover", *arguments)
        assert result.exit_code == 2
        assert said in result.stderr
    assert not (here / "rules").exists()


def test_the_report_of_a_run_has_the_list(corpus: Path, ask: Callable[..., Result], here: Path) -> None:
    ask("run", corpus, "-o", "out", "-q", "--discover", "--workers", "1")
    page = (here / "out/report.html").read_text()
    assert page.count('<details class="finding"') == 2
    assert '<a href="#findings">' in page
    assert "confidence of 0.90 or more" in page
    mark = json.loads((here / "out/discover.json").read_text())["findings"][0]["fingerprint"]
    assert f"--accept {mark}" in page
    assert "1 accepted" in ask("discover", "out", "--accept", mark).stderr
    ask("run", corpus, "-o", "out", "-q", "--workers", "1")
    assert not (here / "out/discover.json").exists()
    assert 'class="finding"' not in (here / "out/report.html").read_text()


def test_what_is_lacking_is_told(ask: Callable[..., Result], here: Path) -> None:
    """Names that cannot narrow a rule, inputs that cannot be read, places that cannot be written to."""
    rows = [
        {"text": one.data, "publisher": name, "url": f"{url}{one.id}" if url else None}
        for name, url in (
            ("../../etc/passwd", "https://quay.example/"),
            ("a\u202eb", None),
            ("x" * 400, None),
            ("", "http://10.0.0.1/"),
        )
        for one in articles(12, plan, f"{name[:9]}.example")
    ]
    (here / "odd.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (here / "odd.bin").write_bytes(bytes(range(256)))
    told = ask("discover", "odd.jsonl", "odd.bin")
    assert told.exit_code == 1, told.output  # an input could not be read
    assert "\u202e" not in told.stdout
    assert max(map(len, told.stdout.splitlines())) < 200
    assert "without a rule: no address is known to narrow it to" in told.stderr
    assert "would load or pass its examples" in told.stderr
    assert "1 input could not be read" in told.stderr
    assert [path.name for path in (here / "rules/local").iterdir()] == ["quay.example.toml"]
    (here / "file").write_text("")
    for option in ("--work", "--page"):
        wrong = ask("discover", "odd.jsonl", "--no-write", option, "file/below")
        assert wrong.exit_code == 2
        assert "bad-path" in wrong.stderr


@pytest.mark.parametrize("text", ["", '{"text": "A ferry sank.\\n\\nNobody died."}\n'])
def test_too_little_to_find_anything(text: str, ask: Callable[..., Result], here: Path) -> None:
    (here / "few.jsonl").write_text(text)
    told = ask("discover", "few.jsonl")
    failed = 0 if text else 1
    assert told.exit_code == failed, told.output
    assert "0 findings" in told.stderr
    assert ask("rules", "promote", "few.jsonl").exit_code == failed
    assert ask("run", "few.jsonl", "-o", "out", "-q", "--discover", "--workers", "1").exit_code == failed


def test_a_limit_is_a_number_of_documents(ask: Callable[..., Result], here: Path) -> None:
    for command in (["discover"], ["rules", "stats"], ["rules", "promote"], ["rules", "try", "x"]):
        refused = ask(*command, ".", "--limit", "-1")
        assert refused.exit_code == 2, refused.output
        assert "--limit" in refused.stderr
