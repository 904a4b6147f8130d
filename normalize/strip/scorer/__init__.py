"""A scorer for the junk lines that no phrase names.

It looks only at suspicious lines (short, without an end mark, odd), and says how likely each is junk and
why. Its weights are trained by `bench/train_lines.py`; what it reaches, and what it gets wrong, stands in
`docs/scorer.md`.
"""

from __future__ import annotations

from normalize.strip.scorer.model import Evidence, LineScore, LineScorer, default_scorer, score_lines

__all__ = ["Evidence", "LineScore", "LineScorer", "default_scorer", "score_lines"]
