"""The search index on Whoosh 2.7.4: committed by its segment writer, scored by our own numpy BM25.

Heavy: imports numpy and whoosh. Stays clear of what is broken there: `Searcher.refresh`, `BufferedWriter`,
`AsyncWriter`, `update_document`, compound files (read whole into memory).
"""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from whoosh.index import FileIndex, LockError
from whoosh.reading import SegmentReader

from rubin_tui.engine.library.index import (
    ALL,
    ANYWHERE,
    Entry,
    Filters,
    Frequencies,
    IndexBusy,
    IndexLost,
    IndexStats,
    Pick,
    Ranked,
    Term,
)
from rubin_tui.engine.library.index_segments import KEY_LENGTH, SCHEMA, WhooshSegment
from rubin_tui.engine.library.index_storage import (
    LastingStorage,
    State,
    checksum,
    inspect_folder,
    make_folder,
    read_state,
)
from rubin_tui.engine.library.index_writer import EntryWriter
from rubin_tui.engine.library.scorer import CACHE_BYTES, K1, B, Bm25, Decoded

FANOUT = 6  # so many segments of about one size become one
SMALLEST = 100  # segments below are all of about one size
QUICK_MERGE = 500  # entries a commit may rewrite while someone waits for it
LARGEST_MERGE = 30_000  # entries `tidy` rewrites at a time: some seconds, and 100 MB of memory

_TOC = re.compile(r"_MAIN_(\d+)\.toc")

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _View:
    """The index as of one commit."""

    place: tuple[int, int, int]
    state: State
    reader: Any
    segments: tuple[WhooshSegment, ...]


