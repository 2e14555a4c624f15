"""The list of documents while many come in."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from rubin_tui.engine.model import Document, ImportEvent
from rubin_tui.journeys import documents as journey
from tests.screen.conftest import MakeApp
from tests.screen.fake import FakeEngine, a_document
from tests.screen.looking import ready, text, until

FILES = 30


class BusyEngine(FakeEngine):
    """Reads files one by one, the first of them anew; waits before the last."""

    listed = 0

    def documents(self) -> list[Document]:
        """Counts how often the whole list is read."""
        self.listed += 1
        return super().documents()

    def add_documents(
        self,
        paths: Sequence[Path],
        *,
        category: str | None = None,
        tags: Sequence[str] = (),
        cancel: threading.Event | None = None,
    ) -> Iterator[ImportEvent]:
        """All "done", the first in the place of G120.pdf."""
        for number in range(FILES):
            if number == FILES - 1:
                self.hold.wait(10)
            document = a_document(f"n{number}", f"new{number}.pdf" if number else "G120.pdf", pages=77)
            self.kept = [one for one in self.kept if one.path != document.path] + [document]
            yield ImportEvent("done", document.path, number + 1, FILES, document=document)


async def test_documents_come_into_the_list_without_reading_all_of_it_for_each(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journey, "LIST_EVERY", 0.0)
    engine = BusyEngine()
    engine.hold.clear()
    async with make_app(open_engine=lambda: engine).run_test(size=(140, 60)) as pilot:
        app = await ready(pilot)
        before, listed = app.main.footer.files, engine.listed
        app.documents.add(Path("/m"))
        await until(pilot, lambda: app.main.footer.files == before + FILES - 2)  # one replaced, one to come
        assert text(app).count("G120.pdf") == 1
        assert "new28.pdf" in text(app)
        assert engine.listed == listed
        engine.hold.set()
        await until(pilot, lambda: f"{FILES} documents added." in text(app))
        assert app.main.footer.files == before + FILES - 1
        assert engine.listed == listed + 1
