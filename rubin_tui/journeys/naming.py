"""New files, other names and places, the trash; what was done can be taken back in the panel."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.journeys.journey import Desk, Journey
from rubin_tui.journeys.tree import Disk, TreeJourney
from rubin_tui.messages import Failure, Message
from rubin_tui.widgets.file_rows import Node
from rubin_tui.widgets.lines import clip_start
from rubin_tui.widgets.sheet import PathSheet, QuestionSheet
from rubin_tui.widgets.text_edit import Place

MOST_UNDONE = 50
"""Things that can be taken back."""


NEW = {"new": ("new.title", "new.what"), "new_folder": ("new_folder.title", "new_folder.what")}


class Undo(NamedTuple):
    """How to take something back: in a thread, and what to say then."""

    do: Callable[[], None]
    said: Message


class Asking(NamedTuple):
    """A sheet that asks for a name: what for, and where the file is or is to be."""

    sheet: PathSheet
    what: str
    path: Path


class NamingJourney(Journey):
    """Changes the tree of the project; open files follow."""

    group = "naming"

    def __init__(self, app: Desk, disk: Disk, tree: TreeJourney, renamed: Callable[[], None]) -> None:
        super().__init__(app)
        self._renamed = renamed
        self._disk = disk
        self._tree = tree
        self._undo: list[Undo] = []
        self._asking: Asking | None = None
        self._deleting: tuple[QuestionSheet, Path] | None = None

    async def do(self, what: str, node: Node | None) -> None:
        """What a key of the panel means for the row one stands on."""
        path = Path(node.key) if node is not None and node.kind in ("file", "folder") else None
        if what in ("new", "new_folder"):
            above = (
                self.app.project if path is None else path if node and node.kind == "folder" else path.parent
            )
            start = "" if above == self.app.project else f"{self._relative(above)}/"
            await self._ask(what, above, *NEW[what], start)
        elif what == "undo":
            self.undo()
        elif path is None:
            self.app.main.notice(Message("files.choose"))
        elif what == "rename":
            await self._ask(what, path, "rename.title", "rename.what", path.name, len(path.stem))
        elif what == "move":
            start = self._relative(path)
            await self._ask(what, path, "move.title", "move.what", start, len(start) - len(path.name))
        elif what == "delete":
            await self._ask_deletion(path)

    def remember(self, undo: Undo) -> None:
        """This can be taken back."""
        self._undo.append(undo)
        del self._undo[:-MOST_UNDONE]

    def undo(self) -> None:
        """Take the last thing back."""
        if not self._undo:
            self.app.main.notice(Message("files.nothing_to_undo"))
        else:
            self.work(self._take_back, self._undo.pop())

    async def accept_path(self, message: PathSheet.Accepted) -> bool:
        """A name was typed; False when the sheet is not ours."""
        asking = self._asking
        if asking is None or asking.sheet is not message.sheet:
            return False
        if not message.path:
            self._asking = None
            await self.app.main.close_sheet()
        elif asking.what == "rename":
            self.work(self._rename, asking, asking.path.parent, message.path)
        else:
            target = Path(os.path.abspath(self.app.project / Path(message.path)))  # noqa: PTH100
            if asking.what == "move" and message.path.endswith("/"):
                target = target / asking.path.name
            if asking.what == "move":
                self.work(self._move, asking, asking.path, target)
            else:
                self.work(
                    self._create, asking, target, asking.what == "new_folder" or message.path.endswith("/")
                )
        return True

    async def answer(self, message: QuestionSheet.Answered) -> None:
        """Whether to delete."""
        deleting, self._deleting = self._deleting, None
        if deleting is not None and deleting[0] is message.sheet and message.yes:
            self.app.main.notice(Message("files.deleting", {"name": deleting[1].name}))
            self.work(self._delete, deleting[1])

    def failed(self, problem: Message) -> None:
        """A worker ended with an error."""
        self._asking = None
        self.app.main.tell(problem)

    # asking

    async def _ask(self, what: str, path: Path, title: str, about: str, text: str, caret: int = -1) -> None:
        sheet = PathSheet(title, about, text)
        self._asking = Asking(sheet, what, path)
        await self.app.main.open_sheet(sheet)
        if caret >= 0:
            sheet.line.put(Place(text, caret))

    async def _ask_deletion(self, path: Path) -> None:
        if path == self.app.project:
            return
        tabs = [tab for tab in self.app.main.editor.files if _inside(_file(tab.key), path)]
        id = "delete.unsaved" if any(tab.buffer.modified for tab in tabs) else "delete.question"
        look = self.app.look
        room = self.app.size.width - len(look.say(id, name="")) - 2
        sheet = QuestionSheet(
            "delete.title", look.say(id, name=clip_start(safe_line(path.name), max(room, 8)))
        )
        self._deleting = (sheet, path)
        await self.app.main.open_sheet(sheet)

    # in threads

    def _create(self, asking: Asking, path: Path, folder: bool) -> None:
        try:
            self._disk().create(path, folder=folder)
        except Failure as failure:
            self.hand(self._refuse, asking, failure.message)
            return

        def back() -> None:
            kept = self._disk().delete(path)
            self.hand(self._gone, path)
            self.hand(self._read_around, Path(kept.path))

        name = self._relative(path)
        self.hand(self._done, asking, Undo(back, Message("undo.created", {"name": name})), path)
        self.hand(self.app.main.notice, Message("files.created", {"name": name}))
        if not folder:
            self.hand(self.app.code.open, path)

    def _rename(self, asking: Asking, folder: Path, name: str) -> None:
        if "/" in name:
            self.hand(self._refuse, asking, Message("name.slash", {"name": name}))
            return
        self._move(asking, asking.path, folder / name)

    def _move(self, asking: Asking, source: Path, target: Path) -> None:
        try:
            if target.parent != source.parent and not target.parent.exists():
                self._disk().create(target.parent, folder=True)
            self._disk().move(source, target)
        except Failure as failure:
            self.hand(self._refuse, asking, failure.message)
            return

        def back() -> None:
            self._disk().move(target, source)
            self.hand(self._moved, target, source)

        said = Message("undo.moved", {"name": self._relative(source)})
        self.hand(self._done, asking, Undo(back, said), target)
        self.hand(self._moved, source, target)
        told = {"name": self._relative(source), "new": self._relative(target)}
        self.hand(self.app.main.notice, Message("files.moved", told))

    def _delete(self, path: Path) -> None:
        try:
            kept = self._disk().delete(path)
        except Failure as failure:
            self.hand(self.app.main.tell, failure.message)
            self.hand(self.app.main.notice, failure.message)
            return

        def back() -> None:
            self._disk().restore(kept)
            self.hand(self._back, path)

        self.hand(self.remember, Undo(back, Message("undo.deleted", {"name": self._relative(path)})))
        self.hand(self._gone, path)
        told = Message("files.deleted", {"name": self._relative(path), "path": str(Path(kept.kept).parent)})
        self.hand(self.app.main.say, told)
        self.hand(self.app.main.notice, Message("files.deleted.short", {"name": path.name}))

    def _take_back(self, undo: Undo) -> None:
        try:
            undo.do()
        except Failure as failure:
            self.hand(self.app.main.tell, failure.message)
            self.hand(self.app.main.notice, failure.message)
            return
        self.hand(self.app.main.notice, undo.said)

    # on the interface thread

    def _refuse(self, asking: Asking, problem: Message) -> None:
        if asking.sheet.is_attached:
            asking.sheet.refuse(safe_line(self.app.look.tell(problem)))
        else:
            self.app.main.tell(problem)

    async def _done(self, asking: Asking, undo: Undo, path: Path) -> None:
        if self._asking is asking:
            self._asking = None
        if asking.sheet.is_attached:
            await self.app.main.close_sheet()
        self.remember(undo)
        self._read_around(path)
        self.app.main.files.go_to(str(path))

    def _moved(self, source: Path, target: Path) -> None:
        self.app.main.files.forget_folder(str(source))
        self._read_around(source)
        self._read_around(target)
        self.app.code.renamed(source, target)

    def _gone(self, path: Path) -> None:
        self.app.main.files.forget_folder(str(path))
        self._read_around(path)
        self.app.saving.gone(path)

    def _back(self, path: Path) -> None:
        self._read_around(path)
        self.app.main.files.go_to(str(path))
        self.app.saving.back(path)

    def _read_around(self, path: Path) -> None:
        """Read the folder of a file again, and those above that are new."""
        unfolded = self.app.main.files.unfolded
        for folder in (path.parent, *path.parent.parents):
            if str(folder) in unfolded:
                self._tree.read(str(folder))
        self._tree.ask_git()
        self._renamed()

    def _relative(self, path: Path) -> str:
        return str(path.relative_to(self.app.project)) if path.is_relative_to(self.app.project) else str(path)


def _file(key: str) -> Path:
    return Path(key.removeprefix("file:"))


def _inside(path: Path, folder: Path) -> bool:
    return path == folder or folder in path.parents
