"""Damage: flipped bits, cut and missing files, wrong contents, newer versions."""

from __future__ import annotations

import shutil
import struct
import subprocess
import sys
import zlib
from pathlib import Path
from random import Random

import orjson
import pytest

import newsearch
from newsearch import Article, CorruptIndex, IndexVersionError
from newsearch.segment.container import HEADER, VERSION, Container
from newsearch.segment.manifest import FILE_NAME

from .crash_child import edition

CHILD = Path(__file__).with_name("crash_child.py")


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index with two segments and deletions."""
    folder = tmp_path_factory.mktemp("damage") / "index"
    index = newsearch.create(folder)
    with index.writer() as writer:
        for article in edition(1):
            writer.add(article)
        writer.add(Article(id="x", title="Ferry", body="", source="Tide", authors=("Ada Quill",)))
    with index.writer() as writer:
        writer.add(Article(id="y", title="Ferry", body="late", section="Coast", summary="So."))
        writer.delete("a3")
    assert {path.suffix for path in folder.iterdir()} >= {".segment", ".deleted"}
    index.check()
    return folder


@pytest.fixture
def damaged(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "index"))


def containers(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.iterdir()) if path.suffix not in (".json", ".lock")]


def flipped(data: bytes, at: int, bit: int) -> bytes:
    return data[:at] + bytes([data[at] ^ (1 << bit)]) + data[at + 1 :]


def open_and_check(folder: Path) -> None:
    with newsearch.open(folder) as index:
        index.check()


def test_a_flipped_bit_is_found_in_every_section(damaged: Path) -> None:
    random = Random(11)
    places = 0
    for path in containers(damaged):
        data = path.read_bytes()
        for name, (start, length, _) in Container(path)._sections.items():
            for at in {start, start + length // 2, start + length - 1} if length else ():
                path.write_bytes(flipped(data, at, random.randrange(8)))
                with pytest.raises(CorruptIndex, match=f"{path.name}.*({name}|dictionary)"):
                    open_and_check(damaged)
                places += 1
        path.write_bytes(data)
    assert places > 150
    open_and_check(damaged)


def test_a_flipped_bit_outside_the_sections_is_found_or_does_no_harm(damaged: Path) -> None:
    random = Random(12)
    for path in containers(damaged):
        data = path.read_bytes()
        directory = struct.unpack_from("<Q", data, 24)[0]
        sections = [(s, s + n) for s, n, _ in Container(path)._sections.values()]
        for at in [*range(HEADER.size), *range(HEADER.size, len(data), 7)]:
            if any(start <= at < end for start, end in sections):
                continue
            path.write_bytes(flipped(data, at, random.randrange(8)))
            if HEADER.size <= at < directory:
                open_and_check(damaged)  # padding
            else:
                with pytest.raises(CorruptIndex, match=path.name):
                    newsearch.open(damaged)
        path.write_bytes(data)


def test_a_cut_file_is_not_opened(damaged: Path) -> None:
    for path in containers(damaged):
        data = path.read_bytes()
        for length in {0, 1, HEADER.size - 1, HEADER.size, len(data) // 2, len(data) - 1}:
            path.write_bytes(data[:length])
            with pytest.raises(CorruptIndex, match=f"{path.name}.*found {length}"):
                newsearch.open(damaged)
        path.write_bytes(data + b"\0")
        with pytest.raises(CorruptIndex, match=path.name):
            newsearch.open(damaged)
        path.write_bytes(data)
    open_and_check(damaged)


def test_a_missing_file_is_told_to_readers_and_writers(damaged: Path) -> None:
    with newsearch.open(damaged) as before:
        for path in containers(damaged):
            data = path.read_bytes()
            path.unlink()
            with pytest.raises(CorruptIndex, match=path.name):
                newsearch.open(damaged)
            with pytest.raises(CorruptIndex, match=path.name):
                before.writer()
            with pytest.raises(CorruptIndex, match=path.name):
                before.check()
            path.write_bytes(data)
        with before.writer() as writer:
            writer.delete("y")


def test_checksums_that_fit_do_not_hide_wrong_contents(damaged: Path) -> None:
    """What is written wrong, and not damaged later, is found too."""
    path = containers(damaged)[0]
    data = path.read_bytes()
    sections = Container(path)._sections
    for name, found in (
        ("text.document_frequencies", "not as "),
        ("text.collection_frequencies", "not as "),
        ("dates", "another date"),
        ("text.terms", "out of order"),
        ("id.ordinals", "is not the article"),
    ):
        start = sections[name][0]
        changed = bytearray(data)
        if name == "text.terms":
            changed[start] = 0xFF
        elif name == "text.document_frequencies":
            changed[start : start + 4] = struct.pack("<I", 1)
            changed[start + 4 : start + 8] = struct.pack("<I", 1)
        elif name == "id.ordinals":
            changed[start : start + 8] = changed[start + 4 : start + 8] + changed[start : start + 4]
        else:
            changed[start] ^= 1
        path.write_bytes(with_checksums(bytes(changed)))
        with pytest.raises(CorruptIndex, match=found):
            open_and_check(damaged)


def with_checksums(data: bytes) -> bytes:
    """A container's bytes with all checksums computed anew."""
    magic, version, _, _, offset, _, _ = HEADER.unpack_from(data)
    directory = orjson.loads(data[offset:])
    for section in directory["sections"]:
        section[3] = zlib.crc32(data[section[1] : section[1] + section[2]])
    packed = orjson.dumps(directory)
    length = offset + len(packed)
    fields = (length, offset, len(packed), zlib.crc32(packed))
    crc = zlib.crc32(HEADER.pack(magic, version, 0, *fields))
    return HEADER.pack(magic, version, crc, *fields) + data[HEADER.size : offset] + packed


def test_searching_a_damaged_index_never_kills_the_process(damaged: Path) -> None:
    done = subprocess.run(
        [sys.executable, CHILD, "damage", damaged], capture_output=True, text=True
    )
    assert done.returncode == 0
    assert done.stdout.strip() in ("", "NewsearchError"), done.stderr


def test_a_damaged_manifest(damaged: Path) -> None:
    path = damaged / FILE_NAME
    data = path.read_bytes()
    wrong = [flipped(data, at, at % 8) for at in range(len(data))]
    wrong += [data[:length] for length in range(len(data))]
    wrong += [b"[]", b"{}", b'{"manifest": 3, "crc32": 1}', b"\xff", b"[" * 5000]
    for one in wrong:
        path.write_bytes(one)
        with pytest.raises(CorruptIndex, match="manifest"):
            newsearch.open(damaged)
    path.write_bytes(data)
    open_and_check(damaged)


def test_newer_versions_are_told_apart_from_damage(damaged: Path) -> None:
    path = containers(damaged)[-1]
    data = bytearray(path.read_bytes())
    struct.pack_into("<I", data, 8, VERSION + 1)
    path.write_bytes(with_checksums(bytes(data)))
    with pytest.raises(IndexVersionError, match=rf"version {VERSION + 1}.*upgrade"):
        newsearch.open(damaged)
    manifest = damaged / FILE_NAME
    payload = orjson.loads(manifest.read_bytes())["manifest"]
    payload["newsearch"] = 7
    payload["news"] = "of the future"
    packed = orjson.dumps(payload)
    manifest.write_bytes(b'{"crc32":%d,"manifest":%s}\n' % (zlib.crc32(packed), packed))
    with pytest.raises(IndexVersionError, match=r"version 7.*upgrade"):
        newsearch.open(damaged)
