"""How editing feels: key to screen and bytes a key in files of 100 to 100,000 lines, beside other editors.

Everything runs in a pseudo-terminal of 120x40, Rubin in truecolor and in its SSH profile. Rounds alternate
between the programs. Of times that other work on the machine can only make longer the least is taken, on all
sides. Takes about ten minutes.
"""

from __future__ import annotations

import math
import os
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks._editors import (
    LINE,
    PEERS,
    NotShown,
    Program,
    Typed,
    bare,
    file_of,
    load,
    memory,
    peer,
    process_named,
    rest,
    rubin,
    running,
    source,
    stock,
    type_into,
    wait_for,
)
from benchmarks.table import Row, print_table
from benchmarks.tui_latency import KEYS, percentile

ROUNDS = 2
FEW_KEYS = 20
"""Of the stock widget in a long file: each takes half a second."""
PAGES = 20
EDITS = 60
IDLE = 12.0
"""Seconds watched: three looks at the disk."""
TABS = 20


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
        _fill_profile(home)
        rows: list[Row] = []
        for part in (keys, pages, opening, slices, marks, idle, tabs):
            rows += part(home)
            print(f"  {part.__name__}: load {load():.1f}", file=sys.stderr)
        return rows
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _fill_profile(home: Path) -> None:
    """The first start of all makes the index and the byte code."""
    with running(rubin(home, f"{file_of(home, 100)}:{LINE}")) as (session, _):
        rest(session)


# keys


def keys(home: Path) -> list[Row]:
    """Key to screen and bytes a key, ours and others'."""
    programs = [Program("bare app", bare())]
    for lines in (100, 10_000, 100_000):
        spec = rubin(home, f"{file_of(home, lines)}:{LINE}")
        programs.append(Program(f"Rubin, {lines:,} lines", spec, coloured=True))
    spec = rubin(home, f"{file_of(home, 10_000)}:{LINE}", ssh=True)
    programs.append(Program("Rubin over SSH, 10,000 lines", spec, coloured=True))
    for lines in (10_000, 100_000):
        path = file_of(home, lines)
        programs += [Program(f"{name}, {lines:,} lines", peer(name, path)) for name in PEERS]
        programs.append(Program(f"stock text area, {lines:,} lines", stock(path), keys=FEW_KEYS))
    best: dict[str, Typed | None] = {program.name: _best(None, program) for program in programs}
    for _ in range(ROUNDS - 1):
        for program in programs:
            if not program.name.startswith("stock"):
                best[program.name] = _best(best[program.name], program)
    p95 = {name: typed.p95 if typed else math.inf for name, typed in best.items()}
    size = {name: typed.size if typed else math.inf for name, typed in best.items()}
    long = p95["Rubin, 100,000 lines"]
    rows = [
        _judged("key p95, 100,000 lines / 100 lines", long / p95["Rubin, 100 lines"], 2.0, "x"),
        Row("key p95, 100,000 lines / 10,000 lines", long / p95["Rubin, 10,000 lines"], None, "x", True),
        _judged(
            "key p95, 10,000 lines with colours / bare app",
            p95["Rubin, 10,000 lines"] / p95["bare app"],
            4.0,
            "x",
        ),
        _judged(
            "key p95, 100,000 lines / stock text area", long / p95["stock text area, 100,000 lines"], 0.5, "x"
        ),
        _judged("bytes a typed character, truecolor", size["Rubin, 10,000 lines"], 900, "B"),
        _judged("bytes a typed character, SSH profile", size["Rubin over SSH, 10,000 lines"], 600, "B"),
    ]
    for name, typed in best.items():
        rows.append(Row(f"key p95: {name}", typed and typed.p95 * 1000, None, "ms", typed is not None))
        rows.append(Row(f"bytes a key: {name}", typed and typed.size, None, "B", typed is not None))
    return rows


def _best(before: Typed | None, program: Program) -> Typed | None:
    """The better of this round and the ones before; None, told on the way, when nothing was shown."""
    try:
        now = type_into(program)
    except NotShown as problem:
        print(problem, file=sys.stderr)
        return before
    return now if before is None else Typed(min(now.p95, before.p95), min(now.size, before.size))


def pages(home: Path) -> list[Row]:
    """Bytes a page down, late colours included."""
    rows = []
    for name, ssh, budget in (("truecolor", False, 16_000), ("SSH profile", True, 6_000)):
        with running(rubin(home, f"{file_of(home, 10_000)}:{LINE}", ssh=ssh)) as (session, began):
            session.until_quiet(began, 1.5, 40)
            sizes = []
            for _ in range(PAGES):
                session.write(KEYS["pagedown"].encode())
                sizes.append(session.drain(0.4))
        moved = min(sizes) > 500
        rows.append(Row(f"bytes a page down, {name}, worst of {PAGES}", max(sizes), budget, "B",
                        moved and max(sizes) <= budget))  # fmt: skip
    return rows


# opening


def opening(home: Path) -> list[Row]:
    """100,000 lines: from the start of the process to their text on the screen, and the memory they take."""
    path = file_of(home, 100_000)
    there = path.read_text("utf-8").splitlines()[LINE - 1].strip()[:30]
    times: dict[str, list[float]] = {"Rubin": [], "stock": []}
    for _ in range(ROUNDS):
        times["Rubin"].append(_until(rubin(home, f"{path}:{LINE}"), there))
        times["stock"].append(_until(stock(path), there))
    ours, theirs = min(times["Rubin"]), min(times["stock"])
    with running(bare()) as (session, _):
        session.drain(2.0)
        least = memory(session)
    with running(rubin(home)) as (session, _):
        rest(session)
        empty = memory(session)
    with running(rubin(home, f"{path}:{LINE}")) as (session, _):
        began = time.perf_counter()
        rest(session)
        coloured = time.perf_counter() - began
        full = memory(session)
    return [
        _judged("100,000 lines open / stock text area", ours / theirs, 0.5, "x"),
        Row("100,000 lines open, from the start of the process", ours * 1000, None, "ms", True),
        Row("100,000 lines open, stock text area", theirs * 1000, None, "ms", True),
        _judged("memory, 100,000 lines open with colours and findings / bare app", full / least, 5.0, "x"),
        Row("memory, the file alone", full - empty, None, "MB", True),
        Row(
            "memory, the file alone / its bytes",
            (full - empty) * 2**20 / path.stat().st_size,
            None,
            "x",
            True,
        ),
        Row("100,000 lines, from the start until all is coloured and found", coloured, None, "s", True),
    ]


