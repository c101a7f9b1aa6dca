"""From tokens and keywords to posting lists, against plain lists; compiled and pure alike."""

from __future__ import annotations

from array import array
from functools import cache
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsearch.kernel.memory import Scratch

from .kernels import Kernels, load
from .posting_models import GAP, WEIGHTS, Collection, Packed, collections, writer_of

TEXTS = st.text("ab\0é", max_size=20).map(str.encode)


@pytest.fixture(scope="module", params=["compiled", "pure"])
def kernels(request: pytest.FixtureRequest) -> Kernels:
    return loaded(request.param)


@cache
def loaded(kind: str) -> Kernels:
    return load(kind)


@settings(max_examples=40, deadline=None)
@given(
    documents=st.lists(
        st.lists(
            st.tuples(st.integers(0, 3), st.lists(st.integers(0, 1500), min_size=1, max_size=5)),
            max_size=4,
        ),
        min_size=1,
        max_size=30,
    ),
    data=st.data(),
)
def test_tokens_are_sorted_by_term_then_by_document(
    kernels: Kernels, documents: list[list[tuple[int, list[int]]]], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(documents))))
    order = order[: data.draw(st.integers(0, len(order)))]
    tokens = array("I")
    starts, run_starts, run_ends = array("I", [0]), array("I", [0]), array("I")
    run_fields = array("B")
    for runs in documents:
        for field, words in runs:
            tokens.extend(words)
            run_ends.append(len(tokens))
            run_fields.append(field)
        starts.append(len(tokens))
        run_starts.append(len(run_ends))
    expected: dict[int, list[tuple[int, int, int]]] = {}
    for number, document in enumerate(order):
        position = 0
        for field, words in documents[document]:
            for word in words:
                expected.setdefault(word, []).append((number, position, field))
                position += 1
            position += GAP

    rows = kernels.Documents(starts, array("I", order), run_starts, run_ends, run_fields, GAP)
    counts = array("I", bytes(4 * 1501))
    assert list(kernels.count_terms(tokens, rows, counts)) == sorted(expected)
    assert {term: n for term, n in enumerate(counts) if n} == {
        term: len(found) for term, found in expected.items()
    }
    terms = data.draw(st.permutations(sorted(expected)))
    found = kernels.SortedTokens(tokens, rows, counts, array("I", terms), Scratch())
    position_bits = found.position_width
    at = 0
    for bucket in range(found.buckets):
        for i in range(found.sort(bucket)):
            places = [
                (o >> position_bits + 2, o >> 2 & (1 << position_bits) - 1, o & 3 ^ 2)
                for o in found.occurrences[found.firsts[i] : found.firsts[i + 1]]
            ]
            assert places == expected[terms[at]]
            at += 1
    assert at == len(terms)


def test_long_runs_and_many_runs_are_sorted(kernels: Kernels) -> None:
    words, others = 70_000, 66_000  # more than the numbers of 16 bits
    tokens = array("I", [1, 0, 2] * words)[:words] + array("I", [2]) * others
    starts = array("I", [0, *range(words, words + others + 1)])
    order = array("I", range(others + 1))
    rows = kernels.Documents(
        starts,
        order,
        array("I", [0, *range(2, others + 3)]),
        array("I", [9, *starts[1:]]),
        array("B", [0]) + array("B", [2]) * (others + 1),
        GAP,
    )
    counts = array("I", bytes(4 * 3))
    terms = kernels.count_terms(tokens, rows, counts)
    found = kernels.SortedTokens(tokens, rows, counts, terms, Scratch())
    shift = found.position_width + 2
    expected: list[list[int]] = [[], [], []]
    for at, term in enumerate(tokens[:words]):
        expected[term].append(at << 2 | 2 if at < 9 else (at + GAP) << 2)
    expected[2] += [document << shift for document in order[1:]]
    for bucket, occurrences in enumerate(expected):
        assert found.sort(bucket) == 1
        assert list(found.occurrences[: found.firsts[1]]) == occurrences


@settings(max_examples=30, deadline=None)
@given(model=collections)
def test_postings_from_occurrences_are_those_added_one_by_one(
    kernels: Kernels, model: Collection
) -> None:
    writer = writer_of(kernels, model)
    for postings in model.terms:
        occurrences = array("Q")
        for document, places in sorted(postings.items()):
            occurrences.extend(
                document << 14 | position << 2 | field ^ 2
                for position, field in sorted((p, f) for f in range(4) for p in places[f])
            )
        writer.begin()
        writer.add_occurrences(occurrences, 0, len(occurrences), 12)
        writer.end()
    assert writer.take() == Packed(kernels, model).data


def test_title_occurrences_beyond_a_word_are_kept_at_the_limit(kernels: Kernels) -> None:
    count = 70_000
    packed = []
    for one_by_one in (True, False):
        writer = kernels.PostingWriter(array("f", [5.0]), 5.0, WEIGHTS, 1.2, 0.75)
        writer.begin()
        if one_by_one:
            writer.add(0, count, 0, 0)
            for position in range(count):
                writer.add_position(position)
        else:
            writer.add_occurrences(array("Q", (p << 2 | 2 for p in range(count))), 0, count, 20)
        writer.end()
        packed.append(bytes(writer.take()))
    assert packed[0] == packed[1]


