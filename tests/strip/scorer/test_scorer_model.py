from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalize.strip.scorer import Evidence, LineScorer, default_scorer, score_lines
from normalize.strip.scorer.features import NAMES
from normalize.strip.scorer.lexicon import Lexicon
from normalize.strip.scorer.model import WEIGHTS
from normalize.strip.scorer.reasons import COUNT, GROUPS
from normalize.strip.scorer.trees import Trees

PROSE = [
    "The council voted on Tuesday to repair the old lighthouse, dark since the storm of last winter.",
    "Fishermen had asked for it for years, because the rocks below the cliff cannot be seen at night.",
    "The repair will cost about as much as a new road, and the town hopes to finish it before autumn.",
    "A local firm will deliver the lamp, and two retired keepers will show volunteers how to tend it.",
]
TAIL = ["Sign up for our newsletter", "Follow us on Facebook", "Read more", "Most read", "Share this article"]
ARTICLE = ["Lighthouse to shine again", *PROSE]


def left_after(lines: list[str], point: str) -> list[str]:
    """Strip until nothing more goes."""
    lines = list(lines)
    while junk := default_scorer().junk_lines(lines, headline=0, point=point):
        lines = [line for i, line in enumerate(lines) if i not in junk]
    return lines


def test_junk_goes_and_the_article_stays() -> None:
    for point in default_scorer().points:
        assert left_after(ARTICLE, point) == ARTICLE
    assert left_after([*ARTICLE, *TAIL], "thorough") == ARTICLE
    mixed = [*ARTICLE[:3], "Subscribe to our newsletter", *ARTICLE[3:]]
    assert left_after(mixed, "thorough") == ARTICLE


def test_scores_come_with_reasons() -> None:
    scores = score_lines([*ARTICLE, *TAIL], headline=0)
    assert scores[: len(ARTICLE)] == [None] * len(ARTICLE)
    found = [score for score in scores if score is not None]
    assert found
    for score in found:
        assert 0.0 <= score.score <= 1.0
        assert 1 <= len(score.reasons) <= 4
        assert all(score.reasons)


def test_an_article_of_prose_is_not_scored_at_all() -> None:
    assert score_lines(PROSE) == [None] * len(PROSE)
    assert score_lines([]) == []
    assert score_lines(["", *PROSE, ""]) == [None] * (len(PROSE) + 2)


@pytest.mark.parametrize("headline", ["Sign up for our newsletter", "Read more", "TRENDING: the lighthouse"])
def test_headline_is_exempt(headline: str) -> None:
    lines = [headline, *PROSE]
    assert score_lines(lines, headline=0)[0] is None
    assert 0 not in default_scorer().junk_lines(lines, headline=0, point="thorough")


def test_points_are_nested() -> None:
    points = default_scorer().points
    names = ("cautious", "default", "thorough")
    for cautious, default, thorough in zip(*[points[name] for name in names], strict=True):
        assert cautious > default > thorough
    assert all(prose < short for prose, short in points.values())


def test_evidence_from_outside_moves_the_score() -> None:
    lines = [*ARTICLE[:3], "Harbour notes", *ARTICLE[3:]]
    for_it = Evidence(8.0, "all of it is links")
    found = default_scorer().score_lines(lines, headline=0, evidence={3: for_it})[3]
    assert found is not None
    assert found.reasons[0] == for_it.reason
    against = dict.fromkeys(range(len(lines) + len(TAIL)), Evidence(-20.0, "in the article's own element"))
    assert not any(score_lines([*ARTICLE, *TAIL], headline=0, evidence=against))
    assert score_lines(ARTICLE, headline=0, evidence={0: for_it, 99: for_it})[0] is None


def test_prose_is_scored_when_there_is_evidence() -> None:
    lines = [*ARTICLE]
    assert (
        score_lines(lines, headline=0, evidence={2: Evidence(20.0, "stands in every text of the site")})[2]
        is not None
    )


def test_never_everything() -> None:
    assert left_after(TAIL, "thorough")
    assert left_after(["Lighthouse to shine again", *TAIL], "thorough") != ["Lighthouse to shine again"]