def _until(spec: dict[str, Any], text: str) -> float:
    with running(spec) as (session, began):
        found = wait_for(session, lambda rows: any(text in row for row in rows), 60)
        return (found or began + 60) - began


def slices(home: Path) -> list[Row]:
    """Processor time for which colouring holds the interface up in one go."""
    from rubin_tui.engine.editing.highlight import Highlighter, source_of
    from rubin_tui.widgets.editor.code_view import COLOUR_SLICE

    lines = file_of(home, 100_000).read_text("utf-8").split("\n")
    highlighter = Highlighter(lines, source_of("a.py", lines))
    times = []
    again: float | None = 0.0
    while again is not None:
        began = time.thread_time()
        again = highlighter.work(range(40), COLOUR_SLICE).again
        times.append(time.thread_time() - began)
        if again:
            time.sleep(again)
    p95 = (percentile(times, 0.95) or 0) * 1000
    return [_judged(f"one slice of colouring p95, 100,000 lines, of {len(times)}", p95, 10, "ms")]


# findings


def marks(home: Path) -> list[Row]:
    """From a key that makes a name unknown to the sign beside its line, and back; then ruff is killed."""
    path = home / "thousand.py"
    path.write_text(_thousand(), "utf-8")
    with running(rubin(home, f"{path}:1000:14")) as (session, began):
        session.until_quiet(began, 3.0, 40)
        ready = _unmarked(session.term.text())
        times = []
        for number in range(EDITS):
            sent = time.perf_counter()
            session.write(b"x" if number % 2 == 0 else b"\x7f")
            found = wait_for(session, _marked if number % 2 == 0 else _unmarked, 5)
            times.append((found or sent + 5) - sent)
            session.drain(0.4)
        server = process_named(session, b"ruff", b"server")
        if server is not None:
            os.kill(server, signal.SIGKILL)
        sent = time.perf_counter()
        session.write(b"x")
        found = wait_for(session, _marked, 20)
        back = (found or sent + 20) - sent
        session.drain(0.5)
        new = process_named(session, b"ruff", b"server")
    p95 = (percentile(times, 0.95) or 5) * 1000
    killed = server is not None and new not in (None, server)
    return [
        Row("1,000 lines of Python, key to mark on the screen p95", p95, 200, "ms", ready and p95 < 200),
        Row("ruff killed: findings are back on the screen", back, 3.0, "s", killed and back <= 3.0),
    ]


def _thousand() -> str:
    """999 lines of a real module, up to a line where a statement ends, and one to edit."""
    lines = Path(sys.modules["argparse"].__file__ or "").read_text("utf-8").splitlines()[:998]
    last = max(number for number, line in enumerate(lines) if line.startswith("class "))
    lines = lines[:last]
    return "\n".join([*lines, *["# below"] * (998 - last), "value = 12", "other = value"]) + "\n"


def _marked(rows: list[str]) -> bool:
    return any("1000 other = value" in row and "●" in row.partition("1000 other")[0][-4:] for row in rows)


def _unmarked(rows: list[str]) -> bool:
    return any(
        " 1000 other = value" in row and "●" not in row.partition("1000 other")[0][-4:] for row in rows
    )


# doing nothing, and many files


def idle(home: Path) -> list[Row]:
    """What an open file costs while nobody does anything."""
    return _idle("a file open", rubin(home, f"{file_of(home, 10_000)}:{LINE}", ssh=True))


def _idle(what: str, spec: dict[str, Any]) -> list[Row]:
    with running(spec) as (session, _):
        rest(session)
        used, began = session.cpu(), time.perf_counter()
        written = session.drain(IDLE)
        seconds = time.perf_counter() - began
        used = 100 * (session.cpu() - used) / seconds
    return [
        _judged(f"idle over SSH, {what}", written / seconds, 0.0, "B/s"),
        _judged(f"idle over SSH, {what}, processor", used, 0.5, "%"),
    ]


def tabs(home: Path) -> list[Row]:
    """Twenty files open."""
    files = []
    for number in range(TABS):
        path = home / f"tab{number}.py"
        path.write_text(source(1000), "utf-8")
        files.append(f"{path}:{LINE}")
    one = Program("one tab", rubin(home, files[0]), coloured=True)
    many = Program(f"{TABS} tabs", rubin(home, *files), quiet=3.0, coloured=True)
    best: dict[str, Typed | None] = {}
    for _ in range(ROUNDS):
        for program in (one, many):
            best[program.name] = _best(best.get(program.name), program)
    p95 = [typed.p95 if typed else math.inf for typed in best.values()]
    return [
        _judged(f"key p95, {TABS} tabs / one tab", p95[1] / p95[0], 1.5, "x"),
        *_idle(f"{TABS} tabs", rubin(home, *files, ssh=True)),
    ]


def _judged(name: str, value: float, budget: float, unit: str) -> Row:
    return Row(name, value, budget, unit, value <= budget)


if __name__ == "__main__":
    print_table(run())
