"""Segments of a Whoosh 2.7.4 index as numpy arrays.

Here and in `index_writer` names private to Whoosh are known, nowhere else; `tests/contracts/test_whoosh.py`
pins every one of them. Heavy: imports numpy and whoosh.
"""

from __future__ import annotations

import pickle
import struct
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import LENGTHS_COLUMN, WHOOSH3_HEADER_MAGIC, W3Codec
from whoosh.columns import FixedBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Format
from whoosh.reading import TermNotFound
from whoosh.util.numeric import byte_to_length

KEY_LENGTH = 48
KEYS = FixedBytesColumn(KEY_LENGTH)


class Counted(Format):  # type: ignore[misc] # whoosh has no types
    """A posting is a term and how often it stands in the entry; nothing else is written.

    The value of such a field is a list of terms already made: no analyzer of Whoosh's comes near them.
    The class is named in the files of an index; renaming it makes them unreadable, and they are remade.
    """

    posting_size = 0

    def word_values(
        self, value: Sequence[str], analyzer: object, **options: object
    ) -> Iterator[tuple[str, int, float, bytes]]:
        """(term, count, weight, nothing) of each term."""
        return ((term, count, float(count), b"") for term, count in Counter(value).items())


SCHEMA = Schema(
    key=COLUMN(KEYS),
    tokens=FieldType(Counted(), None, scorable=True),
    facets=FieldType(Counted(), None),
)

# Blocks of 128 postings and the lengths in them serve skipping, which the scorer never does: without them
# postings decode in a third of the time and are written in three quarters of it. Compression would make a
# quarter less of the files, for as much more time again.
BLOCK = 8192
CODEC = W3Codec(blocklimit=BLOCK, compression=0)
CODEC.length_stats = False

LENGTH = struct.Struct("!i")
_LENGTHS = np.array([byte_to_length(code) for code in range(256)], dtype=np.int32)
_NOTHING = (np.empty(0, dtype=np.uint32), np.empty(0, dtype=np.float32))


class WhooshSegment:
    """One segment of an open Whoosh reader. Arrays are copies: they outlive the reader."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self.id: str = reader.segment().segment_id()
        self.size: int = reader.doc_count_all()
        self.deleted = np.array(sorted(reader.segment().deleted_docs()), dtype=np.uint32)
        self._keys: NDArray[np.bytes_] | None = None

    def postings(self, term: str) -> tuple[NDArray[np.uint32], NDArray[np.float32]]:
        """The entries that hold the term, deleted ones included, and how often."""
        return self._decoded("tokens", term)

    def faceted(self, facet: str) -> NDArray[np.uint32]:
        """The entries with the facet, deleted ones included."""
        return self._decoded("facets", facet)[0]

    def lengths(self) -> NDArray[np.int32]:
        """How many tokens each entry has, as Whoosh keeps it: to one byte, about 3 % coarse."""
        codes = np.zeros(self.size, dtype=np.uint8)
        if self._reader._perdoc.has_column("_tokens_len"):
            column = self._reader._perdoc.column_reader("_tokens_len", LENGTHS_COLUMN)
            written = column._dbfile.get(column._basepos, column._count)
            codes[: column._count] = np.frombuffer(written, dtype=np.uint8)
        return _LENGTHS[codes]

    def keys(self) -> NDArray[np.bytes_]:
        """The key of each entry."""
        if self._keys is None:
            column = self._reader._perdoc.column_reader("key", KEYS)
            written = column._dbfile.get(column._basepos, column._count * KEY_LENGTH)
            self._keys = np.frombuffer(bytes(written), dtype=f"S{KEY_LENGTH}")
        return self._keys

    def _decoded(self, field: str, term: str) -> tuple[NDArray[np.uint32], NDArray[np.float32]]:
        terms = self._reader._terms
        try:
            info = terms.term_info(field, term.encode())
        except TermNotFound:
            return _NOTHING
        offset, (length,) = info.extent()  # the length as unpacked, a tuple
        return decode(bytes(terms._postfile.get(offset, length)))


def decode(data: bytes) -> tuple[NDArray[np.uint32], NDArray[np.float32]]:
    """The numbers and weights of one term's postings."""
    ids: list[NDArray[np.uint32]] = []
    weights: list[NDArray[np.float32]] = []
    for count, steps, written in blocks(data):
        ids.append(np.cumsum(np.array(steps, dtype=np.uint32), dtype=np.uint32))
        if isinstance(written, tuple):
            weights.append(np.array(written, dtype=np.float32))
        else:
            weights.append(np.full(count, 1.0 if written is None else written, dtype=np.float32))
    if len(ids) == 1:
        return ids[0], weights[0]
    return np.concatenate(ids), np.concatenate(weights)


def blocks(data: bytes) -> Iterator[tuple[int, tuple[int, ...], tuple[float, ...] | float | None]]:
    """The blocks of one term's postings, written as W3PostingsWriter does: how many, and what of them.

    A magic word, then blocks: their length in bytes (negative: the last), a pickled tuple of facts (number
    of postings, last id, highest weight, compression, ...), and (compressed) a pickled (differences of ids,
    weights, values), where the weights are None for "all 1" and one number for "all this".
    """
    if data[:4] != WHOOSH3_HEADER_MAGIC:
        raise ValueError("no postings here")
    stream = BytesIO(data)
    place, last = len(WHOOSH3_HEADER_MAGIC), False
    while not last:
        (length,) = LENGTH.unpack_from(data, place)
        last = length < 0
        end = place + LENGTH.size + abs(length)
        stream.seek(place + LENGTH.size)
        count, _, _, compression, *_ = pickle.load(stream)
        block = data[stream.tell() : end]
        steps, written, _ = pickle.loads(zlib.decompress(block) if compression else block)
        yield count, steps, written
        place = end
