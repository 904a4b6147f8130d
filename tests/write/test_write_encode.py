from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.write import json_line

STRINGS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("\ud800\udbff\udc00\udfff"))
VALUES = st.dictionaries(
    STRINGS,
    st.recursive(STRINGS | st.integers() | st.none() | st.booleans(), st.lists, max_leaves=5),
    max_size=4,
)


def pairs_joined(value: object) -> object:
    """What any JSON parser makes of two surrogates in the order of a pair."""
    return json.loads(json.dumps(value))


@given(VALUES)
def test_what_is_written_comes_back(value: dict[str, object]) -> None:
    line = json_line(value)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert json.loads(line.decode("utf-8")) == pairs_joined(value)


def test_only_surrogates_are_escaped() -> None:
    assert json_line({"a": "é\ud83dx", "b": [1]}) == '{"a":"é\\ud83dx","b":[1]}\n'.encode()
    assert json_line({"a": "é😀"}) == '{"a":"é😀"}\n'.encode()


def test_the_two_encoders_agree() -> None:
    value = {
        "text": 'quote " back \\ tab \t nul \0 del \x7f line \u2028',
        "n": 1.5,
        "none": None,
        "yes": True,
    }
    assert json_line({**value, "big": 2**70}).replace(b',"big":1180591620717411303424', b"") == json_line(
        value
    )


def test_not_a_number_is_never_written() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        json_line({"a": float("nan"), "b": "\ud800"})
