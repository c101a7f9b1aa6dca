"""Words that were cut at points and commas, put together again.

What a program gives as ``u s`` or ``1 5`` was often *U.S.* or *1.5*, which are one word each in
the index. In a query for any of its words such a compound is sought too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from newsearch.query import plan
from newsearch.schema import DEFAULT_FIELD

if TYPE_CHECKING:
    from newsearch.text.analysis import Analyzer

__all__ = ["rejoined"]

#: Of a query so many are sought: a page of numbers is no question.
MOST_COMPOUNDS = 20


def rejoined(nodes: Sequence[plan.Node], analyzer: Analyzer) -> list[plan.Word]:
    """The compounds that words side by side may have been cut from.

    Args:
        nodes: The alternatives of a query, in its order.
        analyzer: Gives the index terms of a compound.

    Example::

        rejoined(plan_for_clauses("us 1 5 bln".split(), analyzer, "any").children, analyzer)
    """
    found = []
    for text in islice(_compounds(nodes), MOST_COMPOUNDS):
        terms = tuple(term.encode() for term in analyzer.variants(text))
        found.append(plan.Word(DEFAULT_FIELD, terms, text))
    return found


def _compounds(nodes: Sequence[plan.Node]) -> Iterator[str]:
    """Initials (u.s), decimals (1.5) and numbers of thousands (1,500)."""
    initials: list[str] = []
    number = ""
    for node in (*nodes, None):
        text = node.text if isinstance(node, plan.Word) and node.field == DEFAULT_FIELD else ""
        if len(text) == 1 and text.isascii() and text.isalpha():
            initials.append(text)
        else:
            if len(initials) > 1:
                yield ".".join(initials)
            initials = []
        if text.isascii() and text.isdigit():
            if number:
                yield f"{number}.{text}"
                number = f"{number},{text}" if len(text) == 3 and len(number) < 12 else text
                if "," in number:
                    yield number
            else:
                number = text
        else:
            number = ""
