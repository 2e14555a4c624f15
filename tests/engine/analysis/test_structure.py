"""Repeated code, complexity and missing docstrings: the hints the score counts."""

import subprocess
import sys
import threading

import pytest

from rubin_tui.engine.analysis import Analysis, Registry
from rubin_tui.engine.analysis.code_lines import code_lines
from rubin_tui.engine.analysis.lines import Lines
from rubin_tui.engine.analysis.python_shape import parts
from rubin_tui.engine.analysis.repeats import repeats
from rubin_tui.engine.analysis.structure import StructureCheck
from rubin_tui.engine.model import Position
from tests.engine.analysis.base import found, places, words

BLOCK = "".join(f"    total_{n} = read({n}) * factor + offset[{n}]\n" for n in range(8))


def complexity(body: str) -> int:
    return parts(f"def f(a, b, c):\n{body}")[0].complexity


@pytest.mark.parametrize(
    ("body", "cost"),
    [
        ("    return 1\n", 0),
        ("    if a:\n        pass\n", 1),
        ("    if a:\n        pass\n    else:\n        pass\n", 2),
        ("    if a:\n        pass\n    elif b:\n        pass\n    else:\n        pass\n", 3),
        ("    for x in a:\n        if x:\n            pass\n", 3),
        ("    while a and b and c:\n        pass\n", 2),
        ("    if a and b or c:\n        pass\n", 3),
        ("    try:\n        pass\n    except E:\n        if a:\n            pass\n", 3),
        ("    with a:\n        return b if c else a\n", 1),
        ("    def g():\n        if a:\n            pass\n", 2),
        ("    match a:\n        case 1:\n            if b:\n                pass\n", 3),
        ("    return [x for x in a if x]\n", 0),
    ],
)
def test_cognitive_complexity(body: str, cost: int) -> None:
    assert complexity(body) == cost


def test_what_is_above_15_costs_a_minute_a_point() -> None:
    nested = "".join(f"{'    ' * depth}if a:\n" for depth in range(1, 7)) + "    " * 7 + "pass\n"
    (issue,) = found(StructureCheck(), f"def f(a):\n    'Doc.'\n{nested}", language="python")
    assert (issue.rule, issue.minutes, issue.severity) == ("complex-function", 6, "hint")
    assert words(issue.message) == "f is hard to follow: cognitive complexity 21, more than 15."


def test_public_names_without_docstrings() -> None:
    code = (
        "def йx_no(): ...\nclass A:\n    def a(self): pass\n    def _b(self): pass\n"
        "    @a.setter\n    def a(self, v): pass\n"
        "class _C:\n    def a(self): pass\ndef d():\n    'Says.'\n    def inner(): pass\n"
        "async def e(): pass\n"
        "def test_x(): pass\n"
    )
    issues = found(StructureCheck(), code, language="python")
    assert [(issue.start.line, words(issue.message).split()[0]) for issue in issues] == [
        (0, "йx_no"),
        (1, "A"),
        (2, "a"),
        (11, "e"),
    ]
    assert (issues[0].start, issues[0].end, issues[0].minutes) == (Position(0, 4), Position(0, 9), 1)


def test_code_that_stands_twice() -> None:
    code = f"def f():\n    'D.'\n{BLOCK}\n# gap\ndef g():\n    'E.'\n    # a comment between\n{BLOCK}"
    (issue,) = found(StructureCheck(), code, language="python")
    assert places([issue]) == [("duplicate-code", 15, 4)]
    assert (issue.end.line, issue.minutes) == (22, 4.0)
    assert issue.related[0].start == Position(2, 4)
    assert words(issue.message) == "8 lines repeat what stands from line 3 on."
    assert words(issue.message, "ru") == "8 строк повторяют то, что стоит со строки 3."


def test_similar_code_tables_and_short_pieces_are_none() -> None:
    other = BLOCK.replace("factor", "gain")
    assert found(StructureCheck(), f"if 1:\n{BLOCK}if 2:\n{other}", language="python") == []
    assert found(StructureCheck(), "x = (" + "1, 2, 3, " * 200 + ")\n", language="python") == []
    assert found(StructureCheck(), f"if 1:\n{BLOCK[:80]}if 2:\n{BLOCK[:80]}", language="python") == []


def test_repetitions_do_not_overlap_what_they_repeat() -> None:
    lines = Lines("x = y + z * 4\n" * 60)
    for repeat in repeats(lines, "python", threading.Event()):
        assert repeat.first_end <= repeat.start


@pytest.mark.parametrize(
    "text", ["x = " + "(" * 100_000, "x = " + "-" * 100_000 + "1", "x" * 1_000_000, "\0", "f(" * 3000]
)
def test_hostile_texts_have_no_shape(text: str) -> None:
    assert found(StructureCheck(), text, language="python") == []


def test_a_text_too_long_is_left_out_and_said() -> None:
    with Analysis(Registry([StructureCheck()])) as analysis:
        report = analysis.analyze("x = 1\n" * 20_001, "python")
    (row,) = (row for row in report.not_run if row.analyzer == "structure")
    assert (row.failed, report.issues) == (False, ())
    assert words(row.reason).startswith("The text has more than 20000 lines")


def test_no_warning_of_the_compiler_reaches_the_screen() -> None:
    code = (
        "import rubin_tui.engine.analysis.python_shape as shape\n"
        "print(shape.parts('x = \"\\\\d\" is 1\\nassert (1, 2)\\ndef f(): pass\\n')[0].name)"
    )
    told = subprocess.run(
        [sys.executable, "-W", "always", "-c", code], capture_output=True, text=True, check=True
    )
    assert told.stdout == "f\n"
    assert "rubin_snapshot" not in told.stderr


@pytest.mark.parametrize(
    ("language", "text", "lines"),
    [
        ("python", "# c\n\nx = 1  # d\n\r\n  # e\ry\n", [2, 5]),
        ("c", "// a\n/* b\n c */ int x;\n/* d */ /* e */\nint y; /* f\n*/\n", [2, 4, 5]),
        ("xml", "<!-- a\n-->\n<b/>\n", [2]),
        ("json", "{\n\n}\n", [0, 2]),
        ("st", "(* a *)\nx := 1; // b\n", [1]),
    ],
)
def test_lines_of_code(language: str, text: str, lines: list[int]) -> None:
    assert [number for number, _ in code_lines(Lines(text), language)] == lines
