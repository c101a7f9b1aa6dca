"""Pages: which element holds the article, and what its lead is."""

from __future__ import annotations

import pytest

from newsearch.ingest.html import parse_html
from newsearch.ingest.html_hints import named_bad

from .pages import ARTICLE, PARAGRAPHS, TITLE, linked, page

# The lead

LEAD = "Mirefield's readers no longer have to row: a barge brings them nine thousand books."
TEXT = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
WHOLE = "\n\n".join(PARAGRAPHS)
MENU = "".join(f"<li><a href='/{number}'>Story {number}</a></li>" for number in range(30))


def test_the_lead_of_a_described_article_becomes_the_summary() -> None:
    body = f'<h1>{TITLE}</h1><p class="standfirst">{LEAD}</p>{TEXT}'
    raw = parse_html(page(linked({**ARTICLE, "description": LEAD}), body))
    assert raw.summary == LEAD
    assert raw.body == WHOLE


def test_the_lead_of_a_page_that_describes_no_article_is_its_first_paragraph() -> None:
    body = f'<h1>{TITLE}</h1><p class="standfirst">{LEAD}</p>{TEXT}'
    raw = parse_html(page(f'<meta name="description" content="{LEAD}">', body))
    assert raw.summary == LEAD
    assert raw.body == f"{LEAD}\n\n{WHOLE}"


@pytest.mark.parametrize(
    ("kind", "is_body"), [("NewsArticle", False), ("Article", True), ("BlogPosting", True)]
)
def test_the_lead_of_what_is_not_called_news_stays_in_the_text(kind: str, is_body: bool) -> None:
    lead = "The old grain barge of Mirefield opens as a library after two winters of work."
    described = linked({"@type": kind, "headline": TITLE, "description": lead})
    raw = parse_html(page(described, f'<h1>{TITLE}</h1><p class="lead">{lead}</p>{TEXT}'))
    assert (lead in (raw.body or "")) is is_body


def test_a_lead_in_several_parts() -> None:
    parts = ("Mirefield no longer rows for books.", "A barge brings them, nine thousand of them.")
    lead = "".join(f'<li class="lead">{part}</li>' for part in parts)
    described = linked({**ARTICLE, "description": " ".join(parts)})
    raw = parse_html(page(described, f"<h1>{TITLE}</h1><ul>{lead}</ul>{TEXT}"))
    assert (raw.summary, raw.body) == (" ".join(parts), WHOLE)


def test_a_lead_above_the_container_is_found() -> None:
    body = (
        f'<header><h1>{TITLE}</h1><p class="intro">{LEAD}</p></header>'
        f'<div class="article-body">{TEXT}</div>'
    )
    assert parse_html(page(body=body)).body == f"{LEAD}\n\n{WHOLE}"


def test_prose_below_the_title_that_is_no_lead_stays_out_of_the_summary() -> None:
    opening = "<p>Rain fell on Sunday, and nobody in the town expected a ceremony.</p>"
    described = linked({**ARTICLE, "description": LEAD})
    raw = parse_html(page(described, f"<h1>{TITLE}</h1>{opening}<div class=text>{TEXT}</div>"))
    assert raw.body is not None
    assert raw.body.startswith("Rain fell on Sunday")


def test_a_paragraph_between_the_title_and_the_text_belongs_to_it() -> None:
    opening = "Rain fell on Sunday, and nobody in the town expected a ceremony at the lake."
    links = '<ul><li><a href="/1">Home</a></li><li><a href="/2">Lakes</a></li></ul>' * 9
    body = f"<body><div><h1>{TITLE}</h1><p>{opening}</p>{links}</div><div>{TEXT * 3}</div></body>"
    raw = parse_html(body)
    assert raw.body is not None
    assert raw.body.startswith(opening)
    raw = parse_html(f"<body><p>{opening}</p>{links}<div><h1>{TITLE}</h1>{TEXT * 3}</div></body>")
    assert raw.body is not None
    assert opening not in raw.body


# The choice of the container


