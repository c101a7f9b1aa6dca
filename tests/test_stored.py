"""Stored records: what is packed comes back, in any order, and damage is told."""

from __future__ import annotations

import contextlib
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsearch.errors import CorruptIndex
from newsearch.segment.container import Container, ContainerWriter
from newsearch.segment.stored import BLOCK_BYTES, RecordPacker, StoredRecords, record_in


def written(folder: Path, packer: RecordPacker, order: list[int]) -> StoredRecords:
    path = folder / f"{len(list(folder.iterdir()))}.segment"
    with ContainerWriter(path) as out:
        packer.write(out, order)
        out.finish({}, sync=False)
    return StoredRecords(Container(path))


@settings(max_examples=60, deadline=None)
@given(
    sizes=st.lists(st.sampled_from([0, 1, 50, 3000, 20_000, 70_000]), min_size=1, max_size=40),
    seed=st.integers(0, 2**32),
    left_out=st.booleans(),
)
def test_records_come_back(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int], seed: int, left_out: bool
) -> None:
    random = Random(seed)
    records = [random.randbytes(size) for size in sizes]
    packer = RecordPacker()
    cut = random.randint(0, len(records))
    packer.add_all(records[:cut])
    packer.add_all(records[cut:])
    assert [packer.record(number) for number in range(len(records))] == records
    order = random.sample(range(len(records)), len(records) // (2 if left_out else 1))
    stored = written(tmp_path_factory.mktemp("stored"), packer, order)
    assert [stored.record(at) for at in range(len(order))] == [records[at] for at in order]


def test_records_in_two_parts_are_records() -> None:
    whole, parted = RecordPacker(), RecordPacker()
    lines, bodies = [b"{}", b'{"id":"1"}', b""], [b"x" * 40_000, b"", b"Rain\nand sun."]
    whole.add_all([b"%b\n%b" % part for part in zip(lines, bodies, strict=True)])
    parted.add_parts(lines, bodies)
    assert (parted.blocks, parted.starts) == (whole.blocks, whole.starts)
    assert (parted.places, parted.size) == (whole.places, whole.size)
    assert parted.record(2) == b"\nRain\nand sun."


def test_records_share_blocks_of_a_certain_size(tmp_path: Path) -> None:
    packer = RecordPacker()
    packer.add_all([b"x" * 1000] * 100)
    stored = written(tmp_path, packer, list(range(100)))
    assert len(stored.starts) - 1 == -(-100 * 1004 // (BLOCK_BYTES // 1004 * 1004 + 1004))


def test_what_is_left_out_is_not_on_disk(tmp_path: Path) -> None:
    records = [Random(number).randbytes(3000) for number in range(30)]
    packer = RecordPacker()
    packer.add_all(records)
    stored = written(tmp_path, packer, [7, 3])
    assert stored.record(0) == records[7]
    assert sum(map(len, (stored.block(0),))) == 2 * 3004
    assert len(stored.starts) == 2


def test_damage_is_told(tmp_path: Path) -> None:
    packer = RecordPacker()
    packer.add_all([b"one" * 100, b"two"])
    packer.write(out := ContainerWriter(tmp_path / "a.segment"), [0, 1])
    out.finish({}, sync=False)
    data = (tmp_path / "a.segment").read_bytes()
    start = Container(tmp_path / "a.segment").section_sizes()["stored.blocks"]
    for at in range(40, 40 + start):
        for bit in range(8):
            path = tmp_path / "damaged.segment"
            path.write_bytes(data[:at] + bytes([data[at] ^ (1 << bit)]) + data[at + 1 :])
            stored = StoredRecords(Container(path))
            for document in (0, 1):  # without its checksum, damage may go unseen; nothing worse
                with contextlib.suppress(CorruptIndex):
                    stored.record(document)
    with pytest.raises(CorruptIndex, match="cut short"):
        record_in(b"\x05\x00\x00\x00four", 0)
    with pytest.raises(CorruptIndex, match="cut short"):
        record_in(b"\x00\x00\x00", 0)
