"""Which rule gave each field of an article."""

from __future__ import annotations

from ..article import Article
from .addresses import host_of
from .datelines import dateline_of
from .records import Raw

__all__ = ["evidence_of"]

_FIELDS = ("id", "title", "body", "summary", "tags", "date", "authors", "source", "section",
           "place", "language", "url")  # fmt: skip


def evidence_of(raw: Raw, article: Article) -> dict[str, str]:
    """For each field that has a value: the rule of the reader, or what the normaliser did.

    Example: for ``{"headline": "Rain", "text": "It rained."}`` it is ``{"id": "hash of the
    content", "title": "headline", "body": "text", "language": "detected"}``.
    """
    found: dict[str, str] = {}
    for field in _FIELDS:
        if not getattr(article, field):
            continue
        if getattr(raw, field) or (field == "section" and raw.sections):
            found[field] = raw.evidence.get(field, "the input's own")
        else:
            found[field] = _derived(field, raw, article)
    if not raw.body and article.body and raw.summary:
        found["body"] = f"{raw.evidence.get('summary', 'summary')}, as there is no body"
    if raw.url and not article.url:
        found.pop("url", None)
    return found


def _derived(field: str, raw: Raw, article: Article) -> str:
    """How the normaliser came to a field that the reader did not give."""
    if field == "id":
        return "canonical URL" if article.id == article.url else "hash of the content"
    if field == "title":
        return "beginning of the body"
    if field == "language":
        return "detected"
    if field == "source" and article.url and article.source == host_of(article.url):
        return "host of the URL"
    if field == "source" and raw.authors and dateline_of(article.body)[1] is None:
        return "agency of the byline"
    return "dateline of the body"
