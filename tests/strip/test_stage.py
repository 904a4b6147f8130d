"""Stripping by rules: whole blocks, parts of blocks, captures, and what is never touched."""

from __future__ import annotations

from typing import Any

from normalize.article import Article, Document
from normalize.config import load_config
from normalize.ledger import replay
from normalize.pipeline import Pipeline
from normalize.ruleset import Matcher, Rule, RuleSet

PROSE = "The harbour authority said that the breakwater will be closed until the end of May."
MORE = "Fishermen who moor there were told to use the old quay, and were not pleased at all."


BY_RULES = load_config(
    overrides={"stages": ["decode", "extract", "repair", "segment", "strip", "describe", "assess"]}
)
"""Without the line scorer: what goes here goes by a rule of the test."""


def rule(kind: str, *patterns: str, **fields: Any) -> Rule:
    fields.setdefault("id", "en.test.rule")
    return Rule(why="A rule of a test.", matcher=Matcher(kind, patterns), **fields)  # type: ignore[arg-type]


def clean(text: str, *rules: Rule, **given: Any) -> Article:
    pipeline = Pipeline(BY_RULES, RuleSet(rules))
    article = pipeline.clean(Document(text, format="text", **given))
    assert replay(article.source_text, article) == (article.headline, article.body)
    again = pipeline.clean(Document(article.text, format="text", url=given.get("url")))
    assert again.text == article.text
    return article


def edits(article: Article) -> list[tuple[str, str, str]]:
    return [(edit.action, edit.rule, article.source_text[edit.start : edit.end]) for edit in article.edits]


def test_a_block_goes_and_its_capture_stays() -> None:
    article = clean(
        f"Port closes\n\n{PROSE}\n\nRead also: Fares rise\n\n{MORE}",
        rule("starts", "Read also:", capture=(("related", "rest"),)),
    )
    assert article.body == f"{PROSE}\n\n{MORE}"
    assert article.metadata["related"] == [{"title": "Fares rise"}]
    assert article.metadata["origins"]["related"] == "rule:en.test.rule"
    assert edits(article) == [("strip", "en.test.rule", "Read also: Fares rise")]


def test_the_headline_is_never_touched() -> None:
    article = clean(f"Read also the port\n\n{PROSE}\n\nRead also the port", rule("starts", "Read also"))
    assert article.headline == "Read also the port"
    assert article.body == PROSE


def test_the_last_block_stays_even_if_all_is_junk() -> None:
    article = clean("Port closes\n\nRead also: A\n\nRead also: B", rule("starts", "Read also"))
    assert article.body == "Read also: A\n\nRead also: B"
    assert "only-junk" in article.quality["flags"]


def test_lines_of_a_widget_go_together_or_not_at_all() -> None:
    widget = rule("lines", "Oops!", "Something went wrong.", "Please try again later.")
    text = f"Port closes\n\n  • Oops!\n    Something went wrong.\n    Please try again later.\n\nOops!\n\n{PROSE}"
    article = clean(text, widget)
    assert article.body == f"Oops!\n\n{PROSE}"
    assert edits(article) == [
        ("strip", "en.test.rule", "• Oops!\n    Something went wrong.\n    Please try again later.")
    ]


def test_a_span_in_the_middle_leaves_one_blank_and_correct_marks() -> None:
    teaser = rule("regex", r"\(RELATED: [^)]*\)", unit="span")
    article = clean(
        f"Port closes\n\nThe port (RELATED: Fares rise) closed (RELATED: X), it said.\n\n{MORE}", teaser
    )
    assert article.body.split("\n\n")[0] == "The port closed, it said."
    assert {edit.action for edit in article.edits} == {"rewrite"}


def test_a_span_at_an_end_is_a_strip_and_the_block_is_shorter() -> None:
    policy = rule("contains", "Ad Policy", unit="span")
    article = clean(f"Port closes\n\n{PROSE} Ad Policy\n\nAd Policy {MORE}", policy)
    assert article.body == f"{PROSE}\n\n{MORE}"
    assert edits(article) == [("strip", "en.test.rule", "Ad Policy")] * 2


def test_a_sentence_goes_and_its_neighbours_stay() -> None:
    appeal = rule("starts", "Please donate", unit="sentence")
    article = clean(f"Port closes\n\n{PROSE} Please donate today. {MORE}", appeal)
    assert article.body == f"{PROSE} {MORE}"


def test_a_rewrite_puts_its_text_in_place() -> None:
    stamp = rule(
        "regex", r"\[Updated at (?P<time>[\d:]+)\] ", unit="span", action="rewrite", replacement="({time}) "
    )
    article = clean(f"Port closes\n\n[Updated at 10:06] {PROSE}", stamp)
    assert article.body == f"(10:06) {PROSE}"


def test_a_rewrite_that_matches_itself_ends() -> None:
    pipeline = Pipeline(
        BY_RULES, RuleSet([rule("contains", "port", unit="span", action="rewrite", replacement="port port")])
    )
    assert (
        len(pipeline.clean(Document(f"Quay closes\n\nThe port is shut. {PROSE}", format="text")).body) < 2000
    )


def test_a_quotation_is_never_stripped() -> None:
    article = clean(
        f"Port closes\n\nShe wrote “Read also: Fares rise” on the door.\n\n{PROSE}",
        rule("contains", "Read also"),
    )
    assert article.edits == ()


def test_trial_rules_are_noted_and_change_nothing() -> None:
    article = clean(
        f"Port closes\n\n{PROSE}\n\nRead also: Fares", rule("starts", "Read also", status="trial")
    )
    assert "Read also: Fares" in article.body
    assert [(edit.action, edit.rule, edit.note) for edit in article.edits] == [
        ("flag", "en.test.rule", "trial")
    ]


