"""Queries for many words at once (prefixes, patterns, misspellings, ranges), and how they print.

Each is a Whoosh query class whose print, parsed again, gives an equal query. A match scores the
boost, whatever and however much matched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from whoosh import query

from newsearch.query.expansions import within
from newsearch.query.words import OPERATORS
from newsearch.schema import DEFAULT_FIELD

__all__ = [
    "FuzzyTerm",
    "Prefix",
    "TermRange",
    "Wildcard",
    "boost_suffix",
    "field_prefix",
    "quoted",
    "wildcard_expression",
]


class Prefix(query.Prefix):  # type: ignore[misc]
    """Words that start alike.

    Args:
        fieldname: A text or keyword field.
        text: The folded start.
        terms: Index terms that match too: those of words that begin with ``text`` and that
            stemming may have made shorter than it (``governm*`` finds government, a ``govern``).
        boost: The score of a match.
    """

    def __init__(
        self, fieldname: str, text: str, boost: float = 1.0, terms: Sequence[str] = ()
    ) -> None:
        super().__init__(fieldname, text, boost=boost, constantscore=True)
        self.variants = tuple(term for term in terms if not term.startswith(text))

    def __str__(self) -> str:
        return f"{field_prefix(self)}{pattern_text(self.text, '')}*{boost_suffix(self)}"

    def _btexts(self, ixreader: Any) -> Iterator[bytes]:
        yield from super()._btexts(ixreader)
        yield from _existing(self.fieldname, self.variants, ixreader)

    __unicode__ = __str__


class Wildcard(query.Wildcard):  # type: ignore[misc]
    """Words of a shape: ``*`` stands for any characters, ``?`` for one."""

    def __init__(self, fieldname: str, text: str, boost: float = 1.0) -> None:
        super().__init__(fieldname, text, boost=boost, constantscore=True)

    def __str__(self) -> str:
        return f"{field_prefix(self)}{pattern_text(self.text, '*?')}{boost_suffix(self)}"

    def _get_pattern(self) -> str:
        return wildcard_expression(self.text)

    def _find_prefix(self, text: str) -> str:
        return re.split(r"[*?]", text, maxsplit=1)[0]

    def normalize(self) -> Wildcard:
        return self

    __unicode__ = __str__


class FuzzyTerm(query.FuzzyTerm):  # type: ignore[misc]
    """Words within a distance of typing errors.

    Args:
        fieldname: A text or keyword field.
        text: The word as written (in a keyword field, folded).
        spellings: The folded word and its index terms: being near one of them is enough.
        maxdist: Insertions, deletions, replacements and swaps of neighbours allowed.
        prefixlength: So many first characters must be right.
        boost: The score of a match.
    """

    def __init__(
        self,
        fieldname: str,
        text: str,
        boost: float = 1.0,
        maxdist: int = 1,
        prefixlength: int = 1,
        spellings: Sequence[str] = (),
    ) -> None:
        super().__init__(fieldname, text, boost, maxdist, prefixlength, constantscore=True)
        self.spellings = tuple(dict.fromkeys(spellings or (text,)))

    def __str__(self) -> str:
        mark = f"~{self.maxdist}/{self.prefixlength}"
        return field_prefix(self) + pattern_text(self.text, "") + mark + boost_suffix(self)

    def _btexts(self, ixreader: Any) -> Iterator[bytes]:
        to_bytes = ixreader.schema[self.fieldname].to_bytes
        seen: set[bytes] = set()
        for spelling in self.spellings:
            start = spelling[: self.prefixlength]
            for term in ixreader.expand_prefix(self.fieldname, start):
                found = to_bytes(term)
                if found in seen:
                    continue
                if within(found.decode("utf-8", "replace"), spelling, self.maxdist):
                    seen.add(found)
                    yield found

    __unicode__ = __str__


class TermRange(query.TermRange):  # type: ignore[misc]
    """Words or values from one to another in the order of their characters."""

    def __str__(self) -> str:
        opening, closing = "{" if self.startexcl else "[", "}" if self.endexcl else "]"
        start, end = (
            "*" if value is None else quoted(value, always=True) for value in (self.start, self.end)
        )
        return f"{self.fieldname}:{opening}{start} TO {end}{closing}{boost_suffix(self)}"

    def normalize(self) -> TermRange:
        return self

    __unicode__ = __str__


def quoted(text: str, always: bool = False) -> str:
    """A text as the query language writes it: in quotes unless it is a plain word."""
    if not always and text not in OPERATORS and re.fullmatch(r"\w+", text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def pattern_text(text: str, wildcards: str) -> str:
    """A pattern as the query language writes it; only the given wildcards stay bare."""
    return re.sub(rf"[^\w{re.escape(wildcards)}]", lambda found: "\\" + found[0], text)


def wildcard_expression(pattern: str) -> str:
    """The regular expression of a pattern; stars match as in `fnmatch`, without backtracking."""
    from fnmatch import translate

    return translate(pattern.replace("[", "[[]"))


def field_prefix(leaf: Any) -> str:
    return "" if leaf.fieldname == DEFAULT_FIELD else f"{leaf.fieldname}:"


def boost_suffix(leaf: Any) -> str:
    if leaf.boost == 1.0:
        return ""
    return f"^{Decimal(repr(float(leaf.boost))):f}"


def _existing(fieldname: str, terms: Iterable[str], reader: Any) -> Iterator[bytes]:
    to_bytes = reader.schema[fieldname].to_bytes
    for term in terms:
        if (fieldname, to_bytes(term)) in reader:
            yield to_bytes(term)
