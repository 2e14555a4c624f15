"""Jump letters: what a mouse could click gets a letter or two, and the letters click it.

Every painted widget tells its spots (`Painted.spots`); while the letters are up it paints them over its rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

from textual.events import Click, Key
from textual.message import Message

from rubin_tui.actions import bindings
from rubin_tui.terminal.layouts import physical
from rubin_tui.widgets.look import Painted
from rubin_tui.widgets.sheet import Sheet

LETTERS = "asdfghjklqwertyuiopzxcvbnm"
"""By how near the fingers are; by the key, whatever layout is on."""


class Target(NamedTuple):
    """A widget and a place in it where a click does something."""

    widget: Painted
    x: int
    y: int


def labels(count: int, letters: str = LETTERS) -> list[str]:
    """`count` labels of one or two letters, none of them the beginning of another; short ones first."""
    size = len(letters)
    singles = count if count <= size else max((size * size - count) // (size - 1), 0)
    doubles = map("".join, product(letters[singles:], letters))
    return [*letters[:singles], *doubles][:count]


class JumpSheet(Sheet, can_focus=True):
    """Up while the letters are shown; takes the keys."""

    BINDINGS = bindings("jump")
    DEFAULT_CSS = "JumpSheet { height: 1; }"

    title_message = "jump.title"
    hint_message = "jump.hint"

    class Chosen(Message):
        """A label was typed whole."""

        def __init__(self, target: Target) -> None:
            super().__init__()
            self.target = target

    def __init__(self, targets: Sequence[Target]) -> None:
        super().__init__()
        self._left = dict(zip(labels(len(targets)), targets, strict=False))
        self._typed = ""

    def on_mount(self) -> None:
        """Show the letters."""
        self._show()

    def on_unmount(self) -> None:
        """Take them away."""
        self._left = {}
        self._show()

    def _show(self) -> None:
        by_widget: dict[Painted, dict[tuple[int, int], str]] = {}
        for label, target in self._left.items():
            by_widget.setdefault(target.widget, {})[(target.x, target.y)] = label[len(self._typed) :]
        for widget in self.screen.query(Painted):
            widget.show_labels(by_widget.get(widget, {}))

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Letters are taken here, as they are typed."""
        return character is not None and character.isprintable()

    def on_key(self, event: Key) -> None:
        """One more letter of a label."""
        if not event.is_printable or not event.character:
            return
        event.stop()
        event.prevent_default()
        typed = self._typed + physical(event.character).lower()
        left = {label: target for label, target in self._left.items() if label.startswith(typed)}
        if not left:
            return
        self._typed, self._left = typed, left
        if typed in left:
            self.post_message(self.Chosen(left[typed]))
        else:
            self._show()


def click(target: Target) -> None:
    """Do to the target what a click there does."""
    event = Click(target.widget, target.x, target.y, 0, 0, 1, False, False, False)
    target.widget.post_message(event)
