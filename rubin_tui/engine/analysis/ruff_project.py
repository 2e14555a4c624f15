"""Which ruff settings speak for a file: the nearest upwards, else the user's own, else none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import platformdirs

_NAMES = (".ruff.toml", "ruff.toml", "pyproject.toml")
_TABLE = re.compile(r"^\s*\[+\s*tool\s*\.\s*ruff\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class RuffProject:
    """A folder and the settings file in it. `stamp` changes when the file does."""

    folder: Path
    config: Path
    stamp: tuple[int, int]


def project_of(path: str) -> RuffProject | None:
    """The settings that speak for the file at `path`, which need not exist; None when there are none."""
    if path:
        try:
            for folder in Path(path).absolute().parents:
                if (found := _in_folder(folder)) is not None:
                    return found
        except (OSError, ValueError):  # a path no system has: no project either
            return None
    try:
        return _in_folder(platformdirs.user_config_path("ruff", appauthor=False))
    except (OSError, RuntimeError):
        return None


def _in_folder(folder: Path) -> RuffProject | None:
    for name in _NAMES:
        config = folder / name
        try:
            status = config.stat()
            if name == "pyproject.toml" and not _TABLE.search(config.read_text(encoding="utf-8")):
                continue
        except (FileNotFoundError, NotADirectoryError, PermissionError, UnicodeDecodeError):
            continue
        return RuffProject(folder, config, (status.st_mtime_ns, status.st_size))
    return None
