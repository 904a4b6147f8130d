"""A faster spelling of ftfy's test for mojibake.

ftfy's badness pattern starts with wide classes, so that a search tries dozens of alternatives at nearly every
character. The pattern made here matches the same texts, but hangs each alternative on its rarest character.
It is made from ftfy's own character categories. Whether it may be used is for `proved()` to say.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

from normalize.repair.anchors import Look, search_for

# The release and the pattern for which the tests compare the two spellings.
FTFY_VERSION = "6.3.1"
PATTERN_SHA256 = "9dcc0f2ac90d9ae3c85eb7b9b2c0b8a8e8126153847c2b30c91a0bb263f3b8c4"


@lru_cache(maxsize=1)
def proved() -> bool:
    """Whether the installed ftfy is the one whose pattern `pattern` was proved equal to."""
    import ftfy
    from ftfy.badness import BADNESS_RE

    digest = hashlib.sha256(BADNESS_RE.pattern.encode()).hexdigest()
    return bool(ftfy.__version__ == FTFY_VERSION and digest == PATTERN_SHA256)


@lru_cache(maxsize=1)
def pattern() -> re.Pattern[str]:
    """A pattern that finds something in a line if and only if ftfy's badness pattern does."""
    if proved():
        return search_for(looks(), common())
    from ftfy.badness import BADNESS_RE

    return re.compile(BADNESS_RE.pattern, BADNESS_RE.flags)


@lru_cache(maxsize=1)
def common() -> tuple[str, str]:
    """Anchors that sound text is full of: quotes, and upper-case letters with accents."""
    from ftfy.badness import MOJIBAKE_CATEGORIES

    quotes = MOJIBAKE_CATEGORIES["start_punctuation"] + MOJIBAKE_CATEGORIES["end_punctuation"]
    return quotes, MOJIBAKE_CATEGORIES["upper_accented"]


@lru_cache(maxsize=1)
def partners() -> str:
    """The characters one of which any sign must hold that hangs on a quote."""
    from ftfy.badness import MOJIBAKE_CATEGORIES as KINDS

    return KINDS["lower_accented"] + KINDS["upper_accented"] + KINDS["law"] + "ВГРСΒΓΞΟ"


@lru_cache(maxsize=1)
def looks() -> tuple[Look, ...]:
    """The signs of ftfy's badness pattern."""
    from ftfy.badness import MOJIBAKE_CATEGORIES as KINDS

    c1, bad, law, common, kaomoji = (KINDS[kind] for kind in ("c1", "bad", "law", "common", "kaomoji"))
    starts, ends = KINDS["start_punctuation"], KINDS["end_punctuation"]
    money, number, box = KINDS["currency"], KINDS["numeric"], KINDS["box"]
    lower, upper = KINDS["lower_accented"], KINDS["upper_accented"]
    plain_lower, plain = KINDS["lower_common"], KINDS["lower_common"] + KINDS["upper_common"]
    wide = lower + upper + box + starts + ends + money + number + law
    arabic = common + money + bad + number + starts + "ŸŠ®°µ»"
    between = c1 + bad + starts + ends + money + "°"
    return (
        Look(c1, ""),
        Look(bad, f"(?<=[{wide}{bad}].)|(?<=[a-zA-Z][{plain}].)|(?=[{wide}])"),
        Look(upper, f"(?<=[{lower}{plain_lower}{box}{ends}{money}{number}].)|(?=[{number}{law}°])"),
        Look(upper, f"(?<=[a-z].)(?=[{starts}{money}])"),
        Look(box, f"(?=[{lower}{number}{law}{money}{starts}{kaomoji}{ends}])"),
        Look(box, f"(?<=[{lower}{upper}{money}{number}{starts}{ends}{law}].)"),
        Look(money, f"(?<=[{lower}{box}{ends}].)|(?<=\\s[{upper}].)|(?=[{lower}{starts}])"),
        Look("€", "(?<=β.)(?=[™\xa0Ά\xad®°])|(?<=ā.)"),
        Look(number, f"(?=[{lower}{starts}])|(?<=[{lower}{upper}{box}{money}{ends}][{starts}].)"),
        Look("²µ¹¼½¾", "(?<=à.)"),
        Look("×", "(?=[²³])"),
        Look("√", "(?=[±∂†≠®™´≤≥¥µø])"),
        Look("≈", "(?=[°¢])"),
        Look(starts, f"(?<=[{lower}{upper}].)(?=\\w)"),
        Look("‚", "(?=Ä[ìîïòôúùû†°¢π]|[âó][àä°ê])"),
        Look(ends, f"(?<=[{lower}{upper}].)(?=\\w)|(?=[{lower}])"),
        Look(ends, f"(?<=[{lower}{upper}{money}{number}{box}{law}].)(?=[{starts}])"),
        Look("Œœ", "(?=[^A-Za-z])"),
        Look("ÂÃÎÐ", f"(?=[€œŠš¢£Ÿž\xa0\xad®©°·»{starts}{ends}–—´])"),
        Look("ØÙ", f"(?=[{arabic}][ØÙ][{arabic}])"),
        Look("Ђ", "(?<=в.)|(?<=ГўВ.)(?=В.[A-Za-z ])"),
        Look(between + "µ", "(?<=[ВГРС].)(?=[ВГРС])"),
        Look(between, "(?<=[ΒΓΞΟ].)(?=[ΒΓΞΟ])"),
        Look("Ã", "(?=[\xa0¡])"),
        Look("ÃÂ", "(?:(?<=[a-z].)|(?<=[a-z]\\s.)|(?<=\\A.))(?= )"),
        Look("Â", f"(?<=[a-z.,?!{ends}].)(?=[ {starts}{ends}])"),
    )
