"""Running: many documents from files to files.

unit.Planner → work.Worker (in processes of pool.Pool) → store.Store, results.Results → merge → write.Output

`docs/run.md` tells what it is for people, `docs/architecture.md` what the parts are for other engines.
"""

from __future__ import annotations

from normalize.run.interrupt import Interrupted
from normalize.run.runner import Progress, Watch, run
from normalize.run.settings import RunOptions
from normalize.run.summary import Summary

__all__ = ["Interrupted", "Progress", "RunOptions", "Summary", "Watch", "run"]
