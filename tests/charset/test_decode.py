from __future__ import annotations

import pytest

from normalize.charset import DecodeConfig, decode
from tests.charset.samples import CASES, SAMPLES, encode

GERMAN = SAMPLES["de"][0]
RUSSIAN = SAMPLES["ru"][0]
CHINESE = SAMPLES["zh"][0]


def page(charset: str, text: str, before: str = "") -> str:
    return f'<!doctype html><html><head>{before}<meta charset="{charset}"></head><body><p>{text}</p></body></html>'


def test_valid_utf8_is_utf8_whatever_is_declared() -> None:
    text = page("windows-1252", GERMAN)
    assert decode(text.encode(), content_type="text/html; charset=koi8-r") == (text, "utf-8", "utf-8")


@pytest.mark.parametrize(
    "data", [b"", b"plain", b"line\r\nand line\r", b"\x1b[1mbold\x1b[0m", b"a ~{b~} c", b"a\x00b"]
)
def test_ascii_stays_as_it_is(data: bytes) -> None:
    assert decode(data) == (data.decode("ascii"), "utf-8", "utf-8")


def test_nearly_utf8_reads_stray_bytes_as_windows_1252() -> None:
    data = GERMAN.encode() + b" \x93caf\xe9\x94"
    stray = decode(GERMAN.replace("ß", "").encode() * 4 + b" caf\xe9")
    assert stray.text.endswith(" café")
    assert stray.how == "nearly utf-8"
    assert decode(data).how != "nearly utf-8", "too many stray bytes for so few good ones"


def test_nearly_utf8_joins_surrogates_that_were_coded_apart() -> None:
    data = GERMAN.encode() + b" \xed\xa0\xbd\xed\xb8\x80"
    assert decode(data) == (GERMAN + " \U0001f600", "utf-8", "nearly utf-8")


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_cut_off_utf8_is_utf8(cut: int) -> None:
    data = "Ein schöner Tag \U0001f600".encode()[:-cut]
    decoded = decode(data)
    assert decoded.text.startswith("Ein schöner Tag ")
    assert (decoded.charset, decoded.how) == ("utf-8", "nearly utf-8")


def test_cut_off_needs_one_good_character() -> None:
    assert decode("Das Geld ist futsch, sagt René".encode("cp1252")).text.endswith("René")


def test_declared_utf8_with_few_characters_may_have_as_many_stray_bytes() -> None:
    data = page("utf-8", "Café — ").encode().replace(b"</p>", b"d\xe9j\xe0</p>")
    assert decode(data).text == page("utf-8", "Café — déjà")
    undeclared = data.replace(b'charset="utf-8"', b"")
    assert decode(undeclared).how != "nearly utf-8"


@pytest.mark.parametrize(("text", "charset"), CASES)
def test_declared_charset(text: str, charset: str) -> None:
    if charset in ("hz-gb-2312", "iso-2022-kr", "iso-2022-jp"):
        pytest.skip("7-bit charsets are told by their escape sequences")
    html = page(charset, text)
    assert decode(encode(html, charset)) == (html, charset, "declared")
    assert decode(encode(text, charset), content_type=f"text/plain;charset={charset}") == (
        text,
        charset,
        "declared",
    )


@pytest.mark.parametrize(("text", "charset"), CASES)
def test_undeclared_charset(text: str, charset: str) -> None:
    decoded = decode(encode(text, charset))
    assert decoded.text == text
    assert decoded.how == (
        "escapes" if charset in ("hz-gb-2312", "iso-2022-kr", "iso-2022-jp") else "detected"
    )


@pytest.mark.parametrize(("text", "charset"), [case for case in CASES if not case[1].startswith("iso-2022")])
def test_undeclared_charset_at_the_end_of_a_page(text: str, charset: str) -> None:
    if charset == "hz-gb-2312":
        pytest.skip("braces after tildes are found anywhere")
    script = (
        "<script>" + "if (a < b) { window.items.push({kind: 'teaser', size: 300}); }\n" * 400 + "</script>"
    )
    html = f"<html><head><title>News</title>{script}</head><body>{'<div class=box></div>' * 200}<p>{text}</p></body></html>"
    assert decode(encode(html, charset)).text == html


def test_declaration_that_does_not_fit_is_passed_over() -> None:
    html = page("euc-jp", RUSSIAN)
    assert decode(html.encode("koi8-r")).text == html


def test_header_goes_before_meta() -> None:
    html = page("windows-1251", RUSSIAN)
    assert decode(html.encode("koi8-r"), content_type="text/html; charset=KOI8-R") == (
        html,
        "koi8-r",
        "declared",
    )


def test_latin1_that_is_shift_jis_is_found_out() -> None:
    html = page("iso-8859-1", SAMPLES["ja"][0] * 2)
    assert decode(html.encode("cp932")) == (html, "shift_jis", "detected")


def test_latin1_with_a_broken_byte_is_still_latin1() -> None:
    html = page("iso-8859-1", GERMAN)
    decoded = decode(html.encode("cp1252").replace(b"</p>", b"\x9d</p>"))
    assert decoded == (html.replace("</p>", "\x9d</p>"), "windows-1252", "declared")


def test_damaged_multi_byte_text_that_is_declared() -> None:
    html = page("gb2312", CHINESE * 3)
    data = html.encode("gb18030")
    place = data.index(b"</p>") - 60
    decoded = decode(data[:place] + b"\xff" + data[place:])
    assert (decoded.charset, decoded.how) == ("gbk", "nearly declared")
    assert decoded.text.replace("\ufffd", "") == html


def test_damaged_multi_byte_text_that_is_not_declared() -> None:
    text = CHINESE * 3
    data = text.encode("gb18030")
    decoded = decode(data[:100] + b"\xff" + data[100:])
    assert (decoded.charset, decoded.how) == ("gb18030", "nearly detected")
    assert decoded.text.replace("\ufffd", "") == text


def test_byte_order_mark_inside_a_legacy_charset_goes() -> None:
    text = "\ufeff" + CHINESE
    assert decode(text.encode("gb18030"), content_type="text/plain; charset=gb18030").text == CHINESE


def test_charsets_narrow_the_detection() -> None:
    data = RUSSIAN.encode("koi8-r")
    config = DecodeConfig(charsets=("windows-1251", "koi8-r"))
    assert decode(data, config=config) == (RUSSIAN, "koi8-r", "detected")


def test_without_charsets_nothing_is_detected() -> None:
    decoded = decode(RUSSIAN.encode("koi8-r"), config=DecodeConfig(charsets=()))
    assert (decoded.charset, decoded.how) == ("windows-1252", "fallback")


def test_prescan_bytes_limit_the_search() -> None:
    html = page("koi8-r", RUSSIAN, before=f"<style>{'a {}' * 500}</style>")
    assert decode(html.encode("koi8-r")).how == "declared"
    assert decode(html.encode("koi8-r"), config=DecodeConfig(prescan_bytes=1024)).how == "detected"
