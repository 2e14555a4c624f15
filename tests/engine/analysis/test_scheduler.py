"""The newest text is analysed, after a pause; what is older is moved, cancelled or dropped."""

import threading
from collections.abc import Iterable, Iterator

import pytest

from rubin_tui.engine.analysis import Analysis, Registry, Scheduler
from rubin_tui.engine.analysis.analyzers import Finding
from rubin_tui.engine.analysis.scheduler import DEBOUNCE, LONGEST_WAIT
from rubin_tui.engine.analysis.shifting import shifted
from rubin_tui.engine.code_model import Diagnostic, Edit, Findings, Fix, Related, Snapshot
from rubin_tui.engine.model import Position
from tests.engine.analysis.base import Fake, diagnostic

SOON = 10.0  # seconds within which a thread certainly comes to its turn


class ByHand:
    """Time that moves when the test says so."""

    def __init__(self) -> None:
        self.moment = 0.0
        self.waiting = threading.Semaphore(0)
        self._condition: threading.Condition | None = None

    def now(self) -> float:
        return self.moment

    def wait(self, changed: threading.Condition, seconds: float | None) -> None:
        self._condition = changed
        self.waiting.release()
        changed.wait()

    def forward(self, seconds: float) -> None:
        assert self._condition is not None
        with self._condition:
            self.moment += seconds
            self._condition.notify_all()


class Held(Fake):
    """Says one thing on the line the text's length names, when it is let go."""

    def __init__(self, *, held: bool = False) -> None:
        super().__init__()
        self.begun: threading.Semaphore = threading.Semaphore(0)
        self.go = threading.Event()
        if not held:
            self.go.set()

    def analyze(self, snapshot: Snapshot, cancel: threading.Event) -> Iterable[Finding]:
        self.seen.append(snapshot)
        self.begun.release()
        while not self.go.wait(0.01):
            if cancel.is_set():
                return
        yield diagnostic(f"V{snapshot.version}", line=1)


class Screen:
    """Takes what is delivered."""

    def __init__(self) -> None:
        self.got: list[Findings] = []
        self._came = threading.Condition()

    def __call__(self, findings: Findings) -> None:
        with self._came:
            self.got.append(findings)
            self._came.notify_all()

    def reports(self) -> list[int]:
        return [findings.version for findings in self.got if findings.report is not None]

    def wait_for(self, version: int) -> Findings:
        with self._came:
            assert self._came.wait_for(lambda: version in self.reports(), SOON)
        return next(one for one in self.got if one.version == version and one.report is not None)


@pytest.fixture
def clock() -> ByHand:
    return ByHand()


@pytest.fixture
def screen() -> Screen:
    return Screen()


def scheduled(analyzer: Fake, screen: Screen, clock: ByHand) -> Iterator[Scheduler]:
    with Analysis(Registry([analyzer])) as analysis:
        scheduler = analysis.scheduler(screen, clock=clock)
        yield scheduler
        scheduler.close()


def text(version: int, content: str = "a\nb\nc\n", path: str = "a.py") -> Snapshot:
    return Snapshot(version, content, "python", path)


def settle(clock: ByHand) -> None:
    """Until the waiting thread waits again."""
    assert clock.waiting.acquire(timeout=SOON)


def test_keys_in_quick_succession_are_one_analysis_of_the_last(screen: Screen, clock: ByHand) -> None:
    analyzer = Held()
    for scheduler in scheduled(analyzer, screen, clock):
        for version in range(1, 6):
            scheduler.submit(text(version))
            settle(clock)
            clock.forward(DEBOUNCE / 2)
            settle(clock)
        assert analyzer.seen == []
        clock.forward(DEBOUNCE)
        findings = screen.wait_for(5)
    assert [snapshot.version for snapshot in analyzer.seen] == [5]
    assert [issue.rule for issue in findings.diagnostics] == ["V5"]
    assert findings.report is not None
    assert findings.report.issues == findings.diagnostics
    assert findings.path == "a.py"


def test_who_never_pauses_hears_of_it_all_the_same(screen: Screen, clock: ByHand) -> None:
    analyzer = Held()
    for scheduler in scheduled(analyzer, screen, clock):
        began, version = clock.now(), 0
        while clock.now() < began + LONGEST_WAIT:
            assert not analyzer.seen
            version += 1
            scheduler.submit(text(version))
            settle(clock)
            clock.forward(DEBOUNCE / 2)
            settle(clock)
        assert analyzer.begun.acquire(timeout=SOON)


def test_asked_for_now_there_is_no_pause(screen: Screen, clock: ByHand) -> None:
    for scheduler in scheduled(Held(), screen, clock):
        scheduler.submit(text(1), now=True)
        screen.wait_for(1)


