"""Passages read into sentences: where each stands, which terms it holds, whether it is one at all."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from rubin_tui.engine.assistant.blocks import Block, Layout, layout
from rubin_tui.engine.model import Passage
from rubin_tui.engine.text.analyzer import passage_tokens
from rubin_tui.engine.text.equal_keys import MARKS
from rubin_tui.engine.text.sanitize import folded
from rubin_tui.engine.text.sentences import sentence_spans

ROOT = 4  # letters that words of one root have in common at least
KIN = 0.7  # and the share of the longer word: "настройк" and "настро", not "контакт" and "контроллер"
SIGNS = 0.06  # of the characters; prose has fewer
LONGEST = 700  # characters of a sentence; what is longer is a table or a listing that lost its lines


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a passage: `passage.text[start:end]`.

    `places` are the positions of each term, counted in terms, and of the keys of numbers; `length` counts
    the terms. `worth` is 1 of a whole sentence, less of a fragment, 0 of what is never shown. `block` is the
    number of the block it stands in, `lead` whether it is what announces that block, `opens` whether it is
    the first of an entry. `under` are the terms it stands under: of the lead-in or label of its block, of
    the header row.
    """

    start: int
    end: int
    text: str
    places: Mapping[str, tuple[int, ...]]
    length: int
    worth: float
    russian: bool
    block: int | None = None
    lead: bool = False
    opens: bool = False
    under: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Read:
    """A passage as its sentences, the terms of its headings, and its words by their first letters.

    `title` are the terms of the last heading alone, without its number: what the passage is the entry of.
    `blocks` are its lists, tables, listings and entries.
    """

    lines: tuple[Line, ...]
    blocks: tuple[Block, ...]
    headings: frozenset[str]
    title: frozenset[str]
    roots: Mapping[str, frozenset[str]]

    def holds(self, terms: Set[str]) -> bool:
        """Whether one of `terms` stands in it or above it."""
        return not terms.isdisjoint(self.headings) or any(
            not terms.isdisjoint(line.places) for line in self.lines
        )

    def kin(self, term: str) -> frozenset[str]:
        """Other words of the passage that are of the same root as `term`: they begin alike."""
        alike = self.roots.get(term[:ROOT], frozenset())
        return frozenset(other for other in alike if other != term and _begin_alike(term, other))


def read(passage: Passage) -> Read:
    """`passage` as sentences; of a listing each line is one."""
    text = passage.text
    headings = _terms(" ".join(passage.heading_path))
    laid = layout(passage)
    titles = {_plain(heading) for heading in passage.heading_path}
    under = [_under(text, block) for block in laid.blocks]
    lines = tuple(_line(span, passage, titles, headings, laid, under) for span in _spans(text, laid))
    roots: dict[str, set[str]] = {}
    for term in headings.union(*(line.places for line in lines)):
        if len(term) >= ROOT and not _NAME.search(term):
            roots.setdefault(term[:ROOT], set()).add(term)
    title = _terms(_NUMBER.sub("", passage.heading_path[-1])) if passage.heading_path else frozenset[str]()
    kin = {root: frozenset(alike) for root, alike in roots.items()}
    return Read(lines, laid.blocks, headings, title, kin)


_NAME = re.compile(r"[\d_]")
_ENDING = re.compile(r"(?:e|y|s|i|al|ed|er|or|ic|ion|ing|ive|ity|ous|ate|ant|ent|ance?|enc|ment|ation|iz)?")
_LEADER = re.compile(r"(?:[.·…_]\s?){4,}\s*\S{0,8}\s*$|(?:\. ){3,}|(?:[.·…]){5,}")
_WORDS = re.compile(r"[^\W\d_]{2,}")
_SIGN = re.compile(r"[^\W_]")
_CYRILLIC = re.compile(r"[а-яё]{2,}", re.IGNORECASE)
_OPENING = re.compile(r"^[\s#\d.,:;()\[\]|*>_`•–—-]+")
_NUMBER = re.compile(
    r"^\W*(?:(?:chapter|section|глава|раздел)\s+\d+(?:\.\d+)*\.?|\d+(?:\.\d+)+\.?|\d+\.)\s+", re.I
)
_ENDED = re.compile(r"[.!?…:;][\"'»”’)\]*_`]*\s*$")
_SIGNS = re.compile(r"[=;{}<>$\\&|#@^~*+\[\]]")
_REFERS = re.compile(
    r"\W*(?:\d+\W*)?(?:(?:please )?(?:see|refer to)\b"
    r"|(?:for )?(?:more|further|additional) (?:information|details)\b"
    r"|(?:подробн\w+ |также )?(?:смотрите|см\.)"
    r"|(?:более )?(?:подробн|дополнительн)\w+ (?:информаци|сведени|описани)\w+)",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"^[\s|:+=_*~.-]*$")


