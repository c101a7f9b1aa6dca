"""What a search returns: results, their hits, and the hits' snippets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, overload

from newsearch.query.diagnostics import Diagnostic
from newsearch.values import Value

if TYPE_CHECKING:
    from datetime import date

    from newsearch.article import Article

__all__ = ["Diagnostic", "Hit", "Results", "Snippet"]

# No character of an article may steer the terminal or the page that shows it.
_CONTROLS = {code: " " for code in (*range(32), *range(127, 160)) if code not in (9, 10)}
_CONTROLS_AND_MARKUP = _CONTROLS | {
    ord(character): entity
    for character, entity in zip(
        "&<>\"'", ("&amp;", "&lt;", "&gt;", "&quot;", "&#x27;"), strict=True
    )
}


class Snippet(Value):
    """A short piece of an article that shows what matched.

    Attributes:
        text: One or two passages of the article, on one line; ``…`` where text is left out.
        spans: Where in ``text`` what matched stands: ascending ``(start, end)`` in characters,
            apart from each other.

    Example:
        >>> Snippet("Ships & boats", ((0, 5),)).html()
        '<mark>Ships</mark> &amp; boats'
    """

    text: str
    spans: tuple[tuple[int, int], ...] = ()

    def html(self) -> str:
        """The text as HTML, safe in an element's content; what matched in ``<mark>``."""
        return self._marked("<mark>", "</mark>", _CONTROLS_AND_MARKUP)

    def ansi(self) -> str:
        """The text for a terminal, what matched in bold yellow (ECMA-48 escape sequences).

        Control characters of the article itself become spaces.
        """
        return self._marked("\x1b[1;33m", "\x1b[0m", _CONTROLS)

    def _marked(self, before: str, after: str, replacements: dict[int, str]) -> str:
        text = self.text
        parts: list[str] = []
        at = 0
        for start, end in self.spans:
            parts += text[at:start].translate(replacements), before
            parts += text[start:end].translate(replacements), after
            at = end
        parts.append(text[at:].translate(replacements))
        return "".join(parts)

    def __str__(self) -> str:
        return self.text


class Hit:
    """One article that matches.

    Args:
        id: The article's id.
        score: How well it matches; 0.0 where the order is not by relevance.
        article: The article, or what loads it when it is first touched.
        snippet: The snippet or ``None``, or what makes it when it is first touched.
        duplicates: Hits left out of the results because this one tells the same.

    Attributes:
        id, score, duplicates: As given.

    Example:
        >>> from newsearch.article import Article
        >>> hit = Hit("a1", 1.5, lambda: Article("Bridge opens", "It opened."))
        >>> hit.article.title
        'Bridge opens'
    """

    __slots__ = ("_article", "_snippet", "duplicates", "id", "score")

    def __init__(
        self,
        id: str,
        score: float,
        article: Article | Callable[[], Article],
        snippet: Snippet | Callable[[], Snippet | None] | None = None,
        duplicates: Sequence[Hit] = (),
    ) -> None:
        self.id = id
        self.score = score
        self._article = article
        self._snippet = snippet
        self.duplicates: tuple[Hit, ...] = tuple(duplicates) if duplicates else ()

    @property
    def article(self) -> Article:
        """The article, loaded when first asked for."""
        article = self._article
        if callable(article):
            self._article = article = article()
        return article

    @property
    def snippet(self) -> Snippet | None:
        """A short piece that shows what matched; ``None`` where no snippets were asked for."""
        snippet = self._snippet
        if callable(snippet):
            self._snippet = snippet = snippet()
        return snippet

    def __repr__(self) -> str:
        return f"Hit(id={self.id!r}, score={self.score:.4f})"


class Results:
    """The answer to a search.  Iterating, indexing and ``len`` are about the hits of this page.

    Args:
        hits: The hits, best first.
        total: How many articles match, or what counts them when first asked.
        facets: For each field asked for, ``(value, count)``, most frequent first.
        timeline: ``(first day, count)`` of each interval, oldest first.
        diagnostics: What was understood another way than written, or what tells when first asked.
        seconds: How long the search took.
        attention: The share of the articles of each interval that match, or what counts it.

    Attributes:
        hits, facets, timeline, seconds: As given.

    Example:
        >>> results = Results([], total=lambda: 12)
        >>> len(results), results.total
        (0, 12)
    """

    __slots__ = ("_attention", "_diagnostics", "_total", "facets", "hits", "seconds", "timeline")

    def __init__(
        self,
        hits: Sequence[Hit],
        total: int | Callable[[], int],
        facets: dict[str, list[tuple[str, int]]] | None = None,
        timeline: Sequence[tuple[date, int]] = (),
        diagnostics: Sequence[Diagnostic] | Callable[[], Sequence[Diagnostic]] = (),
        seconds: float = 0.0,
        attention: Sequence[tuple[date, float]] | Callable[[], Sequence[tuple[date, float]]] = (),
    ) -> None:
        self.hits: list[Hit] = list(hits)
        self._total = total
        self.facets: dict[str, list[tuple[str, int]]] = facets if facets is not None else {}
        self.timeline: list[tuple[date, int]] = list(timeline)
        self._diagnostics = diagnostics
        self.seconds = seconds
        self._attention = attention

    @property
    def total(self) -> int:
        """How many articles match in all, exactly; counted when first asked for."""
        total = self._total
        if callable(total):
            self._total = total = total()
        return total

    @property
    def attention(self) -> list[tuple[date, float]]:
        """The timeline as shares: of the articles published in each interval, how many match.

        ``(first day, 0.0 to 1.0)``, counted when first asked for. The filters of the search
        (``since``, ``sources`` and so on) hold for all articles that are counted, the query for
        those that match. 0.0 where the interval has no article.
        """
        attention = self._attention
        if not isinstance(attention, list):
            attention = list(attention() if callable(attention) else attention)
            self._attention = attention
        return attention

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """What was understood another way than written, and which words no article holds."""
        diagnostics = self._diagnostics
        if not isinstance(diagnostics, list):
            diagnostics = list(diagnostics() if callable(diagnostics) else diagnostics)
            self._diagnostics = diagnostics
        return diagnostics

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)

    @overload
    def __getitem__(self, index: int) -> Hit: ...
    @overload
    def __getitem__(self, index: slice) -> list[Hit]: ...
    def __getitem__(self, index: int | slice) -> Hit | list[Hit]:
        return self.hits[index]

    def __repr__(self) -> str:
        total = "uncounted" if callable(self._total) else f"{self._total} in all"
        return f"<Results: {len(self.hits)} hits, {total}>"
