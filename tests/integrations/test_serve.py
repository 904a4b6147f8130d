"""The HTTP service."""

from __future__ import annotations

import gzip
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integrations.conftest import Service, serving

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

STORY = "Ferry fares rise\n\nThe ferry will cost more from May, the town said.\n\nRead also: Bridge reopens"


@pytest.fixture(scope="module")
def service(place: Path) -> Iterator[Service]:
    with serving(place, "--max-bytes", "20000", "--seconds", "1") as service:
        yield service


def test_one_document(service: Service) -> None:
    body = "The ferry will cost more from May, the town said."
    page = f"<html><head><title>Ferry fares rise</title></head><body><article><p>{body}</p></article></body></html>"
    for data, kind in (
        (STORY.encode(), "text/plain; charset=utf-8"),
        (STORY.replace("rise", "rise – again").encode("cp1252"), "text/plain; charset=windows-1252"),
        (json.dumps({"text": STORY, "id": "7"}).encode(), "application/json"),
        (json.dumps({"html": page, "id": "7"}).encode(), "application/json"),
        (page.encode(), "text/html"),
    ):
        status, answer = service.ask("/clean?id=7", data, kind)
        record = json.loads(answer)
        assert (status, record["id"], record["body"]) == (200, "7", body)


def test_what_is_refused(service: Service) -> None:
    for data, kind, status, code in (
        (b" ", "text/plain", 422, "empty"),
        (b"{", "application/json", 422, "bad-json"),
        (b'{"id": 1}', "application/json", 422, "bad-record"),
        (b"GIF89a\0\0\0\0\0\0", "text/plain", 422, "binary"),
        (b"x" * 30_000, "text/plain", 413, "too-large"),
        (b"x", "image/png", 415, "unsupported"),
        (b"x", "", 415, "unsupported"),
    ):
        found, answer = service.ask("/clean", data, kind)
        assert (found, json.loads(answer)["error"]["code"]) == (status, code)
    assert service.ask("/clean")[0] == 405
    assert service.ask("/nowhere")[0] == 404


def test_a_compressed_body_is_not_taken_for_a_text(service: Service) -> None:
    status, answer = service.ask("/clean", gzip.compress(STORY.encode()), "text/plain", "gzip")
    error = json.loads(answer)["error"]
    assert (status, error["code"]) == (415, "unsupported")
    assert error["reason"] == "the content encoding must be identity, not gzip"


@pytest.mark.parametrize("address", ["127.0.0.1", "300.1.1.1"])
def test_an_address_that_cannot_be_had(service: Service, place: Path, address: str) -> None:
    command = [sys.executable, "-m", "normalize", "serve", "--host", address, "--port", str(service.port)]
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith(f"{address}:{service.port}: bad-address cannot listen there: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals")
def test_ctrl_c_ends_it(place: Path) -> None:
    with serving(place) as service:
        service.process.send_signal(signal.SIGINT)
        assert service.process.wait(timeout=30) == 130


def test_a_batch(service: Service) -> None:
    rows = [json.dumps({"id": n, "text": STORY}).encode() for n in range(100)]
    rows[5], rows[7], rows[9] = b"{", b"", b'{"text": "' + b"x" * 30_000 + b'"}'
    status, answer = service.ask("/clean", b"\n".join(rows), "application/x-ndjson")
    found = [json.loads(line) for line in answer.splitlines()]
    assert (status, len(found)) == (200, 99)
    errors = [one["error"] for one in found if "error" in one]
    assert [(one["record"], one["code"]) for one in errors] == [(6, "bad-json"), (10, "too-large")]
    assert errors[1]["reason"].endswith(" bytes; the most that the service takes is: 20,000")
    assert [one["id"] for one in found if "error" not in one] == [
        str(n) for n in range(100) if n not in (5, 7, 9)
    ]
    assert service.ask("/clean", b"", "application/x-ndjson") == (200, b"")


def test_a_client_that_reads_nothing_until_it_has_sent_all(service: Service) -> None:
    row = json.dumps({"text": STORY * 20}).encode() + b"\n"
    status, answer = service.ask(
        "/clean", row * 2000, "application/x-ndjson"
    )  # more than pipes and sockets hold
    assert (status, len(answer.splitlines())) == (200, 2000)


def test_a_body_that_does_not_come(service: Service) -> None:
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=30)
    connection.putrequest("POST", "/clean")
    connection.putheader("content-type", "text/plain")
    connection.putheader("content-length", "100")
    connection.endheaders(b"half of it")
    answer = connection.getresponse()
    assert (answer.status, json.loads(answer.read())["error"]["code"]) == (408, "timeout")


def test_pages_about_itself(service: Service) -> None:
    service.ask("/clean", STORY.encode(), "text/plain")
    assert json.loads(service.ask("/health")[1])["status"] == "ok"
    metrics = service.ask("/metrics")[1].decode()
    assert 'normalize_documents_total{result="record"}' in metrics
    assert 'normalize_requests_total{status="200"}' in metrics
    described = json.loads(service.ask("/openapi.json")[1])
    assert described["openapi"] == "3.1.0"
    assert set(described["paths"]) == {"/clean", "/health", "/metrics", "/openapi.json"}
    page = service.ask("/")[1].decode()
    assert "openapi.json" in page
    assert "//" not in page.replace("<!", "")  # nothing from elsewhere


def test_it_listens_on_this_machine_only_unless_told() -> None:
    from inspect import signature

    from normalize.cli.serve import serve

    assert signature(serve).parameters["host"].default == "127.0.0.1"
