"""Between an event loop and the worker processes: who cleans what, how much may wait, what was counted."""

from __future__ import annotations

import asyncio
import time
from collections import Counter

from normalize.article import Document, EditDetail
from normalize.lines import LineCleaner
from normalize.many import Item
from normalize.pipeline import Pipeline
from normalize.read import Failure
from normalize.rows import RowReader


class BusyError(Exception):
    """More is waiting than may wait."""


class Desk:
    """Worker processes of one document or batch at a time.

    Args:
        pipeline: what cleans. workers: processes. waiting: the most requests that may wait for one.

    Attributes:
        documents: how many came out, by 'record' or the code of the error. requests: by status.
        seconds: spent on cleaning. waits: requests that wait now.
    """

    def __init__(
        self, pipeline: Pipeline, workers: int = 1, waiting: int = 100, edits: EditDetail = "spans"
    ) -> None:
        self.pipeline = pipeline
        self.reader = RowReader(pipeline.config.stage("read"))
        self._cleaners = [LineCleaner(pipeline, edits, 1) for _ in range(workers)]
        self._free: asyncio.LifoQueue[LineCleaner] = asyncio.LifoQueue()
        for cleaner in self._cleaners:
            self._free.put_nowait(cleaner)
        self._most = waiting
        self.documents: Counter[str] = Counter()
        self.requests: Counter[int] = Counter()
        self.seconds = 0.0
        self.waits = 0

    async def clean(self, chunk: list[Item]) -> list[bytes | Failure]:
        """Clean some documents together.

        Raises:
            BusyError: too many wait already. CrewError: workers cannot be started.
        """
        cleaner = await self._take()
        start = time.perf_counter()
        work = asyncio.ensure_future(asyncio.to_thread(_clean, cleaner, chunk))
        # Only when it is done, also if nobody waits for it any more: a thread cannot be called back.
        work.add_done_callback(lambda _: self._free.put_nowait(cleaner))
        found = await asyncio.shield(work)
        self.seconds += time.perf_counter() - start
        self.documents.update(one.code if isinstance(one, Failure) else "record" for one in found)
        return found

    async def _take(self) -> LineCleaner:
        if self._free.empty() and self.waits >= self._most:
            raise BusyError
        self.waits += 1
        try:
            return await self._free.get()
        finally:
            self.waits -= 1

    async def start(self) -> None:
        """Start the workers, so that the first request need not wait for them."""
        await asyncio.gather(*(asyncio.to_thread(_clean, one, [_FIRST]) for one in self._cleaners))

    def close(self) -> None:
        """End the workers."""
        for cleaner in self._cleaners:
            cleaner.close()

    def metrics(self) -> str:
        """What was counted, in the text format of Prometheus (exposition format 0.0.4)."""
        lines = ["# TYPE normalize_documents_total counter"]
        lines += [
            f'normalize_documents_total{{result="{name}"}} {count}'
            for name, count in sorted(self.documents.items())
        ]
        lines += ["# TYPE normalize_requests_total counter"]
        lines += [
            f'normalize_requests_total{{status="{status}"}} {count}'
            for status, count in sorted(self.requests.items())
        ]
        lines += ["# TYPE normalize_cleaning_seconds_total counter"]
        lines += [f"normalize_cleaning_seconds_total {self.seconds:.6f}"]
        lines += ["# TYPE normalize_waiting_requests gauge", f"normalize_waiting_requests {self.waits}"]
        return "\n".join(lines) + "\n"


_FIRST = Document("The ferry left the quay at noon.", id="first")


def _clean(cleaner: LineCleaner, chunk: list[Item]) -> list[bytes | Failure]:
    return [one for found in cleaner.clean_chunks([chunk]) for one in found]