def test_flags_of_rules_are_told_in_quality() -> None:
    article = clean(
        f"Port closes\n\n{PROSE}\n\nThis is a paid post", rule("equals", "This is a paid post", action="flag")
    )
    assert "en.test.rule" in article.quality["flags"]
    assert article.body.endswith("This is a paid post")


def test_a_rule_for_the_top_takes_what_stands_above_the_headline_and_nothing_else() -> None:
    section = rule("equals", "Politics", position="top", capture=(("section", "unit"),))
    article = clean(f"Politics\n\nCouncil puts off its vote\n\nPolitics\n\n{PROSE}", section)
    assert article.headline == "Council puts off its vote"
    assert article.body == f"Politics\n\n{PROSE}"
    assert article.metadata["section"] == "Politics"
    for kept in (f"Politics\n\n{PROSE}\n\n{MORE}", "Politics\n\nDefence\n\nLaw"):
        assert clean(kept, section).headline == "Politics"


def test_above_the_headline_several_lines_may_go() -> None:
    top = rule("regex", r"^(?:Home|Sport|\d+ min)$", position="top")
    assert clean(f"Home\n\nSport\n\n2 min\n\nRowers win at last\n\n{PROSE}", top).body == PROSE


def test_junk_above_the_headline_goes_if_a_head_rule_names_it_word_for_word() -> None:
    skip = rule("equals", "Skip to main content", position="head")
    article = clean(f"Skip to main content\n\nPort closes\n\n{PROSE}", skip)
    assert article.headline == "Port closes"
    article = clean(f"Skip to main content, judge tells paper\n\n{PROSE}", skip)
    assert article.headline == "Skip to main content, judge tells paper"


def test_tail_rules_act_again_when_what_was_behind_went_away() -> None:
    tail = rule("starts", "More:", position="tail")
    text = "\n\n".join(["Port closes", PROSE, *(f"More: story {number}" for number in range(40))])
    article = clean(text, tail)
    assert article.body == PROSE


def test_many_hits_at_the_tail_take_few_rounds() -> None:
    rounds = []
    tail = rule("starts", "More:", position="tail")
    pipeline = Pipeline(BY_RULES, RuleSet([tail]))
    stripper = next(made.stage for settles, group in pipeline._groups if settles for made in group)
    find = stripper.engine.find  # type: ignore[attr-defined]
    stripper.engine.find = lambda *given: rounds.append(1) or find(*given)  # type: ignore[attr-defined, func-returns-value]
    text = "\n\n".join(["Port closes", PROSE, *(f"More: story {number}" for number in range(2000))])
    assert pipeline.clean(Document(text, format="text")).body == PROSE
    assert len(rounds) <= 3


def test_site_rules_act_by_address_and_not_elsewhere() -> None:
    site = rule("equals", "The Ellery way", sites=("ellery.example",))
    text = f"Port closes\n\n{PROSE}\n\nThe Ellery way"
    assert clean(text, site, url="https://www.ellery.example/a").body == PROSE
    assert clean(text, site, url="https://other.example/a").body.endswith("The Ellery way")


def test_an_article_that_lost_most_of_itself_is_flagged() -> None:
    junk = "\n\n".join(f"Read also: {PROSE}" for _ in range(4))
    article = clean(f"Port closes\n\n{PROSE}\n\n{junk}", rule("starts", "Read also"))
    assert "much-removed" in article.quality["flags"]


def test_of_rules_that_hit_the_same_line_that_of_the_language_gets_the_credit() -> None:
    both = [rule("equals", "Video", id=f"{code}.ads.label", languages=(code,)) for code in ("de", "en")]
    german = "Der Hafen war am Montag wegen des Sturms geschlossen, der in der Nacht aus dem Westen kam."
    for text, credited in ((PROSE, "en.ads.label"), (german, "de.ads.label")):
        article = clean(f"Port closes\n\n{text}\n\nVideo\n\n{text}", *both)
        assert edits(article) == [("strip", credited, "Video")]


def test_of_rules_that_hit_the_same_line_that_for_any_place_gets_the_credit() -> None:
    label, head = (
        rule("equals", "Video", id="en.x.label"),
        rule("equals", "Video", id="en.a.top", position="head"),
    )
    article = clean(f"Port closes\n\nVideo\n\n{PROSE}\n\n{MORE}", head, label)
    assert edits(article) == [("strip", "en.x.label", "Video")]


def test_signs_of_markdown_are_no_part_of_the_words() -> None:
    article = clean(
        f"Port closes\n\n{PROSE}\n\n### **Read also:**[Fares rise](/a/b_c)\n\n> *With agencies*\n\n**{MORE}**",
        rule("starts", "Read also:", capture=(("related", "rest"),)),
        rule("equals", "with agencies", id="en.test.agencies"),
    )
    assert article.body == f"{PROSE}\n\n**{MORE}**"
    assert article.metadata["related"] == [{"title": "Fares rise"}]
    assert edits(article) == [
        ("strip", "en.test.rule", "### **Read also:**[Fares rise](/a/b_c)"),
        ("strip", "en.test.agencies", "> *With agencies*"),
    ]


def test_a_span_takes_its_signs_along() -> None:
    article = clean(
        f"Port closes\n\n{PROSE} **(Read [the tides](/tides))** Then came May.\n\n- **(Read the tides)**\n\n{MORE}",
        rule("contains", "(Read the tides)", unit="span"),
    )
    assert article.body == f"{PROSE} Then came May.\n\n{MORE}"
