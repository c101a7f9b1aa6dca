"""The words of a plan: what a text may be marked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from newsearch.query import plan

__all__ = ["leaves", "only_words", "words_of_fallback"]


def only_words(node: plan.Node) -> bool:
    """Whether of an article that matches, every word and phrase of interest is to be marked."""
    match node:
        case plan.Word(field=field) | plan.Phrase(field=field):
            return field == "text"
        case plan.Or(children=children):
            simple = plan.Word | plan.Phrase | plan.Keyword | plan.Dates
            return all(isinstance(child, simple) and only_words(child) for child in children)
        case plan.And(children=children):
            return all(map(only_words, children))
        case plan.Filter(scored=first, required=second):
            return only_words(first) and only_words(second)
        case plan.Boost(child=child) | plan.Constant(child=child):
            return only_words(child)
        case plan.Keyword() | plan.Dates():
            return True
        case _:
            return False


def leaves(node: plan.Node) -> Iterable[plan.Node]:
    """All nodes of a plan that have no children."""
    children = _children(node)
    if not children:
        yield node
    for child in children:
        yield from leaves(child)


def _children(node: plan.Node) -> Sequence[plan.Node]:
    match node:
        case plan.And(children=children) | plan.Or(children=children):
            return children
        case plan.Best(children=children):
            return children
        case plan.Not(child=child) | plan.Constant(child=child) | plan.Boost(child=child):
            return (child,)
        case plan.AndNot(positive=first, negative=second):
            return (first, second)
        case plan.AndMaybe(required=first, optional=second):
            return (first, second)
        case plan.Filter(scored=first, required=second):
            return (first, second)
        case _:
            return ()


def words_of_fallback(query: Any) -> list[plan.Node]:
    """The words and phrases of a Whoosh query that are not under a NOT.

    Told by names, so that Whoosh need not be imported to make a snippet.
    """
    kind = type(query).__name__
    if kind == "Not":
        return []
    if kind == "AndNot":
        return words_of_fallback(query.a)
    field = query.field()
    if field in plan.TEXT_FIELDS and getattr(query, "words", None):
        words = tuple((_utf8(word),) for word in query.words)
        return [plan.Phrase(field, words, getattr(query, "slop", 1))]
    if not query.is_leaf():
        return [word for child in query.children() for word in words_of_fallback(child)]
    terms = query.terms() if query.has_terms() else ()
    return [plan.Word(name, (_utf8(term),)) for name, term in terms if name in plan.TEXT_FIELDS]


def _utf8(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode(errors="replace")
