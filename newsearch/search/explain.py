"""Why an article has its score: every part of the query with what it adds."""

from __future__ import annotations

from typing import Any

from newsearch.kernel.word_cursor import WordCursor
from newsearch.query import plan
from newsearch.search.cursors import CursorBuilder
from newsearch.search.request import plan_query
from newsearch.segment.snapshot import Snapshot


def explain(snapshot: Snapshot, query: Any, id: str) -> dict[str, Any]:
    """The score of an article for a query, taken apart; see `Index.explain`.

    Raises:
        KeyError: There is no article of the id.
        QueryError: The query cannot be understood.
    """
    place = snapshot.find(id)
    if place is None:
        raise KeyError(id)
    segment, document = place
    number = snapshot.segments.index(segment)
    node = plan_query(snapshot, query).node
    part = _Explainer(snapshot, number, document).part(node)
    if not part["matches"] and isinstance(node, plan.And):
        node = plan_query(snapshot, query, "any").node
        part = _Explainer(snapshot, number, document).part(node)
    return {"id": id, **part}


class _Explainer:
    def __init__(self, snapshot: Snapshot, number: int, document: int) -> None:
        self._snapshot = snapshot
        self._builder = CursorBuilder(snapshot)
        self._number = number
        self._document = document

    def part(self, node: plan.Node) -> dict[str, Any]:
        """What a node says of the document."""
        cursor = self._builder.cursor(node, self._number)
        matches = cursor is not None and cursor.advance(self._document) == self._document
        found: dict[str, Any] = {
            "query": _shown(node),
            "kind": type(node).__name__.lower(),
            "matches": matches,
            "score": cursor.score() if cursor is not None and matches else 0.0,
        }
        if isinstance(node, plan.Word):
            found["boost"] = node.boost
            found["idf"] = self._builder.weight(node.terms) + node.idf_offset
            found["frequency"] = (
                cursor.weighted_frequency() if isinstance(cursor, WordCursor) and matches else 0.0
            )
            segment = self._snapshot.segments[self._number]
            found["length"] = segment.weighted_lengths[self._document]
            found["average_length"] = self._snapshot.average_length
        children = _children(node)
        if children:
            found["parts"] = [self.part(child) for child in children]
        return found


def _children(node: plan.Node) -> tuple[plan.Node, ...]:
    """The parts of a node that can be explained by themselves."""
    match node:
        case plan.And() | plan.Or() | plan.Best():
            return node.children
        case plan.Phrase():
            return tuple(plan.Word(node.field, terms) for terms in dict.fromkeys(node.words))
        case plan.AndNot():
            return (node.positive, plan.Not(node.negative))
        case plan.AndMaybe():
            return (node.required, node.optional)
        case plan.Filter():
            return (node.scored, plan.Constant(node.required, 0.0))
        case plan.Constant() | plan.Boost() | plan.Not():
            return (node.child,)
    return ()


def _shown(node: plan.Node) -> str:
    match node:
        case plan.Word():
            text = node.text or " or ".join(term.decode() for term in node.terms)
            return text if node.field == "text" else f"{node.field}:{text}"
        case plan.Phrase():
            text = node.text or " ".join("|".join(t.decode() for t in w) for w in node.words)
            return f'"{text}"' if node.field == "text" else f'{node.field}:"{text}"'
        case plan.Expand() | plan.Keyword():
            return f"{node.field}:{node.text}"
        case plan.Boost():
            return f"boost {node.boost:g}"
        case plan.Constant():
            return f"constant {node.score:g}"
        case plan.Fallback():
            return str(node.query)
    return {
        "And": "all of",
        "Or": "any of",
        "Best": "best of",
        "Not": "not",
        "AndNot": "but not",
        "AndMaybe": "and maybe",
        "Filter": "with filter",
        "Every": "every article",
        "Nothing": "nothing",
        "Dates": "dates",
    }.get(type(node).__name__, type(node).__name__)
