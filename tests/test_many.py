"""Many documents: order, laziness, errors, worker processes that die or hang."""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from normalize import aio
from normalize.article import Article, Document
from normalize.config import load_config
from normalize.crew import Crew
from normalize.errors import DocumentError, InputError
from normalize.pipeline import Pipeline

TEXT = "Harbour town\n\nThe ferry left the quay at noon, said the pilot of boat number {}."


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline.load({"rules": {"packs": ["any"]}})


class Acting(Pipeline):
    """Does what some texts say."""

    def clean(self, data: Any, **known: Any) -> Article:
        word, _, rest = str(data.data).partition(" ")
        if word == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if word == "once" and not (flag := Path(rest)).exists() and flag.parent.is_dir():
            flag.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if word == "hang":
            time.sleep(1000)
        if word == "eat":
            bytearray(1 << 40)
        if word == "bug":
            raise ZeroDivisionError("by zero")
        return super().clean(data, **known)

    def clean_batch(self, documents: Any) -> list[Article | Exception]:
        if any(str(one.data).startswith(("die", "once", "hang", "eat", "bug")) for one in documents):
            for one in documents:
                self.clean(one)  # one of them ends it all
        return super().clean_batch(documents)


@pytest.fixture(scope="module")
def acting() -> Acting:
    acting = Acting(load_config(None, {"rules": {"packs": ["any"]}, "limits": {"seconds": 2}}))
    acting.clean(Document("once /a/path/7\n\nPublished on 3 May 2021"))  # what is imported late is there then
    return acting


def key(result: Any) -> Any:
    if isinstance(result, DocumentError):
        return type(result).__name__, result.stage, result.code, str(result)
    return result.record(), result.source_text


def mixed(number: int) -> list[Any]:
    given: list[Any] = [{"id": str(n), "text": TEXT.format(n)} for n in range(number)]
    given[3] = {"id": "x", "text": ""}
    given[4] = {"id": "y", "body": "no"}
    given[5] = "  "
    given[6] = b"GIF89a\0\0\0\0\0\0"
    given[7] = 7
    given[8] = Document(TEXT.format(8), id="8", path="a/b", record=8)
    given[9] = TEXT.format(9).encode("utf-16")
    return given


def test_workers_give_what_this_process_gives(pipeline: Pipeline) -> None:
    given = mixed(120)
    one = list(pipeline.clean_many(given, errors="return"))
    assert [isinstance(result, DocumentError) for result in one[:10]] == [False] * 3 + [True] * 5 + [
        False
    ] * 2
    for options in ({"workers": 2}, {"workers": 1, "batch": 7}, {"batch": 50}):
        many = list(pipeline.clean_many(given, errors="return", **options))
        assert list(map(key, many)) == list(map(key, one))


@pytest.mark.parametrize("workers", [0, 2])
def test_errors_are_raised_at_their_place(pipeline: Pipeline, workers: int) -> None:
    stream = pipeline.clean_many(mixed(40), workers=workers)
    assert [next(stream).id for _ in range(3)] == ["0", "1", "2"]  # type: ignore[union-attr]
    with pytest.raises(InputError, match="`text` is empty"):
        next(stream)


@pytest.mark.parametrize("workers", [0, 2])
def test_no_more_is_taken_than_is_at_work(pipeline: Pipeline, workers: int) -> None:
    taken = 0

    def endless() -> Iterator[str]:
        nonlocal taken
        while True:
            taken += 1
            yield TEXT.format(taken)

    stream = pipeline.clean_many(endless(), workers=workers, batch=4)
    first = [next(stream) for _ in range(20)]
    assert len(first) == 20
    assert taken <= 20 + 4 * (2 * workers + 1)
    stream.close()  # type: ignore[attr-defined]


def test_wrong_arguments_are_refused(pipeline: Pipeline) -> None:
    for wrong in ({"workers": -1}, {"errors": "ignore"}, {"batch": 0}):
        with pytest.raises(ValueError, match="must be"):
            pipeline.clean_many(["a"], **wrong)  # type: ignore[call-overload]
        with pytest.raises(ValueError, match="must be"):
            aio.clean_many(pipeline, ["a"], **wrong)  # type: ignore[call-overload]


@pytest.mark.parametrize("one", [TEXT, TEXT.encode(), {"text": TEXT}, Document(TEXT)])
def test_one_document_is_not_taken_for_many(pipeline: Pipeline, one: Any) -> None:
    for clean_many in (pipeline.clean_many, partial(aio.clean_many, pipeline)):
        with pytest.raises(TypeError, match="an iterable of documents, not one"):
            clean_many(one)


