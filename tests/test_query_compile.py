"""Whoosh queries as plans: what each class becomes, and that a plan means what Whoosh finds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import fields, query
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.filedb.filestore import RamStorage
from whoosh.qparser import QueryParser
from whoosh.support.levenshtein import distance

from newsearch.errors import QueryError
from newsearch.query import plan
from newsearch.query.compile import compile_query
from newsearch.query.context import Context
from newsearch.query.expansions import within
from newsearch.query.parse import parse
from newsearch.schema import whoosh_schema

TERM = query.Term("text", "bridge")
WORD = plan.Word("text", (b"bridge",), "bridge")
OTHER = query.Term("title", "ferry", boost=2.0)
OTHER_WORD = plan.Word("title", (b"ferry",), "ferry", 2.0)


@pytest.mark.parametrize(
    ("tree", "node"),
    [
        (TERM, WORD),
        (OTHER, OTHER_WORD),
        (query.Term("text", b"bridge"), WORD),
        (query.Term("nowhere", "x"), plan.Nothing()),
        (query.Term("tags", "roads"), plan.Keyword("tags", b"roads", "roads")),
        (query.NullQuery, plan.Nothing()),
        (query.Every(), plan.Every(None, 1.0)),
        (query.Every("title", boost=2.0), plan.Every("title", 2.0)),
        (query.And([TERM, OTHER]), plan.And((WORD, OTHER_WORD))),
        (query.And([TERM]), WORD),
        (query.And([]), plan.Nothing()),
        (query.And([TERM, query.Not(OTHER)]), plan.AndNot(WORD, OTHER_WORD)),
        (query.And([query.Not(TERM), query.Not(OTHER)]),
         plan.AndNot(plan.Every(), plan.Or((WORD, OTHER_WORD)))),
        (query.And([TERM, OTHER], boost=3.0), plan.Boost(plan.And((WORD, OTHER_WORD)), 3.0)),
        (query.Or([TERM], boost=3.0), plan.Boost(WORD, 3.0)),
        (query.Or([TERM, query.Not(OTHER)]), plan.Or((WORD, plan.Not(OTHER_WORD)))),
        (query.Not(TERM), plan.Not(WORD)),
        (query.AndNot(TERM, OTHER), plan.AndNot(WORD, OTHER_WORD)),
        (query.AndMaybe(TERM, OTHER), plan.AndMaybe(WORD, OTHER_WORD)),
        (query.Require(TERM, OTHER), plan.Filter(WORD, OTHER_WORD)),
        (query.DisjunctionMax([TERM, OTHER], tiebreak=0.5), plan.Best((WORD, OTHER_WORD), 0.5)),
        (query.ConstantScoreQuery(TERM, 2.0), plan.Constant(WORD, 2.0)),
        (query.Phrase("body", ["old", "bridge"], slop=2, boost=1.5),
         plan.Phrase("body", ((b"old",), (b"bridge",)), 2, "old bridge", 1.5)),
        (query.Phrase("text", ["bridge"]), WORD),
        (query.Phrase("text", []), plan.Nothing()),
        (query.Phrase("tags", ["old", "roads"]), plan.Keyword("tags", b"old roads", "old roads")),
        (query.Prefix("text", "br", boost=2.0),
         plan.Expand("text", "prefix", prefix=b"br", text="br*", boost=2.0)),
        (query.Prefix("tags", ""), plan.Every("tags", 1.0)),
        (query.Wildcard("text", "*"), plan.Every("text", 1.0)),
        (query.TermRange("tags", "a", "c"),
         plan.Expand("tags", "range", first=b"a", last=b"c", text="[a TO c]")),
        (query.TermRange("tags", None, "c"),
         plan.Expand("tags", "range", last=b"c", text="[* TO c]")),
        (query.TermRange("date", "1970-01-01", "1970-01-01"), plan.Dates(0, 86_399_999_999)),
        (query.DateRange("date", datetime(1970, 1, 1), None), plan.Dates(0, None)),
        (query.DateRange("date", datetime(1970, 1, 1), datetime(1970, 1, 2), True, True),
         plan.Dates(1, 86_399_999_999)),
    ],
)  # fmt: skip
def test_classes(tree: Any, node: plan.Node) -> None:
    assert compile_query(tree) == node


@pytest.mark.parametrize(
    "tree",
    [
        query.SpanNear2([TERM, OTHER]),
        query.SpanFirst(TERM),
        query.Ordered([TERM, OTHER]),
        query.Sequence([TERM, OTHER]),
        query.Otherwise(TERM, OTHER),
        query.Or([TERM, OTHER], scale=0.5),
        query.Prefix("text", "br", constantscore=False),
        query.Term("date", b"\x00"),
        query.NestedParent(TERM, OTHER),
    ],
    ids=lambda tree: type(tree).__name__,
)
def test_what_has_no_plan_falls_back_whole(tree: Any) -> None:
    assert compile_query(tree) == plan.Fallback(tree)
    assert compile_query(query.And([TERM, tree])) == plan.And((WORD, plan.Fallback(tree)))


@pytest.mark.parametrize(
    ("tree", "accepted", "refused"),
    [
        (query.Wildcard("text", "b?id*e"), ["bridge", "bride"], ["bird", "abridge"]),
        (query.Wildcard("text", "[bf]ird"), ["bird", "fird"], ["gird"]),
        (query.Regex("text", "br.d"), ["bride"], ["abride"]),
        (query.FuzzyTerm("text", "bridge", maxdist=1, prefixlength=2), ["brige"], ["birdge"]),
        (query.FuzzyTerm("text", "bridge", maxdist=1, prefixlength=1), ["birdge"], ["fridge"]),
        (query.TermRange("text", "a", "c", True, True), ["b"], ["a", "c"]),
    ],
)
def test_patterns(tree: Any, accepted: list[str], refused: list[str]) -> None:
    node = compile_query(tree)
    assert isinstance(node, plan.Expand)
    assert expanded(node, [*accepted, *refused]) == set(accepted)


def test_errors() -> None:
    with pytest.raises(QueryError, match="regular expression"):
        compile_query(query.Regex("text", "("))
    with pytest.raises(QueryError, match="no date"):
        compile_query(query.TermRange("date", "soon", None))
    deep: Any = TERM
    for _ in range(500):
        deep = query.And([deep, OTHER])
    with pytest.raises(QueryError, match="200 levels"):
        compile_query(deep)


def test_parsed_words_keep_text_and_variants() -> None:
    context = Context((None, "en"))
    node = compile_query(parse("title:Elections^2 COVID-19 elections* wom?n", context).query)
    assert isinstance(node, plan.And)
    word, phrase, prefix, wildcard = node.children
    assert word == plan.Word("title", (b"elect", b"elections"), "Elections", 2.0)
    assert phrase == plan.Phrase("text", ((b"covid",), (b"19",)), 1, "COVID-19")
    assert isinstance(prefix, plan.Expand)
    assert isinstance(wildcard, plan.Expand)
    terms = ["elect", "elections", "electionsx", "election", "woman", "women", "womn"]
    assert expanded(prefix, terms) == {"elect", "elections", "electionsx"}
    assert expanded(wildcard, terms) == {"woman", "women"}


def test_fuzzy_words_meet_stems() -> None:
    """The index holds stems: a misspelt word is near one when its own stem is."""
    node = compile_query(parse("electoins~1", Context(("en",))).query)
    assert isinstance(node, plan.Expand)
    assert "elections" in expanded(node, ["elections", "elect", "bridge"])
    node = compile_query(parse("bridgess~1", Context(("en",))).query)
    assert isinstance(node, plan.Expand)
    assert expanded(node, ["bridg", "bridgess"]) >= {"bridgess"}


def test_whoosh_own_parser_over_our_schema() -> None:
    schema = whoosh_schema((None, "en"))
    parsed = QueryParser("body", schema).parse('Elections "old COVID-19" tags:"Climate Change"')
    node = compile_query(parsed)
    assert isinstance(node, plan.And)
    assert set(node.children) == {
        plan.Word("body", (b"elect", b"elections"), "elect"),
        plan.Phrase("body", ((b"old",), (b"covid",), (b"19",)), 1, "old covid 19"),
        plan.Keyword("tags", b"climate change", "climate change"),
    }
    dated = compile_query(QueryParser("body", schema).parse("date:[20260101 TO 20260131]"))
    assert isinstance(dated, plan.Dates)
    assert dated.first == 1_767_225_600_000_000


@given(
    st.text("abé", max_size=7), st.text("abé", max_size=7), st.integers(0, 3)
)  # fmt: skip
def test_typing_errors_agree_with_the_whole_matrix(first: str, second: str, limit: int) -> None:
    assert within(first, second, limit) == (distance(first, second) <= limit)


# A plan finds what Whoosh finds

DOCUMENTS = [
    {"title": "a b c", "body": "a a b d"},
    {"title": "b", "body": "c d ab abc"},
    {"title": "c d", "body": ""},
    {"title": "abc", "body": "d c b a"},
    {"title": "", "body": "b a c a b"},
    {"title": "d ab", "body": "ac bc"},
]


def stock_index() -> Any:
    words = SpaceSeparatedTokenizer()
    schema = fields.Schema(title=fields.TEXT(words), body=fields.TEXT(words))
    index = RamStorage().create_index(schema)
    writer = index.writer()
    for document in DOCUMENTS:
        writer.add_document(**document)
    writer.commit()
    return index


def expanded(node: plan.Expand, terms: Iterable[str]) -> set[str]:
    return {
        term
        for term in terms
        if term.encode().startswith(node.prefix)
        and (node.first is None or term.encode() >= node.first)
        and (node.last is None or term.encode() <= node.last)
        and (node.accepts is None or node.accepts(term.encode()))
    }


def phrase_found(words: list[str], wanted: list[str], slop: int) -> bool:
    ends = {i for i, word in enumerate(words) if word == wanted[0]}
    for want in wanted[1:]:
        ends = {
            j
            for i in ends
            for j in range(i + 1, min(i + slop, len(words) - 1) + 1)
            if words[j] == want
        }
    return bool(ends)


def holds(node: plan.Node, document: dict[str, str]) -> bool:
    """Whether a document matches a plan, by its definition."""
    match node:
        case plan.Word(field=field, terms=terms):
            return any(term.decode() in document[field].split() for term in terms)
        case plan.Phrase(field=field, words=words, slop=slop):
            wanted = [terms[0].decode() for terms in words]
            return phrase_found(document[field].split(), wanted, slop)
        case plan.Expand(field=field):
            return bool(expanded(node, document[field].split()))
        case plan.Every(field=field):
            return field is None or bool(document[field])
        case plan.And(children=children):
            return all(holds(child, document) for child in children)
        case plan.Or(children=children) | plan.Best(children=children):
            return any(holds(child, document) for child in children)
        case plan.Not(child=child):
            return not holds(child, document)
        case plan.AndNot(positive=positive, negative=negative):
            return holds(positive, document) and not holds(negative, document)
        case plan.AndMaybe(required=required):
            return holds(required, document)
        case plan.Constant(child=child) | plan.Boost(child=child):
            return holds(child, document)
    raise AssertionError(node)


FIELDS = st.sampled_from(["title", "body"])
TERMS = st.sampled_from(["a", "b", "c", "d", "ab", "abc", "x"])
LEAVES = st.one_of(
    st.builds(query.Term, FIELDS, TERMS),
    st.builds(query.Prefix, FIELDS, st.sampled_from(["a", "ab", "x"])),
    st.builds(query.Wildcard, FIELDS, st.sampled_from(["a*", "?b", "*c", "a?c", "*"])),
    st.builds(query.FuzzyTerm, FIELDS, TERMS, prefixlength=st.integers(0, 1)),
    st.builds(query.TermRange, FIELDS, TERMS, TERMS, st.booleans(), st.booleans()),
    st.builds(query.Variations, FIELDS, TERMS),
    st.builds(
        query.Phrase, FIELDS, st.lists(TERMS, min_size=2, max_size=3), slop=st.integers(1, 3)
    ),
)  # fmt: skip


# Whoosh's AndNot lets an excluded document through, its Require excludes: no oracles, either.
def compounds(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(children, min_size=1, max_size=3)
    return st.one_of(
        st.builds(query.And, several),
        st.builds(query.Or, several),
        st.builds(query.Not, children),
        st.builds(query.AndMaybe, children, children),
        st.builds(query.ConstantScoreQuery, children),
        st.builds(query.DisjunctionMax, several),
    )


STOCK = stock_index()


@settings(deadline=None)
@given(st.recursive(LEAVES, compounds, max_leaves=6))
def test_a_plan_finds_what_whoosh_finds(tree: Any) -> None:
    with STOCK.searcher() as searcher:
        found = sorted(set(tree.docs(searcher)))
    node = compile_query(tree)
    assert [n for n, document in enumerate(DOCUMENTS) if holds(node, document)] == found


def test_names_of_kinds() -> None:
    """Search code tells expansions apart by these names."""
    kinds = {
        node.kind
        for text in ("a*", "a?b", "abc~1", "title:[a TO b]")
        if isinstance(node := compile_query(parse(text, Context()).query), plan.Expand)
    }
    assert kinds == {"prefix", "wildcard", "fuzzy", "range"}
    assert re.fullmatch(r"\w+", "".join(kinds))