class WhooshIndex:
    """A `SearchIndex` in a private folder. Safe to use from any thread; one process writes at a time.

    A search sees the newest commit, of this process or of another, even when the whole folder was
    exchanged. Every trouble with what is in the folder is `IndexLost`.
    """

    def __init__(
        self, folder: Path, identity: str, *, k1: float = K1, b: float = B, cache_bytes: int = CACHE_BYTES
    ) -> None:
        """Open the index in `folder`, made from the database called `identity`.

        Raises:
            IndexLost: when there is none that can be used.
        """
        self.folder = folder
        self._identity = identity
        self._k1, self._b = k1, b
        self._decoded = Decoded(cache_bytes)
        self._lock = threading.RLock()
        self._view: _View | None = None
        self._sound: dict[str, tuple[int, int, int]] = {}
        self._writer: Any = None
        self._storage: LastingStorage | None = None
        self._deleting: Any = None
        with self._lock:
            self._current()

    @classmethod
    def create(cls, folder: Path, identity: str, **options: Any) -> WhooshIndex:
        """Make an empty index in a new folder, in which no change has been applied, and open it."""
        make_folder(folder)
        storage = LastingStorage(str(folder))
        storage.announce(State(seq=0, entries=0, identity=identity), set())
        FileIndex.create(storage, SCHEMA, "MAIN")
        return cls(folder, identity, **options)

    def add(self, entries: Iterable[Entry]) -> None:
        """See `SearchIndex.add`. A segment's keys must be new: delete the group first."""
        with self._changing() as writer:
            for entry in entries:
                writer.add_entry(_key(entry.key), entry.tokens, (_group(entry.group), *entry.facets))

    def delete(self, groups: Iterable[str]) -> None:
        """See `SearchIndex.delete`."""
        with self._changing() as writer:
            if self._deleting is None:
                self._deleting = writer.searcher()
            for group in groups:
                writer.delete_by_term("facets", _group(group), searcher=self._deleting)

    def commit(self, seq: int) -> None:
        """See `SearchIndex.commit`."""
        self._commit(seq, QUICK_MERGE)

    def tidy(self, *, beyond: int = 0) -> bool:
        """Join segments of about one size, some at a time; False when there was nothing to do.

        There is nothing to do with up to `beyond` segments.
        """
        with self._lock:
            view = self._current()
            if len(view.segments) <= beyond:
                return False
            sizes = [(segment.size, segment.size - len(segment.deleted)) for segment in view.segments]
            if self._writer is None and not _to_merge(sizes, LARGEST_MERGE):
                return False
            self._commit(view.state.seq, LARGEST_MERGE)
            return True

    def cancel(self) -> None:
        """See `SearchIndex.cancel`."""
        with self._lock:
            if self._writer is not None:
                _abandon(self._written())

    def applied(self) -> int:
        """See `SearchIndex.applied`."""
        with self._lock:
            return self._current().state.seq

    def search(self, terms: Iterable[Term], k: int, filters: Filters = ANYWHERE, pick: Pick = ALL) -> Ranked:
        """See `SearchIndex.search`."""
        wanted = tuple(terms)
        return self._asked(lambda scorer: scorer.rank(wanted, k, filters, pick))

    def frequencies(self, terms: Iterable[str], filters: Filters = ANYWHERE) -> Frequencies:
        """See `SearchIndex.frequencies`."""
        wanted = tuple(terms)
        return self._asked(lambda scorer: scorer.frequencies(wanted, filters))

    def stats(self) -> IndexStats:
        """See `SearchIndex.stats`."""
        with self._lock:
            view = self._current()
        size = sum(size for size, _ in view.state.files.values())
        return IndexStats(view.state.entries, len(view.segments), size, view.state.seq)

    def health(self) -> str:
        """See `SearchIndex.health`."""
        with self._lock:
            try:
                state = self._current().state
                for name, (_, expected) in state.files.items():
                    if checksum(self.folder / name) != expected:
                        return f"{name} has changed"
            except (IndexLost, OSError) as error:
                return str(error)
            return ""

    def forget_terms(self) -> None:
        """Let the memory go that decoded postings are held in: the next search reads the files again."""
        with self._lock:
            self._decoded.forget_terms()

    def close(self) -> None:
        """See `SearchIndex.close`."""
        with self._lock:
            self.cancel()
            self._forget()

    def _asked(self, ask: Callable[[Bm25], _T]) -> _T:
        with self._lock:
            for last in (False, True):
                view = self._current()
                try:
                    return ask(Bm25(view.segments, self._decoded, k1=self._k1, b=self._b))
                # Whoosh has no error of its own for damage: it fails as it happens to fail. A first failure
                # may also be a file another process has just replaced.
                except Exception as error:
                    self._forget()
                    if last:
                        raise IndexLost(str(error)) from error
            raise AssertionError("unreachable")

    def _current(self) -> _View:
        """The newest commit, opened."""
        problem: Exception = IndexLost(f"no index in {self.folder}")
        for _ in range(5):
            try:
                place = (*inspect_folder(self.folder), _generation(self.folder))
                if self._view is None or self._view.place != place:
                    self._view = self._opened(place)
                return self._view
            except Exception as error:  # noqa: BLE001 - kept, and raised when opening again fails too
                problem = error
                time.sleep(0.01)  # another process may be exchanging files this very moment
        self._forget()
        raise IndexLost(str(problem)) from problem

    def _opened(self, place: tuple[int, int, int]) -> _View:
        self._forget()
        state = read_state(self.folder, place[-1], self._identity)
        self._inspect(state, place[-1])
        reader = FileIndex(LastingStorage(str(self.folder)), schema=SCHEMA).reader()
        try:
            leaves = [leaf for leaf, _ in reader.leaf_readers() if isinstance(leaf, SegmentReader)]
            segments = tuple(WhooshSegment(leaf) for leaf in leaves)
            if sum(one.size - len(one.deleted) for one in segments) != state.entries:
                raise IndexLost("not as many entries as were committed")
        except BaseException:
            reader.close()
            raise
        self._decoded.keep(segment.id for segment in segments)
        return _View(place, state, reader, segments)

    def _inspect(self, state: State, generation: int) -> None:
        """Read what was not read before: Whoosh itself would give wrong hits out of a changed file.

        Of 100,000 passages this takes some hundredths of a second, once.

        Raises:
            IndexLost: when a file is not as it was committed.
        """
        toc = f"_MAIN_{generation}.toc"
        if checksum(self.folder / toc) != state.toc:
            raise IndexLost(f"{toc} has changed")
        sound: dict[str, tuple[int, int, int]] = {}
        for name, (_, expected) in state.files.items():
            facts = (self.folder / name).stat()
            sound[name] = (facts.st_ino, facts.st_size, facts.st_mtime_ns)
            if self._sound.get(name) != sound[name] and checksum(self.folder / name) != expected:
                raise IndexLost(f"{name} has changed")
        self._sound = sound

    def _forget(self) -> None:
        if self._view is not None:
            self._view.reader.close()
            self._view = None

    @contextmanager
    def _changing(self) -> Iterator[Any]:
        """The writer. What it stumbles over in the folder is `IndexLost`; a full disk is an `OSError`."""
        with self._lock:
            try:
                yield self._writing()
            except FileNotFoundError as error:
                raise IndexLost(str(error)) from error
            except (OSError, ValueError, IndexLost, IndexBusy):
                raise
            except Exception as error:
                raise IndexLost(str(error)) from error

    def _writing(self) -> Any:
        if self._writer is None:
            view = self._current()
            self._storage = LastingStorage(str(self.folder), dict(view.state.files))
            try:
                self._writer = EntryWriter(FileIndex(self._storage, schema=SCHEMA))
            except LockError as error:
                raise IndexBusy(str(self.folder)) from error
        return self._writer

    def _written(self) -> Any:
        writer, self._writer = self._writer, None
        if self._deleting is not None:
            self._deleting.close()
            self._deleting = None
        return writer

    def _commit(self, seq: int, merge_limit: int) -> None:
        with self._changing() as writer:
            storage = self._storage
            self._written()
            assert storage is not None

            def merge(writer: Any, segments: list[Any]) -> list[Any]:
                sizes = [(one.doc_count_all(), one.doc_count()) for one in segments]
                chosen = _to_merge(sizes, merge_limit)
                for number in sorted(chosen):
                    if segments[number].doc_count():
                        with _reading(storage, segments[number]) as reader:
                            writer.add_segment(reader)
                kept = [one for number, one in enumerate(segments) if number not in chosen]
                new = writer.doc_count()
                storage.announce(
                    State(seq, sum(one.doc_count() for one in kept) + new, self._identity),
                    {one.segment_id() for one in kept} | ({writer.newsegment.segment_id()} if new else set()),
                )
                return kept

            try:
                writer.commit(mergetype=merge)
            except BaseException:
                _abandon(writer)
                raise


