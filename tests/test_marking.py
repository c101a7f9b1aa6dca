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


def plain_windows(
    found: list[tuple[int, int, int]], words: list[float], width: int, half: int
) -> tuple[tuple[int, int], ...]:
    """The windows as their description has them, with sets."""

    def window(marks: list[tuple[int, int, int]], wide: int) -> tuple[tuple[int, int], set[int]]:
        columns = [array("I", column) for column in zip(*marks, strict=True)]
        first, last = whichever.best_window(*columns, weights, wide, 0.1)
        inside = marks[first:last]
        return (inside[0][0], max(end for _, end, _ in inside)), {part for _, _, part in inside}

    def weight(parts: set[int]) -> float:
        return sum(weights[part] for part in parts)

    counts = [sum(part == one for _, _, part in found) for one in range(len(words))]
    weights = array("d", [w / (n or 1) ** 0.5 for w, n in zip(words, counts, strict=True)])
    whole, parts = window(found, width)
    if half < 0 or parts == {part for _, _, part in found}:
        return (whole,)
    low, first = window(found, half)
    others = [mark for mark in found if mark[2] not in first]
    if not others:
        return (whole,)
    high, second = window(others, half)
    if weight(first | second) - weight(parts) < 0.15 * weight(parts):
        return (whole,)
    return (min(low, high), max(low, high))


@given(marks, st.lists(st.integers(1, 3), min_size=4, max_size=4), st.integers(1, 200))
def test_one_window_or_two(
    found: list[tuple[int, int, int]], words: list[float], width: int
) -> None:
    placed = [(start, start + length, part) for start, length, part in found]
    columns = [array("I", column) for column in zip(*placed, strict=True)]
    for half in (width // 2, -1):
        windows = whichever.best_windows(*columns, array("d", words), width, half, 0.1, 0.15)
        assert windows == plain_windows(placed, words, width, half)


def test_windows_compiled_and_plain(marking: ModuleType) -> None:
    starts, ends, words = array("I", [0, 500]), array("I", [5, 505]), array("d", [1.0, 1.0])
    parts = array("I", [0, 1])
    two = marking.best_windows(starts, ends, parts, words, 200, 80, 0.1, 0.15)
    assert two == ((0, 5), (500, 505))
    assert marking.best_windows(starts, ends, parts, words, 600, 80, 0.1, 0.15) == ((0, 505),)
    with pytest.raises(ValueError, match="no marks"):
        marking.best_windows(array("I"), array("I"), array("I"), words, 9, 4, 0.1, 0.15)
    with pytest.raises(IndexError):
        marking.best_windows(starts, ends, array("I", [0, 2]), words, 9, 4, 0.1, 0.15)


def test_marks_of_the_parts_of_a_query(marking: ModuleType) -> None:
    rows = array("I", [0, 0, 0, 4, 1, 1, 6, 11, 2, 0, 12, 16])
    found = marking.marks_of(rows, 3, array("I", [1, 0]), array("I", [MISSING, 5]))
    assert [column.tolist() for column in found] == [[0, 12], [4, 16], [5, 5]]
    assert not marking.marks_of(rows, 3, array("I", [7, 0]), array("I", [MISSING]))[0]
    with pytest.raises(IndexError):
        marking.marks_of(rows, 4, array("I", [1, 0]), array("I", [MISSING, 5]))
    with pytest.raises(IndexError):
        marking.marks_of(rows, 3, array("I", [1]), array("I", [MISSING, 5]))


def test_places_in_characters(marking: ModuleType) -> None:
    text = "Об’єднані — нації 🚢 ship"
    data = text.encode()
    words = ["Об’єднані", "нації", "ship"]
    starts = array("I", [data.index(word.encode()) for word in words])
    ends = array("I", [at + len(word.encode()) for at, word in zip(starts, words, strict=True)])
    marking.in_characters(data, starts, ends)
    assert [text[a:b] for a, b in zip(starts, ends, strict=True)] == words
    with pytest.raises(IndexError):
        marking.in_characters(data, array("I", [4, 2]), array("I", [5, 3]))
    with pytest.raises(IndexError):
        marking.in_characters(b"abc", array("I", [2]), array("I", [4]))
    with pytest.raises(ValueError, match="equally long"):
        marking.in_characters(data, array("I"), array("I", [3]))


def test_spans_of_a_part_of_a_text(marking: ModuleType) -> None:
    starts, ends = array("I", [0, 3, 7, 20]), array("I", [3, 5, 8, 30])
    assert marking.merged_spans(starts, ends, 6, 10) == [(7, 8)]
    assert marking.merged_spans(starts, ends, 4, 25) == [(0, 5), (7, 8), (20, 30)]
    assert marking.merged_spans(starts, ends, 31) == []
