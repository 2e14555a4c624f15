"""No analyzer can do harm: it costs one information row with its name."""

import threading
from collections.abc import Iterable, Iterator
from itertools import repeat

import pytest

from rubin_tui.engine.analysis import Analysis, Registry
from rubin_tui.engine.analysis.analyzers import Analyzer, Finding, Problem
from rubin_tui.engine.analysis.watch import MOST_FINDINGS
from rubin_tui.engine.code_model import AnalyzerDone, Edit, Fix, Report, Snapshot
from rubin_tui.engine.model import Message, Position
from tests.engine.analysis.base import Fake, diagnostic, fake, words

GOOD = diagnostic("GOOD", line=1)


class Raising(Fake):
    id = "raising"

    def analyze(self, snapshot: Snapshot, cancel: threading.Event) -> Iterable[Finding]:
        yield diagnostic()
        raise RuntimeError("private text of a document")


class Hanging(Fake):
    id = "hanging"
    seconds = 0.05

    def __init__(self) -> None:
        super().__init__()
        self.let_go = threading.Event()

    def analyze(self, snapshot: Snapshot, cancel: threading.Event) -> Iterable[Finding]:
        self.seen.append(snapshot)
        self.let_go.wait(30)
        return ()


class Flooding(Fake):
    id = "flooding"
    seconds = 60.0

    def analyze(self, snapshot: Snapshot, cancel: threading.Event) -> Iterator[Finding]:
        for number in range(1_000_000):
            self.items = (diagnostic(f"F{number}"),)
            yield self.items[0]


class Unable(Fake):
    id = "unable"

    def missing(self) -> Message | None:
        raise OSError("no")


class Absent(Fake):
    id = "absent"

    def missing(self) -> Message | None:
        return Message("analysis.not_installed", {"program": "absent", "extra": "x"})


def report(*analyzers: Analyzer, text: str = "a\nb\n") -> Report:
    with Analysis(Registry([*analyzers, Fake(GOOD)])) as analysis:
        return analysis.analyze(text, "python")


def rows(of: Report, source: str) -> list[tuple[str, str, str]]:
    return [
        (issue.severity, issue.category, words(issue.message))
        for issue in of.issues
        if issue.source == source
    ]


@pytest.mark.parametrize(
    ("analyzer", "said"),
    [
        (Raising(), "raising failed inside (RuntimeError at test_watch.py:"),
        (Unable(), "unable failed inside (OSError at test_watch.py:"),
    ],
)
def test_an_error_inside_is_one_row_and_the_rest_stands(analyzer: Analyzer, said: str) -> None:
    result = report(analyzer)
    ((severity, category, message),) = rows(result, analyzer.id)
    assert (severity, category) == ("info", "tool")
    assert message.startswith(said)
    assert "private" not in message
    assert [row.analyzer for row in result.not_run] == [analyzer.id]
    assert [issue.rule for issue in result.issues if issue.source == "fake"] == ["GOOD"]


def test_one_that_hangs_is_left_behind_and_at_last_no_longer_started() -> None:
    hanging = Hanging()
    with Analysis(Registry([hanging, Fake(GOOD)])) as analysis:
        told = [words(analysis.analyze("a\nb", "python").not_run[0].reason) for _ in range(5)]
        hanging.let_go.set()
    assert told[0] == "hanging did not end within 0.05 s and was left out."
    assert told[-1].startswith("hanging keeps hanging")
    assert len(hanging.seen) == 3


def test_a_flood_is_cut_off_with_a_note() -> None:
    flooding = Flooding()
    result = report(flooding)
    assert sum(issue.source == "flooding" for issue in result.issues) == MOST_FINDINGS + 1
    said = f"flooding says more than {MOST_FINDINGS} things; the rest is left out."
    assert ("info", "tool", said) in rows(result, "flooding")
    assert [words(row.reason) for row in result.not_run] == [said]
    assert flooding.items[0].rule == f"F{MOST_FINDINGS - 1}"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "item",
    [
        "a string",
        None,
        diagnostic(severity="fatal"),
        diagnostic(message=b"bytes"),
        diagnostic(message=""),
        diagnostic(start=("a", "b")),
        diagnostic(start=None),
        diagnostic(minutes=float("nan")),
        diagnostic(minutes=-1),
        diagnostic(related=(None,)),
        diagnostic(rule=7),
    ],
)
def test_what_is_no_finding_is_left_out_and_said(item: object) -> None:
    result = report(fake("odd", item, diagnostic("KEPT")))
    assert ("info", "tool", "odd sent what are no findings; that was left out.") in rows(result, "odd")
    assert "KEPT" in [issue.rule for issue in result.issues]


def test_a_million_pieces_of_garbage_end_as_well() -> None:
    class Garbage(Fake):
        id = "garbage"

        def analyze(self, snapshot: Snapshot, cancel: threading.Event) -> Iterable[Finding]:
            return repeat("x")  # type: ignore[return-value]

    assert [row.analyzer for row in report(Garbage()).not_run] == ["garbage"]


def test_places_outside_the_text_move_inside_and_their_fixes_are_dropped() -> None:
    fix = Fix("do", (Edit(Position(0, 0), Position(9, 0), ""),))
    far = diagnostic("FAR", start=Position(50, 7), end=Position(-3, 0), fixes=(fix,))
    (issue,) = [issue for issue in report(fake("far", far)).issues if issue.source == "far"]
    assert (issue.start, issue.end, issue.fixes) == (Position(2, 0), Position(2, 0), ())


def test_a_missing_tool_is_named_and_is_no_finding() -> None:
    result = report(Absent())
    assert rows(result, "absent") == []
    assert [(row.analyzer, row.failed) for row in result.not_run] == [("absent", False)]


def test_a_problem_is_a_row_beside_the_findings() -> None:
    result = report(fake("half", Problem(Message("analysis.too_deep")), diagnostic("KEPT")))
    assert [issue.rule for issue in result.issues if issue.source == "half"] == ["KEPT", "analyzer"]
    assert "half" not in [row.analyzer for row in result.ran]


def test_a_cancelled_analysis_just_ends() -> None:
    hanging, cancel = Hanging(), threading.Event()
    hanging.seconds = 30.0  # type: ignore[misc]
    with Analysis(Registry([hanging, Fake(GOOD)])) as analysis:
        events = analysis.events(Snapshot(1, "a\nb", "python"), cancel)
        first = next(events)
        assert isinstance(first, AnalyzerDone)
        assert first.analyzer == "fake"
        cancel.set()
        assert list(events) == []
        hanging.let_go.set()


def test_two_runs_say_the_same() -> None:
    analyzers = [fake(f"a{n}", *(diagnostic(f"R{m}", m % 2) for m in range(9))) for n in range(5)]
    first, second = (report(*analyzers) for _ in range(2))
    assert (first.issues, first.not_run, first.ran, first.recommendations) == (
        second.issues,
        second.not_run,
        second.ran,
        second.recommendations,
    )


def test_an_analyzer_is_registered_once() -> None:
    with pytest.raises(ValueError, match="fake"):
        Registry([Fake(), Fake()])
