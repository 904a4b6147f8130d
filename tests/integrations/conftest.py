"""What the tests of integrations share: a service, and how to ask it."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest


class Service:
    """A service that runs on this machine."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process = process
        self.port = port

    def ask(
        self, path: str, body: bytes | None = None, kind: str = "", encoding: str = ""
    ) -> tuple[int, bytes]:
        """Send a request; give status and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=500)
        headers = {"content-type": kind, "content-encoding": encoding}
        headers = {name: value for name, value in headers.items() if value}
        connection.request("POST" if body is not None else "GET", path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()


@contextmanager
def serving(place: Path, *options: str, environment: Mapping[str, str] = os.environ) -> Iterator[Service]:
    """Run a service with the configuration of a directory."""
    command = [sys.executable, "-m", "normalize", "serve", "--port", "0", *options]
    with subprocess.Popen(command, cwd=place, env=dict(environment), stderr=subprocess.PIPE) as process:
        assert process.stderr
        try:
            told = process.stderr.readline().decode()
            port = re.search(r"on http://127\.0\.0\.1:(\d+)/", told)
            assert port, told + process.stderr.read().decode()
            service = Service(process, int(port[1]))
            service.ask("/health")
            yield service
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with a configuration of few rules."""
    folder = tmp_path_factory.mktemp("place")
    (folder / "normalize.toml").write_text('[rules]\npacks = ["any", "en"]\n')
    return folder
