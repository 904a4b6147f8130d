from __future__ import annotations

from normalize.ruleset.load import FileContent, read_rules
from normalize.ruleset.model import Case, Matcher, Override, Unless

GOOD = """\
[site]
host    = "quay.example.org"
name    = "The Quay Observer"
aliases = ["Quay Observer"]
hosts   = ["observer.example.net"]

[[rule]]
id        = "en.related.read-also"
why       = "A teaser links to another story."
status    = "trial"
since     = "0.1.0"
languages = ["en"]
sites     = []
position  = "tail"
starts    = ["Read also:", "See also:"]
unless    = { quoted = true, sentences_over = 2 }
capture   = { related = "rest" }
strip     = ["Read also: Payment problems delay the ferry"]
keep      = ["Read also the footnotes, she told her pupils."]

[[rule.case]]
before = ["A block."]
line   = "See also: Ferry late"
expect = "strip"
capture = { related = "Ferry late" }

[[rule.case]]
line   = "See also the map."
expect = "keep"

[[rule]]
id         = "any.stamp.updated"
why        = "A stamp tells when the page changed."
unit       = "span"
action     = "rewrite"
regex      = '''\\[Updated (?P<at>\\d+:\\d+)\\]'''
match_case = true
replacement = "({at})"
valid_until = 2024-12-31
replaces   = ["any.stamp.update"]
keep       = "The page was updated."
[rule.unless]
contains = ["not updated"]
[rule.capture]
"dateline.date" = "at"
[[rule.case]]
line   = "[Updated 10:06] The ferry sank."
expect = "rewrite"
result = "(10:06) The ferry sank."

[[override]]
id     = "en.widget.oops"
status = "retired"
starts = ["Oops"]
"""


def read(text: str) -> FileContent:
    return read_rules("rules.toml", text.encode())


def told(text: str) -> list[str]:
    return [f"{problem.line} {problem.code} {problem.message}" for problem in sorted(read(text).problems)]


def test_everything_that_a_file_can_hold() -> None:
    content = read(GOOD)
    assert content.problems == []
    (site,) = content.sites
    assert (site.host, site.name, site.aliases) == (
        "quay.example.org",
        "The Quay Observer",
        ("Quay Observer",),
    )
    first, second = content.rules
    assert first.matcher == Matcher("starts", ("Read also:", "See also:"))
    assert first.unless == Unless(quoted=True, sentences_over=2)
    assert first.capture == (("related", "rest"),)
    assert first.sites == ()
    assert first.family == "related"
    assert (first.file, first.line) == ("rules.toml", 7)
    assert first.cases == (
        Case("See also: Ferry late", "strip", before=("A block.",), capture=(("related", "Ferry late"),)),
        Case("See also the map.", "keep"),
    )
    assert second.languages == ("*",)
    assert second.sites == (".quay.example.org", ".observer.example.net")
    assert second.matcher == Matcher("regex", (r"\[Updated (?P<at>\d+:\d+)\]",), case=True)
    assert second.unless == Unless(contains=("not updated",))
    assert second.capture == (("dateline.date", "at"),)
    assert second.valid_until == "2024-12-31"
    assert second.keep == ("The page was updated.",)
    (override,) = content.overrides
    assert override == Override(
        "en.widget.oops",
        (("matcher", Matcher("starts", ("Oops",))), ("status", "retired")),
        "rules.toml",
        51,
    )


def test_languages_follow_the_id_where_they_are_left_out() -> None:
    text = '[[rule]]\nid = "de.a.b"\nwhy = "w"\nequals = "x"\nstrip = "x"\nkeep = "y"\n'
    (rule,) = read(text).rules
    assert rule.languages == ("de",)
    assert rule.sites == ()


