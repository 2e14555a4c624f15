"""The conversation: transcript, the line that says where is searched, prompt, hints."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.widgets.lines import Piece, between, cells, strip
from rubin_tui.widgets.look import Painted
from rubin_tui.widgets.prompt import Prompt
from rubin_tui.widgets.transcript import Transcript


class ScopeLine(Painted):
    """The rule above the prompt: where answers are looked for, and what was understood."""

    DEFAULT_CSS = "ScopeLine { height: 1; }"

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
        left: list[Piece] = [
            (f"{rule} ", style.rule),
            (look.say("chat.scope"), style.muted),
            (" ", style.rule),
        ]
        if self.understood:
            words = ", ".join(safe_line(word) for word in self.understood)
            left += [(f"{rule * 2} ", style.rule), (look.say("chat.understood", words=words), style.muted)]
            left.append((" ", style.rule))
        right: list[Piece] = []
        if self.below:
            right = [
                (" ", style.rule),
                (f"{look.signs.below} {look.say('chat.below', count=self.below)}", style.accent),
                (f" {rule}", style.rule),
            ]
        return between(left, right, self.size.width, (rule, style.rule), self.look.signs.ellipsis)


class HintLine(Painted):
    """What the keys do right here."""

    DEFAULT_CSS = "HintLine { height: 1; }"

    has_links: reactive[bool] = reactive(False)
    """There are citations to walk through."""
    walking: reactive[bool] = reactive(False)
    """One is walking through them now."""
    busy: reactive[bool] = reactive(False)
    """A question is being answered."""

    def render_line(self, y: int) -> Strip:
        """The hints that fit."""
        look, style = self.look, self.look.palette
        if self.walking:
            hints = ["hint.link.open", "hint.link.copy", "hint.link.next", "hint.link.leave"]
        else:
            hints = ["hint.stop"] if self.busy else ["hint.send"]
            hints += ["hint.links", "hint.newline"] if self.has_links else ["hint.newline", "hint.scroll"]
        pieces: list[Piece] = []
        for hint in hints:
            more: Piece = (("  " if pieces else " ") + look.say(hint), style.muted)
            if cells(pieces) + len(more[0]) < self.size.width:
                pieces.append(more)
        return strip(pieces, self.size.width, style.text, self.look.signs.ellipsis)


class ChatPanel(Widget):
    """Panel 1. Posts what is asked; shows what it is given."""

    DEFAULT_CSS = "ChatPanel { height: 1fr; layout: vertical; background: $background; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.transcript = Transcript(id="transcript")
        self.scope = ScopeLine(id="scope")
        self.prompt = Prompt(id="prompt")
        self.hints = HintLine(id="hints")

    def compose(self) -> ComposeResult:
        """Transcript, rule, prompt, hints."""
        yield self.transcript
        yield self.scope
        yield self.prompt
        yield self.hints

    def on_prompt_scrolled(self, message: Prompt.Scrolled) -> None:
        """PgUp and PgDn scroll from the prompt too."""
        message.stop()
        self.transcript.action_scroll(message.pages)

    def on_transcript_moved(self, message: Transcript.Moved) -> None:
        """Say how much is below, and whether there are citations."""
        message.stop()
        self.scope.below = self.transcript.below
        self.hints.has_links = self.transcript.has_citations

    def on_descendant_focus(self) -> None:
        """The hints follow the focus."""
        self.hints.walking = self.screen.focused is self.transcript

    def on_descendant_blur(self) -> None:
        """The hints follow the focus."""
        self.hints.walking = self.screen.focused is self.transcript
