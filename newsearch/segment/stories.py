"""Which articles tell the same story: found when a segment is written, kept in it.

Wire copy is printed by many: cut, under another title, with paragraphs put in. Bodies that may
be copies of one another are found by their sketches (`newsearch.kernel.shingles`), which are looked
up in those of the same segment and of all older ones (`newsearch.kernel.story_entries`); then
their words are compared. One of a story stands for it, the first, or the newest of the segment that
has it first: its sketch alone is kept, and later articles are compared with it alone, so a story
does not drift from one telling to the next.

A story is a number: the sum of the hash values of that article's shingles. So articles with
the same body are of one story wherever they are, and a replaced or deleted article leaves the
stories of the others as they are.

What it costs: 2.5 microseconds an article of 3 KB, and 50 for each that is compared with a stored
one; 8 bytes an article and 96 for each story.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from newsearch.kernel.limits import DELETED
from newsearch.kernel.shingles import Bodies, Comparison, body_runs, sketch_all
from newsearch.kernel.story_entries import by_agreement, candidates, entries_left, entries_of
from newsearch.kernel.story_groups import gather
from newsearch.segment.records import fields_of
from newsearch.segment.terms import Terms

if TYPE_CHECKING:
    from newsearch.kernel.invert import Documents
    from newsearch.segment.container import ContainerWriter
    from newsearch.segment.reader import Segment

#: Words of a shingle that goes into a sketch: runs of eight are seldom found in two articles that
#: are not copied from one text.
SHINGLE = 8
#: Values of a sketch, and how many of them must agree before two texts are compared. A copy that
#: shares 30 % of the shingles of both is found with a chance of .91, of 40 % with .98. Of 52,660
#: Reuters stories one in eight is compared with another; if one value would do, each.
BINS = 12
LEAST_BINS = 2
#: Bodies of fewer shingles tell no story.
LEAST_SHINGLES = 16
#: Articles with the same value that are looked at, per segment.
MOST_ALIKE = 8
#: Words of the shingles by which texts are compared; what share of the shorter one's the longer one
#: must have; how many that must be, as a share of the longer one's (a brief that stands in a
#: roundup of the day is another story); and how many for each place where a few words differ (so
#: is the week's report with other figures). Tuned on the tuning half of
#: `benchmarks/run.py duplicates`.
COMPARED = 6
OF_SHORTER = 0.5
OF_LONGER = 0.25
PER_PATCH = 40
#: Comparisons that come to nothing, for each new article, until no more are made: of stored
#: articles, which must be read, and of those in memory, where pairs whose sketches agree in
#: `SURE_BINS` are still compared. They bound what is spent on texts put together of the same
#: sentences; of 52,660 Reuters stories one in fifteen fails in memory. A few are free.
FAILURES_STORED = 0.05
FAILURES_IN_MEMORY = 0.5
FREE_FAILURES = 32
SURE_BINS = 6
#: What a document is to a story, as `gather` takes it.
JOINED, BEGINS, STANDS_FOR = 0, 1, 2
#: Stored articles that are read at once, and memory for their words.
READ_AT_ONCE = 64
WORDS_BUDGET = 16 << 20


class Older(NamedTuple):
    """The segments whose stories new articles may join.

    Attributes:
        segments: The segments, those of earlier commits first.
        is_deleted: Tells whether a document of one is deleted.
    """

    segments: Sequence[Segment]
    is_deleted: Callable[[Segment, int], bool]


NONE_OLDER = Older((), lambda segment, document: False)


class Stories(NamedTuple):
    """The stories of a segment's documents.

    Attributes:
        numbers: The story of each ('Q').
        entries: The sketches of those that stand for one, as `entries_of` makes them.
    """

    numbers: array[int]
    entries: memoryview

    def write(self, out: ContainerWriter) -> None:
        """Writes the sections."""
        out.section("stories", self.numbers)
        out.section("story.entries", self.entries)


class _Words:
    """Makes texts of articles' words, with the terms at hand.

    Args:
        terms: What knows them; the words of stored articles stand behind those held until `forget`.
    """

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._held = terms.forms.token_count

    def bodies(self, firsts: array[int], stops: array[int]) -> Bodies:
        """Bodies whose words are held."""
        terms = self._terms
        return Bodies(terms.forms.tokens, terms.vocabulary.hashes(), firsts, stops)

    def stored(self, segment: Segment, documents: Sequence[int]) -> Bodies:
        """The bodies of stored articles."""
        terms = self._terms
        first = terms.forms.token_count
        fields = [fields_of(segment.record(document)) for document in documents]
        segment.container.release()  # they lie all over the file
        stops = terms.forms.append_all([each["body"].encode() for each in fields])
        firsts = array("I", [first, *stops][:-1])
        for each, start, stop in zip(fields, firsts, stops, strict=True):
            terms.map(start, stop, each.get("language"))
        return self.bodies(firsts, stops)

    def forget(self) -> None:
        """Drops the words of stored articles."""
        self._terms.forms.truncate(self._held)


#: Gives the bodies of some documents, and the place of each among them.
BodiesOf: TypeAlias = Callable[[Sequence[int]], "tuple[Bodies, Sequence[int]]"]


def find_stories(documents: Documents, terms: Terms, older: Older = NONE_OLDER) -> Stories:
    """Finds the stories of new articles.

    Args:
        documents: The documents and their runs.
        terms: The words of all, as terms, document after document as they came.
        older: What else the index holds.
    """
    firsts, stops = body_runs(
        documents.starts,
        documents.order,
        documents.run_starts,
        documents.run_ends,
        documents.run_fields,
    )
    words = _Words(terms)
    bodies = words.bodies(firsts, stops)
    sketches = array("I", bytes(4 * BINS * bodies.count))
    stories = array("Q", bytes(8 * bodies.count))
    sketch_all(bodies, SHINGLE, LEAST_SHINGLES, sketches, stories)
    table = entries_of(sketches, stories, BINS)
    leads = bytearray([BEGINS]) * bodies.count
    told = _told_before(table, lambda asked: (bodies, asked), words, older)
    for document, (story, lives) in told.items():
        stories[document] = story
        leads[document] = JOINED if lives else STANDS_FOR
    pairs, agreements = candidates(table, table, BINS, LEAST_BINS, MOST_ALIKE, True)
    failures = int(bodies.count * FAILURES_IN_MEMORY) + FREE_FAILURES
    gather(bodies, _comparison(), pairs, agreements, SURE_BINS, failures, stories, leads)
    return Stories(stories, entries_left(table, leads))


class StoryLinks:
    """Which stories of segments that were written without knowledge of some older ones are theirs.

    Where an article that began a story tells one of the older segments', all of its story do.

    Args:
        older: The older segments.
    """

    def __init__(self, older: Older) -> None:
        self._older = older
        self._words = _Words(Terms(WORDS_BUDGET))
        self._same: dict[int, int] = {}

    def look_up(self, segment: Segment) -> None:
        """Finds the stories that a segment's articles began among those of the older segments."""
        words = self._words

        def stored(documents: Sequence[int]) -> tuple[Bodies, range]:
            return words.stored(segment, documents), range(len(documents))

        told = _told_before(segment.story_entries, stored, words, self._older)
        self._same |= {segment.stories[document]: story for document, (story, _) in told.items()}

    def linked(self, segment: Segment) -> array[int]:
        """The stories of a segment's articles ('Q'), once all segments were looked up."""
        stories = segment.stories.tolist()
        return array("Q", map(self._same.get, stories, stories))


