"""Our query classes among Whoosh's: equality, printing, terms, and matchers of Whoosh."""

from __future__ import annotations

import copy
import re
from typing import Any

import pytest
from whoosh import highlight, query
from whoosh.filedb.filestore import RamStorage
from whoosh.matching import ListMatcher

from newsearch.query import tree
from newsearch.query.diagnostics import Diagnostic
from newsearch.query.parse import Context, parse
from newsearch.schema import ALL_FIELDS, FIELD_WEIGHTS, whoosh_schema

CONTEXT = Context(("en", None))
TITLES = [
    "Elections in the old harbour",
    "The harbour elects a COVID-19 board",
    "Old election, new harbour board",
    "Ferries of the harbor",
    "A sanction and its sanctions",
]


@pytest.fixture(scope="module")
def index() -> Any:
    """An index of Whoosh's own, its texts analysed by our analyzers."""
    schema = whoosh_schema(CONTEXT.languages)
    for name in ("tags", "authors"):
        schema[name].column_type = None  # Whoosh's writer cannot fill a column of lists
    made = RamStorage().create_index(schema)
    writer = made.writer()
    for number, title in enumerate(TITLES):
        writer.add_document(title=title, id=f"Id{number}", tags=title.partition(" ")[0])
    writer.commit()
    return made


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("title:elections", {0, 1, 2}),
        ("title:ELECTED", {0, 1, 2}),
        ('title:"old harbour"', {0}),
        ('title:"harbour board"~4', {2}),
        ('title:"harbour board"~5', {1, 2}),
        ("title:COVID-19", {1}),
        ("title:COVID-20", set()),
        ("title:sanctions*", {4}),
        ("title:h*r", {0, 1, 2, 3}),
        ("title:harbor~1", {0, 1, 2, 3}),
        ("title:feries~1", {3}),
        ("title:(ferries OR sanction)", {3, 4}),
        ("title:(old -elections)", set()),
        ("title:[e TO f]", {0, 1, 2}),
        ("tags:OLD", {2}),
        ("tags:[a TO f}", {0, 4}),
        ("id:Id3", {3}),
        ("id:id3", set()),
        ("*", {0, 1, 2, 3, 4}),
        ("!!!", set()),
    ],
)
def test_matchers_find_what_a_reader_expects(index: Any, text: str, hits: set[int]) -> None:
    with index.searcher() as searcher:
        assert set(parse(text, CONTEXT).query.docs(searcher)) == hits


def test_whoosh_highlights_by_our_analysis(index: Any) -> None:
    with index.searcher() as searcher:
        hits = searcher.search(parse("title:elections", CONTEXT).query, limit=None)
        hits.formatter = highlight.UppercaseFormatter()
        marked = {hit["title"]: hit.highlights("title") for hit in hits}
    assert marked[TITLES[2]] == "Old ELECTION, new harbour"
    assert marked[TITLES[1]].startswith("The harbour ELECTS")


def test_words_know_their_terms() -> None:
    word, phrase = parse('title:elections "old sanctions"', CONTEXT).query.subqueries
    assert set(word.terms()) == {("title", "elect"), ("title", "elections")}
    assert list(phrase.terms()) == []
    assert ("text", "sanction") in set(phrase.terms(phrases=True))
    assert {token.text for token in word.tokens()} == {"elect", "elections"}
    assert word.field() == "title"


def test_equality_hash_and_copy() -> None:
    text = 'a "b c"~2 d* e?f g~1 tags:h date:2026 title:[i TO j] title:* NOT k'
    first, second = parse(text, CONTEXT).query, parse(text, CONTEXT).query
    assert first == second
    assert hash(first) == hash(second)
    assert copy.deepcopy(first) == first
    assert all(map(repr, first.subqueries))
    assert parse("a", CONTEXT).query != parse("b", CONTEXT).query
    assert parse("a", CONTEXT).query != parse("a^2", CONTEXT).query
    assert parse('"a b"', CONTEXT).query != parse('"a b"~2', CONTEXT).query
    assert parse("date:2026", CONTEXT).query != parse("date:2025", CONTEXT).query


