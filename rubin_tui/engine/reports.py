"""Reports of faults of ours: where it happened and under which versions. No text of a document, no content.

What an error says may be somebody's text, so of most errors only the kind is written; the lines of the
traceback are lines of programs, not of what they worked on.
"""

from __future__ import annotations

import platform
import sys
import threading
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from rubin_tui import __version__
from rubin_tui.engine.files import PrivateFolder
from rubin_tui.engine.text.sanitize import safe_line

KEPT = 10
"""Reports that are kept; the oldest go."""
MOST_FRAMES = 60
SPEAKING = (AttributeError, ImportError, NameError, NotImplementedError, RecursionError, ZeroDivisionError)
"""Errors whose text names parts of programs only."""
PACKAGES = ("textual", "rich", "whoosh", "numpy", "pypdfium2", "pygments", "ruff")
_ROOT = str(Path(__file__).parents[2])


def write_report(
    folder: Path, error: BaseException, *, facts: Mapping[str, str], actions: Sequence[str]
) -> Path:
    """Write what is known of a fault into a private file; returns its path.

    Args:
        folder: Where reports are kept.
        error: What was not foreseen.
        facts: What else is to be known, by name.
        actions: What the person did last, by the ids of the registry, the newest last.

    Raises:
        Failure, OSError: it cannot be written.
    """
    place = PrivateFolder(folder)
    name = f"fault-{time.strftime('%Y%m%d-%H%M%S')}-{time.time_ns() % 1_000_000:06}.txt"
    place.write(name, report_of(error, facts, actions).encode("utf-8", "replace"))
    for old in [one for one in place.names() if one.startswith("fault-")][:-KEPT]:
        place.remove(old)
    return folder / name


def report_of(error: BaseException, facts: Mapping[str, str], actions: Sequence[str]) -> str:
    """The report as a text."""
    rows = [f"Rubin {__version__}, Python {sys.version.split()[0]}, {platform.platform()}"]
    rows.append(", ".join(f"{name} {_version(name)}" for name in PACKAGES))
    rows += [f"{name}: {safe_line(value)[:200]}" for name, value in facts.items()]
    rows.append(f"thread: {threading.current_thread().name}")
    rows.append(f"actions: {' '.join(actions) or '-'}")
    rows.append("")
    rows += _told(error)
    return "\n".join(rows) + "\n"


def _told(error: BaseException) -> Iterator[str]:
    """The error and what it came of, the first cause first."""
    chain: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in chain:
        chain.append(one)
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    for number, each in enumerate(reversed(chain)):
        if number:
            yield ""
        frames = traceback.extract_tb(each.__traceback__)
        for frame in frames[-MOST_FRAMES:]:
            at = frame.filename.removeprefix(_ROOT).lstrip("/")
            yield f"  {_from_packages(at)}:{frame.lineno} {frame.name}: {(frame.line or '').strip()}"
        said = f": {safe_line(str(each))[:300]}" if isinstance(each, SPEAKING) else ""
        yield f"{type(each).__module__}.{type(each).__qualname__}{said}"


def _from_packages(path: str) -> str:
    """Without the folders of the machine it stands on."""
    return path.rpartition("site-packages/")[2]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "-"
