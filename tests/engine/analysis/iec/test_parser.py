"""The tree: what each construct becomes, with its places."""

from __future__ import annotations

from typing import TypeVar

import pytest

from rubin_tui.engine.analysis.iec import syntax
from rubin_tui.engine.analysis.iec.units import Units, parse
from tests.engine.analysis.iec.programs import PROGRAMS

Found = TypeVar("Found", bound=syntax.Node)


def _of(found: object, kind: type[Found]) -> Found:
    assert isinstance(found, kind), found
    return found


def _statement(text: str) -> syntax.Statement:
    unit = parse(text)
    assert list(unit.faults()) == []
    ((_, pou),) = unit.pous()
    (statement,) = pou.body.statements
    return statement


def _value(text: str) -> syntax.Expression:
    return _of(_statement(f"x := {text};"), syntax.Assign).value


@pytest.mark.parametrize("name", PROGRAMS)
def test_programs_of_every_dialect_have_no_errors(name: str) -> None:
    text = PROGRAMS[name]
    assert [text[offset + fault.start :][:30] for offset, fault in parse(text).faults()] == []


def test_operators_bind_by_rank_and_chains_are_flat() -> None:
    both = _of(_value("a OR b AND NOT c = d + 2 * e ** f - g"), syntax.Operation)
    assert both.operators == ["OR"]
    equal = _of(_of(both.operands[1], syntax.Operation).operands[1], syntax.Operation)
    assert equal.operators == ["="]
    assert _of(equal.operands[0], syntax.Unary).operator == "NOT"
    sum = _of(equal.operands[1], syntax.Operation)
    assert sum.operators == ["+", "-"]
    assert len(_of(_value(" + ".join("a" * 5000)), syntax.Operation).operands) == 5000


def test_what_follows_a_name() -> None:
    text = "THIS^.a[1, i].%X3"
    bit = _of(_value(text), syntax.Member)
    assert bit.name == "%X3"
    index = _of(bit.object, syntax.Index)
    assert len(index.indices) == 2
    member = _of(index.array, syntax.Member)
    assert (member.name, _of(member.object, syntax.Deref).start) == ("a", 5)


def test_arguments_by_place_by_name_and_outputs() -> None:
    call = _of(
        _of(_statement("fb(1, x := a, q => b, r => , NOT n => c);"), syntax.Evaluate).expression, syntax.Call
    )
    assert [(each.name, each.sign, each.value is None) for each in call.arguments] == [
        *(("", "", False), ("x", ":=", False), ("q", "=>", False), ("r", "=>", True), ("n", "=>", False)),
    ]


@pytest.mark.parametrize("sign", [":=", "S=", "R=", "REF=", "?=", "+="])
def test_every_way_to_assign(sign: str) -> None:
    assert _of(_statement(f"a {sign} b;"), syntax.Assign).operator == sign


def test_case_with_ranges_names_and_else() -> None:
    case = _of(
        _statement("CASE a OF 1, 2..3: b(); E.x: c := 1; d := 2; -4: ; ELSE e(); END_CASE"), syntax.Case
    )
    assert [len(arm.labels) for arm in case.arms] == [2, 1, 1]
    assert [len(arm.body) for arm in case.arms] == [1, 2, 1]
    assert case.otherwise is not None
    assert isinstance(case.arms[0].labels[1], syntax.Range)


def _declared(text: str) -> syntax.Declaration:
    unit = parse(f"FUNCTION_BLOCK f\nVAR\n{text}\nEND_VAR\nEND_FUNCTION_BLOCK")
    assert list(unit.faults()) == []
    ((_, pou),) = unit.pous()
    return pou.sections[0].declarations[0]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("INT", "NamedType"), ("Lib.FB(1, x := 2)", "NamedType"), ("STRING(80)", "StringType"),
        ("WSTRING[N + 1]", "StringType"), ("ARRAY[1..2, 0..N-1] OF INT", "ArrayType"),
        ("ARRAY[*] OF x", "ArrayType"),
        ("POINTER TO POINTER TO INT", "PointerType"), ("REFERENCE TO x", "PointerType"),
        ("REF_TO x", "PointerType"),
        ("INT(0..10)", "SubrangeType"), ("(a, b := 2) UINT", "EnumType"),
        ("STRUCT a : INT; END_STRUCT", "StructType"),
        ("Queue<16>(0)", "NamedType"), ('"UDT"', "NamedType"), ("BOOL R_EDGE", "NamedType"),
    ],
)  # fmt: skip
def test_types(text: str, kind: str) -> None:
    assert type(_declared(f"a : {text};").type).__name__ == kind


