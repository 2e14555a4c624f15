"""Outline and symbols of Structured Text: what is named, where it stands, what is said of it."""

import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from rubin_tui.engine.analysis import Analysis
from rubin_tui.engine.analysis.iec.outline import outline
from rubin_tui.engine.analysis.iec.trees import Trees
from rubin_tui.engine.analysis.iec.units import parse
from rubin_tui.engine.analysis.providers import (
    DefinitionProvider,
    HoverProvider,
    OutlineProvider,
    Providers,
    ReferencesProvider,
    SymbolsProvider,
)
from rubin_tui.engine.analysis.st_outline import StOutline
from rubin_tui.engine.code_model import Hover, Location, Snapshot, Symbol
from rubin_tui.engine.containers import open_container
from rubin_tui.engine.model import Position

MOTOR = """\
(* Привод подачи. *)
// Turns one way only.
{attribute 'reflection'}
FUNCTION_BLOCK PUBLIC FB_Motor EXTENDS FB_Base IMPLEMENTS I_Drive
VAR_INPUT RETAIN
    bRun, bFast : BOOL := FALSE; // wanted state
END_VAR
VAR
    aRamp : ARRAY[0..3] OF REAL; (* m/s² *)
END_VAR
VAR_STAT
    stNow : STRUCT
        nSpeed : INT;
    END_STRUCT;
END_VAR
bRun := NOT bRun;
// Stops it.
METHOD PRIVATE Stop : BOOL
VAR_INPUT
    rRate : REAL;
END_VAR
Stop := TRUE;
END_METHOD
PROPERTY Speed : INT
GET
VAR
    nHalf : INT;
END_VAR
Speed := 1;
END_GET
SET
END_SET
END_PROPERTY
ACTION Reset:
bRun := FALSE;
END_ACTION
TRANSITION Ready := bRun;
END_TRANSITION
END_FUNCTION_BLOCK

TYPE
    E_State : (Idle, Busy := 5) USINT; // of the drive
    ST_Axis : STRUCT
        eState : E_State; // now
    END_STRUCT;
    U_Word : UNION
        nWord : WORD;
    END_UNION;
    T_Name : STRING(20);
END_TYPE

VAR_GLOBAL CONSTANT
    cMax : INT := 7; // axes
END_VAR

NAMESPACE Plant
INTERFACE I_Drive
METHOD Stop : BOOL
END_METHOD
END_INTERFACE
FUNCTION F_Twice : DINT
VAR_INPUT
    n : DINT;
END_VAR
F_Twice := 2 * n;
END_FUNCTION
END_NAMESPACE
"""


def drawn(symbols: Iterable[Symbol], depth: int = 0) -> Iterator[str]:
    """Each symbol as a line."""
    for one in symbols:
        facts = ", ".join(filter(None, (one.kind, one.type, one.section, one.comment)))
        yield f"{'  ' * depth}{one.name} ({facts})"
        yield from drawn(one.children, depth + 1)


def flat(symbols: Iterable[Symbol]) -> Iterator[Symbol]:
    for one in symbols:
        yield one
        yield from flat(one.children)


def test_everything_that_has_a_name_stands_in_the_outline() -> None:
    assert list(drawn(outline(parse(MOTOR)))) == [
        "FB_Motor (function_block, Привод подачи. Turns one way only.)",
        "  bRun (variable, BOOL, VAR_INPUT RETAIN, wanted state)",
        "  bFast (variable, BOOL, VAR_INPUT RETAIN, wanted state)",
        "  aRamp (variable, ARRAY[0..3] OF REAL, VAR, m/s²)",
        "  stNow (variable, STRUCT, VAR_STAT)",
        "    nSpeed (field, INT)",
        "  Stop (method, BOOL, Stops it.)",
        "    rRate (variable, REAL, VAR_INPUT)",
        "  Speed (property, INT)",
        "    GET (accessor)",
        "      nHalf (variable, INT, VAR)",
        "    SET (accessor)",
        "  Reset (action)",
        "  Ready (transition)",
        "E_State (enum, USINT, of the drive)",
        "  Idle (value)",
        "  Busy (value)",
        "ST_Axis (struct, STRUCT)",
        "  eState (field, E_State, now)",
        "U_Word (union, UNION)",
        "  nWord (field, WORD)",
        "T_Name (type, STRING(20))",
        "VAR_GLOBAL CONSTANT (section, VAR_GLOBAL CONSTANT)",
        "  cMax (variable, INT, VAR_GLOBAL CONSTANT, axes)",
        "Plant (namespace)",
        "  I_Drive (interface)",
        "    Stop (method, BOOL)",
        "  F_Twice (function, DINT)",
        "    n (variable, DINT, VAR_INPUT)",
    ]