def remove_folder(folder: Path) -> None:
    """Remove an index; a folder that is not there is removed already."""
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)


def _abandon(writer: Any) -> None:
    """Forget what a writer holds and let the next one in; on a full disk even forgetting may fail."""
    try:
        writer.cancel()
    except OSError:
        writer.writelock.release()


@contextmanager
def _reading(storage: LastingStorage, segment: Any) -> Iterator[Any]:
    reader = SegmentReader(storage, SCHEMA, segment)
    try:
        yield reader
    finally:
        reader.close()


def _generation(folder: Path) -> int:
    """The number of the newest table of contents; -1 when there is none."""
    return max(
        (int(match[1]) for path in folder.iterdir() if (match := _TOC.fullmatch(path.name))), default=-1
    )


def _key(key: str) -> bytes:
    written = key.encode("ascii")
    if not 0 < len(written) <= KEY_LENGTH:
        raise ValueError(f"a key has 1 to {KEY_LENGTH} characters: {key!r}")
    return written.ljust(KEY_LENGTH, b"\0")


def _group(group: str) -> str:
    return f"doc:{group}"


def _to_merge(sizes: list[tuple[int, int]], limit: int) -> set[int]:
    """Which segments, of (entries, entries not deleted), a commit should rewrite as one.

    Those of about one size when there are `FANOUT` of them, and those that are more than half deleted;
    never more than `limit` entries. An empty one always.
    """
    chosen = {number for number, (_, live) in enumerate(sizes) if not live}
    tiers: dict[int, list[int]] = {}
    for number, (_, live) in sorted(enumerate(sizes), key=lambda item: item[1][1]):
        tier, top = 0, SMALLEST
        while live >= top:
            tier, top = tier + 1, top * FANOUT
        if number not in chosen:
            tiers.setdefault(tier, []).append(number)
    room = limit
    for numbers in tiers.values():
        fitting: list[int] = []
        for number in numbers:
            if sizes[number][1] <= room - sum(sizes[one][1] for one in fitting):
                fitting.append(number)
        worn = [one for one in fitting if sizes[one][1] * 2 < sizes[one][0]]
        taken = fitting if len(fitting) >= FANOUT else worn
        room -= sum(sizes[one][1] for one in taken)
        chosen.update(taken)
    return chosen
