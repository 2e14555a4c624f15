"""Which lines of an open text are others than in the last commit, for the gutter."""

from __future__ import annotations

import os
import subprocess
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Literal, NamedTuple

from rubin_tui.engine.containers import open_container
from rubin_tui.engine.editing.lines import Lines
from rubin_tui.engine.text.encodings import decode_exactly

Mark = Literal["added", "changed", "removed"]

_AT_ONCE = 4_000
"""Lines on both sides of an edit that are compared at once: a key must not wait for more."""
_PAIRS = 250_000
"""Lines times lines that are compared one by one where no line stands once on both sides."""


class Hunk(NamedTuple):
    """Lines `old_start` to `old_end` of the commit are `start` to `end` of the text; ends are exclusive."""

    old_start: int
    old_end: int
    start: int
    end: int


def committed(path: Path, timeout: float = 5.0) -> bytes | None:
    """The file as the last commit has it; None without git, outside a repository or for a new file.

    Takes as long as git does, at most `timeout` seconds: not for the thread of the screen. Runs nothing the
    repository configures (filters, hooks), takes no lock and asks nobody.
    """
    command = ["git", "-C", str(path.parent), "cat-file", "blob", f"HEAD:./{path.name}"]
    quiet = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1"}
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **quiet},
            timeout=timeout,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


Moment = tuple[tuple[int, int, int], ...]
"""Times, sizes and numbers of the files in which a repository keeps where it stands."""


def last_commit(path: Path) -> Moment | None:
    """What becomes another value when a commit, a checkout or a reset is made; None outside a repository.

    Costs a few looks at the disk and starts no program.
    """
    for folder in path.parents:
        git = folder / ".git"
        try:
            if git.is_file():  # a work tree beside its repository
                said = git.read_text("utf-8", "replace").removeprefix("gitdir:").strip()
                git = folder / said
            elif not git.is_dir():
                continue
        except OSError:
            continue
        return tuple(_stamp(git / name) for name in ("HEAD", "index", "logs/HEAD"))
    return None


def _stamp(path: Path) -> tuple[int, int, int]:
    try:
        status = path.stat()
    except OSError:
        return 0, 0, 0
    return status.st_mtime_ns, status.st_size, status.st_ino


def committed_lines(path: Path) -> list[str] | None:
    """The lines `open_file` would have shown of the committed file; None where that cannot be told."""
    data = committed(path)
    read = decode_exactly(data) if data is not None else None
    if read is None:
        return None
    container = open_container(path.name, read[0])
    return list(Lines.of(read[0] if container is None else container.code))


class GitMarks:
    """The differences of a text that is being edited from the lines of the commit. Lines have no ends.

    An edit costs the lines of the differences it touches, however long the text is; where these are very
    many they count as one difference.
    """

    def __init__(self, old: Sequence[str], lines: Sequence[str]) -> None:
        self._old = old
        self._lines = lines
        self._hunks = list(differences(old, lines))

    def follow(self, lines: Sequence[str]) -> None:
        """From now on look at `lines`, which equal those known so far and are edited by the caller."""
        self._lines = lines

    @property
    def hunks(self) -> tuple[Hunk, ...]:
        """The differences in order."""
        return tuple(self._hunks)

    def changed(self, first: int, removed: int, inserted: int) -> None:
        """`inserted` lines stand from `first` on where `removed` lines were."""
        above = [hunk for hunk in self._hunks if hunk.end < first]
        below = [hunk for hunk in self._hunks if hunk.start > first + removed]
        touched = self._hunks[len(above) : len(self._hunks) - len(below)]
        behind = above[-1].old_end - above[-1].end if above else 0
        start, end = first, first + removed
        old_start, old_end = start + behind, end + behind
        if touched:
            start, end = min(start, touched[0].start), max(end, touched[-1].end)
            old_start = touched[0].old_start - (touched[0].start - start)
            old_end = touched[-1].old_end + end - touched[-1].end
        longer = inserted - removed
        redone: Iterable[Hunk] = (Hunk(0, old_end - old_start, 0, end + longer - start),)
        if old_end - old_start + end - start + inserted <= _AT_ONCE:
            redone = differences(self._old[old_start:old_end], self._lines[start : end + longer])
        self._hunks = [
            *above,
            *(Hunk(a + old_start, b + old_start, c + start, d + start) for a, b, c, d in redone),
            *(hunk._replace(start=hunk.start + longer, end=hunk.end + longer) for hunk in below),
        ]

    def marks(self, rows: range) -> dict[int, Mark]:
        """The marks of these rows. "removed" stands at the row below the gap, at the end at the last row."""
        found: dict[int, Mark] = {}
        for old_start, old_end, start, end in self._hunks:
            if start == end:
                found.setdefault(min(start, len(self._lines) - 1), "removed")
            for row in range(max(start, rows.start), min(end, rows.stop)):
                found[row] = "added" if old_start == old_end else "changed"
        return {row: mark for row, mark in found.items() if row in rows}


def differences(old: Sequence[str], new: Sequence[str]) -> Iterator[Hunk]:
    """What differs, in order: lines that stand once on both sides hold the texts together."""
    yield from _between(old, new, 0, len(old), 0, len(new))


def _between(
    old: Sequence[str], new: Sequence[str], old_start: int, old_end: int, start: int, end: int
) -> Iterator[Hunk]:
    while old_start < old_end and start < end and old[old_start] == new[start]:
        old_start, start = old_start + 1, start + 1
    while old_start < old_end and start < end and old[old_end - 1] == new[end - 1]:
        old_end, end = old_end - 1, end - 1
    if old_start == old_end or start == end:
        if old_start < old_end or start < end:
            yield Hunk(old_start, old_end, start, end)
        return
    anchors = _anchors(old[old_start:old_end], new[start:end])
    if anchors:
        last, last_old = start, old_start
        for at_old, at in [(old_start + a, start + b) for a, b in anchors]:
            yield from _between(old, new, last_old, at_old, last, at)
            last_old, last = at_old + 1, at + 1
        yield from _between(old, new, last_old, old_end, last, end)
    elif (old_end - old_start) * (end - start) > _PAIRS:
        yield Hunk(old_start, old_end, start, end)
    else:
        matcher = SequenceMatcher(None, old[old_start:old_end], new[start:end], autojunk=False)
        for tag, a, b, c, d in matcher.get_opcodes():
            if tag != "equal":
                yield Hunk(old_start + a, old_start + b, start + c, start + d)


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of places of lines that stand once on both sides: the longest run of them in one order."""
    old_counts, new_counts = Counter(old), Counter(new)
    places = {line: place for place, line in enumerate(new) if new_counts[line] == 1}
    pairs = [(a, places[line]) for a, line in enumerate(old) if old_counts[line] == 1 and line in places]
    ends: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(at[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        at[length : length + 1] = [number]
    chosen = []
    number = at[-1] if at else -1
    while number >= 0:
        chosen.append(pairs[number])
        number = before[number]
    return chosen[::-1]
