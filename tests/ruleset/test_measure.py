from __future__ import annotations

from rule_texts import load, rule_text

from normalize.config import load_config
from normalize.pipeline import Pipeline
from normalize.ruleset import RuleSet
from normalize.ruleset.measure import Counts, hits_of

TEXT = "A headline about the ferry\n\nThe ferry sank in the night.\n\nJunk.\n\nAll are safe [now] in the town.\n\nJunk."


def cleaned(rules: RuleSet, text: str = TEXT, url: str | None = None) -> Counts:
    pipeline = Pipeline(load_config(), rules)
    counts = Counts(rules)
    counts.add(pipeline.clean(text, url=url), url)
    counts.add(pipeline.clean("Another headline\n\nNothing is wrong with it."))
    return counts


def test_counts() -> None:
    rules = load(
        rule_text("en.a.x"),
        rule_text("en.a.none", "equals = 'Never'"),
        rule_text("en.a.span", "regex = '\\[now\\]'", "unit = 'span'", "strip = '[now]'"),
        rule_text("en.a.flag", "regex = 'sank'", "action = 'flag'"),
    )
    counts = cleaned(rules, url="https://www.a.example/1")
    assert counts.documents == 2
    first = counts.rules["en.a.x"]
    assert (first.documents, first.hits, first.characters) == (1, 2, 10)
    assert first.sites == {"a.example": 1}
    assert counts.rules["en.a.none"].hits == 0
    assert counts.rules["en.a.span"].characters in {5, 6}
    assert (counts.rules["en.a.flag"].hits, counts.rules["en.a.flag"].characters) == (1, 0)
    assert list(counts.record()["rules"]) == ["en.a.flag", "en.a.none", "en.a.span", "en.a.x"]


def test_rules_on_trial_are_counted() -> None:
    counts = cleaned(load(rule_text("en.a.x", "status = 'trial'")))
    assert (counts.rules["en.a.x"].hits, counts.rules["en.a.x"].characters) == (2, 10)
    assert counts.rules["en.a.x"].sites == {"?": 1}


def test_hits_in_context() -> None:
    rules = load(rule_text("en.a.x"))
    article = Pipeline(load_config(), rules).clean(TEXT)
    first, second = hits_of(article, "en.a.x", around=12)
    assert str(first) == "the night. ⏎  ⏎ ⟦Junk.⟧ ⏎  ⏎ All are sa"
    assert second.after == ""
    assert list(hits_of(article, "en.a.other")) == []
