"""From fields as found to the one kind of article."""

from __future__ import annotations

import unicodedata
from dataclasses import FrozenInstanceError
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsearch.article import Article, _is_plain, identified
from newsearch.ingest.addresses import canonical_url, host_of
from newsearch.ingest.cleaning import clean_line, clean_text, without_title
from newsearch.ingest.datelines import dateline_of, dateline_of_bytes
from newsearch.ingest.languages import primary_subtag
from newsearch.ingest.mojibake import repaired
from newsearch.ingest.normalise import normalise
from newsearch.ingest.people import split_authors
from newsearch.ingest.records import Raw


def article(**fields: object) -> Article:
    fields.setdefault("title", "Harbour reopens")
    fields.setdefault("body", "Ships came back at dawn.")
    return normalise(Raw(**fields), detect=False)  # type: ignore[arg-type]


# Text


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Plain.", "Plain."),
        ("One.\r\n\r\nTwo.\r\rThree.", "One.\n\nTwo.\n\nThree."),
        ("  One.  \n \n\n\n Two.\t", "One.\n\nTwo."),
        ("One.\nTwo.\nThree.", "One.\n\nTwo.\n\nThree."),
        ("List:\n\n- a\n- b\n\nEnd.", "List:\n\n- a\n- b\n\nEnd."),
        ("Fish &amp; chips &#8211; &lt;cheap&gt;", "Fish & chips – <cheap>"),
        ("Twice &amp;quot;escaped&amp;quot;", 'Twice "escaped"'),
        ("AT&T and R&D; ?a=1&copy=2", "AT&T and R&D; ?a=1&copy=2"),
        ("soft\u00adhyphen\u200b \ufeffgone\u2060", "softhyphen gone"),
        ("no\u00a0break\u2009thin", "no break thin"),
        ("cafe\u0301", "café"),
        ("pair \ud83d\ude00 and lone \ud83d.", "pair 😀 and lone \ufffd."),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("line\u2028break", "line\n\nbreak"),
        ("\x00a\x07b\x1fc\x7f", "abc"),
    ],
)
def test_text_is_cleaned(given: str, expected: str) -> None:
    assert clean_text(given) == expected


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("donâ€™t", "don’t"),
        ("Ã¢â‚¬Å“TideÃ¢â‚¬Â", "“Tide”"),  # twice
        ("â€œTideâ€ and â€˜windâ€™", "“Tide” and ‘wind’"),
        ("cafÃ© â€“ naÃ¯ve Ã  la", "café – naïve à la"),
        ("Ã–sterreich", "Österreich"),
        ("Ãtat", "État"),
        ("ÐŸÑ€Ð¸Ð²ÐµÑ‚", "Привет"),
        ("РџСЂРёРІРµС‚ РјРёСЂ", "Привет мир"),
        ("ÅÃ³dÅº", "Łódź"),
        ("20 Â°C", "20 °C"),
        ("dont", "don’t"),
        ("AMANHÔ", "AMANHÔ"),
        ("CAFÉ»", "CAFÉ»"),
        ("Ângela à São", "Ângela à São"),
        ("a letter Ã.", "a letter Ã."),
    ],
)
def test_text_read_in_a_wrong_encoding(wrong: str, right: str) -> None:
    assert clean_text(wrong) == clean_line(wrong) == right


@given(st.text(alphabet="abc éèàüßñçãõ’“”–…ÉÀÜÑÖ.,\n", max_size=60))
def test_right_text_is_left_alone(text: str) -> None:
    assert repaired(text) == text


@given(st.text(alphabet="Привіт, єдиний світе! їжак Ґ", min_size=12, max_size=60))
def test_cyrillic_is_put_right(text: str) -> None:
    wrong = text.encode().decode("latin-1")
    assert repaired(wrong) == text
    assert repaired(text) == text


def test_wrapped_lines_are_joined() -> None:
    wrapped = (
        "The council of the town met on Monday for the first time in\n"
        "more than a year and talked until the evening about a bridge that\n"
        "nobody wants to pay for.\n"
        "    A second meeting was announced for the week after, when the\n"
        "engineers are expected to bring what they have drawn and what it\n"
        "would cost.\n\n"
        "Nobody else spoke."
    )
    paragraphs = clean_text(wrapped).split("\n\n")
    assert len(paragraphs) == 3
    assert "time in more than a year" in paragraphs[0]
    assert paragraphs[1].startswith("A second meeting")
    assert "\n" not in "".join(paragraphs)


