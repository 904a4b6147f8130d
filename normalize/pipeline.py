"""The pipeline: one document in, one article out. It reads and writes nothing.

decode → extract → repair → segment → ⟲ (strip → describe → prune) → assess → settle
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, overload

from normalize.article import Article, Document
from normalize.config import Config, load_config
from normalize.draft import Block, Draft
from normalize.errors import DocumentError, InputError, Problem, RuleError
from normalize.ledger import Rewrite, Span, by_place, settle
from normalize.match.cache import open_cache
from normalize.read.fields import take
from normalize.ruleset import RuleSet
from normalize.segment import choose_headline
from normalize.stages import Made, make_stages
from normalize.version import __version__

if TYPE_CHECKING:
    from normalize.many import Given

_MOST_ROUNDS = 1000
"""Each round takes something away, so rounds end; real articles need two. This only bounds what a hostile one
costs.
"""


_SMALL = "A caf\u00e9 opens\n\nIt opened on Monday, and nobody knew why.\n\nShare\n\nIt was late."
"""An article that makes every stage look: it has a letter that is not ASCII, and a short line."""


class _Group(NamedTuple):
    """Stages that follow each other and are repeated until nothing changes, or one stage that is not.

    A batch goes through a group before the next begins, so that what the stages look things up in stays in
    the processor's caches.
    """

    settles: bool
    stages: list[Made]


class Pipeline:
    """Cleans documents by one configuration. Make it once and use it for many: it keeps nothing of what it
    cleaned.

    Pipelines pickle (they are made again from their configuration), and one can be used by several threads.

    Args:
        config: a checked configuration; see `load` for the usual way in.
        rules: the rule set, if it is there already; None: that which the configuration names.
    """

    def __init__(self, config: Config, rules: RuleSet | None = None) -> None:
        self.config = config
        self.rules = rules if rules is not None else rules_of(config)
        self.made_by = {"version": __version__, "rules": self.rules.hash[:16], "config": config.hash}
        stages = make_stages(config.stages, config.sections, self.rules)
        self._groups: list[_Group] = []
        for settles, group in groupby(stages, key=lambda one: one.settles):
            made = list(group)
            self._groups += [_Group(True, made)] if settles else [_Group(False, [one]) for one in made]
        self._again = [one for one in stages if one.again]

    @classmethod
    def load(cls, config: Config | Path | str | Mapping[str, Any] | None = None) -> Pipeline:
        """Make a pipeline.

        Args:
            config: a TOML file, or values of the same form, or a `Config`; None: `normalize.toml` or
                `pyproject.toml` of the working directory if there, else the default profile.

        Raises:
            SetupError: the configuration or the rules are wrong; it lists every problem.
        """
        if isinstance(config, Mapping):
            config = load_config(overrides=config)
        elif not isinstance(config, Config):
            config = load_config(config)
        return cls(config)

    def __reduce__(self) -> tuple[type[Pipeline], tuple[Config, RuleSet]]:
        return type(self), (self.config, self.rules)

    def clean(
        self,
        data: Document | str | bytes,
        *,
        id: str | None = None,  # noqa: A002 - the record's own word
        url: str | None = None,
        headline: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        format: Literal["text", "html"] | None = None,  # noqa: A002
        content_type: str | None = None,
    ) -> Article:
        """Clean one document.

        Args:
            data: text, or bytes to be decoded, or a `Document`, which brings the rest along.
            id: key of the record; without it the first 16 hex digits of the content's SHA-256.
            url: where the document came from.
            headline: its headline, if it is known beside the text.
            metadata: fields of the record's `metadata` that are known already, of the form that
                `normalize schema` describes; they win over what is found.
            format: None tells it by the content.
            content_type: the HTTP header, if known; its charset is evidence for decoding.

        Raises:
            InputError: the document cannot be read (empty, binary), or its metadata are of another form.
            StageError: a stage gave up on it (a limit, a time-out, no article in the page).
            TypeError, ValueError: another argument than `data` is of the wrong kind, or stands beside a
                `Document`, which would have it itself.
        """
        if not isinstance(data, Document):
            if not isinstance(data, (str, bytes)):
                raise InputError("not-text", f"text or bytes are cleaned, not {type(data).__name__}")
            data = Document(
                data, id, None, None, format, url, headline, _checked(metadata or {}), content_type
            )
        elif any(one is not None for one in (id, url, headline, metadata, format, content_type)):
            raise TypeError("what is known of a Document is given in the Document itself")
        draft = Draft(data)
        for group in self._groups:
            self._run_group(draft, group)
        return self._article(draft)

    def clean_batch(
        self, documents: Sequence[Document], begin: Callable[[int], None] | None = None
    ) -> list[Article | Exception]:
        """Clean some documents at once.

        Each comes out as by `clean`, but together they take much less time: what is searched for in their
        texts is searched for in all of them in one go. Batches of some dozens do it; the memory for all their
        texts is taken at once.

        Args:
            begin: is called with the number of a document whenever the work turns to it, so that a watcher
                knows which one holds it up.

        Returns:
            for each document its article, or the exception that `clean` would have raised.
        """
        drafts = [Draft(document) for document in documents]
        failed: dict[int, Exception] = {}
        for group in self._groups:
            for made in group.stages:
                if made.prepare:
                    made.prepare([draft for number, draft in enumerate(drafts) if number not in failed])
            for number, draft in enumerate(drafts):
                if number not in failed:
                    if begin:
                        begin(number)
                    try:
                        self._run_group(draft, group)
                    except Exception as error:  # it costs this document only
                        failed[number] = error
        return [failed.get(number) or self._finished(draft) for number, draft in enumerate(drafts)]

    def warm(self) -> None:
        """Make what is otherwise made when the first document needs it, and keep what later processes can
        use: before a fork, or before many documents.
        """
        for group in self._groups:
            for made in group.stages:
                if made.warm:
                    made.warm()
        self.clean(_SMALL, format="text")

    def _run_group(self, draft: Draft, group: _Group) -> None:
        if group.settles:
            _settle_rounds(draft, group.stages, self._again)
        else:
            for made in group.stages:
                _run(draft, made)

    def _finished(self, draft: Draft) -> Article | Exception:
        try:
            return self._article(draft)
        except Exception as error:
            return error

    @overload
    def clean_many(
        self,
        items: Iterable[Given],
        *,
        workers: int = ...,
        errors: Literal["raise"] = ...,
        batch: int | None = ...,
    ) -> Iterator[Article]: ...
    @overload
    def clean_many(
        self,
        items: Iterable[Given],
        *,
        workers: int = ...,
        errors: Literal["return"],
        batch: int | None = ...,
    ) -> Iterator[Article | DocumentError]: ...
    def clean_many(
        self,
        items: Iterable[Given],
        *,
        workers: int = 0,
        errors: Literal["raise", "return"] = "raise",
        batch: int | None = None,
    ) -> Iterator[Article | DocumentError]:
        """Clean documents lazily and in their order.

        Args:
            items: documents, texts, bytes, or records with the keys of a JSONL file (`text` or `html`, `id`,
                …); no more of them are taken than are at work or wait for one that is.
            workers: how many processes clean. A document that kills one, or holds it up for longer than
                `limits.seconds`, costs itself only. 0: this process, which nothing guards.
            errors: 'raise' ends at the first document that cannot be cleaned; 'return' gives its error in its
                place.
            batch: documents taken and cleaned at once; None: 32 for workers, else 1.

        Raises:
            DocumentError: see `errors`. CrewError: workers cannot be started.
            TypeError, ValueError: at once, for one text or record in the place of many, or other arguments
                that cannot be.
        """
        from normalize.many import clean_many

        return clean_many(self, items, workers, errors, batch)

    def _article(self, draft: Draft) -> Article:
        headline, blocks = draft.headline, draft.blocks
        if not blocks and headline is None:
            raise InputError(
                "empty", "nothing is left of the input but white space and invisible characters", "segment"
            )
        later = [
            one
            for block in ([headline, *blocks] if headline else blocks)
            if block.rewrites
            for one in _in_work(block)
        ]
        spans: list[Span] = [(block.start, block.end) for block in blocks]
        top = (headline.start, headline.end) if headline else None
        account = settle(draft.text, draft.repairs, sorted(later), top, spans, draft.removed)
        metadata = {field: draft.fields[field] for field in sorted(draft.fields)}
        if metadata:
            metadata["origins"] = {field: draft.origins[field] for field in metadata}
        return Article(
            id=draft.document.id or draft.source["sha256"][:16],
            headline=headline.text if headline else None,
            body="\n\n".join([block.text for block in blocks]),
            metadata=metadata,
            source=_source(draft),
            headline_span=account.headline,
            block_spans=tuple(account.blocks),
            edits=tuple(
                sorted([*account.edits, *draft.damage], key=by_place) if draft.damage else account.edits
            ),
            quality={**draft.quality, "flags": sorted(draft.flags)},
            made_by=self.made_by,
            source_text=draft.text,
            block_kinds=tuple([block.kind for block in blocks]) if draft.kinds_known else (),
        )


def _checked(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Metadata of the record's form. Raises InputError `metadata` for unknown fields and wrong values."""
    if not isinstance(metadata, Mapping):
        raise TypeError(f"metadata must be a mapping, not {type(metadata).__name__}")
    taken: dict[str, Any] = {}
    wrong = take(metadata, taken)
    if wrong:
        raise InputError(
            "metadata",
            f"unknown fields, or values of another kind than the field's: {', '.join(wrong)}",
            "read",
        )
    return taken


