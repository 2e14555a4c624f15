"""Passages read into sentences: where each stands, which terms it holds, whether it is one at all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rubin_tui.engine.model import Passage
from rubin_tui.engine.text.analyzer import terms, tokens
from rubin_tui.engine.text.sanitize import folded
from rubin_tui.engine.text.sentences import sentence_spans

LONGEST = 700  # characters of a sentence; what is longer is a table or a listing that lost its lines


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a passage: `passage.text[start:end]`.

    `places` are the positions of each term, counted in terms; `length` counts the terms. `worth` is 1
    of a whole sentence, less of a fragment, 0 of what is never shown.
    """

    start: int
    end: int
    text: str
    places: Mapping[str, tuple[int, ...]]
    length: int
    worth: float


@dataclass(frozen=True, slots=True)
class Read:
    """A passage as its sentences, and the terms of its headings."""

    lines: tuple[Line, ...]
    headings: frozenset[str]


def read(passage: Passage) -> Read:
    """`passage` as sentences; of code each line is one."""
    text = passage.text
    headings = frozenset(terms(" ".join(passage.heading_path)))
    spans = _code_lines(text) if passage.kind == "code" else sentence_spans(text)
    titles = {_plain(heading) for heading in passage.heading_path}
    return Read(tuple(_line(text, start, end, passage, titles) for start, end in spans), headings)


_LEADER = re.compile(r"(?:[.·…_]\s?){4,}\s*\S{0,8}\s*$|(?:\. ){3,}|(?:[.·…]){5,}")
_WORDS = re.compile(r"[^\W\d_]{2,}")
_OPENING = re.compile(r"^[\s#\d.,:;()\[\]|*>_`•–—-]+")
_ENDED = re.compile(r"[.!?…:;][\"'»”’)\]*_`]*\s*$")
_SEPARATOR = re.compile(r"^[\s|:+=_*~.-]*$")


def _line(text: str, start: int, end: int, passage: Passage, titles: set[str]) -> Line:
    written = text[start:end]
    places: dict[str, list[int]] = {}
    position = -1
    last_end = -1
    for token in tokens(written):
        if token.start >= last_end:  # parts of a compound name stand at its own position
            position += 1
            last_end = token.end
        places.setdefault(token.term, []).append(position)
    return Line(
        start,
        end,
        folded(written),
        {term: tuple(at) for term, at in places.items()},
        position + 1,
        _worth(written, passage, titles),
    )


def _worth(written: str, passage: Passage, titles: set[str]) -> float:
    """1 of a whole sentence, less of fragments, 0 of headings, contents lines, rules, single words."""
    words = _WORDS.findall(written)
    if _SEPARATOR.match(written) or not words or _LEADER.search(written):
        return 0.0
    if written.lstrip().startswith("#") and passage.kind != "code" and "\n" not in written.strip():
        return 0.0  # a Markdown heading
    if _plain(written) in titles:
        return 0.0
    if len(written) > LONGEST:
        return 0.4
    if passage.kind in ("table", "code"):
        return 0.85
    if _ENDED.search(written):
        ends_open = written.rstrip().endswith((":", ";"))
        return 0.8 if ends_open or len(words) < 3 else 1.0
    return 0.75 if len(words) >= 6 or passage.kind == "list" else 0.5


def _plain(text: str) -> str:
    """A heading's words alone: without numbering, signs, case."""
    return folded(_OPENING.sub("", text)).rstrip(" .:#").lower()


def _code_lines(text: str) -> list[tuple[int, int]]:
    spans = []
    start = 0
    for line in text.splitlines(keepends=True):
        body = line.strip()
        if body:
            begin = start + line.index(body[0])
            spans.append((begin, begin + len(body)))
        start += len(line)
    return spans
