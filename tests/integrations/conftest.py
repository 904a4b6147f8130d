"""What the tests of integrations share: a service, and how to ask it."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest


class Service:
    """A service that runs on this machine."""

    def __init__(self, port: int) -> None:
        self._port = port

    def ask(
        self, path: str, body: bytes | None = None, kind: str = "", seconds: float = 120
    ) -> tuple[int, bytes]:
        """Send a request; give status and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=seconds)
        headers = {"content-type": kind} if kind else {}
        connection.request("POST" if body is not None else "GET", path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()


@contextmanager
def serving(place: Path, *options: str, environment: Mapping[str, str] = os.environ) -> Iterator[Service]:
    """Run a service with the configuration of a directory."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "normalize", "serve", "--port", str(port), *options]
    with subprocess.Popen(command, cwd=place, env=dict(environment), stderr=subprocess.PIPE) as process:
        try:
            service = Service(port)
            for _ in range(300):
                try:
                    service.ask("/health")
                    break
                except ConnectionError:
                    assert process.poll() is None, process.stderr and process.stderr.read()
                    time.sleep(0.1)
            yield service
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with a configuration of few rules."""
    folder = tmp_path_factory.mktemp("place")
    (folder / "normalize.toml").write_text('[rules]\npacks = ["any", "en"]\n')
    return folder
