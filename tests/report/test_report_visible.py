"""Nothing that acts on a terminal or a page comes through."""

from __future__ import annotations

import json
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from normalize.report.visible import LONGEST, escaped, shortened, visible
from normalize.write import json_line

ANY = st.text(st.characters(), max_size=60) | st.text(
    st.sampled_from("a \t\n\r\x1b[]\x07\x9b\x7f\x85\u2028\u202e\u2066\u200e\u200b\ufeff\ud83d\U000e0041‮é"),
    max_size=30,
)


@given(ANY, st.booleans())
def test_nothing_hidden_is_left(text: str, exact: bool) -> None:
    shown = visible(text, exact)
    shown.encode("utf-8")
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]
    assert not [
        c
        for c in shown
        if unicodedata.bidirectional(c) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    ]


def test_what_is_shown() -> None:
    assert visible("\x1b[31mred\u202e") == "<U+001B>[31mred<U+202E>"
    assert visible("a\u200db\u00a0c") == "a\u200db\u00a0c"
    assert visible("a\u200db\u00a0c", True) == "a<U+200D>b<U+00A0>c"
    assert visible("a\r\nb\tc") == "a⏎b c"


@given(ANY)
def test_json_says_the_same(text: str) -> None:
    line = escaped(json_line({"text": text}).decode())
    assert json.loads(line) == json.loads(json.dumps({"text": text}))
    assert not set(line[:-1]) & set("\x1b\x7f\x9b\u202e\u2066\u200b")


def test_long_text_is_shortened() -> None:
    short = shortened("a" * 1_000_000)
    assert len(short) < LONGEST + 50
    assert "995,000 characters" in short
    assert shortened("a" * LONGEST) == "a" * LONGEST
