"""The conversation: transcript, the line that says where is searched, prompt, hints."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.events import Click, Resize
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from rubin_tui.actions import bindings
from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.widgets.completions import Completions, Offer
from rubin_tui.widgets.lines import Piece, between, cells, strip
from rubin_tui.widgets.look import Painted
from rubin_tui.widgets.prompt import Prompt
from rubin_tui.widgets.transcript import Transcript


class ScopeLine(Painted, can_focus=True):
    """The rule above the prompt: where answers are looked for, and what was understood.

    With the focus on it, Enter offers other places to look in.
    """

    BINDINGS = bindings("scope")
    DEFAULT_CSS = "ScopeLine { height: 1; }"

    class Wanted(Message):
        """Other places to look in are to be offered, or, `everywhere`, all is to be looked into again."""

        def __init__(self, everywhere: bool = False) -> None:
            super().__init__()
            self.everywhere = everywhere

    class EndWanted(Message):
        """The end of the transcript is to be shown."""

    where: reactive[str] = reactive("")
    """Where is looked, "" for everywhere; foreign text."""
    far_below: reactive[int] = reactive(0)
    """Messages of the transcript below what is in sight, when they are too many to count `below`."""
    news: reactive[bool] = reactive(False)
    """Something new is said out of sight, below."""
    understood: reactive[tuple[str, ...]] = reactive(())
    """What the last question was read as."""
    candidates: reactive[tuple[str, ...]] = reactive(())
    """How the command that is being typed can go on; they stand in the place of the rest."""
    below: reactive[int] = reactive(0)
    """Rows of the transcript that are out of sight below."""

    def render_line(self, y: int) -> Strip:
        """The rule with its words."""
        look, style = self.look, self.look.palette
        rule = look.signs.horizontal
        if self.candidates:
            words = " ".join(safe_line(word) for word in self.candidates)
            offered: list[Piece] = [(f"{rule} ", style.rule), (words, style.accent), (" ", style.rule)]
            return between(offered, [], self.size.width, (rule, style.rule), look.signs.ellipsis)
        where = look.say("scope.in", where=safe_line(self.where)) if self.where else look.say("chat.scope")
        colour = style.chosen if self.has_focus else style.accent if self.where else style.muted
        left: list[Piece] = [
            (f"{rule} ", style.rule),
            (f"{where} {look.signs.opened}", colour),
            (" ", style.rule),
        ]
        if self.understood:
            words = ", ".join(safe_line(word) for word in self.understood)
            left += [(f"{rule * 2} ", style.rule), (look.say("chat.understood", words=words), style.muted)]
            left.append((" ", style.rule))
        right: list[Piece] = []
        if below := self._below():
            right = [
                (" ", style.rule),
                (f"{look.signs.below} {below}", style.warn if self.news else style.accent),
                (f" {rule}", style.rule),
            ]
        self._right = self.size.width - cells(right)
        return between(left, right, self.size.width, (rule, style.rule), self.look.signs.ellipsis)

    def _below(self) -> str:
        if self.news:
            return self.look.say("chat.news")
        if self.far_below:
            return self.look.say("chat.far_below", count=self.far_below)
        return self.look.say("chat.below", count=self.below) if self.below else ""

    _right = 0

    def on_click(self, event: Click) -> None:
        """On what is below: there. Else other places to look in."""
        self.post_message(self.EndWanted() if event.x >= self._right else self.Wanted())

    def action_offer(self) -> None:
        """Offer other places to look in."""
        self.post_message(self.Wanted())

    def action_everywhere(self) -> None:
        """Look everywhere again."""
        self.post_message(self.Wanted(everywhere=True))

    def on_focus(self) -> None:
        """Show that one stands here."""
        self.refresh()

    def on_blur(self) -> None:
        """And no longer."""
        self.refresh()


class HintLine(Painted):
    """What the keys do right here."""

    DEFAULT_CSS = "HintLine { height: 1; }"

    has_links: reactive[bool] = reactive(False)
    """There are citations to walk through."""
    walking: reactive[bool] = reactive(False)
    """One is walking through them now."""
    busy: reactive[bool] = reactive(False)
    """A question is being answered."""
    has_answer: reactive[bool] = reactive(False)
    """One stands in an answer."""
    can_fold: reactive[bool] = reactive(False)
    """It has a long quote."""
    choosing_scope: reactive[bool] = reactive(False)
    """One stands on the line that says where is looked."""

    class Pressed(Message):
        """A hint was clicked."""

        def __init__(self, hint: str) -> None:
            super().__init__()
            self.hint = hint

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._spots: list[tuple[int, int, str]] = []

    def render_line(self, y: int) -> Strip:
        """The hints that fit."""
        look, style = self.look, self.look.palette
        pieces: list[Piece] = []
        self._spots = []
        for hint in self._hints():
            more: Piece = (("  " if pieces else " ") + look.say(hint), style.muted)
            at = cells(pieces)
            if at + len(more[0]) < self.size.width:
                pieces.append(more)
                self._spots.append((at, cells(pieces), hint))
        return strip(pieces, self.size.width, style.text, self.look.signs.ellipsis)

    def _hints(self) -> list[str]:
        if self.choosing_scope:
            return ["hint.scope.choose", "hint.scope.all", "hint.link.leave"]
        if self.walking and self.has_answer:
            fold = ["hint.link.fold"] if self.can_fold else []
            hints = ["hint.link.open", "hint.link.copy", "hint.link.actions", *fold]
            return [*hints, "hint.link.next", "hint.link.leave"]
        if self.walking:
            return ["hint.link.open", "hint.link.next", "hint.link.leave"]
        hints = ["hint.stop"] if self.busy else ["hint.send"]
        return hints + (["hint.links", "hint.newline"] if self.has_links else ["hint.newline", "hint.scroll"])

    def on_click(self, event: Click) -> None:
        """A hint does what its key does."""
        for begin, end, hint in self._spots:
            if begin <= event.x < end:
                self.post_message(self.Pressed(hint))


LEAST_ROWS = 3
"""Rows the prompt may always take; at most it takes a third of the panel."""
PRESSED = {
    "hint.link.open": "open",
    "hint.link.copy": "copy",
    "hint.link.actions": "answer",
    "hint.link.fold": "fold",
    "hint.link.next": "step(1)",
}
"""What clicking a hint does in the transcript."""


class ChatPanel(Widget):
    """Panel 1. Posts what is asked; shows what it is given."""

    DEFAULT_CSS = "ChatPanel { height: 1fr; layout: vertical; background: $background; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.transcript = Transcript(id="transcript")
        self.completions = Completions(id="completions")
        self.scope = ScopeLine(id="scope")
        self.prompt = Prompt(id="prompt")
        self.hints = HintLine(id="hints")

    def compose(self) -> ComposeResult:
        """Transcript, list of commands, rule, prompt, hints."""
        yield self.transcript
        yield self.completions
        yield self.scope
        yield self.prompt
        yield self.hints

    def on_resize(self, event: Resize) -> None:
        """The prompt grows up to a third of the panel."""
        self.prompt.most_rows = max(event.size.height // 3, LEAST_ROWS)

    def offer(self, offers: tuple[Offer, ...]) -> None:
        """Show commands to choose from; none takes the list away."""
        self.completions.offer(offers)
        self.prompt.offered = self.completions.word

    def on_prompt_stepped(self, message: Prompt.Stepped) -> None:
        """Through the commands, without leaving the prompt."""
        message.stop()
        self.completions.step(message.direction)
        self.prompt.offered = self.completions.word

    def on_completions_taken(self, message: Completions.Taken) -> None:
        """As Enter on that command."""
        message.stop()
        self.prompt.take(message.word)

    def on_prompt_scrolled(self, message: Prompt.Scrolled) -> None:
        """PgUp and PgDn scroll from the prompt too."""
        message.stop()
        self.transcript.action_scroll(message.pages)

    def on_scope_line_end_wanted(self, message: ScopeLine.EndWanted) -> None:
        """Show the end."""
        message.stop()
        self.transcript.end()

    async def on_hint_line_pressed(self, message: HintLine.Pressed) -> None:
        """Do what the hint's key does."""
        message.stop()
        if message.hint in PRESSED:
            await self.transcript.run_action(PRESSED[message.hint])
        elif message.hint == "hint.scope.choose":
            self.scope.action_offer()
        elif message.hint == "hint.scope.all":
            self.scope.action_everywhere()
        elif message.hint == "hint.send":
            self.prompt.action_send()
        elif message.hint == "hint.newline":
            self.prompt.action_newline()
        elif message.hint == "hint.links":
            self.screen.set_focus(self.transcript)
            self.transcript.action_step(1)
        elif message.hint == "hint.stop":
            await self.app.run_action("app.stop")
        elif message.hint == "hint.link.leave":
            self.screen.set_focus(self.prompt)

    def on_transcript_moved(self, message: Transcript.Moved) -> None:
        """Say how much is below, and whether there are citations."""
        message.stop()
        self.scope.far_below = self.transcript.far_below
        self.scope.below = self.transcript.below
        self.scope.news = self.transcript.news
        self.hints.has_links = self.transcript.has_citations
        self.hints.has_answer = self.transcript.in_answer
        self.hints.can_fold = self.transcript.can_fold

    def on_descendant_focus(self) -> None:
        """The hints follow the focus."""
        self._follow_focus()

    def on_descendant_blur(self) -> None:
        """The hints follow the focus."""
        self._follow_focus()

    def _follow_focus(self) -> None:
        self.hints.walking = self.screen.focused is self.transcript
        self.hints.choosing_scope = self.screen.focused is self.scope
        self.hints.has_answer = self.transcript.in_answer
        self.hints.can_fold = self.transcript.can_fold
