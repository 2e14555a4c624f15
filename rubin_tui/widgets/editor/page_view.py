"""A page of a document as it is read: moved through, painted, never changed."""

from __future__ import annotations

from textual.strip import Strip

from rubin_tui.actions import action, bindings, shown_keys
from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.widgets.editor.paint import gutter_width, paint_row
from rubin_tui.widgets.editor.reader import Reader
from rubin_tui.widgets.editor.view import View
from rubin_tui.widgets.lines import Piece, between, strip

WIDE = 70
"""Cells from which on the foot of a page has room for its keys."""


class PageView(Reader, can_focus=True):
    """Shows one `View`; when there is none, how to open something."""

    BINDINGS = bindings("reading")

    # moving

    def action_page(self, direction: int) -> None:
        """The next page of a book; a screenful on in what has no pages."""
        if self.view is not None and self.view.content.printed:
            self.turn_page(direction)
        else:
            self.action_screenful(direction)

    def action_screenful(self, direction: int) -> None:
        """A screenful on; at the end of a page the next page of the document."""
        view = self.view
        if view is None:
            return
        rows, height = self._length(), self._height()
        at_edge = view.top + height >= rows if direction > 0 else view.top == 0
        if view.content.document_id and at_edge:
            self.turn_page(direction, at_end=direction < 0)
            return
        self.move_to(view.top + direction * max(height - 1, 1))

    def action_scroll(self, rows: int) -> None:
        """By rows."""
        if self.view is not None:
            self.move_to(self.view.top + rows)

    def action_shift(self, direction: int) -> None:
        """Sideways, in a text whose lines are not broken."""
        if self.view is not None and not self.view.content.wraps:
            self.view.left = max(self.view.left + 8 * direction, 0)
            self.refresh()

    def action_top(self) -> None:
        """To the beginning."""
        self.move_to(0)

    def action_bottom(self) -> None:
        """To the end."""
        self.move_to(self._length())

    def action_quote(self) -> None:
        """To the quote, or to the line asked for; without one to the beginning."""
        view = self.view
        if view is None:
            return
        citation = view.content.citation
        if citation is not None and not view.content.shows_quote:
            self.post_message(self.PageWanted(view.content.document_id, citation.page_number))
            return
        self.seek()

    def seek(self) -> None:
        """Bring what this page was opened for into sight."""
        if self.view is not None:
            self._scroll_text(self.view.sought(self._width()) - self._height() // 3)
            self.view.seeks = True

    def on_mouse_scroll_up(self) -> None:
        """The wheel."""
        self.action_scroll(-3)

    def on_mouse_scroll_down(self) -> None:
        """The wheel."""
        self.action_scroll(3)

    def move_to(self, top: int) -> None:
        """Scroll to a row because someone wants to look elsewhere."""
        if self.view is not None:
            self.view.seeks = False
            self._scroll_text(top)

    def _scroll_text(self, top: int) -> None:
        view = self.view
        if view is None:
            return
        top = max(min(top, self._length() - self._height()), 0)
        if view.top != top:
            view.top = top
            self.refresh()

    def _height(self) -> int:
        return max(self.size.height - 1, 1)

    def _width(self) -> int:
        """Cells for the text of the tab in sight."""
        gutter = gutter_width(self.view.content) if self.view else 0
        return max(self.size.width - gutter - 2, 10)

    def _length(self) -> int:
        """How many rows the tab in sight has."""
        if self.view is None:
            return 0
        rows = self.view.rows(self._width())
        return len(self.view.content.lines if rows is None else rows)

    def on_resize(self) -> None:
        """Keep in sight what was: the place the tab was opened for, or what stood at the top."""
        view = self.view
        if view is not None and view.seeks:
            self.seek()
        elif view is not None:
            view.rows(self._width())
            self._scroll_text(view.top)

    # painting

    def render_line(self, y: int) -> Strip:
        """A row of the text, what it is on the last row, or the quiet hint when nothing is open."""
        view = self.view
        style = self.look.palette
        width = self.size.width
        if view is None:
            return self._hint(y)
        if y == self.size.height - 1:
            return self._info(view)
        rows = view.rows(self._width())
        at = view.top + y
        if at >= self._length():
            return Strip.blank(width, style.text)
        number, begin, end = (at, 0, -1) if rows is None else rows[at]
        return paint_row(view.content, number, begin, end, view.left, width, self.look)

    def _info(self, view: View) -> Strip:
        look = self.look
        style = look.palette
        content = view.content
        rows, height = self._length(), self._height()
        right = content.info
        if content.pages > 1:
            right = look.say("editor.page_of", page=content.number + 1, pages=content.pages)
        if content.printed and self.size.width >= WIDE:
            keys = (("page.hint.number", "page.number"), ("page.hint.picture", "page.picture"))
            hints = "  ".join(f"{shown_keys(action(id))} {look.say(said)}" for said, id in keys)
            right = f"{hints}  {right}"
        more = look.signs.below if view.top + height < rows else ""
        left: list[Piece] = [(f" {safe_line(content.filename)}", style.muted)]
        return between(left, [(f" {right} {more} ", style.muted)], self.size.width, style.text)

    def _hint(self, y: int) -> Strip:
        look = self.look
        style = look.palette
        rows: list[list[Piece]] = [[(look.say("editor.empty"), style.muted)], []]
        for name, key in (
            ("editor.hint.link", "Tab Enter"),
            ("editor.hint.open", shown_keys(action("open"))),
            ("editor.hint.files", shown_keys(action("panel.files"))),
        ):
            rows.append([(f"{key:<11}", style.accent), (look.say(name), style.muted)])
        row = y - max(self.size.height // 3, 0)
        if not 0 <= row < len(rows):
            return Strip.blank(self.size.width, style.text)
        longest = max(sum(len(text) for text, _ in pieces) for pieces in rows)
        indent = max((self.size.width - longest) // 2, 1)
        return strip([(" " * indent, style.text), *rows[row]], self.size.width, style.text)
