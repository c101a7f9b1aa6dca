"""How well newsearch finds the stories that several articles tell, and what that costs.

All articles of a file and labelled copies of some (`benchmarks.copies`) are indexed in three
commits, in an order drawn by lot. Every two articles of one story are a pair found. *Recall* is the
share of the labelled pairs that were found. *Precision* is the share of right ones among all pairs
found: those of a text and its own copies are right; those that come of two different articles of
the file are judged, see `_judged`. Originals are split by a hash of their ids: thresholds are
tuned on one half, the other half is what is reported.
"""

from __future__ import annotations

import statistics
import tempfile
import time
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from difflib import SequenceMatcher
from functools import partial
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

import newsearch
from benchmarks.articles import Article, Data, read
from benchmarks.copies import EDITS, Labelled, labelled
from benchmarks.report import environment, heading, table, write_json
from newsearch.segment import build
from newsearch.segment.stories import Stories

#: Commits that the articles are spread over.
COMMITS = 3
#: Two articles of the file this far apart are two stories, however alike they are.
DAYS_APART = 7
#: Nearer ones are one story where this share of the shorter one's words lies in runs of so many
#: words that the other has too, in the same order.
ALIGNED = 0.5
LEAST_RUN = 5
#: Titles of two articles are near where they share this much of their words.
NEAR_TITLES = 0.5


def measure_duplicates(data: Data, originals: int, rounds: int, results: Path) -> str:
    """Measures on a prepared file; returns the tables.

    Args:
        data: The articles.
        originals: Of how many copies are made.
        rounds: Rounds of building with and without stories, in turns.
        results: Where the JSON goes.
    """
    articles = list(read(data.path))
    made = labelled(articles, originals)
    stories = _stories(made)
    halves = {
        name: _figures([one for one in made if _half(one) == half], stories)
        for half, name in enumerate(("tuning half", "reported half"))
    }
    cost = _cost(articles, rounds)
    about = environment(data, {"newsearch": newsearch.__version__})
    name = f"duplicates-{Path(data.name).stem}-{data.articles}"
    write_json(results, name, {**about, "pairs": halves, "cost": cost})
    return "\n\n".join((heading(about), _tables(halves), _cost_line(cost)))


def _half(one: Labelled) -> int:
    return zlib.crc32(one.original.encode()) & 1


def _as_indexed(article: Article) -> newsearch.Article:
    return newsearch.Article(
        id=article.id, title=article.title, body=article.body, date=article.date
    )


def _stories(made: Sequence[Labelled]) -> dict[str, int]:
    """The story of each article, by id, after indexing in an order drawn by lot."""
    order = list(made)
    Random(2).shuffle(order)
    with tempfile.TemporaryDirectory(prefix="newsearch-benchmark-") as folder:
        index = newsearch.create(Path(folder) / "index")
        for number in range(COMMITS):
            with index.writer() as writer:
                writer.add_all(_as_indexed(one.article) for one in order[number::COMMITS])
        index.refresh()
        return {
            segment.id(document): segment.stories[document]
            for segment in index.snapshot.segments
            for document in range(segment.document_count)
        }


def _figures(made: Sequence[Labelled], stories: dict[str, int]) -> dict[str, Any]:
    """What was found of one half."""
    tellings: dict[str, list[Labelled]] = defaultdict(list)
    for one in made:
        tellings[one.original].append(one)
    right: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for one, other in _pairs(tellings.values()):
        edit = other.edit if not one.edit else "two copies"
        wanted[edit] += 1
        right[edit] += _same(one, other, stories)
    found: dict[int, list[Labelled]] = defaultdict(list)
    for one in made:
        if stories[one.article.id]:
            found[stories[one.article.id]].append(one)
    texts = {one.original: one.article for one in made if not one.edit}
    judged: Counter[str] = Counter()
    verdicts: dict[tuple[str, str], str] = {}
    for one, other in _pairs(found.values()):
        key = one.original, other.original
        if one.original == other.original:
            verdict = "copies"
        elif key in verdicts:
            verdict = verdicts[key]
        else:
            verdict = verdicts[key] = _judged(*(texts[id] for id in key))
        judged[verdict] += 1
    near = [pair for pair in _near_titles(list(texts.values())) if _judged(*pair) == "wrong"]
    grouped = sum(0 != stories[one.id] == stories[other.id] for one, other in near)
    return {
        "labelled": wanted.total(),
        "recall": right.total() / max(1, wanted.total()),
        "recall_by_edit": {
            edit: right[edit] / wanted[edit] for edit in (*EDITS, "two copies") if wanted[edit]
        },
        "found": judged.total(),
        "judged": dict(judged),
        "precision": 1 - judged["wrong"] / max(1, judged.total()),
        "precision_of_found_articles": 1
        - judged["wrong"] / max(1, judged["wrong"] + judged["same story"]),
        "near_titles": len(near),
        "near_titles_grouped": grouped,
    }


