"""The stages, in one table: what each needs and gives, its options, and how it is made.

A stage is a callable over a `Draft`. `STAGES` is read top to bottom in the order of the default profile; the
configuration may leave stages out or put them in another order, as long as each finds what it needs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from operator import attrgetter
from typing import Any, NamedTuple

from normalize import plugins
from normalize.charset import DecodeConfig
from normalize.charset import decode as decode_bytes
from normalize.describe import DescribeConfig, describe
from normalize.draft import Draft
from normalize.errors import InputError, Problem, SetupError
from normalize.extract import ExtractConfig
from normalize.language.stage import LanguageConfig, identify
from normalize.limits import LimitsConfig
from normalize.match import MatchConfig, compile_rules
from normalize.quality import AssessConfig, assess
from normalize.read import ReadConfig
from normalize.read.content import is_html, refuse
from normalize.repair import RepairConfig, Soundness, repair_text, stays_sound
from normalize.ruleset import RuleSet
from normalize.ruleset.sites import SiteIndex
from normalize.segment import SegmentConfig, segment
from normalize.strip import StripConfig, Stripper
from normalize.strip.prune import PruneConfig, prune

Stage = Callable[[Draft], None]
Options = Mapping[str, Any]

_REWRITES = attrgetter("rewrites")
_HEAD = 16_384  # bytes looked at to tell binary input and HTML; more than any page's preamble


def decode(draft: Draft, config: DecodeConfig) -> None:
    """Bytes become the source text; text stays as it is. Raises InputError `binary` or `empty`."""
    document = draft.document
    data = document.data
    if isinstance(data, bytes):
        raw = data
        refuse(data[:_HEAD])
        decoded = decode_bytes(data, content_type=document.content_type, config=config)
        draft.text = decoded.text
        draft.source["charset"] = decoded.charset
        draft.source["charset_by"] = decoded.how
    else:
        raw = data.encode("utf-8", "surrogatepass")
        draft.text = data
    draft.source["sha256"] = hashlib.sha256(raw).hexdigest()
    draft.source["bytes"] = len(raw)
    # U+0085 is white space, or the byte of an ellipsis, as repair will tell.
    if not draft.text or (draft.text.isspace() and "\x85" not in draft.text):
        raise InputError("empty", "the input holds nothing but white space")


def extract(draft: Draft, config: ExtractConfig, sites: SiteIndex | None = None) -> None:
    """A page becomes the text of its article; a headline from outside the text goes before it as its first
    line.
    """
    document = draft.document
    for field, value in document.metadata.items():
        draft.learn(field, value, "input")
    headline = document.headline
    html = document.format == "html" or (document.format is None and is_html(_head(draft.text), False))
    draft.source["format"] = "html" if html else "text"
    if html:
        from normalize.extract import extract as extract_page

        found = extract_page(draft.text, url=document.url, config=config, sites=sites)
        headline = headline or found.headline
        draft.text, draft.kinds, draft.dropped = found.body, found.kinds, found.dropped
        for field, value in found.metadata.items():
            draft.learn(field, value, found.origins.get(field, "html"))
    draft.learn("url", document.url, "input")  # after the page's own canonical URL, if it declares one
    headline = " ".join(headline.split()) if headline else ""
    if headline:
        draft.has_given_headline = True
        first = draft.text.lstrip().split("\n", 1)[0]
        if " ".join(first.split()) != headline:
            draft.text = f"{headline}\n\n{draft.text}"
    draft.work = draft.text


def _head(text: str) -> bytes:
    return text[:_HEAD].encode("utf-8", "replace")


def repair(draft: Draft, config: RepairConfig) -> None:
    """The source text becomes the work text: damage mended, with a rewrite for each mend."""
    repaired = repair_text(draft.text, language=draft.fields.get("language"), config=config)
    draft.work, draft.repairs = repaired.text, repaired.edits
    draft.damage = repaired.flags
    draft.sound = repaired.soundness is not Soundness.DOUBTFUL
    draft.firm = repaired.soundness is Soundness.FIRM


def mend_blocks(draft: Draft, config: RepairConfig) -> None:
    """Repair what has become of the blocks: joined lines, or a text that lost some of its lines, or blanks at
    their ends that kept damage from being seen as such.

    Then the cleaned article, cleaned again, needs no repair.
    """
    blocks = [draft.headline, *draft.blocks] if draft.headline else draft.blocks
    rewritten = any(map(_REWRITES, blocks))
    if draft.sound and not rewritten:
        gone = (draft.work[edit.start : edit.end] for edit in draft.removed)
        if draft.firm or all(map(str.isascii, gone)):
            return  # no letter is missed
    text = "\n\n".join([block.text for block in blocks])
    if draft.sound and not rewritten and stays_sound(text):
        return
    edits = repair_text(text, language=draft.fields.get("language"), config=config).edits
    if not edits:
        return
    end = len(text)
    for block in reversed(blocks):
        start = end - len(block.text)
        for edit in reversed([one for one in edits if start <= one.start and one.end <= end]):
            draft.mend(block, edit._replace(start=edit.start - start, end=edit.end - start))
        end = start - 2


class StageSpec(NamedTuple):
    """A row of the table.

    `needs`: what an earlier stage must have given. `refuses`: what no earlier stage may have given, since
    this one would make it untrue. `settles`: the stage takes blocks away, and is repeated with its kind until
    none of them changes anything.
    """

    config: type
    needs: tuple[str, ...]
    gives: tuple[str, ...]
    refuses: tuple[str, ...]
    settles: bool
    make: Callable[[Any, Options, RuleSet], Stage]
    again: Callable[..., None] | None = None


def _plain(function: Callable[..., None]) -> Callable[[Any, Options, RuleSet], Stage]:
    """A stage that needs nothing but its own options."""
    return lambda config, _options, _rules: partial(function, config=config)


def _make_strip(config: StripConfig, options: Options, rules: RuleSet) -> Stage:
    return Stripper(rules, compile_rules(rules.rules, options["match"]), config)


def _make_extract(config: ExtractConfig, _options: Options, rules: RuleSet) -> Stage:
    ruled = [site for site in rules.sites if site.selects]
    return partial(extract, config=config, sites=SiteIndex(ruled) if ruled else None)


STAGES: dict[str, StageSpec] = {
    #            options          needs        gives        refuses      settles  made by
    "decode": StageSpec(DecodeConfig, (), ("text",), ("article",), False, _plain(decode)),
    "extract": StageSpec(
        ExtractConfig, ("text",), ("article",), ("repaired", "blocks"), False, _make_extract
    ),
    "repair": StageSpec(
        RepairConfig, ("article",), ("repaired",), ("blocks",), False, _plain(repair), mend_blocks
    ),
    "segment": StageSpec(SegmentConfig, ("article",), ("blocks",), (), False, _plain(segment)),
    "strip": StageSpec(StripConfig, ("blocks",), ("stripped",), ("assessed",), True, _make_strip),
    "describe": StageSpec(DescribeConfig, ("blocks",), ("described",), ("assessed",), True, _plain(describe)),
    "prune": StageSpec(PruneConfig, ("blocks",), ("pruned",), ("assessed",), True, _plain(prune)),
    "language": StageSpec(LanguageConfig, ("blocks",), ("language",), ("assessed",), False, _plain(identify)),
    "assess": StageSpec(AssessConfig, ("blocks",), ("assessed",), (), False, _plain(assess)),
}

SECTIONS: dict[str, type] = {
    "read": ReadConfig,
    "match": MatchConfig,
    "limits": LimitsConfig,
    **{name: spec.config for name, spec in STAGES.items()},
}
"""Sections of the configuration: those of the stages, of reading and matching, and the limits of a document.
"""


def stage_spec(name: str) -> StageSpec | None:
    """The row of a stage: of the table, or of an installed plug-in; None: there is no such stage.

    Raises:
        SetupError: the plug-in cannot be loaded, or brings something else.
    """
    if name in STAGES:
        return STAGES[name]
    found = None if name in SECTIONS else plugins.load(plugins.STAGES, name)
    if found is not None and not isinstance(found, StageSpec):
        message = f"the plug-in `{name}` is no StageSpec but {type(found).__name__}"
        raise SetupError([Problem(plugins.STAGES, 0, "plugin-broken", message)])
    return found


def _spec(name: str) -> StageSpec:
    found = stage_spec(name)
    if found is None:
        raise KeyError(name)
    return found


_GIVER = {what: name for name, spec in STAGES.items() for what in spec.gives}


def check_order(names: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Give (index, what is wrong) for each stage of a list that stands where it cannot work. Names must be
    known.
    """
    given: set[str] = set()
    for index, name in enumerate(names):
        spec = _spec(name)
        if name in names[:index]:
            yield index, f"stage `{name}` is listed twice"
        for need in spec.needs:
            if need not in given:
                yield index, f"stage `{name}` must come after `{_GIVER.get(need, need)}`"
        for refused in spec.refuses:
            if refused in given:
                yield index, f"stage `{name}` must come before `{_GIVER.get(refused, refused)}`"
        given.update(spec.gives)
    if "blocks" not in given:
        yield max(len(names) - 1, 0), "an article needs the stages `decode`, `extract` and `segment`"


class Made(NamedTuple):
    """A stage of a pipeline, ready to run.

    `prepare`, where a stage has it, looks at many drafts at once before the stage is called for each; `warm`
    makes what many documents will need. They only save time.
    """

    name: str
    stage: Stage
    settles: bool
    again: Stage | None
    prepare: Callable[[Sequence[Draft]], None] | None
    warm: Callable[[], None] | None


def make_stages(names: Sequence[str], options: Options, rules: RuleSet) -> list[Made]:
    """Make the stages of a checked list."""
    made = []
    for name in names:
        spec = _spec(name)
        again = partial(spec.again, config=options[name]) if spec.again else None
        stage = spec.make(options[name], options, rules)
        prepare, warm = getattr(stage, "prepare", None), getattr(stage, "warm", None)
        made.append(Made(name, stage, spec.settles, again, prepare, warm))
    return made
