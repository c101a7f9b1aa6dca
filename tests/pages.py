"""An invented page of news, and the furniture of a site around it."""

from __future__ import annotations

import json

URL = "https://coast.example/2025/03/09/floating-library"
TITLE = "Lake town opens its first floating library"
PARAGRAPHS = [
    "The town of Mirefield opened a floating library on Monday, after two winters of work on the "
    "old grain barge that once carried barley.",
    "The mayor said that the barge will moor at every village around the lake in turn, and that "
    "nobody should have to row for a book.",
    "The water level, which had kept the barge in its dock since autumn, rose by a hand's breadth "
    "last week, the harbour office said.",
]
ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": TITLE,
    "datePublished": "2025-03-09T08:05:00+02:00",
    "dateModified": "2025-03-10T09:00:00+02:00",
    "author": [{"@type": "Person", "name": "Ada Quill"}],
    "publisher": {"@type": "Organization", "name": "The Coast"},
    "keywords": ["Libraries", "Lakes"],
    "articleSection": "Culture",
}


def page(head: str = "", body: str | None = None, around: tuple[str, str] = ("", "")) -> str:
    """Write a page with the invented article in it."""
    if body is None:
        body = f"<h1>{TITLE}</h1>" + "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    return (
        f"<!DOCTYPE html><html lang=en><head>{head}</head><body>{around[0]}"
        f"<article>{body}</article>{around[1]}</body></html>"
    )


def linked(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


FURNITURE = (
    '<header><ul><li><a href="/">Home</a></li><li><a href="/c">Culture</a></li></ul></header>'
    '<div class="cookie-banner"><p>We use cookies, and so do our partners, to show you '
    "advertisements that fit what you read.</p></div>",
    '<div class="related-articles"><h3>Read also</h3><p>Otters return to the canal after years, '
    "and the town is glad about it, says the warden.</p></div>"
    '<section id="comments"><p>I have waited for this library for a long time, and it was worth '
    "every single day, thank you.</p></section>"
    "<footer><p>The Coast is published by an invented company, all rights reserved, at the "
    "harbour.</p></footer>",
)
