"""A screen with a fake engine, a fixed clock and a small project."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rubin_tui.app import RubinApp
from rubin_tui.settings import Profile, Settings
from tests.screen.fake import FakeEngine

MakeApp = Callable[..., RubinApp]


@pytest.fixture
def engine() -> FakeEngine:
    """The engine of the app under test."""
    return FakeEngine()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a folder, a program and something hidden."""
    root = tmp_path / "Line-3"
    (root / "POUs").mkdir(parents=True)
    (root / ".git").mkdir()
    (root / "POUs" / "FB_Drive.st").write_text("IF nErr = 16#7532 THEN\n\tfbHalt();\nEND_IF\n", "utf-8")
    (root / "main.py").write_text("def main() -> int:\n    return 42  # the answer\n", "utf-8")
    (root / "blob.bin").write_bytes(bytes(range(256)))
    return root


@pytest.fixture
def make_app(tmp_path: Path, project: Path, engine: FakeEngine) -> MakeApp:
    """Makes an app; keywords are settings."""

    def make(
        *,
        open_engine: Callable[[], Any] | None = None,
        environ: dict[str, str] | None = None,
        looking: bool = False,
        **settings: Any,
    ) -> RubinApp:
        return RubinApp(
            Profile.under(tmp_path / "home"),
            Settings(**{"language": "en", **settings}),
            project,
            open_engine=open_engine or (lambda: engine),
            environ={"TERM": "xterm-256color", "LANG": "en_US.UTF-8"} if environ is None else environ,
            clock=lambda: "14:02",
            looking=looking,
        )

    return make
