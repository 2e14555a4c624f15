"""Questions that stand ready in an empty chat, made from the headings of documents."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len

from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.widgets.lines import Piece, clip
from rubin_tui.widgets.look import Look
from rubin_tui.widgets.turns import Row


class Starter(NamedTuple):
    """One of them, and the document that answers it. Both are foreign text."""

    question: str
    filename: str


class Starters(NamedTuple):
    """All of them, each to be chosen as a citation is."""

    links: tuple[Starter, ...]

    def rows(self, width: int, look: Look) -> list[Row]:
        """A sentence, and a row for each."""
        style = look.palette
        rows = [Row((("   ", style.text), (look.say("starters.title"), style.muted)))]
        for number, one in enumerate(self.links):
            mark = f"   [{number + 1}] "
            question = clip(safe_line(one.question), width - len(mark) - 1, look.signs.ellipsis)
            left: list[Piece] = [(mark, style.accent), (question, style.text)]
            room = width - len(mark) - cell_len(question) - 3
            if room >= 8:
                name = clip(safe_line(one.filename), room, look.signs.ellipsis)
                left.append((f"  {name}", style.muted))
            rows.append(Row(tuple(left), (), number, is_place=True))
        return [*rows, Row()]
