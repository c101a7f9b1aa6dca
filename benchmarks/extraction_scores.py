"""How well what was read of a page agrees with what a person found there.

The body is compared by shingles of four words, as the public article-extraction benchmark does
(Scrapinghub, https://github.com/scrapinghub/article-extraction-benchmark, 2020): precision is the
mean over pages of which something was read, recall the mean over pages that have a body, so that
long pages do not count more, and F1 is that of the two means.  Snippets that must and must not be
in the body are counted over all pages, as in trafilatura's evaluation (Barbaresi, ACL 2021,
demonstrations).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

SHINGLE = 4  # words

#: The measures of a page, and the field of an article that each is about.
FIELD_OF = {
    "body": "body",
    "exact": "body",
    "snippets": "body",
    "title": "title",
    "day": "day",
    "minute": "minute",
    "authors": "authors",
    "no authors": "authors",
    "tags": "tags",
    "no tags": "tags",
}

_WORD = re.compile(r"\w+")
_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})


def plain(text: str) -> str:
    """Text as it is compared: NFC, white space collapsed, quotation marks made alike.

    Example:
        >>> plain("The  “old” harbour ")
        'The "old" harbour'
    """
    return " ".join(unicodedata.normalize("NFC", text).translate(_QUOTES).split())


def words(text: str) -> list[str]:
    """The words of a text, as the article-extraction benchmark takes them: runs of ``\\w``."""
    return _WORD.findall(unicodedata.normalize("NFC", text))


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    found = words(text)
    if len(found) < SHINGLE:
        return Counter([tuple(found)] if found else [])
    return Counter(tuple(found[at : at + SHINGLE]) for at in range(len(found) - SHINGLE + 1))


def body_shares(truth: str, body: str) -> tuple[float, float, float]:
    """Return the shares of true positives, false positives and false negatives of one page.

    Args:
        truth: The body as it should be.
        body: The body as it was read.

    Returns:
        Three numbers that add up to 1, or three zeros where neither text has a word.
    """
    wanted, found = _shingles(truth), _shingles(body)
    right = (wanted & found).total()
    extra, missed = found.total() - right, wanted.total() - right
    total = right + extra + missed
    return (right / total, extra / total, missed / total) if total else (0.0, 0.0, 0.0)


def precision_recall_f1(right: float, extra: float, missed: float) -> tuple[float, float, float]:
    """Return precision, recall and their harmonic mean; where nothing is to be found, 1."""
    precision = right / (right + extra) if right + extra else 1.0
    recall = right / (right + missed) if right + missed else 1.0
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


def set_f1(truth: Iterable[str], found: Iterable[str]) -> float:
    """Return F1 of two sets of names, by `plain` text without case; of two empty sets it is 1."""
    wanted = {plain(name).casefold() for name in truth}
    got = {plain(name).casefold() for name in found}
    right = len(wanted & got)
    return precision_recall_f1(right, len(got) - right, len(wanted) - right)[2]


def same_title(truth: str, title: str | None) -> bool:
    """Whether a title is the true one: the same `plain` text without case."""
    return plain(truth).casefold() == plain(title or "").casefold()


def same_day(truth: str, date: datetime | None) -> bool:
    """Whether a date is on the true day: both as written, or both in UTC."""
    if date is None:
        return False
    wanted = datetime.fromisoformat(truth)
    return wanted.date() == date.date() or _in_utc(wanted).date() == _in_utc(date).date()


def _in_utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)


def has_time(truth: str) -> bool:
    """Whether a date says more than the day; a midnight without a zone does not.

    Example:
        >>> has_time("2025-03-09"), has_time("2025-03-09T00:00:00"), has_time("2025-03-09T08:05:00")
        (False, False, True)
    """
    moment = datetime.fromisoformat(truth)
    return moment.tzinfo is not None or moment.time() != time()


def same_minute(truth: str, date: datetime | None) -> bool:
    """Whether a date is the true moment, to the minute.

    Of a truth without a zone it is the same time of the day, in whichever zone, or in UTC; a date
    without a zone is taken as UTC.
    """
    if date is None:
        return False
    wanted, found = datetime.fromisoformat(truth), date
    apart = [_in_utc(wanted) - _in_utc(found)]
    if wanted.tzinfo is None:
        apart.append(wanted - found.replace(tzinfo=None))
    return any(abs(one) < timedelta(minutes=1) for one in apart)


def snippet_counts(
    wanted: Sequence[str], unwanted: Sequence[str], body: str
) -> tuple[int, int, int]:
    """Return how many snippets were rightly in the body, wrongly in it, and missed."""
    text = plain(body)
    right = sum(plain(snippet) in text for snippet in wanted)
    return right, sum(plain(snippet) in text for snippet in unwanted), len(wanted) - right


def page_scores(truth: dict[str, Any], got: Any) -> dict[str, Any]:
    """Score one page: each measure for which the truth has something to compare.

    Args:
        truth: A line of the truth: some of title, date, authors, tags, body, with, without.
        got: What was read: an object with title, date, authors, tags and body.
    """
    scores: dict[str, Any] = {}
    body = got.body or ""
    if "body" in truth:
        scores["body"] = body_shares(truth["body"], body)
        scores["exact"] = words(truth["body"]) == words(body)
    if "with" in truth:
        scores["snippets"] = snippet_counts(truth["with"], truth["without"], body)
    if truth.get("title"):
        scores["title"] = same_title(truth["title"], got.title)
    if truth.get("date"):
        scores["day"] = same_day(truth["date"], got.date)
        if has_time(truth["date"]):
            scores["minute"] = same_minute(truth["date"], got.date)
    for field in ("authors", "tags"):
        if truth.get(field):
            scores[field] = set_f1(truth[field], getattr(got, field))
        elif field in truth:
            scores[f"no {field}"] = not getattr(got, field)
    return scores


def summary(pages: Iterable[dict[str, Any]]) -> dict[str, float]:
    """Return the figures of several pages: precision, recall and F1 of the body, means of the rest.

    Example:
        >>> summary([{"title": True}, {"title": False}])
        {'title': 0.5}
    """
    rows = list(pages)
    result: dict[str, float] = {}
    for name, of_all in (("body", _means), ("snippets", _sums)):
        parts = [row[name] for row in rows if name in row]
        if parts:
            figures = of_all(parts)
            for label, figure in zip(("precision", "recall", "f1"), figures, strict=True):
                result[f"{name} {label}"] = figure
    for name in FIELD_OF:
        values = [row[name] for row in rows if name in row and not isinstance(row[name], tuple)]
        if values:
            result[name] = sum(values) / len(values)
    return result


def _means(parts: Sequence[tuple[float, float, float]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of bodies, by the means over pages."""
    each = [(right + extra, right + missed, right) for right, extra, missed in parts]
    precisions = [right / found for found, _, right in each if found]
    recalls = [right / wanted for _, wanted, right in each if wanted]
    precision = sum(precisions) / len(precisions) if precisions else 0.0
    recall = sum(recalls) / len(recalls) if recalls else 0.0
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


def _sums(parts: Sequence[tuple[int, int, int]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of snippets, counted over all pages."""
    return precision_recall_f1(*map(sum, zip(*parts, strict=True)))
