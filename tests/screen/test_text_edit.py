"""The text being typed."""

from __future__ import annotations

from rubin_tui.widgets.text_edit import Place, TextEdit


def typed(text: str) -> TextEdit:
    """A field into which `text` was typed."""
    edit = TextEdit()
    for char in text:
        edit.insert(char)
    return edit


def test_typing_and_erasing_at_the_caret() -> None:
    edit = typed("abd")
    edit.move(-1)
    edit.insert("c")
    assert edit.place == Place("abcd", 3)
    edit.erase(-1)
    edit.erase(1)
    assert edit.place == Place("ab", 2)
    edit.erase(1)
    assert edit.text == "ab"


def test_words() -> None:
    edit = typed("ток p1121 (А)")
    edit.move_word(-1)
    assert edit.caret == 12
    edit.move_word(-1)
    edit.move_word(-1)
    edit.move_word(-1)
    assert edit.caret == 4
    edit.move_word(1)
    assert edit.caret == 9
    edit.erase_word()
    assert edit.text == "ток  (А)"


def test_ends_of_the_line_the_caret_is_in() -> None:
    edit = typed("one\ntwo\nthree")
    edit.move(-7)
    edit.edge(-1)
    assert edit.caret == 4
    edit.edge(1)
    assert edit.caret == 7
    edit.erase_line()
    assert edit.text == "one\n\nthree"


def test_undo_goes_word_by_word() -> None:
    edit = typed("one two")
    edit.erase_line()
    texts = [edit.text]
    while edit.undo():
        texts.append(edit.text)
    assert texts == ["", "one two", "one", ""]
    assert not edit.undo()
