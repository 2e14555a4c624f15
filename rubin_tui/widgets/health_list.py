"""How every part of Rubin is: its state, figures, the cause of a trouble, and what mends it."""

from __future__ import annotations

from typing import NamedTuple

from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from rubin_tui.actions import action, bindings, shown_keys
from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.messages import Message as Said
from rubin_tui.widgets.header import EngineState
from rubin_tui.widgets.lines import Piece, between, strip, wrap
from rubin_tui.widgets.look import Painted

NAMES = 18
"""Cells for the name of a part."""
NARROW = 60
"""Columns below which a name stands on a row of its own."""


class Part(NamedTuple):
    """One part of Rubin. `repairs` are ids such as "rebuild_index" or "restart:ruff"."""

    name: Said | str
    state: EngineState
    said: Said | str
    cause: Said | None = None
    repairs: tuple[str, ...] = ()


class _Row(NamedTuple):
    pieces: tuple[Piece, ...]
    repair: str = ""


class HealthList(Painted, can_focus=True):
    """The parts, one below the other; the caret stands on what can be done."""

    BINDINGS = bindings("health")
    DEFAULT_CSS = "HealthList { height: 1fr; }"

    parts: reactive[tuple[Part, ...]] = reactive(())
    """How they are now."""
    said: reactive[Said | None] = reactive(None)
    """What came of the last thing that was done."""

    class RepairWanted(Message):
        """Something is to be done."""

        def __init__(self, id: str) -> None:
            super().__init__()
            self.id = id

    class Closed(Message):
        """Back to work."""

    def __init__(self) -> None:
        super().__init__()
        self._at = 0
        self._top = 0

    @property
    def repairs(self) -> list[str]:
        """What can be done, from the top."""
        return [repair for part in self.parts for repair in part.repairs]

    @property
    def chosen(self) -> str:
        """What the caret stands on; "" when nothing can be done."""
        repairs = self.repairs
        return repairs[min(self._at, len(repairs) - 1)] if repairs else ""

    def watch_parts(self, before: tuple[Part, ...], now: tuple[Part, ...]) -> None:
        """The caret stays on the repair it stands on, wherever that is now."""
        old = [repair for part in before for repair in part.repairs]
        new = self.repairs
        if old and (stood := old[min(self._at, len(old) - 1)]) in new:
            self._at = new.index(stood)
        elif not old:  # the first time: on what is wrong
            wrong = next(
                (part for part in now if part.state in ("failed", "degraded") and part.repairs), None
            )
            self._at = new.index(wrong.repairs[0]) if wrong else 0
        self._follow()

    # painting

    def _sign(self, state: EngineState) -> Piece:
        style, signs = self.look.palette, self.look.signs
        return {
            "opening": (signs.not_found, style.muted),
            "ok": (signs.found, style.ok),
            "busy": (signs.maybe, style.warn),
            "degraded": (signs.warning, style.warn),
            "failed": (signs.warning, style.bad),
        }[state]

    def _words(self, said: Said | str) -> str:
        return safe_line(said if isinstance(said, str) else self.look.tell(said))

    @property
    def _indent(self) -> int:
        return 3 if self.size.width < NARROW else NAMES + 4

    def _rows(self) -> list[_Row]:
        style = self.look.palette
        rows: list[_Row] = []
        narrow = self.size.width < NARROW
        room = max(self.size.width - self._indent - 1, 10)
        number = 0
        for part in self.parts:
            name = self._words(part.name)
            text = self._words(part.said)
            named: Piece = (f" {name:<{NAMES}} ", style.strong)
            first: list[Piece] = [(" ", style.text), self._sign(part.state), named]
            if narrow:
                rows.append(_Row(tuple(first)))
            for line, (begin, end) in enumerate(wrap(text, room)):
                lead: list[Piece] = [(" " * self._indent, style.text)]
                if not line and not narrow:
                    lead = first
                rows.append(_Row((*lead, (text[begin:end], style.text))))
            if part.cause is not None:
                cause = self._words(part.cause)
                for begin, end in wrap(cause, room):
                    rows.append(_Row(((" " * self._indent, style.text), (cause[begin:end], style.muted))))
            for repair in part.repairs:
                rows.append(self._repair(repair, number == min(self._at, len(self.repairs) - 1)))
                number += 1
        return rows

    def _repair(self, repair: str, lit: bool) -> _Row:
        look, style = self.look, self.look.palette
        kind, _, name = repair.partition(":")
        words = look.say(f"health.repair.{kind}", name=safe_line(name))
        sign = look.signs.into if lit else " "
        piece = (f"{sign} {words} ", style.chosen if lit else style.accent)
        return _Row(((" " * self._indent, style.text), piece), repair)

    def render_line(self, y: int) -> Strip:
        """The rule with the title; the rows; the last one says what was done."""
        look = self.look
        style, width = look.palette, self.size.width
        if y == 0:
            rule = look.signs.horizontal
            title: list[Piece] = [
                (f"{rule} ", style.rule),
                (look.say("health.title"), style.strong),
                (" ", style.rule),
            ]
            hint = look.say("health.hint", key=shown_keys(action("health.repair")))
            right: list[Piece] = [(f" {hint} ", style.muted), (rule, style.rule)]
            return between(title, right, width, (rule, style.rule), look.signs.ellipsis)
        if y == self.size.height - 1:
            said = self._words(self.said) if self.said is not None else ""
            return strip([(f" {said}", style.warn)], width, style.text, look.signs.ellipsis)
        rows = self._rows()
        at = self._top + y - 1
        row = rows[at] if at < len(rows) else _Row(())
        return strip(row.pieces, width, style.text, look.signs.ellipsis)

    # moving

    def _room(self) -> int:
        return max(self.size.height - 2, 1)

    def _follow(self) -> None:
        """Have the row of the caret in sight."""
        rows = self._rows() if self.size.width else []
        spots = [number for number, row in enumerate(rows) if row.repair]
        if spots:
            row = spots[min(self._at, len(spots) - 1)]
            first = 0 if row == spots[0] else row
            self._top = min(max(self._top, row - self._room() + 1), first)
        self._top = min(self._top, max(len(rows) - self._room(), 0))
        self.refresh()

    def action_step(self, count: int) -> None:
        """To the next thing that can be done."""
        self._at = min(max(self._at + count, 0), max(len(self.repairs) - 1, 0))
        self._follow()

    def action_page(self, direction: int) -> None:
        """By screenfuls."""
        last = max(len(self._rows()) - self._room(), 0)
        self._top = min(max(self._top + direction * self._room(), 0), last)
        self.refresh()

    def action_repair(self) -> None:
        """Do what the caret stands on."""
        if self.chosen:
            self.post_message(self.RepairWanted(self.chosen))

    def action_close(self) -> None:
        """Back to work."""
        self.post_message(self.Closed())

    def on_resize(self) -> None:
        """Rows are broken anew."""
        self._follow()

    def on_mouse_scroll_up(self) -> None:
        """The wheel."""
        self._top = max(self._top - 3, 0)
        self.refresh()

    def on_mouse_scroll_down(self) -> None:
        """The wheel."""
        self._top = min(self._top + 3, max(len(self._rows()) - self._room(), 0))
        self.refresh()

    def on_click(self, event: Click) -> None:
        """A click does it."""
        rows = self._rows()
        at = self._top + event.y - 1
        if event.y and at < len(rows) and rows[at].repair:
            self._at = [row.repair for row in rows if row.repair].index(rows[at].repair)
            self.refresh()
            self.action_repair()
