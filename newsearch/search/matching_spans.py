"""Which characters of an article satisfy a query.

A part of the query marks text only if it holds for the article and made it match: in
``(a AND b) OR c`` an article with ``a`` and ``c`` alone has ``c`` marked; what stands under NOT is
never marked.  A phrase marks its occurrences from the first word to the last; a near phrase
(slop above 1) the words of its occurrences; a prefix, wildcard, fuzzy or folded word the words as
they stand in the article.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeGuard

from newsearch.kernel.marking import merged_spans
from newsearch.query import plan
from newsearch.search.article_filters import accepts_term, filter_holds, keyword_holds
from newsearch.search.article_words import (
    ArticleText,
    Marker,
    TermAnalyzer,
    Words,
    vocabulary_of,
)
from newsearch.search.phrase_words import exact_phrases, near_words
from newsearch.search.plan_words import leaves, only_words, words_of_fallback
from newsearch.search.text_marks import WORD_LIMIT, Marks, TextMarker, characters
from newsearch.segment.records import StoredText

if TYPE_CHECKING:
    from newsearch.article import Article

__all__ = ["Mark", "Marks", "SpanFinder", "matching_spans"]

Span = tuple[int, int]

_FIELDS = ("title", "summary", "body")
_RUN_DISTANCE = 1 << 40  # between two runs of text: farther than any slop


class Mark(NamedTuple):
    """One occurrence of one part of the query.

    Attributes:
        start, end: Offsets in characters into the field's text.
        part: Number of the part: equal for occurrences of the same word or phrase.
        weight: How many words of the query the part has.
    """

    start: int
    end: int
    part: int
    weight: int


def matching_spans(
    article: Article,
    node: plan.Node,
    analyzer: TermAnalyzer,
    *,
    language: str | None = None,
) -> dict[str, list[Span]]:
    """Finds the characters of an article that satisfy a query.

    Args:
        article: An article.
        node: The query.
        analyzer: What analyses the articles of the index.
        language: In which language the index analysed it; the article's own where ``None``.

    Returns:
        For ``title``, ``summary`` and ``body``, each only where something is marked, ascending
        ``(start, end)`` in characters that neither overlap nor touch.  Nothing for an article
        that does not match.

    Example::

        matching_spans(article, parsed_plan, analyzer)["body"]  # [(17, 23), (40, 46)]
    """
    marks = SpanFinder(node, analyzer).find(article, language=language)
    return {
        field: merged_spans(
            array("I", [m.start for m in found]), array("I", [m.end for m in found])
        )
        for field, found in marks.items()
    }


class SpanFinder:
    """Marks what one query matched, in one article after another.

    Safe to share between threads.

    Args:
        node: The query.
        analyzer: What analyses the articles of the index.
    """

    def __init__(self, node: plan.Node, analyzer: TermAnalyzer) -> None:
        self.node = node
        self._vocabulary = vocabulary_of(analyzer)
        self._slots: dict[int, list[int]] = {}  # id of a node of the plan → its words' slots
        self._word_slots: dict[int, list[int]] = {}  # a term's number → slots of words, phrases
        self._slots_of_term: dict[int, list[int]] = {}  # the same with those of expansions
        self._tests: list[tuple[int, plan.Expand]] = []
        self._slot_count = 0
        self.fallbacks: dict[int, list[plan.Node]] = {}  # what to mark of those, by their id
        terms: set[bytes] = set()
        for leaf in leaves(node):
            self._prepare(leaf, terms)
        if not self._tests:
            self._slots_of_term = self._word_slots
        self._marker = Marker(self._vocabulary, terms, self._passing if self._tests else None)
        self._whole: TextMarker | None = None
        if not self._tests and only_words(node):
            words = [(leaf, self._slots[id(leaf)]) for leaf in leaves(node) if _is_words(leaf)]
            self._whole = TextMarker(words, self._word_slots, self._marker, self._vocabulary)

    def _prepare(self, leaf: plan.Node, terms: set[bytes]) -> None:
        """Gives each word of a leaf a slot, which collects the places where it stands."""
        if id(leaf) in self._slots or id(leaf) in self.fallbacks:
            return
        match leaf:
            case plan.Word():
                self._slots[id(leaf)] = [self._slot(leaf.terms, terms)]
            case plan.Phrase():
                self._slots[id(leaf)] = [self._slot(group, terms) for group in leaf.words]
            case plan.Expand(field=field) if field in plan.TEXT_FIELDS:
                self._slots[id(leaf)] = [slot] = [self._slot((), terms)]
                self._tests.append((slot, leaf))
            case plan.Fallback(query=query):
                self.fallbacks[id(leaf)] = words = words_of_fallback(query)
                for word in words:
                    self._prepare(word, terms)

    def _slot(self, group: Iterable[bytes], terms: set[bytes]) -> int:
        """A new slot for the words that have any of a group of terms."""
        slot = self._slot_count
        self._slot_count += 1
        for term in set(group):
            self._word_slots.setdefault(self._vocabulary.number(term), []).append(slot)
        terms.update(group)
        return slot

    def _passing(self, numbers: list[int]) -> Iterable[int]:
        """Which terms, met for the first time, are any word's; used where a test is needed."""
        slots = {n: list(self._word_slots[n]) for n in numbers if n in self._word_slots}
        terms = self._vocabulary.terms
        for slot, leaf in self._tests:
            prefix = leaf.prefix
            for number in [n for n in numbers if terms[n].startswith(prefix)]:
                if accepts_term(leaf, terms[number]):
                    slots.setdefault(number, []).append(slot)
        self._slots_of_term.update(slots)
        return slots

    def first_marks(
        self, article: Article | StoredText, language: str | None = None
    ) -> tuple[str, Marks] | None:
        """The marks of the first of body, summary and title that has any; None where none has.

        Args:
            article: An article that matches; of a stored one its text is enough where
                `needs_article` is false.
            language: As for `matching_spans`.
        """
        if self._whole is None:
            assert not isinstance(article, StoredText)
            return self._first_found(self.find(article, language=language, matches=True))
        language = language or article.language
        for field in ("body", "summary", "title"):
            text = getattr(article, field)
            if text:
                if field == "body" and isinstance(article, StoredText):
                    data = article.data
                else:
                    data = text.encode(errors="replace")
                marks = self._whole.marks(text, data, language)
                if marks is not None:
                    return field, marks
        return None

    @property
    def needs_article(self) -> bool:
        """Whether more than the text of an article has to be known."""
        return self._whole is None

    def _first_found(self, found: dict[str, list[Mark]]) -> tuple[str, Marks] | None:
        for field in ("body", "summary", "title"):
            if field in found:
                starts, ends, parts, words = zip(*found[field], strict=True)
                weights = array("d", bytes(8 * self._slot_count))
                for part, weight in zip(parts, words, strict=True):
                    weights[part] = weight
                columns = array("I", starts), array("I", ends), array("I", parts)
                return field, Marks(*columns, weights)
        return None

    def find(
        self, article: Article, *, language: str | None = None, matches: bool = False
    ) -> dict[str, list[Mark]]:
        """The occurrences of the query's parts in each field that has any, ascending by start.

        Args:
            article: An article.
            language: As for `matching_spans`.
            matches: The article is known to match, so that filters need not be asked again; and
                of an article with very many matching words the first `WORD_LIMIT` will do.
        """
        text = ArticleText(article)
        limit = WORD_LIMIT if matches else None
        words = self._vocabulary.read(text.data, language or article.language, self._marker, limit)
        if not words.places:
            return {}
        occurrences = _Occurrences(self, article, text, words)
        return occurrences.by_field(occurrences.marks(self.node, matches) or ())

    def slots(self, leaf: object) -> list[int]:
        """The slots of the words of a leaf of the plan."""
        return self._slots[id(leaf)]

    def places(self, terms: Sequence[int]) -> list[list[int]]:
        """For each slot, which of some words (given by their terms' numbers) are in it."""
        places: list[list[int]] = [[] for _ in range(self._slot_count)]
        slots_of_term = self._slots_of_term
        for i, term in enumerate(terms):
            for slot in slots_of_term[term]:
                places[slot].append(i)
        return places


