"""Asks every engine the topics of test collections and scores what it finds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

import newsearch
from benchmarks.articles import read
from benchmarks.judged import Collection, query_words
from benchmarks.measure import Build, Session
from benchmarks.relevance_scores import DEPTH, mean_scores, p_value, scores
from benchmarks.rivals import SLOW, Query

__all__ = ["AS_WRITTEN", "FEEDBACK", "VARIANTS", "Judged", "judge"]

#: newsearch given the topics as they are written, punctuation and capitals included.
AS_WRITTEN = "newsearch, as written"
#: newsearch ranking by words of so many of the first hits too, which it does when asked to.
FEEDBACK, HITS = "newsearch, feedback", 5
#: newsearch asked in other ways than all engines are.
VARIANTS = (AS_WRITTEN, FEEDBACK)


@dataclass(frozen=True, slots=True)
class Judged:
    """What engines found in one collection.

    Attributes:
        collection: The collection.
        topics: For each engine the measures of each topic.
        versions: Of the engines.
    """

    collection: Collection
    topics: Mapping[str, Sequence[Mapping[str, float]]]
    versions: Mapping[str, str]

    def means(self) -> dict[str, dict[str, float]]:
        """For each engine the mean of each measure."""
        return {name: mean_scores(topics) for name, topics in self.topics.items()}

    def p_values(self, measure: str) -> dict[str, float]:
        """For each other engine, how likely its difference to newsearch is chance."""
        ours = self.topics.get("newsearch")
        if ours is None:
            return {}
        return {
            name: p_value([topic[measure] for topic in ours], [topic[measure] for topic in theirs])
            for name, theirs in self.topics.items()
            if name not in ("newsearch", *VARIANTS)
        }


def judge(collection: Collection, names: Sequence[str], folder: Path, slow_limit: int) -> Judged:
    """Builds each engine's index of the documents, and scores its hits for each topic.

    Args:
        collection: Documents and topics.
        names: The engines; all of them are installed.
        folder: An empty folder for the indexes.
        slow_limit: Slow engines get no collection of more documents; 0: every one.
    """
    words = [Query("any", query_words(topic.text)) for topic in collection.topics]
    found: dict[str, Sequence[Mapping[str, float]]] = {}
    versions = {}
    for name in names:
        if name in SLOW and 0 < slow_limit < collection.data.articles:
            click.echo(f"benchmarks: {collection.name}: {name} is left blank: too slow", err=True)
            continue
        click.echo(f"benchmarks: {collection.name}: {name}", err=True)
        index = folder / name / "index"
        index.parent.mkdir()
        _build(name, collection.data.path, index)
        with Session(name, index) as session:
            versions[name] = session.version
            found[name] = _scored(collection, session.ids(words, DEPTH))
        if name == "newsearch":
            with newsearch.open(index) as opened:
                for variant, texts, options in (
                    (AS_WRITTEN, [topic.text for topic in collection.topics], {}),
                    (FEEDBACK, [" ".join(query.words) for query in words], {"feedback": HITS}),
                ):
                    found[variant] = _scored(collection, _hits(opened, texts, options))
    return Judged(collection, found, versions)


def _build(name: str, data: Path, folder: Path) -> None:
    if name != "newsearch":
        Build.of(name, data, folder)
        return
    # Of a file it would take each first sentence as the title, which the others cannot.
    with newsearch.create(folder) as index, index.writer() as writer:
        writer.add_all(
            newsearch.Article(id=article.id, title="", body=article.body) for article in read(data)
        )


def _hits(
    index: newsearch.Index, texts: Sequence[str], options: Mapping[str, Any]
) -> list[list[str]]:
    return [
        [hit.id for hit in index.search(text, match="any", limit=DEPTH, snippets=False, **options)]
        for text in texts
    ]


def _scored(collection: Collection, ids: Sequence[Sequence[str]]) -> list[dict[str, float]]:
    pairs = zip(collection.topics, ids, strict=True)
    return [scores(topic.relevant, ranked) for topic, ranked in pairs]
