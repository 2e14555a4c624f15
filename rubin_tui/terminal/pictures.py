"""The sequences that put a picture on the terminal and take it away again."""

from __future__ import annotations

from base64 import b64encode

NUMBER = 7712
"""Of our picture, among those that other programs may have left in a kitty terminal."""
_PIECE = 4096
"""Characters of base64 in one sequence, as the protocol has it."""
_KEEP, _BACK = "\x1b7", "\x1b8"


def placed(kind: str, data: bytes, row: int, column: int, *, rows: int = 0) -> str:
    """A picture with its upper left corner in a cell (counted from 0); the cursor stays where it was.

    `rows` makes a kitty terminal stretch a PNG to so many rows; 0 leaves its size.
    """
    drawn = kitty(data, rows=rows) if kind == "kitty" else data.decode("ascii")
    return f"{_KEEP}\x1b[{row + 1};{column + 1}H{drawn}{_BACK}"


def kitty(data: bytes, *, rows: int = 0) -> str:
    """A PNG file for a kitty terminal, in pieces."""
    encoded = b64encode(data).decode("ascii")
    pieces = [encoded[at : at + _PIECE] for at in range(0, len(encoded), _PIECE)] or [""]
    head = f"a=T,f=100,i={NUMBER},p=1,q=2,C=1" + (f",r={rows}" if rows else "")
    out = []
    for number, piece in enumerate(pieces):
        more = int(number + 1 < len(pieces))
        control = f"{head},m={more}" if number == 0 else f"q=2,m={more}"
        out.append(f"\x1b_G{control};{piece}\x1b\\")
    return "".join(out)


def removed(kind: str) -> str:
    """Takes a kitty picture away; sixels go when cells are written over them."""
    return f"\x1b_Ga=d,d=I,i={NUMBER},q=2\x1b\\" if kind == "kitty" else ""
