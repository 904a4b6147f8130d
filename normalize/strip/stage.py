"""The stage: matches of rules become removals, cuts and flags of a draft.

One call is one round. What a round removes can change where the other blocks stand and which lines are
neighbours, so the pipeline repeats the
round until it changes nothing: only then is a cleaned article, cleaned again, the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

from normalize.draft import Block, Draft
from normalize.fields import learn_captures
from normalize.ledger import Edit, Span
from normalize.match import Engine, Job, Match, Memory
from normalize.match.folding import ASCII_BULLETS, BULLETS, EMPHASIS
from normalize.match.markdown import shown
from normalize.ruleset import Rule, RuleSet, host_of
from normalize.ruleset.languages import base_language
from normalize.segment import choose_headline, looks_like_headline
from normalize.strip.config import StripConfig
from normalize.strip.guards import holds_back, in_position, inside_quotation, is_piece

_MOST_REWRITES = 20
"""Rewrites of one block. A rule whose replacement it matches again (its examples would show it) ends here."""
_HEADLINE_BLANKS = 3
"""A headline under a section's name has four words or more, or, where words are not parted by blanks …"""
_HEADLINE_LENGTH = 24
"""… more than this many code points."""


_FRAME = ASCII_BULLETS + BULLETS + EMPHASIS + "# \t\u00a0"
"""Bullets and signs around the hit of a span: without it they are nothing."""


class Admitted(NamedTuple):
    """A match that stood all tests."""

    match: Match
    rule: Rule


