"""Rules of Structured Text over texts and projects of our own."""

import threading
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rubin_tui.engine.analysis.iec.project import Projects
from rubin_tui.engine.analysis.lines import Lines
from rubin_tui.engine.analysis.st_navigation import StNavigation
from rubin_tui.engine.analysis.st_rules import StRules
from rubin_tui.engine.code_model import Diagnostic, Snapshot
from rubin_tui.engine.containers import open_container
from rubin_tui.messages import LOCALES, render
from tests.engine.analysis.iec.programs import PROGRAMS


def judge(text: str, path: str = "", rules: StRules | None = None) -> list[Diagnostic]:
    found = (rules or StRules()).analyze(Snapshot(0, text, "st", path), threading.Event())
    return [one for one in found if isinstance(one, Diagnostic)]


def rows(text: str, path: str = "", rules: StRules | None = None) -> list[tuple[int, str, str]]:
    """Line from 1, rule, and the characters that are marked."""
    lines = text.splitlines()
    return [
        (
            one.start.line + 1,
            one.rule.removeprefix("st-"),
            lines[one.start.line][one.start.character : one.end.character],
        )
        for one in judge(text, path, rules)
    ]


def block(body: str, variables: str = "", name: str = "Block", head: str = "") -> str:
    return f"FUNCTION_BLOCK {name}{head}\nVAR\n{variables}\nEND_VAR\n{body}\nEND_FUNCTION_BLOCK\n"


TWINCAT = """<?xml version="1.0"?>
<TcPlcObject Version="1.1.0.1"><POU Name="{name}" Id="{{1}}" SpecialFunc="None">
<Declaration><![CDATA[{declaration}]]></Declaration>
<Implementation><ST><![CDATA[{body}]]></ST></Implementation></POU></TcPlcObject>
"""
LIBRARY = '<PlaceholderReference Include="{}"><Namespace/></PlaceholderReference>'


def project(folder: Path, files: Mapping[str, str], libraries: tuple[str, ...] = ()) -> None:
    """A TwinCAT project of these files."""
    items = "".join(f'<Compile Include="{name}"><SubType>Code</SubType></Compile>\n' for name in files)
    references = "".join(LIBRARY.format(name) for name in libraries)
    (folder / "Plc.plcproj").write_text(f"<Project><ItemGroup>{items}{references}</ItemGroup></Project>")
    for name, text in files.items():
        (folder / name).write_text(text)


def pou(name: str, declaration: str, body: str) -> str:
    return TWINCAT.format(name=name, declaration=declaration, body=body)


def in_project(folder: Path, name: str, rules: StRules | None = None) -> list[tuple[int, str, str]]:
    path = folder / name
    container = open_container(str(path), path.read_text())
    assert container is not None
    return rows(container.code, str(path), rules)


# the probe


PROBE = """FUNCTION f1 : REAL VAR_INPUT x, y : REAL; d : DINT; END_VAR
VAR i : INT; END_VAR
IF x <> 1.5 THEN i := 1; END_IF;
IF x = y THEN i := 2; END_IF;
i := d;
i := d + 1;
f1 := f2(x) + i;
END_FUNCTION
FUNCTION f2 : REAL VAR_INPUT a : REAL; END_VAR
f2 := f1(a, a, 1);
END_FUNCTION
"""


def test_six_defects_in_a_few_lines_and_nothing_else() -> None:
    assert rows(PROBE) == [
        (3, "real-equal", "x <> 1.5"),
        (4, "real-equal", "x = y"),
        (5, "narrowing", "d"),
        (6, "narrowing", "d + 1"),
        (7, "recursion", "f2"),
        (10, "recursion", "f1"),
    ]


def test_findings_speak_both_languages() -> None:
    said = {one.rule: [render(one.message, locale) for locale in LOCALES] for one in judge(PROBE)}  # type: ignore[arg-type]
    assert said["st-recursion"] == ["f2 вызывает само себя: f2 → f1 → f2.", "f2 calls itself: f2 → f1 → f2."]
    assert said["st-narrowing"][1] == "DINT is assigned to INT: the value may not fit or may lose precision."


# names


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("totla := 1;", ["totla"]),
        ("total := Total + missing;", []),  # read, and a library may bring it
        ("missing := 1;", ["missing"]),
        ("total := INT_TO_DINT(LIMIT(0, 5, 9)) + TO_DINT(TRUE);", []),
        ("pump.sped := 1.0; pump.Speed := 2.0;", ["sped"]),
        ("pumps[1].speed := pumps[2].spee;", ["spee"]),
        ("next^.speed := next^.sped;", ["sped"]),
        ("total.3 := TRUE; timer(IN := TRUE); total := BOOL_TO_DINT(timer.Q);", []),
    ],
)
def test_names_nothing_declares(body: str, wrong: list[str]) -> None:
    types = "TYPE Pump : STRUCT speed : REAL; END_STRUCT END_TYPE\n"
    variables = "total : DINT; pump : Pump; pumps : ARRAY[1..2] OF Pump; next : POINTER TO Pump; timer : TON;"
    found = [row for row in rows(types + block(body, variables)) if row[1] == "undeclared"]
    assert [name for _, _, name in found] == wrong


