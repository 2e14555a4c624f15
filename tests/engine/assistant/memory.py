"""A small library in memory: exact BM25 over passages given as text."""

from __future__ import annotations

import math
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rubin_tui.engine.model import Actor, Document, Origin, Passage, PassageKind, Scope
from rubin_tui.engine.text.analyzer import passage_tokens
from rubin_tui.engine.text.equal_keys import equal_terms
from rubin_tui.engine.text.sequences import holds, sequence


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
    """Knowledge out of a list; K1 1.2, B 0.75, Lucene's idf, headings indexed with their passage.

    Of a scope it heeds the origins; what stands in a project is there for a scope that names any.
    """

    def __init__(self) -> None:
        self._entries: list[tuple[Passage, Document, Counter[str]]] = []
        self._postings: dict[str, list[int]] = {}
        self._lines: list[str] = []

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
        folder: str = "",
    ) -> Passage:
        number = len(self._entries)
        start = 10_000 * number if start is None else start
        document = Document(
            f"doc-{filename}",
            filename,
            "",
            "pdf",
            "general",
            (),
            "",
            0,
            "",
            1,
            1,
            0.0,
            origin=origin,
            folder_id=folder,
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
        made = passage_tokens("\n".join((*headings, text)), code=kind == "code")
        counts = Counter(token.term for token in made)
        self._lines.append(sequence(made))
        self._entries.append((passage, document, counts))
        for term in counts:
            self._postings.setdefault(term, []).append(number)
        return passage

    def generation(self) -> str:
        return str(len(self._entries))

    def frequencies(self, asked: Sequence[str], *, scope: Scope, actor: Actor) -> Frequencies:
        seen = self._seen(scope)
        return Frequencies(
            len(seen), {term: len(seen.intersection(self._postings.get(term, ()))) for term in asked}
        )

    def follows(self, asked: Sequence[str], *, scope: Scope, actor: Actor) -> bool:
        return any(holds(line, asked) for line in self._lines)

    def _seen(self, scope: Scope) -> set[int]:
        wanted = scope.origins or ("user", "rubin", "note", "project")
        return {
            number
            for number, (_, document, _) in enumerate(self._entries)
            if document.origin in wanted
            and (document.origin != "project" or document.folder_id in scope.projects)
        }

    def find(
        self,
        asked: Sequence[str],
        *,
        limit: int,
        scope: Scope,
        actor: Actor,
        cancel: threading.Event | None = None,
    ) -> list[Found]:
        seen = self._seen(scope)
        total = len(seen)
        mean = sum(sum(self._entries[number][2].values()) for number in seen) / max(total, 1)
        scores: dict[int, float] = {}
        for term in asked:
            ways = (term, *equal_terms(term))
            postings = sorted(seen.intersection(n for way in ways for n in self._postings.get(way, ())))
            idf = math.log(1 + (total - len(postings) + 0.5) / (len(postings) + 0.5))
            for number in postings:
                counts = self._entries[number][2]
                norm = 1.2 * (0.25 + 0.75 * sum(counts.values()) / mean)
                held = max(counts[way] for way in ways)
                scores[number] = scores.get(number, 0.0) + idf * held * 2.2 / (held + norm)
        best = sorted(scores, key=lambda number: (-scores[number], number))[:limit]
        return [
            Found(self._entries[number][0], self._entries[number][1], 2, "3", scores[number])
            for number in best
        ]
