"""What sets the articles that match a query apart: values and words more frequent than elsewhere.

Each value is judged by the log-likelihood ratio G² of its being in so many of the matching
articles and so many of the others (Dunning, "Accurate methods for the statistics of surprise and
coincidence", Computational Linguistics 19, 1993), which does not overrate what is rare, as ratios
of shares do. Only what is more frequent among the matches than elsewhere counts.

Cost: values, what facets cost; words, some 0.3 ms an article looked at.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

from newsearch.query import plan
from newsearch.query.context import analyzer_of
from newsearch.schema import COLUMN_FIELDS
from newsearch.search.export import checked_filters
from newsearch.search.facets import count_values
from newsearch.search.plan_words import leaves
from newsearch.search.request import Request, filtered, filters, plan_query
from newsearch.search.run import Run
from newsearch.segment.snapshot import Snapshot
from newsearch.text.languages import stop_word
from newsearch.values import Value

__all__ = ["Significant", "log_likelihood", "significant"]

#: The matching articles whose words are looked at: the newest ones.
ARTICLES_LOOKED_AT = 500
#: A word or value in fewer of them tells nothing.
LEAST_COUNT = 2
WORDS = "words"


class Significant(Value):
    """A value or word that sets matching articles apart.

    Attributes:
        value: The value; a word as most of the articles write it, in lower case.
        count: In how many of the articles looked at it is.
        total: In how many of all articles of the index it is.
        score: The log-likelihood ratio; 10.8 and more comes by chance once in a thousand times.

    Example:
        >>> Significant("Ports", 3, 4, 11.5).value
        'Ports'
    """

    value: str
    count: int
    total: int
    score: float


def significant(
    snapshot: Snapshot, query: Any, field: str, limit: int, **options: Any
) -> list[Significant]:
    """What is telling of the articles that match; see `Index.significant`.

    Raises:
        QueryError: The query cannot be understood.
        ValueError, TypeError: The field or another argument is not one of those there are.
    """
    if field != WORDS and field not in COLUMN_FIELDS:
        raise ValueError(
            f"field must be one of {', '.join((*COLUMN_FIELDS, WORDS))}; not {field!r}"
        )
    checked_filters(options)
    request = Request(query, **options)
    request.check()
    node = plan_query(snapshot, query, request.match, request.timezone, request.now).node
    run = Run(snapshot, filtered(node, filters(request)))
    if field == WORDS:
        found = _words(snapshot, run, node)
    else:
        found = _values(snapshot, run, field)
    found.sort(key=lambda one: (-one.score, one.value))
    return found[: max(limit, 0)]


def log_likelihood(count: int, size: int, total: int, whole: int) -> float:
    """G² of a value's being more frequent in a part than elsewhere; 0.0 where it is not.

    Args:
        count: Articles of the part that have the value.
        size: Articles of the part.
        total: Articles of the whole that have it, those of the part included.
        whole: Articles of the whole.

    Example:
        >>> log_likelihood(8, 10, 10, 100) > log_likelihood(2, 10, 10, 100) > 0.0
        True
        >>> log_likelihood(1, 10, 10, 100)
        0.0
    """
    rest = whole - size
    if rest <= 0 or count * whole <= total * size:
        return 0.0
    table = ((count, size, total), (size - count, size, whole - total))
    others = ((total - count, rest, total), (rest - total + count, rest, whole - total))
    return 2.0 * sum(
        seen * math.log(seen * whole / (row * column))
        for seen, row, column in (*table, *others)
        if seen > 0
    )


def _values(snapshot: Snapshot, run: Run, field: str) -> list[Significant]:
    size, whole = run.count(), snapshot.live_count
    everything = dict(count_values(snapshot.segments, Run(snapshot, plan.Every()).matches(), field))
    return [
        Significant(value, count, everything[value], score)
        for value, count in count_values(snapshot.segments, run.matches(), field)
        if count >= LEAST_COUNT
        if (score := log_likelihood(count, size, everything[value], whole))
    ]


def _words(snapshot: Snapshot, run: Run, node: plan.Node) -> list[Significant]:
    """The telling words, those of the query itself left out."""
    analyzer = analyzer_of(snapshot.languages)
    counts: Counter[str] = Counter()
    forms: dict[str, Counter[str]] = {}
    looked_at = run.newest(ARTICLES_LOOKED_AT)
    for _, _, number, document in looked_at:
        article = snapshot.article(snapshot.segments[number], document)
        text = "\n\n".join((article.title, article.summary or "", article.body, *article.tags))
        seen: dict[str, str] = {}
        for token in analyzer.tokens(text):
            form = token.text.lower()
            seen.setdefault(analyzer.term(form, article.language), form)
        counts.update(seen.keys())
        for term, form in seen.items():
            forms.setdefault(term, Counter())[form] += 1
    asked = {
        term.decode("utf-8", "replace")
        for leaf in leaves(node)
        for terms in ((leaf.terms,) if isinstance(leaf, plan.Word) else getattr(leaf, "words", ()))
        for term in terms
    }
    found = []
    size, whole = len(looked_at), snapshot.document_count
    for term, count in counts.items():
        if count < LEAST_COUNT or term in asked or not term.isalpha():
            continue
        form = forms[term].most_common(1)[0][0]
        if stop_word(form):
            continue
        total = max(count, snapshot.document_frequency("text", (term.encode(),)))
        score = log_likelihood(count, size, total, whole)
        if score:
            found.append(Significant(form, count, total, score))
    return found
