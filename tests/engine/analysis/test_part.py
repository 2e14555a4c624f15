"""Some lines of a text judged: what is known of the whole is used, and where it is not, they stand alone."""

import pytest

from rubin_tui.engine.analysis import Analysis
from rubin_tui.engine.analysis.lines import Lines
from rubin_tui.engine.analysis.part import Dedented
from rubin_tui.engine.code_model import PartReport, Position
from tests.engine.analysis.base import places

PYTHON = (
    "import os\n\n\nclass A:\n    def f(self, a=[]):\n        return os.name, undefined\n\n\nimport sys\n"
)


def judged(text: str, first: int, last: int, language: str = "python") -> PartReport:
    with Analysis() as analysis:
        snapshot = analysis.snapshot(text, language, path="/nowhere/at/all/a.py")
        whole = analysis.analyze(text, language, path="/nowhere/at/all/a.py")
        return analysis.part(snapshot, whole, first, last)


def test_findings_of_the_whole_that_stand_in_the_lines_with_a_score_of_their_own() -> None:
    part = judged(PYTHON, 3, 5)
    found = [place for place in places(part.report.issues) if place[0] in ("B006", "F821", "F401")]
    assert found == [("B006", 4, 18), ("F821", 5, 24)]  # `os` is known from above
    assert not part.alone
    assert part.report.lines == 3
    assert {one.rule for one in part.report.recommendations} >= {"B006", "F821"}
    clean = judged(PYTHON, 0, 1)
    assert (clean.report.issues, clean.report.quality_score) == ((), 100.0)


def test_where_the_rest_is_broken_whole_lines_are_judged_alone_and_stand_where_they_stood() -> None:
    text = "import os\r\nif x:\r\n    def f(a=[]):\r\n\r\n        return os, nowhere\r\n\r\ny = (\r\n"
    part = judged(text, 2, 4)
    assert part.alone
    unknown = [issue for issue in part.report.issues if issue.rule == "F821"]
    assert [issue.start for issue in unknown] == [Position(4, 19)]  # `os` stands in the rest of the text
    found = [issue for issue in part.report.issues if issue.rule == "B006"]
    assert [(issue.start, issue.end, issue.path) for issue in found] == [
        (Position(2, 12), Position(2, 14), "/nowhere/at/all/a.py")
    ]
    assert part.report.recommendations[0].first.line >= 1


def test_a_fragment_gets_what_is_known_of_the_whole_and_no_error_of_its_own() -> None:
    part = judged("def f(\n    a=[],\n    b=1):\n    return a\n\ny = (\n", 1, 2)
    assert not part.alone
    assert all(issue.category != "syntax" for issue in part.report.issues)
    assert all(1 <= issue.start.line <= 2 for issue in part.report.issues)


def test_data_inside_a_text_nobody_analyses_is_judged_alone() -> None:
    with Analysis() as analysis:
        text = 'Answer:\n\n  {"a": 1,\n   "a": 2}\n'
        snapshot = analysis.snapshot(text, path="notes.txt")
        part = analysis.part(snapshot, analysis.analyze(text, path="notes.txt"), 2, 3)
    assert part.alone
    assert [issue.start for issue in part.report.issues] == [Position(3, 3)]


@pytest.mark.parametrize(
    ("text", "cut", "place"),
    [
        ("\ta\n\t\tb\n", "a\n\tb\n", (0, 1)),
        ("\ta\n    b\n", "\ta\n    b\n", (0, 0)),
        ("  a\n \n  b", "a\n\nb", (0, 2)),
    ],
)
def test_indentation_is_cut_where_all_lines_share_it(text: str, cut: str, place: tuple[int, int]) -> None:
    lines = Lines(text)
    dedented = Dedented.of(lines, 0, len(lines) - 1)
    assert dedented.text == cut
    assert dedented.outside(Position(0, 0)) == place
