"""Stories: found while indexing, across commits, deletions, merges and processes."""

from __future__ import annotations

import json
from array import array
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest

import newsearch
from newsearch import Article, CorruptIndex, Index, workers
from newsearch.kernel.limits import DELETED
from newsearch.segment import build, stories
from newsearch.segment.container import Container, replace_section
from newsearch.segment.reader import Segment

from .wire_copy import article, paragraphs, vocabulary

RANDOM = Random(11)
WORDS = vocabulary(RANDOM)
#: Ten texts that have nothing in common but words.
TEXTS = [paragraphs(RANDOM, WORDS, 8) for _ in range(10)]


@pytest.fixture
def index(tmp_path: Path) -> Index:
    return newsearch.create(tmp_path / "index", language="en")


def add(index: Index, *articles: Article) -> None:
    with index.writer() as writer:
        writer.add_all(articles)
    index.refresh()


def story_of(index: Index, id: str) -> int:
    place = index.snapshot.find(id)
    assert place is not None
    segment, document = place
    return int(segment.stories[document])


def grouped(index: Index, query: str = "title", **options: object) -> list[list[str]]:
    """The ids of each hit and its duplicates."""
    results = index.search(query, group_duplicates=True, snippets=False, limit=100, **options)  # type: ignore[arg-type]
    return [[hit.id, *(other.id for other in hit.duplicates)] for hit in results]


def together(index: Index, *ids: str) -> bool:
    found = {story_of(index, id) for id in ids}
    return len(found) == 1 and found != {0}


COPIES = {
    "same": TEXTS[0],
    "cut": TEXTS[0][:4],
    "thinned": [*TEXTS[0][:2], *TEXTS[0][3:5], TEXTS[0][6]],
    "put in": [*TEXTS[0][:3], TEXTS[1][2], *TEXTS[0][3:], TEXTS[2][5]],
    "cut and put in": [*TEXTS[0][:5], TEXTS[1][0], TEXTS[3][1]],
    "credited": ["OUR CITY (Wire) — " + TEXTS[0][0], *TEXTS[0][1:], "All rights reserved."],
}


@pytest.mark.parametrize("edit", COPIES)
@pytest.mark.parametrize("commits", [1, 2])
@pytest.mark.parametrize("copy_first", [False, True])
def test_a_copy_is_of_the_same_story(
    index: Index, edit: str, commits: int, copy_first: bool
) -> None:
    pair = [article("first", TEXTS[0]), article("copy", COPIES[edit], "Alder Post", "Other words")]
    if copy_first:
        pair.reverse()
    others = [article(f"other {at}", TEXTS[at]) for at in range(4, 10)]
    if commits == 1:
        add(index, *pair, *others)
    else:
        add(index, pair[0], *others)
        add(index, pair[1])
    assert together(index, "first", "copy")
    assert len({story_of(index, one.id) for one in others}) == len(others)
    index.check()


def test_hits_of_one_story_are_shown_as_one(index: Index) -> None:
    add(index, article("a", TEXTS[0]), article("b", TEXTS[4]))
    add(index, article("c", COPIES["cut"]), article("d", COPIES["put in"]))
    groups = grouped(index)
    assert sorted(map(sorted, groups)) == [["a", "c", "d"], ["b"]]
    assert index.search("title", group_duplicates=True).total == 4
    results = index.search("title", group_duplicates=True, facets=("source",))
    assert results.facets == {"source": [("Tidewater Wire", 4)]}
    assert {len(hit.duplicates) for hit in index.search("title")} == {0}


def test_pages_do_not_share_a_story_and_groups_are_whole(index: Index) -> None:
    articles = []
    for at in range(10):
        for copy in range(7):
            # Longer articles score lower, so copies are spread over all of the ranking.
            text = [*TEXTS[at], " ".join(WORDS[copy : copy * 9])]
            articles.append(article(f"{at} {copy}", text))
    add(index, *articles[::2])
    add(index, *articles[1::2])
    for sort in ("relevance", "newest", "oldest"):
        pages = [
            list(index.search("title", group_duplicates=True, sort=sort, limit=3, offset=offset))
            for offset in (0, 3, 6, 9)
        ]
        hits = [hit for page in pages for hit in page]
        assert [len(page) for page in pages] == [3, 3, 3, 1]
        assert sorted(hit.id[0] for hit in hits) == [str(at) for at in range(10)]
        plain = [hit.id for hit in index.search("title", sort=sort, limit=100)]
        for hit in hits:
            group = [hit.id, *(other.id for other in hit.duplicates)]
            assert group == [id for id in plain if id[0] == hit.id[0]]  # whole, best first
        scores = {hit.id: hit.score for hit in index.search("title", sort=sort, limit=100)}
        for hit in hits:
            assert all(other.score == scores[other.id] for other in hit.duplicates)


