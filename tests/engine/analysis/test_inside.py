"""Findings of code that stands inside something else, at their places in the file."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from rubin_tui.engine.analysis.analysis import Analysis
from rubin_tui.engine.analysis.analyzers import Analyzer, Finding, Registry
from rubin_tui.engine.analysis.st_check import StCheck
from rubin_tui.engine.code_model import Diagnostic, Edit, Fix, Snapshot
from rubin_tui.engine.model import Message, Position
from tests.engine.containers.files import PLCOPEN, TCPOU


class _Finds(Analyzer):
    """Finds a word wherever it stands, and would write it in capitals."""

    id = "finds"
    languages = frozenset({"st"})

    def __init__(self, word: str, instead: str) -> None:
        self._word, self._instead = word, instead

    def analyze(self, snapshot: Snapshot, cancel: threading.Event) -> Iterator[Finding]:
        for number, line in enumerate(snapshot.text.splitlines()):
            column = line.find(self._word)
            if column >= 0:
                start, end = Position(number, column), Position(number, column + len(self._word))
                fix = Fix("capitals", (Edit(start, end, self._instead),))
                yield Diagnostic("word", "warning", "style", "a word", start, end, "finds", fixes=(fix,))


def found(path: str, text: str, word: str, instead: str = "X") -> list[Diagnostic]:
    analysis = Analysis(Registry([_Finds(word, instead)]))
    return list(analysis.analyze(text, path=path).issues)


def at(text: str, place: Position, length: int) -> str:
    return text.splitlines()[place.line][place.character :][:length]


@pytest.mark.parametrize(("word", "count"), [("nStarts", 1), ("fSpeed", 1), ("bRun", 2)])
def test_a_finding_stands_where_the_file_has_its_text(word: str, count: int) -> None:
    issues = found("FB_Pump.TcPOU", TCPOU, word)
    assert [at(TCPOU, issue.start, len(word)) for issue in issues] == [word] * count
    assert all(issue.fixes[0].edits[0].start == issue.start for issue in issues)


def test_behind_an_entity_the_column_is_that_of_the_file() -> None:
    (issue,) = found("tank.xml", PLCOPEN, "ok THEN")
    assert at(PLCOPEN, issue.start, 7) == "ok THEN"


def test_a_line_that_is_not_in_the_file_stands_at_what_it_speaks_of_and_is_not_mended() -> None:
    (issue,) = found("tank.xml", PLCOPEN, "VAR CONSTANT")
    assert "<interface>" in PLCOPEN.splitlines()[issue.start.line]
    assert issue.fixes == ()


def test_what_the_file_would_write_otherwise_is_not_offered_there() -> None:
    (issue,) = found("tank.xml", PLCOPEN, "ok", "<ok>")
    assert issue.fixes == ()


@pytest.mark.parametrize("text", [TCPOU[: len(TCPOU) // 2], TCPOU.replace("</POU>", "</Pou>")])
def test_what_cannot_be_taken_out_of_its_xml_is_judged_as_xml(text: str) -> None:
    report = Analysis().analyze(text, path="FB_Pump.TcPOU")
    assert report.language == "xml"
    assert [issue.rule for issue in report.issues] == ["xml-syntax"]


def test_a_line_that_a_finding_speaks_of_is_that_of_the_file() -> None:
    broken = TCPOU.replace("END_IF]]>", "]]>")
    (issue,) = [
        each
        for each in Analysis(Registry([StCheck()])).analyze(broken, path="FB_Pump.TcPOU").issues
        if each.rule == "st-syntax"
    ]
    assert isinstance(issue.message, Message)
    assert "IF bRun THEN" in broken.splitlines()[issue.message.params["line"] - 1]
