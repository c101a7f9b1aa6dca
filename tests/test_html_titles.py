"""Pages: which of the titles that a page states is the article's."""

from __future__ import annotations

import pytest

from newsearch.ingest.html import parse_html

from .pages import ARTICLE, PARAGRAPHS, TITLE, URL, linked, page

TEXT = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
OTHER = "All that swims: five things to know about the barge of books"


def og(title: str) -> str:
    return f'<meta property="og:title" content="{title}">'


def heading(inside: str, head: str = "", language: str = "en") -> str:
    text = page(head, f"<h1>{inside}</h1>{TEXT}")
    return text.replace("<html lang=en>", f"<html lang={language}>")


# Agreement


def test_two_statements_outvote_the_heading() -> None:
    head = linked({**ARTICLE, "headline": TITLE}) + og(TITLE)
    raw = parse_html(heading(OTHER, head))
    assert raw.title == TITLE
    assert raw.evidence["title"] == "json-ld headline"


def test_the_heading_with_one_statement_outvotes_another() -> None:
    assert parse_html(heading(TITLE, og(TITLE) + linked({**ARTICLE, "headline": OTHER}))).title == (
        TITLE
    )


def test_a_shortened_title_is_preferred_to_the_long_one() -> None:
    longer = f"{TITLE} after two winters of work in the dock"
    head = og(TITLE) + linked({**ARTICLE, "headline": TITLE})
    assert parse_html(heading(longer, head)).title == TITLE


def test_the_address_decides_between_equals() -> None:
    one, other = "Mirefield library barge sets sail", "Nine thousand books leave the dock"
    head = og(one) + linked({**ARTICLE, "headline": other})
    body = f"<p>{PARAGRAPHS[0]}</p>"
    for wanted in (one, other):
        url = "https://coast.example/" + wanted.lower().replace(" ", "-")
        assert parse_html(page(head, body), url).title == wanted


def test_no_title_is_made_of_a_heading_below_the_text() -> None:
    raw = parse_html(page(body=f"<p>{PARAGRAPHS[0]}</p><h2>What the barge holds</h2>{TEXT}"))
    assert raw.title is None


def test_a_heading_of_the_second_level_above_the_text_is_a_title() -> None:
    raw = parse_html(page(body=f"<h1>News</h1><h2>{TITLE}</h2>{TEXT}"))
    assert (raw.title, raw.evidence["title"]) == (TITLE, "first h2")


# Headings of several parts


@pytest.mark.parametrize(
    "beside",
    [
        '<span class="kicker">Mirefield</span> ',
        '<span class="article__overline">Mirefield</span><span class="visually-hidden">: </span>',
        "<small>Mirefield</small><br>",
        '<div class="topic-label">Mirefield</div>',
        '<time datetime="2025-03-09">9 March 2025</time> ',
    ],
)
def test_what_stands_over_the_title_is_no_part_of_it(beside: str) -> None:
    raw = parse_html(heading(f'{beside}<span class="headline">{TITLE}</span>'))
    assert raw.title == TITLE
    assert raw.evidence["title"] == "heading without kicker"


def test_a_kicker_that_all_statements_have_is_part_of_the_title() -> None:
    whole = f"Mirefield: {TITLE}"
    inside = f'<span class="kicker">Mirefield</span><span class="hidden">: </span><b>{TITLE}</b>'
    head = og(whole) + linked({**ARTICLE, "headline": whole})
    assert parse_html(heading(inside, head)).title == whole


def test_a_subtitle_in_the_heading_is_no_part_of_the_title() -> None:
    assert parse_html(heading(f'{TITLE} <small class="subtitle">Two winters</small>')).title == (
        TITLE
    )


def test_emphasis_in_a_heading_is_part_of_the_title() -> None:
    assert parse_html(heading(f"<em>Lake</em> {TITLE[5:]}")).title == TITLE


def test_only_french_sets_a_space_before_a_colon() -> None:
    assert parse_html(heading("Mirefield : the barge of books")).title == (
        "Mirefield: the barge of books"
    )
    french = "Mirefield : la péniche aux livres"
    assert parse_html(heading(french, language="fr")).title == french


# The site's name


def test_a_heading_of_nothing_but_the_host_is_the_site() -> None:
    head = f"<title>{TITLE} : Lake Coast | Notes of an invented town</title>"
    raw = parse_html(heading("Lake Coast", head), "https://lake-coast.example/?p=2895")
    assert raw.title == TITLE


def test_a_title_that_has_words_of_the_host_is_a_title() -> None:
    title = "Coast guards find the barge of books"
    assert parse_html(heading(title, og(title)), URL).title == title


def test_the_name_of_the_site_before_the_title() -> None:
    head = og(f"coast.example - Culture - {TITLE}") + f"<title>coast.example - {TITLE}</title>"
    assert parse_html(page(head, TEXT), "https://coast.example/1").title in (
        TITLE,
        f"Culture - {TITLE}",
    )


def test_a_section_glued_to_a_title_without_spaces() -> None:
    title = "호수 마을, 첫 수상 도서관 열었다"
    head = og(f"{title}-문화ㅣ호수일보") + '<meta property="og:site_name" content="호수일보">'
    assert parse_html(page(head, TEXT)).title == title


def test_a_hyphenated_word_at_the_end_is_not_cut_off() -> None:
    title = "Lake towns after Covid-19"
    head = og(f"{title} | The Coast") + '<meta property="og:site_name" content="The Coast">'
    assert parse_html(page(head, TEXT)).title == title


def test_a_closing_quotation_mark_is_not_a_separator() -> None:
    title = "Näsler: «Niemand soll für ein Buch rudern – nie»"
    assert parse_html(heading(title, og(title))).title == title
