"""A message understood as a question: its terms, what kind of thing it asks for, what it is about."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from rubin_tui.engine.assistant.expectation import Expectation, asks_for_several, expectation_of
from rubin_tui.engine.assistant.knowledge import Frequencies
from rubin_tui.engine.assistant.topics import topic_of
from rubin_tui.engine.model import Failure, Locale, Reading
from rubin_tui.engine.text.analyzer import Token, terms, tokens
from rubin_tui.engine.text.identifiers import identifier_readings, read_identifier
from rubin_tui.engine.text.layouts import swap_layout
from rubin_tui.engine.text.stopwords import STOP_WORDS

MAX_QUESTION = 2000  # characters; a longer message is a pasted document, not a question
KEYWORDS = 6
BARE = 2  # a message of so few terms that asks nothing ("homing sequence") asks what that is

Lookup = Callable[[Sequence[str]], Frequencies]


@dataclass(frozen=True, slots=True)
class Asked:
    """One term of the question.

    `typed` is how it stood there, `idf` its weight, `held` whether any passage has it. A `name` is an
    identifier or a compound name, which nothing else can stand for. `proper`: written with a capital
    inside the message, a person or a product.
    """

    term: str
    typed: str
    idf: float
    held: bool
    name: bool
    proper: bool = False


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
        """The terms no passage holds."""
        return tuple(asked for asked in self.asked if not asked.held)


def parse(message: str, lookup: Lookup, *, locale_hint: Locale = "en") -> Question:
    """What `message` asks.

    Args:
        message: As typed.
        lookup: How common terms are in the passages that may answer.
        locale_hint: The language of a message that shows none, such as `F30002`.

    Raises:
        Failure: `ask.empty`, `ask.too_long`, `ask.no_content`: there is nothing to look for.
    """
    text = message.strip()
    if not text:
        raise Failure("ask.empty")
    if len(text) > MAX_QUESTION:
        raise Failure("ask.too_long", length=len(text), limit=MAX_QUESTION)
    words = list(_words(text))
    if not words:
        raise Failure("ask.no_content")
    frequencies = lookup(list(dict.fromkeys(term for word in words for term in word.candidates())))
    swapped: tuple[Reading, ...] = ()
    if not any(frequencies.of.get(term) for word in words for term in word.candidates()):
        other = _other_layout(text)
        others = [word for word in _words(other) if not word.identifier]
        found = lookup(list(dict.fromkeys(word.term for word in others)))
        if sum(bool(found.of.get(word.term)) for word in others) * 2 > len(others):
            text, words, swapped = other, list(_words(other)), (Reading(text, other),)
            frequencies = lookup(list(dict.fromkeys(term for word in words for term in word.candidates())))
    read = [_read(word, frequencies) for word in words]
    asked = tuple({term.term: term for terms_read, _ in read for term in terms_read}.values())
    return Question(
        text=text,
        locale=_locale(text, locale_hint),
        asked=asked,
        expectation=expectation_of(text)
        or ("definition" if len(asked) <= BARE and "?" not in text else None),
        keywords=_keywords(asked),
        topic=topic_of({term.term: term.idf for term in asked}),
        readings=swapped + tuple(dict.fromkeys(reading for _, reading in read if reading)),
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


def _read(word: _Word, frequencies: Frequencies) -> tuple[list[Asked], Reading | None]:
    """The terms a word stands for, and the reading of it that was taken if it is not as typed.

    As typed (look-alikes folded) if a passage holds it, else the first reading one holds, else the
    look-alike reading. No other identifier ever stands for it.
    """
    held = [term for term in dict.fromkeys(word.candidates()) if frequencies.of.get(term)]
    if word.term.startswith("%") and word.parts and word.term not in held:
        return [_asked(word.parts[0], word.typed, frequencies, True)], None
    if word.parts:
        whole = _asked(word.term, word.typed, frequencies, True)
        parts = [part for part in word.parts if part in held]
        return [
            whole,
            *(_asked(part, word.typed, frequencies, False) for part in parts if not whole.held),
        ], None
    if not word.readings:
        asked = _asked(word.term, word.typed, frequencies, word.identifier)
        return [replace(asked, proper=word.proper)], None
    term, reading = read_identifier(word.typed, word.term, frequencies.of)
    return [_asked(term, word.typed, frequencies, True)], reading


def _asked(term: str, typed: str, frequencies: Frequencies, name: bool) -> Asked:
    count, total = frequencies.of.get(term, 0), frequencies.passages
    idf = math.log(1 + (total - count + 0.5) / (count + 0.5))  # Lucene's, never negative
    return Asked(term, typed, idf, count > 0, name)


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
