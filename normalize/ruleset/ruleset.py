"""The rule set: rules of packs and directories together, with overrides made, ready to be asked which
apply.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from functools import cached_property
from pathlib import Path
from typing import Protocol

from normalize.errors import Problem, RuleError
from normalize.ruleset.check import check_together
from normalize.ruleset.languages import base_language
from normalize.ruleset.load import FileContent, read_rules
from normalize.ruleset.model import Rule, Site
from normalize.ruleset.override import apply_overrides
from normalize.ruleset.packs import Source, find_sources, fingerprint
from normalize.ruleset.sites import SiteIndex, hosts_of, plain_host
from normalize.ruleset.switch import switch

_NO_EFFECT = frozenset({"why", "since", "strip", "keep", "cases", "replaces", "file", "line"})
"""Fields of a rule that change nothing in what is done to a document."""


class Cached(Protocol):
    """Where rule sets are kept, and what their files hold. Both pickle."""

    def __call__(self, key: str, make: Callable[[], RuleSet]) -> RuleSet:
        """The rule set of a key; makes and keeps it where there is none."""

    def parts(
        self, key: str, parts: Mapping[str, Source], make: Callable[[Source], FileContent]
    ) -> dict[str, FileContent]:
        """What files hold, by their hash; reads those that are not kept."""


class RuleSet:
    """Rules in a stable order (by id), each known by its index. A set does not change once it is made.

    Retired rules are not in it. Rules on trial are: they are measured and not applied.

    Args:
        rules: the rules, in any order; retired ones among them are kept apart in `retired`.
        sites: publishers with their hosts and names.
        notes: remarks about how the set was made that are no errors, such as a rule called by a former id.
    """

    def __init__(
        self, rules: Iterable[Rule], sites: Iterable[Site] = (), notes: Iterable[Problem] = ()
    ) -> None:
        given = sorted(rules, key=lambda rule: rule.id)
        self.rules = tuple(rule for rule in given if rule.status != "retired")
        self.retired = {rule.id: rule for rule in given if rule.status == "retired"}
        self.sites = tuple(sorted(sites))
        self.notes = tuple(notes)
        self._narrow: frozenset[int] | None = None
        self._selections: dict[tuple[str | None, frozenset[str]], frozenset[int]] = {}

    @classmethod
    def load(
        cls,
        packs: Iterable[str] | None = None,
        directories: Iterable[str | Path] = (),
        on: Sequence[str] = (),
        off: Sequence[str] = (),
        cached: Cached | None = None,
    ) -> RuleSet:
        """Read rules from files.

        Args:
            packs: names of shipped packs; None: all of them.
            directories: the user's own rule directories or files; their overrides change shipped rules.
            on, off: ids of rules to switch on (out of trial) or off; `en.related.*` stands for all that
                begin so.
            cached: where rule sets that were made before are kept; None: the set is made anew.

        Raises:
            RuleError: with every problem of every file. For what is wrong in the arguments themselves, the
                file of a problem is `<packs>`, `<on>` or `<off>`.
        """
        sources, problems = find_sources(packs, directories)
        if cached is None or problems:
            return cls.from_sources(sources, on, off, problems)
        return cached(fingerprint(sources, on, off), lambda: cls._of(_read(sources, cached), on, off))

    @classmethod
    def from_sources(
        cls,
        sources: Iterable[Source],
        on: Sequence[str] = (),
        off: Sequence[str] = (),
        problems: Iterable[Problem] = (),
    ) -> RuleSet:
        """Make a rule set of files that are read already; `problems` are those of reading them. Otherwise
        as `load`.
        """
        return cls._of(_read(sources), on, off, problems)

    @classmethod
    def _of(
        cls,
        contents: Sequence[FileContent],
        on: Sequence[str],
        off: Sequence[str],
        problems: Iterable[Problem] = (),
    ) -> RuleSet:
        found = [*problems, *(problem for content in contents for problem in content.problems)]
        rules = [rule for content in contents for rule in content.rules]
        sites = [site for content in contents for site in content.sites]
        found += check_together(rules)
        found += SiteIndex(sites).clashes
        overrides = [override for content in contents for override in content.overrides]
        changed = apply_overrides(rules, overrides)
        switched = switch(changed.rules, on, off)
        found += [*changed.problems, *switched.problems]
        if found:
            raise RuleError(found)
        return cls(switched.rules, sites, [*changed.notes, *switched.notes])

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)

    def __len__(self) -> int:
        return len(self.rules)

    def __getitem__(self, index: int) -> Rule:
        return self.rules[index]

    def __getstate__(self) -> dict[str, object]:
        """All but what is derived in no time; the hash goes along."""
        kept = ("rules", "retired", "sites", "notes", "_narrow", "hash")
        return {name: getattr(self, name) for name in kept} | {"_selections": {}}

    def get(self, rule_id: str) -> Rule | None:
        """The rule of that id, or None."""
        index = self.index.get(rule_id)
        return None if index is None else self.rules[index]

    def only(self, ids: Iterable[str]) -> RuleSet:
        """A set of these rules alone, with the same sites."""
        wanted = frozenset(ids)
        return RuleSet((rule for rule in self.rules if rule.id in wanted), self.sites)

    def narrowed(self, ids: Iterable[str]) -> RuleSet:
        """The same rules under the same indices, of which `select` gives only these."""
        other = copy(self)
        other._narrow = frozenset(self.index[rule_id] for rule_id in ids)
        return other

    @cached_property
    def index(self) -> dict[str, int]:
        """Id -> index."""
        return {rule.id: index for index, rule in enumerate(self.rules)}

    @cached_property
    def hash(self) -> str:
        """SHA-256 over all that affects results: patterns, conditions, actions, sites; not reasons,
        examples or places.
        """
        kept = [name for name in Rule._fields if name not in _NO_EFFECT]
        content = {
            "rules": [[getattr(rule, name) for name in kept] for rule in self.rules],
            "sites": [site._replace(pages=())[:-2] for site in self.sites],
        }
        text = json.dumps(content, ensure_ascii=True, separators=(",", ":"))
        return hashlib.sha256(text.encode("ascii")).hexdigest()

    @cached_property
    def site_index(self) -> SiteIndex:
        """Sites by host and by name."""
        return SiteIndex(self.sites)

    @cached_property
    def _by_language(self) -> dict[str, frozenset[int]]:
        found: dict[str, set[int]] = {"*": set()}
        for index, rule in enumerate(self.rules):
            for language in rule.languages:
                found.setdefault(language, set()).add(index)
        return {language: frozenset(indices | found["*"]) for language, indices in found.items()}

    @cached_property
    def _by_site(self) -> dict[str, frozenset[int]]:
        """Site of a rule as written (`example.org`, `.example.org`) -> rules; '' for those of any site."""
        found: dict[str, set[int]] = {"": set()}
        for index, rule in enumerate(self.rules):
            for site in rule.sites or ("",):
                found.setdefault(_plain_site(site), set()).add(index)
        return {site: frozenset(indices) for site, indices in found.items()}

    @cached_property
    def _expiring(self) -> tuple[tuple[str, int], ...]:
        dated = ((rule.valid_until, index) for index, rule in enumerate(self.rules))
        return tuple(sorted((day, index) for day, index in dated if day))

    def select(
        self,
        language: str | None = None,
        host: str | None = None,
        publisher: str | None = None,
        date: str | None = None,
    ) -> frozenset[int]:
        """Give the indices of the rules that apply to a document, those on trial among them.

        Args:
            language: BCP 47 tag. A document of a known language gets the rules of that language and those of
                any; one of unknown language gets the rules of all.
            host: host of its address. It selects the rules of that host and of the other hosts of the same
                site.
            publisher: name of its publisher, where one is known. A text of one site on another carries junk
                of both, so its rules are added to those of the host.
            date: day of publication, ISO 8601. Rules that ended before it are left out; None: none is.
        """
        base = base_language(language) if language else None
        if base is not None and base not in self._by_language:
            base = "*"
        key = base, self._matching_sites(host, publisher)
        chosen = self._selections.get(key)
        if chosen is None:
            chosen = frozenset().union(*(self._by_site[site] for site in key[1]))
            if base is not None:
                chosen &= self._by_language[base]
            if self._narrow is not None:
                chosen &= self._narrow
            self._selections[key] = chosen
        if date and self._expiring:
            ended = frozenset(index for day, index in self._expiring if day < date[:10])
            chosen = chosen - ended if ended else chosen
        return chosen

    def _matching_sites(self, host: str | None, publisher: str | None) -> frozenset[str]:
        """The keys of `_by_site` that fit a document. There are no more sets of them than there are sites."""
        hosts = set()
        named = self.site_index.named(publisher) if publisher else None
        if host:
            host = plain_host(host)
            hosts.add(host)
            site = self.site_index.at(host)
            hosts.update(hosts_of(site) if site else ())
        hosts.update(hosts_of(named) if named else ())
        fitting = {""}
        for one in hosts:
            fitting.add(one)
            while one:
                fitting.add(f".{one}")
                one = one.partition(".")[2]
        return frozenset(fitting & self._by_site.keys())


def _plain_site(site: str) -> str:
    return f".{plain_host(site[1:])}" if site.startswith(".") else plain_host(site)


def _read(sources: Iterable[Source], cached: Cached | None = None) -> list[FileContent]:
    """What rule files hold; of those that were read before, as it is kept."""
    if cached is None:
        return [_content(source) for source in sources]
    named = {fingerprint([source], (), ()): source for source in sources}
    return list(cached.parts("rule files", named, _content).values())


def _content(source: Source) -> FileContent:
    return read_rules(source.name, source.data)
