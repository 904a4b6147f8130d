"""`normalize serve`: an HTTP service."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from normalize.cli.choices import Cleaning, Edits, EditsOption
from normalize.cli.groups import grouped
from normalize.cli.setup import WRONG, say, told

if TYPE_CHECKING:
    from socket import socket


@dataclass(frozen=True, slots=True)
class Listening:
    """Where the service listens, and what it takes."""

    host: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS",
            help="Where to listen: 127.0.0.1 is reached from this machine only, 0.0.0.0 from any.",
        ),
    ] = "127.0.0.1"
    port: Annotated[int, typer.Option(min=0, max=65535, help="0: any that is free.")] = 8642
    workers: Annotated[int, typer.Option(min=1, help="Processes that clean.")] = 1
    max_bytes: Annotated[
        int, typer.Option(min=1, help="Most bytes of a document, or of a line of a batch.")
    ] = 10_000_000
    max_batch: Annotated[int, typer.Option(min=1, help="Most bytes of a batch.")] = 1_000_000_000
    waiting: Annotated[int, typer.Option(min=0, help="Most requests that may wait for a process.")] = 100
    seconds: Annotated[float, typer.Option(min=0.1, help="Longest wait for the next part of a request.")] = (
        30.0
    )


@grouped
def serve(listening: Listening, edits: EditsOption = Edits.spans, *, cleaning: Cleaning) -> None:
    """Serve POST /clean over HTTP, for programs that are not in Python."""
    with told():
        from normalize.packages import require

        require("serve")
        import uvicorn

        from normalize.pipeline import Pipeline
        from normalize.serve.app import Limits, create_app
        from normalize.serve.desk import Desk

        listener = _bound(listening.host, listening.port)
        pipeline = Pipeline.load(cleaning.load())
        desk = Desk(pipeline, listening.workers, listening.waiting, edits.value)
        app = create_app(desk, Limits(listening.max_bytes, listening.max_batch, listening.seconds))
        say(f"normalize serves on http://{_shown(*listener.getsockname()[:2])}/ - Ctrl-C ends it")
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False))
        server.run(sockets=[listener])
        if not server.started:  # it has told why
            raise typer.Exit(WRONG)


def _bound(host: str, port: int) -> socket:
    """A socket that listens there; raises SetupError before anything is loaded."""
    from socket import AF_INET, AF_INET6, create_server

    from normalize.errors import Problem, SetupError

    try:
        return create_server((host, port), family=AF_INET6 if ":" in host else AF_INET, backlog=2048)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        message = f"cannot listen there: {reason}"
        raise SetupError([Problem(_shown(host, port), 0, "bad-address", message)]) from None


def _shown(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
