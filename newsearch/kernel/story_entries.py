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

from newsearch.errors import CorruptIndex
from newsearch.kernel.limits import DELETED
from newsearch.kernel.memory import room
from newsearch.kernel.shingles import Bodies, Comparison

try:
    import cython
except ImportError:  # not compiled, and nothing to let go of
    from newsearch.kernel import uncompiled as cython

__all__ = [
    "by_agreement",
    "candidates",
    "check_entries",
    "entries_of",
    "gather",
    "heirs",
    "in_stories",
    "move_entries",
    "orphans",
    "sort_row",
]

LOW = 0xFFFFFFFF
BYTES = 8
LEAD = 1  # what `gather` is given of a document that may begin a story


def entries_of(sketches: array[int], numbers: array[int], bins: int) -> memoryview[int]:
    """The table of some documents ('Q').

    Args:
        sketches: The values of each document's bins, document after document ('I').
        numbers: For each document the number it shall have in the table, `DELETED` for none ('I').
        bins: The bins of a sketch.

    Raises:
        ValueError: There is not a sketch for each.
    """
    count = len(numbers)
    if len(sketches) != count * bins:
        raise ValueError("expected a sketch for each document")
    kept = 0
    for document in range(count):
        kept += numbers[document] != DELETED
    made = room("Q", kept * bins)
    table = made
    spare = room("Q", kept)
    at = 0
    for place in range(bins):
        for document in range(count):
            if numbers[document] != DELETED:
                value = sketches[document * bins + place]
                table[at] = value << 32 | numbers[document]
                at += 1
        sort_row(table[at - kept : at], spare)
    return made


def sort_row(row: memoryview[int], spare: memoryview[int]) -> None:
    """Sorts numbers ('Q') where they are; ``spare`` has room for as many.

    A radix sort of a byte at a time; bytes that all numbers share cost no pass. Other threads may
    run meanwhile.
    """
    if len(spare) < len(row):
        raise ValueError("expected room for all numbers")
    counts = array("I", bytes(4 * 256 * BYTES))
    with cython.nogil:
        _sort_row(row, spare, counts)


