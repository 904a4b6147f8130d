"""Which documents a report holds: some of each kind, the same ones for the same run.

A stratum keeps the best of what it is offered, by a rank: those that lost most, or, where any would do, those
with the lowest hash of their id. Then strata are drawn from in turns, so that each kind is there before any
is there often.
"""

from __future__ import annotations

import hashlib
import heapq
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from normalize.report.corpus.totals import share_of, site_of

KINDS = {
    "changed": (300, "changed most since the other run"),
    "removed": (100, "lost the largest share of their text"),
    "guard": (50, "are near the share from which on they are flagged"),
    "flag": (25, "of each flag"),
    "rule": (4, "of each rule"),
    "language": (10, "of each language"),
    "charset": (3, "of each charset"),
    "site": (3, "of each site"),
    "any": (20_000, "of all documents, by chance"),
}
"""Kinds of strata in the order in which they are drawn from: how many documents each stratum keeps, and what
they are. The numbers fill some 10 MB at about 500 rules, with half of it by chance.
"""

MOST_STRATA = 2_000
"""Strata of one kind: more sites than that are not told apart; the order of the records decides."""

NEAR = 0.1
"""How far from the share that is flagged a document counts as near it."""

Entry = tuple[float, int, int, int]  # rank, hash, number, size; the worst is the smallest


class Chosen(NamedTuple):
    """A document of the sample: its number in the run, its likely size in the report in bytes."""

    number: int
    size: int


class Sample:
    """Takes part in the first pass over the records, and then says which to show.

    Args:
        guard: the share of removed text from which on a document is flagged.
    """

    def __init__(self, guard: float) -> None:
        self._guard = guard
        self._strata: dict[tuple[str, str], list[Entry]] = {}
        self._many: Counter[str] = Counter()

    def offer(self, number: int, record: Mapping[str, Any], changed: int = 0) -> None:
        """Take a record into account; `changed`: characters that another run cleaned otherwise."""
        size = likely_size(record)
        digest = hashlib.sha256(record["id"].encode("utf-8", "surrogatepass")).digest()
        luck = -int.from_bytes(digest[:7], "big")
        share = share_of(record)

        def put(kind: str, name: str = "", rank: float = 0.0) -> None:
            self._put(kind, name, (rank, luck, number, size))

        put("any")
        if changed:
            put("changed", rank=changed)
        if share > 0:
            put("removed", rank=share)
        if abs(share - self._guard) <= NEAR:
            put("guard", rank=-abs(share - self._guard))
        for flag in record["quality"].get("flags", ()):
            put("flag", flag)
        for rule in {edit["rule"] for edit in record.get("edits", ())}:
            put("rule", rule)
        put("language", str(record["metadata"].get("language", "")))
        put("charset", str(record["source"].get("charset", "")))
        put("site", site_of(record))

    def _put(self, kind: str, name: str, entry: Entry) -> None:
        heap = self._strata.get((kind, name))
        if heap is None:
            if self._many[kind] >= MOST_STRATA:
                return
            self._many[kind] += 1
            heap = self._strata[kind, name] = []
        if len(heap) < KINDS[kind][0]:
            heapq.heappush(heap, entry)
        elif entry > heap[0]:
            heapq.heapreplace(heap, entry)

    def chosen(self) -> Iterator[Chosen]:
        """Give the documents, the most wanted first, each once."""
        ranks = {kind: rank for rank, kind in enumerate(KINDS)}
        names = sorted(self._strata, key=lambda one: (ranks[one[0]], one[1]))
        queues = [iter(sorted(self._strata[name], reverse=True)) for name in names]
        seen = set()
        while queues:
            left = []
            for queue in queues:
                entry = next((one for one in queue if one[2] not in seen), None)
                if entry is not None:
                    seen.add(entry[2])
                    left.append(queue)
                    yield Chosen(entry[2], entry[3])
            queues = left

    def told(self) -> list[tuple[str, int, str]]:
        """What was drawn from: for each kind, how many strata, how many of each at most, what they are."""
        many = Counter(kind for kind, _ in self._strata)
        return [(kind, many[kind], what) for kind, (_, what) in KINDS.items() if many[kind]]


def likely_size(record: Mapping[str, Any]) -> int:
    """How many bytes a document takes in a report, about."""
    edits = record.get("edits", ())
    body = record["body"]
    size = len(body.encode("utf-8", "replace"))
    removed = sum(edit["end"] - edit["start"] for edit in edits)
    return int(size + removed * (size / len(body) if body else 1.5)) + 30 * len(edits) + 500


class FailedSample:
    """Some entries of the errors: the same number of each code."""

    MOST = 50
    MOST_CODES = 100

    def __init__(self) -> None:
        self._strata: dict[str, list[tuple[int, str, Mapping[str, Any]]]] = {}

    def offer(self, entry: Mapping[str, Any]) -> None:
        """Take an entry into account."""
        place = f"{entry.get('path')}:{entry.get('record')}:{entry.get('id')}"
        digest = hashlib.sha256(place.encode("utf-8", "surrogatepass")).digest()
        code = str(entry.get("code"))
        if code not in self._strata and len(self._strata) >= self.MOST_CODES:
            return
        heap = self._strata.setdefault(code, [])
        ranked = (-int.from_bytes(digest[:7], "big"), place, entry)
        if any(one[:2] == ranked[:2] for one in heap):
            return  # entries cannot be compared
        if len(heap) < self.MOST:
            heapq.heappush(heap, ranked)
        elif ranked[:2] > heap[0][:2]:
            heapq.heapreplace(heap, ranked)

    def chosen(self) -> list[Mapping[str, Any]]:
        """Give the entries, by code and place."""
        found = [(code, place, entry) for code, heap in self._strata.items() for _, place, entry in heap]
        return [entry for _, _, entry in sorted(found, key=lambda one: one[:2])]
