"""Random posting lists and trees of cursors, with what they must hold told by plain sets."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import chain
from random import Random
from typing import Any

from hypothesis import strategies as st

from newsearch.kernel.limits import END, FIELD_ALL

from .kernels import Kernels

GAP = 100
WEIGHTS = array("d", [3.0, 1.5, 1.0, 2.0])
K1, B = 1.2, 0.75
TITLE, SUMMARY, BODY, TAGS = range(4)


# -- a model of postings


@dataclass
class Document:
    """How many words each run has: title, summary, body, then each tag; empty runs are none."""

    runs: list[tuple[int, int]]  # (field, words)

    def starts(self) -> list[tuple[int, int, int]]:
        """(field, first position, words) of each run."""
        found = []
        at = 0
        for number, words in self.runs:
            found.append((number, at, words))
            at += words + GAP
        return found

    def lengths(self) -> list[int]:
        return [sum(words for number, words in self.runs if number == f) for f in range(4)]


@dataclass
class Collection:
    """Documents, and for each term its positions by field, by document."""

    documents: list[Document]
    terms: list[dict[int, list[list[int]]]] = field(default_factory=list)

    @cached_property
    def lengths(self) -> array[float]:
        return array(
            "f",
            [sum(w * n for w, n in zip(WEIGHTS, d.lengths(), strict=True)) for d in self.documents],
        )

    @cached_property
    def average(self) -> float:
        return sum(self.lengths) / len(self.documents) if self.documents else 0.0


def collection(seed: int, size: int, terms: int, density: float, longest: int) -> Collection:
    """Random documents and terms; a seed instead of drawn values: posting lists are long."""
    random = Random(seed)
    documents = []
    for _ in range(size):
        runs = [(f, random.randint(0, longest)) for f in (TITLE, SUMMARY, BODY)]
        runs += [(TAGS, random.randint(1, 3)) for _ in range(random.randint(0, 3))]
        documents.append(Document([(f, words) for f, words in runs if words]))
    made = Collection(documents)
    for _ in range(terms):
        share = random.choice((0.05, 0.5, 1.0))
        postings: dict[int, list[list[int]]] = {}
        for number, document in enumerate(documents):
            if random.random() >= density:
                continue
            places: list[list[int]] = [[], [], [], []]
            for f, start, words in document.starts():
                places[f] += [start + i for i in range(words) if random.random() < share]
            if any(places):
                postings[number] = places
        made.terms.append(postings)
    return made


collections = st.builds(
    collection,
    st.integers(0, 2**32),
    st.sampled_from([1, 2, 40, 127, 128, 129, 300, 700]),
    st.integers(1, 4),
    st.sampled_from([0.02, 0.3, 0.9, 1.0]),
    st.sampled_from([1, 3, 12, 40]),
)


def writer_of(kernels: Kernels, model: Collection) -> Any:
    return kernels.PostingWriter(model.lengths, model.average, WEIGHTS, K1, B)


def add_postings(writer: Any, postings: dict[int, list[list[int]]]) -> None:
    writer.begin()
    for document, places in sorted(postings.items()):
        writer.add(document, len(places[TITLE]), len(places[SUMMARY]), len(places[TAGS]))
        for position in sorted(chain(*places)):
            writer.add_position(position)
    writer.end()


class Packed:
    """The posting lists of a collection, packed, and cursors over them."""

    def __init__(self, kernels: Kernels, model: Collection) -> None:
        self.kernels = kernels
        self.model = model
        writer = writer_of(kernels, model)
        self.starts = []
        self.facts = []
        for postings in model.terms:
            self.starts.append(writer.used)
            add_postings(writer, postings)
            self.facts.append(
                (
                    writer.document_frequency,
                    writer.collection_frequency,
                    writer.bound,
                    writer.fields,
                )
            )
        self.data = bytes(writer.take())
        words = array("I", self.data + bytes(8))
        self.source = kernels.Source(
            words,
            model.lengths,
            array("I", [n for d in model.documents for n in d.lengths()]),
            len(model.documents),
            model.average,
            WEIGHTS,
            K1,
            B,
            GAP,
        )

    def cursor(self, term: int, weight: float = 1.5, field: int = FIELD_ALL) -> Any:
        return self.kernels.TermCursor(
            self.source, self.starts[term], self.facts[term][0], weight, field
        )


def walk(cursor: Any, random: Random, expected: list[int]) -> list[int]:
    """Steps and jumps at random through a cursor; every answer is checked against a list."""
    last = expected[-1] if expected else 0
    assert cursor.document == -1
    assert cursor.cost() >= len(expected)
    seen = []
    at = -1
    while at < len(expected):
        if random.random() < 0.6:
            at += 1
            found = cursor.next_document()
        else:
            current = -1 if at < 0 else expected[at]
            target = max(0, current + random.choice((-3, 0, 1, 2, 7, 130, 400)))
            if target > current:
                at = bisect_left(expected, target)
            found = cursor.advance(target)
        assert found == cursor.document == (expected[at] if at < len(expected) else END)
        if found != END:
            seen.append(found)
    assert cursor.next_document() == cursor.advance(last + 1) == END
    return seen


# -- cursors that combine cursors, against sets


Scores = dict[int, float]
Built = tuple[Any, Scores]
SIZE = 200


class Trees:
    """Builds random cursors, and with each what it must match, with which scores."""

    def __init__(self, packed: Packed, random: Random) -> None:
        self.packed = packed
        self.random = random
        self.kernels = packed.kernels

    def tree(self, depth: int) -> Built:
        kinds = [self.term, self.range, self.list, self.bitmap, self.group, self.phrase]
        if depth:
            kinds = [self.both, self.both, self.either, self.best, self.but_not, self.maybe,
                     self.filter, self.scaled, self.decayed]  # fmt: skip
        return self.random.choice(kinds)(*((depth - 1,) if depth else ()))

    def children(self, depth: int) -> list[Built]:
        return [self.tree(self.random.randint(0, depth)) for _ in range(self.random.randint(1, 3))]

    def some(self) -> list[int]:
        share = self.random.choice((0.0, 0.03, 0.5, 1.0))
        return [d for d in range(SIZE) if self.random.random() < share]

    # Leaves

    def term(self) -> Built:
        term = self.random.randrange(len(self.packed.model.terms))
        field = self.random.choice((FIELD_ALL, FIELD_ALL, TITLE, BODY))
        cursor = self.packed.cursor(term, field=field)
        scores = {}
        while (document := cursor.next_document()) != END:
            scores[document] = cursor.score()
        return self.packed.cursor(term, field=field), scores

    def range(self) -> Built:
        first, stop = self.random.randint(0, SIZE), self.random.randint(0, SIZE)
        return self.kernels.RangeCursor(first, stop, 0.5), dict.fromkeys(range(first, stop), 0.5)

    def list(self) -> Built:
        found = self.some()
        if self.random.random() < 0.5:
            return self.kernels.ListCursor(array("I", found), None, 2.0), dict.fromkeys(found, 2.0)
        scores = {document: self.random.random() for document in found}
        return self.kernels.ListCursor(array("I", found), array("d", scores.values())), scores

    def bitmap(self) -> Built:
        found = self.some()
        bitmap = array("Q", bytes(8 * ((SIZE + 63) >> 6)))
        leaf = self.kernels.ListCursor(array("I", found))
        assert self.kernels.add_to_bitmap(leaf, bitmap) == len(found)
        cursor = self.kernels.BitmapCursor(bitmap, len(found), 0.25)
        return cursor, dict.fromkeys(found, 0.25)

    def group(self) -> Built:
        terms = self.random.sample(range(len(self.packed.model.terms)), 2)
        members = [self.packed.cursor(term) for term in terms]
        cursor = self.kernels.GroupCursor(self.packed.source, members, 1.5)
        model = self.packed.model
        scores = {}
        for document in set(model.terms[terms[0]]) | set(model.terms[terms[1]]):
            frequency = 0.0
            for term in terms:
                places = model.terms[term].get(document, [[], [], [], []])
                frequency += sum(w * len(p) for w, p in zip(WEIGHTS, places, strict=True))
            factor = K1 * (1.0 - B) + (K1 * B / model.average) * model.lengths[document]
            scores[document] = round(1.5 * (frequency / (frequency + factor)) * 2**40) / 2**40
        return cursor, scores

    def phrase(self) -> Built:
        terms = self.random.choices(
            range(len(self.packed.model.terms)), k=self.random.randint(1, 4)
        )
        slop = self.random.choice((1, 1, 2, 5))
        distinct = list(dict.fromkeys(terms))
        cursor = self.kernels.PhraseCursor(
            [self.packed.cursor(term) for term in distinct],
            array("I", [distinct.index(term) for term in terms]), slop, 2.0,
        )  # fmt: skip
        postings = [self.packed.model.terms[term] for term in terms]
        scores = {}
        for document in set.intersection(*map(set, postings)):
            ends = {p for places in postings[0][document] for p in places}
            for one in postings[1:]:
                places = [p for field in one[document] for p in field]
                ends = {p for p in places if any(1 <= p - end <= slop for end in ends)}
            if ends:
                total = 0.0
                for term in distinct:
                    part = self.packed.cursor(term)
                    part.advance(document)
                    total += part.score()
                scores[document] = total * 2.0
        return cursor, scores

    # Combinations: scores are added in the order of the parts, so they are equal to the last bit

    def both(self, depth: int) -> Built:
        children = self.children(depth)
        shared = set.intersection(*(set(scores) for _, scores in children))
        return self.kernels.AndCursor([cursor for cursor, _ in children]), {
            document: total(scores[document] for _, scores in children) for document in shared
        }

    def either(self, depth: int) -> Built:
        children = self.children(depth)
        return self.kernels.OrCursor([cursor for cursor, _ in children]), {
            document: total(scores[document] for _, scores in children if document in scores)
            for document in set().union(*(scores for _, scores in children))
        }

    def best(self, depth: int) -> Built:
        children = self.children(depth)
        found = {}
        for document in set().union(*(scores for _, scores in children)):
            each = [scores[document] for _, scores in children if document in scores]
            found[document] = max(each) + (total(each) - max(each)) * 0.3
        return self.kernels.BestCursor([cursor for cursor, _ in children], 0.3), found

    def but_not(self, depth: int) -> Built:
        (positive, scores), (negative, excluded) = self.tree(depth), self.tree(depth)
        return self.kernels.AndNotCursor(positive, negative), {
            document: score for document, score in scores.items() if document not in excluded
        }

    def maybe(self, depth: int) -> Built:
        (required, scores), (optional, more) = self.tree(depth), self.tree(depth)
        return self.kernels.AndMaybeCursor(required, optional), {
            document: score + more[document] if document in more else score
            for document, score in scores.items()
        }

    def filter(self, depth: int) -> Built:
        (scored, scores), (required, holding) = self.tree(depth), self.tree(depth)
        return self.kernels.FilterCursor(scored, required), {
            document: score for document, score in scores.items() if document in holding
        }

    def scaled(self, depth: int) -> Built:
        cursor, scores = self.tree(depth)
        return self.kernels.ScaledCursor(cursor, 0.7, 0.1), {
            document: 0.1 + 0.7 * score for document, score in scores.items()
        }

    def decayed(self, depth: int) -> Built:
        cursor, scores = self.tree(depth)
        dates = array("q", [10**15 - 10**12 * d for d in range(SIZE - 1)] + [-(2**63)])
        now, half_life = 10**15 - 5 * 10**12, 3e12
        return self.kernels.DecayCursor(cursor, dates, now, half_life), {
            document: decayed(score, dates[document], now, half_life)
            for document, score in scores.items()
        }


def total(parts: Any) -> float:
    result = 0.0
    for part in parts:  # one after another: sum() of floats may round otherwise
        result += part
    return result


def decayed(score: float, date: int, now: int, half_life: float) -> float:
    if date >= now:
        return score
    halvings = (float(now) - date) / half_life
    return 0.0 if halvings > 1000.0 else score * 0.5**halvings


@cache
def packed_for_trees(kernels: Kernels, seed: int) -> Packed:
    return Packed(kernels, collection(seed, SIZE, 4, 0.6, 6))
