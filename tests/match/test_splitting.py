"""Sentences of paragraphs in many scripts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.match.splitting import more_sentences_than, sentences


@pytest.mark.parametrize(
    "parts",
    [
        ["Mr. Hale met Sen. J. R. Dow at 5 p.m. ET.", "It rained.", "Nobody spoke!"],
        ["He works for Brown Inc. in Ohio.", "He sold shares of Brown Inc.", "The price fell."],
        ['"Why now?" she asked.', '"Because!"', "They left…", "Nobody knows"],
        [
            "It cost 3.5 million dollars.",
            "That was No. 4 of the list.",
            "Prices rose 2.5% (see below).",
            "So what?",
        ],
        ["Am 3. Oktober kam Dr. Weber, z. B. mit der Bahn.", "Es regnete.", "Er blieb bis ca. 20 Uhr."],
        ["M. Leroux est arrivé à Lyon.", "« Rien ne change. »", "Il a ri."],
        ["El Sr. Ruiz habló.", "¿Y ahora qué?", "¡Nada!", "Fin."],
        ["Это было в 2019 г. в Туле.", "Он ушёл.", "Всё."],
        ["今日は晴れ。", "「そうだ。」", "明日も晴れ！", "本当に？"],
        ["یہ پہلا جملہ ہے۔", "یہ دوسرا ہے۔"],
        ["यह पहला वाक्य है।", "यह दूसरा है।"],
        ["هل انتهى؟", "نعم."],
        ["One sentence without an end"],
    ],
)
def test_sentences(parts: list[str]) -> None:
    glue = "" if "。" in parts[0] else " "
    text = glue.join(parts)
    assert [text[start:end] for start, end in sentences(text)] == parts


def test_blank() -> None:
    assert sentences("") == []
    assert sentences(" \t ") == []


@given(st.text(st.sampled_from("ab .!?…。\"'”)«A1\n"), max_size=40) | st.text(max_size=40))
def test_sentences_cover_all_but_white_space(text: str) -> None:
    spans = sentences(text)
    at = 0
    for start, end in spans:
        assert not text[at:start].strip()
        assert start < end
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
        at = end
    assert not text[at:].strip()


@pytest.mark.parametrize("unit", [".", ". ", '."', ".'A", "!?", "。", " ", "Dr. ", "A.", "( "])
def test_long_runs_take_linear_time(unit: str) -> None:
    sentences(unit * 200_000)  # quadratic would take hours


@given(st.text("aB .!?。”»1"), st.integers(0, 4))
def test_counting_sentences_up_to_a_number(text: str, count: int) -> None:
    assert more_sentences_than(text, count) == (len(sentences(text)) > count)
