"""Text into terms: the one function that documents and questions share.

A term is what the index counts: a stem of a word, or an identifier as it stands. Tokens carry
the exact place of the text they came from, so that a match can be shown and cited.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import Stemmer

from rubin_tui.engine.text.equal_keys import is_bare, key_of
from rubin_tui.engine.text.layouts import fold_lookalikes, fold_lookalikes_to_cyrillic
from rubin_tui.engine.text.stopwords import STOP_WORDS

ANALYZER_VERSION = 2
"""Counts up when the terms of a text change: an index made with another version is rebuilt."""

MAX_TERM = 128  # a longer run of letters is data (base64, a key), and is found by its beginning


@dataclass(frozen=True, slots=True)
class Token:
    """One term and where it stands: `text[start:end]` of the text as given.

    `identifier` is true of a term with a digit, which is never stemmed or corrected.
    """

    term: str
    start: int
    end: int
    identifier: bool


def tokens(text: str) -> list[Token]:
    """The content words and identifiers of `text` in order, stop words out.

    A compound name (`MC_Halt`, `%QX1.2`) is followed by its parts, at their own places inside it.
    """
    found: list[Token] = []
    append = found.append
    for match in _WORD.finditer(text):
        start, end = match.span()
        for term, identifier, skip, stop in _terms(match.group()):
            append(Token(term, start + skip, start + stop if stop else end, identifier))
    return found


def terms(text: str) -> list[str]:
    """The terms of `tokens(text)` alone, for counting."""
    return [term[0] for match in _WORD.finditer(text) for term in _terms(match.group())]


def passage_tokens(text: str, *, code: bool = False) -> list[Token]:
    """`tokens(text)` of a passage, each number followed by its key (`equal_keys`) at the same place.

    In `code` a bare number has one too, else only beside the name of a device.
    """
    found: list[Token] = []
    append = found.append
    matches = list(_WORD.finditer(text))
    for number, match in enumerate(matches):
        start, end = match.span()
        made = _terms(match.group())
        for term, identifier, skip, stop in made:
            append(Token(term, start + skip, start + stop if stop else end, identifier))
        if made and made[0][1] and (key := _key(text, matches, number, made[0][0], code)):
            append(Token(key, start, end, True))
    return found


def passage_words(text: str, *, code: bool = False) -> tuple[list[tuple[str, ...]], list[str]]:
    """The words of `passage_tokens(text)` without their places, which takes a quarter of the time.

    Of each word its terms, the parts of a compound name last; and the keys of all numbers.
    """
    made = [_names(word) for word in _WORD.findall(text)]
    numbers = [number for number, (_, identifier) in enumerate(made) if identifier]
    matches = list(_WORD.finditer(text)) if numbers else []
    keys = [_key(text, matches, number, made[number][0][0], code) for number in numbers]
    return [names for names, _ in made if names], [key for key in keys if key]


def places(text: str, wanted: Set[str], *, code: bool = False) -> list[tuple[int, int]]:
    """Where `passage_tokens(text)` has a term that is `wanted`; without making the others."""
    found: list[tuple[int, int]] = []
    matches = list(_WORD.finditer(text))
    for number, match in enumerate(matches):
        made = _terms(match.group())
        for term, _, skip, stop in made:
            if term in wanted:
                start, end = match.span()
                found.append((start + skip, start + stop if stop else end))
        if made and made[0][1] and _key(text, matches, number, made[0][0], code) in wanted:
            found.append(match.span())
    return found


def _key(text: str, matches: list[re.Match[str]], number: int, term: str, code: bool) -> str:
    meant = is_bare(term) and (code or _beside_a_device(text, matches, number))
    return key_of(term, meant=meant)


BESIDE = 3
"""So many words, of one line, may stand between the name of a device and the number of its fault."""

# The name of a device: `G120`, `CU320`, `ACS880`, `ПЧ2`; or a brand in capitals, `SINAMICS`.
_DEVICE = re.compile(r"[A-ZА-ЯЁ]{1,8}\d{1,4}[A-Z]?|[A-Z]{4,}")


def _beside_a_device(text: str, matches: list[re.Match[str]], number: int) -> bool:
    here = matches[number]
    for other in matches[max(0, number - 1 - BESIDE) : number + 2 + BESIDE]:
        name = other.group()
        if _DEVICE.fullmatch(name) and not key_of(_normal(name), meant=False):
            between = sorted((other.span(), here.span()))
            if "\n" not in text[between[0][1] : between[1][0]]:
                return True
    return False


# A word may hold what extraction leaves inside it (soft hyphen, U+FFFE, combining marks); digits are
# joined by a decimal point or comma, a base and its number by "#"; "%" opens an IEC address, whose letters
# may have been typed in the other layout (`%ЙЧ1.2`).
_WORD = re.compile(
    r"(?:%(?=[^\W\d_]{1,2}\d))?\w+"
    r"(?:(?:[\u00ad\ufffe](?:\r?\n)?|(?<=\d)[.,](?=\d)|\#|['\u2019](?=(?:s|t|re|ve|ll|d|m)\b))\w+"
    r"|[\u0300-\u036f]+\w*)*",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"[\u00ad\ufffe](?:\r?\n)?")
_MARKS = re.compile(r"[\u0300-\u036f]")
_PART = re.compile(r"[^_]+")
_DIGIT = re.compile(r"\d")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[a-z]")

# term, identifier, start inside the word, end inside the word (0: the word's own end)
_Term = tuple[str, bool, int, int]


@lru_cache(maxsize=1 << 17)
def _terms(word: str) -> tuple[_Term, ...]:
    """The terms of one word: none of a stop word, several of a compound name."""
    if word[0] == "%":  # `%QX1.2` is also asked for as `QX1.2`
        return (_whole(word), *((term, True, 1, 0) for term, *_ in _terms(word[1:])[:1]))
    if "_" not in word:
        term = _term(word)
        return ((*term, 0, 0),) if term else ()
    return tuple(_compound(word))


@lru_cache(maxsize=1 << 17)
def _names(word: str) -> tuple[tuple[str, ...], bool]:
    """Its terms alone, and whether the first is an identifier."""
    made = _terms(word)
    return tuple(term[0] for term in made), bool(made) and made[0][1]


def _compound(word: str) -> Iterator[_Term]:
    parts = list(_PART.finditer(word))
    if len(parts) > 1:
        start, end = parts[0].start(), parts[-1].end()
        name, identifier, *_ = _whole(word[start:end])
        yield name, identifier, start, end
    for part in parts:
        term = _term(part.group())
        if term and (len(parts) == 1 or not part.group().isdigit()):
            yield *term, part.start(), part.end()


def _whole(written: str) -> _Term:
    name = _normal(written)
    return (fold_lookalikes(name) or name)[:MAX_TERM], _DIGIT.search(name) is not None, 0, 0


def _term(written: str) -> tuple[str, bool] | None:
    word = _normal(written)
    if _DIGIT.search(word):
        return (fold_lookalikes(word) or word)[:MAX_TERM], True
    if "'" in word:
        if word in STOP_WORDS:
            return None
        word = word.partition("'")[0]
    if _CYRILLIC.search(word) and _LATIN.search(word):
        word = _of_one_script(word)
    if not word or word in STOP_WORDS:
        return None
    return (word[:MAX_TERM] if len(word) > MAX_TERM else _stem(word)), False


def _of_one_script(word: str) -> str:
    """A word of letters of both scripts in the one most of them are of, if their shapes allow."""
    latin, cyrillic = fold_lookalikes(word), fold_lookalikes_to_cyrillic(word)
    mostly_latin = len(_LATIN.findall(word)) >= len(_CYRILLIC.findall(word))
    return (latin or cyrillic if mostly_latin else cyrillic or latin) or word


def _normal(word: str) -> str:
    """Lower case, compatibility forms made plain, ё as е, without what only printing needs."""
    if not word.isascii():
        word = unicodedata.normalize("NFKC", _INSIDE.sub("", word)).lower()
        return "".join(_MARKS.sub("", word).replace("ё", "е").replace("\u2019", "'").split())
    return word.lower()


# Without a cache of their own: `_terms` remembers already.
_STEMMERS = {name: Stemmer.Stemmer(name, 0) for name in ("russian", "english")}
_STEMMING = Lock()  # a Snowball stemmer keeps its word in itself


def _stem(word: str) -> str:
    stemmer = _STEMMERS["russian" if _CYRILLIC.search(word) else "english"]
    with _STEMMING:
        return str(stemmer.stemWord(word))
