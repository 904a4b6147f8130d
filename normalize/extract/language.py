"""The language of an article: what its text says, and what the page declares where the text does not decide.

Scripts of one language decide by themselves. Otherwise the function words are counted: a language counts as
found when it has clearly more of them than any other one. Templates of multilingual sites often declare
another language than the text's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from normalize.extract.signals import Signals

# Frequent words that few of the other languages share.
_WORDS = {
    "en": "the of and to in is that for with was on are this by from have not they which but",
    "de": "der die das und ist nicht ein eine mit von auf für dem den sich auch wird bei sind als",
    "fr": "le la les des et est une dans que pour qui sur pas par plus avec au ce sont du",
    "es": "el la los las que en y del una por con para se no su al lo como más es",
    "it": "il di che la per un una del della non con sono gli nel alla anche è le più si",
    "pt": "o que não em um uma para com do da os as no na por mais foi ao dos são",
    "nl": "de het een van en in is dat op te zijn voor met niet aan er ook door bij wordt",
    "pl": "i w nie na się że z do jest to o jak po za są od który oraz dla przez",
    "cs": "a se v na je že to s z do o i ve pro za by které jako jsou podle",
    "sv": "och att det i som en på är av för med den till inte har om ett var men också",
    "da": "og i at det er en til på af for der med den de ikke har som et om også",
    "no": "og i det er som på en til av for med at den har de ikke om et men også",
    "fi": "ja on ei että se oli ovat mutta myös kun hän tai niin joka jos sekä vain mukaan ole",
    "hu": "a az és hogy nem is egy ez volt meg de csak már mint vagy lehet szerint még ki",
    "ro": "și în de la cu că este pe nu un o din pentru sunt care mai au fi sau a",
    "tr": "ve bir bu için da de ile olarak çok daha olan gibi ise kadar sonra en ne ya dedi göre",
    "id": "yang dan di dengan untuk dari ini pada itu tidak dalam akan juga oleh ke ada telah bahwa kata",
    "vi": "và của là có không được cho với người trong các một đã những này để khi đến từ cũng",
    "ca": "el la els les que de i en per amb una del és un no al més com han ha",
    "gl": "o a os as que e do da en un unha para con non por na no ao máis é",
}  # fmt: skip
_INDEX = {
    word: [code for code in _WORDS if word in _WORDS[code].split()]
    for words in _WORDS.values()
    for word in words.split()
}
_SCRIPTS = tuple(
    (code, re.compile(f"[{chars}]"))
    for code, chars in (
        ("ja", "\u3040-\u30ff"), ("ko", "\uac00-\ud7af"), ("zh", "\u4e00-\u9fff"), ("el", "\u0370-\u03ff"),
        ("he", "\u0590-\u05ff"), ("th", "\u0e00-\u0e7f"), ("bn", "\u0980-\u09ff"), ("ta", "\u0b80-\u0bff"),
        ("te", "\u0c00-\u0c7f"), ("ka", "\u10a0-\u10ff"), ("hy", "\u0530-\u058f"),
    )
)  # fmt: skip
# Scripts of several languages: the declared one stands if it is one of them.
_SHARED = (
    (("ru", "uk", "bg", "sr", "mk", "be", "kk"), re.compile("[\u0400-\u04ff]")),
    (("ar", "fa", "ur", "ps", "ckb"), re.compile("[\u0600-\u06ff]")),
    (("hi", "mr", "ne"), re.compile("[\u0900-\u097f]")),
)
_CODE = re.compile(r"^([a-z]{2,3})(?:[-_]|$)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
# Text looked at, in characters: enough for hundreds of function words.
SAMPLE = 6000


def language(signals: Signals, lines: Sequence[str]) -> tuple[str, str] | None:
    """ISO 639-1 code of the article's language and its origin: 'text' or 'html'."""
    declared = _declared(signals)
    sample = " ".join(lines)[:SAMPLE]
    found = detect(sample, declared)
    if found:
        return found, "html" if found == declared else "text"
    return (declared, "html") if declared else None


def _declared(signals: Signals) -> str | None:
    tree = signals.page.tree
    values = (
        tree.get("lang"),
        tree.get("{http://www.w3.org/XML/1998/namespace}lang"),
        tree.get("xml:lang"),
        signals.declared("inLanguage"),
        signals.first("og:locale", "dc.language", "language", "content-language"),
    )
    for value in values:
        if value and (match := _CODE.match(value.strip())):
            code = match.group(1).lower()
            return {"nb": "no", "nn": "no", "iw": "he", "in": "id"}.get(code, code)
    return None


def detect(text: str, declared: str | None = None) -> str | None:
    """The language that a text is written in, or None when it is too short or too mixed to tell.

    Args:
        text: a few hundred words.
        declared: taken where the text's script fits it and does not tell more, and where the words leave a
            tie.
    """
    letters = sum(map(len, _WORD.findall(text)))
    if letters < 40:
        return None
    for code, script in _SCRIPTS:
        if len(script.findall(text)) > (0.1 if code == "ja" else 0.4) * letters:
            return code
    for codes, script in _SHARED:
        if len(script.findall(text)) > 0.5 * letters:
            if declared in codes:
                return declared
            return ("uk" if re.search("[іїєґ]", text) else "ru") if codes[0] == "ru" else codes[0]
    counts: Counter[str] = Counter()
    for word, number in Counter(_WORD.findall(text.lower())).items():
        for code in _INDEX.get(word, ()):
            counts[code] += number
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < 5:
        return None
    if declared in counts and counts[declared or ""] >= 0.75 * ranked[0][1]:
        return declared
    return ranked[0][0] if len(ranked) < 2 or ranked[0][1] >= 1.25 * ranked[1][1] else None
