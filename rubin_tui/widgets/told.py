"""What a command was answered with in the transcript: its own words, then lines and places.

Values and their painting, no widget, as `turns`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.messages import Message
from rubin_tui.widgets.lines import Piece, clip, wrap
from rubin_tui.widgets.look import Look
from rubin_tui.widgets.turns import Row

if TYPE_CHECKING:
    from rubin_tui.engine.model import Citation


class More(NamedTuple):
    """Stands among the places one can walk to: the rest of a list, `shown` entries of which are there."""

    shown: int
    total: int


class Item(NamedTuple):
    """A line of a list that leads somewhere: its words, foreign text, and a short remark behind them."""

    title: str
    remark: tuple[Message, ...]
    place: Citation


class Told(NamedTuple):
    """A command and what came of it: sentences (the first with a sign when it is a problem), a list."""

    question: str
    messages: tuple[Message, ...] = ()
    items: tuple[Item, ...] = ()
    problem: bool = False

    @property
    def links(self) -> tuple[Citation | More, ...]:
        """The places of the list."""
        return tuple(item.place for item in self.items)

    def rows(self, width: int, look: Look) -> list[Row]:
        """The command, the sentences, the list."""
        style = look.palette
        rows = asked(self.question, width, look)
        for number, message in enumerate(self.messages):
            bad = self.problem and number == 0
            lead: Piece = (f" {look.signs.warning} ", style.bad) if bad else ("   ", style.text)
            words = style.text if number == 0 else style.muted
            text = safe_line(look.tell(message))
            for begin, end in wrap(text, width - 4):
                rows.append(Row((lead, (text[begin:end].rstrip(" "), words))))
                lead = ("   ", style.text)
        rows += [_item_row(number, item, width, look) for number, item in enumerate(self.items)]
        return [*rows, Row()]


def asked(question: str, width: int, look: Look) -> list[Row]:
    """What the person typed, as it stands above its answer."""
    style = look.palette
    you = f" {look.say('chat.you')}  "
    rows: list[Row] = []
    for line in safe_line(question.replace("\n", " ")).split("\n"):
        for begin, end in wrap(line, width - cell_len(you) - 1):
            lead = you if not rows else " " * cell_len(you)
            rows.append(Row(((lead, style.accent), (line[begin:end].rstrip(" "), style.strong))))
    return rows


def _item_row(number: int, item: Item, width: int, look: Look) -> Row:
    style = look.palette
    mark = f"   [{number + 1}] "
    remark = ", ".join(safe_line(look.tell(message)) for message in item.remark)
    name = clip(safe_line(item.title), max(width - len(mark) - cell_len(remark) - 4, 8), look.signs.ellipsis)
    left = ((mark, style.accent), (name, style.text), (f"  {remark}", style.muted))
    return Row(left, (), number, is_place=True)
