"""The fields of an index as Whoosh field types, with analyzers that speak Whoosh's protocol.

Queries parsed by Whoosh's own ``QueryParser`` over this schema, and texts highlighted by Whoosh,
are analysed by the same code that analyses articles.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whoosh import columns, fields
from whoosh.analysis import Analyzer as WhooshAnalyzer
from whoosh.analysis import Token

from newsearch.schema import KEYWORD_FIELDS, TEXT_FIELDS
from newsearch.text.analysis import Analyzer
from newsearch.text.folding import fold_value


class Variants(str):
    """An index term that knows its siblings: one per way the languages analyse the word.

    Whoosh carries it through its queries as the string it is; compiled to a plan, all siblings
    count as one word.

    Example:
        >>> Variants(("run", "running")), Variants(("run", "running")).terms
        ('run', ('run', 'running'))
    """

    __slots__ = ("terms",)
    terms: tuple[str, ...]

    def __new__(cls, terms: tuple[str, ...]) -> Variants:
        self = super().__new__(cls, terms[0])
        self.terms = terms
        return self

    def __reduce__(self) -> tuple[type[Variants], tuple[tuple[str, ...]]]:
        return (Variants, (self.terms,))


class WordAnalyzer(WhooshAnalyzer):  # type: ignore[misc]
    """Words and their index terms, by the analyzer protocol of Whoosh.

    With ``mode="query"`` a word is one token whose text is a `Variants`; otherwise each variant
    is a token of its own at the word's position, so that Whoosh's highlighter recognises any.

    Args:
        languages: The languages of the index.
    """

    def __init__(self, languages: tuple[str | None, ...]) -> None:
        self._languages = languages
        self._analyzer = Analyzer(languages)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, WordAnalyzer) and self._languages == other._languages

    def __hash__(self) -> int:
        return hash(self._languages)

    def __call__(
        self,
        value: str,
        positions: bool = False,
        chars: bool = False,
        keeporiginal: bool = False,
        removestops: bool = True,
        start_pos: int = 0,
        start_char: int = 0,
        mode: str = "",
        tokenize: bool = True,
        **attributes: Any,
    ) -> Iterator[Any]:
        token = Token(positions, chars, removestops=removestops, mode=mode, **attributes)
        for place, word in enumerate(self._analyzer.tokens(value)):
            terms = self._analyzer.variants(word.text)
            if not terms:
                continue
            token.pos = start_pos + place
            token.startchar = start_char + word.start
            token.endchar = start_char + word.end
            token.boost = 1.0
            token.stopped = False
            if keeporiginal:
                token.original = word.text
            for text in (Variants(terms),) if mode == "query" else terms:
                token.text = text
                yield token


class ValueAnalyzer(WhooshAnalyzer):  # type: ignore[misc]
    """A keyword field's whole value as the one token.

    Args:
        folded: Whether case and accents do not matter; they do in ids.
    """

    def __init__(self, folded: bool = True) -> None:
        self._folded = folded

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ValueAnalyzer) and self._folded == other._folded

    def __hash__(self) -> int:
        return hash((ValueAnalyzer, self._folded))

    def __call__(
        self,
        value: str,
        positions: bool = False,
        chars: bool = False,
        removestops: bool = True,
        start_pos: int = 0,
        start_char: int = 0,
        mode: str = "",
        **attributes: Any,
    ) -> Iterator[Any]:
        token = Token(positions, chars, removestops=removestops, mode=mode, **attributes)
        token.text = fold_value(value) if self._folded else value.strip()
        token.boost = 1.0
        token.stopped = False
        token.pos = start_pos
        token.startchar, token.endchar = start_char, start_char + len(value)
        if token.text:
            yield token


def build_schema(languages: tuple[str | None, ...]) -> Any:
    """The ``whoosh.fields.Schema`` of an index; see `newsearch.schema.whoosh_schema`."""
    words = WordAnalyzer(languages)
    found: dict[str, Any] = {
        name: fields.TEXT(analyzer=words, stored=name != "text", multitoken_query="phrase")
        for name in TEXT_FIELDS
    }
    for name in KEYWORD_FIELDS:
        column = columns.VarBytesListColumn() if name in ("tags", "authors") else True
        found[name] = fields.ID(
            stored=True, unique=name == "id", sortable=column, analyzer=ValueAnalyzer(name != "id")
        )
    found["date"] = fields.DATETIME(stored=True, sortable=True)
    return fields.Schema(**found)
