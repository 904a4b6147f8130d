"""Where the sentences of a paragraph begin and end: a small splitter for many scripts.

Written for rules of unit 'sentence' and for guards that count sentences, so it would rather leave two
sentences together than cut one in two. A mark ends a sentence if a blank and something other than a small
letter follow; the full stops of East Asian scripts need no blank. A full stop does not end one after a title
(`Dr.`), an initial, an ordinal (`3. Oktober`) or an abbreviation, unless the abbreviation may end a sentence
and a usual first word follows. No language is asked for: the lists of the languages are disjoint enough to be
one.
"""

from __future__ import annotations

import re

Span = tuple[int, int]

_CLOSERS = "\"'”’»›)\\]}」』）】《》"
_OPENERS = "\"'“‘„‚«‹(\\[{¿¡「『（【—–-"
_MARKS = ".!?…؟۔।॥։።፧။៕"
# A run of marks is looked at once, from its start: what fails there would fail at each of them. French parts
# its guillemets by a blank.
_END = re.compile(
    rf"(?P<wide>[。！？｡]++[{_CLOSERS}]*+)"
    rf"|(?<![{_MARKS}])(?P<mark>[{_MARKS}]++[{_CLOSERS}]*+(?:\s[»›])?+)(?=\s++(?:[{_OPENERS}]++\s*+)?(?P<next>\w*))"
)
_ANY_MARK = re.compile(f"[。！？｡{_MARKS}]")
_WORD_BEFORE = re.compile(r"[\w.'’-]*$")
_LONGEST_WORD = 24  # code points looked at before a full stop; the longest abbreviation has 8

# Never the end of a sentence: a name, a number or a date follows.
_TITLES = frozenset(
    """mr mrs ms dr prof gen sen rep gov lt col sgt capt cmdr adm maj rev hon pres supt det st mt ft fr no
    nos vol fig pp cf vs v approx ca circa al mme mlle mm mgr me sr sra srta dra ing lic arq núm nº
    art sig dott ing avv on prof dhr mevr mw drs ir mej hr fr frau dipl nr str bzw vgl evtl ggf bspw
    sog inkl zzgl abb bd hrsg geb gest jh jhd м г-н г-жа ул им тов гр акад проф рис см стр пл просп
    д-р св jan feb febr mar apr jun jul aug sep sept oct okt nov dec dez dic ene avr janv juil déc
    abp bp msgr pfc cpl spc insp det const asst assoc dept univ mts""".split()
)
# The end of a sentence only if a usual first word follows.
_ABBREVIATIONS = frozenset(
    """inc ltd co corp llc plc bros jr etc ave blvd rd est dist mass calif fla conn ariz colo ill wis minn
    tenn pa va md usw usf mio mrd tsd uhr st std abs max min tel pág págs ed eds ecc gmbh млн млрд
    тыс руб коп др проч л""".split()
)
_FIRST_WORDS = frozenset(
    """the a an in on at he she it they we i you his her its their our this that these those there but and
    so if as when while after before for from with to by not no yes what who how why where now then
    however also one two some many most all both der die das ein eine er sie es wir ich im am auf
    bei doch und aber nach für mit so wer was wie als wenn le la les un une des il elle ils elles
    nous je ce cette ces mais et en dans pour sur avec après selon el los las una unos en pero y
    ella ellos con por para según este esta lo gli uno nel ma è si non в на и но он она они это мы я
    по с как что за из для""".split()
)


def sentences(text: str) -> list[Span]:
    """The sentences of a paragraph.

    Args:
        text: one paragraph.

    Returns:
        Spans in code points, in order, without the white space between them; none if `text` is blank.
    """
    spans: list[Span] = []
    start = 0
    for end in _END.finditer(text):
        if end["wide"] is None and not _ends(text, start, end):
            continue
        _add(spans, text, start, end.end())
        start = end.end()
    _add(spans, text, start, len(text))
    return spans


def more_sentences_than(text: str, count: int) -> bool:
    """Whether a paragraph has more sentences than that; most are told by their marks alone."""
    return len(_ANY_MARK.findall(text)) >= count and len(sentences(text)) > count


def _add(spans: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    piece = piece.strip()
    if piece:
        spans.append((start, start + len(piece)))


def _ends(text: str, start: int, end: re.Match[str]) -> bool:
    """Whether the mark at `end` closes the sentence that begins at `start`."""
    mark, following = end["mark"], end["next"]
    if following[:1].islower():
        return False
    if mark[0] != "." or mark[:2] in ("..", ".!", ".?"):
        return True
    found = _WORD_BEFORE.search(text[max(start, end.start() - _LONGEST_WORD) : end.start()])
    word = found[0].strip("'-’").lower() if found else ""
    if word.isdigit() and len(word) < 3:
        return False  # an ordinal
    if word in _TITLES:
        return False
    may_end = following.istitle() and following.lower() in _FIRST_WORDS
    if word in ("a.m", "p.m"):
        return may_end or not following.isupper()
    if "." in word or word in _ABBREVIATIONS:
        return may_end
    return len(word) != 1 or not word.isalpha()  # an initial
