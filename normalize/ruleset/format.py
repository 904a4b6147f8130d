"""The rule format, key by key: the one table behind the loader, the JSON Schema and the reference in
`docs/rules.md`.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

from normalize.ruleset.model import (
    Expectation,
    Position,
    RuleAction,
    Status,
    Unit,
)

Kind = Literal[
    "text",  # not empty
    "string",  # may be empty
    "texts",  # one text or a list of them
    "flag",
    "count",
    "choice",
    "id",
    "ids",
    "version",
    "day",
    "host",
    "hosts",
    "language",
    "languages",
    "fields",  # a table of metadata field -> text
    "unless",
    "cases",
    "selectors",  # CSS selectors: one or a list
    "pages",
]


class Key(NamedTuple):
    """A key that a table may hold. `why` is one sentence for its author; `choices` are the values of a
    'choice'.
    """

    name: str
    kind: Kind
    why: str
    choices: tuple[str, ...] = ()
    required: bool = False


MATCHER_KEYS = (
    Key("equals", "texts", "The whole unit is one of these phrases."),
    Key("starts", "texts", "The unit starts with one of these phrases."),
    Key("ends", "texts", "The unit ends with one of these phrases."),
    Key("contains", "texts", "The unit holds one of these phrases."),
    Key("lines", "texts", "The lines of one block, in order; each may hold `{name}` placeholders."),
    Key("template", "texts", "The whole unit, with `{name}` placeholders; `{{` and `}}` are braces."),
    Key("regex", "texts", "Patterns of the `regex` package, searched in the unit."),
)

RULE_KEYS = (
    Key("id", "id", "`language.family.name`, lower case; never used again for another rule.", required=True),
    Key("why", "text", "What the junk is and why it is none of the story, in one sentence.", required=True),
    Key("status", "choice", "`trial`: measured but not applied; `on`; `retired`.", get_args(Status)),
    Key("since", "version", "Version of the catalogue in which the rule came."),
    Key("languages", "languages", '`["*"]`: any. Left out: the language that the id begins with.'),
    Key(
        "sites", "hosts", "Hosts; `.host` takes its subdomains in; left out: any (in a site file: that site)."
    ),
    Key("unit", "choice", "What is matched, and removed as a whole.", get_args(Unit)),
    Key("position", "choice", "Where in the article the junk stands.", get_args(Position)),
    *MATCHER_KEYS,
    Key("match_case", "flag", "Tell upper and lower case apart; for `regex` only."),
    Key("unless", "unless", "Conditions under which the rule holds back."),
    Key("action", "choice", "What becomes of the match.", get_args(RuleAction)),
    Key("replacement", "string", "What `rewrite` puts in its place; `{name}` stands for a named part."),
    Key("capture", "fields", "Metadata field -> `rest`, `match`, `unit`, or a named part of the match."),
    Key("strip", "texts", "Examples of junk: each is a whole block that the rule acts on."),
    Key("keep", "texts", "Examples that look alike and stay: no rule of the language may touch them."),
    Key("valid_until", "day", "Last day on which the site showed this; younger articles are left alone."),
    Key("replaces", "ids", "Ids that the rule had before."),
    Key("case", "cases", "Examples with their surroundings, as tables `[[rule.case]]`."),
)

UNLESS_KEYS = (
    Key("quoted", "flag", "The unit holds a pair of quotation marks."),
    Key("sentences_over", "count", "The unit has more sentences than this."),
    Key("words_over", "count", "The unit has more words than this."),
    Key("contains", "texts", "The unit holds one of these phrases."),
    Key("ends", "texts", "The unit ends with one of these phrases or marks."),
    Key("only", "flag", "Nothing else in the article is hit by the rule."),
)

CASE_KEYS = (
    Key("line", "text", "The block that the example is about.", required=True),
    Key("expect", "choice", "What becomes of it.", get_args(Expectation), required=True),
    Key("before", "texts", "The blocks before it."),
    Key("after", "texts", "The blocks after it."),
    Key("result", "string", "What is left of the block."),
    Key("language", "language", "Language of the article; left out: that of the rule."),
    Key("site", "host", "Host of the article; left out: that of the rule."),
    Key("capture", "fields", "Metadata field -> the text that it then holds."),
)

SITE_KEYS = (
    Key("host", "host", "The site's main host, without `www.`.", required=True),
    Key("name", "text", "The publisher's name as texts give it.", required=True),
    Key("aliases", "texts", "Other names under which texts speak of it."),
    Key("hosts", "hosts", "Other hosts of the same publisher."),
    Key("languages", "languages", "Languages that the site publishes in."),
    Key("html_strip", "selectors", "Elements of the site's pages that are none of the article."),
    Key(
        "html_body", "selectors", "Elements that hold the article's text: the first selector that finds any."
    ),
    Key("html_headline", "selectors", "The element of the headline: the first selector that finds one."),
    Key(
        "valid_until",
        "day",
        "Last day on which the site's pages were like this; younger ones are left alone.",
    ),
    Key("page", "pages", "Examples of its pages, as tables `[[site.page]]`."),
)

PAGE_KEYS = (
    Key("html", "text", "A page, as short as shows the selectors at work.", required=True),
    Key("body", "texts", "The lines of its article.", required=True),
    Key("headline", "text", "Its headline."),
)

OVERRIDE_KEYS = (
    Key("id", "id", "The rule that is changed.", required=True),
    *(key._replace(required=False) for key in RULE_KEYS if key.name not in {"id", "replaces", "since"}),
)

TABLES = {
    "rule": RULE_KEYS,
    "override": OVERRIDE_KEYS,
    "site": SITE_KEYS,
}
"""Tables at the top of a file -> their keys. `rule` and `override` are arrays of tables, `site` is a single
one.
"""

NESTED = {"unless": UNLESS_KEYS, "cases": CASE_KEYS, "pages": PAGE_KEYS}
"""Kinds of value that are tables themselves -> their keys."""
