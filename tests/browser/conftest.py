from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser import driver


@pytest.fixture(scope="session")
def chrome() -> Iterator[Any]:
    pytest.importorskip("playwright.sync_api")
    if driver.chromium() is None:
        pytest.skip("there is no Chromium: apt-get install chromium")
    with driver.browser() as started:
        yield started


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the sample corpus, against a run without two of the rules."""
    off = ["en.related.read-also", "en.widget.oops"]
    other = driver.clean_corpus(tmp_path_factory.mktemp("other"), 0, off)
    return driver.report(driver.clean_corpus(tmp_path_factory.mktemp("sample"), 0), against=other)


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of 5,000 documents, as large as it may get."""
    return driver.report(driver.clean_corpus(tmp_path_factory.mktemp("large"), 5000))


Open = Callable[..., Any]


@pytest.fixture
def open_page(chrome: Any) -> Iterator[Open]:
    """Open a file in a page of its own; in the end there must be no word in the console, and no request."""
    said: list[str] = []
    asked: list[str] = []
    contexts = []

    def start(file: Path, address: str = "", **options: Any) -> Any:
        context = chrome.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{file.as_uri()}{address}")
        page.wait_for_selector("html.ready", state="attached")
        return page

    yield start
    for context in contexts:
        context.close()
    assert said == []
    assert {one.split("#")[0].partition(":")[0] for one in asked} == {"file"}
    assert len(asked) == len(contexts)
