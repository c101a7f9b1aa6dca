"""Pages: the cascade of statements, encodings and hostile input."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsearch.ingest.html import MAX_PAGE, parse_html
from newsearch.ingest.html_dates import date_in_url
from newsearch.ingest.html_jsonld import read_linked

from .pages import ARTICLE, FURNITURE, PARAGRAPHS, TITLE, URL, linked, page

# JSON-LD


@pytest.mark.parametrize(
    "value",
    [
        ARTICLE,
        [ARTICLE],
        {"@context": "https://schema.org", "@graph": [{"@type": "WebSite"}, ARTICLE]},
        [[{"@type": "BreadcrumbList"}], {"@graph": [ARTICLE]}],
        {**ARTICLE, "@type": ["Article", "NewsArticle"]},
        {**ARTICLE, "@type": "http://schema.org/ReportageNewsArticle"},
        {"@type": "WebPage", "mainEntity": ARTICLE},
        {**ARTICLE, "author": {"name": "Ada Quill"}},
        {**ARTICLE, "author": "Ada Quill"},
        {**ARTICLE, "keywords": "Libraries, Lakes"},
        {**ARTICLE, "articleSection": ["Culture"]},
        {
            "@graph": [
                {**ARTICLE, "author": {"@id": "#ada"}},
                {"@id": "#ada", "@type": "Person", "name": "Ada Quill"},
            ]
        },
    ],
)
def test_json_ld_in_its_forms(value: object) -> None:
    raw = parse_html(page(linked(value)))
    assert raw.title == TITLE
    assert raw.date == "2025-03-09T08:05:00+02:00"
    assert raw.authors == ["Ada Quill"]
    assert raw.tags == ["Libraries", "Lakes"]
    assert raw.section == "Culture"
    assert raw.source == "The Coast"
    assert raw.extra["modified"] == "2025-03-10T09:00:00+02:00"
    assert raw.evidence["date"] == "json-ld datePublished"


@pytest.mark.parametrize(
    "script",
    [
        '{"@type":"NewsArticle","headline":"A line\nbroken"}',
        '{"@type":"NewsArticle","headline":"A line broken",}',
        '<!-- {"@type":"NewsArticle","headline":"A line broken"} -->',
        '//<![CDATA[\n{"@type":"NewsArticle","headline":"A line broken"}\n//]]>',
        '{"@type":"NewsArticle",,"headline":"A line broken"}',
        '{"@type":"NewsArticle","headline":"A line broken"};',
        '{"@type":"NewsArticle"\n"headline":"A line broken"}',
        "{&quot;@type&quot;:&quot;Article&quot;,&quot;headline&quot;:&quot;A line broken&quot;}",
    ],
)
def test_broken_json_ld_is_repaired(script: str) -> None:
    headline = read_linked([script]).text("headline")
    assert headline is not None
    assert headline.split() == ["A", "line", "broken"]


def test_hopeless_json_ld_is_counted() -> None:
    found = read_linked(['{"@type":', "[" * 5000, "not json"])
    assert found.broken == 3
    assert found.article == {}


def test_markup_in_the_stated_text_is_removed() -> None:
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    raw = parse_html(page(linked({**ARTICLE, "articleBody": body}), body="<p>Loading</p>"))
    assert raw.body == "\n\n".join(PARAGRAPHS)
    assert raw.evidence["body"] == "json-ld articleBody"


def test_an_organisation_is_author_only_where_no_person_is() -> None:
    value = {**ARTICLE, "author": [{"@type": "Organization", "name": "Lake Desk"}]}
    raw = parse_html(page(linked(value) + '<meta name="author" content="Ada Quill">'))
    assert raw.authors == ["Ada Quill"]
    assert parse_html(page(linked(value))).authors == ["Lake Desk"]


# Meta elements, microdata, elements, address


@pytest.mark.parametrize(
    "name",
    ["article:published_time", "dc.date.issued", "parsely-pub-date", "sailthru.date", "pubdate"],
)
def test_dates_in_meta_elements(name: str) -> None:
    raw = parse_html(page(f'<meta property="{name}" content="2025-03-09T08:05:00Z">'), URL)
    assert raw.date == "2025-03-09T08:05:00Z"
    assert raw.evidence["date"] == f"meta {name}"


@pytest.mark.parametrize("name", ["author", "byl", "dc.creator", "parsely-author"])
def test_authors_in_meta_elements(name: str) -> None:
    assert parse_html(page(f'<meta name="{name}" content="Ada Quill">')).authors == ["Ada Quill"]


@pytest.mark.parametrize("name", ["keywords", "news_keywords", "parsely-tags", "sailthru.tags"])
def test_tags_in_meta_elements(name: str) -> None:
    raw = parse_html(page(f'<meta name="{name}" content="Libraries, Lakes">'))
    assert raw.tags == ["Libraries", "Lakes"]


def test_tags_in_repeated_meta_elements() -> None:
    head = "".join(
        f'<meta property="article:tag" content="{tag}">' for tag in ("Books, old", "Lakes")
    )
    assert parse_html(page(head)).tags == ["Books, old", "Lakes"]


def test_tags_in_links() -> None:
    links = '<a rel="tag" href="/t/1">Libraries</a> <a rel="tag" href="/t/2">Lakes</a>'
    raw = parse_html(page(around=("", links)))
    assert raw.tags == ["Libraries", "Lakes"]
    assert raw.evidence["tags"] == "rel=tag"


def test_microdata_and_time_elements() -> None:
    assert (
        parse_html(page(around=('<i itemprop="datePublished" content="2025-03-09"></i>', ""))).date
        == "2025-03-09"
    )
    stamp = '<div><time datetime="2025-03-09T08:05">Sunday</time></div>'
    raw = parse_html(page(around=(stamp, "")))
    assert (raw.date, raw.evidence["date"]) == ("2025-03-09T08:05", "time element")


def test_a_time_inside_the_article_wins_over_one_outside() -> None:
    body = f'<h1>{TITLE}</h1><time datetime="2025-03-09">x</time>' + "".join(
        f"<p>{text}</p>" for text in PARAGRAPHS
    )
    outside = '<aside><time datetime="2024-01-01">x</time></aside>'
    assert parse_html(page(body=body, around=(outside, ""))).date == "2025-03-09"


@pytest.mark.parametrize(
    ("url", "day"),
    [
        (URL, "2025-03-09"),
        ("https://coast.example/2025/3/9/x", "2025-03-09"),
        ("https://coast.example/news-2025-03-09-x.html", "2025-03-09"),
        ("https://coast.example/a/20250309/x", "2025-03-09"),
        ("https://coast.example/a/20251399/x", None),
        ("https://coast.example/article/1234567", None),
        ("https://coast.example/", None),
    ],
)
def test_date_in_url(url: str, day: str | None) -> None:
    assert date_in_url(url) == day


def test_the_modification_is_never_the_date() -> None:
    head = '<meta property="article:modified_time" content="2025-03-10T09:00:00Z">'
    raw = parse_html(page(head))
    assert raw.date is None
    assert raw.extra["modified"] == "2025-03-10T09:00:00Z"


def test_visible_date_and_byline() -> None:
    body = f"<h1>{TITLE}</h1><div>By Ada Quill</div><div>9 March 2025, 08:05</div>" + "".join(
        f"<p>{text}</p>" for text in PARAGRAPHS
    )
    raw = parse_html(page(body=body))
    assert raw.date == "9 March 2025, 08:05"
    assert raw.authors == ["Ada Quill"]
    assert raw.evidence["date"] == "visible date"
    assert raw.body == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "title",
    [
        f"{TITLE} | The Coast",
        f"{TITLE} - The Coast",
        f"{TITLE} – Culture – The Coast",
        TITLE,
    ],
)
def test_the_site_is_no_part_of_the_title(title: str) -> None:
    head = f'<title>{title}</title><meta property="og:site_name" content="The Coast">'
    assert parse_html(page(head)).title == TITLE


def test_canonical_address() -> None:
    head = (
        f'<link rel="canonical" href="{URL}"><meta property="og:url" content="https://x.example/1">'
    )
    assert parse_html(page(head)).url == URL
    assert parse_html(page(), URL).url == URL


# Encodings


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", True),
        ("utf-8", False),
        ("windows-1251", True),
        ("windows-1251", False),
        ("koi8-u", True),
        ("utf-16", False),
    ],
)
def test_encodings(encoding: str, declared: bool) -> None:
    title = "На озері відкрили першу плавучу бібліотеку"
    text = "Містечко Болотне відкрило плавучу бібліотеку в понеділок, після двох зим роботи."
    head = f"<title>{title}</title>"
    if declared:
        head = f'<meta charset="{encoding}">' + head
    raw = parse_html(page(head, f"<p>{text}</p>" * 3).encode(encoding))
    assert raw.title == title
    assert raw.body is not None
    assert raw.body.startswith(text)


def test_a_wrong_declaration_does_not_spoil_the_text() -> None:
    text = "Містечко Болотне відкрило плавучу бібліотеку в понеділок, після двох зим роботи."
    raw = parse_html(page('<meta charset="iso-8859-1">', f"<p>{text}</p>").encode())
    assert raw.body == text


# Hostile input


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<",
        "\x00<html>\x00<p>",
        "<div>" * 50_000 + "deep",
        "<b>" * 50_000 + "deep",
        "<ul><li>" * 30_000,
        "<div " + " ".join(f"a{number}" for number in range(50_000)) + ">x</div>",
        '<div class="' + "related-" * 100_000 + '">x</div>',
        '<script type="application/ld+json">' + "[" * 100_000 + "</script>",
        "<title>" + " - x" * 50_000 + "</title>",
        "<p>\ud800 half a character</p>",
        "<!--" * 50_000,
    ],
    ids=lambda text: f"{text[:8]!r}-{len(text)}",
)
def test_hostile_pages_are_read_in_bounded_time(text: str) -> None:
    start = time.process_time()
    raw = parse_html(text, URL)
    assert time.process_time() - start < 5.0
    assert raw.body is None or isinstance(raw.body, str)


def test_json_ld_of_wrong_types_is_ignored() -> None:
    value = {
        "@type": "NewsArticle", "headline": 1, "author": [[{"name": ["a", 2]}]],
        "datePublished": {"x": 1}, "keywords": [1, [2]], "publisher": [3], "description": [1],
        "articleBody": ["x", {"y": 1}], "articleSection": {"a": 1}, "inLanguage": {"name": 5},
    }  # fmt: skip
    raw = parse_html(page(linked(value)))
    assert raw.title == TITLE
    assert raw.body == "\n\n".join(PARAGRAPHS)


def test_a_page_too_long_is_cut_and_says_so() -> None:
    raw = parse_html("<p>" + "x" * MAX_PAGE)
    assert raw.extra["truncated"] is True


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["<p>", "</p>", "<div class='share'>", "</div>", "<a href='/x'>", "</a>", "<br>",
             "<li>", "<table><tr><td>", "<h1>", "</h1>", "text, and more. ",
             "\x00", "<!--", "-->", "&amp;",
             "<script type='application/ld+json'>", "</script>", '{"@type":"Article"}', "<article>",
             "<meta name='author' content='A B'>", "<time datetime='2025-01-01'>", "<title>"]
        ),
        max_size=60,
    )
)  # fmt: skip
def test_any_mixture_of_elements_is_read(parts: list[str]) -> None:
    raw = parse_html("".join(parts), "//odd")
    assert raw.title is None or raw.title.strip()
    assert raw.body is None or raw.body.strip()


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damaged_pages_are_read(data: st.DataObject) -> None:
    source = bytearray(page(linked(ARTICLE), around=FURNITURE).encode())
    for place in data.draw(st.lists(st.integers(0, len(source) - 1), max_size=20)):
        source[place] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(0, len(source)))
    raw = parse_html(bytes(source[:end]), URL)
    assert raw.evidence is not None
