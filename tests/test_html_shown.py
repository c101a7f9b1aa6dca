"""Pages: the day that a reader sees, in the forms of common templates and of many languages."""

from __future__ import annotations

import pytest

from newsearch.ingest.dates import parse_date
from newsearch.ingest.html import parse_html
from newsearch.ingest.written_days import month_comes_first, written_day

from .pages import PARAGRAPHS, TITLE

TEXT = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
HEADING = f"<h1>{TITLE}</h1>"
WIDGETS = (
    '<div id="comments"><ol class="comment-list"><li class="comment"><footer class="comment-meta">'
    '<b class="fn">Bo Finch</b><time datetime="2025-03-12T10:00:00+00:00">March 12, 2025</time>'
    "</footer><p>What a fine barge this is, I shall visit it soon.</p></li></ol></div>"
    '<section class="widget"><h3>Latest posts</h3><ul><li><a href="/a">Otters return to the canal'
    '</a><time datetime="2025-04-01">April 1, 2025</time></li></ul></section>'
    "<footer><p>© 2025 The Coast</p></footer>"
)


def day_of(body: str, language: str = "en", url: str = "https://coast.example/n/1") -> str | None:
    text = f'<html lang="{language}"><title>{TITLE} - The Coast</title><body>{body}'
    found = parse_date(parse_html(text, url).date)
    return None if found is None else found.date().isoformat()


TEMPLATES = {
    "WordPress": '<span class="posted-on">Posted on <a href="/x"><time class="published" '
    'datetime="2025-03-09T08:00:00+00:00">March 9, 2025</time><time class="updated" '
    'datetime="2025-05-01T08:00:00+00:00">May 1, 2025</time></a></span>',
    "WordPress without datetime": "<div>Veröffentlicht am <span>9. März 2025</span>"
    "<span>1. Mai 2025</span> von Ada</div>",
    "Drupal": '<div class="submitted">Submitted by ada on Sun, 03/09/2025 - 10:24</div>',
    "Drupal 8": '<div class="node__submitted">By <span>Ada Quill</span>, 9 March, 2025</div>',
    "Joomla": '<dl class="article-info"><dt>Details</dt><dd class="createdby">Written by Ada</dd>'
    '<dd class="modified">Last Updated: 11 April 2025</dd>'
    '<dd class="published">Published: 09 March 2025</dd><dd class="hits">Hits: 1234</dd></dl>',
    "TYPO3": '<p class="news-single-rightbox">Category: News | 09.03.25 10:24</p>',
    "Ghost": '<time class="post-full-meta-date" datetime="2025-03-09">9 March 2025</time>',
    "hAtom": '<abbr class="published" title="2025-03-09T10:24:00+01:00">3 days ago</abbr>',
    "Wix": '<span title="Mar 9, 2025" data-hook="time-ago" class="time-ago">3 days ago</span>',
    "three parts": '<div class="date"><span>09</span><span>Mar</span><span>2025</span></div>',
    "three blocks": '<div class="post-date"><div>Mar</div><div>09</div><div>2025</div></div>',
    "update first": "<div>Updated: April 11, 2025 | Published: March 9, 2025</div>",
    "update above": "<ul><li>Updated: April 11, 2025</li><li>March 9, 2025</li></ul>",
    "update behind": "<div>9 March 2025 (updated 11 April 2025)</div>",
    "update alone": "<p>By Ada Quill</p><p>Last updated on 9 March 2025</p>",
    "label above": "<h4>Published:</h4><div>09.03.2025</div><h4>From:</h4><div>The Coast</div>",
    "event": "<p>Published 9 March 2025</p><p>When: 12 May 2025, 7pm</p>",
    "caption": '<div class="image-caption">The barge in the harbour on 3 January 2020.</div>'
    '<p class="when">9 March 2025</p>',
    "dateline": "<p>Mirefield, 9 March 2025 – The library opens on Monday, said the mayor.</p>",
    "script's attribute": '<span class="timestamp" data-time="1741514640">2 hours ago</span>',
    "digits": '<div class="date">20250309</div>',
    "range": "<p>Exhibition 1 May 2025 - 30 May 2025</p><p>Posted 9 March 2025</p>",
    "version": '<p>VN:F [1.9.22_1171]</p><p class="line">9 March 2025</p>',
}


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_head_of_templates(name: str) -> None:
    assert day_of(HEADING + TEMPLATES[name] + TEXT + WIDGETS) == "2025-03-09"


