"""Jump letters: on everything that can be clicked, by the place of the key, gone with Esc."""

from __future__ import annotations

import pytest

from rubin_tui.widgets.jump import LETTERS, JumpSheet, labels
from tests.screen.conftest import MakeApp
from tests.screen.looking import ask, ready, rows, text, until


@pytest.mark.parametrize("count", [0, 1, 26, 27, 40, 51, 300, 676])
def test_no_label_begins_another(count: int) -> None:
    made = labels(count)
    assert len(made) == len(set(made)) == count
    assert all(1 <= len(label) <= 2 for label in made)
    heads = {label for label in made if len(label) == 1}
    assert not heads & {label[0] for label in made if len(label) == 2}
    assert made[:3] == list(LETTERS[: min(count, 3)]) or count >= 676


async def test_a_letter_opens_what_it_stands_on(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(140, 40)) as pilot:
        app = await ready(pilot)
        await until(pilot, lambda: any(node.label == "main.py" for node in app.main.files.nodes))
        await pilot.press("ctrl+l", "j")
        await pilot.pause()
        sheet = app.main.sheet
        assert isinstance(sheet, JumpSheet)
        at = next(n for n, node in enumerate(app.main.files.nodes) if node.label == "main.py")
        label = next(
            label
            for label, target in sheet._left.items()
            if (target.widget, target.y) == (app.main.files, at)
        )
        assert rows(app)[2 + at][116 : 116 + len(label)] == label
        await pilot.press(*label)
        await until(pilot, lambda: "2 main.py" in rows(app)[1])
        assert app.main.sheet is None


async def test_citations_have_letters_by_key_in_the_cyrillic_layout(make_app: MakeApp) -> None:
    async with make_app(language="ru").run_test(size=(80, 24)) as pilot:
        app = await ready(pilot)
        await ask(pilot, "q")
        await pilot.press("ctrl+l", "о")
        await pilot.pause()
        sheet = app.main.sheet
        assert isinstance(sheet, JumpSheet)
        label = next(
            label for label, target in sheet._left.items() if target.widget is app.main.chat.transcript
        )
        cyrillic = {"a": "ф", "s": "ы", "d": "в", "f": "а", "g": "п", "h": "р", "j": "о"}
        await pilot.press(*(cyrillic[letter] for letter in label))
        await until(pilot, lambda: app.main.editor.has_focus)
        assert "[2 G120.pdf" in rows(app)[1]


async def test_esc_takes_the_letters_away_and_changes_nothing(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(140, 40)) as pilot:
        app = await ready(pilot)
        await pilot.press("h", "i")
        before = text(app)
        await pilot.press("ctrl+l", "j")
        await pilot.pause()
        assert text(app) != before
        await pilot.press("escape")
        await pilot.pause()
        assert text(app) == before
        assert app.main.chat.prompt.has_focus


async def test_a_letter_that_leads_nowhere_is_ignored(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(140, 40)) as pilot:
        app = await ready(pilot)
        await pilot.press("ctrl+l", "j", "m", "5")
        await pilot.pause()
        assert isinstance(app.main.sheet, JumpSheet)
        assert app.main.chat.prompt.text == ""


async def test_the_words_of_header_and_footer_have_letters(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(140, 40)) as pilot:
        app = await ready(pilot)
        await pilot.press("ctrl+l", "j")
        await pilot.pause()
        sheet = app.main.sheet
        assert isinstance(sheet, JumpSheet)
        on = {target.widget for target in sheet._left.values()}
        assert {app.main.header, app.main.footer, app.main.titles, app.main.files} <= on
        at = next(word for word in app.main.header._switches if word[2] == "theme")
        label = next(
            label
            for label, target in sheet._left.items()
            if (target.widget, target.x) == (app.main.header, at[0])
        )
        await pilot.press(*label)
        await until(pilot, lambda: app.look.theme == "light")
