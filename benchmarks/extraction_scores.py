"""How well what was read of a page agrees with what a person found there.

The body is compared by shingles of four words, as the public article-extraction benchmark does
(Scrapinghub, https://github.com/scrapinghub/article-extraction-benchmark, 2020): shares of true
positives, false positives and false negatives are taken page by page, so that long pages do not
count more, and precision and recall are those of the means.  Snippets that must and must not be in
the body are counted as in trafilatura's evaluation (Barbaresi, ACL 2021, demonstrations).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

SHINGLE = 4  # words

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
    """Whether a date is on the true day, as written on the page or in UTC."""
    return date is not None and _days(datetime.fromisoformat(truth)) & _days(date) != set()


def _days(moment: datetime) -> set[str]:
    days = {moment.date().isoformat()}
    if moment.tzinfo is not None and moment.utcoffset():
        days.add((moment - (moment.utcoffset() or moment - moment)).date().isoformat())
    return days


def same_minute(truth: str, date: datetime | None) -> bool:
    """Whether a date is the true moment, to the minute; a zone left out is taken as UTC."""
    if date is None:
        return False
    from datetime import UTC

    wanted, found = datetime.fromisoformat(truth), date
    wanted = wanted if wanted.tzinfo else wanted.replace(tzinfo=UTC)
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    return abs((wanted - found).total_seconds()) < 60


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
        if len(truth["date"]) > 10:
            scores["minute"] = same_minute(truth["date"], got.date)
    for field in ("authors", "tags"):
        if truth.get(field):
            scores[field] = set_f1(truth[field], getattr(got, field))
        elif field in truth:
            scores[f"no {field}"] = not getattr(got, field)
    return scores


def summary(pages: Iterable[dict[str, Any]]) -> dict[str, float]:
    """Return the means over pages: of shares and counts first, F1 from them."""
    rows = list(pages)
    result: dict[str, float] = {}
    for name, mean in (("body", True), ("snippets", False)):
        parts = [row[name] for row in rows if name in row]
        if parts:
            sums = [
                sum(column) / (len(parts) if mean else 1) for column in zip(*parts, strict=True)
            ]
            figures = precision_recall_f1(*sums)
            for label, figure in zip(("precision", "recall", "f1"), figures, strict=True):
                result[f"{name} {label}"] = figure
    for name in ("exact", "title", "day", "minute", "authors", "no authors", "tags", "no tags"):
        values = [row[name] for row in rows if name in row]
        if values:
            result[name] = sum(values) / len(values)
    return result
