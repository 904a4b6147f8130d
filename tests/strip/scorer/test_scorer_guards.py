from __future__ import annotations

from normalize.strip.scorer.features import Page
from normalize.strip.scorer.guards import spared, takes_too_much
from normalize.strip.scorer.lexicon import Lexicon

PROSE = "The regatta ended in the rain, and the committee needed until the evening to agree on who had won."
LEXICON = Lexicon({"^related": 1.5}, 0.0)


def spared_lines(lines: list[str]) -> list[str]:
    page = Page.of(lines, 0)
    picked = page.suspicious()
    return [lines[i] for i in sorted(spared(page, picked, LEXICON))]


def test_rows_of_a_table_are_spared() -> None:
    rows = [f"{place} | Boat {place} | {90 - place} | {place * 2}" for place in range(1, 11)]
    assert spared_lines(["Results of the regatta", PROSE, *rows, PROSE]) == rows


def test_cells_of_a_table_are_spared() -> None:
    cells = ["1", "Seagull", "88", "2", "Heron", "71", "3", "Curlew", "64", "4", "Plover", "60"]
    assert spared_lines(["Results of the regatta", PROSE, *cells]) == cells


def test_a_list_of_links_is_no_table() -> None:
    links = [
        f"More about boat races in {town}"
        for town in ("Kiel", "Cowes", "Brest", "Riga", "Gdansk", "Oban", "Bergen", "Vigo")
    ]
    assert spared_lines(["Results of the regatta", PROSE, *links]) == []


def test_turns_of_a_dialogue_are_spared() -> None:
    turns = ["Q: Who won?", "A: Nobody knows.", "Q: Why?", "A: The rain.", "Q: And now?", "A: Tea."]
    assert spared_lines(["The regatta in six answers", *turns, PROSE]) == turns


def test_repeated_links_are_no_dialogue() -> None:
    links = ["RELATED: Older races", "RELATED: Older boats", "RELATED: Older crews"]
    assert spared_lines(["The regatta", PROSE, *links]) == []


def test_too_much() -> None:
    page = Page.of(["The regatta", PROSE, "More", "Share"], 0)
    assert not takes_too_much(page, {2, 3}, 0.2)
    assert takes_too_much(page, {2, 3}, 0.01)
    assert takes_too_much(Page.of(["The regatta", "More"], 0), {1}, 1.0)
    assert takes_too_much(Page.of(["More"], None), {0}, 1.0)


def test_the_real_headline_below_a_section_name_is_spared() -> None:
    title = "Rain decides the great regatta of the north"
    assert spared_lines(["Sport", title, PROSE]) == [title]
    assert spared_lines(["Sport", "12 May 2024, 10:15 CET", title, PROSE]) == [title]
    assert spared_lines(["Home > Sport > Boats > Sails", title, PROSE]) == [title]
    assert spared_lines(["Sport", PROSE, title, PROSE]) == []
    assert spared_lines([title, PROSE, "All the winners and their boats", PROSE]) == []
    assert spared_lines([title, title.upper(), "Sport", PROSE]) == [title.upper()]


def test_a_list_under_a_lead_in_is_spared() -> None:
    lead = (
        "The committee of the regatta, which met on Sunday, has put three boats on the list of those to beat:"
    )
    boats = ["Seagull of Oban", "Heron of Kiel", "Curlew of Brest"]
    assert spared_lines(["The regatta of the year", PROSE, lead, *boats, "Related stories", PROSE]) == boats


def test_who_said_what_was_quoted_is_spared() -> None:
    quoted = (
        "“Nobody who has seen the harbour in that light will forget what the rain has done to the sails.”"
    )
    lines = ["Views of the regatta", quoted, "Maren Holt, Port News", PROSE, "Piet Maas, Port News"]
    assert spared_lines(lines) == ["Maren Holt, Port News"]


def test_times_of_a_ticker_and_breaks_are_spared() -> None:
    lines = ["The regatta as it happens", PROSE, "11:40 GMT - Rain again", PROSE, "* * *", PROSE, "12:10"]
    assert spared_lines(lines) == ["11:40 GMT - Rain again", "* * *"]


def test_copies_of_the_headline_are_spared_in_other_marks() -> None:
    title = "Seagull wins the “regatta” of the year"
    copy = 'Seagull wins the "regatta" of the year'
    assert copy in spared_lines([title, "Boats", "Sailing", "Sport", "Home", "News", copy, PROSE])


def test_what_may_be_the_headline_is_spared_under_section_and_kicker() -> None:
    title = "Seagull wins after nine hours in the rain"
    assert title in spared_lines(["Sport", "Boat races of the week", title, PROSE])


def test_places_by_province_are_spared() -> None:
    rows = ["宮崎県：高鍋町、新富町", "福岡県：久留米市", "佐賀県：神埼市、白石町", "熊本県：阿蘇市"]
    assert spared_lines(["港の祭りの日程が決まる", *rows, PROSE]) == rows


def test_a_long_list_of_items_with_a_colon_is_spared_and_a_short_one_is_not() -> None:
    items = [f"– {name} Street: broken panes" for name in "Quay Mill Dock Tide Rope Sail Moor Kelp".split()]
    assert spared_lines(["The storm street by street", PROSE, *items, PROSE]) == items
    assert spared_lines(["The storm street by street", PROSE, *items[:5], PROSE]) == []
