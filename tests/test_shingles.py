"""Sketches and tables of them, against their definition, plain sets and a MinHash library."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from random import Random
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsearch.kernel.limits import DELETED

Load = Callable[[str], ModuleType]
MASK = (1 << 64) - 1
either = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
short_texts = st.lists(st.lists(st.integers(0, 9), max_size=60), min_size=1, max_size=5)


def bodies(shingles: ModuleType, texts: Sequence[Sequence[int]], terms: int) -> object:
    tokens = array("I", [term for text in texts for term in text])
    stops = array("I")
    total = 0
    for text in texts:
        total += len(text)
        stops.append(total)
    hashes = array("Q", (term_hash(b"term %d" % number) for number in range(terms)))
    return shingles.Bodies(tokens, hashes, array("I", [0, *stops[:-1]]), stops)


# -- the definition, as FORMAT.md states it


def term_hash(name: bytes) -> int:
    value = 0xCBF29CE484222325
    for byte in name:
        value = (value ^ byte) * 0x100000001B3 & MASK
    value = (value ^ value >> 32) * 0x9FB21C651E98DF25 & MASK
    return value ^ value >> 29


def mixed(value: int) -> int:
    return (value ^ value >> 32) * 0x9E3779B185EBCA87 & MASK


def shingles_of(text: Sequence[int], size: int) -> list[int]:
    found = []
    for last in range(size - 1, len(text)):
        value = 0
        for back in range(size):
            own = term_hash(b"term %d" % text[last - back])
            value ^= (own << back | own >> 64 - back) & MASK
        value = mixed(value)
        found.append(value ^ value >> 32)
    return found


def sketch_of(text: Sequence[int], size: int, bins: int) -> list[int]:
    least: dict[int, int] = {}
    for shingle in shingles_of(text, size):
        place = (shingle >> 32) * bins >> 32
        least[place] = min(least.get(place, MASK), shingle & 0x7FFFFFFF)
    sketch = []
    for place in range(bins):
        seed = place
        found = place
        while found not in least:
            seed = seed + 0x9FB21C651E98DF25 & MASK
            found = (mixed(seed) >> 32) * bins >> 32
        sketch.append(least[found])
    return sketch


@either
@given(texts=short_texts, size=st.integers(2, 9), bins=st.sampled_from([1, 4, 12, 40]))
def test_sketches_are_as_defined(
    kernel: Load, texts: list[list[int]], size: int, bins: int
) -> None:
    shingles = kernel("shingles")
    sketches = array("I", bytes(4 * bins * len(texts)))
    sums = array("Q", bytes(8 * len(texts)))
    shingles.sketch_all(bodies(shingles, texts, 10), size, 3, sketches, sums)
    for at, text in enumerate(texts):
        found = shingles_of(text, size)
        if len(found) < 3:
            assert sums[at] == 0
        else:
            assert sums[at] == sum(found) & MASK
            assert list(sketches[at * bins : (at + 1) * bins]) == sketch_of(text, size, bins)


def test_sketches_estimate_resemblance_as_well_as_a_library_does(kernel: Load) -> None:
    rensa = pytest.importorskip("rensa", reason="pip install 'newsearch[check]'")
    shingles = kernel("shingles")
    random = Random(5)
    bins, size = 256, 3
    for length in (30, 400):
        errors: list[float] = []
        for kept in (0.2, 0.4, 0.6, 0.8, 0.95):
            first = [random.randrange(5000) for _ in range(length)]
            cut = int(length * kept)
            second = first[:cut] + [random.randrange(5000) for _ in range(length - cut)]
            sketches = array("I", bytes(8 * bins))
            both = bodies(shingles, [first, second], 5000)
            shingles.sketch_all(both, size, 1, sketches, array("Q", bytes(16)))
            agree = sum(a == b for a, b in zip(sketches[:bins], sketches[bins:], strict=True))
            sets = [
                {" ".join(map(str, text[i : i + size])) for i in range(len(text) - size + 1)}
                for text in (first, second)
            ]
            true = len(sets[0] & sets[1]) / len(sets[0] | sets[1])
            theirs = []
            for own in sets:
                minhash = rensa.RMinHash(num_perm=bins, seed=7)
                minhash.update(sorted(own))
                theirs.append(minhash)
            library = theirs[0].jaccard(theirs[1])
            # Five standard deviations of an estimate from as many values; the bins of a short
            # text are not independent, so fewer count.
            allowed = 5 * 0.5 / min(bins, length) ** 0.5
            assert abs(agree / bins - true) < allowed
            assert abs(agree / bins - library) < allowed
            errors.append(agree / bins - true)
        assert abs(sum(errors)) / len(errors) < 0.08  # no bias


@either
@given(texts=short_texts, size=st.integers(2, 6))
def test_comparing_counts_distinct_shingles(
    kernel: Load, texts: list[list[int]], size: int
) -> None:
    shingles = kernel("shingles")
    all_texts = bodies(shingles, texts, 10)
    comparison = shingles.Comparison(size, 0.0, 0.0, 0)
    sets = [{tuple(text[i : i + size]) for i in range(len(text) - size + 1)} for text in texts]
    for one in range(len(texts)):
        for other in range(len(texts)):
            shared = comparison.compare(all_texts, one, all_texts, other)
            assert shared == comparison.shared == len(sets[one] & sets[other])
            shorter = min((one, other), key=lambda at: len(texts[at]))
            if len(texts[one]) != len(texts[other]):
                assert comparison.distinct == len(sets[shorter])


def test_what_is_alike(kernel: Load) -> None:
    shingles = kernel("shingles")
    whole = list(range(100))
    half = whole[:50]
    brief = whole[:20]
    patched = [*whole[:50], 500, *whole[51:]]
    longer = [*whole, *range(600, 700)]
    texts = bodies(shingles, [whole, half, brief, patched, longer, whole[40:60]], 700)

    def shared(of_shorter: float, of_longer: float, per_patch: int, other: int) -> int:
        comparison = shingles.Comparison(4, of_shorter, of_longer, per_patch)
        return int(comparison.compare(texts, 0, texts, other))

    assert shared(1.0, 0.4, 0, 1) == 47
    assert shared(1.0, 0.5, 0, 1) == 0  # 47 of 97
    assert shared(0.5, 0.25, 0, 2) == 0  # a brief that stands in it
    assert shared(0.5, 0.25, 93, 3) == 93
    assert shared(0.5, 0.25, 94, 3) == 0  # one patch, 93 shingles
    assert shared(1.0, 0.4, 1000, 4) == 97  # what follows is no patch
    with pytest.raises(IndexError):
        shingles.Comparison(4, 0.0, 0.0, 0).compare(texts, 0, texts, 6)


@pytest.mark.parametrize("wrong", ["stops", "tokens", "hashes"])
def test_bodies_beyond_the_words_are_refused(kernel: Load, wrong: str) -> None:
    shingles = kernel("shingles")
    hashes = array("Q", [7, 8])
    tokens = array("I", [0, 1, 2 if wrong == "hashes" else 1])
    stops = array("I", [4 if wrong == "stops" else 3])
    if wrong == "tokens":
        del tokens[1:]

    def texts() -> object:
        return shingles.Bodies(tokens, hashes, array("I", [0]), stops)

    comparison = shingles.Comparison(2, 0.0, 0.0, 0)
    with pytest.raises(IndexError):
        comparison.compare(texts(), 0, texts(), 0)
    for least in (1, 9):  # a sketch is made of it, or it is too short for one
        with pytest.raises(IndexError):
            shingles.sketch_all(texts(), 2, least, array("I", [0]), array("Q", [0]))


# -- tables


@either
@given(numbers=st.lists(st.integers(0, MASK) | st.integers(0, 300), max_size=200))
def test_numbers_are_sorted(kernel: Load, numbers: list[int]) -> None:
    row = array("Q", numbers)
    kernel("story_entries").sort_row(row, array("Q", bytes(8 * len(row) + 24)))
    assert list(row) == sorted(numbers)


sketches_of_few_values = st.lists(st.lists(st.integers(0, 6), min_size=4, max_size=4), max_size=12)


def table_of(entries: ModuleType, sketches: list[list[int]]) -> memoryview:
    flat = array("I", [value for sketch in sketches for value in sketch])
    return entries.entries_of(flat, array("Q", [1]) * len(sketches), 4)  # type: ignore[no-any-return]


@either
@given(new=sketches_of_few_values, old=sketches_of_few_values, least=st.integers(1, 4))
def test_candidates_are_those_that_agree(
    kernel: Load, new: list[list[int]], old: list[list[int]], least: int
) -> None:
    entries = kernel("story_entries")
    pairs, agreements = entries.candidates(
        table_of(entries, new), table_of(entries, old), 4, least, 100, False
    )
    agree = {
        (at, other): sum(a == b for a, b in zip(one, two, strict=True))
        for at, one in enumerate(new)
        for other, two in enumerate(old)
    }
    found = {(pair >> 32, pair & DELETED): n for pair, n in zip(pairs, agreements, strict=True)}
    assert found == {pair: n for pair, n in agree.items() if n >= least}
    assert list(pairs) == sorted(pairs)
    same, _ = entries.candidates(table_of(entries, new), table_of(entries, new), 4, 1, 100, True)
    assert {(pair >> 32, pair & DELETED) for pair in same} == {
        (at, other)
        for at, one in enumerate(new)
        for other, two in enumerate(new[:at])
        if any(a == b for a, b in zip(one, two, strict=True))
    }
    ordered, stops = entries.by_agreement(pairs, agreements, 4)
    for level in range(5):
        assert stops[level] == sum(n >= level for n in agreements)
        assert {(p >> 32, p & DELETED) for p in ordered[: stops[level]]} == {
            pair for pair, n in found.items() if n >= level
        }


def test_tables_leave_documents_out(kernel: Load) -> None:
    entries = kernel("story_entries")
    flat = array("I", [5, 6, 1, 2, 3, 9])
    table = entries.entries_of(flat, array("Q", [8, 0, 8]), 2)
    assert [(entry >> 32, entry & DELETED) for entry in table] == [(3, 2), (5, 0), (6, 0), (9, 2)]
    left = entries.entries_left(table, bytes([0, 1, 2]))
    assert [(entry >> 32, entry & DELETED) for entry in left] == [(3, 2), (9, 2)]
    with pytest.raises(IndexError):
        entries.entries_left(table, bytes(2))


def test_of_a_value_that_many_have_the_first_are_looked_at(kernel: Load) -> None:
    entries = kernel("story_entries")
    table = table_of(entries, [[1, 2, 3, 4]] * 9)
    pairs, _ = entries.candidates(table, table, 4, 1, 2, True)
    older = Counter(pair >> 32 for pair in pairs)
    assert {pair & DELETED for pair in pairs} == {0, 1}
    assert older == {1: 1, **dict.fromkeys(range(2, 9), 2)}


def test_a_story_does_not_drift(kernel: Load) -> None:
    groups = kernel("story_groups")
    # Each shares two thirds with the one before, a third with the one before that.
    texts = [list(range(50 * at, 50 * at + 150)) for at in range(4)]
    shingles = kernel("shingles")
    all_texts = bodies(shingles, texts, 400)
    pairs = array("Q", [1 << 32, 2 << 32, 2 << 32 | 1, 3 << 32 | 1, 3 << 32 | 2])
    stories, leads = array("Q", [10, 11, 12, 13]), bytearray([1, 1, 1, 1])
    comparison = shingles.Comparison(4, 0.5, 0.0, 0)
    agreements = bytes([9] * len(pairs))
    groups.gather(all_texts, comparison, pairs, agreements, 9, 9, stories, leads)
    assert list(stories) == [10, 10, 12, 12]
    assert list(leads) == [1, 0, 1, 0]


def test_after_too_many_failures_only_sure_pairs_are_compared(kernel: Load) -> None:
    groups, shingles = kernel("story_groups"), kernel("shingles")
    texts = [list(range(50)), list(range(100, 150)), list(range(50)), list(range(100, 150))]
    all_texts = bodies(shingles, texts, 150)
    pairs = array("Q", [1 << 32, 2 << 32, 3 << 32 | 1])
    for failures, expected in ((9, [1, 2, 1, 2]), (1, [1, 2, 3, 2])):
        stories, leads = array("Q", [1, 2, 3, 4]), bytearray([1, 1, 1, 1])
        groups.gather(
            all_texts,
            shingles.Comparison(4, 0.5, 0.0, 0),
            pairs,
            bytes([2, 2, 6]),
            6,
            failures,
            stories,
            leads,
        )
        assert list(stories) == expected


def test_damaged_tables_are_told(kernel: Load) -> None:
    entries = kernel("story_entries")
    table = table_of(entries, [[1, 2, 3, 4], [2, 2, 2, 2]])
    assert entries.check_entries(table, 4, array("Q", [5, 6]))
    assert not entries.check_entries(table, 4, array("Q", [5, 0]))
    assert not entries.check_entries(table, 4, array("Q", [5]))
    assert not entries.check_entries(table[:7], 4, array("Q", [5, 6]))
    swapped = array("Q", table)
    swapped[0], swapped[1] = swapped[1], swapped[0]
    assert not entries.check_entries(swapped, 4, array("Q", [5, 6]))
