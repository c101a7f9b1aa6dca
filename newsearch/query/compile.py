"""Whoosh query trees as plans, class by class.

A class with no plan (spans, nested documents, column queries) becomes a `plan.Fallback`, run by
Whoosh's own matchers. A raw ``Term("text", "bank")`` names an index term, as in Whoosh; a filter
(a keyword, a date, a NOT) scores 0.0, and ``Require`` requires, which Whoosh 2.7.4 gets wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from fnmatch import translate
from typing import Any

from whoosh import query

from newsearch.errors import QueryError
from newsearch.query import plan, tree
from newsearch.query.dates import HINT, parse_span
from newsearch.query.expansions import FuzzyTest, StartTest, UnlikeTest, pattern_test
from newsearch.query.instants import instant
from newsearch.query.patterns import wildcard_expression
from newsearch.schema import ALL_FIELDS, DATE_FIELD, KEYWORD_FIELDS, TEXT_FIELDS

__all__ = ["MAXIMUM_NESTING", "compile_query"]

#: Queries within queries; far more than the language allows in parentheses.
MAXIMUM_NESTING = 200
#: Whoosh counts microseconds from year 1, plans from 1970.
_EPOCH_IN_WHOOSH = (datetime(1970, 1, 1) - datetime.min) // timedelta(microseconds=1)
#: Values longer than any index term.
_AFTER_ALL = "\uffff"


def compile_query(whoosh_query: Any) -> plan.Node:
    """The plan of a Whoosh query tree.

    Args:
        whoosh_query: From `newsearch.query.parse.parse`, Whoosh's parser, or built by hand.

    Raises:
        QueryError: Something in it can mean nothing: a range of dates that are none, a phrase
            in a field of dates, more than `MAXIMUM_NESTING` levels.

    Example::

        compile_query(query.And([query.Term("text", "bridge"), query.Term("tags", "roads")]))
    """
    return _compile(whoosh_query, 0)


def _compile(node: Any, depth: int) -> plan.Node:
    if depth > MAXIMUM_NESTING:
        raise QueryError(f"the query is nested more than {MAXIMUM_NESTING} levels deep")
    if isinstance(node, type(query.NullQuery)):
        return plan.Nothing()
    rule = _rule(type(node))
    if rule is None:
        return plan.Fallback(node)
    field = getattr(node, "fieldname", None)
    if field is not None and field not in ALL_FIELDS:
        return plan.Nothing()
    return rule(node, depth + 1)


def _rule(kind: type) -> Callable[[Any, int], plan.Node] | None:
    """The rule of the nearest class that has one, unless the class in between changes matching."""
    for base in kind.__mro__:
        if base in _RULES:
            return _RULES[base]
        if "matcher" in vars(base) or "_matcher" in vars(base) or "_btexts" in vars(base):
            return None
    return None


# Words, phrases, keywords


def _terms(text: Any) -> tuple[bytes, ...]:
    """The index terms of a Whoosh term's text; one parsed over our schema has several."""
    found = getattr(text, "terms", None) or (text,)
    return tuple(term if isinstance(term, bytes) else str(term).encode() for term in found)


def _string(text: Any) -> str:
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)


def _word(node: tree.Word, depth: int) -> plan.Node:
    return plan.Word(node.fieldname, _terms_of(node.variants), node.text, node.boost)


def _terms_of(terms: tuple[str, ...]) -> tuple[bytes, ...]:
    return tuple(term.encode() for term in terms)


def _phrase(node: tree.Phrase, depth: int) -> plan.Node:
    words = tuple(map(_terms_of, node.words))
    if len(words) == 1:
        return plan.Word(node.fieldname, words[0], node.text, node.boost)
    return plan.Phrase(node.fieldname, words, node.slop, node.text, node.boost)


def _term(node: Any, depth: int) -> plan.Node:
    if node.fieldname == DATE_FIELD:
        return plan.Fallback(node)
    terms = _terms(node.text)
    if node.fieldname in KEYWORD_FIELDS:
        return plan.Keyword(node.fieldname, terms[0], _string(node.text))
    return plan.Word(node.fieldname, terms, _string(node.text), node.boost)


