"""Keys: one registry, every layout, nothing of Textual's own."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from textual.events import Key

import rubin_tui
from rubin_tui.actions import ACTIONS, in_footer, in_menu, key_name
from rubin_tui.messages import LOCALES, Message, render
from rubin_tui.terminal.layouts import physical, physical_key, physical_sign
from tests.screen.conftest import MakeApp
from tests.screen.looking import ready, rows, text, until

PACKAGE = Path(rubin_tui.__file__).parent
AVOIDED = {"ctrl+b", "ctrl+p", "ctrl+g", "ctrl+k", "f3", "f5", "f10", "f11"}


@pytest.mark.parametrize(
    ("key", "character", "expected"),
    [
        ("ctrl+п", None, "ctrl+g"),
        ("ctrl+д", None, "ctrl+l"),
        ("ctrl+Д", None, "ctrl+l"),
        ("ctrl+щ", None, "ctrl+o"),
        ("alt+д", "д", "alt+l"),
        ("ctrl+б", None, "ctrl+comma"),
        ("ctrl+l", None, "ctrl+l"),
        ("f9", None, "f9"),
    ],
)
def test_a_shortcut_is_the_key_whatever_the_layout(key: str, character: str | None, expected: str) -> None:
    assert physical_key(Key(key, character), typing=True).key == expected


def test_typed_text_is_never_touched() -> None:
    event = Key("н", "н")
    assert physical_key(event, typing=True) is event
    assert physical_key(event, typing=False).key == "y"


def test_signs_of_the_menu_by_their_key() -> None:
    assert physical_sign(".") == "/"
    assert physical(".") == "."


def test_no_two_actions_share_a_key_in_one_place() -> None:
    for where in {item.where for item in ACTIONS}:
        keys = [key for item in ACTIONS if item.where == where for key in item.keys]
        assert len(keys) == len(set(keys)), where


def test_no_two_letters_of_the_menu_are_equal() -> None:
    letters = [item.letter for item in in_menu()]
    assert len(letters) == len(set(letters))
    assert all(letter in "abcdefghijklmnopqrstuvwxyz0123456789!,;=[]-'`\\" for letter in letters)


def test_keys_that_terminals_take_are_never_the_only_way() -> None:
    for item in ACTIONS:
        if item.where in ("anywhere", "panels") and AVOIDED.intersection(item.keys[:1]):
            assert item.letter, item.id


@pytest.mark.parametrize("locale", LOCALES)
def test_every_action_has_a_name(locale: str) -> None:
    for item in ACTIONS:
        assert render(Message(item.title), locale) != item.title
    for item in in_footer():
        assert render(Message(item.short), locale) != item.short


def test_keys_are_bound_in_the_registry_only() -> None:
    for path in PACKAGE.rglob("*.py"):
        if path.name == "actions.py" or "engine" in path.parts:
            continue
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            name = node.func if isinstance(node, ast.Call) else None
            assert not (isinstance(name, ast.Name) and name.id == "Binding"), path
            if isinstance(node, ast.Assign) and any(
                isinstance(target, ast.Name) and target.id == "BINDINGS" for target in node.targets
            ):
                call = ast.unparse(node.value)
                assert call.removeprefix("actions.").startswith("bindings("), path


def test_names_of_keys() -> None:
    assert [key_name(key) for key in ("ctrl+l", "pageup", "y", "f9", "shift+tab", "alt+1")] == [
        "Ctrl+L", "PgUp", "y", "F9", "Shift+Tab", "Alt+1",
    ]  # fmt: skip


async def test_nothing_that_textual_binds_is_left(make_app: MakeApp) -> None:
    async with make_app().run_test() as pilot:
        app = await ready(pilot)
        ours = {key for item in ACTIONS for key in item.keys}
        bound = {key for _, bindings in app._binding_chain for key in bindings.key_to_bindings}
        assert bound <= ours
        assert not app.use_command_palette


async def test_the_menu_acts_on_a_letter_in_both_layouts(make_app: MakeApp) -> None:
    async with make_app(language="ru").run_test(size=(100, 30)) as pilot:
        app = await ready(pilot)
        app.post_message(Key("ctrl+д", None))
        await until(pilot, lambda: "─ Меню ─" in text(app))
        app.post_message(Key("с", "с"))
        await until(pilot, lambda: app.look.theme == "light")
        assert app.main.sheet is None


async def test_the_menu_is_searched_after_a_slash(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(100, 30)) as pilot:
        app = await ready(pilot)
        await pilot.press("ctrl+l", "slash", "t", "h", "e", "m", "e")
        await pilot.pause()
        assert " > theme" in rows(app)
        assert app.look.theme == "dark"
        await pilot.press("enter")
        await until(pilot, lambda: app.look.theme == "light")


async def test_the_menu_gives_the_focus_back(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(100, 30)) as pilot:
        app = await ready(pilot)
        await pilot.press("a", "ctrl+l", "escape", "b")
        assert app.main.chat.prompt.text == "ab"


async def test_help_names_every_key_and_closes(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(100, 200)) as pilot:
        app = await ready(pilot)
        await pilot.press("f1")
        await pilot.pause()
        shown = text(app)
        for words in ("Ctrl+L", "F9, Ctrl+L b", "Keys and help", "Copy the quote with its source"):
            assert words in shown
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is app.main


async def test_keys_typed_before_the_first_frame_stand_in_the_prompt(make_app: MakeApp) -> None:
    app = make_app()
    for char in "early":
        app.post_message(Key(char, char))
    async with app.run_test(size=(100, 30)) as pilot:
        await ready(pilot)
        assert app.main.chat.prompt.text == "early"


async def test_ctrl_c_says_how_to_quit(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(100, 30)) as pilot:
        app = await ready(pilot)
        await pilot.press("ctrl+c")
        await pilot.pause()
        assert rows(app)[-1].startswith(" To quit: Ctrl+Q")
