"""The words and signs of IEC 61131-3 texts, one regular expression for all of them.

Shared by who reads Structured Text and who colours it. It takes the dialects together: the third edition,
CODESYS, TwinCAT, SIMATIC SCL and AX, Rockwell, B&R.
"""

from __future__ import annotations

import re


def words(text: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(text.split())


FLOW = words(
    """
    IF THEN ELSIF ELSE END_IF CASE OF END_CASE FOR TO BY DO END_FOR WHILE END_WHILE REPEAT UNTIL
    END_REPEAT RETURN EXIT CONTINUE JMP GOTO REGION END_REGION __TRY __CATCH __FINALLY __ENDTRY BEGIN
    """
)
"""Words of statements."""

OPERATORS = words(
    """
    AND OR XOR NOT MOD AND_THEN OR_ELSE
    """
)

DECLARING = words(
    """
    PROGRAM END_PROGRAM FUNCTION END_FUNCTION FUNCTION_BLOCK END_FUNCTION_BLOCK CLASS END_CLASS METHOD
    END_METHOD PROPERTY END_PROPERTY GET END_GET SET END_SET INTERFACE END_INTERFACE ACTION END_ACTION
    TRANSITION END_TRANSITION STEP INITIAL_STEP END_STEP NAMESPACE END_NAMESPACE USING CONFIGURATION
    END_CONFIGURATION RESOURCE END_RESOURCE TASK WITH ON TYPE END_TYPE STRUCT END_STRUCT UNION END_UNION
    ARRAY POINTER REFERENCE REF_TO EXTENDS IMPLEMENTS VAR VAR_INPUT VAR_OUTPUT VAR_IN_OUT VAR_TEMP
    VAR_GLOBAL VAR_EXTERNAL VAR_ACCESS VAR_CONFIG VAR_STAT VAR_INST VAR_GENERIC END_VAR CONST END_CONST
    LABEL END_LABEL CONSTANT RETAIN NON_RETAIN PERSISTENT AT R_EDGE F_EDGE READ_ONLY READ_WRITE PUBLIC
    PRIVATE PROTECTED INTERNAL ABSTRACT FINAL OVERRIDE OVERLAP ORGANIZATION_BLOCK END_ORGANIZATION_BLOCK
    DATA_BLOCK END_DATA_BLOCK TITLE VERSION NETWORK
    """
)
"""Words of declarations."""

TYPES = words(
    """
    BOOL BYTE WORD DWORD LWORD SINT INT DINT LINT USINT UINT UDINT ULINT REAL LREAL TIME LTIME DATE
    LDATE TIME_OF_DAY TOD LTIME_OF_DAY LTOD DATE_AND_TIME DT LDATE_AND_TIME LDT DTL STRING WSTRING CHAR
    WCHAR ANY ANY_INT ANY_NUM ANY_REAL ANY_BIT ANY_STRING ANY_DATE ANY_MAGNITUDE BIT __XWORD __UXINT
    __XINT PVOID VARIANT VOID S5TIME COUNTER TIMER BLOCK_FB BLOCK_FC TON TOF TP CTU CTD CTUD R_TRIG
    F_TRIG RS SR
    """
)
"""Types, and the function blocks every vendor has."""

CONSTANTS = frozenset(("TRUE", "FALSE", "NULL", "THIS", "SUPER", "SELF"))

SHORT_STRING = r"'(?:[^'$\r\n]++|\$[^\r\n])*+'"
LONG_STRING = r'"(?:[^"$\r\n]++|\$[^\r\n])*+"'
NAME = r"[^\W\d]\w*+(?!\#)"
TYPED = rf"""[^\W\d]\w*+\#[ \t]*+(?:
      {SHORT_STRING} | {LONG_STRING}
    | \d+-\d+-\d+ (?: -[\d:._]++ )?
    | \d+:\d+ (?: :\d[\d._]*+ )?
    | [+-]?\d[\d_]*+\.\d[\d_]*+[eE][+-]?\d+
    | (?<=[Pp]\#)[\w%]++(?:\.\w++)*+(?:[ \t]++(?:BIT|BOOL|BYTE|CHAR|D?WORD|D?INT|REAL)[ \t]++\d++)?+
    | [+-]?\w++(?:\#\w++)?+(?:\.\d\w*+)*+
    )"""
NUMBER = r"\d[\d_]*+(?: \#\w++ | (?: \.\d[\d_]*+ | \.(?![.\w%]) )?+ (?: [eE][+-]?\d++ )?+ )"
ADDRESS = r"%[A-Za-z]++(?: \d++(?:\.[A-Za-z]*+\d++)*+ | \* )?+"
LINE_COMMENT = r"//[^\r\n]*+"
SIGN = (
    r":=|=>|<=|>=|<>|\*\*|\.\.|\?=|\+=|-=|\*=|/=|==|!=|&&|\|\|"
    r"|[;,:()\[\].=+\-*/<>^&?]"
)

_FLAT = r"\(\*(?:[^*(]++|\*(?!\))|\((?!\*))*+\*\)"
_ONCE = rf"\(\*(?:[^*(]++|\*(?!\))|{_FLAT}|\((?!\*))*+\*\)"
_TWICE = rf"\(\*(?:[^*(]++|\*(?!\))|{_ONCE}|\((?!\*))*+\*\)"


def token_pattern(*, nested: bool) -> re.Pattern[str]:
    """One piece of a text after the other: words, literals, signs, blanks, comments, pragmas; never nothing.

    Comments nest or do not. What is opened and not closed, or nested too deeply for an expression, is a piece
    of its opening sign alone; a string without its end reaches to the end of its line.
    """
    comment = _TWICE if nested else r"\(\*(?:[^*]++|\*(?!\)))*+\*\)"
    return re.compile(
        rf"""{NAME} | [\s\ufeff\x00\x1a]++ | {LINE_COMMENT} | {comment} | \(\*
    | /\*(?:[^*]++|\*(?!/))*+\*/ | /\* | \(/\*(?:[^*]++|\*(?!/\)))*+\*/\)
    | {SIGN} | {NUMBER} | {TYPED} | {SHORT_STRING} | {LONG_STRING}
    | \{{(?:[^{{}}]++|\{{[^{{}}]*+\}})*+\}} | {ADDRESS} | \#(?:[^\W\d]\w*+|{LONG_STRING})
    | '(?:[^'$\r\n]++|\$[^\r\n])*+\$?+ | "(?:[^"$\r\n]++|\$[^\r\n])*+\$?+ | .""",
        re.VERBOSE | re.DOTALL | re.IGNORECASE,
    )
