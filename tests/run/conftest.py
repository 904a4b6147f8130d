"""What the tests of runs share: a pipeline that does what its documents say, and how to look at an output."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from normalize.article import Article, Document
from normalize.config import Config, load_config
from normalize.pipeline import Pipeline
from normalize.run import RunOptions, Summary, run


@pytest.fixture(scope="session")
def pipeline() -> Pipeline:
    """A pipeline with few rules, since these tests are not about them."""
    return Pipeline.load({"rules": {"packs": ["any"]}})


class OneByOne:
    """What a run asks of a pipeline, for those that only clean one document after the other."""

    def clean(self, document: Document) -> Article:
        raise NotImplementedError

    def clean_batch(
        self, documents: Sequence[Document], begin: Callable[[int], None]
    ) -> list[Article | Exception]:
        made: list[Article | Exception] = []
        for number, document in enumerate(documents):
            begin(number)
            try:
                made.append(self.clean(document))
            except Exception as error:
                made.append(error)
        return made

    def warm(self) -> None:
        pass


class Acting(OneByOne):
    """A pipeline that gives the text back, and does what some texts say. It counts in a file what it cleaned."""

    def __init__(self, config: Config, log: Path, made: str = "1") -> None:
        self.config = config
        self.log = log
        self.made_by = {"version": "0", "rules": made, "config": config.hash}

    def clean(self, document: Document) -> Article:
        data = document.data if isinstance(document.data, str) else document.data.decode()
        with self.log.open("ab") as log:
            log.write(data[:60].split("\n")[0].encode() + b"\n")
        if data.startswith("die"):
            os.kill(os.getpid(), signal.SIGKILL)
        if data.startswith("once") and not (flag := self.log.with_suffix(f".{len(data)}")).exists():
            flag.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if data.startswith("hang"):
            time.sleep(1000)
        if data.startswith("eat"):
            bytearray(1 << 40)
        if data.startswith("quit"):
            raise KeyboardInterrupt
        if data.startswith("slow"):
            time.sleep(0.02)
        if data.startswith("long"):
            for _ in range(30):
                time.sleep(0.02)
        source = {"path": document.path, "record": document.record, "sha256": "0" * 64}
        source = {name: value for name, value in source.items() if value is not None}
        return Article(document.id or "?", None, data, {}, source, None, (), (), {}, self.made_by, data)

    @property
    def cleaned(self) -> list[str]:
        """First lines of what was cleaned since this was asked last."""
        found = self.log.read_text().splitlines() if self.log.exists() else []
        self.log.unlink(missing_ok=True)
        return sorted(found)


class Place:
    """A directory for inputs, one for outputs, and how to run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.inputs = folder / "in"
        self.inputs.mkdir()
        limits = {"limits": {"seconds": 0.5}, "rules": {"packs": ["any"]}}
        self.acting = Acting(load_config(None, limits), folder / "log")

    def lines(self, name: str, *texts: str) -> None:
        """Write a JSONL file with a record for each text."""
        content = "".join(json.dumps({"text": text}) + "\n" for text in texts)
        (self.inputs / name).write_text(content)

    def run(self, out: str = "out", **options: Any) -> Summary:
        """Run over the inputs; by default here and not in processes."""
        wanted = RunOptions(**{"workers": 0, **options})
        return run([self.inputs], self.folder / out, self.acting, wanted)  # type: ignore[arg-type]

    def read(self, name: str = "articles.jsonl", out: str = "out") -> list[dict[str, Any]]:
        """The objects of an output file."""
        return [json.loads(line) for line in (self.folder / out / name).read_bytes().splitlines()]

    def bytes(self, out: str = "out") -> tuple[bytes, bytes]:
        """The output, as it is."""
        folder = self.folder / out
        return (folder / "articles.jsonl").read_bytes(), (folder / "errors.jsonl").read_bytes()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Inputs, outputs, and a pipeline that does what its documents say."""
    return Place(tmp_path)


@pytest.fixture
def other_rules() -> Callable[[Place], None]:
    """Changes what cleans, as another rule would."""

    def change(place: Place) -> None:
        place.acting = Acting(place.acting.config, place.acting.log, "2")

    return change
