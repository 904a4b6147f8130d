"""Which language a text is written in."""

from __future__ import annotations

from normalize.language.detector import UNKNOWN, Guess, detect, guess
from normalize.language.tags import base_code

__all__ = ["UNKNOWN", "Guess", "base_code", "detect", "guess"]
