"""Whether one article passes a filter of a plan: values, dates, presence.

For few articles whose text is at hand, such as the hits of a page; over an index the postings
and columns answer.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from newsearch.query import plan
from newsearch.segment.records import microseconds

if TYPE_CHECKING:
    from newsearch.article import Article

__all__ = ["accepts_term", "filter_holds", "keyword_holds"]


def accepts_term(leaf: plan.Expand, term: bytes) -> bool:
    """Whether a term is one of those that a prefix, wildcard, fuzzy word or range stands for.

    Example:
        >>> accepts_term(plan.Expand("body", "prefix", b"har"), b"harbour")
        True
    """
    if not term.startswith(leaf.prefix):
        return False
    if leaf.first is not None and term < leaf.first:
        return False
    if leaf.last is not None and term > leaf.last:
        return False
    return leaf.accepts is None or leaf.accepts(term)


def keyword_holds(leaf: plan.Keyword | plan.Expand, article: Article) -> bool:
    """Whether a value of the leaf's keyword field is the one, or one of those, it asks for."""
    keys = _keys(article, leaf.field)
    if isinstance(leaf, plan.Keyword):
        return leaf.key in keys
    return any(accepts_term(leaf, key) for key in keys)


def filter_holds(node: plan.Node, article: Article) -> bool:
    """Whether a `Keyword`, `Dates`, `Every` or `Nothing` holds; ``False`` for other nodes."""
    match node:
        case plan.Keyword():
            return keyword_holds(node, article)
        case plan.Dates(first=first, last=last):
            if article.date is None:
                return False
            moment = microseconds(article.date)
            return (first is None or first <= moment) and (last is None or moment <= last)
        case plan.Every(field=field):
            return field is None or _has(article, field)
        case _:
            return False


def _has(article: Article, field: str) -> bool:
    if field == "text":
        return bool(article.title or article.summary or article.body or article.tags)
    return bool(getattr(article, field))


def _keys(article: Article, field: str) -> set[bytes]:
    """The keys of an article in the dictionary of a keyword field."""
    value = getattr(article, field)
    if value is None:
        return set()
    values = value if isinstance(value, tuple) else (value,)
    keys = {_folded(item) for item in values}
    if field == "authors":  # each single word of a name is a key too
        keys.update(word for name in tuple(keys) for word in name.split())
    elif field == "id":
        keys.add(value.encode(errors="replace"))
    return keys


@lru_cache(maxsize=4096)
def _folded(value: str) -> bytes:
    from newsearch.text.folding import fold_value

    return fold_value(value).encode(errors="replace")
