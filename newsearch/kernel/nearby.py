"""Which of many sorted words are within a few typing errors of one.

Sorted words are a trie read from left to right: what two neighbours share is compared once, and
when no word that begins so can be near, all that do are passed over (the rows of the matrix of
distances as in Wagner & Fischer, JACM 1974, kept along the trie as in Shang & Merrettal, "Tries
for approximate string matching", IEEE TKDE 1996; the distance is `query.expansions.within`'s).

Cost: about 2 ms for one error and a free first letter, among 180,000 words.
"""

from __future__ import annotations

from array import array

from newsearch.kernel.sorted_bytes import SortedBytes

#: Words with more characters than this have no near ones here; the tokeniser cuts sooner.
LONGEST = 255


def near(strings: SortedBytes, first: int, stop: int, word: str, limit: int) -> array[int]:
    """The numbers ('Q'), ascending, of the strings within ``limit`` typing errors of a word.

    Args:
        strings: UTF-8.
        first, stop: Which of them to look at.
        word: At most `LONGEST` characters.
        limit: Insertions, deletions, replacements and swaps of neighbours, at least 0.

    Raises:
        ValueError: The word is too long.
        CorruptIndex: The strings are damaged.

    Example:
        >>> from array import array
        >>> words = SortedBytes(array("I", [0, 4, 8, 11]), b"birdboldbrd")
        >>> near(words, 0, 3, "bird", 1).tolist()
        [0, 2]
    """
    columns = len(word)
    if columns > LONGEST:
        raise ValueError(f"a word of {columns} characters: at most {LONGEST}")
    found = array("Q")
    wanted = array("I", [ord(character) for character in word] or [0])
    deepest = columns + limit  # a longer string differs by more than the limit
    width = columns + 1
    rows = array("i", range(width)) + array("i", bytes(4 * width * (deepest + 1)))
    walk(strings, first, stop, memoryview(wanted), columns, limit, memoryview(rows), found)
    return found


def walk(
    strings: SortedBytes,
    first: int,
    stop: int,
    wanted: memoryview,
    columns: int,
    limit: int,
    rows: memoryview,
    found: array[int],
) -> int:
    """The loop of `near`; row 0 of ``rows`` is filled in."""
    deepest = columns + limit
    width = columns + 1
    # For each depth: the character, the bytes up to it, the least of its row.
    path = array("I", bytes(4 * (deepest + 1)))
    offsets = array("i", bytes(4 * (deepest + 1)))
    leasts = array("i", bytes(4 * (deepest + 1)))
    ordinal = before = first
    depth = 0
    while ordinal < stop:
        strings.check_place(ordinal)
        start = strings.starts[ordinal]
        size = strings.starts[ordinal + 1] - start
        if depth:  # the rows of what this string shares with the one before are kept
            shared = strings.shared(before, ordinal, offsets[depth])
            while depth and offsets[depth] > shared:
                depth -= 1
        before = ordinal
        at = offsets[depth]
        near_enough = True
        while near_enough and at < size:
            if depth == deepest:
                near_enough = False
                break
            point = strings.data[start + at]
            length = 1 if point < 0xC0 else 2 if point < 0xE0 else 3 if point < 0xF0 else 4
            if at + length > size:
                length = size - at
            if length > 1:
                point &= 0xFF >> (length + 1)
            for i in range(1, length):
                point = point << 6 | (strings.data[start + at + i] & 0x3F)
            at += length
            depth += 1
            path[depth] = point
            offsets[depth] = at
            above = width * (depth - 1)
            row = above + width
            rows[row] = least = depth
            for j in range(1, width):
                cost = rows[above + j - 1]
                if wanted[j - 1] != point:
                    cost += 1
                if rows[above + j] + 1 < cost:
                    cost = rows[above + j] + 1
                if rows[row + j - 1] + 1 < cost:
                    cost = rows[row + j - 1] + 1
                if (
                    depth > 1
                    and j > 1
                    and wanted[j - 2] == point
                    and wanted[j - 1] == path[depth - 1]
                    and rows[above - width + j - 2] + 1 < cost
                ):
                    cost = rows[above - width + j - 2] + 1
                rows[row + j] = cost
                if cost < least:
                    least = cost
            leasts[depth] = least
            # A swap leads on from the row above, for one error more.
            near_enough = least <= limit or leasts[depth - 1] < limit
        if not near_enough:
            ordinal = strings.after_start(ordinal, stop, offsets[depth])
            continue
        if rows[width * depth + columns] <= limit:
            found.append(ordinal)
        ordinal += 1
    return 0
