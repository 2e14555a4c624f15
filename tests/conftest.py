"""What all tests share: a profile of their own, English, and no trace of the person who runs them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from rubin_tui.engine import Engine


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """`RUBIN_HOME` of this test; the session's language is English unless the test says otherwise."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("RUBIN_HOME", str(folder))
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "RUBIN_LANGUAGE", "SSH_CONNECTION", "SSH_TTY"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def engine(home: Path) -> Iterator[Engine]:
    """An engine on the test's profile."""
    with Engine.open(home) as opened:
        yield opened


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where everything a test needs was installed (RUBIN_SKIPS_NOTHING), a skipped test is a failed run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("RUBIN_SKIPS_NOTHING") and reporter and reporter.stats.get("skipped"):
        reporter.write_line("tests were skipped, though all they need was installed", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
