"""What a query asks for, free of any syntax, any index and Whoosh: a tree of small nodes.

A query string or a Whoosh query tree becomes a plan; `newsearch.search` turns a plan into
cursors over each segment, marks what matched in snippets by it, and explains scores by it.

Scores: `Word` and `Phrase` score by BM25F; `Expand` and `Every` score their boost when asked to
score alone (constant); filters (`Keyword`, `Dates`, `Not`) score 0.0.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from newsearch.values import Value

#: The text fields; ``text`` is all of them ranked together as one.
TEXT_FIELDS = ("text", "title", "summary", "body")
#: The keyword fields: matched as whole values, folded (case and accents do not matter).
KEYWORD_FIELDS = ("tags", "authors", "source", "section", "language", "id")


class Word(Value):
    """One word of the query: any of its index terms, scored as one term (a synonym group).

    Attributes:
        field: One of `TEXT_FIELDS`.
        terms: The index terms (UTF-8), one per way the index's languages analyse the word.
        text: The word as written.
        boost: Factor on the score.
        idf_offset: What is added to its idf.
    """

    field: str
    terms: tuple[bytes, ...]
    text: str = ""
    boost: float = 1.0
    idf_offset: float = 0.0


class Phrase(Value):
    """Words at successive positions of one field.

    Attributes:
        field: One of `TEXT_FIELDS`.
        words: For each position, the index terms that may stand there.
        slop: How many positions each next word may be from the one before it; 1 is exact. The
            meaning is that of Whoosh's ``Phrase(slop=...)``: ordered, each gap at most ``slop``.
        text: The phrase as written.
        boost: Factor on the score.
    """

    field: str
    words: tuple[tuple[bytes, ...], ...]
    slop: int = 1
    text: str = ""
    boost: float = 1.0


class Expand(Value):
    """Every term of a field's dictionary that a test accepts (prefix, wildcard, fuzzy, range).

    Attributes:
        field: A text or keyword field.
        kind: ``prefix``, ``wildcard``, ``fuzzy``, ``range`` or ``regex``.
        prefix: All accepted terms start with these bytes (narrows the scan; may be empty).
        first, last: With ``range``, the inclusive bounds or ``None`` for open.
        accepts: The test on a term (UTF-8 bytes); ``None`` when the prefix (or range) decides.
        text: As written.
        boost: The constant score of a match.
    """

    field: str
    kind: str
    prefix: bytes = b""
    first: bytes | None = None
    last: bytes | None = None
    accepts: Callable[[bytes], bool] | None = None
    text: str = ""
    boost: float = 1.0


class Keyword(Value):
    """Articles that carry a value in a keyword field: a filter.

    Attributes:
        field: One of `KEYWORD_FIELDS`.
        key: The folded value, UTF-8 (`newsearch.text.folding.fold_value`); an id as it is.
        text: As written.
    """

    field: str
    key: bytes
    text: str = ""


class Dates(Value):
    """Articles published within a span: a filter.

    Attributes:
        first: First microsecond since 1970-01-01 UTC, inclusive; ``None`` for open.
        last: Last microsecond, inclusive; ``None`` for open.
    """

    first: int | None
    last: int | None


class And(Value):
    """All children hold; the score is their sum."""

    children: tuple[Node, ...]


class Or(Value):
    """At least one child holds; the score is the sum over those that do."""

    children: tuple[Node, ...]


class Not(Value):
    """Articles that do not match the child; scores 0.0."""

    child: Node


class AndNot(Value):
    """``positive`` holds and ``negative`` does not; the score is ``positive``'s."""

    positive: Node
    negative: Node


class AndMaybe(Value):
    """``required`` holds; ``optional`` only adds to the score."""

    required: Node
    optional: Node


class Filter(Value):
    """``scored`` and ``required`` both hold; only ``scored`` scores."""

    scored: Node
    required: Node


class Best(Value):
    """At least one child holds; the score is the best child's plus ``tiebreak`` times the rest."""

    children: tuple[Node, ...]
    tiebreak: float = 0.0


class Constant(Value):
    """The child's articles, each with the same score."""

    child: Node
    score: float = 1.0


class Boost(Value):
    """The child with its score multiplied."""

    child: Node
    boost: float


class Every(Value):
    """All articles (``field`` given: all that have a value there), scoring ``boost``."""

    field: str | None = None
    boost: float = 0.0


class Nothing(Value):
    """No article."""


class Fallback(Value):
    """A Whoosh query with no plan: runs on Whoosh's own matchers, exhaustively."""

    query: Any


Node: TypeAlias = (
    Word
    | Phrase
    | Expand
    | Keyword
    | Dates
    | And
    | Or
    | Not
    | AndNot
    | AndMaybe
    | Filter
    | Best
    | Constant
    | Boost
    | Every
    | Nothing
    | Fallback
)
