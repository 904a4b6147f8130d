"""Keys that are counted part by part from disk give the counts that a table in memory gives."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from normalize.discover import spill
from normalize.discover.keys import SITE_SHIFT
from normalize.discover.spill import Spill, frequent, write_keys


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chunks=st.lists(st.lists(st.integers(0, 40), max_size=60), max_size=6), part=st.integers(1, 50))
def test_counts(chunks: list[list[int]], part: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spill, "_PART", part)
    spilled = Spill(tmp_path)
    for number, keys in enumerate(chunks):
        path = spilled.path(number, 0)
        write_keys(path, keys)
        spilled.files.append(path)
    counted: Counter[int] = Counter()
    for one in spilled.parts():
        assert not counted.keys() & one.keys()
        counted.update(one)
    assert counted == Counter(key for keys in chunks for key in keys)


def test_the_bar_is_a_share_of_the_site() -> None:
    small, large = 0 << SITE_SHIFT, 1 << SITE_SHIFT
    parts = [{small | 1: 3, small | 2: 2, large | 1: 3, large | 2: 10}]
    assert frequent(parts, [30, 1000], 3, 0.01, 100) == {small | 1: 3, large | 2: 10}


def test_no_more_than_the_most_are_kept_those_with_the_largest_share() -> None:
    parts = [{key: key + 3 for key in range(10)}, {100 + key: 3 for key in range(10)}]
    assert frequent(parts, [100], 3, 0.0, 4) == {9: 12, 8: 11, 7: 10, 6: 9}
