from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from normalize.article import Document
from normalize.read import Failure, Inputs, ReadConfig


@pytest.fixture
def read_all(tmp_path: Path) -> Callable[..., list[Document | Failure]]:
    """Write one file and read it."""

    def read(data: bytes, name: str = "a.txt", **limits: float) -> list[Document | Failure]:
        path = tmp_path / name
        path.write_bytes(data)
        return list(Inputs([path], ReadConfig(**limits)))

    return read
