"""Where to cut a passage out of a text: at a sentence, else at a word, never inside a mark.

Cost, compiled: 2 µs; only the neighbourhood of the passage is read.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

__all__ = ["Passage", "cut_passage", "one_line", "sentence_starts"]

# A stop after one of these, or after a single letter, ends no sentence (the U.S. Senate, Mr. Oak).
_ABBREVIATIONS = frozenset(
    """
    apr aug bzw capt col corp dec dr etc feb gen gov inc jan jr lt ltd mar mr mrs ms nov nr oct
    prof rep sen sep sept sgt sr st vs гг ім напр ст ул
    """.split()  # noqa: SIM905 - a list of 40 quoted words is harder to read
)
LONGEST = max(map(len, _ABBREVIATIONS)) + 1  # with a letter before, none ends here

# How much of a passage may stand before what matched: the eye looks for it near the beginning.
BEFORE = 0.5
# A passage that is cut at the end of a sentence keeps at least this much of its length.
LEAST_FILLED = 0.6
# Texts without spaces (Chinese, Thai) are cut between characters: no space so far off is a limit.
LONGEST_WORD = 30


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
    first: int = 0,
    last: int | None = None,
) -> Passage:
    """Cuts a passage around a core.

    Args:
        text: The text.
        spans: What is marked in it, as far as the passage may reach, ascending and apart: no cut
            goes through a span, but for one too long for the passage.
        core_start, core_end: What the passage must hold, as far as it fits.
        width: Characters at most, an ellipsis at either end included.
        first, last: The passage stays within them; the whole text where they are left out.

    Raises:
        IndexError: The core, ``first`` or ``last`` are not in the text.

    Example:
        >>> text = "It rained. The ferry sank off the pier. Nobody was hurt at all."
        >>> passage = cut_passage(text, [(15, 20)], 15, 20, 32)
        >>> text[passage.start : passage.end]
        'The ferry sank off the pier.'
    """
    stop = len(text) if last is None else last
    if not 0 <= first <= len(text) or not 0 <= stop <= len(text):
        raise IndexError(f"no characters {first} to {stop} in a text of {len(text)}")
    if not 0 <= core_start <= core_end <= len(text):
        raise IndexError(f"no characters {core_start} to {core_end} in a text of {len(text)}")
    room = width - 2  # for two ellipses
    core_end = min(core_end, core_start + room)
    start = _start(text, spans, core_start, core_end, room, first, stop)
    clean_start = start >= 0
    if not clean_start:
        start = ~start
    end = _end(text, spans, start, max(core_end, start), start + room, stop)
    clean_end = end >= 0
    if not clean_end:
        end = ~end
    while end > start and text[end - 1].isspace():
        end -= 1
    return Passage(start, end, clean_start, clean_end)


def sentence_starts(text: str, first: int, last: int) -> list[int]:
    """Where sentences begin after ``first``, up to ``last``.

    A sentence ends with . ! ? or the like, closing quotes and brackets, then white space; with a
    full stop of the scripts that write none after it; with a blank line.

    Raises:
        IndexError: These places are not in the text.

    Example:
        >>> sentence_starts("The U.S. Senate met. It voted.", 0, 30)
        [21]
    """
    if not first >= 0 or last > len(text):
        raise IndexError(f"no characters {first} to {last} in a text of {len(text)}")
    starts: list[int] = []
    at = first
    while at < last:
        if text[at] not in ".!?…؟۔।。！？\n":
            at += 1
            continue
        stop = at
        lines = 1 if text[stop] == "\n" else 0
        at += 1
        while at < last and text[at] in ".!?…\"'’”»)]」』）":
            at += 1
        while at < last and text[at].isspace():
            if text[at] == "\n":
                lines += 1
            at += 1
        if _ends_sentence(text, first, stop, at, last, lines):
            starts.append(at)
    return starts


def _ends_sentence(text: str, first: int, stop: int, after: int, last: int, lines: int) -> bool:
    """Whether a sentence ends at the stop, after which so many line ends are."""
    if lines > 1:
        return True
    sign = text[stop]
    if sign == "\n":
        return False
    if sign in "。！？":
        return True
    if not text[after - 1].isspace():
        return False
    if sign != ".":
        return True
    if after < last and text[after].islower():
        return False
    begin = stop
    while begin > first and stop - begin < LONGEST and text[begin - 1].isalnum():
        begin -= 1
    if stop - begin == 1:
        return False
    return stop - begin == LONGEST or text[begin:stop].lower() not in _ABBREVIATIONS


def _start(
    text: str,
    spans: Sequence[tuple[int, int]],
    core_start: int,
    core_end: int,
    room: int,
    first: int,
    stop: int,
) -> int:
    """Where the passage begins; its complement (``~``) where no sentence begins there."""
    spare = room - (core_end - core_start)
    before = int(spare * BEFORE)
    rest = max(0, stop - core_end)
    near_end = rest < spare - before
    if near_end:  # the less text follows, the more may stand before
        before = spare - rest
    earliest = max(first, core_start - before)
    if earliest <= 0:
        return _skip_spaces(text, 0, core_start)
    # The sentence that holds the core, or the first of those before it where the text ends.
    best = -1
    for start in sentence_starts(text, max(first, earliest - 2), core_start):
        if earliest <= start <= core_start:
            best = start
            if near_end:
                break
    if best >= 0:
        return best
    start = _skip_spaces(text, _word_limit_after(text, earliest, core_start), core_start)
    return ~_outside_after(spans, start, core_start)


def _end(
    text: str, spans: Sequence[tuple[int, int]], start: int, least: int, most: int, stop: int
) -> int:
    """Where the passage ends; its complement (``~``) where neither sentence nor text ends there."""
    if stop <= most:
        if stop == len(text):
            return stop
        most = stop
    wanted = max(least, start + int((most - start) * LEAST_FILLED))
    best = -1
    for end in sentence_starts(text, start, min(most + 4, stop)):
        if end >= wanted:
            while end > start and text[end - 1].isspace():
                end -= 1
            if least <= end <= most:
                best = end
    if best >= 0:
        return best
    return ~_outside_before(spans, _word_limit_before(text, least, most), least)


def _skip_spaces(text: str, at: int, most: int) -> int:
    while at < most and text[at].isspace():
        at += 1
    return at


def _word_limit_after(text: str, at: int, most: int) -> int:
    """The first limit of a word from ``at``, which is not 0, on."""
    if text[at - 1].isspace():
        return at
    for place in range(at, min(most, at + LONGEST_WORD)):
        if text[place].isspace():
            return place
    return _character_limit(text, at, most)


def _word_limit_before(text: str, least: int, most: int) -> int:
    """The last limit of a word up to ``most``."""
    if most >= len(text) or text[most].isspace():
        return most
    for at in range(most, max(least, most - LONGEST_WORD), -1):
        if text[at - 1].isspace():
            return at
    return _character_limit(text, most, least)


def _character_limit(text: str, at: int, to: int) -> int:
    """The place nearest to ``at``, going towards ``to``, that splits no combined character."""
    from unicodedata import combining  # seldom needed

    step = 1 if to > at else -1
    while at != to and (combining(text[at]) or text[at] in "\u200c\u200d\ufe0f"):
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


def one_line(
    text: str, start: int, end: int, spans: Sequence[tuple[int, int]], place: int
) -> tuple[str, list[tuple[int, int]]]:
    """A piece of a text with each run of white space made one space, and the spans in it.

    Args:
        text: The text.
        start, end: The piece.
        spans: What is marked in the text, ascending and apart; none begins with white space.
        place: What to add to each span.

    Returns:
        The line; what of the spans is in the piece, as places in the line.

    Raises:
        IndexError: The piece is not in the text.

    Example:
        >>> one_line("The ferry \\n sank.  It", 4, 18, [(0, 9), (12, 16)], 100)
        ('ferry sank. ', [(100, 105), (106, 110)])
    """
    if not 0 <= start <= end <= len(text):
        raise IndexError(f"no characters {start} to {end} in a text of {len(text)}")
    marked: list[tuple[int, int]] = []
    line = text[start:end]
    plain = line.isprintable() and "  " not in line  # no white space but single spaces
    if not plain:
        line = _spaced(line)
    at = start
    count = place  # of characters up to there, in the line
    for low, high in spans:
        if high <= start:
            continue
        if low >= end:
            break
        low = max(low, start)
        high = min(high, end)
        if plain:
            marked.append((low - start + place, high - start + place))
            continue
        while at < low:
            if at == start or not text[at].isspace() or not text[at - 1].isspace():
                count += 1
            at += 1
        begin = count
        while at < high:
            if at == start or not text[at].isspace() or not text[at - 1].isspace():
                count += 1
            at += 1
        marked.append((begin, count))
    return line, marked


def _spaced(piece: str) -> str:
    """A text that is not empty with each run of white space made one space."""
    words = " ".join(piece.split())
    if not words:
        return " "
    before = " " if piece[0].isspace() else ""
    after = " " if piece[len(piece) - 1].isspace() else ""
    return f"{before}{words}{after}"
