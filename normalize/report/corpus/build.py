"""From an output directory to its report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from normalize.discover.listing import FILE as LISTING
from normalize.discover.listing import read_listing
from normalize.errors import NormalizeError, Problem, SetupError
from normalize.report.corpus.against import Change, Earlier, Trend, told
from normalize.report.corpus.findings import findings
from normalize.report.corpus.markup import data, name_of, shorten
from normalize.report.corpus.overview import overview
from normalize.report.corpus.page import Page, row_of, row_of_failure
from normalize.report.corpus.rule_list import Samples, rule_list
from normalize.report.corpus.sample import Chosen, FailedSample, Sample
from normalize.report.corpus.segments import Segments
from normalize.report.corpus.sources import Wanted, find_inputs, fits, source_texts, wanted_of
from normalize.report.corpus.spilled import Spilled
from normalize.report.corpus.totals import Totals
from normalize.report.outputs import Outputs
from normalize.report.source import Shown, rebuild
from normalize.whole import write_whole

if TYPE_CHECKING:
    from normalize.config import Config
    from normalize.ruleset import RuleSet

FILE = "report.html"
MOST_BYTES = 10_000_000
MOST_ROWS = 20_000
_ROWS_SHARE = 0.25  # of the file for the list of documents, at most; the rest is for their texts
_ROW_BYTES = 250  # of a document in the list, about


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """What a report is made of, and how large it gets.

    Attributes:
        file: where it goes; None: `report.html` in the output directory. most_bytes: of the file; the figures
        are there in any case. against: the output directory of an earlier run. inputs: files and directories
        where the sources are; none: as the run was named them.
    """

    file: Path | None = None
    most_bytes: int = MOST_BYTES
    against: Path | None = None
    inputs: Sequence[str] = ()


class Built(NamedTuple):
    """What was written: the file, its size, records in the run, documents in the list, and how many of these
    with their text."""

    file: Path
    bytes: int
    records: int
    listed: int
    texts: int


def write_report(out: Path, config: Config, rules: RuleSet, options: ReportOptions | None = None) -> Built:
    """Write the report of a run.

    The records are read twice. Memory holds counts by rule, a sample of bounded size, and the page.

    Args:
        out: the output directory of the run.
        config, rules: those in force: reasons are theirs, and sources are read, decoded and extracted by
        them.

    Raises:
        SetupError: `no-records`, `missing-extra`, `report-not-written`.
        NormalizeError: a record is not of the published form.
    """
    options = options or ReportOptions()
    with ExitStack() as stack:
        try:
            building = _Building(Outputs(out), config, rules, options, stack)
            page = building.page()
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            raise NormalizeError(f"{out}: a record is not of the published form: {error!r}") from error
    file = options.file or out / FILE
    text = page.assemble(options.most_bytes).encode()
    try:
        write_whole(file, text)
    except OSError as error:
        message = f"cannot be written: {error.strerror or error}"
        raise SetupError([Problem(str(file), 0, "report-not-written", message)]) from None
    return Built(file, len(text), building.totals.records, len(page.rows), page.texts)


@dataclass(slots=True)
class _Texts:
    """Documents as JSON, by their number, and the rows of the list."""

    rows: dict[int, dict[str, Any]] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)


class _Building:
    def __init__(
        self, outputs: Outputs, config: Config, rules: RuleSet, options: ReportOptions, stack: ExitStack
    ) -> None:
        self._outputs, self._config, self._rules, self._options = outputs, config, rules, options
        self.totals = Totals(stack.enter_context(Spilled()))
        self._guard = config.stage("assess").max_share
        self._sample, self._failed = Sample(self._guard), FailedSample()
        self._samples = Samples()
        self._earlier: Earlier | None = None
        if options.against is not None:
            spilled = stack.enter_context(Spilled())
            self._earlier = stack.enter_context(Earlier(Outputs(options.against), spilled))

    def page(self) -> Page:
        trend = self._count()
        chosen = list(self._sample.chosen())
        listed = [one.number for one in chosen[: self._most_rows()]]
        with_text = _that_fit(chosen, self._options.most_bytes)
        made = self._documents(listed, with_text)
        rules, account = self._rules, self._outputs.account
        rows = {number: at for at, number in enumerate(listed)}
        order = [number for number in with_text if number in rows]
        return Page(
            title=self._outputs.folder.resolve().name,
            account=account,
            overview=overview(self.totals, account, rules),
            rules=rule_list(self.totals, rules, self._samples, trend),
            rows=[made.rows[number] for number in listed],
            documents=[made.texts[number] for number in order],
            numbers=[rows[number] for number in order],
            failures=[row_of_failure(one) for one in self._failed.chosen()],
            sample=self._sample.told(),
            records=self.totals.records,
            guard=self._guard,
            compared=trend is not None,
            catalogue=rules,
            findings=self._findings(),
        )

    def _findings(self) -> str:
        """What the run has found by discovery, if it looked."""
        file = self._outputs.folder / LISTING
        if not file.is_file():
            return ""
        told = read_listing(file)
        return findings(told, str(file), told.get("stripped_from"))

    def _most_rows(self) -> int:
        return min(MOST_ROWS, int(self._options.most_bytes * _ROWS_SHARE / _ROW_BYTES))

    def _count(self) -> Trend | None:
        """The first pass: figures and strata."""
        for number, record in self._outputs.pick(None):
            self.totals.add(record)
            change = self._earlier.compare(record) if self._earlier else None
            self._sample.offer(number, record, change.characters if change else 0)
        for entry in self._outputs.failures():
            self.totals.fail(entry)
            self._failed.offer(entry)
        return self._earlier.close_account() if self._earlier else None

    def _documents(self, listed: Sequence[int], with_text: Sequence[int]) -> _Texts:
        """The second pass: the documents of the sample."""
        made = _Texts()
        sources = self._sources(with_text)
        texts, wanted = set(with_text), set(listed)
        for number, record in self._outputs.pick(wanted):
            change = self._earlier.find(record) if self._earlier else None
            made.rows[number] = row_of(record, change)
            if number in texts:
                made.texts[number] = self._document(record, sources.pop(number, None), change)
        return made

    def _sources(self, numbers: Sequence[int]) -> dict[int, str]:
        rank = {number: at for at, number in enumerate(numbers)}
        wanted: dict[int, Wanted] = {}
        for number, record in self._outputs.pick(rank.keys()):
            one = wanted_of(record)
            if one is not None:
                wanted[number] = one
        ordered = {number: wanted[number] for number in sorted(wanted, key=rank.__getitem__)}
        out = self._outputs.folder.resolve()
        near = [Path.cwd(), out.parent, out.parent.parent]
        inputs = list(self._options.inputs) or find_inputs(self._outputs.account, near)
        return dict(source_texts(ordered, inputs, self._config, self._rules))

    def _document(self, record: Mapping[str, Any], source: str | None, change: Change | None) -> str:
        remarks = []
        if "spans" not in record or "edits" not in record:
            shown = Shown("")
            remarks.append("bare")
        elif source is not None and fits(source, record):
            shown = Shown(source)
        else:
            shown = rebuild(record)
            if shown.unknown:
                remarks.append("unknown")
        segments = Segments(record, shown)
        self._samples.add(name_of(record["id"]), segments)
        metadata = {
            name: _bounded(one)
            for name, one in record["metadata"].items()
            if name not in ("origins", "extra")
        }
        value: dict[str, Any] = {
            "segments": segments.as_json(),
            "edits": segments.edits,
            "metadata": metadata,
            "source": {name: one for name, one in record["source"].items() if name not in ("path", "record")},
        }
        if remarks:
            value["remarks"] = remarks
        if change:
            value["change"] = told(change, shown, record)
        return data(value)


def _bounded(value: Any) -> Any:
    """A value of metadata, of which long texts and lists are cut."""
    if isinstance(value, str):
        return shorten(value, 500)
    if isinstance(value, Mapping):
        return {key: _bounded(one) for key, one in value.items()}
    return [_bounded(one) for one in value[:20]] if isinstance(value, (list, tuple)) else value


def _that_fit(chosen: Sequence[Chosen], most: int) -> list[int]:
    """The first documents whose likely sizes fill a file; those that do not fit in the end are left out
    then."""
    numbers: list[int] = []
    size = 0
    for one in chosen:
        size += one.size
        if size > most:
            break
        numbers.append(one.number)
    return numbers
