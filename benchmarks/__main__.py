"""`python -m benchmarks [NAME ...]`: measure, print one table beside the budgets, exit 1 on a missed one.

A name may be cut short: `import` means `imports`.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys

import benchmarks
from benchmarks.table import Row, print_table

NOT_MEASURING = frozenset({"table", "tui_latency", "bare_app", "stock_editor", "long_chat", "train_answers"})


def names() -> list[str]:
    """The modules that measure: each has a `run() -> list[Row]`."""
    found = (module.name for module in pkgutil.iter_modules(benchmarks.__path__))
    return [name for name in found if not name.startswith("_") and name not in NOT_MEASURING]


def main(chosen: list[str]) -> int:
    """Run the chosen ones, or all."""
    chosen = [next((name for name in names() if name.startswith(short)), short) for short in chosen]
    unknown = sorted(set(chosen) - set(names()))
    if unknown:
        print(f"no benchmark named {', '.join(unknown)}; there are {', '.join(names())}", file=sys.stderr)
        return 2
    rows: list[Row] = []
    for name in chosen or names():
        print(f"{name} ...", file=sys.stderr)
        rows += importlib.import_module(f"benchmarks.{name}").run()
    print_table(rows)
    return 0 if all(row.ok for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
