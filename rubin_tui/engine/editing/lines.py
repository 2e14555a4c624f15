"""A text as lines that keep their own ends: an immutable sequence whose versions share what is equal.

Only LF, CR LF and CR end a line; form feeds, NEL, U+2028 and their like are characters of it. The lines
stand in chunks: to replace some of them copies their chunk and the list of chunks, never all lines.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain
from typing import NamedTuple, overload

from rubin_tui.engine.model import Position
from rubin_tui.engine.text.encodings import Newline

ENDS: tuple[Newline, ...] = ("", "\n", "\r\n", "\r")
"""The line ends by their code; only the last line has none, and it always has none."""

_CODE = {end: code for code, end in enumerate(ENDS)}
_END = re.compile("\r\n|\r|\n")
_CHUNK = 512  # lines; the cost of a key grows with it and with the number of chunks
_PIECE = 1 << 20  # characters split at a time: other threads get their turn in between


class _Chunk(NamedTuple):
    texts: tuple[str, ...]
    ends: bytes


def split(text: str) -> tuple[list[str], bytes]:
    """The lines of `text` without their ends, and the codes of the ends; at least one line."""
    if "\r" not in text:
        texts = text.split("\n")
        return texts, b"\1" * (len(texts) - 1) + b"\0"
    crlf = text.count("\r\n")
    if text.count("\n") == crlf == text.count("\r"):
        texts = text.split("\r\n")
        return texts, b"\2" * (len(texts) - 1) + b"\0"
    return _END.split(text), bytes(_CODE[end] for end in _END.findall(text)) + b"\0"


class Lines(Sequence[str]):
    """The lines of a text, without their ends; never fewer than one. Compared by content, ends included."""

    __slots__ = ("_chunks", "_count", "_starts")

    def __init__(self, chunks: Sequence[_Chunk], starts: list[int] | None = None) -> None:
        """Use `Lines.of`."""
        self._chunks = tuple(chunks)
        if starts is None:
            starts = [0, *accumulate(len(chunk.texts) for chunk in self._chunks)]
        self._count = starts[-1]
        self._starts = starts

    @classmethod
    def of(cls, text: str) -> Lines:
        """The lines of `text`."""
        chunks: list[_Chunk] = []
        begin = 0
        while begin < len(text):
            cut = text.find("\n", begin + _PIECE) + 1 or len(text)
            texts, ends = split(text[begin:cut])
            if cut < len(text):  # it ends with a line end: the empty line after it is the next piece's first
                texts.pop()
                ends = ends[:-1]
            chunks += _chunks(texts, ends)
            begin = cut
        return cls(chunks or [_Chunk(("",), b"\0")])

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        """One line, or a list of some."""
        if isinstance(index, slice):
            first, last, step = index.indices(self._count)
            if step == 1:
                return list(chain.from_iterable(piece.texts for piece in self._pieces(first, last)))
            return [self[number] for number in range(first, last, step)]
        if index < 0:
            index += self._count
        if not 0 <= index < self._count:
            raise IndexError(index)
        at = bisect_right(self._starts, index) - 1
        return self._chunks[at].texts[index - self._starts[at]]

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(chunk.texts for chunk in self._chunks)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Lines):
            return NotImplemented
        return self is other or (self._count == other._count and self._equal(other))

    __hash__ = None  # type: ignore[assignment]

    @property
    def end(self) -> Position:
        """The place after the last character."""
        return Position(self._count - 1, len(self._chunks[-1].texts[-1]))

    @property
    def text(self) -> str:
        """The whole text with every line's own end."""
        return "".join(map(_joined, self._chunks))

    def end_of(self, number: int) -> Newline:
        """The end of a line; "" of the last."""
        at = bisect_right(self._starts, number) - 1
        return ENDS[self._chunks[at].ends[number - self._starts[at]]]

    def counts(self) -> dict[Newline, int]:
        """How many lines end with LF, CR LF and CR."""
        return {
            end: sum(chunk.ends.count(code) for chunk in self._chunks) for end, code in _CODE.items() if end
        }

    def clamp(self, position: tuple[int, int]) -> Position:
        """`position`, or the place of the text nearest to it."""
        line, character = position
        if line >= self._count:
            return self.end
        if line < 0:
            return Position(0, 0)
        return Position(line, min(max(character, 0), len(self[line])))

    def between(self, start: Position, end: Position) -> str:
        """The text from `start` up to `end`, line ends as they are."""
        if start.line == end.line:
            return self[start.line][start.character : end.character]
        first = self[start.line][start.character :] + self.end_of(start.line)
        middle = map(_joined, self._pieces(start.line + 1, end.line))
        return "".join((first, *middle, self[end.line][: end.character]))

    def replaced(self, start: Position, end: Position, text: str) -> tuple[Lines, Position]:
        """The lines with `text` in place of what stands from `start` to `end`; and where `text` ends."""
        first, last = self[start.line], self[end.line]
        texts, ends = split(text)
        new_end = Position(
            start.line + len(texts) - 1, len(texts[-1]) + (start.character if len(texts) == 1 else 0)
        )
        texts[0] = first[: start.character] + texts[0]
        texts[-1] += last[end.character :]
        ends = ends[:-1] + bytes((_CODE[self.end_of(end.line)],))
        return self._with(start.line, end.line, texts, ends), new_end

    def with_ends(self, newline: Newline) -> Lines:
        """The same lines, each but the last ended by `newline`."""
        code = bytes((_CODE[newline],))
        chunks = [_Chunk(chunk.texts, code * len(chunk.ends)) for chunk in self._chunks]
        chunks[-1] = _Chunk(chunks[-1].texts, chunks[-1].ends[:-1] + b"\0")
        return Lines(chunks, self._starts)

    def _with(self, first: int, last: int, texts: list[str], ends: bytes) -> Lines:
        """Lines `first` to `last` replaced by one line or more."""
        starts = self._starts
        a = bisect_right(starts, first) - 1
        b = bisect_right(starts, last) - 1
        head, tail = self._chunks[a], self._chunks[b]
        before, after = first - starts[a], last + 1 - starts[b]
        if a == b and len(texts) == last - first + 1:
            kept = list(head.texts)
            kept[before:after] = texts
            chunk = _Chunk(tuple(kept), head.ends[:before] + ends + head.ends[after:])
            return Lines((*self._chunks[:a], chunk, *self._chunks[a + 1 :]), starts)
        if a and before + len(texts) + len(tail.texts) - after < _CHUNK // 4:  # too small to stand alone
            a -= 1
            before += len(self._chunks[a].texts)
            head = _Chunk(self._chunks[a].texts + head.texts, self._chunks[a].ends + head.ends)
        made = _chunks(
            [*head.texts[:before], *texts, *tail.texts[after:]], head.ends[:before] + ends + tail.ends[after:]
        )
        return Lines((*self._chunks[:a], *made, *self._chunks[b + 1 :]))

    def _pieces(self, first: int, last: int) -> Iterator[_Chunk]:
        """The lines from `first` up to `last`, chunk by chunk."""
        at = max(bisect_right(self._starts, first) - 1, 0)
        while first < last:
            start = self._starts[at]
            texts, ends = self._chunks[at]
            yield _Chunk(texts[first - start : last - start], ends[first - start : last - start])
            at += 1
            first = self._starts[at]

    def _equal(self, other: Lines) -> bool:
        """Chunks that are the same object are equal; the rest, cut alike or not, goes piece by piece."""
        same = 0
        for one, two in zip(self._chunks, other._chunks, strict=False):
            if one is not two:
                break
            same += 1
        ours, theirs = iter(self._chunks[same:]), iter(other._chunks[same:])
        left = right = _Chunk((), b"")
        while True:
            left, right = (
                left if left.ends else next(ours, left),
                right if right.ends else next(theirs, right),
            )
            length = min(len(left.ends), len(right.ends))
            if not length:
                return True
            if left is not right and (
                left.ends[:length] != right.ends[:length] or left.texts[:length] != right.texts[:length]
            ):
                return False
            left = _Chunk(left.texts[length:], left.ends[length:])
            right = _Chunk(right.texts[length:], right.ends[length:])


def _chunks(texts: list[str], ends: bytes) -> list[_Chunk]:
    size = len(texts) if len(texts) <= 2 * _CHUNK else _CHUNK
    return [
        _Chunk(tuple(texts[at : at + size]), ends[at : at + size])
        for at in range(0, len(texts), max(size, 1))
    ]


def _joined(chunk: _Chunk) -> str:
    texts, ends = chunk
    end = ENDS[ends[0]]
    if ends.count(ends[0]) == len(ends):
        return end.join(texts) + end
    return "".join(chain.from_iterable((text, ENDS[code]) for text, code in zip(texts, ends, strict=True)))
