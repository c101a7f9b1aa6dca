"""How the pieces of a query string group: parentheses, fields, NOT, AND, OR and the rest.

``NOT``, ``-`` and ``+`` bind first, then ``AND``, ``OR``, ``ANDNOT``, ``ANDMAYBE``, ``REQUIRE``,
and clauses side by side last: ``a b OR c`` is ``a`` with ``b OR c``, as in Whoosh. Nothing here
nests deeper than the parentheses of the query, however long it is.
"""

from __future__ import annotations

from typing import Any

from whoosh import query
from whoosh.qparser import syntax

from newsearch.errors import QueryError
from newsearch.query import tree
from newsearch.query.syntax import (
    BoostMark,
    Closing,
    FieldMark,
    Mark,
    Opening,
    OperatorMark,
    Piece,
    Run,
    SignMark,
    Space,
    checked_boost,
)
from newsearch.query.words import MAXIMUM_CLAUSES, MAXIMUM_DEPTH
from newsearch.schema import KEYWORD_FIELDS

__all__ = ["Group", "grouped"]

#: Operators between two clauses, those that bind first first.
_BETWEEN = ("AND", "OR", "ANDNOT", "ANDMAYBE", "REQUIRE")


class Group(syntax.GroupNode):  # type: ignore[misc]
    """Clauses under one operator.

    Attributes:
        operator: ``AND`` and the like, ``NOT`` (one clause), or ``""`` for clauses side by side.
        required: Whether a ``+`` stands before it.
    """

    required = False

    def __init__(self, operator: str, nodes: list[Any]) -> None:
        super().__init__(nodes)
        self.operator = operator

    def query(self, parser: Any) -> Any:
        made = self._combined(parser)
        return None if made is None else tree.boosted(made, self.boost)

    def _combined(self, parser: Any) -> Any:
        if not self.operator:
            return _side_by_side(self.nodes, parser)
        found = [made for node in self.nodes if (made := node.query(parser)) is not None]
        if not found:
            return None
        if self.operator == "NOT":
            return tree.negation(found[0])
        if self.operator == "AND":
            return tree.all_of(found)
        if self.operator == "OR":
            return tree.any_of(found)
        if len(found) < len(self.nodes) and self.nodes[0].query(parser) is None:
            found.insert(0, tree.Everything())
        if len(found) == 1:
            return found[0]
        if self.operator == "ANDNOT":
            return query.AndNot(found[0], tree.any_of(found[1:]))
        if self.operator == "ANDMAYBE":
            return query.AndMaybe(found[0], tree.any_of(found[1:]))
        return query.Require(found[0], tree.all_of(found[1:]))


def _side_by_side(nodes: list[Any], parser: Any) -> Any:
    """Clauses without an operator: all or any of them, as the context says.

    NOT always holds, and so do filters beside words.
    """
    found = [(node, made) for node in nodes if (made := node.query(parser)) is not None]
    if not found:
        return None
    if parser.match == "all" or len(found) == 1:
        return tree.all_of(made for _, made in found)
    refused = [made for node, made in found if _is_negation(node)]
    required = [made for node, made in found if node.required and not _is_negation(node)]
    optional = [made for node, made in found if not node.required and not _is_negation(node)]
    words = [made for made in optional if not _is_filter(made)]
    if words and len(words) < len(optional):
        # Any of the words, but all of the filters: "flood dam date:2026" is about 2026.
        refused += [made for made in optional if _is_filter(made)]
        optional = words
    if required and optional:
        wanted = query.AndMaybe(tree.all_of(required), tree.any_of(optional))
    elif required:
        wanted = tree.all_of(required)
    elif optional:
        wanted = tree.any_of(optional)
    else:
        return tree.all_of(refused)
    return tree.all_of([wanted, *refused]) if refused else wanted


def _is_filter(made: Any) -> bool:
    """Whether a query only narrows: a span of time or a value of a keyword field."""
    return isinstance(made, tree.DateRange) or getattr(made, "fieldname", "") in KEYWORD_FIELDS


def _is_negation(node: Any) -> bool:
    return isinstance(node, Group) and node.operator == "NOT"


