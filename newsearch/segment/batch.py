"""Articles that are added together."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence

from newsearch.article import AnyArticle, encoded_body

__all__ = ["Batch"]


class Batch:
    """Articles and their texts.

    Args:
        articles: Any articles.
        failures: Grows by those whose texts or ids are not valid Unicode, with the error; the
            others are the batch.

    Attributes:
        articles: The articles.
        ids: Their ids in UTF-8.
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
        self.articles: list[AnyArticle] = []
        self.ids: list[bytes] = []
        self.bodies: list[bytes] = []
        self.texts: list[bytes] = []
        self.fields: list[bytes] = []
        for article in articles:
            try:
                id, body = article.id.encode(), encoded_body(article)
                if article.summary or article.tags:
                    texts, fields = _all_texts(article, body)
                else:
                    texts, fields = (article.title.encode(), body), b"\x00\x02"
            except UnicodeEncodeError as error:
                failures.append((article, error))
                continue
            self.articles.append(article)
            self.ids.append(id)
            self.bodies.append(body)
            self.texts += texts
            self.fields.append(fields)
        self.size = sum(map(len, self.texts))


def _all_texts(article: AnyArticle, body: bytes) -> tuple[Sequence[bytes], bytes]:
    summary = (article.summary.encode(),) if article.summary else ()
    tags = [tag.encode() for tag in article.tags]
    fields = b"\x00" + b"\x01" * len(summary) + b"\x02" + b"\x03" * len(tags)
    return (article.title.encode(), *summary, body, *tags), fields
