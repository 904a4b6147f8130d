"""Writing: records and failures, under their final names only when the run is whole."""

from __future__ import annotations

from normalize.write.encode import json_line
from normalize.write.output import Output, OutputError, StandardOutput, check_output
from normalize.write.target import Target

__all__ = ["Output", "OutputError", "StandardOutput", "Target", "check_output", "json_line"]
