"""Named parts of the code to go to: those of a file as an outline, or all of the project, found by typing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from heapq import nsmallest
from typing import NamedTuple

from textual.events import Click, Key, Paste
from textual.message import Message
from textual.strip import Strip

from rubin_tui.actions import bindings
from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.terminal.layouts import physical
from rubin_tui.widgets.lines import Piece, between, clip, strip
from rubin_tui.widgets.sheet import Sheet
from rubin_tui.widgets.text_edit import TextEdit

MOST_FOUND = 500
"""Rows that are kept of what fits; who wants others types more."""


class SymbolRow(NamedTuple):
    """One part: its name, the names around it, how deep it stands, what it is in words.

    `file` is where it stands when that is not the file in sight.
    """

    id: str
    name: str
    around: str = ""
    depth: int = 0
    kind: str = ""
    file: str = ""


class SymbolSheet(Sheet, can_focus=True):
    """A list that is filtered by what is typed. The part one is in is marked and stood on at first."""

    BINDINGS = bindings("list", "text", "symbols")

    class Chosen(Message):
        """A part was chosen."""

        def __init__(self, sheet: SymbolSheet, id: str) -> None:
            super().__init__()
            self.sheet = sheet
            self.id = id

    class Widened(Message):
        """The names of the project are wanted in place of those of the file, or the other way round."""

        def __init__(self, sheet: SymbolSheet) -> None:
            super().__init__()
            self.sheet = sheet

    def __init__(self, title: str, hint: str, rows: int) -> None:
        super().__init__()
        self.title_message, self.hint_message = title, hint
        self._edit = TextEdit()
        self._rows: list[SymbolRow] = []
        self._found: list[SymbolRow] = []
        self._current = ""
        self._busy = True
        self._at = self._first = 0
        self._height = max(rows, 3)
        self.styles.height = self._height + 2

    def offer(self, rows: Iterable[SymbolRow], current: str = "", *, more: bool = False) -> None:
        """Show these; `current` is the one one is in, `more` that others will follow."""
        kept = self._found[self._at].id if self._found else current
        self._rows, self._current, self._busy = list(rows), current, more
        self._find(kept)

    def retitle(self, title: str) -> None:
        """Other parts are offered from now on."""
        self.title_message = title
        self._rows, self._found, self._current, self._busy = [], [], "", True
        self._at = self._first = 0
        self.refresh()

    # typing

    def on_key(self, event: Key) -> None:
        """A character is typed."""
        character = event.character
        if not event.is_printable or not character or event.key.startswith(("ctrl+", "alt+")):
            return
        event.stop()
        event.prevent_default()
        self._edit.insert(character)
        self._find()

    def on_paste(self, event: Paste) -> None:
        """What is pasted is typed."""
        event.stop()
        self._edit.insert(event.text.strip().replace("\n", " ")[:200])
        self._find()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Every printable character is taken here."""
        return character is not None and character.isprintable()

    def action_erase(self, count: int) -> None:
        """Delete a typed character."""
        self._edit.erase(count)
        self._find()

    def action_erase_word(self) -> None:
        """Delete a typed word."""
        self._edit.erase_word()
        self._find()

    def action_erase_line(self) -> None:
        """Delete what is typed."""
        self._edit.erase_line()
        self._find()

    def action_everywhere(self) -> None:
        """The project instead of the file, and back."""
        self.post_message(self.Widened(self))

    # the list

    def action_step(self, count: int) -> None:
        """Move through the list."""
        self._move(count)

    def action_choose(self) -> None:
        """Go to the row one stands on."""
        if self._found:
            self.post_message(self.Chosen(self, self._found[self._at].id))

    def on_resize(self) -> None:
        """The row one stands on stays in sight."""
        self._move(0)

    def on_click(self, event: Click) -> None:
        """A click chooses."""
        at = self._first + event.y - 2
        if event.y >= 2 and at < len(self._found):
            self._at = at
            self.action_choose()

    def _find(self, stand_on: str = "") -> None:
        self._found = found(self._rows, self._edit.text.strip())
        ids = (number for number, row in enumerate(self._found) if row.id == stand_on)
        self._at = next(ids, 0) if stand_on else 0
        self._first = max(self._at - self.room(self._height, 2) // 2, 0)
        self._move(0)

    def _move(self, count: int) -> None:
        self._at = min(max(self._at + count, 0), max(len(self._found) - 1, 0))
        self._first = min(max(self._first, self._at - self.room(self._height, 2) + 1), self._at)
        self.refresh()

    # painting

    def render_line(self, y: int) -> Strip:
        """The rule, what is typed, the rows."""
        look, style = self.look, self.look.palette
        width = self.size.width
        if y == 0:
            return self.rule()
        if y == 1:
            typed: list[Piece] = [(" > ", style.accent), (safe_line(self._edit.text), style.text)]
            count = f"{len(self._found)}{'+' if self._busy or len(self._found) == MOST_FOUND else ''}"
            right: list[Piece] = [(f"{count}  ", style.muted)]
            return between([*typed, (" ", style.caret)], right, width, style.text, look.signs.ellipsis)
        at = self._first + y - 2
        if at >= len(self._found):
            nothing = y == 2 and not self._busy
            said: list[Piece] = [(f"   {look.say('list.nothing')}", style.muted)] if nothing else []
            return strip(said, width, style.text, look.signs.ellipsis)
        return self._row(self._found[at], lit=at == self._at)

    def _row(self, row: SymbolRow, *, lit: bool) -> Strip:
        look, style = self.look, self.look.palette
        width = self.size.width
        plain, quiet = (style.chosen, style.chosen_muted) if lit else (style.text, style.muted)
        here = look.signs.into if row.id == self._current else " "
        searched = bool(self._edit.text.strip()) or bool(row.file)
        indent = "" if searched else "  " * min(row.depth, 8)
        right: list[Piece] = [(f"{clip(safe_line(row.kind), width // 2, look.signs.ellipsis)}  ", quiet)]
        left: list[Piece] = [
            (f" {here} ", style.chosen if lit else style.accent),
            (f"{indent}{safe_line(row.name)}", plain),
        ]
        beside = "  ".join(filter(None, (row.around, row.file))) if searched else ""
        if beside:
            left.append((f"  {safe_line(beside)}", quiet))
        return between(left, right, width, plain, look.signs.ellipsis)


def found(rows: list[SymbolRow], typed: str) -> list[SymbolRow]:
    """The rows whose names hold what is typed, its letters in order; the nearest to it first.

    Typed in a Cyrillic layout by mistake it is read by the keys.
    """
    if not typed:
        return rows
    ranked = _ranked(rows, typed)
    latin = "".join(physical(character) for character in typed)
    if not ranked and latin != typed:
        ranked = _ranked(rows, latin)
    return [row for _, row in nsmallest(MOST_FOUND, ranked, key=lambda pair: pair[0])]


def _ranked(rows: list[SymbolRow], typed: str) -> list[tuple[tuple[int, int, str], SymbolRow]]:
    plain = typed.casefold().replace(" ", "")
    dotted = "." in plain
    letters = re.compile(".*?".join(re.escape(character) for character in plain), re.DOTALL)
    ranked = []
    for row in rows:
        name = row.name.casefold()
        said = f"{row.around}.{row.name}".casefold() if dotted and row.around else name
        match = letters.search(said)
        if match is None:
            continue
        if said == plain:
            rank = 0
        elif said.startswith(plain):
            rank = 1
        elif plain in said:
            rank = 2 if _begins_word(row.name, name.find(plain)) else 3
        else:
            rank = 4 + (match.end() - match.start()) // 4
        ranked.append(((rank, len(said), said), row))
    return ranked


def _begins_word(name: str, at: int) -> bool:
    """Whether a part of a name begins there: behind `_`, or with a capital behind a small letter."""
    return at > 0 and (name[at - 1] == "_" or (name[at].isupper() and not name[at - 1].isupper()))