#: First and last word (as entries of `Words`), number of the part, its weight.
_Found = tuple[int, int, int, int]


class _Occurrences:
    """Evaluates a plan over one article; every number of a word is its entry in `Words`."""

    def __init__(
        self, finder: SpanFinder, article: Article, text: ArticleText, words: Words
    ) -> None:
        self.finder = finder
        self.article = article
        self.text = text
        self.words = words
        self.bounds = text.places(words.starts)
        self.slots = finder.places(words.terms)
        self._positions: list[int] | None = None

    def marks(self, node: plan.Node, known: bool = False) -> list[_Found] | None:
        """What a node marks; ``None`` when it does not hold for the article.

        Where it is known to hold, what cannot be told from the text is not asked again.
        """
        match node:
            case plan.Word() | plan.Phrase():
                return self._word_or_phrase(node)
            case plan.Expand(field=field) if field in plan.TEXT_FIELDS:
                return self._words(node, field)
            case plan.And(children=children):
                return self._all(children, known)
            case plan.Or(children=children) | plan.Best(children=children):
                return self._any(children)
            case plan.Filter(scored=first, required=second):
                return self._all((first, second), known)
            case plan.AndMaybe(required=first, optional=second):
                required = self.marks(first, known)
                return None if required is None else required + (self.marks(second) or [])
            case plan.AndNot(positive=first, negative=second):
                holds = known or self.marks(second) is None
                return self.marks(first, known) if holds else None
            case plan.Constant(child=child) | plan.Boost(child=child):
                return self.marks(child, known)
            case plan.Fallback():  # only its matcher could tell whether it holds
                return self._any(self.finder.fallbacks[id(node)]) or []
        if known:
            return []
        match node:
            case plan.Not(child=child):
                return _when(self.marks(child) is None)
            case plan.Expand():
                return _when(keyword_holds(node, self.article))
            case _:
                return _when(filter_holds(node, self.article))

    def _all(self, children: Sequence[plan.Node], known: bool) -> list[_Found] | None:
        found: list[_Found] = []
        for child in children:
            marks = self.marks(child, known)
            if marks is not None:
                found += marks
            elif not known:
                return None
        return found

    def _any(self, children: Sequence[plan.Node]) -> list[_Found] | None:
        holding = [marks for child in children if (marks := self.marks(child)) is not None]
        if not holding:
            return None
        return [mark for marks in holding for mark in marks]

    def _word_or_phrase(self, node: plan.Word | plan.Phrase) -> list[_Found] | None:
        if isinstance(node, plan.Word) or len(node.words) == 1:
            return self._words(node, node.field)
        rows = [self._in_field(slot, node.field) for slot in self.finder.slots(node)]
        if not all(rows):
            return None
        part, weight = self.finder.slots(node)[0], len(rows)
        positions = self._all_positions()
        if node.slop == 1:
            return [(a, b, part, weight) for a, b in exact_phrases(rows, positions)] or None
        return [(i, i, part, weight) for i in near_words(rows, positions, node.slop)] or None

    def _words(
        self, leaf: plan.Word | plan.Phrase | plan.Expand, field: str
    ) -> list[_Found] | None:
        slots = self.finder.slots(leaf)
        if not slots:
            return None
        slot = slots[0]
        return [(i, i, slot, 1) for i in self._in_field(slot, field)] or None

    def _in_field(self, slot: int, field: str) -> list[int]:
        places = self.slots[slot]
        if field == "text":
            return places
        run = _FIELDS.index(field)
        first, last = self.bounds[run], self.bounds[run + 1]
        return places[bisect_left(places, first) : bisect_left(places, last)]

    def _all_positions(self) -> list[int]:
        """The position of each word; no phrase reaches from one run to the next."""
        if self._positions is None:
            self._positions = list(self.words.places)
            for run in range(1, len(self.bounds) - 1):
                for i in range(self.bounds[run], self.bounds[run + 1]):
                    self._positions[i] += run * _RUN_DISTANCE
        return self._positions

    def by_field(self, found: Iterable[_Found]) -> dict[str, list[Mark]]:
        """Marks in characters, field by field."""
        fields: dict[str, list[Mark]] = {}
        ordered = sorted(set(found))
        for run, field in enumerate(_FIELDS):
            first, last = self.bounds[run], self.bounds[run + 1]
            inside = [mark for mark in ordered if first <= mark[0] < last]
            if inside:
                fields[field] = self._in_characters(inside, run, field)
        return fields

    def _in_characters(self, found: list[_Found], run: int, field: str) -> list[Mark]:
        starts, ends = self.words.starts, self.words.ends
        base = self.text.starts[run]
        size = self.text.starts[run + 1] - 1 if run + 1 < len(self.text.starts) else None
        data = self.text.data[base:size]
        if data.isascii():
            return [
                Mark(starts[a] - base, ends[b] - base, part, weight) for a, b, part, weight in found
            ]
        offsets = {starts[mark[0]] - base for mark in found}
        offsets.update(ends[mark[1]] - base for mark in found)
        at = characters(data, sorted(offsets))
        return [
            Mark(at[starts[a] - base], at[ends[b] - base], part, weight)
            for a, b, part, weight in found
        ]


def _is_words(node: plan.Node) -> TypeGuard[plan.Word | plan.Phrase]:
    return isinstance(node, plan.Word | plan.Phrase)


def _when(holds: bool) -> list[_Found] | None:
    return [] if holds else None