def test_a_program_alone_must_know_what_it_reads() -> None:
    text = "PROGRAM Main\nVAR a : INT; END_VAR\na := other;\nEND_PROGRAM\n"
    assert rows(text) == [(3, "undeclared", "other")]
    with_library = text.replace("a : INT;", "a : INT; axis : AXIS_REF;")
    assert rows(with_library) == []


def test_many_missing_names_are_globals_of_another_file() -> None:
    body = "\n".join(f"signal{n}x{n} := TRUE;" for n in range(5))
    assert rows(f"PROGRAM Main\nVAR a : INT; END_VAR\na := 1;\n{body}\nEND_PROGRAM\n") == []


def test_statements_in_no_pou_may_use_any_tag() -> None:
    assert rows("Tank1 := Tank2 + Tnak1;\nIF Start THEN Stop := 1; END_IF;\n") == []


def test_local_signs_of_scl_are_certain() -> None:
    text = 'FUNCTION_BLOCK "M"\nVAR start : Bool; END_VAR\nBEGIN\n'
    text += '#start := #strat OR "D".x;\nEND_FUNCTION_BLOCK\n'
    assert rows(text) == [(4, "undeclared", "#strat")]


def test_inherited_members_are_known_and_unknown_bases_are_trusted() -> None:
    base = block("", "  level : REAL;", "Base")
    derived = block(
        "level := 1.0;\nTHIS^.level := 2.0;\nSUPER^.level := 3.0;", "", "Derived", " EXTENDS Base"
    )
    assert rows(base + derived) == []
    unknown = block("height := 1.0;\nTHIS^.height := 2.0;", "", "Derived", " EXTENDS Lib.Other")
    assert rows(unknown) == []


@pytest.mark.parametrize(
    ("variables", "wrong"),
    [
        ("x : INT; y, X : BOOL;", ["X"]),
        ("x : INT; {IF defined (a)} x : BOOL; {END_IF}", []),
        ("s : STRUCT a : INT; A : INT; END_STRUCT;", ["A"]),
    ],
)
def test_duplicates(variables: str, wrong: list[str]) -> None:
    text = block("x := y;", variables) if "s :" not in variables else (
        f"TYPE t : {variables.removeprefix('s : ')} END_TYPE\n"
    )  # fmt: skip
    assert [row[2] for row in rows(text) if row[1] == "duplicate"] == wrong


def test_two_pous_of_one_name_in_a_text() -> None:
    found = judge(block("a := 1;", "a : INT;") * 2)
    assert [(one.rule, one.start.line, one.related[0].start.line) for one in found] == [
        ("st-duplicate", 6, 0)
    ]


def test_methods_that_take_other_types_are_others() -> None:
    methods = "METHOD Put : BOOL VAR_INPUT a : {}; END_VAR Put := a > 0; END_METHOD\n"
    two = f"CLASS C\n{methods.format('INT')}{methods.format('REAL')}END_CLASS\n"
    assert rows(two) == []
    assert [row[1] for row in rows(two.replace("REAL", "INT"))] == ["duplicate"]


def test_unused_variables() -> None:
    text = (
        "FUNCTION_BLOCK Block\nVAR_INPUT\n  in : BOOL;\nEND_VAR\nVAR\n  used, idle : INT;\n"
        "  mapped AT %IX0.0 : BOOL;\n  {attribute 'OPC.UA.DA' := '1'}\n  shown : INT;\n"
        "  limit : INT;\n  field : ARRAY[0..limit] OF INT;\n  task : Unknown_FB;\nEND_VAR\n"
        "used := 1;\nfield[0] := 2;\nEND_FUNCTION_BLOCK\n"
    )
    assert rows(text) == [(6, "unused", "idle")]


def test_what_is_used_in_a_method_or_from_outside_is_used() -> None:
    text = block("", "  a, b, c : INT;").replace(
        "END_FUNCTION_BLOCK", "METHOD Go : BOOL\na := 1;\nEND_METHOD\nEND_FUNCTION_BLOCK"
    )
    user = "PROGRAM Main\nVAR x : Block; END_VAR\nx.b := 2;\nEND_PROGRAM\n"
    assert [row[2] for row in rows(text + user)] == ["c"]


