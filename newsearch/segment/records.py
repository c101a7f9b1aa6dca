"""Articles as stored records: JSON with the fields that have a value, compressed one by one.

Each record is a zstd frame of its own, made with a dictionary trained on the index's first
articles: fetching one article costs no more than that article (Collet & Kucherawy, RFC 8878).
On 3 KB articles a 112 KB dictionary at level 3 gives .37 of the size at about 190 MB/s; blocks
of 64 KB would give .40 at 280 MB/s, but cost 100 microseconds to read one article.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from newsearch.errors import CorruptIndex

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newsearch.article import Article

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
#: What a date column holds where an article has no date.
MISSING_DATE = -(2**63)

LEVEL = 3
DICTIONARY_SIZE = 112 << 10
#: Less text than this is not worth a dictionary.
LEAST_SAMPLE_BYTES = 1 << 20
SAMPLE_BYTES = 2 << 20


def microseconds(date: datetime | None) -> int:
    """A date as microseconds since 1970-01-01 UTC; `MISSING_DATE` for None."""
    return MISSING_DATE if date is None else (date - EPOCH) // MICROSECOND


def date_of(value: int) -> datetime | None:
    """The inverse of `microseconds`, in UTC.

    Raises:
        CorruptIndex: It is the number of no date.
    """
    try:
        return None if value == MISSING_DATE else EPOCH + value * MICROSECOND
    except OverflowError:
        raise CorruptIndex(f"{value} is no date: run newsearch check") from None


def record_of(article: Article, language: str | None) -> bytes:
    """The stored record of an article: JSON.

    Raises:
        TypeError: A field holds what JSON cannot (also: text that is not valid Unicode).
    """
    import orjson

    record: dict[str, Any] = {"id": article.id, "title": article.title, "body": article.body}
    if article.summary is not None:
        record["summary"] = article.summary
    if article.tags:
        record["tags"] = article.tags
    if article.date is not None:
        record["date"] = article.date.isoformat()
    if article.authors:
        record["authors"] = article.authors
    if article.source is not None:
        record["source"] = article.source
    if article.section is not None:
        record["section"] = article.section
    if article.place is not None:
        record["place"] = article.place
    if language is not None:
        record["language"] = language
    if article.url is not None:
        record["url"] = article.url
    if article.extra:
        record["extra"] = article.extra
    return orjson.dumps(record)


def article_of(record: bytes) -> Article:
    """The article of a stored record.

    Raises:
        CorruptIndex: The record is not one.
    """
    import orjson  # slow to import, both: a search that shows no article does without

    from newsearch.article import Article

    try:
        fields = orjson.loads(record)
        date = fields.get("date")
        return Article(
            title=fields["title"],
            body=fields["body"],
            id=fields["id"],
            tags=tuple(fields.get("tags", ())),
            date=None if date is None else datetime.fromisoformat(date),
            authors=tuple(fields.get("authors", ())),
            source=fields.get("source"),
            section=fields.get("section"),
            summary=fields.get("summary"),
            place=fields.get("place"),
            language=fields.get("language"),
            url=fields.get("url"),
            extra=fields.get("extra", {}),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CorruptIndex(f"a stored article cannot be read ({error}): index anew") from error


def zstd_module() -> Any:
    """The module; imported when the first record is packed or unpacked."""
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    return zstd


class Compressor:
    """Makes the frames of stored records.

    Args:
        dictionary: A trained dictionary, or None.
    """

    def __init__(self, dictionary: bytes | None) -> None:
        zstd = zstd_module()
        parameter = zstd.CompressionParameter
        options: dict[int, int] = {
            parameter.compression_level: LEVEL,
            parameter.checksum_flag: 0,
            parameter.content_size_flag: 1,
        }
        trained = None if dictionary is None else zstd.ZstdDict(dictionary).as_digested_dict
        self._compressor = zstd.ZstdCompressor(options=options, zstd_dict=trained)
        self._whole = zstd.ZstdCompressor.FLUSH_FRAME

    def frame(self, record: bytes) -> bytes:
        """The record as one zstd frame."""
        frame: bytes = self._compressor.compress(record, self._whole)
        return frame


class Decompressor:
    """Reads frames back, whichever of the index's dictionaries made them."""

    def __init__(self, dictionaries: Iterable[bytes]) -> None:
        zstd = zstd_module()
        self._new = zstd.ZstdDecompressor
        self._info = zstd.get_frame_info
        self._error = zstd.ZstdError
        self._by_number = {0: None}
        for data in dictionaries:
            dictionary = zstd.ZstdDict(data)
            self._by_number[dictionary.dict_id] = dictionary.as_digested_dict

    def record(self, frame: bytes | memoryview) -> bytes:
        """The record of a frame.

        Raises:
            CorruptIndex: The frame is damaged or its dictionary is missing.
        """
        try:
            dictionary = self._by_number[self._info(frame).dictionary_id]
            decompressor = self._new(dictionary)
            record: bytes = decompressor.decompress(frame)
        except (self._error, KeyError) as error:
            raise CorruptIndex(f"a stored article cannot be unpacked ({error})") from error
        if not decompressor.eof or decompressor.unused_data:
            raise CorruptIndex("a stored article cannot be unpacked (its frame is cut elsewhere)")
        return record


def train(records: Sequence[bytes]) -> bytes | None:
    """A dictionary for records like these, or None where there is too little to learn from."""
    if sum(map(len, records)) < LEAST_SAMPLE_BYTES or len(records) < 100:
        return None
    zstd = zstd_module()
    try:
        trained: bytes = zstd.train_dict(records, DICTIONARY_SIZE).dict_content
    except zstd.ZstdError:  # samples too alike to train on: go without
        return None
    return trained
