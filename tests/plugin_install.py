"""Installs the example package of plug-ins, for the tests that use it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).parent / "plugin_package"


def install(folder: Path) -> dict[str, str]:
    """Install the package below a folder; give the environment in which programs find it."""
    source = folder / "source"  # building leaves files behind
    shutil.copytree(PACKAGE, source, ignore=shutil.ignore_patterns("__pycache__"))
    target = folder / "site"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--no-index", "--target", target, source], check=True)
    return {**os.environ, "PYTHONPATH": str(target)}
