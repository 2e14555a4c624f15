"""What can be done with an answer at once, by a letter or from its menu."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rubin_tui.actions import ACTIONS
from rubin_tui.journeys.commands import command_words
from rubin_tui.journeys.journey import Desk, EngineFace, Journey
from rubin_tui.messages import Failure, Message
from rubin_tui.widgets.answer_text import answer_with_footnotes
from rubin_tui.widgets.places import quote_with_source
from rubin_tui.widgets.sheet import Choice, ListSheet
from rubin_tui.widgets.turns import Turn

if TYPE_CHECKING:
    from rubin_tui.engine.model import Citation, Document

SEARCHED = 6
"""Words of a question that are searched for again."""


class Chosen(NamedTuple):
    """An answer, and the citation in it one stands on."""

    turn: Turn
    link: int | None

    @property
    def citation(self) -> Citation | None:
        """That citation; when one stands on none, the first."""
        links = self.turn.links
        return links[self.link or 0] if links else None


class QuickJourney(Journey):
    """Copies, notes, searches again, narrows, asks what of these is wanted."""

    group = "quick"

    def __init__(self, app: Desk) -> None:
        super().__init__(app)
        self._sheet: ListSheet | None = None
        self._chosen: Chosen | None = None

    async def do(self, what: str, turn: Turn, link: int | None) -> None:
        """Do it, or, for "", ask what."""
        chosen = Chosen(turn, link)
        if what:
            self._do(what, chosen)
            return
        self._chosen = chosen
        every = [item for item in ACTIONS if item.where == "links" and item.id in _LETTERS]
        choices = [
            Choice(item.id, self.app.look.say(item.title), "", _LETTERS[item.id])
            for item in every
            if chosen.citation is not None or item.id in ("link.copy_answer", "link.search")
        ]
        self._sheet = ListSheet("quick.title", "menu.hint", choices, letters=True, rows=len(choices))
        await self.app.main.open_sheet(self._sheet)

    async def chosen(self, message: ListSheet.Chosen) -> bool:
        """A row of the menu; False when the list is not ours."""
        if message.sheet is not self._sheet or self._chosen is None:
            return False
        await self.app.main.close_sheet()
        chosen, self._chosen = self._chosen, None
        self._do(message.id.removeprefix("link."), chosen)
        return True

    def _do(self, what: str, chosen: Chosen) -> None:
        citation, look = chosen.citation, self.app.look
        if what == "copy_answer" and chosen.turn.answer is not None:
            self._copy(answer_with_footnotes(chosen.turn.answer, chosen.turn.links, look), "copy.answer")
        elif what == "search" and chosen.turn.answer is not None:
            words = chosen.turn.answer.keywords[:SEARCHED] or (chosen.turn.question,)
            self.app.asking.submit(f"{command_words(look.language)[0]} {' '.join(words)}")
        elif citation is None:
            return
        elif what == "copy":
            self._copy(quote_with_source(citation, look), "copy.done")
        elif what == "open":
            self.app.editing.open_citation(citation)
        elif what == "here":
            self.app.narrowing.in_document(citation.document_id, citation.filename)
            self.app.main.show_panel(1)
        elif what == "note":
            text = f"{chosen.turn.question}\n\n{quote_with_source(citation, look)}"
            self.app.opening.then(lambda: self._start_note(text))

    def _copy(self, text: str, said: str) -> None:
        self.app.copy_to_clipboard(text)
        self.app.main.notice(Message(said))

    def _start_note(self, text: str) -> None:
        if (engine := self.app.opening.engine) is not None:
            self.work(self._note, engine, text)

    def _note(self, engine: EngineFace, text: str) -> None:
        try:
            document = engine.note(text)
        except Failure as failure:
            self.hand(self.app.main.tell, failure.message)
            return
        self.hand(self._noted, document)

    def _noted(self, document: Document) -> None:
        self.app.main.notice(Message("quick.noted", {"name": document.filename}))
        self.app.documents.refresh()


_LETTERS = {
    "link.open": "o",
    "link.copy": "y",
    "link.copy_answer": "c",
    "link.note": "n",
    "link.search": "s",
    "link.here": "d",
}
"""What stands in the menu of an answer; the letters are those that act without it, Enter's apart."""