def test_circles_end() -> None:
    three = "".join(block("n := 1;", "n : INT;", f"B{i}", f" EXTENDS B{(i + 1) % 3}") for i in range(3))
    assert [row[1] for row in rows(three)] == ["cycle"] * 3
    types = (
        "TYPE A : ARRAY[0..1] OF B; END_TYPE\nTYPE B : STRUCT a : A; p : POINTER TO B; END_STRUCT END_TYPE\n"
    )
    assert [(row[1], row[2]) for row in rows(types)] == [("cycle", "A"), ("cycle", "B")]


# loops and branches


def test_labels_of_case() -> None:
    body = "CASE n OF\n1, 2: n := 0;\n16#02: n := 1;\nRed, 5..7: n := 2;\n7: n := 3;\nred: n := 4;\nEND_CASE"
    text = block(body, "n : INT; Red : INT;")
    assert [(row[0], row[2]) for row in rows(text) if row[1] == "case-label"] == [
        (7, "16#02"),
        (9, "7"),
        (10, "red"),
    ]


def test_the_counter_of_a_loop() -> None:
    body = "FOR i := 0 TO 9 DO\nIF a THEN\nI := 3;\nEND_IF\nb(out => i);\n"
    body += "FOR i := 1 TO 2 DO\n;\nEND_FOR\nEND_FOR\ni := 1;"
    found = rows(block(body, "i : INT; a : BOOL; b : Other;"))
    assert [(row[0], row[2]) for row in found if row[1] == "for-changed"] == [(7, "I"), (9, "i"), (10, "i")]


# projects


def test_a_project_knows_its_files(tmp_path: Path) -> None:
    files = {
        "GVL.TcGVL": '<TcPlcObject><GVL Name="GVL"><Declaration><![CDATA[VAR_GLOBAL\n'
        "  gSpeed : REAL;\nEND_VAR]]></Declaration></GVL></TcPlcObject>",
        "Motor.TcPOU": pou(
            "Motor", "FUNCTION_BLOCK Motor\nVAR_INPUT\n  run : BOOL;\nEND_VAR\n", "run := run;"
        ),
        "MAIN.TcPOU": pou(
            "MAIN",
            "PROGRAM MAIN\nVAR\n  m : Motor;\nEND_VAR\n",
            "m(run := TRUE);\nGVL.gSpeed := 1.0;\ngSpeed := 2.0;\n"
            "GVL.gSped := 1.0;\nm.rum := TRUE;\ngSpead := 1.0;",
        ),
    }
    project(tmp_path, files, ("Tc2_Standard", "Tc2_System"))
    assert in_project(tmp_path, "MAIN.TcPOU") == [
        (10, "undeclared", "gSped"),
        (11, "undeclared", "rum"),
        (12, "undeclared", "gSpead"),
    ]


def test_an_unknown_library_makes_it_silent(tmp_path: Path) -> None:
    files = {"MAIN.TcPOU": pou("MAIN", "PROGRAM MAIN\nVAR\n  m : INT;\nEND_VAR\n", "other := m;")}
    project(tmp_path, files, ("Tc2_Standard",))
    assert [row[1] for row in in_project(tmp_path, "MAIN.TcPOU")] == ["undeclared"]
    project(tmp_path, files, ("Tc2_Standard", "OurCompanyLib"))
    assert in_project(tmp_path, "MAIN.TcPOU") == []


def test_a_file_that_changed_is_read_again(tmp_path: Path) -> None:
    motor = "FUNCTION_BLOCK Motor\nVAR_INPUT\n  {} : BOOL;\nEND_VAR\n"
    files = {
        "Motor.TcPOU": pou("Motor", motor.format("run"), ";"),
        "MAIN.TcPOU": pou("MAIN", "PROGRAM MAIN\nVAR\n  m : Motor;\nEND_VAR\n", "m.run := TRUE;"),
    }
    project(tmp_path, files)
    projects = Projects()
    rules = StRules(projects=projects)
    assert in_project(tmp_path, "MAIN.TcPOU", rules) == []
    (tmp_path / "Motor.TcPOU").write_text(pou("Motor", motor.format("enabled"), ";"))
    projects.of(str(tmp_path / "MAIN.TcPOU")).look(now=True)
    assert [row[2] for row in in_project(tmp_path, "MAIN.TcPOU", rules)] == ["run"]
    text = open_container("Motor.TcPOU", pou("Motor", motor.format("run"), ";"))
    assert text is not None  # open and not saved: what is on the screen counts
    rows(text.code, str(tmp_path / "Motor.TcPOU"), rules)
    assert in_project(tmp_path, "MAIN.TcPOU", rules) == []
    rules.forget(str(tmp_path / "Motor.TcPOU"))
    assert [row[2] for row in in_project(tmp_path, "MAIN.TcPOU", rules)] == ["run"]


