"""Options of stripping."""

from __future__ import annotations

from dataclasses import dataclass

from normalize.options import option


@dataclass(frozen=True, slots=True)
class StripConfig:
    """Options of the stage `strip`."""

    head_blocks: int = option(
        5,
        "How many blocks from the top, without those that rules hit, count as the head, for rules with "
        "position 'head'.",
        at_least=1,
    )
    tail_blocks: int = option(
        12,
        "How many blocks at the end, without those that rules hit, count as the tail, for rules with "
        "position 'tail'.",
        at_least=1,
    )
