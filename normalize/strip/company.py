"""What rules took beside a line speaks against the line as well: under a heading of other stories stand other
stories, next to a sign-up form its fields.
"""

from __future__ import annotations

from typing import Final

from normalize.draft import Draft
from normalize.strip.scorer import Evidence
from normalize.strip.scorer.lines import Kind, kind_of

# Families of rules whose junk comes in rows, so that what follows it is mostly junk as well. A label of an
# advertisement or a newsroom's note stands between two paragraphs of the story as often as not, and under a
# player stands its caption.
_IN_ROWS: Final = frozenset(
    "related share newsletter cookie paywall comments copyright navigation widget app appeal".split()
)
# Log odds that they add, rounded down from what they do to lines of the same score on the labelled documents
# (`docs/scorer.md`): of lines right under what a rule took, of those further down under a heading of other
# stories, of those right above.
_UNDER: Final = 1.5
_LISTED: Final = 1.0
_OVER: Final = 0.7
# Sentences are the story's own more often than lines without an end mark are.
_SENTENCE: Final = 0.5


def company(draft: Draft) -> dict[int, Evidence]:
    """Evidence against the short blocks of a draft, by index, from what rules took around them.

    Cleaned text, cleaned again, has less of it, so what stayed stays.
    """
    marks = _marks(draft)
    if not marks:
        return {}
    out: dict[int, Evidence] = {}
    order = sorted([*marks, *((block.start, str(index)) for index, block in enumerate(draft.blocks))])
    heading = False
    for at, (_, name) in enumerate(order):
        if not name.isdigit():
            heading = heading or name == "related"
            continue
        index = int(name)
        kind = kind_of(draft.blocks[index].text)
        if kind == Kind.PROSE:
            heading = False
            continue
        above = order[at - 1][1] if at else ""
        below = order[at + 1][1] if at + 1 < len(order) else ""
        odds = _UNDER if above in _IN_ROWS else _LISTED if heading else 0.0
        if below in _IN_ROWS:
            odds += _OVER
        if kind == Kind.SHORT_SENTENCE:
            odds *= _SENTENCE
        if odds:
            near = above if above in _IN_ROWS else "related" if heading else below
            out[index] = Evidence(odds, f"beside what a rule of the family '{near}' took")
    return out


def _marks(draft: Draft) -> list[tuple[int, str]]:
    """Place and family of every whole line that a rule took."""
    work = draft.work
    out = []
    for edit in draft.removed:
        parts = edit.rule.split(".")
        if edit.stage == "strip" and edit.action == "strip" and len(parts) > 2:
            before = work[max(edit.start - 4, 0) : edit.start].strip(" \t*#>")
            after = work[edit.end : edit.end + 4].strip(" \t*")
            if before[-1:] in ("", "\n") and after[:1] in ("", "\n"):
                out.append((edit.start, parts[1]))
    return out
