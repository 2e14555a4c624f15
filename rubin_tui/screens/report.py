"""A report to read before it is saved: what stands here is all that would be in the file."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen
from textual.strip import Strip

from rubin_tui.actions import action, bindings, shown_keys
from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.widgets.lines import Piece, between, strip, wrap
from rubin_tui.widgets.look import Painted


class ReportText(Painted, can_focus=True):
    """The lines, broken to the width."""

    BINDINGS = bindings("report", "reading")
    DEFAULT_CSS = "ReportText { height: 1fr; }"

    class SaveWanted(Message):
        """It is to be written into a file."""

    class Closed(Message):
        """Back to work."""

    def __init__(self) -> None:
        super().__init__()
        self._top = 0
        self.lines: tuple[str, ...] = ()

    def show(self, lines: tuple[str, ...]) -> None:
        """Here it is, or as much as there is yet."""
        self.lines = lines
        self.refresh()

    def _rows(self) -> list[str]:
        width = max(self.size.width - 2, 1)
        rows = []
        for line in self.lines:
            text = safe_line(line)
            rows += [text[begin:end] for begin, end in wrap(text, width)]
        return rows

    def render_line(self, y: int) -> Strip:
        """The rule with the title, then the lines."""
        look = self.look
        style, width = look.palette, self.size.width
        if y == 0:
            rule = look.signs.horizontal
            title: list[Piece] = [
                (f"{rule} ", style.rule),
                (look.say("report.title"), style.strong),
                (" ", style.rule),
            ]
            hint = look.say("report.hint", key=shown_keys(action("report.save")))
            right: list[Piece] = [(f" {hint} ", style.muted), (rule, style.rule)]
            return between(title, right, width, (rule, style.rule), look.signs.ellipsis)
        rows = self._rows()
        at = self._top + y - 1
        shown = rows[at] if at < len(rows) else ""
        return strip([(f" {shown}", style.text)], width, style.text, look.signs.ellipsis)

    def _scroll(self, rows: int) -> None:
        last = max(len(self._rows()) - self.size.height + 1, 0)
        self._top = min(max(self._top + rows, 0), last)
        self.refresh()

    def action_page(self, direction: int) -> None:
        """By screenfuls."""
        self._scroll(direction * max(self.size.height - 2, 1))

    def action_scroll(self, rows: int) -> None:
        """By rows."""
        self._scroll(rows)

    def action_top(self) -> None:
        """To the beginning."""
        self._scroll(-self._top)

    def action_bottom(self) -> None:
        """To the end."""
        self._scroll(len(self._rows()))

    def on_mouse_scroll_up(self) -> None:
        """The wheel."""
        self._scroll(-3)

    def on_mouse_scroll_down(self) -> None:
        """The wheel."""
        self._scroll(3)

    def action_save(self) -> None:
        """Ask where to."""
        self.post_message(self.SaveWanted())

    def action_close(self) -> None:
        """Back to work."""
        self.post_message(self.Closed())


class ReportScreen(Screen[None], inherit_bindings=False):
    """Opened by "contact"."""

    AUTO_FOCUS = "ReportText"

    def __init__(self) -> None:
        super().__init__()
        self.text = ReportText()

    def compose(self) -> ComposeResult:
        """The text."""
        yield self.text

    def on_report_text_closed(self) -> None:
        """Back to work."""
        self.dismiss()
