"""Repair of damaged text: mojibake, entities, control characters, lost bytes, and nothing else.

    >>> from normalize.repair import repair_text
    >>> repair_text("The court&rsquo;s caf\\u00c3\\u00a9 reopened.").text
    'The court’s café reopened.'

`docs/repair.md` says what each rule does and each option is for.
"""

from __future__ import annotations

from normalize.repair.config import RepairConfig
from normalize.repair.screen import Soundness, stays_sound
from normalize.repair.text import Repaired, repair_text

__all__ = ["RepairConfig", "Repaired", "Soundness", "repair_text", "stays_sound"]