WHOLE_PAGES = {
    "Blogger": '<h2 class="date-header"><span>Sunday, 9 March 2025</span></h2><div class="post">'
    f'<h3 class="post-title">{TITLE}</h3><div class="post-body">{TEXT}</div>'
    '<div class="post-footer">Posted by <span class="fn">Ada Quill</span></div></div>'
    "<h4>Archive</h4><ul><li>March 2025 (3)</li></ul>",
    "phpBB": f'<h2>{TITLE}</h2><div class="post"><p class="author">by <b>Ada</b> » Sun Mar 09, '
    f'2025 10:24 am</p><div>{TEXT}</div></div><div class="post"><p class="author">by <b>Bo</b> » '
    "Mon Mar 10, 2025 11:24 am</p><div><p>I agree with all that was said about it.</p></div></div>",
    "MediaWiki": f"{HEADING}<div>{TEXT}</div><footer><ul><li>This page was last edited on 9 March "
    "2025, at 10:24.</li></ul></footer>",
    "site's head": f'<div class="topbar"><span>Wednesday, April 2, 2025</span></div>{HEADING}{TEXT}'
    "<p>Published: March 9, 2025</p>",
    "today's date": f"<p>Today is April 2, 2025</p><p>March 9, 2025</p>{HEADING}{TEXT}",
    "teasers above": '<div><div class="item"><span class="date">1 April 2025</span><a href="/o">'
    '<h3>Otters return to the canal again</h3></a></div><div class="item"><span class="date">30 '
    'March 2025</span><a href="/p"><h3>Geese leave the park for good now</h3></a></div></div>'
    f'{HEADING}<span class="date">9 March 2025</span>{TEXT}',
    "teasers in the text": '<ul><li><time datetime="2025-03-09 16:11">x</time></li></ul>'
    f'{HEADING}{TEXT}<ul><li><time datetime="2025-04-01 15:12">x</time></li></ul>{TEXT}',
    "list of links": f'<div><time datetime="2025-03-09 12:22">9 March</time></div>{HEADING}{TEXT}'
    '<ul><li><time datetime="2024-08-10 11:05">10 August</time><a href="/a">Otters return to the '
    "canal</a></li></ul>",
    "below the text": f"{HEADING}{TEXT}<p>Ada Quill | 09.03.2025 | News</p><h3>Comments</h3>",
    "label in the text": f"{HEADING}{TEXT}<p>Published on 09.03.2025 Length: 1 hour 4 minutes "
    f"Licence: free Downloads: 22</p>{TEXT}{WIDGETS}",
    "event in the text": f"{HEADING}{TEXT}<p>Meeting: 12.05.2025, 7 pm</p>"
    "<p>Published on 09.03.2025</p>",
    "lead above": f"{HEADING}<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p><div>9 March 2025</div>"
    f"{TEXT}",
    "above the title": f"<p>Press release of 09.03.2025</p>{HEADING}{TEXT}{WIDGETS}",
}


@pytest.mark.parametrize("name", WHOLE_PAGES)
def test_pages_of_templates(name: str) -> None:
    assert day_of(WHOLE_PAGES[name]) == "2025-03-09"


