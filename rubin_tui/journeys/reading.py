"""Reading a document: its pages as they are printed, to a printed number, as a picture."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from rubin_tui.journeys.journey import Desk, EngineFace, Journey
from rubin_tui.messages import Failure, Message
from rubin_tui.widgets.editor.content import Content, marked_lines
from rubin_tui.widgets.places import page_name, place_name, printed_number
from rubin_tui.widgets.sheet import ListSheet

if TYPE_CHECKING:
    from rubin_tui.engine.model import Citation, Document, Page
    from rubin_tui.engine.page_model import PrintedPage
    from rubin_tui.terminal.graphics import Graphics
    from rubin_tui.widgets.editor.page_grid import Found
    from rubin_tui.widgets.editor.page_picture import PagePicture

PATIENCE = 0.2
"""Seconds after which the stored text is shown until the page is there as it is printed."""


class _Way(NamedTuple):
    """How one comes to a page: to its end, as a step one can go back from, to a line; in which order."""

    at_end: bool
    new_step: bool
    line: int | None
    order: int

    def on(self) -> _Way:
        """The same page once more, as it is printed: no step of its own."""
        return self._replace(new_step=False)


class _Once:
    """Does something the first time it is called, from whatever thread."""

    def __init__(self, do: Callable[[], None]) -> None:
        self._do = do
        self._guard = threading.Lock()
        self._called = False

    def __call__(self) -> None:
        if not self.done():
            self._do()

    def done(self) -> bool:
        """Whether it was done; from now on it counts as done."""
        with self._guard:
            called, self._called = self._called, True
        return called


class ReadingJourney(Journey):
    """Fills tabs with pages."""

    group = "reading"

    def __init__(self, app: Desk, environ: Mapping[str, str]) -> None:
        super().__init__(app)
        self._environ = environ
        self._graphics: Graphics | None = None
        self._told: set[str] = set()
        self._asked: ListSheet | None = None
        self._latest = 0
        self._drawing = threading.Event()

    # pages

    def open(self, document_id: str, number: int, citation: Citation | None = None) -> None:
        """Show a page of a document in its tab, the quote lit; one may come back from it."""
        self._read(document_id, number, citation, at_end=False, new_step=True)

    def turn(self, document_id: str, number: int, line: int | None = None, *, at_end: bool = False) -> None:
        """Show another page of the document in sight, or a line of a text; its quote stays known."""
        view = self.app.main.editor.view
        citation = view.content.citation if view and view.content.document_id == document_id else None
        self._read(document_id, number, citation, at_end=at_end, new_step=False, line=line)

    def prepare(self, *citations: Citation) -> None:
        """These places may be opened next: have their pages ready."""
        pages = [(one.document_id, one.page_index) for one in citations if one.page_index is not None]
        if pages and (engine := self.app.opening.engine) is not None:
            self.work(self._prepare, engine, *dict.fromkeys(pages))

    # to a printed number

    async def ask_number(self) -> None:
        """Ask for a printed number, or a line of a text that has no pages."""
        view = self.app.main.editor.view
        if view is None or not view.content.document_id:
            return
        what = "page.go.what" if view.content.printed else "page.go.line"
        about = self.app.look.say(what)
        self._asked = ListSheet("page.go.title", "go.hint", [], letters=False, rows=1, about=about)
        await self.app.main.open_sheet(self._asked)

    async def chosen(self, sheet: ListSheet, text: str) -> bool:
        """What was typed; False when it was asked by others."""
        if sheet is not self._asked:
            return False
        self._asked = None
        await self.app.main.close_sheet()
        view = self.app.main.editor.view
        if view is not None and (engine := self.app.opening.engine) is not None:
            content = view.content
            self.work(self._find, engine, content.document_id, text, content.number)
        return True

    # as a picture

    def look_at(self, picture: PagePicture) -> None:
        """The page is to be seen as a picture: once it is known what the terminal can draw."""
        from rubin_tui.terminal.graphics import SECONDS, Graphics

        if self._graphics is None:
            self._graphics = Graphics(self._environ)
        question = self._graphics.begin()
        if question and self.app.ask_terminal(question, self._answered):
            self.app.set_timer(SECONDS, lambda: self._show_picture(picture))
        else:
            self._show_picture(picture)

    def draw(self, wanted: PagePicture.Wanted, picture: PagePicture) -> None:
        """Draw a part of a page; what is still being drawn is of no use any more."""
        engine = self.app.opening.engine
        view = self.app.main.editor.view
        if engine is None or view is None:
            return
        self._drawing.set()
        self._drawing = threading.Event()
        boxes = getattr(view, "boxes", ())
        self.work(self._draw, engine, wanted, picture, picture.kind, boxes, self._drawing)

    def _answered(self, answer: str) -> None:
        assert self._graphics is not None
        if question := self._graphics.answered(answer):
            self.app.ask_terminal(question, self._answered)
        elif self._graphics.known and (picture := self.app.main.editor.picture) is not None:
            self._show_picture(picture)

    def _show_picture(self, picture: PagePicture) -> None:
        """Once: when the terminal has answered, or when it has not for long enough."""
        graphics = self._graphics
        view = self.app.main.editor.view
        if graphics is None or view is None or picture.begun or not picture.display:
            return
        picture.kind = graphics.kind  # type: ignore[assignment]
        if graphics.cell is not None:
            picture.cell, picture.cell_known = graphics.cell, True
        picture.open(view.content, getattr(view, "middle", (0.5, 0.0)))

    # in threads

    def _read(
        self,
        document_id: str,
        number: int,
        citation: Citation | None,
        *,
        at_end: bool,
        new_step: bool,
        line: int | None = None,
    ) -> None:
        engine = self.app.opening.engine
        if engine is not None:
            self._latest += 1
            way = _Way(at_end, new_step, line, self._latest)
            self.work(self._read_page, engine, document_id, number, citation, way)

    def _read_page(
        self, engine: EngineFace, document_id: str, number: int, citation: Citation | None, way: _Way
    ) -> None:
        try:
            page = engine.library.page(document_id, number)
            document = engine.document(document_id)
        except Failure as failure:
            self.hand(self.app.main.tell, failure.message)
            return
        if citation is not None and way.new_step and _is_file(document, citation):
            self.hand(self.app.editing.open_file, Path(document.path), citation.line_start)
            return
        content = self._content(page, document, citation)
        if page.index is None or document.type != "pdf":
            line = None if way.line is None else way.line - page.first_line
            self.hand(self._show, content._replace(go_to=line), None, (), way)
            return
        stored = _Once(partial(self.hand, self._show, content, None, (), way))
        late = threading.Timer(PATIENCE, stored)
        late.daemon = True
        late.start()
        try:
            printed = engine.pages.printed(document, page.index)
        except Failure as failure:
            late.cancel()
            stated = content._replace(filename=f"{content.filename} · {self.app.look.say('page.stored')}")
            self.hand(self._show, stated, None, (), way.on() if stored.done() else way)
            self.hand(self._tell_once, document, failure.message)
            return
        late.cancel()
        found = _found(printed, page, citation)
        if not printed.runs or found is None:
            # a scan, or a quote that cannot be found among the letters: where it is stored it can be shown
            stored()
        else:
            self.hand(self._show, content, printed, found, way.on() if stored.done() else way)
        if page.number + 1 < document.pages:
            self._prepare(engine, (document_id, page.index + 1))

    def _prepare(self, engine: EngineFace, *pages: tuple[str, int]) -> None:
        for document_id, index in pages:
            with suppress(Failure):  # it is said when the page is opened
                document = engine.document(document_id)
                if document.type == "pdf":
                    engine.pages.printed(document, index)

    def _find(self, engine: EngineFace, document_id: str, text: str, after: int) -> None:
        try:
            number = engine.library.find_page(document_id, text, after=after)
        except Failure as failure:
            self.hand(self.app.main.notice, failure.message)
            return
        line = int(text) if text.strip().isdecimal() else None
        self.hand(self.turn, document_id, number, line)

    def _draw(
        self,
        engine: EngineFace,
        wanted: PagePicture.Wanted,
        picture: PagePicture,
        kind: Any,
        boxes: Any,
        cancel: threading.Event,
    ) -> None:
        content = wanted.content
        try:
            document = engine.document(content.document_id)
            drawn = engine.pages.picture(
                document,
                content.number,
                wanted.frame,
                kind,
                few=self.app.terminal.remote,
                marks=boxes,
                cancel=cancel,
            )
        except Failure as failure:
            self.hand(self._not_drawn, failure.message)
            return
        if drawn is not None:
            self.hand(picture.show, drawn, wanted.number)

    # on the interface thread

    def _content(self, page: Page, document: Document, citation: Citation | None) -> Content:
        look = self.app.look
        name = page_name(page, look)
        here = citation is not None and citation.page_number == page.number
        if citation is not None and here and page.index is None:
            name = " · ".join([*citation.heading_path[-1:], place_name(citation, look)])
        marks = marked_lines(page.text, citation.start, citation.end) if citation is not None and here else {}
        return Content(
            key=f"document:{document.id}",
            title=f"{document.filename} {printed_number(page)}".rstrip(),
            lines=tuple(page.text.split("\n")),
            wraps=True,
            numbered=page.index is None,
            first_line=page.first_line,
            marks=marks,
            filename=f"{document.filename} · {name}" if name else document.filename,
            document_id=document.id,
            number=page.number,
            pages=document.pages,
            citation=citation,
            printed=page.index is not None,
        )

    def _show(self, content: Content, printed: PrintedPage | None, found: Sequence[Found], way: _Way) -> None:
        if way.order != self._latest:  # one has gone on meanwhile
            return
        main = self.app.main
        if way.new_step:
            self.app.editing.remember()
        main.editor.show(content, at_end=way.at_end, printed=printed, found=found)
        if way.new_step:
            main.show_panel(2)

    def _tell_once(self, document: Document, problem: Message) -> None:
        if document.id not in self._told:
            self._told.add(document.id)
            self.app.main.notice(problem)

    def _not_drawn(self, problem: Message) -> None:
        self.app.main.notice(problem)
        self.app.main.editor.leave_picture()


def _found(printed: PrintedPage, page: Page, citation: Citation | None) -> list[Found] | None:
    """Where the quote stands on the page; [] on another page than its own, None when it is not found."""
    if citation is None or citation.page_number != page.number:
        return []
    from rubin_tui.widgets.editor.page_quote import find_quote

    return find_quote(printed, citation.quote, page.text[: citation.start]) or None


def _is_file(document: Document, citation: Citation) -> bool:
    """Whether a quote out of the project or the notes is to be read in its file, where it can be edited."""
    return (
        citation.origin in ("project", "note")
        and document.type in ("code", "text", "markdown", "rst")
        and Path(document.path).is_file()
        and document.path != ""
    )
