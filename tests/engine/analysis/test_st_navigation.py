"""Where names of Structured Text are declared and used, by name and scope, over files of a project."""

import threading
from pathlib import Path

import pytest

from rubin_tui.engine.analysis import Analysis
from rubin_tui.engine.analysis.lines import Lines
from rubin_tui.engine.code_model import Hover, Location, Snapshot
from rubin_tui.engine.model import Position

TEXT = """TYPE Colour : (Red, Green); END_TYPE
TYPE Point : STRUCT
    x : REAL; // across
    y : REAL;
END_STRUCT END_TYPE
FUNCTION_BLOCK Base
VAR
    level : REAL; (* metres *)
END_VAR
level := 1.0;
METHOD Fill : BOOL
VAR_INPUT
    amount : REAL;
END_VAR
VAR
    level2, x : REAL;
END_VAR
level := level + amount;
x := amount;
END_METHOD
END_FUNCTION_BLOCK
FUNCTION_BLOCK Tank EXTENDS Base
VAR
    at : Point;
    points : ARRAY[0..3] OF Point;
    next : POINTER TO Point;
    colour : Colour := Colour.Red;
    other : Base;
END_VAR
level := at.x + points[1].y + next^.x;
THIS^.level := other.level;
IF other.Fill(amount := at.y) AND colour = Red OR colour = Colour#Green THEN
    SUPER^.Fill(2.0);
END_IF;
// level in a comment
END_FUNCTION_BLOCK
"""
LINES = Lines(TEXT)


def place(mark: str, nth: int = 0) -> Position:
    """Where the character behind `|` in the mark stands."""
    before = mark.index("|")
    words = mark.replace("|", "")
    at = -1
    for _ in range(nth + 1):
        at = TEXT.index(words, at + 1)
    return LINES.at(at + before)


@pytest.fixture
def analysis() -> Analysis:
    return Analysis()


def definition(analysis: Analysis, text: str, at: Position, path: str = "") -> tuple[Location, ...]:
    return analysis.providers.definition(Snapshot(0, text, "st", path), at)


@pytest.mark.parametrize(
    ("mark", "declared"),
    [
        ("|level := at.x", "    |level : REAL"),
        ("THIS^.|level", "    |level : REAL"),
        ("TH|IS^.level", "FUNCTION_BLOCK |Tank"),
        ("other.|level", "    |level : REAL"),
        ("|other.level", "    |other : Base"),
        ("at.|x +", "    |x : REAL; //"),
        ("points[1].|y", "    |y : REAL"),
        ("next^.|x", "    |x : REAL; //"),
        ("|x := amount", "level2, |x"),
        ("other.|Fill", "METHOD |Fill"),
        ("SUPER^.|Fill", "METHOD |Fill"),
        ("(|amount :=", "    |amount : REAL"),
        ("colour = |Red", "(|Red, "),
        ("Colour#|Green", ", |Green)"),
        ("= |Colour#", "TYPE |Colour"),
        ("Colour.|Red", "(|Red, "),
        ("EXTENDS |Base", "FUNCTION_BLOCK |Base"),
        ("POINTER TO |Point", "TYPE |Point"),
        ("    |at : Point", "    |at : Point"),
    ],
)
def test_definition(analysis: Analysis, mark: str, declared: str) -> None:
    found = definition(analysis, TEXT, place(mark))
    assert [one.start for one in found] == [place(declared)]


@pytest.mark.parametrize("mark", ["// le|vel in", "IF |other.Fill(amount := at.y) AN", "2.|0", "END|_IF"])
def test_what_is_no_name_has_no_definition(analysis: Analysis, mark: str) -> None:
    if mark.startswith("IF"):
        assert len(definition(analysis, TEXT, place(mark))) == 1
    else:
        assert definition(analysis, TEXT, place(mark)) == ()


def test_references_are_by_scope(analysis: Analysis) -> None:
    snapshot = Snapshot(0, TEXT, "st")
    found = [one.start for one in analysis.providers.references(snapshot, place("at.|x +"))]
    assert found == [place("    |x : REAL; //"), place("at.|x +"), place("next^.|x")]
    level = [one.start.line for one in analysis.providers.references(snapshot, place("other.|level"))]
    assert level == [7, 9, 17, 17, 29, 30, 30]


def test_hover(analysis: Analysis) -> None:
    said = analysis.providers.hover(Snapshot(0, TEXT, "st"), place("THIS^.|level"))
    assert isinstance(said, Hover)
    assert (said.title, said.comment, said.kind) == ("VAR level : REAL;", "metres", "variable")
    assert TEXT.splitlines()[said.start.line][said.start.character : said.end.character] == "level"
    method = analysis.providers.hover(Snapshot(0, TEXT, "st"), place("other.|Fill"))
    assert method is not None and method.title == "METHOD Fill : BOOL"
    value = analysis.providers.hover(Snapshot(0, TEXT, "st"), place("colour = |Red"))
    assert value is not None and value.title == "Colour.Red"
    assert analysis.providers.hover(Snapshot(0, TEXT, "st"), Position(29, 6)) is None


def test_over_files(analysis: Analysis, tmp_path: Path) -> None:
    motor = "FUNCTION_BLOCK Motor\nVAR_INPUT\n  run : BOOL;\nEND_VAR\nrun := run;\nEND_FUNCTION_BLOCK\n"
    main = "PROGRAM Main\nVAR\n  m : Motor;\n  run : BOOL;\nEND_VAR\n"
    main += "m(run := run);\nm.run := TRUE;\nEND_PROGRAM\n"
    (tmp_path / "motor.st").write_text(motor)
    (tmp_path / "main.st").write_text(main)
    (tmp_path / "own.st").write_text("PROGRAM Own\nVAR run : INT; END_VAR\nrun := 1;\nEND_PROGRAM\n")
    path = str(tmp_path / "main.st")
    found = definition(analysis, main, Position(6, 2), path)
    assert found == (Location(str(tmp_path / "motor.st"), Position(2, 2), Position(2, 5)),)
    snapshot = Snapshot(0, main, "st", path)
    places = {
        (Path(one.path).name, one.start.line, one.start.character)
        for one in analysis.providers.references(snapshot, Position(6, 2))
    }
    assert places == {
        ("main.st", 5, 2),
        ("main.st", 6, 2),
        *(("motor.st", *at) for at in ((2, 2), (4, 0), (4, 7))),
    }
    local = [one.start for one in analysis.providers.references(snapshot, Position(5, 9))]
    assert local == [Position(3, 2), Position(5, 9)]
    hover = analysis.providers.hover(snapshot, Position(6, 2))
    assert hover is not None and hover.title == "VAR_INPUT run : BOOL;"


def test_cancelled_it_ends(analysis: Analysis) -> None:
    cancel = threading.Event()
    cancel.set()
    assert [*analysis.providers.references(Snapshot(0, TEXT, "st"), place("at.|x +"), cancel)] == []
