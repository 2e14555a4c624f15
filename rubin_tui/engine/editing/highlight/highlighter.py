"""Colours of a text that is being edited: what is seen at once, the rest in idle slices."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass, field

from rubin_tui.engine.editing.highlight.gaps import Gaps
from rubin_tui.engine.editing.highlight.kinds import Token, unpacked
from rubin_tui.engine.editing.highlight.source import Row, Source
from rubin_tui.engine.jobs.interrupt import Interrupted, interrupted_after
from rubin_tui.messages import Message

log = logging.getLogger(__name__)

MARGIN = 60
"""Rows below the visible ones that are coloured with them."""
LOOKAHEAD = 2_000
"""Rows more that a lexer gets to see, so that what opens above finds what closes it."""
BACK_OFF = 400
"""Rows to go further up from an edit to where nothing is open: what is open there may not be after it."""
DEEP = 10_000
"""Rows to look up for a state to begin in."""
BEFORE = 10
"""Rows above an edit that are lexed again in any case: what stands in them may depend on the next ones."""
FAR = 3_000
"""Rows above the visible ones up to which an edit is followed down to them at once."""
STRETCH = 5_000
"""Rows below the visible ones gone through at a time while edits have not paused."""
RUN_UP = 200
"""Rows lexed above a place nothing is known of, as if nothing were open there."""
ABOVE = 150
"""Rows above the visible ones that a second look begins at."""
PAUSE = 0.15
"""Seconds without an edit before the second look at what is visible."""
QUIET = 0.6
"""Seconds without an edit before the whole text is verified."""
GIANT_LINES = 200_000
GIANT_CHARACTERS = 16_000_000
"""A text of more lines or characters is coloured where it is looked at, never as a whole."""
LONG = 30.0
"""Seconds of one way through the whole text after which it is treated as a giant one."""
PATIENCE = 0.5
"""Seconds of processor time for one slice, whatever its budget, before the lexer is given up."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What a slice of work did.

    `changed` are rows whose colours are others now; `again` says in how many seconds more work is worth
    while, None that there is none until the next edit.
    """

    changed: Collection[int]
    again: float | None


@dataclass(slots=True)
class _Run:
    """A way through rows that can pause. It is over at `goal`, and at `target` or below once states meet."""

    rows: Iterator[Row | None]
    row: int
    goal: int
    target: int
    whole: bool = False
    pure: bool = True
    keep_above: int = 0
    seen: range = field(default=range(0))
    spent: float = 0.0


class Highlighter:
    """The colours of `lines`, which the caller owns and edits; `changed` is called after every edit.

    A row is lexed from a row above whose state is known, on through the rows until one begins in the state
    it had. That can be wrong where a lexer looks far ahead, so once edits pause the whole text is lexed in
    slices and what differs is corrected.

    Attributes:
        generation: Counts up whenever a row of colours changed.
        note: Why there are no colours, None while there are or nothing was to be coloured.
    """

    def __init__(
        self, lines: Sequence[str], source: Source | None, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        self.generation = 0
        self.note: Message | None = None
        self._lines = lines
        self._source = source
        self._clock = clock
        self._colours: list[bytes | None] = [None] * len(lines) if source else []
        self._states: list[Hashable | None] = [None] * len(lines) if source else []
        self._known: dict[Hashable, Hashable] = {}
        self._gaps = Gaps()
        self._gaps.add(0, len(lines))
        self._trusted = len(lines)
        self._verified = False
        self._looked = True
        self._near: _Run | None = None
        self._sweep: _Run | None = None
        self._edited_at = -QUIET
        self._giant = self._is_giant()

    def tokens(self, row: int) -> tuple[Token, ...]:
        """The coloured ranges of a row in order, those known so far; what stands between is plain."""
        return unpacked(self.key(row))

    def key(self, row: int) -> bytes:
        """Equal for rows with equal tokens: with the line itself the key of a painted row."""
        return (self._colours[row] or b"") if row < len(self._colours) else b""

    def changed(self, first: int, removed: int, inserted: int) -> None:
        """`inserted` lines stand from `first` on where `removed` lines were."""
        if self._source is None:
            return
        old = self._colours[first : first + removed]
        state = self._states[first : first + 1]
        self._colours[first : first + removed] = [*old[:inserted], *[None] * (inserted - len(old))]
        self._states[first : first + removed] = [*state, *[None] * (inserted - len(state))][:inserted]
        self._gaps.edited(first, removed, inserted)
        self._gaps.add(first if inserted else max(first - 1, 0), first + inserted)
        self._gaps.end(len(self._lines))
        below = self._trusted + inserted - removed if self._trusted >= first + removed else 0
        self._trusted = max(below, first + inserted + 1)
        self._verified = self._looked = False
        self._near = self._sweep = None
        self._edited_at = self._clock()
        self._giant = self._giant or len(self._lines) > GIANT_LINES

    def work(self, visible: range, budget_seconds: float) -> Progress:
        """Colour what is visible, then the rest, for about so long: a step ends between two tokens."""
        if self._source is None:
            return Progress((), None)
        deadline = self._clock() + budget_seconds
        changed: set[int] = set()
        try:
            with interrupted_after(budget_seconds + PATIENCE):
                again = self._work(self._source, visible, deadline, changed)
        except Interrupted:
            return self._give_up("highlight.slow")
        except Exception as error:  # noqa: BLE001 - whatever a lexer of others raises; told in the note
            log.error("the lexer %s failed: %s", self._source.title, type(error).__name__)
            return self._give_up("highlight.failed")
        self.generation += bool(changed)
        return Progress(changed, again)

    def _work(self, source: Source, visible: range, deadline: float, changed: set[int]) -> float | None:
        visible = range(max(visible.start, 0), min(visible.stop, len(self._lines)))
        if self._near and self._near.seen != visible:
            self._near = None
        while True:
            self._near = self._near or self._to_see(source, visible)
            if self._near is None:
                break
            if not self._advance(self._near, deadline, changed):
                return 0.0
            self._near = None
        pause = self._edited_at + PAUSE - self._clock()
        if not self._looked and pause > 0:
            return pause
        while True:
            wait = 0.0
            if self._sweep is None:
                self._sweep, wait = self._to_sweep(source)
            if self._sweep is None:
                return wait or None
            if not self._swept(self._sweep, deadline, changed):
                return None if self._giant else 0.0
            self._sweep = None

    def _swept(self, sweep: _Run, deadline: float, changed: set[int]) -> bool:
        """Go on with what is not seen; whether it is over."""
        began = self._clock()
        over = self._advance(sweep, deadline, changed)
        sweep.spent += self._clock() - began
        if over and sweep.whole:
            self._gaps.clear()
            self._verified = True
            self._trusted = 0
        elif not over and sweep.spent > LONG:
            self._giant = True
            self._sweep = None
        return over

    def _to_see(self, source: Source, visible: range) -> _Run | None:
        """What the visible rows still want, None for nothing."""
        bottom = min(visible.stop + MARGIN, len(self._lines))
        gap = self._gaps.first(visible.start - FAR)
        if gap and gap.first < visible.stop and (source.resumable or gap.first >= visible.start - MARGIN):
            return self._run(source, gap.first, bottom, visible)
        row = next((row for row in visible if self._colours[row] is None), None)
        if row is not None:
            run = self._run(source, row, bottom, visible)
            run.target, run.keep_above = bottom, row
            return run
        if self._looked or self._clock() < self._edited_at + PAUSE:
            return None
        self._looked = True
        if source.exact or not source.resumable:
            return None
        run = self._run(source, max(visible.start - ABOVE, 0), visible.stop, visible)
        run.target = visible.stop
        return run

    def _run(self, source: Source, row: int, goal: int, visible: range = range(0)) -> _Run:
        """From `row` or somewhat above until states meet."""
        # the state of `row` itself may be from before the edit, where an earlier run ended just above it
        first, state = self._beginning(source, max(row - (1 if source.exact else BEFORE), 0))
        stop = min(goal + (0 if source.exact else LOOKAHEAD), len(self._lines))
        return _Run(source.rows(self._lines, first, stop, state), first, goal, row, seen=visible)

    def _beginning(self, source: Source, row: int) -> tuple[int, Hashable]:
        """Where to begin in order to lex `row`, and in which state."""
        found = -1
        for above in range(row, max(row - DEEP, 0), -1):
            state = self._states[above]
            if state is None:
                if found < 0 and self._colours[above - 1] is None and row > LOOKAHEAD:
                    return row - RUN_UP, source.start
            elif source.at_root(state):
                return above, state
            elif found < 0:
                found = above
            if found >= 0 and above < row - BACK_OFF:
                break
        if found >= 0 and row > BACK_OFF:
            return found, self._states[found]
        return (0 if row <= DEEP else row - RUN_UP), source.start

    def _to_sweep(self, source: Source) -> tuple[_Run | None, float]:
        """The next way through what is not seen; else the seconds until there may be one, 0 for none."""
        rows = len(self._lines)
        gap = self._gaps.first()
        if self._giant or not (gap or not (self._verified or source.exact)):
            return None, 0.0
        wait = self._edited_at + QUIET - self._clock()
        if wait <= 0 and not source.exact:
            self._giant = self._is_giant()
            if self._giant:
                return None, 0.0
            lexed = source.rows(self._lines, 0, rows, source.start)
            return _Run(lexed, 0, rows, rows, whole=True, pure=source.pure), 0.0
        if gap and source.resumable:
            return self._run(source, gap.first, min(gap.first + STRETCH, rows)), 0.0
        return None, max(wait, 0.001)

    def _advance(self, run: _Run, deadline: float, changed: set[int]) -> bool:
        """Go on until the run is over (True) or the time is."""
        while run.row < run.goal:
            row = next(run.rows, (None, b""))
            if row is not None and self._passed(run, row, changed):
                return True
            if self._clock() >= deadline:
                return run.row >= run.goal
        return True

    def _passed(self, run: _Run, lexed: Row, changed: set[int]) -> bool:
        """Keep a row; whether the run is over with it."""
        row = run.row
        run.row += 1
        if row < run.keep_above and self._colours[row] is not None:
            return False
        state, colours = lexed
        had = self._states[row]
        known = self._colours[row]
        met = state is not None and state == had and known is not None
        differs = state != had or colours != known
        if differs:
            if state is not None:
                state = self._known.setdefault(state, state)
            self._states[row] = state
            self._colours[row] = colours
            if row >= self._trusted:
                self._trusted = row + 1
            if colours != known:
                changed.add(row)
        if run.keep_above:
            return False
        goes_on = self._gaps.passed(row, met, differs)
        self._gaps.end(len(self._lines))
        if run.whole:
            return run.pure and met and row >= self._trusted and not self._gaps
        return row >= run.target and not goes_on

    def _is_giant(self) -> bool:
        return len(self._lines) > GIANT_LINES or sum(map(len, self._lines)) > GIANT_CHARACTERS

    def _give_up(self, problem: str) -> Progress:
        """Plain text from now on, and a note why."""
        rows = range(len(self._lines))
        self.note = Message(problem, {"language": self._source.title if self._source else ""})
        self._source = self._near = self._sweep = None
        self._colours, self._states = [], []
        self.generation += 1
        return Progress(rows, None)
