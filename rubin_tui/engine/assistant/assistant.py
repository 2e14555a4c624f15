"""A message answered with sentences that stand in the documents."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from rubin_tui.engine.assistant.cache import AnswerCache, Given, key_of
from rubin_tui.engine.assistant.candidates import gather
from rubin_tui.engine.assistant.compose import SENTENCES, choose, quote, text_of
from rubin_tui.engine.assistant.elsewhere import Apart, look_apart
from rubin_tui.engine.assistant.evidence import WEIGHTS, Evidence, Weights, weigh
from rubin_tui.engine.assistant.judge import judge
from rubin_tui.engine.assistant.knowledge import NOWHERE, Found, Knowledge
from rubin_tui.engine.assistant.parse import Lookup, Question, parse
from rubin_tui.engine.assistant.reading import read
from rubin_tui.engine.assistant.sources import Sources, sources_of
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
        sources = sources_of(where)
        question = self.understand(message, scope=where, actor=actor, locale_hint=locale_hint)
        parsed = Parsed(question.keywords, question.topic, question.readings)
        yield parsed
        if _cancelled(cancel):
            return
        try:
            found = self._manuals(question, sources, actor, cancel)
            apart = look_apart(
                self._knowledge,
                question,
                sources,
                read=self._read,
                weights=self._weights,
                actor=actor,
                cancel=cancel,
            )
        except Failure:
            if _cancelled(cancel):  # the library says so by failing
                return
            raise
        if _cancelled(cancel):
            return
        searched = Searched(len(found) + len(apart.passages))
        yield searched
        answer = self._answer(message, question, found, apart, began)
        if not _cancelled(cancel):
            self._cache.put(key, Given(parsed, searched, answer))
            yield Answered(answer)

    def understand(
        self, message: str, *, scope: Scope = EVERYWHERE, actor: Actor = LOCAL, locale_hint: Locale = "en"
    ) -> Question:
        """What `message` asks of the passages in the scope. Raises Failure as `answer_events` does."""

        sources = sources_of(scope)

        def lookup(part: Scope | None) -> Lookup:
            if part is None:
                return lambda terms: NOWHERE
            return lambda terms: self._knowledge.frequencies(terms, scope=part, actor=actor)

        return parse(
            message,
            lookup(sources.manuals),
            elsewhere=lookup(sources.elsewhere),
            follows=lambda terms: self._knowledge.follows(terms, scope=scope, actor=actor),
            locale_hint=locale_hint,
        )

    def evidence(
        self, question: Question, *, scope: Scope = EVERYWHERE, actor: Actor = LOCAL
    ) -> list[Evidence]:
        """All that may answer, best first: what the weights are fitted on."""
        found = self._manuals(question, sources_of(scope), actor, None)
        return weigh(question, found, self._read, self._weights)

    def _manuals(
        self, question: Question, sources: Sources, actor: Actor, cancel: threading.Event | None
    ) -> list[Found]:
        if sources.manuals is None:
            return []
        return gather(self._knowledge, question, scope=sources.manuals, actor=actor, cancel=cancel)

    def _answer(
        self, message: str, question: Question, found: list[Found], apart: Apart, began: float
    ) -> Answer:
        evidence = weigh(question, found, self._read, self._weights)
        confidence, score = judge(question, evidence)
        sentences = quote(choose(evidence, self._sentences))
        verify(sentences, {each.passage.id: each.passage for each in found})
        verify((*apart.project, *apart.notes), apart.passages)
        shown = (sentences, apart.project, apart.notes)
        if confidence == "not_found":  # what was found comes before what is only near
            shown = (apart.project, apart.notes, sentences)
        return Answer(
            question=message,
            text=text_of([sentence for part in shown for sentence in part]),
            kind="not_found" if confidence == "not_found" else "answer",
            locale=question.locale,
            sentences=sentences,
            confidence=confidence,
            score=score,
            keywords=question.keywords,
            topic=question.topic,
            missing_terms=tuple(dict.fromkeys(asked.typed for asked in question.nowhere)),
            readings=question.readings,
            seconds=time.perf_counter() - began,
            project=apart.project,
            notes=apart.notes,
        )


def _cancelled(cancel: threading.Event | None) -> bool:
    return cancel is not None and cancel.is_set()
