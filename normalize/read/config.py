"""The options of reading: where the fields of records are, and the limits that keep hostile input from taking
memory or hours.
"""

from __future__ import annotations

from dataclasses import dataclass

from normalize.options import option
from normalize.read.mapping import NO_MAP, PRESETS


@dataclass(frozen=True, slots=True)
class ReadConfig:
    """How records are read, and limits. An input over a limit is an entry in `errors.jsonl`; the run goes
    on."""

    map: str = option(
        NO_MAP,
        "Whose records are read: names the fields that a scraper writes. 'none': ours.",
        one_of=(NO_MAP, *PRESETS),
    )
    fields: tuple[str, ...] = option(
        (),
        "Where our fields are, as 'field=source', such as 'text=content'; dots lead into objects. The first "
        "source of a field that has a value wins. They go before `map`.",
    )
    keep_extra: bool = option(
        False, "Whether values that no field takes are kept in `metadata.extra`. Off: they are counted only."
    )
    plugins: tuple[str, ...] = option(
        (), "Formats of installed plug-ins, by the names of their entry points `normalize.readers`."
    )
    max_bytes: int = option(
        50_000_000,
        "Largest text or HTML file in bytes, after decompression (`too-large`). It is held in memory as a "
        "whole, a few times over. The longest of 900 real news pages has 2.3 million.",
        at_least=1,
    )
    max_line: int = option(
        50_000_000,
        "Largest record: line of a JSONL file, element of a JSON array, row of a table, in bytes "
        "(`too-large`). It is held in memory as a whole, a few times over.",
        at_least=2,
    )
    max_ratio: float = option(
        500.0,
        "Most bytes that a compressed byte may give (`too-compressed`); looked at after the first million. "
        "gzip cannot pass 1,032, which a file of zeros nearly has. News text has 3.",
        at_least=1,
    )
    max_spool: int = option(
        20_000_000_000,
        "Most bytes put into a temporary file (`too-large`): Parquet, SQLite and zip are read from their "
        "end, so what is compressed, piped or inside an archive is unpacked to disk first.",
        at_least=1,
    )
    max_members: int = option(
        1_000_000,
        "Most files in one archive (`too-many-members`). A zip file's list of them is held in memory, with "
        "half a kilobyte each.",
        at_least=1,
    )
    max_nesting: int = option(
        3,
        "How deep archives may lie in archives (`nested-too-deep`). A download of zip files in a tar file "
        "has 2.",
        at_least=1,
    )
