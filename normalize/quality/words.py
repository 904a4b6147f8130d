"""Words of a text, also in scripts that put no blanks between them."""

from __future__ import annotations

import re
from itertools import chain

from normalize.language import base_code

WITHOUT_BLANKS = {"zh": 2, "ja": 2, "th": 4, "lo": 4, "km": 4, "my": 4}
"""Languages written without blanks between words, and how many characters count as one word. A convention,
so that limits in words mean about the same everywhere: no list of words is asked. Vowel signs count as
characters."""

_HAN = "\u3005\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_INDOCHINESE = "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff"
_RUN = re.compile(f"[{_HAN}{_INDOCHINESE}\U00020000-\U0003ffff]+")


def count_words(text: str, language: str | None) -> int:
    """How many words a text has: what blanks and line ends part, and in a language without blanks the
    characters of its script by `WITHOUT_BLANKS`. A no-break space parts nothing.
    """
    size = WITHOUT_BLANKS.get(base_code(language) or "")
    if size is None:
        if "  " in text or "\t" in text:
            return len(text.split())
        return text.count(" ") + text.count("\n") + 1 if text else 0
    runs = _RUN.findall(text)
    return sum(map(len, runs)) // size + len(_RUN.sub(" ", text).split())


def tokens(text: str, language: str | None) -> tuple[list[str], int]:
    """Give what repetition is looked for in, and how many of these make a word.

    Words, by white space; in a language without blanks single characters, since no cut into words is sure,
    and n words are then n times as many characters as make a word.
    """
    size = WITHOUT_BLANKS.get(base_code(language) or "")
    if size is None:
        return text.split(), 1
    return list(chain.from_iterable(_pieces(text))), size


def _pieces(text: str) -> list[list[str]]:
    end = 0
    found = []
    for run in _RUN.finditer(text):
        found.append(text[end : run.start()].split())
        found.append(list(run[0]))
        end = run.end()
    found.append(text[end:].split())
    return found
