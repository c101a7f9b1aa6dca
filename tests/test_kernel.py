"""Posting lists and cursors against plain lists and sets; compiled and plain Python alike."""

from __future__ import annotations

import struct
from array import array
from bisect import bisect_left
from collections.abc import Callable
from functools import cache
from itertools import chain
from random import Random
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsearch.errors import CorruptIndex
from newsearch.kernel.limits import END, FIELD_ALL

from .kernels import Kernels, load
from .posting_models import (
    BODY,
    GAP,
    K1,
    SUMMARY,
    TAGS,
    TITLE,
    WEIGHTS,
    B,
    Collection,
    Document,
    Packed,
    Trees,
    collection,
    collections,
    packed_for_trees,
    walk,
)


@pytest.fixture(scope="module", params=["compiled", "pure"])
def kernels(request: pytest.FixtureRequest) -> Kernels:
    return loaded(request.param)


@cache
def loaded(kind: str) -> Kernels:
    return load(kind)


# -- posting lists


@settings(max_examples=40, deadline=None)
@given(model=collections, seed=st.integers(0, 2**16), field=st.integers(0, 4))
def test_a_term_cursor_gives_back_what_was_written(
    kernels: Kernels, model: Collection, seed: int, field: int
) -> None:
    if field == TAGS:  # no cursor is restricted to the tags: those have a dictionary of their own
        field = FIELD_ALL
    packed = Packed(kernels, model)
    random = Random(seed)
    for term, postings in enumerate(model.terms):
        wanted = range(4) if field == FIELD_ALL else [field]
        expected = sorted(d for d, places in postings.items() if any(places[f] for f in wanted))
        cursor = packed.cursor(term, field=field)
        walk(cursor, random, expected)
        cursor = packed.cursor(term, field=field)
        document = cursor.next_document()
        while document != END:
            check_posting(cursor, model, postings[document], list(wanted), random)
            step = random.choice((1, 1, 1, 40))
            document = cursor.advance(document + step)


def check_posting(
    cursor: Any, model: Collection, places: list[list[int]], fields: list[int], random: Random
) -> None:
    frequency = sum(WEIGHTS[f] * len(places[f]) for f in fields)
    length = model.lengths[cursor.document]
    factor = K1 * (1.0 - B) + K1 * B / model.average * length

    def positions() -> None:
        count = cursor.load_positions()
        assert list(cursor.positions[:count]) == sorted(chain(*(places[f] for f in fields)))

    def frequencies() -> None:
        counts = [len(one) for one in places]
        assert cursor.field_frequencies() == (sum(counts), counts[0], counts[1], counts[3])

    def score() -> None:
        assert cursor.weighted_frequency() == frequency
        assert cursor.score() == pytest.approx(1.5 * frequency / (frequency + factor), abs=2**-40)
        assert cursor.score() * 2**40 % 1 == 0  # so that sums are exact in any order

    questions: list[Callable[[], None]] = [positions, frequencies, score]
    random.shuffle(questions)
    for question in questions[: random.randint(0, 3)]:
        question()


@settings(max_examples=30, deadline=None)
@given(model=collections)
def test_the_facts_of_a_list(kernels: Kernels, model: Collection) -> None:
    packed = Packed(kernels, model)
    for term, postings in enumerate(model.terms):
        documents, occurrences, bound, fields = packed.facts[term]
        assert documents == len(postings)
        assert occurrences == sum(len(one) for places in postings.values() for one in places)
        bits = {f for places in postings.values() for f in range(4) if places[f]}
        assert fields == sum(1 << f for f in bits)
        cursor = packed.cursor(term, weight=1.0)
        best = 0.0
        while cursor.next_document() != END:
            best = max(best, cursor.score())
        assert (best - 2**-40) * 65535 <= bound <= (best + 2**-40) * 65535 + 1


