"""The knowledge part of the files: properties, category and tags of documents, folders that are watched."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.journeys.journey import Desk, EngineFace, Journey
from rubin_tui.journeys.naming import NamingJourney, Undo
from rubin_tui.journeys.paths import pasted_paths
from rubin_tui.journeys.tree import Disk
from rubin_tui.messages import Failure, Message
from rubin_tui.widgets.file_rows import Node
from rubin_tui.widgets.sheet import Choice, PathSheet, QuestionSheet

if TYPE_CHECKING:
    from rubin_tui.engine.model import Document, Folder
    from rubin_tui.engine.project_model import Properties

LETTERS = {"category": "c", "tags": "t", "title": "n", "copy": "y"}
"""What can be changed of a document, and its key in its properties."""


class _Typing(NamedTuple):
    sheet: PathSheet
    do: Callable[[str], None]


class KnowledgeJourney(Journey):
    """What a person does in the files panel with what is no file of the project."""

    group = "knowledge"

    def __init__(self, app: Desk, disk: Disk, naming: NamingJourney) -> None:
        super().__init__(app)
        self._disk = disk
        self._naming = naming
        self._typing: _Typing | None = None
        self._asked: tuple[QuestionSheet, Callable[[], None]] | None = None

    # the state of the base

    def refresh(self) -> None:
        """Show scans that wait, folders that are watched, imports that were broken off."""
        self._with_engine(self._state)

    def _state(self, engine: EngineFace) -> None:
        waiting = engine.waiting_scans()
        watched = tuple(folder for folder in engine.folders() if folder.kind == "watched")
        unfinished = sum(one.left for one in engine.unfinished_imports())
        self.hand(self.app.main.files.show_state, waiting, watched, unfinished)

    # folders that are watched

    async def ask_folder(self, node: Node | None) -> None:
        """Watch a folder: the one one stands on, or one that is named."""
        start = node.key if node is not None and node.kind == "folder" else ""
        sheet = PathSheet("watch.title", "watch.what", start)
        self._typing = _Typing(sheet, lambda text: self._with_engine(self._watch, text))
        await self.app.main.open_sheet(sheet)

    def _watch(self, engine: EngineFace, text: str) -> None:
        try:
            folder = engine.watch_folder(self.app.project / Path(text).expanduser())
        except (Failure, RuntimeError) as problem:  # RuntimeError: the home of nobody
            told = (
                problem.message if isinstance(problem, Failure) else Message("path.missing", {"path": text})
            )
            self.hand(self.app.main.tell, told)
            self.hand(self.app.main.notice, told)
            return
        self.hand(self.app.main.notice, Message("watch.begun", {"path": folder.path}))
        self._state(engine)

    async def ask_end(self, folder: Folder) -> None:
        """Ask whether a folder is to be watched no longer."""
        text = self.app.look.say("watch.question", path=safe_line(folder.path))
        await self._question("watch.title", text, lambda: self._with_engine(self._unwatch, folder))

    def _unwatch(self, engine: EngineFace, folder: Folder) -> None:
        engine.unwatch_folder(folder.id)

        def back() -> None:
            engine.watch_folder(Path(folder.path), category=folder.category, tags=folder.tags)
            self._state(engine)

        self.hand(self._naming.remember, Undo(back, Message("watch.begun", {"path": folder.path})))
        self.hand(self.app.main.notice, Message("watch.ended", {"path": folder.path}))
        self._state(engine)

    # properties

    async def show_properties(self, node: Node | None) -> None:
        """All that is known of a row."""
        if node is None:
            self.app.main.notice(Message("files.choose"))
        elif node.document is not None:
            await self._document(node.document)
        elif node.folder is not None:
            await self.app.code.offer(
                "properties.title", node.folder.path, self._folder_rows(node.folder), _nothing
            )
        elif node.kind in ("file", "folder", "title") and node.key:
            self.work(self._look, Path(node.key))

    def _look(self, path: Path) -> None:
        try:
            known = self._disk().properties(path)
        except Failure as failure:
            self.hand(self.app.main.notice, failure.message)
            return
        self.hand(self._show, known)

    async def _show(self, known: Properties) -> None:
        say = self.app.look.say
        rows = [self._row("size", self._size(known.size))] if not known.is_folder else []
        if known.entries is not None:
            rows.append(self._row("entries", str(known.entries)))
        rows.append(self._row("when", _time(known.changed_at)))
        if known.encoding:
            rows.append(self._row("text", f"{known.encoding} {known.newline}".strip()))
            rows.append(self._row("lines", str(known.lines)))
        if known.language:
            rows.append(self._row("language", known.language))
        if known.in_git:
            rows.append(self._row("git", say(f"properties.git.{known.git or 'same'}")))
        if known.link:
            rows.append(self._row("link", known.link))
        if not known.writable:
            rows.append(self._row("writable", say("properties.read_only")))
        await self.app.code.offer("properties.title", known.path, rows, _nothing)

    async def _document(self, document: Document) -> None:
        rows = [
            self._row("category", document.category, "category"),
            self._row("tags", ", ".join(document.tags) or "-", "tags"),
            self._row("name", document.title or "-", "title"),
            self._row("type", f"{document.type} {document.language}"),
            self._row("pages", f"{document.pages} / {document.passages}"),
            self._row("size", self._size(document.size)),
            self._row("added", _time(document.added_at)),
        ]
        if document.vanished_at is not None:
            rows.append(self._row("vanished", _time(document.vanished_at)))
        about = document.path or document.filename
        if document.problem is not None:
            about += f" {self.app.look.signs.dot} {self.app.look.tell(document.problem)}"

        def do(what: str) -> None:
            if what in LETTERS:
                self.app.call_later(self._ask_value, document, what)

        await self.app.code.offer("properties.title", about, rows, do)

    def _row(self, name: str, value: str, letter: str = "") -> Choice:
        label = self.app.look.say(f"properties.{name}")
        return Choice(letter or f"leave.{name}", f"{label:<13} {value}", "", LETTERS.get(letter, ""))

    def _size(self, size: int) -> str:
        for unit, id in ((1_000_000_000, "size.gb"), (1_000_000, "size.mb"), (1_000, "size.kb")):
            if size >= unit:
                return self.app.look.say(id, number=f"{size / unit:.1f}")
        return self.app.look.say("size.b", number=size)

    def _folder_rows(self, folder: Folder) -> list[Choice]:
        rows = [
            self._row("documents", str(folder.documents)),
            self._row("category", folder.category),
            self._row("added", _time(folder.added_at)),
        ]
        if folder.vanished:
            rows.append(self._row("vanished_files", str(folder.vanished)))
        if folder.looked_at is not None:
            rows.append(self._row("looked", _time(folder.looked_at)))
        return rows

    async def _ask_value(self, document: Document, what: str) -> None:
        present = {"category": document.category, "tags": ", ".join(document.tags), "title": document.title}[
            what
        ]
        sheet = PathSheet("properties.change", f"properties.change.{what}", present)
        self._typing = _Typing(sheet, lambda text: self._with_engine(self._change, document, what, text))
        await self.app.main.open_sheet(sheet)

    def _change(self, engine: EngineFace, document: Document, what: str, text: str) -> None:
        def change(value: str) -> None:
            tags = [tag.strip() for tag in value.split(",") if tag.strip()]
            engine.edit_document(
                document.id,
                category=value if what == "category" else None,
                tags=tags if what == "tags" else None,
                title=value if what == "title" else None,
            )
            self.hand(self.app.documents.refresh)

        before = {"category": document.category, "tags": ", ".join(document.tags), "title": document.title}[
            what
        ]
        if what == "category" and not text:
            return
        try:
            change(text)
        except Failure as failure:
            self.hand(self.app.main.tell, failure.message)
            return
        said = Message("properties.changed", {"name": document.filename})
        self.hand(self._naming.remember, Undo(lambda: change(before), said))
        self.hand(self.app.main.notice, said)

    # what was removed can come back

    def removed(self, document: Document) -> None:
        """A document left the base: it can be read in again while its file is there."""
        path = Path(document.path)

        def back() -> None:
            if not document.path or not path.exists():
                raise Failure("trash.gone", path=document.path or document.filename)
            self.hand(self._read_again, document)

        self._naming.remember(Undo(back, Message("undo.removed", {"name": document.filename})))

    def _read_again(self, document: Document) -> None:
        self.app.documents.add(Path(document.path), category=document.category, tags=document.tags)

    # what is dropped on the panel

    def pasted(self, text: str) -> None:
        """Paths were dropped: ask whether to read them in."""
        self.work(self._look_at_paths, text)

    def _look_at_paths(self, text: str) -> None:
        paths = [path for path in pasted_paths(text, self.app.project) if path.exists()]
        if paths:
            self.hand(self._ask_import, paths)
        else:
            self.hand(self.app.main.notice, Message("files.no_paths"))

    async def _ask_import(self, paths: list[Path]) -> None:
        name = safe_line(paths[0].name)
        text = self.app.look.say("drop.question", len(paths), name=name)
        await self._question("path.title", text, lambda: self.app.documents.add(*paths))

    # sheets

    async def _question(self, title: str, text: str, do: Callable[[], None]) -> None:
        sheet = QuestionSheet(title, text)
        self._asked = (sheet, do)
        await self.app.main.open_sheet(sheet)

    async def answer(self, message: QuestionSheet.Answered) -> None:
        """Yes or no."""
        asked, self._asked = self._asked, None
        if asked is not None and asked[0] is message.sheet and message.yes:
            asked[1]()

    async def accept_path(self, message: PathSheet.Accepted) -> bool:
        """Something was typed; False when the sheet is not ours."""
        typing = self._typing
        if typing is None or typing.sheet is not message.sheet:
            return False
        self._typing = None
        await self.app.main.close_sheet()
        typing.do(message.path)
        return True

    def _with_engine(self, job: Callable[..., None], *args: object) -> None:
        def begin() -> None:
            if (engine := self.app.opening.engine) is not None:
                self.work(job, engine, *args)

        self.app.opening.then(begin)


def _nothing(_: str) -> None:
    """Properties that only are looked at."""


def _time(at: float) -> str:
    then = time.localtime(at)
    return f"{time.strftime('%Y-%m-%d', then)} {time.strftime('%H:%M', then)}"
