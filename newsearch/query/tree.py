"""Query classes for what Whoosh lacks, beside Whoosh's own in one tree.

Each is a ``whoosh.query.Query``: it prints itself in the query language, so that parsing the
print gives an equal query, and it makes a matcher over our readers. ``And``, ``Or``, ``Not``,
``AndNot``, ``AndMaybe`` and ``Require`` are Whoosh's. Filters score 0.0.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from whoosh import query
from whoosh.analysis import Token
from whoosh.matching import NullMatcher, WrappingMatcher

from newsearch.query.patterns import (
    FuzzyTerm,
    Prefix,
    TermRange,
    Wildcard,
    boost_suffix,
    field_prefix,
    quoted,
)
from newsearch.schema import DATE_FIELD, DEFAULT_FIELD

__all__ = [
    "DateRange",
    "Everything",
    "FuzzyTerm",
    "Keyword",
    "Nothing",
    "Phrase",
    "Prefix",
    "TermRange",
    "Wildcard",
    "Word",
    "all_of",
    "any_of",
    "boosted",
    "negation",
]

_EPOCH = datetime(1970, 1, 1)


class _Leaf(query.Query):  # type: ignore[misc]
    """What the leaf queries share: equality by value, printing, terms.

    ``_key`` gives what makes two of them equal.
    """

    fieldname: str = DEFAULT_FIELD
    boost: float = 1.0

    def _key(self) -> tuple[Any, ...]:
        raise NotImplementedError

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash((type(self).__name__, self._key()))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self}>"

    def __unicode__(self) -> str:
        return str(self)


class Word(_Leaf):
    """One word as written: any of its index terms, scored as one.

    Args:
        fieldname: A text field.
        text: The word as written.
        terms: Its index terms, one per way the index's languages analyse it.
        boost: Factor on the score.
    """

    def __init__(self, fieldname: str, text: str, terms: Sequence[str], boost: float = 1.0) -> None:
        self.fieldname = fieldname
        self.text = text
        self.variants = tuple(terms)
        self.boost = boost

    def _key(self) -> tuple[Any, ...]:
        return self.fieldname, self.variants, self.boost

    def __str__(self) -> str:
        return field_prefix(self) + quoted(self.text) + boost_suffix(self)

    def has_terms(self) -> bool:
        return True

    def terms(self, phrases: bool = False) -> Iterator[tuple[str, str]]:
        for term in self.variants:
            yield self.fieldname, term

    def tokens(self, boost: float = 1.0, exreader: Any = None) -> Iterator[Any]:
        return _tokens(self, self.variants, boost)

    def estimate_size(self, ixreader: Any) -> int:
        return sum(ixreader.doc_frequency(self.fieldname, term) for term in self.variants)

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        return _with_boost(_group_matcher(self.fieldname, self.variants, searcher, context), self)


class Phrase(_Leaf):
    """Words at successive positions of one field.

    Args:
        fieldname: A text field.
        text: The phrase as written.
        words: For each position, the index terms that may stand there.
        slop: The largest distance from a word to the next; 1 is exact.
        boost: Factor on the score.
    """

    def __init__(
        self,
        fieldname: str,
        text: str,
        words: Sequence[tuple[str, ...]],
        slop: int = 1,
        boost: float = 1.0,
    ) -> None:
        self.fieldname = fieldname
        self.text = text
        self.words = tuple(words)
        self.slop = slop
        self.boost = boost

    def _key(self) -> tuple[Any, ...]:
        return self.fieldname, self.words, self.slop, self.boost

    def __str__(self) -> str:
        slop = "" if self.slop == 1 else f"~{self.slop}"
        return field_prefix(self) + quoted(self.text, always=True) + slop + boost_suffix(self)

    def has_terms(self) -> bool:
        return True

    def terms(self, phrases: bool = False) -> Iterator[tuple[str, str]]:
        if phrases:
            for terms in self.words:
                for term in terms:
                    yield self.fieldname, term

    def tokens(self, boost: float = 1.0, exreader: Any = None) -> Iterator[Any]:
        return _tokens(self, [term for terms in self.words for term in terms], boost)

    def estimate_size(self, ixreader: Any) -> int:
        sizes: list[int] = [
            sum(ixreader.doc_frequency(self.fieldname, term) for term in terms)
            for terms in self.words
        ]
        return min(sizes)

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        distinct = list(dict.fromkeys(self.words))
        found = [_group_matcher(self.fieldname, ts, searcher, context) for ts in distinct]
        if not all(matcher.is_active() for matcher in found):
            return NullMatcher()
        if len(self.words) == 1:
            return _with_boost(found[0], self)
        from newsearch.query.phrase_matcher import PhraseMatcher

        order = [distinct.index(terms) for terms in self.words]
        return _with_boost(PhraseMatcher(found, order, self.slop), self)


class Keyword(query.Term):  # type: ignore[misc]
    """Articles that carry a folded value in a keyword field; scores 0.0."""

    def __str__(self) -> str:
        return f"{self.fieldname}:{quoted(self.text)}"

    def __repr__(self) -> str:
        return f"<Keyword {self}>"

    __unicode__ = __str__


class DateRange(_Leaf):
    """Articles published within a span; scores 0.0.

    Args:
        first: First microsecond since 1970-01-01 UTC, inclusive; ``None`` for open.
        last: Last microsecond, inclusive; ``None`` for open.
    """

    fieldname = DATE_FIELD

    def __init__(self, first: int | None, last: int | None) -> None:
        self.first = first
        self.last = last

    def _key(self) -> tuple[Any, ...]:
        return self.first, self.last

    def __str__(self) -> str:
        return f"date:[{_moment(self.first)} TO {_moment(self.last)}]"

    def is_range(self) -> bool:
        return True

    def estimate_size(self, ixreader: Any) -> int:
        return int(ixreader.doc_count())

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        return searcher.reader().date_matcher(self.first, self.last)


class Everything(query.Every):  # type: ignore[misc]
    """All articles, or all that have a value in a field; scores 0.0."""

    def __init__(self, fieldname: str | None = None) -> None:
        super().__init__(fieldname, boost=0.0)

    def __str__(self) -> str:
        return "*:*" if self.fieldname is None else f"{self.fieldname}:*"

    def __repr__(self) -> str:
        return f"<Everything {self}>"

    __unicode__ = __str__


class Nothing(type(query.NullQuery)):  # type: ignore[misc]
    """No article."""

    def __str__(self) -> str:
        return "NOT *:*"

    def __hash__(self) -> int:
        return hash(Nothing)

    __unicode__ = __str__


def all_of(children: Iterable[Any]) -> Any:
    """All hold; a nested ``And`` is opened, a single child stands for itself."""
    flat = _flat(children, query.And)
    return flat[0] if len(flat) == 1 else query.And(flat)


def any_of(children: Iterable[Any]) -> Any:
    """At least one holds; a nested ``Or`` is opened, a single child stands for itself."""
    flat = _flat(children, query.Or)
    return flat[0] if len(flat) == 1 else query.Or(flat)


def negation(child: Any) -> Any:
    """The articles that do not match the child."""
    if isinstance(child, query.Not):
        return child.query
    if isinstance(child, Nothing):
        return Everything()
    if isinstance(child, Everything) and child.fieldname is None:
        return Nothing()
    return query.Not(child)


def boosted(tree: Any, factor: float) -> Any:
    """The query with every score multiplied, down to the leaves; filters stay as they are."""
    if factor == 1.0 or isinstance(tree, (query.Not, Keyword, DateRange, Everything, Nothing)):
        return tree
    if isinstance(tree, (query.And, query.Or)):
        return type(tree)([boosted(child, factor) for child in tree.subqueries])
    if isinstance(tree, (query.AndNot, query.Require)):
        return type(tree)(boosted(tree.a, factor), tree.b)
    if isinstance(tree, query.AndMaybe):
        return type(tree)(boosted(tree.a, factor), boosted(tree.b, factor))
    twin = copy.copy(tree)
    twin.boost = tree.boost * factor
    return twin


def _flat(children: Iterable[Any], kind: Any) -> list[Any]:
    flat: list[Any] = []
    for child in children:
        if type(child) is kind and child.boost == 1.0:
            flat.extend(child.subqueries)
        else:
            flat.append(child)
    return flat


def _moment(microseconds: int | None) -> str:
    if microseconds is None:
        return "*"
    moment = _EPOCH + timedelta(microseconds=microseconds)
    return moment.isoformat(timespec="microseconds") + "Z"


def _tokens(leaf: Any, terms: Iterable[str], boost: float) -> Iterator[Any]:
    for term in terms:
        yield Token(
            fieldname=leaf.fieldname,
            text=term,
            boost=boost * leaf.boost,
            startchar=leaf.startchar,
            endchar=leaf.endchar,
            chars=True,
        )


def _group_matcher(fieldname: str, terms: Sequence[str], searcher: Any, context: Any) -> Any:
    """A matcher of several terms that count and score as one word."""
    reader = searcher.reader()
    weighting = searcher.weighting if context is None else context.weighting
    if not hasattr(reader, "group_postings"):  # a reader that is not ours
        return query.Or([query.Term(fieldname, term) for term in terms]).matcher(searcher, context)
    encoded = tuple(term.encode() for term in terms)
    scorer = None if weighting is None else weighting.group_scorer(searcher, fieldname, encoded)
    return reader.group_postings(fieldname, encoded, scorer)


def _with_boost(matcher: Any, leaf: Any) -> Any:
    return matcher if leaf.boost == 1.0 else WrappingMatcher(matcher, boost=leaf.boost)