@settings(max_examples=100, deadline=None)
@given(
    strings=st.lists(
        max_size=60, elements=st.binary(max_size=3) | st.text("ab\0é", max_size=20).map(str.encode)
    ),
    start=st.sampled_from([b"", b"us-", b"businesspro-"]),
)
def test_strings_are_put_in_order(kernels: Kernels, strings: list[bytes], start: bytes) -> None:
    strings = [start + string for string in strings]
    numbers = array("I", range(0, len(strings), 2))
    found = kernels.ascending(strings, numbers)
    assert sorted(found) == list(numbers)
    assert [strings[number] for number in found] == sorted(strings[::2])
    starts, letters = kernels.joined(strings, found)
    assert bytes(letters) == b"".join(sorted(strings[::2]))
    assert [bytes(letters[a:b]) for a, b in pairwise(starts)] == sorted(strings[::2])


def test_many_strings_that_begin_alike_are_put_in_order(kernels: Kernels) -> None:
    random = Random(3)
    endings = [b"", b"\0", b"\0\0", *(b"%d" % number for number in range(200))]
    beginnings = (b"", b"news/", b"news/2026-11-", b"news\0\0\0\0\0\0")
    strings = [beginning + ending for beginning in beginnings for ending in endings]
    random.shuffle(strings)
    found = kernels.ascending(strings, array("I", range(len(strings))))
    assert [strings[number] for number in found] == sorted(strings)


def test_strings_each_of_which_begins_the_next_are_put_in_order(kernels: Kernels) -> None:
    strings = [b"newsnews" * number for number in range(700)]
    assert list(kernels.ascending(strings, array("I", range(700))[::-1])) == list(range(700))


def test_strings_that_go_on_alike_for_long_are_put_in_order(kernels: Kernels) -> None:
    # A step for every eight bytes would use the stack up.
    strings = [b"a" * (8 * length) + b"b" for length in range(600)]
    Random(3).shuffle(strings)
    found = kernels.ascending(strings, array("I", range(len(strings))))
    assert [strings[number] for number in found] == sorted(strings)


@settings(max_examples=60, deadline=None)
@given(dates=st.lists(st.integers(-(2**63), 2**63 - 1) | st.integers(-300, 300), max_size=60))
def test_the_latest_come_first(kernels: Kernels, dates: list[int]) -> None:
    numbers = list(range(0, len(dates), 2))[::-1]
    found = kernels.latest_first(array("q", dates), array("I", numbers))
    assert list(found) == sorted(numbers, key=dates.__getitem__, reverse=True)


@settings(max_examples=60, deadline=None)
@given(
    kinds=st.lists(st.lists(st.integers(0, 5), unique=True, max_size=4), min_size=1, max_size=6),
    size=st.sampled_from([0, 1, 127, 128, 129, 300]),
    data=st.data(),
)
def test_keywords_become_columns_and_posting_lists(
    kernels: Kernels, kinds: list[list[int]], size: int, data: st.DataObject
) -> None:
    random = data.draw(st.randoms(use_true_random=False))
    kind_of = array("I", (random.randrange(len(kinds)) for _ in range(size)))
    values = array("I", (value for kind in kinds for value in kind))
    starts = array("I", [0])
    for kind in kinds:
        starts.append(starts[-1] + len(kind))

    offsets, row = kernels.column(kind_of, starts, values)
    of_document = [list(row[a:b]) for a, b in pairwise(offsets)]
    assert of_document == [kinds[kind] for kind in kind_of]

    writers = [
        kernels.PostingWriter(array("f", [5.0] * size), 5.0, WEIGHTS, 1.2, 0.75) for _ in range(2)
    ]
    results = kernels.TermResults(6)
    kernels.encode_keywords(kind_of, starts, values, writers[0], results)
    for term in range(6):
        assert results.starts[term] == writers[1].used
        writers[1].begin()
        for document in range(size):
            if term in of_document[document]:
                writers[1].add(document, 0, 0, 0)
                writers[1].add_position(0)
        writers[1].end()
        assert results.document_frequencies[term] == writers[1].document_frequency
        assert results.collection_frequencies[term] == writers[1].collection_frequency
    assert writers[0].take() == writers[1].take()


def test_numbers_of_keywords_out_of_range_are_refused(kernels: Kernels) -> None:
    row = array("I", [0, 1])
    with pytest.raises(IndexError):
        kernels.chosen(row, array("I", [7]))
    for kinds, starts in (([1], [0, 2]), ([0], [0, 3]), ([0], [1, 0])):
        with pytest.raises(IndexError):
            kernels.column(array("I", kinds), array("I", starts), row)
    writer = kernels.PostingWriter(array("f", [5.0]), 5.0, WEIGHTS, 1.2, 0.75)
    with pytest.raises(IndexError):
        kernels.encode_keywords(
            array("I", [0]), array("I", [0, 2]), row, writer, kernels.TermResults(1)
        )


@settings(max_examples=100, deadline=None)
@given(
    parts=st.lists(
        st.tuples(st.integers(1, 32), st.integers(0, 70), st.booleans()), min_size=1, max_size=6
    ),
    data=st.data(),
)
def test_numbers_of_few_bits_are_packed_end_to_end(
    kernels: Kernels, parts: list[tuple[int, int, bool]], data: st.DataObject
) -> None:
    random = data.draw(st.randoms(use_true_random=False))
    stream = kernels.BitWriter()
    expected = bits = 0
    for width, count, new in [(1, 0, True), *parts]:
        if new:
            bits = (bits + 31) // 32 * 32
            header = random.getrandbits(32)
            expected |= header << bits
            bits += 32
            stream.begin(header, sum(w * n for w, n, _ in parts))
        numbers = array("I", (random.getrandbits(width) for _ in range(count)))
        stream.pack(numbers, count, width)
        for number in numbers:
            expected |= number << bits
            bits += width
    assert stream.end == bits
    words = stream.words[: stream.whole_words()]
    assert int.from_bytes(array("I", words).tobytes(), "little") == expected
