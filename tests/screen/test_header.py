"""The header says how the engine is, by sign and words; each state is caused in a real engine."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from rubin_tui.app import RubinApp
from rubin_tui.engine import Engine
from rubin_tui.engine.model import ImportEvent, PartHealth, Scope
from rubin_tui.messages import Message
from tests.screen.conftest import MakeApp
from tests.screen.fake import FakeEngine
from tests.screen.looking import ready, rows, until

HOLD = """
import sys, time
from pathlib import Path
from rubin_tui.engine.files import ProcessLock
with ProcessLock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def real(home: Path) -> Iterator[Engine]:
    """A real engine whose index stands."""
    with Engine.open(home) as engine:
        engine.search("PID")
        yield engine


async def shows(pilot: Pilot[None], app: RubinApp, words: str) -> None:
    """The header comes to say so."""
    app.opening.look()
    await until(pilot, lambda: words in rows(app)[0])


async def test_an_index_that_is_lost_and_made_again(make_app: MakeApp, real: Engine) -> None:
    async with make_app(open_engine=lambda: real).run_test(size=(140, 30)) as pilot:
        app = await ready(pilot)
        await until(pilot, lambda: "● engine in process  ● index" in rows(app)[0])
        project = Scope(origins=("project",))  # what is read in would have the index made again too
        await until(pilot, lambda: [one.state for one in real.documents(project)] == ["ready"] * 2)
        for _ in range(20):  # what was stored is taken in by now, and nothing writes into the folder any more
            await until(pilot, lambda: all(part.state == "ok" for part in real.health().parts), 20)
            await pilot.pause(0.05)
        keeper = real.library._keeper
        go_on = threading.Event()
        keeper._here = 0
        keeper._remake = lambda cancel: bool(go_on.wait(20)) and None  # type: ignore[func-returns-value]
        shutil.rmtree(keeper.folder)
        await shows(pilot, app, "▲ index lost, the next search makes it again")
        assert real.search("PID").hits  # which answers meanwhile
        await shows(pilot, app, "◐ index being made again, search answers")
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: "◐ index being made again, search answers" in rows(app)[0])
        go_on.set()


async def test_an_index_another_rubin_writes(make_app: MakeApp, real: Engine) -> None:
    from rubin_tui.engine.library.indexing import _lock_of

    lock = _lock_of(real.library._keeper.folder)
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        async with make_app(open_engine=lambda: real).run_test(size=(140, 30)) as pilot:
            app = await ready(pilot)
            await shows(pilot, app, "◐ index taken by another Rubin, search answers")
            await pilot.resize_terminal(80, 24)
            await until(pilot, lambda: "◐ index taken" in rows(app)[0])
            assert real.library._keeper.health(ours=True).detail == Message("index.written")
            other.communicate()
            await shows(pilot, app, "● index")
    finally:
        other.kill()
        other.wait()


async def test_an_import_nobody_here_watches_waits(make_app: MakeApp, real: Engine, tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.md").write_text(f"# Drive {number}\n\nIt draws {number} A.\n", "utf-8")
    events = real.add_documents([tmp_path / f"{number}.md" for number in range(3)])
    next(events)
    async with make_app(open_engine=lambda: real).run_test(size=(140, 30)) as pilot:
        app = await ready(pilot)
        await shows(pilot, app, "◐ import: 3 files wait")
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: "files wait" in rows(app)[0])
        for _ in events:
            pass
        app.opening.look()
        await until(pilot, lambda: "wait" not in rows(app)[0])


@pytest.mark.parametrize(
    ("part", "width", "said"),
    [
        (("degraded", Message("index.makes_do", {"reason": "x"})), 80, "▲ index unusable, the database"),
        (("degraded", Message("index.makes_do", {"reason": "x"})), 50, "▲ index slower"),
        (("busy", Message("index.behind", {}, 3)), 140, "◐ index catching up"),
        (("busy", Message("index.written")), 80, "◐ index catching up"),
        (("failed", None), 80, "▲ index failed"),
    ],
)  # fmt: skip
async def test_words_as_far_as_there_is_room(
    make_app: MakeApp, engine: FakeEngine, part: tuple[str, Message | None], width: int, said: str
) -> None:
    engine.health_parts = (PartHealth("store", "ok"), PartHealth("index", *part))  # type: ignore[arg-type]
    async with make_app().run_test(size=(width, 24)) as pilot:
        app = await ready(pilot)
        await until(pilot, lambda: said in rows(app)[0])


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (140, "◐ index being made again"),
        (72, "◐ index rebuilding  ◐ import 14/200"),
        (50, " ● ◐ ◐ 14/200 "),
        (30, "●"),
    ],
)
@pytest.mark.parametrize("language", ["en", "ru"])
async def test_the_name_of_the_project_goes_last(
    make_app: MakeApp, engine: FakeEngine, width: int, said: str, language: str
) -> None:
    mending = PartHealth("index", "busy", Message("index.mending", {}, 3))
    engine.health_parts = (PartHealth("store", "ok"), mending)
    async with make_app(language=language, environ={"SSH_TTY": "x", "LANG": "C.UTF-8"}).run_test(
        size=(width, 24)
    ) as pilot:
        app = await ready(pilot)
        event = ImportEvent("reading", "/m/new.pdf", 14, 200, 3, 812)
        await until(pilot, lambda: app.main.header.states.why is not None)
        from dataclasses import replace

        app.main.header.states = replace(app.main.header.states, importing=event)
        await pilot.pause()
        shown = rows(app)[0]
        if language == "en":
            assert said in shown
        assert shown.startswith(" Rubin")
        assert width < 50 or " ▸ Line-3" in shown
