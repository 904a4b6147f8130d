"""The configuration: what is in force, and where each value came from.

Later layers win, key by key: the defaults of the code, the profile (`rules/profiles/news.toml` unless the
file names another), the user's `normalize.toml` (or `[tool.normalize]` of `pyproject.toml`, both in the
working directory, or the file that is named), and what the caller gives. Everything is checked before any
text is read, and all that is wrong comes at once.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from math import isfinite
from pathlib import Path
from typing import Any

from normalize import plugins
from normalize.errors import ConfigError, Problem
from normalize.options import option
from normalize.ruleset.locate import explain, key_lines
from normalize.ruleset.packs import shipped_root
from normalize.stages import SECTIONS, STAGES, check_order, stage_spec

DEFAULT_PROFILE = "news"


@dataclass(frozen=True, slots=True)
class RulesConfig:
    """Which rules are in force."""

    packs: tuple[str, ...] = option(
        (), "Rule packs to use: folders of the shipped rules such as 'any', 'en', 'sites'. None: all."
    )
    directories: tuple[str, ...] = option(
        (), "Further directories of rule files, told from the configuration file's own."
    )
    plugins: tuple[str, ...] = option(
        (), "Rule packs of installed plug-ins, by the names of their entry points `normalize.rules`."
    )
    on: tuple[str, ...] = option((), "Ids of rules to switch on, whatever their status.")
    off: tuple[str, ...] = option((), "Ids of rules, or 'language.family.*', to switch off.")


@dataclass(frozen=True, slots=True)
class Config:
    """A checked configuration. `sections` holds the frozen options of each stage and of reading and matching
    by name.
    """

    stages: tuple[str, ...]
    rules: RulesConfig
    sections: Mapping[str, Any]
    origins: Mapping[str, str] = field(compare=False, repr=False)

    def stage(self, name: str) -> Any:
        """The options of a stage, or of 'read' or 'match'. Raises KeyError for another name."""
        return self.sections[name]

    def describe(self) -> Iterator[tuple[str, Any, str]]:
        """Give (dotted key, value, where it came from) of all that is in force, in the order of the
        documentation.
        """
        yield "stages", list(self.stages), self.origins.get("stages", "default")
        for name, options in {"rules": self.rules, **self.sections}.items():
            for one in fields(options):
                key = f"{name}.{one.name}"
                value = getattr(options, one.name)
                yield (
                    key,
                    list(value) if isinstance(value, tuple) else value,
                    self.origins.get(key, "default"),
                )

    def place_of(self, key: str, item: str) -> tuple[str, int]:
        """File and line (0: none) in which an item of a list of rules, packs or directories stands."""
        origin = self.origins.get(f"rules.{key}:{item}", f"rules.{key}")
        file, _, line = origin.rpartition(":")
        return (file, int(line)) if file and line.isdigit() else (origin, 0)

    @property
    def hash(self) -> str:
        """First 16 hex digits of the SHA-256 of all that can change a record, but for the rules."""
        told = [
            self.stages,
            *((key, value) for key, value, _ in self.describe() if not key.startswith(_NOT_IN_HASH)),
            *(plugins.told(plugins.STAGES, name) for name in self.stages if name not in STAGES),
        ]
        return hashlib.sha256(json.dumps(told, ensure_ascii=True).encode()).hexdigest()[:16]


_NOT_IN_HASH = ("stages", "rules.", "match.", "read.max_", "limits.")
_LISTS_THAT_GROW = {"rules.directories", "rules.plugins", "rules.on", "rules.off"}


class _Layer:
    """One source of values: a file, or what the caller gave."""

    def __init__(
        self, name: str, values: Mapping[str, Any], lines: Mapping[tuple[str, ...], int], base: Path
    ) -> None:
        self.name = name
        self.values = values
        self.lines = lines
        self.base = base

    def place(self, *path: str) -> str:
        line = self.lines.get(path)
        return f"{self.name}:{line}" if line else self.name

    def problem(self, code: str, message: str, *path: str) -> Problem:
        return Problem(self.name, self.lines.get(path, 0), code, message)


def load_config(file: Path | str | None = None, overrides: Mapping[str, Any] | None = None) -> Config:
    """Load and check the configuration.

    Args:
        file: a TOML file with the form of `normalize.toml`; None: `normalize.toml` or `[tool.normalize]` in
            `pyproject.toml` of the working directory, if there is one.
        overrides: values of the same form as the file's (nested mappings), which win over it.

    Raises:
        ConfigError: with every problem of every layer: `file:line: code message`.
    """
    problems: list[Problem] = []
    user = _user_layers(file, problems)
    given = _Layer("argument", overrides or {}, {}, Path.cwd())
    names = [layer.values["profile"] for layer in [given, *user] if "profile" in layer.values]
    profile = _profile(
        names[0] if names else DEFAULT_PROFILE,
        next((x for x in [given, *user] if "profile" in x.values), given),
        problems,
    )
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for layer in [*profile, *user, given]:
        _merge(layer, values, origins, problems)
    problems += _add_rule_packs(values, origins)
    if not problems:
        problems += _check_stages(values, [*profile, *user, given])
    if problems:
        raise ConfigError(problems)
    stages = tuple(values.get("stages", ()))
    kinds = {**SECTIONS, **{name: spec.config for name in stages if (spec := stage_spec(name))}}
    sections = {name: kind(**_section(values, name)) for name, kind in kinds.items()}
    return Config(stages, RulesConfig(**_section(values, "rules")), sections, origins)


def _add_rule_packs(values: dict[str, Any], origins: dict[str, str]) -> list[Problem]:
    """Add the folders of rule plug-ins to the directories of rules; give what is wrong."""
    problems = []
    for name in values.get("rules.plugins", ()):
        place = origins.get(f"rules.plugins:{name}", "rules.plugins")
        found = plugins.load(plugins.RULES, name)
        folder = next(iter(getattr(found, "__path__", [])), found)
        if folder is None:
            known = plugins.names(plugins.RULES)
            told = _hint(name, known) if known else "; none is installed"
            file, _, line = place.rpartition(":")
            file, at = (file, int(line)) if file and line.isdigit() else (place, 0)
            problems.append(Problem(file, at, "C008", f"there is no rule plug-in {name!r}{told}"))
        else:
            values["rules.directories"] = (*values.get("rules.directories", ()), str(folder))
            origins[f"rules.directories:{folder}"] = place
    return problems


def _section(values: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key.split(".", 1)[1]: value for key, value in values.items() if key.startswith(f"{name}.")}


def _user_layers(file: Path | str | None, problems: list[Problem]) -> list[_Layer]:
    if file is not None:
        return _read(Path(file), problems)
    if Path("normalize.toml").is_file():
        return _read(Path("normalize.toml"), problems)
    project = Path("pyproject.toml")
    return _read(project, problems) if _has_section(project) else []


def _has_section(project: Path) -> bool:
    """Whether a `pyproject.toml` is there and speaks of this package; other people's may be as they are."""
    try:
        return b"tool.normalize" in project.read_bytes()
    except OSError:
        return False


