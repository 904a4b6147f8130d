"""`normalize schema`: the JSON Schema of the record."""

from __future__ import annotations

import json

import typer


def schema() -> None:
    """Print the JSON Schema of the record."""
    from normalize.write.schema import RECORD_SCHEMA

    typer.echo(json.dumps(RECORD_SCHEMA, indent=2, ensure_ascii=False))
