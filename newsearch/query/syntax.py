"""The pieces of a query string, found by one tagger for Whoosh's parser.

Whoosh's ``QueryParser`` walks the string and asks its taggers for a node at each place. Ours
finds every kind of piece with one regular expression, so that no place is tried twice.
"""

from __future__ import annotations

import re
from typing import Any

from whoosh.qparser import syntax
from whoosh.qparser.plugins import Plugin
from whoosh.qparser.taggers import Tagger

from newsearch.errors import QueryError
from newsearch.query.words import OPERATORS, QUOTES
from newsearch.schema import DATE_FIELD, FIELD_ALIASES, KEYWORD_FIELDS

__all__ = [
    "BoostMark",
    "Closing",
    "FieldMark",
    "Opening",
    "OperatorMark",
    "Piece",
    "Quoted",
    "RangeText",
    "Run",
    "SignMark",
    "Space",
    "SyntaxPlugin",
    "checked_boost",
]

#: The greatest boost; above it sums of scores lose their digits.
MAXIMUM_BOOST = 1_000_000.0

_PIECE = re.compile(
    rf"""
      (?P<space>\s+)
    | (?P<open>\() | (?P<close>\))
    | (?P<quote>[{QUOTES}])
    | (?<=[){QUOTES}\]}}]) \^ (?P<boost>\d+(?:\.\d*)?|\.\d+) (?=[\s)]|$)
    | (?<=:) (?P<bracket>[\[{{])
    | (?<!:) (?P<operator>{"|".join(sorted(OPERATORS, key=len, reverse=True))}) (?=[\s()]|$)
    | (?<![^\s(]) (?P<sign>[+-]) (?=[^\s)+-])
    | (?P<field>[^\W\d]\w*) : (?![\s:)]|//|$)
    | (?P<run>(?:\\[^\w]|[^\s(){QUOTES}])+)
    """,
    re.VERBOSE,
)
#: The value of a keyword or date field goes on to the next space, whatever it holds.
_VALUE = re.compile(rf"(?:\\[^\w]|[^\s(){QUOTES}])+")
_ASCII_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_CURLY_QUOTED = re.compile(rf"[{QUOTES}]((?:[^{QUOTES[1:]}\\]|\\.)*)[{QUOTES[1:]}]", re.DOTALL)
_SLOP = re.compile(r"~(\d{1,9})(?:\^(\d+(?:\.\d*)?|\.\d+))?(?=[\s)]|$)")
_RANGE = re.compile(r"""[\[{](?P<body>(?:"(?:[^"\\]|\\.)*"|[^\]}"])*)[\]}]""", re.DOTALL)


class Piece(syntax.SyntaxNode):  # type: ignore[misc]
    """A piece of the query string.

    Attributes:
        text: As written, without its marks.
        startchar, endchar: Where it stands in the query.
        fieldname: The field it is in, or ``None``.
        boost: Factor on its score.
        required: Whether a ``+`` stands before it.
    """

    has_fieldname = True
    has_boost = True
    required = False

    def __init__(self, text: str = "") -> None:
        self.text = text
        self.fieldname: str | None = None
        self.boost = 1.0

    def query(self, parser: Any) -> Any:
        return parser.leaf(self)


class Run(Piece):
    """Characters without a space: a word, perhaps with wildcards, ``~1`` or ``^2``.

    Attributes:
        plain: Whether marks in it are read as text.
    """

    plain = False


class Quoted(Piece):
    """Text in quotes.

    Attributes:
        slop: The number after ``~``, or 1.
    """

    slop = 1


class RangeText(Piece):
    """A range in brackets, which it keeps."""


class Mark(syntax.MarkerNode):  # type: ignore[misc]
    """A piece that says something about its neighbours.

    Attributes:
        text: What it says: an operator's name, a field's name, ``+`` or ``-``.
    """

    def __init__(self, text: str = "") -> None:
        self.text = text


class Space(Mark):
    """White space."""


class Opening(Mark):
    """An opening parenthesis."""


class Closing(Mark):
    """A closing parenthesis."""


class OperatorMark(Mark):
    """``AND``, ``OR``, ``NOT`` and the like."""


class SignMark(Mark):
    """``+`` or ``-`` before a clause."""


class FieldMark(Mark):
    """A field's name; its colon is left out."""


