"""Our own lexers: G-code, and languages of which only comments and some words are known."""

import random

import pytest

from benchmarks._edits import Clock, settle
from rubin_tui.engine.editing.highlight import Highlighter, LineLexer, source_of
from rubin_tui.engine.editing.highlight.gcode import GcodeLexer
from rubin_tui.engine.editing.highlight.signs import SignsLexer
from rubin_tui.engine.languages import language_named


def coloured(lexer: LineLexer, text: str) -> list[list[tuple[str, str]]]:
    state = lexer.start
    rows = []
    for line in text.split("\n"):
        tokens, state = lexer(state, line)
        rows.append([(line[begin:end], kind) for begin, end, kind in tokens])
    return rows


@pytest.mark.parametrize(
    ("line", "tokens"),
    [
        (
            "N10 G1X10.5 Y-.3 F200 (to the edge) ; end",
            [("N10", "name.label"), ("G1", "keyword"), ("10.5", "number"), ("-.3", "number"),
             ("F", "name.attribute"), ("200", "number"), ("(to the edge)", "comment"), ("; end", "comment")],
        ),
        ("g38.2 z-5", [("g38.2", "keyword"), ("-5", "number")]),
        (
            "#<_depth> = [#2 * sin[30]]",
            [("#<_depth>", "name.variable"), ("#2", "name.variable"), ("sin", "name.builtin"),
             ("30", "number")],
        ),
        ("o100 sub", [("o100", "name.function"), ("sub", "keyword")]),
        (
            "o<drill> call [#<a>]",
            [("o<drill>", "name.function"), ("call", "keyword"), ("#<a>", "name.variable")],
        ),
        (
            "IF[#1EQ2]GOTO10",
            [("IF", "keyword"), ("#1", "name.variable"), ("EQ", "keyword"), ("2", "number"),
             ("GOTO", "keyword"), ("10", "number")],
        ),
        ("(MSG, Tool 3)", [("(MSG", "comment.preprocessor"), (", Tool 3)", "string")]),
        ("O0001 (PART)", [("O0001", "name.function"), ("(PART)", "comment")]),
        ("CYCLE81(10, 0)", [("CYCLE81", "name.function"), ("10", "number"), ("0", "number")]),
        ("G1(x)", [("G1", "keyword"), ("(x)", "comment")]),
        ("(never closed", [("(never closed", "comment")]),
    ],
)  # fmt: skip
def test_gcode(line: str, tokens: list[tuple[str, str]]) -> None:
    assert coloured(GcodeLexer(), line) == [tokens]


def test_gcode_after_the_second_percent_sign_is_not_read() -> None:
    assert coloured(GcodeLexer(), "%\nG0\n%\nG1") == [
        [("%", "keyword")],
        [("G0", "keyword")],
        [("%", "keyword")],
        [("G1", "comment")],
    ]


def lexer_of(id: str) -> SignsLexer:
    language = language_named(id)
    assert language is not None
    return SignsLexer(language)


def test_structured_text_comments_go_on_over_lines() -> None:
    assert coloured(lexer_of("st"), "IF a THEN (* x\ny *) z := 16#FF; // 'e'\ns : STRING := 'it$'s';") == [
        [("IF", "keyword"), ("THEN", "keyword"), ("(* x", "comment")],
        [("y *)", "comment"), ("16#FF", "number"), ("// 'e'", "comment")],
        [("STRING", "type"), ("'it$'s'", "string")],
    ]


def test_languages_without_words_of_ours_have_comments_strings_and_numbers() -> None:
    assert coloured(lexer_of("hal"), 'setp a.b 0x1F # "c"') == [[("0x1F", "number"), ('# "c"', "comment")]]
    assert coloured(lexer_of("pmac"), 'CMD "J/" ; go') == [
        [("CMD", "keyword"), ('"J/"', "string"), ("; go", "comment")]
    ]


@pytest.mark.parametrize("name", ["a.ngc", "a.st", "a.src"])
def test_random_edits_leave_the_colours_of_the_whole_text(name: str) -> None:
    chance = random.Random(7)
    words = ["(*", "*)", "G1 X1", "%", "; c", "(", ")", "'", "IF x", "", "(* a *)", "//", "/*", "*/"]
    text = [chance.choice(words) for _ in range(300)]
    clock = Clock()
    highlighter = Highlighter(text, source_of(name, text), clock)
    for _ in range(150):
        row = chance.randrange(len(text))
        removed = chance.randrange(min(3, len(text) - row + 1))
        inserted = [chance.choice(words) for _ in range(chance.randrange(3) or removed)]
        text[row : row + removed] = inserted
        highlighter.changed(row, removed, len(inserted))
        top = chance.randrange(len(text))
        settle(highlighter, range(top, top + 40), clock, 1.0)
        source = source_of(name, text)
        assert source is not None
        should = [lexed[1] for lexed in source.rows(text, 0, len(text), source.start) if lexed]
        assert [highlighter.key(row) for row in range(len(text))] == should
