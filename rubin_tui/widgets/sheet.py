"""Sheets: what comes up over the foot of the screen to ask something, and goes away again.

They cover a few rows and dim nothing, so opening one writes little.
"""

from __future__ import annotations

from typing import NamedTuple

from textual.app import ComposeResult
from textual.events import Click, Key
from textual.message import Message
from textual.strip import Strip

from rubin_tui.actions import bindings
from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.terminal.layouts import other_layout, physical, physical_sign
from rubin_tui.widgets.lines import Piece, between, clip, hinted, strip, wrap
from rubin_tui.widgets.look import Painted
from rubin_tui.widgets.text_edit import Place, TextEdit
from rubin_tui.widgets.text_line import TextLine


class Sheet(Painted):
    """A rule with a title, and rows below it."""

    DEFAULT_CSS = "Sheet { dock: bottom; layer: sheet; height: auto; margin-bottom: 1; }"

    title_message = ""
    hint_message = ""

    class Closed(Message):
        """The sheet is done with; whoever opened it takes it away."""

    def rule(self) -> Strip:
        """The first row."""
        look, style = self.look, self.look.palette
        line = look.signs.horizontal
        left: list[Piece] = [
            (f"{line} ", style.rule),
            (look.say(self.title_message), style.strong),
            (" ", style.rule),
        ]
        hint, fill = look.say(self.hint_message), (line, style.rule)
        return hinted(left, hint, self.size.width, fill, style.muted, look.signs.ellipsis)

    def fit(self, rows: int) -> None:
        """The screen has so many rows: header and titles stay in sight."""
        self.styles.max_height = max(rows - 3, 4)

    def room(self, rows: int, head: int) -> int:
        """How many of the rows one wants are in sight below `head` others."""
        height = self.size.height
        return max(min(rows, height - head), 1) if height else rows

    def render_line(self, y: int) -> Strip:
        """The rule; rows below it are painted by what stands there."""
        return self.rule() if y == 0 else Strip.blank(self.size.width, self.look.palette.text)

    def action_close(self) -> None:
        """Go away without doing anything."""
        self.post_message(self.Closed())


class Choice(NamedTuple):
    """One row of a list: what it stands for, its words, what stands at its right, its letter.

    `also` are other words it is found by.
    """

    id: str
    title: str
    hint: str = ""
    letter: str = ""
    also: str = ""


def matching(choices: list[Choice], text: str) -> list[Choice]:
    """The choices that hold every word of `text`, as typed or by its keys in the other layout; best first."""
    words = text.casefold().split()
    if not words:
        return choices

    def held(word: str, where: str) -> bool:
        return word in where or other_layout(word) in where

    found = [
        choice
        for choice in choices
        if all(held(word, f"{choice.title} {choice.also}".casefold()) for word in words)
    ]
    return sorted(
        found, key=lambda choice: (not choice.title.casefold().startswith(words[0]), len(choice.title))
    )


