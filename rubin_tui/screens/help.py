"""The help screen: every action with its key, made from the registry."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.screen import Screen
from textual.strip import Strip

from rubin_tui.actions import ACTIONS, Where, action, bindings, key_name, shown_keys
from rubin_tui.widgets.lines import Piece, between, strip
from rubin_tui.widgets.look import Painted

_GROUPS: tuple[tuple[str, tuple[Where, ...]], ...] = (
    ("help.anywhere", ("anywhere", "panels")),
    ("help.prompt", ("prompt", "text")),
    ("help.links", ("links",)),
    ("help.reading", ("reading",)),
    ("help.code", ("code", "find", "symbols")),
    ("help.problems", ("problems",)),
    ("help.files", ("files",)),
    ("help.chats", ("chats",)),
    ("help.path", ("path",)),
)


class HelpText(Painted, can_focus=True):
    """All keys, group by group."""

    BINDINGS = bindings("reading")
    DEFAULT_CSS = "HelpText { height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self._top = 0

    def _rows(self) -> list[list[Piece]]:
        look = self.look
        style = look.palette
        rows: list[list[Piece]] = [[]]
        rows += [[(f"   {look.say('help.layout')}", style.muted)], []]
        for title, where in _GROUPS:
            rows.append([(f" {look.say(title)}", style.strong)])
            for item in ACTIONS:
                if item.where in where and item.in_help:
                    keys = ", ".join(key_name(key) for key in item.keys[:2]) or shown_keys(item)
                    if item.letter and item.keys:
                        keys += f", {shown_keys(action('menu'))} {item.letter}"
                    rows.append([(f"   {keys:<26}", style.accent), (look.say(item.title), style.text)])
            rows.append([])
        return rows

    def render_line(self, y: int) -> Strip:
        """One row."""
        look = self.look
        style, width = look.palette, self.size.width
        if y == 0:
            rule = look.signs.horizontal
            title: list[Piece] = [
                (f"{rule} ", style.rule),
                (look.say("help.title"), style.strong),
                (" ", style.rule),
            ]
            return between(
                title,
                [(f" {look.say('help.close')} ", style.muted), (rule, style.rule)],
                width,
                (rule, style.rule),
            )
        rows = self._rows()
        at = self._top + y
        return strip(rows[at] if at < len(rows) else [], width, style.text)

    def _scroll(self, rows: int) -> None:
        last = max(len(self._rows()) - self.size.height, 0)
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


class HelpScreen(Screen[None], inherit_bindings=False):
    """Opened by F1, closed by Esc, F9 or F1."""

    BINDINGS = bindings("help")
    AUTO_FOCUS = "HelpText"

    def compose(self) -> ComposeResult:
        """The text."""
        yield HelpText()

    def action_close(self) -> None:
        """Back to work."""
        self.dismiss()
