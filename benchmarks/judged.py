"""Test collections: documents, topics, and which documents were judged relevant to which topic.

A collection is a folder with ``docs.jsonl`` (``id`` and ``text``), ``queries.jsonl`` (the same) and
``qrels.tsv`` (topic, 0, document, judgement). Known items are made of news: the headline of an
article is the topic, the bodies of all are the documents, and that article's is the relevant one.
"""

from __future__ import annotations

import hashlib
import re
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

import orjson

from benchmarks.articles import Data, prepare, read

__all__ = ["Collection", "Topic", "collections_in", "known_items", "query_words"]

FILES = ("docs.jsonl", "queries.jsonl", "qrels.tsv")
#: Headlines of fewer words say too little.
FEWEST_WORDS = 3
_WORD = re.compile(r"[^\W_]+(?:[.,&][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Topic:
    """What is looked for.

    Attributes:
        id: Its name in the collection.
        text: As written.
        relevant: The ids of the documents judged relevant, at least one.
    """

    id: str
    text: str
    relevant: frozenset[str]


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents, as a prepared file of articles without titles, and topics.

    Attributes:
        name: Short, lower case.
        data: The documents; its digest is that of documents, topics and judgements together.
        topics: Those with a relevant document.
        unjudged: How many others there were.
    """

    name: str
    data: Data
    topics: tuple[Topic, ...]
    unjudged: int


def query_words(text: str) -> tuple[str, ...]:
    """The words of a topic as every engine is given them, in lower case.

    Each engine has a query language of its own, in which a colon, an apostrophe or ``AND`` means
    something; words alone mean the same to all. What stands within a word, as in *U.S.* and
    *1,000*, is each engine's to understand.

    Example:
        >>> query_words("What is the U.S.'s use of high-speed SIMD (e.g. in OCR)?")
        ('what', 'is', 'the', 'u.s', 's', 'use', 'of', 'high', 'speed', 'simd', 'e.g', 'in', 'ocr')
    """
    return tuple(_WORD.findall(text.lower()))


def collections_in(source: Path, folder: Path) -> list[Collection]:
    """The collections of a folder or of a tar file, compressed or not, sorted by name.

    Args:
        source: Its folders with `FILES` are the collections.
        folder: An empty folder, in which documents are written as articles.

    Raises:
        ValueError: There is no collection, or a file of one is not as described above.
    """
    found: dict[str, dict[str, bytes]] = {}
    for path, content in _files(source):
        if path.name in FILES:
            found.setdefault(path.parent.name or source.name.partition(".")[0], {})[path.name] = (
                content
            )
    complete = {name: files for name, files in found.items() if len(files) == len(FILES)}
    if not complete:
        raise ValueError(f"{source.name}: no folder in it has {', '.join(FILES)}")
    return [_collection(name, complete[name], folder) for name in sorted(complete)]


def _files(source: Path) -> Iterator[tuple[Path, bytes]]:
    if source.is_dir():
        for path in sorted(source.rglob("*")):
            if path.name in FILES:
                yield path.relative_to(source.parent), path.read_bytes()
        return
    try:
        with tarfile.open(source) as archive:
            for member in archive:
                content = archive.extractfile(member) if member.isreg() else None
                if content is not None:
                    yield Path(member.name), content.read()
    except tarfile.TarError as error:
        raise ValueError(f"{source.name}: expected a folder or a tar file: {error}") from None


def _collection(name: str, files: Mapping[str, bytes], folder: Path) -> Collection:
    try:
        documents = list(map(orjson.loads, files["docs.jsonl"].splitlines()))
        queries = list(map(orjson.loads, files["queries.jsonl"].splitlines()))
        relevant = _relevant(files["qrels.tsv"].decode())
        articles = [{"id": d["id"], "title": "", "body": d["text"]} for d in documents]
        topics = [Topic(q["id"], q["text"], relevant.get(q["id"], frozenset())) for q in queries]
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{name}: not a test collection: {error!r}") from None
    judged = tuple(topic for topic in topics if topic.relevant)
    if not judged:
        raise ValueError(f"{name}: no topic has a relevant document")
    digest = hashlib.sha256(b"".join(files[file] for file in FILES)).hexdigest()
    data = _written(articles, folder / f"{name}.jsonl", name, digest)
    return Collection(name, data, judged, len(topics) - len(judged))


def _relevant(text: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in text.splitlines():
        topic, _, document, judgement = line.split()
        if int(judgement) > 0:
            found.setdefault(topic, set()).add(document)
    return {topic: frozenset(documents) for topic, documents in found.items()}


def _written(
    articles: Iterable[Mapping[str, str]], path: Path, name: str, digest: str | None
) -> Data:
    """The articles as a prepared file; its digest unless another is given."""
    source = path.with_suffix(".source")
    with source.open("wb") as lines:
        for article in articles:
            lines.write(orjson.dumps(article) + b"\n")
    data = prepare(source, path)
    source.unlink()
    digest = data.digest if digest is None else digest
    return Data(path, name, data.articles, data.body_bytes, digest, data.left_out, data.dated)


def known_items(
    news: Path, folder: Path, sample: int, seed: int, limit: int | None = None
) -> Collection:
    """Headlines to find the articles of by their bodies alone.

    Args:
        news: JSONL of articles.
        folder: Where the bodies are written.
        sample: How many headlines, of different words, chosen at random.
        seed: Of the choice.
        limit: Only the first so many articles.

    Raises:
        ValueError: The file is no such JSONL, or has too few headlines.
    """
    name = f"known items of {news.stem}"
    path = folder / "known-items.jsonl"
    whole = prepare(news, path.with_suffix(".whole"), limit)
    headlines = {
        article.id: words
        for article in read(whole.path)
        if len(words := query_words(article.title)) >= FEWEST_WORDS
    }
    if len(headlines) < sample:
        raise ValueError(f"{news.name}: {len(headlines):,} headlines, fewer than {sample:,}")
    chosen = Random(seed).sample(sorted(headlines), sample)
    bodies = ({"id": a.id, "title": "", "body": a.body} for a in read(whole.path))
    data = _written(bodies, path, name, None)
    whole.path.unlink()
    topics = (Topic(id, " ".join(headlines[id]), frozenset([id])) for id in chosen)
    return Collection(name, data, tuple(topics), 0)
