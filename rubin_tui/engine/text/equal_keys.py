"""Equal keys: one number is found however it is written.

The fault `F30002` of a manual stands in a program as `30002`, `16#7532` or `0x7532`. Beside its own term an
index therefore holds a key of the number:

- `#30002` where the number is written in a base (`16#7532`, `0x7532`, `7532h`, `DWORD#16#7532`, `INT#30002`),
  and where it stands bare in code or beside the name of a device;
- `*30002` where it is a code of one letter (`F30002`, `A30002`).

A question after `F30002` takes `f30002` and `#30002`, so never `A30002`, and a number in prose only when that
speaks of a device. A question after a number takes all ways to write it.
"""

from __future__ import annotations

import re

NUMBER = "#"
CODE = "*"
MARKS = (NUMBER, CODE)
"""What keys begin with, and no term of a text does."""

_BASED = re.compile(r"(?:[a-z]{1,6}#)?(?:(?P<base>2|8|16)#|0(?P<sign>[box]))(?P<digits>[0-9a-f_]{1,40})")
_TYPED = re.compile(r"[a-z]{1,6}#(?P<digits>\d{1,20})")
_SUFFIXED = re.compile(r"(?P<digits>[0-9a-f]{4})h")  # an object of CANopen, "6040h"; "24h" is a day
_LETTERED = re.compile(r"[a-z](?P<digits>\d{4,6})")  # not M203, G120, X200
_BARE = re.compile(r"\d{4,6}")
_DECIMAL = re.compile(r"\d{1,20}")
_BASES = {"b": 2, "o": 8, "x": 16}


def key_of(term: str, *, meant: bool) -> str:
    """The key that stands beside `term` in an index; "" for most terms.

    `meant`: it is known that a bare number here is one of a program or of a device.
    """
    value = _value(term)
    if value is not None:
        return f"{NUMBER}{value}"
    if lettered := _LETTERED.fullmatch(term):
        return f"{CODE}{int(lettered['digits'])}"
    return f"{NUMBER}{int(term)}" if meant and is_bare(term) else ""


def equal_terms(term: str) -> tuple[str, ...]:
    """What else to look for when `term` is asked for."""
    if lettered := _LETTERED.fullmatch(term):
        return (f"{NUMBER}{int(lettered['digits'])}",)
    value = int(term) if _DECIMAL.fullmatch(term) and term.isascii() else _value(term)
    if value is None:
        return ()
    decimal = str(value)
    equal = (decimal, f"{NUMBER}{decimal}", *((f"{CODE}{decimal}",) if _BARE.fullmatch(decimal) else ()))
    return tuple(other for other in equal if other != term)


def is_bare(term: str) -> bool:
    """Whether `term` may be the number of a code written without its letter."""
    return term.isascii() and _BARE.fullmatch(term) is not None


def _value(term: str) -> int | None:
    """The number that `term` writes in a base or with a type."""
    if based := _BASED.fullmatch(term):
        digits, base = based["digits"], int(based["base"] or 0) or _BASES[based["sign"]]
    elif typed := _TYPED.fullmatch(term):
        digits, base = typed["digits"], 10
    elif suffixed := _SUFFIXED.fullmatch(term):
        digits, base = suffixed["digits"], 16
    else:
        return None
    try:
        return int(digits.strip("_"), base)
    except ValueError:  # `2#17`, `16#_`
        return None
