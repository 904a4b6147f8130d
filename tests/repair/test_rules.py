"""Each rule does what its name says, with edits no longer than need be and a note of what was believed."""

from __future__ import annotations

import pytest

from normalize.ledger import Rewrite, apply
from normalize.repair import RepairConfig, repair_text

CASES = [
    ("repair.mojibake", "The mayorâ€™s plan", "The mayor’s plan"),
    ("repair.mojibake", "The mayorÃ¢â‚¬â„¢s plan", "The mayor’s plan"),
    ("repair.mojibake", "eine schÃ¶ne Brücke", "eine schöne Brücke"),
    ("repair.mojibake", "It was late \x96 too late", "It was late – too late"),
    ("repair.entities", "Fish &amp; chips, caf&eacute;", "Fish & chips, café"),
    ("repair.entities", "one&nbsp;two &nbspthree", "one\xa0two \xa0three"),
    ("repair.entities", "twice &amp;amp;quot;escaped&amp;amp;quot;", 'twice "escaped"'),
    ("repair.entities", "&#8220;so&#x201d; P&EACUTE;REZ", "“so” PÉREZ"),
    ("repair.entities", "caf&eacute , bistr&ocirc. &rdquo", "café , bistrô. ”"),
    ("repair.entities", "a<br>caf&eacute; &lt;b&gt;", "a<br>café &lt;b&gt;"),
    ("repair.escapes", r"the mayor\u2019s \ud83d\ude00 plan", "the mayor’s 😀 plan"),
    ("repair.escapes", r"the mayor\xe2\x80\x99s caf\xe9", "the mayor’s café"),
    ("repair.escapes", r"she said \"no\u201d \/ \u{1f600}", 'she said "no” / 😀'),
    ("repair.controls", "a\x00b c\x7fd \x0bwas noise", "ab cd was noise"),
    ("repair.terminal", "a \x1b[31mred\x1b[0m word", "a red word"),
    ("repair.surrogates", "\ud83d\ude00 and \ud83d alone", "😀 and \ufffd alone"),
    ("repair.invisibles", "an un\xadusual wo\u200brd\u2060 with \ufeffmarks", "an unusual word with marks"),
    ("repair.bidi", "left \u200eto \u202aright\u202c", "left to right"),
    ("repair.bidi", "שלום \u202bעולם", "שלום עולם"),
    ("repair.ligatures", "an eﬃcient ﬁrm", "an efficient firm"),
    ("repair.nfc", "une e\u0301te\u0301", "une été"),
    (
        "repair.copies",
        "Die Verträge gelten. Die Vertr\ufffdge gelten.",
        "Die Verträge gelten. Die Verträge gelten.",
    ),
]


@pytest.mark.parametrize(("rule", "text", "wanted"), CASES)
def test_rule(rule: str, text: str, wanted: str) -> None:
    repaired = repair_text(text)
    assert repaired.text == wanted
    assert rule in {edit.rule for edit in repaired.edits}
    assert apply(text, repaired.edits) == wanted


@pytest.mark.parametrize(("rule", "text", "wanted"), CASES)
def test_rule_can_be_switched_off(rule: str, text: str, wanted: str) -> None:
    config = RepairConfig(
        **{"controls" if rule == "repair.terminal" else rule.removeprefix("repair."): False}
    )
    assert rule not in {edit.rule for edit in repair_text(text, config=config).edits}


def test_halves_of_a_pair_as_entities_are_joined() -> None:
    assert repair_text("smile &#55357;&#56832;").text == "smile 😀"


def test_one_rewrite_of_what_changed_with_what_was_believed() -> None:
    (edit,) = repair_text("The mayorâ€™s plan").edits
    assert edit == Rewrite(9, 12, "’", "repair", "repair.mojibake", "UTF-8 read as windows-1252")


def test_switched_off_altogether() -> None:
    text = "The mayorâ€™s\x00 plan"
    repaired = repair_text(text, config=RepairConfig(enabled=False))
    assert repaired.text is text
    assert repaired.edits == repaired.flags == ()


def test_damage_in_layers_is_told_as_one_list_of_edits() -> None:
    text = "caf&Atilde;&copy; &amp;ndash; e\u0301te\u0301"
    repaired = repair_text(text)
    assert repaired.text == "café – été"
    assert apply(text, repaired.edits) == repaired.text


def test_a_mended_line_separator_does_not_break_the_line() -> None:
    assert repair_text("one&#10;two &#x2028; threeâ€¨four").text.split() == ["one", "two", "three", "four"]
    assert len(repair_text("one&#10;two &#x2028; threeâ€¨four").text.splitlines()) == 1


def test_what_is_lost_is_flagged_where_it_stood() -> None:
    repaired = repair_text("&amp; the caf\ufffd and the nation?s plan")
    assert [(flag.start, flag.end, flag.action, flag.rule) for flag in repaired.flags] == [
        (13, 14, "flag", "repair.lost"),
        (29, 30, "flag", "repair.lost"),
    ]
    assert repaired.text == "& the caf\ufffd and the nation?s plan"


def test_two_words_that_fit_restore_nothing() -> None:
    text = "Er sagte: gräulich. Sie sagte: grëulich. Beide: gr\ufffdulich."
    assert repair_text(text).text == text
