"""Where to cut a passage out of a text: at a sentence, else at a word, never inside a mark.

Cost: a few µs; only the neighbourhood of the passage is read.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

__all__ = ["Passage", "cut_passage", "sentence_starts"]

# A sentence ends with . ! ? or the like, closing quotes and brackets, then white space; with a
# full stop of the scripts that write none after it; with a blank line.  (Begins with one set of
# characters, so that the search skips quickly.)
_STOP = r"""[.!?…؟۔।。！？\n][.!?…"'’”»)\]」』）]*\s*"""
# The same for ASCII text: to compile the one above takes as long as to make 30 snippets.
_ASCII_STOP = re.compile(r"""[.!?\n][.!?"')\]]*\s*""")
_WIDE_STOPS = "。！？"
# A stop after one of these, or after a single letter, ends no sentence (the U.S. Senate, Mr. Oak).
_ABBREVIATIONS = frozenset(
    """
    apr aug bzw capt col corp dec dr etc feb gen gov inc jan jr lt ltd mar mr mrs ms nov nr oct
    prof rep sen sep sept sgt sr st vs гг ім напр ст ул
    """.split()  # noqa: SIM905 - a list of 40 quoted words is harder to read
)
_LONGEST_ABBREVIATION = max(map(len, _ABBREVIATIONS)) + 1  # with a letter before, none ends here
_SPACE = re.compile(r"\s")

# How much of a passage may stand before what matched: the eye looks for it near the beginning.
_BEFORE = 0.5
# A passage that is cut at the end of a sentence keeps at least this much of its length.
_LEAST_FILLED = 0.6
# Texts without spaces (Chinese, Thai) are cut between characters: no space so far off is a limit.
_LONGEST_WORD = 30


class Passage(NamedTuple):
    """A piece of a text.

    Attributes:
        start, end: Offsets in characters.
        clean_start: It begins where a sentence begins.
        clean_end: It ends where a sentence or the text ends.
    """

    start: int
    end: int
    clean_start: bool
    clean_end: bool


def cut_passage(
    text: str,
    spans: Sequence[tuple[int, int]],
    core_start: int,
    core_end: int,
    width: int,
    *,
    first: int = 0,
    last: int | None = None,
) -> Passage:
    """Cuts a passage around a core.

    Args:
        text: The text.
        spans: What is marked in all of it, ascending and apart: no cut goes through a span, but
            for one too long for the passage.
        core_start, core_end: What the passage must hold, as far as it fits.
        width: Characters at most, an ellipsis at either end included.
        first, last: The passage stays within them.

    Example:
        >>> text = "It rained. The ferry sank off the pier. Nobody was hurt at all."
        >>> passage = cut_passage(text, [(15, 20)], 15, 20, 32)
        >>> text[passage.start : passage.end]
        'The ferry sank off the pier.'
    """
    stop = len(text) if last is None else last
    room = width - 2  # for two ellipses
    core_end = min(core_end, core_start + room)
    start, clean_start = _start(text, spans, core_start, core_end, room, first, stop)
    end, clean_end = _end(text, spans, start, max(core_end, start), start + room, stop)
    while end > start and text[end - 1].isspace():
        end -= 1
    return Passage(start, end, clean_start, clean_end)


def sentence_starts(text: str, first: int, last: int) -> list[int]:
    """Where sentences begin after ``first``, up to ``last``.

    Example:
        >>> sentence_starts("The U.S. Senate met. It voted.", 0, 30)
        [21]
    """
    piece = text[first:last]
    stops = _ASCII_STOP.finditer(piece) if piece.isascii() else re.finditer(_STOP, piece)
    return [first + found.end() for found in stops if _ends_sentence(piece, found)]


def _ends_sentence(piece: str, found: re.Match[str]) -> bool:
    stop = found.group()
    if stop[0] == "\n":
        return stop.count("\n") > 1
    if stop[0] in _WIDE_STOPS or stop.count("\n") > 1:
        return True
    if not stop[-1].isspace():
        return False
    if stop[0] != ".":
        return True
    if found.end() < len(piece) and piece[found.end()].islower():
        return False
    at = found.start()
    first = at
    while first and at - first < _LONGEST_ABBREVIATION and piece[first - 1].isalnum():
        first -= 1
    return at - first != 1 and piece[first:at].lower() not in _ABBREVIATIONS


def _start(
    text: str,
    spans: Sequence[tuple[int, int]],
    core_start: int,
    core_end: int,
    room: int,
    first: int,
    stop: int,
) -> tuple[int, bool]:
    """Where the passage begins, and whether a sentence begins there."""
    spare = room - (core_end - core_start)
    before = int(spare * _BEFORE)
    rest = max(0, stop - core_end)
    near_end = rest < spare - before
    if near_end:  # the less text follows, the more may stand before
        before = spare - rest
    earliest = max(first, core_start - before)
    if earliest == 0:
        return _skip_spaces(text, 0, core_start), True
    starts = sentence_starts(text, max(first, earliest - 2), core_start)
    starts = [start for start in starts if earliest <= start <= core_start]
    # The sentence that holds the core, or the first of those before it where the text ends.
    if starts:
        return (starts[0] if near_end else starts[-1]), True
    start = _skip_spaces(text, _word_limit_after(text, earliest, core_start), core_start)
    return _outside_after(spans, start, core_start), False


def _end(
    text: str, spans: Sequence[tuple[int, int]], start: int, least: int, most: int, stop: int
) -> tuple[int, bool]:
    """Where the passage ends, and whether a sentence or the text ends there."""
    if stop <= most:
        if stop == len(text):
            return stop, True
        most = stop
    wanted = max(least, start + int((most - start) * _LEAST_FILLED))
    ends = [end for end in sentence_starts(text, start, min(most + 4, stop)) if end >= wanted]
    for end in reversed(ends):
        trimmed = len(text[start:end].rstrip()) + start
        if least <= trimmed <= most:
            return trimmed, True
    return _outside_before(spans, _word_limit_before(text, least, most), least), False


def _skip_spaces(text: str, at: int, most: int) -> int:
    while at < most and text[at].isspace():
        at += 1
    return at


def _word_limit_after(text: str, at: int, most: int) -> int:
    """The first limit of a word from ``at`` on."""
    if text[at - 1].isspace():
        return at
    found = _SPACE.search(text, at, min(most, at + _LONGEST_WORD))
    return found.start() if found else _character_limit(text, at, most)


def _word_limit_before(text: str, least: int, most: int) -> int:
    """The last limit of a word up to ``most``."""
    if most >= len(text) or text[most].isspace():
        return most
    for at in range(most, max(least, most - _LONGEST_WORD), -1):
        if text[at - 1].isspace():
            return at
    return _character_limit(text, most, least)


def _character_limit(text: str, at: int, to: int) -> int:
    """The place nearest to ``at``, going towards ``to``, that splits no combined character."""
    step = 1 if to > at else -1
    while at != to and (unicodedata.combining(text[at]) or text[at] in "\u200c\u200d\ufe0f"):
        at += step
    return at


def _outside_after(spans: Sequence[tuple[int, int]], at: int, most: int) -> int:
    """``at``, or the end of the span that it would cut, where that is not beyond ``most``."""
    i = bisect_right(spans, (at, at)) - 1
    if i >= 0 and spans[i][0] < at < spans[i][1] <= most:
        return spans[i][1]
    return at


def _outside_before(spans: Sequence[tuple[int, int]], at: int, least: int) -> int:
    """``at``, or the start of the span that it would cut, where that is not before ``least``."""
    i = bisect_right(spans, (at, at)) - 1
    if i >= 0 and least <= spans[i][0] < at < spans[i][1]:
        return spans[i][0]
    return at
