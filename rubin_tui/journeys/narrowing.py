"""Where answers are looked for: everywhere, or in a part of what there is, while a chat is open."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.journeys.journey import Desk, EngineFace, Journey
from rubin_tui.messages import Failure, Message
from rubin_tui.widgets.places import origin_name
from rubin_tui.widgets.sheet import Choice, ListSheet

if TYPE_CHECKING:
    from rubin_tui.engine.model import Document, Scope

MOST_ROWS = 14
"""Rows of the list."""
ORIGINS = {
    "manuals": ("user", "rubin"),
    "project": ("project",),
    "notes": ("note",),
    "rubin": ("rubin",),
}
FIELDS = ("category", "tag", "type", "language")


class NarrowingJourney(Journey):
    """Offers the parts of the base, and shows which one is looked into."""

    group = "narrowing"

    def __init__(self, app: Desk) -> None:
        super().__init__(app)
        self._sheet: ListSheet | None = None

    async def offer(self) -> None:
        """Put the list of parts up."""
        rows = min(self.app.size.height - 8, MOST_ROWS)
        self._sheet = ListSheet("scope.title", "scope.hint", [], letters=False, rows=rows)
        await self.app.main.open_sheet(self._sheet)
        self._sheet.offer(self._sources())
        self.app.opening.then(self._start)

    def _start(self) -> None:
        if self._sheet is not None and (engine := self.app.opening.engine) is not None:
            self.work(self._list, engine, self._sheet)

    def _list(self, engine: EngineFace, sheet: ListSheet) -> None:
        try:
            documents = engine.documents()
        except Failure as failure:
            self.hand(self.app.main.tell, failure.message)
            return
        shown = self._shown_document()
        self.hand(sheet.offer, [*self._sources(), *shown, *self._parts(documents)])

    def _sources(self) -> list[Choice]:
        say = self.app.look.say
        return [
            Choice("all:", say("scope.all")),
            *(Choice(f"origin:{name}", say(f"scope.{name}")) for name in ORIGINS),
        ]

    def _shown_document(self) -> list[Choice]:
        """The document that is open beside the chat."""
        view = self.app.main.editor.view
        if view is None or not view.content.document_id:
            return []
        name = safe_line(view.content.filename.split(" · ")[0])
        title = self.app.look.say("scope.this_document", name=name)
        return [Choice(f"doc:{view.content.document_id}", title)]

    def _parts(self, documents: list[Document]) -> list[Choice]:
        look = self.app.look
        counted: dict[str, Counter[str]] = {field: Counter() for field in FIELDS}
        for one in documents:
            for field, values in zip(
                FIELDS, ((one.category,), one.tags, (one.type,), (one.language,)), strict=True
            ):
                counted[field].update(value for value in values if value)
        choices = []
        for field in FIELDS:
            if len(counted[field]) > 1 or field == "tag":
                for value, count in sorted(counted[field].items()):
                    title = look.say(f"scope.{field}", name=safe_line(value))
                    choices.append(Choice(f"{field}:{value}", title, look.say("scope.files", count=count)))
        names = sorted(documents, key=lambda one: one.filename.casefold())
        choices += [
            Choice(
                f"doc:{one.id}",
                look.say("scope.document", name=safe_line(one.filename)),
                safe_line(f"{origin_name(one.origin, look)} {one.language}".strip()),
            )
            for one in names
            if one.passages
        ]
        return choices

    async def chosen(self, message: ListSheet.Chosen) -> bool:
        """A part was chosen; False when the list is not ours."""
        if message.sheet is not self._sheet:
            return False
        choice = message.sheet.current
        if choice is not None:
            await self.app.main.close_sheet()
            kind, _, value = choice.id.partition(":")
            self.narrow(kind, value, choice.title)
            self.app.main.show_panel(1)
        return True

    def narrow(self, kind: str, value: str, name: str) -> None:
        """Look only there from now on in the chat in sight; `kind` "all" looks everywhere again."""
        chat = self.app.chats.current
        if kind == "all":
            chat.scope, chat.where = None, ""
        else:
            chat.scope, chat.where = scope_of(kind, value), name
        self.show()

    def in_document(self, id: str, filename: str) -> None:
        """Look only into one document from now on."""
        self.narrow("doc", id, self.app.look.say("scope.document", name=safe_line(filename)))
        self.app.main.notice(Message("scope.narrowed", {"name": filename}))

    def show(self) -> None:
        """Say above the prompt where is looked."""
        self.app.main.chat.scope.where = self.app.chats.current.where


def scope_of(kind: str, value: str) -> Scope:
    """The scope of a part: "origin" with a name of `ORIGINS`, "doc" with an id, or a field with its value."""
    from rubin_tui.engine.model import Scope  # the start does not wait for the model

    match kind:
        case "origin":
            return Scope(origins=ORIGINS[value])  # type: ignore[arg-type]
        case "doc":
            return Scope(documents=(value,))
        case "category":
            return Scope(categories=(value,))
        case "tag":
            return Scope(tags=(value,))
        case "type":
            return Scope(types=(value,))
        case _:
            return Scope(languages=(value,))
