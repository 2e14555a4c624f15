"""What a coloured range of a line can be, and which of them each token type of Pygments is."""

from __future__ import annotations

from collections.abc import Sequence
from struct import Struct
from typing import Literal, get_args

Kind = Literal[
    "comment",
    "comment.preprocessor",
    "string",
    "string.doc",
    "string.escape",
    "number",
    "constant",
    "keyword",
    "type",
    "name.function",
    "name.class",
    "name.builtin",
    "name.decorator",
    "name.attribute",
    "name.tag",
    "name.variable",
    "name.label",
    "heading",
    "strong",
    "emphasis",
    "inserted",
    "deleted",
    "error",
]
"""What a range is. A theme that has no look for one takes that of the part before the dot, or plain text."""

KINDS: tuple[Kind, ...] = get_args(Kind)

Token = tuple[int, int, Kind]
"""Begin and end in the line, in characters, and what stands there. Plain text has none."""

_NUMBERS: dict[str, int] = {kind: number for number, kind in enumerate(KINDS, 1)}
_OF_PYGMENTS: dict[str, Kind | Literal[""]] = {
    "Comment": "comment",
    "Comment.Preproc": "comment.preprocessor",
    "Comment.PreprocFile": "string",
    "Literal": "constant",
    "Literal.String": "string",
    "Literal.String.Affix": "keyword",
    "Literal.String.Doc": "string.doc",
    "Literal.String.Escape": "string.escape",
    "Literal.String.Interpol": "string.escape",
    "Literal.Number": "number",
    "Keyword": "keyword",
    "Keyword.Constant": "constant",
    "Keyword.Type": "type",
    "Operator.Word": "keyword",
    "Name.Function": "name.function",
    "Name.Class": "name.class",
    "Name.Exception": "name.class",
    "Name.Builtin": "name.builtin",
    "Name.Constant": "constant",
    "Name.Decorator": "name.decorator",
    "Name.Attribute": "name.attribute",
    "Name.Property": "name.attribute",
    "Name.Tag": "name.tag",
    "Name.Variable": "name.variable",
    "Name.Label": "name.label",
    "Name.Entity": "string.escape",
    "Generic.Heading": "heading",
    "Generic.Subheading": "heading",
    "Generic.Strong": "strong",
    "Generic.EmphStrong": "strong",
    "Generic.Emph": "emphasis",
    "Generic.Inserted": "inserted",
    "Generic.Deleted": "deleted",
    "Generic.Error": "error",
    "Generic.Prompt": "keyword",
    "Error": "error",
}


class KindNumbers(dict[tuple[str, ...], int]):
    """The number of the kind of each token type of Pygments (a tuple of names), 0 for plain text."""

    def __missing__(self, type: tuple[str, ...]) -> int:
        for length in range(len(type), 0, -1):
            kind = _OF_PYGMENTS.get(".".join(type[:length]))
            if kind is not None:
                break
        else:
            kind = ""
        self[type] = found = _NUMBERS.get(kind, 0)
        return found


_RANGE = Struct("=HHH")


def packed(flat: Sequence[int]) -> bytes:
    """Begin, end, number of kind, begin, end ...: six bytes a token, where tuples take a hundred."""
    return Struct(f"={len(flat)}H").pack(*flat)


def packed_tokens(tokens: Sequence[Token]) -> bytes:
    """Tokens as they are kept; they are in order and do not overlap."""
    return b"".join(_RANGE.pack(begin, end, _NUMBERS[kind]) for begin, end, kind in tokens)


def unpacked(row: bytes) -> tuple[Token, ...]:
    """The tokens again."""
    return tuple((begin, end, KINDS[number - 1]) for begin, end, number in _RANGE.iter_unpack(row))
