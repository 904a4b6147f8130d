"""The shipped rules themselves."""

from __future__ import annotations

import pytest

from normalize.ruleset import RuleSet
from normalize.ruleset.examples import run_examples
from normalize.ruleset.rehearse import apply_rules


@pytest.fixture(scope="module")
def shipped() -> RuleSet:
    return RuleSet.load()


def test_they_load(shipped: RuleSet) -> None:
    assert len(shipped) > 50
    assert not shipped.notes


def test_their_examples_come_out_as_they_should(shipped: RuleSet) -> None:
    tested = run_examples(shipped, apply_rules)
    assert tested.examples >= 2 * len(shipped)
    assert [str(failure) for failure in tested.failures] == []
