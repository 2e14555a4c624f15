"""The names of all Structured Text of a project, so that one text can be judged by what others declare.

A file is read once and again when its time or size changed; an open text counts as it is on the screen.
"""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePath
from typing import Literal

from rubin_tui.engine.analysis.iec.declarations import Declarations, Declared, Home, declarations
from rubin_tui.engine.analysis.iec.standard_names import LISTED, is_vendors
from rubin_tui.engine.analysis.iec.units import parse
from rubin_tui.engine.analysis.iec.uses import Uses, uses
from rubin_tui.engine.analysis.sources import files, read
from rubin_tui.engine.containers import open_container
from rubin_tui.engine.model import Failure

World = Literal["closed", "vendor", "alone", "open"]
"""What may lie outside: nothing; blocks, types and constants of a vendor's libraries; what a text without a
project says by itself; anything."""

LARGEST = 5_000_000
"""Bytes of the largest file that is read for its names."""
MOST = 4_000
"""Files of a repository without a project file; in a larger one each stands alone."""
PAUSE = 2.0
"""Seconds until the disk is asked again."""
_HELD = frozenset({".tcpou", ".tcdut", ".tcgvl", ".tcio"})
_TEXT = frozenset({".st", ".scl", ".exp", ".iecst", ".udt"})
_COMPILED = re.compile(r'<Compile\s+Include="([^"]+)"')
_LIBRARY = re.compile(r'<(?:PlaceholderReference|LibraryReference)\s+Include="([^",]+)')
_DEPENDENCY = re.compile(r"""^\s+["']?(@?[\w./-]+)["']?\s*:\s*\S""", re.MULTILINE)
_Stamp = tuple[int, int]


@dataclass(slots=True, eq=False)
class FileNames:
    """What one file declares for others, and which names it uses behind a dot. `faulty`: it has errors."""

    stamp: _Stamp | None
    top: list[Declared]
    last_names: frozenset[str] = frozenset()
    calls: dict[str, frozenset[str]] = field(default_factory=dict)
    faulty: bool = False


