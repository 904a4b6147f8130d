"""Which rules hit a document, and where."""

from __future__ import annotations

from normalize.match.config import MatchConfig
from normalize.match.engine import Engine, Job, Memory, compile_rules
from normalize.match.model import Match

__all__ = ["Engine", "Job", "Match", "MatchConfig", "Memory", "compile_rules"]
