"""Writing: records and failures to JSON lines, under their final names only when the run is whole."""

from __future__ import annotations

from normalize.write.encode import json_line
from normalize.write.output import Output, OutputError

__all__ = ["Output", "OutputError", "json_line"]
