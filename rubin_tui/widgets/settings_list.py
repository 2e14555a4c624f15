"""The list of settings: found by typing, changed in place, each with where its value comes from."""

from __future__ import annotations

from typing import Literal, NamedTuple

from rich.cells import cell_len
from textual.events import Click, Key
from textual.message import Message
from textual.strip import Strip

from rubin_tui.actions import bindings
from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.messages import Message as Said
from rubin_tui.settings import RULES, Choice, Setting
from rubin_tui.terminal.layouts import other_layout
from rubin_tui.widgets.lines import Piece, between, clip, clip_start, hinted, strip, wrap
from rubin_tui.widgets.look import Painted

Place = Literal["user", "project"]
"""Whose file is written: the person's own, or that of the project."""

SECTIONS = {
    "look": ("language", "theme", "signs", "remote", "session"),
    "layout": ("layout_",),
    "editing": ("edit_",),
    "answers": ("answer_",),
    "import": ("import_", "workers"),
}
"""The settings by what they are about: whole names, or how names begin."""
FOOT = 6
"""Rows at the foot that tell about the setting one stands on."""
NAMED = 34
"""Cells a name has."""
VALUED = 14


def section_of(key: str) -> str:
    """What a setting is about."""
    return next((name for name, heads in SECTIONS.items() if key.startswith(heads)), "import")


class Entry(NamedTuple):
    """A row: the heading of a section, or a setting."""

    section: str
    setting: Setting | None = None


