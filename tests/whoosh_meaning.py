"""What a Whoosh query means: the plan node, written down apart from the compiler under test."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from reference import microseconds
from whoosh import query

from newsearch.query import plan


def meaning(tree: Any) -> plan.Node:
    """The plan node of a Whoosh query."""
    return _MEANING[type(tree)](tree)


def _children(tree: Any) -> tuple[plan.Node, ...]:
    return tuple(meaning(child) for child in tree.subqueries)


def _terms(text: str) -> tuple[bytes, ...]:
    return tuple(term.encode() for term in getattr(text, "terms", (text,)))


def _term(tree: Any) -> plan.Node:
    if tree.fieldname in plan.TEXT_FIELDS:
        return plan.Word(tree.fieldname, _terms(tree.text), boost=tree.boost)
    return plan.Keyword(tree.fieldname, tree.text.encode())


def _phrase(tree: Any) -> plan.Node:
    words = tuple(_terms(word) for word in tree.words)
    return plan.Phrase(tree.fieldname, words, slop=tree.slop, boost=tree.boost)


def _expand(tree: Any, kind: str, accepts: Callable[[str], bool]) -> plan.Node:
    return plan.Expand(
        tree.fieldname, kind, accepts=lambda key: accepts(key.decode()), boost=tree.boost
    )


def _wildcard(tree: Any) -> plan.Node:
    pattern = re.compile(fnmatch.translate(tree.text))
    return _expand(tree, "wildcard", lambda key: bool(pattern.match(key)))


def _fuzzy(tree: Any) -> plan.Node:
    start = tree.text[: tree.prefixlength]

    def near(key: str) -> bool:
        return key.startswith(start) and edits(key, tree.text) <= tree.maxdist

    return _expand(tree, "fuzzy", near)


def edits(first: str, second: str) -> int:
    """Insertions, deletions, replacements and swaps of neighbours (optimal string alignment)."""
    rows = [[0] * (len(second) + 1) for _ in range(len(first) + 1)]
    for i in range(len(first) + 1):
        for j in range(len(second) + 1):
            if not i or not j:
                rows[i][j] = i + j
                continue
            same = first[i - 1] == second[j - 1]
            best = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (not same))
            if i > 1 and j > 1 and first[i - 2 : i] == second[j - 2 : j][::-1]:
                best = min(best, rows[i - 2][j - 2] + 1)
            rows[i][j] = best
    return rows[-1][-1]


def _range(tree: Any) -> plan.Node:
    def within(key: str) -> bool:
        encoded = key.encode()
        first = None if tree.start is None else tree.start.encode()
        last = None if tree.end is None else tree.end.encode()
        return (
            (first is None or encoded > first or (encoded == first and not tree.startexcl))
            and (last is None or encoded < last or (encoded == last and not tree.endexcl))
        )  # fmt: skip

    return _expand(tree, "range", within)


def _dates(tree: Any) -> plan.Node:
    first = None if tree.startdate is None else _microseconds(tree.startdate) + tree.startexcl
    last = None if tree.enddate is None else _microseconds(tree.enddate) - tree.endexcl
    return plan.Dates(first, last)


def _microseconds(moment: datetime) -> int:
    return microseconds(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


_MEANING: dict[type, Callable[[Any], plan.Node]] = {
    query.Term: _term,
    query.Phrase: _phrase,
    query.Prefix: lambda tree: _expand(tree, "prefix", lambda key: key.startswith(tree.text)),
    query.Wildcard: _wildcard,
    query.FuzzyTerm: _fuzzy,
    query.TermRange: _range,
    query.DateRange: _dates,
    query.Every: lambda tree: plan.Every(tree.fieldname, tree.boost),
    query.And: lambda tree: plan.Boost(plan.And(_children(tree)), tree.boost),
    query.Or: lambda tree: plan.Boost(plan.Or(_children(tree)), tree.boost),
    query.DisjunctionMax: lambda tree: plan.Boost(
        plan.Best(_children(tree), tree.tiebreak), tree.boost
    ),
    query.Not: lambda tree: plan.Not(meaning(tree.query)),
    query.AndNot: lambda tree: plan.AndNot(meaning(tree.a), meaning(tree.b)),
    query.AndMaybe: lambda tree: plan.AndMaybe(meaning(tree.a), meaning(tree.b)),
    query.Require: lambda tree: plan.Filter(meaning(tree.a), meaning(tree.b)),
    query.ConstantScoreQuery: lambda tree: plan.Constant(meaning(tree.child), tree.score),
    type(query.NullQuery): lambda tree: plan.Nothing(),
}
