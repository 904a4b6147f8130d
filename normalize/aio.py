"""The pipeline in programs that run an event loop: cleaning never holds the loop up."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterable, AsyncIterator, Iterable
from typing import TYPE_CHECKING, Any, Literal, overload

from normalize.article import Article, Document
from normalize.crew import Crew
from normalize.errors import DocumentError
from normalize.many import BATCH, Given, Item, as_items, check, clean_here, told

if TYPE_CHECKING:
    from normalize.pipeline import Pipeline


async def clean(pipeline: Pipeline, data: Document | str | bytes, **known: Any) -> Article:
    """Clean one document in a thread; arguments and errors as of `Pipeline.clean`.

    Python's lock lets one thread at a time clean. For more than one core there is `clean_many`.
    """
    return await asyncio.to_thread(pipeline.clean, data, **known)


@overload
def clean_many(
    pipeline: Pipeline,
    items: AsyncIterable[Given] | Iterable[Given],
    *,
    workers: int = ...,
    errors: Literal["raise"] = ...,
    batch: int | None = ...,
) -> AsyncIterator[Article]: ...
@overload
def clean_many(
    pipeline: Pipeline,
    items: AsyncIterable[Given] | Iterable[Given],
    *,
    workers: int = ...,
    errors: Literal["return"],
    batch: int | None = ...,
) -> AsyncIterator[Article | DocumentError]: ...
def clean_many(
    pipeline: Pipeline,
    items: AsyncIterable[Given] | Iterable[Given],
    *,
    workers: int = 0,
    errors: Literal["raise", "return"] = "raise",
    batch: int | None = None,
) -> AsyncIterator[Article | DocumentError]:
    """Clean a stream of documents lazily and in order, as `Pipeline.clean_many` does.

    Args:
        items: an iterable, asynchronous or not; one that is not must not wait for anything.
        workers: worker processes; 0: one thread of this process.
        batch: documents that are cleaned at once; None: 32 for workers, else 1. A result comes when its batch
            is done, and a batch begins when it is full or the stream ends.

    Raises:
        DocumentError: with `errors` 'raise'. CrewError: workers cannot be started. TypeError, ValueError: at
            once, for arguments that cannot be.
    """
    check(items, workers, errors, batch)
    return _clean_many(pipeline, items, workers, errors, batch or (BATCH if workers else 1))


async def _clean_many(
    pipeline: Pipeline,
    items: AsyncIterable[Given] | Iterable[Given],
    workers: int,
    errors: str,
    batch: int,
) -> AsyncIterator[Article | DocumentError]:
    crews = [Crew(pipeline, 1) for _ in range(workers)]
    free: deque[Crew] = deque(crews)
    running: deque[tuple[asyncio.Future[list[Any]], Crew | None]] = deque()
    try:
        async for chunk in _chunks(pipeline, items, batch):
            if len(running) >= max(1, workers):
                for result in await _first(running, free):
                    yield told(result, errors)
            crew = free.popleft() if crews else None
            running.append((asyncio.ensure_future(asyncio.to_thread(_clean, pipeline, crew, chunk)), crew))
        while running:
            for result in await _first(running, free):
                yield told(result, errors)
    finally:
        for crew in crews:
            crew.close()
        await asyncio.gather(*(future for future, _ in running), return_exceptions=True)


async def _first(
    running: deque[tuple[asyncio.Future[list[Any]], Crew | None]], free: deque[Crew]
) -> list[Any]:
    future, crew = running[0]
    found = await future
    running.popleft()
    if crew:
        free.append(crew)
    return found


def _clean(pipeline: Pipeline, crew: Crew | None, chunk: list[Item]) -> list[Any]:
    return next(crew.clean([chunk])) if crew else clean_here(pipeline, chunk)


async def _chunks(
    pipeline: Pipeline, items: AsyncIterable[Given] | Iterable[Given], size: int
) -> AsyncIterator[list[Item]]:
    chunk: list[Given] = []
    async for item in _each(items):
        chunk.append(item)
        if len(chunk) == size:
            yield list(as_items(pipeline, chunk))
            chunk = []
    if chunk:
        yield list(as_items(pipeline, chunk))


async def _each(items: AsyncIterable[Given] | Iterable[Given]) -> AsyncIterator[Given]:
    if isinstance(items, AsyncIterable):
        async for item in items:
            yield item
        return
    for item in items:
        yield item
