"""Which panels stand beside each other, and how wide: the one place that knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

WIDE = 140
"""From here on three columns stand side by side."""
MEDIUM = 100
"""From here on chat and editor stand side by side and the files come as a drawer."""
FILES = 24
CHAT_SHARE = 54 / 114
"""The chat's part of what chat and editor have together."""


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


def columns(width: int, active: int, *, drawer: bool = False, zoomed: bool = False) -> Columns:
    """The layout for a terminal `width` cells wide.

    Args:
        width: Cells of the terminal.
        active: The panel with the focus: it is the one shown where only one is.
        drawer: The files are pulled out where they have no column of their own.
        zoomed: The active panel has the whole width.
    """
    if width < MEDIUM or zoomed:
        chat, editor, files = (width if number == active else 0 for number in (1, 2, 3))
        return Columns(chat, editor, files, single=width < MEDIUM)
    files = FILES if width >= WIDE or drawer else 0
    room = width - 1 - (files + 1 if files else 0)
    chat = round(room * CHAT_SHARE)
    if drawer and width < WIDE:
        chat = round((width - 1) * CHAT_SHARE)
    return Columns(chat, room - chat, files)
