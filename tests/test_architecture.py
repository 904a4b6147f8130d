"""The order of the modules, and what an import costs."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import normalize

PACKAGE = Path(normalize.__file__).parent

LEVELS = [
    {"errors", "options", "version"},
    {"ledger", "limits", "months", "packages", "plugins", "spread", "whole"},
    {"article"},
    {"draft", "names", "dates"},
    {"fields"},
    {"language", "ruleset"},
    {"match"},
    {"charset"},
    {"read"},
    {"extract"},
    {"repair"},
    {"segment"},
    {"strip"},
    {"describe"},
    {"quality"},
    {"stages"},
    {"config"},
    {"pipeline"},
    {"discover"},
    {"api", "write"},
    {"records"},
    {"dedup", "screen"},
    {"run"},
    {"report"},
    {"rows"},
    {"many"},
    {"worker"},
    {"crew"},
    {"aio", "lines"},
    {"arrow"},
    {"integrations"},
    {"serve"},
    {"cli"},
    {"__main__", "__init__"},
]
"""From the nouns to the command line: a module imports what stands above it here, or in its own part."""

EXCEPTIONS = {
    "ruleset": {"match", "strip", "segment", "pipeline", "read", "draft", "article", "config", "extract"},
    "match": {"ruleset"},
    "pipeline": {"many"},
    "many": {"crew"},
}
"""`ruleset` runs the examples of rules through the stages, and `match` takes its nouns; neither does so at import. `Pipeline.clean_many`
is the way in to what stands around pipelines."""


def imports(path: Path, whole: bool) -> set[str]:
    """Parts of the package that a module imports: at its top, or anywhere in it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = ast.walk(tree) if whole else iter(tree.body)
    found = set()
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("normalize."):
            found.add(node.module.split(".")[1])
        elif isinstance(node, ast.Import):
            found |= {one.name.split(".")[1] for one in node.names if one.name.startswith("normalize.")}
    return found


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_no_module_imports_a_later_stage(path: Path) -> None:
    part = part_of(path)
    if part == "__init__":
        return
    level = {name: number for number, names in enumerate(LEVELS) for name in names}
    assert part in level, f"{part} is not in the order of modules: see docs/architecture.md"
    for other in imports(path, whole=part not in EXCEPTIONS):
        allowed = level[other] < level[part] or other == part or other in EXCEPTIONS.get(part, set())
        assert allowed, f"{path.relative_to(PACKAGE)} imports {other}"


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("import normalize", ["normalize.pipeline", "lxml", "ftfy", "regex"]),
        (
            "import normalize.pipeline",
            ["trafilatura", "lxml", "htmldate", "dateparser", "chardet", "numpy", "rich"],
        ),
    ],
)
def test_imports_stay_light(code: str, absent: list[str]) -> None:
    script = f"{code}\nimport sys\nprint([name for name in {absent} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_the_public_names_are_pinned() -> None:
    assert normalize.__all__ == [
        "Article",
        "Config",
        "ConfigError",
        "Decoded",
        "Document",
        "DocumentError",
        "Edit",
        "InputError",
        "NormalizeError",
        "Pipeline",
        "Problem",
        "Repaired",
        "ReplayError",
        "Rewrite",
        "Rule",
        "RuleError",
        "RuleSet",
        "SetupError",
        "StageError",
        "__version__",
        "clean",
        "decode",
        "load_config",
        "repair_text",
        "replay",
    ]
    for name in normalize.__all__:
        assert getattr(normalize, name) is not None
        assert name == "__version__" or getattr(normalize, name).__doc__
