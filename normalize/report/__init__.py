"""What was done to a document, shown to people: what `normalize explain` prints. See `docs/explain.md`."""

from __future__ import annotations

from normalize.report.explanation import Explanation, explain_article, explain_record

__all__ = ["Explanation", "explain_article", "explain_record"]
