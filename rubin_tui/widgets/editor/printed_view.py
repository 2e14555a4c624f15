"""A tab with a page as it is printed: laid out anew for each width of the panel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rubin_tui.widgets.editor.content import Content, Row
from rubin_tui.widgets.editor.page_grid import Found, Grid, large, lay_out
from rubin_tui.widgets.editor.page_quote import boxes
from rubin_tui.widgets.editor.view import View

if TYPE_CHECKING:
    from rubin_tui.engine.page_model import PrintedPage


class PrintedView(View):
    """`found` is what of the page is marked. What stands at the top stays there when the width changes."""

    def __init__(self, content: Content, page: PrintedPage, found: Sequence[Found]) -> None:
        super().__init__(content._replace(wraps=False, numbered=False))
        self._page = page
        self._found = found
        self._grid: Grid | None = None

    def rows(self, width: int) -> list[Row] | None:
        """None: the lines of the grid are rows."""
        if self._width != width:
            before = self._grid
            grid = self._grid = lay_out(self._page, width)
            self._width = width
            marks = grid.ranges(self._found)
            tokens = {
                line: [(begin, end, "strong") for begin, end in ranges]
                for line, ranges in grid.ranges(large(self._page)).items()
            }
            self.content = self.content._replace(lines=grid.lines, marks=marks, tokens=tokens)
            if before is not None:
                run = next((place.run for place in before.placed if place.line >= self.top), 0)
                self.top = grid.line_of(run) if self.top else 0
        return None

    @property
    def boxes(self) -> tuple[tuple[float, float, float, float], ...]:
        """Where on the page the marked words stand: left, top, right, bottom in points."""
        return boxes(self._page, self._found)

    @property
    def middle(self) -> tuple[float, float]:
        """Where to look first in the picture, as parts of width and height: at the marked words."""
        if not self._found:
            return 0.5, 0.0
        left, top, right, bottom = self.boxes[0]
        return (left + right) / 2 / self._page.width, (top + bottom) / 2 / self._page.height
