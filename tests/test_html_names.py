"""Pages: authors, tags, the source, the address and the language."""

from __future__ import annotations

import pytest

from newsearch.ingest.html import parse_html
from newsearch.ingest.html_jsonld import read_linked
from newsearch.ingest.languages import primary_subtag
from newsearch.ingest.people import split_authors
from newsearch.ingest.reading import read_html

from .pages import ARTICLE, PARAGRAPHS, TITLE, URL, linked, page

TEXT = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)


def authors_of(after_title: str, head: str = "", below: str = "") -> tuple[str, ...]:
    return read_html(page(head, f"<h1>{TITLE}</h1>{after_title}{TEXT}{below}"), URL).authors


def meta(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{content}">'


# Authors


@pytest.mark.parametrize(
    "byline",
    [
        '<a rel="author" href="/u/1">Ada Quill</a>',
        '<span itemprop="author"><span itemprop="name">Ada Quill</span></span>',
        '<span class="byline">von <a href="/u/1">Ada Quill</a></span>',
        '<div data-testid="prism-byline"><a href="/u/1">Ada Quill</a></div>',
        '<div class="article-author-name">Ada Quill</div>',
        '<div class="share--author">By <b>Ada Quill</b></div>',
        '<span class="Tech-Author">Por Ada Quill</span>',
        '<div>By</div><a href="/author/quill">Ada Quill</a>',
        "<h4>Autorin</h4><div>Ada Quill</div>",
        "<p>Text von Ada Quill</p>",
        "<p>Autorin: Ada Quill, our correspondent at the lake</p>",
    ],
)
def test_names_in_bylines(byline: str) -> None:
    assert authors_of(byline) == ("Ada Quill",)


@pytest.mark.parametrize(
    "other",
    [
        '<div class="comment"><span class="author">Joss Reed</span></div>',
        '<aside><a rel="author" href="/u/2">Joss Reed</a></aside>',
        '<div class="related"><div class="author-name">Joss Reed</div></div>',
    ],
)
def test_names_of_other_things_are_no_authors(other: str) -> None:
    assert authors_of('<div class="author">By Ada Quill</div>', below=other) == ("Ada Quill",)


def test_the_footer_of_an_entry_names_its_author() -> None:
    footer = '<footer class="entry-meta"><a rel="author" href="/u/1">Ada Quill</a></footer>'
    assert authors_of("", below=footer) == ("Ada Quill",)


def test_a_byline_wins_over_the_name_of_the_site() -> None:
    head = meta("author", "The Coast") + '<meta property="og:site_name" content="The Coast">'
    assert authors_of('<div class="author">By Ada Quill</div>', head) == ("Ada Quill",)
    assert authors_of("", head) == ("The Coast",)


def test_a_byline_wins_over_an_organisation_in_a_meta_element() -> None:
    head = meta("author", "Reed Stiftung e.V.")
    assert authors_of('<a rel="author" href="/u/1">Ada Quill</a>', head) == ("Ada Quill",)
    assert authors_of("", head) == ("Reed Stiftung e.V.",)


def test_the_site_beside_a_name_is_cut_off() -> None:
    head = meta("author", "The Coast - Ada Quill") + (
        '<meta property="og:site_name" content="The Coast">'
    )
    assert authors_of("", head) == ("Ada Quill",)


def test_a_name_written_for_an_address_comes_last() -> None:
    head = meta("parsely-author", "ada-quill")
    assert authors_of('<span class="byline"><a href="/u/1">Ada Quill</a></span>', head) == (
        "Ada Quill",
    )


def test_other_meta_elements_that_speak_of_authors() -> None:
    assert authors_of("", meta("articleauthor", "Ada Quill")) == ("Ada Quill",)
    assert authors_of("", meta("page_author_id", "7")) == ()
    assert authors_of("", meta("article:author", "https://pages.example/ada")) == ()


def test_no_author_is_made_up() -> None:
    assert authors_of('<div class="author-box"><img alt="x"></div>') == ()
    assert authors_of('<div class="author">Follow us on the lake every day of the week</div>') == ()


@pytest.mark.parametrize(
    ("given", "names"),
    [
        (["Redaktion"], ("Redaktion",)),
        (["Ada Quill", "Redaktion"], ("Ada Quill",)),
        (["die Online-Redaktion"], ("die Online-Redaktion",)),
        (["Webmaster"], ()),
        (
            ["Ada Quill, professor at the faculty of boats in Mirefield"],
            ("Ada Quill",),
        ),
    ],
)
def test_desks_and_positions(given: list[str], names: tuple[str, ...]) -> None:
    assert split_authors(given) == names


# Tags


def tags_of(head: str = "", around: str = "") -> tuple[str, ...]:
    return read_html(page(head, around=("", around)), URL).tags


def links(*words: str, rel: str = "tag") -> str:
    return "".join(f'<a rel="{rel}" href="/w/{word}">{word}</a> ' for word in words)


def test_links_of_relation_category_are_sections() -> None:
    text = links("Culture", rel="category tag") + links("Libraries", "Lakes")
    assert tags_of(around=text) == ("Libraries", "Lakes")
    assert tags_of(around=links("Culture", rel="category tag")) == ()


def test_links_of_teasers_are_no_tags_of_the_article() -> None:
    own = f"<ul><li>{links('Libraries')}</li><li>{links('Lakes')}</li></ul>"
    words = [[f"word {number} {part}" for part in range(3)] for number in range(10)]
    teasers = "".join(f"<ul><li>{links(*some)}</li></ul>" for some in words)
    assert tags_of(around=own + teasers) == ("Libraries", "Lakes")


def test_links_beside_the_article_come_last() -> None:
    aside = f"<aside>{links('Weather')}</aside>"
    assert tags_of(meta("keywords", "Lakes, Libraries"), aside) == ("Lakes", "Libraries")
    assert tags_of(around=aside) == ("Weather",)


def test_of_a_collection_the_shorter_statement_is_taken() -> None:
    words = ["Libraries", "Lakes", "Barges"]
    many = [*words, *(f"word{number}" for number in range(8))]
    head = meta("news_keywords", ", ".join(many)) + meta("keywords", ", ".join(many))
    head += linked({**ARTICLE, "keywords": words})
    assert tags_of(head) == tuple(words)


def test_keywords_hold_what_the_page_shows_and_little_more() -> None:
    shown = links("Libraries", "Lakes", "Boats")
    assert tags_of(meta("keywords", "Libraries, Lakes, Boats, Barges"), shown) == (
        "Libraries", "Lakes", "Boats", "Barges",
    )  # fmt: skip
    many = "Libraries, Lakes, Boats, coast, coast today, coast news, news"
    assert tags_of(meta("keywords", many), shown) == ("Libraries", "Lakes", "Boats")


def test_keywords_that_begin_with_the_title_are_a_programs() -> None:
    head = f'<meta property="og:title" content="{TITLE}">'
    assert tags_of(head + meta("news_keywords", f"{TITLE}, Live, News")) == ()


@pytest.mark.parametrize("word", ["_Prio_3", "Uncategorized", "Alle Themen", "98765432", "None"])
def test_what_says_nothing_is_no_tag(word: str) -> None:
    assert tags_of(meta("news_keywords", f"Lakes, {word}, Boats")) == ("Lakes", "Boats")


def test_a_year_and_a_slash_may_be_in_a_tag() -> None:
    assert tags_of(meta("news_keywords", "1541, Technik/Boote, tag/lakes")) == (
        "1541", "Technik/Boote", "lakes",
    )  # fmt: skip


def test_other_meta_elements_that_speak_of_tags() -> None:
    assert tags_of(meta("classification-tags", "lakes,boats")) == ("lakes", "boats")


# JSON-LD


def test_several_objects_in_one_script() -> None:
    script = '{"@type": "WebSite", "name": "The Coast"}\n{"@type": "Article", "headline": "A boat"}'
    assert read_linked([script]).text("headline") == "A boat"


def test_the_article_is_told_from_others_by_its_address() -> None:
    other = {**ARTICLE, "headline": "Otters return", "url": "https://coast.example/otters"}
    own = {
        "@type": "NewsArticle",
        "headline": TITLE,
        "mainEntityOfPage": {"@id": f"{URL}/?from=feed"},
    }
    assert parse_html(page(linked([other, own])), URL).title == TITLE
    assert read_linked([], [URL]).article == {}


def test_a_front_page_is_no_address_of_an_article() -> None:
    one = {"@type": "Article", "headline": "Otters return", "url": "https://coast.example/"}
    two = {**ARTICLE, "url": "https://coast.example"}
    found = read_linked([linked([one, two]).partition(">")[2].rpartition("<")[0]], [URL])
    assert found.text("headline") == TITLE


# Address, source, language


def test_a_canonical_address_without_a_host() -> None:
    head = '<link rel="canonical" href="/2025/03/09/floating-library">'
    assert parse_html(page(head), URL + "?utm_source=x").url == URL


def test_the_front_page_is_no_canonical_address() -> None:
    raw = parse_html(page('<link rel="canonical" href="https://coast.example/">'), URL)
    assert (raw.url, raw.evidence["url"]) == (URL, "given")


@pytest.mark.parametrize("name", [f"{TITLE} | The Coast", "- The Coast", "The Coast |"])
def test_the_name_of_the_site_alone(name: str) -> None:
    head = f'<meta property="og:title" content="{TITLE}">'
    assert parse_html(page(f'{head}<meta property="og:site_name" content="{name}">')).source == (
        "The Coast"
    )


GERMAN = (
    "<p>Die Stadt hat am Montag eine Bibliothek eröffnet, die auf dem Wasser schwimmt, und das "
    "nach zwei Wintern Arbeit an dem alten Kahn, der einst Gerste trug.</p>"
)


def test_a_template_that_declares_english_is_doubted() -> None:
    raw = parse_html(page(body=f"<h1>Die Bibliothek auf dem See</h1>{GERMAN * 3}"))
    assert (raw.language, raw.evidence["language"]) == (None, "text, against html lang")
    assert read_html(page(body=GERMAN * 3)).language == "de"


def test_a_page_that_says_its_language_twice_is_believed() -> None:
    head = linked({**ARTICLE, "inLanguage": "en-GB"})
    assert parse_html(page(head, GERMAN * 3)).language == "en-GB"
    assert parse_html(page()).language == "en"


@pytest.mark.parametrize(("code", "language"), [("kr", "ko"), ("jp", "ja"), ("cz", "cs")])
def test_codes_of_countries_for_languages(code: str, language: str) -> None:
    assert primary_subtag(code) == language