def test_frequencies_beyond_a_code_are_escaped_and_beyond_a_word_kept_at_the_limit(
    kernels: Kernels,
) -> None:
    many = 70_000
    # Up to 7 of each fit a code, but for 7 of all; what does not fit takes 48 bits more.
    shapes = [(7, 7, 7), (7, 7, 6), (8, 0, 0), (0, 9, 0), (0, 0, 300), (1, 0, 0), (many, 0, 2)]
    documents = []
    postings = {}
    for number, (title, summary, tags) in enumerate(shapes):
        runs = [(TITLE, title), (SUMMARY, summary), (BODY, 2), (TAGS, tags)]
        documents.append(Document([(f, words) for f, words in runs if words]))
        places: list[list[int]] = [[], [], [], []]
        for f, start, words in documents[-1].starts():
            places[f] = list(range(start, start + words))
        postings[number] = places
    packed = Packed(kernels, Collection(documents, [postings]))
    cursor = packed.cursor(0)
    for title, summary, tags in shapes:
        cursor.next_document()
        count = title + summary + tags + 2
        assert cursor.field_frequencies() == (count, min(title, 65535), summary, tags)
        assert cursor.load_positions() == count
    assert cursor.next_document() == END


@settings(max_examples=60, deadline=None)
@given(
    flips=st.lists(st.tuples(st.integers(0, 2**16), st.integers(0, 31)), min_size=1, max_size=4),
    start=st.integers(-5, 3000),
    documents=st.integers(0, 2000),
    field=st.integers(0, 4),
)
@example(flips=[(0, 7)], start=0, documents=221, field=0)  # a wrong entry of the skip table
@example(flips=[(0, 7)], start=0, documents=221, field=FIELD_ALL)
def test_damaged_postings_never_read_outside_their_segment(
    kernels: Kernels, flips: list[tuple[int, int]], start: int, documents: int, field: int
) -> None:
    model = collection(1, 300, 2, 0.9, 12)
    packed = Packed(kernels, model)
    words = array("I", packed.data + bytes(8))
    for at, bit in flips:
        words[at % len(words)] ^= 1 << bit
    source = kernels.Source(
        words, model.lengths, array("I", [n for d in model.documents for n in d.lengths()]),
        len(model.documents), model.average, WEIGHTS, K1, B, GAP,
    )  # fmt: skip
    try:
        cursor = kernels.TermCursor(source, start, documents, 1.0, field)
        previous = -1
        while (document := cursor.next_document()) != END:
            assert previous < document < len(model.documents)
            previous = document
            cursor.load_positions()
            cursor.score()
        cursor = kernels.TermCursor(source, start, documents, 1.0, field)
        target = 0
        while (document := cursor.advance(target)) != END:
            assert target <= document < len(model.documents)
            target = document + 50
        cursor = kernels.TermCursor(source, start, documents, 1.0, field)
        previous = -1
        while (document := cursor.next_document()) != END:  # steps and jumps
            assert previous < document < len(model.documents)
            previous = cursor.advance(document + 128)
            assert document < previous
            if previous == END:
                break
    except CorruptIndex:
        pass


def test_lengths_must_cover_the_documents(kernels: Kernels) -> None:
    words = array("I", [0, 0])
    for lengths, field_lengths in ((1, 8), (2, 7)):
        with pytest.raises(CorruptIndex):
            kernels.Source(
                words, array("f", bytes(4 * lengths)), array("I", bytes(4 * field_lengths)),
                2, 1.0, WEIGHTS, K1, B, GAP,
            )  # fmt: skip


# -- cursors that combine cursors, against sets


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 2**32), depth=st.integers(0, 3))
def test_combined_cursors_match_and_score_as_sets_do(
    kernels: Kernels, seed: int, depth: int
) -> None:
    random = Random(seed)
    packed = packed_for_trees(kernels, seed % 3)
    state = random.getstate()
    cursor, scores = Trees(packed, random).tree(depth)
    walk(cursor, random, sorted(scores))
    random.setstate(state)
    again, _ = Trees(packed, random).tree(depth)
    documents, found = kernels.all_scores(again, b"")
    assert dict(zip(documents, found, strict=True)) == scores


