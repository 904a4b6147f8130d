from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from rule_texts import load, rule_text

from normalize.errors import RuleError
from normalize.match.cache import Cache
from normalize.ruleset import RuleSet, host_of
from normalize.ruleset.packs import Source, find_sources, fingerprint, pack_names, shipped_root

SITES = """\
[site]
host = "quay.example.org"
name = "The Quay Observer"
aliases = ["Quay Obs."]
hosts = ["observer.example.net"]
"""


def ids(rules: RuleSet, **about: str | None) -> list[str]:
    return [rules[index].id for index in sorted(rules.select(**about))]


@pytest.fixture
def rules() -> RuleSet:
    return load(
        rule_text("en.a.english")
        + rule_text("de.a.german")
        + rule_text("any.a.any")
        + rule_text("any.a.both", 'languages = ["en", "de"]')
        + rule_text("en.a.portal", 'sites = ["portal.example"]')
        + rule_text("en.a.portals", 'sites = [".portal.example"]')
        + rule_text("en.a.old", 'valid_until = "2020-06-30"'),
        SITES + rule_text("en.quay.appeal"),
    )


def test_order_length_and_lookup(rules: RuleSet) -> None:
    names = [rule.id for rule in rules]
    assert names == sorted(names)
    assert len(rules) == 8
    found = rules.get("en.a.english")
    assert found is not None
    assert found.id == "en.a.english"
    assert rules.get("en.a.none") is None


def test_language_selects(rules: RuleSet) -> None:
    everywhere = ["any.a.any", "any.a.both"]
    assert ids(rules, language="de") == [*everywhere, "de.a.german"]
    assert ids(rules, language="en-US") == [*everywhere, "en.a.english", "en.a.old"]
    assert ids(rules, language="fr") == ["any.a.any"]
    assert ids(rules) == [*everywhere, "de.a.german", "en.a.english", "en.a.old"]


def test_host_selects(rules: RuleSet) -> None:
    def sited(host: str) -> list[str]:
        return [name for name in ids(rules, host=host) if name not in ids(rules)]

    assert sited("portal.example") == ["en.a.portal", "en.a.portals"]
    assert sited("WWW.Portal.Example") == ["en.a.portal", "en.a.portals"]
    assert sited("news.portal.example") == ["en.a.portals"]
    assert sited("notportal.example") == []
    assert sited("quay.example.org") == ["en.quay.appeal"]
    assert sited("live.quay.example.org") == ["en.quay.appeal"]
    assert sited("observer.example.net") == ["en.quay.appeal"]
    assert sited("example.org") == []


def test_publisher_selects_without_an_address_and_beside_one(rules: RuleSet) -> None:
    assert "en.quay.appeal" in ids(rules, publisher="Quay Observer")
    assert "en.quay.appeal" in ids(rules, publisher="the  QUAY observer")
    assert "en.quay.appeal" in ids(rules, publisher="Quay Obs.", language="en")
    assert "en.quay.appeal" not in ids(rules, publisher="Quay Obs.", language="de")
    assert "en.quay.appeal" not in ids(rules, publisher="Observer")
    both = ids(rules, publisher="Quay Observer", host="portal.example")
    assert {"en.quay.appeal", "en.a.portal"} <= set(both)


def test_rules_end_on_their_last_day(rules: RuleSet) -> None:
    assert "en.a.old" in ids(rules, date="2020-06-30T23:59:00Z")
    assert "en.a.old" not in ids(rules, date="2020-07-01")


def test_selection_does_not_depend_on_what_was_selected_before(rules: RuleSet) -> None:
    fresh = ids(load(*[rule_text("en.a.x"), SITES + rule_text("en.b.x")]), host="quay.example.org")
    warm = load(*[rule_text("en.a.x"), SITES + rule_text("en.b.x")])
    for host in ("a.example", "quay.example.org", "b.example"):
        warm.select(host=host)
    assert ids(warm, host="quay.example.org") == fresh == ["en.a.x", "en.b.x"]
    for number in range(100):
        warm.select(host=f"h{number}.example")
    assert len(warm._selections) == 2


