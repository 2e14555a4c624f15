"""The files: the project as a tree, and the documents of the knowledge base with their state.

Shows what it is given; asks for a folder's content when one is opened.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, NamedTuple

from rich.cells import cell_len
from textual.events import Click
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from rubin_tui.actions import bindings
from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.widgets.lines import Piece, between, clip, clip_start
from rubin_tui.widgets.look import Painted

if TYPE_CHECKING:
    from rubin_tui.engine.model import Document, ImportEvent

Kind = Literal["title", "folder", "file", "group", "document", "note"]
OWN_GROUP = "\x00"
"""The group of the starter knowledge: no category of the person can bear this name."""


class FileEntry(NamedTuple):
    """One file or folder of the project."""

    name: str
    path: str
    is_folder: bool


class Node(NamedTuple):
    """One row of the panel."""

    kind: Kind
    label: str
    depth: int = 0
    key: str = ""
    is_open: bool = False
    document: Document | None = None


class FilesPanel(Painted, can_focus=True):
    """Panel 3."""

    BINDINGS = bindings("files")
    DEFAULT_CSS = "FilesPanel { height: 1fr; }"

    importing: reactive[ImportEvent | None] = reactive(None)
    """The import that runs, its last event."""

    class FolderOpened(Message):
        """What is in a folder is wanted."""

        def __init__(self, path: str) -> None:
            super().__init__()
            self.path = path

    class FileChosen(Message):
        """A file of the project is to be opened."""

        def __init__(self, path: str) -> None:
            super().__init__()
            self.path = path

    class DocumentChosen(Message):
        """A document is to be opened."""

        def __init__(self, document: Document) -> None:
            super().__init__()
            self.document = document

    class RemovalAsked(Message):
        """A document is to be removed, if the person says so."""

        def __init__(self, document: Document) -> None:
            super().__init__()
            self.document = document

    def __init__(self, project: str, root: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._project = project
        self._root = root
        self._folders: dict[str, tuple[FileEntry, ...] | None] = {root: None}
        self._open: set[str] = {root}
        self._documents: tuple[Document, ...] | None = None
        self._closed_groups: set[str] = {OWN_GROUP}
        self._at = 0
        self._first = 0
        self._node_rows: list[Node] | None = None

    def show_folder(self, path: str, entries: tuple[FileEntry, ...]) -> None:
        """Here is what is in a folder."""
        self._folders[path] = entries
        self._changed()

    def show_documents(self, documents: tuple[Document, ...]) -> None:
        """Here are the documents of the knowledge base."""
        self._documents = documents
        self._changed()

    def look_changed(self) -> None:
        """Another language: titles are other ones."""
        self._changed()

    def watch_importing(self) -> None:
        """The last rows say how far the import is."""
        self.refresh()

    @property
    def nodes(self) -> list[Node]:
        """The rows as they are now."""
        if self._node_rows is None:
            self._node_rows = [*self._project_nodes(), *self._knowledge_nodes()]
        return self._node_rows

    def _project_nodes(self) -> list[Node]:
        nodes = [Node("title", self._project, key=self._root)]

        def walk(folder: str, depth: int) -> None:
            for entry in self._folders.get(folder) or ():
                if entry.is_folder:
                    is_open = entry.path in self._open
                    nodes.append(Node("folder", entry.name, depth, entry.path, is_open))
                    if is_open:
                        walk(entry.path, depth + 1)
                else:
                    nodes.append(Node("file", entry.name, depth, entry.path))

        walk(self._root, 0)
        if self._folders[self._root] == ():
            nodes.append(Node("note", self.look.say("files.empty")))
        return nodes

    def _knowledge_nodes(self) -> list[Node]:
        if self._documents is None:
            return []
        title = self.look.say("files.knowledge", number=len(self._documents))
        nodes = [Node("note", ""), Node("title", title)]
        from rubin_tui.engine.model import (
            DEFAULT_CATEGORY,
            NOTES_CATEGORY,
        )  # the start does not wait for the model

        titles = {OWN_GROUP: "files.own", DEFAULT_CATEGORY: "files.general", NOTES_CATEGORY: "files.notes"}
        groups: dict[str, list[Document]] = {}
        for document in self._documents:
            name = OWN_GROUP if document.origin == "rubin" else document.category
            groups.setdefault(name, []).append(document)
        for name in sorted(groups, key=lambda name: (name == OWN_GROUP, name)):
            documents = groups[name]
            label = self.look.say(titles[name]) if name in titles else safe_line(name)
            is_open = name not in self._closed_groups
            nodes.append(Node("group", f"{label} {len(documents)}", key=name, is_open=is_open))
            if is_open:
                ordered = sorted(documents, key=lambda document: document.filename.casefold())
                nodes += [Node("document", d.filename, 1, d.id, document=d) for d in ordered]
        return nodes

    def _changed(self) -> None:
        self._node_rows = None
        self._go(self._at)
        self.refresh()

    # moving

    def _go(self, at: int) -> None:
        before = (self._at, self._first)
        self._at = min(max(at, 0), max(len(self.nodes) - 1, 0))
        rows = max(self._list_height(), 1)
        self._first = min(max(self._first, self._at - rows + 1), self._at)
        self._first = max(min(self._first, len(self.nodes) - rows), 0)
        if before[1] != self._first:
            self.refresh()
        else:
            for row in {before[0] - self._first, self._at - self._first}:
                self.refresh(Region(0, row, self.size.width, 1))

    def action_step(self, direction: int) -> None:
        """To the next row that can be chosen."""
        at = self._at + direction
        while 0 <= at < len(self.nodes) and self.nodes[at].kind in ("title", "note"):
            at += direction
        if 0 <= at < len(self.nodes):
            self._go(at)
        elif direction < 0:
            self._first = 0
            self.refresh()

    def action_leap(self, pages: int) -> None:
        """By pages."""
        self._go(self._at + pages * max(self._list_height() - 1, 1))

    def action_edge(self, direction: int) -> None:
        """To the first or last row."""
        self._go(0 if direction < 0 else len(self.nodes) - 1)

    @property
    def chosen(self) -> Node | None:
        """The row one stands on."""
        return self.nodes[self._at] if self._at < len(self.nodes) else None

    # doing

    def action_open(self) -> None:
        """Open the file, the document or the folder."""
        node = self.chosen
        if node is None:
            return
        if node.kind in ("folder", "group"):
            self._fold(node, open_it=not node.is_open)
        elif node.kind == "file":
            self.post_message(self.FileChosen(node.key))
        elif node.document is not None:
            self.post_message(self.DocumentChosen(node.document))

    def action_fold(self) -> None:
        """Close the folder one stands on, or go to the folder one stands in."""
        node = self.chosen
        if node is None:
            return
        if node.kind in ("folder", "group") and node.is_open:
            self._fold(node, open_it=False)
            return
        for at in range(self._at - 1, -1, -1):
            above = self.nodes[at]
            if above.kind in ("folder", "group") and above.depth < node.depth:
                self._go(at)
                return

    def action_unfold(self) -> None:
        """Open the folder one stands on."""
        node = self.chosen
        if node is not None and node.kind in ("folder", "group") and not node.is_open:
            self._fold(node, open_it=True)

    def action_remove(self) -> None:
        """Ask whether the document is to be removed."""
        node = self.chosen
        if node is not None and node.document is not None and node.document.origin == "user":
            self.post_message(self.RemovalAsked(node.document))

    def _fold(self, node: Node, open_it: bool) -> None:
        if node.kind == "group":
            (self._closed_groups.discard if open_it else self._closed_groups.add)(node.key)
        elif open_it:
            self._open.add(node.key)
            self.post_message(self.FolderOpened(node.key))
        else:
            self._open.discard(node.key)
        self._changed()

    def spots(self) -> Iterable[tuple[int, int]]:
        """The rows that can be opened."""
        seen = self.nodes[self._first : self._first + self._list_height()]
        return ((0, y) for y, node in enumerate(seen) if node.kind not in ("title", "note"))

    def on_click(self, event: Click) -> None:
        """A click chooses; on the row one stands on it opens."""
        at = self._first + event.y
        if event.y < self._list_height() and at < len(self.nodes):
            if self.nodes[at].kind in ("title", "note"):
                return
            self._go(at)
            self.action_open()

    def on_mouse_scroll_up(self) -> None:
        """The wheel."""
        self._go(self._at - 3)

    def on_mouse_scroll_down(self) -> None:
        """The wheel."""
        self._go(self._at + 3)

    def on_focus(self) -> None:
        """Show where one stands; the first time on something that can be opened."""
        if self.nodes and self.nodes[self._at].kind in ("title", "note"):
            self.action_step(1)
        self.refresh()

    def on_blur(self) -> None:
        """The row one stands on is lit only while one is here."""
        self.refresh()

    def on_resize(self) -> None:
        """Keep the chosen row in sight."""
        if not self._first <= self._at < self._first + self._list_height():
            self._go(self._at)

    # painting

    def _list_height(self) -> int:
        return self.size.height - (2 if self.importing is not None else 0)

    def render_line(self, y: int) -> Strip:
        """A row of the list, or of the running import."""
        style = self.look.palette
        width = self.size.width
        if y >= self._list_height() and self.importing is not None:
            return self._import_row(self.importing, y - self._list_height())
        at = self._first + y
        if at >= len(self.nodes):
            return Strip.blank(width, style.text)
        node = self.nodes[at]
        lit = at == self._at and self.has_focus
        left, right = self._pieces(node, width)
        if lit:
            left = [(text, style.chosen) for text, _ in left]
            right = [(text, style.chosen) for text, _ in right]
        return between(left, right, width, style.chosen if lit else style.text, self.look.signs.ellipsis)

    def _pieces(self, node: Node, width: int) -> tuple[list[Piece], list[Piece]]:
        look = self.look
        style, signs = look.palette, look.signs
        if node.kind == "title":
            return [(f" {clip(safe_line(node.label).upper(), width - 2, signs.ellipsis)}", style.muted)], []
        if node.kind == "note":
            return [(f" {node.label}", style.muted)], []
        indent = " " * (1 + 2 * node.depth)
        if node.kind in ("folder", "group"):
            sign = signs.opened if node.is_open else signs.into
            name = node.label if node.kind == "group" else safe_line(node.label)
            return [
                (f"{indent}{sign} ", style.muted),
                (clip(name, width - 5, signs.ellipsis), style.text),
            ], []
        right: list[Piece] = self._document_state(node.document) if node.document is not None else []
        indent += "  " if node.kind == "file" else ""
        taken = len(indent) + sum(cell_len(text) for text, _ in right)
        return [
            (indent, style.text),
            (clip(safe_line(node.label), width - taken, signs.ellipsis), style.text),
        ], right

    def _document_state(self, document: Document) -> list[Piece]:
        style, signs = self.look.palette, self.look.signs
        if document.state == "failed":
            return [(f" {signs.warning} ", style.bad)]
        if document.state == "indexing":
            return [(f" {signs.maybe} ", style.warn)]
        if document.vanished_at is not None:
            return [(f" {signs.not_found} ", style.warn)]
        amount = str(document.pages) if document.pages > 1 else document.language
        return [(f" {signs.ready}", style.ok), (f"{amount:>5} ", style.muted)]

    def _import_row(self, event: ImportEvent, row: int) -> Strip:
        look = self.look
        style = look.palette
        width = self.size.width
        if row == 0:
            head: list[Piece] = [
                (f" {look.signs.maybe} ", style.warn),
                (f"{event.position}/{event.total}  ", style.text),
            ]
            room = width - 4 - cell_len(head[1][0])
            name = safe_line(event.path.rsplit("/", 1)[-1])
            return between(
                [*head, (clip_start(name, room, look.signs.ellipsis), style.muted)],
                [],
                width,
                style.text,
                self.look.signs.ellipsis,
            )
        page = look.say("place.page", page=f"{event.page}/{event.pages}") if event.pages else ""
        return between(
            [(f"   {page}", style.muted)],
            [(f"{look.say('files.stop')} ", style.muted)],
            width,
            style.text,
            self.look.signs.ellipsis,
        )
