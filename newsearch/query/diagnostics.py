"""What was understood another way than written: told, never hidden."""

from __future__ import annotations

from newsearch.values import Value

__all__ = ["Diagnostic"]


class Diagnostic(Value):
    """A remark on a query that was answered all the same.

    Attributes:
        code: What happened, for programs: ``unclosed_quote``, ``no_words``, ...
        message: The same for people, one sentence.
        start: Offset in characters into the query where it happened, or ``None``.
        end: Offset just past it, or ``None``.

    Example:
        >>> Diagnostic("unclosed_quote", "the quote has no end", 4, 9).code
        'unclosed_quote'
    """

    code: str
    message: str
    start: int | None = None
    end: int | None = None
