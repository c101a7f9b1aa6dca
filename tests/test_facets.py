"""Facets, timelines and the counting kernels, against plain counts."""

from __future__ import annotations

import itertools
from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import ModuleType
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsearch.search.facets import count_values
from newsearch.search.timeline import (
    INTERVALS,
    count_intervals,
    first_microsecond,
    interval_start,
)
from newsearch.segment.records import MISSING_DATE

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


Kernel = Callable[[str], ModuleType]


@pytest.fixture
def counts(kernel: Kernel) -> ModuleType:
    return kernel("counts")


@dataclass
class Column:
    offsets: array[int]
    ordinals: array[int]
    values: list[str]


@dataclass
class Segment:
    """As much of a segment as counting needs."""

    columns: dict[str, Column]
    dates: array[int]


def segment(rows: Sequence[tuple[list[str], datetime | None]]) -> Segment:
    """A segment of documents given by their tags and date, newest first as in an index."""
    rows = sorted(rows, key=lambda row: -microseconds(row[1]))
    values = sorted({value for tags, _ in rows for value in tags})
    column = Column(array("I", [0]), array("I"), values)
    for tags, _ in rows:
        column.ordinals.extend(values.index(value) for value in tags)
        column.offsets.append(len(column.ordinals))
    return Segment({"tags": column}, array("q", [microseconds(day) for _, day in rows]))


def microseconds(day: datetime | None) -> int:
    return MISSING_DATE if day is None else (day - EPOCH) // timedelta(microseconds=1)


tags = st.lists(
    st.sampled_from(["Peace", "peace", "Tolls", "Мости", "a", "b"]), unique=True, max_size=4
)
moments = st.datetimes(datetime(2009, 1, 1), datetime(2012, 12, 31), timezones=st.just(UTC))
rows = st.lists(st.tuples(tags, st.none() | moments), max_size=12)
corpora = st.lists(st.tuples(rows, st.integers(0, 2**12 - 1)), max_size=3)


def chosen(corpus: list) -> tuple[list[Segment], list[array[int]]]:
    """Segments, and the documents that the bits of a number choose in each."""
    segments = [segment(found) for found, _ in corpus]
    matched = [
        array("I", [n for n in range(len(found)) if bits >> n & 1]) for found, bits in corpus
    ]
    return segments, matched


@given(corpora, st.none() | st.integers(0, 7))
def test_facets_are_plain_counts(corpus: list, limit: int | None) -> None:
    segments, matched = chosen(corpus)
    plain: Counter[str] = Counter()
    for part, documents in zip(segments, matched, strict=True):
        column = part.columns["tags"]
        for n in documents:
            start, end = column.offsets[n], column.offsets[n + 1]
            plain.update(column.values[i] for i in column.ordinals[start:end])
    expected = sorted(plain.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
    assert count_values(segments, matched, "tags", limit) == expected


ZONES = ["UTC", "Europe/Kyiv", "America/New_York", "America/Sao_Paulo", "Asia/Beirut",
         "Pacific/Apia", "Atlantic/Azores", "Asia/Kathmandu"]  # fmt: skip


@settings(deadline=None)
@given(corpora, st.sampled_from(INTERVALS), st.sampled_from(ZONES))
def test_timelines_are_plain_counts_without_gaps(corpus: list, by: str, zone: str) -> None:
    timezone = ZoneInfo(zone)
    segments, matched = chosen(corpus)
    plain = Counter(
        start_of(EPOCH + timedelta(microseconds=part.dates[n]), by, timezone)
        for part, documents in zip(segments, matched, strict=True)
        for n in documents
        if part.dates[n] != MISSING_DATE
    )
    timeline = count_intervals(segments, matched, by, timezone)
    assert {day: count for day, count in timeline if count} == plain
    days = [day for day, _ in timeline]
    if plain:
        assert (days[0], days[-1]) == (min(plain), max(plain))
    for before, after in itertools.pairwise(days):
        assert start_of_day(after - timedelta(days=1), by) == before


def start_of(moment: datetime, by: str, timezone: ZoneInfo) -> date:
    return start_of_day(moment.astimezone(timezone).date(), by)


def start_of_day(day: date, by: str) -> date:
    if by == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1 if by in ("month", "year") else day.day,
                       month=1 if by == "year" else day.month)  # fmt: skip


@given(st.dates(date(1950, 1, 1), date(2030, 1, 1)), st.sampled_from(ZONES))
def test_a_day_begins_at_its_first_moment(day: date, zone: str) -> None:
    timezone = ZoneInfo(zone)
    first = first_microsecond(day, timezone)
    before = interval_start(first - 1, "day", timezone)
    at = interval_start(first, "day", timezone)
    assert before < day <= at
    if zone == "UTC":
        assert first == first_microsecond(day, UTC)


def test_midnights_that_do_not_exist_or_come_twice() -> None:
    sao_paulo, azores = ZoneInfo("America/Sao_Paulo"), ZoneInfo("Atlantic/Azores")
    jump = datetime(2010, 10, 17, 3, tzinfo=UTC)  # 00:00 became 01:00
    assert first_microsecond(date(2010, 10, 17), sao_paulo) == microseconds(jump)
    twice = datetime(2010, 10, 31, 0, tzinfo=UTC)  # 01:00 became 00:00 an hour later
    assert first_microsecond(date(2010, 10, 31), azores) == microseconds(twice)


def test_an_unknown_interval_and_an_unknown_field_are_refused() -> None:
    with pytest.raises(ValueError, match="'hour': expected one of day, week, month, year"):
        count_intervals([], [], "hour", UTC)
    with pytest.raises(KeyError):
        count_values([segment([(["a"], None)])], [array("I", [0])], "colour")


def test_the_ends_of_the_calendar() -> None:
    first, last = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
    part = segment([([], first), ([], last)])
    for zone in ("UTC", "America/New_York", "Asia/Kathmandu"):
        timeline = count_intervals([part], [array("I", [0, 1])], "year", ZoneInfo(zone))
        assert len(timeline) == 9999
        assert timeline[0][1] == timeline[-1][1] == 1


# --- the kernels, compiled and as plain Python -----------------------------------------------


@pytest.mark.parametrize(
    ("documents", "offsets", "ordinals"),
    [
        ([5], [0, 1], [0]),  # no such document
        ([0], [0, 9], [0]),  # an offset beyond the values
        ([0], [0, 1], [7]),  # no such value
    ],
)
def test_damaged_columns_raise(
    counts: ModuleType, documents: list[int], offsets: list[int], ordinals: list[int]
) -> None:
    with pytest.raises(IndexError):
        counts.count_ordinals(
            array("I", documents), array("I", offsets), array("I", ordinals), array("I", [0, 0])
        )


def test_counting_kernels(counts: ModuleType) -> None:
    found = array("I", [0, 5])
    counts.count_ordinals(
        array("I", [0, 2]), array("I", [0, 2, 2, 3]), array("I", [0, 1, 1]), found
    )
    assert found.tolist() == [1, 7]
    dates = array("q", [90, 80, 80, 70, 10, MISSING_DATE, MISSING_DATE])
    documents = array("I", [0, 2, 3, 4, 6])
    assert counts.dated_count(documents, dates, MISSING_DATE) == 4
    assert counts.dated_count(array("I"), dates, MISSING_DATE) == 0
    found = array("I", [0, 0, 0])
    counts.count_intervals(documents, dates, 4, array("q", [10, 70, 90]), found)
    assert found.tolist() == [1, 2, 1]
