"""Which panels stand beside each other, and how wide: the one place that knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

WIDE = 140
"""From here on three columns stand side by side."""
MEDIUM = 100
"""From here on chat and editor stand side by side and the files come as a drawer."""
FILES = 24
BESIDE_DRAWER = 20
"""Cells of the editor that the files leave when they come as a drawer."""
CHAT_PERCENT = 47
LEAST_PERCENT, MOST_PERCENT = 33, 67
"""The chat's part of what chat and editor have together: as it is, and as the person may have it."""

Hidden = Literal["none", "chat", "editor", "files"]
HIDDEN: tuple[Hidden, ...] = ("none", "chat", "editor", "files")
"""What may be hidden, by the number of its panel; a hidden panel is seen while it has the focus."""


class Panels(NamedTuple):
    """How the person wants the panels where more than one fits."""

    chat_percent: int = CHAT_PERCENT
    hidden: Hidden = "none"
    zoomed: bool = False

    def moved(self, percent: int) -> Panels:
        """The rule between chat and editor further right, or left."""
        return self._replace(
            chat_percent=min(max(self.chat_percent + percent, LEAST_PERCENT), MOST_PERCENT), zoomed=False
        )

    def hiding(self, number: int) -> Panels:
        """Panel `number` hidden, or shown again if it is."""
        name = HIDDEN[number]
        return self._replace(hidden="none" if self.hidden == name else name, zoomed=False)


AS_IT_IS = Panels()


class Columns(NamedTuple):
    """Widths in cells of chat, editor and files; 0 is not shown. Shown ones have one cell between."""

    chat: int
    editor: int
    files: int
    single: bool = False

    def shown(self) -> Iterator[tuple[int, int]]:
        """Number and width of the panels that are shown."""
        for number, width in enumerate((self.chat, self.editor, self.files), 1):
            if width:
                yield number, width


def columns(width: int, active: int, *, drawer: bool = False, panels: Panels = AS_IT_IS) -> Columns:
    """The layout for a terminal `width` cells wide.

    Args:
        width: Cells of the terminal.
        active: The panel with the focus: it is the one shown where only one is.
        drawer: The files are pulled out where they have no column of their own.
        panels: What the person wants: the active panel has the whole width, one is hidden, a share.
    """
    if width < MEDIUM or panels.zoomed:
        chat, editor, files = (width if number == active else 0 for number in (1, 2, 3))
        return Columns(chat, editor, files, single=width < MEDIUM)
    own_column = width >= WIDE and panels.hidden != "files"
    files = FILES if own_column or drawer or (active == 3 and panels.hidden == "files") else 0
    room = width - (files + 1 if files else 0)
    if panels.hidden == "chat" and active != 1:
        return Columns(0, room, files)
    if panels.hidden == "editor" and active != 2:
        return Columns(room, 0, files)
    room -= 1
    whole = room if own_column else width - 1
    chat = round(whole * panels.chat_percent / 100)
    if files and not own_column:
        chat = min(chat, room - BESIDE_DRAWER)
    return Columns(chat, room - chat, files)
