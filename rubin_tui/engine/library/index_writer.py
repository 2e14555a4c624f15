"""A Whoosh 2.7.4 segment written term by term, byte for byte as Whoosh's own writer would.

That one makes a tuple of every posting, sorts them all and hands them on one by one, which is four fifths of
its time; so it is again whenever segments are joined. Here the postings of a term are gathered as they come:
entries come in the order of their numbers, so nothing is sorted but the terms.

Heavy: imports whoosh. `tests/contracts/test_whoosh.py` pins every private name used here.
"""

from __future__ import annotations

import struct
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import md5
from itertools import accumulate, repeat
from operator import sub
from pickle import dumps
from typing import Any

from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3TermInfo
from whoosh.index import FileIndex
from whoosh.writing import SegmentWriter

from rubin_tui.engine.library.index_segments import BLOCK, CODEC, KEYS, LENGTH, SCHEMA, blocks

_NO_LENGTHS = 0  # of the shortest and the longest entry of a block: we keep none
_PROTOCOL = 2
_EXTENT = struct.Struct("!qi")
_FIELD = struct.Struct("!H")
_ROW = struct.Struct("!ii")

_Postings = tuple[Any, Any]  # array("I") of numbers, array("f") of weights; mypy knows no arrays of a type


class EntryWriter(SegmentWriter):  # type: ignore[misc] # whoosh has no types
    """The one writer of an index. Holds the postings of a commit in memory: a few hundred bytes a term."""

    def __init__(self, index: FileIndex) -> None:
        """Raises whoosh's `LockError` when there is another one."""
        super().__init__(index, codec=CODEC, compound=False)
        self._gathered: dict[str, dict[str, _Postings]] = {name: {} for name in ("facets", "tokens")}

    def add_entry(self, key: bytes, tokens: Sequence[str], facets: Iterable[str]) -> None:
        """One more entry; `key` has its whole length."""
        document = self.perdocwriter
        document.start_doc(self.docnum)
        document.add_column_value("key", KEYS, key)
        document.add_field("tokens", SCHEMA["tokens"], None, len(tokens))
        document.finish_doc()
        self._count("tokens", Counter(tokens))
        self._count("facets", Counter(facets))
        self._added = True
        self.docnum += 1

    def add_segment(self, reader: Any) -> None:
        """All entries of another segment that are not deleted."""
        base = self.docnum
        numbers = self.write_per_doc(set(SCHEMA.names()), reader)  # None: all of them, in their order
        terms = reader._terms
        fields = {number: self._gathered[name] for name, number in terms._fieldmap.items()}
        for key, value in terms._tindex.items():
            offset, length = _EXTENT.unpack_from(value, len(value) - _EXTENT.size)
            ids, weights = _read(bytes(terms._postfile.get(offset, length)))
            if numbers is not None:
                kept = [
                    (numbers[id], weight) for id, weight in zip(ids, weights, strict=True) if id in numbers
                ]
                if not kept:
                    continue
                ids, weights = [id for id, _ in kept], [weight for _, weight in kept]
            elif base:
                ids = [id + base for id in ids]
            held = fields[_FIELD.unpack_from(key)[0]]
            name = key[_FIELD.size :].decode()
            if name in held:
                held[name][0].extend(ids)
                held[name][1].extend(weights)
            else:
                held[name] = array("I", ids), array("f", weights)
        self._added = True

    def _count(self, field: str, terms: Counter[str]) -> None:
        held, number = self._gathered[field], self.docnum
        for term, count in terms.items():
            if term in held:
                ids, weights = held[term]
                ids.append(number)
                weights.append(count)
            else:
                held[term] = array("I", (number,)), array("f", (count,))

    def _flush_segment(self) -> None:
        """In place of Whoosh's, when it commits."""
        self.perdocwriter.close()
        for field, held in self._gathered.items():
            if held:
                self._write(field, held)
        self._gathered.clear()
        self.fieldwriter.close()

    def _write(self, field: str, held: dict[str, _Postings]) -> None:
        writer = self.fieldwriter
        prefix = _FIELD.pack(writer._fieldmap.setdefault(field, len(writer._fieldmap)))
        postings, table = writer._postfile, writer._tindex
        place, at = postings.tell(), table.dbfile.tell()
        for term in sorted(held):  # by code points, which is the order of their bytes
            ids, weights = held[term]
            written = _written(ids, weights)
            postings.write(written)
            key, value = prefix + term.encode(), _facts(ids, weights, place, len(written))
            place += len(written)
            row = _ROW.pack(len(key), len(value)) + key + value
            table.dbfile.write(row)
            table.index.append(at)
            code = int.from_bytes(md5(key, usedforsecurity=False).digest()[-4:], "big")
            table.buckets[code & 255].append((code, at))
            at += len(row)


def _facts(ids: Any, weights: Any, offset: int, length: int) -> bytes:
    """What the table of terms says of one."""
    facts: bytes = W3TermInfo._struct.pack(
        0, sum(weights), len(ids), _NO_LENGTHS, _NO_LENGTHS, max(weights), ids[0], ids[-1]
    )
    return facts + _EXTENT.pack(offset, length)


def _written(ids: Any, weights: Any) -> bytes:
    """The postings of a term as `index_segments.blocks` reads them."""
    parts = [WHOOSH3_HEADER_MAGIC]
    for begin in range(0, len(ids), BLOCK):
        numbers, counts = ids[begin : begin + BLOCK].tolist(), weights[begin : begin + BLOCK].tolist()
        first = counts[0]
        alike = counts.count(first) == len(counts)
        most = first if alike else max(counts)
        facts = dumps((len(numbers), numbers[-1], most, 0, _NO_LENGTHS, _NO_LENGTHS), _PROTOCOL)
        steps = (numbers[0], *map(sub, numbers[1:], numbers))
        block = dumps((steps, (None if first == 1.0 else first) if alike else tuple(counts), None), _PROTOCOL)
        size = len(facts) + len(block)
        parts += (LENGTH.pack(-size if begin + BLOCK >= len(ids) else size), facts, block)
    return b"".join(parts)


def _read(data: bytes) -> tuple[list[int], list[float]]:
    """As `index_segments.decode`, quicker for the few postings most terms have."""
    ids: list[int] = []
    weights: list[float] = []
    for count, steps, written in blocks(data):
        ids.extend(accumulate(steps))
        weights.extend(written if isinstance(written, tuple) else repeat(written or 1.0, count))
    return ids, weights
