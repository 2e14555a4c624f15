"""The tokens of a Structured Text.

One regular expression cuts the text into pieces, whose kinds are looked up piece by piece: all of it runs in
loops of C. Only a text with comments or pragmas nested more than twice, or not closed, is walked in Python.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import accumulate, compress

from rubin_tui.engine.analysis.iec.kinds import (
    ADDRESS,
    BAD,
    BLANK,
    COMMENT,
    DATE,
    END,
    INTEGER,
    LOCAL,
    NAME,
    PLACE,
    PRAGMA,
    QUOTED,
    REAL,
    SIGNS,
    TIME,
    TYPED,
    WIDE,
    WORDS,
)
from rubin_tui.engine.analysis.iec.syntax import Fault, Span
from rubin_tui.engine.model import Message
from rubin_tui.engine.text.iec import LONG_STRING, SHORT_STRING, token_pattern, words

_NESTED = token_pattern(nested=True)
_FLAT = token_pattern(nested=False)
_STRING = re.compile(f"{SHORT_STRING}|{LONG_STRING}")
_EDGES = {"(*": re.compile(r"\(\*|\*\)"), "{": re.compile(r"[{}]")}
_LINE = re.compile(r"[^\r\n]*")
_UNCLOSED = {"(*": "comment", "/*": "comment_slash", "{": "pragma"}
_TIMES = words(
    """
    T TIME LT LTIME S5T S5TIME
    """
)
_DATES = words(
    """
    D DATE LD LDATE DT DATE_AND_TIME LDT LDATE_AND_TIME DTL TOD TIME_OF_DAY LTOD LTIME_OF_DAY
    """
)
ENDS = (END, END, END)
"""How a list of tokens ends: who looks two tokens ahead need not ask."""

_KEPT = 3
"""Kinds below are trivia."""


@dataclass(slots=True, eq=False)
class Tokens:
    """Tokens in columns; the last are `ENDS`, at the end of the text. Offsets count characters.

    `complete` is False when something is still open at the end, or comments did not nest: then what follows
    in a longer text may be cut otherwise.
    """

    kinds: list[int]
    starts: list[int]
    ends: list[int]
    comments: list[Span]
    pragmas: list[Span]
    faults: list[Fault] = field(default_factory=list)
    complete: bool = True


class _Kinds(dict[str, int]):
    """The kind of each piece, found out once."""

    def __missing__(self, piece: str) -> int:
        self[piece] = kind = _kind(piece)
        return kind


def lex(text: str) -> Tokens:
    """The tokens of a text. Comments `(* *)` nest, unless that would leave one open."""
    kinds = _Kinds()
    pieces = _NESTED.findall(text)
    found = list(map(kinds.__getitem__, pieces))
    complete = True
    faults: list[Fault] = []
    if "(*" in kinds or "/*" in kinds or "{" in kinds:
        pieces, complete = _walked(text)
        found = list(map(kinds.__getitem__, pieces))
    ends = list(accumulate(map(len, pieces)))
    starts = [0, *ends]
    starts.pop()
    if BAD in kinds.values():
        faults = [
            _fault(piece, start, end)
            for kind, piece, start, end in zip(found, pieces, starts, ends, strict=True)
            if kind == BAD
        ]
        complete = complete and not any(fault.end == len(text) for fault in faults)
    kept = [kind >= _KEPT for kind in found]
    tokens = Tokens(
        list(compress(found, kept)), list(compress(starts, kept)), list(compress(ends, kept)), [], [], faults,
        complete,
    )  # fmt: skip
    spans = zip(found, starts, ends, strict=True)
    if PRAGMA in kinds.values():
        trivia = [span for span in spans if span[0] in (COMMENT, PRAGMA)]
        tokens.comments = [(start, end) for kind, start, end in trivia if kind == COMMENT]
        tokens.pragmas = [(start, end) for kind, start, end in trivia if kind == PRAGMA]
    else:
        tokens.comments = [(start, end) for kind, start, end in spans if kind == COMMENT]
    tokens.kinds += ENDS
    tokens.starts += [len(text)] * len(ENDS)
    tokens.ends += [len(text)] * len(ENDS)
    return tokens


def _kind(piece: str) -> int:
    first = piece[0]
    if first.isalpha() or first == "_":
        if "#" not in piece:
            return WORDS.get(piece.upper(), NAME)
        before = piece.partition("#")[0].upper()
        return TIME if before in _TIMES else DATE if before in _DATES else PLACE if before == "P" else TYPED
    if (kind := SIGNS.get(piece)) is not None:
        return kind
    if first in "0123456789":
        return INTEGER if "#" in piece or not ("." in piece or "e" in piece or "E" in piece) else REAL
    if piece.startswith(("//", "(*", "/*", "(/*")):
        closed = piece.startswith(("//", "(/*")) or (len(piece) > 3 and piece[-2:] in ("*)", "*/"))
        return COMMENT if closed else BAD
    if first == "{":
        return PRAGMA if piece.count("{") == piece.count("}") else BAD
    if first in "'\"":
        return BAD if not _STRING.fullmatch(piece) else QUOTED if first == "'" else WIDE
    if first == "#":
        return LOCAL if len(piece) > 1 else BAD
    if first == "%":
        return ADDRESS if len(piece) > 1 else BAD
    if first.isdigit():  # of another script
        return BAD
    return BLANK if piece.isspace() or first in "\ufeff\x00\x1a" or not piece.strip() else BAD


def _walked(text: str) -> tuple[list[str], bool]:
    """The pieces of a text in which something nests deeply or is not closed; and whether all is closed."""
    pieces: list[str] = []
    pattern = _NESTED
    complete = True
    place = 0
    while place < len(text):
        opening = ""
        for found in pattern.finditer(text, place):
            piece = found[0]
            if piece in _UNCLOSED:
                opening, place = piece, found.start()
                break
            pieces.append(piece)
        if not opening:
            break
        if opening == "(*" and pattern is _NESTED and _closing(text, place, opening) is None:
            pattern, complete = _FLAT, False
            continue
        end = _closing(text, place, opening) if opening != "/*" else None
        if end is None:
            complete = False
            line = _LINE.match(text, place)
            end = len(text) if opening != "{" or line is None else line.end()
        pieces.append(text[place:end])
        place = end
    return pieces, complete


def _closing(text: str, place: int, opening: str) -> int | None:
    """Where what opens at `place` is closed, with all that nests in it."""
    depth = 0
    for edge in _EDGES[opening].finditer(text, place):
        depth += 1 if edge[0] == opening else -1
        if depth == 0:
            return edge.end()
    return None


def _fault(piece: str, start: int, end: int) -> Fault:
    first = piece[0]
    if first in "'\"":
        return Fault(start, end, Message("iec.string_open", {"sign": first}))
    if piece[:2] in ("(*", "/*"):
        closing = {"(*": "*)", "/*": "*/"}[piece[:2]]
        return Fault(start, start + 2, Message("iec.comment_open", {"sign": piece[:2], "closing": closing}))
    if first == "{":
        return Fault(start, start + 1, Message("iec.pragma_open"))
    return Fault(start, end, Message("iec.character", {"sign": piece[:1]}))
