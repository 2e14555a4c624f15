"""What an import costs: 1,300 pages beside bare PDFium over them, and typing while 2,000 files come in.

The manual is `LinuxCNC_Documentation.pdf` of Debian's linuxcnc-doc-en, fetched as the corpus is. Both sides
read the same file in turn; of times that other work on the machine can only make longer the least is taken.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks import _corpus
from benchmarks._typing import typing_rows
from benchmarks.table import Row, print_table
from rubin_tui.engine import Engine

ROUNDS = 3
MANUAL = "usr/share/doc/linuxcnc/LinuxCNC_Documentation.pdf"
BUDGET = 4.0

_BARE = """
import sys, pypdfium2
document = pypdfium2.PdfDocument(sys.argv[1])
for page in document:
    text = page.get_textpage()
    text.get_text_range()
    text.close()
    page.close()
"""


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds: of the processors, child processes counted, and of the clock."""

    cpu: float
    wall: float


def run() -> list[Row]:
    """All rows; without apt or a network one that says so."""
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")) and "RUBIN_CORPUS" not in os.environ:
        return [Row("import", None, None, "no data: needs apt-get, or RUBIN_CORPUS", True)]
    manual = _corpus.fetched("linuxcnc-doc-en") / MANUAL
    if not manual.is_file():
        return [Row("import", None, None, f"no data: {manual.name} could not be fetched", False)]
    return [*pdf_rows(manual), *typing_rows()]


def pdf_rows(manual: Path) -> list[Row]:
    """The manual until its last passage is searchable."""
    bare: list[Spent] = []
    opened: list[Spent] = []
    whole: list[Spent] = []
    for _ in range(ROUNDS):
        bare.append(_program([sys.executable, "-c", _BARE, str(manual)]))
        with _profile() as home:
            engine = _opened(Path(home))
            opened.append(_spent(lambda engine=engine: _import(engine, manual)))
        with _profile() as home:
            _opened(Path(home)).close()  # the starter articles are no part of the manual
            argv = [sys.executable, "-W", "ignore", "-m", "rubin_tui", "add", str(manual)]
            whole.append(_program(argv, RUBIN_HOME=home))
    rows = []
    for name, spent in (("engine open", opened), ("`rubin add`, whole process", whole)):
        for kind in ("cpu", "wall"):
            ratio = _least(spent, kind) / _least(bare, kind)
            label = f"import of a PDF of 1,300 pages / bare pypdfium2, {name}, {kind}"
            rows.append(Row(label, ratio, BUDGET, "x", ratio <= BUDGET))
    rows.append(Row("bare pypdfium2 over it, cpu", _least(bare, "cpu"), None, "s", True))
    rows.append(Row("`rubin add` of it, wall", _least(whole, "wall"), None, "s", True))
    return rows


def _opened(home: Path) -> Engine:
    """An engine that has been in use: its starter articles are searchable."""
    engine = Engine.open(home)
    engine.search("Modbus")
    return engine


def _import(engine: Engine, manual: Path) -> None:
    """Until it is searchable; the engine is closed, so that its workers are counted."""
    with engine:
        last = [event.stage for event in engine.add_documents([manual])][-1]
        if last != "done":
            raise RuntimeError(f"{manual}: {last}")


def _profile() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="rubin-bench-")


def _spent(work: Callable[[], object]) -> Spent:
    """What `work` and the processes it starts and ends take."""
    began, before = time.perf_counter(), _processors()
    work()
    return Spent(_processors() - before, time.perf_counter() - began)


def _program(argv: list[str], **environ: str) -> Spent:
    paths = os.pathsep.join(filter(None, (str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH"))))
    env = {**os.environ, "PYTHONPATH": paths, **environ}
    return _spent(lambda: subprocess.run(argv, env=env, check=True, stdout=subprocess.DEVNULL))


def _processors() -> float:
    uses = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(use.ru_utime + use.ru_stime for use in uses)


def _least(spent: list[Spent], kind: str) -> float:
    return min(getattr(one, kind) for one in spent)


if __name__ == "__main__":
    print_table(run())