def test_what_kills_or_holds_up_a_worker_costs_itself(acting: Acting, tmp_path: Path) -> None:
    given = [TEXT.format(n) for n in range(40)]
    given[2], given[11], given[12], given[30] = "die", "hang", "bug", "die"
    given[20] = f"once {tmp_path / 'flag'}"
    given[35] = "eat"
    found = list(acting.clean_many(given, workers=2, errors="return", batch=8))
    failed = {n: (r.stage, r.code) for n, r in enumerate(found) if isinstance(r, DocumentError)}
    died = ("run", "worker-died")
    assert failed == {
        2: died,
        11: ("run", "timeout"),
        12: ("run", "internal-error"),
        30: died,
        35: ("run", "memory"),
    }
    assert "ended by signal 9 on it" in str(found[2])
    assert (
        [r.body[-3:] for n, r in enumerate(found) if n not in failed and n != 20]
        == [  # type: ignore[union-attr]
            f"{n}."[-3:].rjust(3) for n in range(40) if n not in failed and n != 20
        ]
    )


def test_a_crew_serves_again_and_after_its_caller_went_away(pipeline: Pipeline) -> None:
    with Crew(pipeline, 1) as crew:
        stream = crew.clean([[Document(TEXT.format(n))] for n in range(9)])
        next(stream)
        stream.close()  # type: ignore[attr-defined]
    with Crew(pipeline, 1) as crew:
        for _ in range(2):
            (found,) = crew.clean([[Document(TEXT.format(1))]])
            assert isinstance(found[0], Article)
        stream = crew.clean([[Document(TEXT.format(n))] for n in range(9)])
        next(stream)
        with pytest.raises(RuntimeError, match="one stream"):
            next(crew.clean([[]]))


def test_threads_share_a_pipeline(pipeline: Pipeline) -> None:
    texts = [TEXT.format(n) + f"\n\nRead also: Story {n}" for n in range(60)]
    alone = [pipeline.clean(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(pipeline.clean, texts)) == alone


def test_a_pipeline_pickles_and_forks(pipeline: Pipeline) -> None:
    article = pipeline.clean(TEXT.format(1))
    assert pickle.loads(pickle.dumps(pipeline)).clean(TEXT.format(1)) == article
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.write(write, b"yes" if pipeline.clean(TEXT.format(1)) == article else b"no")
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(read, 3) == b"yes"


def test_asynchronous_streams(pipeline: Pipeline) -> None:
    given = mixed(40)

    async def source() -> AsyncIterator[Any]:
        for one in given:
            await asyncio.sleep(0)
            yield one

    async def gather(items: Any, **options: Any) -> list[Any]:
        return [one async for one in aio.clean_many(pipeline, items, errors="return", **options)]

    expected = [key(one) for one in pipeline.clean_many(given, errors="return")]
    for items, options in ((source(), {}), (source(), {"workers": 2, "batch": 8}), (given, {"batch": 3})):
        assert [key(one) for one in asyncio.run(gather(items, **options))] == expected
    assert asyncio.run(aio.clean(pipeline, TEXT.format(1), id="a")).id == "a"


def test_workers_end_with_a_program_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "program.py"
    script.write_text(
        "import os, signal\nfrom normalize.pipeline import Pipeline\nfrom normalize.crew import Crew\n"
        "crew = Crew(Pipeline.load({'rules': {'packs': ['any']}}), 1)\n"
        "print(crew._members[0].process._process.pid, flush=True)\nos.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    worker = int(done.stdout)
    for _ in range(60):
        if not alive(worker):
            return
        time.sleep(0.1)
    pytest.fail("the worker lives on")


def alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(") ", 1)[1][0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_workers_of_a_program_with_threads_need_no_main_module(tmp_path: Path) -> None:
    script = tmp_path / "program.py"  # without `if __name__ == "__main__":`
    script.write_text(
        "import threading, time\nfrom normalize.pipeline import Pipeline\n"
        "threading.Thread(target=time.sleep, args=(30,), daemon=True).start()\n"
        "pipeline = Pipeline.load({'rules': {'packs': ['any']}})\n"
        "for one in pipeline.clean_many(['The ferry left at noon.', ' '], workers=2, errors='return', batch=1):\n"
        "    print(repr(getattr(one, 'body', one)))\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "'The ferry left at noon.'",
        "InputError('the input holds nothing but white space')",
    ]
