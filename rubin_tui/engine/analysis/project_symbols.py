"""The names of a whole folder: what its files name for others, read once and again when a file changed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

from rubin_tui.engine.analysis.detect import detect
from rubin_tui.engine.analysis.providers import Providers, SymbolsProvider
from rubin_tui.engine.analysis.sources import files, read
from rubin_tui.engine.code_model import FileSymbols, Snapshot, Symbol
from rubin_tui.engine.containers import open_container
from rubin_tui.engine.model import Failure

LARGEST = 5_000_000
"""Bytes of the largest file that is read for its names."""

_HOLDING = frozenset({"xml"})
"""Languages of files that may hold code inside them."""
_Stamp = tuple[int, int]


class ProjectSymbols:
    """Thread-safe. A file counts as known as long as its time and size are the same."""

    def __init__(self, providers: Providers) -> None:
        self._providers = providers
        self._lock = threading.Lock()
        self._known: dict[str, tuple[_Stamp, tuple[Symbol, ...]]] = {}

    def below(self, folder: Path, cancel: threading.Event | None = None) -> Iterator[FileSymbols]:
        """The names of each file below a folder that has any, as they are read; cancelled, it ends.

        What cannot be read names nothing.

        Raises:
            Failure: "analyze.unreadable", of a folder.
        """
        cancel = cancel or threading.Event()
        readable = self._providers.languages(SymbolsProvider)  # type: ignore[type-abstract]
        for path in files([folder], readable | _HOLDING):
            if cancel.is_set():
                return
            symbols = self._of(path, readable, cancel)
            if symbols:
                yield FileSymbols(str(path), symbols)

    def _of(self, path: Path, readable: frozenset[str], cancel: threading.Event) -> tuple[Symbol, ...]:
        try:
            facts = path.stat()
        except OSError:  # it went while we looked
            return ()
        stamp = (facts.st_mtime_ns, facts.st_size)
        with self._lock:
            known = self._known.get(str(path))
        if known is not None and known[0] == stamp:
            return known[1]
        symbols = self._read(path, readable, cancel) if facts.st_size <= LARGEST else ()
        if not cancel.is_set():
            with self._lock:
                self._known[str(path)] = (stamp, symbols)
        return symbols

    def _read(self, path: Path, readable: frozenset[str], cancel: threading.Event) -> tuple[Symbol, ...]:
        try:
            text = read(path)
        except Failure:  # unreadable or no text: it names nothing
            return ()
        container = open_container(path.name, text)
        language = "st" if container is not None else detect(path.name, text)
        if language not in readable:
            return ()
        code = text if container is None else container.code
        return self._providers.symbols(Snapshot(0, code, language, str(path)), cancel)
