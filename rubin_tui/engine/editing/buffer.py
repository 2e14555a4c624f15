"""The text of an open file: exact to the byte, changed in one way only, every change told and undoable."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from rubin_tui.engine.containers import Container, DividerChanged
from rubin_tui.engine.editing.changes import Change, Edit, Selection
from rubin_tui.engine.editing.lines import Lines
from rubin_tui.engine.editing.snapshot import Snapshot
from rubin_tui.engine.editing.undo import History, Portion, Restyle
from rubin_tui.engine.editing.unencodable import Unencodable
from rubin_tui.engine.languages import language_of
from rubin_tui.engine.model import Position
from rubin_tui.engine.text.encodings import Format, Newline, cannot_encode
from rubin_tui.messages import Failure, Message

UNDO_BYTES = 64_000_000
"""What undo may take of one buffer unless told otherwise."""

_MOST_EDITS = 256
"""More edits than this at once are done as so many bigger ones."""

_END = re.compile("\r\n|\r|\n")
_START = Position(0, 0)


class Step(NamedTuple):
    """What an undo or redo did, in the order it happened, and what is to be selected now."""

    changes: tuple[Change, ...]
    selection: Selection


class Buffer:
    """A text under edit. Belongs to one thread; others get a `snapshot`.

    The line ends of each line, the encoding and bytes that fit no character stay as they were: of a text that
    was not edited `snapshot.data` equals the file. Positions beyond the text mean its nearest place.
    While `read_only` is set (it says why) an edit raises it as a `Failure`. What is `incomplete` (it says
    why) is read-only and never saved. With a `container` the text is the code in a file that holds more: its
    own lines cannot be edited.
    """

    def __init__(
        self,
        text: str | Lines = "",
        *,
        path: Path | None = None,
        form: Format | None = None,
        read_only: Message | None = None,
        incomplete: Message | None = None,
        container: Container | None = None,
        undo_bytes: int = UNDO_BYTES,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._lines = Lines.of(text) if isinstance(text, str) else text
        self._form = form or Format()
        self._saved = (self._lines, self._form)
        self._version = 0
        self._modified: tuple[int, bool] = (0, False)
        self._mixed: bool | None = None  # not counted since a line end came or went
        self._history = History(undo_bytes, clock)
        self._groups = 0  # open now, one inside the other
        self._grouped = False  # whether something was recorded in them
        self._listeners: list[Callable[[Change], None]] = []
        self.read_only = read_only or incomplete
        self._incomplete = incomplete
        self.container = container
        self.path = path
        self._newline = _commonest(self._lines)

    # what it holds

    @property
    def lines(self) -> Lines:
        """The lines without their ends. A value: later edits do not change it."""
        return self._lines

    @property
    def text(self) -> str:
        """The whole text, each line with its own end. Made anew each time."""
        return self._lines.text

    @property
    def line_count(self) -> int:
        """How many lines; after a last line end stands one more, empty."""
        return len(self._lines)

    @property
    def end(self) -> Position:
        """The place after the last character."""
        return self._lines.end

    @property
    def version(self) -> int:
        """Grows with every change, undo and redo."""
        return self._version

    @property
    def form(self) -> Format:
        """How the text stands, or will stand, in the bytes of the file."""
        return self._form

    @property
    def newline(self) -> Newline:
        """The line end that new lines get: the commonest of the file."""
        return self._newline

    @property
    def mixed(self) -> bool:
        """Whether lines end in different ways."""
        if self._mixed is None:
            self._mixed = sum(count > 0 for count in self._lines.counts().values()) > 1
        return self._mixed

    @property
    def path(self) -> Path | None:
        """The file; None while there is none."""
        return self._path

    @path.setter
    def path(self, path: Path | None) -> None:
        self._path = path
        language = language_of(path.name, self._lines[0][:200]) if path else None
        self.language = "st" if self.container else language.id if language else None

    @property
    def modified(self) -> bool:
        """Whether the bytes differ from those saved last. Typing a letter and erasing it is no difference."""
        version, modified = self._modified
        if version != self._version:
            saved, form = self._saved
            same = self._lines == saved
            if same:  # the next comparison finds the same object
                self._lines = saved
            modified = not same or form != self._form
            self._modified = (self._version, modified)
        return modified

    def between(self, start: Position, end: Position) -> str:
        """The text between two places, line ends as they are."""
        start, end = sorted((self._lines.clamp(start), self._lines.clamp(end)))
        return self._lines.between(start, end)

    def clamp(self, position: tuple[int, int]) -> Position:
        """`position`, or the place of the text nearest to it."""
        return self._lines.clamp(position)

    def snapshot(self) -> Snapshot:
        """The buffer as it is now, for other threads; made in constant time."""
        return Snapshot(
            self._version,
            self._lines,
            self._form,
            self._path,
            self.language,
            self._incomplete,
            self.container,
        )

    def saved(self, snapshot: Snapshot) -> None:
        """This snapshot is what the file holds now."""
        self._saved = (snapshot.lines, snapshot.form)
        self._modified = (-1, False)
        self._history.seal()

    # changing it

    def edit(
        self,
        start: Position,
        end: Position,
        text: str,
        *,
        before: Selection | None = None,
        after: Selection | None = None,
        exact: bool = False,
    ) -> Change:
        """Put `text` in place of what stands between two places.

        Line ends in `text` become those of the file unless it is `exact`. Keys typed one after another are
        undone together; `before` and `after` are what undo and redo select.

        Raises:
            Failure: the buffer is `read_only`; "container.divider": a line of the container would change.
        """
        if self.read_only is not None:
            raise Failure(self.read_only.id, **self.read_only.params)
        start, end = sorted((self._lines.clamp(start), self._lines.clamp(end)))
        self._refuse_dividers(start, end, text)
        if not exact and ("\r" in text or ("\n" in text and self._newline != "\n")):
            text = _END.sub(self._newline, text)
        before = before or Selection(start, end)
        if start == end and not text:
            return Change(self._version, start, end, end, "", "")
        change = self._replace(*self._widened(start, end, text))
        self._record(change, before, after or Selection.at(change.new_end))
        self._tell(change)
        return change

    def edit_many(
        self,
        edits: Iterable[Edit],
        *,
        before: Selection | None = None,
        after: Selection | None = None,
        exact: bool = False,
    ) -> tuple[Change, ...]:
        """Do several edits that are undone as one; each in places of the text as it is before all of them.

        They are done from the last to the first. Very many are joined to bigger ones that span them.

        Raises:
            ValueError: two edits overlap.
            Failure: as `edit`; then none of them is done.
        """
        ordered = sorted(edits, key=lambda edit: edit[:2])
        if any(one.end > two.start for one, two in pairwise(ordered)):
            raise ValueError("edits overlap")
        ordered = self._joined(ordered)
        for edit in ordered:
            self._refuse_dividers(self._lines.clamp(edit.start), self._lines.clamp(edit.end), edit.text)
        with self.group():
            return tuple(
                self.edit(*edit, before=before, after=after, exact=exact) for edit in reversed(ordered)
            )

    @contextlib.contextmanager
    def group(self) -> Iterator[None]:
        """Edits inside are undone as one."""
        if not self._groups:
            self._history.seal()
            self._grouped = False
        self._groups += 1
        try:
            yield
        finally:
            self._groups -= 1
            if not self._groups:
                self._history.seal()

    def become(self, text: str) -> tuple[Change, ...]:
        """Turn into `text`, line ends as given, by changing only lines that differ; undone as one."""
        from difflib import SequenceMatcher

        new = Lines.of(text)
        ours = [line + self._lines.end_of(number) for number, line in enumerate(self._lines)]
        theirs = [line + new.end_of(number) for number, line in enumerate(new)]
        head, most = 0, min(len(ours), len(theirs))
        while head < most and ours[head] == theirs[head]:
            head += 1
        tail = 0
        while tail < most - head and ours[-1 - tail] == theirs[-1 - tail]:
            tail += 1
        ours, theirs = ours[head : len(ours) - tail], theirs[head : len(theirs) - tail]
        if len(ours) * len(theirs) > 4_000_000:  # a comparison would take seconds
            blocks = [(0, len(ours), 0, len(theirs))]
        else:
            matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
            blocks = [block[1:] for block in matcher.get_opcodes() if block[0] != "equal"]
        return self.edit_many(
            (
                Edit(self._line_start(head + a), self._line_start(head + b), "".join(theirs[c:d]))
                for a, b, c, d in blocks
            ),
            exact=True,
        )

    def reload(self, other: Buffer) -> tuple[Change, ...]:
        """Become what was read from the file again, unmodified; what there was can be had by undo."""
        self.container = None
        with self.group():
            changes = self.become(other.text)
            if self._form != other.form:
                self._restyle(self._lines, other.form)
        self.container = other.container
        self.saved(self.snapshot())
        return changes

    def checkpoint(self) -> None:
        """The caret was moved, or something else ended: what is typed next is undone by itself."""
        self._history.seal()

    def reselect(self, after: Selection) -> None:
        """What a redo of what was done last is to select, where that is known only afterwards."""
        self._history.reselect(after)

    @property
    def can_undo(self) -> bool:
        """Whether there is anything to undo."""
        return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether there is anything to redo."""
        return self._history.can_redo

    def undo(self) -> Step | None:
        """Take back what was done last; None when there is nothing."""
        portion = self._history.take_undo()
        return None if portion is None else self._walk(portion, back=True)

    def redo(self) -> Step | None:
        """Do again what was undone last; None when there is nothing."""
        portion = self._history.take_redo()
        return None if portion is None else self._walk(portion, back=False)

    def _refuse_dividers(self, start: Position, end: Position, text: str) -> None:
        """Raise when the lines of the container would not be the same ones after an edit."""
        if self.container is None:
            return
        block = self._block_at(start.line)
        if block is not None and not _beside(block, start, end, text, self._lines):
            raise DividerChanged(self._lines[block[0]])
        ours = self.container.dividers
        before = [line for line in self._lines[start.line : end.line + 1] if line in ours]
        first, last = self._lines[start.line][: start.character], self._lines[end.line][end.character :]
        after = [line for line in _END.split(f"{first}{text}{last}") if line in ours]
        if before != after:
            raise DividerChanged(next(iter([*before, *after])))

    def _block_at(self, line: int) -> tuple[int, int] | None:
        """First and last line of the declaration of the container that `line` stands in."""
        blocks = self.container.blocks if self.container is not None else {}
        for first in range(line, max(-1, line - max(blocks.values(), default=0)), -1):
            length = blocks.get(self._lines[first])
            if length is not None:
                return (first, first + length - 1) if line < first + length else None
        return None

    # the form

    def change_line_ends(self, newline: Newline) -> None:
        """End every line that has an end with `newline`; undoable."""
        self._restyle(self._lines.with_ends(newline), self._form)
        self._newline = newline

    def change_encoding(self, encoding: str, *, bom: bool = False) -> None:
        """Save in another encoding from now on; undoable.

        Raises:
            Failure: "edit.unencodable": that encoding lacks characters of the text, or bytes of it fit no
                character; they are named. "edit.no_encoding": there is none of that name.
        """
        form = Format(encoding, bom)
        try:
            if cannot_encode(self.text, form, strict=True):
                raise Unencodable(replace(self.snapshot(), form=form), strict=True)
        except LookupError as error:
            raise Failure("edit.no_encoding", encoding=encoding) from error
        self._restyle(self._lines, form)

    # who wants to know

    def subscribe(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Tell `listener` every change right after it happened; returns what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    # below

    def _replace(self, start: Position, end: Position, text: str) -> Change:
        removed = self._lines.between(start, end)
        self._lines, new_end = self._lines.replaced(start, end, text)
        if start.line != end.line or start.line != new_end.line:
            self._mixed = None
        self._version += 1
        return Change(self._version, start, end, new_end, text, removed)

    def _widened(self, start: Position, end: Position, text: str) -> tuple[Position, Position, str]:
        """CR and LF that come to stand side by side are one line end: the edit is made to span it."""
        lines = self._lines
        lf_after = end.character == len(lines[end.line]) and lines.end_of(end.line) == "\n"
        cr_before = start.character == 0 < start.line and lines.end_of(start.line - 1) == "\r"
        if cr_before and (text.startswith("\n") or (lf_after and not text)):
            start = Position(start.line - 1, len(lines[start.line - 1]))
            text = "\r" + text
        if lf_after and text.endswith("\r"):
            return start, Position(end.line + 1, 0), text + "\n"
        return start, end, text

    def _joined(self, edits: Sequence[Edit]) -> list[Edit]:
        """Edits that touch made one (a CR and an LF could meet between them), and runs of very many."""
        size = -(-len(edits) // _MOST_EDITS)
        runs: list[list[Edit]] = []
        for edit in edits:
            if runs and (len(runs[-1]) < size or runs[-1][-1].end == edit.start):
                runs[-1].append(edit)
            else:
                runs.append([edit])
        return [self._spanning(run) if len(run) > 1 else run[0] for run in runs]

    def _spanning(self, run: list[Edit]) -> Edit:
        pieces = [run[0].text]
        for one, two in pairwise(run):
            pieces += (self._lines.between(one.end, two.start), two.text)
        return Edit(run[0].start, run[-1].end, "".join(pieces))

    def _record(self, entry: Change | Restyle, before: Selection, after: Selection) -> None:
        self._history.record(entry, before, after, joined=bool(self._groups and self._grouped))
        self._grouped = True

    def _restyle(self, lines: Lines, form: Format) -> None:
        if self.read_only is not None:
            raise Failure(self.read_only.id, **self.read_only.params)
        before, after = (self._lines, self._form), (lines, form)
        self._history.seal()
        self._record(Restyle(before, after), Selection.at(_START), Selection.at(_START))
        self._tell(self._put(after))

    def _put(self, state: tuple[Lines, Format]) -> Change:
        self._lines, self._form = state
        self._newline = _commonest(self._lines)
        self._mixed = None
        self._version += 1
        return Change(self._version, _START, _START, _START, "", "")

    def _walk(self, portion: Portion, *, back: bool) -> Step:
        changes = []
        for entry in reversed(portion.entries) if back else portion.entries:
            if isinstance(entry, Restyle):
                change = self._put(entry.before if back else entry.after)
            elif back:
                change = self._replace(entry.start, entry.new_end, entry.removed)
            else:
                change = self._replace(entry.start, entry.end, entry.inserted)
            changes.append(change)
            self._tell(change)
        return Step(tuple(changes), portion.before if back else portion.after)

    def _tell(self, change: Change) -> None:
        for listener in tuple(self._listeners):
            listener(change)

    def _line_start(self, number: int) -> Position:
        return Position(number, 0) if number < len(self._lines) else self._lines.end


def _commonest(lines: Lines) -> Newline:
    counts = lines.counts()
    most = max(counts, key=lambda end: counts[end])
    return most if counts[most] else "\n"


def _beside(block: tuple[int, int], start: Position, end: Position, text: str, lines: Lines) -> bool:
    """Whether an edit only puts lines above or below a run of lines."""
    first, last = block
    above = start == (first, 0) and text.endswith(("\n", "\r"))
    below = start == (last, len(lines[last])) and text.startswith(("\n", "\r"))
    return start == end and (above or below)
