"""`docs/errors.md` lists the codes that the code raises, all of them and no others."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]

CODE_AT = {
    "InputError": 0,
    "StageError": 0,
    "DocumentError": 0,
    "Failure": 4,
    "Problem": 2,
    "Fault": 1,
    "_WrongError": 1,
}
"""Where these calls take a code. A function that hands one on is found by its parameter."""


def name_of(call: ast.Call) -> str:
    return getattr(call.func, "attr", None) or getattr(call.func, "id", "")


def literals(node: ast.expr) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def codes_in(tree: ast.Module) -> Iterator[str]:
    places = dict(CODE_AT)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for _ in range(2):  # a function may hand on to one that hands on
        for function in functions:
            parameters = [one.arg for one in function.args.args if one.arg != "self"]
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and name_of(call) in places:
                    at = places[name_of(call)]
                    given = call.args[at] if len(call.args) > at else None
                    if isinstance(given, ast.Name) and given.id in parameters:
                        places[function.name] = parameters.index(given.id)
    for function in [tree, *functions]:
        assigned = {
            target.id: node.value
            for node in ast.walk(function)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for call in ast.walk(function):
            if (
                isinstance(call, ast.Call)
                and name_of(call) in places
                and len(call.args) > places[name_of(call)]
            ):
                given = call.args[places[name_of(call)]]
                if isinstance(given, ast.Name):
                    given = assigned.get(given.id, given)
                if isinstance(given, (ast.Constant, ast.IfExp)):
                    yield from literals(given.body if isinstance(given, ast.IfExp) else given)
                    if isinstance(given, ast.IfExp):
                        yield from literals(given.orelse)


def documented() -> set[str]:
    text = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    tables = text[text.index("### Codes of documents") :]
    return set(re.findall(r"^\| `([\w-]+)` \|", tables, re.MULTILINE))


def test_every_code_is_documented_and_every_documented_code_exists() -> None:
    raised = set()
    for file in sorted((ROOT / "normalize").rglob("*.py")):
        raised |= set(codes_in(ast.parse(file.read_text(encoding="utf-8"))))
    raised = {
        code for code in raised if not re.fullmatch(r"[RL]\d+", code)
    }  # those of rule files: docs/rules.md
    assert raised == documented()


def test_the_search_sees_codes_that_are_handed_on() -> None:
    code = """
def fail(code, why): return InputError(code, why)
def hand(x, code): raise fail(code, x)
def one(): raise hand("x", "handed-on")
def two(error): return Failure("a", 1, "b", "read", "direct", "why")
def three(y):
    word = "either" if y else "or"
    return StageError(word, "why")
"""
    assert set(codes_in(ast.parse(code))) == {"handed-on", "direct", "either", "or"}
