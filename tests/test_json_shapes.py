"""JSON in the shapes of data sets, crawlers and the interfaces of newspapers."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from newsearch.article import Article
from newsearch.errors import ReadError
from newsearch.ingest.formats import find_format
from newsearch.ingest.normalise import normalise

TITLE = "Bridge opens"
BODY = "The bridge opened.\n\nPeople walked over it."
ADDRESS = "https://coast.example/bridge"
HALF_PAST_TWO = datetime(2026, 2, 12, 14, 30, tzinfo=UTC)
ARTICLE = {"title": TITLE, "text": BODY}
OTHER = {"title": "Rain stops", "text": "It stopped."}


def read(value: Any) -> tuple[list[Article], list[ReadError]]:
    data = json.dumps(value).encode()
    found = list(find_format(data).read(io.BytesIO(data), "in"))
    errors = [one for one in found if isinstance(one, ReadError)]
    raws = [one for one in found if not isinstance(one, ReadError)]
    return [normalise(raw, detect=False) for raw in raws], errors


FULL = {"title": TITLE, "body": BODY, "date": HALF_PAST_TWO, "url": ADDRESS}
SHAPES: list[tuple[str, Any, dict[str, Any]]] = [
    (
        "news-please",
        {"authors": ["Ada Quill"], "date_download": "2026-02-13 10:00:00",
         "date_modify": "2026-02-12 16:00:00", "date_publish": "2026-02-12 14:30:00",
         "description": "Lead.", "filename": "x.json", "language": "en", "localpath": None,
         "maintext": BODY, "source_domain": "coast.example", "text": None, "title": TITLE,
         "title_page": None, "title_rss": None, "url": ADDRESS},
        {**FULL, "authors": ("Ada Quill",), "source": "coast.example", "summary": "Lead.",
         "language": "en"},
    ),
    (
        "fundus",
        [{"title": TITLE, "plaintext": BODY, "authors": ["Ada Quill"],
          "publishing_date": "2026-02-12 15:30:00+01:00", "topics": ["bridges"],
          "free_access": True, "url": ADDRESS, "publisher": "Coast", "language": "en"}],
        {**FULL, "source": "Coast", "tags": ("bridges",), "authors": ("Ada Quill",)},
    ),
    (
        "fundus, with its parts",
        {"title": TITLE, "publishing_date": "2026-02-12T14:30:00",
         "body": {"summary": ["Lead."], "sections": [
             {"headline": [], "paragraphs": ["The bridge opened."]},
             {"headline": ["After"], "paragraphs": ["People walked over it.", "It rained."]}]},
         "html": {"requested_url": ADDRESS, "content": "<html>"}},
        {**FULL, "summary": "Lead.", "source": "coast.example",
         "body": "The bridge opened.\n\nAfter\n\nPeople walked over it.\n\nIt rained."},
    ),
    (
        "Media Cloud",
        [{"stories_id": 7, "publish_date": "2026-02-12 14:30:00", "title": TITLE, "url": ADDRESS,
          "language": "en", "ap_syndicated": False, "media_id": 3, "media_name": "Coast",
          "media_url": "https://coast.example/", "text": BODY}],
        {**FULL, "id": "7", "source": "Coast"},
    ),
    (
        "newspaper3k",
        {"url": ADDRESS, "title": TITLE, "text": BODY, "authors": ["Ada Quill"],
         "publish_date": "2026-02-12 14:30:00", "keywords": ["bridge"], "summary": "Lead.",
         "meta_lang": "en", "canonical_link": ADDRESS, "source_url": "https://coast.example",
         "html": "<html>", "movies": []},
        {**FULL, "tags": ("bridge",), "language": "en", "source": "coast.example"},
    ),
    (
        "trafilatura",
        {"title": TITLE, "author": "Ada Quill; Ben Marsh", "hostname": "coast.example",
         "date": "2026-02-12", "fingerprint": "ab", "id": None, "comments": "",
         "raw_text": "The bridge", "text": BODY, "language": "en", "source": ADDRESS,
         "source-hostname": "Coast", "categories": "", "tags": "bridge;sea", "excerpt": "Lead."},
        {"title": TITLE, "body": BODY, "url": ADDRESS, "source": "Coast", "summary": "Lead.",
         "authors": ("Ada Quill", "Ben Marsh"), "tags": ("bridge", "sea")},
    ),
    (
        "summaries",
        {"article": BODY, "highlights": "Bridge opens .\nIt rained .", "id": "ab"},
        {"title": "The bridge opened.", "body": BODY, "id": "ab",
         "summary": "Bridge opens .\n\nIt rained ."},
    ),
    (
        "The Guardian",
        {"response": {"status": "ok", "results": [
            {"id": "world/bridge", "type": "article", "sectionName": "World news",
             "webPublicationDate": "2026-02-12T14:30:00Z", "webTitle": TITLE, "webUrl": ADDRESS,
             "fields": {"headline": TITLE, "standfirst": "<p>Lead.</p>",
                        "byline": "Ada Quill and Ben Marsh", "publication": "Coast",
                        "body": "<p>The bridge opened.</p><p>People walked over it.</p>",
                        "bodyText": "The bridge opened. People walked over it."},
             "tags": [{"id": "x/bridges", "type": "keyword", "webTitle": "Bridges"},
                      {"id": "profile/ada", "type": "contributor", "webTitle": "Ada Quill"}]}]}},
        {**FULL, "id": "world/bridge", "section": "World news", "tags": ("Bridges",),
         "authors": ("Ada Quill", "Ben Marsh"), "source": "Coast", "summary": "Lead.",
         "extra": {"type": "article"}},
    ),
    (
        "The New York Times",
        {"status": "OK", "response": {"docs": [
            {"abstract": "Lead.", "web_url": ADDRESS, "snippet": "Lead.", "source": "Coast",
             "lead_paragraph": "The bridge opened.", "headline": {"main": TITLE, "kicker": None},
             "keywords": [{"name": "subject", "value": "Bridges"},
                          {"name": "glocations", "value": "Lisk"}],
             "pub_date": "2026-02-12T14:30:00+0000", "section_name": "World",
             "byline": {"original": "By Ada Quill and Ben Marsh", "person": []},
             "_id": "nyt://article/7"}]}},
        {**FULL, "body": "The bridge opened.", "summary": "Lead.", "id": "nyt://article/7",
         "tags": ("Bridges", "Lisk"), "authors": ("Ada Quill", "Ben Marsh"), "section": "World"},
    ),
    (
        "NewsAPI",
        {"status": "ok", "totalResults": 1, "articles": [
            {"source": {"id": "coast", "name": "Coast"}, "author": "Ada Quill", "title": TITLE,
             "description": "Lead.", "url": ADDRESS, "publishedAt": "2026-02-12T14:30:00Z",
             "content": f"{BODY}… [+1234 chars]"}]},
        {**FULL, "source": "Coast", "summary": "Lead.",
         "extra": {"source": {"id": "coast", "name": "Coast"}, "characters_more": 1234}},
    ),
    (
        "GDELT",
        {"articles": [{"url": ADDRESS, "url_mobile": "", "title": TITLE, "domain": "coast.example",
                       "seendate": "20260212T143000Z", "language": "English"}]},
        {**FULL, "body": "", "source": "coast.example", "language": "en"},
    ),
    (
        "Elasticsearch",
        {"hits": {"total": 1, "hits": [
            {"_index": "n", "_id": "7", "_source": {
                "title": TITLE, "content": BODY, "published": "2026-02-12T14:30:00Z",
                "link": ADDRESS}}]}},
        {**FULL, "id": "7"},
    ),
    (
        "MongoDB",
        {"_id": {"$oid": "65f"}, "title": TITLE, "body": BODY, "link": ADDRESS,
         "date": {"$date": "2026-02-12T14:30:00Z"}},
        {**FULL, "id": "65f"},
    ),
    (
        "JSON Feed",
        {"version": "https://jsonfeed.org/version/1.1", "title": "Coast", "language": "en",
         "authors": [{"name": "Ada Quill"}], "items": [
             {"id": "1", "url": ADDRESS, "title": TITLE, "content_text": "The bridge opened. (1)",
              "content_html": "<p>The bridge opened.</p><p>People walked over it.</p>",
              "date_published": "2026-02-12T14:30:00Z", "tags": ["bridges"]}]},
        {**FULL, "id": "1", "source": "Coast", "language": "en", "authors": ("Ada Quill",)},
    ),
    (
        "WordPress",
        [{"id": 7, "date": "2026-02-12T15:30:00", "date_gmt": "2026-02-12T14:30:00",
          "guid": {"rendered": "https://coast.example/?p=7"}, "link": ADDRESS,
          "title": {"rendered": "Bridge &#8211; opens"},
          "content": {"rendered": "<p>The bridge opened.</p>\n<p>People walked over it.</p>"},
          "excerpt": {"rendered": "<p>Lead.</p>"}, "author": 3, "tags": [4, 5]}],
        {**FULL, "id": "7", "title": "Bridge – opens", "summary": "Lead.", "tags": ()},
    ),
    (
        "schema.org",
        {"@graph": [
            {"@type": "WebSite", "name": "Coast"},
            {"@type": "NewsArticle", "headline": TITLE, "articleBody": BODY,
             "datePublished": "2026-02-12T15:30:00+01:00", "keywords": "bridge, sea",
             "author": [{"@type": "Person", "name": "Ada Quill"}], "articleSection": ["Local"],
             "mainEntityOfPage": {"@type": "WebPage", "@id": ADDRESS},
             "publisher": {"@type": "Organization", "name": "Coast"}}]},
        {**FULL, "tags": ("bridge", "sea"), "section": "Local", "source": "Coast"},
    ),
    (
        "paragraphs in parts",
        {"id": "b2", "article_url": ADDRESS, "title": TITLE, "published_date": 1770906600000,
         "contents": [{"content": "Local", "type": "kicker"}, {"content": TITLE, "type": "title"},
                      {"content": "By Ada Quill", "type": "byline"},
                      {"fullcaption": "A picture", "type": "image"},
                      {"content": "The <b>bridge</b> opened.", "type": "sanitized_html"},
                      {"content": "People walked over it.", "type": "sanitized_html"}]},
        {**FULL, "id": "b2"},
    ),
    (
        "short descriptions",
        {"link": ADDRESS, "headline": TITLE, "category": "WORLD NEWS", "date": "2026-02-12",
         "short_description": "Lead.", "authors": "Ada Quill, Contributor"},
        {"title": TITLE, "body": "Lead.", "authors": ("Ada Quill",), "section": "WORLD NEWS"},
    ),
    (
        "an article and what is known of it",
        {"page_content": BODY, "metadata": {"title": TITLE, "source": ADDRESS, "page": 1,
                                            "date": "2026-02-12T14:30:00Z"}},
        {**FULL, "extra": {"metadata": {"page": 1}}},
    ),
    (
        "CouchDB",
        {"total_rows": 1, "rows": [{"id": "7", "key": "7", "doc": {**ARTICLE, "url": ADDRESS}}]},
        {"title": TITLE, "body": BODY, "id": "7", "url": ADDRESS},
    ),
    (
        "rows of a viewer of data sets",
        {"features": [{"name": "title"}], "rows": [{"row_idx": 0, "row": ARTICLE}]},
        {"title": TITLE, "body": BODY},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("value", "expected"), [shape[1:] for shape in SHAPES],
                         ids=[shape[0] for shape in SHAPES])  # fmt: skip
def test_shapes(value: Any, expected: dict[str, Any]) -> None:
    (article,), errors = read(value)
    assert errors == []
    assert {name: getattr(article, name) for name in expected} == expected


@pytest.mark.parametrize(
    "value",
    [
        [ARTICLE, OTHER],
        [["title", "text"], [TITLE, BODY], ["Rain stops", "It stopped."]],
        {"columns": ["title", "text"], "index": [0, 1],
         "data": [[TITLE, BODY], ["Rain stops", "It stopped."]]},
        {"title": {"0": TITLE, "1": "Rain stops"}, "text": {"0": BODY, "1": "It stopped."}},
        {"title": [TITLE, "Rain stops"], "text": [BODY, "It stopped."]},
        {"payload": {"result": {"list": [ARTICLE, OTHER]}}},
        {"a1": ARTICLE, "a2": OTHER},
    ],
)  # fmt: skip
def test_two_articles(value: Any) -> None:
    articles, errors = read(value)
    assert errors == []
    assert [(one.title, one.body) for one in articles] == [
        (TITLE, BODY),
        ("Rain stops", "It stopped."),
    ]


def test_names_of_objects_are_ids() -> None:
    articles, _ = read({"a1": ARTICLE, "a2": {**OTHER, "id": "b"}})
    assert [article.id for article in articles] == ["a1", "b"]
    (article,), _ = read({"article": ARTICLE})
    assert article.id not in ("article", "")


def test_lists_that_are_paragraphs_of_one_article() -> None:
    (article,), _ = read({"title": [TITLE], "body": BODY.split("\n\n"), "url": [ADDRESS]})
    assert (article.title, article.body, article.url) == (TITLE, BODY, ADDRESS)
    (article,), _ = read(
        {"title": TITLE, "content": [{"text": part} for part in BODY.split("\n\n")]}
    )
    assert article.body == BODY


def test_deep_nesting_is_no_text() -> None:
    value: Any = "deep"
    for _ in range(900):
        value = [value]
    (article,), errors = read({"title": TITLE, "body": value})
    assert (article.body, errors) == ("", [])


def test_a_time_beside_the_day() -> None:
    (article,), _ = read({**ARTICLE, "date": "2026-02-12", "time": "14:30"})
    assert (article.date, article.extra) == (HALF_PAST_TWO, {})
    (article,), _ = read({**ARTICLE, "date": "2026-02-12T14:30", "time": "09:00"})
    assert (article.date, article.extra) == (HALF_PAST_TWO, {"time": "09:00"})
