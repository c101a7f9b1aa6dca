# cython: boundscheck=False
# Each function checks first that what it loops over has the lengths it says.
"""Which articles may tell the same story: tables of sketches' values, looked up in one another.

An *entry* is a number of 64 bits: a value of a sketch in the high half, the document it belongs to
in the low half. A table has one row of entries for each bin of the sketches, all of the same
length, one after the other, each ascending. Looking the bins' values up is locality-sensitive
hashing with bands of one row (Indyk & Motwani, STOC 1998); that two of them must agree takes the
place of longer bands.

Cost, compiled: some 10 ns an entry to sort or look up.
"""

from __future__ import annotations

from array import array

from newsearch.kernel.memory import room

try:
    import cython
except ImportError:  # not compiled, and nothing to let go of
    from newsearch.kernel import uncompiled as cython

__all__ = [
    "by_agreement",
    "candidates",
    "check_entries",
    "entries_left",
    "entries_of",
    "sort_row",
]

LOW = 0xFFFFFFFF
DIGIT_BITS = 11
DIGIT = 1 << DIGIT_BITS
HALF_DIGITS = 3  # of 32 bits


def entries_of(sketches: array[int], stories: array[int], bins: int) -> memoryview[int]:
    """The table of some documents ('Q').

    Args:
        sketches: The values of each document's bins, document after document ('I').
        stories: For each document its story, 0 for one that shall not be in the table ('Q').
        bins: The bins of a sketch.

    Raises:
        ValueError: There is not a sketch for each.
    """
    count = len(stories)
    if len(sketches) != count * bins:
        raise ValueError("expected a sketch for each document")
    kept = 0
    for document in range(count):
        kept += stories[document] != 0
    made = room("Q", kept * bins)
    table = made
    spare = room("Q", kept)
    at = 0
    for place in range(bins):
        for document in range(count):
            if stories[document] != 0:
                value = sketches[document * bins + place]
                table[at] = value << 32 | document
                at += 1
        sort_row(table[at - kept : at], spare)
    return made


def entries_left(table: memoryview[int], leads: bytearray) -> memoryview[int]:
    """The entries of a table whose documents are leads: not 0 there ('Q').

    Raises:
        IndexError: A document is not among them.
    """
    made = room("Q", len(table))
    left = made
    count = 0
    for at in range(len(table)):
        document = table[at] & LOW
        if document >= len(leads):
            raise IndexError(f"document {document} of {len(leads)}")
        if leads[document] != 0:
            left[count] = table[at]
            count += 1
    return made[:count]


def sort_row(row: memoryview[int], spare: memoryview[int]) -> None:
    """Sorts numbers ('Q') where they are; ``spare`` has room for as many.

    A radix sort of 11 bits at a time. Digits that all numbers share cost no pass, nor do the lower
    halves where they ascend, as those of documents mostly do. Other threads may run meanwhile.
    """
    if len(spare) < len(row):
        raise ValueError("expected room for all numbers")
    if len(row) < 2:
        return
    counts = array("I", bytes(4 * DIGIT * HALF_DIGITS))
    other = spare[: len(row)]
    with cython.nogil:
        swapped = False
        if not _low_ascend(row):
            swapped = _sort_half(row, other, 0, counts)
        if swapped:
            swapped = not _sort_half(other, row, 32, counts)
        else:
            swapped = _sort_half(row, other, 32, counts)
        if swapped:
            for i in range(len(row)):
                row[i] = other[i]


def _low_ascend(row: memoryview[int]) -> bool:
    last = 0
    for i in range(len(row)):
        low = row[i] & LOW
        if low < last:
            return False
        last = low
    return True


def _sort_half(
    row: memoryview[int], spare: memoryview[int], shift: int, counts: array[int]
) -> bool:
    """Sorts by 32 bits, from bit ``shift`` on; tells whether the numbers are in ``spare`` now."""
    count = len(row)
    taken = row
    given = spare
    last = DIGIT - 1
    for i in range(len(counts)):
        counts[i] = 0
    for i in range(count):
        number = row[i] >> shift
        counts[number & last] += 1
        counts[DIGIT + (number >> DIGIT_BITS & last)] += 1
        counts[2 * DIGIT + ((number & LOW) >> 2 * DIGIT_BITS)] += 1
    swapped = False
    for digit in range(HALF_DIGITS):
        first = digit << DIGIT_BITS
        total = 0
        largest = 0
        for i in range(first, first + DIGIT):
            size = counts[i]
            largest = max(largest, size)
            counts[i] = total
            total += size
        if largest == count:
            continue
        part = LOW >> DIGIT_BITS * digit & last
        for i in range(count):
            number = taken[i]
            at = first + (number >> shift + DIGIT_BITS * digit & part)
            given[counts[at]] = number
            counts[at] += 1
        taken, given = given, taken
        swapped = not swapped
    return swapped


