"""Structured Text with all its rules: lines a second, what an edit costs, how long a project takes.

Over the text of our own that `benchmarks.iec` reads, too, and a project of such blocks on the disk. With
RUBIN_ST=folder:folder... the files below are judged as well and their findings counted: code that a vendor's
compiler accepts must have none that is an error. Times are processor time of this thread.
"""

from __future__ import annotations

import os
import random
import statistics
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.iec import _text
from benchmarks.table import Row, print_table
from rubin_tui.engine.analysis.iec.trees import Trees
from rubin_tui.engine.analysis.st_check import StCheck
from rubin_tui.engine.analysis.st_rules import StRules
from rubin_tui.engine.analysis.st_shape import StShape
from rubin_tui.engine.code_model import Diagnostic, Snapshot
from rubin_tui.engine.containers import open_container
from rubin_tui.engine.model import Failure

LINES = 20_000
POU_LINES = 1_000
EDITS = 40
ROUNDS = 5
FILES = 200
_NEVER = threading.Event()
_HELD = (".tcpou", ".tcdut", ".tcgvl", ".tcio", ".xml", ".l5x")
_SUFFIXES = frozenset({".st", ".scl", ".exp", ".iecst", *_HELD})


class _All:
    """Every analyzer of Structured Text over the same trees, as the engine has them."""

    def __init__(self) -> None:
        trees = Trees()
        self.rules = StRules(trees)
        self._analyzers = (StCheck(trees), self.rules, StShape(trees))

    def judge(self, text: str, path: str = "") -> list[Diagnostic]:
        snapshot = Snapshot(0, text, "st", path)
        found = (one for each in self._analyzers for one in each.analyze(snapshot, _NEVER))
        return [one for one in found if isinstance(one, Diagnostic)]

    def forget(self, path: str) -> None:
        for each in self._analyzers:
            each.forget(path)


def run() -> list[Row]:
    """All figures."""
    edits = sorted(_edits())
    speed = _speed()
    p95 = 1000 * edits[int(0.95 * EDITS)]
    with tempfile.TemporaryDirectory() as folder:
        first, again = _project(Path(folder))
    return [
        Row("parser and all rules", speed, 20_000, "lines/s", speed >= 20_000),
        Row(f"an edit in a POU of {POU_LINES} lines, p95", p95, 60, "ms", p95 <= 60),
        Row(f"the first file of a project of {FILES} files", 1000 * first, None, "ms", True),
        Row("an edit in it", 1000 * again, None, "ms", True),
        *_real(),
    ]


def _speed() -> float:
    text = _text(LINES)
    lines = text.count("\n")
    times = []
    for _ in range(ROUNDS):
        all = _All()
        began = time.thread_time()
        all.judge(text, "all.st")
        times.append(time.thread_time() - began)
    return lines / statistics.median(times)


def _edits() -> Iterator[float]:
    """One letter more or less in a large POU, each judged."""
    chance = random.Random(7)
    body = _text(POU_LINES).split("(* wait, start, run *)")
    statements = "\n".join(part.split("END_FUNCTION_BLOCK")[0] for part in body[1:])
    text = f"{body[0]}{statements}END_FUNCTION_BLOCK\n"
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder, "large.st"))
        all = _All()
        all.judge(text, path)
        for _ in range(EDITS):
            at = chance.randrange(text.index("CASE"), len(text) - 100)
            edited = text[:at] + " x := x;" + text[at:]
            began = time.thread_time()
            all.judge(edited, path)
            yield time.thread_time() - began


def _project(folder: Path) -> tuple[float, float]:
    """Seconds until the first file of a project is judged, and until it is after an edit."""
    names = []
    for number in range(FILES):
        block = _text(60).replace("Pump", f"Pump{number}x").split("FUNCTION_BLOCK", 2)[1]
        declaration, _, body = f"FUNCTION_BLOCK{block}".partition("END_VAR\n\n(*")
        body = body.removesuffix("END_")
        names.append(f"P{number}.TcPOU")
        (folder / names[-1]).write_text(
            f'<TcPlcObject><POU Name="P{number}"><Declaration><![CDATA[{declaration}END_VAR]]></Declaration>'
            f"<Implementation><ST><![CDATA[(*{body}]]></ST></Implementation></POU></TcPlcObject>"
        )
    items = "".join(f'<Compile Include="{name}"/>' for name in names)
    (folder / "Plc.plcproj").write_text(f"<Project><ItemGroup>{items}</ItemGroup></Project>")
    path = folder / names[0]
    container = open_container(path.name, path.read_text())
    assert container is not None
    all = _All()
    began = time.thread_time()
    all.judge(container.code, str(path))
    first = time.thread_time() - began
    began = time.thread_time()
    all.judge(container.code + " ", str(path))
    return first, time.thread_time() - began


def _real() -> Iterator[Row]:
    """What is found in real files that were read without an error."""
    folders = [Path(name) for name in os.environ.get("RUBIN_ST", "").split(":") if name]
    if not folders:
        return
    counts: Counter[str] = Counter()
    lines, seconds = 0, 0.0
    all = _All()
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()):
        code = _code(path)
        if code is None:
            continue
        began = time.thread_time()
        found = all.judge(code, str(path))
        seconds += time.thread_time() - began
        all.forget(str(path))
        if any(one.rule == "st-syntax" for one in found):
            continue
        lines += code.count("\n") + 1
        for one in found:
            counts[f"{one.rule}, {one.severity}"] += 1
            if one.severity == "error":
                print(f"{path}:{one.start.line + 1}: {one.rule} {one.message}")
    errors = sum(count for name, count in counts.items() if name.endswith("error"))
    yield Row("real files: lines without a syntax error", lines, None, "lines", True)
    yield Row("real files: findings that are errors", errors, 0, "findings", errors == 0)
    yield Row("real files: all rules, the project's names included", lines / seconds, None, "lines/s", True)
    for name, count in sorted(counts.items()):
        yield Row(f"real files: {name}", count, None, "findings", True)


def _code(path: Path) -> str | None:
    if path.suffix.lower() not in _SUFFIXES:
        return None
    from rubin_tui.engine.analysis.sources import read

    try:
        text = read(path)
    except Failure:
        return None
    container = open_container(path.name, text)
    if container is not None:
        return container.code
    return None if text.lstrip("\ufeff \t\r\n").startswith("<") else text


if __name__ == "__main__":
    print_table(run())
