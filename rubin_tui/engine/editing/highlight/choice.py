"""Which lexer a file gets. Pygments is loaded here and nowhere before."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import PurePath

from rubin_tui.engine.editing.highlight.gcode import GcodeLexer
from rubin_tui.engine.editing.highlight.iec import AwlLexer, StLexer
from rubin_tui.engine.editing.highlight.signs import SignsLexer
from rubin_tui.engine.editing.highlight.source import LineLexer, LineSource, Source
from rubin_tui.engine.languages import Language, language_of

OWN: dict[str, Callable[[], LineLexer]] = {"gcode": GcodeLexer, "st": StLexer, "awl": AwlLexer}
"""Our own lexers by the id of their language; they go before those of Pygments."""

_NAMES = {
    "cargo.lock": "toml",
    "poetry.lock": "toml",
    "uv.lock": "toml",
    "pipfile": "toml",
    "jenkinsfile": "groovy",
    ".env": "bash",
    ".bashrc": "bash",
    ".profile": "bash",
    ".gitconfig": "ini",
    ".editorconfig": "ini",
    "go.mod": "",
    "go.sum": "",
}
_SUFFIXES = {
    **dict.fromkeys((".tcpou", ".tcgvl", ".tcdut", ".tcio"), "xml"),
    ".ipynb": "json",
    ".urdf": "xml",
    ".gsdml": "xml",
    ".tcproj": "xml",
    ".plcproj": "xml",
}
_BEGIN_ANYWHERE = {"make": "basemake"}
"""Lexers that can begin anywhere in place of those that cannot."""
_CPP = re.compile(
    r"^\s*(?:class\s+\w+|namespace\b|template\s*<|using\s+\w|(?:public|private|protected):)", re.M
)
_HEAD_LINES = 60
_HEAD = 4_096


def source_of(filename: str, lines: Sequence[str]) -> Source | None:
    """The source of colours for a file by its name, then by how it begins; None for plain text."""
    head = "\n".join(line[:_HEAD] for line in lines[:_HEAD_LINES])[:_HEAD]
    language = language_of(filename, head)
    if language is not None:
        return _of_language(language, head)
    path = PurePath(filename.lower())
    alias = _NAMES.get(path.name, _SUFFIXES.get(path.suffix))
    if alias is not None:
        return _named(alias) if alias else None
    return _of_pygments(filename, head)


def _of_language(language: Language, head: str) -> Source | None:
    own = OWN.get(language.id)
    if own is not None and not head.startswith("<?xml"):
        return LineSource(language.title, own())
    if language.lexer:
        is_cpp = language.id == "c" and _CPP.search(head)
        return _named("cpp" if is_cpp else _BEGIN_ANYWHERE.get(language.lexer, language.lexer))
    if head.startswith("<?xml"):
        return _named("xml")
    return LineSource(language.title, SignsLexer(language))


def _named(alias: str) -> Source:
    from pygments.lexers import find_lexer_class_by_name  # type: ignore[import-untyped]

    from rubin_tui.engine.editing.highlight.pygments_source import pygments_source

    return pygments_source(find_lexer_class_by_name(alias))


def _of_pygments(filename: str, head: str) -> Source | None:
    from pygments.lexers import TextLexer, find_lexer_class_for_filename

    from rubin_tui.engine.editing.highlight.pygments_source import pygments_source

    found = find_lexer_class_for_filename(PurePath(filename).name, head)
    return None if found is None or found is TextLexer else pygments_source(found)
