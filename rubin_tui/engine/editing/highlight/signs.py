"""Languages nobody has a lexer for yet: comments by the table of languages, strings, numbers, some words."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence

from rubin_tui.engine.editing.highlight.kinds import Kind, Token
from rubin_tui.engine.languages import Language

KEYWORDS: dict[str, str] = {
    "st": "AND ARRAY AT BY CASE CONSTANT CONTINUE DO ELSE ELSIF END_CASE END_FOR END_FUNCTION "
    "END_FUNCTION_BLOCK END_IF END_METHOD END_PROGRAM END_PROPERTY END_REPEAT END_STRUCT END_TYPE "
    "END_UNION END_VAR END_WHILE EXIT EXTENDS FOR FUNCTION FUNCTION_BLOCK IF IMPLEMENTS INTERFACE METHOD "
    "MOD NOT OF OR PERSISTENT POINTER PROGRAM PROPERTY REFERENCE REPEAT RETAIN RETURN STRUCT SUPER THEN "
    "THIS TO TYPE UNION UNTIL VAR VAR_CONFIG VAR_EXTERNAL VAR_GLOBAL VAR_INPUT VAR_IN_OUT VAR_OUTPUT "
    "VAR_TEMP WHILE XOR BEGIN DATA_BLOCK END_DATA_BLOCK ORGANIZATION_BLOCK END_ORGANIZATION_BLOCK REGION "
    "END_REGION",
    "pmac": "ABS ADDRESS AND BREAK CALL CC0 CC1 CC2 CIRCLE1 CIRCLE2 CLEAR CLOSE CMD COMMAND CONTINUE "
    "DEFINE DELAY "
    "DELETE DISABLE DWELL ELSE ENABLE END ENDGATHER ENDI ENDIF ENDW ENDWHILE FRAX GATHER GOSUB GOTO HOME "
    "HOMEZ IF INC KILL LINEAR NORMAL NOFRAX OPEN OR PAUSE PLC PLCC PROG PVT RAPID RESUME RET RETURN "
    "ROTARY RUN SEND SPLINE1 SPLINE2 START STEP STOP SUBPROG SWITCH CASE DEFAULT TO UNDEFINE WAIT WHILE",
    "krl": "AND BRAKE CASE CIRC CIRC_REL CONFIRM CONST CONTINUE DECL DEF DEFAULT DEFDAT DEFFCT DO ELSE END "
    "ENDDAT ENDFCT ENDFOR ENDIF ENDLOOP ENDSWITCH ENDWHILE ENUM EXIT EXT EXTFCT FOR GLOBAL GOTO HALT IF "
    "IMPORT INTERRUPT IS LIN LIN_REL LOOP NOT OFF ON OR PTP PTP_REL PUBLIC REPEAT RESUME RETURN SCIRC SEC "
    "SIGNAL SLIN SPL SPLINE SPTP STEP STRUC SWITCH THEN TO TRIGGER UNTIL WAIT WHEN WHILE WITH EXOR B_AND "
    "B_OR B_NOT B_EXOR",
    "rapid": "AND BACKWARD CASE CONNECT CONST DEFAULT DIV DO ELSE ELSEIF ENDFOR ENDFUNC ENDIF ENDMODULE "
    "ENDPROC "
    "ENDRECORD ENDTEST ENDTRAP ENDWHILE ERROR EXIT FOR FROM FUNC GOTO IF LOCAL MOD MODULE NOSTEPIN NOT OR "
    "PERS PROC RAISE READONLY RECORD RETRY RETURN STEP SYSMODULE TASK TEST THEN TO TRAP TRYNEXT UNDO VAR "
    "VIEWONLY WHILE WITH XOR MoveJ MoveL MoveC MoveAbsJ",
}
TYPES: dict[str, str] = {
    "st": "BOOL BYTE WORD DWORD LWORD SINT INT DINT LINT USINT UINT UDINT ULINT REAL LREAL TIME LTIME "
    "DATE TOD "
    "DT TIME_OF_DAY DATE_AND_TIME STRING WSTRING CHAR WCHAR",
    "krl": "INT REAL BOOL CHAR FRAME POS E6POS AXIS E6AXIS",
    "rapid": "num dnum bool string byte robtarget jointtarget tooldata wobjdata speeddata zonedata "
    "loaddata pos "
    "orient pose confdata clock intnum iodev signaldi signaldo signalai signalao",
}
_CONSTANTS = "TRUE FALSE NULL"
_KINDS: dict[str, Kind] = {
    "comment": "comment",
    "string": "string",
    "number": "number",
    "keyword": "keyword",
    "type": "type",
    "constant": "constant",
}


def _one_of(name: str, words: str) -> str:
    return rf"(?P<{name}>(?<![\w.$])(?:{'|'.join(words.split())})(?!\w))" if words else ""


class SignsLexer:
    """The state is the sign that ends the comment that is open, "" for none."""

    start: Hashable = ""

    def __init__(self, language: Language) -> None:
        self._ends = dict(language.block_comment)
        parts = [
            "(?P<open>" + "|".join(map(re.escape, self._ends)) + ")" if self._ends else "",
            "(?P<comment>(?:" + "|".join(map(re.escape, language.comment)) + ").*)"
            if language.comment
            else "",
            r"""(?P<string>"[^"]*"|'(?:\$.|[^'$])*')""",
            r"(?P<number>(?<![\w.])(?:\d+\#[\dA-Fa-f_]+|0[xX][\dA-Fa-f]+|\$[\dA-Fa-f]+|"
            r"\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?)(?!\w))",
            _one_of("keyword", KEYWORDS.get(language.id, "")),
            _one_of("type", TYPES.get(language.id, "")),
            _one_of("constant", _CONSTANTS),
        ]
        self._pattern = re.compile("|".join(part for part in parts if part), re.IGNORECASE)

    def __call__(self, state: Hashable, line: str) -> tuple[Sequence[Token], Hashable]:
        """See `LineLexer`."""
        tokens: list[Token] = []
        closing = str(state)
        begin = at = 0
        while True:
            if closing:
                end = line.find(closing, at)
                if end < 0:
                    if begin < len(line):
                        tokens.append((begin, len(line), "comment"))
                    return tokens, closing
                at = end + len(closing)
                tokens.append((begin, at, "comment"))
                closing = ""
            match = self._pattern.search(line, at)
            if match is None:
                return tokens, ""
            begin, at = match.span()
            if match.lastgroup == "open":
                closing = self._ends[match.group()]
            elif match.lastgroup:
                tokens.append((begin, at, _KINDS[match.lastgroup]))
