"""The ASGI application."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from tempfile import SpooledTemporaryFile
from typing import IO, Any, NamedTuple

from normalize.article import Document
from normalize.errors import InputError
from normalize.many import BATCH, Item
from normalize.packages import require
from normalize.read import Failure
from normalize.read.jsonl import parse
from normalize.serve.desk import BusyError, Desk
from normalize.serve.openapi import PAGE, describe
from normalize.write import json_line

require("serve")

from starlette.applications import Starlette  # noqa: E402 - after the check of its version
from starlette.requests import ClientDisconnect, Request  # noqa: E402
from starlette.responses import (  # noqa: E402
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route  # noqa: E402

JSON_LINES = ("application/x-ndjson", "application/jsonl", "application/x-jsonlines")
_STATUS = {"too-large": 413, "timeout": 504, "internal-error": 500, "worker-died": 500, "memory": 500}
"""Statuses of errors of documents; of all others 422: the request is understood, its document no good."""


class Limits(NamedTuple):
    """`bytes`: of a document, or of a line of a batch. `batch`: of a whole batch, kept in a temporary file
    where it has more than `bytes`. `seconds`: to wait for the next part of a request.
    """

    bytes: int = 10_000_000
    batch: int = 1_000_000_000
    seconds: float = 30.0


class _RefusedError(Exception):
    def __init__(self, status: int, code: str, reason: str) -> None:
        self.status, self.failure = status, Failure(None, None, None, "read", code, reason)


def create_app(desk: Desk, limits: Limits = Limits()) -> Starlette:  # noqa: B008 - it cannot change
    """Make the application.

    Args:
        desk: what cleans; it is closed when the application ends.

    Raises:
        SetupError: at import: `missing-extra`, `untested-version`.
    """
    service = _Service(desk, limits)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await desk.start()
        try:
            yield
        finally:
            desk.close()

    routes = [
        Route("/", service.page),
        Route("/clean", service.clean, methods=["POST"]),
        Route("/health", service.health),
        Route("/metrics", service.metrics),
        Route("/openapi.json", service.openapi),
    ]
    return Starlette(routes=routes, lifespan=lifespan)


class _Service:
    def __init__(self, desk: Desk, limits: Limits) -> None:
        self._desk = desk
        self._limits = limits

    async def page(self, _: Request) -> Response:
        return HTMLResponse(PAGE)

    async def health(self, _: Request) -> Response:
        return JSONResponse({"status": "ok", "made_by": self._desk.pipeline.made_by})

    async def metrics(self, _: Request) -> Response:
        return PlainTextResponse(self._desk.metrics(), media_type="text/plain; version=0.0.4")

    async def openapi(self, _: Request) -> Response:
        return JSONResponse(describe(self._limits.bytes))

    async def clean(self, request: Request) -> Response:
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        try:
            _refuse_encoded(request)
            if kind in JSON_LINES:
                response: Response = await self._many(request)
            else:
                response = await self._one(request, kind)
        except _RefusedError as error:
            response = _failed(error.failure, error.status)
        except BusyError:
            response = _failed(
                Failure(None, None, None, "run", "busy", "too many requests wait already"), 503
            )
            response.headers["retry-after"] = "1"
        except ClientDisconnect:
            response = Response(status_code=400)  # which nobody reads
        self._desk.requests[response.status_code] += 1
        return response

    async def _one(self, request: Request, kind: str) -> Response:
        body = b"".join([part async for part in self._parts(request)])
        if len(body) > self._limits.bytes:
            raise _large(self._limits.bytes)
        (found,) = await self._desk.clean([self._item(request, kind, body)])
        if isinstance(found, Failure):
            return _failed(found, _STATUS.get(found.code, 422))
        return Response(found, media_type="application/json")

    def _item(self, request: Request, kind: str, body: bytes) -> Item:
        if kind == "application/json":
            try:
                return self._desk.reader.read(parse(body, "the record"))
            except InputError as error:
                return self._desk.reader.read(error)
        if kind not in ("text/html", "application/xhtml+xml", "text/plain"):
            reason = (
                "the content type must be application/json, application/x-ndjson, text/html or text/plain"
            )
            raise _RefusedError(415, "unsupported", f"{reason}, not {kind or 'none'}")
        known = request.query_params
        return Document(
            body,
            known.get("id") or None,
            format="text" if kind == "text/plain" else "html",
            url=known.get("url") or None,
            headline=known.get("headline") or None,
            content_type=request.headers["content-type"],
        )

    async def _many(self, request: Request) -> Response:
        """Answer with a line for each line.

        The batch is read to its end before the answer begins: many clients read nothing until they have sent
        all, and would wait for a service that waits for them.
        """
        spool = SpooledTemporaryFile(max_size=self._limits.bytes)  # noqa: SIM115 - the answer closes it
        size = 0
        async for part in self._parts(request, whole=False):
            size += len(part)
            if size > self._limits.batch:
                spool.close()
                raise _large(self._limits.batch)
            spool.write(part)
        spool.seek(0)
        chunks = self._chunks(spool)
        first = next(chunks, [])
        answered = await self._desk.clean(first) if first else []

        async def lines() -> AsyncIterator[bytes]:
            with spool:
                yield _joined(answered)
                try:
                    for chunk in chunks:
                        yield _joined(await self._desk.clean(chunk))
                except BusyError:  # the status is sent already; the answer ends with a line that says so
                    yield json_line({"error": _BROKEN.entry()})

        return StreamingResponse(lines(), media_type="application/x-ndjson")

    def _chunks(self, file: IO[bytes]) -> Iterator[list[Item]]:
        limit, reader = self._limits.bytes, self._desk.reader
        chunk: list[Item] = []
        number = 0
        while line := file.readline(limit + 2):
            number += 1
            row: dict[str, Any] | InputError
            size = len(line)
            while size > limit and not line.endswith(b"\n") and (line := file.readline(limit)):
                size += len(line)
            if size > limit + 1:
                row = InputError(
                    "too-large", f"line {number} has {size:,} bytes; {_TAKEN}: {limit:,}", "read"
                )
            elif line.isspace():
                continue
            else:
                try:
                    row = parse(line, f"line {number}")
                except InputError as error:
                    row = error
            chunk.append(reader.read(row, number))
            if len(chunk) == BATCH:
                yield chunk
                chunk = []
        if chunk:
            yield chunk

    async def _parts(self, request: Request, whole: bool = True) -> AsyncIterator[bytes]:
        """The parts of a body; each must come in time, and a whole body must not be too large."""
        size = 0
        stream = request.stream()
        while True:
            try:
                part = await asyncio.wait_for(anext(stream, None), self._limits.seconds)
            except TimeoutError:
                reason = f"nothing came for {self._limits.seconds:g} seconds"
                raise _RefusedError(408, "timeout", reason) from None
            if part is None:
                return
            size += len(part)
            if whole and size > self._limits.bytes:
                raise _large(self._limits.bytes)
            yield part


_TAKEN = "the most that the service takes is"
_BROKEN = Failure(None, None, None, "run", "busy", "the batch broke off here; send the rest again")


def _joined(found: list[bytes | Failure]) -> bytes:
    return b"".join(json_line({"error": one.entry()}) if isinstance(one, Failure) else one for one in found)


def _failed(failure: Failure, status: int) -> Response:
    return Response(json_line({"error": failure.entry()}), status, media_type="application/json")


def _large(limit: int) -> _RefusedError:
    return _RefusedError(413, "too-large", f"it has too many bytes; {_TAKEN}: {limit:,}")


def _refuse_encoded(request: Request) -> None:
    """Raise for a compressed body, which would else be read as if it were the text."""
    encoding = request.headers.get("content-encoding", "identity")
    if encoding.strip().lower() not in ("", "identity"):
        raise _RefusedError(415, "unsupported", f"the content encoding must be identity, not {encoding}")
