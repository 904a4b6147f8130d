"""The stage `prune`: what no rule names, the line scorer finds. See `docs/scorer.md`."""

from __future__ import annotations

from dataclasses import dataclass

from normalize.draft import Draft
from normalize.options import option
from normalize.strip.guards import has_quotation

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
    """Do one round: strip the lines that score as junk. Rules and captures go before it in the same round."""
    from normalize.strip.scorer import default_scorer

    blocks = draft.blocks
    if len(blocks) < 2:
        return
    top = [draft.headline.text] if draft.headline else []
    lines = [*top, *[block.text for block in blocks]]
    # The first line is exempt even if it does not look like a headline: too often it is one all the same.
    found = default_scorer().junk_lines(lines, headline=0, point=config.level)
    if not found or len(found) >= len(blocks):
        return
    for index, scored in found.items():
        block = blocks[index - len(top)]
        if has_quotation(block.text) and block.text[-1] in '"”“»’':
            continue  # nothing inside a quotation goes, by rule or by score
        note = f"{scored.score:.2f}: {'; '.join(scored.reasons[:_REASONS_TOLD])}"
        draft.remove(block, "prune", "prune.line", note=note)
    draft.sweep()
