from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.strip.scorer.lines import PROSE_LENGTH, Kind, ends_sentence, kind_of, shape_of, words_of

LINES = st.text(min_size=1, max_size=120).map(str.strip).filter(bool)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (
            "The ferry left the harbour at dawn, an hour late, with half of its passengers on the pier.",
            Kind.PROSE,
        ),
        (
            "“We waited until the tide had turned and the last of the boats was home again,” he said.”",
            Kind.PROSE,
        ),
        ("Nobody came.", Kind.SHORT_SENTENCE),
        ("“Nobody came.”", Kind.SHORT_SENTENCE),
        ("He added:", Kind.LEAD_IN),
        ("More stories", Kind.OPEN),
        ("港に船が着いた。", Kind.SHORT_SENTENCE),
        ("word " * 80 + "word", Kind.PROSE),
    ],
)
def test_kind(line: str, kind: int) -> None:
    assert kind_of(line) == kind


def test_words_are_folded() -> None:
    assert words_of("Sign Up: 24 offers – it’s FREE!") == [
        "sign",
        "up",
        ":",
        "0",
        "offers",
        "it's",
        "free",
        "!",
    ]
    assert words_of("港の船") == ["港", "の", "船"]


def test_shape_of_a_caps_line() -> None:
    line = "- HARBOUR NEWS 24"
    shape = shape_of(line, words_of(line))
    assert shape.upper == 0.5  # of its pieces, signs and figures too
    assert shape.title == 1.0
    assert shape.first == 4.0
    assert shape.ends == 0.0


@given(LINES)
def test_every_line_has_a_kind_and_a_finite_shape(line: str) -> None:
    kind = kind_of(line)
    if ends_sentence(line) and len(line) >= PROSE_LENGTH:
        assert kind == Kind.PROSE
    shape = shape_of(line, words_of(line))
    assert all(0.0 <= share <= 1.0 for share in (shape.title, shape.upper, shape.digits, shape.symbols))