def _read(path: Path, problems: list[Problem]) -> list[_Layer]:
    try:
        text = path.read_text(encoding="utf-8-sig")  # some editors on Windows begin files with the mark
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        problems.append(Problem(str(path), 0, "C001", f"cannot read the configuration: {reason}"))
        return []
    try:
        values: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line, message = explain(error, text)
        problems.append(Problem(str(path), line, "C002", f"not TOML: {message}"))
        return []
    lines = key_lines(text)
    if path.name == "pyproject.toml":
        tool = values.get("tool", {})
        values = tool.get("normalize", {}) if isinstance(tool, dict) else {}
        lines = {keys[2:]: line for keys, line in lines.items() if keys[:2] == ("tool", "normalize")}
        if not isinstance(values, dict):
            problems.append(
                Problem(str(path), 0, "C005", "`tool.normalize` must be a table: [tool.normalize]")
            )
            return []
    return [_Layer(str(path), values, lines, path.parent)]


def _profile(name: Any, asked: _Layer, problems: list[Problem]) -> list[_Layer]:
    root = shipped_root() / "profiles"
    known = sorted(file.stem for file in root.glob("*.toml"))
    if name not in known:
        problems.append(
            asked.problem("C003", f"there is no profile {name!r}{_hint(str(name), known)}", "profile")
        )
        return []
    return _read(root / f"{name}.toml", problems)