class Project:
    """Thread-safe. Asking costs a look into a dictionary; `look` brings it in step with the disk."""

    def __init__(self, root: Path | None, list_files: Callable[[], list[Path]], world: World) -> None:
        self.root = root
        self._world: World = world
        self._lacking = False
        self._list = list_files
        self._lock = threading.RLock()
        self._looking = threading.Lock()
        self._files: dict[str, FileNames] = {}
        self._open: dict[str, FileNames] = {}
        self._names: dict[str, tuple[Declared, ...]] = {}
        self._derived: set[str] | None = None
        self._last_names: frozenset[str] | None = None
        self._looked = -PAUSE

    # asking

    @property
    def world(self) -> World:
        """What may lie outside of it."""
        return "open" if self._lacking else self._world

    def holds(self, path: str) -> bool:
        """Whether a file belongs to it, as far as that is written down."""
        return self._world == "alone" or path in self._files

    def named(self, key: str) -> tuple[Declared, ...]:
        """What has this name in the project; a dotted one stands in a namespace of the project."""
        found = self._names.get(key)
        if found is None and "." in key:
            before, _, last = key.rpartition(".")
            space = before.rpartition(".")[2]
            return tuple(
                one
                for one in self._names.get(last, ())
                if one.around is not None and one.around.key.rpartition(".")[2] == space
            )
        return found or ()

    def is_base(self, key: str) -> bool:
        """Whether anything extends what has this name."""
        derived = self._derived
        if derived is None:
            with self._lock:
                derived = {
                    base.rpartition(".")[2]
                    for file in self._in_force()
                    for one in file.top
                    for base in (*one.bases, *one.implements)
                }
                self._derived = derived
        return key in derived

    @property
    def last_names(self) -> frozenset[str]:
        """All names that are used behind a dot anywhere."""
        known = self._last_names
        if known is None:
            with self._lock:
                known = self._last_names = frozenset().union(*(file.last_names for file in self._in_force()))
        return known

    def calls(self, function: str) -> frozenset[str]:
        """The keys of what a function calls."""
        found = self.named(function)
        if len(found) != 1 or found[0].kind != "function":
            return frozenset()
        path = found[0].home.path
        file = self._open.get(path) or self._files.get(path)
        return file.calls.get(function, frozenset()) if file is not None else frozenset()

    def is_faulty(self, path: str) -> bool:
        """Whether a file could not be read whole."""
        file = self._open.get(path) or self._files.get(path)
        return file is not None and file.faulty

    @property
    def paths(self) -> list[str]:
        """Its files."""
        with self._lock:
            return sorted({*self._files, *self._open})

    # following

    def put(self, path: str, file: FileNames) -> None:
        """A text that is open, as it is now."""
        with self._lock:
            old = self._open.get(path) or self._files.get(path)
            self._open[path] = file
            self._replace(old, file)

    def forget(self, path: str) -> None:
        """A text is closed: the file counts again."""
        with self._lock:
            old = self._open.pop(path, None)
            if old is not None:
                self._replace(old, self._files.get(path))

    def look(self, cancel: threading.Event | None = None, *, now: bool = False) -> None:
        """Read what changed on the disk since, at most every few seconds."""
        if not now and time.monotonic() - self._looked < PAUSE:
            return
        with self._looking:
            if not now and time.monotonic() - self._looked < PAUSE:
                return
            began = time.monotonic()
            there = set()
            for path in self._list():
                if cancel is not None and cancel.is_set():
                    return
                there.add(str(path))
                self._read(path)
            self._lacking = any(path not in self._files for path in there)
            for gone in self._files.keys() - there:
                with self._lock:
                    old = self._files.pop(gone)
                    if gone not in self._open:
                        self._replace(old, None)
            took = time.monotonic() - began
            self._looked = time.monotonic() + 5 * took

    def _read(self, path: Path) -> None:
        try:
            facts = path.stat()
        except OSError:  # it went while we looked
            return
        stamp = (facts.st_mtime_ns, facts.st_size)
        known = self._files.get(str(path))
        if known is not None and known.stamp == stamp:
            return
        file = file_names(str(path), stamp) if facts.st_size <= LARGEST else None
        file = file or FileNames(stamp, [])
        with self._lock:
            self._files[str(path)] = file
            if str(path) not in self._open:
                self._replace(known, file)

    def _in_force(self) -> list[FileNames]:
        return [*self._open.values(), *(file for path, file in self._files.items() if path not in self._open)]

    def _replace(self, old: FileNames | None, new: FileNames | None) -> None:
        names = self._names
        for one in _all(old.top) if old is not None else ():
            left = tuple(each for each in names.get(one.key, ()) if each is not one)
            if left:
                names[one.key] = left
            else:
                names.pop(one.key, None)
        for one in _all(new.top) if new is not None else ():
            names[one.key] = (*names.get(one.key, ()), one)
        self._derived = None
        self._last_names = None


def _all(top: Iterable[Declared]) -> Iterable[Declared]:
    """What is known everywhere: the names themselves, values of enumerations."""
    for one in top:
        yield one
        if one.kind == "enum":
            yield from one.members.values()
        elif one.kind == "namespace" and "." in one.key:
            continue
        shapes = [one.shape, *(member.shape for member in one.members.values())]
        for shape in shapes:
            if (
                shape is not None
                and shape.form == "enum"
                and shape.whole is not None
                and shape.whole is not one
            ):
                yield from shape.whole.members.values()


def listed(path: str, top: list[Declared], home: Home) -> list[Declared]:
    """`top`, with the list of globals of a .TcGVL as what has its name."""
    place = PurePath(path)
    if place.suffix.lower() != ".tcgvl":
        return top
    section = Declared(place.stem, place.stem.casefold(), "section", home, 0, 0, 0, 0)
    for one in top:
        if one.section == "VAR_GLOBAL":
            section.put(one)
    return [section, *top]


def names_of(
    path: str,
    found: Sequence[Declarations],
    used: Iterable[Uses],
    *,
    faulty: bool,
    stamp: _Stamp | None = None,
) -> FileNames:
    """What a text is for others, from what its parts declare and use."""
    top = [one for part in found for one in part.top]
    calls: dict[str, frozenset[str]] = {}
    last: set[str] = set()
    for each in used:
        last |= each.last_names
        if each.code.owner.kind == "function":
            calls[each.code.owner.key] = frozenset(each.called)
    home = found[0].home if found else Home(path)
    return FileNames(stamp, listed(path, top, home), frozenset(last), calls, faulty)


