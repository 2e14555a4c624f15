"""Answers given before, as long as the documents they came from have not changed."""

from __future__ import annotations

import threading
import unicodedata
from collections import OrderedDict
from dataclasses import dataclass

from rubin_tui.engine.model import Actor, Answer, Locale, Parsed, Scope, Searched
from rubin_tui.engine.text.sanitize import folded

ENTRIES = 512  # answers: about 2 MB


@dataclass(frozen=True, slots=True)
class Key:
    """What an answer depends on. `generation` is that of the documents: another one, another answer."""

    question: str
    scope: Scope
    actor: Actor
    locale_hint: Locale
    generation: str


@dataclass(frozen=True, slots=True)
class Given:
    """An answer with the steps that led to it."""

    parsed: Parsed
    searched: Searched
    answer: Answer


def key_of(message: str, scope: Scope, actor: Actor, locale_hint: Locale, generation: str) -> Key:
    """The key of a message. Letters keep their case: "HAL" may be a name where "hal" is none."""
    return Key(folded(unicodedata.normalize("NFC", message)), scope, actor, locale_hint, generation)


class AnswerCache:
    """The latest answers, `entries` of them. Thread-safe."""

    def __init__(self, entries: int = ENTRIES) -> None:
        self._entries = entries
        self._given: OrderedDict[Key, Given] = OrderedDict()
        self._guard = threading.Lock()
        self._generation = ""
        self._asked = 0
        self._hits = 0

    def get(self, key: Key) -> Given | None:
        """The answer given before to the same question over the same documents."""
        with self._guard:
            self._asked += 1
            self._enter(key.generation)
            given = self._given.get(key)
            if given is not None:
                self._hits += 1
                self._given.move_to_end(key)
            return given

    def put(self, key: Key, given: Given) -> None:
        """Keep an answer; the one asked for longest ago goes. Of an earlier generation none is kept."""
        with self._guard:
            if key.generation == self._generation:
                self._given[key] = given
                self._given.move_to_end(key)
                if len(self._given) > self._entries:
                    self._given.popitem(last=False)

    @property
    def counts(self) -> tuple[int, int]:
        """How often an answer was asked for, and how often one was there."""
        with self._guard:
            return self._asked, self._hits

    def _enter(self, generation: str) -> None:
        if generation != self._generation:
            self._given.clear()
            self._generation = generation
