"""Paths, compression, archives, formats and encodings: from bytes on disk to articles."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import logging
import lzma
import os
import random
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from newsearch.errors import ReadError
from newsearch.ingest import compression, files, formats, read_articles, reading
from newsearch.ingest.accounts import Tell
from newsearch.ingest.encoding import decode, is_binary
from newsearch.ingest.files import open_inputs
from newsearch.ingest.formats import FORMATS, find_format


def lines(*titles: str) -> bytes:
    return b"".join(json.dumps({"title": t, "body": "Words."}).encode() + b"\n" for t in titles)


def titles(*paths: Path | str, **options: object) -> tuple[list[str], list[ReadError]]:
    errors: list[ReadError] = []
    found = read_articles(paths, on_error=errors.append, detect=False, **options)  # type: ignore[arg-type]
    return [article.title for article in found], errors


def zstd_compress(data: bytes) -> bytes:
    return compression._zstd().compress(data)  # type: ignore[no-any-return]


COMPRESSORS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstd_compress,
}


def tar(members: dict[str, bytes], mode: str = "w") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


# Paths


def test_folders_are_read_in_sorted_order_without_what_is_no_news(tmp_path: Path) -> None:
    for name in ("b/2.jsonl", "b/1.jsonl", "a.jsonl", "c.JSONL", ".hidden.jsonl", ".git/x.jsonl",
                 "script.py", "photo.png", "b/old.jsonl~"):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(lines(name))
    assert titles(tmp_path) == (["a.jsonl", "b/1.jsonl", "b/2.jsonl", "c.JSONL"], [])
    assert titles(tmp_path / "script.py")[0] == ["script.py"]  # what is named is tried


def test_globs(tmp_path: Path) -> None:
    for name in ("a/1.jsonl", "a/b/2.jsonl", "a/b/3.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(lines(name))
    assert titles(f"{tmp_path}/a/**/*.jsonl")[0] == ["a/1.jsonl", "a/b/2.jsonl"]
    assert titles(f"{tmp_path}/[a]")[0] == ["a/1.jsonl", "a/b/2.jsonl", "a/b/3.txt"]
    (error,) = titles(f"{tmp_path}/*.none")[1]
    assert error.reason == "no file matches this pattern"


def test_a_missing_path_is_told_and_the_next_is_read(tmp_path: Path) -> None:
    good = tmp_path / "good.jsonl"
    good.write_bytes(lines("one"))
    found, errors = titles(tmp_path / "none", "", good)
    assert found == ["one"]
    assert [str(error) for error in errors] == [
        f"{tmp_path}/none: no such file or folder",
        ": no such file or folder",
    ]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_do_not_lead_out_of_a_folder(tmp_path: Path) -> None:
    outside, inside = tmp_path / "outside", tmp_path / "inside"
    outside.mkdir()
    inside.mkdir()
    (outside / "secret.jsonl").write_bytes(lines("secret"))
    (inside / "own.jsonl").write_bytes(lines("own"))
    (inside / "file.jsonl").symlink_to(outside / "secret.jsonl")
    (inside / "folder").symlink_to(outside)
    (inside / "loop").symlink_to(inside)
    os.mkfifo(inside / "pipe.jsonl")
    assert titles(inside) == (["own"], [])


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    for data in (
        lines("one", "two"),
        gzip.compress(lines("one", "two")),
        zipped({"a": lines("one", "two")}),
    ):
        read_end, write_end = os.pipe()
        os.write(write_end, data)
        os.close(write_end)
        with os.fdopen(read_end, "rb") as buffer:
            monkeypatch.setattr(sys, "stdin", type("Stdin", (), {"buffer": buffer}))
            assert titles("-") == (["one", "two"], [])


# Compression and archives


@pytest.mark.parametrize("suffix", COMPRESSORS)
def test_compressed_files(tmp_path: Path, suffix: str) -> None:
    compress = COMPRESSORS[suffix]
    path = tmp_path / f"news.jsonl.{suffix}"
    path.write_bytes(compress(lines("one")) + compress(lines("two")))
    assert titles(path) == (["one", "two"], [])
    path.write_bytes(compress(compress(lines("twice"))))
    assert titles(path) == (["twice"], [])

    noise = random.Random(7)  # so that half of the compressed file holds many whole lines
    many = lines(*(f"t{n} {noise.getrandbits(400):x}" for n in range(20_000)))
    packed = compress(many)
    path.write_bytes(packed[: len(packed) // 2])
    found, errors = titles(path)
    assert 0 < len(found) < 20_000
    assert "end too early" in errors[-1].reason
    path.write_bytes(packed[: len(packed) // 2] + b"\xaa" * 1000 + packed[len(packed) // 2 :])
    found, errors = titles(path)
    assert len(found) < 20_000
    assert errors


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:xz"])
def test_tar_archives(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "news.tar.any"
    page = b"<html><title>Page</title><h1>Page</h1><p>" + b"Words in a page. " * 30
    path.write_bytes(
        tar({"b/2.jsonl": lines("two"), "../a.jsonl.gz": gzip.compress(lines("one")),
             "x.png": b"\x89PNG",
             "page.html": page, "in.zip": zipped({"z.jsonl": lines("zip")}), "empty.txt": b"",
             "__MACOSX/q.jsonl": lines("q")}, mode)
    )  # fmt: skip
    found, errors = titles(path)
    assert found == ["two", "one", "Page", "zip"]
    assert [(error.path, error.record, error.reason) for error in errors] == [
        (str(path), "member empty.txt", "an empty file")
    ]


def test_errors_inside_archives_name_the_member(tmp_path: Path) -> None:
    path = tmp_path / "news.zip"
    path.write_bytes(zipped({"inner.tar": tar({"a.jsonl": b'{"title": "cut\n' + lines("good")})}))
    found, (error,) = titles(path)
    assert found == ["good"]
    assert error.record == "member inner.tar/a.jsonl, line 1"
    names = [one.name for one in open_inputs([path], pytest.fail)]
    assert names == [f"{path}/inner.tar/a.jsonl"]


def test_damaged_and_encrypted_archives(tmp_path: Path) -> None:
    path = tmp_path / "news.zip"
    whole = zipped({"a.jsonl": lines(*map(str, range(999)))})
    path.write_bytes(whole[: len(whole) // 2])
    assert "zip archive" in titles(path)[1][-1].reason
    changed = bytearray(whole)
    changed[200] ^= 255
    path.write_bytes(changed)
    assert titles(path)[1]
    secret = bytearray(whole)
    secret[whole.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(secret)
    assert "encrypted" in titles(path)[1][0].reason
    cut = tar({"a.jsonl": lines("one"), "b.jsonl": lines(*"abc" * 999)})
    path.write_bytes(cut[:5000])
    assert titles(path)[1]


def test_bombs_are_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compression, "FREE_EXPANSION", 1 << 20)

    path = tmp_path / "bomb"
    for pack in (*COMPRESSORS.values(), lambda data: zipped({"a.txt": data})):
        path.write_bytes(pack(b"a" * (8 << 20)))
        found, (error,) = titles(path)
        assert found == []
        assert "expand" in error.reason
    data = lines("deep")
    for _ in range(files.DEEPEST + 1):
        data = gzip.compress(data)
    path.write_bytes(data)
    assert "layers" in titles(path)[1][0].reason


def test_progress_in_bytes_of_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl.gz"
    path.write_bytes(gzip.compress(lines(*map(str, range(20_000)))))
    (one,) = (
        (one.size, list(reading.read_input(one, Tell(pytest.fail), detect=False)), one.position())
        for one in open_inputs([path], pytest.fail)
    )
    assert one[0] == one[2] == path.stat().st_size
    assert len(one[1]) == 20_000


# Formats and encodings


@pytest.mark.parametrize(
    ("head", "suffix", "expected"),
    [
        (b'{"title": "a"}\n{"title": "b"}\n', "", "jsonl"),
        (b'{"title": "a"}\n{"title": "b"}\n', ".json", "jsonl"),
        (b'{"title": "a"}', "", "json"),
        (b'{"title": "a', ".jsonl", "jsonl"),
        (b'\xef\xbb\xbf[{"title": "a"}]', ".txt", "json"),
        (b'{\n  "title": "a"\n}', "", "json"),
        (b'{"title": "' + b"x" * 70_000, "", "json"),
        (b"<?xml version='1.0'?>\n<!-- made -->\n<rss version='2.0'>", "", "feed"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'>", ".xml", "feed"),
        (b"<!DOCTYPE html>\n<html lang=en>", "", "html"),
        (b"<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html>", ".xml", "html"),
        (b"<p>A fragment", "", "html"),
        (b"A text that is called a page", ".html", "html"),
        (b"title,body,date\na,b,c\n", "", "csv"),
        (b"a\tb\n", ".tsv", "csv"),
        (b"Harbour reopens\n\nShips came back.", "", "text"),
        (b"{not json} begins this text", "", "text"),
        ("Гавань".encode("utf-16"), "", "text"),
        ('{"title": "a"}\n{"title": "b"}\n'.encode("utf-16"), "", "jsonl"),
    ],
)
def test_formats_are_found_by_content(head: bytes, suffix: str, expected: str) -> None:
    assert find_format(head, suffix).name == expected


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        (b"", "an empty file"),
        (b" \n\xef\xbb\xbf", "nothing but blanks"),
        (b"\x89PNG\r\n\x1a\n", "a binary file"),
        (bytes(range(256)) * 4, "a binary file"),
        (b"%PDF-1.4", "a binary file"),
        (b"<?xml version='1.0'?><invoice/>", "root element 'invoice'"),
    ],
)
def test_what_is_no_news_is_said(head: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        find_format(head)


def test_a_format_can_be_forced(tmp_path: Path) -> None:
    path = tmp_path / "odd.txt"
    path.write_bytes(b'\n\n{"title": "one"}')
    assert titles(path, format="jsonl")[0] == ["one"]
    with pytest.raises(ValueError, match=r"the formats are warc, .*jsonl, json"):
        read_articles([path], format="none")
    assert len({one.name for one in FORMATS}) == len(FORMATS)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings(encoding: str) -> None:
    assert decode("A plain text, déjà vu".encode(encoding)) == "A plain text, déjà vu"
    assert not is_binary("A plain text, déjà vu".encode(encoding)) or encoding == "utf-32"


def test_undeclared_encodings() -> None:
    assert decode("Місто прокинулося вранці".encode("cp1251")) == "Місто прокинулося вранці"
    assert decode("Город проснулся утром".encode("koi8-r")) == "Город проснулся утром"
    assert decode("Le café était fermé – déjà".encode("cp1252")) == "Le café était fermé – déjà"
    assert decode("Ľúbezný deň".encode("iso-8859-2"), "iso-8859-2") == "Ľúbezný deň"
    assert decode("naïve".encode(), "latin-1") == "naïve"  # the declaration is wrong
    damaged = "Київ ".encode() * 20 + b"\xff"
    assert decode(damaged).count("Київ") == 20
    assert decode(b"caf\xe9", "no-such-encoding") == "café"


# Errors


def test_the_default_logs_a_warning(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="newsearch"):
        assert list(reading.read(tmp_path / "none")) == []
    (record,) = caplog.records
    assert record.name == "newsearch"
    assert record.getMessage().endswith("none: no such file or folder")


def test_raising_the_error_stops(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"{bad\n" + lines("one"))

    def stop(error: ReadError) -> None:
        raise error

    with pytest.raises(ReadError, match="line 1"):
        list(reading.read(path, on_error=stop))


def test_a_huge_page_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "LARGEST_PAGE", 1 << 20)
    path = tmp_path / "page.html"
    path.write_bytes(b"<html><p>" + b"word " * (1 << 18))
    assert titles(path)[0] == []
    assert "MiB in one article" in titles(path)[1][0].reason


def test_pages_and_texts() -> None:
    page = "<html><head><title>Harbour reopens</title></head><body><h1>Harbour reopens</h1>" + (
        "<p>Ships came back at dawn, and the whole town went down to the quay to see them.</p>" * 5
    )
    found = reading.read_html(page, "https://www.coast.example/a")
    assert found.title == "Harbour reopens"
    assert found.url == "https://www.coast.example/a"
    assert found.source == "coast.example"
    assert reading.read_text("Harbour reopens\n\nShips came back.").body == "Ships came back."
    with pytest.raises(ReadError):
        reading.read_text(" \n")


def test_what_is_named_json_is_read_as_json(tmp_path: Path) -> None:
    """A file that is cut at its beginning is not one text."""
    path = tmp_path / "news.jsonl"
    path.write_bytes(b'rain", "body": "It rained."}\n' + lines("one", "two"))
    found, (error,) = titles(path)
    assert found == ["one", "two"]
    assert error.record == "line 1"


@pytest.mark.parametrize("suffix", COMPRESSORS)
def test_what_stands_behind_compressed_data_is_told(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / "news.jsonl"
    pack = COMPRESSORS[suffix]
    path.write_bytes(pack(lines("one")) + b"\x00" * 600 + pack(lines("two")) + b"and so on")
    found, (error,) = titles(path)
    assert found == ["one", "two"]
    assert "data stands something else" in error.reason
    path.write_bytes(pack(lines("one")) + pack(lines("two"))[:-6])
    found, (error,) = titles(path)
    assert found[0] == "one"
    assert "end too early" in error.reason


def test_members_before_the_cut_of_a_zip_archive_are_read(tmp_path: Path) -> None:
    path = tmp_path / "news.zip"
    whole = zipped({"a.jsonl": lines("one"), "b.jsonl": lines("two"), "c.jsonl": lines("three")})
    path.write_bytes(whole[:-60])
    found, (error,) = titles(path)
    assert found == ["one", "two", "three"]
    assert error.reason == "damaged zip archive: no directory at the end"
    path.write_bytes(whole[: whole.index(b"c.jsonl") + 20])
    found, errors = titles(path)
    assert found == ["one", "two"]
    assert errors[0].record == "member c.jsonl"
    assert "no directory" in errors[-1].reason