def test_verses_are_not_joined() -> None:
    verse = "A short line\nand another one\n\nthen two more\nto end it"
    assert clean_text(verse) == verse


@given(st.text(max_size=300))
def test_clean_text_is_clean(text: str) -> None:
    cleaned = clean_text(text)
    assert cleaned == cleaned.strip()
    assert "\n\n\n" not in cleaned
    assert "  " not in cleaned
    assert not any(unicodedata.category(c) == "Cc" and c != "\n" for c in cleaned)
    cleaned.encode()
    assert unicodedata.is_normalized("NFC", cleaned)


@given(st.text(alphabet="ab.A\n &;\u0301é\u00ad", max_size=60))
def test_cleaning_a_line_twice_changes_nothing(text: str) -> None:
    line = clean_line(text)
    assert clean_line(line) == line
    assert "\n" not in line


def test_the_title_is_not_repeated_in_the_body() -> None:
    title = "Harbour reopens after storm"
    body = "Ships came back at dawn."
    for repeated in (title, "HARBOUR reopens after storm!", f"{title}\n\n{title}"):
        assert without_title(f"{repeated}\n\n{body}", title) == body
    assert without_title(f"{title} and a long day of rain\n\n{body}", title).startswith(title)
    assert article(title=title, body=f"{title}\n\n{body}").body == body


# Fields


def test_an_article_needs_a_title_or_a_body() -> None:
    with pytest.raises(ValueError, match="no title and no body"):
        normalise(Raw(title=" \n", body="&nbsp;"))
    assert article(body=None).body == ""


def test_a_missing_title_is_the_first_line() -> None:
    found = article(title=None, body="A dog came home. It had walked for days.\n\nMore.")
    assert found.title == "A dog came home. It had walked for days."
    assert found.extra == {"title_from": "body"}
    sentence = "A dog came home after many days. "
    assert article(title=None, body=sentence + "x " * 200).title == sentence.strip()


def test_a_date_beyond_the_calendar_in_utc_is_kept_as_written() -> None:
    last = article(date="9999-12-31T20:00:00+00:00")
    assert last.date == datetime(9999, 12, 31, 20, tzinfo=UTC)
    late = article(date="9999-12-31T20:00:00-05:00")
    assert late.date is None
    assert late.extra == {"date": "9999-12-31T20:00:00-05:00"}


@given(
    st.builds(
        Raw,
        id=st.none() | st.text(max_size=4) | st.integers(),
        title=st.text(max_size=8),
        body=st.text(max_size=20),
        tags=st.none() | st.text(max_size=8) | st.lists(st.text(max_size=4)),
        date=st.none() | st.datetimes() | st.dates() | st.text(max_size=12) | st.floats(),
        authors=st.none() | st.text(max_size=12) | st.lists(st.text(max_size=12)),
        source=st.none() | st.text(max_size=8),
        sections=st.none() | st.lists(st.text(max_size=4)),
        url=st.none() | st.sampled_from(["https://example.org/a?b#c", "no address"]),
    )
)
def test_what_is_normalised_needs_no_check(raw: Raw) -> None:
    try:
        found = normalise(raw, detect=False)
    except ValueError:
        return
    assert identified(found) is found
    assert _is_plain(found)
    fields = [getattr(found, name) for name in Article.__slots__]
    assert found == Article(*fields)
    with pytest.raises(FrozenInstanceError):
        found.title = "Another"  # type: ignore[misc]


def test_a_summary_alone_is_the_body() -> None:
    found = article(body=None, summary="It reopened.")
    assert (found.body, found.summary) == ("It reopened.", None)


def test_the_id_is_the_inputs_own_else_the_url_else_a_hash() -> None:
    assert article(id=" 7 ", url="https://a.example/x").id == "7"
    assert article(id=0).id == "0"
    assert article(url="https://a.example/x?utm_source=b#c").id == "https://a.example/x"
    first, second = article(date="2026-02-12"), article(date="2026-02-13")
    assert len(first.id) == 32
    assert first.id == article(date="12.02.2026").id != second.id
    assert article(id="x" * 5000).id == article().id


