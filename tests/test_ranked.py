"""What prunes against what looks at every document: the best of a few words, phrases, counts."""

from __future__ import annotations

from array import array
from functools import cache
from itertools import chain
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import newsearch.kernel
from newsearch.errors import CorruptIndex
from newsearch.kernel.limits import END

from .kernels import Kernels, load
from .posting_models import GAP, K1, WEIGHTS, B, Collection, Packed, collection, collections

Scores = dict[int, float]


@pytest.fixture(scope="module", params=["compiled", "pure"])
def kernels(request: pytest.FixtureRequest) -> Kernels:
    return loaded(request.param)


@cache
def loaded(kind: str) -> Kernels:
    return load(kind)


class Question:
    """A random part of a segment, with what must be found in it told by plain sets."""

    def __init__(self, kernels: Kernels, model: Collection, seed: int) -> None:
        self.random = Random(seed)
        self.packed = Packed(kernels, model)
        self.kernels = kernels
        size = len(model.documents)
        self.first, self.stop = sorted(self.random.choices(range(size + 1), k=2))
        if self.random.random() < 0.5:
            self.first, self.stop = 0, size
        self.limit = self.random.choice((1, 3, 10, size + 1))
        self.after = self.random.choice((0.0, 0.0, 0.5, 2.0))
        self.dead = set(self.random.sample(range(size), self.random.choice((0, size // 3))))
        self.required = set(self.random.sample(range(size), self.random.choice((0, size // 2))))
        numbers = [n for n, postings in enumerate(model.terms) if postings]
        self.weights = {n: self.random.choice((0.3, 1.0, 2.5)) for n in numbers}
        self.scores = {n: self.every_score(n) for n in numbers}

    def every_score(self, number: int) -> Scores:
        cursor = self.packed.cursor(number, self.weights[number])
        found = {}
        while (document := cursor.next_document()) != END:
            found[document] = cursor.score()
        return found

    def terms(self) -> list[Any]:
        return [self.term(number, weight) for number, weight in self.weights.items()]

    def term(self, number: int, weight: float) -> Any:
        frequency, _, bound, _ = self.packed.facts[number]
        start = self.packed.starts[number]
        return self.kernels.RankedTerm(self.packed.source, start, frequency, weight, bound)

    def entered(self) -> Any:
        """A ranking that was in another segment before."""
        ranking = self.kernels.Ranking()
        ranking.top.resize(2)
        ranking.enter(b"\xff", 0, 1, 0.0, self.kernels.RangeCursor(0, 1))
        ranking.leave()
        ranking.top.resize(self.limit)
        deleted = bytearray((len(self.packed.model.documents) + 7) >> 3)
        for document in self.dead:
            deleted[document >> 3] |= 1 << (document & 7)
        required = self.kernels.ListCursor(array("I", sorted(self.required)))
        ranking.enter(
            bytes(deleted) if self.dead else None,
            self.first,
            self.stop,
            self.after,
            required if self.required else None,
        )
        return ranking

    def wanted(self, scores: Scores) -> Scores:
        return {
            d: score
            for d, score in scores.items()
            if self.first <= d < self.stop and d not in self.dead
            if not self.required or d in self.required
        }

    def check(self, ranking: Any, scores: Scores) -> None:
        """Whether a ranking holds the best of what matches, to the bit."""
        good = [(-s, d) for d, s in self.wanted(scores).items() if s >= self.after]
        found: list[tuple[float, int, int, int]] = []
        ranking.top.give(found, array("q", bytes(8 * len(self.packed.model.documents))), 0)
        assert sorted((one[0], one[3]) for one in found) == sorted(good)[: self.limit]

    def of_all(self) -> Scores:
        shared = set.intersection(*(set(scores) for scores in self.scores.values()))
        return {d: sum(scores[d] for scores in self.scores.values()) for d in shared}

    def of_any(self) -> Scores:
        every = set().union(*self.scores.values())
        return {d: sum(s.get(d, 0.0) for s in self.scores.values()) for d in every}


LARGE = [
    collection(1, 5000, 3, 0.3, 1),  # several windows
    collection(2, 4500, 2, 0.02, 2),
    collection(3, 2500, 4, 0.9, 3),
]


@settings(max_examples=40, deadline=None)
@given(model=collections, seed=st.integers(0, 2**32))
def test_the_best_of_any_and_all_words(kernels: Kernels, model: Collection, seed: int) -> None:
    best_of_words(kernels, model, seed)


@pytest.mark.parametrize("number", range(len(LARGE)))
def test_the_best_of_long_lists(kernels: Kernels, number: int) -> None:
    for seed in range(4):
        best_of_words(kernels, LARGE[number], seed)


def best_of_words(kernels: Kernels, model: Collection, seed: int) -> None:
    question = Question(kernels, model, seed)
    if not question.weights:
        return
    ranking = question.entered()
    ranking.any_of(question.terms())
    question.check(ranking, question.of_any())
    ranking = question.entered()
    ranking.all_of(question.terms())
    question.check(ranking, question.of_all())
    counted = question.entered().count_all_of(question.terms())
    assert counted == len(question.wanted(question.of_all()))


@settings(max_examples=60, deadline=None)
@given(model=collections, seed=st.integers(0, 2**32), slop=st.sampled_from([1, 1, 3]))
def test_the_best_with_a_phrase(kernels: Kernels, model: Collection, seed: int, slop: int) -> None:
    question = Question(kernels, model, seed)
    numbers = list(question.weights)
    if not numbers:
        return
    words = numbers + question.random.choices(numbers, k=question.random.randint(0, 2))
    question.random.shuffle(words)
    places = [numbers.index(word) for word in words]
    terms = question.terms()
    ranking = question.entered()
    if slop == 1:
        order = sorted(
            ((index, offset) for offset, index in enumerate(places)),
            key=lambda one: len(question.scores[numbers[one[0]]]),
        )
        ranking.phrase_of(terms, kernels.ExactPhrase(terms, order), None)
    else:
        near = kernels.PhraseCursor(terms, array("I", places), slop, 1.0)
        ranking.phrase_of(terms, None, near)
    matching = {
        d: score
        for d, score in question.of_all().items()
        if stand_in_order([set(chain(*model.terms[word][d])) for word in words], slop)
    }
    question.check(ranking, matching)


def stand_in_order(rows: list[set[int]], slop: int) -> bool:
    reached = rows[0]
    for row in rows[1:]:
        reached = {p for p in row if any(p - step in reached for step in range(1, slop + 1))}
    return bool(reached)


@settings(max_examples=20, deadline=None)
@given(model=collections, weight=st.sampled_from([1.0, 5000.0]))
def test_blocks_score_as_single_postings_do(
    kernels: Kernels, model: Collection, weight: float
) -> None:
    question = Question(kernels, model, 0)
    for number in question.weights:
        question.weights = {number: weight}
        question.scores = {number: question.every_score(number)}
        question.after, question.limit = 0.0, len(model.documents)
        ranking = question.entered()
        ranking.any_of(question.terms())
        question.check(ranking, question.of_any())


@settings(max_examples=20, deadline=None)
@given(model=collections)
def test_whole_lists_are_added_to_a_bitmap(kernels: Kernels, model: Collection) -> None:
    packed = Packed(kernels, model)
    size = (len(model.documents) + 63) >> 6
    together, one_by_one = array("Q", bytes(8 * size)), array("Q", bytes(8 * size))
    for number in range(len(model.terms)):
        added = kernels.add_list_to_bitmap(packed.cursor(number), together)
        assert added == kernels.add_to_bitmap(packed.cursor(number), one_by_one)
    assert together == one_by_one


@given(dates=st.lists(st.integers(-(2**63), 2**63 - 1)), moment=st.integers(-(2**63), 2**63 - 1))
def test_the_first_document_not_after_a_moment(
    kernels: Kernels, dates: list[int], moment: int
) -> None:
    dates.sort(reverse=True)
    expected = sum(date > moment for date in dates)
    assert kernels.first_not_after(array("q", dates), moment) == expected


def test_a_block_that_ends_elsewhere_than_its_skip_says_is_told(kernels: Kernels) -> None:
    model = collection(5, 700, 1, 0.9, 3)
    packed = Packed(kernels, model)
    words = array("I", packed.data + bytes(8))
    words[packed.starts[0]] += 1  # the last document of the first block
    source = kernels.Source(
        words,
        model.lengths,
        array("I", bytes(4 * 4 * 700)),
        700,
        model.average,
        *(array("d", [1.0] * 4), 1.2, 0.75, 100),
    )
    cursor = kernels.TermCursor(source, packed.starts[0], packed.facts[0][0], 1.0)
    with pytest.raises(CorruptIndex, match="ends elsewhere"):
        cursor.next_document()


def test_arrays_are_as_large_as_the_loops_take_them_for() -> None:
    folder = Path(newsearch.kernel.__path__[0])
    text = (folder / "ranked.pxd").read_text(encoding="utf-8")
    source = (folder / "ranked.py").read_text(encoding="utf-8")
    window = int(source.split("\nWINDOW = ")[1].split("\n")[0])
    assert f"sums[{window}]" in text
    assert f"touched[{window // 16}]" in text
    assert window % 16 == 0


DAMAGED = collection(1, 300, 2, 0.9, 12)
WAYS = st.sampled_from(["any", "all", "count", "phrase", "near"])


@settings(max_examples=60, deadline=None)
@given(
    flips=st.lists(st.tuples(st.integers(0, 2**16), st.integers(0, 31)), min_size=1, max_size=4),
    starts=st.tuples(st.integers(0, 400), st.integers(0, 400)) | st.none(),
    counts=st.tuples(st.integers(0, 600), st.integers(0, 600)) | st.none(),
    way=WAYS,
    stop=st.integers(0, 300),
)
@example(flips=[(0, 7)], starts=(0, 0), counts=(221, 221), way="any", stop=300)
def test_damaged_lists_are_told_or_give_documents_of_their_segment(
    kernels: Kernels,
    flips: list[tuple[int, int]],
    starts: tuple[int, int] | None,
    counts: tuple[int, int] | None,
    way: str,
    stop: int,
) -> None:
    packed = Packed(kernels, DAMAGED)
    words = array("I", packed.data + bytes(8))
    for at, bit in flips:
        words[at % len(words)] ^= 1 << bit
    frequencies = counts or tuple(facts[0] for facts in packed.facts)
    lists = list(zip(starts or packed.starts, frequencies, strict=True))
    search_damaged(kernels, words, lists, way, stop)


@settings(max_examples=150, deadline=None)
@given(
    widths=st.tuples(*(st.integers(0, most) for most in (2, 12, 8, 6))),
    words=st.lists(
        st.sampled_from([0, 0xFFFFFFFF, 0xFF80FF80]) | st.integers(0, 2**32 - 1),
        min_size=8,
        max_size=60,
    ),
    count=st.integers(1, 130),
    way=WAYS,
)
@example(widths=(0, 12, 0, 1), words=[127 << 16] * 8, count=2, way="any")
@example(widths=(0, 0, 0, 2), words=[0xFFFFFFFF] * 3, count=1, way="any")
def test_any_words_are_told_or_give_documents_of_their_segment(
    kernels: Kernels, widths: tuple[int, ...], words: list[int], count: int, way: str
) -> None:
    gap_bits, count_bits, position_bits, exceptions = widths
    header = gap_bits | count_bits << 6 | position_bits << 12 | exceptions << 18
    search_damaged(kernels, array("I", [header, *words]), [(0, count), (0, count)], way, 300)


def search_damaged(
    kernels: Kernels, words: array[int], lists: list[tuple[int, int]], way: str, stop: int
) -> None:
    """Searches what may be no posting lists; as plain Python no read goes outside unnoticed."""
    lengths = array("I", [n for d in DAMAGED.documents for n in d.lengths()])
    source = kernels.Source(
        words, DAMAGED.lengths, lengths, 300, DAMAGED.average, WEIGHTS, K1, B, GAP
    )
    ranking = kernels.Ranking()
    ranking.top.resize(5)
    ranking.enter(None, 0, stop, 0.0, None)
    try:
        terms = [kernels.RankedTerm(source, start, count, 1.0, 65535) for start, count in lists]
        if way == "any":
            ranking.any_of(terms)
        elif way == "all":
            ranking.all_of(terms)
        elif way == "count":
            assert ranking.count_all_of(terms) <= stop
        elif way == "phrase":
            ranking.phrase_of(terms, kernels.ExactPhrase(terms, [(0, 0), (1, 1)]), None)
        else:
            near = kernels.PhraseCursor(list(terms), array("I", [0, 1]), 3, 1.0)
            ranking.phrase_of(terms, None, near)
    except CorruptIndex:
        return
    found: list[tuple[float, int, int, int]] = []
    ranking.top.give(found, array("q", bytes(8 * 300)), 0)
    assert len({document for *_, document in found}) == len(found)
    assert all(0 <= document < stop for *_, document in found)
