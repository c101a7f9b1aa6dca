"""JSON, tables and feeds: the readers of formats that hold many articles."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, BinaryIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsearch.article import Article
from newsearch.errors import ReadError
from newsearch.ingest import json_records
from newsearch.ingest.feeds import read_feed
from newsearch.ingest.field_names import NAMES, field_of
from newsearch.ingest.json_records import parse_line, raw_of, read_document, read_lines
from newsearch.ingest.normalise import normalise
from newsearch.ingest.records import Raw
from newsearch.ingest.tables import read_table
from newsearch.ingest.xml_scan import parse_xml

Reader = Callable[[BinaryIO, str], Iterator[Raw | ReadError]]


def run(reader: Reader, data: bytes | str) -> tuple[list[Raw], list[ReadError]]:
    found = list(reader(io.BytesIO(data.encode() if isinstance(data, str) else data), "in"))
    return [x for x in found if isinstance(x, Raw)], [x for x in found if isinstance(x, ReadError)]


# JSON


def test_an_article_written_as_json_is_read_back() -> None:
    article = Article(
        title="Harbour reopens",
        body="Ships came back.\n\nThe storm is over, 2 < 3 & done.",
        id="h-1",
        tags=("storm", "trade, foreign"),
        date=datetime(2026, 2, 12, 14, 30, tzinfo=UTC),
        authors=("Ada Byron",),
        source="The Coast",
        section="Local",
        summary="After a week.",
        place="Port Ash",
        language="en",
        url="https://coast.example/h?id=1",
        extra={"views": 34, "sections": ["Local", "Sea"]},
    )
    record = asdict(article) | {"date": "2026-02-12T14:30:00+00:00"}
    assert normalise(parse_line(json.dumps(record)), detect=False) == article


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (  # schema.org
            {"@type": "NewsArticle", "headline": "T", "articleBody": "B", "keywords": "a, b",
             "author": [{"@type": "Person", "name": "Ada Byron"}], "datePublished": "2026-02-12",
             "publisher": {"name": "The Coast", "logo": {"url": "x"}}, "inLanguage": "en-GB"},
            {"tags": ("a", "b"), "authors": ("Ada Byron",), "source": "The Coast",
             "language": "en"},
        ),
        (  # news-please
            {"title": "T", "maintext": "B", "date_publish": "2026-02-12 00:00:00",
             "authors": ["Ada Byron"], "source_domain": "www.coast.example",
             "date_modify": None, "description": "S"},
            {"authors": ("Ada Byron",), "source": "coast.example", "summary": "S"},
        ),
        (  # Fundus
            {"title": "T", "body": {"summary": [], "sections": [{"paragraphs": ["B"]}]},
             "publishing_date": "2026-02-12", "topics": ["a", "b"], "authors": ["Ada Byron"]},
            {"tags": ("a", "b"), "authors": ("Ada Byron",)},
        ),
        (  # NewsAPI
            {"source": {"id": "coast", "name": "The Coast"}, "author": "Ada Byron", "title": "T",
             "content": "B", "publishedAt": "2026-02-12T00:00:00Z"},
            {"source": "The Coast", "authors": ("Ada Byron",)},
        ),
        (  # The Guardian
            {"id": "a/b", "webTitle": "T", "webPublicationDate": "2026-02-12T00:00:00Z",
             "sectionName": "Sea", "fields": {"bodyText": "B", "byline": "Ada Byron"}},
            {"id": "a/b", "section": "Sea", "authors": ("Ada Byron",)},
        ),
        (  # The New York Times
            {"headline": {"main": "T"}, "lead_paragraph": "B", "pub_date": "2026-02-12",
             "byline": {"original": "By Ada Byron"}, "keywords": [{"name": "glo", "value": "Ash"}]},
            {"tags": ("Ash",), "authors": ("Ada Byron",)},
        ),
        (  # Elasticsearch and MongoDB exports
            {"_index": "n", "_id": "7", "_source": {"title": "T", "text": "B",
             "date": {"$date": "2026-02-12T00:00:00Z"}}},
            {"id": "7", "extra": {"_index": "n"}},
        ),
        (  # WordPress
            {"id": 7, "title": {"rendered": "T"}, "content": {"rendered": "<p>B</p>"},
             "date": "2026-02-12T00:00:00", "link": "https://coast.example/t"},
            {"id": "7", "url": "https://coast.example/t"},
        ),
    ],
)  # fmt: skip
def test_shapes_of_common_programs(value: dict[str, Any], expected: dict[str, Any]) -> None:
    article = normalise(raw_of(value), detect=False)
    assert (article.title, article.body) == ("T", "B")
    assert article.date == datetime(2026, 2, 12, tzinfo=UTC)
    for name, content in expected.items():
        assert getattr(article, name) == content, name


def test_names_are_told_apart_by_letters_alone() -> None:
    assert {field_of(name) for name in ("pubDate", "pub_date", "PUB-DATE", "pub date")} == {"date"}
    assert field_of("likes") is None
    known = {"id", "title", "body", "summary", "tags", "date", "authors", "source", "section",
             "sections", "place", "language", "url"}  # fmt: skip
    assert set(NAMES) == known


def test_what_is_not_mapped_goes_to_extra() -> None:
    raw = raw_of(
        {"title": "T", "headline": "T2", "likes": 3, "body": "", "text": "B", "none": None}
    )
    assert (raw.title, raw.body) == ("T", "B")
    assert raw.extra == {"headline": "T2", "likes": 3}


def test_markup_in_a_record_is_removed_and_a_lone_sign_is_not() -> None:
    raw = raw_of({"title": "A <b>bold</b> step", "text": "<p>One &amp; two</p><ul><li>a<li>b</ul>"})
    assert (raw.title, raw.body) == ("A bold step", "One & two\n\na\n\nb")
    assert raw_of({"title": "1 < 2", "text": "Firm <ABC> of x<y>z"}).body == "Firm <ABC> of x<y>z"


def test_a_bad_line_is_told_and_reading_goes_on() -> None:
    data = (
        b'\xef\xbb\xbf{"title": "one"}\r\n\n{"title": "cut\n[1]\n5\n{"likes": 1}\n'
        b'{"title": "", "body": ""}\n{"title": "caf\xe9"}\n{"title": "lone \\ud800"}\n'
        b'{"title": "not a number", "n": NaN}\n[{"title": "in a list"}]\n' + b"[" * 5000
        + b'\n{"title": "last"}'
    )  # fmt: skip
    raws, errors = run(read_lines, data)
    titles = [normalise(raw, detect=False).title for raw in raws]
    assert titles == ["one", "café", "lone \ufffd", "not a number", "in a list", "last"]
    assert [error.record for error in errors] == [
        "line 3", "line 4, record 1", "line 5", "line 6", "line 7", "line 12",
    ]  # fmt: skip
    reasons = [error.reason for error in errors]
    assert reasons[0].startswith("not JSON: unexpected end of data")
    assert "found a number" in reasons[1]
    assert "fields found: likes" in reasons[3]
    assert reasons[4] == "title and body are empty"
    assert "nested too deeply" in reasons[5]
    assert errors[0].path == "in"


def test_a_line_that_is_too_long_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_records, "LONGEST_RECORD", 100)
    long = json.dumps({"title": "x" * 1000})
    raws, errors = run(read_lines, f'{long}\n{{"title": "short"}}\n{long}')
    assert [raw.title for raw in raws] == ["short"]
    assert [error.record for error in errors] == ["line 1", "line 3"]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda a: a,
        lambda a: {"articles": a},
        lambda a: {"status": "ok", "items": a},
        lambda a: {"response": {"results": a}},
        lambda a: {"hits": {"total": 2, "hits": [{"_source": one} for one in a]}},
        lambda a: {"data": {"news": a}},
    ],
)
def test_lists_of_articles(wrap: Callable[[list[dict[str, str]]], Any]) -> None:
    articles = [{"title": "one", "body": "b"}, {"title": "two", "body": "b"}]
    raws, errors = run(read_document, json.dumps(wrap(articles), indent=1))
    assert [raw.title for raw in raws] == ["one", "two"]
    assert errors == []


def test_one_article_and_several_values() -> None:
    assert run(read_document, '{\n"title": "one"\n}')[0][0].title == "one"
    raws, errors = run(read_document, '{"title": "a"}\n{\n"title": "b"}\n{"title": "cut')
    assert [raw.title for raw in raws] == ["a", "b"]
    assert errors[0].record == "offset 31"


def test_a_damaged_array_gives_its_whole_records() -> None:
    raws, errors = run(read_document, '[{"title": "a"}, 7, {"title": "b"}, {"tit')
    assert [raw.title for raw in raws] == ["a", "b"]
    assert [error.record for error in errors] == ["record 2", "record 4"]


def test_a_json_feed_gives_its_title_as_source() -> None:
    feed = {"version": "https://jsonfeed.org/version/1", "title": "The Coast",
            "items": [{"id": "1", "content_html": "<p>B</p>",
                       "date_published": "2026-02-12"}]}  # fmt: skip
    (raw,), _ = run(read_document, json.dumps(feed))
    assert (raw.source, raw.body) == ("The Coast", "B")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["title", "body", "date", "author", "name", "data", "_source", "x", "url",
                         "id", "tags", "source", "items", "extra"]), inner, max_size=5),
    max_leaves=12,
)  # fmt: skip


@given(json_values)
@settings(deadline=None)
def test_any_json_is_read_or_refused(value: Any) -> None:
    raws, _ = run(read_document, json.dumps(value))
    for raw in raws:
        try:
            article = normalise(raw, detect=False)
        except ValueError:
            continue
        json.dumps(article.extra)


# Tables


def test_tables() -> None:
    text = (
        'headline,text,published\r\n"Rain, again","Two\nlines",12.02.2026\n\nSun,It shone.\n,,x\n'
    )
    for separator in ",;\t":
        changed = text.replace("Rain, again", "Rain").replace(",", separator)
        raws, errors = run(read_table, changed)
        assert [raw.title for raw in raws] == ["Rain", "Sun"]
        assert raws[0].date == "12.02.2026"
        assert len(errors) == 1
    assert run(read_table, text)[0][0].title == "Rain, again"
    assert run(read_table, text.encode("utf-16"))[0][1].body == "It shone."
    assert run(read_table, "a,b\n1,2\n")[1][0].record == "line 1"
    assert "title,text,date" in run(read_table, "3,Rain,It rained.\n")[1][0].reason


@pytest.mark.parametrize(
    "header",
    ["title,text,date", "Titel,Inhalt,Datum", "titre,texte,date", "título,contenido,fecha",
     "titolo,testo,data", "título,conteúdo,data", "tytuł,treść,data", "заголовок,текст,дата",
     "назва,зміст,опубліковано", "başlık,metin,tarih", "标题,内容,日期", "العنوان,النص,التاريخ",
     "제목,내용,날짜", "headline,article,published_at"],
)  # fmt: skip
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_headers_in_many_languages(header: str, separator: str) -> None:
    row = "Rain,It rained.,12.02.2026"
    for start in ("", "\ufeff", "\n", "# from the desk\n", f"sep={separator}\n"):
        table = start + f"{header}\n{row}\n".replace(",", separator)
        (raw,), errors = run(read_table, table)
        assert (raw.title, raw.body, raw.date) == ("Rain", "It rained.", "12.02.2026")
        assert errors == []


def test_tables_as_programs_write_them_wrongly() -> None:
    (raw,), _ = run(read_table, ',title,text\n0,"Rain","It said: \\"no\\"."\n')
    assert (raw.title, raw.body, raw.extra) == ("Rain", 'It said: "no".', {})
    raws, _ = run(read_table, "title,text\rRain,It rained.\rSun,It shone.\r")
    assert [raw.body for raw in raws] == ["It rained.", "It shone."]
    raws, _ = run(read_table, "title, text\nRain, It rained, all day.\n")
    assert raws[0].body == "It rained, all day."
    raws, errors = run(read_table, "text,date\nIt rained, all day,2026\nIt shone.,2026,,\n")
    assert [raw.body for raw in raws] == ["It shone."]
    assert errors[0].reason.startswith("expected 2 columns, found 3")


# Feeds

RSS = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE rss [<!ENTITY big "bigbigbig">]>
<rss version="2.0" xmlns:full="http://purl.org/rss/1.0/modules/content/"
     xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Coast</title><link>https://coast.example/</link><language>en-gb</language>
<item><title>Rain &amp;amp; wind &big;</title><link>https://coast.example/rain?utm_source=rss</link>
 <guid isPermaLink="false">r-1</guid><pubDate>Thu, 12 Feb 2026 14:30:00 GMT</pubDate>
 <dc:creator><![CDATA[Ada Byron]]></dc:creator><category>Weather</category><category>Sea</category>
 <description>&lt;p&gt;It rained.&lt;/p&gt;</description>
 <full:encoded><![CDATA[<p>It rained.</p><p>All <b>day</b>.</p>]]></full:encoded></item>
<item><title>Sun</title><description>It shone.</description>
 <source url="x">Hill Post</source></item>
<item><category>empty</category></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://hill.example/" xml:lang="de">
<title type="text">Hill Post</title>
<entry><title type="html">&lt;i&gt;Snow&lt;/i&gt;</title><id>tag:hill.example,2026:1</id>
 <link rel="self" href="/self"/><link rel="alternate" href="/snow"/>
 <published>2026-02-12T14:30:00Z</published><updated>2026-03-01T00:00:00Z</updated>
 <author><name>Otto Braun</name><email>o@hill.example</email></author>
 <category term="winter" label="Winter"/><summary>Short.</summary>
 <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Snow fell.</p><p>More.</p></div>
 </content></entry></feed>"""


