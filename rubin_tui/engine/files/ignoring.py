"""What git is told to pass by: the .gitignore files of a repository, as git reads them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

IGNORE = ".gitignore"

_Chain = tuple[tuple[str, "GitIgnoreSpec"], ...]


class Ignored:
    """The rules of the folders one walks through, each entered after the one above it."""

    def __init__(self, root: Path) -> None:
        self._chains: dict[str, _Chain] = {}
        above: _Chain = ()
        for place in above_in_repository(root):
            above = _longer(str(place), above, (place / IGNORE).is_file())
        self._above = above
        self._root = str(root)

    def enter(self, place: str, has_ignore: bool) -> None:
        """One is in the folder `place` now; `has_ignore` says whether a .gitignore stands in it."""
        above = self._above if place == self._root else self._chains[os.path.dirname(place)]  # noqa: PTH120
        self._chains[place] = _longer(place, above, has_ignore)

    def passes_by(self, place: str, name: str) -> bool:
        """Whether `name`, with a slash at the end of a folder's, is ignored in the folder `place`."""
        for base, spec in reversed(self._chains[place]):
            below = place[len(base) :].lstrip(os.sep)
            said = spec.check_file(f"{below}/{name}" if below else name)
            if said.include is not None:
                return bool(said.include)
        return False


def ignored_at(root: Path, place: Path) -> Ignored | None:
    """The rules for what stands in `place`, a folder in `root`; None when `place` itself is ignored."""
    ignored = Ignored(root)
    here = root
    ignored.enter(str(here), (here / IGNORE).is_file())
    for name in place.relative_to(root).parts:
        if ignored.passes_by(str(here), f"{name}/"):
            return None
        here = here / name
        ignored.enter(str(here), (here / IGNORE).is_file())
    return ignored


def above_in_repository(root: Path) -> list[Path]:
    """The folders above `root` that belong to its repository, the highest first; none if it is in none."""
    if (root / ".git").exists():
        return []
    above: list[Path] = []
    for place in root.parents:
        above.append(place)
        if (place / ".git").exists():
            return above[::-1]
    return []


def _longer(place: str, above: _Chain, has_ignore: bool) -> _Chain:
    if not has_ignore:
        return above
    from pathspec import GitIgnoreSpec

    try:
        lines = Path(place, IGNORE).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return above
    sound = list(_sound(lines))
    return (*above, (place, GitIgnoreSpec.from_lines(sound))) if sound else above


def _sound(lines: list[str]) -> Iterator[str]:
    """The lines git would take and that say something; it passes over what is no pattern."""
    from pathspec import GitIgnoreSpec

    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        try:
            GitIgnoreSpec.from_lines([line])
        except ValueError:
            continue
        yield line