def test_two_files_declare_one_block(tmp_path: Path) -> None:
    one = pou("Motor", "FUNCTION_BLOCK Motor\nVAR_INPUT\n  run : BOOL;\nEND_VAR\n", ";")
    project(tmp_path, {"Motor.TcPOU": one, "Motor2.TcPOU": one})
    (tmp_path / "Old.TcPOU").write_text(one)  # in the folder, not in the project
    found = judge("FUNCTION_BLOCK Motor\nEND_FUNCTION_BLOCK", str(tmp_path / "Motor.TcPOU"))
    assert [(one.rule, one.message.params["file"]) for one in found] == [("st-duplicate", "Motor2.TcPOU")]  # type: ignore[union-attr]
    assert in_project(tmp_path, "Old.TcPOU") == []


# switching off


@pytest.mark.parametrize(
    ("before", "behind", "left"),
    [
        ("", "", ["a", "b"]),
        ("", "// rubin: off st-unused", ["b"]),
        ("", "(* rubin: off *)", ["b"]),
        ("", "// rubin: off st-real-equal", ["a", "b"]),
        ("// rubin: off st-unused", "", []),
        ("// rubin: off st-unused, st-narrowing", "\n// rubin: on", ["b"]),
        ("{analysis -33}", "{analysis +33}", ["b"]),
        ("{analysis -54}", "", ["a", "b"]),
        ("{attribute 'analysis' := '-33'}", "", ["b"]),
        ("{warning disable SA0033}", "\n{warning restore SA0033}", ["b"]),
    ],
)
def test_a_text_switches_rules_off(before: str, behind: str, left: list[str]) -> None:
    text = (
        f"FUNCTION F : INT\nVAR\n{before}\n  a : INT; {behind}\n  b : INT;\nEND_VAR\nF := 1;\nEND_FUNCTION\n"
    )
    assert [row[2] for row in rows(text)] == left


def test_a_part_used_twice_keeps_its_places() -> None:
    one = "FUNCTION F : INT\nVAR a : INT; END_VAR\nF := 1;\nEND_FUNCTION\n"
    found = [row for row in rows(one + one) if row[1] == "unused"]
    assert [row[0] for row in found] == [2, 6]


@pytest.mark.parametrize(
    "text", ["", "<?xml", "VAR", "FUNCTION_BLOCK", "a := ", "((((", "CASE 1 OF 1..", "'"]
)
def test_broken_texts_are_left_to_the_parser(text: str) -> None:
    assert judge(text) == []


@pytest.mark.parametrize(
    "value",
    [
        "s" + ".b" * 5000,
        "s" + "[1]" * 5000,
        "s" + "^" * 5000,
        "s" + "()" * 5000,
        "(" * 5000 + "1" + ")" * 5000,
    ],
)
def test_depth_does_no_harm(value: str) -> None:
    judge(block(f"a := {value};", "a : INT; s : Other;"))


def test_long_chains_end() -> None:
    blocks = "".join(block("a := 1;", "a : INT;", f"B{n}", f" EXTENDS B{n + 1}") for n in range(300))
    assert rows(blocks) == []
    calls = "".join(f"FUNCTION f{n} : INT\nf{n} := f{n + 1}();\nEND_FUNCTION\n" for n in range(300))
    assert rows(calls) == []


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(PROGRAMS)), st.lists(st.tuples(st.integers(0), st.integers(0, 40)), max_size=4))
def test_any_deletions_are_judged(name: str, cuts: list[tuple[int, int]]) -> None:
    text = PROGRAMS[name]
    for place, length in cuts:
        place %= len(text) + 1
        text = text[:place] + text[place + length :]
    whole = StRules()
    size = len(text.splitlines())
    assert all(one.start.line <= size for one in judge(text, "", whole))
    analysis = StNavigation(rules=whole)
    for place in range(0, len(text), max(1, len(text) // 20)):
        at = Lines(text).at(place)
        analysis.definition(Snapshot(0, text, "st"), at, threading.Event())


def test_the_programs_of_every_dialect_have_no_error() -> None:
    assert [
        (name, one.start.line + 1, one.rule)
        for name, text in PROGRAMS.items()
        for one in judge(text)
        if one.severity == "error"
    ] == []


def test_a_name_in_the_file_beside_it_hides_no_second_one_in_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.st").write_text("PROGRAM A\nEND_PROGRAM\n")
    text = "PROGRAM A\nEND_PROGRAM\nPROGRAM a\nEND_PROGRAM\n"
    (tmp_path / "b.st").write_text(text)
    assert rows(text, str(tmp_path / "b.st")) == [(3, "duplicate", "a")]
