"""The repair of one text: rules in rounds, until nothing is left to do."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from typing import NamedTuple

from normalize.ledger import Edit, Rewrite, apply, compose
from normalize.repair import controls, entities, escapes, mojibake
from normalize.repair.config import RepairConfig

_MOST_ROUNDS = 12  # layers of damage that are peeled off; real text has up to four
_PLAIN_ASCII = bytes(range(0x20, 0x7F)) + b"\t\n\r"


class Repaired(NamedTuple):
    """A repaired text.

    `edits` speak of the text that was given, in code points: sorted, apart, and `ledger.apply(given, edits) == text`.
    `flags` tell of what cannot be undone, places in the given text too.
    """

    text: str
    edits: tuple[Rewrite, ...]
    flags: tuple[Edit, ...] = ()


class _Rule(NamedTuple):
    """A rule acts only on texts that hold one of `needs`: characters outside plain ASCII, or any where it is None."""

    option: str
    act: Callable[[str, frozenset[str], str | None], Iterator[Rewrite]]
    needs: Callable[[str, frozenset[str]], bool]


def _holds(ranges: str) -> Callable[[str, frozenset[str]], bool]:
    wanted = frozenset(_members(ranges))
    return lambda text, odd: not wanted.isdisjoint(odd)


def _members(ranges: str) -> Iterator[str]:
    """The characters of what stands between the brackets of a character class."""
    rest = iter(range(len(ranges)))
    for i in rest:
        if i + 2 < len(ranges) and ranges[i + 1] == "-":
            yield from map(chr, range(ord(ranges[i]), ord(ranges[i + 2]) + 1))
            next(rest)
            next(rest)
        else:
            yield ranges[i]


_RULES = (
    _Rule(
        "surrogates", lambda text, odd, language: controls.mend_surrogates(text), _holds(controls.SURROGATES)
    ),
    _Rule(
        "escapes", lambda text, odd, language: escapes.decode_escapes(text), lambda text, odd: "\\" in text
    ),
    _Rule(
        "entities", lambda text, odd, language: entities.decode_entities(text), lambda text, odd: "&" in text
    ),
    _Rule("mojibake", mojibake.mend_mojibake, lambda text, odd: bool(odd)),
    _Rule(
        "controls",
        lambda text, odd, language: controls.remove_controls(text),
        _holds(controls.CONTROLS + "\x0b"),
    ),
    _Rule("bidi", lambda text, odd, language: controls.remove_bidi(text), _holds(controls.BIDI)),
    _Rule(
        "invisibles",
        lambda text, odd, language: controls.remove_invisibles(text),
        _holds(controls.INVISIBLES),
    ),
    _Rule(
        "ligatures", lambda text, odd, language: controls.split_ligatures(text), _holds(controls.LIGATURES)
    ),
    _Rule(
        "nfc",
        lambda text, odd, language: controls.compose_characters(text),
        lambda text, odd: not unicodedata.is_normalized("NFC", text),
    ),
)


def repair_text(text: str, *, language: str | None = None, config: RepairConfig = RepairConfig()) -> Repaired:
    """Undo damage to a text; leave everything else alone.

    Args:
        language: ISO 639-1 code of the text's language where it is known.

    Returns:
        the text, the edits that lead to it and the flags of what is lost; the same `str` object and no edits where nothing
        is to be done. Repairing the result changes nothing.
    """
    if not config.enabled:
        return Repaired(text, ())
    edits: list[Rewrite] = []
    mended = text
    for _ in range(_MOST_ROUNDS):
        before = mended
        for rule in _RULES:
            odd = _odd(mended)
            if getattr(config, rule.option) and rule.needs(mended, odd):
                made = sorted(rule.act(mended, odd, language))
                if made:
                    edits = compose(edits, made)
                    mended = apply(mended, made)
        if mended == before:
            return Repaired(mended, tuple(edits))
    return Repaired(text, ())  # it does not settle: nothing is sure


def _odd(text: str) -> frozenset[str]:
    """The characters of a text that are not plain ASCII."""
    left = text.encode("utf-8", "surrogatepass").translate(None, _PLAIN_ASCII)
    return frozenset(left.decode("utf-8", "surrogatepass"))
