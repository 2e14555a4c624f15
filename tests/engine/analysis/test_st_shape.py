"""Complexity of Structured Text: what is counted, what is said above a limit, what it costs."""

import pytest

from rubin_tui.engine.analysis import Analysis
from rubin_tui.engine.analysis.iec.metrics import Measure, measures
from rubin_tui.engine.analysis.iec.units import parse
from rubin_tui.engine.analysis.st_shape import Limits, StShape
from rubin_tui.engine.model import Position
from tests.engine.analysis.base import found, words


def measured(body: str) -> Measure:
    (measure,) = measures(parse(f"PROGRAM P\n{body}\nEND_PROGRAM\n"))
    return measure


@pytest.mark.parametrize(
    ("body", "cyclomatic", "cognitive", "nesting"),
    [
        ("x := 1;", 1, 0, 0),
        ("IF a THEN x := 1; END_IF", 2, 1, 1),
        ("IF a THEN x := 1; ELSE x := 2; END_IF", 2, 2, 1),
        ("IF a THEN ; ELSIF b THEN ; ELSE IF c OR d THEN ; END_IF END_IF", 4, 6, 2),
        ("CASE n OF 1: ; 2: ; 3, 4, 5: ; ELSE ; END_CASE", 4, 1, 1),
        ("WHILE a DO ; END_WHILE REPEAT ; UNTIL b END_REPEAT FOR i := 0 TO 9 DO ; END_FOR", 4, 3, 1),
        ("FOR i := 0 TO 9 DO IF a THEN WHILE b DO ; END_WHILE END_IF END_FOR", 4, 6, 3),
        ("x := a AND b AND c;", 1, 1, 0),
        ("x := a AND_THEN b OR_ELSE c;", 3, 2, 0),
        ("x := NOT (a AND b) AND f(c OR d, n[i] > 1);", 1, 3, 0),
        ("IF a THEN JMP Out; END_IF Out: RETURN;", 2, 2, 1),
        ("__TRY x := 1; __CATCH(e) IF a THEN ; END_IF __ENDTRY", 3, 3, 2),
        ("{region 'A'}\nIF a THEN ; END_IF\n{endregion}", 2, 1, 1),
    ],
)
def test_what_is_counted(body: str, cyclomatic: int, cognitive: int, nesting: int) -> None:
    measure = measured(body)
    assert (measure.cyclomatic, measure.cognitive, measure.nesting) == (cyclomatic, cognitive, nesting)


PARTS = """\
FUNCTION_BLOCK FB
VAR
    // counted

    n : INT;
END_VAR
n := n + 1; (* and
not this line
*)
METHOD M
IF n > 1 THEN
    n := 0;
END_IF
END_METHOD
PROPERTY P : INT
GET
P := n;
END_GET
END_PROPERTY
ACTION A:
n := 2;
END_ACTION
END_FUNCTION_BLOCK
"""


def test_each_part_is_measured_by_itself() -> None:
    counts = {one.name: (one.cyclomatic, one.lines) for one in measures(parse(PARTS))}
    assert counts == {"FB": (1, 6), "FB.M": (2, 5), "FB.P.GET": (1, 5), "FB.A": (1, 3)}


def test_statements_in_no_pou_are_measured_too() -> None:
    (measure,) = measures(parse("IF a THEN\n  b := 1;\nEND_IF;\n"))
    assert (measure.name, measure.start, measure.cyclomatic) == ("", 0, 2)


NESTED = "FUNCTION_BLOCK FB\nMETHOD Step\n{}END_METHOD\nEND_FUNCTION_BLOCK\n".format(
    "IF a THEN\n" * 7 + "x := 1;\n" + "END_IF\n" * 7
)


def test_what_is_above_a_limit_is_said_at_the_name_with_its_number() -> None:
    limits = Limits(cyclomatic=7, cognitive=20, nesting=6, lines=16)
    issues = found(StShape(limits=limits), NESTED)
    assert [(issue.rule, issue.severity, issue.category, issue.minutes) for issue in issues] == [
        ("st-complex", "info", "complexity", 0.0),
        ("st-cognitive", "info", "complexity", 8.0),
        ("st-nesting", "info", "complexity", 0.0),
        ("st-long", "info", "complexity", 0.0),
    ]
    assert {(issue.start, issue.end) for issue in issues} == {(Position(1, 7), Position(1, 11))}
    assert words(issues[1].message) == "FB.Step is hard to follow: cognitive complexity 28, more than 20."
    assert words(issues[2].message, "ru") == "В FB.Step операторы вложены на 7 уровней, больше 6."


def test_at_the_limit_nothing_is_said() -> None:
    limits = Limits(cyclomatic=8, cognitive=28, nesting=7, lines=17)
    assert found(StShape(limits=limits), NESTED) == []


def test_complexity_is_a_part_of_the_score_and_every_rule_is_explained() -> None:
    with Analysis() as analysis:
        declared = NESTED.replace("Step\n", "Step\nVAR a : BOOL; x : INT; END_VAR\n")
        report = analysis.analyze(declared, "st")
        assert [issue.rule for issue in report.issues] == ["st-cognitive", "st-nesting"]
        parts = {part.name: (part.count, part.minutes) for part in report.score_breakdown}
        assert parts == {"complexity": (2, 9.0)}
        for rule in ("st-complex", "st-cognitive", "st-nesting", "st-long"):
            text = analysis.rule("st-shape", rule)
            assert text is not None
            for language in ("en", "ru"):
                assert all(words(one, language) for one in (text.title, text.why, text.how))
        assert analysis.rule("st-shape", "unknown") is None