class Stripper:
    """Strips by a rule set. Safe to call for one document after the other: it keeps nothing of them.

    Args:
        rules: the rule set; `engine` was made of the same rules in the same order.
    """

    def __init__(self, rules: RuleSet, engine: Engine, config: StripConfig) -> None:
        self.rules = rules
        self.engine = engine
        self.config = config

    def prepare(self, drafts: Sequence[Draft]) -> None:
        """Look at many documents at once, before each is called for: it is faster, and changes nothing."""
        jobs = []
        for draft in drafts:
            texts, lines = _texts(_all_blocks(draft))
            jobs.append(Job(texts, lines, self._allowed(draft), _memory(draft)))
        self.engine.look(jobs)

    def warm(self) -> None:
        """Compile the regexes of all rules once for many processes."""
        self.engine.keep()

    def __call__(self, draft: Draft) -> None:
        """Do one round. Raises StageError `regex-timeout` if a rule's pattern takes too long."""
        if draft.dropped:
            self._learn_related(draft)
        blocks = _all_blocks(draft)
        top = len(blocks) - len(draft.blocks)
        texts, lines = _texts(blocks)
        matches = self.engine.find(texts, self._allowed(draft), lines, _memory(draft))
        if not matches:
            return
        skip = (
            self._above_headline(draft, blocks, matches)
            if draft.seeks_headline or not draft.has_given_headline
            else top
        )
        hits = self._admitted(draft, blocks, matches, skip)
        if len({hit.match.block for hit in hits}) < len(hits):
            hits.sort(key=partial(_precedence, language=_language(draft) if _differ(hits) else None))
        self._carry_out(draft, blocks, hits)
        draft.sweep()
        choose_headline(draft)

    def _learn_related(self, draft: Draft) -> None:
        """Learn the related stories that lines name which extraction dropped.

        What else such lines tell may be of another story.
        """
        dropped, draft.dropped = draft.dropped, ()
        for match in self.engine.find(dropped, self._allowed(draft)):
            rule = self.rules[match.rule]
            text = dropped[match.block]
            quoted = inside_quotation(text, match.start, match.end)
            if rule.status == "on" and rule.action == "strip" and match.blocks == 1 and not quoted:
                told = captured(Admitted(match, rule), text)
                learn_captures(draft, [one for one in told if one[0] == "related"], f"rule:{rule.id}")

    def _allowed(self, draft: Draft) -> frozenset[int]:
        """The rules that may act on a document, by what is known of it so far."""
        return self.rules.select(
            language=draft.fields.get("language"),
            host=host_of(draft.url) if draft.url else None,
            publisher=draft.fields.get("publisher"),
            date=draft.fields.get("published"),
        )

    def _above_headline(self, draft: Draft, blocks: list[Block], matches: Sequence[Match]) -> int:
        """Strip what stands above the real headline: first lines that are, word for word, what a rule for the
        head names, and what a rule for the top takes, if the next line reads like a headline.

        Returns the number of blocks from the top that rules must leave alone: those stripped here, and the
            headline.
        """
        chrome: dict[int, Admitted] = {}
        for match in matches:
            hit = Admitted(match, self.rules[match.rule])
            if _is_for_top(hit, blocks):
                chrome.setdefault(match.block, hit)
        index = 0
        while index in chrome and index < len(blocks) - 1:
            block = blocks[index]
            hit = chrome[index]
            if hit.rule.position == "top" and index + 1 not in chrome and not _heads(blocks[index + 1].text):
                break
            if block is draft.headline:
                draft.headline, draft.seeks_headline = None, True
            field = learn_captures(draft, captured(hit, block.text), f"rule:{hit.rule.id}")
            draft.remove(block, "strip", hit.rule.id, field=field)
            index += 1
        draft.sweep()
        choose_headline(draft)
        return index + (
            draft.headline is not None and index < len(blocks) and blocks[index] is draft.headline
        )

    def _admitted(
        self, draft: Draft, blocks: list[Block], matches: Sequence[Match], skip: int
    ) -> list[Admitted]:
        """The matches in the body whose position and guards admit them; those of rules on trial are only
        noted.
        """
        head, tail = self._bounds(blocks, matches, skip)
        often = Counter(match.rule for match in matches)
        hits = []
        for match in matches:
            rule = self.rules[match.rule]
            if match.block < skip or not in_position(rule.position, match.block, head, tail):
                continue
            text = matched_text(match, blocks)
            unit = text[match.unit_start : match.unit_end]
            below = match.block + match.blocks
            if (
                inside_quotation(text, match.start, match.end)
                or holds_back(rule.unless, unit, often[match.rule])
                or (below < len(blocks) and is_piece(text, blocks[below].text))
            ):
                continue
            if rule.status == "trial":
                _note(draft, blocks[match.block], rule, "trial")
            else:
                hits.append(Admitted(match, rule))
        return hits

    def _bounds(self, blocks: list[Block], matches: Sequence[Match], skip: int) -> tuple[int, int]:
        """The block before which the head ends, and that with which the tail begins.

        Blocks that rules hit do not count: they are likely to go. So a thousand appeals at the end of a page
            go
        in one round, and not twelve in each.
        """
        hit = {match.block for match in matches if self.rules[match.rule].action == "strip"}
        staying = [index for index in range(skip, len(blocks)) if index not in hit]
        config = self.config
        head = staying[config.head_blocks] if len(staying) > config.head_blocks else len(blocks)
        tail = staying[-config.tail_blocks - 1] + 1 if len(staying) > config.tail_blocks else skip
        return head, tail

    def _carry_out(self, draft: Draft, blocks: list[Block], hits: Sequence[Admitted]) -> None:
        whole: dict[int, Admitted] = {}
        parts: dict[int, list[Admitted]] = {}
        for hit in hits:
            span = range(hit.match.block, hit.match.block + hit.match.blocks)
            text = blocks[hit.match.block].text
            if hit.rule.action == "flag":
                draft.flag(hit.rule.id)
                _note(draft, blocks[hit.match.block], hit.rule, None)
            elif hit.rule.action == "strip" and (len(span) > 1 or _is_whole(hit, text)):
                if not any(index in whole for index in span):
                    whole.update(dict.fromkeys(span, hit))
            else:
                parts.setdefault(hit.match.block, []).append(hit)
        body = [index for index, block in enumerate(blocks) if not block.gone and block is not draft.headline]
        if whole and all(index in whole for index in body):
            draft.flag("only-junk")
            whole = {}
        for index, hit in whole.items():
            if index == hit.match.block:
                self._remove(draft, blocks[index : index + hit.match.blocks], hit)
        for index, cuts in parts.items():
            if index not in whole:
                self._cut(draft, blocks[index], cuts)

    def _remove(self, draft: Draft, blocks: Sequence[Block], hit: Admitted) -> None:
        text = "\n".join([block.text for block in blocks])
        field = learn_captures(draft, captured(hit, text), f"rule:{hit.rule.id}")
        first, last = blocks[0], blocks[-1]
        for block in blocks:
            block.gone = True
        draft.changes += 1
        draft.removed.append(Edit(first.start, last.end, "strip", "strip", hit.rule.id, None, field))

    def _cut(self, draft: Draft, block: Block, hits: list[Admitted]) -> None:
        """Take parts out of a block, the last first, so that the places of the others still hold."""
        floor = len(block.text)
        for hit in sorted(hits, key=lambda one: (-one.match.start, one.match.end)):
            match, rule = hit.match, hit.rule
            whole_unit = rule.unit != "span"
            start, end = (match.unit_start, match.unit_end) if whole_unit else (match.start, match.end)
            if end > floor:  # overlaps what was just cut; the next round looks again
                continue
            floor = start
            text = block.text
            if rule.action == "rewrite":
                new = replacement(hit, text)
                if new.strip() and new != text[start:end] and block.rewritten < _MOST_REWRITES:
                    block.rewritten += 1
                    draft.cut(block, start, end, "strip", rule.id, text=new)
                continue
            if text[:start].strip(_FRAME) or text[end:].strip(_FRAME):
                learn_captures(draft, captured(hit, text), f"rule:{rule.id}")
                draft.cut(block, start, end, "strip", rule.id)
            elif sum(not one.gone for one in draft.blocks) > 1:
                learn_captures(draft, captured(hit, text), f"rule:{rule.id}")
                draft.remove(block, "strip", rule.id)
                return


