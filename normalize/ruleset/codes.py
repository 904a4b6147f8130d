"""The codes of everything that can be wrong with rule files. They are stable: a code keeps its meaning and
is never reused.

`docs/rules.md` explains each of them; a test keeps the two in step.
"""

from __future__ import annotations

CODES = {
    "R001": "file cannot be read",
    "R002": "file is not UTF-8",
    "R003": "not TOML",
    "R004": "unknown table",
    "R005": "unknown key",
    "R006": "missing key",
    "R007": "wrong type of value",
    "R008": "value not allowed",
    "R009": "ill-formed id",
    "R010": "not exactly one matcher",
    "R011": "unknown language",
    "R012": "ill-formed host",
    "R013": "unknown metadata field",
    "R014": "unknown part of the match",
    "R015": "ill-formed date or version",
    "R016": "empty text",
    "R017": "ill-formed placeholder",
    "R018": "regex does not compile",
    "R019": "keys that do not go together",
    "R020": "duplicate id",
    "R021": "retired id used again",
    "R022": "replaced id still in use",
    "R023": "no example of junk",
    "R024": "no example of text that stays",
    "R025": "override of an unknown rule",
    "R026": "overridden twice",
    "R027": "site named twice",
    "R028": "table given twice",
    "R029": "unknown rule pack",
    "R030": "unknown rule switched on or off",
    "R031": "retired rule switched on or off",
    "R032": "rule switched both on and off",
    "R033": "regex matches the empty text",
    "R034": "rule renamed (a note, not an error)",
    "R035": "ill-formed CSS selector",
    "R036": "no example of a page",
}
"""Code of a problem -> what it is about."""
