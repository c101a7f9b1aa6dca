"""Pages: the choice of the body, what is left out of it, and who wrote it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsearch.ingest.html import parse_html
from newsearch.ingest.html_hints import named_bad
from newsearch.ingest.normalise import normalise
from newsearch.ingest.people import split_authors

from .pages import ARTICLE, FURNITURE, PARAGRAPHS, TITLE, linked, page

# Body


def test_furniture_around_the_article_is_left_out() -> None:
    assert parse_html(page(around=FURNITURE)).body == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "inside",
    [
        '<div class="share-bar"><a href="#">Share</a> <a href="#">Telegram</a></div>',
        "<figure><img src=x><figcaption>The barge in its dock, on a very cold morning last "
        "winter.</figcaption></figure>",
        '<p><a href="/otters">Read also: Otters return to the canal after many years</a></p>',
        "<p>Advertisement</p>",
        '<aside class="newsletter"><p>Get our newsletter, with the best stories of the week, every '
        "Friday morning.</p></aside>",
        "<ul class='teasers'><li><a href='/1'>Otters return to the canal</a></li>"
        "<li><a href='/2'>Bridge painted blue by mistake</a></li></ul>",
        '<div class="wp-caption"><p class="wp-caption-text">The barge, seen from the hill above '
        "the town, in March.</p></div>",
        "<script>var x = 'The barge, which floats, is a script.'</script>",
    ],
)
def test_furniture_inside_the_article_is_left_out(inside: str) -> None:
    first, second, third = (f"<p>{text}</p>" for text in PARAGRAPHS)
    body = f"<h1>{TITLE}</h1>{first}{inside}{second}{third}"
    assert parse_html(page(body=body)).body == "\n\n".join(PARAGRAPHS)


def test_quotes_lists_and_headings_are_paragraphs_of_their_own() -> None:
    body = (
        f"<p>{PARAGRAPHS[0]}</p><h2>What the barge holds</h2>"
        "<ul><li>Nine thousand books, most of them dry.</li>"
        "<li>Two reading lamps, and a stove.</li></ul>"
        f"<blockquote><p>{PARAGRAPHS[1]}</p></blockquote><p>{PARAGRAPHS[2]}</p>"
    )
    assert parse_html(page(body=body)).body == "\n\n".join(
        [
            PARAGRAPHS[0],
            "What the barge holds",
            "Nine thousand books, most of them dry.",
            "Two reading lamps, and a stove.",
            PARAGRAPHS[1],
            PARAGRAPHS[2],
        ]
    )


def test_paragraphs_between_line_breaks() -> None:
    raw = parse_html(page(body="<div>" + "<br><br>".join(PARAGRAPHS) + "</div>"))
    assert raw.body == "\n\n".join(PARAGRAPHS)


def test_several_containers_of_one_article() -> None:
    body = "".join(f'<div class="text-part"><p>{text}</p></div>' for text in PARAGRAPHS)
    assert parse_html(page(body=body, around=FURNITURE)).body == "\n\n".join(PARAGRAPHS)


def test_links_inside_prose_stay() -> None:
    text = PARAGRAPHS[0].replace("floating library", '<a href="/l">floating <b>library</b></a>')
    body = f"<p>{text}</p><p>{PARAGRAPHS[1]}</p>"
    assert parse_html(page(body=body)).body == "\n\n".join(PARAGRAPHS[:2])


TEXT = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
WHOLE = "\n\n".join(PARAGRAPHS)

# Single blocks


def test_a_sentence_that_is_mostly_a_link_is_text() -> None:
    sentence = "It also <a href=/m>lends oars and lamps to whoever comes by boat</a> on Sundays."
    body = parse_html(page(body=f"{TEXT}<p>{sentence}</p>")).body
    assert body is not None
    assert body.endswith("by boat on Sundays.")


def test_a_link_alone_is_a_promotion() -> None:
    link = "<p><a href=/m>Oars and lamps are lent to whoever comes by boat</a></p>"
    assert parse_html(page(body=f"{TEXT}{link}<p>{PARAGRAPHS[0]}</p>")).body == (
        f"{WHOLE}\n\n{PARAGRAPHS[0]}"
    )


def test_the_cells_of_a_row_are_one_paragraph() -> None:
    table = "<table><tr><th>Month</th><th>Books</th></tr><tr><td>May</td><td>912</td></tr></table>"
    body = parse_html(page(body=TEXT + table)).body
    assert body is not None
    assert body.split("\n\n")[-2:] == ["Month | Books", "May | 912"]


def test_a_caption_in_a_span_is_left_out() -> None:
    picture = (
        '<div><img src=b><span class="photoCaption">The barge in May, by a guest.</span></div>'
    )
    assert parse_html(page(body=f"{TEXT}{picture}")).body == WHOLE


def test_a_tooltip_inside_a_sentence_is_left_out() -> None:
    told = 'The mayor<span class="tooltip-content">Otto Marsh, since 1999</span> said on Monday'
    body = parse_html(page(body=f"<p>{told} that it floats, which it does.</p>{TEXT}")).body
    assert body is not None
    assert body.startswith("The mayor said on Monday that it floats")


@pytest.mark.parametrize(
    "request_",
    [
        "Got a story about the lake? Get in touch with us at lake@coast.example.",
        "Folgen Sie uns, oder abonnieren Sie jetzt den Newsletter der Küste.",
        "Suscríbete a nuestro boletín y recibe las noticias del lago.",
        "Abonnez-vous pour recevoir les nouvelles du lac chaque matin.",
        "Підписуйтесь на наш телеграм-канал, щоб нічого не пропустити.",
    ],
)
def test_requests_below_the_text_are_left_out(request_: str) -> None:
    assert parse_html(page(body=f"{TEXT * 3}<p>{request_}</p>")).body == "\n\n".join(PARAGRAPHS * 3)


def test_a_request_in_the_middle_of_the_text_is_text() -> None:
    told = "<p>“Subscribe to the barge,” the mayor told them, “and it will come to you.”</p>"
    body = parse_html(page(body=TEXT + told + TEXT * 3)).body
    assert body is not None
    assert "Subscribe to the barge" in body


def test_a_notice_in_place_of_a_video_is_left_out() -> None:
    notice = "<p>Please enable JavaScript to see the barge move.</p>"
    assert parse_html(page(body=f"<p>{PARAGRAPHS[0]}</p>{notice}{TEXT}")).body == (
        f"{PARAGRAPHS[0]}\n\n{WHOLE}"
    )


def test_a_page_all_of_whose_text_is_in_a_form_is_read() -> None:
    text = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    raw = parse_html(f"<body><form id=aspnet>{text}</form></body>")
    assert raw.body == "\n\n".join(PARAGRAPHS)


def test_the_names_of_furniture() -> None:
    assert named_bad("box related-articles")
    assert named_bad("social-share")
    assert not named_bad("has-sidebar content")
    assert not named_bad("entry-content")


# Old pages and other languages


OLD_PAGE = """<HTML><HEAD><TITLE>The Coast - {title}</TITLE></HEAD><BODY>
<TABLE><TR><TD class="top"><A href="/">Home</A> | <A href="/lakes">Lakes</A></TD></TR>
<TR><TD><DIV class="story"><H1>{title}</H1><P class="byline">By Ada Quill-Marsh, 9 March 2025</P>
{text}</DIV><P class="topics"><A rel="tag" href="/t">Lakes</A></P>
<HR><DIV class="guestbook"><B>Guestbook</B><P><I>otter wrote:</I> I rowed there at once, and it
was worth every stroke, thank you.</P></DIV></TD></TR></TABLE>
<CENTER>You are visitor no. 0001234 of The Coast, printed on the lake since 1903, best viewed in
any light.</CENTER></BODY></HTML>"""


def test_a_page_of_nothing_but_old_markup() -> None:
    text = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    raw = parse_html(OLD_PAGE.format(title=TITLE, text=text))
    assert raw.title == TITLE
    assert raw.source == "The Coast"
    assert raw.tags == ["Lakes"]
    assert raw.body == "\n\n".join(PARAGRAPHS)
    article = normalise(raw)
    assert article.authors == ("Ada Quill-Marsh",)
    assert article.date == datetime(2025, 3, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "title", [f"{TITLE} | The Coast", f"{TITLE} :: Lakes :: The Coast", f"The Coast – {TITLE}"]
)
def test_the_source_in_the_title(title: str) -> None:
    raw = parse_html(page(f"<title>{title}</title>"))
    assert (raw.title, raw.source) == (TITLE, "The Coast")


def test_a_heading_that_is_the_name_of_the_site() -> None:
    text = "<h1>Mirefield Notes</h1>" + "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    raw = parse_html(page(f"<title>{TITLE} | Mirefield Notes</title>", text))
    assert (raw.title, raw.source) == (TITLE, "Mirefield Notes")
    head = "<title>The barge | The Mirefield and Lakes Evening Messenger</title>"
    raw = parse_html(
        page(head, text.replace("Mirefield Notes", "The barge")), "https://mirefield.example/1"
    )
    assert (raw.title, raw.source) == ("The barge", "The Mirefield and Lakes Evening Messenger")


@pytest.mark.parametrize(
    "notice",
    [
        "We use cookies, and so do our partners, to show you what you like to see.",
        "Wir verwenden Cookies, damit die Seite Sie wiedererkennt, wenn Sie zurückkehren.",
        "Nous utilisons des cookies, afin de vous reconnaître à votre prochaine visite.",
        "Szanujemy Twoją prywatność, dlatego pytamy o zgodę, zanim cokolwiek zapiszemy.",
        "Ми використовуємо файли cookie, щоб сторінка вас пам'ятала, коли ви повернетеся.",
        "يستخدم هذا الموقع ملفات تعريف الارتباط، حتى تتذكرك الصفحة عندما تعود إليها مرة أخرى.",
    ],
)
def test_notices_are_left_out_whatever_their_class(notice: str) -> None:
    text = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    assert parse_html(page(body=f"<p>{notice}</p>{text}")).body == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "names", ["kommentare", "komentarze", "comentarios", "rodo", "guestbook", "leserbriefe"]
)
def test_names_of_furniture_in_other_languages(names: str) -> None:
    assert named_bad(names)


def test_what_only_sounds_like_comments_is_text() -> None:
    assert not named_bad("commentary")


def test_a_pull_quote_is_not_said_twice() -> None:
    first, second, third = (f"<p>{text}</p>" for text in PARAGRAPHS)
    pulled = "<blockquote class=pull>“Nobody should have to row for a book”</blockquote>"
    raw = parse_html(page(body=f"{first}{second}{pulled}{third}"))
    assert raw.body == "\n\n".join(PARAGRAPHS)


def test_a_quote_that_stands_once_is_kept() -> None:
    first, second, third = (f"<p>{text}</p>" for text in PARAGRAPHS)
    quoted = "<blockquote>Nobody should have to swim for a book, either.</blockquote>"
    body = parse_html(page(body=f"{first}{second}{quoted}{third}")).body
    assert body is not None
    assert "swim for a book" in body


@pytest.mark.parametrize(
    "byline",
    [
        "Ada Quill 09/03/2025",
        "Ada Quill · 9 March 2025, 08:05",
        "By Ada Quill and Otto Marsh",
        "Ada Quill",
    ],
)
def test_a_byline_of_stated_authors_is_no_text(byline: str) -> None:
    persons = [{"@type": "Person", "name": name} for name in ("Ada Quill", "Otto Marsh")]
    text = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    raw = parse_html(page(linked({**ARTICLE, "author": persons}), f"<p>{byline}</p>{text}"))
    assert raw.body == "\n\n".join(PARAGRAPHS)


# Authors


def test_a_line_that_signs_the_article_names_its_author() -> None:
    text = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    raw = parse_html(page(body=f"{text}<p><strong>Ada Quill</strong></p>"))
    assert raw.authors == ["Ada Quill"]


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ("Ada Quill, 9 March 2025", ("Ada Quill",)),
        ("Ada Quill March 9, 2025 at 8:05 am", ("Ada Quill",)),
        ("Ada Quill 09.03.2025, 08:05 Uhr", ("Ada Quill",)),
        ("9 March 2025", ()),
        ("Ada Quill (aqu)", ("Ada Quill",)),
        ("Ada Quill, dpa", ("Ada Quill",)),
        ("dpa", ("dpa",)),
        ("Reuters", ("Reuters",)),
    ],
)
def test_names_without_days_and_with_agencies(given: str, names: tuple[str, ...]) -> None:
    assert split_authors([given]) == names


def test_the_site_is_the_author_where_it_names_nobody_else() -> None:
    site = {"@type": "Organization", "name": "The Coast"}
    assert normalise(parse_html(page(linked({**ARTICLE, "author": site})))).authors == (
        "The Coast",
    )
    both = [site, {"@type": "Person", "name": "Ada Quill"}]
    assert normalise(parse_html(page(linked({**ARTICLE, "author": both})))).authors == (
        "Ada Quill",
    )


def test_microdata_of_the_article_alone() -> None:
    body = (
        '<aside itemscope itemtype="https://schema.org/Product">'
        '<b itemprop="description">An oar.</b></aside>'
        '<div itemscope itemtype="https://schema.org/NewsArticle">'
        f'<h1>{TITLE}</h1><meta itemprop="articleSection" content="Culture">'
        '<div itemprop="publisher" itemscope itemtype="https://schema.org/Organization">'
        '<meta itemprop="name" content="The Coast"></div>'
        '<p itemprop="description">Nine thousand books float on the lake now.</p>'
        + "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
        + "</div>"
    )
    raw = parse_html(page(body=body))
    assert (raw.section, raw.source) == ("Culture", "The Coast")
    assert raw.summary == "Nine thousand books float on the lake now."
    assert raw.body == "\n\n".join(PARAGRAPHS)
