"""The kernel of snippets, compiled and as plain Python, against what it is meant to do."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsearch.kernel import marking as whichever
from newsearch.kernel.lookup import MISSING

Kernel = Callable[[str], ModuleType]
TEXT = "Міст, harbour; Ferry міст ferry"
ALL = bytes([1] * 256)


@pytest.fixture
def marking(kernel: Kernel) -> ModuleType:
    return kernel("marking")


@pytest.fixture
def tokenise(kernel: Kernel) -> ModuleType:
    return kernel("tokenise")


def read(
    marking: ModuleType, tokenise: ModuleType, leads: bytes, terms: list[int], marks: list[int]
) -> tuple[list[list[int]], bool]:
    forms = tokenise.Forms()
    forms.append("Міст harbour ferry".encode())  # forms 0, 1 and 2; міст will be 3
    rows, count, undecided = marking.marked_words(
        forms, TEXT.encode(), leads, array("I", terms), bytearray(marks)
    )
    return [rows[at : at + 4].tolist() for at in range(0, 4 * count, 4)], undecided


def test_words_with_a_marked_term_are_found(marking: ModuleType, tokenise: ModuleType) -> None:
    found = read(marking, tokenise, ALL, [0, 1, 2, 0], [1, 0, 0])
    assert found == ([[0, 0, 0, 8], [3, 3, 25, 33]], False)
    found = read(marking, tokenise, ALL, [0, 1, 2, 0], [0, 0, 1])
    assert found == ([[2, 2, 19, 24], [4, 2, 34, 39]], False)
    assert read(marking, tokenise, ALL, [0, 1, 2, 0], [0]) == ([], False)
    assert read(marking, tokenise, ALL, [0, 1, 2, 0], []) == ([], False)


def test_words_whose_term_is_not_known_are_found(marking: ModuleType, tokenise: ModuleType) -> None:
    rows, undecided = read(marking, tokenise, ALL, [0, 1, 2], [0, 0, 0])
    assert (rows, undecided) == ([[3, 3, 25, 33]], True)
    rows, undecided = read(marking, tokenise, ALL, [0, MISSING, 2, 0], [0, 0, 0])
    assert (rows, undecided) == ([[1, 1, 10, 17]], True)
    rows, undecided = read(marking, tokenise, ALL, [0, 1, 2, 0], [0, marking.UNDECIDED, 0])
    assert (rows, undecided) == ([[1, 1, 10, 17]], True)


def test_words_are_passed_over_by_their_first_byte(
    marking: ModuleType, tokenise: ModuleType
) -> None:
    leads = bytes(int(chr(byte) in "fF") for byte in range(256))
    rows, undecided = read(marking, tokenise, leads, [], [])
    assert (rows, undecided) == ([[2, 2, 19, 24], [4, 2, 34, 39]], True)
    with pytest.raises(ValueError, match="256 bytes, not 3"):
        read(marking, tokenise, b"abc", [], [])


def test_texts_of_many_words_are_read_whole(marking: ModuleType, tokenise: ModuleType) -> None:
    text = b"ferry pier " * 700
    rows, count, _ = marking.marked_words(tokenise.Forms(), text, ALL, array("I"), bytearray())
    assert count == 1400
    assert rows[: 4 * count : 4].tolist() == list(range(1400))
    assert rows[3 : 4 * count : 4][-1] == len(text) - 1


marks = st.lists(
    st.tuples(st.integers(0, 300), st.integers(1, 30), st.integers(0, 3)), min_size=1, max_size=30
).map(sorted)


def brute_window(
    found: list[tuple[int, int, int]], weights: list[float], width: int, again: float
) -> float:
    """The weight of the best stretch, by looking at every one."""
    best = 0.0
    for first, (start, _, _) in enumerate(found):
        inside: list[int] = []
        score = 0.0
        for at, (_, length, part) in enumerate(found[first:], first):
            if at > first and found[at][0] + length - start > width:
                break
            score += weights[part] * (again if part in inside else 1.0)
            inside.append(part)
        best = max(best, score)
    return best


@given(marks, st.lists(st.floats(0.1, 2.0), min_size=4, max_size=4), st.integers(1, 200))
def test_the_best_window_is_found(
    found: list[tuple[int, int, int]], weights: list[float], width: int
) -> None:
    starts = array("I", [start for start, _, _ in found])
    ends = array("I", [start + length for start, length, _ in found])
    parts = array("I", [part for _, _, part in found])
    first, last = whichever.best_window(starts, ends, parts, array("d", weights), width, 0.1)
    assert 0 <= first < last <= len(found)
    assert last == first + 1 or ends[last - 1] - starts[first] <= width
    once = set(parts[first:last])
    score = sum(weights[part] for part in once)
    score += 0.1 * (sum(weights[part] for part in parts[first:last]) - score)
    assert score == pytest.approx(brute_window(found, weights, width, 0.1))


def test_windows_and_spans_compiled_and_plain(marking: ModuleType) -> None:
    starts, ends = array("I", [0, 50, 60, 61]), array("I", [5, 55, 65, 63])
    weights = array("d", [1.0, 1.0])
    parts = array("I", [0, 0, 1, 1])
    assert marking.best_window(starts, ends, parts, weights, 20, 0.1) == (1, 4)
    assert marking.best_window(starts, ends, array("I", bytes(16)), weights, 2, 0.1) == (0, 1)
    assert marking.best_window(array("I"), array("I"), array("I"), weights, 4, 0.1) == (0, 0)
    with pytest.raises(IndexError):
        marking.best_window(starts, ends, array("I", [2] * 4), weights, 20, 0.1)
    with pytest.raises(ValueError, match="equally long"):
        marking.best_window(starts, ends, array("I"), weights, 20, 0.1)
    assert marking.merged_spans(starts, ends) == [(0, 5), (50, 55), (60, 65)]
    assert marking.merged_spans(array("I", [0, 3, 7]), array("I", [3, 5, 8])) == [(0, 5), (7, 8)]
    assert marking.merged_spans(array("I"), array("I")) == []
    with pytest.raises(ValueError, match="equally long"):
        marking.merged_spans(starts, array("I"))