def test_what_cannot_be_understood_is_kept() -> None:
    found = article(date="some day", url="javascript:alert(1)", extra={"likes": 3})
    assert (found.date, found.url) == (None, None)
    assert found.extra == {"likes": 3, "date": "some day", "url": "javascript:alert(1)"}


def test_impossible_dates_are_doubted() -> None:
    assert article(date="0001-01-01T00:00:00").date is None
    later = datetime.now(UTC) + timedelta(days=400)
    found = article(date=later)
    assert found.date == later
    assert "date_doubt" in found.extra
    assert article(date="2026-02-12T23:59:59Z").date == datetime(
        2026, 2, 12, 23, 59, 59, tzinfo=UTC
    )


def test_tags_are_split_and_kept_in_order() -> None:
    assert article(tags="storm, harbour,Storm , ships").tags == ("storm", "harbour", "ships")
    assert article(tags="Rain; Trade, foreign").tags == ("Rain", "Trade, foreign")
    assert article(tags=["B", " b", "a &amp; c", ""]).tags == ("B", "a & c")
    assert article(tags="['north', 'south']").tags == ("north", "south")
    assert article(tags="['the tide\\'s', \"it's\"]").tags == ("the tide's", "it's")
    assert article(tags="#storm #harbour").tags == ("storm", "harbour")
    assert article(tags=["storm, harbour, ships"]).tags == ("storm", "harbour", "ships")
    assert article(tags=["Trade, foreign"]).tags == ("Trade, foreign",)


def test_authors_of_lists_printed_as_text_and_of_lines() -> None:
    assert article(authors="['Ada Quill', 'Ben Marsh']").authors == ("Ada Quill", "Ben Marsh")
    assert article(authors="Ada Quill\nBen Marsh").authors == ("Ada Quill", "Ben Marsh")


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Ada Quill @adaquill", ("Ada Quill",)),
        ("@adaquill", ()),
        ("Ada Quill in Karsholt", ("Ada Quill",)),
        ("Jeanne Dupré, à Valbrume", ("Jeanne Dupré",)),
        ("Jeanne Dupré avec AFP", ("Jeanne Dupré",)),
        ("Ada Quill - Analysis", ("Ada Quill",)),
        ("Ada Quill for The Daily Tide", ("Ada Quill",)),
        ("By Ada Quill, Ben Marsh and Ann Elk of The Associated Press",
         ("Ada Quill", "Ben Marsh", "Ann Elk")),
        ("Ada Quill (Reuters), Ben Marsh (AP)", ("Ada Quill", "Ben Marsh")),
        ("Reporting by Ada Quill; Editing by Ben Marsh", ("Ada Quill",)),
        ("Text: Anna Muster; Foto: Bert Beispiel", ("Anna Muster",)),
        ("Photos: Ben Marsh", ()),
        ("文/王小明", ("王小明",)),
        ("記者王小明", ("王小明",)),
        ("Department of Health", ("Department of Health",)),
    ],
)  # fmt: skip
def test_what_stands_beside_names(written: str, names: tuple[str, ...]) -> None:
    assert article(authors=written).authors == names


def test_doubtful_dates_are_noted() -> None:
    late = article(date="2826-02-12")
    assert late.date is not None
    assert late.extra["date_doubt"] == "in the future when read"
    early = article(date="0026-02-12")
    assert early.date is None
    assert early.extra == {"date": "0026-02-12", "date_doubt": "before the first newspapers"}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["By Ada Byron and Mary Shelley, Reuters"], ("Ada Byron", "Mary Shelley")),
        (["Byron, Ada"], ("Ada Byron",)),
        (["Ada Byron, Mary Shelley"], ("Ada Byron", "Mary Shelley")),
        (["Otto Braun, Jr."], ("Otto Braun Jr.",)),
        (["ada@coast.example (Ada Byron)"], ("Ada Byron",)),
        (["Автор: Олена Коваль"], ("Олена Коваль",)),
        (["Von Otto Braun und Lina Mai"], ("Otto Braun", "Lina Mai")),
        (["Di Stefano"], ("Di Stefano",)),
        (
            ["Ada Byron", "ada byron", "admin", "https://a.example/ada", "Staff Writer"],
            ("Ada Byron",),
        ),
        (["The Coast"], ()),
        (["x" * 500], ()),
    ],
)
def test_bylines_are_split(given: list[str], expected: tuple[str, ...]) -> None:
    assert split_authors(given, "The Coast") == expected


