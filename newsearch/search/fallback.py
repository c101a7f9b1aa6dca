"""Runs a Whoosh query that has no plan on Whoosh's own matchers, over one segment."""

from __future__ import annotations

from array import array
from typing import Any

from newsearch.schema import whoosh_schema
from newsearch.search.whoosh_exact import exact
from newsearch.search.whoosh_searcher import make_searcher
from newsearch.segment.snapshot import Snapshot


def segment_matches(snapshot: Snapshot, number: int, query: Any) -> tuple[array[int], array[float]]:
    """All documents of segment ``number`` that a Whoosh query matches ('I'), and scores ('d')."""
    searcher = make_searcher(snapshot, whoosh_schema(snapshot.languages))
    leaf = searcher.leaf_searchers()[number][0]
    matcher = exact(query).matcher(leaf, leaf.context())
    documents = array("I")
    scores = array("d")
    while matcher.is_active():
        documents.append(matcher.id())
        scores.append(matcher.score())
        matcher.next()
    return documents, scores
