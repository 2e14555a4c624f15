"""A message answered with sentences that stand in the documents."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rubin_tui.engine.assistant.compose import SENTENCES, choose, quote
from rubin_tui.engine.assistant.evidence import weigh
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

PASSAGES = 10  # are read for an answer
DEFINING = 40  # for a definition: what a frequent word means stands in one place of the many that use it
KEPT = 2048  # passages stay read: about 10 MB


class Assistant:
    """Answers questions out of the library. Thread-safe: it keeps nothing but passages already read."""

    def __init__(self, knowledge: Knowledge, *, sentences: int = SENTENCES) -> None:
        self._knowledge = knowledge
        self._sentences = sentences
        self._read = lru_cache(maxsize=KEPT)(read)

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

        def lookup(terms: Sequence[str]) -> Frequencies:
            return self._knowledge.frequencies(terms, scope=where, actor=actor)

        question = parse(message, lookup, locale_hint=locale_hint)
        yield Parsed(question.keywords, question.topic, question.readings)
        if _cancelled(cancel):
            return
        terms = [asked.term for asked in question.asked if asked.held]
        limit = DEFINING if question.expectation == "definition" else PASSAGES
        found: list[Found] = []
        if terms:
            try:
                found.extend(
                    self._knowledge.find(terms, limit=limit, scope=where, actor=actor, cancel=cancel)
                )
            except Failure:
                if _cancelled(cancel):  # the library says so by failing
                    return
                raise
        if _cancelled(cancel):
            return
        yield Searched(len(found))
        answer = self._answer(message, question, found, began)
        if not _cancelled(cancel):
            yield Answered(answer)

    def _answer(self, message: str, question: Question, found: list[Found], began: float) -> Answer:
        evidence = weigh(question, found, self._read)
        confidence, score = judge(question, evidence)
        sentences = quote(choose(evidence, self._sentences))
        verify(sentences, {each.passage.id: each.passage for each in found})
        return Answer(
            question=message,
            text=" ".join(sentence.text for sentence in sentences),
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