def test_what_does_not_match_is_in_no_group(index: Index) -> None:
    add(index, article("a", TEXTS[0]), article("b", TEXTS[0], title="Harbour news"))
    assert grouped(index, "harbour") == [["b"]]


def test_short_articles_tell_no_story(index: Index) -> None:
    words = TEXTS[0][0].split()
    least = stories.LEAST_SHINGLES + stories.SHINGLE - 1
    add(
        index,
        *(article(f"short {at}", [" ".join(words[: least - 1])]) for at in range(2)),
        *(article(f"long {at}", [" ".join(words[:least])]) for at in range(2)),
        article("none", [""]),
    )
    assert story_of(index, "short 0") == story_of(index, "none") == 0
    assert together(index, "long 0", "long 1")
    assert len(grouped(index)) == 4


def test_a_formula_with_other_figures_is_another_story(index: Index) -> None:
    def report(day: int) -> list[str]:
        random = Random(day)
        sentences = [
            f"{words} {random.randint(100, 999)} {random.choice(WORDS)} than on day {day}"
            for words in (" ".join(WORDS[at : at + 12]) for at in range(0, 60, 12))
        ]
        return [". ".join(sentences)]

    add(index, *(article(f"report {day}", report(day)) for day in range(12)))
    assert len({story_of(index, f"report {day}") for day in range(12)}) == 12


def test_a_brief_in_a_roundup_is_another_story(index: Index) -> None:
    briefs = [article(f"brief {at}", TEXTS[at][:1]) for at in range(5)]
    roundup = article("roundup", [TEXTS[at][0] for at in range(10)])
    add(index, *briefs, roundup)
    assert not any(together(index, brief.id, "roundup") for brief in briefs)


def test_a_replaced_article_keeps_its_story_if_it_still_tells_it(index: Index) -> None:
    add(index, article("a", TEXTS[0]), article("b", COPIES["cut"]))
    add(index, article("a", COPIES["put in"]))
    assert together(index, "a", "b")
    add(index, article("a", TEXTS[5]))
    assert not together(index, "a", "b")
    add(index, article("c", TEXTS[0]))
    assert together(index, "c", "b")
    index.check()


