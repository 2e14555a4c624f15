"""Keeps language servers alive: one a key, started when needed, again when it died, few at a time."""

from __future__ import annotations

import contextlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from rubin_tui.engine.analysis.lsp import LanguageServer, ServerGone

Key = TypeVar("Key", bound=Hashable)

MOST = 4
"""Servers that live at the same time; who was asked longest ago ends."""

BACK_OFF = (0.0, 0.0, 0.5, 2.0, 10.0, 60.0)
"""Seconds between a death and the next start, by the deaths since the last good answer."""


@dataclass
class _Place:
    lock: threading.Lock = field(default_factory=threading.Lock)
    server: LanguageServer | None = None
    deaths: int = 0
    not_before: float = 0.0
    retired: bool = False


class Servers(Generic[Key]):
    """The living servers. Safe to use from several threads."""

    def __init__(self, start: Callable[[Key], LanguageServer], clock: Callable[[], float]) -> None:
        self._start = start
        self._clock = clock
        self._lock = threading.Lock()
        self._places: OrderedDict[Key, _Place] = OrderedDict()
        self._closed = False
        self.version = ""

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes that live."""
        with self._lock:
            servers = [place.server for place in self._places.values()]
        return tuple(server.pid for server in servers if server is not None and server.alive)

    def ask(
        self, key: Key, uri: str, text: str, seconds: float
    ) -> tuple[LanguageServer, list[dict[str, Any]]]:
        """The server of `key` and what it says about a text. One that has died is started again, once.

        Raises:
            ServerGone: it does not start, has died again, or died a moment ago too often.
        """
        place = self._place(key)
        if not place.lock.acquire(timeout=seconds):
            raise ServerGone("busy")
        try:
            for attempt in (1, 2):
                was_running = place.server is not None
                try:
                    server = self._living(key, place)
                    items = server.diagnostics(uri, text, seconds)
                    place.deaths = 0
                    return server, items
                except ServerGone:
                    self._buried(place)
                    if attempt == 2 or not was_running:  # it may have died while nobody looked
                        raise
            raise AssertionError("the second attempt returns or raises")
        finally:
            place.lock.release()

    def complaints(self, key: Key) -> list[str]:
        """What the server of `key` has complained about."""
        server = self._place(key).server
        return list(server.complaints) if server is not None else []

    def forget(self, key: Key, uri: str) -> None:
        """Close a text in the server of `key`."""
        with self._lock:
            place = self._places.get(key)
        if place is not None and place.lock.acquire(timeout=1.0):
            try:
                if place.server is not None:
                    place.server.forget(uri)
            finally:
                place.lock.release()

    def drop(self, key: Key) -> None:
        """End the server of `key`."""
        with self._lock:
            place = self._places.pop(key, None)
        _end(place)

    def drop_all(self) -> None:
        """End all servers; who asks next starts one at once, whatever became of the one before."""
        with self._lock:
            places = list(self._places.values())
            self._places.clear()
        for place in places:
            _end(place)

    def close(self) -> None:
        """End all servers; none starts any more."""
        with self._lock:
            self._closed = True
            places = list(self._places.values())
            self._places.clear()
        for place in places:
            _end(place)

    def _place(self, key: Key) -> _Place:
        with self._lock:
            place = self._places.setdefault(key, _Place())
            self._places.move_to_end(key)
            oldest = self._places.popitem(last=False)[1] if len(self._places) > MOST else None
        _end(oldest)
        return place

    def _living(self, key: Key, place: _Place) -> LanguageServer:
        if place.server is not None and place.server.alive:
            return place.server
        if place.server is not None:
            raise ServerGone("it has died")
        if place.retired or self._closed or self._clock() < place.not_before:
            raise ServerGone("not started again yet")
        server = self._start(key)
        if place.retired or self._closed:  # while it started
            server.close()
            raise ServerGone("no longer wanted")
        place.server = server
        self.version = server.version
        return server

    def _buried(self, place: _Place) -> None:
        if place.server is not None:
            place.server.close()
            place.server = None
        elif self._clock() < place.not_before:
            return
        place.deaths += 1
        place.not_before = self._clock() + BACK_OFF[min(place.deaths, len(BACK_OFF) - 1)]


def _end(place: _Place | None) -> None:
    """End a server; one who waits for its answer then hears that it is gone, and starts none here."""
    if place is None:
        return
    place.retired = True
    if (server := place.server) is not None:
        with contextlib.suppress(OSError):
            server.close()
