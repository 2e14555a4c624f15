"""Panel 4: what is wrong with the file in sight, what to do about it, and its score.

Findings one a row; `r` shows the recommendations instead, which end with how the score came about.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from textual.events import Click
from textual.message import Message
from textual.strip import Strip

from rubin_tui.actions import bindings
from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.widgets.editor.findings import counts_of, severity_sign, words_of
from rubin_tui.widgets.lines import Piece, between, clip, hinted, strip, wrap
from rubin_tui.widgets.look import Painted

if TYPE_CHECKING:
    from rubin_tui.engine.code_model import Diagnostic, PartReport, Recommendation, Report
    from rubin_tui.engine.model import Position

MOST_ROWS = 8
"""Rows below the title."""


class Line(NamedTuple):
    """A row: its pieces, and the place in the file it leads to."""

    left: tuple[Piece, ...]
    right: tuple[Piece, ...] = ()
    place: Position | None = None


class Problems(Painted, can_focus=True):
    """The findings of one file."""

    BINDINGS = bindings("problems")
    DEFAULT_CSS = "Problems { height: 4; }"

    class Chosen(Message):
        """Go to this place."""

        def __init__(self, place: Position) -> None:
            super().__init__()
            self.place = place

    class Closed(Message):
        """Away with the panel."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.findings: tuple[Diagnostic, ...] = ()
        self.report: Report | None = None
        self.part: PartReport | None = None
        self._advice = False
        self._at = 0
        self._top = 0

    def show(
        self, findings: tuple[Diagnostic, ...], report: Report | None, part: PartReport | None = None
    ) -> None:
        """Show other findings, those of `part` of the file; what one stands on stays if it is still there."""
        if self._lines_known and (findings, report, part) == (self.findings, self.report, self.part):
            return
        before = self._lines_known
        self.findings, self.report, self.part = findings, report, part
        self._at = min(self._at, max(len(self._lines()) - 1, 0))
        if len(self._lines_known) != len(before):
            self._fit()
            rows = min(len(self._lines_known), MOST_ROWS)
            self._top = min(self._top, len(self._lines_known) - rows)
        self.refresh()

    def follow(self, place: Position) -> None:
        """The caret is there now: stand on the finding it is in."""
        if self._advice or self.has_focus:
            return
        at = max((n for n, one in enumerate(self.findings) if one.start <= place), default=0)
        if at != self._at:
            self._move(at - self._at)

    _lines_known: list[Line] = []

    def _lines(self) -> list[Line]:
        self._lines_known = self._advised() if self._advice else self._found()
        return self._lines_known

    def _fit(self) -> None:
        self.styles.height = 1 + min(max(len(self._lines_known), 1), MOST_ROWS)

    def _found(self) -> list[Line]:
        look, style = self.look, self.look.palette
        lines: list[Line] = []
        for finding in self.findings:
            sign, colour = severity_sign(finding.severity, look)
            place = f"{finding.start.line + 1:>5} "
            rule = f"{finding.rule}  " if finding.rule else ""
            words = safe_line(words_of(finding.message, look))
            lines.append(
                Line(
                    (
                        (f" {sign} ", getattr(style, colour)),
                        (place, style.muted),
                        (safe_line(rule), style.accent),
                        (words, style.text),
                    ),
                    place=finding.start,
                )
            )
        for row in self.report.not_run if self.report else ():
            words = safe_line(words_of(row.reason, look))
            lines.append(Line(((f" {look.signs.not_found} ", style.muted), (words, style.muted))))
        if not lines:
            lines.append(Line(((f" {look.signs.ready} ", style.ok), (look.say("problems.none"), style.text))))
        return lines

    def _advised(self) -> list[Line]:
        look, style, report = self.look, self.look.palette, self.report
        if report is None:
            return [Line(((f"   {look.say('problems.running')}", style.muted),))]
        lines = [line for one in report.recommendations for line in self._advice_of(one)]
        if report.score_breakdown:
            lines.append(Line(((f"   {look.say('problems.score_why')}", style.muted),)))
        for part in report.score_breakdown:
            name = look.say(f"score.{part.name}")
            said = look.say("problems.part", name=name, found=part.count, points=f"{part.points:.1f}")
            lines.append(Line(((f"     {said}", style.text),)))
        return lines or [Line(((f" {look.signs.ready} ", style.ok), (look.say("problems.none"), style.text)))]

    def _advice_of(self, one: Recommendation) -> list[Line]:
        look, style = self.look, self.look.palette
        sign, colour = severity_sign(one.severity, look)
        minutes = look.say("problems.minutes", round(max(one.minutes, 1)))
        head = f"{one.rule} ×{one.count}  " if one.rule else f"×{one.count}  "
        title = safe_line(words_of(one.title, look))
        left: tuple[Piece, ...] = (
            (f" {sign} ", getattr(style, colour)),
            (safe_line(head), style.accent),
            (title, style.text),
        )
        lines = [Line(left, ((f" {minutes} ", style.muted),), one.first)]
        for words in (one.why, one.how):
            text = safe_line(words_of(words, look)) if words else ""
            for begin, end in wrap(text, self.size.width - 6) if text else ():
                lines.append(Line(((f"     {text[begin:end].strip()}", style.muted),), place=one.first))
        return lines

    def render_line(self, y: int) -> Strip:
        """The rule with counts and score, then the rows."""
        look, style, width = self.look, self.look.palette, self.size.width
        if y == 0:
            return self._rule()
        lines = self._lines_known or self._lines()
        at = self._top + y - 1
        if at >= len(lines):
            return Strip.blank(width, style.text)
        line = lines[at]
        if at == self._at and self.has_focus:
            text = "".join(piece for piece, _ in line.left)
            return strip([(clip(text, width, look.signs.ellipsis), style.chosen)], width, style.chosen)
        return between(line.left, line.right, width, style.text, look.signs.ellipsis)

    def _rule(self) -> Strip:
        look, style = self.look, self.look.palette
        line = look.signs.horizontal
        name = look.say("problems.advice" if self._advice else "panel.problems")
        left: list[Piece] = [
            (f"{line} ", style.rule),
            (f"4 {name}", style.strong if self.has_focus else style.muted),
            (" ", style.rule),
            *self._which(),
            *counts_of(self.findings, look),
        ]
        if self.report is not None and self.report.quality_score is not None:
            left.append(
                (f"{look.say('problems.score', score=round(self.report.quality_score))} ", style.text)
            )
        hint, fill = look.say("problems.hint") if self.has_focus else "", (line, style.rule)
        return hinted(left, hint, self.size.width, fill, style.muted, look.signs.ellipsis)

    def _which(self) -> list[Piece]:
        """The lines that are judged, when they are not all."""
        if self.part is None:
            return []
        first, last = self.part.first + 1, self.part.last + 1
        lines = str(first) if first == last else f"{first}-{last}"
        said = self.look.say("problems.part_alone" if self.part.alone else "problems.part_of", lines=lines)
        return [(f"{said} ", self.look.palette.accent)]

    def on_resize(self) -> None:
        """Words break elsewhere."""
        self._lines()
        self._fit()

    def on_focus(self) -> None:
        """Show where one stands."""
        self.refresh()

    def on_blur(self) -> None:
        """No longer."""
        self.refresh()

    def spots(self) -> Iterable[tuple[int, int]]:
        """The rows that lead to a place."""
        seen = self._lines_known[self._top : self._top + max(self.size.height - 1, 0)]
        return ((0, y) for y, line in enumerate(seen, 1) if line.place is not None)

    def on_click(self, event: Click) -> None:
        """A click goes there."""
        at = self._top + event.y - 1
        if event.y and at < len(self._lines_known):
            self._move(at - self._at)
            self.action_choose()

    def _move(self, count: int) -> None:
        rows = max(self.size.height - 1, 1)
        self._at = min(max(self._at + count, 0), max(len(self._lines_known) - 1, 0))
        self._top = min(max(self._top, self._at - rows + 1), self._at)
        self.refresh()

    # what the registry names

    def action_step(self, count: int) -> None:
        """By rows."""
        self._move(count)

    def action_choose(self) -> None:
        """Go to the place of the row."""
        place = self._lines_known[self._at].place if self._at < len(self._lines_known) else None
        if place is not None:
            self.post_message(self.Chosen(place))

    def action_advice(self) -> None:
        """Recommendations instead of findings, and back."""
        self._advice = not self._advice
        self._at = self._top = 0
        self._lines()
        self._fit()
        self.refresh()

    def action_close(self) -> None:
        """Away with the panel."""
        self.post_message(self.Closed())
