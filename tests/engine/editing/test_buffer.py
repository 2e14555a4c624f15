"""The buffer: the plain text at every step, whatever is edited, undone and redone."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubin_tui.engine.editing import Buffer, Change, Edit, Marks, Position, Range, Selection, Unencodable
from rubin_tui.engine.text.encodings import Format
from rubin_tui.messages import Failure, Message
from tests.engine.editing.test_lines import TEXTS, at, offsets


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def P(line: int, character: int) -> Position:
    return Position(line, character)


def typed(buffer: Buffer, text: str, place: Position | None = None) -> Position:
    """Type key by key from a place on."""
    place = place or buffer.end
    for key in text:
        place = buffer.edit(place, place, key).new_end
    return place


# exact edits


@given(TEXTS, st.data())
def test_edits_undo_and_redo_follow_the_plain_text(text: str, data: st.DataObject) -> None:
    buffer, model = Buffer(text), text
    states, ahead = [text], []
    for _ in range(data.draw(st.integers(1, 8))):
        action = data.draw(st.sampled_from(["edit", "edit", "undo", "redo"]))
        if action == "edit":
            start, end = sorted(data.draw(st.tuples(*[st.sampled_from(offsets(model))] * 2)))
            new = data.draw(TEXTS)
            if start == end and not new:
                continue
            buffer.checkpoint()
            buffer.edit(at(model, start), at(model, end), new, exact=True)
            model = model[:start] + new + model[end:]
            states.append(model)
            ahead = []
        elif action == "undo" and len(states) > 1:
            buffer.undo()
            ahead.append(states.pop())
        elif action == "redo" and ahead:
            buffer.redo()
            states.append(ahead.pop())
        model = states[-1]
        assert buffer.text == model
        assert buffer.modified == (model != text)
    while buffer.undo():
        pass
    assert (buffer.text, buffer.modified) == (text, False)


@given(TEXTS, st.data())
def test_changes_alone_are_enough_to_follow(text: str, data: st.DataObject) -> None:
    buffer = Buffer(text)
    copy = Buffer(text).lines
    sizes = [len(copy)]

    def follow(change: Change) -> None:
        nonlocal copy
        assert copy.between(change.start, change.end) == change.removed
        copy, end = copy.replaced(change.start, change.end, change.inserted)
        assert end == change.new_end
        sizes.append(sizes[-1] - change.removed_lines + change.inserted_lines)

    buffer.subscribe(follow)
    for _ in range(4):
        start, end = sorted(data.draw(st.tuples(*[st.sampled_from(offsets(buffer.text))] * 2)))
        buffer.edit(at(buffer.text, start), at(buffer.text, end), data.draw(TEXTS), exact=True)
    for step in (buffer.undo, buffer.undo, buffer.redo):
        step()
    assert list(copy) == list(buffer.lines)
    assert copy == buffer.lines
    assert sizes[-1] == buffer.line_count


@given(TEXTS, st.data())
def test_several_edits_at_once_are_the_plain_text_cut_and_joined(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.sampled_from(offsets(text)), min_size=2, max_size=8)))
    spans = [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    news = [data.draw(TEXTS) for _ in spans]
    buffer = Buffer(text)
    buffer.edit_many(
        (Edit(at(text, a), at(text, b), new) for (a, b), new in zip(spans, news, strict=True)), exact=True
    )
    expected, last = "", 0
    for (a, b), new in zip(spans, news, strict=True):
        expected += text[last:a] + new
        last = b
    assert buffer.text == expected + text[last:]
    buffer.undo()
    assert (buffer.text, buffer.can_undo) == (text, False)


@given(TEXTS, TEXTS)
def test_becoming_another_text_is_one_undo(one: str, two: str) -> None:
    buffer = Buffer(one)
    buffer.become(two)
    assert buffer.text == two
    buffer.undo()
    assert buffer.text == one


def test_becoming_changes_only_what_differs() -> None:
    buffer = Buffer("a\nb\nc\nd\ne\n")
    marks = Marks[str]()
    buffer.subscribe(marks.move)
    mark = marks.add(Range(P(3, 0), P(3, 1)), "d")
    changes = buffer.become("a\nB\nc\nd\nnew\ne\n")
    assert [(change.first_line, change.removed, change.inserted) for change in changes] == [
        (4, "", "new\n"),
        (1, "b\n", "B\n"),
    ]
    assert mark.range == (P(3, 0), P(3, 1))


def test_a_file_read_again_is_unmodified_and_one_undo_away() -> None:
    buffer = Buffer("a\nЖ\n", form=Format("cp1251"))
    typed(buffer, "mine")
    buffer.reload(Buffer("a\r\nЖ\nb\n", form=Format("utf-8", bom=True)))
    assert (buffer.text, buffer.form, buffer.modified) == ("a\r\nЖ\nb\n", Format("utf-8", bom=True), False)
    buffer.undo()
    assert (buffer.text, buffer.form, buffer.modified) == ("a\nЖ\nmine", Format("cp1251"), True)


def test_overlapping_edits_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="overlap"):
        Buffer("abc").edit_many([Edit(P(0, 0), P(0, 2), ""), Edit(P(0, 1), P(0, 3), "")])


def test_thousands_of_edits_are_done_as_few_and_undone_as_one() -> None:
    text = "x = 1\n" * 5000
    buffer = Buffer(text)
    changes = buffer.edit_many(Edit(P(line, 0), P(line, 1), "y") for line in range(5000))
    assert len(changes) <= 256
    assert buffer.text == text.replace("x", "y")
    buffer.undo()
    assert (buffer.text, buffer.modified) == (text, False)


def test_a_cr_and_an_lf_that_meet_are_one_line_end() -> None:
    buffer = Buffer("a\rX\nb")
    change = buffer.edit(P(1, 0), P(1, 1), "")
    assert (list(buffer.lines), buffer.text) == (["a", "b"], "a\r\nb")
    assert (change.start, change.removed, change.inserted) == (P(0, 1), "\rX\n", "\r\n")
    buffer.undo()
    assert list(buffer.lines) == ["a", "X", "b"]


def test_places_beyond_the_text_mean_its_nearest_place() -> None:
    buffer = Buffer("ab\ncd")
    buffer.edit(P(0, 99), P(0, 99), "!")
    buffer.edit(P(7, 0), P(9, 9), "?")
    assert buffer.text == "ab!\ncd?"


# line ends


@pytest.mark.parametrize(
    ("text", "newline", "mixed"),
    [("a\r\nb\r\nc\nd", "\r\n", True), ("a\nb", "\n", False), ("a\rb\r", "\r", False), ("a", "\n", False)],
)
def test_new_lines_get_the_commonest_end(text: str, newline: str, mixed: bool) -> None:
    buffer = Buffer(text)
    assert (buffer.newline, buffer.mixed) == (newline, mixed)
    buffer.edit(P(0, 1), P(0, 1), "\n1\r\n2\r")
    assert buffer.text == "a" + newline + "1" + newline + "2" + newline + text[1:]


def test_whether_line_ends_are_mixed_follows_every_edit() -> None:
    buffer = Buffer("a\nb\nc")
    assert not buffer.mixed
    buffer.edit(P(0, 1), P(0, 1), "\r\n", exact=True)
    assert buffer.mixed
    buffer.edit(P(2, 0), P(2, 1), "B")
    assert buffer.mixed
    buffer.edit(P(0, 1), P(1, 0), "")
    assert not buffer.mixed
    buffer.undo()
    assert buffer.mixed
    buffer.change_line_ends("\n")
    assert not buffer.mixed
    buffer.undo()
    assert buffer.mixed


def test_line_ends_change_only_when_asked_and_come_back() -> None:
    text = "a\r\nb\nc\rd"
    buffer = Buffer(text)
    buffer.change_line_ends("\n")
    assert (buffer.text, buffer.modified, buffer.mixed) == ("a\nb\nc\nd", True, False)
    buffer.undo()
    assert (buffer.text, buffer.modified) == (text, False)
    buffer.redo()
    assert buffer.text == "a\nb\nc\nd"


# encodings


def test_another_encoding_is_a_modification_and_can_be_undone() -> None:
    buffer = Buffer("Цикл\n", form=Format("cp1251"))
    buffer.change_encoding("utf-8")
    assert (buffer.snapshot().data, buffer.modified) == ("Цикл\n".encode(), True)
    buffer.undo()
    assert (buffer.snapshot().data, buffer.modified) == ("Цикл\n".encode("cp1251"), False)


def test_an_encoding_that_lacks_characters_is_refused_with_their_names() -> None:
    buffer = Buffer("ok\na → b → c 中\n")
    with pytest.raises(Unencodable) as caught:
        buffer.change_encoding("cp1251")
    assert [(stray.character, stray.first, stray.count) for stray in caught.value.strays] == [
        ("→", P(1, 2), 2),
        ("中", P(1, 10), 1),
    ]
    assert caught.value.message.params["characters"] == "→ U+2192 (2:3, ×2), 中 U+4E2D (2:11, ×1)"
    assert (buffer.form, buffer.modified) == (Format(), False)


def test_bytes_that_fit_no_character_do_not_go_into_another_encoding() -> None:
    buffer = Buffer("a\udc98b", form=Format("cp1251"))
    with pytest.raises(Unencodable) as caught:
        buffer.change_encoding("utf-8")
    assert caught.value.message.params["characters"] == "0x98 (1:2, ×1)"


def test_an_encoding_nobody_knows_is_refused() -> None:
    with pytest.raises(Failure) as caught:
        Buffer("a").change_encoding("klingon")
    assert caught.value.message == Message("edit.no_encoding", {"encoding": "klingon"})


# undo as a person expects it


def test_words_are_undone_one_by_one() -> None:
    buffer = Buffer("", clock=Clock())
    typed(buffer, "move the axis")
    seen = []
    while buffer.undo():
        seen.append(buffer.text)
    assert seen == ["move the ", "move ", ""]


def test_a_pause_another_place_a_new_line_and_a_paste_begin_anew() -> None:
    clock = Clock()
    buffer = Buffer("", clock=clock)
    typed(buffer, "ab")
    clock.now = 5.0
    typed(buffer, "c")
    typed(buffer, "\n")
    typed(buffer, "d")
    typed(buffer, "e", P(0, 0))
    buffer.edit(buffer.end, buffer.end, "pasted")
    typed(buffer, "f")
    seen = []
    while buffer.undo():
        seen.append(buffer.text)
    assert seen == ["eabc\ndpasted", "eabc\nd", "abc\nd", "abc\n", "abc", "ab", ""]


@pytest.mark.parametrize("forward", [False, True])
def test_letters_erased_one_after_another_come_back_together(forward: bool) -> None:
    buffer = Buffer("abcdef", clock=Clock())
    for number in range(3):
        at = 1 if forward else 4 - number
        buffer.edit(P(0, at), P(0, at + 1), "")
    assert len(buffer.text) == 3
    buffer.undo()
    assert (buffer.text, buffer.can_undo) == ("abcdef", False)


def test_what_is_typed_over_a_selection_is_undone_with_it() -> None:
    buffer = Buffer("old text", clock=Clock())
    selected = Selection(P(0, 3), P(0, 0))
    place = buffer.edit(P(0, 0), P(0, 3), "n", before=selected).new_end
    typed(buffer, "ew", place)
    step = buffer.undo()
    assert step is not None
    assert (buffer.text, step.selection) == ("old text", selected)
    step = buffer.redo()
    assert step is not None
    assert (buffer.text, step.selection) == ("new text", Selection.at(P(0, 3)))


def test_groups_inside_groups_are_one_undo() -> None:
    buffer = Buffer("")
    typed(buffer, "a")
    with buffer.group():
        typed(buffer, "b")
        with buffer.group():
            typed(buffer, "\n\n")
        typed(buffer, "c")
    typed(buffer, "d")
    seen = []
    while buffer.undo():
        seen.append(buffer.text)
    assert seen == ["ab\n\nc", "a", ""]


def test_saving_divides_what_is_typed_and_undoing_to_it_is_unmodified() -> None:
    buffer = Buffer("", clock=Clock())
    typed(buffer, "ab")
    buffer.saved(buffer.snapshot())
    assert not buffer.modified
    typed(buffer, "c")
    assert buffer.modified
    buffer.undo()
    assert (buffer.text, buffer.modified) == ("ab", False)
    buffer.undo()
    assert (buffer.text, buffer.modified) == ("", True)


def test_what_was_typed_while_a_save_ran_is_still_modified() -> None:
    buffer = Buffer("a")
    snapshot = buffer.snapshot()
    typed(buffer, "b")
    buffer.saved(snapshot)
    assert (snapshot.text, buffer.text, buffer.modified) == ("a", "ab", True)


def test_a_letter_typed_and_erased_is_no_modification() -> None:
    buffer = Buffer("abc\n" * 3000)
    buffer.edit(P(2000, 1), P(2000, 1), "x")
    assert buffer.modified
    buffer.edit(P(2000, 1), P(2000, 2), "")
    assert not buffer.modified


def test_undo_keeps_to_its_bytes_and_always_has_the_last_step() -> None:
    buffer = Buffer("", undo_bytes=20_000)
    for number in range(100):
        buffer.edit(buffer.end, buffer.end, f"{number:01000}")
    steps = 0
    while buffer.undo():
        steps += 1
    assert 10 <= steps < 20
    buffer.edit(P(0, 0), P(0, 0), "x" * 50_000)
    before = buffer.text
    assert buffer.undo()
    assert buffer.text == before[50_000:]


# who may and who knows


def test_a_read_only_buffer_says_why() -> None:
    buffer = Buffer("a", read_only=Message("edit.looking", {"path": "f"}))
    for attempt in (
        lambda: buffer.edit(P(0, 0), P(0, 0), "x"),
        lambda: buffer.change_line_ends("\n"),
        lambda: buffer.change_encoding("cp1251"),
    ):
        with pytest.raises(Failure) as caught:
            attempt()
        assert caught.value.message.id == "edit.looking"
    assert (buffer.text, buffer.version) == ("a", 0)


def test_versions_grow_and_snapshots_stay() -> None:
    buffer = Buffer("a\n", path=Path("x.py"))
    old = buffer.snapshot()
    typed(buffer, "b")
    buffer.undo()
    buffer.redo()
    assert (old.version, old.text, old.language, buffer.version) == (0, "a\n", "python", 3)
    assert buffer.snapshot().lines is buffer.lines


def test_who_ends_listening_hears_no_more() -> None:
    buffer = Buffer("")
    heard: list[str] = []
    stop = buffer.subscribe(lambda change: heard.append(change.inserted))
    typed(buffer, "a")
    stop()
    typed(buffer, "b")
    assert heard == ["a"]
