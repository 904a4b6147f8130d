"""A faster spelling of ftfy's test for mojibake.

ftfy's badness pattern starts with wide classes, so that a search tries dozens of alternatives at nearly every character. The
pattern made here matches the same texts, but hangs each alternative on its rarest character and looks back from there. It
is made from ftfy's own character categories. Whether it may be used is for `proved()` to say.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

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
    """A pattern that finds something in a text if and only if ftfy's badness pattern does."""
    if not proved():
        from ftfy.badness import BADNESS_RE

        return re.compile(BADNESS_RE.pattern, BADNESS_RE.flags)
    from ftfy.badness import MOJIBAKE_CATEGORIES as C

    starts, ends = C["start_punctuation"], C["end_punctuation"]
    lower, upper, box = C["lower_accented"], C["upper_accented"], C["box"]
    bad, money, number, law = C["bad"], C["currency"], C["numeric"], C["law"]
    wide = lower + upper + box + starts + ends + money + number + law
    arabic = C["common"] + money + bad + number + starts + "ŸŠ®°µ»"
    between = C["c1"] + bad + starts + ends + money + "°"
    by_anchor = {
        C["c1"]: [""],
        bad: [
            f"(?<=[{wide}{bad}][{bad}])",
            f"(?<=[a-zA-Z][{C['lower_common']}{C['upper_common']}][{bad}])",
            f"(?=[{wide}])",
        ],
        upper: [
            f"(?<=[{lower}{C['lower_common']}{box}{ends}{money}{number}][{upper}])",
            f"(?=[{number}{law}°])",
            f"(?<=[a-z][{upper}])(?=[{starts}{money}])",
        ],
        box: [
            f"(?=[{lower}{number}{law}{money}{starts}{C['kaomoji']}{ends}])",
            f"(?<=[{lower}{upper}{money}{number}{starts}{ends}{law}][{box}])",
        ],
        money: [
            f"(?<=[{lower}{box}{ends}][{money}])",
            f"(?<=\\s[{upper}][{money}])",
            f"(?=[{lower}{starts}])",
            "(?<=β€)(?=[™\xa0Ά\xad®°])",
            "(?<=ā€)",
        ],
        number: [
            f"(?=[{lower}{starts}])",
            f"(?<=[{lower}{upper}{box}{money}{ends}][{starts}][{number}])",
            "(?<=à[²µ¹¼½¾])",
            "(?<=×)(?=[²³])",
            "(?<=√)(?=[±∂†≠®™´≤≥¥µø])",
            "(?<=≈)(?=[°¢])",
        ],
        starts: [
            f"(?<=[{lower}{upper}][{starts}])(?=\\w)",
            "(?<=‚)(?=Ä[ìîïòôúùû†°¢π]|[âó][àä°ê])",
        ],
        ends: [
            f"(?<=[{lower}{upper}][{ends}])(?=\\w)",
            f"(?=[{lower}])",
            f"(?<=[{lower}{upper}{money}{number}{box}{law}][{ends}])(?=[{starts}])",
        ],
        "Œœ": ["(?=[^A-Za-z])"],
        "ÂÃÎÐ": [f"(?=[€œŠš¢£Ÿž\xa0\xad®©°·»{starts}{ends}–—´])"],
        "ØÙ": [f"(?=[{arabic}][ØÙ][{arabic}])"],
        "Ђ": ["(?<=вЂ)", "(?<=ГўВЂ)(?=В.[A-Za-z ])"],
        between + "µ": [f"(?<=[ВГРС][{between}µ])(?=[ВГРС])"],
        between: [f"(?<=[ΒΓΞΟ][{between}])(?=[ΒΓΞΟ])"],
        "ÃÂ": [
            "(?<=Ã)(?=[\xa0¡])",
            "(?:(?<=[a-z][ÃÂ])|(?<=[a-z]\\s[ÃÂ])|(?<=\\A[ÃÂ]))(?= )",
            f"(?<=[a-z.,?!{ends}]Â)(?=[ {starts}{ends}])",
        ],
    }
    anchors = "".join(by_anchor)
    choices = "|".join(f"(?<=[{anchor}])(?:{'|'.join(looks)})" for anchor, looks in by_anchor.items())
    return re.compile(f"[{anchors}](?:{choices})")