def grouped(parser: Any, group: Any) -> Group:
    """The pieces of a query arranged in groups: a filter for Whoosh's parser.

    Args:
        parser: A `newsearch.query.parse.NewsParser`.
        group: The pieces in the order they were found.

    Raises:
        QueryError: Too many parentheses within each other, or a field without a value.
    """
    clauses = [n for n in group if isinstance(n, Piece) and any(map(str.isalnum, n.text))]
    if len(clauses) > MAXIMUM_CLAUSES:  # told here, before the time to make queries is spent
        parser.count(len(clauses), clauses[MAXIMUM_CLAUSES].startchar)
    levels: list[list[Any]] = [[]]
    openings: list[Any] = []
    for node in group:
        if isinstance(node, Opening):
            if len(levels) > MAXIMUM_DEPTH:
                raise QueryError(
                    f"more than {MAXIMUM_DEPTH} parentheses within each other",
                    node.startchar,
                    "leave out those that change nothing",
                )
            levels.append([])
            openings.append(node)
        elif not isinstance(node, Closing):
            levels[-1].append(node)
        elif openings:
            _close(parser, levels, openings.pop(), node.endchar)
        else:
            message = "a closing parenthesis without an opening one is left out"
            parser.remark("unmatched_parenthesis", message, node.startchar, node.endchar)
    while openings:
        opening = openings.pop()
        message = "the parenthesis is not closed: it holds all that follows"
        parser.remark("unmatched_parenthesis", message, opening.startchar, opening.endchar)
        _close(parser, levels, opening, len(parser.text))
    return Group("", _arranged(parser, levels[0]))


def _close(parser: Any, levels: list[list[Any]], opening: Any, end: int) -> None:
    """Makes the innermost level one clause of the level around it."""
    clauses = _arranged(parser, levels.pop())
    if not clauses:
        parser.remark("empty_group", "empty parentheses are left out", opening.startchar, end)
    levels[-1].append(Group("", clauses))


def _arranged(parser: Any, nodes: list[Any]) -> list[Any]:
    """The clauses of one level, their operators applied; they stand side by side."""
    items = _with_prefixes(parser, _with_fields_and_boosts(parser, nodes))
    for operator in _BETWEEN:
        if any(_is_operator(item, operator) for item in items):
            items = _with_operator(parser, items, operator)
    return items


def _with_fields_and_boosts(parser: Any, nodes: list[Any]) -> list[Any]:
    items: list[Any] = []
    field: Any = None
    for node in nodes:
        if isinstance(node, BoostMark):
            if items and not isinstance(items[-1], Mark):
                items[-1].set_boost(items[-1].boost * checked_boost(node.factor, node.startchar))
        elif isinstance(node, Space):
            continue
        elif isinstance(node, FieldMark) and field is None:
            field = node
        elif field is None:
            items.append(node)
        elif isinstance(node, Mark):
            break
        else:
            node.set_fieldname(field.text)
            items.append(node)
            field = None
    if field is not None:
        raise QueryError(
            f"{field.text}: is not followed by a value",
            field.startchar,
            f"write {field.text}:word or {field.text}:(one OR other)",
        )
    return items


def _is_operator(item: Any, operator: str) -> bool:
    return isinstance(item, OperatorMark) and item.text == operator


def _with_prefixes(parser: Any, items: list[Any]) -> list[Any]:
    """NOT, ``-`` and ``+`` applied to the clause that follows each."""
    done: list[Any] = []  # from the last item to the first
    for item in reversed(items):
        if not (isinstance(item, SignMark) or _is_operator(item, "NOT")):
            done.append(item)
        elif not done or isinstance(done[-1], Mark):
            if word := _as_word(parser, item):
                done.append(word)
        elif item.text == "+":
            done[-1].required = True
        elif _is_negation(done[-1]):
            done[-1] = done[-1].nodes[0]
        else:
            done[-1] = Group("NOT", [done[-1]])
    done.reverse()
    return done


def _with_operator(parser: Any, items: list[Any], operator: str) -> list[Any]:
    """One operator applied wherever it stands between two clauses; elsewhere it is a word."""
    done: list[Any] = []
    made: Any = None  # the group that a chain of this operator goes on to fill
    i = 0
    while i < len(items):
        item = items[i]
        if not _is_operator(item, operator):
            done.append(item)
            made = None
        elif (
            done
            and not isinstance(done[-1], Mark)
            and i + 1 < len(items)
            and not isinstance(items[i + 1], Mark)
        ):
            i += 1
            if made is not None and done[-1] is made:
                made.append(items[i])
            else:
                made = Group(operator, [done.pop(), items[i]])
                done.append(made)
        else:
            done.append(_as_word(parser, item))
            made = None
        i += 1
    return done


def _as_word(parser: Any, mark: Any) -> Any:
    """An operator with nothing to work on, as the word it also is; a lone sign is nothing."""
    if isinstance(mark, SignMark):
        return None
    message = f"{mark.text} lacks a clause beside it and is read as a word"
    parser.remark("operator_as_word", message, mark.startchar, mark.endchar)
    word = Run(mark.text)
    word.plain = True
    return word.set_range(mark.startchar, mark.endchar)