def test_source_comes_from_the_name_the_host_or_the_dateline() -> None:
    assert article(source=" The  Coast ").source == "The Coast"
    assert article(source="https://www.coast.example/news").source == "coast.example"
    assert article(source="www.coast.example").source == "coast.example"
    assert article(url="https://m.coast.example/a").source == "coast.example"
    found = article(body="LIMA, Peru (Reuters) - Rain fell for days.")
    assert (found.place, found.source) == ("Lima, Peru", "Reuters")
    assert article(body="It was said (Reuters) - or so.").place is None


@pytest.mark.parametrize(
    ("body", "place", "source"),
    [
        ("KARSHOLT, Feb 12 (Reuters) - A bridge", "Karsholt", "Reuters"),
        ("KARSHOLT, Feb. 12, 2026 (VELTA) -- A bridge", "Karsholt", "VELTA"),
        ("Karsholt, 12 лютого (Укрінформ) - Міст", "Karsholt", "Укрінформ"),
        ("Karsholt (dpa/abc) - Die Brücke", "Karsholt", "dpa"),
        ("Karsholt/Lisk (AFP) – Die Brücke", "Karsholt/Lisk", "AFP"),
        ("Karsholt, 12 feb (EFE).- El puente", "Karsholt", "EFE"),
        ("Karsholt (sda) Die Brücke", "Karsholt", "sda"),
        ("KARSHOLT, 3 мар — РИА Новости. Мост", "Karsholt", "РИА Новости"),
        ("KARSHOLT, 3 марта. /ТАСС/. Мост", "Karsholt", "ТАСС"),
        ("Карсхольт. 3 марта. INTERFAX.RU - Мост", "Карсхольт", "INTERFAX.RU"),
        ("KARSHOLT, Feb. 12, 2026 /VeltaWire/ -- A bridge", "Karsholt", "VeltaWire"),
        ("KARSHOLT--(VELTA WIRE)--A bridge", "Karsholt", "VELTA WIRE"),
        ("KARSHOLT, Lisk — A bridge", "Karsholt, Lisk", None),
        ("KARSHOLT, Fla. (AP) — A bridge", "Karsholt, Fla.", "AP"),
        ("KARSHOLT — A bridge opened", "Karsholt", None),
        ("(Reuters) - A bridge", None, "Reuters"),
        ("Feb 12 (Reuters) - A bridge", None, "Reuters"),
        ("By Ada Quill\n\nKARSHOLT (Reuters) - A bridge", "Karsholt", "Reuters"),
        ("By Ada Quill, July 19 (The Tide) - A bridge", None, None),
        ("UPDATE — A bridge opened", None, None),
        ("The old bridge (Reuters) - the long one - is open", None, None),
        ("Rolf Marten (SPD) - ein Redner - kam", None, None),
        ("NATO — an alliance", None, None),
    ],
)
def test_datelines(body: str, place: str | None, source: str | None) -> None:
    found = article(body=body)
    assert (found.place, found.source) == (place, source)
    assert found.body == body


def test_the_agency_of_a_byline_is_the_source() -> None:
    found = article(authors="By Ada Quill and Ben Marsh, Reuters")
    assert (found.authors, found.source) == (("Ada Quill", "Ben Marsh"), "Reuters")
    assert article(authors="By Ada Quill, Reuters", source="The Tide").source == "The Tide"
    assert article(authors="Quill, Ani").source is None


def test_sections() -> None:
    found = article(sections=["Politics", "World"])
    assert (found.section, found.extra["sections"]) == ("Politics", ["Politics", "World"])
    assert article(section="Sport").section == "Sport"


