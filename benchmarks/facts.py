"""Totals of filters, facets and timelines, counted by a plain scan of a file and by newsearch."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import orjson

import newsearch
from benchmarks.articles import date_of
from benchmarks.checks import Check
from benchmarks.words import by_chance

__all__ = ["Asked", "Facts", "fact_checks", "read_facts"]

#: Values of a field that are asked for: the most frequent, and as many by chance.
VALUES = 8
#: What newsearch takes for a person's job, not for an author's name; such values are not compared.
JOB = re.compile(r"\b(?:correspondent|editor|reporter|writer|staff|desk|bureau)\b", re.IGNORECASE)
#: What newsearch takes away before an author's name.
BYLINE = re.compile(r"^by\s+", re.IGNORECASE)
#: The name of a field in a search and in a facet.
FILTERS = {
    "tags": "tags",
    "source": "sources",
    "section": "sections",
    "authors": "authors",
    "language": "languages",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What filters look at, of one article: values by field, and the day."""

    values: Mapping[str, tuple[str, ...]]
    date: datetime | None


@dataclass(slots=True)
class Asked:
    """The seconds that searches of one kind took."""

    seconds: list[float] = field(default_factory=list)


def read_facts(path: Path) -> dict[str, Facts]:
    """The facts of every article of a file, by its id."""
    found = {}
    with path.open("rb") as lines:
        for line in lines:
            record = orjson.loads(line)
            values = {
                "tags": _strings(record.get("tags")),
                "source": _strings(record.get("source")),
                "section": _strings(record.get("section")),
                "authors": _authors(record.get("authors")),
                "language": _strings(record.get("lang", record.get("language"))),
            }
            found[record["id"]] = Facts(values, date_of(record.get("date")))
    return found


def _strings(value: Any) -> tuple[str, ...]:
    values = [value] if isinstance(value, str) else value or []
    # Values as newsearch keeps them: spaces at the ends gone, each once, none empty.
    cleaned = dict.fromkeys(" ".join(one.split()) for one in values if one.strip())
    return tuple(cleaned)


def _authors(value: Any) -> tuple[str, ...]:
    names = _strings(value)
    return tuple(dict.fromkeys(BYLINE.sub("", name) for name in names))


def fact_checks(
    index: Path, facts: Mapping[str, Facts], checks: Sequence[Check], wrong: list[str]
) -> dict[str, Asked]:
    """Asks newsearch; adds to ``wrong`` where it counts otherwise; returns what it took."""
    words = {check.query.words[0]: check.ids for check in checks if len(check.query.words) == 1
             and check.query.kind == "all"}  # fmt: skip
    frequent = max(words, key=lambda word: len(words[word]))
    asker = _Asker(index, wrong)
    for text, ids in (("", frozenset(facts)), (frequent, words[frequent])):
        chosen = {id: facts[id] for id in ids}
        for name in FILTERS:
            _ask_values(asker, text, name, chosen)
        _ask_dates(asker, text, chosen)
        _ask_facets(asker, text, chosen)
    return asker.asked


class _Asker:
    """Searches, times and compares."""

    def __init__(self, index: Path, wrong: list[str]) -> None:
        self._index = newsearch.open(index)
        self._wrong = wrong
        self.asked: dict[str, Asked] = {}

    def total(self, kind: str, text: str, expected: int, **options: Any) -> None:
        """Compares a total."""
        found = self._search(kind, text, **options).total
        if found != expected:
            self.differ(kind, text, options, found, expected)

    def values(self, kind: str, text: str, field: str, expected: Counter[str]) -> None:
        """Compares all values of a facet with their counts."""
        found = dict(self._search(kind, text, facets=(field,)).facets[field])
        for value in sorted(found.keys() | expected.keys()):
            if field == "authors" and JOB.search(value):
                continue
            if found.get(value, 0) != expected[value]:
                about = {"facet": field, "value": value}
                self.differ(kind, text, about, found.get(value, 0), expected[value])

    def timeline(self, text: str, by: str, expected: Counter[date]) -> None:
        """Compares all intervals of a timeline."""
        found = {day: n for day, n in self._search("timeline", text, timeline=by).timeline if n}
        if found != expected:
            self.differ("timeline", text, {"by": by}, sum(found.values()), expected.total())

    def differ(self, kind: str, text: str, about: Any, found: int, expected: int) -> None:
        """Notes a difference."""
        what = f"{kind} {text!r} {about}"
        self._wrong.append(f"{what}: {found}, a scan of the files finds {expected}")

    def _search(self, kind: str, text: str, **options: Any) -> newsearch.Results:
        name = f"{kind}{' and a word' if text else ''}"
        began = time.perf_counter()
        results = self._index.search(text, limit=0, snippets=False, **options)
        _ = results.total
        self.asked.setdefault(name, Asked()).seconds.append(time.perf_counter() - began)
        return results


def _ask_values(asker: _Asker, text: str, name: str, facts: Mapping[str, Facts]) -> None:
    """Asks for articles with one value of a field, and with two of their tags."""
    # A filter looks at the folded value: spellings that differ in case are counted together.
    count = Counter(
        value for one in facts.values() for value in {v.casefold() for v in one.values[name]}
    )
    ascii_values = [value for value in count if value.isascii() and not JOB.search(value)]
    frequent = sorted(ascii_values, key=lambda value: (-count[value], value))[:VALUES]
    for value in dict.fromkeys([*frequent, *by_chance(ascii_values, name)[:VALUES]]):
        asker.total(name, text, count[value], **{FILTERS[name]: (value,)})
    if name == "tags" and len(frequent) > 1:
        pair = (frequent[0], frequent[1])
        both = sum(
            {tag.casefold() for tag in one.values["tags"]}.issuperset(pair)
            for one in facts.values()
        )
        asker.total("two tags", text, both, tags=pair)


def _ask_dates(asker: _Asker, text: str, facts: Mapping[str, Facts]) -> None:
    """Asks for single days, months, years and everything before or after."""
    days = Counter(
        one.date.astimezone(UTC).date() for one in facts.values() if one.date is not None
    )
    if not days:
        return
    ordered = sorted(days)
    for day in {ordered[0], ordered[len(ordered) // 2], ordered[-1]}:
        for kind, prefix in (
            ("day", day.isoformat()),
            ("month", f"{day:%Y-%m}"),
            ("year", f"{day:%Y}"),
        ):
            expected = _sum(days, (d for d in days if d.isoformat().startswith(prefix)))
            asker.total(kind, text, expected, since=prefix, until=prefix)
            asker.total(kind, f"{text} date:{prefix}".strip(), expected)
        asker.total("since", text, _sum(days, (d for d in days if d >= day)), since=day)
        asker.total("until", text, _sum(days, (d for d in days if d <= day)), until=day)
    for by, first in (("month", _month), ("year", _year)):
        expected_days: Counter[date] = Counter()
        for day, articles in days.items():
            expected_days[first(day)] += articles
        asker.timeline(text, by, expected_days)


def _sum(days: Counter[date], wanted: Iterable[date]) -> int:
    return sum(days[day] for day in wanted)


def _month(day: date) -> date:
    return day.replace(day=1)


def _year(day: date) -> date:
    return day.replace(month=1, day=1)


def _ask_facets(asker: _Asker, text: str, facts: Mapping[str, Facts]) -> None:
    """Asks for the values of every field, with their counts."""
    asker.total("all articles", text, len(facts))
    for name in FILTERS:
        expected = Counter(value for one in facts.values() for value in one.values[name])
        asker.values("facets", text, name, expected)
