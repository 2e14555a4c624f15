"""A file that holds code: the code to show, where each place of it stands, and the file after an edit."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from rubin_tui.engine.containers.pieces import TAG, DividerChanged, Fixed, Piece, Stretch

_LINE_END = re.compile("\r\n|\r|\n")


class Container:
    """The text of a file and the code in it.

    `kind` is the form of the file: "twincat", "plcopen", "l5x". `code` is what is shown and edited. Lines and
    columns count from 0, columns in characters.
    """

    def __init__(self, kind: str, text: str, pieces: Iterable[Piece]) -> None:
        self.kind = kind
        self.text = text
        self.pieces = tuple(pieces)
        first_end = _LINE_END.search(text)
        self._end = first_end.group() if first_end else "\n"
        shown: list[str] = []
        self._starts: list[int] = []
        length = 0
        for piece in self.pieces:
            self._starts.append(length)
            part = self._end.join(piece.lines) if isinstance(piece, Fixed) else piece.code
            if piece is not self.pieces[-1] or isinstance(piece, Fixed):
                part += self._end
            shown.append(part)
            length += len(part)
        self.code = "".join(shown)

    @cached_property
    def other_lines(self) -> tuple[tuple[int, int], ...]:
        """The lines of the code that are in another language (instruction lists): first, end."""
        rows = (
            (self._line(start), self._line(start + len(piece.code)) + 1)
            for start, piece in zip(self._starts, self.pieces, strict=True)
            if isinstance(piece, Stretch) and piece.language != "st"
        )
        return tuple(rows)

    @cached_property
    def dividers(self) -> frozenset[str]:
        """The lines of the code that do not stand in the file and may not change."""
        return frozenset(
            line for piece in self.pieces if isinstance(piece, Fixed) for line in piece.lines if TAG in line
        )

    @cached_property
    def blocks(self) -> dict[str, int]:
        """Declarations that are elements in the file: their first line, and how many lines they are."""
        return {
            piece.lines[0]: len(piece.lines)
            for piece in self.pieces
            if isinstance(piece, Fixed) and len(piece.lines) > 1
        }

    def is_ours(self, line: int) -> bool:
        """Whether a line of the code is one that does not stand in the file."""
        return isinstance(self.pieces[self._piece_at(self._code_starts[line])], Fixed)

    def to_file(self, line: int, column: int = 0) -> tuple[int, int]:
        """Where in the file a place of the code stands; a line of ours: what it speaks of."""
        line = min(line, len(self._code_starts) - 1)
        offset = min(self._code_starts[line] + column, len(self.code))
        index = self._piece_at(offset)
        piece = self.pieces[index]
        if isinstance(piece, Fixed):
            return _place(piece.at, self._file_starts)
        at = piece.to_file(min(offset - self._starts[index], len(piece.code)))
        return _place(at, self._file_starts)

    def to_code(self, line: int, column: int = 0) -> tuple[int, int]:
        """Where in the code a place of the file is shown, or what is shown nearest before it."""
        line = min(line, len(self._file_starts) - 1)
        offset = min(self._file_starts[line] + column, len(self.text))
        best, at = -1, 0
        for start, piece in zip(self._starts, self.pieces, strict=True):
            begins = piece.at if isinstance(piece, Fixed) else piece.start
            if best <= begins <= offset:
                best = begins
                at = start if isinstance(piece, Fixed) else start + piece.to_code(offset)
        return _place(at, self._code_starts)

    def written(self, code: str) -> str:
        """The text of the file with `code` in place of `self.code`.

        Raises:
            DividerChanged: a line of ours was edited, removed or doubled.
        """
        if code == self.code:
            return self.text
        out: list[str] = []
        done = 0
        parts = self._parts(code)
        for piece, part in sorted(parts, key=lambda pair: pair[0].start):
            out.append(self.text[done : piece.start])
            out.append(self.text[piece.start : piece.end] if part == piece.code else piece.write(part))
            done = piece.end
        return "".join([*out, self.text[done:]])

    def _parts(self, code: str) -> list[tuple[Stretch, str]]:
        """The edited stretches: what stands between the lines of ours, each of which must be there once."""
        starts = _line_starts(code)
        lines = [_LINE_END.sub("", code[a:b]) for a, b in zip(starts, [*starts[1:], len(code)], strict=True)]
        self._count(lines)
        parts: list[tuple[Stretch, str]] = []
        stretch: Stretch | None = None
        line = begin = 0
        for piece in self.pieces:
            if isinstance(piece, Stretch):
                stretch, begin = piece, line
                continue
            try:
                found = lines.index(piece.lines[0], line)
            except ValueError:
                raise DividerChanged(piece.lines[0]) from None
            if stretch is None and found != line:
                raise DividerChanged(piece.lines[0])
            after = found + len(piece.lines)
            if tuple(lines[found:after]) != piece.lines:
                was = zip(piece.lines, [*lines[found:after], *[""] * len(piece.lines)], strict=False)
                raise DividerChanged(next(one for one, other in was if one != other))
            if stretch is not None:
                parts.append((stretch, self._before(code, starts, begin, found)))
                stretch = None
            line = after
        if stretch is not None:
            parts.append((stretch, code[starts[begin] :] if begin < len(starts) else ""))
        elif line < len(lines) and any(lines[line:]):
            raise DividerChanged(self.pieces[-1].lines[-1] if isinstance(self.pieces[-1], Fixed) else "")
        return parts

    def _count(self, lines: list[str]) -> None:
        wanted = Counter(
            line for piece in self.pieces if isinstance(piece, Fixed) for line in piece.lines if TAG in line
        )
        there = Counter(line for line in lines if line in wanted)
        for line, count in wanted.items():
            if there[line] > count:
                raise DividerChanged(line)

    @staticmethod
    def _before(code: str, starts: list[int], begin: int, found: int) -> str:
        part = code[starts[begin] : starts[found]]
        return part[: -len(end.group())] if (end := _LINE_END_LAST.search(part)) else part

    def _piece_at(self, offset: int) -> int:
        return max(bisect_right(self._starts, offset) - 1, 0)

    def _line(self, offset: int) -> int:
        return _place(offset, self._code_starts)[0]

    @cached_property
    def _code_starts(self) -> list[int]:
        return _line_starts(self.code)

    @cached_property
    def _file_starts(self) -> list[int]:
        return _line_starts(self.text)


_LINE_END_LAST = re.compile("(?:\r\n|\r|\n)\\Z")


def _line_starts(text: str) -> list[int]:
    return [0, *(end.end() for end in _LINE_END.finditer(text))]


def _place(offset: int, starts: list[int]) -> tuple[int, int]:
    line = bisect_right(starts, offset) - 1
    return line, offset - starts[line]
