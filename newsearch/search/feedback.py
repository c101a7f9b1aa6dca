"""Pseudo-relevance feedback: the first hits of a query tell by which words to rank the rest.

Rocchio's method ("Relevance feedback in information retrieval", 1971) with BM25's weights in the
place of vectors, the first hits weighted by their scores, as relevance models do (Lavrenko and
Croft, SIGIR 2001; the query itself kept, as in RM3: Abdul-Jaleel et al., TREC 2004). What matches
stays the same; only the order changes.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from newsearch.query import plan
from newsearch.query.context import analyzer_of
from newsearch.schema import FEEDBACK_WEIGHT, FEEDBACK_WORDS, K1, length_discount
from newsearch.search.run import Run, builder_of
from newsearch.search.similar import is_telling, term_counts
from newsearch.text.languages import stop_word

if TYPE_CHECKING:
    from newsearch.segment.snapshot import Snapshot

__all__ = ["expanded"]


def expanded(snapshot: Snapshot, node: plan.Node, run: Run, hits: int) -> plan.Node:
    """The plan with words of its first hits, which add to the scores of what matches.

    Args:
        snapshot: What is searched.
        node: The plan.
        run: Its run, with whatever hits must match besides.
        hits: How many of the first hits to learn from.

    Returns:
        The plan itself where there is nothing to learn.
    """
    found = run.best(hits)
    total = -sum(score for score, *_ in found)
    if not total:
        return node
    analyzer = analyzer_of(snapshot.languages)
    discount, average = length_discount(snapshot.average_length), snapshot.average_length
    shares: defaultdict[str, float] = defaultdict(float)
    for score, _, number, document in found:
        segment = snapshot.segments[number]
        length = segment.weighted_lengths[document] / average
        factor = K1 * (1.0 - discount + discount * length)
        article = snapshot.article(segment, document)
        for term, count in term_counts(article, analyzer).items():
            shares[term] += -score / total * count / (count + factor)
    weight = builder_of(snapshot).weight
    words = [
        (share * weight((term.encode(),)), term)
        for term, share in shares.items()
        if is_telling(snapshot, term) and not stop_word(term)
    ]
    chosen = [term for _, term in sorted(words, reverse=True)[:FEEDBACK_WORDS]]
    if not chosen:
        return node
    most = max(shares[term] for term in chosen)
    more = tuple(
        plan.Word("text", (term.encode(),), term, FEEDBACK_WEIGHT * shares[term] / most)
        for term in chosen
    )
    return plan.AndMaybe(node, plan.Or(more) if len(more) > 1 else more[0])