def test_a_newer_text_cancels_the_run_of_the_older(screen: Screen, clock: ByHand) -> None:
    analyzer = Held(held=True)
    for scheduler in scheduled(analyzer, screen, clock):
        scheduler.submit(text(1), now=True)
        assert analyzer.begun.acquire(timeout=SOON)
        scheduler.submit(text(2), now=True)
        assert analyzer.begun.acquire(timeout=SOON)
        analyzer.go.set()
        screen.wait_for(2)
    assert screen.reports() == [2]


def test_until_then_the_rows_move_with_the_edits(screen: Screen, clock: ByHand) -> None:
    for scheduler in scheduled(Held(), screen, clock):
        assert scheduler.submit(text(1), now=True) == ()
        screen.wait_for(1)
        above = Edit(Position(0, 0), Position(0, 0), "new\nlines\n")
        (moved,) = scheduler.submit(text(2, "new\nlines\na\nb\nc\n"), [above])
        assert (moved.rule, moved.start, moved.end) == ("V1", Position(3, 0), Position(3, 1))
        assert scheduler.submit(text(3)) == ()  # nobody knows how it came to be


def test_older_versions_are_ignored(screen: Screen, clock: ByHand) -> None:
    for scheduler in scheduled(Held(), screen, clock):
        scheduler.submit(text(7), now=True)
        screen.wait_for(7)
        assert [row.rule for row in scheduler.submit(text(6), ())] == ["V7"]
    assert screen.reports() == [7]


def test_texts_do_not_wait_for_each_other(screen: Screen, clock: ByHand) -> None:
    class Slow(Held):
        def analyze(self, snapshot: Snapshot, cancel: threading.Event) -> Iterable[Finding]:
            if snapshot.path == "slow.py":
                yield from super().analyze(snapshot, cancel)

    analyzer = Slow(held=True)
    for scheduler in scheduled(analyzer, screen, clock):
        scheduler.submit(text(1, path="slow.py"), now=True)
        assert analyzer.begun.acquire(timeout=SOON)
        scheduler.submit(text(2, path="quick.py"), now=True)
        screen.wait_for(2)
        assert screen.reports() == [2]
        analyzer.go.set()
        screen.wait_for(1)


def test_a_closed_text_and_a_closed_scheduler_say_nothing_more(screen: Screen, clock: ByHand) -> None:
    analyzer = Held(held=True)
    for scheduler in scheduled(analyzer, screen, clock):
        scheduler.submit(text(1), now=True)
        assert analyzer.begun.acquire(timeout=SOON)
        scheduler.forget("a.py")
        scheduler.submit(text(1, path="b.py"), now=True)
        assert analyzer.begun.acquire(timeout=SOON)
        scheduler.close()
        analyzer.go.set()
        assert scheduler.submit(text(2), now=True) == ()
    assert screen.got == []
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("rubin-analysis")]


ROW = diagnostic("R", line=2, character=4, end=Position(2, 8))


@pytest.mark.parametrize(
    ("edit", "place"),
    [
        (((0, 0), (0, 0), "x\r\ny\rz\n"), ((5, 4), (5, 8))),
        (((0, 0), (1, 3), ""), ((1, 4), (1, 8))),
        (((1, 1), (2, 2), "ab"), ((1, 5), (1, 9))),
        (((2, 0), (2, 1), "😀😀"), ((2, 5), (2, 9))),
        (((2, 0), (2, 0), "x\n12"), ((3, 6), (3, 10))),
        (((2, 4), (2, 4), "__"), ((2, 6), (2, 10))),
        (((2, 8), (2, 8), "__"), ((2, 4), (2, 8))),
        (((2, 6), (2, 6), "__"), ((2, 4), (2, 10))),
        (((3, 0), (9, 0), ""), ((2, 4), (2, 8))),
        (((2, 3), (2, 5), ""), None),
        (((2, 7), (3, 0), ""), None),
        (((0, 0), (9, 0), ""), None),
    ],
)
def test_rows_move_grow_or_go(
    edit: tuple[tuple[int, int], tuple[int, int], str],
    place: tuple[tuple[int, int], tuple[int, int]] | None,
) -> None:
    rows = shifted([ROW], [Edit(Position(*edit[0]), Position(*edit[1]), edit[2])])
    assert [(row.start, row.end) for row in rows] == ([place] if place else [])


def test_a_fix_moves_too_and_goes_when_its_place_was_touched() -> None:
    fix = Fix("f", (Edit(Position(2, 4), Position(2, 8), "x"),))
    related = Related("r", Position(0, 0), Position(0, 2))
    row = diagnostic("R", line=2, character=0, end=Position(2, 10), fixes=(fix,), related=(related,))

    def after(start: tuple[int, int], end: tuple[int, int], new: str) -> Diagnostic:
        return shifted([row], [Edit(Position(*start), Position(*end), new)])[0]

    assert after((1, 0), (1, 0), "\n").fixes[0].edits[0].start == Position(3, 4)
    assert after((2, 6), (2, 6), "y").fixes == ()
    assert after((0, 1), (0, 3), "").related == ()
