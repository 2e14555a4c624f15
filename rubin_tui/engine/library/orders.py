"""What an import is told to do, kept until it is done: whoever is killed in it goes on with it later.

An import belongs to the process that holds its lock. The system lets go of that when the process dies; then
any Rubin on the profile may take the import over, one at a time.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from rubin_tui.engine.files import PrivateFolder, ProcessLock
from rubin_tui.engine.model import DEFAULT_CATEGORY, LOCAL, Actor, Failure, UnfinishedImport
from rubin_tui.engine.store import IMPORT, Database, Imports, Kept, new_id

FOLDER = "imports"
"""Beside the database: the locks of the imports under way."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be imported for whom, and where it belongs; `folder_id` as in `Document`."""

    paths: tuple[Path, ...]
    category: str = DEFAULT_CATEGORY
    tags: tuple[str, ...] = ()
    actor: Actor = LOCAL
    folder_id: str = ""


class Undertaking:
    """One import this process has taken on; as a context it is let go, done or not, when the block ends."""

    def __init__(
        self, database: Database, lock: ProcessLock, id: str, order: Order, before: frozenset[bytes]
    ) -> None:
        self.order = order
        self.before = before
        """The files that ended before it was broken off, as `os.fsencode` writes them."""
        self._database = database
        self._lock = lock
        self._id = id

    def ended(self, paths: Iterable[Path], found: int) -> None:
        """These files have ended and are not read again when the import is resumed; it has `found` so far."""
        with self._database.writing() as connection:
            Imports(connection).end(self._id, paths, found + len(self.before))

    def finish(self) -> None:
        """All is done, or nobody wants it any more."""
        with self._database.writing() as connection:
            Imports(connection).remove(self._id)
        self._lock.path.unlink(missing_ok=True)

    def __enter__(self) -> Undertaking:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lock.__exit__(kind, error, trace)


class Orders:
    """The imports of a profile that have not come to their end."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._folder = database.path.parent / FOLDER

    def begin(self, order: Order) -> Undertaking:
        """Keep an order and take it on.

        Raises:
            Failure: of the store or of the profile's folder.
        """
        PrivateFolder(self._folder)
        id = new_id(IMPORT)
        with ExitStack() as held:
            # The lock first: what stands in the database unlocked is anybody's.
            lock = held.enter_context(self._lock(id))
            with self._database.writing() as connection:
                if order.folder_id:  # one at a time looks at a folder: what is there was broken off
                    for kept in Imports(connection).all(actor=order.actor):
                        if kept.folder_id == order.folder_id:
                            Imports(connection).remove(kept.id)
                Imports(connection).add(
                    id,
                    order.paths,
                    category=order.category,
                    tags=order.tags,
                    folder_id=order.folder_id,
                    actor=order.actor,
                )
            held.pop_all()
        return Undertaking(self._database, lock, id, order, frozenset())

    def unfinished(self, actor: Actor) -> list[UnfinishedImport]:
        """The imports of `actor` that were broken off and nobody is at, the oldest first.

        Those of a folder that is kept in step are not among them: the next look at it finds what is left.
        """
        with self._database.reading() as connection:
            kept = Imports(connection).all(actor=actor)
        return [
            UnfinishedImport(
                id=one.id,
                paths=tuple(map(str, one.paths)),
                category=one.category,
                tags=one.tags,
                ordered_at=one.ordered_at,
                left=max(1, one.found - one.ended),
            )
            for one in kept
            if not one.folder_id and not self._lock(one.id).is_held()
        ]

    def resume(self, id: str) -> Undertaking | None:
        """Take on an import that was broken off; None when another one has, or it has come to its end."""
        PrivateFolder(self._folder)
        with ExitStack() as held:
            try:
                lock = held.enter_context(self._lock(id))
            except Failure:
                return None
            with self._database.reading() as connection:
                kept, before = Imports(connection).get(id), Imports(connection).ended(id)
            if kept is None:
                lock.path.unlink(missing_ok=True)
                return None
            held.pop_all()
        return Undertaking(self._database, lock, id, _order(kept), before)

    def _lock(self, id: str) -> ProcessLock:
        return ProcessLock(self._folder / f"{id}.lock")


def _order(kept: Kept) -> Order:
    return Order(kept.paths, kept.category, kept.tags, kept.actor, kept.folder_id)
