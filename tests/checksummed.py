"""Files of an index with wrong contents and right checksums: what only malice or a bug makes."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Any

import orjson

from newsearch.segment.container import CHUNK, HEADER
from newsearch.segment.manifest import FILE_NAME


def write_with_checksums(path: Path, data: bytes) -> None:
    """Writes a container with all checksums computed anew, that of the manifest too."""
    magic, version, _, _, offset, directory_length, _ = HEADER.unpack_from(data)
    directory = orjson.loads(data[offset : offset + directory_length])
    start = directory["sums"][0]
    content = data[:start]
    chunks = [content[at : at + CHUNK] for at in range(0, start, CHUNK)]
    chunks[0] = chunks[0][HEADER.size :]
    sums = b"".join(struct.pack("<I", zlib.crc32(chunk)) for chunk in chunks)
    directory["sums"][1] = zlib.crc32(sums)
    packed = orjson.dumps(directory)
    length = offset + len(packed) + len(sums) + len(packed) + HEADER.size
    fields = (length, offset, len(packed), zlib.crc32(packed))
    crc = zlib.crc32(HEADER.pack(magic, version, 0, *fields))
    header = HEADER.pack(magic, version, crc, *fields)
    path.write_bytes(header + content[HEADER.size :] + 2 * (sums + packed) + header)
    manifest = path.parent / FILE_NAME
    payload = orjson.loads(manifest.read_bytes())["manifest"]
    for entry in payload["segments"]:
        if entry["file"] == path.name:
            entry["checksum"] = crc
        if entry["deletions"] == path.name:
            entry["deletions_checksum"] = crc
    write_payload(manifest, payload)


def write_payload(manifest: Path, payload: dict[str, Any]) -> None:
    """Writes a manifest whose checksum fits."""
    packed = orjson.dumps(payload)
    manifest.write_bytes(b'{"crc32":%d,"manifest":%s}\n' % (zlib.crc32(packed), packed))
