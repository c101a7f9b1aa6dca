"""What input may cost, and what it may name: memory, handles, archives, links, addresses."""

from __future__ import annotations

import gzip
import io
import json
import os
import struct
import subprocess
import sys
import tarfile
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from newsearch import ReadError, read, read_html, read_text
from newsearch.ingest import archives, compression, html_parsing, limits, reading
from newsearch.ingest.html import parse_html
from newsearch.ingest.zip_members import entries

LINE = b'{"title": "Rain stops", "body": "It stopped at noon."}\n'


def found(path: Path, data: bytes) -> tuple[list[str], list[ReadError]]:
    path.write_bytes(data)
    errors: list[ReadError] = []
    return [article.title for article in read(path, on_error=errors.append)], errors


def tar_header(kind: bytes, size: int, name: str = "x") -> bytes:
    info = tarfile.TarInfo(name)
    info.type, info.size = kind, size
    return info.tobuf(tarfile.GNU_FORMAT)


def tar_of(*names: str) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name in names:
            info = tarfile.TarInfo(name)
            info.size = len(LINE)
            archive.addfile(info, io.BytesIO(LINE))
    return out.getvalue()


# One page


def test_a_page_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits.Deadline.__init__, "__defaults__", (-1.0,))
    with pytest.raises(ReadError, match="more than -1 seconds") as caught:
        read_html("<p>Rain.</p>", "https://coast.example/a")
    assert caught.value.path == "https://coast.example/a"


def test_a_file_that_takes_too_long_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits.Deadline.__init__, "__defaults__", (-1.0,))
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("one.html", "<html><p>Rain.</p>")
        archive.writestr("two.jsonl", LINE)
    titles, (error,) = found(tmp_path / "b.zip", (tmp_path / "a.zip").read_bytes())
    assert titles == ["Rain stops"]
    assert (error.path, error.record) == (str(tmp_path / "b.zip"), "member one.html")


def test_a_text_beyond_all_bounds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST_RECORD", 10)
    with pytest.raises(ReadError, match="in one article"):
        read_text("Rain stops at noon.")


def test_a_page_is_cut_where_the_parser_would_be_long(monkeypatch: pytest.MonkeyPatch) -> None:
    paragraph = "<p>The ferry sailed at dawn, and the master said that it would be back.</p>"
    whole = parse_html(f"<h1>Ferry</h1>{paragraph * 4000}")
    assert "truncated" not in whole.extra
    monkeypatch.setattr(html_parsing, "MAX_PARSING", -1.0)
    cut = parse_html(f"<h1>Ferry</h1>{paragraph * 4000}")
    assert cut.extra["truncated"] is True
    assert whole.body is not None
    assert cut.body is not None
    assert whole.body.startswith(cut.body)
    assert 100 < cut.body.count("\n\n") < html_parsing.FIRST_TAGS // 2


