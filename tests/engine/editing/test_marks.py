"""Marks stand at the same text after every edit, as the plain offsets say."""

from hypothesis import given
from hypothesis import strategies as st

from rubin_tui.engine.editing import Buffer, Marks, Position, Range
from tests.engine.editing.test_lines import at

TEXTS = st.text(st.sampled_from("ab \n"), max_size=30)


def moved(offset: int, start: int, end: int, new: int, after: bool) -> int:
    """Where an offset goes, when `new` characters take the place of start..end."""
    if offset < start or (offset == start < end):
        return offset
    if offset > end or (offset == end > start):
        return offset + new - (end - start)
    return start + new if after else start


@given(TEXTS, st.data())
def test_marks_follow_as_offsets_do(text: str, data: st.DataObject) -> None:
    buffer = Buffer(text)
    marks = Marks[int]()
    buffer.subscribe(marks.move)
    model = {}
    for number in range(5):
        a, b = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
        grows = data.draw(st.booleans())
        model[marks.add(Range(at(text, a), at(text, b)), number, grows=grows)] = (a, b)
    for _ in range(4):
        start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
        new = data.draw(TEXTS)
        buffer.edit(at(text, start), at(text, end), new)
        for mark, (a, b) in model.items():
            if a == b:
                a = b = moved(a, start, end, len(new), not mark.grows)
            else:
                a, b = (
                    moved(a, start, end, len(new), not mark.grows),
                    moved(b, start, end, len(new), mark.grows),
                )
            model[mark] = (min(a, b), b)
        text = text[:start] + new + text[end:]
        for mark, (a, b) in model.items():
            assert mark.range == (at(text, a), at(text, b))
        by_line = [mark for line in range(buffer.line_count) for mark in marks.starting_on(line)]
        assert {mark.value for mark in by_line} == set(range(5)) == {mark.value for mark in marks}
        assert [mark.range for mark in marks] == [mark.range for mark in by_line]


def test_text_typed_at_the_ends_of_a_mark_is_outside_unless_it_grows() -> None:
    buffer = Buffer("one two")
    marks = Marks[str]()
    buffer.subscribe(marks.move)
    word = Range(Position(0, 4), Position(0, 7))
    tight, growing = marks.add(word, "tight"), marks.add(word, "growing", grows=True)
    buffer.edit(Position(0, 7), Position(0, 7), "!")
    buffer.edit(Position(0, 4), Position(0, 4), "<")
    assert [buffer.between(*mark.range) for mark in (tight, growing)] == ["two", "<two!"]


def test_a_mark_whose_text_is_gone_is_an_empty_place() -> None:
    buffer = Buffer("a\nbad\nc")
    marks = Marks[str]()
    buffer.subscribe(marks.move)
    mark = marks.add(Range(Position(1, 0), Position(1, 3)), "bad")
    buffer.edit(Position(0, 0), Position(2, 0), "")
    assert mark.range == (Position(0, 0), Position(0, 0))


def test_marks_are_forgotten() -> None:
    marks = Marks[int]()
    long = marks.add(Range(Position(1, 0), Position(5, 0)), 1)
    marks.add(Range(Position(2, 0), Position(2, 1)), 2)
    marks.remove(long)
    assert ([mark.value for mark in marks], len(marks), marks.starting_on(1)) == ([2], 1, [])
    marks.replace([(Range(Position(0, 0), Position(0, 0)), 3)])
    assert [mark.value for mark in marks] == [3]
