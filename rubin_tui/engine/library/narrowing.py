"""Where to look: scope, actor and the filters of a query as what an index understands."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath

from rubin_tui.engine.library.index import Filters, Pick
from rubin_tui.engine.library.query import SOURCES, Filter, Query, parse_query
from rubin_tui.engine.model import EVERYWHERE, Actor, Origin, Scope
from rubin_tui.engine.store import Database, Documents, Known, Tokens
from rubin_tui.engine.text.analyzer import tokens
from rubin_tui.engine.text.sanitize import spelled
from rubin_tui.engine.text.sequences import holds

NOTHING = ("doc:",)
"""A group of facets no passage has one of."""

REACH = 6  # terms between two words of a phrase: the parts of a compound name stand there

_TYPES = {"md": "markdown", "txt": "text"}
_LANGUAGES = {
    "ru": ("ru", "rus", "russian", "рус", "русский"),
    "en": ("en", "eng", "english", "англ", "английский"),
    "de": ("de", "deu", "german", "нем", "немецкий"),
}


ORDINARY: tuple[Origin, ...] = ("user", "rubin", "note")
"""Where is looked always; in a project only when the scope names its folder."""


def filters_of(scope: Scope | None, actor: Actor) -> Filters:
    """A scope and an actor as facets of entries (`indexing.facets_of` gives the entries theirs)."""
    scope = scope or EVERYWHERE
    wanted = scope.origins or (*ORDINARY, "project")
    inside = [f"origin:{origin}" for origin in ORDINARY if origin in wanted]
    if "project" in wanted:
        inside += [f"folder:{folder}" for folder in scope.projects]
    groups = (
        ("doc", scope.documents),
        ("category", scope.categories),
        ("tag", scope.tags),
        ("type", scope.types),
        ("language", scope.languages),
    )
    seen = (f"owner:{actor.owner_id}", "origin:rubin")
    asked = [[f"{name}:{spelled(value)}" for value in values] for name, values in groups]
    return (seen, tuple(inside) or NOTHING, *(tuple(group) for group in asked if group))


def narrow(
    query: Query, scope: Scope | None, actor: Actor, database: Database
) -> tuple[Filters, tuple[str, ...]]:
    """The facets a passage must have one of each group of, and those it must not have."""
    filters = filters_of(scope, actor)
    if not query.filters:
        return filters, ()
    with database.reading() as connection:
        known = Documents(connection).known(actor=actor)
    return (*filters, *_groups(query, known)), _outside(query, known)


def asked_within(
    message: str, scope: Scope | None, actor: Actor, database: Database
) -> tuple[str, Scope | None, tuple[str, ...]]:
    """A question without the filters that stand in it, the scope they leave, and the filters as typed.

    A filter no document passes leaves nothing to look in.
    """
    query = parse_query(message)
    filters = [one for one in query.filters if not (one.excluded and one.name in ("in", "lang"))]
    if not filters:
        return message, scope, ()
    scope = scope or EVERYWHERE
    for one in filters:
        message = message.replace(one.typed, " ", 1)
    with database.reading() as connection:
        known = Documents(connection).known(actor=actor)
    within: set[str] | None = set(scope.documents) or None
    for name in dict.fromkeys(one.name for one in filters if not one.excluded):
        group = [one for one in filters if one.name == name and not one.excluded]
        if name == "in":
            meant = [origin for one in group for origin in SOURCES[one.value.casefold()]]
            here = [origin for origin in meant if origin in (scope.origins or meant)]
            scope = replace(scope, origins=tuple(dict.fromkeys(here)))
        elif name == "lang":
            facets = [facet for one in group for facet in _facets(one, known)]
            scope = replace(scope, languages=tuple(facet.partition(":")[2] for facet in facets))
        elif name not in ("after", "before"):
            passed = _passing(group, known)
            within = passed if within is None else within & passed
    if query.after is not None or query.before is not None:
        ids = {one.removeprefix("doc:") for one in _dated(query, known)}
        within = ids if within is None else within & ids
    if excluded := [one for one in filters if one.excluded]:
        within = (within if within is not None else {it.id for it in known}) - _passing(excluded, known)
    if within is not None:
        scope = replace(scope, documents=tuple(sorted(within)) or NOTHING)
    return message.strip(), scope, tuple(one.typed for one in filters)


def _passing(filters: Sequence[Filter], known: tuple[Known, ...]) -> set[str]:
    """The documents that pass any of the filters."""
    facets = {facet for one in filters for facet in _facets(one, known)}
    return {
        it.id
        for it in known
        if {f"doc:{it.id}", f"category:{it.category}", f"type:{it.type}"} & facets
        or any(f"tag:{tag}" in facets for tag in it.tags)
    }


def _dated(query: Query, known: tuple[Known, ...]) -> list[str]:
    """The facets of documents that were added when the query says."""
    after, before = query.after, query.before
    return [
        f"doc:{one.id}"
        for one in known
        if (after is None or one.added_at >= after) and (before is None or one.added_at < before)
    ]


def pick_of(
    query: Query, outside: tuple[str, ...], phrases: Sequence[tuple[str, ...]], database: Database
) -> Pick:
    """What of the matching passages is wanted; `phrases` are those of the query as terms."""
    without = tuple(term for word in query.without for term in phrase_terms(word)[:1])
    unwanted = tuple(filter(None, (phrase_terms(text) for text in query.without_phrases)))
    return Pick(without, outside, _holding_all(phrases, database), _holding_any(unwanted, database))


def phrase_terms(text: str, read: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """The terms of a phrase, one a word: of a compound name the whole of it.

    `read` has the terms of words that are read otherwise than typed.
    """
    found: list[str] = []
    end = -1
    for token in tokens(text):
        if token.start >= end:
            found.append((read or {}).get(text[token.start : token.end], token.term))
            end = token.end
    return tuple(found)


def _groups(query: Query, known: tuple[Known, ...]) -> Filters:
    groups: dict[str, list[str]] = {}
    for one in query.filters:
        if not one.excluded and one.name not in ("after", "before"):
            groups.setdefault(one.name, []).extend(_facets(one, known))
    if query.after is not None or query.before is not None:
        groups["date"] = _dated(query, known)
    return tuple(tuple(dict.fromkeys(facets)) or NOTHING for facets in groups.values())


def _outside(query: Query, known: tuple[Known, ...]) -> tuple[str, ...]:
    return tuple(facet for one in query.filters if one.excluded for facet in _facets(one, known))


def _facets(one: Filter, known: tuple[Known, ...]) -> list[str]:
    """The facets any of which passes the filter."""
    value = one.value.casefold()
    match one.name:
        case "file":
            named = _named(value)
            return [f"doc:{it.id}" for it in known if named(it.filename.casefold())]
        case "tag":
            return _alike("tag", value, {tag for it in known for tag in it.tags})
        case "category":
            return _alike("category", value, {it.category for it in known})
        case "in":
            return [f"origin:{origin}" for origin in SOURCES.get(value, ())]
        case "lang":
            meant = next((language for language, names in _LANGUAGES.items() if value in names), value)
            return [f"language:{meant}"]
        case _:
            meant = _TYPES.get(value, value)
            suffixed = [it for it in known if PurePath(it.filename).suffix.casefold() == f".{value}"]
            return [*_alike("type", meant, {it.type for it in known}), *(f"doc:{it.id}" for it in suffixed)]


def _named(value: str) -> Callable[[str], bool]:
    """Whether a file's name has `value` in it, or is of its pattern (`*.pdf`)."""
    if "*" in value or "?" in value:
        pattern = re.compile(fnmatch.translate(value))
        return lambda name: pattern.match(name) is not None
    return lambda name: value in name


def _alike(name: str, value: str, present: set[str]) -> list[str]:
    return [f"{name}:{other}" for other in sorted(present) if other.casefold() == value]


def _holding_all(phrases: Sequence[tuple[str, ...]], database: Database) -> frozenset[str] | None:
    sets = [_holding(phrase, database) for phrase in phrases if phrase]
    return frozenset.intersection(*sets) if sets else None


def _holding_any(phrases: Sequence[tuple[str, ...]], database: Database) -> frozenset[str]:
    return frozenset[str]().union(*(_holding(phrase, database) for phrase in phrases))


def _holding(phrase: tuple[str, ...], database: Database) -> frozenset[str]:
    """The passages in which the terms follow each other."""
    with database.reading() as connection:
        near = Tokens(connection).near(phrase, REACH * len(phrase))
        return frozenset(passage_id for passage_id, line in near if holds(line, phrase))
