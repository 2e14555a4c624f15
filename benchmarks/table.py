"""The table the benchmarks print: what was measured beside what it may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. `value` None means that there was nothing to measure with ("no data")."""

    name: str
    value: float | None
    budget: float | None
    unit: str
    ok: bool


def print_table(rows: Sequence[Row]) -> None:
    """Print the rows, aligned."""
    width = max((len(row.name) for row in rows), default=0)
    print(f"{'what':<{width}}  {'measured':>10}  {'budget':>8}  unit")
    for row in rows:
        value = "no data" if row.value is None else f"{row.value:.2f}"
        budget = "" if row.budget is None else f"{row.budget:g}"
        verdict = "" if row.ok else "  MISSED"
        print(f"{row.name:<{width}}  {value:>10}  {budget:>8}  {row.unit}{verdict}")
