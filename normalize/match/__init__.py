"""Which rules hit a document, and where."""

from __future__ import annotations

from normalize.match.config import MatchConfig
from normalize.match.engine import Engine, compile_rules
from normalize.match.model import Match

__all__ = ["Engine", "Match", "MatchConfig", "compile_rules"]
