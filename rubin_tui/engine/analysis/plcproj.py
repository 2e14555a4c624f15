"""The files of a TwinCAT project: what its .plcproj has compiled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rubin_tui.engine.containers.markup import BrokenMarkup, read_markup
from rubin_tui.engine.model import Failure

SUFFIX = ".plcproj"


def compiled(project: Path, text: str) -> Iterator[Path]:
    """The files a project names to be compiled, in its order, each where it should be.

    Names are written for Windows: with backslashes, and in any case.

    Raises:
        Failure: "analyze.broken_project".
    """
    try:
        root = read_markup(text)
    except BrokenMarkup as error:
        raise Failure("analyze.broken_project", path=str(project)) from error
    for item in root.under("Compile"):
        name = item.attributes.get("Include", "").strip()
        if name:
            yield _found(project.parent, name.replace("\\", "/"))


def _found(folder: Path, name: str) -> Path:
    """The file of that name; where a part of it is written otherwise, the one that differs in case only."""
    path = folder / name
    if path.exists():
        return path
    at = folder
    for part in Path(name).parts:
        there = at / part
        if part != ".." and not there.exists():
            try:
                alike = (one for one in at.iterdir() if one.name.casefold() == part.casefold())
                there = next(alike, there)
            except OSError:
                return path
        at = there
    return at if at.exists() else path
