"""Signs: one table, a twin of ASCII for each, nothing drawn that is not in it."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from rich.cells import cell_len

import rubin_tui
from rubin_tui.actions import ACTIONS, key_name
from rubin_tui.terminal.charset import charset, takes_utf8
from rubin_tui.terminal.colours import depth
from rubin_tui.terminal.profile import TerminalProfile
from rubin_tui.widgets.look import ASCII, UNICODE, signs_of
from rubin_tui.widgets.signs import TWINS, plain
from tests.screen.conftest import MakeApp
from tests.screen.looking import ask, ready, rows, text
from tests.screen.test_literals import SHOWN, catalogue, literals

PACKAGE = Path(rubin_tui.__file__).parent


def strangers(words: str) -> set[str]:
    """Characters that are neither ASCII, nor letters, nor signs of the table."""
    return {c for c in words if not c.isascii() and not unicodedata.category(c).startswith("L")} - set(TWINS)


def test_a_twin_is_ascii_and_as_wide_as_its_sign() -> None:
    for sign, twin in TWINS.items():
        assert twin.isascii() and twin.isprintable() and len(twin) == 1, sign
        assert cell_len(sign) == 1, sign
    assert plain("● «Привод» — 12 °C") == '* "Привод" - 12 oC'


def test_every_sign_of_the_look_has_a_twin() -> None:
    for name, sign, twin in zip(UNICODE._fields, UNICODE, ASCII, strict=True):
        assert twin.isascii() and cell_len(twin) == cell_len(sign), name


COMPARING = {"page_grid.py", "page_quote.py"}
"""They name signs of PDF pages to read them, and draw none."""


@pytest.mark.parametrize(
    "path",
    [path for path in SHOWN if path.name not in COMPARING],
    ids=lambda path: str(path.relative_to(PACKAGE)),
)
def test_no_widget_draws_a_sign_outside_the_table(path: Path) -> None:
    assert [(line, value) for line, value in literals(path) if strangers(value)] == []


@pytest.mark.parametrize("locale", ["ru", "en"])
@pytest.mark.parametrize("domain", ["screen", "engine"])
def test_no_sentence_holds_a_sign_outside_the_table(locale: str, domain: str) -> None:
    for id, forms in catalogue(locale, domain).items():
        assert strangers("".join(forms)) == set(), id
    assert strangers("".join(key_name(key) for item in ACTIONS for key in item.keys)) == set()


@pytest.mark.parametrize("size", [(140, 40), (100, 30), (80, 24)])
async def test_a_terminal_of_ascii_gets_nothing_else(make_app: MakeApp, size: tuple[int, int]) -> None:
    app = make_app(environ={"TERM": "xterm-256color", "LANG": "en_US.ISO-8859-1"})
    async with app.run_test(size=size) as pilot:
        await ready(pilot)
        await ask(pilot, "q")
        for keys in (
            ["tab"], ["enter"], ["alt+3"], ["ctrl+l"], ["escape", "ctrl+l", "comma"], ["escape", "f1"],
            ["escape", "ctrl+l", "equals_sign"], ["escape", "ctrl+l", "j"], ["escape", "ctrl+l", "u"],
        ):  # fmt: skip
            await pilot.press(*keys)
            await pilot.pause()
            shown = text(app).replace("русский", "").replace("Русский", "")
            assert [letter for letter in shown if not letter.isascii()] == [], keys


async def test_rules_too_and_switched_while_it_runs(make_app: MakeApp) -> None:
    async with make_app(signs="ascii").run_test(size=(140, 40)) as pilot:
        app = await ready(pilot)
        assert rows(app)[1].startswith("- 1 Chat " + "-" * 45 + "+- 2 Viewer ")
        assert {row[115] for row in rows(app)[2:39]} == {"|"}
        app.preferences.set("signs", "unicode", "user")
        await pilot.pause(0.3)
        assert rows(app)[1].startswith("─ 1 Chat " + "─" * 45 + "┬─ 2 Viewer ")


@pytest.mark.parametrize(
    ("environ", "name", "utf8"),
    [
        ({"LANG": "en_US.UTF-8"}, "UTF-8", True),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, "C", False),
        ({"LC_CTYPE": "C.UTF-8"}, "UTF-8", True),
        ({}, "UTF-8", True),
        ({"LANG": "ru_RU.KOI8-R"}, "KOI8-R", False),
        ({"LANG": "ru_RU.KOI8-R", "LC_ALL": "ru_RU.utf8"}, "UTF8", True),
        ({"LANG": "de_DE@euro"}, "DE_DE", False),
        ({"LC_ALL": "POSIX", "LANG": "en_US.UTF-8"}, "POSIX", False),
    ],
)
def test_the_character_set_is_that_of_the_locale(environ: dict[str, str], name: str, utf8: bool) -> None:
    assert (charset(environ), takes_utf8(environ)) == (name, utf8)
    assert TerminalProfile.find({"TERM": "xterm", **environ}).signs == utf8


@pytest.mark.parametrize("term", ["linux", "vt100", "vt220", "dumb"])
def test_poor_terminals_get_ascii_unless_asked_otherwise(term: str) -> None:
    has = TerminalProfile.find({"TERM": term, "LANG": "en_US.UTF-8"}).signs
    assert not has
    assert signs_of("auto", has) is ASCII
    assert signs_of("unicode", has) is UNICODE
    assert signs_of("ascii", True) is ASCII


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"TERM": "xterm-256color"}, "full"),
        ({"TERM": "xterm-kitty"}, "full"),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, "full"),
        ({"TERM": "xterm"}, "sixteen"),
        ({"TERM": "linux"}, "sixteen"),
        ({"TERM": "xterm-16color"}, "sixteen"),
        ({"TERM": "vt100"}, "none"),
        ({"TERM": "dumb"}, "none"),
        ({}, "none"),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, "none"),
    ],
)
def test_the_colours_of_a_terminal(environ: dict[str, str], expected: str) -> None:
    assert depth(environ) == expected
