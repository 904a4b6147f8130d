"""Names in bylines: persons, agencies and job titles told apart, in the text of a line that says who wrote
it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

AGENCIES = {
    "reuters": "Reuters",
    "ap": "AP",
    "associated press": "Associated Press",
    "the associated press": "Associated Press",
    "afp": "AFP",
    "agence france-presse": "AFP",
    "dpa": "dpa",
    "efe": "EFE",
    "ansa": "ANSA",
    "upi": "UPI",
    "tass": "TASS",
    "interfax": "Interfax",
    "ukrinform": "Ukrinform",
    "pap": "PAP",
    "ctk": "ČTK",
    "čtk": "ČTK",
    "anp": "ANP",
    "tt": "TT",
    "ntb": "NTB",
    "ritzau": "Ritzau",
    "apa": "APA",
    "keystone-sda": "Keystone-SDA",
    "sda": "SDA",
    "lusa": "Lusa",
    "xinhua": "Xinhua",
    "kyodo": "Kyodo",
    "kyodo news": "Kyodo",
    "jiji press": "Jiji Press",
    "yonhap": "Yonhap",
    "pti": "PTI",
    "ani": "ANI",
    "ians": "IANS",
    "bloomberg": "Bloomberg",
    "cnn": "CNN",
    "bbc news": "BBC News",
    "npr": "NPR",
    "pa media": "PA Media",
    "press association": "PA Media",
    "anadolu agency": "Anadolu Agency",
    "aa": "Anadolu Agency",
    "sid": "SID",
    "kna": "KNA",
    "epd": "epd",
}
"""News agencies and outlets that stand in bylines and datelines in the place of a person, with their usual
spelling.
"""

_LEADS = (
    "by|written by|reported by|story by|von|par|por|di|door|av|af|od|text|texte|texto|testo|tekst|autor"
    "|autora|auteur|autore|author|автор|текст|автори|автора|συντάκτης|yazar|yazan|penulis|oleh"
    "|लेखक|بقلم|كتب|كتبت|記者|撰文|文"
)
_LEAD = re.compile(rf"(?:{_LEADS})(?:\s*[:：/／]\s*|\s+)(?=\S)", re.IGNORECASE)
_PARTS = re.compile(r"\s*(?:[,;|/•·、，]|\s[–—-]\s)\s*")
_SPLIT = re.compile(
    r"\s*(?:\b(?:and|und|et|y|e|i|en|och|og|και|ve|dan)\b(?=\s)|&|\sта\s|\sи\s|\sі\s|\sو)\s*",
    re.IGNORECASE,
)
_PARTICLES = frozenset(
    "de da do dos das del della di du des la le les van von vom zu zur der den het ter ten af al el bin bint "
    "ibn abu ben of y e i und och og mac mc st san santa".split()
)
_ROLES = re.compile(
    r"(?:\b(?:staff|senior|chief|special|political|foreign|deputy|associate|assistant|contributing|managing"
    r"|guest|freelance|news|digital)\b.*)?"
    r"\b(?:writers?|reporters?|correspondents?|editors?|columnists?|journalists?|producers?|contributors?"
    r"|critics?|staff|bureau chief|redakteur(?:in)?|korrespondent(?:in)?|reporter(?:in)?|journaliste"
    r"|correspondant|corresponsal|redactora?|redazione|inviato|корреспондент|журналист|обозреватель|кореспондент|журналіст"
    r"|dziennikarz|redakcja|redaktor)\b.*",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"(?<=\w)\s+(?:in|aus|à|from|for)\s+(?:the\s+)?[^\W\d_a-zß-ÿ][^\d,]{2,40}\Z"
    r"|(?<=\w)\s+and (?:news )?agencies\Z"
)
"""What follows a name and says where, or for whom, the person wrote."""

_OUTLET = re.compile(
    r"\A(?:The|Die|Le|La|El) |\b(?:News|Press|Post|Times|Courier|Herald|Tribune|Gazette|Journal|Daily"
    r"|Guardian|Observer|Chronicle|Telegraph|Examiner|Standard|Mail|Express|Magazine|Media|Agency|Radio|TV|Online|Zeitung"
    r"|Anzeiger|Nachrichten|Tagblatt|Presse|Bote|Blatt|Correo|Diario|Noticias|Giornale|Corriere|Gazzetta"
    r"|Courrier|Agence|Agencia|Agenzia)\Z",
    re.IGNORECASE,
)
"""Names of papers and agencies that stand in a byline behind the person's."""


class Byline(NamedTuple):
    """What a byline says: persons in the order of the line, and agencies or outlets."""

    authors: list[str]
    agencies: list[str]


def parse_byline(line: str) -> Byline | None:
    """Read a line such as 'By Jane Doe and John Roe, Reuters'.

    Args:
        line: a whole block.

    Returns:
        None if the line is not a byline from its first word to its last: every part must be a person's name
            (two to four
        words, each with a capital but for particles like 'van'), a known agency, or a job title.
    """
    lead = _LEAD.match(line)
    if (
        not lead
        or len(line) > 160
        or line[-1] in ".!?:"
        or not (line[0].isupper() or lead[0].rstrip()[-1] in ":：/／")
    ):
        return None
    return parse_names(line[lead.end() :])


def parse_names(text: str) -> Byline | None:
    """Read a list of names without its lead word; None if a part is neither a name, an agency nor a job
    title.
    """
    authors: list[str] = []
    agencies: list[str] = []
    for part in _names_of(text.strip()):
        name = _PLACE.sub("", " ".join(part.split()).strip("()[]*"))
        if not name:
            continue
        if name.casefold() in AGENCIES:
            agencies.append(AGENCIES[name.casefold()])
        elif is_name(name):
            (agencies if _OUTLET.search(name) else authors).append(name)
        elif not (authors or agencies) or not _ROLES.search(name):
            return None
    return Byline(authors, agencies) if authors or agencies else None


def _names_of(text: str) -> Iterator[str]:
    """The parts of a list of names. 'and' parts two names, but not the words of a job title."""
    for part in _PARTS.split(text):
        if _ROLES.search(part) and not is_name(part):
            yield part
        else:
            yield from _SPLIT.split(part)


def is_name(text: str) -> bool:
    """Whether a text has the form of a person's name: two to five words with capitals, or two to six
    characters of a script without blanks.
    """
    words = text.split()
    if len(words) == 1:
        return (
            2 <= len(text) <= 6
            and re.fullmatch("[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7a3]+", text) is not None
        )
    if not 2 <= len(words) <= 5 or _ROLES.fullmatch(text):
        return False
    return (
        _is_part(words[0])
        and _is_part(words[-1])
        and all(_is_part(one) or one.casefold() in _PARTICLES for one in words)
    )


def _is_part(word: str) -> bool:
    bare = word.strip(".'’-")
    letters = bare.replace("-", "").replace("'", "").replace("’", "").replace(".", "")
    return bool(letters) and letters.isalpha() and not letters[0].islower()
