"""The limits of one document in a run: what it may cost before it is set aside."""

from __future__ import annotations

from dataclasses import dataclass

from normalize.options import option


@dataclass(frozen=True, slots=True)
class LimitsConfig:
    """What cleaning one document may cost. A document over a limit is an entry in `errors.jsonl`; the run
    goes on."""

    seconds: float = option(
        60.0,
        "Longest time for one document, in seconds (`timeout`); then its worker is ended. 0: no limit. It "
        "stands behind the finer limits of the stages, such as `extract.seconds`; only a bug or a trap comes "
        "to it.",
        at_least=0,
    )
    memory: int = option(
        2_000_000_000,
        "Most memory of a worker, in bytes of data (`memory`). 0: no limit. Linux only (RLIMIT_DATA). A page "
        "of `read.max_bytes` takes some ten times its size as a tree.",
        at_least=0,
    )