def _pairs(groups: Any) -> Iterator[tuple[Labelled, Labelled]]:
    for group in groups:
        yield from combinations(group, 2)


def _same(one: Labelled, other: Labelled, stories: dict[str, int]) -> bool:
    return 0 != stories[one.article.id] == stories[other.article.id]


def _judged(one: Article, other: Article) -> str:
    """Whether two articles of the file tell the ``"same story"``, or it is ``"wrong"`` to say so.

    By the days between them, and by an alignment of their words, which is another measure than
    what newsearch compares.
    """
    if one.date and other.date and abs((one.date - other.date).days) >= DAYS_APART:
        return "wrong"
    words = [article.body.split() for article in (one, other)]
    blocks = SequenceMatcher(None, *words, autojunk=False).get_matching_blocks()
    aligned = sum(block.size for block in blocks if block.size >= LEAST_RUN)
    return "same story" if aligned >= ALIGNED * min(map(len, words)) else "wrong"


def _near_titles(articles: Sequence[Article]) -> Iterator[tuple[Article, Article]]:
    """For each article the other one with the nearest title, where it is near."""
    words = [frozenset(article.title.lower().split()) for article in articles]
    holding: dict[str, list[int]] = defaultdict(list)
    for at, own in enumerate(words):
        for word in own:
            holding[word].append(at)
    for at, own in enumerate(words):
        rare = sorted(own, key=lambda word: len(holding[word]))[:3]
        others = {other for word in rare for other in holding[word][:50]} - {at}
        if not others:
            continue
        near = max(others, key=lambda other: (_jaccard(own, words[other]), other))
        if near > at and _jaccard(own, words[near]) >= NEAR_TITLES:
            yield articles[at], articles[near]


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)


def _cost(articles: Sequence[Article], rounds: int) -> dict[str, Any]:
    """CPU seconds of building with and without stories, in turns; medians."""
    indexed = [_as_indexed(article) for article in articles]
    spent: dict[str, list[float]] = {"with": [], "without": []}
    for number in range(rounds):
        for kind in ("with", "without") if number % 2 else ("without", "with"):
            with _stories_made(kind == "with"), tempfile.TemporaryDirectory() as folder:
                index = newsearch.create(Path(folder) / "index")
                started = time.process_time()
                with index.writer() as writer:
                    writer.add_all(indexed)
                spent[kind].append(time.process_time() - started)
    medians = {kind: statistics.median(values) for kind, values in spent.items()}
    return {
        "seconds": spent,
        "share": 1 - medians["without"] / medians["with"],
        "microseconds_an_article": 1e6 * (medians["with"] - medians["without"]) / len(indexed),
    }


@contextmanager
def _stories_made(wanted: bool) -> Iterator[None]:
    whole = build.find_stories
    if not wanted:
        build.find_stories = _no_stories
    try:
        yield
    finally:
        build.find_stories = whole


def _no_stories(documents: Any, *others: Any) -> Stories:
    return Stories(array("Q", bytes(8 * len(documents.order))), memoryview(b""))


def _tables(halves: dict[str, dict[str, Any]]) -> str:
    edits = (*EDITS, "two copies")
    share = partial("{:.4f}".format)
    rows = [
        ["labelled pairs", *(f"{half['labelled']:,}" for half in halves.values())],
        ["recall", *(share(half["recall"]) for half in halves.values())],
        *(
            [
                f"recall, {edit}",
                *(share(h["recall_by_edit"].get(edit, 1.0)) for h in halves.values()),
            ]
            for edit in edits
        ),
        ["pairs found", *(f"{half['found']:,}" for half in halves.values())],
        ["precision", *(share(half["precision"]) for half in halves.values())],
        [
            "precision, articles of the file alone",
            *(share(half["precision_of_found_articles"]) for half in halves.values()),
        ],
        [
            "other stories of near titles, grouped",
            *(f"{h['near_titles_grouped']} of {h['near_titles']:,}" for h in halves.values()),
        ],
    ]
    return table(["", *halves], rows)


def _cost_line(cost: dict[str, Any]) -> str:
    return (
        f"Finding stories takes {cost['share']:.1%} of the CPU time of building, "
        f"{cost['microseconds_an_article']:.1f} µs an article."
    )
