"""The articles of a benchmark: objects with ``id``, ``title``, ``body`` and perhaps ``date``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import orjson

__all__ = ["Article", "Data", "date_of", "prepare", "read"]


class Article(NamedTuple):
    """What every engine indexes of an article."""

    id: str
    title: str
    body: str
    date: datetime | None
    others: str  # tags and summary, which newsearch searches too and the rivals don't hold


@dataclass(frozen=True, slots=True)
class Data:
    """A prepared file of articles.

    Attributes:
        path: The file every engine reads.
        name: The name of the user's file.
        articles: How many there are.
        body_bytes: UTF-8 bytes of all bodies: the bytes of "MB/s".
        digest: SHA-256 of the prepared file.
        left_out: Records without text or with an id seen before.
        dated: Articles with a date.
    """

    path: Path
    name: str
    articles: int
    body_bytes: int
    digest: str
    left_out: int
    dated: int


def date_of(value: object) -> datetime | None:
    """An ISO 8601 date as a moment; a day is its midnight UTC. None for anything else."""
    if not isinstance(value, str) or not value:
        return None
    try:
        date = datetime.fromisoformat(value)
    except ValueError:
        return None
    return date if date.tzinfo is not None else date.replace(tzinfo=UTC)


def read(path: Path) -> Iterator[Article]:
    """The articles of a prepared file, in its order."""
    with path.open("rb") as lines:
        for line in lines:
            record = orjson.loads(line)
            yield Article(
                record["id"],
                record["title"],
                record["body"],
                date_of(record.get("date")),
                _others(record),
            )


def _others(record: dict[str, Any]) -> str:
    parts: list[str] = []
    for name in ("tags", "keywords", "summary", "description"):
        value = record.get(name)
        if isinstance(value, str):
            parts.append(value)
        elif isinstance(value, list):
            parts.extend(item for item in value if isinstance(item, str))
    return "\n".join(parts)


def prepare(source: Path, target: Path, limit: int | None = None) -> Data:
    """Copies the articles that all engines can hold, line by line, unchanged.

    Engines treat a second article of the same id differently, so it is left out, as are records
    without text.

    Raises:
        ValueError: A line is not such an object, or there is no article.
    """
    seen: set[str] = set()
    body_bytes = left_out = dated = 0
    digest = hashlib.sha256()
    with source.open("rb") as lines, target.open("wb") as copy:
        for number, line in enumerate(lines, 1):
            if limit is not None and len(seen) >= limit:
                break
            key, body, date = _checked(line, f"{source.name}, line {number}")
            if key in seen or not body.strip():
                left_out += 1
                continue
            seen.add(key)
            line = line.rstrip() + b"\n"
            digest.update(line)
            copy.write(line)
            body_bytes += len(body.encode("utf-8", "surrogatepass"))
            dated += date is not None
    if not seen:
        raise ValueError(f"{source.name}: there is no article in it")
    return Data(target, source.name, len(seen), body_bytes, digest.hexdigest(), left_out, dated)


def _checked(line: bytes, place: str) -> tuple[str, str, datetime | None]:
    try:
        record = orjson.loads(line)
        key, title, body = record["id"], record["title"], record["body"]
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(
            f"{place}: expected an object with id, title and body, found {error}"
        ) from None
    if not (isinstance(key, str) and isinstance(title, str) and isinstance(body, str)):
        raise ValueError(f"{place}: id, title and body must be strings")
    return key, body, date_of(record.get("date"))
