# cython: boundscheck=False
# Every function checks that its ranges lie within its buffers; blocks come from disk, and each is
# compared with the number of blocks before use.
"""Where stored records lie once segments are merged: loops over documents and their blocks.

Places are two numbers a document ('I'): its block, and where its record starts in it. Numbers are
the new number of each document ('I'), `DELETED` where it is dropped.

Cost, compiled: about 2 ns a document.
"""

from __future__ import annotations

from array import array

from newsearch.errors import CorruptIndex
from newsearch.kernel.limits import DELETED

__all__ = ["documents_in", "mark_blocks", "move_places"]


def mark_blocks(
    places: memoryview, numbers: array[int], first: int, stop: int, marks: bytearray
) -> None:
    """Sets ``marks[block]`` to 1 for the blocks of dropped documents from ``first`` to ``stop``.

    Raises:
        CorruptIndex: A place is in no block.

    Example:
        >>> marks = bytearray(2)
        >>> mark_blocks(memoryview(array("I", [0, 0, 1, 0])), array("I", [0, DELETED]), 0, 2, marks)
        >>> list(marks)
        [0, 1]
    """
    _check(len(places), len(numbers), first, stop)
    count = len(marks)
    for document in range(first, stop):
        block = places[2 * document]
        if block >= count:
            raise CorruptIndex("a stored article is in no block: run newsearch check")
        if numbers[document] == DELETED:
            marks[block] = 1


def documents_in(
    places: memoryview, numbers: array[int], first: int, stop: int, marks: bytearray
) -> array[int]:
    """The kept documents from ``first`` to ``stop`` that lie in marked blocks ('I').

    Raises:
        CorruptIndex: A place is in no block.
    """
    _check(len(places), len(numbers), first, stop)
    count = len(marks)
    found = array("I")
    for document in range(first, stop):
        block = places[2 * document]
        if block >= count:
            raise CorruptIndex("a stored article is in no block: run newsearch check")
        if marks[block] and numbers[document] != DELETED:
            found.append(document)
    return found


def move_places(
    places: memoryview,
    numbers: array[int],
    first: int,
    stop: int,
    blocks: array[int],
    moved: array[int],
) -> None:
    """Gives kept documents from ``first`` to ``stop`` their places under their new numbers.

    Args:
        places, numbers: See above.
        first, stop: The documents to look at.
        blocks: The new number of each block ('I'), `DELETED` where it is not copied.
        moved: Receives the new places ('I').

    Raises:
        CorruptIndex: A place is in no block, or a new number beyond ``moved``.
    """
    _check(len(places), len(numbers), first, stop)
    count = len(blocks)
    room = len(moved) >> 1
    for document in range(first, stop):
        number = numbers[document]
        block = places[2 * document]
        if block >= count or (number != DELETED and number >= room):
            raise CorruptIndex("a stored article is in no block: run newsearch check")
        if number != DELETED and blocks[block] != DELETED:
            moved[2 * number] = blocks[block]
            moved[2 * number + 1] = places[2 * document + 1]


def _check(places: int, numbers: int, first: int, stop: int) -> None:
    if not 0 <= first <= stop <= numbers or places < 2 * stop:
        raise CorruptIndex("stored articles do not cover all documents: run newsearch check")
