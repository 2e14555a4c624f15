"""An open file as the code view works with it: the buffer, the caret, the selection, what is in sight."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Literal

from rubin_tui.engine.code_model import SEVERITIES, Severity
from rubin_tui.engine.editing import Buffer, Change, Mark, Marks, Range, Selection, Step
from rubin_tui.engine.editing.find import Joined
from rubin_tui.engine.editing.line_commands import (
    delete_lines,
    duplicate_lines,
    indent,
    indent_unit,
    move_lines_down,
    move_lines_up,
    new_line,
    outdent,
    toggle_comment,
)
from rubin_tui.engine.editing.words import matching_bracket
from rubin_tui.engine.model import Failure, Message, Position
from rubin_tui.widgets.editor.caret import Caret
from rubin_tui.widgets.editor.code_row import CodeRow, Span
from rubin_tui.widgets.editor.findings import UNDERLINES
from rubin_tui.widgets.editor.found import Found
from rubin_tui.widgets.editor.window import Window

if TYPE_CHECKING:
    from rubin_tui.engine.code_model import Diagnostic, PartReport, Report
    from rubin_tui.engine.editing.gitmarks import GitMarks
    from rubin_tui.engine.editing.highlight import Highlighter
    from rubin_tui.widgets.editor.code_parts import CodeParts


BRACKET = 20_000
"""Characters looked through for the other bracket at every key."""


class CodeTab(Caret):
    """The caret of a buffer, what is said of the text, how it looks, and what can be done to it."""

    edits = True

    def __init__(self, buffer: Buffer, *, key: str, title: str, filename: str, wraps: bool) -> None:
        super().__init__(buffer, Window(wraps=wraps))
        self.key = key
        self.title = title
        self.filename = filename
        self.language = ""
        self.highlighter: Highlighter | None = None
        self.uncoloured: float | None = None
        self.findings: Marks[Diagnostic] = Marks()
        self.diagnostics: tuple[Diagnostic, ...] = ()
        self.report: Report | None = None
        self.part: PartReport | None = None  # what was said of some lines, shown instead of the whole
        self.parts: CodeParts | None = None
        self.found: Found | None = None
        self._joined: Joined | None = None
        self.commit: GitMarks | None = None
        self.read_as: str | None = None  # the encoding a person chose
        self.new = False
        self.outside: Literal["same", "changed", "deleted", "appeared"] | None = None
        buffer.subscribe(self._follow)

    # what is said of the text

    @property
    def finding_at_caret(self) -> tuple[Severity, Message | str] | None:
        """What is wrong where the caret stands, else on its line; the worst of it."""
        findings = self.findings.starting_on(self.caret.line)
        at = [mark for mark in findings if mark.range.start <= self.caret <= mark.range.end] or findings
        worst = min((mark.value for mark in at), key=_rank, default=None)
        return None if worst is None else (worst.severity, worst.message)

    # what is in sight

    def wrap(self, *, wraps: bool) -> None:
        """Break the lines to the width, or leave them long; the top line stays."""
        self.window.wraps = wraps
        self.window.number = self.window.left = 0

    def rows(self) -> list[CodeRow]:
        """The rows in sight as they are to look."""
        lines, window = self.buffer.lines, self.window
        selection, caret = self.selection, self.caret
        brackets = self._brackets()
        rows: list[CodeRow] = []
        changes = self.commit.marks(range(*self.in_sight)) if self.commit is not None else {}
        for part in window.rows(lines):
            line, text = part.line, lines[part.line]
            here = line == caret.line and (
                part.begin <= caret.character < part.end
                or (caret.character >= part.end == len(text))
                or (caret.character == part.begin == part.end)
            )
            findings = self.findings.starting_on(line)
            worst = min((mark.value for mark in findings), key=_rank, default=None)
            rows.append(
                CodeRow(
                    part,
                    text,
                    0 if window.wraps else window.left,
                    self.highlighter.tokens(line) if self.highlighter is not None else (),
                    (
                        *self._underlines(findings, line, len(text)),
                        *(self.found.on(line) if self.found else ()),
                        *brackets.get(line, ()),
                    ),
                    worst.severity if worst else None,
                    worst.message if worst else "",
                    changes.get(line),
                    _covered(selection, line, len(text)),
                    caret.character if here else None,
                )
            )
        return rows

    def _underlines(self, findings: list[Mark[Diagnostic]], line: int, length: int) -> list[Span]:
        found: list[Span] = []
        for mark in findings:
            (_, begin), end = mark.range
            last = end.character if end.line == line else length
            found.append((begin, max(last, begin + 1), UNDERLINES[mark.value.severity]))
        return found

    def _brackets(self) -> dict[int, list[Span]]:
        """The bracket at the caret and the one that belongs to it."""
        if self.selection is not None:
            return {}
        pair = matching_bracket(self.buffer.lines, self.caret, skip=self._is_said, farthest=BRACKET)
        marks: dict[int, list[Span]] = {}
        for line, character in pair or ():
            marks.setdefault(line, []).append((character, character + 1, "bracket"))
        return marks

    def _is_said(self, place: Position) -> bool:
        """Whether a place is in a string or a comment, as far as colours are known."""
        tokens = self.highlighter.tokens(place.line) if self.highlighter is not None else ()
        at = bisect_right(tokens, place.character, key=lambda token: token[0]) - 1
        if at < 0 or tokens[at][1] <= place.character:
            return False
        return tokens[at][2].partition(".")[0] in ("string", "comment")

    def show_findings(self, findings: tuple[Diagnostic, ...], report: Report | None) -> None:
        """What is wrong with the text as it stands; without a report more may come."""
        self.diagnostics = findings
        self.report = report or self.report
        self.findings.replace((Range(one.start, one.end), one) for one in findings)

    @property
    def in_sight(self) -> tuple[int, int]:
        """The first line in sight, and the one below the last."""
        first = self.window.line
        return first, min(first + self.window.height, len(self.buffer.lines))

    def colour(self, first: int, last: int, seconds: float) -> bool:
        """Colour these lines and what time is left for; whether any of them looks different now."""
        if self.highlighter is None:
            return False
        progress = self.highlighter.work(range(first, last), seconds)
        self.uncoloured = progress.again
        return any(first <= row < last for row in progress.changed)

    def _follow(self, change: Change) -> None:
        if self.highlighter is not None:
            self.highlighter.changed(change.first_line, change.removed_lines, change.inserted_lines)
            self.uncoloured = 0.0
        if self.commit is not None:
            self.commit.changed(change.first_line, change.removed_lines, change.inserted_lines)
        self.findings.move(change)
        if self.parts is not None:
            self.parts.move(change)
        self.part = None
        self.forget_found()

    # looking for something

    def find(self, text: str) -> None:
        """Look for a text; "" for nothing. Raises Failure "find.too_slow"."""
        lines = self.buffer.lines
        if self._joined is None or self._joined.lines is not lines:
            self._joined = Joined(lines)
        self.found = Found(self._joined, text) if text else None

    def forget_found(self) -> None:
        """Nothing is looked for any more."""
        self.found = self._joined = None

    def go_found(self, place: Position, direction: int) -> tuple[int, int]:
        """Select the next place found; returns its number and how many are counted, (0, 0) for none.

        The number is 0 behind those that are counted.
        """
        if self.found is None:
            return 0, 0
        place = self.buffer.clamp(place)
        there = self.found.next(place, direction)
        if there is None:
            return 0, 0
        self.go(there.start)
        self.go(there.end, select=True)
        return self.found.number(there.start), len(self.found.ranges)

    # changing the text; each raises Failure when the text is read-only

    def type(self, text: str) -> None:
        """Put in what is typed, in place of what is selected."""
        start, end = self.selection or (self.caret, self.caret)
        change = self.buffer.edit(start, end, text, before=self.selected)
        self.stand(Selection.at(change.new_end))

    def paste(self, text: str) -> None:
        """Put in a text that is undone by itself."""
        with self.buffer.group():
            self.type(text)

    def erase(self, count: int) -> None:
        """Erase what is selected, else characters before (negative) or behind the caret."""
        if self.selection is None:
            self.move(count, select=True)
        self._erase_selection()

    def erase_word(self, direction: int) -> None:
        """Erase what is selected, else to the next edge of a word."""
        if self.selection is None:
            self.move_word(direction, select=True)
        self._erase_selection()

    def cut(self) -> None:
        """Erase what is selected, else the line of the caret."""
        if self.selection is None:
            self.stand(delete_lines(self.buffer, self.selected))
        else:
            self._erase_selection()

    def new_line(self) -> None:
        """Break the line, indented as the code goes on."""
        self.stand(new_line(self.buffer, self.selected))

    def indent(self) -> None:
        """Indent the selected lines; without several of them, put in what is missing to the next stop."""
        selection = self.selection
        if selection is not None and selection[0].line != selection[1].line:
            self.stand(indent(self.buffer, self.selected))
            return
        unit = indent_unit(self.buffer.lines)
        self.type(unit if unit == "\t" else " " * (len(unit) - self.caret.character % len(unit)))

    def outdent(self) -> None:
        """Take one level of indentation from the selected lines."""
        self.stand(outdent(self.buffer, self.selected))

    def comment(self) -> None:
        """Comment the selected lines out, or in again. Raises Failure "edit.no_comments"."""
        self.stand(toggle_comment(self.buffer, self.selected))

    def duplicate(self) -> None:
        """Copy the selected lines below themselves."""
        self.stand(duplicate_lines(self.buffer, self.selected))

    def lines_up(self) -> None:
        """Move the selected lines up by one."""
        self.stand(move_lines_up(self.buffer, self.selected))

    def lines_down(self) -> None:
        """Move the selected lines down by one."""
        self.stand(move_lines_down(self.buffer, self.selected))

    def undo(self) -> None:
        """Take back what was done last. Raises Failure when there is nothing."""
        self._walk(self.buffer.undo(), "edit.nothing_to_undo")

    def redo(self) -> None:
        """Do again what was taken back. Raises Failure when there is nothing."""
        self._walk(self.buffer.redo(), "edit.nothing_to_redo")

    def _erase_selection(self) -> None:
        if self.selection is not None:
            self.type("")

    def _walk(self, step: Step | None, nothing: str) -> None:
        if step is None:
            raise Failure(nothing)
        self.stand(step.selection)


def _rank(finding: Diagnostic) -> int:
    return SEVERITIES.index(finding.severity)


def _covered(selection: tuple[Position, Position] | None, line: int, length: int) -> tuple[int, int] | None:
    """The characters of a line that are selected; one more when its end is."""
    if selection is None or not selection[0].line <= line <= selection[1].line:
        return None
    start, end = selection
    return (start.character if line == start.line else 0, end.character if line == end.line else length + 1)
