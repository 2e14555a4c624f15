"""The open project becomes a source; what happens to documents elsewhere is shown."""

from __future__ import annotations

from rubin_tui.engine.model import Folder
from rubin_tui.messages import Message
from tests.screen.conftest import MakeApp
from tests.screen.fake import FakeEngine, a_document
from tests.screen.looking import ready, text, until


async def test_the_project_is_opened_and_changes_of_documents_are_shown(
    make_app: MakeApp, engine: FakeEngine
) -> None:
    async with make_app().run_test(size=(140, 40)) as pilot:
        app = await ready(pilot)
        await until(pilot, lambda: engine.following)
        assert engine.project is not None
        assert engine.project.path == str(app.project)
        engine.kept.append(a_document("d9", "else.pdf"))
        engine.kept.append(a_document("d8", "lost.pdf", vanished_at=1.0))
        engine.changed()
        await until(pilot, lambda: "else.pdf" in text(app))
        assert any("lost.pdf" in row and "○" in row for row in text(app).splitlines())


async def test_a_folder_that_is_not_there_is_told_once(make_app: MakeApp, engine: FakeEngine) -> None:
    async with make_app().run_test(size=(140, 40)) as pilot:
        app = await ready(pilot)
        await until(pilot, lambda: engine.following)
        gone = Message("folder.not_there", {"path": "/mnt/manuals"})
        engine.watched = [Folder("fld_2", "/mnt/manuals", "watched", "general", (), 0.0, problem=gone)]
        engine.changed()
        engine.changed()
        await until(pilot, lambda: "/mnt/manuals is not there" in text(app))
        assert text(app).count("/mnt/manuals is not there") == 1
