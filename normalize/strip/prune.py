"""The stage `prune`: what no rule names, the line scorer finds. See `docs/scorer.md`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from normalize.draft import Draft
from normalize.fields import learn_piece
from normalize.ledger import Action
from normalize.options import option
from normalize.strip.guards import has_quotation
from normalize.strip.repeated import repeated
from normalize.strip.scorer.lines import Kind, kind_of

if TYPE_CHECKING:
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
    junk. Rules and captures go before it in the same round.
    """
    from normalize.strip.scorer import default_scorer

    if len(draft.blocks) < 2:
        return
    scorer = default_scorer()
    _prune_copies(draft, scorer.lexicon)
    blocks = draft.blocks
    if len(blocks) < 2:
        return
    from normalize.strip.company import company

    top = [draft.headline.text] if draft.headline else []
    lines = [*top, *[block.text for block in blocks]]
    evidence = {index + len(top): one for index, one in company(draft).items() if index + len(top)}
    # The first line is exempt even if it does not look like a headline: too often it is one all the same.
    found = scorer.junk_lines(lines, headline=0, point=config.level, evidence=evidence)
    if not found or len(found) >= len(blocks):
        return
    head = next((i for i, block in enumerate(blocks) if kind_of(block.text) == Kind.PROSE), len(blocks))
    for index, scored in found.items():
        block = blocks[index - len(top)]
        if has_quotation(block.text) and block.text[-1] in '"”“»’':
            continue  # nothing inside a quotation goes, by rule or by score
        note = f"{scored.score:.2f}: {'; '.join(scored.reasons[:_REASONS_TOLD])}"
        field = learn_piece(draft, block.text, index - len(top) < head)
        action: Action = "capture" if field else "strip"
        draft.remove(block, "prune", "prune.line", action=action, field=field, note=note)
    draft.sweep()


def _prune_copies(draft: Draft, lexicon: Lexicon) -> None:
    blocks = draft.blocks
    found = repeated([block.text for block in blocks], lexicon)
    if len(found) >= len(blocks):
        return
    for index, copies in found.items():
        draft.remove(blocks[index], "prune", "prune.repeated", note=f"stands here {copies} times")
    if found:
        draft.sweep()
