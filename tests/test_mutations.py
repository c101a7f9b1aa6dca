"""Damaged input of every format: no crash, no hang, only `ReadError`.

A short form of `mutations.py`, which runs it long: ``NEWSEARCH_MUTATIONS=100000`` does so here.
With ``NEWSEARCH_DATA`` samples are taken from collections of real news too.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import mutations
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsearch.ingest.formats import FORMATS

RUNS = int(os.environ.get("NEWSEARCH_MUTATIONS", "600"))
DATA = os.environ.get("NEWSEARCH_DATA")
SAMPLES = mutations.samples(Path(DATA) if DATA else None)


def test_every_format_has_samples() -> None:
    assert {form.name for form in FORMATS} < set(mutations.TARGETS)
    assert [name for name, samples in SAMPLES.items() if not samples] == []


@pytest.mark.parametrize("name", mutations.TARGETS)
def test_damaged_samples(name: str) -> None:
    runs = RUNS // len(mutations.TARGETS)
    tally = mutations.Tally()
    for tally in mutations.run(name, SAMPLES[name], "test", runs):  # noqa: B007
        pass
    assert tally.runs == runs
    assert tally.articles > 0  # most damage leaves something to read


@pytest.mark.slow
@pytest.mark.parametrize("name", mutations.TARGETS)
def test_floods(name: str) -> None:
    runs = 2 * len(mutations.PIECES)
    assert sum(1 for _ in mutations.run(name, SAMPLES[name], "flood", runs, 200_000)) == runs


@pytest.mark.parametrize("name", mutations.TARGETS)
@settings(max_examples=8, deadline=None)
@given(st.binary(max_size=3000) | st.text(max_size=1000).map(lambda text: text.encode()))
def test_any_bytes(name: str, data: bytes) -> None:
    mutations.TARGETS[name](data)


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
        ("xml", b"<a><title>b</title><text>c</text>" + b"<x><title>" * 50_000),
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
        ("csv", b'title,text\r"a' + b"\r" * 100_000),
        ("text", b"a\n" * 1_000_000),
        ("text", b"a\r" * 1_000_000),
        ("text", b"# x\n" + b"[" * 500_000),
        ("text", b"# x\n" + b"[a](" * 200_000),
        ("text", b"-- x\n" * 300_000),
        ("text", b"a line of text that a program wrapped at seventy characters, or so\n" * 60_000),
        ("text", b"&amp;" * 1_000_000),
        ("text", b"a" + b"\xcc\x81\xcc\xa3" * 300_000),
        ("text", b"Rain\n\nBy" + b" " * 500_000 + b"x\n\nIt rained."),
        ("html", b"".join(b"<font color=%d>x<p>" % number for number in range(9_000))),
        ("html", b"<div></x>" * 200_000),
        ("html", (b"<div>" * 2900 + b"</div>" * 2900) * 50),
        ("html", b"<select>" + b"<option>x" * 200_000),
        ("html", b"<b><i><u><p>x</b></i></u>" * 100_000),
        ("html", b"<table><tr><td>x" * 50_000),
        ("html", b"<title>a" + b" | b" * 200_000),
        ("html", b"<p>" + b"&amp;" * 2_000_000),
    ],
)
def test_hostile_files(name: str, data: bytes) -> None:
    start = time.process_time()
    mutations.TARGETS[name](data)
    assert time.process_time() - start < mutations.LONGEST