def test_formatting_elements_that_nobody_closes_end_a_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Anywhere in it: parsed, this page would be a tree of a quarter of a million nodes."""
    monkeypatch.setattr(html_parsing, "MAX_REOPENED", 10_000)
    unclosed = "".join(f'<b id="{number}>">' for number in range(500))
    page = "<p>The ferry sailed." * 1500 + unclosed + "<p>It came back." * 500
    tree, rest = html_parsing.parse(page)
    assert tree.body is not None
    assert len(tree.css("b")) < 11_000
    assert page.endswith(rest) and rest.startswith("<")
    assert len(rest) > 1000
    again = "<p><b class=lead>Ferry" * 1000  # alike: three are opened anew
    assert html_parsing.parse(again)[1] == ""
    assert parse_html(f"<h1>Ferry</h1>{page}").extra["truncated"] is True


def test_what_a_fragment_does_not_parse_keeps_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    from newsearch.ingest.markup import plain_text

    monkeypatch.setattr(html_parsing, "MAX_PARSING", -1.0)
    words = [f"word{number}" for number in range(5000)]
    assert plain_text("<p>".join(["", *words])).split() == words


# Many pages


@pytest.mark.parametrize("count", [3_000, pytest.param(30_000, marks=pytest.mark.slow)])
@pytest.mark.parametrize("kind", ["warc", "zip", "jsonl"])
def test_pages_are_streamed(tmp_path: Path, kind: str, count: int) -> None:
    """In a process of its own: what is resident after the first part is there at the end."""
    path = tmp_path / f"pages.{kind}"
    page = "<html><title>Ferry {0}</title><p>Ferry {0} sailed at dawn, and came back at night.</p>"
    if kind == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            for number in range(count):
                archive.writestr(f"{number:0200}.html", page.format(number))
    else:
        with path.open("wb") as file:
            for number in range(count):
                written = page.format(number)
                http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{written}"
                head = f"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {len(http)}\r\n\r\n"
                if kind == "warc":
                    file.write(gzip.compress(f"{head}{http}\r\n\r\n".encode(), 1))
                else:
                    record = {"title": f"Ferry {number}", "content": written}
                    file.write(json.dumps(record).encode() + b"\n")
    program = (
        "import os, sys\nfrom newsearch import read\n"
        "def used():\n"
        "    pages = int(open('/proc/self/statm').read().split()[1])\n"
        "    return pages * os.sysconf('SC_PAGE_SIZE') >> 10, len(os.listdir('/proc/self/fd'))\n"
        "for number, article in enumerate(read(sys.argv[1])):\n"
        f"    if number == {count // 3}: before = used()\n"
        "print(number + 1, *before, *used())\n"
    )
    if not Path("/proc/self/statm").exists():
        pytest.skip("no /proc on this system")
    root = str(Path(__file__).parent.parent)
    environment = {**os.environ, "PYTHONPATH": root}
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], env=environment, capture_output=True, check=True
    )
    read_, kib, handles, kib_after, handles_after = map(int, done.stdout.split())
    assert read_ == count
    assert handles_after <= handles
    assert kib_after - kib < 4 << 10


def test_the_directory_of_a_zip_is_not_held(tmp_path: Path) -> None:
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(5_000):
            archive.writestr(f"{number}.txt", "")
    with path.open("rb") as file:
        tracemalloc.start()
        assert sum(1 for _ in entries(file)) == 5_000
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 2 << 20


# Archives


@pytest.mark.parametrize(
    ("compression_type", "where"),
    [(zipfile.ZIP_STORED, 0), (zipfile.ZIP_DEFLATED, 0), (zipfile.ZIP_BZIP2, 500)],
)
def test_zip_archives_of_every_shape(tmp_path: Path, compression_type: int, where: int) -> None:
    out = io.BytesIO(b"x" * where)  # behind a program that unpacks it
    out.seek(0, os.SEEK_END)
    with zipfile.ZipFile(out, "a", compression_type) as archive:
        archive.comment = b"a comment"
        archive.writestr("folder/", b"")
        archive.writestr("ünïcode.jsonl", LINE)
        with archive.open(zipfile.ZipInfo("64.jsonl"), "w", force_zip64=True) as member:
            member.write(LINE * 9)
    out.seek(0)
    every = list(entries(out))
    assert [entry.name for entry in every] == ["folder/", "ünïcode.jsonl", "64.jsonl"]
    assert [entry.regular for entry in every] == [False, True, True]
    assert [entry.size for entry in every] == [0, len(LINE), 9 * len(LINE)]
    if not where:
        assert found(tmp_path / "a.zip", out.getvalue()) == (["Rain stops"] * 10, [])


def test_zip_members_that_cannot_be_read_are_told_and_the_next_read(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("lzma", "encrypted", "checksum", "place", "whole"):
            kind = zipfile.ZIP_LZMA if name == "lzma" else zipfile.ZIP_DEFLATED
            archive.writestr(f"{name}.jsonl", LINE * 3, kind)
    data = bytearray(out.getvalue())
    for name, field, change in (("encrypted", 8, 1), ("checksum", 16, 255), ("place", 44, 64)):
        at = data.index(name.encode(), data.index(b"PK\x01\x02")) - 46
        data[at + field] ^= change
    titles, errors = found(tmp_path / "a.zip", bytes(data))
    assert titles[-3:] == ["Rain stops"] * 3
    reasons = {(error.record or "").split(".")[0][7:]: error.reason for error in errors}
    assert reasons == {
        "lzma": "a member packed by method 14, which is not read",
        "encrypted": "an encrypted member",
        "checksum": "a damaged archive member: another checksum than its directory says",
        "place": "a damaged member: no header where the directory says",
    }


def test_members_that_overlap_are_bounded_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """David Fifield, "A better zip bomb" (WOOT 2019): one member named by many entries."""
    monkeypatch.setattr(compression, "FREE_EXPANSION", 1 << 20)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.jsonl", LINE + (b" " * 999 + b"\n") * 300)
    data = out.getvalue()
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    directory = data[start:end] * 200
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 200, 200, len(directory), start, 0)
    titles, errors = found(tmp_path / "a.zip", data[:start] + directory + tail)
    assert len(titles) < 30
    assert errors
    assert all("more than 250 times" in error.reason for error in errors)


def test_layers_are_bounded_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compression, "FREE_EXPANSION", 1 << 20)
    once = gzip.compress((LINE[:-1] + b" " * 1000 + b"\n") * 10_000)
    twice = gzip.compress(once)
    reason = found(tmp_path / "a", twice)[1][0].reason
    assert len(twice) < len(once) // 5
    assert reason.startswith(f"{len(twice)} bytes of compressed data expand to more than 250")


def test_tar_headers_are_bounded(tmp_path: Path) -> None:
    news = tar_of("a.jsonl")
    for kind in (tarfile.GNUTYPE_LONGNAME, tarfile.XHDTYPE, tarfile.XGLTYPE):
        large = tar_header(kind, 1 << 30) + bytes(1 << 20)
        assert "a tar header of 1,073,741,824 bytes" in found(tmp_path / "a", large)[1][0].reason
        chain = (tar_header(kind, 8) + b"8 a=bcd\n".ljust(512, b"\0")) * 3000
        assert found(tmp_path / "a", chain + news)[1][0].reason.startswith("damaged tar")
    sparse = bytearray(tar_header(tarfile.GNUTYPE_SPARSE, len(LINE)))
    sparse[386:410] = b"%011o\0%011o\0" % (0, len(LINE))
    sparse[483:495] = b"\x80" + (1 << 40).to_bytes(11, "big")  # a terabyte of zeros
    sparse[148:156] = b" " * 8
    sparse[148:156] = b"%06o\0 " % sum(sparse)
    assert found(tmp_path / "a", bytes(sparse) + LINE.ljust(512, b"\0") + news)[0] == ["Rain stops"]


def test_too_many_members(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_MEMBERS", 2)
    titles, (error,) = found(tmp_path / "a", tar_of("a.jsonl", "b.jsonl", "c.jsonl"))
    assert len(titles) == 2
    assert "more than 2 members" in error.reason


# Nothing names a file


def test_names_and_links_in_archives_open_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret.jsonl"
    secret.write_bytes(LINE.replace(b"Rain stops", b"Secret"))
    names = [str(secret), "../secret.jsonl", "*.jsonl", "C:\\secret.jsonl", "-"]
    folder = tmp_path / "in"
    folder.mkdir()
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE):
            info = tarfile.TarInfo("link.jsonl")
            info.type, info.linkname = kind, str(secret)
            archive.addfile(info)
    assert found(folder / "a.tar", out.getvalue()) == ([], [])
    assert found(folder / "b.tar", tar_of(*names)) == (["Rain stops"] * 5, [])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        for name in names:
            zipped.writestr(name, LINE)
        link = zipfile.ZipInfo("link.jsonl")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        zipped.writestr(link, str(secret))
    assert found(folder / "c.zip", out.getvalue()) == (["Rain stops"] * 5, [])


def test_markup_opens_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("The secret of the harbour.")
    address = secret.as_uri()
    doctype = (
        f'<!DOCTYPE {{0}} [<!ENTITY a SYSTEM "{address}"><!ENTITY % b SYSTEM "{address}">%b;]>'
    )
    documents = [
        f"{doctype.format('rss')}<rss><item><title>A &a; b</title><description>&a;</description>"
        f'<xi:include href="{address}"/></item></rss>',
        f"{doctype.format('nitf')}<nitf><body><hedline><hl1>A &a; b</hl1></hedline><body.content>"
        f"<p>&a;</p></body.content></body></nitf>",
        f'<html><head><title>A b</title><base href="{address}"></head><body><p>Words, and more of '
        f'them, and then some more of them again.</p><iframe src="{address}"></iframe>'
        f'<object data="{address}"></object><link rel=import href="{address}">'
        f'<script src="{address}"></script></body></html>',
        f'{{"title": "A b", "body": "@{address}", "url": "{address}", "$ref": "{address}"}}',
        f"-- A b\n-- {address}\n\n![x]({address})\n\n@{secret}\n",
        f"---\ntitle: A b\nbody: !!python/object/apply:os.system ['{secret}']\n---\nText.\n",
    ]
    for number, document in enumerate(documents):
        errors: list[ReadError] = []
        path = tmp_path / f"{number}"
        path.write_text(document)
        articles = list(read(path, on_error=errors.append))
        assert (len(articles), errors) == (1, []), document
        assert "secret of the harbour" not in repr(articles)


def test_names_of_files_are_no_patterns(tmp_path: Path) -> None:
    for name in ("[ab].jsonl", "a.jsonl", "?.jsonl"):
        (tmp_path / name).write_bytes(LINE)
    assert len(list(read(tmp_path))) == 3
    assert len(list(read(tmp_path / "[ab].jsonl"))) == 1  # the file of that name