def test_stories_outlive_the_article_that_began_them(index: Index) -> None:
    add(index, article("a", TEXTS[0]), article("b", COPIES["put in"]), article("x", TEXTS[5]))
    before = story_of(index, "b")
    with index.writer() as writer:
        writer.delete("a")
    index.optimize()
    index.refresh()
    index.check()
    assert story_of(index, "b") == before
    add(index, article("c", COPIES["thinned"]))
    assert together(index, "b", "c")
    entries = [segment.story_entries for segment in index.snapshot.segments]
    assert [len(table) // stories.BINS for table in entries] == [2, 0]  # c only joined


def test_a_merge_keeps_one_article_for_a_story(index: Index) -> None:
    others = [article(f"other {at}", TEXTS[at]) for at in (6, 7, 8)]  # or it were merged at once
    add(index, article("a", TEXTS[0]), article("b", COPIES["cut"]), *others)
    add(index, article("a", COPIES["put in"]))  # stands for the story from now on
    add(index, article("x", TEXTS[5]))
    index.optimize()
    index.refresh()
    index.check()
    (segment,) = index.snapshot.segments
    leads = {entry & DELETED for entry in segment.story_entries}
    assert {segment.id(document) for document in leads} == {"a", "x", *(o.id for o in others)}
    assert len(segment.story_entries) == 5 * stories.BINS
    assert together(index, "a", "b")


def test_merging_changes_no_story(index: Index) -> None:
    for at in range(4):
        add(index, *(article(f"{at} {n}", TEXTS[n][: 8 - at]) for n in range(at, at + 5)))
    before = sorted(map(sorted, grouped(index)))
    tables = [segment.story_entries for segment in index.snapshot.segments]
    entries = sum(len(table) for table in tables)
    index.optimize()
    index.refresh()
    index.check()
    assert sorted(map(sorted, grouped(index))) == before
    assert sum(len(group) for group in before) == 20
    assert len(before) < 12
    assert len(index.snapshot.segments[0].story_entries) == entries


def test_processes_find_stories_across_their_shares(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "LEAST_BYTES", 0)
    monkeypatch.setattr(workers, "LEAST_CUT", 0)
    path = tmp_path / "news.jsonl"
    with path.open("w") as file:
        for half in range(2):
            for at in range(10):
                for number in range(3):
                    text = TEXTS[at] if half == 0 else TEXTS[at][:5] + TEXTS[(at + 3) % 10][:1]
                    record = {"id": f"{at} {half} {number}", "title": "Title", "language": "en"}
                    file.write(json.dumps(record | {"body": "\n\n".join(text)}) + "\n")
    found = []
    for processes in (1, 2):
        index = newsearch.create(tmp_path / str(processes), language="en")
        with index.writer(processes=processes) as writer:
            writer.add_files(path)
        index.refresh()
        index.check()
        found.append(sorted(map(sorted, grouped(index))))
    assert found[0] == found[1]
    assert len(found[0]) == 10
    assert len(index.snapshot.segments) == 2


@pytest.mark.parametrize("outside", [False, True])
def test_damage_in_the_table_gives_no_wrong_story(
    index: Index, monkeypatch: pytest.MonkeyPatch, outside: bool
) -> None:
    add(index, *(article(f"a{at}", TEXTS[at]) for at in range(5)))
    (segment,) = index.snapshot.segments
    # The values stay, the documents are others.
    damaged = [
        entry - (entry & DELETED) + (((entry & DELETED) + 1) % 5 + 5 * outside)
        for entry in segment.story_entries
    ]
    monkeypatch.setattr(Segment, "story_entries", memoryview(array("Q", damaged)))
    with index.writer() as writer:
        writer.add(article("cut", TEXTS[1][:5]))
        if outside:
            with pytest.raises(CorruptIndex, match="a story is damaged"):
                writer.commit()
            return
    monkeypatch.undo()
    index.refresh()
    assert not any(together(index, "cut", f"a{at}") for at in range(5))


def test_damage_in_the_table_is_found_by_a_check(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(index, *(article(f"a{at}", TEXTS[at]) for at in range(5)))
    turned = index.snapshot.segments[0].story_entries.tolist()[::-1]
    monkeypatch.setattr(Segment, "story_entries", memoryview(array("Q", turned)))
    with pytest.raises(CorruptIndex, match="the table of stories is not in order"):
        index.check()


def test_texts_of_the_same_sentences_are_not_compared_without_end(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = Random(3)
    pool = [part for text in TEXTS for part in text]
    made = [article(f"a{at}", random.sample(pool, 8)) for at in range(400)]
    read: list[int] = []
    stored = stories._Words.stored

    def counted(words: Any, segment: Any, documents: Sequence[int]) -> Any:
        read.extend(documents)
        return stored(words, segment, documents)

    monkeypatch.setattr(stories._Words, "stored", counted)
    monkeypatch.setattr(stories, "FREE_FAILURES", 0)
    add(index, *made[:200])
    add(index, *made[200:])
    assert len(read) <= stories.FAILURES_STORED * 200 + stories.READ_AT_ONCE
    add(index, article("copy", made[7].body.split("\n\n")))
    assert together(index, "a7", "copy")


def test_a_section_can_be_replaced_before_a_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.segment"
    builder = build.SegmentBuilder("en")
    for at in range(3):
        builder.add(article(f"a{at}", TEXTS[at]))
    builder.write(path)
    before = Container(path)
    others = {name: bytes(before.section(name)) for name in before.section_sizes()}
    del before
    replace_section(path, "stories", array("Q", [7, 8, 9]))
    after = Container(path)
    after.verify()
    assert after.section("stories", "Q").tolist() == [7, 8, 9]
    for name, data in others.items():
        assert name == "stories" or bytes(after.section(name)) == data
    with pytest.raises(ValueError, match="24 bytes, not 8"):
        replace_section(path, "stories", array("Q", [7]))
