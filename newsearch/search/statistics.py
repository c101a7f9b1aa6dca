"""Figures of an index."""

from __future__ import annotations

from collections import Counter
from typing import Any

from newsearch.segment.records import MISSING_DATE, date_of
from newsearch.segment.snapshot import Snapshot


def statistics(snapshot: Snapshot) -> dict[str, Any]:
    """Articles, segments, words, languages, dates and bytes of a snapshot."""
    languages: Counter[str] = Counter()
    oldest: int | None = None
    newest: int | None = None
    undated = 0
    for segment in snapshot.segments:
        languages.update(segment.languages)
        dates = segment.dates
        dated = len(dates)
        while dated and dates[dated - 1] == MISSING_DATE:
            dated -= 1
        undated += len(dates) - dated
        if dated:
            newest = dates[0] if newest is None else max(newest, dates[0])
            oldest = dates[dated - 1] if oldest is None else min(oldest, dates[dated - 1])
    unknown = languages.pop("", 0)
    named: dict[str, int] = dict(languages.most_common())
    if unknown:
        named["unknown"] = unknown
    return {
        "articles": snapshot.live_count,
        "deleted": snapshot.document_count - snapshot.live_count,
        "segments": len(snapshot.segments),
        "commits": snapshot.manifest.generation,
        "words": sum(sum(segment.field_lengths) for segment in snapshot.segments),
        "distinct_words": sum(len(s.dictionaries["text"]) for s in snapshot.segments),
        "oldest": None if oldest is None else str(date_of(oldest)),
        "newest": None if newest is None else str(date_of(newest)),
        "undated": undated,
        "languages": named,
        "timezone": snapshot.manifest.timezone,
        "bytes": sum(segment.container.size for segment in snapshot.segments),
    }
