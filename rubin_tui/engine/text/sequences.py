"""The terms of a passage in order, as one line of text: what closeness and phrases are told by.

    drive mc_halt +mc +halt f30002 *30002

A term that stands inside the word before (a part of a compound name) has a `+`; keys of numbers come last, as
they stand beside a word and not between words. The line without its `+` is what every index counts.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from rubin_tui.engine.text.analyzer import Token, passage_words
from rubin_tui.engine.text.equal_keys import MARKS

INSIDE = "+"
NEAR = 2
"""Two terms at most so many words apart are close."""


def sequence(tokens: Iterable[Token]) -> str:
    """The line of `tokens`."""
    words: list[str] = []
    keys: list[str] = []
    end = -1
    for token in tokens:
        if token.term[0] in MARKS:
            keys.append(token.term)
        elif token.start < end:
            words.append(INSIDE + token.term)
        else:
            words.append(token.term)
            end = token.end
    return " ".join(words + keys)


def passage_sequence(text: str, *, code: bool = False) -> str:
    """`sequence(passage_tokens(text, code=code))`, made without the tokens."""
    words, keys = passage_words(text, code=code)
    return " ".join([f" {INSIDE}".join(terms) for terms in words] + keys)


def counted(line: str) -> list[str]:
    """The terms of a line as an index counts them."""
    return line.replace(f" {INSIDE}", " ").split()


def closeness(line: str, pairs: Sequence[tuple[str, str, float]]) -> float:
    """The sum of the weights of those pairs of terms whose second is within `NEAR` words after the first."""
    wanted = {term for one, other, _ in pairs for term in (one, other)}
    words = line.split(" ")
    hits = [(at, word) for at, word in enumerate(words) if word in wanted]
    inside = [at for at, word in enumerate(words) if word[:1] == INSIDE] if INSIDE in line else []
    if inside:
        hits += [(at, words[at][1:]) for at in inside if words[at][1:] in wanted]
    places: dict[str, list[int]] = {}
    for at, word in hits:
        # What stands inside a word takes no place of its own.
        places.setdefault(word, []).append(at - bisect_right(inside, at) if inside else at)
    found = 0.0
    for one, other, weight in pairs:
        if one in places and other in places:
            ends = places[other]
            if any(0 < end - begin <= NEAR for begin in places[one] for end in ends):
                found += weight
    return found


def holds(line: str, phrase: Sequence[str]) -> bool:
    """Whether the terms of `phrase` follow each other in the line."""
    terms: list[str] = []
    places: list[int] = []
    at = -1
    for word in line.split(" "):
        inside = word[:1] == INSIDE
        at += not inside
        terms.append(word[1:] if inside else word)
        places.append(at)
    return next(_runs(terms, places, phrase), None) is not None


def phrase_ranges(tokens: Sequence[Token], phrase: Sequence[str]) -> list[tuple[int, int]]:
    """Where `phrase` stands in the text of `tokens`: character ranges in order."""
    places: list[int] = []
    at, end = -1, -1
    for token in tokens:
        if token.start >= end:
            at, end = at + 1, token.end
        places.append(at)
    found = _runs([token.term for token in tokens], places, phrase)
    return [(tokens[first].start, tokens[last].end) for first, last in found]


def _runs(terms: Sequence[str], places: Sequence[int], phrase: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The numbers of the first and the last term, wherever `phrase` stands.

    `places` are the words the terms stand in. One term follows another when it comes next, as the parts of
    a name do, or stands in the next word.
    """
    if not phrase:
        return
    for first, term in enumerate(terms):
        if term != phrase[0]:
            continue
        last = first
        for wanted in phrase[1:]:
            step = last + 1
            while step < len(terms) and places[step] <= places[last] + 1:
                if terms[step] == wanted and (step == last + 1 or places[step] > places[last]):
                    break
                step += 1
            else:
                break
            last = step
        else:
            yield first, last
