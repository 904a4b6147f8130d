"""`normalize schema`: the JSON Schema of the record."""

from __future__ import annotations

import json

from normalize.cli.setup import put


def schema() -> None:
    """Print the JSON Schema of the record."""
    from normalize.write.schema import RECORD_SCHEMA

    put(json.dumps(RECORD_SCHEMA, indent=2, ensure_ascii=False) + "\n")