def test_hash_tells_what_affects_results() -> None:
    base = load(rule_text("en.a.x"))
    assert base.hash == load(rule_text("en.a.x")).hash
    assert base.hash == load("# moved\n\n" + rule_text("en.a.x", 'why = "Another reason."')).hash
    assert base.hash == load(rule_text("en.a.x", 'keep = ["Other."]')).hash
    changed = [
        rule_text("en.a.y"),
        rule_text("en.a.x", 'equals = ["Junk"]'),
        rule_text("en.a.x", 'status = "trial"'),
        rule_text("en.a.x", "unless = { quoted = true }"),
        rule_text("en.a.x", 'capture = { related = "rest" }'),
        rule_text("en.a.x", 'sites = ["a.example"]'),
        SITES + rule_text("en.a.x", "sites = []"),
    ]
    assert len({base.hash, *(load(text).hash for text in changed)}) == len(changed) + 1


def test_order_of_files_does_not_matter() -> None:
    texts = [rule_text("en.a.x"), rule_text("en.a.y")]
    assert load(*texts).hash == load(*reversed(texts)).hash


def test_a_set_pickles(rules: RuleSet) -> None:
    expected = ids(rules, host="quay.example.org", language="en")
    again = pickle.loads(pickle.dumps(rules))
    assert again.rules == rules.rules
    assert again.sites == rules.sites
    assert again.hash == rules.hash
    assert ids(again, host="quay.example.org", language="en") == expected


def test_only_some(rules: RuleSet) -> None:
    assert [rule.id for rule in rules.only(["de.a.german", "en.a.old"])] == ["de.a.german", "en.a.old"]


def test_narrowed_to_some(rules: RuleSet) -> None:
    few = rules.narrowed(["de.a.german", "en.a.old"])
    assert few.rules == rules.rules
    assert ids(few) == ["de.a.german", "en.a.old"]
    assert ids(few, language="en") == ["en.a.old"]
    assert len(ids(rules)) > 2


def test_switching() -> None:
    text = rule_text("en.a.x", 'status = "trial"') + rule_text("en.a.y") + rule_text("en.b.z")
    rules = load(text, on=("en.a.x",), off=("en.b.*",))
    assert [(rule.id, rule.status) for rule in rules] == [("en.a.x", "on"), ("en.a.y", "on")]


def test_switching_what_cannot_be_switched() -> None:
    text = rule_text("en.related.read-also") + rule_text("en.a.gone", 'status = "retired"')
    with pytest.raises(RuleError) as caught:
        load(text, on=("en.related.red-also", "en.a.gone"), off=("fr.*", "en.related.read-also"))
    assert [(p.file, p.code) for p in caught.value.problems] == [
        ("<off>", "R030"),
        ("<on>", "R030"),
        ("<on>", "R031"),
    ]
    assert "did you mean `en.related.read-also`?" in caught.value.problems[1].message
    with pytest.raises(RuleError, match="R032"):
        load(text, on=("en.related.read-also",), off=("en.related.*",))


def test_former_ids_are_understood_with_a_note() -> None:
    text = rule_text("en.a.new", 'replaces = ["en.a.old"]')
    rules = load(text, off=("en.a.old",))
    assert len(rules) == 0
    assert [note.code for note in rules.notes] == ["R034"]
    changed = load(text, '[[override]]\nid = "en.a.old"\nstatus = "trial"\n')
    assert changed[0].status == "trial"
    assert [(note.file, note.line) for note in changed.notes] == [("2.toml", 1)]


def test_retired_rules_are_not_in_the_set() -> None:
    rules = load(rule_text("en.a.x", 'status = "retired"', "keep = ") + rule_text("en.a.y"))
    assert [rule.id for rule in rules] == ["en.a.y"]
    assert list(rules.retired) == ["en.a.x"]


def test_overrides() -> None:
    override = '[[override]]\nid = "en.a.x"\nstarts = ["Trash"]\nstatus = "trial"\n'
    (rule,) = load(rule_text("en.a.x"), override)
    assert (rule.matcher.kind, rule.matcher.patterns, rule.status) == ("starts", ("Trash",), "trial")
    assert rule.strip == ("Junk.",)
    assert load(rule_text("en.a.x"), '[[override]]\nid = "en.a.x"\nstatus = "retired"\n').rules == ()


@pytest.mark.parametrize(
    ("override", "code", "line"),
    [
        ('\n[[override]]\nid = "en.a.z"\nstatus = "on"\n', "R025", 2),
        ('[[override]]\nid = "en.a.x"\nkeep = []\n', "R024", 1),
        ('[[override]]\nid = "en.a.x"\ncapture = { related = "title" }\n', "R014", 1),
        (
            '[[override]]\nid = "en.a.x"\nunit = "line"\n[[override]]\nid = "en.a.x"\nunit = "span"\n',
            "R026",
            4,
        ),
    ],
)
def test_overrides_that_are_wrong(override: str, code: str, line: int) -> None:
    with pytest.raises(RuleError) as caught:
        load(rule_text("en.a.x"), override)
    assert [(p.file, p.line, p.code) for p in caught.value.problems] == [("2.toml", line, code)]


