"""A message understood as a question: its terms, what kind of thing it asks for, what it is about."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rubin_tui.engine.assistant.expectation import Expectation, asks_for_several, expectation_of
from rubin_tui.engine.assistant.knowledge import Frequencies
from rubin_tui.engine.assistant.topics import topic_of
from rubin_tui.engine.model import Failure, Locale, Reading
from rubin_tui.engine.text.analyzer import Token, terms, tokens
from rubin_tui.engine.text.equal_keys import equal_terms
from rubin_tui.engine.text.identifiers import identifier_readings, join_split, read_identifier, read_joined
from rubin_tui.engine.text.layouts import swap_layout
from rubin_tui.engine.text.stopwords import STOP_WORDS

MAX_QUESTION = 2000  # characters; a longer message is a pasted document, not a question
KEYWORDS = 6
BARE = 2  # a message of so few terms that asks nothing ("homing sequence") asks what that is

Lookup = Callable[[Sequence[str]], Frequencies]
Follows = Callable[[Sequence[str]], bool]


@dataclass(frozen=True, slots=True)
class Asked:
    """One term of the question.

    `typed` is how it stood there, `idf` its weight, `held` whether any passage of the manuals has it, in one
    of its `equal` ways too if it is a number; `elsewhere` whether the project or the notes do. A `name` is an
    identifier or a compound name, which nothing else can stand for. `proper`: written with a capital
    inside the message, a person or a product.
    """

    term: str
    typed: str
    idf: float
    held: bool
    name: bool
    proper: bool = False
    equal: tuple[str, ...] = ()
    elsewhere: bool = False

    @property
    def is_code(self) -> bool:
        """Whether it names one thing (`F30002`, `MC_Halt`, `16#7532`) and is no mere number."""
        return self.name and _CODE.match(self.typed) is not None


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its terms without repetition, in their order, and what was made of them.

    `several`: it asks for several things, or for the steps of one.
    """

    text: str
    locale: Locale
    asked: tuple[Asked, ...]
    expectation: Expectation | None
    keywords: tuple[str, ...]
    topic: str
    readings: tuple[Reading, ...]
    several: bool = False

    @property
    def missing(self) -> tuple[Asked, ...]:
        """The terms no passage of the manuals holds."""
        return tuple(asked for asked in self.asked if not asked.held)

    @property
    def nowhere(self) -> tuple[Asked, ...]:
        """The terms no passage at all holds."""
        return tuple(asked for asked in self.missing if not asked.elsewhere)


def parse(
    message: str,
    lookup: Lookup,
    *,
    elsewhere: Lookup | None = None,
    follows: Follows | None = None,
    locale_hint: Locale = "en",
) -> Question:
    """What `message` asks.

    Args:
        message: As typed.
        lookup: How common terms are in the passages that may answer.
        elsewhere: How common they are in the project and the notes, which decide how a word is read that
            the former do not hold.
        follows: Whether terms stand one after the other anywhere: `F 30002` is joined when they do not.
        locale_hint: The language of a message that shows none, such as `F30002`.

    Raises:
        Failure: `ask.empty`, `ask.too_long`, `ask.no_content`: there is nothing to look for.
    """
    text = message.strip()
    if not text:
        raise Failure("ask.empty")
    if len(text) > MAX_QUESTION:
        raise Failure("ask.too_long", length=len(text), limit=MAX_QUESTION)
    joined: tuple[Reading, ...] = ()
    if follows is not None:
        text, joined = join_split(text, _anywhere(lookup, elsewhere), follows)
    words = list(_words(text))
    if not words:
        raise Failure("ask.no_content")
    base = _Base.of(words, lookup, elsewhere)
    swapped: tuple[Reading, ...] = ()
    if not any(base.holds(term) for word in words for term in word.candidates()):
        other = _other_layout(text)
        others = [word for word in _words(other) if not word.identifier]
        found = _Base.of(others, lookup, elsewhere)
        if sum(found.holds(word.term) for word in others) * 2 > len(others):
            text, words, swapped = other, list(_words(other)), (Reading(text, other),)
            base = _Base.of(words, lookup, elsewhere)
    read = [_read(word, base) for word in words]
    asked = tuple({term.term: term for terms_read, _ in read for term in terms_read}.values())
    readings = list(dict.fromkeys(reading for _, reading in read if reading))
    return Question(
        text=text,
        locale=_locale(text, locale_hint),
        asked=asked,
        expectation=expectation_of(text)
        or ("definition" if len(asked) <= BARE and "?" not in text else None),
        keywords=_keywords(asked),
        topic=topic_of({term.term: term.idf for term in asked}),
        readings=(*swapped, *read_joined(joined, readings)),
        several=asks_for_several(text),
    )


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the message: its term, the terms of its parts and of an identifier's other readings."""

    typed: str
    term: str
    identifier: bool
    proper: bool
    parts: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()

    def candidates(self) -> Iterator[str]:
        yield self.term
        yield from self.parts
        yield from self.readings


