"""What is left out of the output leaves the very same screen behind."""

from __future__ import annotations

import pyte
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from rubin_tui.terminal.thrift import Thrift

WIDTH, HEIGHT = 20, 4
STYLES = (
    "38;5;251;48;5;234",
    "1;38;5;231;48;5;234",
    "38;5;246;48;5;236",
    "4;38;5;251;48;5;234",
    "3;38;2;148;148;148;48;2;28;28;28",
    "1;3;31;44",
    "7",
    "48;5;234",
    "0",
)


def fitted(text: str, width: int) -> str:
    """`text` in exactly `width` cells."""
    while cell_len(text) > width:
        text = text[:-1]
    return text + " " * (width - cell_len(text))


@st.composite
def paintings(draw: st.DrawFn) -> str:
    """A repaint of one or more places, as Textual writes it."""
    out = []
    for _ in range(draw(st.integers(1, 4))):
        row, column = draw(st.integers(1, HEIGHT)), draw(st.integers(1, WIDTH - 2))
        width = draw(st.integers(2, WIDTH - column + 1))
        text = fitted(draw(st.text(alphabet="ab я漢", max_size=20)), width)
        cut = draw(st.integers(0, len(text)))
        pieces = [part for part in (text[:cut], text[cut:]) if part]
        styled = "".join(f"\x1b[{draw(st.sampled_from(STYLES))}m{part}\x1b[0m" for part in pieces)
        out.append(f"\x1b[{row};{column}H{styled}")
    return "".join(out) + "\x1b[1;1H"


def cells(screen: pyte.Screen) -> list[list[tuple[object, ...]]]:
    """What is seen: of a space only its background, unless it is underlined or reversed."""
    seen = []
    for y in range(HEIGHT):
        row: list[tuple[object, ...]] = []
        for x in range(WIDTH):
            cell = screen.buffer[y][x]
            blank = cell.data == " " and not cell.underscore and not cell.reverse
            row.append((cell.data, cell.bg) if blank else tuple(cell))
        seen.append(row)
    return seen


@settings(max_examples=300, deadline=None)
@given(st.lists(paintings(), min_size=1, max_size=8))
def test_the_screen_is_the_same(writes: list[str]) -> None:
    plain, thrifty = pyte.Screen(WIDTH, HEIGHT), pyte.Screen(WIDTH, HEIGHT)
    whole, part = pyte.Stream(plain), pyte.Stream(thrifty)
    thrift = Thrift()
    for write in writes:
        whole.feed(write)
        part.feed(thrift.needed(write))
        assert cells(plain) == cells(thrifty)


def test_the_same_again_is_not_written() -> None:
    thrift = Thrift()
    frame = "\x1b[1;1H\x1b[38;5;1mabc\x1b[0m\n\x1b[2;1H\x1b[38;5;1mdef\x1b[0m\x1b[1;4H"
    assert thrift.needed(frame) == "\x1b[1;1H\x1b[38;5;1mabc\x1b[2;1Hdef\x1b[0m\x1b[1;4H"
    assert thrift.needed(frame) == "\x1b[1;4H"


def test_only_the_changed_cells_are_written() -> None:
    thrift = Thrift()
    thrift.needed("\x1b[5;1H\x1b[31ma long line of text\x1b[0m\x1b[1;1H")
    assert thrift.needed("\x1b[5;1H\x1b[31ma long line of tex.\x1b[0m\x1b[1;1H") == (
        "\x1b[5;19H\x1b[31m.\x1b[0m\x1b[1;1H"
    )


def test_a_style_is_written_once_for_words_and_the_space_between_them() -> None:
    thrift = Thrift()
    text, word = "\x1b[38;2;1;2;148;48;2;28;28;28m", "\x1b[38;2;9;9;9;48;2;28;28;28m"
    frame = f"\x1b[1;1H{text}if\x1b[0m{text} \x1b[0m{text}a b\x1b[0m{word} c\x1b[0m\x1b[1;1H"
    assert thrift.needed(frame) == f"\x1b[1;1H{text}if a b \x1b[38;2;9;9;9mc\x1b[0m\x1b[1;1H"


def test_after_forgetting_everything_is_written() -> None:
    thrift = Thrift()
    frame = "\x1b[1;1H\x1b[31mabc\x1b[0m\x1b[1;1H"
    thrift.needed(frame)
    thrift.forget()
    assert thrift.needed(frame) == frame


def test_anything_but_rows_of_text_passes_untouched() -> None:
    thrift = Thrift()
    for data in ("\x1b[?2026h", "\x1b]52;c;YQ==\x07", "\x1b[?1049h"):
        assert thrift.needed(data) == data
    link = "\x1b[1;1H\x1b]8;;x\x1b\\abc\x1b]8;;\x1b\\\x1b[1;1H"
    assert thrift.needed(link) == link
    assert thrift.needed(link) == link