def test_other_features_are_refused(tmp_path: Path) -> None:
    model = json.loads((WEIGHTS / "trees.json").read_text(encoding="utf-8"))
    model["features"] = model["features"][1:]
    (tmp_path / "trees.json").write_text(json.dumps(model), encoding="utf-8")
    with pytest.raises(ValueError, match="trained on other features"):
        LineScorer.read(tmp_path)


def test_weights_are_small() -> None:
    assert sum(path.stat().st_size for path in WEIGHTS.iterdir()) < 1_000_000


LINE = st.one_of(
    st.just(""),
    st.sampled_from([*ARTICLE, *TAIL, "1", "12 | 4 | 7", "Q: Why?", "* Harbour", "RELATED: Old boats"]),
    st.text(min_size=1, max_size=60).map(str.strip).filter(bool),
)


@given(st.lists(LINE, max_size=25), st.sampled_from(["cautious", "default", "thorough"]))
@settings(max_examples=150, deadline=None)
def test_stripping_ends_and_then_changes_nothing(lines: list[str], point: str) -> None:
    left = left_after(lines, point)
    assert left_after(left, point) == left
    assert bool(left) == bool(lines)


@given(st.lists(LINE, min_size=1, max_size=15))
@settings(max_examples=60, deadline=None)
def test_same_input_same_answer(lines: list[str]) -> None:
    assert LineScorer.read().score_lines(lines) == score_lines(lines)


VECTOR = st.lists(st.floats(-5, 300), min_size=len(NAMES), max_size=len(NAMES))


def walked(tree: Any, vector: list[float]) -> float:
    """What a tree gives, the plain way."""
    while isinstance(tree, list):
        tree = tree[2] if vector[tree[0]] <= tree[1] else tree[3]
    return float(tree)


@given(VECTOR)
def test_trees_give_what_walking_them_gives(vector: list[float]) -> None:
    trees = default_scorer().trees
    assert trees.log_odds(vector) == sum((walked(tree, vector) for tree in trees.trees), trees.base)


@given(VECTOR, VECTOR)
def test_contributions_tell_the_difference(one: list[float], other: list[float]) -> None:
    trees = default_scorer().trees
    told = sum(trees.contributions(one, GROUPS, COUNT)) - sum(trees.contributions(other, GROUPS, COUNT))
    assert trees.log_odds(one) - trees.log_odds(other) == pytest.approx(told, abs=0.05)


def test_trees_by_hand() -> None:
    trees = Trees(-1.0, [[0, 2.0, -0.5, [1, 0.0, 1.0, 3.0, 2.0], 0.75], 0.25])
    assert trees.log_odds([2.0, 9.0]) == -1.25
    assert trees.log_odds([2.5, 0.5]) == 2.25
    assert trees.log_odds([2.5, 0.0]) == 0.25
    assert trees.contributions([2.5, 0.5], (0, 1), 2) == [1.25, 1.0]
    assert trees.contributions([2.5, 0.5], (1, 1), 2) == [0.0, 2.25]
    with pytest.raises(ValueError, match="leaves"):
        Trees(
            0.0,
            [
                [
                    0,
                    0.0,
                    *[
                        [
                            0,
                            1.0,
                            [0, 1.0, 0.0, [0, 1.0, 0.0, 0.0, 0.0], 0.0],
                            [0, 1.0, 0.0, [0, 1.0, 0.0, 0.0, 0.0], 0.0],
                            0.0,
                        ]
                    ]
                    * 2,
                    0.0,
                ]
            ],
        )


def test_lexicon_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "lexicon.tsv"
    path.write_text("\t-1\n^sign up\t2\nnews\t1\n", encoding="utf-8")
    lexicon = Lexicon.read(path)
    assert lexicon.score(["sign", "up"]).total == 1.0
    assert lexicon.score(["news"]).total == 0.0
    assert lexicon.score([]).total == -1.0
    assert lexicon.reason(["sign", "up", "now"]) == 'starts like junk of other sites: "sign up"'
    assert lexicon.reason(["harbour", "news"]) == 'talks like junk of other sites: "news"'
    assert lexicon.reason(["harbour"]) == ""