def test_boosts_reach_the_leaves_but_no_filter() -> None:
    boosted = parse('(a "b c" d* (e ANDNOT f) tags:g -h)^2', CONTEXT).query
    assert (
        str(boosted) == '(a^2.0 AND "b c"^2.0 AND d*^2.0 AND (e^2.0 ANDNOT f) AND tags:g AND NOT h)'
    )
    assert tree.boosted(tree.Everything(), 5.0) == tree.Everything()


@pytest.mark.parametrize("boost", [0.0, 0.1, 1e-7, 3.0, 123456.75])
def test_boosts_print_so_that_they_parse(boost: float) -> None:
    word = parse("ferry", CONTEXT).query.with_boost(boost)
    assert parse(str(word), CONTEXT).query == word


@pytest.mark.parametrize(
    "value",
    ['a "quoted" tag', "back\\slash", "two  spaces", "a]b", "NOT", "x*y?", "(a)", "ñ:/~1^2"],
)
def test_values_print_so_that_they_parse(value: str) -> None:
    folded = re.sub(r"\s+", " ", value).casefold().replace("ñ", "n")
    for made in (
        tree.Keyword("tags", folded),
        tree.Prefix("tags", folded),
        tree.TermRange("tags", folded, None),
    ):
        assert parse(str(made), CONTEXT).query == made


def test_groups_simplify() -> None:
    a, b, c = (query.Term("text", text) for text in "abc")
    assert tree.all_of([a]) == a
    assert tree.all_of([a, query.And([b, c])]) == query.And([a, b, c])
    assert tree.any_of([query.Or([a, b]), c]) == query.Or([a, b, c])
    assert tree.negation(query.Not(a)) == a
    assert tree.negation(tree.negation(tree.Everything())) == tree.Everything()


class Reader:
    """Just enough of our reader to see what a query asks of it."""

    def __init__(self) -> None:
        self.asked: list[Any] = []

    def group_postings(self, field: str, terms: tuple[bytes, ...], scorer: Any) -> ListMatcher:
        self.asked.append((field, terms, scorer))
        return ListMatcher([1, 4])

    def date_matcher(self, first: int | None, last: int | None) -> ListMatcher:
        self.asked.append((first, last))
        return ListMatcher([2])


class Searcher:
    """A searcher over `Reader` whose weighting names the group it is asked to score."""

    def __init__(self) -> None:
        self.weighting = self
        self._reader = Reader()

    def reader(self) -> Reader:
        return self._reader

    def group_scorer(self, searcher: Any, field: str, terms: tuple[bytes, ...]) -> Any:
        return ("scorer", field, terms)


def test_words_are_scored_as_one_group() -> None:
    searcher = Searcher()
    word = parse("title:elections^3", CONTEXT).query
    matcher = word.matcher(searcher)
    group = ("title", (b"elect", b"elections"))
    assert searcher.reader().asked == [(*group, ("scorer", *group))]
    assert list(matcher.all_ids()) == [1, 4]
    parse("date:1970-01-01", CONTEXT).query.matcher(searcher)
    assert searcher.reader().asked[-1] == (0, 86_399_999_999)


def test_the_schema_has_all_fields() -> None:
    schema = whoosh_schema(["en"])
    assert set(schema.names()) == set(ALL_FIELDS)
    assert set(FIELD_WEIGHTS) <= set(ALL_FIELDS)
    assert schema["title"].format.supports("positions")
    words = [token.text for token in schema["title"].analyzer("Old elections", mode="query")]
    assert words == ["old", "elect"]
    assert [t.text for t in schema["tags"].analyzer(" Climate  CHANGE ")] == ["climate change"]


def test_diagnostics_are_values() -> None:
    assert Diagnostic("x", "y", 1, 2) == Diagnostic("x", "y", 1, 2)
    assert len({Diagnostic("x", "y"), Diagnostic("x", "y")}) == 1
