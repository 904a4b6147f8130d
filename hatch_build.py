"""Build hook: puts the rules and profiles into the wheel, as `normalize/_rules/`.

Only standard builds get the copy. An editable install reads `rules/` of the clone where it is, so that an
edited rule is in force at once and no stale copy lies about (a static `force-include` acts on editable builds
as well).
"""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class RulesHook(BuildHookInterface[Any]):
    """Adds `rules/` to standard wheels."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the rules; `version` is the kind of build, 'standard' or 'editable'."""
        if version == "standard":
            build_data["force_include"][str(Path(self.root) / "rules")] = "normalize/_rules"
