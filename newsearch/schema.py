"""The fields of an index: their names, kinds and weights, and the schema Whoosh sees.

Text fields hold words; keyword fields hold whole values, folded; ``date`` is a moment. ``text``
is title, summary, body and tags searched and ranked together as one.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import Any

__all__ = [
    "ALL_FIELDS",
    "COLUMN_FIELDS",
    "COMPOUND_WORD_WEIGHT",
    "DATE_FIELD",
    "DEFAULT_FIELD",
    "FEEDBACK_WEIGHT",
    "FEEDBACK_WORDS",
    "FIELD_ALIASES",
    "FIELD_GAP",
    "FIELD_WEIGHTS",
    "FUNCTION_WORD_WEIGHT",
    "K1",
    "K3",
    "KEYWORD_FIELDS",
    "KEYWORD_IDF",
    "LENGTH_OFFSET",
    "TEXT_FIELDS",
    "WEIGHTS",
    "B",
    "length_discount",
    "whoosh_schema",
]

# The constants below were chosen on six test collections (adi, cisi, cranfield, lisa, med, npl:
# nDCG@10) and on headlines looked for in the bodies of four collections of news (MRR@10), leaving
# out one collection after another; `benchmarks/README.md`, *Relevance*, has the figures.

#: How much one occurrence of a word counts, by the field it stands in (BM25F).
FIELD_WEIGHTS = {"title": 3.0, "summary": 1.5, "body": 1.0, "tags": 2.0}
#: The same by field number, as the kernels take them.
WEIGHTS = array("d", [FIELD_WEIGHTS[name] for name in ("title", "summary", "body", "tags")])
#: How fast further occurrences of a word stop to count (BM25). News wants no more than 1.2; the
#: collections hardly tell 1.2 from 1.6.
K1 = 1.2
#: How much long articles are discounted, 0.0 to 1.0 (BM25). Long news wants 0.85 and more: .577 of
#: Reuters' headlines at 0.5, .615 at 0.75, .623 at 0.85. Abstracts of 40 words (npl) want 0.6: so
#: there is the offset.
B = 0.85
#: Words added to every length and to their average: lengths of a few words say little. npl rises
#: from .426 to .448, and news stays as it is.
LENGTH_OFFSET = 20.0
#: How fast repetitions of a word in a query stop to count (BM25). lisa: .388 where they do not
#: count at all, .467 so, .459 in full.
K3 = 8.0
#: How much a function word of a query (the, of) counts beside others. cisi: .368 in full, .400
#: at 0.2; from 0.1 to 0.4 the mean of all stays within .003.
FUNCTION_WORD_WEIGHT = 0.2
#: What is added to the idf of each word of a query of keywords: .623 of Reuters' headlines without,
#: .628 at 0.5; at 1.0 adi falls from .488 to .482.
KEYWORD_IDF = 0.5
#: In a query for any of its words a hyphenated compound counts so much by each of its words, and
#: the rest as a phrase. Topics as written: cranfield .379 by phrases alone, .385 so; the mean of
#: the six .482 and .484; by words alone med falls from .713 to .705.
COMPOUND_WORD_WEIGHT = 0.8
#: Words of the first hits that feedback ranks by, and how much the first of them counts: the mean
#: of the collections rises from .483 to .496 with five hits; 10 to 40 words at 0.2 to 0.4 do alike.
FEEDBACK_WORDS = 20
FEEDBACK_WEIGHT = 0.4
#: Extra distance in positions between two fields (and two tags), so that no phrase spans them.
FIELD_GAP = 100

#: The field that bare words search.
DEFAULT_FIELD = "text"
#: Fields of words.
TEXT_FIELDS = ("text", "title", "summary", "body")
#: Fields of whole values, folded.
KEYWORD_FIELDS = ("tags", "authors", "source", "section", "language", "id")
#: Those of them that have a column, in the order in which documents carry them.
COLUMN_FIELDS = ("tags", "authors", "source", "section", "language")
#: The field of publication times.
DATE_FIELD = "date"
#: Every field a query can name.
ALL_FIELDS = (*TEXT_FIELDS, *KEYWORD_FIELDS, DATE_FIELD)
#: Other names for fields in queries.
FIELD_ALIASES = {"tag": "tags", "author": "authors"}


def length_discount(average_length: float) -> float:
    """BM25's b for articles of an average weighted length, 0.0 to `B`.

    With it, ``1 - b + b * length / average`` is what `B` makes of lengths and an average that are
    all `LENGTH_OFFSET` words longer.

    Example:
        >>> length_discount(20.0) == B / 2
        True
    """
    return B * average_length / (average_length + LENGTH_OFFSET)


def whoosh_schema(languages: Iterable[str | None] = (None,)) -> Any:
    """The index's fields as a ``whoosh.fields.Schema``.

    Args:
        languages: The languages of the index (BCP-47 primary subtags, ``None`` for unknown):
            query words are analysed in each.

    Example:
        >>> "tags" in whoosh_schema(["en"])
        True
    """
    from newsearch.whoosh_fields import build_schema

    return build_schema(tuple(languages))
