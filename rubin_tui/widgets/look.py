"""How everything looks and speaks at the moment: language, colours, signs, clock.

The colours stand on the 256-colour palette, so that a terminal without truecolor shows the very same
ones. One background for the whole screen: structure comes from rules and space.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache
from typing import Literal, NamedTuple, Protocol, Self, cast

from rich.style import Style
from textual.events import Key
from textual.filter import ANSIToTruecolor
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.theme import Theme
from textual.widget import Widget

from rubin_tui.messages import Message, render


class Colours(NamedTuple):
    """One theme's colours, as #rrggbb."""

    background: str
    text: str
    muted: str
    rule: str
    accent: str
    strong: str
    ok: str
    warn: str
    bad: str
    chosen: str
    marked: str
    selected: str
    keyword: str
    string: str
    number: str
    name: str


COLOURS = {
    "dark": Colours(
        background="#1c1c1c",
        text="#d0d0d0",
        muted="#949494",
        rule="#585858",
        accent="#87afd7",
        strong="#ffffff",
        ok="#87d787",
        warn="#ffaf5f",
        bad="#ff8787",
        chosen="#303030",
        marked="#5f5f00",
        selected="#444444",
        keyword="#87afd7",
        string="#afd787",
        number="#d7af87",
        name="#d7d7af",
    ),
    "light": Colours(
        background="#ffffff",
        text="#303030",
        muted="#626262",
        rule="#9e9e9e",
        accent="#005faf",
        strong="#000000",
        ok="#005f00",
        warn="#875f00",
        bad="#af0000",
        chosen="#e4e4e4",
        marked="#ffff87",
        selected="#afd7ff",
        keyword="#005faf",
        string="#5f5f00",
        number="#875f00",
        name="#5f00af",
    ),
}


class Palette(NamedTuple):
    """The styles widgets paint with, made once a theme."""

    text: Style
    muted: Style
    rule: Style
    accent: Style
    strong: Style
    ok: Style
    warn: Style
    bad: Style
    chosen: Style
    chosen_muted: Style
    marked: Style
    caret: Style
    selected: Style
    bracket: Style
    bad_under: Style
    warn_under: Style
    info_under: Style
    keyword: Style
    string: Style
    number: Style
    name: Style
    comment: Style


@cache
def palette(theme: str) -> Palette:
    """The styles of the "dark" or the "light" theme."""
    c = COLOURS[theme]

    def on(
        colour: str, ground: str = c.background, *, bold: bool | None = None, italic: bool | None = None
    ) -> Style:
        return Style(color=colour, bgcolor=ground, bold=bold, italic=italic)

    return Palette(
        text=on(c.text),
        muted=on(c.muted),
        rule=on(c.rule),
        accent=on(c.accent),
        strong=on(c.strong, bold=True),
        ok=on(c.ok),
        warn=on(c.warn),
        bad=on(c.bad),
        chosen=on(c.strong, c.chosen),
        chosen_muted=on(c.text, c.chosen),
        marked=on(c.strong, c.marked),
        caret=on(c.background, c.text),
        selected=Style(bgcolor=c.selected),
        bracket=Style(bgcolor=c.chosen, bold=True),
        bad_under=Style(color=c.bad, underline=True),
        warn_under=Style(color=c.warn, underline=True),
        info_under=Style(underline=True),
        keyword=on(c.keyword),
        string=on(c.string),
        number=on(c.number),
        name=on(c.name),
        comment=on(c.muted, italic=True),
    )


def textual_theme(name: Literal["dark", "light"]) -> Theme:
    """The same colours for what Textual itself paints."""
    c = COLOURS[name]
    return Theme(
        name=name,
        dark=name == "dark",
        primary=c.accent,
        secondary=c.accent,
        accent=c.accent,
        warning=c.warn,
        error=c.bad,
        success=c.ok,
        foreground=c.text,
        background=c.background,
        surface=c.background,
        panel=c.background,
        boost=c.background,
    )


class Signs(NamedTuple):
    """What says a state beside its colour."""

    found: str = "●"
    maybe: str = "◐"
    not_found: str = "○"
    warning: str = "▲"
    ready: str = "✓"
    into: str = "▸"
    opened: str = "▾"
    arrow: str = "→"
    ellipsis: str = "…"
    horizontal: str = "─"
    vertical: str = "│"
    down: str = "┬"
    left: str = "┤"
    below: str = "↓"
    dot: str = "·"
    error: str = "●"
    modified: str = "∙"
    added: str = "+"
    changed: str = "~"
    removed: str = "_"
    failed: str = "✗"


UNICODE = Signs()
ASCII = Signs(
    found="*",
    maybe="%",
    not_found="o",
    warning="!",
    ready="+",
    into=">",
    opened="v",
    arrow="->",
    ellipsis="~",
    horizontal="-",
    vertical="|",
    down="+",
    left="+",
    below="v",
    dot="-",
    error="*",
    modified="*",
    failed="x",
)


class Look(NamedTuple):
    """What the app hands to everything that paints. A new one replaces it when something changes."""

    language: str = "en"
    theme: str = "dark"
    signs: Signs = UNICODE
    clock: Callable[[], str] = lambda: time.strftime("%H:%M")

    @property
    def palette(self) -> Palette:
        """The styles of the theme."""
        return palette(self.theme)

    def say(self, id: str, count: int | None = None, **params: object) -> str:
        """The sentence in the person's language."""
        return render(Message(id, params, count), self.language)

    def tell(self, message: Message) -> str:
        """A message of the engine in the person's language; not yet safe for a terminal."""
        return render(message, self.language)


class HasLook(Protocol):
    """What Painted asks of the app."""

    look: Look


class Painted(Widget):
    """A widget that paints its own lines with the app's look."""

    DEFAULT_CSS = """
    Painted { background: $background; color: $foreground; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._painted: dict[int, Strip] = {}
        self._painted_for: tuple[Size, Look] | None = None

    @property
    def look(self) -> Look:
        """The app's present look."""
        return cast(HasLook, self.app).look

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Paint anew: the rows inside `regions`, or all of them."""
        if not regions:
            self._painted.clear()
        for region in regions:
            for y in region.line_range:
                self._painted.pop(y, None)
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows inside `crop`. Textual asks for all of them at every key, so they are kept."""
        if self._painted_for != (self.size, self.look):
            self._painted_for = (self.size, self.look)
            self._painted.clear()
        known = self._painted
        strips = []
        for y in crop.line_range:
            strip = known.get(y)
            if strip is None:
                strip = known[y] = self._filtered(self.render_line(y))
            strips.append(strip)
        if crop.column_span != (0, self.size.width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def _filtered(self, strip: Strip) -> Strip:
        for one in self.get_line_filters():
            if not isinstance(one, ANSIToTruecolor):
                strip = strip.apply_filter(one, self.background_colors[1])
        return strip

    def look_changed(self) -> None:
        """Another language or theme: forget what was painted."""
        self.refresh()


class Typed(Painted):
    """A widget that is typed into. The app asks it first: looking for bindings of a letter costs more."""

    def takes(self, event: Key) -> bool:
        """Put in a typed character; False when the key is something else."""
        raise NotImplementedError
