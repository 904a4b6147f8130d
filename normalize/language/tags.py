"""Language tags as people declare them, as the codes that the detector gives."""

from __future__ import annotations

import re
from functools import lru_cache

_CODE = re.compile(r"\s*([A-Za-z]{2,3})(?:[-_.]|\s*$)")
_SAME = {
    "nb": "no", "nn": "no", "iw": "he", "in": "id", "ji": "yi", "fil": "tl", "cmn": "zh", "yue": "zh",
    "eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "ita": "it",
    "por": "pt", "rus": "ru", "ukr": "uk", "pol": "pl", "nld": "nl", "dut": "nl", "swe": "sv",
    "nor": "no", "nob": "no", "dan": "da", "ces": "cs", "cze": "cs", "ell": "el", "gre": "el",
    "tur": "tr", "ara": "ar", "hin": "hi", "ind": "id", "jpn": "ja", "kor": "ko", "zho": "zh",
    "chi": "zh",
}  # fmt: skip


@lru_cache(maxsize=256)
def base_code(tag: str | None) -> str | None:
    """Give the language of a tag: 'pt' of 'pt-BR', 'en' of 'en_US.UTF-8', 'no' of 'nb'; None if it is no
    tag.
    """
    found = _CODE.match(tag) if tag else None
    if not found:
        return None
    code = found[1].lower()
    return _SAME.get(code, code)
