"""Running: many documents from files to files.

read.Inputs → work.chunks → work.clean_chunk (here, or in the processes of a pool) → write.Output
"""

from __future__ import annotations

from normalize.run.runner import Progress, Watch, run
from normalize.run.summary import Summary

__all__ = ["Progress", "Summary", "Watch", "run"]
