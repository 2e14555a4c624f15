"""Rubin's own trash: what is deleted stays in the profile for a while and can be brought back."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

from rubin_tui.engine.files.naming import move, refused, remove_tree
from rubin_tui.engine.files.private import PrivateFolder
from rubin_tui.engine.project_model import Trashed
from rubin_tui.messages import Failure

KEPT_DAYS = 30
"""Days after which something is gone for good, when the next thing comes."""
_PLACE = "place"


class Trash:
    """A private folder with one folder for each thing: the thing under its name, and where it was."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, path: Path) -> Trashed:
        """Take a file or folder away from where it is.

        Raises:
            Failure: "name.missing", "name.refused", or the trash cannot be used.
        """
        try:
            kind = path.lstat().st_mode
        except OSError as error:
            raise refused(path, error) from error
        self._forget_old()
        name = f"{time.time_ns():020d}"
        place = PrivateFolder(self.folder).folder(name)
        place.write(_PLACE, os.fsencode(path))
        kept = place.path / "kept"
        kept.mkdir(mode=0o700)
        try:
            move(path, kept / path.name)
        except BaseException:
            remove_tree(place.path)
            raise
        return Trashed(str(path), str(kept / path.name), stat.S_ISDIR(kind))

    def restore(self, trashed: Trashed) -> Path:
        """Put it back where it was; the folders above are made again.

        Raises:
            Failure: "name.exists" when another one stands there now, "trash.gone", "name.refused".
        """
        kept, path = Path(trashed.kept), Path(trashed.path)
        if not os.path.lexists(kept):
            raise Failure("trash.gone", path=trashed.path)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise refused(path.parent, error) from error
        move(kept, path)
        remove_tree(kept.parent.parent)
        return path

    def _forget_old(self) -> None:
        before = time.time_ns() - KEPT_DAYS * 86_400 * 1_000_000_000
        if not self.folder.is_dir():
            return
        for place in self.folder.iterdir():
            if place.name.isdigit() and int(place.name) < before:
                try:
                    remove_tree(place)
                except OSError:  # a folder nobody may write to came into it: the next time again
                    continue
