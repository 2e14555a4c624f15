"""A search in the transcript: what was looked for, the places with the found words lit, and how many more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from rich.cells import cell_len

from rubin_tui.engine.text.sanitize import safe_line
from rubin_tui.messages import Message
from rubin_tui.widgets.lines import Piece, clip, wrap
from rubin_tui.widgets.look import Look
from rubin_tui.widgets.places import place_name
from rubin_tui.widgets.told import More, asked
from rubin_tui.widgets.turns import Row

if TYPE_CHECKING:
    from rubin_tui.engine.model import Citation, SearchHit, SearchResult

Range = tuple[int, int]
EXCERPT = 160
"""Characters of a passage that are shown round its first found word."""
BEFORE = 30
"""Of these, how many stand before it at most."""
EXCERPT_ROWS = 2

_SPACES = re.compile(r"\s+")


class Excerpt(NamedTuple):
    """A part of a passage on one line: its words, the found ones among them, its range in the passage."""

    text: str
    marks: tuple[Range, ...]
    start: int
    end: int


class Found(NamedTuple):
    """A search and how far it is. `links` are the places of the hits, and `More` when there are more.

    A "kept" one was done before: `kept` says what it found then, and it can be done again.
    """

    question: str
    query: str
    stage: Literal["searching", "found", "failed", "kept"] = "searching"
    result: SearchResult | None = None
    problem: Message | None = None
    links: tuple[Citation | More, ...] = ()
    kept: str = ""

    def rows(self, width: int, look: Look) -> list[Row]:
        """The command, how many were found, what was not understood, the places."""
        style = look.palette
        rows = asked(self.question, width, look)
        head = f" {look.signs.dot} ".join(filter(None, (look.say("found.search"), safe_line(self.query))))
        state = _state(self, look)
        head = clip(head, width - 5 - cell_len(state[0]), look.signs.ellipsis)
        rows.append(
            Row(((f" {look.signs.into} ", style.accent), (head, style.muted)), (state, (" ", style.text)))
        )
        if self.problem is not None:
            rows += _note(look.tell(self.problem), width, look)
        if self.stage == "kept":
            rows += [*_note(self.kept, width, look), _more_row(0, look.say("found.again"), look)]
        if self.result is not None:
            rows += _result(self.result, self.links, width, look)
        return [*rows, Row()]


def excerpt(hit: SearchHit) -> Excerpt:
    """The part of a hit's text round its first found word, cut between words, white space folded."""
    first = hit.highlights[0][0] if hit.highlights else 0
    start = max(first - BEFORE, 0)
    if start:
        start = _word_start(hit.text, start, first)
    end = min(start + EXCERPT, len(hit.text))
    if end < len(hit.text):
        end = max(hit.text.rfind(" ", first + 1, end), hit.text.rfind("\n", first + 1, end), first + 1)
    while start < end and hit.text[start].isspace():
        start += 1
    while end > start and hit.text[end - 1].isspace():
        end -= 1
    text, marks = _folded(hit.text[start:end], [(a - start, b - start) for a, b in hit.highlights])
    return Excerpt(text, marks, start, end)


def _word_start(text: str, start: int, last: int) -> int:
    space = _SPACES.search(text, start, last)
    return space.end() if space else last


def _folded(text: str, marks: list[Range]) -> tuple[str, tuple[Range, ...]]:
    """`text` with runs of white space as one space, and where the marks are then."""
    at = [0] * (len(text) + 1)
    out: list[str] = []
    for number, char in enumerate(text):
        at[number] = len(out)
        if not char.isspace():
            out.append(char)
        elif not out or out[-1] != " ":
            out.append(" ")
    at[len(text)] = len(out)
    inside = [(max(a, 0), min(b, len(text))) for a, b in marks]
    return "".join(out), tuple((at[a], at[b]) for a, b in inside if a < b)


def _state(found: Found, look: Look) -> Piece:
    style, signs = look.palette, look.signs
    if found.result is not None:
        total = found.result.total
        sign, colour = (signs.found, style.ok) if total else (signs.not_found, style.bad)
        return f"{sign} {look.say('found.places', count=total)}", colour
    if found.stage == "failed":
        return look.say("answer.failed"), style.bad
    return look.say(f"found.{found.stage}"), style.muted


def _result(
    result: SearchResult, links: tuple[Citation | More, ...], width: int, look: Look
) -> Iterator[Row]:
    for note in result.notes:
        yield from _note(look.tell(note), width, look)
    for reading in result.readings:
        text = f"{safe_line(reading.typed)} {look.signs.arrow} {safe_line(reading.read)}"
        yield from _note(look.say("answer.layout", reading=text), width, look)
    if result.missing_terms:
        missing = ", ".join(f"«{safe_line(term)}»" for term in result.missing_terms)
        yield from _note(look.say("answer.missing", words=missing), width, look)
    for number, (hit, link) in enumerate(zip(result.hits, links, strict=False)):
        if not isinstance(link, More):
            yield _place(number, hit, link, width, look)
            yield from _excerpt_rows(excerpt(hit), number, width, look)
    if links and isinstance(links[-1], More):
        more = look.say("found.more", count=links[-1].total - links[-1].shown)
        yield _more_row(len(links) - 1, more, look)


def _more_row(number: int, words: str, look: Look) -> Row:
    style = look.palette
    return Row((("   [+] ", style.accent), (words, style.text)), (), number, is_place=True)


def _place(number: int, hit: SearchHit, link: Citation, width: int, look: Look) -> Row:
    style = look.palette
    mark = f"   [{number + 1}] "
    place = place_name(link, look)
    room = width - len(mark) - cell_len(place) - 3
    name = clip(safe_line(hit.filename), max(room, 8), look.signs.ellipsis)
    left: list[Piece] = [(mark, style.accent), (name, style.text), (f"  {place}", style.muted)]
    room -= cell_len(name) + 2
    heading = safe_line(hit.heading_path[-1]) if hit.heading_path else ""
    if heading and room >= 8:
        left.append((f"  {clip(heading, room, look.signs.ellipsis)}", style.muted))
    return Row(tuple(left), (), number, is_place=True)


def _excerpt_rows(shown: Excerpt, number: int, width: int, look: Look) -> Iterator[Row]:
    style = look.palette
    text = safe_line(shown.text)
    spans = wrap(text, width - 9)
    for row, (begin, end) in enumerate(spans[:EXCERPT_ROWS]):
        pieces: list[Piece] = [("       ", style.text)]
        at = begin
        for a, b in shown.marks:
            a, b = max(a, at), min(b, end)
            if a < b:
                pieces += [(text[at:a], style.muted), (text[a:b], style.marked)]
                at = b
        is_cut = row == EXCERPT_ROWS - 1 and len(spans) > EXCERPT_ROWS
        rest = text[at:end].rstrip(" ") + (look.signs.ellipsis if is_cut else "")
        pieces.append((rest, style.muted))
        yield Row(tuple(pieces), (), number)


def _note(text: str, width: int, look: Look) -> list[Row]:
    style = look.palette
    text = safe_line(text)
    spans = wrap(text, width - 4)
    return [Row((("   ", style.text), (text[a:b].rstrip(" "), style.muted))) for a, b in spans]
