"""The options of reading: the limits that keep hostile input from taking memory or hours."""

from __future__ import annotations

from dataclasses import dataclass

from normalize.options import option


@dataclass(frozen=True, slots=True)
class ReadConfig:
    """Limits of the readers. An input over one of them is an entry in `errors.jsonl`, and the run goes on."""

    max_bytes: int = option(
        50_000_000,
        "Largest text or HTML file in bytes, after decompression (`too-large`). It is held in memory as a "
        "whole, a few times over. The longest of 900 real news pages has 2.3 million.",
        at_least=1,
    )
    max_line: int = option(
        50_000_000,
        "Longest line of a JSONL file in bytes (`too-large`). A line is a record, held in memory as a whole.",
        at_least=2,
    )
    max_ratio: float = option(
        500.0,
        "Most bytes that a compressed byte may give (`too-compressed`); looked at after the first million. "
        "gzip cannot pass 1,032, which a file of zeros nearly has. News text has 3.",
        at_least=1,
    )