def test_a_text_below_the_title_is_preferred_to_a_longer_list_elsewhere() -> None:
    others = "".join(
        f"<li>Other story {number}: rain is expected in the hills, and roads may be closed until "
        f"the evening of day {number}.</li>"
        for number in range(6)
    )
    body = f"<div><h1>{TITLE}</h1><div>{TEXT}</div></div><ul>{MENU}</ul>"
    raw = parse_html(f"<body>{body}<div><ul>{others}</ul></div></body>")
    assert raw.body == WHOLE


def test_a_text_in_two_elements_is_one() -> None:
    first = "".join(f"<p>{text} This is part one.</p>" for text in PARAGRAPHS)
    second = (
        "<p>The second part tells how the keepers came home, and what they found there.</p>" * 2
    )
    for between in ("", f"<ul>{MENU}</ul>"):
        body = f"<h1>{TITLE}</h1><div>{first * 4}</div>{between}<div>{second}</div>"
        raw = parse_html(f"<body><main>{body}</main></body>")
        assert raw.body is not None
        assert raw.body.startswith(PARAGRAPHS[0])
        assert "the keepers came home" in raw.body
        assert "Story 7" not in raw.body


def test_text_for_readers_without_scripts_is_read_where_there_is_no_other() -> None:
    notice = "<noscript><p>Our pages need a newer program, which you may find in our shop.</p>"
    raw = parse_html(f"<h1>{TITLE}</h1>{TEXT}{notice}</noscript>")
    assert raw.body == WHOLE
    raw = parse_html(f"<h1>{TITLE}</h1><noscript>{TEXT}</noscript>")
    assert raw.body == WHOLE


def test_a_stated_text_does_not_cut_the_lead_of_a_plain_page() -> None:
    stated = " ".join(PARAGRAPHS * 3)
    lead = f"<p>{LEAD}</p>"
    body = f"<h1>{TITLE}</h1>{lead}{TEXT * 3}"
    entry = {"@type": "BlogPosting", "headline": TITLE, "articleBody": stated}
    raw = parse_html(page(linked(entry), body))
    assert raw.body is not None
    assert raw.body.startswith(LEAD)


def test_a_box_beside_the_text_is_no_part_of_it() -> None:
    box = (
        "<section><p>Read the paper on one device at a time, or else the other one will stop, "
        "which we regret.</p></section>"
    )
    body = f"<main><div><h1>{TITLE}</h1>{TEXT * 3}</div>{box}</main>"
    raw = parse_html(f"<body>{body}</body>")
    assert raw.body is not None
    assert "one device" not in raw.body


def test_parts_alike_beside_the_greatest_one_are_text() -> None:
    end = "<p>The last barge of the kind sank in 1950, with its barley, and nobody was hurt.</p>"
    body = f'<div class="part">{TEXT * 3}</div><div class="part">{end}</div>'
    raw = parse_html(page(body=body))
    assert raw.body is not None
    assert raw.body.endswith("nobody was hurt.")


def test_a_layout_named_after_its_sidebar_is_no_furniture() -> None:
    more = "<p>A second story of the day, on otters, which are many, and on fish, not so many.</p>"
    body = f'<div class="sidebar_right"><main>{TEXT}</main></div><div>{more * 6}</div>'
    raw = parse_html(f"<body>{body}</body>")
    assert raw.body is not None
    assert PARAGRAPHS[0] in raw.body


def test_the_words_of_an_article_name_no_furniture() -> None:
    assert not named_bad("post hentry tag-comments category-shop")
    assert named_bad("post comments")


def test_sections_with_headings_are_text() -> None:
    sections = "".join(
        f'<div class="part"><h3>Part {n}</h3><p>{text}</p></div>'
        for n, text in enumerate(PARAGRAPHS)
    )
    body = parse_html(page(body=f"<h1>{TITLE}</h1>{sections}")).body
    assert body is not None
    assert all(text in body for text in PARAGRAPHS)


def test_what_stands_below_the_title_where_there_is_no_prose() -> None:
    rows = "".join(f"<div><b>Room {n}</b> <i>{n * 10} books</i></div>" for n in range(20))
    body = parse_html(f"<title>{TITLE}</title><body><h1>{TITLE}</h1>{rows}</body>").body
    assert body is not None
    assert body.startswith("Room 0 0 books")