def _whoosh_phrase(node: Any, depth: int) -> plan.Node:
    words = [word for word in node.words if word is not None]
    text = " ".join(map(_string, words))
    if node.fieldname == DATE_FIELD:
        raise QueryError("a phrase in the field date means nothing", None, HINT)
    if not words:
        return plan.Nothing()
    if node.fieldname in KEYWORD_FIELDS:
        return plan.Keyword(node.fieldname, text.encode(), text)
    terms = tuple(map(_terms, words))
    if len(terms) == 1:
        return plan.Word(node.fieldname, terms[0], text, node.boost)
    return plan.Phrase(node.fieldname, terms, node.slop, text, node.boost)


def _variations(node: Any, depth: int) -> plan.Node:
    from whoosh.lang.morph_en import variations

    words = sorted(set(variations(node.text)))
    found = tuple(
        plan.Word(node.fieldname, (word.encode(),), node.text, node.boost) for word in words
    )
    return plan.Or(found) if node.fieldname in TEXT_FIELDS else plan.Fallback(node)


# Words by pattern


def _expand(node: Any, kind: str, **details: Any) -> plan.Node:
    if node.fieldname == DATE_FIELD or not getattr(node, "constantscore", True):
        return plan.Fallback(node)
    text = details.pop("text", None) or _string(node.text)
    return plan.Expand(node.fieldname, kind, text=text, boost=node.boost, **details)


def _every_term(node: Any) -> plan.Node:
    """A pattern that every term matches."""
    return plan.Every(node.fieldname, node.boost)


def _prefix(node: Any, depth: int) -> plan.Node:
    if not node.text:
        return _every_term(node)
    return _expand(node, "prefix", prefix=_string(node.text).encode(), text=f"{node.text}*")


def _word_prefix(node: tree.Prefix, depth: int) -> plan.Node:
    """A prefix, or the terms of its text as a whole word, each match scoring once."""
    if not node.variants:
        return _prefix(node, depth)
    start, whole = node.text.encode(), frozenset(_terms_of(node.variants))
    common = _common_start([node.text, *node.variants])
    test = StartTest(start, whole)
    return _expand(node, "prefix", prefix=common.encode(), accepts=test, text=f"{node.text}*")


def _common_start(texts: list[str]) -> str:
    first, last = min(texts), max(texts)
    length = 0
    while length < min(len(first), len(last)) and first[length] == last[length]:
        length += 1
    return first[:length]


def _wildcard(node: Any, depth: int) -> plan.Node:
    if node.text.strip("*") == "":
        return _every_term(node) if node.text else plan.Nothing()
    ours = isinstance(node, tree.Wildcard)
    expression = wildcard_expression(node.text) if ours else translate(node.text)
    parts = re.split(r"[*?]" if ours else r"(?s)[*?]|\[.*", node.text)
    test = pattern_test(expression, max(parts, key=len))
    return _expand(node, "wildcard", prefix=parts[0].encode(), accepts=test)


def _regex(node: Any, depth: int) -> plan.Node:
    if node.text == ".*":
        return _every_term(node)
    try:
        accepts = pattern_test(node.text)
    except re.error as error:
        raise QueryError(f"{node.text!r} is no regular expression: {error}") from None
    return _expand(node, "regex", accepts=accepts)


def _fuzzy(node: Any, depth: int) -> plan.Node:
    spellings = getattr(node, "spellings", None) or (node.text,)
    length = node.prefixlength
    starts = [spelling[:length] for spelling in spellings]
    return _expand(
        node,
        "fuzzy",
        prefix=_common_start(starts).encode(),
        accepts=FuzzyTest(tuple(spellings), int(node.maxdist), length),
    )


def _term_range(node: Any, depth: int) -> plan.Node:
    if node.fieldname == DATE_FIELD:
        return _date_terms(node)
    start = None if node.start in ("", b"", None) else _terms(node.start)[0]
    end = None if node.end in (_AFTER_ALL, None) else _terms(node.end)[0]
    if start is None and end is None:
        return _every_term(node)
    bounds = ((start, node.startexcl), (end, node.endexcl))
    refused = {bound for bound, excluded in bounds if excluded and bound is not None}
    accepts = UnlikeTest(frozenset(refused)) if refused else None
    text = f"[{_string(node.start or '*')} TO {_string(node.end or '*')}]"
    return _expand(node, "range", first=start, last=end, accepts=accepts, text=text)


