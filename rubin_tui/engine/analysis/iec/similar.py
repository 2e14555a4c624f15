"""Whether a name is another one with a slip of the keyboard."""

from __future__ import annotations

from collections.abc import Iterable

SHORTEST = 4


def similar(name: str, known: Iterable[str]) -> str:
    """The known name that `name` is but for one letter (left out, added, changed, swapped); "" for none.

    Digits are no slips: `Valve1` is not `Valve2`.
    """
    if len(name) < SHORTEST:
        return ""
    return next((other for other in known if len(other) >= SHORTEST and _one_slip(name, other)), "")


def _one_slip(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    at = 0
    shorter = min(len(one), len(other))
    while at < shorter and one[at] == other[at]:
        at += 1
    if at == 0:
        return False
    a, b = one[at:], other[at:]
    if len(a) == len(b):
        slip = a[:1] + b[:1]
        swapped = len(a) > 1 and a[0] == b[1] and a[1] == b[0] and a[2:] == b[2:]
        return swapped or (a[1:] == b[1:] and _letters(slip) and len(one) > 4)
    longer, less = (a, b) if len(a) > len(b) else (b, a)
    return longer[1:] == less and _letters(longer[:1]) and at + len(less) >= SHORTEST and bool(less)


def _letters(slip: str) -> bool:
    return slip.isalpha()
