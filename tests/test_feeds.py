"""Feeds in all their versions and dialects, well-formed and not."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest

from newsearch.article import Article
from newsearch.errors import ReadError
from newsearch.ingest.feeds import read_feed
from newsearch.ingest.formats import find_format
from newsearch.ingest.normalise import normalise

HALF_PAST_TWO = datetime(2026, 2, 12, 14, 30, tzinfo=UTC)


def read(text: str) -> list[Article]:
    data = text.encode()
    assert find_format(data).name == "feed"
    found = list(read_feed(io.BytesIO(data), "feed.xml"))
    raws = [one for one in found if not isinstance(one, ReadError)]
    assert len(raws) == len(found)
    return [normalise(raw, detect=False) for raw in raws]


RSS = '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Coast</title>'
VERSIONS = {
    "RSS 0.90": """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>Coast</title>
<link>https://coast.example</link></channel>
<item><title>Rain &amp;amp; wind</title><link>https://coast.example/rain</link></item></rdf:RDF>""",
    "RSS 0.91": """<?xml version="1.0"?>
<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://feed.example/rss.dtd">
<rss version="0.91"><channel><title>Coast</title><link>https://coast.example</link>
<item><title>Rain &amp;amp; wind</title><link>https://coast.example/rain</link>
<description>It rained.</description></item></channel></rss>""",
    "RSS 1.0": """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel rdf:about="https://coast.example"><title>Coast</title><items><rdf:Seq>
<rdf:li resource="https://coast.example/rain"/></rdf:Seq></items></channel>
<item rdf:about="https://coast.example/rain"><title>Rain &amp;amp; wind</title>
<link>https://coast.example/rain</link><dc:date>2026-02-12T16:30:00+02:00</dc:date>
<description>Lead.</description>
<content:encoded><![CDATA[<p>It rained.</p>]]></content:encoded></item></rdf:RDF>""",
    "Atom 0.3": """<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Coast</title>
<link rel="alternate" type="text/html" href="https://coast.example/"/><entry>
<title mode="escaped" type="text/html">Rain &amp;amp; wind</title>
<link rel="alternate" href="https://coast.example/rain"/><issued>2026-02-12T14:30:00Z</issued>
<modified>2026-02-13T14:30:00Z</modified><content type="application/xhtml+xml" mode="xml">
<div xmlns="http://www.w3.org/1999/xhtml"><p>It rained.</p></div></content></entry></feed>""",
    "Atom 1.0": """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://coast.example/">
<title>Coast</title><entry><title type="html">&lt;b&gt;Rain&lt;/b&gt; &amp;amp; wind</title>
<link href="rain"/><updated>2026-02-13T14:30:00Z</updated>
<published>2026-02-12T14:30:00Z</published>
<content type="html">&lt;p&gt;It rained.&lt;/p&gt;</content></entry></feed>""",
    "broken": f"""{RSS}<item><title>Rain & wind</title><link>https://coast.example/rain</link>
<description><p>It rained.<br></description><pubDate>12 Feb 2026 09:30 EST""",
}


@pytest.mark.parametrize("version", VERSIONS)
def test_versions(version: str) -> None:
    (article,) = read(VERSIONS[version])
    assert (article.title, article.source) == ("Rain & wind", "Coast")
    assert article.url == article.id == "https://coast.example/rain"
    assert article.body == ("" if version == "RSS 0.90" else "It rained.")
    assert article.date == (None if version in ("RSS 0.90", "RSS 0.91") else HALF_PAST_TWO)


def test_links_relative_to_the_feed_itself() -> None:
    for link in ('<link href="/news/"/>', ""):
        (article,) = read(
            '<feed xmlns="http://www.w3.org/2005/Atom"><title>Hill</title>'
            f'<link rel="self" href="https://hill.example/news/index.atom"/>{link}'
            '<entry><id>tag:h,1</id><title>Rain</title><link href="/2026/rain"/></entry></feed>'
        )
        assert (article.id, article.url) == ("tag:h,1", "https://hill.example/2026/rain")


def test_what_is_escaped_in_html_is_text() -> None:
    (article,) = read(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Hill</title><entry>'
        '<title type="html">The &amp;lt;now&amp;gt; of rain</title><content type="html">'
        "&lt;p&gt;Write &amp;lt;b&amp;gt;.&lt;/p&gt;&lt;pre&gt;one\ntwo&lt;/pre&gt;"
        "</content></entry></feed>"
    )
    assert article.title == "The <now> of rain"
    assert article.body == "Write <b>.\n\none\ntwo"


def test_a_group_of_media() -> None:
    (article,) = read(
        f"{RSS}<item><title>Rain</title><media:group><media:title>Rain</media:title>"
        "<media:description>It rained.</media:description></media:group>"
        "<media:keywords>sea, wind</media:keywords></item></channel></rss>"
    )
    assert (article.body, article.tags) == ("It rained.", ("sea", "wind"))


@pytest.mark.parametrize("name", ["content:encoded", "yandex:full-text", "turbo:content"])
def test_full_texts(name: str) -> None:
    (article,) = read(
        f"{RSS}<item><title>Rain</title><description>Lead.</description>"
        f"<{name}>It rained all day.</{name}></item></channel></rss>"
    )
    assert (article.summary, article.body) == ("Lead.", "It rained all day.")


def test_marks_of_wordpress_are_taken_out() -> None:
    (article,) = read(
        f"{RSS}<item><title>Rain</title><content:encoded><![CDATA["
        '[caption id="a" width="3"]<img src="x"> A picture[/caption]\n\n'
        "[dropcap]R[/dropcap]ain fell [sic] and [later] stopped.\n\n"
        '[gallery ids="1,2"][vc_row el_class="x"]Wind.[/vc_row]'
        "]]></content:encoded></item></channel></rss>"
    )
    assert article.body == "Rain fell [sic] and [later] stopped.\n\nWind."


def test_ids_and_addresses() -> None:
    items = """<item><title>A</title><guid>https://coast.example/a</guid></item>
<item><title>B</title><guid isPermaLink="false">https://coast.example/?p=2</guid>
 <link>https://coast.example/b?utm_source=rss</link></item>
<item><title>C</title><guid>c-3</guid><link>https://www.google.com/url?sa=t&amp;url=https://coast.example/c&amp;ct=ga</link></item>
<item><title>D</title></item>"""
    found = [(one.id, one.url) for one in read(f"{RSS}{items}</channel></rss>")]
    assert found[:3] == [
        ("https://coast.example/a", "https://coast.example/a"),
        ("https://coast.example/?p=2", "https://coast.example/b"),
        ("c-3", "https://coast.example/c"),
    ]
    assert len(found[3][0]) == 32
    assert found[3][1] is None