@settings(max_examples=60, deadline=None)
@given(
    scores=st.lists(
        st.none() | st.sampled_from([0.0, 0.5, 1.0]) | st.floats(0, 1e300), min_size=5, max_size=90
    ),
    removed=st.sets(st.integers(0, 89)),
    limit=st.integers(0, 5) | st.integers(0, 100),
)
def test_what_is_collected(
    kernels: Kernels, scores: list[float | None], removed: set[int], limit: int
) -> None:
    documents = array("I", [d for d, score in enumerate(scores) if score is not None])
    values = array("d", [score for score in scores if score is not None])
    bits = bytearray((len(scores) + 7) >> 3)
    for document in removed & set(range(len(scores))):
        bits[document >> 3] |= 1 << (document & 7)
    live = [d for d in documents if d not in removed]
    deleted = bytes(bits) if removed else b""

    def cursor() -> Any:
        return kernels.ListCursor(documents, values)

    ranked = sorted((-float(scores[d] or 0.0), d) for d in live)
    top = kernels.TopDocuments(limit)
    top.collect(cursor(), deleted)
    given: list[tuple[float, int, int, int]] = []
    top.give(given, array("q", range(100, 0, -1)), 7)
    assert sorted(given) == [(negative, ~(100 - d), 7, d) for negative, d in ranked[:limit]]
    assert kernels.count_documents(cursor(), deleted) == len(live)
    assert list(kernels.all_documents(cursor(), deleted)) == live
    assert list(kernels.all_documents(cursor(), deleted, limit)) == live[:limit]
    found, each = kernels.all_scores(cursor(), deleted)
    assert list(found) == live
    assert list(each) == [scores[d] for d in live]


def test_more_documents_than_the_first_room_are_collected(kernels: Kernels) -> None:
    for count in (1023, 1024, 1025, 5000):
        found = kernels.all_documents(kernels.RangeCursor(3, 3 + count), b"")
        assert list(found) == list(range(3, 3 + count))


def test_the_base_cursor_matches_nothing(kernels: Kernels) -> None:
    cursor = kernels.Cursor()
    assert (cursor.document, cursor.next_document(), cursor.advance(5)) == (END, END, END)
    assert (cursor.score(), cursor.cost()) == (0.0, 0)
    assert kernels.count_documents(cursor, b"") == 0


# -- finding sorted strings


@settings(max_examples=60, deadline=None)
@given(
    strings=st.sets(st.binary(max_size=4), max_size=30),
    wanted=st.binary(max_size=4) | st.just(b"\xff"),
)
def test_sorted_strings_are_found(kernels: Kernels, strings: set[bytes], wanted: bytes) -> None:
    ordered = sorted(strings)
    starts = array("I", [0])
    for string in ordered:
        starts.append(starts[-1] + len(string))
    found = kernels.SortedBytes(starts, b"".join(ordered))
    assert len(found) == len(ordered)
    assert [found.at(i) for i in range(len(ordered))] == ordered
    assert found.find(wanted) == (ordered.index(wanted) if wanted in strings else -1)
    assert found.lower_bound(wanted) == bisect_left(ordered, wanted)
    first, stop = found.prefix_range(wanted)
    assert ordered[first:stop] == [s for s in ordered if s.startswith(wanted)]
    for outside in (-1, len(ordered)):
        with pytest.raises(IndexError):
            found.at(outside)
        with pytest.raises(IndexError):
            found.text(outside)
    with pytest.raises(CorruptIndex):
        kernels.SortedBytes(array("I", [0, 1]), b"")
    with pytest.raises(CorruptIndex):
        kernels.SortedBytes(array("I", []), b"")


@settings(max_examples=60, deadline=None)
@given(texts=st.sets(st.text(max_size=50) | st.text("aé санкції", min_size=60), max_size=9))
def test_sorted_strings_are_read_as_text(kernels: Kernels, texts: set[str]) -> None:
    ordered = sorted(text.encode() for text in texts)
    starts = array("I", [0])
    for string in ordered:
        starts.append(starts[-1] + len(string))
    found = kernels.SortedBytes(starts, b"".join(ordered))
    assert [found.text(i) for i in range(len(ordered))] == [s.decode() for s in ordered]
    with pytest.raises(UnicodeDecodeError):
        kernels.SortedBytes(array("I", [0, 1]), b"\xff").text(0)


# -- both kinds alike


@settings(max_examples=25, deadline=None)
@given(model=collections, seed=st.integers(0, 2**32))
def test_compiled_and_pure_give_the_same_bits(model: Collection, seed: int) -> None:
    compiled, pure = Packed(loaded("compiled"), model), Packed(loaded("pure"), model)
    assert compiled.data == pure.data
    assert compiled.facts == pure.facts
    found = []
    for kind in ("compiled", "pure"):
        packed = packed_for_trees(loaded(kind), seed % 3)
        cursor, _ = Trees(packed, Random(seed)).tree(2)
        documents, scores = packed.kernels.all_scores(cursor, b"")
        found.append((list(documents), struct.pack(f"{len(scores)}d", *scores)))
    assert found[0] == found[1]