def _merge(layer: _Layer, values: dict[str, Any], origins: dict[str, str], problems: list[Problem]) -> None:
    """Put the values of a layer over those below it; problems go to the list."""
    sections: dict[str, Any] = {"rules": RulesConfig, **SECTIONS}
    for name, content in layer.values.items():
        if name == "profile":
            continue
        if name == "stages":
            if not isinstance(content, (list, tuple)) or not all(isinstance(one, str) for one in content):
                problems.append(layer.problem("C005", "`stages` must be a list of names", name))
                continue
            values[name], origins[name] = tuple(content), layer.place(name)
        elif (kind := _kind(name, sections)) is None:
            known = ["profile", "stages", *sections]
            problems.append(layer.problem("C004", f"unknown key `{name}`{_hint(name, known)}", name))
        elif not isinstance(content, Mapping):
            problems.append(layer.problem("C005", f"`{name}` must be a table: [{name}]", name))
        else:
            _merge_section(layer, name, kind, values, origins, problems)


def _kind(name: str, sections: Mapping[str, Any]) -> Any:
    """The options of a section, also of a plug-in's; None: there is none of that name."""
    if name in sections:
        return sections[name]
    spec = stage_spec(name)
    return spec.config if spec else None


def _merge_section(
    layer: _Layer,
    name: str,
    kind: Any,
    values: dict[str, Any],
    origins: dict[str, str],
    problems: list[Problem],
) -> None:
    known = {one.name: one for one in fields(kind)}
    for key, value in layer.values[name].items():
        if key not in known:
            problems.append(
                layer.problem("C004", f"unknown key `{key}` in [{name}]{_hint(key, known)}", name, key)
            )
            continue
        wrong = _wrong(value, known[key])
        if wrong:
            problems.append(layer.problem("C005", f"`{name}.{key}` {wrong}", name, key))
            continue
        path = f"{name}.{key}"
        if path == "rules.directories":
            value = [str(layer.base / one) for one in value]
        if path in _LISTS_THAT_GROW or path == "rules.packs":
            origins |= {f"{path}:{item}": layer.place(name, key, str(at)) for at, item in enumerate(value)}
        if isinstance(value, (list, tuple)):
            value = (*values.get(path, ()), *value) if path in _LISTS_THAT_GROW else tuple(value)
        elif isinstance(known[key].default, float):
            value = float(value)
        values[path], origins[path] = value, layer.place(name, key)


def _wrong(value: Any, one: Any) -> str | None:
    """What is wrong with the value of an option, as the end of a sentence; None if nothing is."""
    default, bounds = one.default, one.metadata
    if isinstance(default, tuple):
        if not isinstance(value, (list, tuple)) or not all(isinstance(part, str) for part in value):
            return f"must be a list of strings, not {value!r}"
        members: Iterable[Any] = value
    elif isinstance(default, bool) or isinstance(value, bool):
        if not (isinstance(default, bool) and isinstance(value, bool)):
            return f"must be {_KIND[type(default)]}, not {value!r}"
        members = ()
    elif not isinstance(value, (int, float) if isinstance(default, float) else type(default)):
        return f"must be {_KIND[type(default)]}, not {value!r}"
    else:
        members = [value]
    for member in members:
        allowed = bounds.get("one_of")
        if allowed and member not in allowed:
            return f"cannot be {member!r}{_hint(str(member), allowed)}"
        if isinstance(member, float) and not isfinite(member):
            return f"must be a finite number, not {member!r}"
        if bounds.get("at_least") is not None and member < bounds["at_least"]:
            return f"must be at least {bounds['at_least']}, not {member!r}"
        if bounds.get("at_most") is not None and member > bounds["at_most"]:
            return f"must be at most {bounds['at_most']}, not {member!r}"
    return None


_KIND: dict[type, str] = {bool: "true or false", int: "a whole number", float: "a number", str: "a string"}


def _check_stages(values: Mapping[str, Any], layers: list[_Layer]) -> list[Problem]:
    layer = next((one for one in reversed(layers) if "stages" in one.values), layers[0])
    problems = []
    for number, name in enumerate(values.get("stages", ())):
        if not stage_spec(name):
            message = f"there is no stage {name!r}{_hint(name, STAGES)}"
            problems.append(Problem(layer.name, _item_line(layer, number), "C006", message))
    if not problems:
        for place, message in check_order(values.get("stages", ())):
            problems.append(Problem(layer.name, _item_line(layer, place), "C007", message))
    return problems


def _item_line(layer: _Layer, number: int) -> int:
    return layer.lines.get(("stages", str(number)), layer.lines.get(("stages",), 0))


def _hint(word: str, known: Iterable[str]) -> str:
    close = get_close_matches(word, list(known), n=1)
    return f", did you mean `{close[0]}`?" if close else f"; known: {', '.join(known)}"
