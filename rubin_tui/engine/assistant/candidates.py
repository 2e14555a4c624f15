"""The passages an answer is looked for in."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from rubin_tui.engine.assistant.expectation import Explained
from rubin_tui.engine.assistant.knowledge import Found, Knowledge
from rubin_tui.engine.assistant.parse import Question
from rubin_tui.engine.model import Actor, Passage, Scope

PASSAGES = 10  # are read for an answer
DEFINING = 40  # for a definition: what a frequent word means stands in one place of the many that use it
LOOKED_AT = 200  # and of so many those that look like its definition
NAMED = 3  # words: what is defined has no longer name


def gather(
    knowledge: Knowledge,
    question: Question,
    *,
    scope: Scope,
    actor: Actor,
    cancel: threading.Event | None = None,
) -> list[Found]:
    """The passages that hold any term of `question`, best first.

    For a definition more of them, and out of many the ones that seem to explain what is asked for.
    """
    terms = [asked.term for asked in question.asked if asked.held]
    if not terms:
        return []
    defined = question.expectation == "definition"
    explained = Explained.of(terms) if defined and len(terms) <= NAMED else None
    limit = LOOKED_AT if explained else DEFINING if defined else PASSAGES
    found: Sequence[Found] = knowledge.find(terms, limit=limit, scope=scope, actor=actor, cancel=cancel)
    if explained is None:
        return list(found)
    return [*found[:DEFINING], *(one for one in found[DEFINING:] if _seems(one.passage, explained))]


def _seems(passage: Passage, explained: Explained) -> bool:
    heading = passage.heading_path[-1] if passage.heading_path else ""
    return explained.names.search(f"{heading}\n{passage.text}") is not None
