"""Settings for all tests."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("default", deadline=None)
settings.register_profile(
    "same", deadline=None, derandomize=True
)  # the same examples each time: no chance in a gate
settings.load_profile("same" if os.environ.get("CI") else "default")
