"""Cells, rows and painting of the code view: what stands where, for tabs, wide characters, long lines."""

from __future__ import annotations

import random

import pytest
from rich.cells import cell_len

from rubin_tui.engine.editing import Buffer, find
from rubin_tui.engine.editing.lines import Lines
from rubin_tui.engine.model import Position
from rubin_tui.widgets.editor import code_tab, found
from rubin_tui.widgets.editor.code_row import CodeRow, gutter_width, paint
from rubin_tui.widgets.editor.code_tab import CodeTab
from rubin_tui.widgets.editor.ruler import LONG, Ruler
from rubin_tui.widgets.editor.window import Part, Window
from rubin_tui.widgets.look import Look

LOOK = Look()


def shown(row: CodeRow, width: int = 30, gutter: int = 5) -> str:
    """The text of a painted row."""
    strip = paint(row, width, gutter, 4, LOOK)
    assert strip.cell_length == width
    return strip.text


def line(text: str, **facts: object) -> CodeRow:
    """A row that shows a whole line."""
    return CodeRow(Part(0, 0, 0, len(text)), text, **facts)  # type: ignore[arg-type]


def tab_of(text: str, *, wraps: bool = False, width: int = 20, height: int = 5) -> CodeTab:
    """A tab on a text, with a window of that size."""
    tab = CodeTab(Buffer(text), key="k", title="t", filename="f", wraps=wraps)
    tab.window.width, tab.window.height = width, height
    return tab


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("abc", [0, 1, 2, 3]),
        ("\ta", [0, 4, 5]),
        ("ab\tc", [0, 1, 2, 4, 5]),
        ("я世b", [0, 1, 3, 4]),
        ("世\tx", [0, 2, 4, 5]),
        ("e\u0301x", [0, 1, 1, 2]),
        ("\x1b[2J", [0, 1, 2, 3, 4]),
    ],
)
def test_each_character_stands_in_its_cell(text: str, cells: list[int]) -> None:
    ruler = Ruler(text, 4)
    assert [ruler.cell(at) for at in range(len(text) + 1)] == cells


def test_a_cell_leads_to_the_character_in_it() -> None:
    ruler = Ruler("a\tb世c", 4)
    assert [ruler.character(cell) for cell in range(9)] == [0, 1, 1, 1, 2, 3, 3, 4, 5]
    assert Ruler("abc", 4).character(99) == 3


def test_a_tab_is_painted_up_to_its_stop_and_a_control_character_as_its_sign() -> None:
    assert shown(line("a\tb\x1b[31m")) == "   1 a   b␛[31m               "


def test_what_goes_on_to_the_right_ends_with_a_sign() -> None:
    assert shown(line("0123456789" * 5), width=20) == "   1 01234567890123…"


def test_a_line_scrolled_sideways_begins_inside_a_tab_or_a_wide_character() -> None:
    assert shown(line("\tabc", left=2), width=14) == "   1   abc    "
    assert shown(line("世abc", left=1), width=14) == "   1  abc     "


def test_the_end_of_a_line_says_what_is_wrong_with_it_when_there_is_room() -> None:
    wrong = line("x = 1", severity="error", note="never used\x1b")
    assert shown(wrong, width=40) == "●  1 x = 1  never used␛                 "
    assert shown(wrong, width=20) == "●  1 x = 1          "


def test_a_finding_and_what_git_says_have_a_cell_each() -> None:
    both = line("x = 1", severity="warning", change="changed")
    assert shown(both, width=12) == "▲~ 1 x = 1  "
    assert shown(line("x = 1", change="removed"), width=12) == " _ 1 x = 1  "


def test_the_row_below_a_break_has_no_number() -> None:
    assert shown(CodeRow(Part(6, 1, 3, 6), "abcdef"), width=12) == "     def    "


def test_the_gutter_has_room_for_the_last_number() -> None:
    assert [gutter_width(lines) for lines in (1, 99, 100, 1_000, 123_456)] == [5, 5, 6, 7, 9]


def test_a_long_line_costs_what_is_in_sight() -> None:
    text = "я" * (LONG + 5)
    assert shown(line(text, left=LONG), width=16) == "   1 яяяяя      "


def test_the_caret_is_painted_on_its_character_and_behind_the_end() -> None:
    def caret(text: str, at: int) -> str:
        strip = paint(line(text, caret=at), 20, 5, 4, LOOK)
        return "".join(piece.text for piece in strip if piece.style == LOOK.palette.caret)

    assert caret("abc", 1) == "b"
    assert caret("abc", 3) == " "
    assert caret("\tx", 0) == " "
    assert caret("世x", 0) == "世"


