"""Text into sentences: where each begins and ends.

Manuals are not prose. Lines are broken by the layout, so a single line feed is white space, unless
the next line is a list item or a table row, or the line is a heading that its paragraph follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rubin_tui.engine.text.stopwords import STOP_WORDS


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Offsets of the sentences of `text` in order, without white space around them.

    A bullet or the number of a list item belongs to no sentence; a table row is one sentence.
    """
    spans = []
    for start, end, whole in _blocks(text):
        begin = start
        for stop in () if whole else _ends(text, start, end):
            spans.append((begin, stop))
            begin = stop
        spans.append((begin, end))
    trimmed = (_trimmed(text, start, end) for start, end in spans)
    return [(start, end) for start, end in trimmed if start < end]


# These never end a sentence; "etc.", "т. д.", "г." may, when a capital follows.
_SHORT_WORDS = """
e.g i.e vs cf fig figs eq eqs no nos nr vol ch sec sect pp p ref refs app approx dr mr mrs ms prof st
sr jr gen col sen rev capt lt gov dept resp viz ca al incl max min tel pos
т.е т.к т.н т.о напр рис табл гл см ср стр разд п пп пункт ст черт прил прим им проф акад доц инж ул
пер просп обл р-н ок св англ нем фр лат греч рус яп итал исп букв т тт тыс млн млрд мин макс тел
"""
_ABBREVIATIONS = frozenset(_SHORT_WORDS.split())
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_END = re.compile(r"[.!?…]+(?:\[\d{1,3}\])*[\"'»”’)\]]*(?=\s)")
_BEFORE = re.compile(r"[^\s(\[«\"“/]*$")
_NEXT = re.compile(r"\s*[\"'«“(\[]*(\S+)")
_AFTER_NUMBER = re.compile(r"\d\s*[^\W\d_]{1,4}$")
_DIGIT = re.compile(r"\d")

_BREAK = re.compile(r"\n[ \t\r\f]*\n\s*|\f\s*")
_ITEM = re.compile(r"[ \t]*(?:[•▪■●◦‣⁃∙·➢➤✓*+–—-]|\d{1,2}[.)]|[a-zа-я]\))[ \t]+")
_ROW = re.compile(r"[ \t]*\||[^|\n]{0,400}\S \| |.*?\S(?:\t| {3,})\S.*?\S(?:\t| {3,})\S|.*?\S\t+\S")
_SECTION = re.compile(r"\d+(?:\.\d+)+\.?")
_CLOSED = (".", "!", "?", "…", ":", ";", ",", "-", "\u00ad", "\ufffe")


def _blocks(text: str) -> Iterator[tuple[int, int, bool]]:
    """Runs of text a sentence never crosses, and whether the run is one piece (a table row)."""
    start = 0
    for gap in _BREAK.finditer(text):
        yield from _paragraph(text, start, gap.start())
        start = gap.end()
    yield from _paragraph(text, start, len(text))


def _paragraph(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    lines = list(_lines(text, start, end))
    width = max((stop - begin for begin, stop in lines), default=0)
    begin = start
    for number, (line_start, line_end) in enumerate(lines):
        row = _ROW.match(text, line_start, line_end) is not None
        item = _ITEM.match(text, line_start, line_end)
        before = lines[number - 1] if number else None
        if row or item or (before and _ends_there(text, before, (line_start, line_end), width)):
            if begin < line_start:
                yield begin, line_start, False
            begin = item.end() if item and not row else line_start
        if row:
            yield begin, line_end, True
            begin = line_end
    if begin < end:
        yield begin, end, False


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        yield start, stop
        start = stop + 1


def _ends_there(text: str, line: tuple[int, int], after: tuple[int, int], width: int) -> bool:
    """Whether `line` was ended on purpose: the next line's first word would still have fit on it."""
    written = text[line[0] : line[1]].rstrip()
    following = text[after[0] : after[1]].split(None, 1)
    if not written or not following or written.endswith(_CLOSED):
        return False
    word = following[0]
    opens = word[0].isupper() or _SECTION.fullmatch(word)
    return bool(opens) and len(written) + 1 + len(word) <= width * 0.85


def _ends(text: str, start: int, end: int) -> Iterator[int]:
    for mark in _END.finditer(text, start, end):
        following = _NEXT.match(text, mark.end(), end)
        if following and _is_end(text, start, mark, following.group(1)):
            yield mark.end()


def _is_end(text: str, start: int, mark: re.Match[str], word: str) -> bool:
    if word[0].islower() and not _DIGIT.search(word):
        return False
    if mark.group()[0] != "." or len(mark.group()) > 1:
        return True
    before = _BEFORE.search(text, max(start, mark.start() - 24), mark.start())
    last = before.group() if before else ""
    if _AFTER_NUMBER.search(text, max(start, mark.start() - 24), mark.start()) and word[0].isupper():
        return True  # "24 V. Motor", "5 мин. Затем": a unit
    if last.lower() in _ABBREVIATIONS:
        return False
    if last.isdigit() and len(last) < 3 and not text[start : mark.start() - len(last)].strip():
        return False  # "4. " opens the paragraph: its number
    if _INITIALS.fullmatch(last) and last[-1].isupper():
        # "J. Smith" goes on; "along axis X. The motor" does not.
        return word.strip(",;:").lower() in STOP_WORDS
    return True


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
