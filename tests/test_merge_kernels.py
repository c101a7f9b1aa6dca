"""The loops that merge posting lists and strings, and the filter of ids, against plain lists."""

from __future__ import annotations

from array import array
from functools import cache
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsearch.errors import CorruptIndex
from newsearch.kernel.limits import DELETED, NO_OWNER

from .kernels import Kernels, load
from .posting_models import Collection, Packed, collection, writer_of


@pytest.fixture(scope="module", params=["compiled", "pure"])
def kernels(request: pytest.FixtureRequest) -> Kernels:
    return loaded(request.param)


@cache
def loaded(kind: str) -> Kernels:
    return load(kind)


# -- posting lists


@settings(max_examples=30, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    parts=st.integers(1, 4),
    size=st.sampled_from([1, 5, 140, 400]),
    limits=st.sampled_from([(1, 1), (1000, 7), (1 << 20, 1 << 20)]),
)
def test_merged_lists_are_those_written_at_once(
    kernels: Kernels, seed: int, parts: int, size: int, limits: tuple[int, int]
) -> None:
    random = Random(seed)
    whole = collection(seed, size, 4, random.choice((0.02, 0.8)), 10)
    owner = [random.randrange(parts) for _ in range(size)]
    removed = {d for d in range(size) if random.random() < 0.3}
    kept = [d for d in range(size) if d not in removed]
    number_of = {document: number for number, document in enumerate(kept)}
    merged = Collection([whole.documents[d] for d in kept])
    merged.terms = [{number_of[d]: p for d, p in t.items() if d in number_of} for t in whole.terms]
    inputs = []
    owners = array("H", [NO_OWNER] * 4)
    for part in range(parts):
        own = [d for d in range(size) if owner[d] == part]
        place = {document: at for at, document in enumerate(own)}
        model = Collection([whole.documents[d] for d in own])
        terms = [{place[d]: p for d, p in t.items() if d in place} for t in whole.terms]
        held = [number for number in range(4) if terms[number]]
        model.terms = [terms[number] for number in held]
        for number in held:
            owners[number] = part
        inputs.append(
            posting_input(kernels, Packed(kernels, model), held, [number_of.get(d) for d in own])
        )
    writer = writer_of(kernels, merged)
    results = kernels.TermResults(4)
    merger = kernels.PostingMerger(inputs, owners, writer, results, True)
    data = b""
    while merger.run(*limits):
        words = writer.take()
        data += words
        results.base += len(words) // 4
    data += writer.take()

    names = [number for number in range(4) if merged.terms[number]]
    assert [number for number in range(4) if owners[number] != NO_OWNER] == names
    merged.terms = [merged.terms[number] for number in names]
    at_once = Packed(kernels, merged)
    assert data == at_once.data
    assert merger.kept == len(names)
    facts = zip(
        results.starts,
        results.document_frequencies,
        results.collection_frequencies,
        results.bounds,
        results.fields,
        strict=False,
    )
    expected = [(s, *f) for s, f in zip(at_once.starts, at_once.facts, strict=True)]
    assert list(facts)[: len(names)] == expected


def posting_input(
    kernels: Kernels, packed: Packed, terms: list[int], numbers: list[int | None]
) -> Any:
    return kernels.PostingInput(
        array("I", packed.data + bytes(8)),
        array("Q", packed.starts),
        array("I", [facts[0] for facts in packed.facts]),
        array("I", [facts[1] for facts in packed.facts]),
        array("I", terms),
        array("I", [DELETED if number is None else number for number in numbers]),
    )