def test_windows_line_ends_and_a_byte_order_mark() -> None:
    content = read_rules("x", b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert content.problems == []
    assert content.rules == [rule._replace(file="x") for rule in read(GOOD).rules]


def test_all_problems_come_at_once_with_their_lines() -> None:
    text = """\
stray = 1

[[rule]]
id = "en.related.x"
wy = "misspelt"
status = "onn"
languages = ["en", "xq"]
sites = [
  "example.org",
  "not a host",
]
starts = ["a"]
ends = ["b"]
capture = { relatd = "rest", publisher = "name" }
strip = ["a"]
keep = [1]

[[rule.cases]]
line = "x"

[[rul]]
id = "x"

[[rule]]
id = "Bad"
why = ""
regex = ['''fine''', '''(''']
"""
    assert told(text) == [
        "1 R005 unknown key `stray` outside any table",
        "3 R006 `why` is missing: what the junk is and why it is none of the story, in one sentence.",
        "5 R005 unknown key `wy`; did you mean `why`?",
        '6 R008 `status` cannot be "onn"; did you mean `on`?',
        '7 R011 `languages`: unknown language "xq"',
        '10 R012 `sites`: "not a host" is not a host such as `example.org` or `.example.org`',
        "13 R010 `ends` beside `starts`: a rule has one matcher; make it two rules",
        "14 R013 unknown metadata field `relatd`; did you mean `related`?",
        "16 R007 `keep` must hold texts, not 1",
        "18 R004 unknown table `rule.cases`; did you mean `rule.case`?",
        "21 R004 unknown table `rul`; did you mean `rule`?",
        "24 R023 no example of junk: give `strip`, or a case that expects `strip`",
        "24 R024 no example that looks alike and stays: give `keep`",
        '25 R009 `id`: "Bad" is not of the form `language.family.name` (a-z, 0-9, single hyphens)',
        "26 R016 `why`: an empty text",
        "27 R018 `regex` does not compile: missing ) at position 1",
    ]


def test_a_syntax_error_hides_no_other_problem() -> None:
    text = '[[rule]]\nid = "en.a.b\nwhy = "w"\n\n[[rule]]\nid = "xx.a.b"\n\n[[rule]]\nwhy = [\n'
    assert [line[:6] for line in told(text)] == [
        *("2 R003", "5 R006", "5 R010", "5 R023", "5 R024", "6 R009", "9 R003"),
    ]


def test_tables_in_the_wrong_place_or_form() -> None:
    text = """\
[rule.unless]
quoted = true
[rule]
id = "en.a.b"
why = "w"
equals = ["x"]
strip = ["x"]
keep = ["y"]
unless = { quoted = true }
[rule.unless]
quoted = false
[site]
host = "a.example"
name = "A"
[site]
host = "b.example"
name = "B"
"""
    assert told(text) == [
        "1 R004 `rule.unless` stands after no `[[rule]]`",
        "3 R004 write `[[rule]]`: there may be several",
        "10 R028 `rule.unless` is given twice",
        "15 R028 a file holds one `[site]` table",
    ]


def test_wrong_types_and_values() -> None:
    text = """\
[[rule]]
id = "en.a.b"
why = 3
since = "new"
unit = "blok"
position = 5
match_case = "yes"
case = true
valid_until = "2024-2-30"
unless = { quoted = 1, sentences_over = -1, words = 3 }
replaces = ["en.a"]
equals = []
strip = "  "
capture = "rest"
"""
    assert [line.split(" ", 2)[:2] for line in told(text)] == [
        ["3", "R007"],
        ["4", "R015"],
        ["5", "R008"],
        ["6", "R007"],
        ["7", "R007"],
        ["8", "R007"],
        ["9", "R015"],
        ["10", "R005"],
        ["10", "R007"],
        ["10", "R007"],
        ["11", "R009"],
        ["12", "R016"],
        ["13", "R016"],
        ["14", "R007"],
    ]
    assert "write `match_case`" in told(text)[5]


def test_not_utf8() -> None:
    (problem,) = read_rules("x.toml", b"[[rule]]\nwhy = '\xff'\n").problems
    assert (problem.line, problem.code) == (2, "R002")


def test_an_override_needs_its_id_only() -> None:
    assert told('[[override]]\nstatus = "on"\n') == ["1 R006 `id` is missing: the rule that is changed."]
    assert told('[[override]]\nid = "en.a.b"\nreplaces = ["en.a.c"]\n')[0].startswith("3 R005 unknown key")


def test_tables_that_are_no_toml_together() -> None:
    text = """[[rule]]
id = "any.ads.label"
why = "A label."
starts = ["Ad:"]
strip = ["Ad: soap"]
keep = ["Add: salt"]
case = [{ line = "Ad: tea", expect = "strip" }]
[[rule.case]]
line = "Ad: coffee"
expect = "strip"
"""
    assert told(text) == ["8 R003 not TOML: Cannot mutate immutable namespace ('rule', 'case')"]
