"""Unsaved texts of files, kept when the screen goes away unasked: a lost line, a kill, a fault of ours."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from rubin_tui.engine.editing.outside import Stamp
from rubin_tui.engine.editing.snapshot import Snapshot
from rubin_tui.engine.files import PrivateFolder

_SUFFIX = ".unsaved"
_EXACT = "surrogatepass"  # bytes that fit no character are lone surrogates in a text


@dataclass(frozen=True, slots=True)
class Rescued:
    """A text that was not saved, with its line ends; its file and the SHA-256 of that ("": none yet)."""

    path: str
    sha256: str
    text: str


class Rescue:
    """Keeps at most one text a file. Every call may block on the disk and raise OSError or Failure."""

    def __init__(self, folder: Path) -> None:
        self._path = folder

    def keep(self, snapshot: Snapshot, stamp: Stamp | None) -> None:
        """Keep an unsaved text until it is forgotten; `stamp` is of the file it came from."""
        if snapshot.path is None:
            return
        kept = Rescued(str(snapshot.path), stamp.sha256 if stamp else "", snapshot.text)
        content = json.dumps(asdict(kept), ensure_ascii=False).encode("utf-8", _EXACT)
        PrivateFolder(self._path).write(_name(snapshot.path), content)

    def kept(self, path: Path) -> Rescued | None:
        """What is kept of this file; None for nothing, or for what cannot be read any more."""
        return self._read(_name(path)) if self._path.is_dir() else None

    def paths(self) -> list[str]:
        """The files something is kept of."""
        if not self._path.is_dir():
            return []
        names = (name for name in PrivateFolder(self._path).names() if name.endswith(_SUFFIX))
        return sorted(kept.path for name in names if (kept := self._read(name)) is not None)

    def forget(self, path: Path) -> None:
        """Nothing of this file is needed any more."""
        if self._path.is_dir():
            PrivateFolder(self._path).remove(_name(path))

    def _read(self, name: str) -> Rescued | None:
        content = PrivateFolder(self._path).read(name)
        try:
            return None if content is None else Rescued(**json.loads(content.decode("utf-8", _EXACT)))
        except (ValueError, TypeError):
            return None


def _name(path: Path) -> str:
    return hashlib.sha256(str(path).encode("utf-8", "surrogateescape")).hexdigest()[:32] + _SUFFIX
