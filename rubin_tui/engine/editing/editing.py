"""The part of the Engine that opens and saves the files a person edits, with the settings in force."""

from __future__ import annotations

from pathlib import Path

from rubin_tui.engine.editing.opening import Opened, open_file
from rubin_tui.engine.editing.outside import Outside, Stamp, look
from rubin_tui.engine.editing.saving import Saved, save
from rubin_tui.engine.editing.snapshot import Snapshot
from rubin_tui.engine.files import PrivateFolder
from rubin_tui.messages import Failure


class Editing:
    """Opens and saves. All calls may block on the disk; any thread may make them.

    `folder` becomes a private folder of ours for copies of files whose own folder cannot be written.
    """

    def __init__(self, folder: Path, *, size_limit: int, undo_bytes: int) -> None:
        self._shelter = folder
        self._size_limit = size_limit
        self._undo_bytes = undo_bytes

    def open(
        self, path: Path, *, encoding: str | None = None, read_only: bool = False, create: bool = False
    ) -> Opened:
        """Read a file into a buffer; see `open_file`."""
        return open_file(
            path,
            encoding=encoding,
            read_only=read_only,
            create=create,
            size_limit=self._size_limit,
            undo_bytes=self._undo_bytes,
            shelter=self._shelter,
        )

    def save(self, snapshot: Snapshot, path: Path, stamp: Stamp | None, *, overwrite: bool = False) -> Saved:
        """Write a snapshot of a buffer; see `save`. Tell the buffer afterwards: `Buffer.saved(snapshot)`."""
        return save(snapshot, path, stamp, shelter=self._usable_shelter(), overwrite=overwrite)

    def _usable_shelter(self) -> Path | None:
        """A file can be saved also where nothing of ours can be kept: few ways of saving need the shelter."""
        try:
            return PrivateFolder(self._shelter).path
        except Failure:
            return None

    def look(self, path: Path, stamp: Stamp | None) -> Outside:
        """Whether others changed the file since `stamp`. Raises OSError when it cannot be looked at."""
        return look(path, stamp)
