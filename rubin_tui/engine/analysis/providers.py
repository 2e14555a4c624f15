"""What can be asked about a text beside what is wrong with it, and who answers for which language.

A language registers providers; who asks names none. A provider is any object with `languages` and one or
several of the methods below. It may be called for several texts at once and from any thread, ends soon after
`cancel` is set (what it gives then is not used), and never raises because of what stands in a text.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar, runtime_checkable

from rubin_tui.engine.code_model import Hover, Location, Snapshot, Symbol
from rubin_tui.engine.model import Position


class Provider(Protocol):
    """Answers for some languages."""

    @property
    def languages(self) -> frozenset[str]:
        """The ids of the languages it reads."""


@runtime_checkable
class OutlineProvider(Provider, Protocol):
    """Knows what a text consists of."""

    def outline(self, snapshot: Snapshot, cancel: threading.Event) -> tuple[Symbol, ...]:
        """The named parts in the order they stand, those inside others as their children."""


@runtime_checkable
class SymbolsProvider(Provider, Protocol):
    """Knows what a text names for others."""

    def symbols(self, snapshot: Snapshot, cancel: threading.Event) -> tuple[Symbol, ...]:
        """What may be named from outside, flat and without children."""


@runtime_checkable
class DefinitionProvider(Provider, Protocol):
    """Knows where names are declared."""

    def definition(
        self, snapshot: Snapshot, place: Position, cancel: threading.Event
    ) -> tuple[Location, ...]:
        """Where the name at `place` is declared, the best first; none when that is not known."""


@runtime_checkable
class ReferencesProvider(Provider, Protocol):
    """Knows where names are used."""

    def references(self, snapshot: Snapshot, place: Position, cancel: threading.Event) -> Iterator[Location]:
        """Everywhere the name at `place` stands, its declaration too, as they are found."""


@runtime_checkable
class HoverProvider(Provider, Protocol):
    """Knows what there is to say about a name."""

    def hover(self, snapshot: Snapshot, place: Position, cancel: threading.Event) -> Hover | None:
        """What is to be said of the name at `place`; None for nothing."""


_P = TypeVar("_P", bound=Provider)


class Providers:
    """The providers, in the order they were registered; the first one that can answer does. Thread-safe."""

    def __init__(self, providers: Iterable[Provider] = ()) -> None:
        self._providers: tuple[Provider, ...] = tuple(providers)
        self._lock = threading.Lock()

    def register(self, provider: Provider) -> None:
        """Add a provider."""
        with self._lock:
            self._providers = (*self._providers, provider)

    def languages(self, kind: type[_P]) -> frozenset[str]:
        """The languages that have a provider of this kind."""
        return frozenset(
            language for known in self._providers if isinstance(known, kind) for language in known.languages
        )

    def outline(self, snapshot: Snapshot, cancel: threading.Event | None = None) -> tuple[Symbol, ...]:
        """See `OutlineProvider`; nothing for a language nobody reads."""
        provider = self._of(OutlineProvider, snapshot)  # type: ignore[type-abstract]
        return provider.outline(snapshot, cancel or threading.Event()) if provider is not None else ()

    def symbols(self, snapshot: Snapshot, cancel: threading.Event | None = None) -> tuple[Symbol, ...]:
        """See `SymbolsProvider`; nothing for a language nobody reads."""
        provider = self._of(SymbolsProvider, snapshot)  # type: ignore[type-abstract]
        return provider.symbols(snapshot, cancel or threading.Event()) if provider is not None else ()

    def definition(
        self, snapshot: Snapshot, place: Position, cancel: threading.Event | None = None
    ) -> tuple[Location, ...]:
        """See `DefinitionProvider`; nothing for a language nobody reads."""
        provider = self._of(DefinitionProvider, snapshot)  # type: ignore[type-abstract]
        return provider.definition(snapshot, place, cancel or threading.Event()) if provider else ()

    def references(
        self, snapshot: Snapshot, place: Position, cancel: threading.Event | None = None
    ) -> Iterator[Location]:
        """See `ReferencesProvider`; nothing for a language nobody reads."""
        provider = self._of(ReferencesProvider, snapshot)  # type: ignore[type-abstract]
        if provider is not None:
            yield from provider.references(snapshot, place, cancel or threading.Event())

    def hover(
        self, snapshot: Snapshot, place: Position, cancel: threading.Event | None = None
    ) -> Hover | None:
        """See `HoverProvider`; nothing for a language nobody reads."""
        provider = self._of(HoverProvider, snapshot)  # type: ignore[type-abstract]
        return provider.hover(snapshot, place, cancel or threading.Event()) if provider is not None else None

    def forget(self, path: str) -> None:
        """The text at `path` is closed: providers with a `forget` let go of what they keep for it."""
        for provider in self._providers:
            forget = getattr(provider, "forget", None)
            if forget is not None:
                forget(path)

    def _of(self, kind: type[_P], snapshot: Snapshot) -> _P | None:
        for provider in self._providers:
            if snapshot.language in provider.languages and isinstance(provider, kind):
                return provider
        return None
