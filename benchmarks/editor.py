"""How editing feels: key to screen and bytes a key in files of 100 to 100,000 lines, beside other editors.

Everything runs in a pseudo-terminal of 120x40, Rubin in truecolor and in its SSH profile. The files are the
standard library's own Python sources, one after the other. micro, nano and vim are Debian's.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import statistics
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.table import Row, print_table
from benchmarks.tui_latency import Session, percentile, sample_text

HERE = Path(__file__).parent
OPTIONS = argparse.Namespace(cols=120, rows=40, kitty=False, no_sync=False, pace=0.03)
KEYS = 80
FEW_KEYS = 25
"""Of the stock widget in a long file: each takes half a second."""
ROUNDS = 2
EDITS = 40
PEERS = {
    "micro": ["micro", "{file}"],
    "nano": ["nano", "{file}"],
    "vim": ["vim", "-u", "NONE", "-c", "syntax on", "-c", "startinsert", "{file}"],
}


def run() -> list[Row]:
    """Measure and judge; the rows of the table."""
    missing = [name for name in PEERS if shutil.which(name) is None]
    if missing:
        return [
            Row(f"{name} is not installed (apt-get install {name})", None, None, "", False)
            for name in missing
        ]
    home = Path(tempfile.mkdtemp(prefix="rubin-bench-"))
    try:
        return [*_keys(home), *_opening(home), *_slices(home), *_marks(home)]
    finally:
        shutil.rmtree(home, ignore_errors=True)


def source(lines: int) -> str:
    """That many lines of Python."""
    out: list[str] = []
    for path in sorted(Path(sysconfig.get_paths()["stdlib"]).glob("*.py")):
        out += path.read_text("utf-8", "replace").splitlines()
        if len(out) >= lines:
            break
    while len(out) < lines:
        out += out
    return "\n".join(out[:lines]) + "\n"


def _file(home: Path, lines: int) -> Path:
    path = home / f"lines{lines}.py"
    if not path.exists():
        path.write_text(source(lines), "utf-8")
    return path


def _rubin(home: Path, path: Path, *, ssh: bool = False) -> dict[str, Any]:
    env = {"RUBIN_HOME": str(home / "profile"), "RUBIN_LANGUAGE": "en", "PYTHONPATH": str(HERE.parent)}
    if ssh:
        env["SSH_TTY"] = "/dev/pts/0"
    argv = [sys.executable, "-m", "rubin_tui", f"{path}:50"]
    return {"argv": argv, "cwd": str(path.parent), "env": env}


def _peer(name: str, path: Path) -> dict[str, Any]:
    return {"argv": [part.replace("{file}", str(path)) for part in PEERS[name]], "cwd": str(path.parent)}


def _stock(path: Path) -> dict[str, Any]:
    return {"argv": [sys.executable, str(HERE / "stock_editor.py"), str(path)]}


def _typed(spec: dict[str, Any], keys: int, quiet: float = 1.5) -> tuple[float, float]:
    """p95 of the time from a key to its character, seconds; mean bytes a key."""
    session = Session(spec, OPTIONS)
    began = session.start()
    try:
        session.until_quiet(began, quiet, 40)
        times, sizes = [], []
        for number, char in enumerate(sample_text(keys)):
            found, size = session.press(char.encode(), char if char != " " else None, 0.02, 5.0)
            sizes.append(size)
            if char != " " and number > 3:
                times.append(5.0 if found is None else found)
        return percentile(times, 0.95) or 5.0, statistics.mean(sizes)
    finally:
        session.stop()


def _keys(home: Path) -> list[Row]:
    bare = {"argv": [sys.executable, str(HERE / "bare_app.py")]}
    programs: dict[str, tuple[dict[str, Any], int]] = {"bare app": (bare, KEYS)}
    for lines in (100, 10_000, 100_000):
        programs[f"rubin {lines}"] = (_rubin(home, _file(home, lines)), KEYS)
    programs["rubin 10000 ssh"] = (_rubin(home, _file(home, 10_000), ssh=True), KEYS)
    for lines in (10_000, 100_000):
        for name in PEERS:
            programs[f"{name} {lines}"] = (_peer(name, _file(home, lines)), KEYS)
        programs[f"stock text area {lines}"] = (_stock(_file(home, lines)), FEW_KEYS)
    measured: dict[str, list[tuple[float, float]]] = {name: [] for name in programs}
    for _ in range(ROUNDS):
        for name, (spec, keys) in programs.items():
            measured[name].append(_typed(spec, keys, 3.0 if "100000" in name else 1.5))
    p95 = {name: min(time for time, _ in rounds) for name, rounds in measured.items()}
    size = {name: min(size for _, size in rounds) for name, rounds in measured.items()}
    ours = [
        _judged("key p95, 100,000 lines / 100 lines", p95["rubin 100000"] / p95["rubin 100"], 2.0, "x"),
        _judged(
            "key p95, 10,000 lines with colours / bare app", p95["rubin 10000"] / p95["bare app"], 4.0, "x"
        ),
        _judged("bytes a typed character, truecolor", size["rubin 10000"], 900, "B"),
        _judged("bytes a typed character, SSH profile", size["rubin 10000 ssh"], 600, "B"),
    ]
    others = [Row(f"key p95: {name}", p95[name] * 1000, None, "ms", True) for name in programs]
    return [*ours, *others, *(Row(f"bytes a key: {name}", size[name], None, "B", True) for name in programs)]


def _opening(home: Path) -> list[Row]:
    path = _file(home, 100_000)
    first = path.read_text("utf-8").splitlines()[49].strip()[:30]
    ours = min(_until(_rubin(home, path), lambda rows: any(first in row for row in rows)) for _ in range(3))
    begin = path.read_text("utf-8").splitlines()[0].strip()[:30]
    stock = min(_until(_stock(path), lambda rows: any(begin in row for row in rows)) for _ in range(2))
    return [
        _judged("100,000 lines open / stock text area", ours / stock, 0.5, "x"),
        Row("100,000 lines open, from the start of the process", ours * 1000, None, "ms", True),
    ]


def _until(spec: dict[str, Any], shows: Callable[[list[str]], bool]) -> float:
    session = Session(spec, OPTIONS)
    began = session.start()
    try:
        found = _wait(session, shows, 60)
        return (found or began + 60) - began
    finally:
        session.stop()


def _wait(session: Session, shows: Callable[[list[str]], bool], seconds: float) -> float | None:
    """When the screen first shows it; None when it never does."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end and session.alive:
        chunk = session.read(0.02)
        if chunk is not None:
            session.feed(chunk[1])
            if shows(session.term.text()):
                return chunk[0]
    return None


