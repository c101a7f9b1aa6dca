"""FORMAT.md tells the truth: its worked bytes are those written, its grammar reads them."""

from __future__ import annotations

import re
from array import array
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from random import Random

import orjson
import pytest

from newsearch import Article
from newsearch.kernel.packing import PostingWriter
from newsearch.segment.build import SegmentBuilder
from newsearch.segment.container import Container, ContainerWriter
from newsearch.segment.manifest import Manifest, SegmentEntry, write_manifest

FORMAT = (files("newsearch") / "segment" / "FORMAT.md").read_text()
# Bytes, then their meaning after three spaces or more.
DOCUMENTED = {
    name: bytes.fromhex("".join(re.split(" {3,}", line)[0] for line in lines.splitlines()))
    for name, lines in re.findall(r"^```bytes (\S+)\n(.*?)^```", FORMAT, re.MULTILINE | re.DOTALL)
}


@pytest.fixture(scope="module")
def segment(tmp_path_factory: pytest.TempPathFactory) -> Container:
    path = tmp_path_factory.mktemp("format") / "a.segment"
    builder = SegmentBuilder("en")
    builder.add(Article(id="a", title="Old tide", body="A bridge."))
    builder.add(
        Article(
            id="b",
            title="Bridge opens",
            body="The bridge, the old bridge.",
            tags=("Bridges",),
            source="Tide",
            date=datetime(2026, 2, 12, tzinfo=UTC),
        )
    )
    builder.write(path)
    return Container(path)


def test_the_documented_bytes_of_a_segment(segment: Container) -> None:
    sections = set(DOCUMENTED) - {"file"}
    assert len(sections) >= 15
    for name in sections:
        assert bytes(segment.section(name)).hex(" ") == DOCUMENTED[name].hex(" "), name


def test_the_documented_bytes_of_a_deletions_file(tmp_path: Path) -> None:
    path = tmp_path / "a.deleted"
    with ContainerWriter(path) as out:
        out.section("deleted", bytes([0b10]))
        out.finish({"count": 1, "segment": "a.segment"})
    assert path.read_bytes().hex(" ") == DOCUMENTED["file"].hex(" ")


def test_every_section_and_key_is_documented(segment: Container, tmp_path: Path) -> None:
    for name in segment.section_sizes():
        field, _, part = name.partition(".")
        keyword = field in ("text", "tags", "authors", "source", "section", "language")
        assert f"`F.{part}`" in FORMAT if keyword else f"`{name}`" in FORMAT, name
    for key in segment.meta:
        assert f'"{key}":' in FORMAT
    write_manifest(tmp_path, Manifest("a" * 32, 1, "en", "UTC", (SegmentEntry("s", 1, 2),)))
    manifest = orjson.loads((tmp_path / "manifest.json").read_bytes())
    for key in (*manifest, *manifest["manifest"], *manifest["manifest"]["segments"][0]):
        assert f'"{key}":' in FORMAT


# A reader of posting lists that knows nothing but the grammar.


class Bits:
    """A stream of bits, lowest first."""

    def __init__(self, words: array[int]) -> None:
        self._all = int.from_bytes(words.tobytes(), "little")

    def take(self, count: int) -> int:
        value = self._all & ((1 << count) - 1)
        self._all >>= count
        return value


Posting = tuple[int, tuple[int, int, int], list[int]]


def read_list(words: array[int], postings: int) -> list[Posting]:
    """(document, frequencies in title, summary and tags, positions) of each posting."""
    blocks = -(-postings // 128)
    data = 2 * blocks + (blocks + 1) // 2 if blocks > 1 else 0
    ends = [0, *words[blocks : 2 * blocks]] if blocks > 1 else [0]
    found = []
    previous = -1
    for block in range(blocks):
        count = min(128, postings - 128 * block)
        part = read_block(Bits(words[data + ends[block] :]), count, previous)
        previous = part[-1][0]
        if blocks > 1:
            assert previous == words[block]
        found += part
    return found


def read_block(bits: Bits, count: int, previous: int) -> list[Posting]:
    gap_bits, count_bits, position_bits = bits.take(6), bits.take(6), bits.take(6)
    exceptions = bits.take(14)
    documents = []
    for _ in range(count):
        previous += 1 + bits.take(gap_bits)
        documents.append(previous)
    counts = [1 + bits.take(count_bits) for _ in range(count)]
    frequencies = [(0, 0, 0)] * count
    while exceptions:
        index, code = bits.take(7), bits.take(9)
        if code == 511:
            frequencies[index] = (bits.take(16), bits.take(16), bits.take(16))
            exceptions -= 4
        else:
            frequencies[index] = (code & 7, code >> 3 & 7, code >> 6)
            exceptions -= 1
    postings = []
    for document, occurrences, one in zip(documents, counts, frequencies, strict=True):
        positions = []
        position = -1
        for _ in range(occurrences):
            position += 1 + bits.take(position_bits)
            positions.append(position)
        postings.append((document, one, positions))
    return postings


def test_the_grammar_reads_the_worked_example() -> None:
    words = array("I", DOCUMENTED["postings"])
    assert read_list(words[2:], 2) == [
        (0, (1, 0, 1), [0, 103, 106, 207]),
        (1, (0, 0, 0), [103]),
    ]
    assert read_list(words[5:], 2) == [(0, (0, 0, 0), [105]), (1, (1, 0, 0), [0])]
    assert read_list(words[11:], 1) == [(1, (1, 0, 0), [1])]


@pytest.mark.parametrize("count", [1, 128, 129, 256, 300])
def test_the_grammar_reads_lists_of_several_blocks(count: int) -> None:
    random = Random(count)
    documents = sorted(random.sample(range(5000), count))
    postings = []
    for document in documents:
        frequencies = random.choice([(0, 0, 0), (1, 0, 2), (7, 7, 7), (9, 0, 0), (0, 300, 0)])
        occurrences = sum(frequencies) + random.choice((1, 1, 5))
        postings.append((document, frequencies, sorted(random.sample(range(9000), occurrences))))
    writer = PostingWriter(
        array("f", [5.0]) * 5000, 5.0, array("d", [3.0, 1.5, 1.0, 2.0]), 1.2, 0.75
    )
    writer.begin()
    for document, frequencies, positions in postings:
        writer.add(document, *frequencies)
        for position in positions:
            writer.add_position(position)
    writer.end()
    words = array("I", bytes(writer.take()))
    assert read_list(words, count) == postings
    if count > 128:
        blocks = -(-count // 128)
        bounds = array("H", words[2 * blocks : 2 * blocks + (blocks + 1) // 2].tobytes())
        assert max(bounds[:blocks]) == writer.bound
