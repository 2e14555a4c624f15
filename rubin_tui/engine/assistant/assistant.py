"""A message answered with sentences that stand in the documents."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from rubin_tui.engine.assistant.cache import AnswerCache, Given, key_of
from rubin_tui.engine.assistant.candidates import gather
from rubin_tui.engine.assistant.compose import SENTENCES, choose, quote, text_of
from rubin_tui.engine.assistant.evidence import WEIGHTS, Evidence, Weights, weigh
from rubin_tui.engine.assistant.judge import judge
from rubin_tui.engine.assistant.knowledge import Found, Frequencies, Knowledge
from rubin_tui.engine.assistant.parse import Question, parse
from rubin_tui.engine.assistant.reading import read
from rubin_tui.engine.assistant.verify import verify
from rubin_tui.engine.model import (
    EVERYWHERE,
    LOCAL,
    Actor,
    Answer,
    Answered,
    AnswerEvent,
    Failure,
    Locale,
    Parsed,
    Scope,
    Searched,
)

KEPT = 2048  # passages stay read: about 10 MB


class Assistant:
    """Answers questions out of the library. Thread-safe: it keeps passages already read and answers given."""

    def __init__(
        self,
        knowledge: Knowledge,
        *,
        sentences: int = SENTENCES,
        weights: Weights = WEIGHTS,
        cache: AnswerCache | None = None,
    ) -> None:
        self._knowledge = knowledge
        self._sentences = sentences
        self._weights = weights
        self._cache = AnswerCache() if cache is None else cache
        self._read = lru_cache(maxsize=KEPT)(read)

    @property
    def counts(self) -> tuple[int, int]:
        """How many questions were asked, and how many of them were answered as before."""
        return self._cache.counts

    def answer_events(
        self,
        message: str,
        *,
        scope: Scope | None = None,
        actor: Actor = LOCAL,
        cancel: threading.Event | None = None,
        locale_hint: Locale = "en",
    ) -> Iterator[AnswerEvent]:
        """Understand, search, answer; each step is told. The last event is the answer.

        A cancelled question ends without one. `locale_hint` is the language of a message that shows
        none of its own.

        Raises:
            Failure: The message cannot be asked; says why.
        """
        began = time.perf_counter()
        where = scope or EVERYWHERE
        key = key_of(message, where, actor, locale_hint, self._knowledge.generation())
        if given := self._cache.get(key):
            yield given.parsed
            yield given.searched
            if not _cancelled(cancel):
                seconds = time.perf_counter() - began
                yield Answered(replace(given.answer, question=message, seconds=seconds))
            return
        question = self.understand(message, scope=where, actor=actor, locale_hint=locale_hint)
        parsed = Parsed(question.keywords, question.topic, question.readings)
        yield parsed
        if _cancelled(cancel):
            return
        try:
            found = gather(self._knowledge, question, scope=where, actor=actor, cancel=cancel)
        except Failure:
            if _cancelled(cancel):  # the library says so by failing
                return
            raise
        if _cancelled(cancel):
            return
        searched = Searched(len(found))
        yield searched
        answer = self._answer(message, question, found, began)
        if not _cancelled(cancel):
            self._cache.put(key, Given(parsed, searched, answer))
            yield Answered(answer)

    def understand(
        self, message: str, *, scope: Scope = EVERYWHERE, actor: Actor = LOCAL, locale_hint: Locale = "en"
    ) -> Question:
        """What `message` asks of the passages in the scope. Raises Failure as `answer_events` does."""

        def lookup(terms: Sequence[str]) -> Frequencies:
            return self._knowledge.frequencies(terms, scope=scope, actor=actor)

        return parse(message, lookup, locale_hint=locale_hint)

    def evidence(
        self, question: Question, *, scope: Scope = EVERYWHERE, actor: Actor = LOCAL
    ) -> list[Evidence]:
        """All that may answer, best first: what the weights are fitted on."""
        found = gather(self._knowledge, question, scope=scope, actor=actor)
        return weigh(question, found, self._read, self._weights)

    def _answer(self, message: str, question: Question, found: list[Found], began: float) -> Answer:
        evidence = weigh(question, found, self._read, self._weights)
        confidence, score = judge(question, evidence)
        sentences = quote(choose(evidence, self._sentences))
        verify(sentences, {each.passage.id: each.passage for each in found})
        return Answer(
            question=message,
            text=text_of(sentences),
            kind="not_found" if confidence == "not_found" else "answer",
            locale=question.locale,
            sentences=sentences,
            confidence=confidence,
            score=score,
            keywords=question.keywords,
            topic=question.topic,
            missing_terms=tuple(dict.fromkeys(asked.typed for asked in question.missing)),
            readings=question.readings,
            seconds=time.perf_counter() - began,
        )


def _cancelled(cancel: threading.Event | None) -> bool:
    return cancel is not None and cancel.is_set()
