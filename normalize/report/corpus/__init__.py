"""The report of a run: one HTML file in which a corpus can be looked through. See `docs/report.md`.

outputs → totals and strata (first pass) → source texts → documents and samples (second pass) → page
"""

from __future__ import annotations

from normalize.report.corpus.build import Built, ReportOptions, write_report

__all__ = ["Built", "ReportOptions", "write_report"]
