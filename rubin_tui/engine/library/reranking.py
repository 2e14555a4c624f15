"""The best passages in a better order: words that were asked for side by side should stand side by side."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from rubin_tui.engine.text.sequences import closeness

RERANKED = 100
"""So many of the best are looked at again."""

BONUS = 0.3
RUBIN = 0.5  # of its score keeps an article of Rubin's own: it is there for what the user's documents lack


def reranked(
    scored: Sequence[tuple[str, float]],
    lines: Mapping[str, str],
    terms: Sequence[str],
    idf: Mapping[str, float],
    rubin: Collection[str] = (),
) -> list[tuple[str, float]]:
    """`scored` (keys with scores, best first) with a bonus for closeness, best first.

    A pair of neighbours of the query that stands within two words of each other in a passage adds to its
    score 0.3 * 2 * the lesser idf of the two: as if the pair were a rare term of a little weight. On question
    answering this is worth what indexed pairs of words are, which cost five times the index. The keys in
    `rubin` are passages of Rubin's own articles, ranked below what the user's documents say about as well.
    """
    pairs = [
        (one, other, BONUS * 2 * min(idf[one], idf[other]))
        for one, other in pairwise(terms)
        if one in idf and other in idf
    ]
    if not pairs and not rubin:
        return list(scored)
    close = [closeness(lines[key], pairs) if pairs else 0.0 for key, _ in scored]
    better = [
        (key, (score + bonus) * (RUBIN if key in rubin else 1.0))
        for (key, score), bonus in zip(scored, close, strict=True)
    ]
    return sorted(better, key=lambda item: (-item[1], item[0]))