def test_damaged_lists_are_told(kernels: Kernels) -> None:
    model = collection(3, 300, 1, 0.9, 10)
    packed = Packed(kernels, model)
    words = array("I", packed.data + bytes(8))
    frequency, occurrences, _, _ = packed.facts[0]
    numbers = array("I", range(300))

    def merge(
        words: array[int] = words,
        start: int = 0,
        frequency: int = frequency,
        occurrences: int = occurrences,
        numbers: array[int] = numbers,
    ) -> None:
        one = kernels.PostingInput(
            words,
            array("Q", [start]),
            array("I", [frequency]),
            array("I", [occurrences]),
            array("I", [0]),
            numbers,
        )
        writer = writer_of(kernels, model)
        merger = kernels.PostingMerger([one], array("H", [0]), writer, kernels.TermResults(1), True)
        while merger.run(1 << 30, 100):
            pass

    merge()
    wrong: list[dict[str, Any]] = [
        {"start": 2**63 + 5},
        {"start": len(words)},
        {"start": len(words) - 1},
        {"words": words[:30]},
        {"words": words[: len(words) // 2]},
        {"words": array("I", [words[0] ^ 1, *words[1:]])},  # the first block's last document
        {"frequency": frequency + 1000},
        {"occurrences": occurrences - 1},
        {"occurrences": occurrences + 1},
        {"numbers": numbers[:-20]},
    ]
    for one in wrong:
        with pytest.raises(CorruptIndex):
            merge(**one)
    with pytest.raises(CorruptIndex):
        kernels.PostingInput(words, array("Q"), array("I"), array("I"), array("I", [0]), numbers)


# -- strings


def sorted_bytes(kernels: Kernels, strings: list[bytes]) -> Any:
    starts = array("I", [0])
    for string in strings:
        starts.append(starts[-1] + len(string))
    return kernels.SortedBytes(starts, b"".join(strings))


@settings(max_examples=100, deadline=None)
@given(
    parts=st.lists(
        st.dictionaries(st.binary(max_size=3) | st.text(max_size=2).map(str.encode), st.booleans()),
        max_size=5,
    ),
    distinct=st.booleans(),
    piece=st.sampled_from([1, 3, 100]),
    dropped=st.sets(st.integers(0, 9)),
)
def test_merged_strings_are_sorted(
    kernels: Kernels,
    parts: list[dict[bytes, bool]],
    distinct: bool,
    piece: int,
    dropped: set[int],
) -> None:
    numbers = [array("I", [0 if p[s] else DELETED for s in sorted(p)]) for p in parts]
    inputs = [
        kernels.StringInput(sorted_bytes(kernels, sorted(part)), own)
        for part, own in zip(parts, numbers, strict=True)
    ]
    merged = kernels.MergedStrings(inputs, distinct)
    while merged.run(piece):
        pass
    every = sorted(string for part in parts for string, kept in part.items() if kept)
    expected = sorted(set(every)) if distinct else every
    assert merged.count == len(expected)
    for part, own in zip(parts, numbers, strict=True):
        for string, number in zip(sorted(part), own, strict=True):
            assert (number != DELETED) == part[string]
            assert number == DELETED or expected[number] == string
    if not distinct:
        found = [number for own in numbers for number in own if number != DELETED]
        assert sorted(found) == list(range(len(expected)))

    owners = merged.owners
    for number in dropped & set(range(len(expected))):
        owners[number] = NO_OWNER
    left = [string for number, string in enumerate(expected) if number not in dropped]
    starts = array("I", bytes(4 * (merged.count + 1)))
    for _ in range(2):  # it can be read again
        merged.rewind()
        kept = 0
        for first in range(0, merged.count, piece):
            kept = merged.measure(first, min(first + piece, merged.count), starts)
        assert kept == len(left)
        merged.rewind()
        data = b""
        for first in range(0, kept, piece):
            stop = min(first + piece, kept)
            buffer = bytearray(starts[stop] - starts[first])
            merged.copy(stop - first, buffer)
            data += buffer
        assert [data[starts[i] : starts[i + 1]] for i in range(kept)] == left
    with pytest.raises(ValueError, match="more strings"):
        merged.copy(1, bytearray(9))


def test_strings_out_of_place_are_told(kernels: Kernels) -> None:
    strings = kernels.SortedBytes(array("I", [0, 9, 2]), b"ab")
    with pytest.raises(CorruptIndex):
        kernels.MergedStrings([kernels.StringInput(strings, array("I", [0, 0]))], True)
    with pytest.raises(ValueError, match="as many"):
        kernels.StringInput(strings, array("I", [0]))


@settings(max_examples=50, deadline=None)
@given(
    known=st.sets(st.text(min_size=1, max_size=4)), others=st.sets(st.text(min_size=1, max_size=4))
)
def test_no_known_id_is_missed(kernels: Kernels, known: set[str], others: set[str]) -> None:
    ids = sorted(id.encode() for id in known)
    found = kernels.IdFilter(len(ids))
    found.add_all(sorted_bytes(kernels, ids), 0, len(ids))
    assert all(found.may_hold(id) for id in ids)
    asked = sorted(id.encode() for id in others)
    candidates = found.candidates(sorted_bytes(kernels, asked), 0, len(asked))
    assert list(candidates) == [n for n, id in enumerate(asked) if found.may_hold(id)]
    assert {asked[n].decode() for n in candidates} >= known & others


def test_few_new_ids_are_taken_for_known_and_both_kinds_agree() -> None:
    ids = sorted(f"é{number}".encode() for number in range(2000))
    answers = []
    for kind in ("compiled", "pure"):
        kernels = loaded(kind)
        found = kernels.IdFilter(len(ids))
        found.add_all(sorted_bytes(kernels, ids), 0, len(ids))
        answers.append([found.may_hold(f"ü{number}".encode()) for number in range(4000)])
    assert answers[0] == answers[1]
    assert sum(answers[0]) < 60