def test_places_are_those_of_the_text_and_names_are_marked() -> None:
    lines = MOTOR.split("\n")
    symbols = list(flat(outline(parse(MOTOR))))
    for one in symbols:
        if one.kind == "section":
            continue
        line, begin = one.name_start
        assert lines[line][begin : one.name_end.character] == one.name
        assert one.start <= one.name_start <= one.name_end <= one.end
    paths = {one.path: one for one in symbols}
    assert paths["FB_Motor.Stop"].start == Position(17, 0)
    assert paths["FB_Motor.Stop"].end.line == 22
    assert paths["Plant.I_Drive.Stop"].container == ("Plant", "I_Drive")
    assert paths["FB_Motor.Speed.GET.nHalf"].name_start == Position(26, 4)


@pytest.mark.parametrize(
    "broken",
    [
        MOTOR.replace("END_FUNCTION_BLOCK", ""),
        MOTOR.replace("bRun := NOT bRun;", "IF bRun THEN ((( := ;"),
        MOTOR.replace("END_METHOD\nPROPERTY", "PROPERTY"),
        MOTOR.replace(": BOOL := FALSE;", "BOOL FALSE"),
    ],
)
def test_a_broken_text_keeps_the_names_of_its_parts(broken: str) -> None:
    names = {one.name for one in flat(outline(parse(broken)))}
    assert {"FB_Motor", "Stop", "Speed", "Reset", "E_State", "cMax", "I_Drive", "F_Twice"} <= names


def test_every_beginning_of_a_text_has_an_outline_inside_it() -> None:
    for end in range(0, len(MOTOR), 23):
        text = MOTOR[:end]
        last = Position(text.count("\n"), len(text) - text.rfind("\n") - 1)
        assert all(one.start <= one.name_end <= one.end <= last for one in flat(outline(parse(text))))


def test_what_others_may_name_is_flat_and_a_list_of_globals_has_its_files_name() -> None:
    found = StOutline().symbols(Snapshot(0, MOTOR, "st", "motor.st"), threading.Event())
    assert [(one.path, one.kind) for one in found] == [
        ("FB_Motor", "function_block"),
        ("FB_Motor.Stop", "method"),
        ("FB_Motor.Speed", "property"),
        ("FB_Motor.Reset", "action"),
        ("FB_Motor.Ready", "transition"),
        ("E_State", "enum"),
        ("E_State.Idle", "value"),
        ("E_State.Busy", "value"),
        ("ST_Axis", "struct"),
        ("U_Word", "union"),
        ("T_Name", "type"),
        ("cMax", "variable"),
        ("Plant", "namespace"),
        ("Plant.I_Drive", "interface"),
        ("Plant.I_Drive.Stop", "method"),
        ("Plant.F_Twice", "function"),
    ]
    assert not any(one.children for one in found)
    globals = Snapshot(0, "VAR_GLOBAL\n  nCount : INT;\nEND_VAR\n", "st", "/p/GVL_Line.TcGVL")
    (count,) = StOutline().symbols(globals, threading.Event())
    assert count.path == "GVL_Line.nCount"


def test_a_cancelled_outline_ends() -> None:
    cancel = threading.Event()
    cancel.set()
    assert outline(parse(MOTOR), cancel) == ()


def test_one_tree_serves_all_and_is_forgotten_when_the_text_is_closed() -> None:
    trees = Trees()
    first = trees.tree(MOTOR, "a.st")
    assert trees.tree(MOTOR, "a.st") is first
    edited = trees.tree(MOTOR.replace("cMax", "cMost"), "a.st")
    assert edited.parts[0].part is first.parts[0].part
    trees.forget("a.st")
    assert trees.tree(MOTOR, "a.st") is not first