def test_two_sites_cannot_share_a_name() -> None:
    with pytest.raises(RuleError) as caught:
        load(SITES, SITES.replace("quay.example.org", "q.example").replace("observer.", "o."))
    assert {p.code for p in caught.value.problems} == {"R027"}
    assert len(caught.value.problems) == 2


def test_problems_of_all_files_come_together() -> None:
    with pytest.raises(RuleError) as caught:
        load("[[rule]\n", rule_text("en.a.x", "whi = 1"), "[[rule]]\n")
    assert {p.file for p in caught.value.problems} == {"1.toml", "2.toml", "3.toml"}


def test_directories_and_single_files(tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "b.toml").write_text(rule_text("en.a.b"))
    (tmp_path / "a.toml").write_text(rule_text("en.a.a"))
    (tmp_path / "notes.txt").write_text("no rules")
    assert [rule.id for rule in RuleSet.load((), [tmp_path])] == ["en.a.a", "en.a.b"]
    assert [rule.id for rule in RuleSet.load((), [tmp_path / "a.toml", tmp_path / "deep"])] == [
        "en.a.a",
        "en.a.b",
    ]
    assert len(RuleSet.load((), [tmp_path, tmp_path])) == 2
    with pytest.raises(RuleError) as caught:
        RuleSet.load(("nosuchpack",), [tmp_path / "missing"])
    assert [p.code for p in caught.value.problems] == ["R001", "R029"]


def test_a_set_that_was_made_before_is_not_made_again(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(rule_text("en.a.a"))
    made: list[str] = []
    read: list[str] = []

    class Counting(Cache):
        def __call__(self, key: str, make: Callable[[], Any]) -> Any:
            return super().__call__(key, lambda: (made.append(key), make())[1])

        def parts(self, key: str, parts: Mapping[Any, Any], make: Callable[[Any], Any]) -> dict[Any, Any]:
            return super().parts(key, parts, lambda source: (read.append(source.name), make(source))[1])

    cached = Counting(tmp_path / "kept")

    def loaded(**options: tuple[str, ...]) -> RuleSet:
        return RuleSet.load((), [path], cached=cached, **options)

    assert loaded().hash == loaded().hash == RuleSet.load((), [path]).hash
    assert loaded()[0] == RuleSet.load((), [path])[0]
    assert (len(made), len(read)) == (1, 1)
    assert len(loaded(off=("en.a.a",))) == 0
    path.write_text(rule_text("en.a.b"))
    assert [rule.id for rule in loaded()] == ["en.a.b"]
    assert (len(made), len(read)) == (3, 2), "what is off is no matter of the file"
    other = tmp_path / "b.toml"
    other.write_text(rule_text("en.b.b"))
    assert len(RuleSet.load((), [path, other], cached=cached)) == 2
    assert read[2:] == [str(other)]
    path.write_text("[[rule]]")
    for _ in range(2):
        with pytest.raises(RuleError):
            loaded()


def test_shipped_packs_are_found() -> None:
    assert shipped_root().name in {"rules", "_rules"}
    assert "profiles" not in pack_names()


def test_fingerprint_changes_with_any_input(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(rule_text("en.a.a"))
    sources, problems = find_sources((), [path])
    assert not problems
    base = fingerprint(sources, (), ())
    assert base == fingerprint(sources, (), ())
    others = [
        fingerprint(sources, ("x",), ()),
        fingerprint(sources, (), ("x",)),
        fingerprint([], (), ()),
        fingerprint([Source(sources[0].name, sources[0].data + b"#")], (), ()),
    ]
    assert len({base, *others}) == 5


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.Example.org:8080/a?b", "example.org"),
        ("example.org/a", "example.org"),
        ("//news.example.org", "news.example.org"),
        ("https://www.bücher.example/", "xn--bcher-kva.example"),
        ("", None),
        (None, None),
        ("http://[broken", None),
    ],
)
def test_host_of(url: str | None, host: str | None) -> None:
    assert host_of(url) == host


def test_shipped_files_are_told_by_their_place_below_rules_wherever_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    sources, _ = find_sources(["en"], ())
    assert all(source.name.startswith("rules/en/") for source in sources)
