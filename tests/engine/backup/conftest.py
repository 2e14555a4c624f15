"""One filled profile is made; each test gets a copy of it."""

import shutil
from pathlib import Path

import pytest

from rubin_tui.engine import Backups
from rubin_tui.settings import Profile
from tests.engine.backup.base import fill


@pytest.fixture(scope="session")
def filled_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Never changed: copy it."""
    home = tmp_path_factory.mktemp("filled")
    fill(home)
    return home


@pytest.fixture
def filled(filled_once: Path, home: Path) -> Path:
    """`RUBIN_HOME` of this test, filled."""
    shutil.copytree(filled_once, home, dirs_exist_ok=True)
    return home


@pytest.fixture
def backups(filled: Path) -> Backups:
    """Backups of the filled profile."""
    return Backups(Profile.under(filled))


@pytest.fixture(scope="session")
def saved_once(filled_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the filled profile. Never changed: copy it."""
    path = tmp_path_factory.mktemp("saved") / "all.rubin"
    Backups(Profile.under(filled_once)).create(path)
    return path


@pytest.fixture
def saved(saved_once: Path, tmp_path: Path) -> Path:
    """A backup of the filled profile, to do anything with."""
    return Path(shutil.copy(saved_once, tmp_path / "all.rubin"))
