"""How good a ranking is, and whether one engine's are better than another's by more than chance.

Measures are those of ``trec_eval`` with judgements that say relevant or not: nDCG (Järvelin and
Kekäläinen, TOIS 2002), average precision, recall, reciprocal rank.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import compress
from math import log2
from random import Random
from statistics import fmean

__all__ = ["DEPTH", "MEASURES", "mean_scores", "p_value", "scores"]

#: Hits of a topic that are looked at, as in TREC.
DEPTH = 1000
MEASURES = ("nDCG@10", "MAP", "recall@100", "MRR@10")
#: Random exchanges of the significance test.
EXCHANGES = 10_000
_ZERO_AND_ONE = bytes.maketrans(b"01", b"\x00\x01")


def scores(relevant: Collection[str], ranked: Sequence[str]) -> dict[str, float]:
    """The measures of one topic, each from 0.0 to 1.0.

    Args:
        relevant: The ids judged relevant; at least one.
        ranked: The ids found, best first, each once; up to `DEPTH` count.

    Returns:
        For each of `MEASURES` its value; MRR@10, here, is the reciprocal rank of the first relevant
        hit, 0.0 below the tenth.

    Example:
        >>> scores({"a", "b"}, ["a", "x", "b"])
        {'nDCG@10': 0.9197207891481876, 'MAP': 0.8333333333333333, 'recall@100': 1.0, 'MRR@10': 1.0}
    """
    places = [place for place, id in enumerate(ranked[:DEPTH], 1) if id in relevant]
    gained = sum(1 / log2(place + 1) for place in places if place <= 10)
    ideal = sum(1 / log2(place + 1) for place in range(1, min(10, len(relevant)) + 1))
    precisions = [found / place for found, place in enumerate(places, 1)]
    return {
        "nDCG@10": gained / ideal,
        "MAP": sum(precisions) / len(relevant),
        "recall@100": sum(place <= 100 for place in places) / len(relevant),
        "MRR@10": 1 / places[0] if places and places[0] <= 10 else 0.0,
    }


def mean_scores(topics: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The mean of each measure over topics."""
    return {name: fmean(topic[name] for topic in topics) for name in topics[0]}


def p_value(ours: Sequence[float], theirs: Sequence[float], seed: int = 1) -> float:
    """How often chance alone makes two engines differ so much: a paired randomisation test.

    Under the null hypothesis either engine could have made either ranking of a topic, so the two
    are exchanged at random, topic by topic, and the mean difference is looked at (Smucker, Allan
    and Carterette, "A comparison of statistical significance tests for information retrieval
    evaluation", CIKM 2007). Two-sided, of `EXCHANGES` samples.

    Args:
        ours, theirs: A measure of both engines, for the same topics in the same order.
        seed: Of the exchanges.

    Returns:
        The share of exchanges with at least that difference, this one included: above 0.0.

    Example:
        >>> p_value([0.5, 0.7], [0.5, 0.7])
        1.0
    """
    differences = [a - b for a, b in zip(ours, theirs, strict=True) if a != b]
    if not differences:
        return 1.0
    total, count = sum(differences), len(differences)
    least = abs(total) - 1e-9
    chance = Random(seed)
    reached = 1
    for _ in range(EXCHANGES):
        bits = format(chance.getrandbits(count), f"0{count}b").encode().translate(_ZERO_AND_ONE)
        reached += abs(total - 2 * sum(compress(differences, bits))) >= least
    return reached / (EXCHANGES + 1)
