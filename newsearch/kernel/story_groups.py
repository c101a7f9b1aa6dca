# cython: boundscheck=False
# Each function checks first that what it loops over has the lengths it says.
"""Stories and the documents that tell them: joined, found again, kept when segments are merged.

Tables of entries are those of `newsearch.kernel.story_entries`.

Cost, compiled: what comparing costs, and 5 ns a document or an entry.
"""

from __future__ import annotations

from array import array

from newsearch.errors import CorruptIndex
from newsearch.kernel.limits import DELETED
from newsearch.kernel.shingles import Bodies, Comparison

try:
    import cython
except ImportError:  # not compiled, and nothing to let go of
    from newsearch.kernel import uncompiled as cython

__all__ = ["gather", "heirs", "in_stories", "move_entries", "orphans"]

LOW = 0xFFFFFFFF
LEAD = 1  # a document that begins a story unless it joins one


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
        IndexError: There is no such document, or a term has no hash value.
    """
    count = bodies.count
    if len(stories) < count or len(leads) < count or len(agreements) < len(pairs):
        raise IndexError("expected a story and a lead for each document")
    for at in range(len(pairs)):
        if pairs[at] >> 32 >= count or pairs[at] & LOW >= count:
            raise IndexError(f"a pair of documents that are not there: {pairs[at]:#x}")
    bodies.check()
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


def in_stories(documents: array[int], stories: memoryview[int], wanted: array[int]) -> array[int]:
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


def _check(
    table: memoryview[int], bins: int, numbers: array[int], stories: memoryview[int]
) -> None:
    if len(table) % bins or len(stories) < len(numbers):
        raise CorruptIndex("stories do not cover all articles: run newsearch check")
