"""How good a ranking is by judgements, and whether one engine's is better than another's.

nDCG after Järvelin and Kekäläinen (2002), with the gain of a document its grade and the logarithm
to the base 2; average precision and reciprocal rank as trec_eval has them.  Engines are compared by
a randomisation test over paired queries, which Smucker, Allan and Carterette recommend ("A
comparison of statistical significance tests for information retrieval evaluation", CIKM 2007).
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from math import log2

__all__ = [
    "DEPTH",
    "average_precision",
    "ndcg",
    "query_scores",
    "randomisation_test",
    "recall",
    "reciprocal_rank",
]

#: Hits that are looked at.
DEPTH = 1000
#: Permutations that the randomisation test draws.
PERMUTATIONS = 10_000


def ndcg(ranking: Sequence[str], grades: Mapping[str, int], depth: int = 10) -> float:
    """Normalised discounted cumulative gain of the first hits.

    Args:
        ranking: Ids, best first.
        grades: The grade of each relevant document, above 0; others count 0.
        depth: Hits that count.

    Example:
        >>> ndcg(["a", "b"], {"a": 1}), round(ndcg(["b", "a"], {"a": 1}), 3)
        (1.0, 0.631)
    """
    gains = [grades.get(one, 0) for one in ranking[:depth]]
    return _discounted(gains) / _discounted(sorted(grades.values(), reverse=True)[:depth])


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / log2(rank + 1) for rank, gain in enumerate(gains, 1))


def average_precision(ranking: Sequence[str], relevant: Mapping[str, int]) -> float:
    """The mean, over relevant documents, of the precision at their rank; 0 where not found.

    Example:
        >>> average_precision(["a", "x", "b"], {"a": 1, "b": 1, "c": 1})  # (1/1 + 2/3 + 0) / 3
        0.5555555555555555
    """
    found, total = 0, 0.0
    for rank, one in enumerate(ranking, 1):
        if one in relevant:
            found += 1
            total += found / rank
    return total / len(relevant)


def recall(ranking: Sequence[str], relevant: Mapping[str, int], depth: int = 100) -> float:
    """The share of relevant documents among the first hits."""
    return sum(one in relevant for one in ranking[:depth]) / len(relevant)


def reciprocal_rank(ranking: Sequence[str], relevant: Mapping[str, int], depth: int) -> float:
    """One over the rank of the first relevant document; 0 where it is not among the first hits."""
    ranks = (rank for rank, one in enumerate(ranking[:depth], 1) if one in relevant)
    return 1 / next(ranks, float("inf"))


def query_scores(ranking: Sequence[str], grades: Mapping[str, int]) -> dict[str, float]:
    """All measures of one query."""
    return {
        "nDCG@10": ndcg(ranking, grades),
        "MAP": average_precision(ranking[:DEPTH], grades),
        "recall@100": recall(ranking, grades),
        "MRR": reciprocal_rank(ranking, grades, DEPTH),
        "MRR@10": reciprocal_rank(ranking, grades, 10),
    }


def randomisation_test(one: Sequence[float], other: Sequence[float], seed: int = 1) -> float:
    """How often chance alone would give a difference of means as large: the two-sided p.

    Each of 10,000 times the two engines' scores are swapped in a random half of the queries.

    Args:
        one, other: Scores of the same queries.
        seed: Another draws other permutations.

    Example:
        >>> randomisation_test([0.2, 0.4], [0.2, 0.4])
        1.0
    """
    differences = [a - b for a, b in zip(one, other, strict=True) if a != b]
    observed = abs(sum(differences))
    chance = random.Random(seed)
    as_large = 0
    for _ in range(PERMUTATIONS):
        bits = chance.getrandbits(len(differences) or 1)
        total = 0.0
        for difference in differences:
            total += difference if bits & 1 else -difference
            bits >>= 1
        as_large += abs(total) >= observed - 1e-12  # sums differ in their last digits
    return as_large / PERMUTATIONS
