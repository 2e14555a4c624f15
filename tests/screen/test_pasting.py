"""A paste is one piece, however the terminal's output is cut."""

from __future__ import annotations

import pytest
from textual import events

from rubin_tui.terminal.driver import KeyParser
from rubin_tui.terminal.pasting import BEGIN, END, Pasting

DATA = f"ab{BEGIN}one\r\ntwo\x00 three{END}c{BEGIN}{END}d\x1b[20~"


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 1000])
def test_the_parser_tells_keys_from_pastes(size: int) -> None:
    parser = KeyParser()
    found: list[object] = []
    for at in range(0, len(DATA), size):
        for event in parser.feed(DATA[at : at + size]):
            if isinstance(event, events.Paste):
                found.append(("pasted", event.text))
            elif isinstance(event, events.Key):
                found.append(event.character or event.key)
    pasted = ("pasted", "one\r\ntwo three")
    assert [one for one in found if one != ("pasted", "")] == ["a", "b", pasted, "c", "d", "f9"]


def test_keys_inside_a_paste_are_text() -> None:
    text = "one \x1b[A \x1b[201 not the end"
    assert [event.text for event in KeyParser().feed(BEGIN + text + END)] == [text]  # type: ignore[attr-defined]


def test_the_end_may_be_cut_anywhere() -> None:
    for cut in range(len(END) + 1):
        pasting = Pasting()
        pieces = [*pasting.pieces(BEGIN + "text" + END[:cut]), *pasting.pieces(END[cut:] + "x")]
        assert pieces == [("text", True), ("x", False)]
