"""Whoosh's query classes with the answers newsearch defines for them.

`exact` replaces the classes of a query tree whose matchers in Whoosh 2.7.4 are wrong or score
otherwise than our plans do: a filter scores 0.0, a prefix, wildcard, fuzzy or range query its
boost, ``Require`` requires (Whoosh excludes), a boost over a single clause counts. Classes it
does not know, spans among them, keep their own matchers over exact children.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from whoosh import query
from whoosh.matching import CoordMatcher, NullMatcher, WrappingMatcher
from whoosh.query.compound import BinaryQuery, CompoundQuery
from whoosh.query.spans import SpanNot
from whoosh.query.terms import MultiTerm
from whoosh.util import make_binary_tree

from newsearch.query.phrase_matcher import PhraseMatcher
from newsearch.schema import DATE_FIELD, KEYWORD_FIELDS
from newsearch.search.whoosh_fields import EPOCH_IN_WHOOSH, microseconds
from newsearch.search.whoosh_matcher import (
    AllMatcher,
    AnyMatcher,
    BestMatcher,
    ConstantMatcher,
    DocumentsMatcher,
    ExcludingMatcher,
    NotMatcher,
    OptionalMatcher,
    RequiredMatcher,
    SpanNotMatcher,
)

#: Builds a matcher for the searcher of one segment.
Build: TypeAlias = Callable[[Any, Any], Any]


class Exact(query.Query):  # type: ignore[misc]
    """A query whose matcher is ours; otherwise it speaks for the query it replaces.

    Args:
        original: The query it replaces.
        build: Makes the matcher.
    """

    boost = 1.0

    def __init__(self, original: Any, build: Build) -> None:
        self.original = original
        self._build = build

    def __repr__(self) -> str:
        return f"Exact({self.original!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Exact) and bool(self.original == other.original)

    def __hash__(self) -> int:
        return hash(self.original)

    def field(self) -> str | None:
        name: str | None = self.original.field()
        return name

    def leaves(self) -> Any:
        return self.original.leaves()

    def has_terms(self) -> bool:
        return bool(self.original.has_terms())

    def terms(self, phrases: bool = False) -> Any:
        return self.original.terms(phrases=phrases)

    def estimate_size(self, ixreader: Any) -> int:
        return int(ixreader.doc_count())

    def estimate_min_size(self, ixreader: Any) -> int:
        return 0

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        return self._build(searcher, searcher.context() if context is None else context)


def exact(tree: Any) -> Any:
    """The query with every class replaced whose matcher would answer wrongly.

    Example::

        exact(query.Require(query.Term("text", "bridge"), query.Term("tags", "roads")))
    """
    if isinstance(tree, Exact) or tree is query.NullQuery:
        return tree
    for kind, replace in _REPLACEMENTS:
        if isinstance(tree, kind):
            return Exact(tree, replace(tree))
    if isinstance(tree, CompoundQuery):
        return _with_exact_children(tree)
    return tree if tree.is_leaf() else tree.apply(exact)


def _with_exact_children(tree: Any) -> Any:
    """A copy with exact children; Whoosh's own ``apply`` would lose slop and order."""
    twin = copy.copy(tree)
    twin.subqueries = [exact(child) for child in tree.subqueries]
    if isinstance(tree, BinaryQuery):
        twin.a, twin.b = twin.subqueries
    return twin


def _boosted(matcher: Any, boost: float) -> Any:
    return matcher if boost == 1.0 else WrappingMatcher(matcher, boost=boost)


def _matchers(children: Sequence[Any], searcher: Any, context: Any) -> list[Any]:
    return [child.matcher(searcher, context) for child in children]


def _and(tree: Any) -> Build:
    children = [exact(child) for child in tree.subqueries]

    def build(searcher: Any, context: Any) -> Any:
        if not children:
            return NullMatcher()
        matchers = _matchers(children, searcher, context)
        return _boosted(make_binary_tree(AllMatcher, matchers), tree.boost)

    return build


def _or(tree: Any) -> Build:
    children = [exact(child) for child in tree.subqueries]

    def build(searcher: Any, context: Any) -> Any:
        if not children:
            return NullMatcher()
        matcher = make_binary_tree(AnyMatcher, _matchers(children, searcher, context))
        if tree.scale and any(matcher.term_matchers()):
            matcher = CoordMatcher(matcher, scale=tree.scale)
        return _boosted(matcher, tree.boost)

    return build


def _best(tree: Any) -> Build:
    children = [exact(child) for child in tree.subqueries]

    def build(searcher: Any, context: Any) -> Any:
        matchers = _matchers(children, searcher, context)
        if len(matchers) < 2:
            return _boosted(matchers[0], tree.boost) if matchers else NullMatcher()
        return _boosted(BestMatcher(matchers, tree.tiebreak), tree.boost)

    return build


def _binary(kind: Callable[[Any, Any], Any], filters: bool) -> Callable[[Any], Build]:
    """A class of two clauses; ``filters`` says that the second only filters."""

    def replace(tree: Any) -> Build:
        first, second = exact(tree.a), exact(tree.b)

        def build(searcher: Any, context: Any) -> Any:
            other = searcher.boolean_context() if filters else context
            return kind(first.matcher(searcher, context), second.matcher(searcher, other))

        return build

    return replace


