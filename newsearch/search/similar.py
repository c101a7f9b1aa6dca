"""Articles like an article: searched by its most telling words.

The words are those with the highest ``log(1 + frequency) * idf``, as Lucene's MoreLikeThis picks
them, each asked for with that weight as its boost.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from newsearch.query import plan
from newsearch.query.context import analyzer_of
from newsearch.search.dressing import dress
from newsearch.search.run import Run, builder_of

if TYPE_CHECKING:
    from newsearch.article import Article
    from newsearch.search.results import Hit
    from newsearch.segment.snapshot import Snapshot
    from newsearch.text.analysis import Analyzer

#: How many words of the article are asked for.
MOST_WORDS = 25
#: A word in more than this share of all articles says nothing of one.
MOST_COMMON = 0.2
#: unless it is in no more than so many.
LEAST_COMMON = 10
#: An occurrence in the title counts as so many.
TITLE_OCCURRENCES = 3


def more_like(snapshot: Snapshot, id: str, limit: int) -> list[Hit]:
    """The articles most like one; see `Index.more_like`.

    Raises:
        KeyError: There is no article of the id.
    """
    place = snapshot.find(id)
    if place is None:
        raise KeyError(id)
    article = snapshot.article(*place)
    builder = builder_of(snapshot)
    weighted = []
    for term, count in term_counts(article, analyzer_of(snapshot.languages)).items():
        if is_telling(snapshot, term):
            terms = (term.encode(),)
            weighted.append((math.log1p(count) * builder.weight(terms), terms))
    weighted.sort(reverse=True)
    if not weighted:
        return []
    words = tuple(plan.Word("text", terms, boost=weight) for weight, terms in weighted[:MOST_WORDS])
    node = plan.Or(words)
    run = Run(snapshot, node)
    best = run.best(limit + 1)
    others = [one for one in best if run.id(one) != id]
    return dress(snapshot, node, [(one, ()) for one in others[:limit]], snippets=True)


def term_counts(article: Article, analyzer: Analyzer) -> Counter[str]:
    """How often each term stands in an article's title and body."""
    counts: Counter[str] = Counter()
    for text, times in ((article.title, TITLE_OCCURRENCES), (article.body, 1)):
        for token in analyzer.tokens(text):
            counts[analyzer.term(token.text, article.language)] += times
    return counts


def is_telling(snapshot: Snapshot, term: str) -> bool:
    """Whether a term of an article is in others too, but not in too many."""
    frequency = snapshot.document_frequency("text", (term.encode(),))
    return 1 < frequency <= max(LEAST_COMMON, MOST_COMMON * snapshot.document_count)
