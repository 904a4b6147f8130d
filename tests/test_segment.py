"""Lines, hard-wrapped paragraphs, headlines."""

from __future__ import annotations

import textwrap

import pytest

from normalize.article import Document
from normalize.draft import Draft
from normalize.errors import StageError
from normalize.ledger import apply
from normalize.segment import SegmentConfig, group_lines, looks_like_headline, segment, split_lines

PARAGRAPHS = [
    "The harbour authority of Port Ellery said on Tuesday that the northern breakwater, damaged in the storms of last winter, will be "
    "closed to visitors until the end of May, and that the repairs may take longer if the weather does not hold.",
    "“We would rather be slow than sorry,” said its director, Maren Holt, who has run the port for eleven years and knows each of "
    "its stones.",
    "Fishermen who moor there were told to use the old quay. They were not pleased, but most of them had expected as much.",
]


def blocks(text: str) -> list[str]:
    return [block.text for block in group_lines(split_lines(text), SegmentConfig())]


@pytest.mark.parametrize(
    "glue", ["\n", "\n\n", "\r\n", "\x85", "\u2028", "\u2029", "\r", "\n \t\n", "\x0b", "\f"]
)
def test_paragraphs_are_parted_by_any_line_break(glue: str) -> None:
    assert blocks(glue.join(PARAGRAPHS)) == PARAGRAPHS


@pytest.mark.parametrize(
    ("width", "glue"),
    [(50, "\n\n"), (65, "\n\n"), (72, "\n\n"), (100, "\n\n"), (65, "\n"), (80, "\n"), (100, "\n")],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_hard_wrapped_paragraphs_are_joined(width: int, glue: str, newline: str) -> None:
    text = glue.join(textwrap.fill(one, width) for one in PARAGRAPHS).replace("\n", newline)
    assert blocks(text) == PARAGRAPHS


def test_wrapped_paragraphs_with_an_indented_first_line_are_told_apart() -> None:
    text = "\n".join(textwrap.fill(one, 60, initial_indent="    ") for one in PARAGRAPHS)
    assert blocks(text) == PARAGRAPHS


def test_hyphenated_halves_are_joined_without_a_blank() -> None:
    wrapped = (
        "The commission was told that the plan was a long-\nstanding one, and that the work on the second of the two\n"
        + (
            "bridges had been put off by the council for the third\ntime in as many years, which nobody could explain."
        )
    )
    assert "a long-standing one" in blocks(wrapped)[0]


def test_the_lines_of_a_list_stay_apart() -> None:
    text = "What to bring:\n• a torch\n• warm clothes\n• food for two days\n1. Call first\n2. Then come"
    assert blocks(text) == text.split("\n")


def test_short_lines_that_are_no_wrapped_text_stay_apart() -> None:
    text = "  • Oops!\n    Something went wrong.\n    Please try again later.\n  • Oops!\n    Something went wrong."
    assert blocks(text)[:3] == ["• Oops!", "Something went wrong.", "Please try again later."]


def test_wrapped_chinese_is_joined_without_blanks() -> None:
    whole = (
        "港务局星期二表示，北防波堤在去年冬天的风暴中受损，将关闭至五月底，如果天气不好，维修可能需要更长的时间，"
        * 4
    )
    assert blocks("\n".join(textwrap.wrap(whole, 44))) == [whole]


def test_joins_are_rewrites_of_the_block() -> None:
    text = "Head of it all\n\n" + textwrap.fill(PARAGRAPHS[0], 60)
    for block in group_lines(split_lines(text), SegmentConfig()):
        assert apply(text[block.start : block.end], block.rewrites) == block.text


@pytest.mark.parametrize(
    "line",
    [
        "Port closes its breakwater until May",
        "More on the harbour",
        "TRENDING: Ferry fares rise again",
        "Who pays for the bridge? Nobody wants to say",
        "U.S. and U.K. agree on fishing limits. Ellery is left out",
        "Hafen bleibt gesperrt – was Pendler jetzt wissen müssen",
        "港口关闭至五月底",
        "Порт закрыт до конца мая",
    ],
)
def test_headlines(line: str) -> None:
    assert looks_like_headline(line)


@pytest.mark.parametrize(
    "line",
    [
        PARAGRAPHS[0],
        PARAGRAPHS[2],
        "By Maren Holt",
        "Published 3 May 2024",
        "PORT ELLERY, May 3 (AP) - The harbour authority said",
        "• a torch",
        "and so it went on,",
        "— — —",
        "x" * 400,
    ],
)
def test_not_headlines(line: str) -> None:
    assert not looks_like_headline(line)


def drafted(text: str, config: SegmentConfig | None = None) -> Draft:
    draft = Draft(Document(text))
    draft.text = draft.work = text
    segment(draft, config or SegmentConfig())
    return draft


def test_a_single_line_is_body() -> None:
    draft = drafted("Port closes its breakwater")
    assert draft.headline is None
    assert [block.text for block in draft.blocks] == ["Port closes its breakwater"]


def test_the_headline_can_be_left_in_the_body() -> None:
    draft = drafted("Port closes its breakwater\n\n" + PARAGRAPHS[0], SegmentConfig(headline=False))
    assert draft.headline is None
    assert len(draft.blocks) == 2


def test_a_document_of_too_many_lines_is_given_up() -> None:
    draft = Draft(Document(""))
    draft.work = "A line\n" * 11
    with pytest.raises(StageError, match="11 lines") as caught:
        segment(draft, SegmentConfig(most_lines=10))
    assert caught.value.code == "too-many-lines"
    segment(draft, SegmentConfig(most_lines=11))