def _is_for_top(hit: Admitted, blocks: Sequence[Block]) -> bool:
    """Whether a hit takes a line above the headline."""
    match, rule = hit
    if rule.action != "strip" or rule.status != "on" or match.blocks > 1:
        return False
    if rule.position == "head":
        return rule.matcher.kind == "equals"
    text = blocks[match.block].text
    return rule.position == "top" and _is_whole(hit, text) and not holds_back(rule.unless, text, 1)


def _heads(text: str) -> bool:
    """Whether a line reads so much like a headline that a section's name above it is none."""
    return (
        text[-1] not in ".。।"
        and looks_like_headline(text)
        and (text.count(" ") >= _HEADLINE_BLANKS or len(text) > _HEADLINE_LENGTH)
    )


def _memory(draft: Draft) -> Memory:
    """What the matcher knows of a document."""
    memory: Memory = draft.kept.setdefault("strip", Memory())
    return memory


def _all_blocks(draft: Draft) -> list[Block]:
    """The headline, if there is one, and the blocks of the body."""
    return [draft.headline, *draft.blocks] if draft.headline else [*draft.blocks]


def _texts(blocks: Sequence[Block]) -> tuple[list[str], list[list[Span]] | None]:
    """The texts of blocks, and their physical lines if some have several."""
    lines = [block.lines() for block in blocks] if any(block.rewrites for block in blocks) else None
    return [block.text for block in blocks], lines


def matched_text(match: Match, blocks: Sequence[Block]) -> str:
    """The text that a match's offsets speak of."""
    if match.blocks == 1:
        return blocks[match.block].text
    return "\n".join([block.text for block in blocks[match.block : match.block + match.blocks]])


def _language(draft: Draft) -> str | None:
    """The language of a document as far as it can be told before its junk is gone: ISO 639-1 code."""
    declared = draft.fields.get("language")
    if declared:
        return base_language(declared)
    from normalize.language import UNKNOWN, detect

    found = detect(draft.work).code
    return None if found == UNKNOWN else found


def _differ(hits: Sequence[Admitted]) -> bool:
    """Whether rules of different languages hit one block, so that its language says which goes first."""
    known: dict[int, tuple[str, ...]] = {}
    return any(known.setdefault(hit.match.block, hit.rule.languages) != hit.rule.languages for hit in hits)


def _precedence(hit: Admitted, language: str | None) -> tuple[int, int, int, bool, int]:
    """Sort key of hits. Of rules that hit the same text, those of its language and of any come first, then
    those that hold wherever it stands: they say best why it goes.
    """
    match, languages = hit.match, hit.rule.languages
    foreign = language is not None and not {"*", language}.intersection(languages)
    return match.block, -match.blocks, foreign, hit.rule.position != "anywhere", match.rule


def _is_whole(hit: Admitted, text: str) -> bool:
    """Whether a hit takes its block away as a whole."""
    match = hit.match
    if hit.rule.unit == "span":
        return not text[: match.start].strip(_FRAME) and not text[match.end :].strip(_FRAME)
    return match.unit_start == 0 and match.unit_end == len(text)


def captured(hit: Admitted, text: str) -> list[tuple[str, str]]:
    """Pairs of metadata field and text, without signs of Markdown, that a hit captures; `text` is what its
    offsets speak of.
    """
    match = hit.match
    parts: Mapping[str, tuple[int, int]] = {
        "rest": (match.end, match.unit_end),
        "match": (match.start, match.end),
        "unit": (match.unit_start, match.unit_end),
        **dict(match.groups),
    }
    return [(field, shown(text[slice(*parts[part])])) for field, part in hit.rule.capture if part in parts]


def replacement(hit: Admitted, text: str) -> str:
    """What a rewrite rule puts in the place of its match, with `{name}` filled from the match."""
    new = hit.rule.replacement
    for name, (start, end) in dict(hit.match.groups).items():
        new = new.replace(f"{{{name}}}", text[start:end])
    return new


def _note(draft: Draft, block: Block, rule: Rule, note: str | None) -> None:
    """Put a flag edit into the account; settlement leaves out what later rounds say again."""
    draft.removed.append(Edit(block.start, block.end, "flag", "strip", rule.id, None, None, note))
