"""Every letter of the registry, from the bytes a terminal sends with the Cyrillic layout on."""

from __future__ import annotations

import time

import pytest
from textual.events import Key

from rubin_tui.actions import ACTIONS
from rubin_tui.terminal.driver import KeyParser
from rubin_tui.terminal.layouts import other_layout, physical_key

AVOIDED = {
    *(f"ctrl+{letter}" for letter in "abpefgjk0123456789"),
    *("f1", "f3", "f5", "f6", "f10", "f11", "alt+enter", "shift+enter", "ctrl+tab", "ctrl+shift+tab"),
    *("alt+up", "alt+down", "alt+left", "alt+right"),
    *(f"ctrl+shift+{chr(code)}" for code in range(ord("a"), ord("z") + 1)),
}
"""Keys that tmux, screen or a terminal keep for themselves (SCREENS: "Keys")."""
BITS = {"shift": 1, "alt": 2, "ctrl": 4}
LETTERS = sorted(
    {
        key
        for item in ACTIONS
        for key in item.keys
        if key.split("+")[-1].isalpha() and len(key.split("+")[-1]) == 1
    }
)
MENU = sorted({item.letter for item in ACTIONS if item.letter})


def read(data: str, *, typing: bool) -> list[str]:
    """What the app takes the bytes for."""
    parser = KeyParser()
    found = list(parser.feed(data))
    if not found:  # Esc and a letter in one: the parser waits whether more comes
        time.sleep(0.15)
        found = list(parser.tick())
    return [physical_key(event, typing).key for event in found if isinstance(event, Key)]


def forms(key: str) -> dict[str, str]:
    """What terminals send for a key with ЙЦУКЕН on: the old way, and those of the kitty protocol."""
    *modifiers, letter = key.split("+")
    if letter.isupper():  # typed, so it is sent as text
        return {"as text": other_layout(letter.lower()).upper()}
    bits = sum(BITS[name] for name in modifiers)
    sent = other_layout(letter)
    code = f"{ord(sent)}:{ord(sent.upper())}" if "shift" in modifiers else f"{ord(sent)}"
    base = f"{ord(sent)}:{ord(sent.upper()) if 'shift' in modifiers else ''}:{ord(letter)}"
    made = {"kitty": f"\x1b[{code};{bits + 1}u"}
    if bits & 6:
        made["kitty with the base layout"] = f"\x1b[{base};{bits + 1}u"
        made["kitty with event types"] = f"\x1b[{code};{bits + 1}:1u"
    if modifiers == ["ctrl"]:
        made["legacy"] = chr(ord(letter) & 31)
    elif modifiers == ["alt"]:
        made["legacy"] = f"\x1b{sent}"
    elif not modifiers:
        made["legacy"] = sent
    return made


@pytest.mark.parametrize("key", LETTERS)
def test_a_shortcut_is_its_key_in_every_protocol(key: str) -> None:
    assert forms(key)
    for protocol, data in forms(key).items():
        if protocol == "legacy" and key in ("ctrl+h", "ctrl+m", "ctrl+i"):
            continue  # they are Backspace, Enter and Tab there
        assert read(data, typing="+" in key) == [key], (protocol, data)


@pytest.mark.parametrize("letter", MENU)
def test_a_letter_of_the_menu_is_its_key(letter: str) -> None:
    from rubin_tui.terminal.layouts import physical

    assert physical(other_layout(letter)) == letter
    assert physical(other_layout(letter).upper()).lower() in (
        letter,
        {",": "<", "[": "{", "]": "}", ";": ":", "`": "~", "'": '"'}.get(letter),
    )


def test_the_registry_has_letters_to_test() -> None:
    assert {"ctrl+l", "ctrl+q", "ctrl+s", "alt+b", "y", "r"} <= set(LETTERS)


def test_keys_that_terminals_keep_are_never_the_only_way() -> None:
    """A line feed in the prompt is `\\` and Enter; to find in the chat stands in the menu too."""
    for item in ACTIONS:
        if item.keys and not item.letter and item.id not in ("newline", "help", "prompt.find", "link.find"):
            assert set(item.keys) - AVOIDED, item.id
