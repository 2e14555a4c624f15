"""The files: the project as a tree, and the documents of the knowledge base with their state.

Shows what it is given; asks for a folder's content when one is opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.events import Click, Paste
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from rubin_tui.actions import bindings
from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.widgets.file_paint import Marks, row_pieces
from rubin_tui.widgets.file_rows import RESTING, FilteredRows, KnowledgeRows, Node, OpenFile, ProjectRows
from rubin_tui.widgets.lines import Piece, between, clip_start
from rubin_tui.widgets.look import Painted

if TYPE_CHECKING:
    from rubin_tui.engine.model import Document, Folder, ImportEvent
    from rubin_tui.engine.project_model import Entry, GitMark
    from rubin_tui.widgets.filter_line import FilterLine


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

    class FoldersChanged(Message):
        """Other folders are unfolded now."""

        def __init__(self, paths: tuple[str, ...]) -> None:
            super().__init__()
            self.paths = paths

    class Chosen(Message):
        """A row was chosen: its file, document or whatever it is is to be opened."""

        def __init__(self, node: Node) -> None:
            super().__init__()
            self.node = node

    class Asked(Message):
        """Something is to be done with a row: "rename", "delete" ...; of some there need be no row."""

        def __init__(self, what: str, node: Node | None) -> None:
            super().__init__()
            self.what = what
            self.node = node

    class FilterTyped(Message):
        """Rows that hold this are wanted; None: all again."""

        def __init__(self, text: str | None) -> None:
            super().__init__()
            self.text = text

    class Pasted(Message):
        """Something was pasted or dropped here: paths, as it seems."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, project: str, root: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._project = ProjectRows(project, root)
        self._knowledge = KnowledgeRows()
        self._found = FilteredRows()
        self._filter: FilterLine | None = None
        self._marks = Marks()
        self._at = 0
        self._first = 0
        self._node_rows: list[Node] | None = None
        self._wanted_key = ""
        self._open_found = False
        """Enter was pressed before what the last letter finds was there."""

    # what is to be shown

    def show_folder(self, path: str, entries: tuple[Entry, ...]) -> None:
        """Here is what is in a folder."""
        if self._project.put(path, entries):
            self._changed()
            self._tell_folders()

    def forget_folder(self, path: str) -> None:
        """A folder is gone, or has another name."""
        self._project.forget(path)
        self._changed()

    def show_documents(self, documents: tuple[Document, ...]) -> None:
        """Here are the documents of the knowledge base."""
        self._knowledge.documents = documents
        self._knowledge_changed()

    def show_state(
        self, waiting: Mapping[str, tuple[int, int]], watched: tuple[Folder, ...], unfinished: int
    ) -> None:
        """Scans by document id with how much is read; folders that are watched; how many files wait."""
        knowledge = self._knowledge
        if (knowledge.watched, knowledge.unfinished) != (watched, unfinished):
            knowledge.watched, knowledge.unfinished = watched, unfinished
            self._knowledge_changed()
        self._mark(self._marks._replace(waiting=waiting))

    def show_reading(self, progress: Mapping[str, str]) -> None:
        """The files that are being read now, and how far, by path."""
        known = {document.path for document in self._knowledge.documents or ()}
        reading = tuple(path for path in progress if path not in known)
        if reading != self._knowledge.reading:
            self._knowledge.reading = reading
            self._knowledge_changed()
        self._mark(self._marks._replace(progress=progress))

    def show_git(self, marks: Mapping[str, GitMark]) -> None:
        """What git says, by path."""
        self._mark(self._marks._replace(git=marks))

    def show_open(self, files: Mapping[str, OpenFile]) -> None:
        """What is known of the files that are open, by path."""
        self._mark(self._marks._replace(open=files))

    def show_found(self, text: str, nodes: tuple[Node, ...]) -> None:
        """Here are the rows that hold what is typed."""
        if self._filter is not None and self._filter.text == text:
            if self._found.text != text:
                self._at = self._first = 0
            self._found.nodes, self._found.text = nodes, text
            self._changed()
            if self._open_found:
                self._open_found = False
                self.action_open()

    def go_to(self, key: str) -> None:
        """Stand on the row of that file as soon as there is one."""
        self._wanted_key = key
        self._changed()

    def _mark(self, marks: Marks) -> None:
        if marks != self._marks:
            self._marks = marks
            self.refresh()

    def _knowledge_changed(self) -> None:
        self._knowledge.changed()
        self._changed()

    def look_changed(self) -> None:
        """Another language: titles are other ones."""
        self._project.changed()
        self._knowledge.changed()
        self._changed()

    def watch_importing(self) -> None:
        """The last rows say how far the import is."""
        self.refresh()

    @property
    def nodes(self) -> list[Node]:
        """The rows as they are now."""
        if self._node_rows is None:
            look = self.look
            if self._found.nodes is not None:
                self._node_rows = self._found.rows(look)
            else:
                self._node_rows = [*self._project.rows(look), *self._knowledge.rows(look)]
        return self._node_rows

    @property
    def unfolded(self) -> tuple[str, ...]:
        """The folders that are open."""
        return self._project.unfolded

    def _changed(self) -> None:
        """Other rows; one stays on the row one stands on, wherever it is now."""
        chosen = self.chosen
        self._node_rows = None
        at = self._at
        if self._wanted_key or (chosen is not None and chosen.key):
            keys = (self._wanted_key, chosen.key if chosen is not None else "")
            places = {node.key: number for number, node in enumerate(self.nodes) if node.key in keys}
            if self._wanted_key and self._wanted_key in places:
                at = places[self._wanted_key]
                self._wanted_key = ""
            elif chosen is not None and chosen.key:
                at = places.get(chosen.key, self._place_of(chosen.document, at))
        self._go(at)
        self.refresh()

    def _place_of(self, document: Document | None, at: int) -> int:
        """Where a document stands now that its group is another one; else `at`."""
        if document is None:
            return at
        rows = enumerate(self.nodes)
        return next((n for n, node in rows if node.document and node.document.id == document.id), at)

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
                self.refresh(Region(0, row + self._top, self.size.width, 1))

    def action_step(self, direction: int) -> None:
        """To the next row that can be chosen."""
        at = self._at + direction
        while 0 <= at < len(self.nodes) and self.nodes[at].kind in RESTING:
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
        if node is None or node.kind in RESTING:
            return
        if node.kind in ("folder", "group"):
            self._fold(node, open_it=not node.is_open)
        else:
            self.post_message(self.Chosen(node))

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

    def action_ask(self, what: str) -> None:
        """Have something done with the row one stands on."""
        node = self.chosen
        self.post_message(self.Asked(what, node if node is not None and node.kind != "note" else None))

    def action_quiet(self) -> None:
        """Show what is hidden or ignored, or no longer."""
        self._project.show_quiet()
        self._changed()
        self.post_message(self.Asked("quiet" if self._project.shows_quiet else "no_quiet", None))

    def action_regroup(self) -> None:
        """Documents by tag, or by category."""
        self._knowledge.regroup()
        self._changed()

    def _fold(self, node: Node, open_it: bool) -> None:
        if node.kind == "group":
            self._knowledge.fold(node.key, open_it=open_it)
        else:
            self._project.fold(node.key, open_it=open_it)
            if open_it:
                self.post_message(self.FolderOpened(node.key))
        self._changed()
        self._tell_folders()

    def _tell_folders(self) -> None:
        self.post_message(self.FoldersChanged(self.unfolded))

    # finding by letters

    def action_filter(self) -> None:
        """Type what the rows have to hold."""
        from rubin_tui.widgets.filter_line import FilterLine

        if self._filter is None:
            self._filter = FilterLine(lead=" / ")
            self.mount(self._filter)
        self.screen.set_focus(self._filter)
        self._go(self._at)
        self.refresh()

    def action_leave(self) -> None:
        """All rows again; without a filter whatever Esc does elsewhere."""
        if self._filter is not None:
            self._end_filter()
        else:
            self.post_message(self.Asked("leave", None))

    def on_filter_line_typed(self, message: FilterLine.Typed) -> None:
        """Another text."""
        message.stop()
        self._found.text = None
        self._open_found = False
        self.post_message(self.FilterTyped(message.text))
        if not message.text:
            self._found.nodes = None
            self._changed()

    def on_filter_line_done(self, message: FilterLine.Done) -> None:
        """A key of the line."""
        message.stop()
        if message.what == "open":
            self._open_found = self._filter is not None and self._filter.text not in ("", self._found.text)
            if not self._open_found:
                self.action_open()
        elif message.what == "close":
            self._end_filter()
        else:
            self.action_step(-1 if message.what == "up" else 1)

    def _end_filter(self) -> None:
        bar, self._filter = self._filter, None
        if bar is None:
            return
        had_focus = bar.has_focus
        key = self.chosen.key if self.chosen is not None else ""
        self._found.nodes = self._found.text = None
        self._open_found = False
        self.post_message(self.FilterTyped(None))
        if had_focus:
            self.screen.set_focus(self)
        bar.remove()
        self._wanted_key = key if any(node.key == key for node in self._project.rows(self.look)) else ""
        self._changed()

    # hand and eye

    def on_paste(self, event: Paste) -> None:
        """A terminal types the path of a file that is dropped on it."""
        event.stop()
        self.post_message(self.Pasted(event.text))

    def spots(self) -> Iterable[tuple[int, int]]:
        """The rows that can be opened."""
        seen = self.nodes[self._first : self._first + self._list_height()]
        return ((0, y) for y, node in enumerate(seen) if node.kind not in ("title", "note"))

    def on_click(self, event: Click) -> None:
        """A click chooses; on the row one stands on it opens."""
        at = self._first + event.y - self._top
        if self._top <= event.y < self._top + self._list_height() and at < len(self.nodes):
            if self.nodes[at].kind in RESTING:
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
        if self.nodes and self.nodes[self._at].kind in RESTING:
            self.action_step(1)
        self.post_message(self.Asked("look", None))
        self.refresh()

    def on_blur(self) -> None:
        """The row one stands on is lit only while one is here."""
        self.refresh()

    def on_resize(self) -> None:
        """Keep the chosen row in sight, and the top as long as that is."""
        if self._first and self._at < self._list_height():
            self._first = 0
            self.refresh()
        if self._knowledge.width != self.size.width:
            self._knowledge.width = self.size.width
            self._knowledge_changed()
        self._go(self._at)

    # painting

    @property
    def _top(self) -> int:
        return 0 if self._filter is None else 1

    def _list_height(self) -> int:
        return self.size.height - self._top - (2 if self.importing is not None else 0)

    def render_line(self, y: int) -> Strip:
        """A row of the list, or of the running import."""
        style = self.look.palette
        width = self.size.width
        y -= self._top
        if y >= self._list_height() and self.importing is not None:
            return self._import_row(self.importing, y - self._list_height())
        at = self._first + y
        if y < 0 or at >= len(self.nodes):
            return Strip.blank(width, style.text)
        node = self.nodes[at]
        typing = self._filter is not None and self._filter.has_focus
        lit = at == self._at and (self.has_focus or typing) and node.kind not in RESTING
        left, right = row_pieces(node, width, self.look, self._marks)
        if lit:
            left = [(text, style.chosen) for text, _ in left]
            right = [(text, style.chosen) for text, _ in right]
        return between(left, right, width, style.chosen if lit else style.text, self.look.signs.ellipsis)

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
