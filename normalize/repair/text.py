"""The repair of one text: rules in rounds, until nothing is left to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import NamedTuple

from normalize.ledger import Edit, Rewrite, apply, compose
from normalize.repair import controls, entities, escapes, lost, mojibake
from normalize.repair.config import RepairConfig
from normalize.repair.screen import MARK, Soundness, soundness

_DEFAULT = RepairConfig()
_MOST_ROUNDS = 12  # layers of damage that are peeled off; real text has up to four


class Repaired(NamedTuple):
    """A repaired text.

    `edits` speak of the text that was given, in code points: sorted, apart, and `ledger.apply(given, edits)
    == text`. `flags` tell of what cannot be undone, places in the given text too. `soundness`: whether the
    text that came out shows any sign of damage still.
    """

    text: str
    edits: tuple[Rewrite, ...]
    flags: tuple[Edit, ...] = ()
    soundness: Soundness = Soundness.DOUBTFUL


_OF_MARKS = (
    controls.mend_surrogates,
    controls.remove_controls,
    controls.remove_bidi,
    controls.remove_invisibles,
    controls.split_ligatures,
)


def repair_text(text: str, *, language: str | None = None, config: RepairConfig = _DEFAULT) -> Repaired:
    """Undo damage to a text; leave everything else alone.

    Args:
        language: ISO 639-1 code of the text's language where it is known.

    Returns:
        the text, the edits that lead to it and the flags of what is lost; the same `str` object and no edits
        where nothing is to be done. Repairing the result changes nothing.
    """
    told = soundness(text) if config.enabled else Soundness.FIRM
    if told is not Soundness.DOUBTFUL:
        return Repaired(text, (), (), told)
    return _rounds(text, config, language)


def _rounds(text: str, config: RepairConfig, language: str | None) -> Repaired:
    """Apply the rules one after another until they find nothing more."""
    rules = _rules(config, language)
    edits: list[Rewrite] = []
    mended = text
    for _ in range(_MOST_ROUNDS):
        before = mended
        marked = MARK.search(mended) is not None
        for rule in rules:
            if rule in _OF_MARKS and not marked:
                continue
            made = sorted(rule(mended))
            if made:
                edits = compose(edits, made)
                mended = apply(mended, made)
                marked = MARK.search(mended) is not None
        told = Soundness.DOUBTFUL if mended == before else soundness(mended)
        if mended == before or told is not Soundness.DOUBTFUL:
            return Repaired(mended, tuple(edits), lost.flags(mended, edits), told)
    unsettled = Edit(
        0, len(text), "flag", "repair", "repair.unsettled", note=f"no end after {_MOST_ROUNDS} rounds"
    )
    return Repaired(text, (), (unsettled,))


def _rules(config: RepairConfig, language: str | None) -> list[Callable[[str], Iterable[Rewrite]]]:
    """The rules that are on, in the order in which they act: the last layer of damage comes off first."""
    every: dict[str, Callable[[str], Iterable[Rewrite]]] = {
        "surrogates": controls.mend_surrogates,
        "escapes": escapes.decode_escapes,
        "entities": entities.decode_entities,
        "mojibake": partial(
            mojibake.mend_mojibake,
            language=language,
            most_weighed=config.most_weighed if config.charsets else 0,
        ),
        "controls": controls.remove_controls,
        "bidi": controls.remove_bidi,
        "invisibles": controls.remove_invisibles,
        "ligatures": controls.split_ligatures,
        "nfc": controls.compose_characters,
        "copies": lost.restore_from_copies,
    }
    return [rule for option, rule in every.items() if getattr(config, option)]
