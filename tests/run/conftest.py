from __future__ import annotations

import pytest

from normalize.pipeline import Pipeline


@pytest.fixture(scope="session")
def pipeline() -> Pipeline:
    """A pipeline with few rules, since these tests are not about them."""
    return Pipeline.load({"rules": {"packs": ["any"]}})
