"""Light highlighting of a whole file with Pygments, in a worker: the library is loaded on first need."""

from __future__ import annotations

from collections.abc import Sequence

_STYLES = (
    ("Comment", "comment"),
    ("Literal.String", "string"),
    ("Literal.Number", "number"),
    ("Keyword", "keyword"),
    ("Operator.Word", "keyword"),
)


def tokens_of(filename: str, lines: Sequence[str]) -> dict[int, list[tuple[int, int, str]]]:
    """For each line its coloured ranges: begin, end, name of a style of the palette."""
    from pygments.lexers import get_lexer_for_filename  # type: ignore[import-untyped]
    from pygments.util import ClassNotFound  # type: ignore[import-untyped]

    try:
        lexer = get_lexer_for_filename(filename, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return {}
    found: dict[int, list[tuple[int, int, str]]] = {}
    line, column = 0, 0
    for kind, text in lexer.get_tokens("\n".join(lines)):
        name = next((style for prefix, style in _STYLES if str(kind).startswith("Token." + prefix)), "")
        for number, part in enumerate(text.split("\n")):
            if number:
                line, column = line + 1, 0
            if part and name:
                found.setdefault(line, []).append((column, column + len(part), name))
            column += len(part)
    return found
