"""A file cut into portions gives what the whole gives: articles, errors and reports, in order."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import random
import tarfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from newsearch.errors import ReadError
from newsearch.ingest import compression, files, portions, warc_bytes
from newsearch.ingest.accounts import InputReport, Tell
from newsearch.ingest.files import open_file
from newsearch.ingest.portions import Portion
from newsearch.ingest.reading import read_to_index
from newsearch.workers import JoinedReports

WORDS = ("harbour", "ferry", "quay", "tide", "gull", "rope", "anchor", "lamp", "pilot", "chart")


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that files of some kilobytes have many places."""
    for module, name in (
        (portions, "CHUNK"),
        (files, "BUFFER"),
        (files, "HEAD"),
        (compression, "CHUNK"),
        (warc_bytes, "CHUNK"),
    ):
        monkeypatch.setattr(module, name, 1024)


def text(number: int) -> str:
    choose = random.Random(number)
    count = choose.randrange(5, 120)
    return " ".join(f"{choose.choice(WORDS)} {choose.randrange(10**9)}" for _ in range(count))


def lines() -> bytes:
    """Lines of all lengths, blank ones, bad ones, one that is longer than a portion."""
    written = []
    for number in range(150):
        record = {"title": f"Ferry {number}", "body": text(number)}
        written.append(json.dumps(record).encode())
        if number % 13 == 0:
            written.append(b'{"title": "cut')
        if number % 29 == 0:
            written.append(b"\r")
        if number == 70:
            written.append(json.dumps({"title": "long", "body": text(1) * 150}).encode())
    return b"\n".join(written)


def page(number: int) -> bytes:
    html = f"<html><title>Ferry {number}</title><body><h1>Ferry {number}</h1><p>{text(number)}</p>"
    payload = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + html.encode()
    head = f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/{number}\r\n"
    return f"{head}Content-Length: {len(payload)}\r\n\r\n".encode() + payload + b"\r\n\r\n"


def web_archive() -> list[bytes]:
    records = []
    for number in range(60):
        records += [page(number).replace(b"response", b"request", 1), page(number)]
    records[40] = records[40].replace(b"Content-Length", b"Content-Lengths")
    return records


def members() -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for number in range(60):
        record = {"title": f"Ferry {number}", "body": text(number)}
        found[f"{number}.jsonl"] = (json.dumps(record).encode() + b"\n{bad\n") * (number % 4)
        found[f"logo-{number}.png"] = b"\x89PNG" * number
    return found


def tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in members().items():
            header = tarfile.TarInfo(name)
            header.size = len(data)
            archive.addfile(header, io.BytesIO(data))
    return out.getvalue()


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members().items():
            archive.writestr(name, data)
    return out.getvalue()


def flipped(data: bytes) -> bytes:
    """Damaged two thirds through."""
    changed = bytearray(data)
    at = len(data) * 2 // 3
    changed[at : at + 40] = bytes(byte ^ 0xFF for byte in changed[at : at + 40])
    return bytes(changed)


FILES: dict[str, Callable[[], bytes]] = {
    "lines.jsonl": lines,
    "lines.jsonl.gz": lambda: gzip.compress(lines(), 1),
    "lines.jsonl.bz2": lambda: bz2.compress(lines()),
    "lines.jsonl.xz": lambda: lzma.compress(lines()),
    "streams.jsonl.gz": lambda: b"".join(
        gzip.compress(line + b"\n") for line in lines().split(b"\n")
    ),
    "cut.jsonl.gz": lambda: gzip.compress(lines(), 1)[:-3000],
    "flipped.jsonl.gz": lambda: flipped(gzip.compress(lines(), 1)),
    "warc": lambda: b"".join(web_archive()),
    "members.warc.gz": lambda: b"".join(map(gzip.compress, web_archive())),
    "one-member.warc.gz": lambda: gzip.compress(b"".join(web_archive())),
    "flipped.warc": lambda: flipped(b"".join(web_archive())),
    "flipped.warc.gz": lambda: flipped(b"".join(map(gzip.compress, web_archive()))),
    "tar": tar,
    "tar.gz": lambda: gzip.compress(tar()),
    "cut.tar": lambda: tar()[:40_000],
    "cut.tar.gz": lambda: gzip.compress(tar())[:-900],
    "flipped.tar": lambda: flipped(tar()),
    "zip": zipped,
    "flipped.zip": lambda: flipped(zipped()),
    "page": lambda: page(1)[page(1).index(b"<html") :],
}


def read(path: Path, bounds: list[int]) -> list[object]:
    """All that is told of a file whose portions end at `bounds`, in order."""
    told: list[object] = []
    joined = JoinedReports(told.append)
    tell = Tell(lambda error: told.append(str(error)), joined)
    if not bounds:
        parts: list[Portion | None] = [None]
    else:
        ends = zip([0, *bounds], [*bounds, None], strict=True)
        parts = [Portion(start, stop) for start, stop in ends]
    for part in parts:
        for one in open_file(str(path), tell, None, part):
            for article in read_to_index(one, tell):
                body = article.body
                told.append((article.title, body if isinstance(body, str) else body.decode()))
    return told


@pytest.mark.parametrize("name", FILES)
def test_portions_give_what_the_whole_gives(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name]())
    whole = read(path, [])
    assert any(isinstance(one, tuple) for one in whole)
    size = path.stat().st_size
    shared = 0
    for seed in range(12):
        choose = random.Random(seed)
        bounds = sorted(choose.randrange(1, size + 9) for _ in range(1 + seed % 4))
        assert read(path, bounds) == whole, bounds
        last = open_last(path, bounds[0])
        shared += 0 < last < sum(isinstance(one, tuple) for one in whole)
    assert shared or name == "page"


def open_last(path: Path, start: int) -> int:
    """How many articles begin behind `start`."""
    tell = Tell(lambda error: None)
    return sum(
        len(list(read_to_index(one, tell)))
        for one in open_file(str(path), tell, None, Portion(start, None))
    )


def test_an_error_and_a_report_keep_their_order(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_bytes(lines())
    told = read(path, [1000, 2000])
    (report,) = [one for one in told if isinstance(one, InputReport)]
    assert report == InputReport(str(path), None, "jsonl", 151)
    assert told[-1] is report
    assert str(ReadError(str(path), "x", "line 2")).rpartition(":")[0] in str(told[1])


def test_blank_lines_are_passed_over_by_the_buffer(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    good = b'{"title": "Ferry", "body": "It sails."}\n'
    path.write_bytes(good + b" \t\r\n\n" * 900_000 + b"  " + good + b"\n\n{bad\n\n" + good)
    started = time.process_time()
    told = read(path, [])
    assert time.process_time() - started < 2  # it took ten seconds and more
    assert len(told) == 5
    assert f"{path}, line 1800005: not JSON" in str(told[2])
