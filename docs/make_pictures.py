"""Takes the pictures of README.md and README.ru.md from Rubin at work on its own data: `make pictures`."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NamedTuple

from textual.pilot import Pilot

from rubin_tui.app import RubinApp
from rubin_tui.installed import data_folder
from rubin_tui.settings import Profile, Settings
from rubin_tui.widgets.text_edit import Place

FOLDER = Path(__file__).with_name("pictures")
LANGUAGES = ("en", "ru")
PROJECT = {"en": "pump-station", "ru": "насосная"}
QUESTION = {
    "en": "How do I reduce overshoot of a PID controller?",
    "ru": "Как уменьшить перерегулирование ПИД-регулятора?",
}
LOOKED_FOR = {"en": "pressure", "ru": "давление"}
SECONDS = 25


class Picture(NamedTuple):
    """What is done before it is taken, the size of the terminal and the theme."""

    steps: Callable[[Pilot[None], RubinApp], Awaitable[None]]
    size: tuple[int, int]
    theme: str


async def until(pilot: Pilot[None], what: Callable[[], bool]) -> None:
    """Let the app work until `what` holds. Raises TimeoutError."""
    async with asyncio.timeout(SECONDS):
        while not what():
            await pilot.pause(0.05)


async def send(pilot: Pilot[None], app: RubinApp, text: str) -> None:
    """Write it into the prompt and press Enter."""
    app.main.chat.prompt.put(Place(text, len(text)))
    await pilot.press("enter")


async def answer(pilot: Pilot[None], app: RubinApp) -> None:
    """A question, its answer, and the place a citation leads to."""
    await send(pilot, app, QUESTION[app.look.language])
    await until(pilot, lambda: app.main.chat.transcript.has_citations and not app.asking.busy)
    await pilot.press("tab", "enter")
    await until(pilot, lambda: app.main.editor.has_focus)


async def code(pilot: Pilot[None], app: RubinApp) -> None:
    """A program with its findings, and what is worth mending first."""
    app.code.open_wanted([(str(app.project / "tools" / "limits.py"), 18, 12)])
    await until(pilot, lambda: (part := app.main.editor.code) is not None and part.tab is not None)
    tab = app.main.editor.code.tab if app.main.editor.code is not None else None
    await until(pilot, lambda: tab is not None and len(tab.diagnostics) > 3)
    await pilot.press("alt+4")


async def search(pilot: Pilot[None], app: RubinApp) -> None:
    """Places in the documents, on a terminal that has room for one panel."""
    word = "/search" if app.look.language == "en" else "/найти"
    await send(pilot, app, f"{word} {LOOKED_FOR[app.look.language]}")
    await until(pilot, lambda: app.main.chat.transcript.has_citations and not app.asking.busy)


async def menu(pilot: Pilot[None], app: RubinApp) -> None:
    """Everything that can be done, each by a letter."""
    await pilot.press("ctrl+l")


PICTURES = {
    "answer": Picture(answer, (140, 34), "dark"),
    "code": Picture(code, (140, 34), "dark"),
    "search": Picture(search, (80, 24), "light"),
    "menu": Picture(menu, (80, 36), "light"),
}


def name_of(picture: str, language: str) -> str:
    """The name of its file."""
    return f"{picture}.{language}.svg"


async def take(picture: Picture, language: str, folder: Path) -> str:
    """The picture as SVG, from a Rubin that keeps everything in `folder`."""
    project = folder / PROJECT[language]
    shutil.copytree(data_folder("samples") / language, project)
    app = RubinApp(
        Profile.under(folder / "home"),
        Settings(language=language, theme=picture.theme, session="off"),
        project,
        environ={"TERM": "xterm-256color", "LANG": "en_US.UTF-8", "HOME": str(folder)},
        clock=lambda: "14:02",
    )
    async with app.run_test(size=picture.size) as pilot:
        await until(pilot, lambda: app.main.footer.files > 0 and app.main.header.states.engine == "ok")
        await picture.steps(pilot, app)
        states = app.main.header
        await until(pilot, lambda: states.states.index == "ok" and not states.states.waiting)
        await pilot.pause(0.5)
        taken = app.export_screenshot(title=f"Rubin: {PROJECT[language]}", simplify=True)
    app.opening.close()
    return lighter(taken)


def lighter(svg: str) -> str:
    """Without fonts from the network, and named the same whenever it is taken."""
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    svg = re.sub(r"terminal-\d+", "t", svg)
    return re.sub(r"[ \t]*\n\s*", "\n", svg)


def main() -> None:
    """All of them."""
    FOLDER.mkdir(exist_ok=True)
    for language in LANGUAGES:
        for name, picture in PICTURES.items():
            with tempfile.TemporaryDirectory() as folder:
                os.environ["HOME"] = os.environ["RUBIN_HOME"] = folder
                path = FOLDER / name_of(name, language)
                path.write_text(asyncio.run(take(picture, language, Path(folder))), "utf-8")


if __name__ == "__main__":
    main()
