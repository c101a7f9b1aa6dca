"""Groups near-identical articles among the best hits: one is shown, the others listed with it.

Two articles tell the same story in the same words when most of the shorter one's runs of four
words stand in the longer one too (containment of word shingles; Broder, "On the resemblance and
containment of documents", 1997). Only hits are compared, so grouping costs nothing when it is
not asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from newsearch.query.context import Context

if TYPE_CHECKING:
    from newsearch.search.run import Found
    from newsearch.segment.snapshot import Snapshot

#: Words of a shingle.
SHINGLE = 4
#: Share of the shorter article's shingles that the longer one must hold.
LEAST_SHARED = 0.5
#: Shingles of the shorter article that must be shared at least: short texts share phrases.
LEAST_COUNT = 12
#: Hits that are compared for each hit wanted.
CANDIDATES = 4


def group(
    snapshot: Snapshot, best: Callable[[int], list[Found]], count: int
) -> list[tuple[Found, Sequence[Found]]]:
    """The ``count`` best stories, each with its other tellings, best first.

    Args:
        snapshot: Gives the articles.
        best: Gives the so many best hits.
        count: Stories wanted.
    """
    wanted = count * CANDIDATES
    while True:
        candidates = best(wanted)
        groups = _grouped(snapshot, candidates)
        if len(groups) >= count or len(candidates) < wanted:
            return list(groups[:count])
        wanted *= 2


def _grouped(snapshot: Snapshot, candidates: Sequence[Found]) -> list[tuple[Found, list[Found]]]:
    groups: list[tuple[Found, list[Found]]] = []
    shown: list[set[int]] = []
    analyzer = Context(languages=(None,)).analyzer
    for found in candidates:
        _, _, number, document = found
        article = snapshot.article(snapshot.segments[number], document)
        words = [analyzer.term(token.text, None) for token in analyzer.tokens(article.body)]
        shingles = {hash(tuple(words[i : i + SHINGLE])) for i in range(len(words) - SHINGLE + 1)}
        for (_, others), known in zip(groups, shown, strict=True):
            if _same(known, shingles):
                others.append(found)
                break
        else:
            groups.append((found, []))
            shown.append(shingles)
    return groups


def _same(first: set[int], second: set[int]) -> bool:
    shorter = min(len(first), len(second))
    shared = len(first & second)
    return shared >= LEAST_COUNT and shared >= LEAST_SHARED * shorter
