"""Programs of our own that use every construct, and edits that break them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rubin_tui.engine.analysis.iec.lexer import lex

_HERE = Path(__file__).parent
PROGRAMS = {path.name: path.read_text("utf-8") for path in sorted((_HERE / "programs").iterdir())}


@dataclass(frozen=True)
class Broken:
    """A program with one token deleted, doubled, swapped with the next, or replaced.

    `lines` are those an error may stand at, from 1: that of the token, and that of the token before it,
    behind which a missing one is expected.
    """

    edit: str
    text: str
    lines: frozenset[int]


def faults() -> list[Broken]:
    """Every edit of `faults.tsv`: file, line, column, what is done, to which token, and what replaces it."""
    return [_broken(row.split("\t")) for row in (_HERE / "faults.tsv").read_text("utf-8").splitlines()]


def _broken(row: list[str]) -> Broken:
    name, line, column, done, *new = row
    text = PROGRAMS[name]
    start = sum(len(each) for each in text.splitlines(keepends=True)[: int(line) - 1]) + int(column) - 1
    tokens = lex(text)
    i = tokens.starts.index(start)
    end = tokens.ends[i]
    after, after_end = tokens.starts[i + 1], tokens.ends[i + 1]
    word, following = text[start:end], text[after:after_end]
    edited = {
        "delete": text[:start] + " " + text[end:],
        "double": f"{text[:end]} {word}{text[end:]}",
        "swap": f"{text[:start]} {following} {text[end:after]}{word} {text[after_end:]}",
        "replace": text[:start] + (new[1] if len(new) > 1 else "") + text[end:],
    }[done]
    before = text.count("\n", 0, tokens.ends[i - 1]) + 1 if i else int(line)
    return Broken("\t".join(row), edited, frozenset((int(line), before)))
