"""Damage: flipped bits, cut and missing files, wrong contents, newer versions."""

from __future__ import annotations

import json
import shutil
import struct
import subprocess
import sys
from pathlib import Path
from random import Random

import orjson
import pytest
from checksummed import write_payload, write_with_checksums
from corrupting import corrupt, make_index

import newsearch
from newsearch import Article, CorruptIndex, IndexVersionError
from newsearch.segment.container import HEADER, Container
from newsearch.segment.manifest import FILE_NAME

from .crash_child import edition

CHILD = Path(__file__).with_name("hostile_segments.py")


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


def test_damage_is_told_or_does_no_harm(tmp_path: Path) -> None:
    told = corrupt(tmp_path, 16, seed=1)
    assert told["refused"] > 5
    assert told["answered"] > 30
    assert told["found by check"] > 1
    assert told["repairs"] == told["damages"] > 12
    assert told["articles lost"] < told["articles kept"]


def test_a_flipped_bit_is_found_in_every_section(damaged: Path) -> None:
    random = Random(11)
    places = 0
    for path in containers(damaged):
        data = path.read_bytes()
        container = Container(path)
        for name, length in container.section_sizes().items():
            start = container.start_of(name)
            for at in {start, start + length // 2, start + length - 1} if length else ():
                path.write_bytes(flipped(data, at, random.randrange(8)))
                with pytest.raises(CorruptIndex, match=f"{path.name}.*damaged"):
                    open_and_check(damaged)
                places += 1
        path.write_bytes(data)
    assert places > 150
    open_and_check(damaged)


def test_a_flipped_bit_outside_the_sections_is_found(damaged: Path) -> None:
    random = Random(12)
    for path in containers(damaged):
        data = path.read_bytes()
        container = Container(path)
        inside = {
            at
            for name, length in container.section_sizes().items()
            for at in range(container.start_of(name), container.start_of(name) + length)
        }
        for at in [*range(HEADER.size), *range(HEADER.size, len(data), 7)]:
            if at not in inside:
                path.write_bytes(flipped(data, at, random.randrange(8)))
                with pytest.raises(CorruptIndex, match=path.name):
                    open_and_check(damaged)
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
    container = Container(path)
    for name, found in (
        ("text.document_frequencies", "not as "),
        ("text.collection_frequencies", "not as "),
        ("dates", "another date"),
        ("text.terms", "out of order"),
        ("id.ordinals", "is not the article"),
    ):
        start = container.start_of(name)
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
        write_with_checksums(path, bytes(changed))
        with pytest.raises(CorruptIndex, match=found):
            open_and_check(damaged)


def test_wrong_contents_with_right_checksums_never_kill_the_process(tmp_path: Path) -> None:
    make_index(tmp_path / "index", articles=120)
    arguments = [str(tmp_path / "index"), "60", "5"]
    done = subprocess.run([sys.executable, CHILD, *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert set(json.loads(done.stdout)) == {"refused", "answered"}, done.stderr


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
    struct.pack_into("<I", data, 8, 99)
    write_with_checksums(path, bytes(data))
    with pytest.raises(IndexVersionError, match=r"version 99.*upgrade"):
        newsearch.open(damaged)
    manifest = damaged / FILE_NAME
    payload = orjson.loads(manifest.read_bytes())["manifest"]
    payload["newsearch"] = 7
    payload["news"] = "of the future"
    write_payload(manifest, payload)
    with pytest.raises(IndexVersionError, match=r"version 7.*upgrade"):
        newsearch.open(damaged)


def test_a_sound_index_needs_no_repair(damaged: Path) -> None:
    before = {path: path.read_bytes() for path in damaged.iterdir()}
    with newsearch.open(damaged) as index:
        assert newsearch.repair(damaged) == newsearch.Repair(len(index))
    assert {path: path.read_bytes() for path in damaged.iterdir()} == before


def test_repair_says_what_was_lost_and_keeps_the_file(damaged: Path) -> None:
    path = containers(damaged)[0]
    data = path.read_bytes()
    start = Container(path).start_of("stored.blocks")
    with newsearch.open(damaged) as index:
        ids = {id for id in (f"a{number}" for number in range(12)) if id in index} | {"x"}
        count = len(index)
    path.write_bytes(flipped(data, start + 9, 3))
    done = newsearch.repair(damaged)
    (loss,) = done.losses
    assert (loss.file, loss.lost, done.articles) == (path.name, len(ids), count - len(ids))
    assert set(loss.ids) <= ids
    assert "checksum" in loss.reason
    assert path.with_name(path.name + ".damaged").read_bytes() == flipped(data, start + 9, 3)
    open_and_check(damaged)


def test_repair_of_what_is_no_index(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(newsearch.IndexNotFound):
            newsearch.repair(folder)
    newsearch.create(tmp_path / "empty")
    assert newsearch.repair(tmp_path / "empty") == newsearch.Repair(0)


def test_a_header_and_a_directory_have_copies(damaged: Path) -> None:
    for path in containers(damaged):
        data = path.read_bytes()
        directory = struct.unpack_from("<Q", data, 24)[0]
        for at in (0, 20, directory, directory + 30, directory - 2):
            path.write_bytes(flipped(data, at, 1))
            with pytest.raises(CorruptIndex):
                newsearch.open(damaged)
            Container(path, copies=True).checksums.touch(HEADER.size, HEADER.size + 1)
        path.write_bytes(data)
