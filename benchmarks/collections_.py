"""Test collections: documents, queries, and which documents are relevant to which query.

A collection is a folder of ``docs.jsonl`` and ``queries.jsonl`` (objects with ``id`` and ``text``)
and ``qrels.tsv`` (query, anything, document, grade), or a tar file of such folders.  A JSONL file
of articles makes one itself: headlines are the queries, bodies the documents, and relevant is the
article that the headline is of (a known-item test).
"""

from __future__ import annotations

import random
import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from benchmarks.rivals import Query

__all__ = ["KNOWN_ITEMS", "Collection", "collections_of"]

#: Queries of a known-item test.
KNOWN_ITEMS = 500
PARTS = ("docs.jsonl", "queries.jsonl", "qrels.tsv")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Collection:
    """A test collection.

    Attributes:
        name: Its name.
        documents: Id and text.
        queries: For each id, the query as any of its words, repeated ones too.
        grades: For each query with a relevant document, the grade of each.
        known_items: Whether each query has one article as its answer.
    """

    name: str
    documents: dict[str, str]
    queries: dict[str, tuple[str, ...]]
    grades: dict[str, dict[str, int]]
    known_items: bool = False

    def write(self, path: Path) -> None:
        """Writes the documents as articles without a title."""
        with path.open("wb") as out:
            for key, text in self.documents.items():
                out.write(orjson.dumps({"id": key, "title": "", "body": text}) + b"\n")

    def asked(self, limit: int) -> dict[str, Query]:
        """The queries that have words and a relevant document."""
        return {
            key: Query("any", words, limit=limit)
            for key, words in self.queries.items()
            if words and self.grades.get(key)
        }


def collections_of(source: Path) -> Iterator[Collection]:
    """The collections of a folder, a folder of folders, a tar file or a JSONL file of articles.

    Raises:
        ValueError: There is none, or it is malformed.
    """
    if source.suffix == ".jsonl":
        yield _known_items(source)
        return
    found: dict[str, dict[str, bytes]] = {}
    for folder, name, content in _files(source):
        if name in PARTS:
            found.setdefault(folder, {})[name] = content
    whole = {folder: parts for folder, parts in found.items() if len(parts) == len(PARTS)}
    if not whole:
        raise ValueError(f"{source.name}: expected folders with {', '.join(PARTS)}")
    for folder in sorted(whole):
        try:
            yield _collection(folder, whole[folder])
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"{folder}: {error!r}") from None


def _files(source: Path) -> Iterator[tuple[str, str, bytes]]:
    """Folder, name and bytes of the files of a source; nothing is unpacked."""
    if source.is_dir():
        for path in sorted(source.glob("*")) + sorted(source.glob("*/*")):
            if path.name in PARTS and path.is_file():
                yield path.parent.name, path.name, path.read_bytes()
        return
    try:
        with tarfile.open(source, "r|*") as archive:
            for member in archive:
                content = archive.extractfile(member)
                if content is not None:
                    path = Path(member.name)
                    yield path.parent.name or source.stem, path.name, content.read()
    except tarfile.TarError as error:
        raise ValueError(f"{source.name}: expected a tar file: {error}") from None


def _collection(name: str, parts: dict[str, bytes]) -> Collection:
    documents, queries = (
        {one["id"]: one["text"] for one in _lines(parts[PARTS[at]])} for at in (0, 1)
    )
    grades: dict[str, dict[str, int]] = {}
    for line in parts["qrels.tsv"].decode().splitlines():
        query, _, document, grade = line.split("\t")
        if int(grade) > 0:
            grades.setdefault(query, {})[document] = int(grade)
    return Collection(
        name, _with_text(documents), {k: _words(q) for k, q in queries.items()}, grades
    )


def _known_items(source: Path) -> Collection:
    articles = [one for one in _lines(source.read_bytes()) if _words(one["title"])]
    documents = _with_text({one["id"]: one["body"] for one in articles})
    held = [one for one in articles if one["id"] in documents]
    asked = random.Random(1).sample(held, min(KNOWN_ITEMS, len(held)))
    return Collection(
        source.stem,
        documents,
        {one["id"]: _words(one["title"]) for one in asked},
        {one["id"]: {one["id"]: 1} for one in asked},
        known_items=True,
    )


def _lines(content: bytes) -> Iterator[dict[str, Any]]:
    return (orjson.loads(line) for line in content.splitlines() if line.strip())


def _with_text(documents: dict[str, str]) -> dict[str, str]:
    return {key: text for key, text in documents.items() if text.strip()}


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.lower()))
