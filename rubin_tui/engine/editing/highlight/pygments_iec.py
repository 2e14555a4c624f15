"""Our lexers of IEC 61131-3 texts for Pygments itself, which has none; found by its entry points."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from typing import Any, ClassVar

from pygments.lexer import Lexer  # type: ignore[import-untyped]
from pygments.token import (  # type: ignore[import-untyped]
    Comment,
    Keyword,
    Name,
    Number,
    String,
    Text,
    Token,
)

from rubin_tui.engine.editing.highlight.iec import AwlLexer, StLexer
from rubin_tui.engine.editing.highlight.kinds import Kind

_TYPES: dict[Kind, Any] = {
    "comment": Comment,
    "comment.preprocessor": Comment.Preproc,
    "string": String,
    "number": Number,
    "constant": Keyword.Constant,
    "keyword": Keyword,
    "type": Keyword.Type,
    "name.function": Name.Function,
    "name.class": Name.Class,
    "name.attribute": Name.Attribute,
    "name.variable": Name.Variable,
    "name.label": Name.Label,
}
_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|$)")
_ST = re.compile(r"^\s*(?:END_VAR|END_IF|(?:FUNCTION_BLOCK|FUNCTION|PROGRAM)\s+\w+)\b", re.M | re.I)


class StructuredTextLexer(Lexer):  # type: ignore[misc]
    """Structured Text and SCL."""

    name = "IEC Structured Text"
    aliases: ClassVar = ["iecst", "structured-text", "scl"]
    filenames: ClassVar = ["*.st", "*.scl", "*.iecst"]
    lines: ClassVar[StLexer] = StLexer()

    def get_tokens_unprocessed(self, text: str) -> Iterator[tuple[int, Any, str]]:
        """Tokens as Pygments wants them: everything, with its place."""
        state: Hashable = self.lines.start
        for found in _LINE.finditer(text):
            line, offset = found[1], found.start()
            tokens, state = self.lines(state, line)
            place = 0
            for begin, end, kind in tokens:
                if begin > place:
                    yield offset + place, Text, line[place:begin]
                yield offset + begin, _TYPES.get(kind, Token), line[begin:end]
                place = end
            if rest := line[place:] + found[2]:
                yield offset + place, Text, rest

    @staticmethod
    def analyse_text(text: str) -> float:
        """How sure it is that a text of an ambiguous name (Smalltalk has .st, too) is one of ours."""
        return 0.9 if _ST.search(text) else 0.0


class StatementListLexer(StructuredTextLexer):
    """STL (AWL) of Siemens, and instruction lists (IL)."""

    name = "IEC Instruction List"
    aliases: ClassVar = ["awl", "iecil", "siemens-stl"]
    filenames: ClassVar = ["*.awl", "*.il"]
    lines: ClassVar[StLexer] = AwlLexer()
