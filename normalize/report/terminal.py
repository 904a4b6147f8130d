"""An explanation on a terminal, or as plain text."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, NamedTuple

from normalize.report.explanation import Explanation
from normalize.report.source import Line, Piece
from normalize.report.visible import shortened, visible
from normalize.report.words import answered, place, size, told

if TYPE_CHECKING:
    from rich.text import Text

_LONGEST_VALUE = 300  # code points of a decision's value; the JSON has all


class Screen(NamedTuple):
    """Where it is shown. `width` None: lines are not broken. `colour`: a colour system of rich, or None."""

    width: int | None
    colour: str | None


_STYLES = {"strip": "red strike", "capture": "magenta strike", "rewrite": "yellow strike"}
_NEW = "green underline"
_RULE = "cyan"
_DIM = "dim"
_HEAD = "bold"


def screen_of_stdout() -> Screen:
    """The screen that standard output is, as rich reads it off NO_COLOR, FORCE_COLOR, TERM and COLUMNS."""
    from rich.console import Console

    console = Console()
    colour = None if console.no_color else console.color_system
    return Screen(console.width if console.is_terminal else None, colour)


def as_text(explanation: Explanation, screen: Screen) -> str:
    """Give the explanation as text for a screen; nothing in it but rich's own styles acts on a terminal."""
    from rich.console import Console

    console = Console(
        file=StringIO(),
        force_terminal=screen.colour is not None,
        color_system=screen.colour,  # type: ignore[arg-type]
        no_color=screen.colour is None,
        width=screen.width or 80,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    writer = _Writer(explanation, screen.colour is not None)
    for line in writer.lines():
        console.print(line, soft_wrap=screen.width is None)
    text: str = console.file.getvalue()  # type: ignore[attr-defined]
    return text


class _Writer:
    def __init__(self, explanation: Explanation, colour: bool) -> None:
        self._explanation = explanation
        self._edits = explanation.edits
        self._wanted = explanation.wanted()
        self._colour = colour

    def lines(self) -> list[Text]:
        """All lines."""
        answer = self._explanation.why_not
        return [
            *self._top(),
            *(self._answer() if answer else [*self._decisions(), *self._source(), *self._totals()]),
        ]

    def _top(self) -> list[Text]:
        record = self._explanation.record
        first = self._line((visible(record["id"]), _HEAD), (f"  {visible(place(record['source']))}", ""))
        return [first, *(self._line(("! ", _HEAD), (visible(one), "")) for one in self._explanation.remarks)]

    def _decisions(self) -> list[Text]:
        decided = self._explanation.decided
        wide = max(len(one.what) for one in decided)
        out = [self._line(), self._line(("What the stages decided", _HEAD))]
        for one in decided:
            value = visible(one.value)
            if len(value) > _LONGEST_VALUE:
                value = f"{value[:_LONGEST_VALUE]} …"
            why = f"  ({visible(one.why)})" if one.why else ""
            out.append(self._line((f"  {one.stage:8} {one.what:{wide}}  ", _DIM), (value, ""), (why, _DIM)))
        return out

    def _source(self) -> list[Text]:
        rule = self._explanation.rule
        title = f"What {visible(rule)} did" if rule else "The source, and what was done to it"
        out = [self._line(), self._line((title, _HEAD), (f"  {self._legend()}", _DIM))]
        for line in self._explanation.lines():
            if line is None:
                out.append(self._line(("  …", _DIM)))
            else:
                out += self._marked(line)
        return out

    def _legend(self) -> str:
        if self._colour:
            return "struck through: removed; underlined: put in its place"
        return "[-removed-] {+put in its place+}"

    def _marked(self, line: Line) -> list[Text]:
        out = (
            [self._line(*(part for piece in line.pieces for part in self._piece(piece)))]
            if line.pieces
            else []
        )
        if line.blank:
            return [self._line()]
        for one in told(self._explanation, line.edits):
            often = f" ×{one.times}" if one.times > 1 else ""
            note = f" ({visible(one.note)})" if one.note else ""
            by = (f"    ^ {visible(one.done)}{often} by ", _DIM), (visible(one.rule), _RULE)
            out.append(self._line(*by, (f": {visible(one.why)}{note}", _DIM)))
        return out

    def _piece(self, piece: Piece) -> list[tuple[str, str]]:
        if piece.edit is None:
            return [(visible(shortened(piece.text or "")), "")]
        style = _STYLES.get(self._edits[piece.edit]["action"], "")
        old = size(piece.size) if piece.text is None else visible(shortened(piece.text), True)
        new = visible(shortened(piece.new or ""), True)
        if not self._colour:
            old, new = (f"[-{old}-]" if old else ""), (f"{{+{new}+}}" if new else "")
        return [(old, style), (new, _NEW)]

    def _totals(self) -> list[Text]:
        totals = self._explanation.totals()
        if not totals:
            nothing = "  Nothing was changed." if self._explanation.rule is None else "  Nothing."
            return [self._line(), self._line((nothing, ""))]
        out = [self._line(), self._line(("By rule", _HEAD))]
        for rule, count, characters in totals:
            why = visible(self._explanation.reasons[rule])
            out.append(
                self._line(
                    (f"  {count:4} × ", ""), (visible(rule), _RULE), (f" {size(characters)}: {why}", "")
                )
            )
        return out

    def _answer(self) -> list[Text]:
        answer = self._explanation.why_not
        assert answer is not None
        out = [self._line(), self._line((f"Why not: {visible(shortened(answer.asked))}", _HEAD))]
        out.append(self._line((f"  {visible(answer.said)}", "")))
        for heading, said in answered(answer):
            out += [self._line(), self._line((heading, _HEAD))]
            out += [self._line((f"  {visible(one)}", "")) for one in said]
        return out

    def _line(self, *parts: tuple[str, str]) -> Text:
        from rich.text import Text

        return Text.assemble(*(part for part in parts if part[0]), overflow="fold")
