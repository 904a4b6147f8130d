"""One contract for all ways of cleaning: the same records byte for byte, the same errors, the same counts."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from normalize.arrow import BatchCleaner
from normalize.config import load_config
from normalize.lines import LineCleaner
from normalize.pipeline import Pipeline
from normalize.read import Failure
from normalize.write import json_line
from tests.integrations.conftest import serving
from tests.integrations.engines import needs
from tests.integrations.mixed import killers, rows
from tests.plugin_install import install
from tests.test_plugins import STAGES

CONFIG = (
    f'stages = {json.dumps(STAGES)}\n[rules]\npacks = ["any"]\nplugins = ["example"]\n[limits]\nseconds = 6\n'
)
ROUTES = Path(__file__).with_name("engines.py")
ENGINES = {"ray": "ray", "spark": "pyspark", "datatrove": "datatrove", "dask": "dask", "datasets": "datasets"}


class Setup:
    """Documents, a configuration, plug-ins, and what one process makes of the documents."""

    def __init__(self, place: Path, count: int) -> None:
        self.place = place
        place.mkdir()
        self.environment = install(place)
        site = self.environment["PYTHONPATH"]
        self.environment["PYTHONPATH"] = f"{site}:{Path(__file__).parents[2]}"
        (place / "normalize.toml").write_text(CONFIG)
        sys.path.insert(0, site)
        self.pipeline = Pipeline.load(load_config(place / "normalize.toml"))
        self.rows = list(rows(count))
        with LineCleaner(self.pipeline) as cleaner:
            self.expected = lines(cleaner.clean(self.rows))
        self.killers = killers()
        with LineCleaner(self.pipeline, workers=1) as cleaner:
            self.rows[30:30] = self.killers
            self.guarded = lines(cleaner.clean(self.rows))
        (place / "in.jsonl").write_bytes(b"".join(map(json_line, self.rows)))

    def close(self) -> None:
        sys.path.remove(self.environment["PYTHONPATH"].split(":")[0])


@pytest.fixture(scope="module")
def setup(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Setup]:
    made = Setup(tmp_path_factory.mktemp("contract") / "place", 60)
    yield made
    made.close()


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Setup]:
    made = Setup(tmp_path_factory.mktemp("contract") / "place", 1998)
    yield made
    made.close()


def lines(found: Any) -> list[bytes]:
    return [error_line(one.entry()) if isinstance(one, Failure) else one for one in found]


def error_line(entry: dict[str, Any]) -> bytes:
    """An error without its place, which only some ways of cleaning know."""
    return json_line({"error": {name: entry[name] for name in ("id", "stage", "code", "reason")}})


def placeless(line: bytes) -> bytes:
    """A line of output without the place of its document."""
    value = json.loads(line)
    return error_line(value["error"]) if "error" in value else line


def arrow(setup: Setup, workers: int) -> list[bytes]:
    import pyarrow

    given = [row for row in setup.rows if workers or row not in setup.killers]
    cleaner = BatchCleaner(setup.pipeline, "lines", workers=workers)
    found = cleaner.clean_table(pyarrow.Table.from_pylist(given, schema=_schema())).to_pylist()
    cleaner.close()
    return [
        f"{row['record']}\n".encode() if row["record"] else error_line(json.loads(row["error"]))
        for row in found
    ]


def _schema() -> Any:
    import pyarrow

    return pyarrow.schema([(name, pyarrow.string()) for name in ("id", "url", "text", "html")])


def pool(setup: Setup) -> list[bytes]:
    with LineCleaner(setup.pipeline, workers=2) as cleaner:
        return lines(cleaner.clean(setup.rows))


def shell(setup: Setup) -> list[bytes]:
    command = [sys.executable, "-m", "normalize", "clean", "--jsonl", "--errors", "inline", "--workers", "2"]
    with (setup.place / "in.jsonl").open("rb") as given:
        done = subprocess.run(
            command, stdin=given, stdout=subprocess.PIPE, cwd=setup.place, env=setup.environment, check=False
        )
    assert done.returncode == 1
    return [placeless(line) for line in done.stdout.splitlines(keepends=True)]


def service(setup: Setup) -> list[bytes]:
    pytest.importorskip("uvicorn")
    with serving(setup.place, environment=setup.environment) as asked:
        status, answer = asked.ask("/clean", (setup.place / "in.jsonl").read_bytes(), "application/x-ndjson")
    assert status == 200
    return [placeless(line) for line in answer.splitlines(keepends=True)]


def run(setup: Setup, *options: str) -> list[bytes]:
    """The batch command: its records know their place, and errors have a file of their own."""
    out = setup.place / "-".join(("out", *options))
    command = [
        sys.executable,
        "-m",
        "normalize",
        "run",
        "in.jsonl",
        "-o",
        str(out),
        "--workers",
        "2",
        "--quiet",
        *options,
    ]
    subprocess.run(command, cwd=setup.place, env=setup.environment, check=False, stderr=subprocess.DEVNULL)
    found = {}
    for line in (out / "articles.jsonl").read_bytes().splitlines(keepends=True):
        found[json.loads(line)["id"]] = re.sub(
            rb'"source":\{"path":"in.jsonl","record":\d+,', b'"source":{', line
        )
    for line in (out / "errors.jsonl").read_bytes().splitlines():
        entry = json.loads(line)
        found[entry["id"]] = error_line(entry)
    return [found.pop(row["id"]) for row in setup.rows]


WAYS: dict[str, Callable[[Setup], list[bytes]]] = {
    "pool": pool,
    "shell": shell,
    "service": service,
    "run": run,
    "arrow": lambda setup: arrow(setup, 1),
}


def counts(found: list[bytes]) -> Counter[str]:
    return Counter(json.loads(line).get("error", {}).get("code", "record") for line in found)


def test_the_documents_are_mixed(setup: Setup) -> None:
    assert counts(setup.guarded) == {
        "record": 54,
        "empty": 1,
        "html-too-deep": 1,
        "no-article": 1,
        "bad-record": 1,
        "internal-error": 1,
        "html-too-many-attributes": 1,
        "worker-died": 1,
        "timeout": 1,
    }
    assert setup.expected == setup.guarded[:30] + setup.guarded[32:]


def test_arrow_in_this_process(setup: Setup) -> None:
    assert arrow(setup, 0) == setup.expected


@pytest.mark.parametrize("way", WAYS)
def test_few(setup: Setup, way: str) -> None:
    assert WAYS[way](setup) == setup.guarded


def test_columns_hold_what_lines_hold(setup: Setup) -> None:
    import pyarrow
    import pyarrow.compute

    from normalize.arrow import schema
    from normalize.write.arrow_schema import arrow_row

    given = pyarrow.Table.from_pylist(
        [row for row in setup.rows if row not in setup.killers], schema=_schema()
    )
    found = BatchCleaner(setup.pipeline).clean_table(given)
    records = [line for line in setup.expected if b'{"error"' not in line[:9]]
    expected = pyarrow.Table.from_pylist([arrow_row(line) for line in records], schema=schema())
    good = found.filter(pyarrow.compute.is_null(found["error"]))
    assert good.equals(expected)
    told = [row["error"] for row in found.select(["error"]).to_pylist() if row["error"]]
    errors = [json.loads(line)["error"] for line in setup.expected if b'{"error"' in line[:9]]
    assert told == [{name: one[name] for name in ("stage", "code", "reason")} for one in errors]


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_many(large: Setup, way: str) -> None:
    found = WAYS[way](large)
    assert found == large.guarded
    assert counts(found).total() == 2000


@pytest.mark.engines
@pytest.mark.parametrize("engine", ENGINES)
def test_few_by_engines(setup: Setup, engine: str) -> None:
    by_engine(setup, engine)


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_many_by_engines(large: Setup, engine: str) -> None:
    by_engine(large, engine)


def by_engine(setup: Setup, engine: str) -> None:
    """Clean by the example script of an engine."""
    needs(engine, ENGINES[engine])
    out = setup.place / f"{engine}.jsonl"
    command = [sys.executable, str(ROUTES), engine, "in.jsonl", str(out)]
    subprocess.run(command, cwd=setup.place, env=setup.environment, check=True)
    found = [placeless(line) for line in out.read_bytes().splitlines(keepends=True)]
    expected = dict(zip((row["id"] for row in setup.rows), setup.guarded, strict=True))
    rows = setup.rows
    if engine in ("dask", "datasets"):  # they clean in their own process, which nothing guards
        rows = [row for row in rows if row not in setup.killers]
    if engine == "datatrove":  # its documents are texts
        rows = [row for row in rows if "text" in row]
    assert found == [expected[row["id"]] for row in rows]


@pytest.mark.engines
@pytest.mark.parametrize("engine", ["ray", "spark"])
def test_few_by_runs_on_engines(setup: Setup, engine: str) -> None:
    needs(engine, ENGINES[engine])
    assert run(setup, "--engine", engine) == setup.guarded


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["ray", "spark"])
def test_many_by_runs_on_engines(large: Setup, engine: str) -> None:
    needs(engine, ENGINES[engine])
    assert run(large, "--engine", engine) == large.guarded
