"""The score anyone can compute again, recommendations with why and how, fingerprints that stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubin_tui.engine.analysis import Analysis, Registry
from rubin_tui.engine.analysis.fingerprints import Fingerprints
from rubin_tui.engine.analysis.json_check import JsonCheck
from rubin_tui.engine.analysis.lines import Lines
from rubin_tui.engine.analysis.report import (
    MOST_RECOMMENDATIONS,
    recommendations,
    report_of,
    together,
    with_minutes,
)
from rubin_tui.engine.analysis.ruff_rules import TOLD_BY_US
from rubin_tui.engine.analysis.rule_text import RuleText
from rubin_tui.engine.analysis.score import CAP, from_parts, grade, minutes_of, score
from rubin_tui.engine.code_model import SEVERITIES, AnalyzerDone, Diagnostic, Fix, NotRun, Ran, Snapshot
from rubin_tui.engine.model import Message, Position
from tests.engine.analysis.base import Fake, diagnostic, fake, words


def test_the_example_of_the_formula() -> None:
    value, breakdown = from_parts(
        {
            "errors": (1, 15),
            "warnings": (6, 30),
            "info": (10, 10),
            "complexity": (2, 9),
            "duplication": (1, 7),
            "docs": (3, 3),
        },
        420,
    )
    assert value == 71.2
    assert [(part.name, part.points) for part in breakdown] == [
        ("errors", 5.8),
        ("warnings", 11.7),
        ("info", 3.9),
        ("complexity", 3.5),
        ("duplication", 2.7),
        ("docs", 1.2),
    ]
    assert grade(value) == "C"


def test_a_clean_text_has_100_and_a_syntax_error_49_at_most() -> None:
    assert score([], 10) == (100.0, ())
    broken = with_minutes(diagnostic(severity="error", category="syntax"))
    value, breakdown = score([broken], 100_000)
    assert value == CAP == 49.0
    assert [part.name for part in breakdown] == ["syntax", "cap"]
    assert round(100 - sum(part.points for part in breakdown), 1) == value


@pytest.mark.parametrize(
    ("severity", "category", "minutes"),
    [
        ("error", "syntax", 30),
        ("error", "bug", 15),
        ("error", "security", 30),
        ("warning", "security", 5),
        ("warning", "bug", 5),
        ("info", "style", 1),
        ("hint", "docs", 0),
        ("info", "tool", 0),
    ],
)
def test_minutes(severity: str, category: str, minutes: float) -> None:
    assert minutes_of(severity, category) == minutes  # type: ignore[arg-type]


_ISSUES = st.lists(
    st.builds(
        lambda severity, category: with_minutes(diagnostic(severity=severity, category=category)),
        st.sampled_from(SEVERITIES),
        st.sampled_from(["syntax", "bug", "security", "style", "docs", "tool"]),
    ),
    max_size=30,
)


@given(_ISSUES, _ISSUES, st.integers(0, 5000))
def test_one_more_finding_never_raises_the_score_and_the_parts_explain_it(
    issues: list[Diagnostic], more: list[Diagnostic], lines: int
) -> None:
    value, breakdown = score(issues, lines)
    assert score([*issues, *more], lines)[0] <= value
    assert abs(100 - sum(part.points for part in breakdown) - value) <= 0.1 * max(1, len(breakdown))
    minutes = sum(part.minutes for part in breakdown)
    again = round(100 * 2 ** (-(minutes / (3 * max(lines, 100))) / 0.12), 1)
    assert value == (min(again, CAP) if any(part.name == "syntax" for part in breakdown) else again)


def test_recommendations_come_by_minutes_with_why_and_how() -> None:
    fix = Fix("do it", (), safe=True)
    issues = [with_minutes(diagnostic(f"R{number}", number)) for number in range(9)]
    issues += [with_minutes(diagnostic("OFTEN", line, severity="info", fixes=(fix,))) for line in range(8)]
    issues += [diagnostic("FREE", severity="hint")]
    advice = recommendations(
        issues, lambda source, rule: RuleText("T", "W", "H") if rule == "OFTEN" else None
    )
    assert len(advice) == MOST_RECOMMENDATIONS
    first = advice[0]
    assert (first.rule, first.count, first.minutes, first.fixable) == ("OFTEN", 8, 8.0, 8)
    assert (first.title, first.why, first.how) == ("T", "W", "H")
    assert [one.rule for one in advice[1:]] == ["R0", "R1", "R2", "R3", "R4", "R5"]
    assert (advice[1].title, advice[1].why) == ("R0 says so", "")


def test_several_texts_are_scored_by_all_their_minutes_and_lines() -> None:
    def one(path: str, lines: int, *issues: Diagnostic, judged: bool = True):  # type: ignore[no-untyped-def]
        done = AnalyzerDone("fake", 1, tuple(with_minutes(issue) for issue in issues), ran=Ran("fake", "1"))
        row = NotRun("cppcheck", Message("analysis.not_installed", {"program": "p", "extra": "c"}))
        return report_of(
            Snapshot(1, "", "python", path),
            [done],
            lines,
            judged=judged,
            rules=lambda *_: None,
            not_run=[row],
        )

    reports = [
        one("b", 900, diagnostic(path="b")),
        one("a", 100, diagnostic(path="a", line=3), diagnostic(path="a")),
        one("c", 50, diagnostic(path="c", severity="error"), judged=False),
    ]
    whole = together(reports, lambda *_: None)
    assert [(issue.path, issue.start.line) for issue in whole.issues] == [
        ("a", 0),
        ("a", 3),
        ("b", 0),
        ("c", 0),
    ]
    assert whole.quality_score == from_parts({"warnings": (3, 15.0)}, 1000)[0]
    assert (len(whole.not_run), whole.ran) == (1, (Ran("fake", "1"),))
    assert together([reports[2]], lambda *_: None).quality_score is None


def test_rows_of_failed_analyzers_cost_nothing() -> None:
    class Failing(Fake):
        id = "failing"

        def missing(self) -> Message | None:
            raise OSError

    with Analysis(Registry([Failing(), fake("good")])) as analysis:
        report = analysis.analyze("x\n", "python")
    assert (report.quality_score, report.score_breakdown, len(report.issues)) == (100.0, (), 1)


CODE = """\
import a