def _not(tree: Any) -> Build:
    child = exact(tree.query)

    def build(searcher: Any, context: Any) -> Any:
        excluded = child.matcher(searcher, searcher.boolean_context())
        return NotMatcher(excluded, list(searcher.reader().all_doc_ids()))

    return build


def _constant(tree: Any) -> Build:
    child = exact(tree.child)

    def build(searcher: Any, context: Any) -> Any:
        return ConstantMatcher(child.matcher(searcher, searcher.boolean_context()), tree.score)

    return build


def _every(tree: Any) -> Build:
    def build(searcher: Any, context: Any) -> Any:
        return DocumentsMatcher(searcher.reader().documents_with(tree.fieldname), tree.boost)

    return build


def _dates(tree: Any) -> Build:
    first, last = _date_bounds(tree)

    def build(searcher: Any, context: Any) -> Any:
        if tree.fieldname != DATE_FIELD:
            return NullMatcher()
        return searcher.reader().date_matcher(first, last)

    return build


def _date_bounds(tree: Any) -> tuple[int | None, int | None]:
    """First and last microsecond since 1970 of a ``NumericRange`` or ``DateRange``, inclusive."""

    def bound(moment: Any, number: int | None) -> int | None:
        if moment is not None:
            return microseconds(moment)
        return None if number is None else number - EPOCH_IN_WHOOSH

    first = bound(getattr(tree, "startdate", None), tree.start)
    last = bound(getattr(tree, "enddate", None), tree.end)
    if first is not None and tree.startexcl:
        first += 1
    if last is not None and tree.endexcl:
        last -= 1
    return first, last


def _expand(tree: Any) -> Build:
    def build(searcher: Any, context: Any) -> Any:
        reader, field = searcher.reader(), tree.field()
        if field not in searcher.schema:
            return NullMatcher()
        if getattr(tree, "text", None) == "" and isinstance(tree, query.Prefix):
            return DocumentsMatcher(reader.documents_with(field), tree.boost)
        to_bytes = searcher.schema[field].to_bytes  # fuzzy terms come as text
        terms = [term for term in dict.fromkeys(map(to_bytes, tree._btexts(reader))) if term]
        if tree.constantscore:
            return reader.expanded(field, terms, tree.boost)
        scored = [query.Term(field, term).matcher(searcher, context) for term in terms]
        return _boosted(make_binary_tree(AnyMatcher, scored), tree.boost) if scored else _NONE

    return build


def _term(tree: Any) -> Build:
    def build(searcher: Any, context: Any) -> Any:
        if isinstance(tree.text, datetime) and tree.fieldname == DATE_FIELD:
            moment = microseconds(tree.text)
            return searcher.reader().date_matcher(moment, moment)
        return _boosted(_word(tree.fieldname, tree.text, searcher, context), tree.boost)

    return build


def _word(field: str, text: Any, searcher: Any, context: Any) -> Any:
    """A matcher of one word of a query; its `Variants` count as one term."""
    if field not in searcher.schema:
        return NullMatcher()
    to_bytes = searcher.schema[field].to_bytes
    try:
        terms = tuple(to_bytes(term) for term in getattr(text, "terms", (text,)))
    except ValueError:  # not a value of this field, as a word is no date
        return NullMatcher()
    return searcher.group_matcher(field, terms, context)


def _phrase(tree: Any) -> Build:
    def build(searcher: Any, context: Any) -> Any:
        field = tree.fieldname
        words = [word for word in tree.words if word is not None]
        if field not in searcher.schema or not words:
            return NullMatcher()
        if field in KEYWORD_FIELDS:  # a value of several words
            return _word(field, " ".join(words), searcher, context)
        if not searcher.reader().has_positions(field):
            raise query.QueryError(f"a phrase in the field {field} means nothing")
        keys = [getattr(word, "terms", (word,)) for word in words]
        distinct = dict(zip(keys, words, strict=True))
        matchers = [_word(field, word, searcher, context) for word in distinct.values()]
        if not all(matcher.is_active() for matcher in matchers):
            return NullMatcher()
        order = [list(distinct).index(key) for key in keys]
        found = matchers[0] if len(words) == 1 else PhraseMatcher(matchers, order, tree.slop)
        return _boosted(found, tree.boost)

    return build


_NONE = NullMatcher()

_REPLACEMENTS: tuple[tuple[type, Callable[[Any], Build]], ...] = (
    (query.And, _and),
    (query.Or, _or),
    (query.DisjunctionMax, _best),
    (query.AndNot, _binary(ExcludingMatcher, filters=True)),
    (query.Require, _binary(RequiredMatcher, filters=True)),
    (query.AndMaybe, _binary(OptionalMatcher, filters=False)),
    (SpanNot, _binary(SpanNotMatcher, filters=False)),
    (query.Not, _not),
    (query.ConstantScoreQuery, _constant),
    (query.Every, _every),
    (query.NumericRange, _dates),
    (query.Term, _term),
    (MultiTerm, _expand),
    (query.Phrase, _phrase),
)
