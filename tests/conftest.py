"""Settings for all tests."""

from __future__ import annotations

import os
import signal
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

# A shell that starts the tests in the background has Ctrl-C ignored by all that they start; tests of it need it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
