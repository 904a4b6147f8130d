from __future__ import annotations

from normalize.strip.scorer.features import Page
from normalize.strip.scorer.guards import spared
from normalize.strip.scorer.lexicon import Lexicon
from normalize.strip.scorer.lines import bare, words_of

PROSE = "The regatta ended in the rain, and the committee needed until the evening to agree on who had won."
LEXICON = Lexicon({"^more": 1.5}, 0.0)
TITLE = "Rain decides the great regatta of the north"


def spared_lines(lines: list[str]) -> list[str]:
    page = Page.of(lines, 0)
    return [lines[i] for i in sorted(spared(page, page.suspicious(), LEXICON))]


def test_entries_of_a_list_in_one_form_are_spared() -> None:
    dates = [f"June {day} -- Harbour stage {day}, Kiel" for day in (3, 9, 14, 22)]
    assert spared_lines([TITLE, PROSE, *dates, PROSE]) == dates
    ticker = [f"1{hour}.05 Uhr: Boot {name} im Ziel" for hour, name in enumerate(("A", "B", "C", "D"))]
    assert spared_lines([TITLE, PROSE, *ticker, PROSE]) == ticker
    crews = [f"{name} (Group {group}): third time" for name, group in zip("ABCD", "EFGH", strict=True)]
    assert spared_lines([TITLE, PROSE, *crews[:3], PROSE]) == []
    assert spared_lines([TITLE, PROSE, *crews, PROSE]) == crews


def test_links_and_teasers_in_one_form_are_not() -> None:
    links = [f"[Boat {name}](https://example.org/{name})" for name in "ABCDE"]
    assert spared_lines([TITLE, PROSE, *links]) == []
    teasers = [f"More (from {town}): boats" for town in ("Kiel", "Oban", "Riga", "Vigo")]
    assert spared_lines([TITLE, PROSE, *teasers]) == []


def test_a_title_under_an_address_or_a_kicker_is_spared() -> None:
    assert spared_lines(["https://example.org/sport/great-regatta", TITLE, PROSE]) == [TITLE]
    assert spared_lines(["[SPORT](https://example.org/sport)", f"# {TITLE}", PROSE]) == [f"# {TITLE}"]
    assert spared_lines(["After the storm of Sunday", TITLE, PROSE]) == [TITLE]


def test_signs_of_markdown_are_no_words() -> None:
    assert bare("## [Read more](https://example.org/1)") == "Read more"
    assert bare("**Boats**") == "Boats"
    assert bare("***") == "***"
    assert words_of(bare("[Read more](https://example.org/1) boats")) == ["read", "more", "boats"]
