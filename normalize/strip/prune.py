"""The stage `prune`: what no rule names, the line scorer finds. See `docs/scorer.md`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from normalize.draft import Draft
from normalize.fields import learn_piece
from normalize.ledger import Action
from normalize.options import option
from normalize.segment import choose_headline
from normalize.strip.company import Mark, company, in_rows, marks_of
from normalize.strip.guards import has_quotation
from normalize.strip.kicker import TOP, is_kicker
from normalize.strip.repeated import repeated
from normalize.strip.scorer.lines import Kind, kind_of
from normalize.strip.stranded import stranded

if TYPE_CHECKING:
    from normalize.strip.scorer import LineScorer
    from normalize.strip.scorer.lexicon import Lexicon

_REASONS_TOLD = 3  # reasons told in an edit, the strongest first


@dataclass(frozen=True, slots=True)
class PruneConfig:
    """Options of the stage `prune`."""

    level: str = option(
        "default",
        "How sure the scorer must be: 'cautious' loses almost nothing, 'thorough' leaves little junk; "
        "docs/scorer.md has the measured curve.",
        one_of=("cautious", "default", "thorough"),
    )


def prune(draft: Draft, config: PruneConfig) -> None:
    """Do one round: strip blocks that the document repeats as no article does, then the lines that score as
    junk, and paragraphs among these. Rules and captures go before it in the same round.
    """
    from normalize.strip.scorer import default_scorer

    if len(draft.blocks) < 2:
        return
    _prune_kickers(draft)
    scorer = default_scorer()
    _prune_copies(draft, scorer.lexicon)
    if len(draft.blocks) < 2:
        return
    marks = marks_of(draft.work, draft.removed)
    count = len(draft.removed)
    _prune_lines(draft, config.level, marks, scorer)
    if marks and len(draft.removed) == count:  # else there is another round, which knows all that went
        _prune_stranded(draft, config.level, marks, scorer.lexicon)


def _prune_lines(draft: Draft, level: str, marks: list[Mark], scorer: LineScorer) -> None:
    blocks = draft.blocks
    top = [draft.headline.text] if draft.headline else []
    lines = [*top, *[block.text for block in blocks]]
    known = company(marks, [(block.start, block.text) for block in blocks], len(top))
    # The first line is exempt even if it does not look like a headline: too often it is one all the same.
    found = scorer.junk_lines(lines, headline=0, point=level, company=known)
    if not found or len(found) >= len(blocks):
        return
    head = next((i for i, block in enumerate(blocks) if kind_of(block.text) == Kind.PROSE), len(blocks))
    for index, scored in found.items():
        block = blocks[index - len(top)]
        if _ends_quoted(block.text):
            continue
        note = f"{scored.score:.2f}: {'; '.join(scored.reasons[:_REASONS_TOLD])}"
        field = learn_piece(draft, block.text, index - len(top) < head)
        action: Action = "capture" if field else "strip"
        draft.remove(block, "prune", "prune.line", action=action, field=field, note=note)
    draft.sweep()


def _prune_stranded(draft: Draft, level: str, marks: list[Mark], lexicon: Lexicon) -> None:
    """Take paragraphs that stand among what went and talk like it."""
    blocks = draft.blocks
    gone = in_rows(marks)
    if not gone or len(blocks) < 2:
        return
    found = stranded(gone, [(block.start, block.text) for block in blocks], lexicon, level)
    for index, score in found.items():
        if not _ends_quoted(blocks[index].text):
            note = f"{score:.2f}: talks like junk, beside lines that went"
            draft.remove(blocks[index], "prune", "prune.line", note=note)
    draft.sweep()


def _ends_quoted(text: str) -> bool:
    """Whether a text ends in a quotation: nothing inside one goes, by rule or by score."""
    return has_quotation(text) and text[-1] in '"”“»’'


def _prune_kickers(draft: Draft) -> None:
    """Take the labels above the real headline, if one of them was taken for it."""
    while draft.headline and not draft.has_given_headline and len(draft.blocks) > 1:
        top = [draft.headline.text, *(block.text for block in draft.blocks[:TOP])]
        if not is_kicker(top, draft.url):
            return
        field = learn_piece(draft, draft.headline.text, True)
        action: Action = "capture" if field else "strip"
        note = "label above the headline"
        draft.remove(draft.headline, "prune", "prune.kicker", action=action, field=field, note=note)
        draft.headline, draft.seeks_headline = None, True
        choose_headline(draft)


def _prune_copies(draft: Draft, lexicon: Lexicon) -> None:
    blocks = draft.blocks
    found = repeated([block.text for block in blocks], lexicon)
    if len(found) >= len(blocks):
        return
    for index, copies in found.items():
        draft.remove(blocks[index], "prune", "prune.repeated", note=f"stands here {copies} times")
    if found:
        draft.sweep()
