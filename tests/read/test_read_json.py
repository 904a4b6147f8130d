"""JSON files: where records end, and what becomes of broken ones."""

from __future__ import annotations

import json
import tempfile
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalize.article import Document
from normalize.read import Failure, Inputs, ReadConfig

ReadAll = Callable[..., list[Document | Failure]]


def told(found: list[Document | Failure]) -> list[tuple[str, int | None]]:
    return [(one.code if isinstance(one, Failure) else str(one.data), one.record) for one in found]


def test_one_object_is_known_by_its_file(read_all: ReadAll) -> None:
    for data in (b'{"text": "a"}', b'\xef\xbb\xbf{\n "text": "a"\n}\n\n'):
        (found,) = read_all(data, "x.json")
        assert (found.id, found.record) == ("x", None)
        assert isinstance(found, Document)
        assert found.data == "a"


def test_elements_and_objects_are_counted(read_all: ReadAll) -> None:
    array = b'[{"text": "a"}, {"text": "[b\\"]}", "k": [1, {"x": "\\\\"}]}\n,7, {"text": "c"}]'
    assert told(read_all(array, "x.json")) == [("a", 1), ('[b"]}', 2), ("bad-record", 3), ("c", 4)]
    assert told(read_all(b'{\n"text": "a"} {"text": "b"}\n[{"text": "c"}]', "x.json")) == [
        ("a", 1),
        ("b", 2),
        ("c", 3),
    ]


def test_a_broken_record_costs_that_record(read_all: ReadAll) -> None:
    found = read_all(b'[{"text": "a"},\n {"text": nonsense},\n {"text": "c"}, ]', "x.json")
    assert told(found) == [("a", 1), ("bad-json", 2), ("c", 3), ("bad-json", 4)]


@pytest.mark.parametrize("data", [b"[]", b" [ ]\n", b"[\n]"])
def test_nothing_in_it(read_all: ReadAll, data: bytes) -> None:
    assert told(read_all(data, "x.json")) == [("empty", None)]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
def test_utf_16_and_utf_32(read_all: ReadAll, encoding: str) -> None:
    lines = '{"text": "Élan"}\n{"text": "水门"}\n'
    for text, name in ((lines, "x.jsonl"), (lines, "x"), (f"[{lines.replace('}', '},', 1)}]", "x.json")):
        assert told(read_all(text.encode(encoding), name)) == [("Élan", 1), ("水门", 2)]


def test_records_in_an_object(read_all: ReadAll) -> None:
    records = [{"text": "a"}, 7, {"text": "b"}]
    wanted = [("a", 1), ("bad-record", 2), ("b", 3)]
    for wrapped in (
        {"status": "ok", "articles": records},
        {"response": {"docs": records, "facets": [{"n": 1}]}},
    ):
        assert told(read_all(json.dumps(wrapped).encode(), "x.json")) == wanted
        assert told(read_all(json.dumps(wrapped, indent=1).encode(), "x.json")) == wanted
    for other in ({"a": records, "b": records}, {"images": [{"url": "x"}]}, {"articles": []}):
        assert told(read_all(json.dumps(other).encode(), "x.json")) == [("bad-record", None)]
    assert told(read_all(b'{"text": "mine", "comments": [{"text": "a"}]}', "x.json")) == [("mine", None)]


def test_the_place_where_an_element_has_no_end(read_all: ReadAll) -> None:
    found = read_all(b'[{"text": "a"}, {"text": "b}, {"text": "c"}]', "x.json")
    assert told(found) == [("a", 1), ("truncated", None)]
    assert found[1].reason.startswith("element 2, which begins at byte 16, has no end")  # type: ignore[union-attr]
    (_, cut) = read_all(b'[{"text": "a"}, ', "x.json")
    assert cut.reason == "the array has no end: the file was cut off behind element 1"  # type: ignore[union-attr]


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(['"', "\\", "]", "{", ","]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
RECORDS = st.lists(st.builds(lambda extra: {"text": "x", "k": extra}, VALUES), min_size=1, max_size=6)


@given(RECORDS, st.sampled_from([None, 1]), st.booleans(), st.integers(1, 40))
@settings(max_examples=80)
def test_records_come_back_whatever_they_hold(
    records: list[dict[str, Any]], indent: int | None, ascii_only: bool, size: int
) -> None:
    from normalize.read import jsonfile

    before = jsonfile.HEAD_BYTES
    data = json.dumps([*records, 1], indent=indent, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    try:
        jsonfile.HEAD_BYTES = size  # pieces that end anywhere
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "x.json"
            path.write_bytes(data)
            found = list(Inputs([path], ReadConfig(keep_extra=True)))
            path.write_bytes(data[: len(data) - 1 - size % len(data)])
            cut = list(Inputs([path]))
    finally:
        jsonfile.HEAD_BYTES = before
    assert [one.record for one in found] == [*range(1, len(records) + 2)]
    for one, record in zip(found, records, strict=False):
        assert isinstance(one, Document)
        wanted = {} if record["k"] in (None, "", [], {}) else {"k": json.loads(json.dumps(record["k"]))}
        assert one.metadata.get("extra", {}) == wanted
    assert isinstance(cut[-1], Failure)
    assert cut[-1].code in ("truncated", "empty")


def test_a_long_array_and_a_long_element_are_not_held(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    with path.open("wb") as file:
        file.write(b"[")
        for number in range(30):
            file.write(b'{"id": %d, "text": "%s"},\n' % (number, b"word " * 40_000))
        file.write(b'{"id": "long", "text": "' + b"a" * 8_000_000 + b'"}, {"id": "last", "text": "z"}]')
    tracemalloc.start()
    codes = [
        one.code if isinstance(one, Failure) else one.id
        for one in Inputs([path], ReadConfig(max_line=500_000))
    ]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert codes == [*map(str, range(30)), "too-large", "last"]
    assert peak < 6_000_000
