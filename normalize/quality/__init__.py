"""Figures and flags of a cleaned article, and filters over them."""

from __future__ import annotations

from normalize.quality.stage import AssessConfig, assess

__all__ = ["AssessConfig", "assess"]
