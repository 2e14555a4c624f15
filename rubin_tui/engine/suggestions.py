"""What one can ask to begin with: headings of documents, which surely have an answer there."""

from __future__ import annotations

import re
from collections import Counter

from rubin_tui.engine.model import Actor, Document, Locale, Suggestion
from rubin_tui.engine.store import Database, Documents
from rubin_tui.engine.text.sanitize import folded

MOST = 4
DOCUMENTS = 12  # of which so many of the newest are looked at
PASSAGES = 2000  # of each
SHORTEST, LONGEST = 8, 60  # characters of a heading

_NUMBERED = re.compile(r"^(?:[\dIVX]+[.)]?)+\s+|^[A-ZА-Я]\.\d[\d.]*\s+")
_WORD = re.compile(r"[^\W\d_]{3,}")
_DULL = frozenset(
    {"contents", "introduction", "index", "preface", "appendix", "overview"}
    | {"содержание", "оглавление", "введение", "предисловие", "приложение", "указатель"}
)


def suggestions(database: Database, locale: Locale, actor: Actor) -> list[Suggestion]:
    """At most `MOST`, one a document while there are enough documents."""
    with database.reading() as connection:
        documents = Documents(connection)
        every = [one for one in documents.list(actor=actor) if one.passages and one.type != "code"]
        own = [one for one in every if one.origin == "user"][::-1]
        brought = [one for one in every if one.origin == "rubin" and one.language == locale]
        found = [
            (document, headings)
            for document in (own or brought)[:DOCUMENTS]
            if (headings := _headings(documents, document))
        ]
    chosen: dict[str, Suggestion] = {}
    for place in range(MOST):
        for document, headings in found:
            if place < len(headings) and len(chosen) < MOST:
                chosen.setdefault(headings[place], Suggestion(headings[place], document.filename))
    return list(chosen.values())


def _headings(documents: Documents, document: Document) -> list[str]:
    """Headings that can be asked as they stand, those of the longest chapters first."""
    counted: Counter[str] = Counter()
    for number, passage in enumerate(documents.passages_of(document.id)):
        if number == PASSAGES:
            break
        if len(passage.heading_path) > 1:  # the first one is most often the title
            counted[folded(_NUMBERED.sub("", passage.heading_path[-1]))] += 1
    return [heading for heading, _ in counted.most_common() if _can_be_asked(heading)][:MOST]


def _can_be_asked(heading: str) -> bool:
    words = _WORD.findall(heading)
    dull = any(word.casefold() in _DULL for word in words)
    return SHORTEST <= len(heading) <= LONGEST and len(words) >= 2 and not dull
