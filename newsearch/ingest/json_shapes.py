"""Where a JSON value keeps its articles: the shapes of data sets, APIs and exports.

An article itself; an array of articles; an object with a list of them, however deep (``articles``,
``response.docs``, ``hits.hits``); a table as pandas and data-set viewers write it, by rows
(``columns`` and ``data``), by columns, or as an array under a header; an object whose names are
the ids of articles.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .field_names import field_of

__all__ = ["INNER", "WRAPPERS", "articles_of"]

_Object = dict[str, Any]

# Objects that are the article of the object around them.
WRAPPERS = ("_source", "fields", "article", "attributes", "document", "item", "node")
# Objects that hold an article, or more about it, where their surroundings do not say it.
INNER = ("doc", "row", "data", "metadata", "meta", "html")
# Where an object that is no article keeps its articles; looked for to a depth of three.
_LISTS = (
    "articles", "items", "data", "results", "docs", "documents", "news", "stories", "posts",
    "entries", "records", "rows", "hits", "response", "value", "@graph", "feed", "channel", "list",
    "result", "payload", "content", "children",
)  # fmt: skip
_HOLDERS = frozenset(WRAPPERS + INNER)
_NO_ARTICLES = ("site", "page", "organization", "person", "list", "image", "action", "place")


def articles_of(value: Any) -> Iterator[tuple[Any, str | None]] | None:
    """The values in `value` that should be articles, each with the id that its place gives it.

    None where `value` itself is the article, or is nothing that holds one.

    Example: ``list(articles_of({"7": {"title": "Rain", "text": "It rained."}}))`` is
    ``[({"title": "Rain", "text": "It rained."}, "7")]``.
    """
    if isinstance(value, list):
        rows = _under_header(value[0], value[1:]) if value else None
        return ((one, None) for one in (value if rows is None else rows))
    if not isinstance(value, dict):
        return None
    columns, data = value.get("columns"), value.get("data")
    if isinstance(columns, list) and isinstance(data, list):
        rows = _under_header(columns, data)
        if rows is not None:
            return ((one, None) for one in rows)
    inside = _inner_list(value)
    if inside is not None:
        return articles_of(_of_graph(value, inside))
    rows = _of_columns(value)
    if rows is not None:
        return ((one, None) for one in rows)
    if not value or not _HOLDERS.isdisjoint(value):
        return None
    if all(isinstance(one, dict) and _is_article(one) for one in value.values()):
        return ((one, str(id)) for id, one in value.items())
    return None


def _is_article(value: _Object) -> bool:
    fields = {field_of(name) for name, content in value.items() if isinstance(content, str)}
    return not fields.isdisjoint(("title", "body"))


def _inner_list(value: _Object, depth: int = 3) -> list[Any] | None:
    """The list of articles that an object holds, where it is not an article itself."""
    if isinstance(value.get("articleBody", value.get("body")), str):
        return None
    titled = isinstance(value.get("title", value.get("headline")), str)
    for key in _LISTS:
        inner = value.get(key)
        if isinstance(inner, list) and inner and any(isinstance(one, dict) for one in inner[:5]):
            if key == "content" and titled:  # blocks of one article
                continue
            return inner
        if isinstance(inner, dict) and depth > 1:
            found = _inner_list(inner, depth - 1)
            if found is not None:
                return found
    return None


def _of_graph(value: _Object, inside: list[Any]) -> list[Any]:
    """Of the things in a graph of schema.org, those that may be articles."""
    if inside is not value.get("@graph"):
        return inside
    kept = [
        one
        for one in inside
        if not isinstance(one, dict)
        or not str(one.get("@type", "")).strip("[]'").lower().endswith(_NO_ARTICLES)
    ]
    return kept or inside


def _under_header(header: Any, rows: list[Any]) -> list[_Object] | None:
    """Rows as objects, where `header` names the columns of an article."""
    if not isinstance(header, list) or not all(isinstance(name, str) for name in header):
        return None
    fields = {field_of(name) for name in header if len(name) < 40}
    if fields.isdisjoint(("title", "body")) or not all(isinstance(row, list) for row in rows):
        return None
    return [dict(zip(header, row, strict=False)) for row in rows]


def _of_columns(value: _Object) -> list[_Object] | None:
    """Articles whose fields are columns: lists of one length, or objects by row number."""
    columns = {
        name: list(column.values()) if isinstance(column, dict) else column
        for name, column in value.items()
        if isinstance(column, dict | list)
    }
    named = {field_of(name): column for name, column in columns.items()}
    title, body = named.get("title"), named.get("body")
    of_rows = [value[name] for name in columns if field_of(name) in ("title", "body")]
    if any(isinstance(one, dict) and not all(key.isdigit() for key in one) for one in of_rows):
        return None
    if body is None or (title is None and isinstance(of_rows[0], list)):
        return None
    count = len(body)
    if count < 2 and isinstance(of_rows[0], list):
        return None
    if title is not None and len(title) != count:
        return None
    if not all(isinstance(one, str | None) for one in body):
        return None
    kept = {name: column for name, column in columns.items() if len(column) == count}
    return [{name: column[row] for name, column in kept.items()} for row in range(count)]