class SettingsList(Painted, can_focus=True):
    """Shows settings and posts what is wanted of them; writes nothing itself."""

    BINDINGS = bindings("settings")
    DEFAULT_CSS = "SettingsList { height: 1fr; }"

    class Wanted(Message):
        """A setting is to have a value, or None: that of the layer below."""

        def __init__(self, key: str, value: str | int | None, place: Place) -> None:
            super().__init__()
            self.key = key
            self.value = value
            self.place = place

    def __init__(self, settings: tuple[Setting, ...], problems: tuple[Said, ...] = ()) -> None:
        """`problems` is what is wrong with the files."""
        super().__init__()
        self._settings = settings
        self._problems = problems
        self._place: Place = "user"
        self._wanted = ""
        self._number: str | None = None
        self._said: Said | None = problems[0] if problems else None
        self._at = 1
        self._first = 0

    def show(self, settings: tuple[Setting, ...], said: Said | None = None) -> None:
        """The settings as they stand now, and what is to be said of the last change."""
        self._settings, self._said = settings, said
        self.refresh()

    # what is there

    @property
    def entries(self) -> list[Entry]:
        """The rows that hold what is typed, under the headings of their sections."""
        rows: list[Entry] = []
        for section in SECTIONS:
            found = [one for one in self._settings if section_of(one.key) == section and self._fits(one)]
            if found:
                rows += [Entry(section), *(Entry(section, one) for one in found)]
        return rows

    def _fits(self, setting: Setting) -> bool:
        other = self.look._replace(language="en" if self.look.language == "ru" else "ru")
        told = [
            look.say(f"setting.{setting.key}{end}") for look in (self.look, other) for end in ("", ".about")
        ]
        where = " ".join([setting.key, *told]).casefold()
        return all(word in where or other_layout(word) in where for word in self._wanted.casefold().split())

    @property
    def current(self) -> Setting | None:
        """The setting one stands on."""
        entries = self.entries
        return entries[self._at].setting if self._at < len(entries) else None

    # moving and searching

    def action_step(self, count: int) -> None:
        """To the next setting."""
        self._number = None
        entries, at = self.entries, self._at + count
        while 0 <= at < len(entries) and entries[at].setting is None:
            at += 1 if count > 0 else -1
        if 0 <= at < len(entries):
            self._stand(at)
        elif count < 0:
            self._first = 0
            self.refresh()

    def action_leap(self, pages: int) -> None:
        """By screenfuls."""
        rows = max(self._list_height - 1, 1)
        at = min(max(self._at + pages * rows, 1), max(len(self.entries) - 1, 0))
        entries = self.entries
        if at < len(entries) and entries[at].setting is None:
            at += 1
        self._number = None
        self._stand(at)

    def _stand(self, at: int) -> None:
        if at != self._at:
            self._said = None
        self._at = at
        height = max(self._list_height, 1)
        above = 1 if at and self.entries[at - 1].setting is None else 0
        self._first = min(max(self._first, at - height + 1), at - above)
        self.refresh()

    @property
    def _list_height(self) -> int:
        return max(self.size.height - 1 - FOOT, 1)

    def on_key(self, event: Key) -> None:
        """A digit of a number, or a letter of what is looked for."""
        character = event.character
        if not event.is_printable or not character or event.key.startswith(("ctrl+", "alt+")):
            return
        event.stop()
        event.prevent_default()
        if self._number is not None:
            self._number += character
            self.refresh()
            return
        self._wanted += character
        self._found()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Everything typed is taken."""
        return character is not None and character.isprintable()

    def _found(self) -> None:
        self._first = 0
        self._said = None
        self._at = 1 if len(self.entries) > 1 else 0
        self.refresh()

    def action_erase(self) -> None:
        """Take a typed character back."""
        if self._number is not None:
            self._number = self._number[:-1]
            self.refresh()
        elif self._wanted:
            self._wanted = self._wanted[:-1]
            self._found()

    # changing

    def action_choose(self) -> None:
        """The next of a few words; a number is typed, and taken."""
        setting = self.current
        if setting is None:
            return
        rule = RULES[setting.key]
        if isinstance(rule, Choice):
            self.action_turn(1)
        elif self._number is None:
            self._number, self._said = "", None
            self.refresh()
        else:
            typed, self._number = self._number, None
            if not typed:
                self.refresh()
            elif rule.read(typed) is None:
                told = {"value": typed, "expected": rule.expected()}
                self._said = Said("settings.out_of_range", told)
                self._number = typed
                self.refresh()
            else:
                self._want(setting, rule.read(typed))

    def action_turn(self, direction: int) -> None:
        """The next value, or the one before."""
        setting = self.current
        if setting is None or self._number is not None:
            return
        rule = RULES[setting.key]
        if isinstance(rule, Choice):
            at = rule.values.index(str(setting.value)) + direction
            self._want(setting, rule.values[at % len(rule.values)])
        elif (value := rule.read(int(setting.value) + direction)) is not None:
            self._want(setting, value)

    def action_reset(self) -> None:
        """Take the value out of the file: what lies below holds."""
        if (setting := self.current) is not None:
            self._number = None
            self._want(setting, None)

    def _want(self, setting: Setting, value: str | int | None) -> None:
        self.post_message(self.Wanted(setting.key, value, self._place))

    def action_place(self) -> None:
        """Write into the other file from now on."""
        self._place = "project" if self._place == "user" else "user"
        self.refresh()

    def action_close(self) -> None:
        """Leave the number, then what is looked for, then the settings."""
        if self._number is not None:
            self._number, self._said = None, None
            self.refresh()
        elif self._wanted:
            self._wanted = ""
            self._found()
        else:
            self.screen.dismiss()

    def on_click(self, event: Click) -> None:
        """A click stands on a setting, a second one changes it."""
        at = self._first + event.y - 1
        entries = self.entries
        if 1 <= event.y <= self._list_height and at < len(entries) and entries[at].setting is not None:
            if at == self._at:
                self.action_choose()
            else:
                self._stand(at)

    def on_mouse_scroll_up(self) -> None:
        """The wheel."""
        self.action_step(-1)

    def on_mouse_scroll_down(self) -> None:
        """The wheel."""
        self.action_step(1)

    def on_resize(self) -> None:
        """What one stands on stays in sight."""
        self._stand(min(self._at, max(len(self.entries) - 1, 0)))

    # painting

    def render_line(self, y: int) -> Strip:
        """The title, the settings, what there is to say of the one one stands on."""
        if y == 0:
            return self._title()
        if y <= self._list_height:
            return self._row(self._first + y - 1)
        return self._foot(y - self._list_height - 1)

    def _title(self) -> Strip:
        look, style = self.look, self.look.palette
        rule = look.signs.horizontal
        name: list[Piece] = [(look.say("settings.title"), style.strong)]
        if self._wanted:
            name = [("> ", style.accent), (safe_line(self._wanted), style.text), (" ", style.caret)]
        left: list[Piece] = [(f"{rule} ", style.rule), *name, (" ", style.rule)]
        hint, fill = look.say("settings.hint"), (rule, style.rule)
        return hinted(left, hint, self.size.width, fill, style.muted, look.signs.ellipsis)

    def _row(self, at: int) -> Strip:
        look, style, width = self.look, self.look.palette, self.size.width
        entries = self.entries
        if at >= len(entries):
            nothing: list[Piece] = (
                [(f"   {look.say('list.nothing')}", style.muted)] if not entries and at == 0 else []
            )
            return strip(nothing, width, style.text, look.signs.ellipsis)
        entry = entries[at]
        if entry.setting is None:
            head: list[Piece] = [(f" {look.say(f'settings.section.{entry.section}')}", style.strong)]
            return strip(head, width, style.text, look.signs.ellipsis)
        setting, lit = entry.setting, at == self._at
        base = style.chosen if lit else style.text
        room = min(NAMED, max(width - VALUED - 4, 8))
        name = clip(look.say(f"setting.{setting.key}"), room, look.signs.ellipsis)
        value = self.value_words(setting)
        value_style = style.chosen if lit else style.text if setting.layer == "default" else style.accent
        if lit and self._number is not None:
            value, value_style = self._number, style.chosen
        pieces: list[Piece] = [
            (f" {look.signs.into if lit else ' '} ", base),
            (f"{name}{' ' * (room - cell_len(name))} ", base),
            (value, value_style),
        ]
        if lit and self._number is not None:
            pieces.append((" ", style.caret))
        where = look.say(f"settings.layer.{setting.layer}")
        right: list[Piece] = [(f" {where} ", style.chosen_muted if lit else style.muted)]
        if sum(cell_len(text) for text, _ in pieces) + cell_len(where) + 2 > width:
            right = []
        return between(pieces, right, width, base, look.signs.ellipsis)

    def value_words(self, setting: Setting) -> str:
        """A value as people say it."""
        if isinstance(RULES[setting.key], Choice):
            return self.look.say(f"value.{setting.value}")
        return str(setting.value)

    def _foot(self, row: int) -> Strip:
        look, style, width = self.look, self.look.palette, self.size.width
        rule = look.signs.horizontal
        if row == 0:
            words = f" {look.say(f'settings.place.{self._place}')} "
            return between(
                [(rule, style.rule), (words, style.muted)], [], width, (rule, style.rule), look.signs.ellipsis
            )
        lines: list[Piece] = []
        if (setting := self.current) is not None:
            about = look.say(f"setting.{setting.key}.about")
            lines += [(about[a:b].strip(), style.text) for a, b in wrap(about, width - 2)[:2]]
            may = look.say("settings.may_be", key=setting.key, expected=RULES[setting.key].expected())
            lines.append((may, style.muted))
            room = width - 2 - cell_len(look.say("settings.comes_from", origin=""))
            origin = clip_start(safe_line(look.tell(setting.origin)), room, look.signs.ellipsis)
            lines.append((look.say("settings.comes_from", origin=origin), style.muted))
        if self._said is not None:
            said = f"{look.signs.warning} {safe_line(look.tell(self._said))}"
            spans = wrap(said, width - 2)
            kept = lines[: max(FOOT - 1 - len(spans), 0)]
            lines = [*((said[a:b].strip(), style.warn) for a, b in spans), *kept]
        piece = lines[row - 1] if row <= len(lines) else ("", style.text)
        return strip([(" ", style.text), piece], width, style.text, look.signs.ellipsis)
