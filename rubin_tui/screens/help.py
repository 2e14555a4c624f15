"""The help screen, made from the registry: first where one is and its keys, then every action there is."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.binding import Binding
from textual.events import Key
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from rubin_tui.actions import ACTIONS, GROUPS, Action, Where, action, bindings, key_name, shown_keys
from rubin_tui.terminal.layouts import other_layout, physical_sign
from rubin_tui.widgets.lines import Piece, between, strip, wrap
from rubin_tui.widgets.look import Look, Painted

KEYS_WIDTH = 26
"""Cells of the column that names the keys."""


def place_of(widget: Widget | None) -> Where | None:
    """What the registry calls the place of a widget; None when it has none of its own."""
    while widget is not None:
        for made_of in type(widget).__mro__:
            for binding in made_of.__dict__.get("BINDINGS", ()):
                if isinstance(binding, Binding) and binding.id is not None:
                    return action(binding.id).where
        parent = widget.parent
        widget = parent if isinstance(parent, Widget) and not isinstance(parent, Screen) else None
    return None


def group_of(where: Where) -> tuple[Where, ...]:
    """The group a place is told in."""
    return next(group for group in GROUPS if where in group)


def told(group: tuple[Where, ...]) -> Iterator[tuple[str, Action]]:
    """The keys and the action of each row of a group."""
    menu = shown_keys(action("menu"))
    for item in ACTIONS:
        if item.where in group and item.in_help:
            keys = [key_name(key) for key in item.keys[:2]]
            if item.letter:
                keys.append(f"{menu} {item.letter}")
            yield ", ".join(keys), item


class HelpText(Painted, can_focus=True):
    """A paragraph on the place one came from and its keys; then all keys, group by group."""

    BINDINGS = bindings("help")
    DEFAULT_CSS = "HelpText { height: 1fr; }"

    def __init__(self, where: Where | None = None) -> None:
        """`where` is the place one came from."""
        super().__init__()
        self._where = where
        self._top = 0
        self._typing = False
        self._wanted = ""

    @property
    def rows(self) -> list[list[Piece]]:
        """Everything below the title, as it is at this width."""
        look = self.look
        first = None if self._where is None else group_of(self._where)
        groups = [group for group in GROUPS if group != first]
        rows: list[list[Piece]] = []
        if first is not None:
            if not self._wanted:
                rows += [*self._paragraph(f"help.about.{first[0]}", look.palette.text), []]
            rows += self._group(first)
        if not self._wanted:
            rows += [*self._paragraph("help.keys", look.palette.muted), []]
        for group in groups:
            rows += self._group(group)
        if not rows:
            rows.append([(f"   {look.say('list.nothing')}", look.palette.muted)])
        return rows

    def _paragraph(self, id: str, style: object) -> list[list[Piece]]:
        text = self.look.say(id)
        return [[(f" {text[a:b].rstrip()}", style)] for a, b in wrap(text, self.size.width - 2)]  # type: ignore[list-item]

    def _group(self, group: tuple[Where, ...]) -> list[list[Piece]]:
        look, style = self.look, self.look.palette
        found = [(keys, item) for keys, item in told(group) if self._fits(keys, item)]
        if not found:
            return []
        rows: list[list[Piece]] = [[(f" {look.say(f'help.{group[0]}')}", style.strong)]]
        width = min(KEYS_WIDTH, max(self.size.width // 2, 8))
        for keys, item in found:
            rows.append([(f"   {keys:<{width}} ", style.accent), (look.say(item.title), style.text)])
        return [*rows, []]

    def _fits(self, keys: str, item: Action) -> bool:
        other = Look("en" if self.look.language == "ru" else "ru")
        where = f"{keys} {self.look.say(item.title)} {other.say(item.title)}".casefold()
        words = self._wanted.casefold().split()
        return all(word in where or other_layout(word) in where for word in words)

    def render_line(self, y: int) -> Strip:
        """One row."""
        look, style, width = self.look, self.look.palette, self.size.width
        rule, ellipsis = look.signs.horizontal, look.signs.ellipsis
        if y == 0:
            name: list[Piece] = [(look.say("help.title"), style.strong)]
            if self._typing:
                name = [("> ", style.accent), (self._wanted, style.text), (" ", style.caret)]
            left: list[Piece] = [(f"{rule} ", style.rule), *name, (" ", style.rule)]
            right: list[Piece] = [(f" {look.say('help.close')} ", style.muted), (rule, style.rule)]
            return between(left, right, width, (rule, style.rule), ellipsis)
        rows = self.rows
        at = self._top + y - 1
        return strip(rows[at] if at < len(rows) else [], width, style.text, ellipsis)

    def on_key(self, event: Key) -> None:
        """`/` begins the search; then everything typed looks."""
        character = event.character
        if not event.is_printable or not character or event.key.startswith(("ctrl+", "alt+")):
            return
        if not self._typing and physical_sign(character) != "/":
            return
        event.stop()
        event.prevent_default()
        if self._typing:
            self._wanted += character
        self._typing = True
        self._top = 0
        self.refresh()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """What is typed is taken as it is, once the search has begun."""
        return self._typing and character is not None and character.isprintable()

    def action_erase(self) -> None:
        """Take a typed letter back; the last one ends the search."""
        self._typing, self._wanted = bool(self._wanted), self._wanted[:-1]
        self._scroll(0)

    def action_close(self) -> None:
        """End the search, then the help."""
        if self._typing:
            self._typing, self._wanted = False, ""
            self._scroll(0)
        else:
            self.screen.dismiss()

    def _scroll(self, rows: int) -> None:
        last = max(len(self.rows) + 1 - self.size.height, 0)
        self._top = min(max(self._top + rows, 0), last)
        self.refresh()

    def action_page(self, direction: int) -> None:
        """By screenfuls."""
        self._scroll(direction * max(self.size.height - 2, 1))

    def action_scroll(self, rows: int) -> None:
        """By rows."""
        self._scroll(rows)

    def action_edge(self, direction: int) -> None:
        """To the beginning or the end."""
        self._scroll(direction * len(self.rows))

    def on_mouse_scroll_up(self) -> None:
        """The wheel."""
        self._scroll(-3)

    def on_mouse_scroll_down(self) -> None:
        """The wheel."""
        self._scroll(3)


class HelpScreen(Screen[None], inherit_bindings=False):
    """Opened by F1, closed by Esc, Enter, F9 or F1."""

    AUTO_FOCUS = "HelpText"

    def __init__(self, where: Where | None = None) -> None:
        super().__init__()
        self._where = where

    def compose(self) -> ComposeResult:
        """The text."""
        yield HelpText(self._where)
