"""bm25s with PyStemmer: sparse matrices of scores computed in advance, over bags of words.

Compared as what it is: hits for any of the words, best first, for one word or several. It has no
conjunctions, phrases, prefixes, dates, orders or counts; those rows stay blank. Its index holds
scores, words and, beside them, a list of ids, but neither positions nor the articles. It runs on
numpy, without numba.

``bm25s-stop`` leaves out English stop words and single letters, as bm25s does unless told
otherwise: it ranks better and cannot find such words.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import bm25s
import orjson
import Stemmer

from benchmarks.articles import read
from benchmarks.rivals import LIMIT, Query

__all__ = ["BM25S", "BM25S_STOP"]

IDS = "ids.json"


class _Searcher:
    def __init__(self, folder: Path, stop: bool) -> None:
        self._stop = stop
        self._retriever: Any = bm25s.BM25.load(str(folder), mmap=True)
        self._ids: list[str] = orjson.loads((folder / IDS).read_bytes())
        self._stemmer = Stemmer.Stemmer("english")

    def articles(self) -> int:
        return len(self._ids)

    def ids(self, query: Query, limit: int = LIMIT) -> Callable[[], list[str]]:
        retrieve, ids = self._retriever.retrieve, self._ids
        text, most = " ".join(query.words), min(limit, len(ids))

        def found() -> list[str]:
            numbers, scores = retrieve(self._tokens([text]), k=most, show_progress=False)
            # It fills up with articles that hold none of the words.
            hits = zip(numbers[0], scores[0], strict=True)
            return [ids[number] for number, score in hits if score > 0]

        return found

    def count(self, query: Query) -> Callable[[], int]:
        """Counts the scores that are not 0: for checks; bm25s has no count of its own."""
        text, score = " ".join(query.words), self._retriever.get_scores
        return lambda: int((score(self._tokens([text])[0]) > 0).sum())

    def _tokens(self, texts: list[str]) -> Any:
        return _tokens(texts, self._stemmer, self._stop, return_ids=False)


def _tokens(texts: list[str], stemmer: Any, stop: bool, **options: Any) -> Any:
    # Every word, as the other engines index them: none stops, and one letter is a word.
    return bm25s.tokenize(
        texts,
        token_pattern=r"(?u)\b\w\w+\b" if stop else r"(?u)\b\w+\b",
        stopwords="en" if stop else None,
        stemmer=stemmer,
        show_progress=False,
        **options,
    )


class _Bm25s:
    def __init__(self, stop: bool) -> None:
        self._stop = stop

    def version(self) -> str:
        return version("bm25s")

    def build(self, data: Path, folder: Path, processes: int, memory_mb: int) -> None:
        ids: list[str] = []
        texts: list[str] = []
        for article in read(data):
            ids.append(article.id)
            texts.append(f"{article.title}\n{article.body}")
        retriever = bm25s.BM25(k1=1.2, b=0.75)
        tokens = _tokens(texts, Stemmer.Stemmer("english"), self._stop)
        retriever.index(tokens, show_progress=False)
        retriever.save(str(folder), show_progress=False)
        (folder / IDS).write_bytes(orjson.dumps(ids))

    def open(self, folder: Path) -> _Searcher:
        return _Searcher(folder, self._stop)


BM25S = _Bm25s(stop=False)
BM25S_STOP = _Bm25s(stop=True)
