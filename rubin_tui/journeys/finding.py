"""Finding anything by its letters: files of the project, documents, chats, and what others offer later."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from rubin_tui.journeys.journey import Desk, EngineFace, Journey
from rubin_tui.journeys.tree import Disk
from rubin_tui.messages import Failure, Message
from rubin_tui.widgets.file_rows import Node

if TYPE_CHECKING:
    from rubin_tui.engine import PathIndex
    from rubin_tui.widgets.find_sheet import FindSheet, FoundRow

    Take = Callable[[str, list[FoundRow], str], None]

MOST_NAMES = 300_000
"""Names that are offered; a folder with more is too wide to be one project."""
MOST_ROWS = 14
"""Rows of the sheet."""
MOST_FOUND = 60
"""Rows that are found at a time."""
MOST_RECENT = 50
GOOD_FOR = 20
"""Times as long as it took to read the names they are taken to be as they were."""
FIRST_NAMES = 20_000
"""Names after which what there is is shown, while the rest is read."""


class Offer(NamedTuple):
    """Something that can be opened: its id, begun with its provider's name and a colon, and its words."""

    id: str
    text: str


class Provider(Protocol):
    """A kind of things that can be opened by their names."""

    name: str

    def offers(self, cancel: threading.Event) -> Iterable[Offer]:
        """All of them; in a thread, again each time the list is opened."""

    def open(self, id: str) -> None:
        """Open one, without the provider's name; on the interface thread."""


class _Names(NamedTuple):
    offers: list[Offer]
    by_letters: PathIndex
    numbers: dict[str, int]