def test_initial_values() -> None:
    assert isinstance(_declared("a : T := (x := 1, y := [2, 3(0)]);").initial, syntax.StructValue)
    values = _of(_declared("a : ARRAY[1..5] OF INT := 1, 2, 3(0);").initial, syntax.ListValue)
    assert isinstance(values.items[2], syntax.Repeat)
    assert isinstance(_declared("a : REFERENCE TO INT REF= b;").initial, syntax.Name)


def test_declarations_with_names_address_and_comment() -> None:
    text = "a, b AT %IX0.0 : BOOL := TRUE; // valves"
    found = _declared(text)
    assert [name.text for name in found.names] == ["a", "b"]
    assert _of(found.address, syntax.Address).text == "%IX0.0"
    whole = f"FUNCTION_BLOCK f\nVAR\n{text}\n"
    assert found.comment is not None
    assert whole[found.comment[0] : found.comment[1]] == "// valves"
    above = _declared("(* speed *)\nn : INT;")
    assert above.comment is not None


def test_a_function_block_with_all_its_parts() -> None:
    text = PROGRAMS["axis.st"]
    offset, block = next((offset, pou) for offset, pou in parse(text).pous() if pou.kind == "FUNCTION_BLOCK")
    assert block.name is not None
    assert block.name.text == "FB_Axis"
    assert block.modifiers == ("PUBLIC", "ABSTRACT")
    assert [name.text for name in (*block.extends, *block.implements)] == ["FB_Base", "I_Axis", "I_Other"]
    assert [section.kind for section in block.sections] == [
        "VAR_INPUT",
        "VAR_IN_OUT",
        "VAR",
        "VAR_STAT",
        "VAR_TEMP",
    ]
    assert [method.name.text for method in block.methods] == ["MoveTo", "Reset"]
    assert [accessor.word for accessor in block.properties[0].accessors] == ["GET", "SET"]
    assert [action.name.text for action in block.actions] == ["Stop"]
    assert text[offset + block.pragmas[0][0] : offset + block.pragmas[0][1]] == "{attribute 'reflection'}"
    assert text[offset + block.name.start : offset + block.name.end] == "FB_Axis"


def test_bodies_in_other_languages_are_left_unread() -> None:
    text = "PROGRAM a\nVAR x : BOOL; END_VAR\nLD x\nANDN y\nST z\nEND_PROGRAM\nPROGRAM b\nx();\nEND_PROGRAM"
    unit = parse(text)
    assert list(unit.faults()) == []
    assert [pou.body.language for _, pou in unit.pous()] == ["IL", ""]
    chart = "PROGRAM a\nINITIAL_STEP s: END_STEP\nTRANSITION FROM s TO t := TRUE; END_TRANSITION\nEND_PROGRAM"
    assert list(parse(chart).faults()) == []


def test_code_whose_ends_are_kept_elsewhere() -> None:
    text = "FUNCTION_BLOCK a\nVAR\nEND_VAR\nx();\nMETHOD m : BOOL\nm := TRUE;\n"
    assert list(parse(text, closed=False).faults()) == []
    assert [fault.message.id for _, fault in parse(text).faults()] == ["iec.no_end", "iec.no_end"]


def test_an_edit_reads_its_own_part_only() -> None:
    text = PROGRAMS["motor.st"]
    units = Units()
    before = units.parse(text)
    after = units.parse(text.replace("n - 1", "n - 2"))
    same = [placed.part for placed in before.parts]
    assert sum(not any(placed.part is part for part in same) for placed in after.parts) == 1
    moved = units.parse("\n\n" + text)
    assert moved.parts[-1].part is before.parts[-1].part


def test_a_value_of_an_enumeration_is_typed_with_the_name_space_of_its_type() -> None:
    value = _of(_value("Motion.Direction#Negative"), syntax.Literal)
    assert (value.kind, value.text) == ("typed", "Motion.Direction#Negative")
