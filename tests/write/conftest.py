"""Records to write."""

from __future__ import annotations

from typing import Any

import pytest

from normalize.article import Document
from normalize.pipeline import Pipeline
from normalize.write import json_line

STORY = "Ferry fares rise\n\nBy Jane Doe\n\nThe ferry will cost more from June, the company {} said.\n\nIt blamed fuel."


@pytest.fixture(scope="session")
def lines() -> list[bytes]:
    """Lines of records as a run writes them."""
    pipeline = Pipeline.load({"rules": {"packs": ["any"]}})
    extra: dict[str, Any] = {"score": 0.5, "tags": ["x", {"y": None}]}
    return [
        json_line(
            pipeline.clean(
                Document(
                    STORY.format(number),
                    f"a/{number}",
                    "a.jsonl",
                    number,
                    metadata={"tags": ["sea"], "extra": extra},
                )
            ).record()
        )
        for number in range(1, 41)
    ]