class BoostMark(Mark):
    """``^2`` behind parentheses, quotes or brackets.

    Attributes:
        factor: The number.
    """

    def __init__(self, factor: float) -> None:
        super().__init__()
        self.factor = factor


class PieceTagger(Tagger):  # type: ignore[misc]
    """Finds the piece at a position; there always is one."""

    def match(self, parser: Any, text: str, pos: int) -> Any:
        found = _PIECE.match(text, pos)
        if found is None:  # a lone backslash before a parenthesis or the like
            return Run(text[pos]).set_range(pos, pos + 1)
        kind = found.lastgroup
        start, end = found.span()
        if kind == "quote":
            return _quoted(parser, text, pos)
        if kind == "bracket":
            return _range(text, pos)
        if kind == "field":
            return _field(parser, text, found)
        value = found[kind] if kind else ""
        node: Any
        if kind == "run":
            node = Run(value)
        elif kind == "boost":
            node = BoostMark(float(value))
        else:
            node = _MARKS[kind or "space"](value)
        return node.set_range(start, end)


_MARKS = {
    "space": Space,
    "open": Opening,
    "close": Closing,
    "operator": OperatorMark,
    "sign": SignMark,
}


def checked_boost(factor: float, position: int) -> float:
    """The boost, if it can be used.

    Raises:
        QueryError: It is above `MAXIMUM_BOOST`.
    """
    if factor > MAXIMUM_BOOST:
        raise QueryError(
            f"the boost is above {MAXIMUM_BOOST:,.0f}", position, "write a smaller one, as ^2"
        )
    return factor


def _quoted(parser: Any, text: str, pos: int) -> Any:
    """Text in quotes; without a closing one, all that follows."""
    found = (_ASCII_QUOTED if text[pos] == '"' else _CURLY_QUOTED).match(text, pos)
    if found is None:
        if pos and text[pos - 1].isalnum():  # 12" and the like
            message = "a quote that nothing closes is left out"
            parser.remark("unclosed_quote", message, pos, pos + 1)
            return Space(text[pos]).set_range(pos, pos + 1)
        message = "the quote is not closed: all that follows is read as one phrase"
        parser.remark("unclosed_quote", message, pos, len(text))
        return Quoted(_unescaped(text[pos + 1 :])).set_range(pos, len(text))
    node = Quoted(_unescaped(found[1]))
    end = found.end()
    if slop := _SLOP.match(text, end):
        node.slop = max(1, int(slop[1]))
        node.boost = checked_boost(float(slop[2] or 1.0), pos)
        end = slop.end()
    return node.set_range(pos, end)


def _unescaped(text: str) -> str:
    return re.sub(r'\\(["\\])', r"\1", text)


def _range(text: str, pos: int) -> Any:
    found = _RANGE.match(text, pos)
    if found is None:
        raise QueryError("the range has no end", pos, "write [2026-01-01 TO 2026-02-01]")
    return RangeText(found[0]).set_range(pos, found.end())


def _field(parser: Any, text: str, found: re.Match[str]) -> Any:
    """A field's name, and with keyword fields and dates the value behind it."""
    written = found["field"]
    name = FIELD_ALIASES.get(written, written)
    start, end = found.span()
    if name not in parser.fields:
        if start and text[start - 1] == ":":  # title:re:invent
            return _run_at(text, start)
        raise parser.unknown_field(written, start)
    if name not in KEYWORD_FIELDS and name != DATE_FIELD:
        return FieldMark(name).set_range(start, end)
    value = None if text[end] in "[{" else _VALUE.match(text, end)
    if value is None:
        return FieldMark(name).set_range(start, end)
    run = Run(value[0])
    run.fieldname = name
    return run.set_range(end, value.end())


def _run_at(text: str, pos: int) -> Any:
    value = _VALUE.match(text, pos)
    assert value is not None  # a field's name stands there
    return Run(value[0]).set_range(pos, value.end())


class SyntaxPlugin(Plugin):  # type: ignore[misc]
    """The query language as a plugin of Whoosh's parser: its pieces, and how they group."""

    def taggers(self, parser: Any) -> list[tuple[Tagger, int]]:
        return [(_TAGGER, 0)]

    def filters(self, parser: Any) -> list[tuple[Any, int]]:
        from newsearch.query.grouping import grouped

        return [(grouped, 0)]


_TAGGER = PieceTagger()
