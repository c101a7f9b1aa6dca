"""Which terms of a dictionary an expansion (prefix, wildcard, fuzzy word, range) stands for.

A fuzzy word walks the sorted terms as a trie (`newsearch.kernel.nearby`); a pattern looks at those
terms alone that hold its longest literal part. Only a pattern whose literal parts are single
characters, and a regular expression, test every term.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from newsearch.errors import QueryError
from newsearch.kernel.nearby import LONGEST, near
from newsearch.query import plan
from newsearch.query.expansions import FuzzyTest, PatternTest, StartTest
from newsearch.schema import TEXT_FIELDS
from newsearch.search.plan_words import leaves

if TYPE_CHECKING:
    from newsearch.kernel.sorted_bytes import SortedBytes
    from newsearch.segment.reader import Segment

__all__ = ["MAXIMUM_TERMS", "check_expansions", "expanded_terms"]

#: Terms that all expansions of a query may look at, in all segments together: some seconds of work.
MAXIMUM_TERMS = 10_000_000
#: Where terms are passed over, one in so many is counted.
_PASSED_OVER = 50
#: A literal part of so many bytes is looked for in all terms at once.
_TELLING = 2


class Terms(Protocol):
    """What is asked of a dictionary of terms."""

    strings: SortedBytes

    def find(self, wanted: bytes) -> int: ...
    def term(self, ordinal: int) -> bytes: ...
    def prefix_range(self, prefix: bytes) -> tuple[int, int]: ...
    def lower_bound(self, wanted: bytes) -> int: ...


def expanded_terms(terms: Terms, node: plan.Expand) -> Sequence[int]:
    """The numbers, ascending, of the terms that an expansion accepts.

    Args:
        terms: The sorted terms of the expansion's field.
        node: The expansion.

    Raises:
        CorruptIndex: The terms are damaged.

    Example::

        expanded_terms(segment.dictionaries["text"], plan.Expand("text", "prefix", b"harb"))
    """
    first, stop = terms.prefix_range(node.prefix)
    if node.first is not None:
        first = max(first, terms.lower_bound(node.first))
    if node.last is not None:
        stop = min(stop, terms.lower_bound(node.last + b"\0"))
    test = node.accepts
    if test is None:
        return range(first, max(first, stop))
    if isinstance(test, FuzzyTest) and max(map(len, test.spellings)) <= LONGEST:
        return _near_terms(terms, test)
    if isinstance(test, StartTest):
        whole = (terms.find(term) for term in test.whole)
        return sorted({*range(*terms.prefix_range(test.start)), *whole} - {-1})
    looked_at: Iterable[int] = range(first, stop)
    literal = test.literal if isinstance(test, PatternTest) else b""
    if len(literal) >= _TELLING and literal != node.prefix:
        looked_at = terms.strings.containing(literal, first, stop)
    term: Any = terms.term
    return [ordinal for ordinal in looked_at if test(term(ordinal))]


def _near_terms(terms: Terms, test: FuzzyTest) -> list[int]:
    found: set[int] = set()
    for spelling in test.spellings:
        first, stop = terms.prefix_range(spelling[: test.prefix_length].encode())
        found.update(near(terms.strings, first, stop, spelling, test.limit))
    return sorted(found)


def check_expansions(node: plan.Node, segments: Sequence[Segment]) -> None:
    """Refuses a query whose expansions would look at too many terms.

    Args:
        node: Its plan.
        segments: The segments that are to be searched.

    Raises:
        QueryError: They would look at more than `MAXIMUM_TERMS`.
    """
    total = 0
    for leaf in leaves(node):
        if not isinstance(leaf, plan.Expand):
            continue
        for segment in segments:
            total += _looked_at(leaf, segment)
        if total > MAXIMUM_TERMS:
            raise QueryError(
                f"its prefixes, patterns and fuzzy words, up to {leaf.text}, would look at more "
                f"than {MAXIMUM_TERMS:,} words of the index",
                None,
                "write more of the start of each, or fewer of them",
            )


def _looked_at(leaf: plan.Expand, segment: Segment) -> int:
    if leaf.field == "id":
        return segment.document_count
    terms = segment.dictionaries["text" if leaf.field in TEXT_FIELDS else leaf.field]
    test = leaf.accepts
    first, stop = terms.prefix_range(test.start if isinstance(test, StartTest) else leaf.prefix)
    literal = isinstance(test, PatternTest) and len(test.literal) >= _TELLING
    if literal or isinstance(test, FuzzyTest):
        return (stop - first) // _PASSED_OVER + 1
    return stop - first
