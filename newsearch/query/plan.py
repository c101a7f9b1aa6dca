"""What a query asks for, free of any syntax, any index and Whoosh: a tree of small nodes.

A query string or a Whoosh query tree becomes a plan; `newsearch.search` turns a plan into
cursors over each segment, marks what matched in snippets by it, and explains scores by it.

Scores: `Word` and `Phrase` score by BM25F; `Expand` and `Every` score their boost when asked to
score alone (constant); filters (`Keyword`, `Dates`, `Not`) score 0.0.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

#: The text fields; ``text`` is all of them ranked together as one.
TEXT_FIELDS = ("text", "title", "summary", "body")
#: The keyword fields: matched as whole values, folded (case and accents do not matter).
KEYWORD_FIELDS = ("tags", "authors", "source", "section", "language", "id")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the query: any of its index terms, scored as one term (a synonym group).

    Attributes:
        field: One of `TEXT_FIELDS`.
        terms: The index terms (UTF-8), one per way the index's languages analyse the word.
        text: The word as written.
        boost: Factor on the score.
    """

    field: str
    terms: tuple[bytes, ...]
    text: str = ""
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Phrase:
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


@dataclass(frozen=True, slots=True)
class Expand:
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


@dataclass(frozen=True, slots=True)
class Keyword:
    """Articles that carry a value in a keyword field: a filter.

    Attributes:
        field: One of `KEYWORD_FIELDS`.
        key: The folded value, UTF-8 (`newsearch.text.folding.fold_value`); an id as it is.
        text: As written.
    """

    field: str
    key: bytes
    text: str = ""


@dataclass(frozen=True, slots=True)
class Dates:
    """Articles published within a span: a filter.

    Attributes:
        first: First microsecond since 1970-01-01 UTC, inclusive; ``None`` for open.
        last: Last microsecond, inclusive; ``None`` for open.
    """

    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class And:
    """All children hold; the score is their sum."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one child holds; the score is the sum over those that do."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Articles that do not match the child; scores 0.0."""

    child: Node


@dataclass(frozen=True, slots=True)
class AndNot:
    """``positive`` holds and ``negative`` does not; the score is ``positive``'s."""

    positive: Node
    negative: Node


@dataclass(frozen=True, slots=True)
class AndMaybe:
    """``required`` holds; ``optional`` only adds to the score."""

    required: Node
    optional: Node


@dataclass(frozen=True, slots=True)
class Filter:
    """``scored`` and ``required`` both hold; only ``scored`` scores."""

    scored: Node
    required: Node


@dataclass(frozen=True, slots=True)
class Best:
    """At least one child holds; the score is the best child's plus ``tiebreak`` times the rest."""

    children: tuple[Node, ...]
    tiebreak: float = 0.0


@dataclass(frozen=True, slots=True)
class Constant:
    """The child's articles, each with the same score."""

    child: Node
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Boost:
    """The child with its score multiplied."""

    child: Node
    boost: float


@dataclass(frozen=True, slots=True)
class Every:
    """All articles (``field`` given: all that have a value there), scoring ``boost``."""

    field: str | None = None
    boost: float = 0.0


@dataclass(frozen=True, slots=True)
class Nothing:
    """No article."""


@dataclass(frozen=True, slots=True)
class Fallback:
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
