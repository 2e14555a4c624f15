"""What a token is: small integers, in ranges that answer the frequent questions.

`NAME <= kind <= LAST_NAME` can be a name (many words are keywords only where a keyword may stand),
`NAME <= kind <= LAST_WORD` is any word at all, which is enough behind a full stop.
"""

from __future__ import annotations

from rubin_tui.engine.text.iec import words

# fmt: off
(BLANK, COMMENT, PRAGMA, END) = range(4)

(NAME, GET, SET, STEP, INITIAL_STEP, NAMESPACE, USING, CONFIGURATION, RESOURCE, TASK, UNION, CLASS, BEGIN,
 REGION, CONST, LABEL, GOTO, JMP, POINTER, REFERENCE, REF_TO, STRING, WSTRING, AT, EXTENDS, IMPLEMENTS,
 ACTION, TRANSITION, PROPERTY, METHOD, INTERFACE, TYPE, PROGRAM, CONTINUE, TITLE, VERSION, NETWORK,
 ORGANIZATION_BLOCK, DATA_BLOCK, MODIFIER, OVERLAP, TRY) = range(4, 46)
LAST_NAME = TRY

(IF, CASE, FOR, WHILE, REPEAT, RETURN, EXIT, THEN, ELSIF, ELSE, OF, TO, BY, DO, UNTIL, CATCH, FINALLY,
 END_IF, END_CASE, END_FOR, END_WHILE, END_REPEAT, END_REGION, END_TRY, AND, OR, XOR, NOT, MOD, TRUE, ARRAY,
 STRUCT, END_GET, END_SET, VAR, END_VAR, END_CONST, END_LABEL, END_STRUCT, END_UNION, END_TYPE, FUNCTION,
 FUNCTION_BLOCK, END_PROGRAM, END_FUNCTION, END_FUNCTION_BLOCK, END_CLASS, END_METHOD, END_PROPERTY,
 END_INTERFACE, END_ACTION, END_TRANSITION, END_STEP, END_NAMESPACE, END_CONFIGURATION, END_RESOURCE,
 END_ORGANIZATION_BLOCK, END_DATA_BLOCK) = range(46, 104)
LAST_WORD = END_DATA_BLOCK

(INTEGER, REAL, TYPED, TIME, DATE, QUOTED, WIDE, LOCAL, ADDRESS, PLACE) = range(104, 114)
(ASSIGN, OUT, EQUAL, UNEQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, PLUS, MINUS, TIMES, DIVIDE, POWER,
 AMPERSAND, SEMICOLON, COLON, COMMA, DOT, DOTS, OPEN, CLOSE, OPEN_SQUARE, CLOSE_SQUARE, CARET, QUESTION,
 UPDATE, DOUBLE_EQUAL, NOT_EQUAL, DOUBLE_AND, DOUBLE_OR, BAD) = range(114, 145)
COUNT = 145
# fmt: on

WORDS: dict[str, int] = {
    name: kind
    for name, kind in list(globals().items())
    if isinstance(kind, int)
    and NAME < kind <= LAST_WORD
    and name not in ("MODIFIER", "TRY", "CATCH", "FINALLY", "END_TRY", "LAST_NAME")
}
WORDS.update({"AND_THEN": AND, "OR_ELSE": OR, "FALSE": TRUE, "NULL": TRUE})
WORDS.update({"__TRY": TRY, "__CATCH": CATCH, "__FINALLY": FINALLY, "__ENDTRY": END_TRY})
WORDS.update(
    dict.fromkeys(
        words(
            """
    VAR_INPUT VAR_OUTPUT VAR_IN_OUT VAR_TEMP VAR_GLOBAL VAR_EXTERNAL VAR_ACCESS VAR_CONFIG VAR_STAT
    VAR_INST VAR_GENERIC
    """
        ),
        VAR,
    )
)
WORDS.update(
    dict.fromkeys(
        words(
            """
    CONSTANT RETAIN NON_RETAIN PERSISTENT PUBLIC PRIVATE PROTECTED INTERNAL ABSTRACT FINAL OVERRIDE
    """
        ),
        MODIFIER,
    )
)
"""The kind of a word in upper case."""

SIGNS: dict[str, int] = {
    ":=": ASSIGN, "=>": OUT, "=": EQUAL, "<>": UNEQUAL, "<": LESS, "<=": LESS_EQUAL, ">": GREATER,
    ">=": GREATER_EQUAL, "+": PLUS, "-": MINUS, "*": TIMES, "/": DIVIDE, "**": POWER, "&": AMPERSAND,
    ";": SEMICOLON, ":": COLON, ",": COMMA, ".": DOT, "..": DOTS, "(": OPEN, ")": CLOSE, "[": OPEN_SQUARE,
    "]": CLOSE_SQUARE, "^": CARET, "?": QUESTION, "?=": UPDATE, "+=": UPDATE, "-=": UPDATE, "*=": UPDATE,
    "/=": UPDATE, "==": DOUBLE_EQUAL, "!=": NOT_EQUAL, "&&": DOUBLE_AND, "||": DOUBLE_OR,
}  # fmt: skip
"""The kind of a sign."""
