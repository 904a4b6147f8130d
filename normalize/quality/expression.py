"""Conditions over records, as users write them: `quality.words >= 100 and language == "en"`.

The grammar is a part of Python's, read with `ast` and never evaluated by Python: names of a record's fields,
numbers, texts and lists of them, comparisons, `in`, `and`, `or`, `not`, `+ - * /`, and `len(...)`.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

from normalize.errors import ConfigError, Problem
from normalize.quality.names import known_names

LONGEST = 10_000
"""Code points of a condition; what is longer is a mistake, or meant to exhaust the parser."""

Value = Callable[[Mapping[str, Any]], Any]

_COMPARE: dict[type, Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le,
    ast.Gt: operator.gt, ast.GtE: operator.ge,
}  # fmt: skip
_COUNT: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
}  # fmt: skip


class Condition(NamedTuple):
    """A condition that is ready to be asked. `names`: the fields that it looks at, by their full names."""

    text: str
    names: frozenset[str]
    value: Value

    def __call__(self, record: Mapping[str, Any]) -> bool:
        """Whether a record meets it. A field that is not there is None: no order holds for it."""
        return bool(self.value(record))


class _WrongError(Exception):
    def __init__(self, node: ast.AST, code: str, message: str) -> None:
        self.column = getattr(node, "col_offset", 0)
        self.code = code
        self.message = message


def parse(text: str, place: str = "--where", line: int = 0) -> Condition:
    """Read a condition.

    Args:
        text: the condition.
        place, line: where it stands, for errors.

    Raises:
        ConfigError: W001 no condition, W002 an unknown field, W003 what is not part of the grammar, W004
        values
            that cannot be compared; with the column.
    """
    names: set[str] = set()
    try:
        if len(text) > LONGEST:
            raise _WrongError(ast.Pass(), "W001", f"a condition has at most {LONGEST:,} characters")
        value = _value(ast.parse(text.strip(), mode="eval").body, names)
    except SyntaxError as error:
        message = f"not a condition: {error.msg}"
        raise _refusal(place, line, "W001", message, text.strip(), (error.offset or 1) - 1) from None
    except (RecursionError, MemoryError, ValueError):
        raise _refusal(
            place, line, "W001", "not a condition that can be read", text.strip()[:60], 0
        ) from None
    except _WrongError as wrong:
        column = len(text.strip().encode()[: wrong.column].decode(errors="ignore"))
        raise _refusal(place, line, wrong.code, wrong.message, text.strip(), column) from None
    return Condition(text.strip(), frozenset(names), value)


def _refusal(place: str, line: int, code: str, message: str, text: str, column: int) -> ConfigError:
    shown = text if len(text) <= 200 else f"{text[:200]}…"
    pointer = f"\n    {shown}\n    {' ' * min(column, 200)}^" if "\n" not in shown else ""
    return ConfigError([Problem(place, line, code, f"{message} (column {column + 1}){pointer}")])


def _value(node: ast.AST, names: set[str]) -> Value:
    """A function of a record for a node of the tree; the names that it reads are added to `names`."""
    for kind, make in _KINDS.items():
        if isinstance(node, kind):
            return make(node, names)
    raise _WrongError(node, "W003", f"`{type(node).__name__}` is not part of a condition")


def _constant(node: Any, names: set[str]) -> Value:
    value = node.value
    if not isinstance(value, (str, int, float, bool, type(None))):
        raise _WrongError(node, "W003", "a condition holds numbers, texts, True, False and None")
    return lambda _: value


def _sequence(node: Any, names: set[str]) -> Value:
    parts = [_value(one, names) for one in node.elts]
    return lambda record: [part(record) for part in parts]


def _field(node: Any, names: set[str]) -> Value:
    path: list[str] = []
    at = node
    while isinstance(at, ast.Attribute):
        path.append(at.attr)
        at = at.value
    if not isinstance(at, ast.Name):
        raise _WrongError(node, "W003", "fields are written as names with dots: `quality.words`")
    written = ".".join([at.id, *reversed(path)])
    known = known_names()
    full = known.get(written)
    if full is None:
        close = get_close_matches(written, known, n=1)
        hint = f", did you mean `{close[0]}`?" if close else "; fields are told in docs/record.md"
        raise _WrongError(node, "W002", f"a record has no field `{written}`{hint}")
    names.add(full)
    first, _, rest = full.partition(".")
    if not rest:
        return lambda record: record.get(first)
    return lambda record: record.get(first, {}).get(rest)


def _bool(node: Any, names: set[str]) -> Value:
    parts = [_value(one, names) for one in node.values]
    if isinstance(node.op, ast.And):
        return lambda record: all(part(record) for part in parts)
    return lambda record: any(part(record) for part in parts)


def _unary(node: Any, names: set[str]) -> Value:
    part = _value(node.operand, names)
    if isinstance(node.op, ast.Not):
        return lambda record: not part(record)
    if isinstance(node.op, ast.USub):
        return lambda record: _counted(operator.sub, 0, part(record))
    raise _WrongError(node, "W003", "only `not` and `-` stand before a value")


def _arithmetic(node: Any, names: set[str]) -> Value:
    count = _COUNT.get(type(node.op))
    if count is None:
        raise _WrongError(node, "W003", "only + - * / are reckoned")
    left, right = _value(node.left, names), _value(node.right, names)
    return lambda record: _counted(count, left(record), right(record))


def _counted(count: Callable[[Any, Any], Any], left: Any, right: Any) -> Any:
    """A number, or None where a part is none or a division has no answer."""
    if not (isinstance(left, (int, float)) and isinstance(right, (int, float))):
        return None
    return None if count is operator.truediv and not right else count(left, right)


def _length(node: Any, names: set[str]) -> Value:
    if not (
        isinstance(node.func, ast.Name)
        and node.func.id == "len"
        and len(node.args) == 1
        and not node.keywords
    ):
        raise _WrongError(node, "W003", "the only function is `len(field)`")
    part = _value(node.args[0], names)
    return lambda record: _size(part(record))


def _size(value: Any) -> int:
    return len(value) if isinstance(value, (str, list, tuple, dict)) else 0


def _comparison(node: Any, names: set[str]) -> Value:
    values = [node.left, *node.comparators]
    for op, left, right in zip(node.ops, values, values[1:], strict=False):
        _check(node, op, left, right)
    parts = [_value(one, names) for one in values]
    ops = [_operator(node, op) for op in node.ops]

    def holds(record: Mapping[str, Any]) -> bool:
        told = [part(record) for part in parts]
        return all(op(left, right) for op, left, right in zip(ops, told, told[1:], strict=False))

    return holds


def _operator(node: ast.AST, op: ast.AST) -> Callable[[Any, Any], bool]:
    if isinstance(op, (ast.In, ast.NotIn)):
        wanted = isinstance(op, ast.In)
        return lambda left, right: _within(left, right) is wanted
    compare = _COMPARE.get(type(op))
    if compare is None:
        raise _WrongError(node, "W003", "write `==` and `!=`: `is` is not part of a condition")
    if compare in (operator.eq, operator.ne):
        return compare
    return lambda left, right: _ordered(compare, left, right)


def _within(left: Any, right: Any) -> bool:
    if isinstance(right, str):
        return isinstance(left, str) and left in right
    return isinstance(right, (list, tuple)) and left in right


def _ordered(compare: Callable[[Any, Any], Any], left: Any, right: Any) -> bool:
    numbers = isinstance(left, (int, float)) and isinstance(right, (int, float))
    texts = isinstance(left, str) and isinstance(right, str)
    return bool(compare(left, right)) if numbers or texts else False


def _check(node: ast.AST, op: ast.AST, left: ast.AST, right: ast.AST) -> None:
    """Refuse what can never hold: a figure compared with a text."""
    if isinstance(op, (ast.In, ast.NotIn)):
        return
    for one, other in ((left, right), (right, left)):
        figure = isinstance(one, ast.Attribute) and ast.unparse(one).startswith("quality.")
        if figure and isinstance(other, ast.Constant) and isinstance(other.value, str):
            raise _WrongError(
                other, "W004", f'`{ast.unparse(one)}` is no text; for a flag write `"…" in quality.flags`'
            )


_KINDS: dict[Any, Callable[[Any, set[str]], Value]] = {
    ast.Constant: _constant,
    (ast.List, ast.Tuple): _sequence,
    (ast.Name, ast.Attribute): _field,
    ast.BoolOp: _bool,
    ast.UnaryOp: _unary,
    ast.BinOp: _arithmetic,
    ast.Compare: _comparison,
    ast.Call: _length,
}
