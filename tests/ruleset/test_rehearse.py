from __future__ import annotations

from rule_texts import load, rule_text

from normalize.ruleset.examples import run_examples
from normalize.ruleset.rehearse import apply_rules, taken_whole

STORY = ["A headline about the ferry", "The ferry sank.", "Read also: Crane falls", "All are safe."]


def read_also(*lines: str) -> str:
    keys = ["starts = 'Read also:'", "strip = 'Read also: x'", "capture = { related = 'rest' }", *lines]
    return rule_text("en.a.also", *keys)


def test_what_is_left_is_told_by_index() -> None:
    rules = load(read_also())
    left = apply_rules(STORY, rules, headline=0)
    assert left.kept == [(0, STORY[0]), (1, STORY[1]), (3, STORY[3])]
    (edit,) = left.edits
    assert "\n\n".join(STORY)[edit.start : edit.end] == STORY[2]
    assert (edit.action, edit.rule) == ("strip", "en.a.also")
    assert left.fields["related"] == [{"title": "Crane falls"}]


def test_language_and_host_select() -> None:
    rules = load(read_also("sites = ['.a.example']"))
    assert len(apply_rules(STORY, rules, headline=0).kept) == 4
    assert len(apply_rules(STORY, rules, headline=0, host="www.a.example").kept) == 3
    assert len(apply_rules(STORY, rules, headline=0, host="a.example", language="de").kept) == 4


def test_the_headline_stays() -> None:
    rules = load(read_also())
    assert apply_rules(["Read also: Crane falls", "b", "c"], rules, headline=0).edits == []
    assert len(apply_rules(["Read also: Crane falls", "b", "c"], rules).kept) == 2


def test_parts_of_blocks() -> None:
    rules = load(
        rule_text("en.a.stamp", "regex = '''\\[Updated\\]'''", "unit = 'span'", "strip = '[Updated]'"),
        rule_text(
            "en.a.say",
            "regex = 'tells'",
            "action = 'rewrite'",
            "replacement = 'says'",
            "unit = 'span'",
            "strip = ",
            "case = [{ line = 'He tells.', expect = 'rewrite', result = 'He says.' }]",
        ),
    )
    left = apply_rules(["Headline here", "[Updated] The boat sank [Updated], he tells us.", "End."], rules)
    assert left.kept[1] == (1, "The boat sank, he says us.")
    assert {edit.rule for edit in left.edits} == {"en.a.stamp", "en.a.say"}
    tested = run_examples(rules, apply_rules)
    assert tested.examples == 4
    assert tested.failures == []


def test_examples_fail_with_the_real_stage_too() -> None:
    keeping = rule_text("en.a.x", "keep = ['Read also the map, he said.']")
    wrong = [
        read_also("starts = 'Read also'"),
        rule_text("en.a.x", "strip = 'Junk and more.'"),
        rule_text("en.a.x") + "[[rule.case]]\nline = 'Junk.'\nexpect = 'keep'\n",
    ]
    for text in wrong:
        assert len(run_examples(load(text), apply_rules).failures) == (0 if "also" in text else 1)
    both = run_examples(load(keeping, wrong[0]), apply_rules).failures
    assert [failure.rule for failure in both] == ["en.a.x"]
    assert "en.a.also makes of it ⟦-Read also the map, he said.⟧" in both[0].message


def test_lines_of_an_example_are_blocks() -> None:
    rules = load(
        rule_text(
            "en.a.oops",
            "lines = ['Oops!', 'Something went wrong.']",
            'strip = "Oops!\\nSomething went wrong."',
            "keep = ['Oops!']",
        )
    )
    assert run_examples(rules, apply_rules).failures == []
    assert taken_whole(rules, ["Oops!\nSomething went wrong.", "Oops!"]) == [frozenset({0}), frozenset()]


def test_taken_whole() -> None:
    rules = load(rule_text("en.a.x"), rule_text("en.a.y", "regex = 'unk'", "unit = 'span'", "strip = 'unk'"))
    assert taken_whole(rules, ["Junk.", "unk", "none"]) == [frozenset({0}), frozenset({1}), frozenset()]