def test_a_selected_line_end_is_shown() -> None:
    strip = paint(line("ab", selected=(1, 3)), 12, 5, 4, LOOK)
    lit = [
        piece.text for piece in strip if piece.style and piece.style.bgcolor == LOOK.palette.selected.bgcolor
    ]
    assert "".join(lit) == "b "


def test_rows_of_a_window_are_those_of_the_whole_text_cut_out() -> None:
    seed = random.Random(4)
    lines = ["слово " * seed.randrange(12) + "世" * seed.randrange(3) for _ in range(60)]
    for wraps in (False, True):
        window = Window(wraps=wraps)
        window.width, window.height = 17, 10_000
        whole = window.rows(lines)
        window.height = 7
        for _ in range(200):
            at = seed.randrange(len(whole))
            window.line, window.number = whole[at].line, whole[at].number
            assert window.rows(lines) == whole[at : at + 7]
            rows = seed.randrange(-70, 70)
            reached = window.step(lines, window.line, window.number, rows)
            assert reached == whole[min(max(at + rows, 0), len(whole) - 1)][:2]


def test_the_caret_is_brought_into_sight_with_the_least_scrolling() -> None:
    tab = tab_of("\n".join(map(str, range(100))), height=5)
    for place, top in ((3, 0), (5, 1), (50, 46), (48, 46), (45, 45), (0, 0)):
        tab.go(Position(place, 0))
        tab.reveal()
        assert tab.window.line == top, place


def test_the_caret_of_a_long_line_is_brought_into_sight_sideways() -> None:
    tab = tab_of("x" * 200, width=20)
    for character in (19, 20, 90, 60, 0):
        tab.go(Position(0, character))
        tab.reveal()
        assert tab.window.left <= tab.cell < tab.window.left + 20, character
    assert tab.window.left == 0


def test_up_and_down_keep_the_column_over_short_lines_and_wide_characters() -> None:
    tab = tab_of("abcdefgh\nab\n\tx世y\nabcdefgh")
    tab.go(Position(0, 6))
    places = []
    for _ in range(3):
        tab.move_rows(1)
        places.append(tuple(tab.caret))
    assert places == [(1, 2), (2, 2), (3, 6)]


def test_down_goes_by_rows_of_a_broken_line_and_ends_at_the_end_of_the_text() -> None:
    tab = tab_of("one two three four", wraps=True, width=8)
    places = []
    for _ in range(4):
        tab.move_rows(1)
        places.append(tab.caret.character)
    assert places == [8, 14, 18, 18]


def test_what_is_typed_replaces_the_selection_and_undo_brings_both_back() -> None:
    tab = tab_of("one two")
    tab.go(Position(0, 4))
    tab.go(Position(0, 7), select=True)
    tab.type("x")
    assert (tab.buffer.text, tab.caret, tab.selection) == ("one x", Position(0, 5), None)
    tab.undo()
    assert (tab.buffer.text, tab.selection) == ("one two", (Position(0, 4), Position(0, 7)))
    tab.redo()
    assert tab.buffer.text == "one x"


def test_the_arrows_leave_a_selection_at_its_end_and_erasing_takes_it_whole() -> None:
    tab = tab_of("abcdef")
    for key, place in ((-1, 1), (1, 4)):
        tab.go(Position(0, 1))
        tab.go(Position(0, 4), select=True)
        tab.move(key)
        assert (tab.caret.character, tab.selection) == (place, None)
    tab.go(Position(0, 1))
    tab.go(Position(0, 4), select=True)
    tab.erase(-1)
    assert tab.buffer.text == "aef"


def test_erasing_joins_lines_whatever_their_ends() -> None:
    tab = tab_of("a\r\nb\nc")
    tab.go(Position(1, 0))
    tab.erase(-1)
    assert tab.buffer.text == "ab\nc"
    tab.erase(1)
    tab.erase(1)
    assert tab.buffer.text == "ac"


def test_tab_goes_to_the_next_stop_and_indents_several_lines() -> None:
    tab = tab_of("if x:\n    y\nz")
    tab.go(Position(2, 1))
    tab.indent()
    assert tab.buffer.lines[2] == "z   "
    tab.go(Position(0, 0))
    tab.go(Position(1, 2), select=True)
    tab.indent()
    assert tab.buffer.lines[:2] == ["    if x:", "        y"]
    tab.outdent()
    assert tab.buffer.lines[:2] == ["if x:", "    y"]


def test_home_goes_to_the_text_first_and_then_to_the_margin() -> None:
    tab = tab_of("    x")
    tab.go(Position(0, 5))
    stops = []
    for _ in range(3):
        tab.edge(-1)
        stops.append(tab.caret.character)
    assert stops == [4, 0, 4]


