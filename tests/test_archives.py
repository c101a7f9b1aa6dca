"""Web archives and letters: pages, newsletters, damage, limits."""

from __future__ import annotations

import gzip
import io
import tracemalloc
from pathlib import Path

import pytest

from newsearch import InputReport
from newsearch.errors import ReadError
from newsearch.ingest import compression, limits, mail, warc_bytes, xml_records
from newsearch.ingest.formats import format_named
from newsearch.ingest.reading import read
from newsearch.ingest.records import Raw

WIRE = Path(__file__).parent.parent / "corpus" / "wire"
PAGE = "<html><title>Rain {0}</title><body><p>It rained for hours and hours in town {0}.</p></body>"


def run(name: str, data: bytes) -> tuple[list[Raw], list[ReadError]]:
    found = list(format_named(name).read(io.BytesIO(data), "in"))
    return (
        [one for one in found if isinstance(one, Raw)],
        [one for one in found if isinstance(one, ReadError)],
    )


def record(payload: bytes, kind: str = "response", length: int | None = None) -> bytes:
    """A WARC record."""
    size = len(payload) if length is None else length
    head = f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://a.example/x\r\n"
    return f"{head}Content-Length: {size}\r\n\r\n".encode() + payload + b"\r\n\r\n"


def response(body: bytes, headers: str = "Content-Type: text/html") -> bytes:
    return f"HTTP/1.1 200 OK\r\n{headers}\r\n\r\n".encode() + body


def page(number: int) -> bytes:
    return record(response(PAGE.format(number).encode()))


# Web archives


def test_warc_sample() -> None:
    errors: list[ReadError] = []
    reports: list[InputReport] = []
    path = WIRE / "karsholt-courier.warc.gz"
    found = list(read(path, on_error=errors.append, on_input=reports.append))
    assert errors == []
    assert [article.title for article in found] == [
        "Allotment wins the prize for the straightest leek",
        "Hedge maze closed until visitors are found",
    ]
    assert all(article.authors == ("Dora Finch",) for article in found)
    assert found[1].url == "https://karsholtcourier.example/garden/hedge-maze"
    assert found[1].body.endswith("reported that it is larger than it was.")
    assert found[0].extra == {"fetched": "2026-05-21T06:00:00Z"}
    assert reports.pop() == InputReport(str(path), None, "warc", 2)
    assert {report.skipped for report in reports} == {
        "a WARC record of type warcinfo",
        "a WARC record of type request",
        "response of type image/jpeg",
        "response with status 404",
    }
    assert reports[0].record == "record 1"


def test_plain_and_gzip_members_and_one_member_give_the_same(tmp_path: Path) -> None:
    records = [page(n) for n in range(5)]
    path = tmp_path / "news.warc.gz"
    for data in (
        b"".join(records),
        gzip.compress(b"".join(records)),
        b"".join(map(gzip.compress, records)),
        b"".join(gzip.compress(one) + b"\x00" * 7 for one in records),
    ):
        path.write_bytes(data)
        assert [one.title for one in read(path)] == [f"Rain {n}" for n in range(5)]


def test_a_charset_that_only_the_server_says() -> None:
    body = "<title>Дождь идёт</title><p>Сегодня в городе целый день шёл дождь.".encode("cp866")
    (raw,), _ = run("warc", record(response(body, "Content-Type: text/html; charset=cp866")))
    assert raw.title == "Дождь идёт"


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "chunked", "chunked, left in the header"])
def test_encodings_of_the_transfer(encoding: str) -> None:
    import zlib

    html = PAGE.format(1).encode()
    if encoding == "gzip":
        payload = response(gzip.compress(html), "Content-Type: text/html\r\nContent-Encoding: gzip")
    elif encoding == "deflate":
        payload = response(
            zlib.compress(html), "Content-Type: text/html\r\nContent-Encoding: deflate"
        )
    else:
        body = b"%x\r\n%b\r\n0\r\n\r\n" % (len(html), html) if encoding == "chunked" else html
        payload = response(body, "Content-Type: text/html\r\nTransfer-Encoding: chunked")
    (raw,), errors = run("warc", record(payload))
    assert (raw.title, errors) == ("Rain 1", [])