def test_rss() -> None:
    raws, errors = run(read_feed, RSS)
    first, second = (normalise(raw, detect=False) for raw in raws)
    assert first.title == "Rain & wind &big;"  # no entity of a document type is expanded
    assert first.body == "It rained.\n\nAll day."
    assert first.summary == "It rained."
    assert (first.id, first.url) == ("r-1", "https://coast.example/rain")
    assert (first.authors, first.tags) == (("Ada Byron",), ("Weather", "Sea"))
    assert (first.source, first.language) == ("The Coast", "en")
    assert first.date == datetime(2026, 2, 12, 14, 30, tzinfo=UTC)
    assert (second.body, second.source) == ("It shone.", "Hill Post")
    assert [error.record for error in errors] == ["item 3"]


def test_atom() -> None:
    article = normalise(run(read_feed, ATOM)[0][0], detect=False)
    assert (article.title, article.body) == ("Snow", "Snow fell.\n\nMore.")
    assert (article.summary, article.url) == ("Short.", "https://hill.example/snow")
    assert (article.authors, article.tags) == (("Otto Braun",), ("Winter",))
    assert (article.source, article.language) == ("Hill Post", "de")
    assert article.date == datetime(2026, 2, 12, 14, 30, tzinfo=UTC)


def test_a_cut_feed_gives_what_is_there() -> None:
    raws, _ = run(read_feed, RSS[: RSS.index("<source")])
    assert [raw.title for raw in raws][1] == "Sun"
    raws, _ = run(read_feed, RSS.replace("</description>", ""))
    assert raws[0].title == "Rain & wind &big;"


def test_feeds_in_declared_encodings() -> None:
    feed = RSS.replace("utf-8", "windows-1251").replace("It shone.", "Зранку йшов дощ")
    assert run(read_feed, feed.encode("cp1251"))[0][1].body == "Зранку йшов дощ"


def test_what_is_no_feed_is_told() -> None:
    assert run(read_feed, "<a><b/></a>")[1][0].reason.startswith("expected an RSS or Atom feed")
    assert run(read_feed, "<rss><channel></channel></rss>") == ([], [])


@given(st.text(alphabet="<>/!-[]?&;=\"' abCDATitemrss", max_size=200))
def test_any_markup_gives_a_tree(source: str) -> None:
    assert parse_xml(source).name == ""
    run(read_feed, "<rss><item>" + source)


def test_hostile_markup_takes_linear_time() -> None:
    for piece in ("<a ", "<a b='", '<a b="', "<![CDATA[", "<!--", "<a>", "</a>", "<", "&lt;<b>"):
        run(read_feed, "<rss><item><title>t</title>" + piece * 30_000)