def test_what_is_found_is_selected_one_after_the_other_and_round_the_end() -> None:
    tab = tab_of("Axis axis\nAXIS")
    tab.find("axis")
    found = []
    for _ in range(4):
        end = tab.selection[1] if tab.selection else tab.caret
        found.append((tab.go_found(end, 1), tab.selected_text))
    assert found == [((1, 3), "Axis"), ((2, 3), "axis"), ((3, 3), "AXIS"), ((1, 3), "Axis")]
    assert tab.go_found(Position(0, 0), -1) == (3, 3)
    tab.find("Axis")
    assert tab.go_found(Position(0, 0), 1) == (1, 1)


def test_equal_rows_stay_and_only_the_edited_ones_differ() -> None:
    tab = tab_of("\n".join(f"line {n}" for n in range(50)), height=20)
    before = tab.rows()
    tab.go(Position(3, 0))
    tab.type("x")
    after = tab.rows()
    assert [n for n in range(20) if before[n] != after[n]] == [0, 3]


def test_brackets_that_belong_together_are_marked() -> None:
    tab = tab_of("f(a,\n  b)")
    tab.go(Position(0, 1))
    marks = {row.part.line: row.marks for row in tab.rows() if row.part}
    assert marks == {0: ((1, 2, "bracket"),), 1: ((3, 4, "bracket"),)}


def test_a_place_under_the_mouse_is_that_of_the_character() -> None:
    tab = tab_of("a\tb\nяя世я", width=20)
    assert tab.place_at(0, 2) == Position(0, 1)
    assert tab.place_at(1, 3) == Position(1, 2)
    assert tab.place_at(1, 99) == Position(1, 4)
    assert tab.place_at(99, 0) == Position(1, 0)


def test_a_painted_row_never_exceeds_its_width() -> None:
    seed = random.Random(9)
    signs = "aя世\t\x07e\u0301"
    for _ in range(300):
        text = "".join(seed.choice(signs) for _ in range(seed.randrange(40)))
        width = seed.randrange(12, 40)
        row = line(
            text,
            left=seed.randrange(0, 30),
            caret=seed.randrange(len(text) + 1),
            selected=(0, seed.randrange(len(text) + 2)),
        )
        strip = paint(row, width, 5, 4, LOOK)
        assert cell_len(strip.text) == width == strip.cell_length


def test_colours_above_a_break_leave_the_row_below_it_whole() -> None:
    text = "**bold** word word"
    row = CodeRow(Part(0, 1, 9, len(text)), text, spans=((0, 8, "strong"), (9, 13, "keyword")))
    assert shown(row, width=20) == "     word word      "


def test_the_space_a_line_is_broken_at_is_not_more_to_come() -> None:
    tab = tab_of("abcdef gh\n", wraps=True, width=6)
    first, second, _ = tab.rows()
    assert [shown(first, width=12), shown(second, width=12)] == ["   1 abcdef ", "     gh     "]
    tab.go(Position(0, 6))
    caret = [
        segment for segment in paint(tab.rows()[0], 12, 5, 4, LOOK) if segment.style == LOOK.palette.caret
    ]
    assert [segment.text for segment in caret] == [" "]


def test_a_broken_line_of_megabytes_is_not_measured() -> None:
    tab = tab_of("世" * 5_000_000, wraps=True, width=50)
    tab.end(1)
    tab.reveal()
    assert [(part.begin, part.end) for part in tab.window.rows(tab.buffer.lines)][-1] == (
        4_999_950,
        5_000_000,
    )


def test_find_goes_on_behind_the_places_that_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(found, "MOST", 3)
    tab = tab_of("x\n" * 6)
    tab.find("x")
    there = [(tab.go_found(Position(line, 0), 1), tab.caret.line) for line in (2, 3, 5, 6)]
    assert there == [((3, 3), 2), ((0, 3), 3), ((0, 3), 5), ((1, 3), 0)]
    back = [(tab.go_found(Position(line, 0), -1), tab.caret.line) for line in (5, 3, 1, 0)]
    assert back == [((0, 3), 4), ((3, 3), 2), ((1, 3), 0), ((0, 3), 5)]


def test_a_text_is_put_together_once_for_all_letters_and_anew_after_an_edit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[int] = []

    class Counted(find.Joined):
        def __init__(self, lines: Lines) -> None:
            super().__init__(lines)
            made.append(len(self.text))

    monkeypatch.setattr(code_tab, "Joined", Counted)
    tab = tab_of("pump\nPump")
    for text in ("p", "pu", "pum", "Pum"):
        tab.find(text)
    assert made == [9]
    tab.type("a Pump ")
    tab.find("Pum")
    assert made == [9, 16]
    assert tab.found is not None and [len(tab.found.on(line)) for line in (0, 1)] == [1, 1]
