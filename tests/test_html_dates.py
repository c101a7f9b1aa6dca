"""Pages: the date that a page states, and the one that a reader sees."""

from __future__ import annotations

import pytest

from newsearch.ingest.dates import parse_date
from newsearch.ingest.html import parse_html

from .pages import ARTICLE, PARAGRAPHS, TITLE, linked, page

TEXT = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)


def day_of(text: str, url: str | None = None) -> str | None:
    found = parse_date(parse_html(text, url).date)
    return None if found is None else found.date().isoformat()


def with_title(after: str, before: str = "", head: str = "") -> str:
    return page(head, f"{before}<h1>{TITLE}</h1>{after}{TEXT}")


@pytest.mark.parametrize(
    "written",
    [
        '<span class="date">09.03.2025</span>',
        '<div class="news-time">09.03.2025 - 10:24</div>',
        '<p class="entry-meta"><span class="posted-on">March 9, 2025</span></p>',
        '<span class="meta__date">9. März 2025, 10:24 Uhr</span>',
        '<div class="publish">2025年3月9日</div>',
        '<div class="fecha">9 de marzo de 2025</div>',
        "<p>9 mars 2025</p>",
        "<p>Veröffentlicht am 09.03.2025</p>",
        "<table><tr><td>09 | 03 | 2025</td></tr></table>",
        '<span class="date">9 Mar ’25</span>',
    ],
)
def test_the_day_below_the_title(written: str) -> None:
    assert day_of(with_title(written)) == "2025-03-09"


def test_the_day_in_one_element_with_the_title_stands_above_it() -> None:
    header = f'<header><time datetime="2025-03-09">x</time><h1>{TITLE}</h1></header>'
    later = '<h2>More</h2><time datetime="2024-12-01">x</time>'
    assert day_of(page(body=header + TEXT + later)) == "2025-03-09"


@pytest.mark.parametrize(
    "other",
    [
        '<div class="comment"><time datetime="2025-03-11T10:00">x</time></div>',
        '<ul class="related-list"><li class="date">11.03.2025</li></ul>',
        '<aside><span class="date">11.03.2025</span></aside>',
        '<footer><span class="date">11.03.2025</span></footer>',
        '<span class="date">Updated: 11.03.2025</span>',
        '<p class="stamp">Zuletzt geändert: <time datetime="2025-03-11">x</time></p>',
        '<div class="date">11.03.2025</div><h3><a href="/2">Otters return to the canal</a></h3>',
    ],
)
def test_days_of_other_things_are_traps(other: str) -> None:
    text = page(body=f'<h1>{TITLE}</h1>{other}<div class="date">09.03.2025</div>{TEXT}')
    assert day_of(text) == "2025-03-09"


def test_the_footer_of_an_entry_has_its_date() -> None:
    text = page(
        body=f'<h1>{TITLE}</h1>{TEXT}<footer class="entry-meta">'
        '<time datetime="2025-03-09">x</time></footer>'
    )
    assert parse_html(text).evidence["date"] == "time element"
    assert day_of(text) == "2025-03-09"


def test_a_day_of_an_update_is_better_than_none() -> None:
    assert day_of(page(body=f"<h1>{TITLE}</h1>{TEXT}<p>Aktualisiert: 30.12.2024</p>")) == (
        "2024-12-30"
    )


def test_the_time_of_the_day_is_that_of_the_element_inside() -> None:
    time = '<time datetime="2025-03-09T08:05:00Z">9 March</time>'
    stamp = f'<div class="post-date">On {time} 2025</div>'
    assert parse_html(with_title(stamp)).date == "2025-03-09T08:05:00Z"


def test_weak_statements_come_after_what_is_seen() -> None:
    head = '<meta name="dc.date" content="2021-01-01">'
    assert day_of(with_title('<span class="date">09.03.2025</span>', head=head)) == "2025-03-09"
    assert day_of(with_title("", head=head)) == "2021-01-01"


@pytest.mark.parametrize("content", ["1988", "2017/01", "2017-01"])
def test_a_year_or_a_month_is_no_day(content: str) -> None:
    head = f'<meta name="citation_publication_date" content="{content}">'
    assert day_of(with_title('<span class="date">09.03.2025</span>', head=head)) == "2025-03-09"


# A stated day beside one that is seen


def stated(kind: str, day: str) -> str:
    return linked({"@type": kind, "headline": TITLE, "datePublished": day})


@pytest.mark.parametrize(
    ("kind", "day", "shown", "wanted"),
    [
        ("Article", "2025-03-06T10:00:00Z", "09.03.2025", "2025-03-09"),  # made days before
        ("NewsArticle", "2025-03-06T10:00:00Z", "09.03.2025", "2025-03-06"),  # an update
        ("Article", "2023-03-06T10:00:00Z", "09.03.2025", "2023-03-06"),  # long after
        ("Article", "2025-03-06T10:00:00Z", "09.03.2019", "2019-03-09"),  # a site made anew
        ("Article", "2025-03-08T23:30:00Z", "09.03.2025", "2025-03-09"),
    ],
)
def test_a_stated_day_beside_one_that_is_seen(kind: str, day: str, shown: str, wanted: str) -> None:
    head = stated(kind, day)
    assert day_of(with_title(f'<span class="date">{shown}</span>', head=head)) == wanted


def test_the_same_day_keeps_the_stated_time() -> None:
    raw = parse_html(with_title('<span class="date">09.03.2025</span>', head=linked(ARTICLE)))
    assert raw.date == ARTICLE["datePublished"]


# Where there is nothing else


def test_a_date_in_a_script() -> None:
    state = '<script>var page = {"id": 7, "published_at": "2025-03-09T08:05:00Z"}</script>'
    raw = parse_html(page(state))
    assert (raw.date, raw.evidence["date"]) == ("2025-03-09T08:05:00Z", "date in a script")


@pytest.mark.parametrize(
    "state",
    ["{pubDate: '2025-03-09'}", 'publish_date = "2025-03-09"', '{"published_at":1741514640}'],
)
def test_dates_in_scripts_of_other_forms(state: str) -> None:
    assert day_of(page(f"<script>var page = {state}</script>")) == "2025-03-09"


def test_a_change_in_a_script_is_no_date() -> None:
    state = '<script>var page = {"id": 7, "updated_at": "2025-03-09T08:05:00Z"}</script>'
    assert parse_html(page(state)).date is None


def test_a_date_in_the_address_of_the_picture() -> None:
    head = '<meta property="og:image" content="https://img.example/2025/03/09/barge.jpg">'
    raw = parse_html(page(head), "https://coast.example/n/1")
    assert (raw.date, raw.evidence["date"]) == ("2025-03-09", "url date of og:image")


def test_a_date_that_may_be_of_something_else_comes_after_the_address() -> None:
    other = '<div class="comment"><time datetime="2025-03-11T10:00">x</time></div>'
    text = page(around=("", other))
    assert day_of(text) == "2025-03-11"
    assert day_of(text, "https://coast.example/2025/03/09/x") == "2025-03-09"
