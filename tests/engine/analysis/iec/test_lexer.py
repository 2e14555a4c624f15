"""Tokens: every literal, comments that nest, what is not closed."""

import pytest

from rubin_tui.engine.analysis.iec import kinds
from rubin_tui.engine.analysis.iec.lexer import ENDS, lex


def _words(text: str) -> list[str]:
    tokens = lex(text)
    spans = zip(tokens.starts[: -len(ENDS)], tokens.ends[: -len(ENDS)], strict=True)
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("16#FF_a0", kinds.INTEGER), ("2#1010_1010", kinds.INTEGER), ("1_000", kinds.INTEGER),
        ("1.5E-3", kinds.REAL),
        ("1e5", kinds.REAL), ("INT#16#FF", kinds.TYPED), ("INT#-5", kinds.TYPED), ("REAL#1.0e5", kinds.TYPED),
        ("Colour#Red", kinds.TYPED), ("STRING#'a$'b'", kinds.TYPED), ("T#1d2h3m4.5s", kinds.TIME),
        ("LTIME#-5us7ns", kinds.TIME), ("S5T#2s", kinds.TIME), ("DT#2026-01-31-23:59:58.5", kinds.DATE),
        ("D#2026-01-31", kinds.DATE), ("TOD#12:00:00.25", kinds.DATE), ("LDT#2026-01-31-1:2:3", kinds.DATE),
        ("'it$'s $$'", kinds.QUOTED), ('"wide $"x$""', kinds.WIDE), ("%QX1.2", kinds.ADDRESS),
        ("%I*", kinds.ADDRESS),
        ("%DB1.DBX0.0", kinds.ADDRESS), ("%X0", kinds.ADDRESS), ("#local", kinds.LOCAL),
        ('#"my x"', kinds.LOCAL),
        ("P#DB1.DBX0.0 BYTE 4", kinds.PLACE), ("P#M0.0", kinds.PLACE), ("имя_1", kinds.NAME),
        ("end_if", kinds.END_IF),
        ("AND_THEN", kinds.AND), ("Var_Input", kinds.VAR),
    ],
)  # fmt: skip
def test_one_token(text: str, kind: int) -> None:
    assert lex(text).kinds == [kind, *ENDS]
    assert _words(text) == [text]


def test_ranges_members_and_signs_are_told_apart() -> None:
    assert _words("a[1..5].b.%X3:=x**2<>y;") == [
        *("a", "[", "1", "..", "5", "]", ".", "b", ".", "%X3", ":=", "x", "**", "2", "<>", "y", ";"),
    ]
    assert _words("x REF=y") == ["x", "REF", "=", "y"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a (* b (* c (* d (* e *) *) *) *) f", ["a", "f"]),
        ("a (* b (* c *) d", ["a", "d"]),  # one of them is not closed: then they do not nest
        ("a /* b (* *) c */ d // e\nf", ["a", "d", "f"]),
        ("{a {b {c {d}}}} e {IF defined (x)} f", ["e", "f"]),
        ("a (/* b */) c", ["a", "c"]),
        ("a (* 'b *) c", ["a", "c"]),
        ("'(* a' b '*)'", ["'(* a'", "b", "'*)'"]),
    ],
)
def test_comments_and_pragmas_are_kept_apart(text: str, words: list[str]) -> None:
    tokens = lex(text)
    assert _words(text) == words
    assert tokens.faults == []
    trivia = sorted([*tokens.comments, *tokens.pragmas])
    assert all(text[start] in "({/" for start, _ in trivia)


@pytest.mark.parametrize(
    ("text", "start", "id"),
    [
        ("a (* b", 2, "iec.comment_open"),
        ("a (*)", 2, "iec.comment_open"),
        ("a /* b\nc", 2, "iec.comment_open"),
        ("a { b\nc", 2, "iec.pragma_open"),
        ("a 'b\nc", 2, "iec.string_open"),
        ('a "b$"\nc', 2, "iec.string_open"),
        ("a § b", 2, "iec.character"),
    ],
)
def test_what_is_not_closed_is_said_where_it_began(text: str, start: int, id: str) -> None:
    (fault,) = lex(text).faults
    assert (fault.start, fault.message.id) == (start, id)


def test_lines_behind_an_open_string_or_pragma_are_read() -> None:
    assert _words("a := 'b\nc")[-1] == "c"
    assert _words("{ a\nc")[-1] == "c"
