"""Stripping: junk goes by rules, under guards that no rule can switch off.

The headline is never touched; nothing inside a quotation; the last block of an article stays, whatever it is.
"""

from __future__ import annotations

from normalize.strip.config import StripConfig
from normalize.strip.stage import Stripper

__all__ = ["StripConfig", "Stripper"]
