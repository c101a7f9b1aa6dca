"""Generated histories of an index, compared with a plain dict.

A machine adds, replaces, deletes, commits, rolls back, merges, and opens the index in several
places; after each commit, and whenever an index is refreshed, everything it says must be what a
dict of articles says. Segments are forced to be tiny, so that merges happen all the time.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

import newsearch
from newsearch import Article, Index
from newsearch.segment.build import SegmentBuilder

WORDS = ("alder", "brook", "cedar", "dune", "ember")
TAGS = ("Harbour", "Rivers", "Wind")
DATES = (None, *(datetime(2026, 1, day, tzinfo=UTC) for day in (1, 2, 3)))
IDS = [f"a{number}" for number in range(9)]

Model = dict[str, Article]

texts = st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)
articles = st.builds(
    Article,
    id=st.sampled_from(IDS),
    title=texts,
    body=texts,
    summary=st.none() | texts,
    tags=st.lists(st.sampled_from(TAGS), max_size=2, unique=True).map(tuple),
    date=st.sampled_from(DATES),
    source=st.sampled_from((None, "Tidewater Wire", "Alder Post")),
    language=st.sampled_from((None, None, "de")),
    extra=st.sampled_from(({}, {"views": 3, "places": ["Alderford", None]})),
)


def holds(article: Article, word: str) -> bool:
    texts = (article.title, article.summary or "", article.body)
    return any(word in text.split() for text in texts)


def newest_first(model: Model) -> list[str]:
    def place(article: Article) -> tuple[float, str]:
        return (0.0 if article.date is None else -article.date.timestamp(), article.id)

    return [article.id for article in sorted(model.values(), key=place)]


def compare(index: Index, model: Model) -> None:
    """Everything the index says of its articles is what the model says."""
    assert len(index) == len(model)
    assert index.search("").total == len(model)
    for id in IDS:
        assert (id in index) == (id in model)
        assert index.get(id) == model.get(id)
    order = newest_first(model)
    assert [hit.id for hit in index.search("", sort="newest", limit=100)] == order
    assert list(index.export()) == [model[id] for id in order]
    for word in WORDS[:3]:
        wanted = {id for id, article in model.items() if holds(article, word)}
        results = index.search(word, limit=100, facets=("source",))
        assert {hit.id for hit in results} == wanted
        assert results.total == len(wanted)
        sources = [model[id].source for id in wanted]
        assert dict(results.facets["source"]) == {
            name: sources.count(name) for name in set(sources) if name is not None
        }
    phrase = {i for i, a in model.items() if "alder brook" in f"{a.title} | {a.summary} | {a.body}"}
    assert {hit.id for hit in index.search('"alder brook"', limit=100)} == phrase
    tagged = {id for id, article in model.items() if "Rivers" in article.tags}
    assert {hit.id for hit in index.search("", tags=("rivers",), limit=100)} == tagged


class Histories(RuleBasedStateMachine):
    indexes = Bundle("indexes")

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.folder = Path(self.stack.enter_context(TemporaryDirectory())) / "index"
        self.stack.enter_context(patch("os.fsync", lambda _: None))  # no power cut in this test
        self.committed: Model = {}
        self.pending: Model = {}
        self.writer: newsearch.Writer | None = None
        self.models: dict[int, Model] = {}

    @initialize(held=st.integers(1, 4), per_tier=st.integers(2, 4))
    def start(self, held: int, per_tier: int) -> None:
        def full(builder: SegmentBuilder, budget: int) -> bool:
            return len(builder) >= held

        self.stack.enter_context(patch.object(SegmentBuilder, "full", full))
        self.stack.enter_context(
            patch("newsearch.segment.merge_policy.SEGMENTS_PER_TIER", per_tier)
        )
        self.stack.enter_context(patch("newsearch.segment.merge_policy.SMALLEST_TIER", 6000))
        self.own = newsearch.create(self.folder, language="en")

    def teardown(self) -> None:
        self.stack.close()

    def expected(self, article: Article) -> Article:
        return replace(article, language=article.language or "en")  # the index's language

    def writing(self) -> newsearch.Writer:
        if self.writer is None:
            self.writer = self.own.writer()
            self.pending = dict(self.committed)
        return self.writer

    # Changes

    @rule(articles=st.lists(articles, min_size=1, max_size=6))
    def add(self, articles: list[Article]) -> None:
        writer = self.writing()
        for article in articles:
            wanted = self.expected(article)
            before = self.pending.get(article.id)
            outcome = "added" if before is None else "replaced"
            assert writer.add(article) == ("unchanged" if before == wanted else outcome)
            self.pending[article.id] = wanted

    @rule(id=st.sampled_from(IDS))
    def delete(self, id: str) -> None:
        assert self.writing().delete(id) == (id in self.pending)
        self.pending.pop(id, None)

    @rule(word=st.sampled_from(WORDS))
    def delete_matching(self, word: str) -> None:
        gone = [
            id for id, article in self.writing() and self.pending.items() if holds(article, word)
        ]
        assert self.writing().delete_matching(word) == len(gone)
        for id in gone:
            del self.pending[id]

    # Ends of transactions

    @precondition(lambda self: self.writer is not None)
    @rule(optimize=st.booleans(), close=st.booleans())
    def commit(self, optimize: bool, close: bool) -> None:
        writer = self.writing()
        if optimize:
            writer.optimize()
            assert self.own.stats()["segments"] <= 1
            assert self.own.stats()["deleted"] == 0
        else:
            writer.commit()
        self.committed = dict(self.pending)
        if close:
            writer.close()
            self.writer = None
        compare(self.own, self.committed)
        self.own.check()

    @precondition(lambda self: self.writer is not None)
    @rule(how=st.sampled_from(["rollback", "close", "exception"]))
    def give_up(self, how: str) -> None:
        writer = self.writing()
        if how == "rollback":
            writer.rollback()
            self.pending = dict(self.committed)
            return
        if how == "close":
            writer.close()
        else:
            with pytest.raises(ZeroDivisionError), writer:
                raise ZeroDivisionError
        self.writer = None

    # Readers

    @rule(target=indexes)
    def open(self) -> Index:
        index = newsearch.open(self.folder)
        self.models[id(index)] = self.committed
        compare(index, self.committed)
        return index

    @rule(index=indexes)
    def read(self, index: Index) -> None:
        compare(index, self.models[id(index)])  # a reader sees one commit until it refreshes

    @rule(index=indexes)
    def refresh(self, index: Index) -> None:
        changed = index.refresh()
        if changed is False:
            assert self.models[id(index)] == self.committed
        self.models[id(index)] = self.committed
        compare(index, self.committed)
        assert index.refresh() is False

    @invariant()
    def nothing_is_seen_before_it_commits(self) -> None:
        if hasattr(self, "own"):
            assert len(self.own) == len(self.committed)


@pytest.mark.parametrize(
    ("examples", "steps"),
    [(40, 25), pytest.param(400, 60, marks=pytest.mark.slow)],
)
def test_histories(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        Histories,
        settings=settings(max_examples=examples, stateful_step_count=steps, deadline=None),
    )


# -- histories too large for the machine


def story(random: Random, number: int) -> Article:
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["".join(random.choices(letters, k=random.randint(2, 9))) for _ in range(60)]
    return Article(
        id=f"s{number}",
        title=f"Story {number}",
        body=" ".join(random.choices([*words, *WORDS], k=120)),
        date=datetime(2026, 1, 1 + number % 28, tzinfo=UTC),
        language="en",
    )


def test_many_commits(tmp_path: Path) -> None:
    random = Random(7)
    model: Model = {}
    index = newsearch.create(tmp_path / "index")
    for commit in range(13):
        with index.writer(memory_mb=16) as writer:
            for _ in range(120):
                article = story(random, random.randrange(600))
                assert writer.add(article) == ("replaced" if article.id in model else "added")
                model[article.id] = article
            for id in random.sample(sorted(model), 15):
                assert writer.delete(id)
                del model[id]
            if commit == 6:
                writer.rollback()
                model = {article.id: article for article in index.export()}
    index.check()
    for opened in (index, newsearch.open(tmp_path / "index")):
        assert {article.id: article for article in opened.export()} == model
        assert opened.search("story", limit=0).total == len(model)
    index.optimize()
    index.check()
    assert index.stats()["segments"] == 1
    assert {article.id: article for article in index.export()} == model
    # What an optimised index says of its words is what an index made at once says.
    fresh = newsearch.create(tmp_path / "fresh")
    with fresh.writer() as writer:
        writer.add_all(model.values())
    for query in ("alder", '"story 1"', "alder brook -cedar", "em*"):
        one = [(hit.id, hit.score) for hit in index.search(query, limit=1000)]
        assert one == [(hit.id, hit.score) for hit in fresh.search(query, limit=1000)]
    assert index.stats()["words"] == fresh.stats()["words"]
    assert index.stats()["distinct_words"] == fresh.stats()["distinct_words"]


def test_files_no_commit_needs_are_removed(tmp_path: Path) -> None:
    index = newsearch.create(tmp_path)
    keep = tmp_path / "notes.txt"
    keep.write_text("not ours")
    for leftover in ("000009-001.segment", "000009-002.deleted", "manifest.json.new"):
        (tmp_path / leftover).write_bytes(b"cut sho")
    for number in range(3):
        with index.writer() as writer:
            writer.add(Article(id="a", title=f"Take {number}", body="alder"))
    own = {name for name in index.snapshot.manifest.files() if (tmp_path / name).exists()}
    assert own == index.snapshot.manifest.files()
    assert {path.name for path in tmp_path.iterdir()} - own == {"notes.txt", "write.lock"}
    index.check()
