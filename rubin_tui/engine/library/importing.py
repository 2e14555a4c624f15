"""Files into the knowledge base: each read in a worker process, stored whole or not at all, then indexed."""

from __future__ import annotations

import hashlib
import os
import stat
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from rubin_tui.engine.jobs import JobFailed, Limits, Priority, Workers
from rubin_tui.engine.library.extract import SUFFIXES, Extracted, collect, recognised, scans
from rubin_tui.engine.library.shelf import Shelf
from rubin_tui.engine.model import DEFAULT_CATEGORY, LOCAL, Actor, Document, Failure, ImportEvent, Message
from rubin_tui.messages import reason_of

INDEX_AFTER_PASSAGES = 300
INDEX_AFTER_SECONDS = 2.0
SCAN_SECONDS = 120.0
"""What a scanned page may take; ten are usual."""
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class ImportLimits:
    """What one file may take: `size` in bytes, `seconds` of reading, `memory` in bytes."""

    size: int = 200_000_000
    seconds: float = 900.0
    memory: int = 1_500_000_000


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be imported for whom, and where it belongs; `folder_id` as in `Document`."""

    paths: tuple[Path, ...]
    category: str = DEFAULT_CATEGORY
    tags: tuple[str, ...] = ()
    actor: Actor = LOCAL
    folder_id: str = ""


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    position: int
    total: int

    def event(self, stage: str, **facts: object) -> ImportEvent:
        return ImportEvent(stage, str(self.path), self.position, self.total, **facts)  # type: ignore[arg-type]


class Importer:
    """Reads files and folders. A document is acknowledged ("done") when it is stored and searchable.

    `index` brings the search index up to date; it is called after some files, not after each, so that
    many small ones do not wait for as many commits. `note` writes a line into the log.
    """

    def __init__(
        self,
        shelf: Shelf,
        workers: Workers,
        index: Callable[[threading.Event | None], None],
        limits: ImportLimits,
        note: Callable[..., None],
    ) -> None:
        self._shelf = shelf
        self._workers = workers
        self._index = index
        self._limits = limits
        self._note = note

    def run(self, order: Order, cancel: threading.Event | None) -> Iterator[ImportEvent]:
        """Import; every file ends in exactly one of done, unchanged, failed, cancelled.

        Raises:
            Failure: "store...."; the import ends, because the next file could not be stored either.
        """
        files, refused = _files(order.paths)
        total = len(files) + len(refused)
        for position, (path, problem) in enumerate(refused, start=1):
            yield _File(path, position, total).event("failed", problem=problem.message)
        stored: list[tuple[_File, Document]] = []
        indexed_at = time.monotonic()
        for position, path in enumerate(files, start=len(refused) + 1):
            file = _File(path, position, total)
            if cancel is not None and cancel.is_set():
                yield file.event("cancelled")
                continue
            for event in self._one(file, order, cancel):
                if event.stage == "indexing" and event.document is not None:
                    stored.append((file, event.document))
                yield event
            waiting = sum(document.passages for _, document in stored)
            if waiting >= INDEX_AFTER_PASSAGES or time.monotonic() - indexed_at > INDEX_AFTER_SECONDS:
                yield from self._acknowledge(stored, order.actor)
                stored, indexed_at = [], time.monotonic()
        yield from self._acknowledge(stored, order.actor)

    def _one(self, file: _File, order: Order, cancel: threading.Event | None) -> Iterator[ImportEvent]:
        yield file.event("queued")
        try:
            digest = _digest(file.path, self._limits.size)
            same = self._shelf.holding(digest, order.actor, order.folder_id)
            if same is not None:
                yield file.event("unchanged", document=same)
                return
            extracted = Extracted()
            for extracted in self._read(file.path, cancel):
                if extracted.total:
                    yield file.event("reading", page=extracted.read, pages=extracted.total)
        except JobFailed as problem:
            if problem.reason == "cancelled":
                yield file.event("cancelled")
                return
            self._note("import.job_failed", reason=problem.reason, kind=problem.kind)
            yield self._failed(file, _job_problem(problem, file.path), order)
            return
        except Failure as failure:
            yield self._failed(file, failure.message, order)
            return
        yield file.event("storing", page=extracted.read, pages=extracted.total)
        document = self._shelf.put(
            extracted,
            path=file.path,
            category=order.category,
            tags=order.tags,
            actor=order.actor,
            folder_id=order.folder_id,
        )
        yield file.event("indexing", document=document)

    def _read(self, path: Path, cancel: threading.Event | None) -> Iterator[Extracted]:
        """The document so far as it is read; one that is a scan from end to end is recognised by page."""
        frames = self._workers.run(
            "rubin_tui.engine.library.extract.worker:extract_file",
            {"path": str(path), "size_limit": self._limits.size, "scans": scans.available()},
            limits=Limits(memory_bytes=self._limits.memory, wall_seconds=self._limits.seconds),
            priority=Priority.VISIBLE,
            cancel=cancel,
        )
        extracted = Extracted()
        for extracted in collect(frames):
            yield extracted
        if extracted.passages or not extracted.needs_ocr:
            return
        pages = list(extracted.needs_ocr)
        recognising = self._workers.run(
            "rubin_tui.engine.library.extract.ocr:recognise",
            {"path": str(path), "pages": pages},
            limits=Limits(memory_bytes=self._limits.memory, wall_seconds=SCAN_SECONDS * len(pages)),
            priority=Priority.BACKGROUND,
            cancel=cancel,
        )
        whole = extracted
        for whole in recognised(extracted, recognising):
            yield whole
        if not whole.passages:
            raise Failure("import.nothing_recognised", path=str(path))

    def _failed(self, file: _File, problem: Message, order: Order) -> ImportEvent:
        document = self._shelf.put_failed(
            file.path,
            problem,
            category=order.category,
            tags=order.tags,
            actor=order.actor,
            folder_id=order.folder_id,
        )
        return file.event("failed", document=document, problem=problem)

    def _acknowledge(self, stored: list[tuple[_File, Document]], actor: Actor) -> Iterator[ImportEvent]:
        if not stored:
            return
        try:
            self._index(None)  # what is stored is indexed even when the import is being cancelled
        except Failure as failure:
            for file, document in stored:
                yield file.event("failed", document=document, problem=failure.message)
            return
        for file, document in stored:
            yield file.event("done", document=self._shelf.document(document.id, actor) or document)


def _files(paths: Iterable[Path]) -> tuple[list[Path], list[tuple[Path, Failure]]]:
    """The files to read, each once, folders walked in order; and what was named but is not there."""
    files: dict[Path, None] = {}
    refused: list[tuple[Path, Failure]] = []
    for path in paths:
        try:
            path = meant(path)
            if not stat.S_ISDIR(path.stat().st_mode):
                files[path] = None
                continue
            closed: list[OSError] = []
            inside = list(_walk(path, closed.append))
            files.update(dict.fromkeys(inside))
            refused += ((Path(error.filename), _unreadable(error.filename, error)) for error in closed)
            if not inside and not closed:
                refused.append((path, Failure("import.folder_empty", path=str(path))))
        except OSError as error:
            refused.append((path, _unreadable(path, error)))
        except ValueError:  # a name with a zero byte is the name of nothing
            refused.append((path, Failure("import.missing", path=str(path))))
    return list(files), refused


def meant(path: Path) -> Path:
    """The whole of a path as typed: `~` is the home folder, unless a file is really called so."""
    if str(path).startswith("~") and not path.exists():
        with suppress(RuntimeError):  # no such user: then there is no such file either
            path = path.expanduser()
    return path.absolute()


def _walk(folder: Path, refuse: Callable[[OSError], None]) -> Iterator[Path]:
    """Files Rubin can read below `folder`; hidden ones and links to folders are passed by."""
    for place, folders, names in os.walk(folder, onerror=refuse, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES:
                yield Path(place, name)


def _digest(path: Path, limit: int) -> str:
    """The SHA-256 of the file, in hexadecimal."""
    digest = hashlib.sha256()
    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):  # a pipe or a device would never end
            raise Failure("import.not_a_file", path=str(path))
        if facts.st_size > limit:
            raise Failure("import.too_large", path=str(path), limit=limit // 1_000_000)
        with path.open("rb") as handle:
            while chunk := handle.read(_CHUNK):
                digest.update(chunk)
    except OSError as error:
        raise _unreadable(path, error) from error
    return digest.hexdigest()


def _unreadable(path: Path | str, error: OSError) -> Failure:
    if isinstance(error, FileNotFoundError):
        return Failure("import.missing", path=str(path))
    return Failure("import.unreadable", path=str(path), reason=reason_of(error))


def _job_problem(problem: JobFailed, path: Path) -> Message:
    known = {"memory": "import.memory", "cpu": "import.timeout", "time": "import.timeout"}
    return Message(known.get(problem.reason, "import.crashed"), {"path": str(path)})
