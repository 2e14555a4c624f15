"""What stands in the transcript: notices, and turns of a question with its answer. Rows for a width.

Values and their painting, no widget: the transcript asks only for the entries that are visible.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from textwrap import dedent
from typing import TYPE_CHECKING, Literal, NamedTuple

from rich.cells import cell_len
from rich.style import Style

from rubin_tui.engine.text.sanitize import folded, safe_line
from rubin_tui.messages import Message
from rubin_tui.widgets.lines import Piece, clip, wrap
from rubin_tui.widgets.look import Look
from rubin_tui.widgets.places import line_name, origin_name, place_name

if TYPE_CHECKING:
    from rubin_tui.engine.model import Answer, Citation, Reading, Sentence

Spot = tuple[str, int, int]
"""Document, page and line of a citation."""

FOLDED_ROWS = 6
"""Rows that are shown of a quote which takes at least three more."""

Stage = Literal["waiting", "reading", "searching", "answered", "stopped", "failed"]


class Row(NamedTuple):
    """One line of the transcript: what is on its left and right, and the citation it leads to.

    `fold` is the number of the quote it unfolds; `marks` are the citations its right end names, one after the
    other; on a row that `has_menu` the right end opens the menu of the answer.
    """

    left: tuple[Piece, ...] = ()
    right: tuple[Piece, ...] = ()
    link: int | None = None
    is_place: bool = False
    fold: int | None = None
    marks: tuple[int, ...] = ()
    has_menu: bool = False


class Notice(NamedTuple):
    """Something Rubin says by itself: sentences, the first one with the sign of a problem if it is one."""

    messages: tuple[Message, ...]
    problem: bool = False
    links: tuple[Citation, ...] = ()

    def rows(self, width: int, look: Look) -> list[Row]:
        """The sentences, broken to the width."""
        style = look.palette
        rows = [Row()] if self.problem else []
        for number, message in enumerate(self.messages):
            first = self.problem and number == 0
            lead: Piece = (f" {look.signs.warning} ", style.bad) if first else ("   ", style.text)
            words = style.text if number == 0 else style.muted
            rows += _paragraph(safe_line(look.tell(message)), width, lead, (words, words))
        return [*rows, Row()]


class Turn(NamedTuple):
    """A question and how far its answer is."""

    question: str
    stage: Stage = "waiting"
    keywords: tuple[str, ...] = ()
    topic: str = ""
    readings: tuple[Reading, ...] = ()
    passages: int = 0
    answer: Answer | None = None
    problem: Message | None = None
    links: tuple[Citation, ...] = ()
    unfolded: frozenset[int] | None = frozenset()
    """Numbers of the long quotes that are shown whole; None is all."""

    def folding(self, link: int) -> Turn:
        """With the long quotes of a citation unfolded, or folded again."""
        if self.answer is None:
            return self
        spot = _spot(self.links[link])
        every = self.answer.sentences
        here = {number for number, one in enumerate(every) if _spot(one.citation) == spot}
        shown = set(range(len(every))) if self.unfolded is None else set(self.unfolded)
        return self._replace(unfolded=frozenset(shown - here if here <= shown else shown | here))

    def unfolding(self, quote: int) -> Turn:
        """With one long quote shown whole."""
        return self._replace(unfolded=None if self.unfolded is None else self.unfolded | {quote})

    @property
    def messages(self) -> int:
        """How many messages of the chat this is."""
        return 2 if self.answer is not None else 1

    def rows(self, width: int, look: Look) -> list[Row]:
        """The question, the state of the answer, quotes, the places they stand in."""
        style, signs = look.palette, look.signs
        rows = _question(self.question, width, look)
        topic = look.say(f"topic.{self.topic}") if self.topic else ""
        head = f" {look.signs.dot} ".join(
            part for part in (topic, safe_line(", ".join(self.keywords))) if part
        )
        rows.append(
            Row(
                ((f" {look.signs.into} ", style.accent), (head, style.muted)),
                (*_state(self, look), (f" {signs.opened} " if self.answer else " ", style.muted)),
                has_menu=self.answer is not None,
            )
        )
        for reading in self.readings:
            text = f"{safe_line(reading.typed)} {look.signs.arrow} {safe_line(reading.read)}"
            joined = "".join(filter(str.isalnum, reading.typed)) == reading.read
            rows += _note(look.say("answer.joined" if joined else "answer.layout", reading=text), width, look)
        if self.problem is not None:
            lead: Piece = (f" {look.signs.warning} ", style.bad)
            rows += _paragraph(safe_line(look.tell(self.problem)), width, lead, (style.text, style.text))
        if self.answer is not None:
            rows += _answer(self.answer, self.links, width, look, self.unfolded)
        return [*rows, Row()]


def turn_of(answer: Answer) -> Turn:
    """An answered question."""
    return Turn(
        answer.question,
        "answered",
        keywords=answer.keywords,
        topic=answer.topic,
        readings=answer.readings,
        answer=answer,
        links=links_of(answer),
    )


def links_of(answer: Answer) -> tuple[Citation, ...]:
    """The places of an answer, each once, in the order they are first quoted."""
    found: dict[Spot, Citation] = {}
    for citation in answer.citations:
        found.setdefault(_spot(citation), citation)
    return tuple(found.values())


def _spot(citation: Citation) -> Spot:
    return citation.document_id, citation.page_number, citation.line_start


def _question(question: str, width: int, look: Look) -> list[Row]:
    style = look.palette
    you = f" {look.say('chat.you')}  "
    rows: list[Row] = []
    for line in question.split("\n"):
        lead: Piece = (you if not rows else " " * cell_len(you), style.accent)
        rows += _paragraph(safe_line(line), width, lead, (style.strong, style.strong))
    return rows


def _state(turn: Turn, look: Look) -> tuple[Piece, ...]:
    style, signs = look.palette, look.signs
    if turn.stage == "answered" and turn.answer is not None:
        by_confidence: dict[str, Piece] = {
            "found": (f"{signs.found} {look.say('answer.found')}", style.ok),
            "maybe": (f"{signs.maybe} {look.say('answer.maybe')}", style.warn),
            "not_found": (f"{signs.not_found} {look.say('answer.not_found')}", style.bad),
        }
        apart = "project" if turn.answer.project else "notes" if turn.answer.notes else ""
        if apart and turn.answer.confidence == "not_found":
            return ((f"{signs.found} {look.say(f'answer.in_{apart}')}", style.ok),)
        return (by_confidence[turn.answer.confidence],)
    if turn.stage == "failed":
        return ((look.say("answer.failed"), style.bad),)
    if turn.stage == "stopped":
        return ((look.say("answer.stopped"), style.muted),)
    if turn.stage == "searching":
        return ((look.say("answer.reading_passages", count=turn.passages), style.muted),)
    return ((look.say(f"answer.{turn.stage}"), style.muted),)


def _answer(
    answer: Answer, links: tuple[Citation, ...], width: int, look: Look, unfolded: frozenset[int] | None
) -> Iterator[Row]:
    style = look.palette
    if answer.missing_terms:
        missing = ", ".join(f"«{safe_line(term)}»" for term in answer.missing_terms)
        yield from _note(look.say("answer.missing", words=missing), width, look)
    numbers = {_spot(citation): number for number, citation in enumerate(links)}
    apart = [*_apart("project", answer.project, numbers, width, look)]
    apart += _apart("notes", answer.notes, numbers, width, look)
    if answer.kind == "not_found":
        yield from apart[1:]
        if apart:
            yield Row()
        if answer.unread:
            yield from _note(look.say("answer.unread", count=answer.unread), width, look)
        if answer.sentences:
            yield from _note(look.say("answer.nearest"), width, look)
        else:
            yield from _note(look.say("answer.only_there" if apart else "answer.rephrase"), width, look)
    words = style.text if answer.kind == "answer" else style.muted
    for quote, sentence in enumerate(answer.sentences):
        number = numbers[_spot(sentence.citation)]
        places = dict.fromkeys(numbers[_spot(place)] for place in (sentence.citation, *sentence.also))
        mark = "".join(f"[{place + 1}]" for place in places)
        rows = _quote(sentence, width - len(mark) - 2, words, number, look)
        if len(rows) > FOLDED_ROWS + 2 and unfolded is not None and quote not in unfolded:
            rows = [*rows[:FOLDED_ROWS], _folded_row(len(rows) - FOLDED_ROWS, number, quote, look)]
        last = rows[-1]
        yield from rows[:-1]
        right: tuple[Piece, ...] = ((mark, style.accent), (" ", style.text))
        yield last._replace(right=right, link=number, marks=tuple(places))
    shown = {_spot(sentence.citation) for sentence in (*answer.project, *answer.notes)}
    below = [(number, at) for number, at in enumerate(links) if _spot(at) not in shown]
    if below:
        yield Row()
    pages = [(at.document_id, at.page_number) for _, at in below]
    for (number, at), page in zip(below, pages, strict=True):
        yield _place_row(number, at, width, look, with_line=pages.count(page) > 1)
    if answer.kind != "not_found":
        yield from apart


def _apart(
    group: Literal["project", "notes"],
    sentences: Sequence[Sentence],
    numbers: Mapping[Spot, int],
    width: int,
    look: Look,
) -> Iterator[Row]:
    """What the project or the notes have, each place on its own row with the line that stands there."""
    if not sentences:
        return
    style = look.palette
    yield Row()
    written = dict.fromkeys(safe_line(key) for sentence in sentences for key in sentence.matched)
    keys = f" ({', '.join(written)})" if written else ""
    yield from _note(look.say(f"answer.{group}", keys=keys), width, look)
    for sentence in sentences:
        number = numbers[_spot(sentence.citation)]
        mark, name = f"   [{number + 1}] ", line_name(sentence.citation, look)
        left: list[Piece] = [(mark, style.accent), (name, style.text)]
        line = look.say("answer.quote", quote=safe_line(sentence.citation.quote))
        if cell_len(mark + name + line) + 3 <= width:
            yield Row((*left, (f"  {line}", style.text)), (), number, is_place=True)
        else:
            yield Row(tuple(left), (), number, is_place=True)
            yield from _quote(sentence, width, style.text, number, look)


def _quote(sentence: Sentence, width: int, words: Style, number: int, look: Look) -> list[Row]:
    """A sentence as one paragraph; a list, table or listing line by line, as it stands."""
    style = look.palette
    shown = folded(sentence.text)
    if sentence.kind != "paragraph":
        lines = [line.rstrip() for line in dedent(sentence.text).split("\n") if line.strip()]
        if sentence.header is not None:
            lines.insert(0, sentence.header.quote)
        shown = "\n".join(lines)
    rows: list[Row] = []
    for line in look.say("answer.quote", quote=shown).split("\n"):
        rows += _paragraph(safe_line(line), width, ("   ", style.text), (words, words), link=number)
    if sentence.cut:
        rows += _note(look.say("answer.cut", count=sentence.cut), width, look)
    return rows


def _place_row(number: int, citation: Citation, width: int, look: Look, *, with_line: bool) -> Row:
    style = look.palette
    place = place_name(citation, look)
    if with_line and citation.page_index is not None:
        place += f", {look.say('place.line', line=citation.line_start)}"
    mark = f"   [{number + 1}] "
    room = width - len(mark) - cell_len(place) - 3
    name = clip(safe_line(citation.filename), max(room, 8), look.signs.ellipsis)
    left: list[Piece] = [(mark, style.accent), (name, style.text), (f"  {place}", style.muted)]
    heading = safe_line(citation.heading_path[-1]) if citation.heading_path else ""
    room -= cell_len(name) + 2
    if origin := origin_name(citation.origin, look):
        left.append((f"  {origin}", style.accent))
        room -= cell_len(origin) + 2
    if heading and room >= 8:
        left.append((f"  {clip(heading, room, look.signs.ellipsis)}", style.muted))
    return Row(tuple(left), (), number, is_place=True)


def _folded_row(hidden: int, number: int, quote: int, look: Look) -> Row:
    more = look.say("answer.folded", count=hidden)
    words = f"   {look.signs.into} {more}"
    return Row(((words, look.palette.accent),), (), number, fold=quote)


def _note(text: str, width: int, look: Look) -> list[Row]:
    style = look.palette
    return _paragraph(text, width, ("   ", style.text), (style.muted, style.muted))


def _paragraph(
    text: str, width: int, lead: Piece, styles: tuple[Style, Style], link: int | None = None
) -> list[Row]:
    indent = cell_len(lead[0])
    first, later = styles
    rows: list[Row] = []
    for begin, end in wrap(text, width - indent - 1):
        head: Piece = lead if not rows else (" " * indent, lead[1])
        rows.append(Row((head, (text[begin:end].rstrip(" "), first if not rows else later)), (), link))
    return rows
