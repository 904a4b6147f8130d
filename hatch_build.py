"""Build hook: puts the rules and profiles into the wheel, as `normalize/_rules/`, and what the rules are
compiled to, as `normalize/_compiled/`: the first run need not compile them then.

Only standard builds get the copy of the rules. An editable install reads `rules/` of the clone where it is,
so that an edited rule is in force at once and no stale copy lies about (a static `force-include` acts on
editable builds as well). Compiled rules are found by a hash of the rules and of the code that compiles them,
so stale ones do no harm.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_COMPILE = """
import sys
from normalize.match.cache import open_cache
from normalize.match.config import MatchConfig
from normalize.match.engine import compile_rules
from normalize.ruleset.ruleset import RuleSet

folder = sys.argv[1]
rules = RuleSet.load(cached=open_cache(folder)).rules
compile_rules(rules, MatchConfig(cache=folder)).keep()
"""


class RulesHook(BuildHookInterface[Any]):
    """Adds `rules/` to standard wheels, and compiled rules to all."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the rules; `version` is the kind of build, 'standard' or 'editable'."""
        root = Path(self.root)
        if self.target_name != "wheel":
            return
        compiled = root / "normalize" / "_compiled"
        shutil.rmtree(compiled, ignore_errors=True)
        done = subprocess.run(  # in a process of its own: the builder's imports stay as they are
            [sys.executable, "-c", _COMPILE, str(compiled)],
            cwd=root,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            reason = (done.stderr.strip() or "no reason told").splitlines()[-1]
            self.app.display_warning(f"rules are not compiled ahead, the first run will do it: {reason}")
        if version == "standard":
            build_data["force_include"][str(root / "rules")] = "normalize/_rules"
            if compiled.is_dir():
                build_data["force_include"][str(compiled)] = "normalize/_compiled"
