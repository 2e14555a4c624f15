"""Finding names by some of their letters in their order: `fbdr` is FB_Drive.st, `штвуч` is index.

All names stand in one array of characters, so that a key is answered in some milliseconds for a hundred
thousand of them: whole arrays are narrowed letter by letter, and only the best few are weighed one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from rubin_tui.engine.text.layouts import swap_layout

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int32]

MOST_LETTERS = 60
"""Of what is typed; the rest says nothing new."""
_WEIGHED = 3
"""Times as many as are wanted are weighed one by one."""
_KEPT_LETTERS = 24
_OTHER_KEYS = 15.0
"""What a name has to be better by to stand above another when it was typed in the other layout."""
_RECENT = 40.0


class Hit(NamedTuple):
    """A name by its number, and which of its letters were meant."""

    number: int
    letters: tuple[int, ...]
    score: float = 0.0


class _Narrowed(NamedTuple):
    words: list[str]
    which: Numbers
    at: Numbers


class PathIndex:
    """Names to choose from: paths, whose last part weighs most, or anything. For one thread at a time."""

    def __init__(self, names: Iterable[str]) -> None:
        import numpy as np

        self._np = np
        self.names: list[str] = list(names)
        joined = "\n".join(name.replace("\n", "\0") for name in self.names) + "\n"
        lower = joined.lower().replace("ё", "е")
        if len(lower) != len(joined):  # a capital that has two small letters
            lower = "".join(_small(letter) for letter in joined)
        self._lower = lower
        self._flat = _array(lower)
        shown = _array(joined)
        self._word = _word_starts(np, shown, self._flat)
        del shown
        ends = np.flatnonzero(self._flat == 10).astype(np.int32)
        self._ends: Numbers = ends[: len(self.names)]
        self._starts: Numbers = (
            np.concatenate((np.zeros(1, np.int32), self._ends[:-1] + 1)) if len(ends) else self._ends
        )
        slashes = np.flatnonzero(self._flat == ord("/")).astype(np.int32)
        if len(slashes):
            at = np.searchsorted(slashes, self._ends) - 1
            last = np.where(at >= 0, slashes[np.maximum(at, 0)] + 1, 0)
            self._bases: Numbers = np.maximum(self._starts, last).astype(np.int32)
        else:
            self._bases = self._starts
        self._places: dict[tuple[str, bool], Numbers] = {}
        self._narrowed: dict[int, _Narrowed] = {}

    def find(self, typed: str, *, most: int = 100, recent: Sequence[int] = ()) -> list[Hit]:
        """The names that hold the letters of each typed word in their order, the best first.

        `recent` are the numbers of those used last, the latest first. Nothing typed finds these, then all
        others in their order.
        """
        typed = typed[:MOST_LETTERS].lower().replace("ё", "е")
        bonus = {number: _RECENT / (1 + place / 4) for place, number in enumerate(recent)}
        if not typed.split():
            rest = (number for number in range(len(self.names)) if number not in bonus)
            first = [Hit(number, ()) for number in recent[:most]]
            return [
                *first,
                *(Hit(number, ()) for number, _ in zip(rest, range(most - len(first)), strict=False)),
            ]
        best: dict[int, Hit] = {}
        other = swap_layout(typed)
        for way, text in enumerate(dict.fromkeys((typed, other))):
            for hit in self._find(way, text.split(), most, bonus):
                hit = hit._replace(score=hit.score - way * _OTHER_KEYS)
                known = best.get(hit.number)
                if known is None or known.score < hit.score:
                    best[hit.number] = hit
        order = sorted(best.values(), key=lambda hit: (-hit.score, len(self.names[hit.number]), hit.number))
        return order[:most]

    def _find(self, way: int, words: list[str], most: int, bonus: Mapping[int, float]) -> list[Hit]:
        np = self._np
        which = self._holding(way, words)
        if not len(which):
            return []
        rank = np.zeros(len(which))
        for word in words:
            rank += self._rank(which, word)
        rank -= 0.1 * (self._ends[which] - self._bases[which]) + 0.02 * (
            self._ends[which] - self._starts[which]
        )
        if bonus:
            numbers = np.fromiter(bonus, dtype=np.int64)
            at = np.searchsorted(which, numbers)
            for number, place in zip(numbers.tolist(), at.tolist(), strict=True):
                if place < len(which) and which[place] == number:
                    rank[place] += bonus[number]
        count = min(most * _WEIGHED, len(which))
        chosen = np.argpartition(-rank, count - 1)[:count] if count < len(which) else np.arange(count)
        return [self._weigh(int(which[at]), words, bonus.get(int(which[at]), 0.0)) for at in chosen]

    def _holding(self, way: int, words: list[str]) -> Numbers:
        """The names that hold all words; what goes on where the last typing ended looks at those only."""
        before = self._narrowed.get(way)
        if before and words[: len(before.words) - 1] == before.words[:-1] and len(words) >= len(before.words):
            last = len(before.words) - 1
            if words[last].startswith(before.words[last]):
                which, at = self._go_on(before.which, before.at, words[last][len(before.words[last]) :])
                for word in words[last + 1 :]:
                    which, at = self._narrow(which, word, self._starts)
                self._narrowed[way] = _Narrowed(words, which, at)
                return which
        which = at = self._np.arange(len(self.names), dtype=self._np.int32)
        for word in words:
            which, at = self._narrow(which, word, self._starts)
        self._narrowed[way] = _Narrowed(words, which, at)
        return which

    def _narrow(
        self, which: Numbers, word: str, begin: Numbers, *, words_only: bool = False
    ) -> tuple[Numbers, Numbers]:
        """Those of `which` that hold the letters in their order from `begin` on, and where they end."""
        return self._go_on(which, begin[which], word, words_only=words_only)

    def _go_on(
        self, which: Numbers, at: Numbers, letters: str, *, words_only: bool = False
    ) -> tuple[Numbers, Numbers]:
        np = self._np
        for letter in letters:
            places = self._places_of(letter, words_only)
            if not len(places):
                return which[:0], at[:0]
            next_one = np.searchsorted(places, at)
            found = places[np.minimum(next_one, len(places) - 1)]
            fits = (next_one < len(places)) & (found < self._ends[which])
            which, at = which[fits], found[fits] + 1
        return which, at

    def _rank(self, which: Numbers, word: str) -> Any:
        """A first guess how well a word fits, for all at once."""
        np = self._np
        rank = np.zeros(len(which))
        whole = self._whole_places(word)
        at_words = whole[self._word[whole]]
        for places, begin, worth in (
            (whole, self._bases, 60.0),
            (at_words, self._bases, 85.0),
            (whole, self._starts, 30.0),
            (at_words, self._starts, 45.0),
        ):
            if not len(places):
                continue
            # What is in no name at all is at no word of it; what is good already gets no better.
            open_ones = np.flatnonzero((rank == 60.0) if worth == 85.0 else (rank < worth))
            rows = which[open_ones]
            next_one = np.searchsorted(places, begin[rows])
            found = places[np.minimum(next_one, len(places) - 1)]
            fits = (next_one < len(places)) & (found < self._ends[rows])
            rank[open_ones[fits]] = worth
            if begin is self._bases:
                rank[open_ones[fits & (found == begin[rows])]] = 100.0
        for worth, words_only in ((25.0, False), (55.0, True)):
            there = rank < worth
            held, _ = self._narrow(which[there], word, self._bases, words_only=words_only)
            fits = np.zeros(len(self.names), dtype=bool)
            fits[held] = True
            rank[there & fits[which]] = worth
        return rank

    def _whole_places(self, word: str) -> Numbers:
        places = self._places_of(word[0], False)
        for offset, letter in enumerate(word[1:], 1):
            ahead = places + offset
            places = places[(ahead < len(self._flat))]
            places = places[self._flat[places + offset] == ord(letter)]
        return places

    def _places_of(self, letter: str, words_only: bool) -> Numbers:
        key = (letter, words_only)
        known = self._places.get(key)
        if known is None:
            there = self._flat == min(ord(letter), int(self._np.iinfo(self._flat.dtype).max))
            if ord(letter) > self._np.iinfo(self._flat.dtype).max:
                there[:] = False
            places = self._np.flatnonzero(there & self._word if words_only else there)
            known = places.astype(self._np.int32)
            while len(self._places) >= _KEPT_LETTERS:
                del self._places[next(iter(self._places))]
            self._places[key] = known
        return known

    def _weigh(self, number: int, words: Sequence[str], bonus: float) -> Hit:
        start, end, base = int(self._starts[number]), int(self._ends[number]), int(self._bases[number])
        text = self._lower[start:end]
        score = bonus - 0.1 * (end - base) - 0.02 * (end - start)
        letters: set[int] = set()
        for word in words:
            worth, places = self._fit(text, word, base - start, start)
            score += worth
            letters.update(places)
        return Hit(number, tuple(sorted(letters)), score)

    def _fit(self, text: str, word: str, base: int, start: int) -> tuple[float, list[int]]:
        """How well one word fits into one name, and by which letters."""
        at = text.find(word, base)
        while at >= 0 and at != base and not self._word[start + at]:
            later = text.find(word, at + 1)
            if later < 0:
                at = text.find(word, base)
                break
            at = later
        if at >= 0:
            worth = 100.0 if at == base else 85.0 if self._word[start + at] else 60.0
            stem = text[base:].rpartition(".")[0] or text[base:]
            return worth + (20.0 if word in (text[base:], stem) else 0.0), list(range(at, at + len(word)))
        starts = [place for place in range(base, len(text)) if self._word[start + place]]
        if (places := _in_order(text, word, starts)) is not None:
            return 55.0, places
        at = text.rfind(word)
        if at >= 0:
            worth = 45.0 if self._word[start + at] else 30.0
            return worth, list(range(at, at + len(word)))
        inside = _compact(text, word, base)
        if inside is None:
            return self._looseness(_compact(text, word, 0) or [], start), _compact(text, word, 0) or []
        return 25.0 + self._looseness(inside, start), inside

    def _looseness(self, places: list[int], start: int) -> float:
        """Word starts and letters beside each other are worth something, gaps cost a little."""
        worth = 0.0
        for place, before in zip(places, [-2, *places], strict=False):
            if place == before + 1:
                worth += 2.0
            elif self._word[start + place]:
                worth += 3.0
        return worth - 0.1 * (places[-1] - places[0]) if places else -100.0


def _in_order(text: str, word: str, allowed: Sequence[int]) -> list[int] | None:
    places = []
    rest = iter(allowed)
    for letter in word:
        place = next((place for place in rest if text[place] == letter), None)
        if place is None:
            return None
        places.append(place)
    return places


def _compact(text: str, word: str, begin: int) -> list[int] | None:
    """The letters in their order: to the first end they can have, and from there back as near as can be."""
    at = begin - 1
    for letter in word:
        at = text.find(letter, at + 1)
        if at < 0:
            return None
    places = []
    at += 1
    for letter in reversed(word):
        at = text.rfind(letter, begin, at)
        places.append(at)
    return places[::-1]


def _small(letter: str) -> str:
    small = letter.lower().replace("ё", "е")
    return small if len(small) == 1 else letter


def _array(text: str) -> Any:
    import numpy as np

    if text.isascii():
        return np.frombuffer(text.encode("ascii"), dtype=np.uint8)
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _word_starts(np: Any, shown: Any, lower: Any) -> Any:
    """Where words begin: behind what is no letter, at a capital behind a small letter, at a number."""
    digit = (lower >= 48) & (lower <= 57)
    letter = ((lower >= 97) & (lower <= 122)) | (lower >= 128)
    if shown.dtype != lower.dtype or len(shown) != len(lower):
        capital = np.zeros(len(lower), dtype=bool)
    else:
        capital = shown != lower
    letter |= capital
    before_none = np.ones(len(lower), dtype=bool)
    before_none[1:] = ~(letter | digit)[:-1]
    change = np.zeros(len(lower), dtype=bool)
    change[1:] = (capital[1:] & ~capital[:-1] & letter[:-1]) | (digit[1:] & ~digit[:-1])
    return (before_none | change) & (letter | digit)
