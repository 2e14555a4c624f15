"""What the assistant needs of the library: how common terms are, and the passages that hold them."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from rubin_tui.engine.model import Actor, Document, Passage, Scope


class Frequencies(Protocol):
    """How many passages there are, and in how many of them each asked term stands (0: in none)."""

    @property
    def passages(self) -> int: ...
    @property
    def of(self) -> Mapping[str, int]: ...


@dataclass(frozen=True, slots=True)
class _Nowhere:
    """`Frequencies` where nothing stands."""

    passages: int = 0
    of: Mapping[str, int] = field(default_factory=dict)


NOWHERE: Frequencies = _Nowhere()


class Found(Protocol):
    """A found passage with its document; `score` is its BM25."""

    @property
    def passage(self) -> Passage: ...
    @property
    def document(self) -> Document: ...
    @property
    def page_index(self) -> int | None: ...
    @property
    def page_label(self) -> str | None: ...
    @property
    def score(self) -> float: ...


class Knowledge(Protocol):
    """The passages the actor may see inside the scope. A passage is indexed with its heading path."""

    def generation(self) -> str:
        """Another one whenever anything that may be found has changed. Cheap: asked before each answer."""
        ...

    def frequencies(self, terms: Sequence[str], *, scope: Scope, actor: Actor) -> Frequencies:
        """How common `terms` are."""
        ...

    def follows(self, terms: Sequence[str], *, scope: Scope, actor: Actor) -> bool:
        """Whether `terms` stand one after the other in some passage."""
        ...

    def find(
        self,
        terms: Sequence[str],
        *,
        limit: int,
        scope: Scope,
        actor: Actor,
        cancel: threading.Event | None = None,
    ) -> Sequence[Found]:
        """Up to `limit` passages that hold any of `terms`, best first."""
        ...