@dataclass(frozen=True, slots=True)
class _Base:
    """How common the terms of some words, and other ways to write them, are in the manuals and elsewhere."""

    manuals: Frequencies
    elsewhere: Mapping[str, int]

    @classmethod
    def of(cls, words: Sequence[_Word], lookup: Lookup, elsewhere: Lookup | None) -> _Base:
        terms = dict.fromkeys(term for word in words for term in word.candidates())
        terms |= dict.fromkeys(equal for term in tuple(terms) for equal in equal_terms(term))
        wanted = list(terms)
        return cls(lookup(wanted), elsewhere(wanted).of if elsewhere else {})

    def holds(self, term: str) -> bool:
        """Whether it stands anywhere, in any of its ways."""
        ways = (term, *equal_terms(term))
        return any(self.manuals.of.get(way) or self.elsewhere.get(way) for way in ways)

    def asked(self, term: str, typed: str, name: bool, proper: bool = False) -> Asked:
        """The term with its weight: that of the most common way to write it when it is not as asked."""
        of, total = self.manuals.of, self.manuals.passages
        equal = tuple(way for way in equal_terms(term) if of.get(way) or self.elsewhere.get(way))
        count = of.get(term) or max((of.get(way, 0) for way in equal), default=0)
        idf = math.log(1 + (total - count + 0.5) / (count + 0.5))  # Lucene's, never negative
        there = any(self.elsewhere.get(way) for way in (term, *equal))
        return Asked(term, typed, idf, count > 0, name, proper, equal, there)

    def read(self, word: _Word) -> tuple[str, Reading | None]:
        """An identifier as the manuals hold it, else as it stands elsewhere, else as typed."""
        ways = [way for term in (word.term, *word.readings) for way in (term, *equal_terms(term))]
        here = any(self.manuals.of.get(way) for way in ways)
        return read_identifier(word.typed, word.term, self.manuals.of if here else self.elsewhere)


_FRAME_WORDS = """
расскажи расскажите объясни объясните опиши опишите покажи покажите подскажи подскажите скажи скажите
дай найди найдите пожалуйста значит означает означают называется называются называют привет
такое такой такая такие делает делают делать нужен нужна нужны чего служит служат
описывает описывают зачем отчего
explain describe tell show give find mean means called define name
"""
_FRAME = frozenset(terms(_FRAME_WORDS))
_CYRILLIC_WORD = re.compile(r"[а-яё]{2,}|\b[аияовксу]\b", re.IGNORECASE)
_LATIN_WORD = re.compile(r"[a-z]{2,}", re.IGNORECASE)
_CODE = re.compile(r"%?[^\W\d_]|\d+#")
_SPACES = re.compile(r"(\s+)")
_NAME = re.compile(r"\S*[\d_]\S*")


def _words(text: str) -> Iterator[_Word]:
    """The content words of a message; those that only ask ("explain", "покажи") only if alone."""
    groups: list[list[Token]] = []
    for token in tokens(text):
        if groups and token.start < groups[-1][0].end:
            groups[-1].append(token)
        else:
            groups.append([token])
    content = [group for group in groups if group[0].term not in _FRAME]
    for whole, *parts in content or groups:
        typed = text[whole.start : whole.end]
        other = tuple(identifier_readings(typed)) if whole.identifier else ()
        proper = whole.start > 0 and typed[0].isupper()
        yield _Word(typed, whole.term, whole.identifier, proper, tuple(part.term for part in parts), other)


def _other_layout(text: str) -> str:
    """A message wholly typed in the wrong layout; names stay, they are read one by one."""
    return "".join(part if _NAME.match(part) else swap_layout(part) for part in _SPACES.split(text))


def _anywhere(lookup: Lookup, elsewhere: Lookup | None) -> Callable[[Sequence[str]], Mapping[str, int]]:
    """How common terms are in the manuals and elsewhere together."""

    def of(terms: Sequence[str]) -> Mapping[str, int]:
        here, there = lookup(terms).of, elsewhere(terms).of if elsewhere else {}
        return {term: here.get(term, 0) + there.get(term, 0) for term in terms}

    return of


def _read(word: _Word, base: _Base) -> tuple[list[Asked], Reading | None]:
    """The terms a word stands for, and the reading of it that was taken if it is not as typed.

    As typed (look-alikes folded) if a passage holds it, else the first reading one holds, else the
    look-alike reading. No other identifier ever stands for it.
    """
    held = [term for term in dict.fromkeys(word.candidates()) if base.manuals.of.get(term)]
    if word.term.startswith("%") and word.parts and word.term not in held:
        return [base.asked(word.parts[0], word.typed, True)], None
    if word.parts:
        whole = base.asked(word.term, word.typed, True)
        parts = [part for part in word.parts if part in held]
        return [whole, *(base.asked(part, word.typed, False) for part in parts if not whole.held)], None
    if not word.readings:
        return [base.asked(word.term, word.typed, word.identifier, word.proper)], None
    term, reading = base.read(word)
    return [base.asked(term, word.typed, True)], reading


def _keywords(asked: Sequence[Asked]) -> tuple[str, ...]:
    """The words that carry the question: names first, then what is held and rare."""
    worth = [term for term in asked if term.name or len(term.typed) > 2]
    ordered = sorted(worth or asked, key=lambda term: (not term.name, not term.held, -term.idf))
    return tuple(dict.fromkeys(term.typed for term in ordered))[:KEYWORDS]


def _locale(text: str, hint: Locale) -> Locale:
    """The language of the words around identifiers and names; `hint` when there are none."""
    words = _NAME.sub(" ", text)
    russian, latin = len(_CYRILLIC_WORD.findall(words)), _LATIN_WORD.findall(words)
    if russian:
        return "ru" if russian * 2 >= len(latin) else "en"
    if any(word.lower() in STOP_WORDS for word in latin) or len(latin) > 1:
        return "en"
    return hint