class FindingJourney(Journey):
    """Knows the names of everything, and what was opened last."""

    group = "finding"

    def __init__(self, app: Desk, disk: Disk) -> None:
        super().__init__(app)
        self.providers: list[Provider] = [_Files(app, disk), _Documents(app), _Chats(app)]
        self._names: _Names | None = None
        self._gathering: threading.Event | None = None
        self._sheet: FindSheet | None = None
        self._good_until = 0.0
        self._recent: list[str] = []
        self._filter: str | None = None
        self._wanted: tuple[str, Take] | None = None
        self._matching = False

    def close(self) -> None:
        """The app ends."""
        if self._gathering is not None:
            self._gathering.set()

    def opened(self, id: str) -> None:
        """This is in sight now; it stands before the others from now on."""
        if id in self._recent:
            self._recent.remove(id)
        self._recent.insert(0, id)
        del self._recent[MOST_RECENT:]

    def forget(self) -> None:
        """Files came, went or were renamed: read the names again when they are wanted."""
        self._good_until = 0.0
        if self._gathering is not None:
            self._gathering.set()
            self._gathering = None
        if self._filter is not None:
            self._gather()

    # open anything

    async def offer(self) -> None:
        """Offer everything by its name."""
        from rubin_tui.widgets.find_sheet import FindSheet

        rows = max(min(self.app.size.height - 8, MOST_ROWS), 3)
        self._sheet = FindSheet("open.title", "open.hint", rows)
        await self.app.main.open_sheet(self._sheet)
        self._gather()
        self.typed(self._sheet)

    def typed(self, sheet: FindSheet) -> None:
        """Find what is typed."""
        if sheet is self._sheet:
            self._match(sheet.text, self._show_in_sheet)

    async def chosen(self, message: FindSheet.Chosen) -> None:
        """Open what was chosen; what is typed is a path when nothing of that name is known."""
        if message.sheet is not self._sheet:
            return
        self._sheet = None
        await self.app.main.close_sheet()
        if message.id:
            self.open(message.id)
            return
        path = self.app.project / Path(message.text.strip()).expanduser()
        if path.is_dir():
            self.app.documents.add(path)
        else:
            self.app.code.open(path)

    def open(self, id: str) -> None:
        """Open something by its id."""
        name, _, rest = id.partition(":")
        for provider in self.providers:
            if provider.name == name:
                provider.open(rest)

    # the filter of the files panel

    def filter(self, text: str | None) -> None:
        """Show in the files panel what holds this; None: it is not wanted any more."""
        begins = self._filter is None and text is not None
        self._filter = text
        if begins:
            self._gather()
        if text:
            self._match(text, self._show_in_panel)

    def failed(self, problem: Message) -> None:
        """A worker ended with an error."""
        self._matching = False
        self._gathering = None
        self.app.main.tell(problem)

    # in threads

    def _took(self, seconds: float) -> None:
        self._good_until = time.monotonic() + GOOD_FOR * seconds

    def _gather(self) -> None:
        fresh = self._names is not None and time.monotonic() < self._good_until
        if self._gathering is None and not fresh:
            self._gathering = threading.Event()
            self.work(self._read_names, self._gathering)

    def _read_names(self, cancel: threading.Event) -> None:
        began = time.monotonic()
        first, *others = self.providers  # the files, of which there may be very many
        rest = [offer for provider in others for offer in self._offers(provider, cancel)]
        offers: list[Offer] = []
        shown = self._names is not None
        for offer in self._offers(first, cancel):
            offers.append(offer)
            if not shown and len(offers) == FIRST_NAMES:
                shown = True
                self.hand(self._gathered, _names([*offers, *rest]), False)
            if len(offers) >= MOST_NAMES or cancel.is_set():
                break
        if not cancel.is_set():
            names = _names([*offers, *rest])
            self.hand(self._took, time.monotonic() - began)
            self.hand(self._gathered, names, True)

    def _offers(self, provider: Provider, cancel: threading.Event) -> Iterator[Offer]:
        try:
            yield from provider.offers(cancel)
        except Failure as failure:
            self.hand(self.app.main.tell_once, failure.message)

    def _find(
        self, names: _Names, text: str, take: Take, recent: tuple[str, ...], only: tuple[str, ...]
    ) -> None:
        from rubin_tui.widgets.find_sheet import FoundRow

        lasts = [names.numbers[id] for id in recent if id in names.numbers]
        most = MOST_FOUND * (3 if only else 1)
        rows = [
            FoundRow(names.offers[hit.number].id, names.offers[hit.number].text, hit.letters)
            for hit in names.by_letters.find(text, most=most, recent=lasts)
            if not only or names.offers[hit.number].id.startswith(only)
        ]
        self.hand(self._found, text, rows, len(names.offers), take)

    # on the interface thread

    def _gathered(self, names: _Names, whole: bool) -> None:
        self._names = names
        if whole:
            self._gathering = None
        if self._sheet is not None and self._sheet.is_attached:
            self.typed(self._sheet)
        if self._filter:
            self._match(self._filter, self._show_in_panel)

    def _match(self, text: str, take: Take) -> None:
        self._wanted = (text, take)
        if not self._matching and self._names is not None:
            self._matching = True
            self._wanted = None
            # What is in sight is not what one wants to go to.
            recent = tuple(self._recent[1:]) if self.app.main.editor.spot is not None else tuple(self._recent)
            only = ("file:", "document:") if take == self._show_in_panel else ()
            self.work(self._find, self._names, text, take, recent, only)

    def _found(self, text: str, rows: list[FoundRow], of: int, take: Take) -> None:
        self._matching = False
        if self._wanted is not None:
            self._match(*self._wanted)
        status = f"{of}+" if self._gathering is not None else f"{of}"
        take(text, rows, status)

    def _show_in_sheet(self, text: str, rows: list[FoundRow], status: str) -> None:
        if self._sheet is not None and self._sheet.is_attached:
            say = self.app.look.say
            kinds = {"document": say("open.document"), "chat": say("open.chat")}
            told = (row._replace(kind=kinds.get(row.id.partition(":")[0], "")) for row in rows)
            self._sheet.show(text, tuple(told), status)

    def _show_in_panel(self, text: str, rows: list[FoundRow], status: str) -> None:
        documents = {f"document:{one.id}": one for one in self.app.documents.shown}
        nodes = []
        for row in rows:
            if row.id.startswith("file:"):
                nodes.append(Node("file", row.text, 0, row.id.removeprefix("file:"), letters=row.letters))
            elif (document := documents.get(row.id)) is not None:
                nodes.append(Node("document", row.text, 0, row.id, document=document, letters=row.letters))
        self.app.main.files.show_found(text, tuple(nodes))


def _names(offers: list[Offer]) -> _Names:
    from rubin_tui.engine import PathIndex

    numbers = {one.id: number for number, one in enumerate(offers)}
    return _Names(offers, PathIndex(one.text for one in offers), numbers)


class _Files:
    name = "file"

    def __init__(self, app: Desk, disk: Disk) -> None:
        self._app = app
        self._disk = disk

    def offers(self, cancel: threading.Event) -> Iterator[Offer]:
        skip = len(str(self._app.project).rstrip("/")) + 1
        return (Offer(f"file:{path}", path[skip:]) for path in self._disk().paths(cancel=cancel))

    def open(self, id: str) -> None:
        self._app.code.open(Path(id))


class _Documents:
    name = "document"

    def __init__(self, app: Desk) -> None:
        self._app = app

    def offers(self, cancel: threading.Event) -> Iterator[Offer]:
        return (Offer(f"document:{one.id}", one.filename) for one in self._app.documents.shown)

    def open(self, id: str) -> None:
        self._app.editing.open_document(id)


class _Chats:
    name = "chat"

    def __init__(self, app: Desk) -> None:
        self._app = app

    def offers(self, cancel: threading.Event) -> Iterator[Offer]:
        engine: EngineFace | None = self._app.opening.engine
        if engine is not None:
            for chat in engine.chats():
                if chat.title:
                    yield Offer(f"chat:{chat.id}", chat.title)

    def open(self, id: str) -> None:
        self._app.chats.open(id)
