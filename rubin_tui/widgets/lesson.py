"""Below the titles: the step of the tutorial that is to be done now, broken where a row is too short."""

from __future__ import annotations

from rich.cells import cell_len
from textual.events import Click
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from rubin_tui.actions import action, shown_keys
from rubin_tui.messages import Message as Said
from rubin_tui.widgets.lines import Piece, between, strip, wrap
from rubin_tui.widgets.look import Painted


class Lesson(Painted):
    """Says what to do next and how far one is."""

    DEFAULT_CSS = "Lesson { height: auto; }"

    step: reactive[int] = reactive(0, layout=True)
    """The step one is at, from 0."""
    said: reactive[Said | None] = reactive(None, layout=True)
    """What is to be done."""

    class Pressed(Message):
        """It was clicked: the list of steps is wanted."""

    def __init__(self, steps: int) -> None:
        super().__init__()
        self._steps = steps

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as the words take."""
        return len(self._rows(width))

    def render_line(self, y: int) -> Strip:
        """The number, what is to be done, the way to the list."""
        look, style, width = self.look, self.look.palette, self.size.width
        words = self._rows(width)
        task = words[y] if y < len(words) else ""
        if y:
            return strip([(f" {task}", style.strong)], width, style.text, look.signs.ellipsis)
        left: list[Piece] = [(self._number, style.chosen), (f" {task}", style.strong)]
        return between(left, [(self._way, style.accent)], width, style.text, look.signs.ellipsis)

    @property
    def _number(self) -> str:
        return f" {self.look.say('tutorial.step', at=self.step + 1, of=self._steps)} "

    @property
    def _way(self) -> str:
        return f" {shown_keys(action('tutorial'))} "

    def _rows(self, width: int) -> list[str]:
        """What is to be done, broken to the room beside the number and the way to the list."""
        task = self.look.tell(self.said) if self.said is not None else ""
        first = wrap(task, width - cell_len(self._number) - cell_len(self._way) - 1)[0][1]
        rest = task[first:]
        return [task[:first], *(rest[begin:end] for begin, end in wrap(rest, width - 2) if rest)]

    def on_click(self, event: Click) -> None:
        """The list."""
        self.post_message(self.Pressed())
