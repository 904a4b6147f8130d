from __future__ import annotations

import pytest

from normalize.charset.prescan import charset_of_header, declared_charsets, prescan


@pytest.mark.parametrize(
    ("head", "charset"),
    [
        (b"<meta charset=koi8-r>", "koi8-r"),
        (b"<META\nCHARSET = 'KOI8-R' >", "koi8-r"),
        (b'<meta charset=" latin1 "/>', "windows-1252"),
        (b"<meta/charset=gb2312>", "gbk"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=big5">', "big5"),
        (b'<meta content="text/html; charset=big5" http-equiv=content-type>', "big5"),
        (b"<meta http-equiv=content-type content=\"text/html; charset='big5'\">", "big5"),
        (b"<meta charset=nonsense><meta charset=koi8-r>", "koi8-r"),
        (b"<meta charset=utf-16>", "utf-8"),
        (b"<meta charset=x-user-defined>", "windows-1252"),
        (b"<!-- <meta charset=big5> --><meta charset=koi8-r>", "koi8-r"),
        (b"<!--><meta charset=koi8-r>", "koi8-r"),
        (b"<script>if (a<b) {}</script><meta charset=koi8-r>", "koi8-r"),
        (b"<p title='<meta charset=big5>'><meta charset=koi8-r>", "koi8-r"),
        (b"</p title=a><? x ><!doctype html><meta charset=koi8-r>", "koi8-r"),
        (b"<meta charset=koi8-r charset=big5>", "koi8-r"),
        (b"<metadata charset=big5><meta charset=koi8-r>", "koi8-r"),
        (b"<meta a = charset=koi8-r>", None),
        (b"<meta charset>", None),
        (b"<meta charset=>", None),
        (b"<meta charset=koi8-r", None),
        (b"<meta charset='koi8-r>", None),
        (b'<p title="><meta charset=koi8-r>', None),
        (b"<!-- <meta charset=koi8-r>", None),
        (b"<meta content='text/html; charset=big5'>", None),
        (b"<meta name=content-type content='text/html; charset=big5'>", None),
        (b"<meta http-equiv=content-type content='text/html; charset=\"big5'>", None),
        (b"<meta http-equiv=content-type content='text/html; charset big5'>", None),
        (b"<?xml version='1.0' encoding='koi8-r'?>", "koi8-r"),
        (b"<?xml version='1.0' encoding = \"utf-16\"?>", "utf-8"),
        (b"<?xml version='1.0' encoding='big5'?><meta charset=koi8-r>", "koi8-r"),
        (b" <?xml version='1.0' encoding='koi8-r'?>", None),
        (b"<?xml version='1.0'?> encoding='koi8-r'", None),
        (b"", None),
        (b"<", None),
    ],
)
def test_prescan(head: bytes, charset: str | None) -> None:
    assert prescan(head) == charset


@pytest.mark.parametrize(
    ("value", "charset"),
    [
        ("text/html; charset=koi8-r", "koi8-r"),
        ('text/html;Charset="KOI8-R"; x=y', "koi8-r"),
        ("text/html; x=y; charset = koi8-r", "koi8-r"),
        ("charset=koi8-r", "koi8-r"),
        ("text/html; charset=", None),
        ("text/html; charset=nonsense", None),
        ("text/html; xcharset=koi8-r", None),
        ("text/html", None),
        ("", None),
    ],
)
def test_header(value: str, charset: str | None) -> None:
    assert charset_of_header(value) == charset


def test_header_comes_first_and_the_prescan_is_limited() -> None:
    data = b"<p>" + b"x" * 2000 + b"<meta charset=koi8-r>"
    assert list(declared_charsets(data, "text/html; charset=big5", 4096)) == ["big5", "koi8-r"]
    assert list(declared_charsets(data, None, 1024)) == []


@pytest.mark.parametrize(
    "piece",
    [
        b"<",
        b"<a ",
        b"<!--",
        b'<a "',
        b"<meta ",
        b'<meta a="',
        b"<a b=",
        b'="',
        b"<!",
        b"<meta a=b ",
        b"<?xml ",
    ],
)
def test_hostile_markup_is_stepped_over_once(piece: bytes) -> None:
    """Trying each place anew for what is never closed would take minutes."""
    assert prescan(piece * (1_000_000 // len(piece))) is None