def _date_terms(node: Any) -> plan.Node:
    """A range of dates written as strings."""
    opening, closing = "{" if node.startexcl else "[", "}" if node.endexcl else "]"
    text = f"{opening}{node.start or '*'} TO {node.end or '*'}{closing}"
    try:
        return plan.Dates(*parse_span(text, UTC, datetime.now(UTC)))
    except ValueError as error:
        raise QueryError(f"date: {error}", None, HINT) from None


# Dates


def _dates(node: tree.DateRange, depth: int) -> plan.Node:
    return plan.Dates(node.first, node.last)


def _number_range(node: Any, depth: int) -> plan.Node:
    if node.fieldname != DATE_FIELD:
        return plan.Fallback(node)
    first = _whoosh_moment(getattr(node, "startdate", None), node.start)
    last = _whoosh_moment(getattr(node, "enddate", None), node.end)
    if first is not None and node.startexcl:
        first += 1
    if last is not None and node.endexcl:
        last -= 1
    return plan.Dates(first, last)


def _whoosh_moment(moment: datetime | None, number: int | None) -> int | None:
    if moment is not None:
        return instant(moment)
    return None if number is None else int(number) - _EPOCH_IN_WHOOSH


# Queries of queries


def _children(node: Any, depth: int) -> tuple[plan.Node, ...]:
    return tuple(_compile(child, depth) for child in node.subqueries)


def _with_boost(made: plan.Node, node: Any) -> plan.Node:
    return made if node.boost == 1.0 else plan.Boost(made, float(node.boost))


def _and(node: Any, depth: int) -> plan.Node:
    positive: list[plan.Node] = []
    negative: list[plan.Node] = []
    for child in node.subqueries:
        if type(child) is query.Not:
            negative.append(_compile(child.query, depth))
        else:
            positive.append(_compile(child, depth))
    if not positive and not negative:
        return plan.Nothing()
    wanted = _one_or(plan.And, positive) if positive else plan.Every()
    if negative:
        wanted = plan.AndNot(wanted, _one_or(plan.Or, negative))
    return _with_boost(wanted, node)


def _one_or(
    kind: Callable[[tuple[plan.Node, ...]], plan.Node], nodes: list[plan.Node]
) -> plan.Node:
    return nodes[0] if len(nodes) == 1 else kind(tuple(nodes))


def _or(node: Any, depth: int) -> plan.Node:
    if node.scale:
        return plan.Fallback(node)
    children = list(_children(node, depth))
    return _with_boost(_one_or(plan.Or, children), node) if children else plan.Nothing()


def _best(node: Any, depth: int) -> plan.Node:
    children = _children(node, depth)
    if not children:
        return plan.Nothing()
    made = children[0] if len(children) == 1 else plan.Best(children, float(node.tiebreak))
    return _with_boost(made, node)


def _not(node: Any, depth: int) -> plan.Node:
    return plan.Not(_compile(node.query, depth))


def _and_not(node: Any, depth: int) -> plan.Node:
    return plan.AndNot(_compile(node.a, depth), _compile(node.b, depth))


def _and_maybe(node: Any, depth: int) -> plan.Node:
    return plan.AndMaybe(_compile(node.a, depth), _compile(node.b, depth))


def _require(node: Any, depth: int) -> plan.Node:
    return plan.Filter(_compile(node.a, depth), _compile(node.b, depth))


def _constant(node: Any, depth: int) -> plan.Node:
    return plan.Constant(_compile(node.child, depth), float(node.score))


def _every(node: Any, depth: int) -> plan.Node:
    return plan.Every(node.fieldname, float(node.boost))


_RULES: dict[type, Callable[[Any, int], plan.Node]] = {
    tree.Word: _word,
    tree.Phrase: _phrase,
    tree.Prefix: _word_prefix,
    tree.Wildcard: _wildcard,
    tree.FuzzyTerm: _fuzzy,
    tree.DateRange: _dates,
    query.Term: _term,
    query.Phrase: _whoosh_phrase,
    query.Prefix: _prefix,
    query.Wildcard: _wildcard,
    query.Regex: _regex,
    query.FuzzyTerm: _fuzzy,
    query.Variations: _variations,
    query.TermRange: _term_range,
    query.NumericRange: _number_range,
    query.Every: _every,
    query.And: _and,
    query.Or: _or,
    query.DisjunctionMax: _best,
    query.Not: _not,
    query.AndNot: _and_not,
    query.AndMaybe: _and_maybe,
    query.Require: _require,
    query.ConstantScoreQuery: _constant,
}
