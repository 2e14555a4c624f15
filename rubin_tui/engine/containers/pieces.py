"""What the shown code of a container is made of: stretches of the file, and lines of ours between them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rubin_tui.messages import Failure

TAG = "//---"
"""Begins the comment by which a line of ours is known."""


class DividerChanged(Failure):
    """A line that divides the parts of the file was edited: where a part ends can no longer be told."""

    def __init__(self, line: str) -> None:
        super().__init__("container.divider", line=line)


@dataclass(frozen=True, slots=True)
class Fixed:
    """Lines that do not stand in the file. At least the first is tagged. `at` is the place they speak of."""

    lines: tuple[str, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Code that stands in the file from `start` to `end`.

    `steps` are pairs (offset in the code, offset in the file), rising: between two of them both go on
    alike. `write` makes what stands in the file from an edited code. `language` is that of the code.
    """

    start: int
    end: int
    code: str
    steps: tuple[tuple[int, int], ...]
    write: Callable[[str], str]
    language: str = "st"

    def to_file(self, offset: int) -> int:
        """Where in the file a place of the code stands."""
        code, file = self.steps[bisect_right(self.steps, (offset, _LAST)) - 1]
        return file + offset - code

    def to_code(self, offset: int) -> int:
        """Where in the code a place of the file stands, or the nearest one before it that is shown."""
        index = bisect_right([file for _, file in self.steps], offset) - 1
        code, file = self.steps[max(index, 0)]
        end = self.steps[index + 1][0] if 0 <= index < len(self.steps) - 1 else len(self.code)
        return min(code + max(offset - file, 0), end)


Piece = Fixed | Stretch


def plain(text: str, start: int, end: int, language: str = "st") -> Stretch:
    """A stretch that is shown just as it stands."""
    return Stretch(start, end, text[start:end], ((0, start),), lambda code: code, language)


def in_cdata(text: str, start: int, end: int, sections: Sequence[tuple[int, int]], language: str) -> Stretch:
    """The CDATA sections of an element as one stretch; `start` and `end` enclose them with their signs."""
    steps: list[tuple[int, int]] = []
    parts: list[str] = []
    length = 0
    for begin, stop in sections:
        steps.append((length, begin))
        parts.append(text[begin:stop])
        length += stop - begin
    code = "".join(parts)
    if len(sections) == 1:
        start, end = sections[0]
        return Stretch(start, end, code, tuple(steps), _as_cdata, language)
    return Stretch(start, end, code, tuple(steps), lambda new: f"<![CDATA[{_as_cdata(new)}]]>", language)


def _as_cdata(code: str) -> str:
    return code.replace("]]>", "]]]]><![CDATA[>")


def escaped(text: str, start: int, end: int, language: str) -> Stretch:
    """Text of an element without CDATA: its entities are shown as what they stand for."""
    raw = text[start:end]
    steps = [(0, start)]
    parts: list[str] = []
    length = last = 0
    for found in _ENTITY.finditer(raw):
        parts.append(raw[last : found.start()])
        parts.append(_character(found.group(1)))
        length += found.start() - last + len(parts[-1])
        last = found.end()
        steps.append((length, start + last))
    parts.append(raw[last:])
    code = "".join(parts)
    habits = {_character(found.group(1)): found.group() for found in _ENTITY.finditer(raw)}
    escapes = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", **habits})

    def write(new: str) -> str:
        return _rewritten(raw, tuple(steps), start, code, new, lambda part: part.translate(escapes))

    return Stretch(start, end, code, tuple(steps), write, language)


_ENTITY = re.compile(r"&(#x[0-9A-Fa-f]{1,6}|#[0-9]{1,7}|amp|lt|gt|quot|apos);")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_LAST = 1 << 60


def _character(entity: str) -> str:
    if entity in _NAMED:
        return _NAMED[entity]
    code = int(entity[2:], 16) if entity[1] == "x" else int(entity[1:])
    return chr(code) if code < 0x110000 else "\N{REPLACEMENT CHARACTER}"


def _rewritten(
    raw: str,
    steps: tuple[tuple[int, int], ...],
    start: int,
    code: str,
    new: str,
    encode: Callable[[str], str],
) -> str:
    """`raw` with the edits from `code` to `new`: lines that stayed keep the way they were written."""
    if code == new:
        return raw

    def place(offset: int) -> int:
        at, file = steps[bisect_right(steps, (offset, _LAST)) - 1]
        return file + offset - at - start

    old_lines, new_lines = code.splitlines(keepends=True), new.splitlines(keepends=True)
    out: list[str] = []
    offset = 0
    for tag, i, j, k, m in matching(old_lines, new_lines):
        length = sum(map(len, old_lines[i:j]))
        if tag == "equal":
            out.append(raw[place(offset) : place(offset + length)] if offset + length < len(code)
                       else raw[place(offset) :])  # fmt: skip
        else:
            out.append(encode("".join(new_lines[k:m])))
        offset += length
    return "".join(out)


def matching(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """How `new` came from `old`: difflib's opcodes, found after the ends that are alike were set aside."""
    most = min(len(old), len(new))
    head = next((i for i in range(most) if old[i] != new[i]), most)
    most -= head
    tail = next((i for i in range(most) if old[-1 - i] != new[-1 - i]), most)
    codes: list[tuple[str, int, int, int, int]] = [("equal", 0, head, 0, head)] if head else []
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(middle_old) * len(middle_new) > _MOST_COMPARED:
        found = [("replace", 0, len(middle_old), 0, len(middle_new))]
    else:
        found = list(SequenceMatcher(None, middle_old, middle_new, autojunk=False).get_opcodes())
    codes += [(tag, i + head, j + head, k + head, m + head) for tag, i, j, k, m in found]
    if tail:
        codes.append(("equal", len(old) - tail, len(old), len(new) - tail, len(new)))
    return codes


_MOST_COMPARED = 4_000_000