LANGUAGES = {
    "ar": ("٩ مارس ٢٠٢٥", "9 مارس، 2025", "9 آذار 2025"),
    "bg": ("9 март 2025", "09.03.2025 г."),
    "bn": ("৯ মার্চ ২০২৫",),
    "ca": ("9 de març de 2025",),
    "cs": ("neděle 9. března 2025", "9. 3. 2025", "9.3.2025 10:24"),
    "da": ("9. marts 2025", "9. mar. 2025 kl. 10.24"),
    "de": ("So, 09.03.2025, 10:24 Uhr", "Sonntag, den 9. März 2025", "09.03.25", "9.März 2025"),
    "el": ("Κυριακή, 09 Μαρτίου 2025", "09/03/2025 10:24"),
    "en-GB": ("9th March 2025", "09/03/2025", "09/03/25", "Sunday 9th of March, 2025"),
    "en-US": ("Sunday, March 9th, 2025", "03/09/2025", "3/9/25", "Mar. 9, 2025 10:24 AM EST"),
    "es": ("domingo 9 de marzo del 2025", "09/03/2025", "9 MAR 2025", "marzo 9, 2025"),
    "et": ("9. märts 2025",),
    "fa": ("۱۹ اسفند ۱۴۰۳",),
    "fi": ("9.3.2025 klo 10.24", "Su 9.3.2025"),
    "fr": ("Publié le 09 mars 2025 à 10:24", "le 09/03/2025 à 10h24", "Dim. 9 mars 2025"),
    "he": ("9 במרץ 2025",),
    "hi": ("9 मार्च 2025",),
    "hr": ("09.03.2025.", "9. ožujka 2025."),
    "hu": ("2025. március 9.", "2025.03.09. 10:24"),
    "id": ("Minggu, 09 Mar 2025 10:24 WIB",),
    "it": ("Domenica 9 Marzo 2025", "09/03/2025"),
    "ja": ("2025年3月9日（日）", "2025.3.9"),
    "ko": ("입력 2025.03.09. 10:24 | 수정 2025.03.10. 11:00", "2025년 3월 9일"),
    "lt": ("2025 m. kovo 9 d.", "2025-03-09 10:24"),
    "lv": ("2025. gada 9. marts",),
    "nl": ("zo 9 maart 2025", "9 mrt 2025 om 10:24", "09-03-2025"),
    "pl": ("9 marca 2025", "09.03.2025, godz. 10:24"),
    "pt": ("9 de março de 2025", "09/03/2025 às 10h24", "9 de mar. de 2025"),
    "ro": ("duminică, 9 martie 2025",),
    "ru": ("9 марта 2025 г.", "9 марта 2025 в 10:24"),
    "sv": ("söndag 9 mars 2025", "2025-03-09 kl. 10.24"),
    "th": ("9 มีนาคม 2568", "9 มี.ค. 2568"),
    "tr": ("09 Mart 2025 Pazar 10:24",),
    "uk": ("9 березня 2025, 10:24", "9 березня 2025 р."),
    "vi": ("Chủ nhật, 9/3/2025, 10:24 (GMT+7)", "ngày 9 tháng 3 năm 2025"),
    "zh": ("2025年03月09日 10:24", "2025-03-09 10:24:00 来源：新华社"),
}


@pytest.mark.parametrize(
    ("language", "written"), [(one, form) for one, forms in LANGUAGES.items() for form in forms]
)
def test_days_in_many_languages(language: str, written: str) -> None:
    for shown in (f"<p>{written}</p>", f'<div class="post-date">{written}</div>'):
        assert day_of(HEADING + shown + TEXT, language) == "2025-03-09"


def test_how_long_ago_is_no_day() -> None:
    assert day_of(f"{HEADING}<p>vor 3 Tagen</p><p>3 days ago</p>{TEXT}") is None


def test_another_date_tells_the_order_of_day_and_month() -> None:
    comment = '<div class="comment">03/25/2025</div>'
    assert day_of(f"{HEADING}<p>03/09/2025</p>{TEXT}{comment}", "en-GB") == "2025-03-09"
    assert day_of(f"{HEADING}<p>09/03/2025</p>{TEXT}<p>25/03/2025</p>", "en-US") == "2025-03-09"


@pytest.mark.parametrize(
    ("language", "host", "first"),
    [
        ("en", "coast.example", True),
        ("en", "coast.uk", False),
        ("en_US", "coast.uk", True),
        ("en-AU", "coast.example", False),
        ("fr", "coast.us", False),
        ("", "", False),
    ],
)
def test_the_order_in_a_language(language: str, host: str, first: bool) -> None:
    assert month_comes_first(["3/9/2025"], language, host) is first


def test_a_permanent_link_is_surer_than_a_day_told_in_the_text() -> None:
    told = "<p>The barge was built on 3 January 2020 and carried barley for a year.</p>"
    url = "https://coast.example/2025/03/09/barge"
    assert day_of(f"{HEADING}{told}{TEXT}", url=url) == "2025-03-09"
    assert day_of(f"{HEADING}<p>8 March 2025</p>{told}{TEXT}", url=url) == "2025-03-08"


@pytest.mark.parametrize(
    "text", ["1.2.3.4", "VN:F [1.9.22_1171]", "12. Mai 14:30", "2019 2020", "3.5 %"]
)
def test_what_is_no_day(text: str) -> None:
    assert written_day(text) is None


def test_a_day_glued_to_another() -> None:
    found = written_day("10. Februar 20199. Februar 2019")
    assert found is not None
    assert parse_date(found.value) == parse_date("2019-02-10")
