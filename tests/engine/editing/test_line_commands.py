"""What is done to lines and words, each undone at once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from rubin_tui.engine.editing import Buffer, Position, Range, Selection
from rubin_tui.engine.editing import line_commands as commands
from rubin_tui.engine.editing.lines import Lines
from rubin_tui.engine.editing.words import matching_bracket, next_word, previous_word, word_at
from rubin_tui.messages import Failure


def P(line: int, character: int) -> Position:
    return Position(line, character)


def S(*places: int) -> Selection:
    """A selection, or of two numbers a caret."""
    return Selection(P(*places[:2]), P(*places[-2:]))


def done(
    command: Callable[[Buffer, Selection], Selection], text: str, selection: Selection, name: str = "a.py"
):
    """The text and selection after a command, having seen that undo and redo give back both."""
    buffer = Buffer(text, path=Path(name))
    after = command(buffer, selection)
    result = buffer.text
    if result != text:
        step = buffer.undo()
        assert step is not None
        assert (buffer.text, step.selection, buffer.can_undo) == (text, selection, False)
        step = buffer.redo()
        assert step is not None
        assert (buffer.text, step.selection) == (result, after)
    return result, after


@pytest.mark.parametrize(
    ("command", "text", "selection", "result", "after"),
    [
        (commands.indent, "a\n\nb\nc", S(0, 0, 2, 1), "    a\n\n    b\nc", S(0, 4, 2, 5)),
        (commands.indent, "a\nb\n", S(0, 0, 1, 0), "    a\nb\n", S(0, 4, 1, 0)),
        (commands.indent, "if x:\n\ty\n\tz\n", S(1, 1), "if x:\n\t\ty\n\tz\n", S(1, 2)),
        (commands.indent, "a:\n  b\n  c:\n    d", S(3, 4), "a:\n  b\n  c:\n      d", S(3, 6)),
        (commands.outdent, "    x\n        a\n  b\n\tc", S(1, 9, 3, 1), "    x\n    a\nb\nc", S(1, 5, 3, 0)),
        (commands.outdent, "a", S(0, 1), "a", S(0, 1)),
        (commands.move_lines_up, "a\nb\nc", S(1, 1, 2, 1), "b\nc\na", S(0, 1, 1, 1)),
        (commands.move_lines_up, "a\nb", S(0, 0), "a\nb", S(0, 0)),
        (commands.move_lines_down, "a\r\nb\nc", S(1, 0), "a\r\nc\nb", S(2, 0)),
        (commands.move_lines_down, "a\r\nb\nc", S(0, 1), "b\r\na\nc", S(1, 1)),
        (commands.duplicate_lines, "a\nb", S(1, 1), "a\nb\nb", S(2, 1)),
        (commands.duplicate_lines, "a\r\nb\r\nc", S(0, 0, 2, 0), "a\r\nb\r\na\r\nb\r\nc", S(2, 0, 4, 0)),
        (commands.delete_lines, "a\nb\nc", S(1, 1), "a\nc", S(1, 1)),
        (commands.delete_lines, "a\nb\nc", S(2, 1), "a\nb", S(1, 1)),
        (commands.delete_lines, "a\nb", S(0, 0, 1, 1), "", S(0, 0)),
        (commands.new_line, "    a b", S(0, 5), "    a\n    b", S(1, 4)),
        (commands.new_line, "if x:", S(0, 5), "if x:\n    ", S(1, 4)),
        (commands.new_line, "f(\r\n", S(0, 2), "f(\r\n    \r\n", S(1, 4)),
        (commands.new_line, "abc\ndef", S(0, 1, 1, 1), "a\nef", S(1, 0)),
    ],
)  # fmt: skip
def test_line_commands(
    command: Callable[[Buffer, Selection], Selection],
    text: str,
    selection: Selection,
    result: str,
    after: Selection,
) -> None:
    assert done(command, text, selection) == (result, after)


@pytest.mark.parametrize(
    ("name", "text", "selection", "result"),
    [
        ("a.py", "  a\n\n    b\nc", S(0, 0, 2, 1), "  # a\n\n  #   b\nc"),
        ("a.py", "# a\nb", S(0, 0, 1, 1), "# # a\n# b"),
        ("a.py", "  #a\n  # b", S(0, 0, 1, 1), "  a\n  b"),
        ("a.st", "x := 1;", S(0, 0), "// x := 1;"),
        ("a.css", "  a { }", S(0, 0), "  /* a { } */"),
        ("a.css", "  /* a { } */  ", S(0, 0), "  a { }  "),
        ("a.css", "/**/", S(0, 0), ""),
        ("a.css", "/* a */\nb", S(0, 0, 1, 1), "/* a */\n/* b */"),
        ("a.l5k", "ROUTINE r", S(0, 0), "(* ROUTINE r *)"),
        ("a.xml", "<a\n  b='1'/>", S(0, 0, 1, 9), "<!-- <a -->\n<!--   b='1'/> -->"),
        ("a.HTML", "  <!-- <p>x</p> -->", S(0, 0), "  <p>x</p>"),
        ("a.unknown", '<?xml version="1.0"?>\n <a/>', S(1, 0), '<?xml version="1.0"?>\n <!-- <a/> -->'),
    ],
)
def test_comments_come_and_go(name: str, text: str, selection: Selection, result: str) -> None:
    assert done(commands.toggle_comment, text, selection, name)[0] == result


def test_structured_text_is_indented_after_what_opens_a_block() -> None:
    assert (
        done(commands.new_line, "  IF x THEN // start", S(0, 20), "a.st")[0] == "  IF x THEN // start\n    "
    )
    assert done(commands.new_line, "  x := 1;", S(0, 9), "a.st")[0] == "  x := 1;\n  "


WORDS = Lines.of("axis_1 := Ось.pos;\n\n  F30002")


def test_words_are_stepped_over_in_both_directions() -> None:
    place, stops = P(0, 0), []
    while (following := next_word(WORDS, place)) != place:
        place = following
        stops.append(place)
    assert stops == [P(0, 6), P(0, 9), P(0, 13), P(0, 14), P(0, 17), P(0, 18), P(1, 0), P(2, 0), P(2, 8)]
    stops = []
    while (earlier := previous_word(WORDS, place)) != place:
        place = earlier
        stops.append(place)
    assert stops == [
        P(2, 2),
        P(2, 0),
        P(1, 0),
        P(0, 18),
        P(0, 17),
        P(0, 14),
        P(0, 13),
        P(0, 10),
        P(0, 7),
        P(0, 0),
    ]


@pytest.mark.parametrize(
    ("place", "word"),
    [(P(0, 3), (0, 6)), (P(0, 6), (0, 6)), (P(0, 8), None), (P(0, 13), (10, 13)), (P(1, 0), None)],
)
def test_the_word_at_a_place(place: Position, word: tuple[int, int] | None) -> None:
    found = word_at(WORDS, place)
    assert found == (None if word is None else Range(P(place.line, word[0]), P(place.line, word[1])))


def test_brackets_find_their_other_one() -> None:
    lines = Lines.of("f(a[1],\n  ')', {\n})")
    text = {P(1, 3)}

    def other(line: int, character: int) -> Range | None:
        return matching_bracket(lines, P(line, character), skip=text.__contains__)

    assert other(0, 1) == other(2, 1) == other(2, 2) == Range(P(0, 1), P(2, 1))
    assert other(0, 3) == other(0, 6) == Range(P(0, 3), P(0, 5))
    assert other(1, 7) == Range(P(1, 7), P(2, 0))
    assert other(1, 3) is None
    assert other(0, 0) is None


def test_nesting_without_end_is_looked_through_only_so_far() -> None:
    lines = Lines.of("(" * 100_000 + "\n" + ")" * 100_000)
    assert matching_bracket(lines, P(0, 0)) == Range(P(0, 0), P(1, 99_999))
    assert matching_bracket(lines, P(0, 0), farthest=1000) is None
    assert matching_bracket(lines, P(1, 100_000), farthest=1000) is None
    assert matching_bracket(lines, P(0, 99_999), farthest=3) == Range(P(0, 99_999), P(1, 0))


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.css", "x\na { } /* b */", "line 2 holds /\\*"),
        ("a.xml", "<a/>\n<a/> <!-- b -->", "line 2 holds <!--"),
        ("a.xml", "<!-- a --> <b/> <!-- c -->", "line 1 holds <!--"),
        ("a.xml", "<a b='--'/>", "line 1 holds --"),
    ],
)
def test_a_line_that_cannot_stand_in_a_comment_is_left_alone(name: str, text: str, says: str) -> None:
    buffer = Buffer(text, path=Path(name))
    with pytest.raises(Failure, match=says):
        commands.toggle_comment(buffer, Selection(P(0, 0), buffer.end))
    assert buffer.text == text


def test_a_text_whose_comments_nobody_knows_is_refused() -> None:
    with pytest.raises(Failure, match="no comment sign"):
        done(commands.toggle_comment, "x", S(0, 0), "a.unknown")
