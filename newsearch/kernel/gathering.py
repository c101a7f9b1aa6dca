# cython: boundscheck=False
# Every loop runs to a length taken before it.
"""Puts what articles consist of side by side, for those who work on many of them at a time."""

from __future__ import annotations

from array import array

__all__ = ["cut_block", "runs_of"]

#: Bytes of a record's length before it.
LENGTH_BYTES = 4


def cut_block(
    lines: list[bytes],
    bodies: list[bytes],
    first: int,
    block: tuple[int, int, int],
    places: array[int],
    parts: list[bytes],
) -> tuple[int, int]:
    """Takes records (length, line, line end, body) until a block is full.

    Args:
        lines, bodies: The parts of each record.
        first: Which record to begin with.
        block: Its number, the bytes of it that are taken, and of how many it is full.
        places: Of each record, the block's number and where it starts in it ('I'); filled in.
        parts: Grows by what the records consist of.

    Returns:
        Which record comes next; the bytes of the block that are taken.

    Raises:
        IndexError: There are not as many bodies and places as lines.

    Example:
        >>> parts, places = [], array("I", bytes(16))
        >>> cut_block([b"1", b"2"], [b"Rain", b"Storm"], 0, (7, 0, 10), places, parts)
        (1, 10)
        >>> b"".join(parts), places.tolist()
        (b'\\x06\\x00\\x00\\x001\\nRain', [7, 0, 0, 0])
    """
    count = len(lines)
    if first < 0 or len(bodies) != count or len(places) < 2 * count:
        raise IndexError("a body and a place for each line")
    number, end, stop = block
    rows = places
    heads = bytearray(LENGTH_BYTES)
    head = heads
    at = first
    while at < count and end < stop:
        line = lines[at]
        body = bodies[at]
        size = len(line) + 1 + len(body)
        rows[2 * at] = number
        rows[2 * at + 1] = end
        head[0] = size & 255
        head[1] = size >> 8 & 255
        head[2] = size >> 16 & 255
        head[3] = size >> 24 & 255
        parts.append(bytes(head[:4]))
        parts.append(line)
        parts.append(b"\n")
        parts.append(body)
        end += LENGTH_BYTES + size
        at += 1
    return at, end


def runs_of(
    fields: list[bytes], text_ends: array[int], first: int, longest: int
) -> tuple[array[int], array[int], array[int], array[int]]:
    """The runs of tokens of one field each that articles consist of.

    Args:
        fields: Of each article the numbers of the fields of its texts.
        text_ends: At which token each text of all of them ends ('I').
        first: The token at which the first one starts.
        longest: Tokens of one article that count; the rest is left out.

    Returns:
        At which token each article ends ('I'); how many runs there are up to its end ('I'); at
        which token each run ends ('I'), and its field ('B'). Texts without tokens have none.

    Raises:
        IndexError: There are not as many ends as texts.

    Example:
        >>> found = runs_of([b"\\0\\2", b"\\0\\2\\3"], array("I", [3, 9, 9, 14, 15]), 0, 100)
        >>> [row.tolist() for row in found]
        [[9, 15], [2, 4], [3, 9, 14, 15], [0, 2, 2, 3]]
    """
    articles = len(fields)
    texts = len(text_ends)
    stops_row = array("I", bytes(4 * articles))
    counts_row = array("I", bytes(4 * articles))
    ends_row = array("I", bytes(4 * texts))
    fields_row = array("B", bytes(texts))
    stops = stops_row
    counts = counts_row
    ends = ends_row
    kinds = fields_row
    last = first
    count = 0
    text = 0
    for at in range(articles):
        own = fields[at]
        size = len(own)
        if text + size > texts:
            raise IndexError("an end for each text")
        most = last + longest
        for i in range(size):
            end = text_ends[text]
            text += 1
            if end > most:
                end = most
            if end > last:
                ends[count] = end
                kinds[count] = own[i]
                count += 1
                last = end
        stops[at] = last
        counts[at] = count
    if text < texts:
        raise IndexError("an end for each text")
    del ends, kinds  # held, they cannot be cut
    return stops_row, counts_row, ends_row[:count], fields_row[:count]
