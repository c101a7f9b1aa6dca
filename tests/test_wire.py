"""The formats of wire services: every field of the samples in corpus/wire/, and hard cases."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from newsearch.article import Article
from newsearch.errors import ReadError
from newsearch.ingest.formats import find_format, format_named
from newsearch.ingest.normalise import normalise
from newsearch.ingest.reading import read
from newsearch.ingest.records import Raw

WIRE = Path(__file__).parent.parent / "corpus" / "wire"


def articles(name: str) -> list[Article]:
    """The articles of a sample, which has no errors."""
    errors: list[ReadError] = []
    found = list(read(WIRE / name, on_error=errors.append))
    assert errors == []
    return found


def run(data: bytes | str, name: str | None = None) -> tuple[list[Raw], list[ReadError]]:
    """What the reader of data finds; its format by its content where no name is given."""
    written = data.encode() if isinstance(data, str) else data
    form = find_format(written[:65_536]) if name is None else format_named(name)
    found = list(form.read(io.BytesIO(written), "in"))
    return (
        [one for one in found if isinstance(one, Raw)],
        [one for one in found if isinstance(one, ReadError)],
    )


def check(article: Article, **expected: Any) -> None:
    """Compares all fields but body and extra; of these what is given."""
    start, end = expected.pop("starts"), expected.pop("ends")
    assert article.body.startswith(start), article.body[:200]
    assert article.body.endswith(end), article.body[-200:]
    assert article.body.count("\n\n") == expected.pop("paragraphs") - 1, article.body
    extra = expected.pop("extra", {})
    assert {key: article.extra.get(key) for key in extra} == extra
    names = ("tags", "date", "authors", "source", "section", "summary", "place", "language", "url")
    nothing: dict[str, Any] = {"tags": (), "authors": ()}
    for name in ("id", "title", *names):
        if name == "id" and "id" not in expected:  # a hash
            assert len(article.id) == 32
            continue
        assert getattr(article, name) == expected.get(name, nothing.get(name)), name


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_nitf() -> None:
    (article,) = articles("ferry.nitf.xml")
    check(
        article,
        id="velta-20260321-0117",
        title="Ferry Calder Rose returns with quieter engines and the old bell",
        date=at("2026-03-21T08:15+01:00"),
        authors=("Piers Tolland",),
        source="VELTA",
        section="Coast",
        place="Port Ansel, Velmora",
        language="en",
        tags=("Calder Rose", "Shipyards", "Ferries"),
        summary="After five months in dock the ferry to Skarn runs again, twice as quiet & "
        "no faster.",
        url="https://karsholtcourier.example/coast/calder-rose",
        starts="PORT ANSEL (VELTA) - The ferry Calder Rose left the shipyard of Brothers Quayle on",
        ends='"We were told not to come home with it."',
        paragraphs=7,
        extra={
            "subtitle": "Passengers asked for one thing to be kept",
            "author_titles": ["Shipping correspondent"],
            "urgency": "5",
            "slug": "ferry-calder-rose",
            "persons": ["Odile Marchbank"],
            "organisations": ["Skarn Ferries"],
            "subject_codes": ["04015003"],
            "tagline": "Edited by Ruth Amsel",
            "status": "usable",
        },
    )
    assert "\n\nThe bell stays\n\n" in article.body
    assert "\n\nEngines 2\n\nBells 1\n\n" in article.body
    assert "handout" not in article.body


def test_newsml1() -> None:
    (article,) = articles("bakery.newsml.xml")
    check(
        article,
        id="urn:newsml:velta.example:20260503:bakery-night:1",
        title="Bakers of Drenmoor want to sleep at night",
        date=at("2026-05-03T08:00+02:00"),
        authors=("Hester Vane", "Otto Brill"),
        source="VELTA",
        place="Drenmoor",
        language="en",
        tags=("Bakeries", "Working hours"),
        summary="A trial with dough that waits until morning",
        starts="Eleven bakeries in Drenmoor",
        ends='"She says that I am taller than she thought."',
        paragraphs=3,
        extra={
            "urgency": "6",
            "priority": "5",
            "version": "1",
            "changed": "20260503T081400+0200",
            "slug": "bakery-night",
            "subject_codes": ["04002000"],
        },
    )


def test_newsml_g2() -> None:
    text, picture = articles("observatory.newsml-g2.xml")
    check(
        text,
        id="urn:newsml:velta.example:20260814:meteors",
        title="Town switches off its lamps and sees 300 meteors",
        date=at("2026-08-14T18:05+02:00"),
        authors=("Imke Darrow",),
        source="VELTA",
        place="Quellstein",
        language="en",
        tags=("Meteors", "Astronomy", "Street lighting"),
        summary="For an hour Quellstein had no light but that of the sky.",
        starts="QUELLSTEIN (VELTA) - From eleven",
        ends="were not asked and seemed pleased.",
        paragraphs=3,
        extra={
            "subtitle": "One hour of darkness, by vote of the council",
            "changed": "2026-08-14T21:40:00+02:00",
            "persons": ["Bertil Onslow"],
            "urgency": "4",
            "slug": "METEORS-DARK/",
            "genre": ["Current"],
            "word_count": "96",
            "editor_message": ["Adds the mayor."],
            "media": ["https://velta.example/media/tower.jpg"],
        },
    )
    check(
        picture,
        id="urn:newsml:velta.example:20260814:tower-picture",
        title="Church tower under shooting stars",
        date=at("2026-08-14T23:58+02:00"),
        authors=("Lev Astor",),
        source="VELTA",
        language="en",
        starts="The church tower of Quellstein, photographed",
        ends="the trail of one late moth.",
        paragraphs=1,
        extra={"class": "ninat:picture"},
    )


def test_g2_with_any_prefix_and_items_that_are_no_news() -> None:
    raws, errors = run(
        "<m:newsMessage xmlns:m='http://iptc.org/std/nar/2006-10-01/'><m:itemSet>"
        "<m:packageItem guid='p'/><m:newsItem guid='n'><m:contentMeta><m:headline>Rain</m:headline>"
        "</m:contentMeta></m:newsItem><m:conceptItem/></m:itemSet></m:newsMessage>"
    )
    assert [(raw.id, raw.title) for raw in raws] == [("n", "Rain")]
    assert [error.reason for error in errors] == [
        "a package, which refers to other items",
        "a concept, not news",
    ]


def test_ninjs() -> None:
    (article,) = articles("orchard.ninjs.json")
    check(
        article,
        id="https://harbourwire.example/ninjs/orchard-census",
        title="Orchard census finds 41 apples that have no name",
        date=at("2026-10-02T09:30+02:00"),
        authors=("Wren Halloway",),
        source="Harbour Wire",
        section="Countryside",
        place="Saltby",
        language="en",
        tags=("Apples", "Orchards", "Agriculture"),
        summary="Volunteers walked through 600 old gardens. Somebody must now think of names.",
        url="https://harbourwire.example/ninjs/orchard-census",
        starts="A count of the old gardens",
        ends="names of living politicians won’t be considered, since apples last longer.",
        paragraphs=2,
        extra={
            "urgency": 6,
            "slugline": "orchard-census",
            "changed": "2026-10-02T11:00:00+02:00",
            "organisations": ["Pomological Society of Velmora"],
            "subject_codes": ["medtop:20000215", "a"],
            "associations": ["https://harbourwire.example/ninjs/apple-picture"],
        },
    )


def test_ninjs_2_a_line_and_wrapped() -> None:
    item = (
        '{"uri": "u%d", "pubstatus": "usable", "versionCreated": "2026-02-03T04:05:06Z", '
        '"headlines": [{"role": "short", "value": "R"}, {"role": "main", "value": "Rain"}], '
        '"bodies": [{"role": "main", "contenttype": "text/html", "value": "<p>It rained.</p>"}], '
        '"descriptions": [{"value": "Wet."}], "urgency": 3}'
    )
    for data in (
        f"{item % 1}\n{item % 2}\n",
        f'{{"total": 2, "item": [{item % 1}, {item % 2}]}}',
        f'{{"data": {{"items": [{{"item": {item % 1}}}, {{"item": {item % 2}}}]}}}}',
    ):
        raws, errors = run(data)
        assert errors == []
        assert [(raw.id, raw.title, raw.body) for raw in raws] == [
            ("u1", "Rain", "It rained."),
            ("u2", "Rain", "It rained."),
        ]
        assert raws[0].summary == "Wet."
    raws, errors = run(f"{item % 1}\n{{broken\n{item % 3}\n", "ninjs")
    assert [raw.id for raw in raws] == ["u1", "u3"]
    assert [error.record for error in errors] == ["line 2"]


def test_iptc7901() -> None:
    clocks, choir = articles("velta-7901.txt")
    check(
        clocks,
        title="Station clocks to be two minutes fast again, on purpose",
        date=datetime(2026, 2, 5, 16, 10, tzinfo=UTC),
        authors=("Thea Lund",),
        source="VELTA",
        place="Karsholt",
        language="en",
        tags=("Velmora-railways", "clocks"),
        starts="Karsholt (VELTA) - The state railways will set the clocks in their halls two",
        ends="and which ends with this report.",
        paragraphs=3,
        extra={
            "service": "vea",
            "number": 311,
            "priority": 4,
            "category": "e",
            "word_count": 104,
            "marks": ["1ST LEAD"],
        },
    )
    assert "Ruth Amsel" in str(clocks.extra["not_for_publication"])
    assert (choir.title, choir.authors) == (
        "Choir of tax inspectors wins prize and declares it",
        (),
    )
    assert choir.date == datetime(2026, 2, 5, 17, 25, tzinfo=UTC)


def test_anpa() -> None:
    (article,) = articles("velta-1312.anpa")
    check(
        article,
        title="Seals move into library steps, readers use side door",
        date=datetime(2026, 9, 7, 14, 12, tzinfo=UTC),
        authors=("CORIN ABELARD",),
        source="VELTA",
        place="Stroud, Velmora",
        language="en",
        starts="STROUD, Velmora (VELTA) — Two grey seals",
        ends="Lending has risen by a fifth.",
        paragraphs=3,
        extra={
            "service": "v",
            "number": 457,
            "priority": "r",
            "category": "d",
            "slug": "BC-VE--Library-Seals",
            "word_count": 88,
            "author_titles": ["VELTA Writer"],
            "notes": ["VELTA Photo KX101, KX102", "Eds: With photos."],
        },
    )


def test_reuters_sgml() -> None:
    crop, honey = articles("velta-archive.sgm")
    check(
        crop,
        id="90001",
        title="VELMORA BARLEY CROP SEEN UP 4 PCT <MILL-BOARD>",
        date=datetime(2025, 3, 12, 10, 4, 11, tzinfo=UTC),
        authors=("Silas Penrow",),
        source="Reuters",
        place="Grunweiler",
        language="en",
        tags=("barley", "grain"),
        starts="Velmora's barley crop is seen at 1.3 mln tonnes this year, up four pct, the board",
        ends="Prices & stocks were little changed.",
        paragraphs=2,
        extra={
            "places": ["velmora"],
            "orgs": ["mill-board"],
            "lewissplit": "TRAIN",
            "slug": "BC-VELMORA-BARLEY-CROP",
        },
    )
    assert honey.title == "ARDENMARK LIFTS DUTY ON VELMORA HONEY"
    assert honey.body == "ARDENMARK LIFTS DUTY ON VELMORA HONEY FROM APRIL 1"
    assert honey.extra["people"] == ["onslow"]


def test_no_entity_is_expanded_and_no_address_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    raws, errors = run(
        f'<!DOCTYPE nitf [<!ENTITY e0 "x">{bomb}<!ENTITY f SYSTEM "{secret.as_uri()}">]>'
        "<nitf><body><body.head><hedline><hl1>A</hl1></hedline></body.head><body.content>"
        "<p>One &e9; &f; two</p></body.content></body></nitf>"
    )
    assert errors == []
    assert normalise(raws[0], detect=False).body == "One &e9; &f; two"


def test_xml_of_no_standard() -> None:
    raws, errors = run(
        "<export><made>now</made><News><NewsID>7</NewsID><headline>Rain &amp; sun</headline>"
        "<town>Stroud</town><published_at>2026-02-03</published_at><tags><t>a</t><t>b</t></tags>"
        "<author>Ada Byron</author><author>Mary Shelley</author><mood>wet</mood>"
        "<content>&lt;p&gt;One&lt;/p&gt;&lt;p&gt;Two&lt;/p&gt;</content></News>"
        "<News><headline>Sun</headline><content><p>It</p><p>shone.</p></content></News></export>"
    )
    assert errors == []
    first, second = (normalise(raw, detect=False) for raw in raws)
    assert (first.id, first.title, first.body) == ("7", "Rain & sun", "One\n\nTwo")
    assert (first.place, first.tags) == ("Stroud", ("a", "b"))
    assert first.authors == ("Ada Byron", "Mary Shelley")
    assert first.extra == {"mood": "wet"}
    assert (second.title, second.body) == ("Sun", "It\n\nshone.")
    assert run("<a><b/></a>", "xml")[1][0].reason.startswith("XML without an article")
    with pytest.raises(ValueError, match="XML of an unknown kind"):
        find_format(b"<export><b>c</b></export>")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("<nitf:nitf xmlns:nitf='http://iptc.org/std/NITF/2006-10-18/'/>", "nitf"),
        ("<?xml version='1.0'?><!-- c --><NewsML Version='1.2'/>", "newsml"),
        ("<newsItem/>", "newsml-g2"),
        ("<!DOCTYPE lewis SYSTEM 'lewis.dtd'>\n<REUTERS/>", "reuters"),
        ("\x01abc123 4 i 211\r\n\n\x02Title =\r\n", "iptc7901"),
        ("\x16\x16\x01W2870\x1fasian\nf l\x13\x11 BC-A  11-13 1049\n\x02^A<\n", "anpa"),
        ("WARC/1.0\r\nWARC-Type: warcinfo\r\n\x00\x01\x02\x03", "warc"),
        ("From a@b.example Fri May  1 06:00:12 2026\nFrom: a\nMessage-ID: <x>\n\nb", "mail"),
        ("Received: by x\nFrom: a@b.example\nSubject: s\n\nb", "mail"),
        ("From: the editor\nTitle: A day\nDate: 2026-01-02\n\nText.", "text"),
        ('{"headline": "a", "body_html": "b", "versioncreated": "c", "urgency": 3}', "ninjs"),
        ('{"headline": "a", "body": "b", "urgency": 3}', "json"),
    ],
)
def test_formats_are_known_by_their_content(data: str, name: str) -> None:
    assert find_format(data.encode("latin-1")).name == name
