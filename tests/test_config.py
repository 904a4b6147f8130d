"""Configuration: layers, origins, and every problem at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from normalize.config import load_config
from normalize.errors import ConfigError, RuleError
from normalize.pipeline import Pipeline
from normalize.stages import SECTIONS


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def problems(file: Path, text: str) -> list[str]:
    file.write_text(text)
    with pytest.raises(ConfigError) as caught:
        load_config(file)
    return [str(problem).removeprefix(f"{file}:") for problem in caught.value.problems]


def test_the_default_is_the_shipped_profile(here: Path) -> None:
    config = load_config()
    assert config.stages == (
        "decode",
        "extract",
        "repair",
        "segment",
        "strip",
        "describe",
        "prune",
        "language",
        "assess",
    )
    assert config.origins["stages"].endswith("news.toml:4")
    assert config.stage("segment").unwrap is True


def test_layers_win_one_over_the_other_and_say_where_a_value_came_from(here: Path) -> None:
    (here / "normalize.toml").write_text("[segment]\nunwrap = false\nwrap_min = 50\n")
    config = load_config(overrides={"segment": {"wrap_min": 60}})
    told = {key: (value, origin) for key, value, origin in config.describe()}
    assert told["segment.unwrap"] == (False, "normalize.toml:2")
    assert told["segment.wrap_min"] == (60, "argument")
    assert told["segment.wrap_max"][1] == "default"


def test_pyproject_is_read_where_there_is_no_normalize_toml(here: Path) -> None:
    (here / "pyproject.toml").write_text(
        '[project]\nname = "x"\n\n[tool.normalize.describe]\nbyline = false\n'
    )
    config = load_config()
    assert config.stage("describe").byline is False
    assert config.origins["describe.byline"] == "pyproject.toml:5"


def test_rule_directories_are_told_from_the_file(here: Path) -> None:
    (here / "conf").mkdir()
    (here / "conf" / "n.toml").write_text('[rules]\ndirectories = ["mine"]\noff = ["en.related.*"]\n')
    rules = load_config(here / "conf" / "n.toml").rules
    assert rules.directories == (str(here / "conf" / "mine"),)
    assert rules.off == ("en.related.*",)


def test_every_problem_comes_at_once_with_its_line_and_a_hint(here: Path) -> None:
    found = problems(
        here / "n.toml",
        'profil = "news"\n\n[segment]\nunwarp = true\nwrap_min = "wide"\nwrap_max = 5\n\n[stirp]\n\n[describe]\nbyline = 1\n',
    )
    assert found == [
        "1: C004 unknown key `profil`, did you mean `profile`?",
        "4: C004 unknown key `unwarp` in [segment], did you mean `unwrap`?",
        "5: C005 `segment.wrap_min` must be a whole number, not 'wide'",
        "6: C005 `segment.wrap_max` must be at least 20, not 5",
        "8: C004 unknown key `stirp`, did you mean `strip`?",
        "11: C005 `describe.byline` must be true or false, not 1",
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('profile = "newz"', "1: C003 there is no profile 'newz', did you mean `news`?"),
        (
            'stages = [\n  "decode",\n  "extrakt",\n]',
            "3: C006 there is no stage 'extrakt', did you mean `extract`?",
        ),
        ('stages = ["decode", "segment"]', "1: C007 stage `segment` must come after `extract`"),
        (
            'stages = ["decode", "extract", "segment", "repair"]',
            "1: C007 stage `repair` must come before `segment`",
        ),
        (
            'stages = ["decode", "extract"]',
            "1: C007 an article needs the stages `decode`, `extract` and `segment`",
        ),
        (
            'stages = ["decode", "extract", "segment", "strip", "strip"]',
            "1: C007 stage `strip` is listed twice",
        ),
        ("stages = 3", "1: C005 `stages` must be a list of names"),
        ("[segment\n", "1: C002 not TOML"),
        ("segment = 1", "1: C005 `segment` must be a table: [segment]"),
    ],
)
def test_single_problems(here: Path, text: str, problem: str) -> None:
    found = problems(here / "n.toml", text)
    assert len(found) == 1
    assert found[0].startswith(problem)


def test_unknown_rules_and_packs_are_told_at_their_line(here: Path) -> None:
    (here / "n.toml").write_text(
        '[rules]\npacks = ["any", "en", "eng"]\noff = [\n  "en.related.read-also",\n  "en.relatd.x",\n]\n'
    )
    with pytest.raises(RuleError) as caught:
        Pipeline.load(here / "n.toml")
    told = [str(problem) for problem in caught.value.problems]
    assert [one.removeprefix(f"{here}/")[:8] for one in told] == ["n.toml:2", "n.toml:5"]
    with pytest.raises(RuleError, match=r"argument: R030 unknown rule `en\.relatd\.x`"):
        Pipeline.load({"rules": {"off": ["en.relatd.x"]}})


def test_a_file_that_is_not_there(here: Path) -> None:
    with pytest.raises(ConfigError, match=r"nowhere\.toml: C001 cannot read the configuration: No such file"):
        load_config(here / "nowhere.toml")


def test_the_hash_changes_with_what_changes_records_and_with_nothing_else(here: Path) -> None:
    plain = load_config()
    assert plain.hash == load_config(overrides={"read": {}, "segment": {"unwrap": True}}).hash
    assert plain.hash != load_config(overrides={"segment": {"unwrap": False}}).hash
    assert plain.hash != load_config(overrides={"stages": ["decode", "extract", "segment"]}).hash


def test_every_option_says_why() -> None:
    from dataclasses import fields

    for name, section in SECTIONS.items():
        for one in fields(section):
            assert len(one.metadata["why"]) > 20, f"{name}.{one.name}"


def test_a_file_that_an_editor_on_windows_has_written(here: Path) -> None:
    (here / "normalize.toml").write_bytes(b"\xef\xbb\xbf[segment]\r\nunwrap = false\r\n")
    config = load_config()
    assert config.stage("segment").unwrap is False
    assert config.origins["segment.unwrap"] == "normalize.toml:2"


def test_numbers_have_to_be_finite(here: Path) -> None:
    found = problems(here / "n.toml", "[limits]\nseconds = nan\n\n[extract]\nseconds = inf\n")
    assert found == [
        "2: C005 `limits.seconds` must be a finite number, not nan",
        "5: C005 `extract.seconds` must be a finite number, not inf",
    ]


@pytest.mark.parametrize("text", ["[tool]\nnormalize = 3\n", "tool.normalize = 3\n"])
def test_a_project_file_with_something_else_in_the_place(here: Path, text: str) -> None:
    file = here / "pyproject.toml"
    assert problems(file, text) == [" C005 `tool.normalize` must be a table: [tool.normalize]"]
    file.write_text("tool = 3  # no [tool.normalize]\n")
    assert load_config().origins["stages"].endswith("news.toml:4")