TCPOU = """\
<?xml version="1.0" encoding="utf-8"?>
<TcPlcObject Version="1.1.0.1">
  <POU Name="FB_Valve" Id="{1}">
    <Declaration><![CDATA[FUNCTION_BLOCK FB_Valve
VAR
    bOpen : BOOL;
END_VAR]]></Declaration>
    <Implementation><ST><![CDATA[bOpen := TRUE;]]></ST></Implementation>
    <Method Name="Close" Id="{2}">
      <Declaration><![CDATA[METHOD Close : BOOL]]></Declaration>
      <Implementation><ST><![CDATA[bOpen := FALSE;]]></ST></Implementation>
    </Method>
  </POU>
</TcPlcObject>
"""


def test_places_in_a_container_lead_into_its_file() -> None:
    container = open_container("FB_Valve.TcPOU", TCPOU)
    assert container is not None
    (valve,) = outline(parse(container.code))
    names = {one.path: container.to_file(*one.name_start) for one in flat((valve,))}
    lines = TCPOU.split("\n")
    for path, (line, column) in names.items():
        assert lines[line][column:].startswith(path.rpartition(".")[2])
    assert set(names) == {"FB_Valve", "FB_Valve.bOpen", "FB_Valve.Close"}


# providers


class Counter:
    """Answers everything, and only for its language."""

    languages = frozenset({"awl"})

    def definition(self, snapshot: Snapshot, place: Position, cancel: object) -> tuple[Location, ...]:
        return (Location(snapshot.path, place, place),)

    def references(self, snapshot: Snapshot, place: Position, cancel: object) -> Iterator[Location]:
        yield Location(snapshot.path, place, place)
        yield Location("other.awl", place, place)

    def hover(self, snapshot: Snapshot, place: Position, cancel: object) -> Hover | None:
        return Hover("n : INT", place, place)


def test_a_provider_answers_for_its_languages_and_what_it_can() -> None:
    providers = Providers([StOutline()])
    providers.register(Counter())
    place, awl, st = Position(0, 1), Snapshot(0, "L 1", "awl", "a.awl"), Snapshot(0, MOTOR, "st")
    assert providers.definition(awl, place) == (Location("a.awl", place, place),)
    assert [found.path for found in providers.references(awl, place)] == ["a.awl", "other.awl"]
    assert providers.hover(awl, place) == Hover("n : INT", place, place)
    assert (providers.outline(awl), providers.symbols(awl)) == ((), ())
    assert providers.definition(st, place) == ()
    assert list(providers.references(st, place)) == []
    assert providers.hover(st, place) is None
    assert providers.outline(st)[0].name == "FB_Motor"
    kinds = (OutlineProvider, SymbolsProvider, DefinitionProvider, ReferencesProvider, HoverProvider)
    assert [sorted(providers.languages(kind)) for kind in kinds] == [["st"]] * 2 + [["awl"]] * 3


# a project


def test_the_names_of_a_project_are_read_once_and_again_when_a_file_changed(tmp_path: Path) -> None:
    (tmp_path / "a.st").write_text("PROGRAM Main\nEND_PROGRAM\n", "utf-8")
    (tmp_path / "FB_Valve.TcPOU").write_text(TCPOU, "utf-8")
    (tmp_path / "broken.TcPOU").write_text("<TcPlcObject><POU", "utf-8")
    (tmp_path / "picture.st").write_bytes(b"\x00\x01\x02" * 100)
    (tmp_path / "data.xml").write_text("<a/>", "utf-8")
    with Analysis() as analysis:
        names = analysis.project_symbols

        def listed() -> dict[str, tuple[Symbol, ...]]:
            return {Path(file.path).name: file.symbols for file in names.below(tmp_path)}

        first = listed()
        assert {name: [one.path for one in found] for name, found in first.items()} == {
            "FB_Valve.TcPOU": ["FB_Valve", "FB_Valve.Close"],
            "a.st": ["Main"],
        }
        again = listed()
        assert again["a.st"] is first["a.st"]
        (tmp_path / "a.st").write_text("PROGRAM Another\nEND_PROGRAM\n", "utf-8")
        changed = listed()
        assert [one.name for one in changed["a.st"]] == ["Another"]
        assert changed["FB_Valve.TcPOU"] is first["FB_Valve.TcPOU"]
        cancel = threading.Event()
        cancel.set()
        assert list(names.below(tmp_path, cancel)) == []