def _slices(home: Path) -> list[Row]:
    """How long colouring holds the interface up in one go."""
    from rubin_tui.engine.editing.highlight import Highlighter
    from rubin_tui.engine.editing.highlight.choice import source_of
    from rubin_tui.widgets.editor.code_view import COLOUR_SLICE

    lines = _file(home, 100_000).read_text("utf-8").split("\n")
    highlighter = Highlighter(lines, source_of("a.py", lines))
    times = []
    again: float | None = 0.0
    while again is not None:
        began = time.perf_counter()
        again = highlighter.work(range(40), COLOUR_SLICE).again
        times.append(time.perf_counter() - began)
        if again:
            time.sleep(again)
    return [
        _judged("one slice of colouring p95, 100,000 lines", (percentile(times, 0.95) or 0) * 1000, 10, "ms")
    ]


def _marks(home: Path) -> list[Row]:
    """From a key that breaks the syntax to the sign in the gutter; and after the server was killed."""
    path = home / "thousand.py"
    path.write_text("".join(f"value_{n} = {n}\n" for n in range(1000)), "utf-8")
    session = Session(_rubin(home, path), OPTIONS)
    began = session.start()
    try:
        session.until_quiet(began, 3.0, 40)
        session.write(b"\x1b[F")
        session.drain(0.5)
        times = []
        for number in range(EDITS):
            sent = time.perf_counter()
            session.write(b" (" if number % 2 == 0 else b"\x7f\x7f")
            found = _wait(session, _marked if number % 2 == 0 else _unmarked, 5)
            times.append((found or sent + 5) - sent)
            session.drain(0.3)
        killed = _kill_server(session)
        session.write(b" (")
        sent = time.perf_counter()
        found = _wait(session, lambda rows: _marked(rows), 20)
        back = (found or sent + 20) - sent
    finally:
        session.stop()
    return [
        _judged("1,000 lines of Python, key to mark p95", (percentile(times, 0.95) or 5) * 1000, 200, "ms"),
        _judged("ruff killed: findings are back" if killed else "ruff did not run", back, 3.0, "s"),
    ]


def _marked(rows: list[str]) -> bool:
    return any("●  50 value_49" in row for row in rows)


def _unmarked(rows: list[str]) -> bool:
    return not _marked(rows)


def _kill_server(session: Session) -> bool:
    for pid in session.group():
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            continue
        if b"ruff" in command and b"server" in command:
            os.kill(pid, signal.SIGKILL)
            return True
    return False


def _judged(name: str, value: float, budget: float, unit: str) -> Row:
    return Row(name, value, budget, unit, value <= budget)


if __name__ == "__main__":
    print_table(run())