def f():
    x = 1
    bad
    y = 2


class C:
    def f(self):
        x = 1
        bad
        bad

        bad
"""


def fingerprints(code: str, language: str = "python") -> list[str]:
    lines = Lines(code)
    issues = [
        diagnostic(line=number, character=line.find("bad"))
        for number, line in enumerate(lines.all)
        if "bad" in line or line.startswith("def")
    ]
    return [issue.fingerprint for issue in Fingerprints(lines, language).of(issues)]


def test_fingerprints_differ_within_a_text() -> None:
    assert len(set(fingerprints(CODE))) == len(fingerprints(CODE)) == 5


@pytest.mark.parametrize(
    "moved",
    [
        "# one\n\n# more\n" + CODE,
        CODE.replace("import a\n", ""),
        CODE.replace("\n", "\r\n"),
        CODE.replace("    bad\n    y", "    bad  \n    y"),
        CODE.replace("class C", "def other():\n    pass\n\n\nclass C"),
    ],
)
def test_fingerprints_stay_when_the_lines_move(moved: str) -> None:
    known = set(fingerprints(CODE))
    assert known <= set(fingerprints(moved)) or set(fingerprints(moved)) >= known


def test_moving_a_function_makes_no_new_finding() -> None:
    head, function, rest = CODE.partition("def f():\n    x = 1\n    bad\n    y = 2\n")
    assert set(fingerprints(head + rest + "\n\n" * 25 + function)) == set(fingerprints(CODE))


def test_another_line_or_another_function_is_another_finding() -> None:
    known = set(fingerprints(CODE))
    assert len(set(fingerprints(CODE.replace("def f():", "def g():"))) - known) == 2
    assert len(set(fingerprints(CODE.replace("    bad\n    y", "    bad()\n    y"))) - known) == 1


def test_an_unknown_language_is_said_and_has_no_score() -> None:
    with Analysis() as analysis:
        prose = analysis.analyze("Some words, nothing more.")
        gcode = analysis.analyze("G0 X1\n", "gcode")
    assert (prose.issues, prose.quality_score) == ((), None)
    assert words(prose.not_run[0].reason).startswith("The language of this text is not known")
    assert words(gcode.not_run[0].reason) == "Nothing installed analyses G-code yet."


def test_a_text_too_long_is_said() -> None:
    with Analysis(Registry([JsonCheck()])) as analysis:
        report = analysis.analyze(" " * 10_000_001, "json")
    assert report.quality_score is None
    assert (
        words(report.not_run[0].reason)
        == "The text is longer than 10 million characters and was not analysed."
    )


def test_recommendations_speak_both_languages() -> None:
    with Analysis(Registry([JsonCheck()])) as analysis:
        (advice,) = analysis.analyze('{"a": 1, "a": 2}', path="x.json").recommendations
    assert words(advice.title, "en") == "Keys that stand twice"
    assert words(advice.title, "ru") == "Повторяющиеся ключи"
    assert words(advice.how, "ru") == "Оставьте один или переименуйте другой."
    assert advice.first == Position(0, 9)


def test_ruffs_commonest_rules_speak_both_languages_and_the_others_ruffs_own() -> None:
    with Analysis() as analysis:
        analysis.analyze("x = undefined\n", "python")
        for rule in TOLD_BY_US:
            text = analysis.rule("ruff", rule)
            assert text is not None
            for part in (text.title, text.why, text.how):
                assert isinstance(part, Message)
                assert words(part, "ru") != words(part, "en") != part.id
            assert "## " in words(text.page)
        own = analysis.rule("ruff", "B002")
        assert own is not None
        assert (own.title, own.how) == ("Unary prefix increment decrement", "x += 1\ny -= 1")
