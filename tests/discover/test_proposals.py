"""Rules from findings: they load, their examples pass, and what is decided is remembered."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from normalize import replay
from normalize.article import Article
from normalize.config import load_config
from normalize.discover import DiscoverConfig, Discovery, Proposal, discover, propose
from normalize.discover.live import STAGE, discovering
from normalize.discover.promote import count, switch_on, trials
from normalize.discover.store import Decisions, add_rules
from normalize.errors import SetupError
from normalize.pipeline import Pipeline
from normalize.ruleset import RuleSet
from normalize.ruleset.examples import run_examples
from normalize.ruleset.rehearse import apply_rules
from tests.discover.made_articles import articles
from tests.discover.test_findings import plan

NONE = RuleSet([])


def bare(rules: RuleSet) -> Pipeline:
    stages = ["decode", "extract", "repair", "segment", "strip", "assess"]
    return Pipeline(load_config(overrides={"stages": stages}), rules)


@pytest.fixture(scope="module")
def found() -> Discovery:
    return discover(lambda: articles(90, plan), NONE, DiscoverConfig())


@pytest.fixture(scope="module")
def proposals(found: Discovery) -> list[Proposal]:
    return propose([one for one in found.findings if one.confidence >= 0.9], NONE)


def test_rules_load_and_their_examples_pass(proposals: list[Proposal], tmp_path: Path) -> None:
    assert len(proposals) >= 6
    files = add_rules(proposals, tmp_path)
    assert [path.name for path in files] == ["example.org.toml"]
    loaded = RuleSet.load([], [tmp_path])
    assert {rule.id for rule in loaded} == {one.values["id"] for one in proposals}
    assert {rule.status for rule in loaded} == {"trial"}
    assert {rule.sites for rule in loaded} == {("example.org", ".example.org")}
    assert not run_examples(loaded, apply_rules).failures


def test_ids_are_not_taken_twice(proposals: list[Proposal], found: Discovery) -> None:
    rules = RuleSet.from_sources([])
    again = propose([proposals[0].finding, proposals[0].finding], rules)
    assert len({one.values["id"] for one in again}) == 2


def test_what_rules_cover_is_left_out(proposals: list[Proposal], found: Discovery, tmp_path: Path) -> None:
    add_rules(proposals, tmp_path)
    again = discover(lambda: articles(90, plan), RuleSet.load([], [tmp_path]), DiscoverConfig())
    assert again.covered >= 5
    assert not [one for one in again.findings if one.confidence >= 0.9]


def test_decisions_last(proposals: list[Proposal], tmp_path: Path) -> None:
    first, second = proposals[0].finding, proposals[1].finding
    Decisions(tmp_path / "new").decide(first, "rejected")
    known = Decisions(tmp_path / "new")
    assert first in known
    assert second not in known


def test_a_broken_file_of_decisions_is_told(tmp_path: Path) -> None:
    (tmp_path / "decisions.json").write_text("{", encoding="utf-8")
    with pytest.raises(SetupError, match="cannot be read"):
        Decisions(tmp_path)


def test_a_pipeline_strips_what_is_sure_and_says_why() -> None:
    given = articles(90, plan)
    pipeline = discovering(bare(NONE), lambda: given)
    again = pickle.loads(pickle.dumps(pipeline))
    stripped = 0
    for one in given:
        article = pipeline.clean(one)
        assert again.clean(one) == article
        assert "Advertisement" not in article.body
        assert ("What we know so far" in article.body) == ("What we know so far" in str(one.data))
        assert {edit.stage for edit in article.edits if edit.rule.startswith("any.found")} <= {STAGE}
        assert all(edit.note for edit in article.edits if edit.stage == STAGE)
        stripped += any(edit.stage == STAGE for edit in article.edits)
        headline, body = replay(article.source_text, article.record())
        assert (headline, body) == (article.headline, article.body)
    assert stripped == len(given)


def measured(rules: RuleSet, text: str) -> Article:
    return bare(rules).clean(text, url="https://quay.example.org/1")


def test_promotion(proposals: list[Proposal], tmp_path: Path) -> None:
    add_rules(proposals, tmp_path)
    rules = RuleSet.load([], [tmp_path])
    tried = trials(rules)
    for one in articles(12, plan):
        count(tried, bare(rules).clean(one), one.url)
    ad = next(one for one in tried.values() if one.rule.matcher.patterns == ("Advertisement",))
    assert (ad.documents, ad.doubtful, ad.fit(3), ad.fit(7)) == (6, 0, True, False)
    assert switch_on(ad.rule)
    on = [rule.id for rule in RuleSet.load([], [tmp_path]) if rule.status == "on"]
    assert on == [ad.rule.id]


def test_a_hit_on_the_story_keeps_a_rule_on_trial(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(
        '[[rule]]\nid = "en.found.known"\nwhy = "A heading."\nstatus = "trial"\nequals = "What we know so far"\n'
        'strip = "What we know so far"\nkeep = "What we know so far is little, she said."\n',
        encoding="utf-8",
    )
    rules = RuleSet.load([], [tmp_path])
    tried = trials(rules)
    for one in articles(12, plan):
        count(tried, bare(rules).clean(one), one.url)
    known = tried["en.found.known"]
    assert known.documents == known.doubtful == 4
    assert not known.fit(3)
    assert "heading" in known.doubts[0]
