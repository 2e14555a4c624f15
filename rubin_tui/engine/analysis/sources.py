"""Which files are analysed, and their texts."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from pathspec import GitIgnoreSpec

from rubin_tui.engine.analysis import plcproj
from rubin_tui.engine.analysis.detect import detect
from rubin_tui.engine.model import Failure
from rubin_tui.engine.text.encodings import detect as decoded
from rubin_tui.engine.text.encodings import is_binary
from rubin_tui.messages import reason_of

MOST_BYTES = 100_000_000
_SHEBANG_BYTES = 200
_SKIPPED = frozenset({"node_modules", "__pycache__", "site-packages"})


def files(paths: Iterable[Path], languages: frozenset[str]) -> Iterator[Path]:
    """The files named, and of the folders and TwinCAT projects named those in `languages`, each once.

    Folders are sorted; a .plcproj names its files itself, and each of them is given, also one that is not
    there.

    Of a folder are left out: what .gitignore excludes (its own, those above up to the repository's root, and
    those below), hidden files and folders, virtual environments, installed packages. Links to folders are
    not followed.

    Raises:
        Failure: "analyze.no_file", "analyze.unreadable", "analyze.broken_project".
    """
    given: set[str] = set()
    for path in paths:
        try:
            found: Iterable[Path] = _inside(path, languages) if path.is_dir() else _named(path, languages)
        except (OSError, ValueError) as error:
            raise _unreadable(path, error) from error
        for file in found:
            name = os.path.realpath(file)
            if name not in given:
                given.add(name)
                yield file


def _named(path: Path, languages: frozenset[str]) -> Iterator[Path]:
    if path.suffix.lower() != plcproj.SUFFIX:
        yield path
        return
    for file in plcproj.compiled(path, read(path)):
        if _language(file) in languages:
            yield file


def read(path: Path) -> str:
    """The text of a file.

    Raises:
        Failure: "analyze.no_file", "analyze.not_a_file", "analyze.unreadable", "analyze.too_large",
            "analyze.binary".
    """
    try:  # unblocked: a FIFO would wait for its writer
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as handle:
            status = os.fstat(handle.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise Failure("analyze.not_a_file", path=str(path))
            if status.st_size > MOST_BYTES:
                raise Failure("analyze.too_large", path=str(path), limit=MOST_BYTES // 1_000_000)
            data = handle.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    return text_of(data, str(path))


def text_of(data: bytes, name: str) -> str:
    """Bytes as text. Raises Failure "analyze.binary" when they are none."""
    if is_binary(data):
        raise Failure("analyze.binary", path=name)
    return decoded(data).text


def _unreadable(path: Path, error: OSError | ValueError) -> Failure:
    if isinstance(error, FileNotFoundError):
        return Failure("analyze.no_file", path=str(path))
    reason = reason_of(error) if isinstance(error, OSError) else str(error)
    return Failure("analyze.unreadable", path=str(path), reason=reason)


def _inside(folder: Path, languages: frozenset[str]) -> Iterator[Path]:
    yield from _below(folder, _above(folder), languages)


_Ignored = tuple[tuple[Path, GitIgnoreSpec], ...]


def _above(folder: Path) -> _Ignored:
    """What the .gitignore files above the folder say, up to the root of its repository."""
    whole = folder.absolute()
    found: list[tuple[Path, GitIgnoreSpec]] = []
    for parent in whole.parents if not (whole / ".git").exists() else ():
        if (spec := _spec(parent)) is not None:
            found.append((parent, spec))
        if (parent / ".git").exists():
            return tuple(reversed(found))
    return ()  # in no repository: what lies above does not speak for it


def _below(folder: Path, ignored: _Ignored, languages: frozenset[str]) -> Iterator[Path]:
    if (spec := _spec(folder)) is not None:
        ignored = (*ignored, (folder.absolute(), spec))
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise _unreadable(folder, error) from error
    folders = []
    for entry in entries:
        path = folder / entry.name
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            if (
                entry.name not in _SKIPPED
                and not (path / "pyvenv.cfg").exists()
                and not _is_ignored(path, True, ignored)
            ):
                folders.append(path)
        elif entry.is_file() and not _is_ignored(path, False, ignored) and _language(path) in languages:
            yield path
    for path in folders:
        yield from _below(path, ignored, languages)


def _spec(folder: Path) -> GitIgnoreSpec | None:
    try:
        lines = (folder / ".gitignore").read_text(encoding="utf-8", errors="replace").splitlines()
        return GitIgnoreSpec.from_lines(lines)
    except (OSError, ValueError):  # none, or none that git could read
        return None


def _is_ignored(path: Path, is_folder: bool, ignored: _Ignored) -> bool:
    whole = path.absolute()
    for base, spec in reversed(ignored):  # the nearest that says anything wins
        name = whole.relative_to(base).as_posix() + ("/" if is_folder else "")
        if (said := spec.check_file(name).include) is not None:
            return said
    return False


def _language(path: Path) -> str:
    if path.suffix:
        return detect(path.name, "")
    try:
        with path.open("rb") as handle:
            return detect(path.name, handle.read(_SHEBANG_BYTES).decode("utf-8", "replace"))
    except OSError:
        return ""
