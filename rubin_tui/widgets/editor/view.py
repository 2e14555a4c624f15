"""What a tab of the middle panel remembers: its content and which part of it is in sight."""

from __future__ import annotations

from rubin_tui.widgets.editor.content import Content, Row


class View:
    """A tab. `top` is the first row in sight, `left` the first column.

    While `seeks` is set nobody has moved in the text yet: the place it was opened for is to be in sight
    whatever size the panel takes.
    """

    edits = False

    def __init__(self, content: Content) -> None:
        self.content = content
        self.top = 0
        self.left = 0
        self.seeks = True
        self._width = -1
        self._rows: list[Row] | None = None

    @property
    def key(self) -> str:
        """What tells this tab from others."""
        return self.content.key

    def rows(self, width: int) -> list[Row] | None:
        """The content broken into rows of `width` cells, None when it is shown as it is.

        What stood at the top stays there when the width changes.
        """
        if self._width != width and (rows := self.content.rows(width)) is not None:
            before = self._rows[self.top][:2] if self._rows and self.top < len(self._rows) else (0, 0)
            self.top = max((n for n, row in enumerate(rows) if row[:2] <= before), default=0)
            self._width, self._rows = width, rows
        return self._rows

    def sought(self, width: int) -> int:
        """The row of the line asked for, or of the quote; without one the first."""
        content = self.content
        line = content.go_to if content.go_to is not None else min(content.marks, default=None)
        if line is None:
            return 0
        rows = self.rows(width)
        if rows is None:
            return line
        begin = content.marks[line][0][0] if line in content.marks else 0
        return next((n for n, (at, _, end) in enumerate(rows) if at == line and end > begin), 0)
