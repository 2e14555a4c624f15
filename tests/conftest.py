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
    """Where all that tests need was installed (RUBIN_SKIPS_NOTHING), one that misses something fails the run.

    What the machine itself does not allow, such as mounting, may be skipped.
    """
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not os.environ.get("RUBIN_SKIPS_NOTHING") or not reporter:
        return
    for report in reporter.stats.get("skipped", ()):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if "needs " in reason:
            reporter.write_line(f"skipped, though it was installed: {report.nodeid}: {reason}", red=True)
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