def rules_of(config: Config) -> RuleSet:
    """Load the rules that a configuration names.

    Raises:
        RuleError: with every problem, each at its place in a rule file or in the configuration.
    """
    chosen = config.rules
    cached = open_cache(config.stage("match").cache)
    try:
        return RuleSet.load(chosen.packs or None, chosen.directories, chosen.on, chosen.off, cached)
    except RuleError as error:
        raise RuleError(_placed(config, problem) for problem in error.problems) from None


def _placed(config: Config, problem: Problem) -> Problem:
    """A problem with a name in the configuration, told at the line where the name stands."""
    key = problem.file.strip("<>")
    named = re.search("`([^`]+)`", problem.message)
    if key not in ("on", "off", "packs") or not named:
        return problem
    file, line = config.place_of(key, named[1])
    return problem._replace(file=file, line=line)


def _run(draft: Draft, made: Made) -> None:
    try:
        made.stage(draft)
    except DocumentError as error:
        error.stage = error.stage or made.name
        raise


def _settle_rounds(draft: Draft, stages: list[Made], again: list[Made]) -> None:
    """Repeat stages until a round changes nothing: what is left would also be left of the cleaned article.

    A stage that did nothing is not asked again before something changed.
    """
    at_rest: dict[str, tuple[int, Block | None]] = {}
    for _ in range(_MOST_ROUNDS):
        before = draft.changes, draft.headline
        for made in stages:
            state = draft.changes, draft.headline
            if at_rest.get(made.name) != state:
                _run(draft, made)
                if (draft.changes, draft.headline) == state:
                    at_rest[made.name] = state
        choose_headline(draft)
        if (draft.changes, draft.headline) == before:
            for made in again:
                if made.again:
                    made.again(draft)
            if draft.changes == before[0]:
                return
    draft.flag("not-settled")


def _in_work(block: Block) -> list[Rewrite]:
    return [one._replace(start=block.start + one.start, end=block.start + one.end) for one in block.rewrites]


def _source(draft: Draft) -> dict[str, Any]:
    document = draft.document
    told = {"path": document.path, "record": document.record, **draft.source}
    return {
        key: told[key]
        for key in ("path", "record", "sha256", "bytes", "format", "charset", "charset_by")
        if told.get(key) is not None
    }
