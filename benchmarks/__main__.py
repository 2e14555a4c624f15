"""`python -m benchmarks [NAME ...]`: measure, print one table beside the budgets, exit 1 on a missed one.

A name may be cut short: `import` means `imports`. How long each took and how busy the machine was stands in
the standard error output; a figure measured on a busy machine is no figure.
"""

from __future__ import annotations

import importlib
import os
import sys
import time
from pathlib import Path

from benchmarks.table import Row, print_table


def names() -> list[str]:
    """The modules that measure: those with `run() -> list[Row]`. The others help them or are run by them."""
    found = sorted(Path(__file__).parent.glob("*.py"))
    return [path.stem for path in found if "\ndef run() -> list[Row]:\n" in path.read_text("utf-8")]


def main(chosen: list[str]) -> int:
    """Run the chosen ones, or all."""
    chosen = [next((name for name in names() if name.startswith(short)), short) for short in chosen]
    unknown = sorted(set(chosen) - set(names()))
    if unknown:
        print(f"no benchmark named {', '.join(unknown)}; there are {', '.join(names())}", file=sys.stderr)
        return 2
    rows: list[Row] = []
    for name in chosen or names():
        print(f"{name} ... (load {os.getloadavg()[0]:.1f})", file=sys.stderr)
        began = time.perf_counter()
        rows += importlib.import_module(f"benchmarks.{name}").run()
        seconds = time.perf_counter() - began
        print(f"{name}: {seconds:.0f} s (load {os.getloadavg()[0]:.1f})", file=sys.stderr)
    print_table(rows)
    return 0 if all(row.ok for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
