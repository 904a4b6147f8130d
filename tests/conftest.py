"""Settings for all tests."""

from __future__ import annotations

import os
from pathlib import Path

from hypothesis import settings

settings.register_profile("default", deadline=None)
settings.register_profile(
    "same", deadline=None, derandomize=True
)  # the same examples each time: no chance in a gate
settings.load_profile("same" if os.environ.get("CI") else "default")

# What rules compile to is kept beside what pytest keeps, and not where the user's own runs keep it: tests make
# hundreds of small sets, and the oldest are forgotten.
os.environ.setdefault("NORMALIZE_CACHE", str(Path(__file__).parents[1] / ".pytest_cache" / "rules"))
