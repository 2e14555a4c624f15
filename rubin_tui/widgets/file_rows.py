"""The rows of the files panel as values: the project as a tree, the knowledge base by group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.widgets.lines import wrap
from rubin_tui.widgets.look import Look

if TYPE_CHECKING:
    from rubin_tui.engine.model import Document, Folder
    from rubin_tui.engine.project_model import Entry

Kind = Literal["title", "folder", "file", "group", "document", "watched", "reading", "unfinished", "note"]
Grouping = Literal["category", "tag"]
OWN_GROUP = "\x00"
"""The group of the starter knowledge: no category of the person can bear this name."""
NO_TAG = "\x01"
FAILED_GROUP = "\x02"
WATCHED_GROUP = "\x03"
RESTING: tuple[Kind, ...] = ("title", "note")
"""Rows nobody can stand on."""
MOST_LINES = 4
"""Lines of a sentence that stands below a row; its whole is among the properties."""
MOST_READING = 6
"""Files of a running import that are named one by one."""


class Node(NamedTuple):
    """One row of the panel. `letters` are the places in the label that were typed to find it."""

    kind: Kind
    label: str
    depth: int = 0
    key: str = ""
    is_open: bool = False
    quiet: bool = False
    document: Document | None = None
    folder: Folder | None = None
    letters: tuple[int, ...] = ()


class OpenFile(NamedTuple):
    """What is known of a file that is open: its findings, and whether it is unsaved."""

    errors: int = 0
    warnings: int = 0
    unsaved: bool = False


class ProjectRows:
    """The tree, read folder by folder."""

    def __init__(self, name: str, root: str) -> None:
        self.name = name
        self.root = root
        self.open: set[str] = {root}
        self.shows_quiet = False
        self._folders: dict[str, tuple[Entry, ...]] = {}
        self._rows: list[Node] | None = None

    def put(self, path: str, entries: tuple[Entry, ...]) -> bool:
        """Here is what is in a folder; False when it is what was known."""
        if self._folders.get(path) == entries:
            return False
        self._folders[path] = entries
        self._rows = None
        return True

    def forget(self, path: str) -> None:
        """A folder is gone, or is another one."""
        self.open.discard(path)
        self._folders.pop(path, None)
        self._rows = None

    def fold(self, path: str, *, open_it: bool) -> None:
        """Open or close a folder."""
        (self.open.add if open_it else self.open.discard)(path)
        self._rows = None

    def show_quiet(self) -> None:
        """Show what is hidden or ignored, or no longer."""
        self.shows_quiet = not self.shows_quiet
        self._rows = None

    def changed(self) -> None:
        """Another language."""
        self._rows = None

    @property
    def unfolded(self) -> tuple[str, ...]:
        """The folders whose content is in sight."""
        shown = {row.key for row in self._rows or () if row.is_open}
        return (self.root, *sorted(shown & self.open))

    def rows(self, look: Look) -> list[Node]:
        """The rows as they are now."""
        if self._rows is None:
            rows = [Node("title", self.name, key=self.root)]
            self._walk(rows, self.root, 0)
            if len(rows) == 1 and self.root in self._folders:
                rows.append(Node("note", look.say("files.empty")))
            self._rows = rows
        return self._rows

    def _walk(self, rows: list[Node], folder: str, depth: int) -> None:
        for name, path, is_folder, quiet in self._folders.get(folder, ()):
            if quiet and not self.shows_quiet:
                continue
            if not is_folder:
                rows.append(Node("file", name, depth, path, quiet=quiet))
                continue
            is_open = path in self.open
            rows.append(Node("folder", name, depth, path, is_open, quiet))
            if is_open:
                self._walk(rows, path, depth + 1)


class KnowledgeRows:
    """The documents in groups, with what is being read and what could not be."""

    def __init__(self) -> None:
        self.documents: tuple[Document, ...] | None = None
        self.grouping: Grouping = "category"
        self.closed: set[str] = {OWN_GROUP}
        self.watched: tuple[Folder, ...] = ()
        self.waiting: Mapping[str, tuple[int, int]] = {}
        self.unfinished = 0
        self.width = 24
        self.reading: tuple[str, ...] = ()
        self._rows: list[Node] | None = None

    def changed(self) -> None:
        """Something of it is another one."""
        self._rows = None

    def fold(self, key: str, *, open_it: bool) -> None:
        """Open or close a group."""
        (self.closed.discard if open_it else self.closed.add)(key)
        self._rows = None

    def regroup(self) -> None:
        """By tag instead of by category, or back."""
        self.grouping = "tag" if self.grouping == "category" else "category"
        self._rows = None

    def rows(self, look: Look) -> list[Node]:
        """The rows as they are now; none before the base was asked."""
        if self.documents is None:
            return []
        if self._rows is None:
            self._rows = list(self._made(look, self.documents))
        return self._rows

    def _made(self, look: Look, documents: tuple[Document, ...]) -> Iterable[Node]:
        yield Node("note", "")
        yield Node("title", look.say(f"files.by_{self.grouping}", number=len(documents)))
        if self.unfinished:
            yield Node("unfinished", look.say("files.unfinished", self.unfinished))
        for path in self.reading[:MOST_READING]:
            yield Node("reading", path.rpartition("/")[2], 0, path)
        groups = self._groups(documents)
        for key in sorted(
            groups, key=lambda key: (key == OWN_GROUP, key != FAILED_GROUP, key == NO_TAG, key)
        ):
            inside = groups[key]
            is_open = key not in self.closed
            yield Node("group", f"{self._title(key, look)} {len(inside)}", key=key, is_open=is_open)
            if is_open:
                for one in sorted(inside, key=lambda one: one.filename.casefold()):
                    yield Node("document", one.filename, 1, f"{key}/{one.id}", document=one)
                    if one.problem is not None and one.state == "failed":
                        yield from self._sentence(look.tell(one.problem))
        if self.watched:
            is_open = WATCHED_GROUP not in self.closed
            label = f"{look.say('files.watched')} {len(self.watched)}"
            yield Node("group", label, key=WATCHED_GROUP, is_open=is_open)
            if is_open:
                for folder in self.watched:
                    yield Node("watched", folder.path, 1, folder.id, folder=folder)
                    if folder.problem is not None:
                        yield from self._sentence(look.tell(folder.problem))

    def _sentence(self, said: str) -> Iterable[Node]:
        said = safe_line(said)
        lines = wrap(said, self.width - 6)
        for begin, end in lines[: MOST_LINES - 1]:
            yield Node("note", said[begin:end].strip(), 2)
        if len(lines) >= MOST_LINES:  # what has no room is clipped with a sign
            yield Node("note", said[lines[MOST_LINES - 1][0] :].strip(), 2)

    def _groups(self, documents: tuple[Document, ...]) -> dict[str, list[Document]]:
        groups: dict[str, list[Document]] = {}
        for one in documents:
            if one.origin == "rubin":
                keys: tuple[str, ...] = (OWN_GROUP,)
            elif one.state == "failed":
                keys = (FAILED_GROUP,)
            elif self.grouping == "tag":
                keys = one.tags or (NO_TAG,)
            else:
                keys = (one.category,)
            for key in keys:
                groups.setdefault(key, []).append(one)
        return groups

    def _title(self, key: str, look: Look) -> str:
        from rubin_tui.engine.model import DEFAULT_CATEGORY, NOTES_CATEGORY  # the start does not wait for it

        titles = {OWN_GROUP: "files.own", FAILED_GROUP: "files.failed", NO_TAG: "files.no_tag"}
        if self.grouping == "category":
            titles |= {DEFAULT_CATEGORY: "files.general", NOTES_CATEGORY: "files.notes"}
        return look.say(titles[key]) if key in titles else safe_line(key)


class FilteredRows:
    """What is left when one types: files by their path, documents by their name."""

    def __init__(self) -> None:
        self.nodes: tuple[Node, ...] | None = None
        self.text: str | None = None
        """What they hold; None: something else is typed now."""

    def rows(self, look: Look) -> list[Node]:
        """The rows, or a word that there are none."""
        if self.nodes is None:
            return []
        return list(self.nodes) or [Node("note", look.say("list.nothing"))]
