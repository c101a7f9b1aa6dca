"""Damaged input of every format: no crash, no hang, only `ReadError`.

A short form of a run of some ten thousand damaged files; `NEWSEARCH_MUTATIONS=25000` runs it long.
"""

from __future__ import annotations

import gzip
import io
import os
import random
import time
from pathlib import Path

import pytest

from newsearch.errors import ReadError
from newsearch.ingest.formats import HEAD, find_format, format_named
from newsearch.ingest.normalise import normalise

CORPUS = Path(__file__).parent.parent / "corpus"
SAMPLES = {
    "nitf": "wire/ferry.nitf.xml",
    "newsml": "wire/bakery.newsml.xml",
    "newsml-g2": "wire/observatory.newsml-g2.xml",
    "ninjs": "wire/orchard.ninjs.json",
    "iptc7901": "wire/velta-7901.txt",
    "anpa": "wire/velta-1312.anpa",
    "reuters": "wire/velta-archive.sgm",
    "warc": "wire/karsholt-courier.warc.gz",
    "mail": "wire/morning-tide.mbox",
    "feed": "feeds/harbour-wire.rss.xml",
    "xml": "feeds/techtide.atom.xml",
}
RUNS = int(os.environ.get("NEWSEARCH_MUTATIONS", "600")) // len(SAMPLES)
LONGEST = 5.0  # seconds
PIECES = [
    b"<", b">", b'"', b"'", b"&", b"&#x0;", b"&#99999999;", b"&lol;", b"\0", b"\x01", b"\x02",
    b"\x03", b"\x1f", b"\xff", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<?", b"<!DOCTYPE a [",
    b"{", b"[", b"}", b"\n\n", b"\r\n\r\n", b"--=_tide\n", b"=?utf-8?B?===?=", b"=?x?Q?=zz?=",
    b'Content-Type: multipart/mixed; boundary="x"\n', b"WARC/1.0\r\n", b"Content-Length: -1\r\n",
    b"Content-Length: 99999999999\r\n", b"\x1f\x8b\x08", b"From a 10:00\n", b"9" * 400,
    b"\xed\xa0\x80", b"1e999", b"null", b"<p>" * 50, b"</p>", b"<item>", b"</nitf>", b"<entry/>",
]  # fmt: skip


def damaged(sample: bytes, chance: random.Random) -> bytes:
    """The sample cut, with flipped bits, controls, pieces put in, doubled and taken out."""
    data = bytearray(sample)
    for _ in range(chance.choice((1, 1, 2, 4, 10, 40))):
        kind, at = chance.randrange(7), chance.randrange(len(data) + 1)
        if kind == 0:
            del data[at:]
        elif kind == 1 and data:
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        elif kind == 2:
            del data[at : at + chance.randrange(1, 200)]
        elif kind == 3:
            start = chance.randrange(len(data) + 1)
            data[at:at] = data[start : start + chance.randrange(500)]
        elif kind == 4:
            data[at:at] = bytes(chance.randrange(32) for _ in range(chance.randrange(20)))
        elif kind == 5:
            data[at:at] = chance.choice(PIECES) * chance.choice((1, 3, 300))
        else:
            data[at:at] = b"<a " + b'b="c" ' * chance.choice((1, 500)) + b">"
    return bytes(data)


def read_all(name: str, data: bytes) -> None:
    """Reads data as a format; anything but records and `ReadError` fails the test."""
    for found in format_named(name).read(io.BytesIO(data), "in"):
        if not isinstance(found, ReadError):
            try:
                normalise(found)
            except ValueError as error:
                assert str(error) == "no title and no body"


@pytest.mark.parametrize("name", SAMPLES)
def test_damaged_files(name: str) -> None:
    sample = (CORPUS / SAMPLES[name]).read_bytes()
    samples = [sample, gzip.decompress(sample)] if name == "warc" else [sample]
    chance = random.Random(name)
    for _ in range(RUNS):
        data = damaged(chance.choice(samples), chance)
        start = time.perf_counter()
        read_all(name, data)
        assert time.perf_counter() - start < LONGEST
        try:
            find_format(data[:HEAD])
        except ValueError as error:
            assert str(error)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("nitf", b"<nitf>" + b"<p>" * 100_000),
        ("nitf", b'<nitf a="' + b"x" * 2_000_000 + b'">'),
        ("nitf", b"<nitf " + b"a " * 500_000 + b">"),
        ("nitf", b"<nitf>" + b"<a " * 300_000),
        ("newsml", b"<NewsML>" + b"<NewsItem>" * 50_000),
        ("feed", b"<rss><item><title>" + b"&lt;div&gt;" * 200_000),
        ("feed", b"<rss>" + b"<item>" * 10_000),
        ("reuters", b"<REUTERS>" * 10_000),
        ("ninjs", b"[" * 1_000_000),
        ("ninjs", b'{"headline":' * 100_000),
        ("iptc7901", b"\x01" * 50_000),
        ("anpa", b"\x01W2870\x1fasian\nf l\x02" + b"^a\n" * 20_000),
        ("mail", b"From: a\nReceived: x\n" + b"X: y\n" * 100_000),
        ("mail", b"From: a\nContent-Type: text/html\n\n" + b"<div>" * 200_000),
        ("mail", b"From: " + b"(a " * 50_000 + b"\nReceived: x\n\nabc"),
        ("warc", b"WARC/1.0\r\n" + b"X: y\r\n" * 200_000),
        ("warc", b"\n" * 1_000_000),
        ("warc", b"\x1f\x8b\x08" * 50_000),
    ],
)
def test_hostile_files(name: str, data: bytes) -> None:
    start = time.perf_counter()
    read_all(name, data)
    assert time.perf_counter() - start < LONGEST
