"""A small library in memory: exact BM25 over passages given as text."""

from __future__ import annotations

import math
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rubin_tui.engine.model import Actor, Document, Origin, Passage, PassageKind, Scope
from rubin_tui.engine.text.analyzer import terms


@dataclass(frozen=True, slots=True)
class Frequencies:
    passages: int
    of: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Found:
    passage: Passage
    document: Document
    page_index: int | None
    page_label: str | None
    score: float


class Memory:
    """Knowledge out of a list; K1 1.2, B 0.75, Lucene's idf, headings indexed with their passage."""

    def __init__(self) -> None:
        self._entries: list[tuple[Passage, Document, Counter[str]]] = []
        self._postings: dict[str, list[int]] = {}

    def add(
        self,
        text: str,
        *,
        filename: str = "manual.pdf",
        headings: tuple[str, ...] = (),
        origin: Origin = "user",
        kind: PassageKind = "paragraph",
        start: int | None = None,
        line: int = 1,
    ) -> Passage:
        number = len(self._entries)
        start = 10_000 * number if start is None else start
        document = Document(
            f"doc-{filename}", filename, "", "pdf", "general", (), "", 0, "", 1, 1, 0.0, origin=origin
        )
        passage = Passage(
            f"pas-{number}",
            document.id,
            number,
            3,
            start,
            start + len(text),
            line,
            line + text.count("\n"),
            kind,
            headings,
            text,
        )
        counts = Counter(terms(" ".join((*headings, text))))
        self._entries.append((passage, document, counts))
        for term in counts:
            self._postings.setdefault(term, []).append(number)
        return passage

    def generation(self) -> str:
        return str(len(self._entries))

    def frequencies(self, asked: Sequence[str], *, scope: Scope, actor: Actor) -> Frequencies:
        return Frequencies(len(self._entries), {term: len(self._postings.get(term, ())) for term in asked})

    def find(
        self,
        asked: Sequence[str],
        *,
        limit: int,
        scope: Scope,
        actor: Actor,
        cancel: threading.Event | None = None,
    ) -> list[Found]:
        total = len(self._entries)
        mean = sum(sum(counts.values()) for _, _, counts in self._entries) / max(total, 1)
        scores: dict[int, float] = {}
        for term in asked:
            postings = self._postings.get(term, ())
            idf = math.log(1 + (total - len(postings) + 0.5) / (len(postings) + 0.5))
            for number in postings:
                counts = self._entries[number][2]
                norm = 1.2 * (0.25 + 0.75 * sum(counts.values()) / mean)
                scores[number] = scores.get(number, 0.0) + idf * counts[term] * 2.2 / (counts[term] + norm)
        best = sorted(scores, key=lambda number: (-scores[number], number))[:limit]
        return [
            Found(self._entries[number][0], self._entries[number][1], 2, "3", scores[number])
            for number in best
        ]