def test_content_encodings_one_in_the_other_and_unknown_ones() -> None:
    html = PAGE.format(1).encode()
    zstd = compression._zstd().compress
    raws, errors = run(
        "warc",
        b"".join(
            record(response(body, f"Content-Type: text/html\r\nContent-Encoding: {coding}"))
            for body, coding in (
                (zstd(html), "zstd"),
                (zstd(gzip.compress(html)), "gzip, zstd"),
                (zstd(html)[:-9], "zstd"),
                (b"\x8b\x02\x80" * 9, "br"),
                (zstd(b"\0" * (65 << 20)), "zstd"),
                (html, "br"),  # the archive expanded it and left the header
            )
        ),
    )
    assert [raw.title for raw in raws] == ["Rain 1"] * 3
    assert [error.record for error in errors] == [
        f"record {number} (https://a.example/x)" for number in (3, 4, 5)
    ]
    assert "damaged" in errors[0].reason
    assert errors[1].reason == "a page in the content encoding 'br', which is not read"
    assert "expands to more than 64 MiB" in errors[2].reason


def test_damaged_and_cut_members_are_told_and_passed_over() -> None:
    members = [gzip.compress(page(n)) for n in range(6)]
    flipped = bytearray(members[1])
    flipped[40] ^= 0xFF
    members[1] = bytes(flipped)
    members[3] = members[3][: len(members[3]) // 2]
    members[4] += b"noise that is no member"
    raws, errors = run("warc", b"".join(members))
    assert [raw.title for raw in raws] == ["Rain 0", "Rain 2", "Rain 4", "Rain 5"]
    assert [error.record for error in errors] == [
        "record 2", "record 4", "record 6",
    ]  # fmt: skip
    assert all("gzip" in error.reason for error in errors)
    raws, errors = run("warc", b"".join(members)[:-20])
    assert "end too early" in errors[-1].reason


def test_damaged_plain_records_are_told_and_passed_over() -> None:
    wrong = record(response(b"<title>a</title>"), length=5)
    raws, errors = run(
        "warc", page(0) + wrong + page(1) + b"WARC/1.0\r\nno length\r\n\r\n" + page(2)
    )
    assert [raw.title for raw in raws] == ["Rain 0", "Rain 1", "Rain 2"]
    assert len(errors) == 2


def test_a_warc_without_pages_says_what_it_holds() -> None:
    _, (error,) = run("warc", record(b"a", "request") + record(response(b"x", "Content-Type: a/b")))
    assert error.reason == "no page in this WARC file (records: 1 request, 1 response of type a/b)"


def test_bombs_in_a_warc_stay_bounded() -> None:
    zeros = b"\x00" * (70 << 20)
    content = record(
        response(gzip.compress(zeros, 1), "Content-Type: text/html\r\nContent-Encoding: gzip")
    )
    outside = gzip.compress(record(zeros), 1)
    del zeros
    tracemalloc.start()
    raws, errors = run("warc", gzip.compress(content) + outside + gzip.compress(page(1)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [raw.title for raw in raws] == ["Rain 1"]
    assert "expands to more than 64 MiB" in errors[0].reason
    assert "more than 64 MiB" in errors[1].reason
    assert peak < 300 << 20


# Letters


def test_mbox_sample() -> None:
    letter, note = list(read(WIRE / "morning-tide.mbox"))
    assert letter.title == "The goat on the roof – and how it got down"
    assert letter.id == "20260501-morning@harbourwire.example"
    assert (letter.source, letter.authors) == ("The Morning Tide", ())
    assert letter.url == "https://harbourwire.example/tide/2026-05-01"
    assert letter.body.count("\n\n") == 1
    assert letter.body.endswith("was due for washing.")
    assert letter.date is not None
    assert letter.date.isoformat() == "2026-05-01T06:00:00+02:00"
    assert (note.source, note.authors) == ("velta.example", ("Piers Tolland",))
    assert note.body.count("\n\n") == 1
    assert "in which they reach ships" in note.body
    assert "\n\nFrom the quay it looks" in note.body
    assert note.body.endswith("the one has to row.")  # without the signature


def test_words_of_a_subject_in_wild_encodings() -> None:
    for written, title in (
        ("=?utf-8?Q?Ca?=\n =?utf-8?Q?f=C3=A9?=", "Café"),
        ("=?iso-8859-1?q?Caf=E9?= now", "Café now"),
        ("=?utf-8?B?0JTQvtGJ?=", "Дощ"),
        ("=?utf-8?B?0JTQvtGJ", "=?utf-8?B?0JTQvtGJ"),
        ("=?nonsense?Q?Caf=C3=A9?=", "Café"),
        ("Café", "Café"),
    ):
        (raw,), _ = run("mail", f"From: a\nSubject: {written}\nMIME-Version: 1.0\n\nb".encode())
        assert raw.title == title


def test_messages_without_text_and_too_large_ones_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "LARGEST_MESSAGE", 1000)
    start = b"From a Fri May  1 06:00:12 2026\nFrom: a\nSubject: s%d\n\n"
    data = (
        start % 1 + b"text\n\n" + start % 2 + b"\n\n" + start % 3 + b"x" * 2000 + b"\n\n"
        + start % 4 + b"text\n"
    )  # fmt: skip
    raws, errors = run("mail", data)
    assert [raw.title for raw in raws] == ["s1", "s4"]
    assert [error.record for error in errors] == ["message 2", "message 3"]


def test_nested_parts_stay_bounded() -> None:
    part = b"--x\nContent-Type: multipart/mixed; boundary=x\n\n"
    for depth in (100, 1_900, 100_000):
        head = b"From: a\nSubject: s\nContent-Type: multipart/mixed; boundary=x\n\n"
        _, (error,) = run("mail", head + part * depth)
        assert error.record == "message 1"


# Limits


def test_a_slow_record_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits.Deadline.__init__, "__defaults__", (-1.0,))
    items = "<item><title>a</title>" + "<b>x</b>" * 5_000 + "</item><item><title>b</title></item>"
    raws, (error,) = run("feed", f"<rss><channel>{items}</channel></rss>".encode())
    assert [raw.title for raw in raws] == ["b"]
    assert error.record == "item 1"
    assert "seconds" in error.reason


def test_a_large_record_is_given_up_and_the_next_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_records, "LARGEST_MARKUP", 200_000)
    monkeypatch.setattr(xml_records, "CHUNK", 1_000)
    item = b"<item><title>%d</title>%b</item>"
    feed = b"<rss><channel>" + item % (1, b"") + item % (2, b"x" * 500_000) + item % (3, b"")
    raws, (error,) = run("feed", feed)
    assert [raw.title for raw in raws] == ["1", "3"]
    assert error.record == "item 2"


def test_records_do_not_depend_on_where_the_file_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    feed = b"<?xml version='1.0'?><rss><channel><title>T</title>" + b"".join(
        b"<item a='>'><title><![CDATA[</item>%d]]></title><!-- <item> --></item >\n" % n
        for n in range(40)
    )
    expected = [(raw.title, raw.source) for raw in run("feed", feed)[0]]
    assert len(expected) == 40
    for size in (130, 257, 1_001):
        monkeypatch.setattr(xml_records, "CHUNK", size)
        assert [(raw.title, raw.source) for raw in run("feed", feed)[0]] == expected


def test_members_are_known_by_their_first_bytes() -> None:
    assert warc_bytes.is_gzip_warc(gzip.compress(page(1)))
    assert not warc_bytes.is_gzip_warc(gzip.compress(b"{}"))
    assert not warc_bytes.is_gzip_warc(b"\x1f\x8b\x08\xff")