def _sort_row(row: memoryview[int], spare: memoryview[int], counts: array[int]) -> None:
    count = len(row)
    taken = row
    given = spare
    for i in range(count):
        number = row[i]
        for byte in range(BYTES):
            counts[256 * byte + (number >> 8 * byte & 255)] += 1
    swapped = False
    for byte in range(BYTES):
        total = 0
        largest = 0
        for i in range(256 * byte, 256 * byte + 256):
            size = counts[i]
            largest = size if size > largest else largest
            counts[i] = total
            total += size
        if largest == count:
            continue
        for i in range(count):
            number = taken[i]
            at = 256 * byte + (number >> 8 * byte & 255)
            given[counts[at]] = number
            counts[at] += 1
        taken, given = given, taken
        swapped = not swapped
    if swapped:
        for i in range(count):
            row[i] = spare[i]


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
    """The pairs that agree most first, else in their order; how many agree in 0, 1, ... bins or more.

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


def gather(
    bodies: Bodies,
    comparison: Comparison,
    pairs: array[int],
    agreements: array[int],
    sure: int,
    failures: int,
    stories: array[int],
    leads: bytearray,
) -> None:
    """Lets documents join the stories that earlier ones began; other threads may run meanwhile.

    A document is compared with the two whose sketches agree most with its own, among those that
    began a story, so a story does not drift from one telling to the next. It joins the one with
    which it shares more.

    Args:
        bodies: The documents' bodies.
        comparison: What compares them.
        pairs, agreements: Which to compare: `candidates` of a table with itself.
        sure: Once too many comparisons came to nothing, only pairs that agree in so many bins are
            compared.
        failures: How many are too many.
        stories: The story that each begins or has joined ('Q'); changes.
        leads: 1 for a document that begins a story unless it joins one, 0 for one that has joined
            an older story, 2 for one that has joined one and stands for it; changes.

    Raises:
        IndexError: There is no such document.
    """
    count = bodies.count
    if len(stories) < count or len(leads) < count or len(agreements) < len(pairs):
        raise IndexError("expected a story and a lead for each document")
    for at in range(len(pairs)):
        if pairs[at] >> 32 >= count or pairs[at] & LOW >= count:
            raise IndexError(f"a pair of documents that are not there: {pairs[at]:#x}")
    comparison.reserve(bodies.longest)
    with cython.nogil:
        _gather(bodies, comparison, pairs, agreements, sure, failures, stories, leads)


def _gather(
    bodies: Bodies,
    comparison: Comparison,
    pairs: array[int],
    agreements: array[int],
    sure: int,
    failures: int,
    stories: array[int],
    leads: bytearray,
) -> None:
    at = 0
    while at < len(pairs):
        document = pairs[at] >> 32
        first = second = -1
        while at < len(pairs) and pairs[at] >> 32 == document:
            if leads[pairs[at] & LOW] != 0 and (failures > 0 or agreements[at] >= sure):
                if first < 0 or agreements[at] > agreements[first]:
                    second = first
                    first = at
                elif second < 0 or agreements[at] > agreements[second]:
                    second = at
            at += 1
        if first < 0 or leads[document] != LEAD:
            continue
        chosen = pairs[first] & LOW
        most = comparison.alike(bodies, document, bodies, chosen)
        failures -= most == 0
        if second >= 0:
            other = pairs[second] & LOW
            shared = comparison.alike(bodies, document, bodies, other)
            failures -= shared == 0
            if shared > most:
                most = shared
                chosen = other
        if most > 0:
            stories[document] = stories[chosen]
            leads[document] = 0


def orphans(
    table: memoryview[int], bins: int, numbers: array[int], stories: memoryview[int]
) -> array[int]:
    """The stories of documents of a table that are to be dropped ('Q').

    Args:
        table: A table of a segment.
        bins: The bins of a sketch.
        numbers: For each document of the segment its new number, or `DELETED` ('I').
        stories: Their stories ('Q').
    """
    _check(table, bins, numbers, stories)
    found = array("Q")
    for at in range(len(table) // bins):
        document = table[at] & LOW
        if document >= len(numbers):
            raise CorruptIndex("a story has no article: run newsearch check")
        if numbers[document] == DELETED:
            found.append(stories[document])
    return found


def heirs(
    table: memoryview[int],
    bins: int,
    numbers: array[int],
    stories: memoryview[int],
    orphaned: array[int],
    chosen: array[int],
    standing: bytearray,
) -> None:
    """Chooses who takes the entries of documents that are dropped; other threads may run.

    Args:
        table, bins, numbers, stories: See `orphans`.
        orphaned: Its answers for all segments, each once, ascending.
        chosen: For each of them the least new number of a document of the story, `DELETED` where
            there is none ('I'); changes.
        standing: 1 for each of them that another kept document has entries for; changes.
    """
    _check(table, bins, numbers, stories)
    if len(chosen) < len(orphaned) or len(standing) < len(orphaned):
        raise ValueError("expected an heir for each story")
    with cython.nogil:
        good = _heirs(table, bins, numbers, stories, orphaned, chosen, standing)
    if not good:
        raise CorruptIndex("a story has no article: run newsearch check")


def _heirs(
    table: memoryview[int],
    bins: int,
    numbers: array[int],
    stories: memoryview[int],
    orphaned: array[int],
    chosen: array[int],
    standing: bytearray,
) -> bool:
    for document in range(len(numbers)):
        if numbers[document] != DELETED:
            place = _place(orphaned, stories[document])
            if place >= 0 and numbers[document] < chosen[place]:
                chosen[place] = numbers[document]
    for at in range(len(table) // bins):
        document = table[at] & LOW
        if document >= len(numbers):
            return False
        if numbers[document] != DELETED:
            place = _place(orphaned, stories[document])
            if place >= 0:
                standing[place] = 1
    return True


def move_entries(
    row: memoryview[int],
    numbers: array[int],
    stories: memoryview[int],
    orphaned: array[int],
    chosen: array[int],
    moved: memoryview[int],
    at: int,
) -> int:
    """Copies one row of a table, the documents renumbered; returns where it ends.

    Other threads may run meanwhile.

    Args:
        row: The row of one bin.
        numbers, stories: See `orphans`.
        orphaned: Stories whose entries go to another document, ascending ('Q').
        chosen: That document's new number, for each of them ('I').
        moved: Receives the entries ('Q'), not in order.
        at: The first place to write to.
    """
    if len(moved) < at + len(row) or len(stories) < len(numbers) or len(chosen) < len(orphaned):
        raise CorruptIndex("stories do not cover all articles: run newsearch check")
    with cython.nogil:
        at = _move_entries(row, numbers, stories, orphaned, chosen, moved, at)
    if at < 0:
        raise CorruptIndex("a story has no article: run newsearch check")
    return at


def _move_entries(
    row: memoryview[int],
    numbers: array[int],
    stories: memoryview[int],
    orphaned: array[int],
    chosen: array[int],
    moved: memoryview[int],
    at: int,
) -> int:
    for i in range(len(row)):
        document = row[i] & LOW
        if document >= len(numbers):
            return -1
        number = numbers[document]
        if number == DELETED:
            place = _place(orphaned, stories[document])
            if place >= 0:
                number = chosen[place]
        if number != DELETED:
            moved[at] = row[i] - document + number
            at += 1
    return at


def _place(row: array[int], number: int) -> int:
    """Where a number stands in an ascending row; -1 where it does not."""
    low = 0
    high = len(row)
    while low < high:
        middle = (low + high) >> 1
        if row[middle] < number:
            low = middle + 1
        else:
            high = middle
    return low if low < len(row) and row[low] == number else -1


def in_stories(
    documents: array[int], stories: memoryview[int], wanted: array[int]
) -> array[int]:
    """Those documents ('I') whose story is among the wanted ones ('Q', ascending).

    Raises:
        CorruptIndex: A document has no place in ``stories``.
    """
    found = array("I")
    for at in range(len(documents)):
        document = documents[at]
        if document >= len(stories):
            raise CorruptIndex("stories do not cover all articles: run newsearch check")
        if _place(wanted, stories[document]) >= 0:
            found.append(document)
    return found


def check_entries(table: memoryview[int], bins: int, documents: int) -> bool:
    """Whether a table is one: rows of one length, ascending, of documents that are there."""
    if len(table) % bins:
        return False
    rows = len(table) // bins
    for at in range(len(table)):
        if table[at] & LOW >= documents or (at % rows and table[at] < table[at - 1]):
            return False
    return True


def _check(
    table: memoryview[int], bins: int, numbers: array[int], stories: memoryview[int]
) -> None:
    if len(table) % bins or len(stories) < len(numbers):
        raise CorruptIndex("stories do not cover all articles: run newsearch check")
