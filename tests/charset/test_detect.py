from __future__ import annotations

import pytest

from normalize.charset.codec import MULTI_BYTE
from normalize.charset.detect import _CANDIDATES, DETECTABLE, detect
from normalize.charset.plausible import _COMMON_ROWS, common_share, contexts_of, oddness
from tests.charset.samples import CASES, SAMPLES, encode

SINGLE = [(text, charset) for text, charset in CASES if charset not in MULTI_BYTE]


def charset_of(data: bytes) -> str | None:
    found = detect(data, DETECTABLE, 16384, 0.02)
    return found[1] if found else None


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        ("The governor’s aides said they didn’t know who wrote it.", "windows-1252"),
        ("The governor’s aides said they didn’t know who wrote it.", "macintosh"),
        ("A quiet start to the week… and then the storm came.", "macintosh"),
        ("“Nothing has changed,” she said, “and nothing will.”", "windows-1252"),
        ("Rents rose by 5 per cent – more than wages did – in June.", "windows-1252"),
        ("Rents rose by 5 per cent – more than wages did – in June.", "macintosh"),
        ("Entry is €5, or £4 for members.", "windows-1252"),
    ],
)
def test_punctuation_alone_tells_charsets_apart(text: str, charset: str) -> None:
    assert detect(encode(text, charset), DETECTABLE, 16384, 0.02) == (text, charset)


def test_only_what_was_asked_for_is_detected() -> None:
    data = encode(SAMPLES["ru"][0], "koi8-r")
    assert detect(data, ("koi8-r",), 16384, 0.02) == (SAMPLES["ru"][0], "koi8-r")
    assert detect(data, (), 16384, 0.02) is None


def test_bytes_that_fit_nothing(recwarn: pytest.WarningsRecorder) -> None:
    assert detect(b"\xff\xff\xff", ("euc-kr",), 16384, 0.02) is None
    assert not recwarn.list


def test_a_file_signature_in_front_is_text() -> None:
    assert (
        charset_of(encode("BMP paveikslėlis yra per platus, tad puslapyje jo nėra.", "cp1257"))
        == "windows-1257"
    )


def test_script_that_is_not_closed_hides_no_text() -> None:
    text = SAMPLES["ru"][0]
    assert charset_of(b"<script>var a = 1;" + encode(text, "koi8-r")) == "koi8-r"


def test_text_longer_than_the_sample() -> None:
    text = SAMPLES["ja"][0].replace("\n", "") * 400
    assert charset_of(encode(text, "euc-jp")) == "euc-jp"
    assert charset_of(b"plain words\n" * 5000 + encode(SAMPLES["cs"][0], "iso-8859-2")) == "iso-8859-2"


@pytest.mark.parametrize(("text", "charset"), SINGLE)
def test_the_right_charset_is_not_odd(text: str, charset: str) -> None:
    contexts = contexts_of(encode(text, charset))
    assert oddness(contexts, charset, None) <= 0.15 * contexts.total()


def test_odd_readings_cost() -> None:
    contexts = contexts_of("don’t".encode("mac-roman"))
    assert oddness(contexts, "macintosh", "en") == 0.0
    assert oddness(contexts, "windows-1252", "en") > 3.0
    assert oddness(contexts_of(b"d\x81"), "windows-1252", "en") >= 5.0
    assert oddness(contexts_of(b"a\xd0b"), "windows-1251", "ru") >= 6.0


@pytest.mark.parametrize(("text", "charset"), [case for case in CASES if case[1] in _COMMON_ROWS])
def test_common_characters(text: str, charset: str) -> None:
    share, count = common_share(text, charset)
    assert share > 0.95
    assert count == sum(char > "\x7f" for char in text)


def test_tables_name_the_same_charsets() -> None:
    assert set(_COMMON_ROWS) == set(_CANDIDATES) & set(MULTI_BYTE)
    assert common_share("plain", "big5") == (0.0, 0)