def _told_before(
    table: memoryview[int], bodies_of: BodiesOf, words: _Words, older: Older
) -> dict[int, tuple[int, bool]]:
    """The documents of a table that tell a story of the older segments.

    Returns:
        For each the story, and whether a live document stands for it.
    """
    found = [
        by_agreement(
            *candidates(table, segment.story_entries, BINS, LEAST_BINS, MOST_ALIKE, False), BINS
        )
        for segment in older.segments
    ]
    failures = int(len(table) // BINS * FAILURES_STORED) + FREE_FAILURES
    told: dict[int, tuple[int, bool]] = {}
    # Those most alike first, so that it is the others that are given up where too many fail.
    for bins in range(BINS, LEAST_BINS - 1, -1):
        for segment, (pairs, stops) in zip(older.segments, found, strict=True):
            for first in range(stops[bins + 1], stops[bins], READ_AT_ONCE):
                if failures <= 0:
                    return told
                some = pairs[first : min(first + READ_AT_ONCE, stops[bins])]
                failures -= _compare(some, bodies_of, words, segment, older, told)
    return told


def _compare(
    pairs: Sequence[int],
    bodies_of: BodiesOf,
    words: _Words,
    segment: Segment,
    older: Older,
    told: dict[int, tuple[int, bool]],
) -> int:
    """Enters the documents that tell the story of a stored one; returns how many did not."""
    wanted = [
        (pair >> 32, pair & DELETED, segment.story(pair & DELETED))
        for pair in pairs
        if not told.get(pair >> 32, (0, False))[1]  # by a live document
    ]
    bodies, places = bodies_of([document for document, _, _ in wanted])
    stored = words.stored(segment, [other for _, other, _ in wanted])
    comparison = _comparison()
    failures = 0
    for at, (document, other, story) in enumerate(wanted):
        if comparison.compare(bodies, places[at], stored, at):
            lives = not older.is_deleted(segment, other)
            if document not in told or (lives and told[document][0] == story):
                told[document] = story, lives
        else:
            failures += 1
    words.forget()
    return failures


def _comparison() -> Comparison:
    return Comparison(COMPARED, OF_SHORTER, OF_LONGER, PER_PATCH)
