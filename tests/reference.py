"""Brute-force search: the oracle of the tests.

Every plan node is evaluated by looking at every article, straight from the definitions in
ARCHITECTURE.md: no dictionary, no posting list, no cursor, no pruning. What it shares with the
engine is the analysis of words and the constants of the ranking.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import log

from newsearch.article import Article
from newsearch.query import plan
from newsearch.schema import FIELD_WEIGHTS, K1, LENGTH_OFFSET, B
from newsearch.text.analysis import Analyzer
from newsearch.text.folding import fold_value

Scores = dict[str, float]
GAP = 100


@dataclass
class Document:
    """An article as words at positions, keyword values and a date."""

    id: str
    date: int | None
    places: dict[bytes, list[tuple[int, str]]] = field(default_factory=dict)
    lengths: dict[str, int] = field(default_factory=dict)
    values: dict[str, set[bytes]] = field(default_factory=dict)

    @property
    def weighted_length(self) -> float:
        return sum(FIELD_WEIGHTS[name] * count for name, count in self.lengths.items())

    def positions(self, terms: Iterable[bytes], name: str) -> list[int]:
        """Where any of the terms stands in a field, ascending."""
        return sorted({at for at, _ in self._occurrences(terms, name)})

    def weighted_frequency(self, terms: Iterable[bytes], name: str) -> float:
        return sum(FIELD_WEIGHTS[where] for _, where in self._occurrences(terms, name))

    def _occurrences(self, terms: Iterable[bytes], name: str) -> list[tuple[int, str]]:
        return [
            (at, where)
            for term in set(terms)
            for at, where in self.places.get(term, ())
            if name in ("text", where)
        ]

    def keys(self, name: str) -> set[bytes]:
        """The index terms of a field in this article."""
        if name in plan.TEXT_FIELDS:
            return {term for term in self.places if self._occurrences((term,), name)}
        return self.values[name]


def microseconds(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def document(article: Article, analyzer: Analyzer) -> Document:
    """Analyses an article: title, summary, body, then each tag, with a gap between."""
    result = Document(article.id, None if article.date is None else microseconds(article.date))
    runs = [("title", article.title), ("summary", article.summary or ""), ("body", article.body)]
    at = 0
    for name, text in [*runs, *(("tags", tag) for tag in article.tags)]:
        for token in analyzer.tokens(text):
            term = _bytes(analyzer.term(token.text, article.language))
            result.places.setdefault(term, []).append((at, name))
            result.lengths[name] = result.lengths.get(name, 0) + 1
            at += 1
        at += GAP
    names = {fold_value(name) for name in article.authors}
    words = {word for name in names for word in name.split()}
    result.values = {
        "tags": _keys(article.tags),
        "authors": {value.encode() for value in names | words},
        "source": _keys((article.source,)),
        "section": _keys((article.section,)),
        "language": _keys((article.language,)),
        "id": {article.id.encode()},
    }
    return result


def _bytes(term: str | bytes) -> bytes:
    return term.encode() if isinstance(term, str) else term


def _keys(values: Iterable[str | None]) -> set[bytes]:
    return {fold_value(value).encode() for value in values if value} - {b""}


class Reference:
    """All articles of an index, searched one by one.

    Args:
        articles: The live articles, one per id.
        analyzer: Analyses words as the index does.
        deleted: Deleted or replaced articles that segments still hold: they count in the
            statistics of the ranking until they are merged away, and are never found.
    """

    def __init__(
        self,
        articles: Iterable[Article],
        analyzer: Analyzer,
        deleted: Iterable[Article] = (),
    ) -> None:
        self.documents = [document(article, analyzer) for article in articles]
        self.all = [*self.documents, *(document(article, analyzer) for article in deleted)]
        lengths = [found.weighted_length for found in self.all]
        self.average_length = sum(lengths) / len(lengths) if lengths else 0.0
        self._idfs: dict[tuple[bytes, ...], float] = {}

    def search(self, node: plan.Node) -> Scores:
        """The score of every article that matches, by id."""
        return _EVALUATE[type(node)](self, node)

    def ranked(self, node: plan.Node) -> list[tuple[str, float]]:
        """Ids and scores: the best first, then the newest, then by id."""
        scores = self.search(node)
        dates = {found.id: found.date for found in self.documents}

        def place(item: tuple[str, float]) -> tuple[float, float, str]:
            date = dates[item[0]]
            return (-item[1], float("inf") if date is None else -date, item[0])

        return sorted(scores.items(), key=place)

    # Words

    def word_score(
        self, found: Document, name: str, terms: Sequence[bytes], offset: float = 0.0
    ) -> float:
        weighted = found.weighted_frequency(terms, name)
        average = self.average_length + LENGTH_OFFSET
        length = (found.weighted_length + LENGTH_OFFSET) / average
        idf = self.idf(tuple(terms)) + offset
        return idf * weighted / (weighted + K1 * (1.0 - B + B * length))

    def idf(self, terms: tuple[bytes, ...]) -> float:
        """Terms that count as one word: their frequencies add up, to all articles at most."""
        if terms not in self._idfs:
            total = len(self.all)
            frequency = sum(term in found.places for found in self.all for term in terms)
            frequency = min(total, frequency)
            self._idfs[terms] = log(1.0 + (total - frequency + 0.5) / (frequency + 0.5))
        return self._idfs[terms]

    def word(self, node: plan.Word) -> Scores:
        return {
            found.id: node.boost * self.word_score(found, node.field, node.terms, node.idf_offset)
            for found in self.documents
            if found.positions(node.terms, node.field)
        }

    def phrase(self, node: plan.Phrase) -> Scores:
        return {
            found.id: node.boost
            * sum(self.word_score(found, node.field, terms) for terms in dict.fromkeys(node.words))
            for found in self.documents
            if _phrase_ends(found, node)
        }

    def expand(self, node: plan.Expand) -> Scores:
        return {
            found.id: node.boost
            for found in self.documents
            if any(_accepts(node, key) for key in found.keys(node.field))
        }

    # Filters

    def keyword(self, node: plan.Keyword) -> Scores:
        return self._having(lambda found: node.key in found.values[node.field])

    def dates(self, node: plan.Dates) -> Scores:
        def within(found: Document) -> bool:
            return (
                found.date is not None
                and (node.first is None or found.date >= node.first)
                and (node.last is None or found.date <= node.last)
            )

        return self._having(within)

    def every(self, node: plan.Every) -> Scores:
        def has_value(found: Document) -> bool:
            if node.field is None:
                return True
            return found.date is not None if node.field == "date" else bool(found.keys(node.field))

        return self._having(has_value, node.boost)

    def nothing(self, node: plan.Nothing) -> Scores:
        return {}

    def _having(self, test: Callable[[Document], bool], score: float = 0.0) -> Scores:
        return {found.id: score for found in self.documents if test(found)}

    # Combinations

    def both(self, node: plan.And) -> Scores:
        children = [self.search(child) for child in node.children]
        ids = set.intersection(*map(set, children)) if children else set()
        return {key: sum(child[key] for child in children) for key in ids}

    def either(self, node: plan.Or) -> Scores:
        return self.best(plan.Best(node.children, 1.0))

    def best(self, node: plan.Best) -> Scores:
        children = [self.search(child) for child in node.children]
        scores: Scores = {}
        for key in set().union(*children):
            each = [child[key] for child in children if key in child]
            scores[key] = max(each) + node.tiebreak * (sum(each) - max(each))
        return scores

    def negation(self, node: plan.Not) -> Scores:
        excluded = self.search(node.child)
        return self._having(lambda found: found.id not in excluded)

    def and_not(self, node: plan.AndNot) -> Scores:
        excluded = self.search(node.negative)
        found = self.search(node.positive)
        return {key: score for key, score in found.items() if key not in excluded}

    def and_maybe(self, node: plan.AndMaybe) -> Scores:
        optional = self.search(node.optional)
        found = self.search(node.required)
        return {key: score + optional.get(key, 0.0) for key, score in found.items()}

    def filter(self, node: plan.Filter) -> Scores:
        required = self.search(node.required)
        found = self.search(node.scored)
        return {key: score for key, score in found.items() if key in required}

    def constant(self, node: plan.Constant) -> Scores:
        return dict.fromkeys(self.search(node.child), node.score)

    def boost(self, node: plan.Boost) -> Scores:
        return {key: score * node.boost for key, score in self.search(node.child).items()}


def _phrase_ends(found: Document, node: plan.Phrase) -> set[int]:
    """Positions at which the phrase ends in an article: every way to place each word."""
    ends = set(found.positions(node.words[0], node.field)) if node.words else set()
    for terms in node.words[1:]:
        ends = {
            at
            for at in found.positions(terms, node.field)
            if any(1 <= at - end <= node.slop for end in ends)
        }
    return ends


def _accepts(node: plan.Expand, key: bytes) -> bool:
    return (
        key.startswith(node.prefix)
        and (node.first is None or key >= node.first)
        and (node.last is None or key <= node.last)
        and (node.accepts is None or node.accepts(key))
    )


_EVALUATE: dict[type, Callable[..., Scores]] = {
    plan.Word: Reference.word,
    plan.Phrase: Reference.phrase,
    plan.Expand: Reference.expand,
    plan.Keyword: Reference.keyword,
    plan.Dates: Reference.dates,
    plan.Every: Reference.every,
    plan.Nothing: Reference.nothing,
    plan.And: Reference.both,
    plan.Or: Reference.either,
    plan.Best: Reference.best,
    plan.Not: Reference.negation,
    plan.AndNot: Reference.and_not,
    plan.AndMaybe: Reference.and_maybe,
    plan.Filter: Reference.filter,
    plan.Constant: Reference.constant,
    plan.Boost: Reference.boost,
}
