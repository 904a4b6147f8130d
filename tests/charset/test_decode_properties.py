from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from normalize.charset import decode
from normalize.charset.codec import MULTI_BYTE, SINGLE_BYTE, decode_strictly
from normalize.charset.labels import charset_of_label

HEADERS = (
    st.none() | st.text(max_size=40) | st.sampled_from(["text/html; charset=utf-16", 'a/b;charset="gbk"'])
)
HOW = {
    *("utf-8", "bom", "pattern", "escapes", "nearly utf-8", "declared", "nearly declared"),
    *("detected", "nearly detected", "fallback"),
}
PIECES = [
    b"\x1b$B",
    b"\x1b(B",
    b"~{",
    b"~}",
    b"\x00",
    b"\xed\xa0\xbd",
    b"\xff\xfe",
    b"<meta charset=",
    b"<!--",
    b"caf\xe9",
]


def is_whole(text: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in text) and not text.startswith("\ufeff")


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=300) | st.lists(st.sampled_from(PIECES) | st.binary(max_size=9)).map(b"".join), HEADERS
)
@example(b"\xff\xfe\x00\x00", None)
@example(b"\xff\xfe\x00\xd8", None)
@example(b"\xef\xbb\xbf\xef\xbb\xbf\xff", None)
def test_any_bytes_give_whole_text(data: bytes, content_type: str | None) -> None:
    decoded = decode(data, content_type=content_type)
    assert is_whole(decoded.text)
    assert decoded.how in HOW
    assert charset_of_label(decoded.charset) == decoded.charset or decoded.charset in (
        "utf-32le",
        "utf-32be",
        "iso-2022-kr",
        "hz-gb-2312",
    )


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\x1b~")))
def test_utf8_comes_back(text: str) -> None:
    decoded = decode(text.encode())
    assert decoded == (text.lstrip("\ufeff"), "utf-8", "bom" if text.startswith("\ufeff") else "utf-8")


@settings(max_examples=200, deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufeff"), min_size=1),
    st.sampled_from(
        [
            ("utf-8", b"\xef\xbb\xbf"),
            ("utf-16le", b"\xff\xfe"),
            ("utf-16be", b"\xfe\xff"),
            ("utf-32le", b"\xff\xfe\0\0"),
            ("utf-32be", b"\0\0\xfe\xff"),
        ]
    ),
)
def test_marked_unicode_comes_back(text: str, mark: tuple[str, bytes]) -> None:
    charset, order_mark = mark
    assert decode(order_mark + text.encode(charset)) == (text, charset, "bom")


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=100), st.sampled_from([*SINGLE_BYTE, *MULTI_BYTE]))
def test_strict_decoding_gives_whole_text_or_none(data: bytes, charset: str) -> None:
    text = decode_strictly(data, charset)
    assert text is None or not any("\ud800" <= char <= "\udfff" for char in text)
    if text is not None and charset in SINGLE_BYTE:
        assert len(text) == len(data)
