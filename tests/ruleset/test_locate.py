from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalize.ruleset.locate import cut, key_lines, parse_blocks

PLAIN = """\
# a profile
stages = [
  "decode",
  # a remark, with a [bracket]
  "strip",
]

[strip]
share = 0.5
text = \'\'\'
[not.a.header]
key = 1
\'\'\'
after = true

[strip."odd key"]
inner = { one = 1, two = [1, 2] }

[[rule]]
id = "first"
[[rule]]
id = "second"
[[rule.case]]
line = "x"
"""


def test_key_lines_of_ordinary_tables() -> None:
    lines = key_lines(PLAIN)
    assert lines[("stages",)] == 2
    assert lines[("stages", "0")] == 3
    assert lines[("stages", "1")] == 5
    assert lines[("strip",)] == 8
    assert lines[("strip", "share")] == 9
    assert lines[("strip", "text")] == 10
    assert lines[("strip", "after")] == 14
    assert lines[("strip", "odd key", "inner", "two", "1")] == 17
    assert ("not", "a", "header") not in lines


def test_key_lines_of_arrays_of_tables() -> None:
    lines = key_lines(PLAIN)
    assert lines[("rule", "0", "id")] == 20
    assert lines[("rule", "1")] == 21
    assert lines[("rule", "1", "case", "0", "line")] == 24


def test_dotted_keys() -> None:
    lines = key_lines('a.b = 1\n"x.y".z = 2\nplain = 2024-01-01\n')
    assert lines == {("a",): 1, ("a", "b"): 1, ("x.y",): 2, ("x.y", "z"): 2, ("plain",): 3}


def test_strings_hide_what_is_in_them() -> None:
    text = 'a = "[b] # \\" no"\nc = \'[d]\'\n[e]\nf = """\n[g]\n\\""" ""\n[h]\n"""\ni = """x"""""\nj = 1\n'
    assert tomllib.loads(text)["e"]["i"] == 'x""'
    assert key_lines(text) == {
        ("a",): 1,
        ("c",): 2,
        ("e",): 3,
        ("e", "f"): 4,
        ("e", "i"): 9,
        ("e", "j"): 10,
    }


def test_cut_gives_the_text_back() -> None:
    blocks = cut(PLAIN)
    assert "".join(block.text for block in blocks) == PLAIN
    for block in blocks:
        assert PLAIN.split("\n")[block.line - 1] == block.text.split("\n")[0]
    assert [block.line for block in blocks] == [1, 8, 16, 19, 21, 23]


@pytest.mark.parametrize(
    ("body", "line", "word"),
    [
        ("a = 1\nb = \n", 3, "value"),
        ("a = 'x\nb = 2\n", 2, "not closed by '"),
        ('a = "x\nb = 2\n', 2, 'not closed by "'),
        ("a = '''x\nb = 2\n", 2, "not closed by '''"),
        ("a = 1\nb = [1,\n 2\nc = 3\n", 3, "not closed"),
        ("a = 1\na = 2\n", 3, "overwrite"),
        ("a = 1\n]\n", 3, ""),
    ],
)
def test_syntax_errors_have_their_line_and_hide_nothing(body: str, line: int, word: str) -> None:
    text = f"[[rule]]\n{body}\n[[rule]]\nfine = '''y'''\n\n[[rule]]\nbad =\n"
    parsed, problems = parse_blocks(text)
    assert [problem.line for problem in problems] == [line, text.count("\n")]
    assert word in problems[0].message
    assert {"rule": [{"fine": "y"}]} in [values for _, values in parsed]


def test_a_header_in_a_string_of_a_good_file_is_text() -> None:
    text = "[[rule]]\na = '''\n[[rule]]\nb = 1\n'''\n"
    parsed, problems = parse_blocks(text)
    assert not problems
    assert [values for _, values in parsed if values] == [tomllib.loads(text)]


_keys = st.text("abc_-1", min_size=1, max_size=3)
_strings = st.text("ab[]{}#=.,'\"\n\\ é", max_size=8)


def _toml(value: object) -> str:
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        if "\n" in value and "'" not in value:
            return f"'''\n{value}'''"
        if "\n" in value:
            return '"""\n' + escaped.replace("\\n", "\n") + '"""'
        return f'"{escaped}"'
    if isinstance(value, list):
        return "[\n" + "".join(f"  {_toml(item)}, # [x]\n" for item in value) + "]"
    return str(value)


_values = st.recursive(_strings | st.integers(), lambda inner: st.lists(inner, max_size=3), max_leaves=5)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(_keys, st.dictionaries(_keys, _values, max_size=3), max_size=4))
def test_every_key_is_found_where_it_is(tables: dict[str, dict[str, object]]) -> None:
    text = ""
    expected: dict[tuple[str, ...], int] = {}
    for name, values in tables.items():
        expected[(name,)] = text.count("\n") + 1
        text += f"[{name}]\n"
        for key, value in values.items():
            expected[(name, key)] = text.count("\n") + 1
            text += f"{key} = {_toml(value)}\n"
    assert tomllib.loads(text) == tables
    lines = key_lines(text)
    assert {path: line for path, line in lines.items() if path in expected} == expected
    assert "".join(block.text for block in cut(text)) == text
    parsed, problems = parse_blocks(text)
    assert not problems
    merged: dict[str, object] = {}
    for _, part in parsed:
        merged |= part
    assert merged == tables


@settings(max_examples=150, deadline=None)
@given(st.text("[]{}=\"'#\n.,a \\", max_size=40))
def test_no_text_breaks_it(text: str) -> None:
    key_lines(text)
    assert "".join(block.text for block in cut(text, broken=True)) == text
    parsed, problems = parse_blocks(text)
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    assert not problems
    assert parsed
