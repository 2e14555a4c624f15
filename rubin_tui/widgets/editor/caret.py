"""The caret of a text: where it stands, what is selected, how it moves and what it takes into sight."""

from __future__ import annotations

from rubin_tui.engine.editing import Buffer, Selection
from rubin_tui.engine.editing.words import next_word, previous_word
from rubin_tui.engine.model import Position
from rubin_tui.widgets.editor.ruler import ruler
from rubin_tui.widgets.editor.window import Window


class Caret:
    """`caret` is where one types; with an `anchor` what lies between is selected."""

    def __init__(self, buffer: Buffer, window: Window) -> None:
        self.buffer = buffer
        self.window = window
        self.caret = Position(0, 0)
        self.anchor: Position | None = None
        self.tab = 4
        self._goal: int | None = None

    # where it stands

    @property
    def selection(self) -> tuple[Position, Position] | None:
        """What is selected, begin and end; None when nothing is."""
        if self.anchor is None or self.anchor == self.caret:
            return None
        return min(self.anchor, self.caret), max(self.anchor, self.caret)

    @property
    def selected_text(self) -> str:
        """The text that is selected, lines joined by line feeds."""
        return "" if self.selection is None else self.buffer.between(*self.selection)

    @property
    def selected(self) -> Selection:
        """The selection with its caret, as the buffer takes it."""
        return Selection(self.anchor or self.caret, self.caret)

    @property
    def selected_lines(self) -> tuple[int, int] | None:
        """The first and the last line of what is selected; one of which only the beginning is, is not."""
        if self.selection is None:
            return None
        start, end = self.selection
        return start.line, end.line - (end.character == 0 and end.line > start.line)

    @property
    def whole_line(self) -> str:
        """The line of the caret with its end."""
        line = self.caret.line
        return self.buffer.lines[line] + (self.buffer.lines.end_of(line) or self.buffer.newline)

    @property
    def cell(self) -> int:
        """The cell of its line the caret stands in."""
        return ruler(self.buffer.lines[self.caret.line], self.tab).cell(self.caret.character)

    def go(self, place: Position, *, select: bool = False, keep_goal: bool = False) -> None:
        """Put the caret somewhere, inside the text; with `select` the selection follows it."""
        if not select:
            self.anchor = None
        elif self.anchor is None:
            self.anchor = self.caret
        line = min(max(place.line, 0), len(self.buffer.lines) - 1)
        self.caret = Position(line, min(max(place.character, 0), len(self.buffer.lines[line])))
        if not keep_goal:
            self._goal = None

    def reveal(self, *, centre: bool = False) -> None:
        """Have the caret in sight."""
        self.window.reveal(self.buffer.lines, *self.caret, self.cell, centre=centre)

    # moving

    def move(self, count: int, *, select: bool = False) -> None:
        """By characters, over the ends of lines. With a selection and no `select`, to its end."""
        if self.selection is not None and not select:
            self.go(self.selection[count > 0])
            return
        line, character = self.caret
        text = self.buffer.lines[line]
        if count < 0 and character == 0 and line > 0:
            self.go(Position(line - 1, len(self.buffer.lines[line - 1])), select=select)
        elif count > 0 and character == len(text) and line + 1 < len(self.buffer.lines):
            self.go(Position(line + 1, 0), select=select)
        else:
            self.go(Position(line, character + count), select=select)

    def move_word(self, direction: int, *, select: bool = False) -> None:
        """To the next edge of a word."""
        edge = next_word if direction > 0 else previous_word
        self.go(edge(self.buffer.lines, self.caret), select=select)

    def move_rows(self, rows: int, *, select: bool = False) -> None:
        """By rows, in the column one came from."""
        lines = self.buffer.lines
        at = self.window.place(lines, *self.caret)
        here = ruler(lines[at.line], self.tab)
        goal = here.cell(self.caret.character) - here.cell(at.begin) if self._goal is None else self._goal
        line, number = self.window.step(lines, at.line, at.number, rows)
        if (line, number) == (at.line, at.number):
            self.go(Position(line, len(lines[line]) if rows > 0 else 0), select=select)
            return
        begin, end = self.window.parts(lines, line)[number]
        there = ruler(lines[line], self.tab)
        character = there.character(there.cell(begin) + goal)
        last = end if end == len(lines[line]) else end - 1
        self.go(Position(line, min(character, max(last, begin))), select=select, keep_goal=True)
        self._goal = goal

    def edge(self, direction: int, *, select: bool = False) -> None:
        """To the end of the line; to its beginning, first to where its text begins."""
        line, character = self.caret
        text = self.buffer.lines[line]
        indent = len(text) - len(text.lstrip())
        place = len(text) if direction > 0 else 0 if character == indent else indent
        self.go(Position(line, place), select=select)

    def end(self, direction: int, *, select: bool = False) -> None:
        """To the beginning or the end of the text."""
        self.go(self.buffer.end if direction > 0 else Position(0, 0), select=select)

    def select_all(self) -> None:
        """Select the whole text."""
        self.end(-1)
        self.end(1, select=True)

    def place_at(self, row: int, column: int) -> Position:
        """The place of the text under a row and a column in sight."""
        lines = self.buffer.lines
        rows = self.window.rows(lines)
        part = rows[min(max(row, 0), len(rows) - 1)]
        measure = ruler(lines[part.line], self.tab)
        character = measure.character(measure.cell(part.begin) + self.window.left + max(column, 0))
        return Position(part.line, min(character, part.end))

    def stand(self, selection: Selection) -> None:
        """Stand where an edit has left caret and selection."""
        self.caret = selection.caret
        self.anchor = None if selection.anchor == selection.caret else selection.anchor
        self._goal = None