def candidates(
    table: memoryview[int], older: memoryview[int], bins: int, least: int, most: int, same: bool
) -> tuple[array[int], array[int]]:
    """Pairs of documents whose sketches agree, and in how many bins they do.

    Args:
        table: The documents to look up, as a table.
        older: The table to look them up in.
        bins: The bins of a sketch.
        least: In how many bins a pair must agree.
        most: How many documents of the same value are looked at, the first ones: a value that
            many have is that of a formula, not of a story.
        same: Whether both are one table: then a document's own and later ones are no partners.

    Returns:
        The pairs ('Q'), the document in the high half, the older one in the low half, ascending;
        the bins in which each agrees ('B').

    Raises:
        ValueError: A table is not one.
    """
    if len(table) % bins or len(older) % bins or least < 1:
        raise ValueError("expected a row for each bin")
    found = room("Q", len(table) * most)
    with cython.nogil:
        count = _look_up(table, older, bins, most, same, found)
    sort_row(found[:count], room("Q", count))
    made = array("Q")
    agreements = array("B")
    at = 0
    while at < count:
        pair = found[at]
        first = at
        while at < count and found[at] == pair:
            at += 1
        if at - first >= least:
            made.append(pair)
            agreements.append(min(at - first, 255))
    return made, agreements


def by_agreement(
    pairs: array[int], agreements: array[int], bins: int
) -> tuple[array[int], list[int]]:
    """Puts the pairs that agree most first; tells how many agree in 0, 1, ... bins or more.

    Args:
        pairs, agreements: See `candidates`.
        bins: The bins of a sketch.

    Raises:
        ValueError: There is not an agreement for each, or it is in more bins than there are.
    """
    count = len(pairs)
    if len(agreements) != count:
        raise ValueError("expected an agreement for each pair")
    places = array("Q", bytes(8 * (bins + 2)))
    for at in range(count):
        if agreements[at] > bins:
            raise ValueError(f"a pair agrees in {agreements[at]} of {bins} bins")
        places[agreements[at]] += 1
    for level in range(bins, -1, -1):
        places[level] += places[level + 1]
    stops = list(places)
    made = array("Q", bytes(8 * count))
    ordered = made
    for at in range(count):
        level = agreements[at] + 1
        ordered[places[level]] = pairs[at]
        places[level] += 1
    return made, stops


def _look_up(
    table: memoryview[int],
    older: memoryview[int],
    bins: int,
    most: int,
    same: bool,
    found: memoryview[int],
) -> int:
    """Writes each pair once for each bin in which it agrees; returns how many were written."""
    rows = len(table) // bins
    older_rows = len(older) // bins
    count = 0
    for place in range(bins):
        low = place * older_rows
        end = low + older_rows
        for at in range(place * rows, place * rows + rows):
            entry = table[at]
            key = entry >> 32
            step = 1
            while low + step < end and older[low + step] >> 32 < key:
                low += step
                step += step
            high = min(low + step, end)
            while low < high:
                middle = (low + high) >> 1
                if older[middle] >> 32 < key:
                    low = middle + 1
                else:
                    high = middle
            i = low
            while i < end and i < low + most and older[i] >> 32 == key:
                if same and older[i] >= entry:
                    break
                found[count] = (entry & LOW) << 32 | older[i] & LOW
                count += 1
                i += 1
    return count


def check_entries(table: memoryview[int], bins: int, stories: memoryview[int]) -> bool:
    """Whether a table is one: rows of one length, ascending, of documents that have a story."""
    if len(table) % bins:
        return False
    rows = len(table) // bins
    for at in range(len(table)):
        document = table[at] & LOW
        if document >= len(stories) or stories[document] == 0:
            return False
        if at % rows and table[at] < table[at - 1]:
            return False
    return True