class ListSheet(Sheet, can_focus=True):
    """A list one chooses from: by its letters at once, or by typing a part of the words.

    With `letters`, a letter acts and `/` or Space begins the typing; without, everything typed looks.
    """

    BINDINGS = bindings("list", "text")

    class Chosen(Message):
        """A row was chosen."""

        def __init__(self, sheet: ListSheet, id: str) -> None:
            super().__init__()
            self.sheet = sheet
            self.id = id

    def __init__(
        self, title: str, hint: str, choices: list[Choice], *, letters: bool, rows: int, about: str = ""
    ) -> None:
        """`about` is a sentence above the rows, not yet safe for a terminal."""
        super().__init__()
        self._about = [about] if about else []
        self.title_message, self.hint_message = title, hint
        self._choices = choices
        self._letters = letters
        self._typing = not letters
        self._edit = TextEdit()
        self._at = 0
        self._first = 0
        self._rows = max(rows, 3)
        self._set_height()

    def _set_height(self) -> None:
        self.styles.height = self._rows + self._head

    @property
    def _head(self) -> int:
        """Rows above the choices."""
        return 1 + len(self._about) + (1 if self._typing else 0)

    def on_resize(self) -> None:
        """The sentence takes the rows it needs, and the row one stands on stays in sight."""
        if self._about:
            text = " ".join(self._about)
            spans = wrap(text, self.size.width - 2)
            about = [text[begin:end].strip() for begin, end in spans]
            if about != self._about:
                self._about = about
                self._set_height()
        self._move(0)

    def offer(self, choices: list[Choice], at: str = "") -> None:
        """Other choices, found meanwhile; `at` is the one to stand on."""
        self._choices = choices
        ids = [choice.id for choice in self._found()]
        self._move(ids.index(at) - self._at if at in ids else 0)

    @property
    def current(self) -> Choice | None:
        """The row one stands on."""
        found = self._found()
        return found[min(self._at, len(found) - 1)] if found else None

    @property
    def text(self) -> str:
        """What is typed."""
        return self._edit.text

    def _found(self) -> list[Choice]:
        return matching(self._choices, self._edit.text)

    def on_key(self, event: Key) -> None:
        """A letter acts, or is typed."""
        character = event.character
        if not event.is_printable or not character or event.key.startswith(("ctrl+", "alt+")):
            return
        event.stop()
        event.prevent_default()
        if self._typing:
            self._edit.insert(character)
            self._move(-self._at)
            return
        if physical_sign(character) in ("/", " "):
            self._typing = True
            self._set_height()
            self.refresh(layout=True)
            return
        letter = physical(character).lower()
        for choice in self._choices:
            if choice.letter == letter:
                self.post_message(self.Chosen(self, choice.id))
                return

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Every printable character is taken here."""
        return character is not None and character.isprintable()

    def action_erase(self, count: int) -> None:
        """Delete a typed character."""
        self._edit.erase(count)
        self._move(0)

    def action_erase_word(self) -> None:
        """Delete a typed word."""
        self._edit.erase_word()
        self._move(0)

    def action_erase_line(self) -> None:
        """Delete what is typed."""
        self._edit.erase_line()
        self._move(0)

    def action_step(self, count: int) -> None:
        """Move through the list."""
        self._move(count)

    def action_choose(self) -> None:
        """Take the row one stands on, or what is typed when no row fits."""
        if (choice := self.current) is not None:
            self.post_message(self.Chosen(self, choice.id))
        elif self._edit.text:
            self.post_message(self.Chosen(self, self._edit.text))

    def _move(self, count: int) -> None:
        found = self._found()
        self._at = min(max(self._at + count, 0), max(len(found) - 1, 0))
        seen = self.room(self._rows, self._head)
        self._first = min(max(self._first, self._at - seen + 1), self._at)
        self.refresh()

    def on_click(self, event: Click) -> None:
        """A click chooses."""
        at = self._first + event.y - self._head
        found = self._found()
        if event.y >= self._head and 0 <= at < len(found):
            self.post_message(self.Chosen(self, found[at].id))

    def render_line(self, y: int) -> Strip:
        """The rule, what is typed, the rows."""
        look, style = self.look, self.look.palette
        width = self.size.width
        if y == 0:
            return self.rule()
        if y <= len(self._about):
            said: list[Piece] = [(f" {safe_line(self._about[y - 1])}", style.text)]
            return strip(said, width, style.text, look.signs.ellipsis)
        y -= len(self._about)
        if self._typing:
            if y == 1:
                typed: list[Piece] = [(" > ", style.accent), (safe_line(self._edit.text), style.text)]
                return strip([*typed, (" ", style.caret)], width, style.text, self.look.signs.ellipsis)
            y -= 1
        found = self._found()
        at = self._first + y - 1
        if at >= len(found):
            nothing: list[Piece] = (
                [(f"   {look.say('list.nothing')}", style.muted)] if self._choices and y == 1 else []
            )
            return strip(nothing, width, style.text, self.look.signs.ellipsis)
        choice = found[at]
        lit = at == self._at
        letter = choice.letter if self._letters and not self._typing else " "
        room = width - len(choice.hint) - 7
        title = clip(safe_line(choice.title), room, look.signs.ellipsis)
        left: list[Piece] = [
            (f" {letter} ", style.chosen if lit else style.accent),
            (f" {title}", style.chosen if lit else style.text),
        ]
        right: list[Piece] = [(f"{safe_line(choice.hint)}  ", style.chosen_muted if lit else style.muted)]
        return between(left, right, width, style.chosen if lit else style.text, self.look.signs.ellipsis)


class PathLine(TextLine):
    """The line a path is typed into."""

    BINDINGS = bindings("path")

    def action_accept(self) -> None:
        """Take the path."""
        sheet = self.parent
        assert isinstance(sheet, PathSheet)
        self.post_message(PathSheet.Accepted(sheet, self.text.strip()))

    def action_complete(self) -> None:
        """Ask how the path can go on."""
        self.post_message(PathSheet.CompletionWanted(self.text))

    def action_close(self) -> None:
        """Go away."""
        self.post_message(Sheet.Closed())


class PathHint(Painted):
    """What can follow, and what is wrong with the path."""

    DEFAULT_CSS = "PathHint { height: 1; }"

    said = ""
    wrong = False

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Show a line, already safe."""
        self.said, self.wrong = text, wrong
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line."""
        style = self.look.palette
        return strip(
            [(f"   {self.said}", style.bad if self.wrong else style.muted)],
            self.size.width,
            style.text,
            self.look.signs.ellipsis,
        )


class PathSheet(Sheet):
    """Asks for the path of a file or folder; `path` stands there already."""

    DEFAULT_CSS = "PathSheet { layout: vertical; height: 3; } PathSheet > PathLine { margin-top: 1; }"

    hint_message = "path.hint"

    class Accepted(Message):
        """This path."""

        def __init__(self, sheet: PathSheet, path: str) -> None:
            super().__init__()
            self.sheet = sheet
            self.path = path

    class CompletionWanted(Message):
        """How can this go on?"""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, title: str = "path.title", what: str = "path.what", path: str = "") -> None:
        super().__init__()
        self.title_message = title
        self._what = what
        self._path = path

    def compose(self) -> ComposeResult:
        """The line and what is said about it."""
        yield PathLine()
        yield PathHint()

    def on_mount(self) -> None:
        """Ready for typing."""
        self.query_one(PathHint).say(self.look.say(self._what))
        if self._path:
            self.line.put(Place(self._path, len(self._path)))

    @property
    def line(self) -> PathLine:
        """Where the path is typed."""
        return self.query_one(PathLine)

    def complete(self, text: str, others: list[str]) -> None:
        """The path goes on like this; `others` are what it could also be."""
        self.line.put(Place(text, len(text)))
        self.query_one(PathHint).say("  ".join(safe_line(other) for other in others[:12]))

    def refuse(self, reason: str) -> None:
        """The path is no good; `reason` is already safe."""
        self.query_one(PathHint).say(reason, wrong=True)


class QuestionSheet(Sheet, can_focus=True):
    """Asks yes or no."""

    BINDINGS = bindings("question")
    DEFAULT_CSS = "QuestionSheet { height: 2; }"

    hint_message = "question.hint"

    class Answered(Message):
        """Yes or no."""

        def __init__(self, sheet: QuestionSheet, yes: bool) -> None:
            super().__init__()
            self.sheet = sheet
            self.yes = yes

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self.title_message = title
        self._text = text

    def action_answer(self, yes: bool) -> None:
        """The person has decided."""
        self.post_message(self.Answered(self, yes))

    def render_line(self, y: int) -> Strip:
        """The rule and the question."""
        style = self.look.palette
        if y == 0:
            return self.rule()
        return strip([(f" {self._text}", style.text)], self.size.width, style.text, self.look.signs.ellipsis)