def _spans(text: str, laid: Layout) -> list[tuple[int, int]]:
    listings = [block for block in laid.blocks if block.kind == "code"]
    if not listings:
        return sentence_spans(text)
    prose = [
        span
        for span in sentence_spans(text)
        if not any(block.body <= span[0] < block.end for block in listings)
    ]
    return sorted(prose + [span for block in listings for span in _code_lines(text, block.body, block.end)])


def _under(text: str, block: Block) -> frozenset[str]:
    header = ""
    if block.kind == "table":
        header = text[block.body : block.end].partition("\n")[0]
    return _terms(f"{text[block.start : block.body]} {header}")


def _terms(text: str) -> frozenset[str]:
    return frozenset(token.term for token in passage_tokens(text))


def _line(
    span: tuple[int, int],
    passage: Passage,
    titles: set[str],
    headings: frozenset[str],
    laid: Layout,
    under: Sequence[frozenset[str]],
) -> Line:
    start, end = span
    written = passage.text[start:end]
    places: dict[str, list[int]] = {}
    position = -1
    last_end = -1
    for token in passage_tokens(written, code=passage.kind == "code"):
        if token.start >= last_end:  # parts of a compound name and keys of numbers stand at its own position
            position += 1
            last_end = token.end
        places.setdefault(token.term, []).append(position)
    number = laid.block_at(start)
    block = None if number is None else laid.blocks[number]
    lead = block is not None and start < block.body
    worth = _worth(written, passage, titles, block, lead)
    if any(first <= start < last for first, last in laid.labels) or (
        all(term in headings or term[0] in MARKS for term in places) and not _ENDED.search(written)
    ):
        worth = 0.0
    return Line(
        start,
        end,
        folded(written),
        {term: tuple(at) for term, at in places.items()},
        position + 1,
        worth,
        len(_CYRILLIC.findall(written)) * 2 >= len(_WORDS.findall(written)),
        number,
        lead,
        block is not None and block.entry and not passage.text[block.body : start].strip(),
        frozenset() if number is None or lead else under[number],
    )


def _worth(written: str, passage: Passage, titles: set[str], block: Block | None, lead: bool) -> float:
    """1 of a whole sentence, less of fragments, 0 of headings, contents lines, rules, single words."""
    words = _WORDS.findall(written)
    kind = block.kind if block and not lead else "paragraph"
    says = words or (kind in ("table", "code") and _SIGN.search(written))  # "| p1121 | 10 |", "G0 X10"
    if _SEPARATOR.match(written) or not says or _LEADER.search(written):
        return 0.0
    if written.lstrip().startswith("#") and passage.kind != "code" and "\n" not in written.strip():
        return 0.0  # a Markdown heading
    if _plain(written) in titles:
        return 0.0
    if len(written) > LONGEST:
        return 0.4
    if kind == "code":
        return 0.6
    if kind == "table":
        return 0.85
    if len(_SIGNS.findall(written)) > SIGNS * len(written):
        return 0.4  # a line of code, a formula that lost its shape
    if _REFERS.match(written):
        return 0.6  # the answer stands where it points to
    if _ENDED.search(written):
        if lead:
            return 1.0  # it brings what it announces
        ends_open = written.rstrip().endswith((":", ";"))
        return 0.8 if ends_open or len(words) < 3 or written[0].islower() else 1.0
    return 0.75 if len(words) >= 6 or kind == "list" else 0.5


def _plain(text: str) -> str:
    """A heading's words alone: without numbering, signs, case."""
    return folded(_OPENING.sub("", text)).rstrip(" .:#").lower()


def _begin_alike(one: str, other: str) -> bool:
    common = math.ceil(KIN * max(len(one), len(other)))
    if one[:common] != other[:common]:
        return False
    if not one.isascii():
        return True
    # Of English words the stemmer left little; `linuxcnc` and `linuxcncrsh` are names, not kin.
    while common < min(len(one), len(other)) and one[common] == other[common]:
        common += 1
    return bool(_ENDING.fullmatch(one, common) and _ENDING.fullmatch(other, common))


def _code_lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans = []
    for line in text[start:end].splitlines(keepends=True):
        body = line.strip()
        if body:
            begin = start + line.index(body[0])
            spans.append((begin, begin + len(body)))
        start += len(line)
    return spans
