"""The row of titles: the panels' names over their columns, or as tabs when only one panel fits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from rubin_tui.actions import action, shown_keys
from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.widgets.layout import Columns
from rubin_tui.widgets.lines import Piece, between, cells, clip, strip
from rubin_tui.widgets.look import Painted


class Tab(NamedTuple):
    """One open file or page, as its title says it."""

    title: str
    shown: bool
    modified: bool = False


class TitleLine(Painted):
    """A rule that carries the names of the panels and of what is open in the editor."""

    DEFAULT_CSS = "TitleLine { height: 1; }"

    columns: reactive[Columns] = reactive(Columns(0, 0, 0))
    """Where the panels stand."""
    active: reactive[int] = reactive(1)
    """The panel with the focus, 1 to 3."""
    tabs: reactive[tuple[Tab, ...]] = reactive(())
    """What is open in the editor."""
    can_go_back: reactive[bool] = reactive(False)
    """There is a place to go back to."""

    class PanelChosen(Message):
        """A title was clicked."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def render_line(self, y: int) -> Strip:
        """Titles over columns, or tabs."""
        return self._tabs_line() if self.columns.single else self._rule_line()

    def _panel_name(self, number: int) -> str:
        return f"{number} " + self.look.say(("panel.chat", "panel.editor", "panel.files")[number - 1])

    def _rule_line(self) -> Strip:
        look = self.look
        style, rule = look.palette, look.signs.horizontal
        joined: list[Strip] = []
        for number, width in self.columns.shown():
            if joined:
                joined.append(strip([(look.signs.down, style.rule)], 1, style.rule))
            title = style.strong if number == self.active else style.muted
            pieces: list[Piece] = [(f"{rule} ", style.rule)]
            if number == 2 and self.tabs:
                pieces += self._tab_titles(width - 3)
            else:
                pieces.append((self._panel_name(number), title))
            pieces.append((" ", style.rule))
            joined.append(between(pieces, [], width, (rule, style.rule), self.look.signs.ellipsis))
        return Strip.join(joined)

    def _tab_titles(self, room: int) -> list[Piece]:
        look = self.look
        style = look.palette
        order = sorted(self.tabs, key=lambda tab: not tab.shown)
        pieces: list[Piece] = [("2 ", style.strong if self.active == 2 else style.muted)]
        for number, tab in enumerate(order):
            bar: list[Piece] = [(f" {look.signs.vertical} ", style.rule)] if number else []
            left = room - cells(pieces) - cells(bar)
            if left < (1 if not number else 8):
                break
            shown = (
                style.strong if tab.shown and self.active == 2 else style.text if tab.shown else style.muted
            )
            title = safe_line(tab.title) + (f" {look.signs.modified}" if tab.modified else "")
            pieces += [*bar, (clip(title, left, look.signs.ellipsis), shown)]
        return pieces

    def _tabs_line(self) -> Strip:
        style = self.look.palette
        width = self.size.width
        back: list[Piece] = []
        if self.can_go_back:
            item = action("back")
            back = [(f"{shown_keys(item)} {self.look.say(item.short)} ", style.muted)]
        pieces: list[Piece] = []
        for number, name in self._narrow_names(width - cells(back)):
            if number == self.active:
                pieces.append((f" [{name}]", style.strong))
            else:
                pieces.append((f"  {name} ", style.muted))
        return between(pieces, back, width, style.text, self.look.signs.ellipsis)

    def _narrow_names(self, room: int) -> list[tuple[int, str]]:
        names = [self._panel_name(1), self._panel_name(2), self._panel_name(3)]
        opened = next((tab for tab in self.tabs if tab.shown), None)
        if opened is not None:
            left = room - len(names[0]) - len(names[2]) - 11
            sign = f" {self.look.signs.modified}" if opened.modified else ""
            title = clip(safe_line(opened.title), max(left - len(sign), 6), self.look.signs.ellipsis)
            names[1] = f"2 {title}{sign}"
        return list(enumerate(names, 1))

    def spots(self) -> Iterable[tuple[int, int]]:
        """The titles of the panels."""
        at = 1 if self.columns.single else 2
        if self.columns.single:
            for _, name in self._narrow_names(self.size.width):
                yield at, 0
                at += len(name) + 3
        else:
            for _, width in self.columns.shown():
                yield at, 0
                at += width + 1

    def on_click(self, event: Click) -> None:
        """A click on a title goes to its panel."""
        if self.columns.single:
            at = 0
            for number, name in self._narrow_names(self.size.width):
                at += len(name) + 3
                if event.x < at:
                    self.post_message(self.PanelChosen(number))
                    return
        else:
            at = 0
            for number, width in self.columns.shown():
                at += width + 1
                if event.x < at:
                    self.post_message(self.PanelChosen(number))
                    return
