"""How everything looks and speaks at the moment: language, colours, signs, clock.

The colours stand on the 256-colour palette, so that a terminal without truecolor shows the very same
ones. One background for the whole screen: structure comes from rules and space.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from typing import NamedTuple, Protocol, Self, cast

from rich.segment import Segment
from rich.style import Style
from textual.events import Key
from textual.filter import ANSIToTruecolor
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.theme import BUILTIN_THEMES, Theme
from textual.widget import Widget

from rubin_tui.messages import Message, render
from rubin_tui.terminal.colours import Depth
from rubin_tui.widgets.signs import plain


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
    "contrast": Colours(
        background="#000000",
        text="#ffffff",
        muted="#d0d0d0",
        rule="#9e9e9e",
        accent="#87d7ff",
        strong="#ffffff",
        ok="#87ff87",
        warn="#ffd75f",
        bad="#ffafaf",
        chosen="#00005f",
        marked="#5f0000",
        selected="#303030",
        keyword="#87d7ff",
        string="#87ff87",
        number="#ffd75f",
        name="#ffafff",
    ),
}

THEMES = (*COLOURS, "terminal")
"""What one can choose: our own colours, or the sixteen of the terminal."""


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
    label: Style


@cache
def palette(theme: str, depth: Depth = "full") -> Palette:
    """The styles of a theme on a terminal with so many colours."""
    if depth != "full" or theme == "terminal":
        return _own_palette(coloured=depth != "none")
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
        label=on(c.background, c.accent, bold=True),
    )


def _own_palette(*, coloured: bool) -> Palette:
    """The terminal's own colours: nobody knows whether it is dark or light, so its default is the ground."""

    def on(
        colour: str = "default",
        *,
        bold: bool | None = None,
        dim: bool | None = None,
        italic: bool | None = None,
        underline: bool | None = None,
        reverse: bool | None = None,
    ) -> Style:
        return Style(
            color=colour if coloured else "default",
            bgcolor="default",
            bold=bold,
            dim=dim,
            italic=italic,
            underline=underline,
            reverse=reverse,
        )

    return Palette(
        text=on(),
        muted=on(dim=True),
        rule=on(dim=True),
        accent=on("bright_blue"),
        strong=on(bold=True),
        ok=on("green"),
        warn=on("yellow"),
        bad=on("red", bold=True),
        chosen=on(reverse=True),
        chosen_muted=on(reverse=True),
        marked=Style(color="black", bgcolor="yellow") if coloured else on(bold=True, underline=True),
        caret=on(reverse=True, underline=True),
        selected=Style(color="black", bgcolor="cyan") if coloured else Style(underline=True),
        bracket=Style(bold=True, underline=True),
        bad_under=Style(color="red" if coloured else None, underline=True),
        warn_under=Style(color="yellow" if coloured else None, underline=True),
        info_under=Style(underline=True),
        keyword=on("bright_blue", bold=True),
        string=on("green"),
        number=on("magenta"),
        name=on("cyan"),
        comment=on(dim=True, italic=True),
        label=on(reverse=True, bold=True),
    )


def textual_themes() -> dict[str, Theme]:
    """The same colours for what Textual itself paints, by the name of the theme."""
    terminal = replace(BUILTIN_THEMES["ansi-dark"], name="terminal")
    return {**{name: _textual_theme(name, of) for name, of in COLOURS.items()}, "terminal": terminal}


def _textual_theme(name: str, c: Colours) -> Theme:
    return Theme(
        name=name,
        dark=name != "light",
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
ASCII = Signs(*map(plain, UNICODE))


def signs_of(setting: str, has_signs: bool) -> Signs:
    """The signs the setting "signs" asks for, on a terminal that has more than ASCII or not."""
    return UNICODE if setting == "unicode" or (setting == "auto" and has_signs) else ASCII


class Look(NamedTuple):
    """What the app hands to everything that paints. A new one replaces it when something changes."""

    language: str = "en"
    theme: str = "dark"
    signs: Signs = UNICODE
    clock: Callable[[], str] = lambda: time.strftime("%H:%M")
    depth: Depth = "full"

    @property
    def palette(self) -> Palette:
        """The styles of the theme."""
        return palette(self.theme, self.depth)

    @property
    def textual_theme(self) -> str:
        """What Textual calls the colours one sees."""
        return self.theme if self.depth == "full" else "terminal"

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
        self._labels: dict[tuple[int, int], str] = {}

    def spots(self) -> Iterable[tuple[int, int]]:
        """Places in sight, as (column, row), where a click does something: jump letters stand there."""
        return ()

    def show_labels(self, labels: dict[tuple[int, int], str]) -> None:
        """Paint these letters over what stands there; none ends it."""
        if labels != self._labels:
            self._labels = labels
            self.refresh()

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
                strip = known[y] = self._filtered(self._labelled(y, self.render_line(y)))
            strips.append(strip)
        if crop.column_span != (0, self.size.width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def _labelled(self, y: int, strip: Strip) -> Strip:
        for (x, row), label in self._labels.items():
            if row == y and x + len(label) <= strip.cell_length:
                painted = Strip([Segment(label, self.look.palette.label)], len(label))
                strip = Strip.join([strip.crop(0, x), painted, strip.crop(x + len(label))])
        return strip

    def _filtered(self, strip: Strip) -> Strip:
        for one in self.get_line_filters():
            if not isinstance(one, ANSIToTruecolor):
                strip = strip.apply_filter(one, self.background_colors[1])
        if self.look.signs is ASCII:
            return Strip([Segment(plain(text), style) for text, style, _ in strip], strip.cell_length)
        return strip

    def look_changed(self) -> None:
        """Another language or theme: forget what was painted."""
        self.refresh()


class Typed(Painted):
    """A widget that is typed into. The app asks it first: looking for bindings of a letter costs more."""

    def takes(self, event: Key) -> bool:
        """Put in a typed character; False when the key is something else."""
        raise NotImplementedError