@pytest.mark.parametrize(
    ("given", "expected"),
    [("en", "en"), ("en-US", "en"), ("uk_UA", "uk"), ("English", "en"), ("deu", "de"),
     ("українська", "uk"), ("und", None), ("nonsense words", None)],
)  # fmt: skip
def test_declared_languages(given: str, expected: str | None) -> None:
    assert primary_subtag(given) == expected
    assert article(language=given).language == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("HTTPS://Coast.Example/a?utm_source=x&id=7&fbclid=1#top", "https://coast.example/a?id=7"),
        ("https://coast.example:443/a b", "https://coast.example/a%20b"),
        ("//coast.example/a", "https://coast.example/a"),
        ("http://coast.example:8080", "http://coast.example:8080"),
        ("ftp://coast.example/a", None),
        ("/a/b", None),
        ("https://", None),
        ("http://[bad", None),
        ("http://coast.example:port/", None),
        ("www.coast.example/a", "https://www.coast.example/a"),
        ("https://coast.example./a/", "https://coast.example/a/"),
        ("https://coast.example/a#!/b", "https://coast.example/a#!/b"),
        ("https://coast.example/a/amp/", "https://coast.example/a/"),
        ("https://coast.example/amp/a", "https://coast.example/a"),
        ("https://coast.example/a.amp.html", "https://coast.example/a.html"),
        ("https://coast.example/a?outputType=amp&amp=1&b=2", "https://coast.example/a?b=2"),
        ("https://coast.example/lamp", "https://coast.example/lamp"),
        ("https://amp.coast.example/a", "https://coast.example/a"),
        ("https://m.coast.example/a", "https://coast.example/a"),
        ("https://uk.m.coast.example/a", "https://uk.coast.example/a"),
        ("https://m.example/a", "https://m.example/a"),
        ("https://www.google.com/amp/s/coast.example/a/amp", "https://coast.example/a"),
        ("https://c.cdn.ampproject.org/v/s/coast.example/a?usqp=x", "https://coast.example/a"),
        ("https://xn--e1afmkfd.xn--p1ai/a", "https://пример.рф/a"),
        ("https://coast.example/a?mtm_x=1&wt_zmc=2&twclid=3", "https://coast.example/a"),
    ],
)
def test_urls_are_made_canonical(given: str, expected: str | None) -> None:
    assert canonical_url(given) == expected


def test_host_of() -> None:
    assert host_of("https://www.coast.example:80/a") == "coast.example"
    assert host_of("https://amp.m.coast.example/a") == "coast.example"
    assert host_of("no url") is None


@given(st.builds(Raw, title=st.text(max_size=60), body=st.text(max_size=200),
                 tags=st.lists(st.text(max_size=9), max_size=4), authors=st.text(max_size=40),
                 date=st.text(max_size=20) | st.integers() | st.floats(),
                 source=st.text(max_size=20),
                 url=st.text(max_size=30), section=st.text(max_size=9),
                 id=st.text(max_size=9)))  # fmt: skip
def test_any_record_is_an_article_or_a_value_error(raw: Raw) -> None:
    try:
        found = normalise(raw, detect=False)
    except ValueError as error:
        assert str(error) == "no title and no body"
        return
    assert found.title
    assert found.id
    assert found.date is None or found.date.tzinfo is not None
    again = normalise(Raw(title=found.title, body=found.body, id=found.id), detect=False)
    assert again.title == found.title


def test_the_language_is_detected_only_where_asked_for() -> None:
    raw = Raw(
        title="The harbour of the town reopens after the storm",
        body="The ships came back to the harbour at dawn, and the people of the town were there.",
    )
    assert normalise(raw).language == "en"
    assert normalise(raw, detect=False).language is None
    raw.language = "de"
    assert normalise(raw).language == "de"


@given(
    st.lists(
        st.sampled_from(
            ["LIMA", ", Peru", " (Reuters)", " - ", "(AP) - ", "(a)", " ", "KYIV, Feb 12", "(dpa) ",
             "(The Coast) - ", "WASHINGTON — ", "it rained (", ") - ", "x" * 70, "é", "\n", "-"]
        ),
        max_size=7,
    ).map("".join)
)  # fmt: skip
def test_a_dateline_is_told_from_bytes_as_from_text(text: str) -> None:
    assert dateline_of_bytes(text.encode()) == dateline_of(text)
