"""Which lines of a text hold code: not blank, not only comment. What the score divides by."""

from __future__ import annotations

from collections.abc import Iterator

from rubin_tui.engine.analysis.lines import Lines
from rubin_tui.engine.languages import language_named


def code_lines(lines: Lines, language: str) -> Iterator[tuple[int, str]]:
    """Number (from 0) and text of each line that holds code.

    Comments are known by the signs in the table of languages, read without regard to strings: a sign at
    a line's beginning is what matters here.
    """
    known = language_named(language)
    signs = known.comment if known is not None else ()
    blocks = known.block_comment if known is not None else (("<!--", "-->"),) if language == "xml" else ()
    closing = ""
    for number, line in enumerate(lines.all):
        bare = line.strip().lstrip("\ufeff")
        if closing:
            _, found, bare = bare.partition(closing)
            bare = bare.strip()
            if not found:
                continue
            closing = ""
        while opening := next((pair for pair in blocks if bare.startswith(pair[0])), None):
            _, found, rest = bare[len(opening[0]) :].partition(opening[1])
            bare = rest.strip()
            if not found:
                closing = opening[1]
        if bare and not bare.startswith(signs or ("\0",)):
            yield number, bare
