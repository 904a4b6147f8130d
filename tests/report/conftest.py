from __future__ import annotations

import pytest

from normalize.config import load_config
from normalize.pipeline import Pipeline
from normalize.ruleset import Matcher, Rule, RuleSet, Unless

RULES = [
    Rule(
        "en.related.read-also",
        "It only points to another story.",
        Matcher("starts", ("Read also:",)),
        capture=(("related", "rest"),),
    ),
    Rule("en.share.bar", "Buttons.", Matcher("equals", ("Share this story",)), position="tail"),
    Rule("de.related.auch", "Ein Verweis.", Matcher("starts", ("Lesen Sie auch:",)), languages=("de",)),
    Rule(
        "en.appeal.support", "Begs.", Matcher("contains", ("support our work",)), unless=Unless(words_over=6)
    ),
    Rule("en.trial.next", "On trial.", Matcher("starts", ("Up next",)), status="trial"),
    Rule("en.site.own", "One site's.", Matcher("equals", ("Post junk line",)), sites=("post.example",)),
    Rule("en.old.gone", "It did harm.", Matcher("equals", ("Old junk line",)), status="retired"),
    Rule("en.flag.stub", "A stub.", Matcher("equals", ("More follows",)), action="flag"),
    Rule(
        "en.typo.teh",
        "A slip.",
        Matcher("contains", ("teh",)),
        unit="span",
        action="rewrite",
        replacement="the",
    ),
    Rule(
        "en.quote.click",
        "A link's words.",
        Matcher("contains", ("click here now",)),
        unless=Unless(quoted=True),
    ),
    Rule("en.only.once", "It comes in numbers.", Matcher("starts", ("Photo",)), unless=Unless(only=True)),
]


@pytest.fixture(scope="session")
def pipeline() -> Pipeline:
    """A pipeline with rules of its own, and without the scorer's hand in the text."""
    stages = ["decode", "extract", "repair", "segment", "strip", "describe", "assess"]
    return Pipeline(load_config(None, {"stages": stages}), RuleSet(RULES))
