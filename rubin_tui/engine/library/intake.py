"""One file read in a worker process: the whole of it as it was at one moment, or why not."""

from __future__ import annotations

import hashlib
import stat
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rubin_tui.engine.jobs import JobFailed, Limits, Priority, Workers
from rubin_tui.engine.library.extract import Extracted, collect, scans
from rubin_tui.engine.library.walking import unreadable
from rubin_tui.engine.model import Document, Failure

_CHUNK = 1 << 20
_ATTEMPTS = 2


@dataclass(frozen=True, slots=True)
class ImportLimits:
    """What one file may take: `size` in bytes, `seconds` of reading, `memory` in bytes."""

    size: int = 200_000_000
    seconds: float = 900.0
    memory: int = 1_500_000_000


@dataclass(frozen=True, slots=True)
class FileState:
    """A file at one moment."""

    sha256: str
    size: int
    changed_at: int


class Intake:
    """Reads files by the worker processes.

    `note` writes a line into the log; `outlines` names by language who knows the parts of code.
    """

    def __init__(
        self,
        workers: Workers,
        limits: ImportLimits,
        note: Callable[..., None],
        outlines: Mapping[str, str] | None = None,
    ) -> None:
        self._outlines = dict(outlines or {})
        self._workers = workers
        self._limits = limits
        self._note = note

    def read(
        self,
        path: Path,
        *,
        known: Callable[[str], Document | None],
        progress: Callable[[Extracted], None],
        cancel: threading.Event,
    ) -> Extracted | Document:
        """What stands in the file; or the document `known` by the SHA-256 of its bytes, which is not read.

        A file that changes meanwhile is read again, once. Of one that is pictures of pages only all pages
        come empty; `Extracted.needs_ocr` names them.

        Raises:
            Failure: "import...."; it cannot be read.
            JobFailed: "cancelled" only.
        """
        for _ in range(_ATTEMPTS):
            before = state_of(path, self._limits.size)
            if (same := known(before.sha256)) is not None:
                return same
            problem: Failure | None = None
            extracted = Extracted()
            try:
                extracted = self._extracted(path, progress, cancel)
            except Failure as failure:
                problem = failure
            if not has_changed(path, before):
                if problem is not None:
                    raise problem
                if extracted.sha256 == before.sha256:
                    return extracted
        raise Failure("import.changing", path=str(path))

    def _extracted(
        self, path: Path, progress: Callable[[Extracted], None], cancel: threading.Event
    ) -> Extracted:
        frames = self._workers.run(
            "rubin_tui.engine.library.extract.worker:extract_file",
            {
                "path": str(path),
                "size_limit": self._limits.size,
                "scans": scans.available(),
                "outlines": self._outlines,
            },
            limits=Limits(memory_bytes=self._limits.memory, wall_seconds=self._limits.seconds),
            priority=Priority.VISIBLE,
            cancel=cancel,
        )
        extracted = Extracted()
        try:
            for extracted in collect(frames):
                progress(extracted)
        except JobFailed as problem:
            if problem.reason == "cancelled":
                raise
            self._note("import.job_failed", reason=problem.reason, kind=problem.kind)
            raise Failure(_SAID.get(problem.reason, "import.crashed"), path=str(path)) from problem
        return extracted


def state_of(path: Path, limit: int) -> FileState:
    """The file as it is now, its SHA-256 in hexadecimal.

    Raises:
        Failure: it is no regular file, has more than `limit` bytes or cannot be read.
    """
    digest = hashlib.sha256()
    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):  # a pipe or a device would never end
            raise Failure("import.not_a_file", path=str(path))
        size = facts.st_size
        with path.open("rb") as handle:
            while size <= limit and (chunk := handle.read(_CHUNK)):
                digest.update(chunk)
                size = max(size, handle.tell())  # it may be growing
    except OSError as error:
        raise unreadable(path, error) from error
    if size > limit:
        raise Failure("import.too_large", path=str(path), limit=limit // 1_000_000)
    return FileState(digest.hexdigest(), facts.st_size, facts.st_mtime_ns)


_SAID = {"memory": "import.memory", "cpu": "import.timeout", "time": "import.timeout"}


def has_changed(path: Path, before: FileState) -> bool:
    """Whether the file is another one than it was; one that is gone since is not."""
    try:
        facts = path.stat()
    except OSError:
        return False
    return (facts.st_size, facts.st_mtime_ns) != (before.size, before.changed_at)
