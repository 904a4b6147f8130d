"""From a decoded HTML page to headline, body and metadata. `docs/html.md` says how each field is decided."""

from __future__ import annotations

from normalize.extract.article import Extracted, extract
from normalize.extract.config import ExtractConfig

__all__ = ["ExtractConfig", "Extracted", "extract"]
