"""What a request costs beside cleaning: the framework of `normalize serve`, and FastAPI if it is installed.

    python bench/serve.py

Prints CPU microseconds of a POST of 3,000 characters that is answered at once, in this process, and the
time of importing each.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from importlib.util import find_spec
from typing import Any

BODY = json.dumps({"text": "a" * 3000}).encode()
REQUESTS = 3000


def starlette_app() -> Any:
    from starlette.applications import Starlette
    from starlette.responses import Response
    from starlette.routing import Route

    async def clean(request: Any) -> Any:
        return Response(await request.body(), media_type="application/json")

    return Starlette(routes=[Route("/clean", clean, methods=["POST"])])


def fastapi_app() -> Any:
    from fastapi import FastAPI
    from pydantic import create_model

    row = create_model("Row", **dict.fromkeys(("id", "text", "html", "url"), (str | None, None)))
    app = FastAPI()

    async def clean(one: Any) -> Any:
        return {"text": one.text}

    clean.__annotations__["one"] = row
    app.post("/clean")(clean)
    return app


async def post(app: Any) -> None:
    """One request, by the ASGI protocol itself."""
    scope = {
        "type": "http", "method": "POST", "path": "/clean", "raw_path": b"/clean", "query_string": b"",
        "headers": [(b"content-type", b"application/json")], "http_version": "1.1", "scheme": "http",
        "server": ("127.0.0.1", 80), "client": ("127.0.0.1", 1), "root_path": "", "asgi": {"version": "3.0"},
    }  # fmt: skip

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": BODY, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            assert message["status"] == 200, message

    await app(scope, receive, send)


async def cost(app: Any) -> float:
    for _ in range(100):
        await post(app)
    start = time.process_time()
    for _ in range(REQUESTS):
        await post(app)
    return (time.process_time() - start) / REQUESTS * 1e6


def loading(module: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", f"import {module}"], check=True)
    return time.perf_counter() - start


def main() -> None:
    nothing = loading("sys")
    apps = {"starlette": starlette_app, "fastapi": fastapi_app}
    for name, make in apps.items():
        if not find_spec(name):
            print(f"{name}: not installed")
            continue
        asked = asyncio.run(cost(make()))
        load = (loading(f"{name}.applications") - nothing) * 1000
        print(f"{name}: {asked:.0f} us a request, {load:.0f} ms to import")


if __name__ == "__main__":
    main()