def file_names(path: str, stamp: _Stamp) -> FileNames | None:
    """Read a file for its names; None if it is no text."""
    try:
        text = read(Path(path))
    except Failure:
        return None
    container = open_container(path, text)
    code = text if container is None else container.code
    unit = parse(code)
    found = [
        declarations(placed.part, Home(path, placed.offset), code[placed.offset :][: placed.part.length])
        for placed in unit.parts
    ]
    used = [uses(piece) for part in found for piece in part.codes]
    return names_of(path, found, used, faulty=any(True for _ in unit.faults()), stamp=stamp)


class Projects:
    """The project each file belongs to. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, Project] = {}
        self._of: dict[str, Project] = {}

    def of(self, path: str) -> Project:
        """The project of a file; one with no path stands alone."""
        if not path:
            return Project(None, list, "alone")
        with self._lock:
            folder = str(Path(path).parent)
            place = f"{folder}|{Path(path).suffix.lower() in _HELD}"
            found = self._of.get(place)
            if found is None:
                found = self._of[place] = self._find(Path(path))
            return found

    def forget(self, path: str) -> None:
        """A text is closed."""
        with self._lock:
            known = list(self._known.values())
        for project in known:
            project.forget(path)

    def _find(self, path: Path) -> Project:
        folder = Path(os.path.abspath(path)).parent  # noqa: PTH100 - links stay
        held = path.suffix.lower() in _HELD
        for above in (folder, *folder.parents):
            if not above.is_dir():
                continue
            if held and (described := sorted(above.glob("*.plcproj"))):
                return self._project(described[0], above, partial(_twincat, described[0]))
            if not held and (above / "apax.yml").is_file():
                return self._project(above / "apax.yml", above, partial(_apax, above))
            if not held and (above / ".git").exists():
                return self._project(above, above, partial(_repository, above))
        world: World = "open" if held else "alone"
        return self._project(folder, folder, lambda: (partial(_beside, folder), world))

    def _project(
        self, place: Path, root: Path, make: Callable[[], tuple[Callable[[], list[Path]], World]]
    ) -> Project:
        known = self._known.get(str(place))
        if known is None:
            list_files, world = make()
            known = self._known[str(place)] = Project(root, list_files, world)
        return known


def _below(folder: Path) -> list[Path]:
    try:
        found = [path for path in files([folder], frozenset({"st"})) if path.suffix.lower() in _TEXT]
    except Failure:
        return []
    return found if len(found) <= MOST else []


def _beside(folder: Path) -> list[Path]:
    try:
        found = [path for path in folder.iterdir() if path.suffix.lower() in _TEXT and path.is_file()]
    except OSError:
        return []
    return sorted(found)[:MOST]


def _repository(folder: Path) -> tuple[Callable[[], list[Path]], World]:
    return partial(_below, folder), "alone"


def _twincat(described: Path) -> tuple[Callable[[], list[Path]], World]:
    text = _text(described)
    libraries = _LIBRARY.findall(text)
    folder = described.parent

    def compiled() -> list[Path]:
        names = (name.replace("\\", "/") for name in _COMPILED.findall(_text(described)))
        held = (name for name in names if PurePath(name).suffix.lower() in _HELD)
        return [Path(os.path.normpath(folder / name)) for name in held]

    return compiled, _world(libraries)


def _apax(folder: Path) -> tuple[Callable[[], list[Path]], World]:
    text = _text(folder / "apax.yml")
    _, _, behind = text.partition("\ndependencies:")
    own = re.split(r"\n(?=\S)", behind, maxsplit=1)[0]
    world: World = "vendor" if _DEPENDENCY.search(own) else "closed"
    return partial(_below, folder), world


def _world(libraries: Iterable[str]) -> World:
    world: World = "closed"
    for name in libraries:
        if name.lower() in LISTED:
            continue
        if not is_vendors(name):
            return "open"
        world = "vendor"
    return world


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
