"""Colours of IEC 61131-3 texts: Structured Text and SCL, instruction lists (IL) and STL (AWL)."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from typing import cast

from rubin_tui.engine.editing.highlight.kinds import Kind, Token
from rubin_tui.engine.text.iec import (
    ADDRESS,
    CONSTANTS,
    DECLARING,
    FLOW,
    LINE_COMMENT,
    LONG_STRING,
    NUMBER,
    OPERATORS,
    SHORT_STRING,
    TYPED,
    TYPES,
    words,
)

_STRINGS = rf"""{SHORT_STRING} | {LONG_STRING} | '(?:[^'$]|\$.)*\$? | "(?:[^"$]|\$.)*\$?"""
_PATTERN = re.compile(
    rf"""
      (?P<comment> {LINE_COMMENT} | \(\* | /\* )
    | (?P<pragma> \{{ )
    | (?P<typed> {TYPED} )
    | (?P<word> [^\W\d]\w* )
    | (?P<number> {NUMBER} )
    | (?P<address> {ADDRESS} )
    | (?P<local> \#(?:[^\W\d]\w*|{LONG_STRING}) )
    | (?P<string> {_STRINGS} )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_KINDS: dict[str, Kind] = {
    "typed": "number",
    "number": "number",
    "address": "name.attribute",
    "local": "name.variable",
    "string": "string",
}
_WORDS: dict[str, Kind] = {
    **dict.fromkeys(FLOW | OPERATORS | DECLARING, "keyword"),
    **dict.fromkeys(TYPES, "type"),
    **dict.fromkeys(CONSTANTS, "constant"),
}
_NAMING = words("PROGRAM FUNCTION FUNCTION_BLOCK CLASS METHOD PROPERTY INTERFACE ACTION TRANSITION NAMESPACE")
_MODIFIERS = words("PUBLIC PRIVATE PROTECTED INTERNAL ABSTRACT FINAL OVERRIDE")
_SOFT = words(
    """
    GET SET STEP ON WITH TASK RESOURCE BEGIN REGION TITLE VERSION NETWORK LABEL CONST UNION CLASS USING
    GOTO JMP INITIAL_STEP OVERLAP CONFIGURATION
    """
)
"""Words that are names where something is assigned to them or taken from them."""
_AFTER_NAME = re.compile(r"\s*(?::(?!\s*\w+\s*;)|\.|\[|,)")
_CALL = re.compile(r"\s*\((?!\*)")
_LABEL = re.compile(r"\s*:(?!=)")
_PRAGMA_STRING = re.compile(r"'[^']*'")
_ENDS = {"(": re.compile(r"\(\*|\*\)"), "/": re.compile(r"\*/"), "{": re.compile(r"[{}]")}

_Open = tuple[str, int]
"""What is open at the end of a line: "(", "/", "{" or "", and how deep."""


class StLexer:
    """Structured Text of every dialect. The state is the open comment or pragma and how deep it nests."""

    start: Hashable = ("", 0)
    instructions: frozenset[str] = frozenset()
    """Words that are instructions where they begin a line."""

    def __call__(self, state: Hashable, line: str) -> tuple[Sequence[Token], Hashable]:
        """See `LineLexer`."""
        opened, depth = cast("_Open", state)
        tokens: list[Token] = []
        place = 0
        if opened:
            place, depth = _closed(line, 0, opened, depth)
            _add(tokens, line, 0, place, opened)
            if depth:
                return tokens, (opened, depth)
        first = not line[:place].strip()
        named = False
        while (found := _PATTERN.search(line, place)) is not None:
            begin, place = found.span()
            group = found.lastgroup or ""
            if group in ("comment", "pragma") and not found[0].startswith("//"):
                opened = found[0][0]
                place, depth = _closed(line, place, opened, 1)
                _add(tokens, line, begin, place, opened)
                if depth:
                    return tokens, (opened, depth)
                continue
            if group == "comment":
                tokens.append((begin, place, "comment"))
            elif group == "word":
                before = line[:begin].rstrip()
                kind = self._word(found[0].upper(), line, place, before, first=first, named=named)
                if first and self.instructions and _LABEL.match(line, place):
                    tokens.append((begin, place, "name.label"))
                    continue
                named = found[0].upper() in _NAMING or (named and found[0].upper() in _MODIFIERS)
                if kind:
                    tokens.append((begin, place, kind))
            else:
                tokens.append((begin, place, _KINDS[group]))
            first = False
        return tokens, ("", 0)

    def _word(self, word: str, line: str, end: int, before: str, *, first: bool, named: bool) -> Kind | None:
        if before.endswith(".") and not before.endswith(".."):
            return "name.function" if _CALL.match(line, end) else None
        if first and word in self.instructions:
            return "keyword"
        kind = _WORDS.get(word)
        if kind and not (word in _SOFT and (not first or _AFTER_NAME.match(line, end))):
            return kind
        if named:
            return "name.class"
        return "name.function" if _CALL.match(line, end) else None


class AwlLexer(StLexer):
    """Instruction lists of IEC 61131-3 and STL (AWL) of Siemens, both languages of its mnemonics."""

    instructions = words(
        """
        LD LDN ST STN S R AND ANDN OR ORN XOR XORN NOT ADD SUB MUL DIV MOD GT GE EQ NE LE LT JMP JMPC
        JMPCN CAL CALC CALCN RET RETC RETCN A AN O ON X XN U UN L T FP FN CLR SET SAVE CLK SE SD SS SF
        SP SI SV SA SZ ZV ZR CU CD FR INV NEG TAK PUSH POP ENT LEAVE INC DEC LOOP JU JC JCN JL JZ JN JP
        JM SPA SPB SPBN SPL SPZ SPN SPP SPM SPBB SPBNB CALL UC CC BE BEC BEU BEA BEB AUF OPN TAR LAR CAW
        CAD BLD NOP ITD DTR DTB BTD BTI ITB RND TRUNC SLW SRW SLD SRD RLD RRD SSI SSD ABS SQR SQRT SIN
        COS TAN LN EXP UW OW XOW UD OD XOD AW AD MCR MCRA
        """
    )


def _closed(line: str, place: int, opened: str, depth: int) -> tuple[int, int]:
    """Where what is open ends in the line, and how deep it still is there."""
    for edge in _ENDS[opened].finditer(line, place):
        depth += 1 if edge[0] in ("(*", "{") else -1
        if not depth:
            return edge.end(), 0
    return len(line), depth


def _add(tokens: list[Token], line: str, begin: int, end: int, opened: str) -> None:
    """A comment, or a pragma with the strings in it."""
    if opened != "{":
        if end > begin:
            tokens.append((begin, end, "comment"))
        return
    for string in _PRAGMA_STRING.finditer(line, begin, end):
        if string.start() > begin:
            tokens.append((begin, string.start(), "comment.preprocessor"))
        tokens.append((string.start(), string.end(), "string"))
        begin = string.end()
    if end > begin:
        tokens.append((begin, end, "comment.preprocessor"))
