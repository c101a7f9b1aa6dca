"""Pages that are not one plain article, texts in scripts, and what is cut before parsing."""

from __future__ import annotations

import json

import pytest

from newsearch.ingest.html import parse_html
from newsearch.ingest.html_cut import without_programs
from newsearch.ingest.html_scripts import find_script_text

from .pages import ARTICLE, PARAGRAPHS, TITLE, URL, linked, page

TEXT = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
WHOLE = "\n\n".join(PARAGRAPHS)

# Kinds


def _kind(html: str, url: str | None = URL) -> object:
    return parse_html(html, url).extra.get("kind")


def test_an_article_has_no_kind() -> None:
    assert _kind(page(linked(ARTICLE))) is None
    assert _kind(page()) is None


def test_a_live_blog_by_its_json_ld() -> None:
    assert _kind(page(linked({**ARTICLE, "@type": "LiveBlogPosting"}))) == "live blog"


def test_a_live_blog_by_its_entries_keeps_all_of_them_in_order() -> None:
    entries = "".join(
        f'<div class="liveblog-entry"><time>0{n}:00</time><p>{text}</p></div>'
        for n, text in enumerate(PARAGRAPHS)
    )
    raw = parse_html(page(body=f"<h1>{TITLE}</h1><div>{entries}</div>"))
    assert raw.extra["kind"] == "live blog"
    assert raw.body is not None
    assert [raw.body.find(text) for text in PARAGRAPHS] == sorted(
        raw.body.find(text) for text in PARAGRAPHS
    )
    assert raw.body.find(PARAGRAPHS[0]) >= 0


def test_a_link_to_a_live_blog_makes_none() -> None:
    promo = '<div class="live-blog-item"><a href="/live">Live: the barge moves</a></div>' * 4
    assert _kind(page(around=(promo, ""))) is None


def test_a_forum_thread_has_all_its_posts() -> None:
    post = linked({"@type": "DiscussionForumPosting", "headline": TITLE, "text": PARAGRAPHS[0] * 4})
    posts = "".join(f'<div class="message"><p>{text}</p></div>' for text in PARAGRAPHS)
    raw = parse_html(page(post, f"<h1>{TITLE}</h1><p>{PARAGRAPHS[0] * 4}</p>{posts}"))
    assert raw.extra["kind"] == "forum thread"
    assert raw.body is not None
    assert PARAGRAPHS[2] in raw.body


def test_a_page_of_several_articles() -> None:
    one = f"<article><h2>Otters</h2>{TEXT}</article><article><h2>Fish</h2>{TEXT}</article>"
    assert _kind(f"<body><main>{one}</main></body>") == "several articles"
    assert _kind(f"<head>{linked(ARTICLE)}</head><body><main>{one}</main></body>") is None


def test_a_front_page_is_a_listing() -> None:
    links = "".join(
        f'<div><h3><a href="/{n}">The {n}th otter came back to the canal</a></h3></div>'
        for n in range(12)
    )
    front = f"<head><title>The Coast</title></head><body><main>{links}</main></body>"
    assert _kind(front, "https://coast.example/") == "listing"
    assert _kind(page(around=("", links))) is None


# What must be paid for


@pytest.mark.parametrize("free", [False, "False", "false"])
def test_an_article_that_is_not_free_says_so(free: object) -> None:
    raw = parse_html(page(linked({**ARTICLE, "isAccessibleForFree": free})))
    assert raw.extra["paywall"] is True


@pytest.mark.parametrize(
    "notice",
    [
        "Subscribe to continue reading this story.",
        "Il vous reste 57 % de cet article à lire.",
        "Jetzt weiterlesen mit dem Abo der Küste.",
        "残り1200文字",
    ],
)
def test_a_notice_below_the_text_says_that_it_is_not_free(notice: str) -> None:
    raw = parse_html(page(body=f"<h1>{TITLE}</h1>{TEXT}<p>{notice}</p>"))
    assert raw.extra["paywall"] is True
    assert raw.body == WHOLE


def test_a_free_article_says_nothing() -> None:
    for free in (True, "True"):
        raw = parse_html(page(linked({**ARTICLE, "isAccessibleForFree": free})))
        assert "paywall" not in raw.extra


# Texts in scripts


def test_a_text_that_is_only_in_a_script() -> None:
    state = {"article": {"title": TITLE, "contentHtml": TEXT * 2, "id": 7}}
    script = f"<script>window.__STATE__ = {json.dumps(state)};</script>"
    raw = parse_html(f"<title>{TITLE}</title><body><div id=root></div>{script}</body>")
    assert raw.body == "\n\n".join(PARAGRAPHS * 2)
    assert raw.evidence["body"] == "text in a script"


def test_paragraphs_that_are_strings_in_json_in_a_string() -> None:
    told = [*PARAGRAPHS, "The barge has a stove, two lamps, and a cat that came with the barley."]
    inner = json.dumps([{"type": "p", "text": text} for text in told])
    script = f"<script>self.push([1, {json.dumps(inner)}])</script>"
    found = find_script_text(f"<body>{script}</body>")
    assert found is not None
    assert found.paragraphs == told


def test_a_program_is_no_text() -> None:
    program = "function f(a){return a.b({c:1});} " * 40
    assert find_script_text(f'<script>var source = "{program}";</script>') is None


def test_a_text_that_is_shown_is_not_sought_in_scripts() -> None:
    script = f"<script>var other = {json.dumps({'html': '<p>Otters are back. </p>' * 90})}</script>"
    raw = parse_html(page(body=f"<h1>{TITLE}</h1>{TEXT * 2}{script}"))
    assert raw.body == "\n\n".join(PARAGRAPHS * 2)


# What is cut before parsing


@pytest.mark.parametrize(
    ("given", "left"),
    [
        (b"a<script>x</script>b", b"ab"),
        (b"a<style media=print>x</style>b", b"ab"),
        (b"a<script>x</script>b<script src=y></script>c", b"abc"),
        (b'<script type="application/ld+json">{}</script>', None),
        (b"a<script>never closed", None),
        (b"a<scripted>b</script>", None),
        (b"<!-- <script> --><p>text</p><script>x</script>", None),
        (b"<script>w('<script>y</script>')", None),
    ],
)
def test_what_is_cut(given: bytes, left: bytes | None) -> None:
    assert without_programs(given) == (given if left is None else left)
