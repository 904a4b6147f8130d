"""The sample: some of each kind, the worst first, the same whatever the order; counts that are exact."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalize.report.corpus.sample import KINDS, FailedSample, Sample
from normalize.report.corpus.spilled import Spilled
from normalize.report.corpus.totals import BINS, Totals, family_of, share_bin


def record(
    number: int, share: float = 0.0, rule: str = "", flag: str = "", site: str = "s.example"
) -> dict[str, Any]:
    edit = {"start": 0, "end": 10, "action": "strip", "stage": "strip", "rule": rule}
    return {
        "id": f"d{number}",
        "headline": None,
        "body": "Word " * 20,
        "metadata": {"site": site, "language": "en"},
        "source": {"path": f"{number}.txt", "format": "text", "charset": "utf-8", "charset_by": "utf-8"},
        "quality": {"removed_share": share, "flags": [flag] if flag else []},
        "edits": [edit] if rule else [],
    }


def chosen(records: list[dict[str, Any]]) -> list[str]:
    sample = Sample(0.5)
    for number, one in enumerate(records):
        sample.offer(number, one)
    return [records[one.number]["id"] for one in sample.chosen()]


def test_each_kind_is_there_and_the_worst_come_first() -> None:
    records = [record(number) for number in range(3000)]
    records[1234] = record(1234, 0.9)
    records[77] = record(77, 0.52, flag="much-removed")
    records[2500] = record(2500, 0.1, rule="en.rare.rule")
    records[2999] = record(2999, site="lonely.example")
    found = chosen(records)
    assert found[0] == "d1234"
    assert {"d1234", "d77", "d2500", "d2999"} <= set(found[:10])
    assert len(found) == len(set(found)) == 3000


def test_the_order_of_the_records_does_not_matter() -> None:
    records = [record(number, number % 7 / 10, f"en.a.r{number % 5}") for number in range(500)]
    assert chosen(records) == chosen(records[::-1])


def test_memory_is_bounded() -> None:
    sample = Sample(0.5)
    for number in range(30_000):
        sample.offer(number, record(number, 0.7, f"en.a.r{number}", site=f"s{number}.example"))
    assert sum(map(len, sample._strata.values())) < 20_000 + 2 * 2_000 + sum(
        most for most, _ in KINDS.values()
    )


def test_failures_of_each_code() -> None:
    sample = FailedSample()
    for number in range(1000):
        code = "empty" if number % 100 else "binary"
        sample.offer({"path": f"{number}.txt", "record": None, "id": None, "code": code, "stage": "read"})
    codes = Counter(one["code"] for one in sample.chosen())
    assert codes == {"empty": FailedSample.MOST, "binary": 10}


@settings(max_examples=60)
@given(
    pairs=st.lists(st.tuples(st.sampled_from("abc"), st.text(max_size=3), st.integers(0, 9)), max_size=40),
    most=st.integers(1, 8),
)
def test_spilled_counts_are_exact(pairs: list[tuple[str, str, int]], most: int) -> None:
    plain: Counter[tuple[str, str]] = Counter()
    with Spilled(most) as spilled:
        for kind, name, number in pairs:
            name = name.encode("utf-8", "replace").decode()
            spilled.add(kind, name, number)
            plain[kind, name] += number
        for kind in "abc":
            names = {name: number for (one, name), number in plain.items() if one == kind and number}
            assert dict(spilled.most(kind, 100)) == names
            assert spilled.names(kind) == len(names)
            assert spilled.total(kind) == sum(names.values())


def test_totals() -> None:
    with Spilled() as spilled:
        totals = Totals(spilled)
        for one in (
            record(0),
            record(1, 0.04, "en.a.b"),
            record(2, 0.05, "en.a.b", "few-words"),
            record(3, 1.0, "en.c.d"),
        ):
            totals.add(one)
        totals.fail({"stage": "read", "code": "empty"})
        assert (totals.records, totals.removed, totals.characters) == (4, 30, 430)
        assert totals.shares == [1, 2] + [0] * (BINS - 2) + [1]
        assert {name: one.characters for name, one in totals.families.items()} == {"a": 20, "c": 10}
        assert (totals.rules["en.a.b"].edits, totals.rules["en.a.b"].documents) == (2, 2)
        assert spilled.most("en.a.b", 5) == [("s.example", 2)]
        assert totals.errors == {("read", "empty"): 1}
        assert totals.flags == {"few-words": 1}


@pytest.mark.parametrize(
    ("share", "column"), [(0, 0), (0.0001, 1), (0.05, 1), (0.0501, 2), (0.5, 10), (1.0, 20)]
)
def test_columns_of_shares(share: float, column: int) -> None:
    assert share_bin(share) == column


def test_families() -> None:
    assert family_of("en.related.read-also", "strip") == "related"
    assert family_of("prune.line", "prune") == "line scorer"
    assert family_of("repair.mojibake", "repair") == "repair of damage"
