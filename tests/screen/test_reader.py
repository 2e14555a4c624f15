"""Reading a document on the screen: page by page, to a number, as a picture."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from textual.pilot import Pilot

from rubin_tui.app import RubinApp
from rubin_tui.engine.page_model import Frame
from rubin_tui.messages import Failure
from rubin_tui.terminal.graphics import Graphics
from rubin_tui.widgets.editor.page_picture import PagePicture
from rubin_tui.widgets.prompt import Prompt
from tests.screen.conftest import MakeApp
from tests.screen.fake import QUOTE, FakeEngine, a_document
from tests.screen.looking import ask, ready, rows, text, until


@asynccontextmanager
async def a_page(app: RubinApp, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
    """The page of the first citation, its quote in sight."""
    async with app.run_test(size=size) as pilot:
        await ready(pilot)
        await ask(pilot, "q")
        await pilot.press("h", "a", "l", "f", "left", "tab", "enter")
        await until(pilot, lambda: app.main.editor.has_focus)
        await pilot.pause()
        yield pilot


def number(app: RubinApp) -> int:
    """Which page is in sight."""
    return -1 if app.main.editor.view is None else app.main.editor.view.content.number


async def test_page_by_page_and_back_to_the_quote_and_to_the_caret(make_app: MakeApp) -> None:
    app = make_app()
    async with a_page(app) as pilot:
        assert "[2 G120.pdf 812]" in rows(app)[1]
        assert rows(app)[-2].endswith("2/3 ↓")
        await pilot.press("pagedown")
        await until(pilot, lambda: number(app) == 2)
        assert "[2 G120.pdf 813]" in rows(app)[1]
        assert rows(app)[2] == " Power unit"  # its beginning
        await pilot.press("pagedown")
        await pilot.pause()
        assert number(app) == 2
        await pilot.press("pageup", "pageup")
        await until(pilot, lambda: number(app) == 0)
        await pilot.press("enter")
        await until(pilot, lambda: number(app) == 1)
        view = app.main.editor.view
        assert view is not None
        assert [
            view.content.lines[line][a:b] for line, marks in view.content.marks.items() for a, b in marks
        ] == [QUOTE]
        await pilot.press("f9")
        assert isinstance(app.focused, Prompt)
        assert app.main.chat.prompt.place == ("half", 3)


async def test_the_page_of_an_answer_and_of_a_selected_citation_and_the_next_page_are_made_ready(
    make_app: MakeApp, engine: FakeEngine
) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        assert engine.pages.asked == []
        await ask(pilot, "q")
        await until(pilot, lambda: engine.pages.asked == [1])
        await pilot.press("tab")
        await until(pilot, lambda: engine.pages.asked == [1, 1])
        await pilot.press("enter")
        await until(pilot, lambda: engine.pages.asked == [1, 1, 1, 2])


@pytest.mark.parametrize("key", ["g", "п"])
async def test_to_a_printed_number_also_by_the_russian_key(make_app: MakeApp, key: str) -> None:
    app = make_app()
    async with a_page(app) as pilot:
        await pilot.press(key)
        await until(pilot, lambda: "─ To a page ─" in text(app))
        await pilot.press("8", "1", "1", "enter")
        await until(pilot, lambda: number(app) == 0)
        assert app.main.editor.has_focus


async def test_a_number_that_is_not_printed_is_said(make_app: MakeApp) -> None:
    app = make_app()
    async with a_page(app, (140, 40)) as pilot:
        await pilot.press("g", "9", "enter")
        await until(pilot, lambda: "No page is printed “9”: they go from 811 to 813." in text(app))
        assert number(app) == 1


async def test_the_quote_is_copied_on_its_own_page_only(make_app: MakeApp) -> None:
    app = make_app()
    async with a_page(app) as pilot:
        copied: list[str] = []
        app.copy_to_clipboard = copied.append  # type: ignore[method-assign]
        await pilot.press("y")
        await pilot.pause()
        assert copied == [f"“{QUOTE}” (G120.pdf, p. 812)"]
        await pilot.press("pagedown")
        await until(pilot, lambda: number(app) == 2)
        await pilot.press("y")
        await until(pilot, lambda: "There is no quote on this page" in text(app))
        assert len(copied) == 1


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        ("reader.missing", "The file /manuals/G120.pdf is not there any more"),
        ("reader.changed", "The file /manuals/G120.pdf has changed since it was read"),
    ],
)
async def test_without_its_file_the_stored_text_is_shown_and_that_is_said(
    make_app: MakeApp, engine: FakeEngine, problem: str, sentence: str
) -> None:
    engine.pages.problem = Failure(problem, path="/manuals/G120.pdf")
    app = make_app()
    async with a_page(app, (140, 40)) as pilot:
        await until(pilot, lambda: sentence in text(app))
        assert QUOTE in text(app)
        assert "p. 812 · stored text" in text(app)
        view = app.main.editor.view
        assert view is not None
        assert view.content.marks == {3: [(0, len(QUOTE))]}
        await pilot.press("o")
        await until(pilot, lambda: app.main.editor.picture is None)
        assert app.main.editor.has_focus


async def test_a_text_without_printed_pages_goes_by_screenfuls(make_app: MakeApp, engine: FakeEngine) -> None:
    engine.kept[0] = a_document(type="html", pages=1)
    page = engine.library.page("d1", 0)
    engine.library.page = lambda id, number: replace(page, index=None, label=None)  # type: ignore[method-assign]
    app = make_app()
    async with a_page(app) as pilot:
        assert "[2 G120.pdf]" in rows(app)[1]
        assert engine.pages.asked == []
        view = app.main.editor.view
        assert view is not None
        await pilot.press("pagedown")
        await pilot.pause()
        assert view.top > 0
        await pilot.press("o")
        await pilot.pause()
        assert app.main.editor.picture is None


# as a picture


async def test_half_blocks_are_what_was_drawn(make_app: MakeApp, engine: FakeEngine) -> None:
    app = make_app()
    async with a_page(app) as pilot:
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.focused, PagePicture) and "▀" in text(app))
        picture = app.main.editor.picture
        assert picture is not None
        assert engine.pages.drawn == [(1, Frame(80, 40, 1.0, *engine.pages.drawn[0][1][3:]), "blocks", False)]
        first = [(segment.text, segment.style) for segment in picture.render_line(0)]
        assert [(part, style.color.name, style.bgcolor.name) for part, style in first[1:3]] == [  # type: ignore[union-attr]
            ("▀", "#ff0000", "#0000ff"),
            ("▀", "#00ff00", "#ffffff"),
        ]
        assert [len(part) for part, _ in first] == [39, 1, 1, 39]
        assert rows(app)[-2].startswith(" G120.pdf · p. 812  ") and " 100 % " in rows(app)[-2]


async def test_larger_beside_and_back_to_the_same_place(make_app: MakeApp, engine: FakeEngine) -> None:
    app = make_app()
    async with a_page(app) as pilot:
        view = app.main.editor.view
        assert view is not None
        await pilot.press("down", "down")
        top = view.top
        await pilot.press("щ")  # the key of o
        await until(pilot, lambda: len(engine.pages.drawn) == 1)
        await pilot.press("plus")
        await until(pilot, lambda: len(engine.pages.drawn) == 2)
        await pilot.press("right", "up")
        await until(pilot, lambda: len(engine.pages.drawn) == 4)
        zooms = [frame.zoom for _, frame, _, _ in engine.pages.drawn]
        assert zooms == [1.0, 1.5, 1.5, 1.5]
        before, right, up = (frame for _, frame, _, _ in engine.pages.drawn[1:])
        assert (round(right.x - before.x, 3), right.y) == (0.233, before.y)
        assert up.y == max(right.y - 0.35 / 1.5, 0)
        await pilot.press("minus", "minus", "minus")
        await until(pilot, lambda: len(engine.pages.drawn) == 7)
        assert engine.pages.drawn[-1][1].zoom == 1.0
        await pilot.press("escape")
        await until(pilot, lambda: app.main.editor.has_focus)
        assert (view.top, app.main.editor.view) == (top, view)
        assert QUOTE in text(app)


async def test_the_next_page_is_a_picture_too_and_another_tab_is_none(
    make_app: MakeApp, engine: FakeEngine
) -> None:
    app = make_app()
    async with a_page(app) as pilot:
        await pilot.press("o")
        await until(pilot, lambda: len(engine.pages.drawn) == 1)
        await pilot.press("pagedown")
        await until(pilot, lambda: len(engine.pages.drawn) == 2)
        assert engine.pages.drawn[1][0] == 2
        assert "[2 G120.pdf 813]" in rows(app)[1]
        await pilot.press("o")
        await until(pilot, lambda: app.main.editor.has_focus)
        assert rows(app)[2] == " Power unit"
        assert number(app) == 2


async def test_another_size_is_drawn_anew(make_app: MakeApp, engine: FakeEngine) -> None:
    app = make_app()
    async with a_page(app) as pilot:
        await pilot.press("o")
        await until(pilot, lambda: len(engine.pages.drawn) == 1)
        await pilot.resize_terminal(70, 20)
        await until(pilot, lambda: engine.pages.drawn[-1][1][:2] == (70, 32))


async def test_without_half_blocks_a_cell_is_one_pixel(make_app: MakeApp, engine: FakeEngine) -> None:
    app = make_app(environ={"TERM": "vt100", "LANG": "C"})
    async with a_page(app) as pilot:
        await pilot.press("o")
        await until(pilot, lambda: len(engine.pages.drawn) == 1)
        assert engine.pages.drawn[0][1][:2] == (80, 20)
        await pilot.pause()
        assert "▀" not in text(app)


async def test_over_ssh_there_are_few_colours(make_app: MakeApp, engine: FakeEngine) -> None:
    app = make_app(remote="on")
    async with a_page(app) as pilot:
        await pilot.press("o")
        await until(pilot, lambda: len(engine.pages.drawn) == 1)
        assert engine.pages.drawn[0][3] is True


@pytest.mark.parametrize("kind", ["kitty", "sixel"])
async def test_what_the_terminal_draws_is_there_only_while_its_cells_are_in_sight(
    make_app: MakeApp, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    def known(self: Graphics, environ: dict[str, str]) -> None:
        self.kind, self.known, self.cell, self._asked = kind, True, (10, 20), 0

    monkeypatch.setattr(Graphics, "__init__", known)
    app = make_app()
    async with a_page(app) as pilot:
        assert app._driver is not None
        written: list[str] = []
        monkeypatch.setattr(app._driver, "write", written.append)
        shown = "\x1b_Ga=T" if kind == "kitty" else "\x1b7\x1b[3;40H"
        gone = "\x1b_Ga=d" if kind == "kitty" else "\x1b[?2026"

        async def is_shown(times: int) -> None:
            await until(pilot, lambda: sum(shown in data for data in written) == times)

        async def is_gone() -> None:
            picture = app.main.editor.picture
            await until(pilot, lambda: picture is None or picture._stands is None)
            await pilot.pause()
            assert kind == "sixel" or any(gone in data for data in written)

        await pilot.press("o")
        await is_shown(1)
        assert engine.pages.drawn[0][1][:2] == (800, 400)
        await pilot.press("ctrl+l")
        await is_gone()
        await pilot.press("escape")
        await is_shown(2)
        await pilot.press("f1")
        await is_gone()
        await pilot.press("escape")
        await is_shown(3)
        await pilot.press("alt+1")
        await is_gone()
        await pilot.press("alt+2")
        await is_shown(4)
        await pilot.press("escape")
        await is_gone()


async def test_in_a_text_without_printed_pages_a_number_is_a_line(
    make_app: MakeApp, engine: FakeEngine
) -> None:
    engine.kept[0] = a_document(type="html", pages=1)
    page = engine.library.page("d1", 0)
    engine.library.page = lambda id, number: replace(page, index=None, label=None)  # type: ignore[method-assign]
    engine.library.find_page = lambda id, typed, *, after: 0  # type: ignore[method-assign]
    app = make_app()
    async with a_page(app) as pilot:
        assert rows(app)[-2].startswith(" G120.pdf")
        await pilot.press("g")
        await until(pilot, lambda: "The line to go to." in text(app))
        await pilot.press("5", "1", "enter")
        await until(pilot, lambda: " 51  line 51" in text(app))
        assert QUOTE not in text(app)


async def test_a_page_that_comes_while_the_terminal_is_asked_does_not_close_the_picture(
    make_app: MakeApp, engine: FakeEngine
) -> None:
    app = make_app()
    async with a_page(app) as pilot:
        heard: list[str] = []
        app.ask_terminal = lambda question, answered: not heard.append(question)  # type: ignore[method-assign]
        await pilot.press("o")
        await until(pilot, lambda: heard == ["\x1b[c"])
        app.reading.turn("d1", 2)
        await until(pilot, lambda: number(app) == 2)
        assert isinstance(app.focused, PagePicture)
        await until(pilot, lambda: len(engine.pages.drawn) == 1)
        assert engine.pages.drawn[0][0] == 2
