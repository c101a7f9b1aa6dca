"""Articles that are added together."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable

from newsearch.article import AnyArticle
from newsearch.kernel.gathering import texts_of

__all__ = ["Batch"]


class Batch:
    """Articles and their texts.

    Args:
        articles: Any articles.
        failures: Grows by those whose texts or ids are not valid Unicode, with the error; the
            others are the batch.

    Attributes:
        articles: The articles.
        names, ids: Their ids, and in UTF-8.
        bodies: Their bodies in UTF-8.
        texts: What is indexed of all of them, one after the other, in UTF-8.
        fields: For each article the fields that its texts belong to: 0 title, 1 summary, 2 body,
            3 a tag.
        size: The bytes of all texts.
        words: Gives the token at which each text ends; waits where that is not known yet.
    """

    words: Callable[[], array[int]]

    def __init__(
        self, articles: Iterable[AnyArticle], failures: list[tuple[AnyArticle, Exception]]
    ) -> None:
        self.texts: list[bytes] = []
        found = texts_of(articles, failures, self.texts)
        self.articles, self.names, self.ids, self.bodies, self.fields = found
        self.size = sum(map(len, self.texts))
