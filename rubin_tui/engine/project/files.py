"""The files of one project folder, for a screen: every call may take as long as the disk does."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

from rubin_tui.engine.files.naming import create_file, create_folder, move
from rubin_tui.engine.files.trash import Trash
from rubin_tui.engine.files.tree import list_folder, walk
from rubin_tui.engine.project.git import GitState, git_state, repository_of
from rubin_tui.engine.project.properties import properties_of
from rubin_tui.engine.project.search import search_files
from rubin_tui.engine.project_model import Entry, FoundIn, Looked, Properties, Trashed
from rubin_tui.messages import Failure, reason_of


class ProjectFiles:
    """Thread-safe: it holds nothing but where the project and the trash are."""

    def __init__(self, root: Path, trash: Path) -> None:
        self.root = root
        self._trash = Trash(trash)

    @property
    def trash(self) -> Path:
        """Where deleted files are kept."""
        return self._trash.folder

    def entries(self, folder: str) -> list[Entry]:
        """What stands in a folder, folders first.

        Raises:
            Failure: "name.refused" or "name.missing".
        """
        try:
            return list_folder(self.root, Path(folder))
        except FileNotFoundError as error:
            raise Failure("name.missing", path=folder) from error
        except OSError as error:
            raise Failure("name.refused", path=folder, reason=reason_of(error)) from error

    def paths(self, *, quiet: bool = False, cancel: threading.Event | None = None) -> Iterator[str]:
        """All files, with `quiet` those too that are hidden or that git ignores."""
        return walk(self.root, quiet=quiet, cancel=cancel)

    def git(self, cancel: threading.Event | None = None) -> GitState | None:
        """What git says of the files; None where it says nothing."""
        return git_state(self.root, cancel)

    def git_folder(self) -> str:
        """The folder that changes when git does something; "" outside a repository."""
        root = repository_of(self.root)
        return str(root / ".git") if root is not None and (root / ".git").is_dir() else ""

    def search(
        self,
        text: str,
        *,
        case: bool = False,
        quiet: bool = False,
        opened: Mapping[str, str] | None = None,
        cancel: threading.Event | None = None,
    ) -> Iterator[FoundIn | Looked]:
        """Where a text stands, file by file; see `engine.project.search.search_files`."""
        return search_files(self.root, text, case=case, quiet=quiet, opened=opened, cancel=cancel)

    def create(self, path: Path, *, folder: bool) -> None:
        """A new empty file, or a folder. Raises Failure "name...."."""
        (create_folder if folder else create_file)(path)

    def move(self, source: Path, target: Path) -> None:
        """Another name or place; nothing is written over. Raises Failure "name...."."""
        self._not_the_project(source)
        move(source, target)

    def delete(self, path: Path) -> Trashed:
        """Into Rubin's trash. Raises Failure "name....", "trash....", "files...."."""
        self._not_the_project(path)
        return self._trash.put(path)

    def restore(self, trashed: Trashed) -> Path:
        """Back to where it was. Raises Failure "name....", "trash.gone"."""
        return self._trash.restore(trashed)

    def properties(self, path: Path) -> Properties:
        """What is known of a file or folder. Raises Failure "name...."."""
        return properties_of(path)

    def _not_the_project(self, path: Path) -> None:
        if path == self.root or path in self.root.parents:
            raise Failure("trash.project", path=str(path))
