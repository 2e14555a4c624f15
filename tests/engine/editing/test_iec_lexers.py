"""Colours of Structured Text, SCL, STL and IL."""

import pytest
from pygments.lexers import find_lexer_class_by_name

from rubin_tui.engine.editing.highlight import source_of
from rubin_tui.engine.editing.highlight.iec import AwlLexer, StLexer
from rubin_tui.engine.editing.highlight.pygments_iec import StatementListLexer, StructuredTextLexer
from tests.engine.editing.test_line_lexers import coloured

CODE = "IF a THEN (* x\ny *) b := 'c$'' + T#1s; END_IF // d\n\n{attribute 'e'}\r\nf(1);"


@pytest.mark.parametrize(
    ("line", "tokens"),
    [
        ("FUNCTION_BLOCK PUBLIC FB_x",
            [("FUNCTION_BLOCK", "keyword"), ("PUBLIC", "keyword"), ("FB_x", "name.class")]),
        ("x : ARRAY[1..2] OF INT := 16#FF; // hi",
            [("ARRAY", "keyword"), ("1", "number"), ("2", "number"), ("OF", "keyword"), ("INT", "type"),
             ("16#FF", "number"), ("// hi", "comment")]),
        ("foo.set(a) AND TRUE", [("set", "name.function"), ("AND", "keyword"), ("TRUE", "constant")]),
        ("Step := #loc + %IX0.1;", [("#loc", "name.variable"), ("%IX0.1", "name.attribute")]),
        ("{attribute 'x'} y", [("{attribute ", "comment.preprocessor"), ("'x'", "string"),
            ("}", "comment.preprocessor")]),
    ],
)  # fmt: skip
def test_structured_text(line: str, tokens: list[tuple[str, str]]) -> None:
    assert coloured(StLexer(), line) == [tokens]


def test_comments_nest_over_lines() -> None:
    rows = coloured(StLexer(), "(* a (* b\nc *) d\ne *) IF")
    assert rows == [
        [("(* a (* b", "comment")],
        [("c *) d", "comment")],
        [("e *)", "comment"), ("IF", "keyword")],
    ]


def test_instructions() -> None:
    assert coloured(AwlLexer(), "M1: SPB x // y\n  U z") == [
        [("M1", "name.label"), ("SPB", "keyword"), ("// y", "comment")],
        [("U", "keyword")],
    ]


@pytest.mark.parametrize("name", ["a.st", "a.SCL", "a.exp", "a.awl", "a.il"])
def test_files_get_them(name: str) -> None:
    source = source_of(name, ["IF a THEN"])
    assert source is not None
    assert source.resumable


@pytest.mark.parametrize("lexer", [StructuredTextLexer, StatementListLexer])
def test_pygments_gets_every_character(lexer: type) -> None:
    assert "".join(value for _, _, value in lexer().get_tokens_unprocessed(CODE)) == CODE
    assert find_lexer_class_by_name("python") is not None


def test_the_class_for_pygments_knows_its_texts_from_smalltalk() -> None:
    assert StructuredTextLexer.analyse_text("PROGRAM a\nVAR\nEND_VAR") > 0.5
    assert StructuredTextLexer.analyse_text("Object subclass: #A") == 0
