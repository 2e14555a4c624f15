"""What is done to whole lines: indent, comment, move, duplicate, delete. Each is one undo.

Each takes the selection and returns what is to be selected afterwards. A selection that ends before the first
character of a line does not mean that line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rubin_tui.engine.editing.buffer import Buffer
from rubin_tui.engine.editing.changes import Change, Edit, Selection
from rubin_tui.engine.editing.lines import Lines
from rubin_tui.engine.languages import comment_signs
from rubin_tui.engine.model import Failure, Position

_INDENT = re.compile(r"[ \t]*")
_LOOKED_AT = 2000  # lines that tell how a file is indented

_OPENS = {
    "python": re.compile(r":\s*(?:#.*)?$"),
    "yaml": re.compile(r":\s*$"),
    "st": re.compile(r"\b(?:THEN|DO|OF|REPEAT|ELSE|VAR\w*|STRUCT)\s*(?:\(\*.*\*\)|//.*)?$", re.IGNORECASE),
}
_OPENS_BY_BRACKET = re.compile(r"[(\[{]\s*$")


def indent_unit(lines: Lines, default: str = "    ") -> str:
    """What one level of indentation is in this text: a tab, or the commonest step of spaces."""
    tabs = 0
    steps: dict[int, int] = {}
    last = 0
    for line in lines[:_LOOKED_AT]:
        if not line.strip():
            continue
        if line[0] == "\t":
            tabs += 1
            continue
        width = len(line) - len(line.lstrip(" "))
        if 1 < width - last <= 8:
            steps[width - last] = steps.get(width - last, 0) + 1
        last = width
    if tabs > sum(steps.values()):
        return "\t"
    return " " * max(steps, key=lambda step: (steps[step], -step)) if steps else default


def indent(buffer: Buffer, selection: Selection, unit: str | None = None) -> Selection:
    """One level deeper; empty lines stay empty."""
    unit = unit or indent_unit(buffer.lines)
    lines = buffer.lines
    starts = (Position(number, 0) for number in _selected(selection) if lines[number])
    return _done(buffer, selection, [Edit(start, start, unit) for start in starts])


def outdent(buffer: Buffer, selection: Selection, unit: str | None = None) -> Selection:
    """One level less deep, as far as there is something to take away."""
    unit = unit or indent_unit(buffer.lines)
    width = 4 if unit == "\t" else len(unit)
    edits = []
    for number in _selected(selection):
        line = buffer.lines[number]
        cut = 1 if line.startswith("\t") else min(width, len(line) - len(line.lstrip(" ")))
        if cut:
            edits.append(Edit(Position(number, 0), Position(number, cut), ""))
    return _done(buffer, selection, edits)


def toggle_comment(buffer: Buffer, selection: Selection) -> Selection:
    """Comment the lines out, or in when all of them are.

    A language without comments to the end of the line gets a pair of signs around each line; those that are
    comments already stay as they are.

    Raises:
        Failure: "edit.no_comments": we know no sign of a comment in this text. "edit.sign_inside": a line
            cannot stand inside a pair of signs. Or the buffer is read-only.
    """
    signs = comment_signs(buffer.language or "", buffer.path.name if buffer.path else "", buffer.lines[0])
    if signs is None:
        raise Failure("edit.no_comments")
    opening, closing = signs.opening.rstrip(), signs.closing
    numbers = [number for number in _selected(selection) if buffer.lines[number].strip()]
    commented = {number for number in numbers if _is_comment(buffer.lines[number].strip(), opening, closing)}
    if len(commented) == len(numbers):
        edits = [
            edit for number in numbers for edit in _uncomment(buffer.lines[number], number, opening, closing)
        ]
    else:
        if closing:
            numbers = [number for number in numbers if number not in commented]
            for number in numbers:
                if inside := next((sign for sign in signs.forbidden if sign in buffer.lines[number]), None):
                    raise Failure("edit.sign_inside", line=number + 1, sign=inside)
        column = min((len(_indent_of(buffer.lines[number])) for number in numbers), default=0)
        edits = [
            Edit(Position(number, column), Position(number, column), opening + " ") for number in numbers
        ]
        if closing:
            ends = (Position(number, len(buffer.lines[number])) for number in numbers)
            edits += [Edit(end, end, " " + closing) for end in ends]
    return _done(buffer, selection, edits)


def new_line(buffer: Buffer, selection: Selection, unit: str | None = None) -> Selection:
    """Break the line and indent the new one as the old one, deeper after what opens a block."""
    start, end = selection.range
    before = buffer.lines[start.line][: start.character]
    space = _indent_of(before)
    opens = _OPENS.get(buffer.language or "")
    if _OPENS_BY_BRACKET.search(before) or (opens and opens.search(before)):
        space += unit or indent_unit(buffer.lines)
    # White space that stood after the caret would come on top of the new indentation.
    rest = buffer.lines[end.line][end.character :]
    end = Position(end.line, end.character + len(_indent_of(rest)))
    change = buffer.edit(start, end, "\n" + space, before=selection)
    return Selection.at(change.new_end)


def move_lines_up(buffer: Buffer, selection: Selection) -> Selection:
    """By one; nothing at the top."""
    return _move(buffer, selection, -1)


def move_lines_down(buffer: Buffer, selection: Selection) -> Selection:
    """By one; nothing at the end."""
    return _move(buffer, selection, 1)


def duplicate_lines(buffer: Buffer, selection: Selection) -> Selection:
    """A copy of the lines below them, with the selection in it."""
    first, last = _first(selection), _last(selection)
    end = Position(last, len(buffer.lines[last]))
    text = buffer.between(Position(first, 0), end)
    after = Selection(*(Position(place.line + last - first + 1, place.character) for place in selection))
    buffer.edit(end, end, "\n" + text, before=selection, after=after)
    return _select(buffer, after)


def delete_lines(buffer: Buffer, selection: Selection) -> Selection:
    """The lines and their ends; of the last line the end before it."""
    first, last = _first(selection), _last(selection)
    start, end = Position(first, 0), Position(last + 1, 0)
    if last + 1 == buffer.line_count:
        end = buffer.end
        if first:
            start = Position(first - 1, len(buffer.lines[first - 1]))
    after = Selection.at(Position(first, selection.caret.character))
    buffer.edit(start, end, "", before=selection, after=after)
    return _select(buffer, after)


def _selected(selection: Selection) -> range:
    return range(_first(selection), _last(selection) + 1)


def _first(selection: Selection) -> int:
    return selection.range.start.line


def _last(selection: Selection) -> int:
    start, end = selection.range
    return end.line - 1 if end.character == 0 and end.line > start.line else end.line


def _indent_of(text: str) -> str:
    found = _INDENT.match(text)
    return found[0] if found else ""


def _is_comment(text: str, opening: str, closing: str) -> bool:
    """Whether a line without the space around it is one comment and nothing else."""
    if not closing:
        return text.startswith(opening)
    inside = text[len(opening) : -len(closing)]
    whole = len(text) >= len(opening) + len(closing) and text.startswith(opening) and text.endswith(closing)
    return whole and closing not in inside


def _uncomment(text: str, number: int, opening: str, closing: str) -> Iterable[Edit]:
    begin = len(_indent_of(text))
    after = begin + len(opening)
    after += text.startswith(" ", after)
    yield Edit(Position(number, begin), Position(number, after), "")
    if closing:
        end = len(text.rstrip())
        start = end - len(closing)
        start -= start > after and text[start - 1] == " "
        yield Edit(Position(number, start), Position(number, end), "")


def _done(buffer: Buffer, selection: Selection, edits: list[Edit]) -> Selection:
    """Do the edits; the selection goes with its text."""
    if not edits:
        return selection
    places = list(selection)

    def follow(change: Change) -> None:
        places[:] = [change.moved(place, after=True) for place in places]

    stop = buffer.subscribe(follow)
    try:
        buffer.edit_many(edits, before=selection)
    finally:
        stop()
    return _select(buffer, Selection(*places))


def _select(buffer: Buffer, wanted: Selection) -> Selection:
    after = Selection(*map(buffer.clamp, wanted))
    buffer.reselect(after)
    return after


def _move(buffer: Buffer, selection: Selection, way: int) -> Selection:
    first, last = _first(selection), _last(selection)
    other = first - 1 if way < 0 else last + 1
    if not 0 <= other < buffer.line_count:
        return selection
    a, b = min(first, other), max(last, other)
    lines = buffer.lines
    moved = [*lines[first : last + 1], lines[other]] if way < 0 else [lines[other], *lines[first : last + 1]]
    # The text trades places; the line ends stay where they are.
    text = "".join(line + (lines.end_of(a + at) if a + at < b else "") for at, line in enumerate(moved))
    after = Selection(*(Position(place.line + way, place.character) for place in selection))
    buffer.edit(Position(a, 0), Position(b, len(lines[b])), text, before=selection, after=after, exact=True)
    return _select(buffer, after)
