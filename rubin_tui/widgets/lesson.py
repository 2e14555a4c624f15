"""One row below the titles: the step of the tutorial that is to be done now."""

from __future__ import annotations

from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from rubin_tui.actions import action, shown_keys
from rubin_tui.messages import Message as Said
from rubin_tui.widgets.lines import Piece, between
from rubin_tui.widgets.look import Painted


class Lesson(Painted):
    """Says what to do next and how far one is."""

    DEFAULT_CSS = "Lesson { height: 1; }"

    step: reactive[int] = reactive(0)
    """The step one is at, from 0."""
    said: reactive[Said | None] = reactive(None)
    """What is to be done."""

    class Pressed(Message):
        """It was clicked: the list of steps is wanted."""

    def __init__(self, steps: int) -> None:
        super().__init__()
        self._steps = steps

    def render_line(self, y: int) -> Strip:
        """The number, what is to be done, the way to the list."""
        look, style = self.look, self.look.palette
        number: Piece = (f" {look.say('tutorial.step', at=self.step + 1, of=self._steps)} ", style.chosen)
        task = look.tell(self.said) if self.said is not None else ""
        way: list[Piece] = [(f" {shown_keys(action('tutorial'))} ", style.accent)]
        left: list[Piece] = [number, (f" {task}", style.strong)]
        return between(left, way, self.size.width, style.text, look.signs.ellipsis)

    def on_click(self, event: Click) -> None:
        """The list."""
        self.post_message(self.Pressed())
