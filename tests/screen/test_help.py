"""F1: where one is first, then everything; searched in both languages; the page in docs is the same."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from rubin_tui.actions import ACTIONS, GROUPS
from rubin_tui.messages import LOCALES, Message, render
from rubin_tui.screens.help import place_of
from tests.screen.conftest import MakeApp
from tests.screen.looking import ask, ready, rows, text, until

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
@pytest.mark.parametrize(
    ("language", "about", "key"),
    [("en", "Here you ask your own documents", "Send"), ("ru", "Здесь пишут вопрос", "Отправить")],
)
async def test_help_begins_with_where_one_is(
    make_app: MakeApp, size: tuple[int, int], language: str, about: str, key: str
) -> None:
    async with make_app(language=language).run_test(size=size) as pilot:
        app = await ready(pilot)
        await pilot.press("f1")
        await pilot.pause()
        shown = rows(app)
        assert shown[1].startswith(f" {about}")
        assert next(row for row in shown if row.startswith("   Enter ")).endswith(key)


async def test_each_panel_has_its_own_help(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(140, 40)) as pilot:
        app = await ready(pilot)
        seen = []
        await ask(pilot, "q")
        await pilot.press("tab")
        assert place_of(app.focused) == "links"
        await pilot.press("enter")
        await until(pilot, lambda: app.main.editor.has_focus)
        assert place_of(app.focused) == "reading"
        app.editing.open_file(app.project / "main.py")
        await until(pilot, lambda: app.main.editor.code is not None and app.main.editor.code.has_focus)
        for panel in ("2", "3"):
            await pilot.press(f"alt+{panel}", "f1")
            await pilot.pause()
            seen.append(rows(app)[1])
            await pilot.press("escape")
            await pilot.pause()
        assert seen[0].startswith(" A file you can change")
        assert seen[1].startswith(" Above, the files of the project")


async def test_help_is_searched_in_both_languages_and_layouts(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(100, 30)) as pilot:
        app = await ready(pilot)
        await pilot.press("f1", "slash", *"theme")
        await pilot.pause()
        assert "theme" in rows(app)[0]
        await pilot.press(*["backspace"] * 5, *"colours")
        await pilot.pause()
        assert [row for row in rows(app)[1:] if row] == [
            " Anywhere", f"   {'Ctrl+L c':<26} Colours: dark, light, contrast, terminal",
        ]  # fmt: skip
        for words in ("цвета", "wdtnf"):
            await pilot.press("escape", "slash", *words)
            await pilot.pause()
            assert "Ctrl+L c" in text(app), words
        await pilot.press("escape")
        await pilot.pause()
        assert "Here you ask" in text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is app.main


async def test_help_is_scrolled_to_its_end_and_no_further(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        app = await ready(pilot)
        await pilot.press("f1", "end")
        await pilot.pause()
        last = text(app)
        await pilot.press("pagedown", "down")
        await pilot.pause()
        assert text(app) == last
        await pilot.press("home")
        await pilot.pause()
        assert rows(app)[1].startswith(" Here you ask")


def test_every_place_stands_in_one_group_that_has_words() -> None:
    grouped = [where for group in GROUPS for where in group]
    assert sorted(grouped) == sorted({item.where for item in ACTIONS})
    for group in GROUPS:
        for id in (f"help.{group[0]}", f"help.about.{group[0]}"):
            for locale in LOCALES:
                assert render(Message(id), locale) != id


def test_the_pages_of_keys_are_those_of_the_registry() -> None:
    made = runpy.run_path(str(DOCS / "make_keys.py"))
    for locale, name in made["FILES"].items():
        assert (DOCS / name).read_text("utf-8") == made["page"](locale), "run `make docs`"
    english = made["page"]("en")
    for words in ("`Ctrl+L j` | Jump to", "`Ctrl+L ,` | Settings", "`F9, Ctrl+L b` | Back"):
        assert words in english
