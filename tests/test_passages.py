"""Where passages are cut, compiled and as plain Python."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsearch.kernel import passages as whichever

Kernel = Callable[[str], ModuleType]

TEXT = "It rained. The ferry sank off the pier. Nobody was hurt at all."


@pytest.fixture
def passages(kernel: Kernel) -> ModuleType:
    return kernel("passages")


def test_a_passage_is_cut_at_sentences(passages: ModuleType) -> None:
    passage = passages.cut_passage(TEXT, [(15, 20)], 15, 20, 32)
    assert TEXT[passage.start : passage.end] == "The ferry sank off the pier."
    assert passage.clean_start and passage.clean_end


def test_a_passage_is_cut_at_words_outside_marks(passages: ModuleType) -> None:
    text = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu"
    passage = passages.cut_passage(text, [(17, 30)], 23, 30, 24)
    assert not passage.clean_start and not passage.clean_end
    assert passage.end - passage.start <= 22
    assert not 17 < passage.start < 23 and text[passage.start - 1] == " "
    combined = "e\u0301" * 60
    assert passages.cut_passage(combined, [], 0, 0, 21).end % 2 == 0


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("The U.S. Senate met. It voted.", [21]),
        ("Mr. Oak left! Why? He said.", [14, 19]),
        ("«Так». Він пішов. ім. Шевченка", [7]),
        ("First\n\nsecond\nthird", [7]),
        ("会议结束。他们离开了。", [5, 11]),
        ("It was 3.5 per cent. in May", []),
    ],
)
def test_sentences_begin_after_stops(passages: ModuleType, text: str, starts: list[int]) -> None:
    assert passages.sentence_starts(text, 0, len(text)) == starts


def test_places_outside_the_text_are_refused(passages: ModuleType) -> None:
    with pytest.raises(IndexError):
        passages.sentence_starts(TEXT, 0, len(TEXT) + 1)
    with pytest.raises(IndexError):
        passages.sentence_starts(TEXT, -1, 5)
    with pytest.raises(IndexError):
        passages.cut_passage(TEXT, [], 0, len(TEXT) + 1, 32)
    with pytest.raises(IndexError):
        passages.cut_passage(TEXT, [], 0, 5, 32, 0, len(TEXT) + 1)
    with pytest.raises(IndexError):
        passages.one_line(TEXT, 5, len(TEXT) + 1, [], 0)


def test_white_space_of_a_line_is_single(passages: ModuleType) -> None:
    line = passages.one_line("The ferry \n sank.  It", 4, 18, [(0, 9), (12, 16), (19, 21)], 100)
    assert line == ("ferry sank. ", [(100, 105), (106, 110)])
    assert passages.one_line("  \n ", 0, 4, [], 0) == (" ", [])
    assert passages.one_line("plain words", 2, 9, [(0, 5), (6, 11)], 0) == (
        "ain wor",
        [(0, 3), (4, 7)],
    )


@given(st.text("ab \n\u00a0é", min_size=1, max_size=40), st.data())
def test_lines_are_as_a_regular_expression_makes_them(text: str, data: st.DataObject) -> None:
    words = [(found.start(), found.end()) for found in re.finditer(r"\S+", text)]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    line, spans = whichever.one_line(text, start, end, words, 7)
    assert line == re.sub(r"\s+", " ", text[start:end])
    inside = [text[max(a, start) : min(b, end)] for a, b in words if a < end and b > start]
    assert [line[a - 7 : b - 7] for a, b in spans] == inside
