"""Code written for Whoosh runs over an index: queries, sorting, grouping, highlights, spelling."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from whoosh import highlight, query, sorting
from whoosh.qparser import QueryParser
from whoosh.query.spans import SpanFirst, SpanNear, SpanNear2, SpanNot
from whoosh.reading import IndexReader, ReaderClosed, TermNotFound
from whoosh.searching import Searcher

import newsearch
from newsearch import Article


def article(number: int, title: str, body: str, **fields: Any) -> Article:
    fields.setdefault("date", datetime(2026, 1, number, 12, tzinfo=UTC))
    return Article(id=f"n{number}", title=title, body=body, language="en", **fields)


ARTICLES = (
    article(
        1,
        "Heron bridge opens",
        "The heron bridge opened after a long delay. Cyclists crossed the bridge first.",
        tags=("Transport", "Rivers"),
        source="Tidewater Wire",
        authors=("Ada Quillfeather",),
    ),
    article(
        2,
        "Otter census begins",
        "Counting otters along the river needs patience and a warm coat.",
        tags=("Rivers",),
        source="Alder Post",
    ),
    article(
        3,
        "Ferry timetable changes",
        "The ferry leaves later. A bridge is planned upstream of the ferry.",
        tags=("Transport",),
        source="Tidewater Wire",
    ),
    article(4, "Choir wins prize", "Singers of the coast won a silver bell.", source="Alder Post"),
    article(5, "No date known", "An undated note about a bridge.", date=None),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Two commits, so two segments, and a deleted and a replaced article."""
    with newsearch.create(Path(tmp_path_factory.mktemp("front")) / "index") as index:
        for batch in (ARTICLES[:3], ARTICLES[3:]):
            with index.writer() as writer:
                for each in batch:
                    writer.add(each)
                writer.add(article(9, "Gone", "This bridge article will be deleted."))
        with index.writer() as writer:
            assert writer.delete("n9")
        index.refresh()
        yield index


@pytest.fixture
def searcher(index: Any) -> Iterator[Any]:
    with index.searcher() as searcher:
        yield searcher


def ids(results: Any) -> list[str]:
    return [hit["id"] for hit in results]


BRIDGE = query.Term("text", "bridg")


def test_types_are_those_of_whoosh(index: Any) -> None:
    with index.reader() as reader, index.searcher() as searcher:
        assert isinstance(reader, IndexReader)
        assert isinstance(searcher, Searcher)


def test_whoosh_parser_over_the_schema(index: Any, searcher: Any) -> None:
    parser = QueryParser("text", index.schema)
    assert set(ids(searcher.search(parser.parse("bridges OR otter")))) == {"n1", "n2", "n3", "n5"}
    assert ids(searcher.search(parser.parse('title:"heron bridge"'))) == ["n1"]
    assert ids(searcher.search(parser.parse("tags:rivers NOT bridge"))) == ["n2"]


def test_stored_fields_and_lookup(searcher: Any) -> None:
    found = searcher.document(id="n1")
    assert found["title"] == "Heron bridge opens"
    assert found["date"] == datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert searcher.document(id="n9") is None
    assert {found["id"] for found in searcher.documents(source="alder post")} == {"n2", "n4"}
    assert len(list(searcher.documents())) == searcher.doc_count() == 5


def test_sorting(searcher: Any) -> None:
    everything = query.Every()
    by_date = sorting.FieldFacet("date")
    newest = sorting.FieldFacet("date", reverse=True)
    assert ids(searcher.search(everything, sortedby=by_date)) == ["n1", "n2", "n3", "n4", "n5"]
    assert ids(searcher.search(everything, sortedby=newest)) == ["n4", "n3", "n2", "n1", "n5"]
    by_source = searcher.search(everything, sortedby=["source", newest])
    assert ids(by_source) == ["n5", "n4", "n2", "n3", "n1"]
    reverse_source = sorting.FieldFacet("source", reverse=True)
    assert ids(searcher.search(everything, sortedby=[reverse_source, by_date])) == [
        *("n1", "n3", "n2", "n4", "n5")
    ]
    by_score = [sorting.ScoreFacet(), by_date]
    assert ids(searcher.search(BRIDGE, sortedby=by_score)) == ids(searcher.search(BRIDGE))


def test_grouping(searcher: Any) -> None:
    results = searcher.search(query.Every(), groupedby="source")
    groups = {
        name: {searcher.stored_fields(number)["id"] for number in numbers}
        for name, numbers in results.groups("source").items()
    }
    assert groups == {"Tidewater Wire": {"n1", "n3"}, "Alder Post": {"n2", "n4"}, "": {"n5"}}
    tags = sorting.FieldFacet("tags", allow_overlap=True, maptype=sorting.Count)
    counts = searcher.search(query.Every(), groupedby=tags).groups("tags")
    assert counts["Transport"] == 2
    assert counts["Rivers"] == 2


def test_grouping_by_date_ranges(searcher: Any) -> None:
    facet = sorting.DateRangeFacet(
        "date", datetime(2026, 1, 1), datetime(2026, 1, 5), timedelta(days=2)
    )
    groups = searcher.search(query.Every(), groupedby=facet, maptype=sorting.Count).groups()
    assert groups[(datetime(2026, 1, 1), datetime(2026, 1, 3))] == 2
    assert groups[(datetime(2026, 1, 3), datetime(2026, 1, 5))] == 2
    assert sum(groups.values()) == 5


def test_collapsing_filtering_masking(searcher: Any) -> None:
    newest = sorting.FieldFacet("date", reverse=True)
    collapsed = searcher.search(
        query.Every("source"), collapse="source", collapse_order=newest, limit=10
    )
    assert set(ids(collapsed)) == {"n3", "n4"}
    rivers = query.Term("tags", "rivers")
    assert ids(searcher.search(BRIDGE, filter=rivers)) == ["n1"]
    assert set(ids(searcher.search(BRIDGE, mask=rivers))) == {"n3", "n5"}
    assert set(ids(searcher.search(BRIDGE, scored=False, limit=None))) == {"n1", "n3", "n5"}


def test_pages_and_counts(searcher: Any) -> None:
    page = searcher.search_page(query.Every(boost=0.0), 2, pagelen=2)
    assert (page.total, page.pagecount, ids(page)) == (5, 3, ["n2", "n1"])
    with pytest.raises(ValueError, match="at least 1"):
        searcher.search(BRIDGE, limit=0)


def test_highlighting(searcher: Any) -> None:
    hit = searcher.search(query.Or([BRIDGE, query.Prefix("text", "cycl")]), limit=1)[0]
    hit.results.formatter = highlight.UppercaseFormatter()
    marked = hit.highlights("body")
    assert "heron BRIDGE opened" in marked
    assert "CYCLISTS crossed" in marked
    assert hit.results.query_terms(expand=True) == {("text", b"bridg"), ("text", b"cyclist")}


def test_matched_terms(searcher: Any) -> None:
    asked = query.Or([BRIDGE, query.Term("title", "ferri"), query.Term("text", "unheard")])
    results = searcher.search(asked, terms=True)
    assert results.matched_terms() == {("text", b"bridg"), ("title", b"ferri")}
    ferry = next(hit for hit in results if hit["id"] == "n3")
    assert set(ferry.matched_terms()) == {("text", b"bridg"), ("title", b"ferri")}


def test_spelling(index: Any, searcher: Any) -> None:
    assert searcher.suggest("text", "bridgw") == ["bridg"]
    assert searcher.suggest("tags", "rivirs") == ["rivers"]
    parser = QueryParser("tags", index.schema)
    asked = parser.parse("transpert")
    assert searcher.correct_query(asked, "transpert").string == "transport"


def test_key_terms_and_more_like(searcher: Any) -> None:
    number = searcher.document_number(id="n1")
    assert "cyclist" in [term for term, _ in searcher.key_terms([number], "body")]
    similar = searcher.more_like(number, "body", numterms=20)
    assert "n1" not in ids(similar)
    assert "n3" in ids(similar)


def test_spans(searcher: Any) -> None:
    heron, opened = query.Term("body", "heron"), query.Term("body", "open")
    assert ids(searcher.search(SpanNear2([heron, opened], slop=2))) == ["n1"]
    assert ids(searcher.search(SpanNear(heron, opened, slop=1))) == []
    assert ids(searcher.search(SpanFirst(query.Term("title", "heron")))) == ["n1"]
    assert ids(searcher.search(SpanNot(heron, opened))) == ["n1"]
    near = query.Sequence([heron, query.Prefix("body", "bri")])
    assert ids(searcher.search(near)) == ["n1"]


def test_terms_and_frequencies(index: Any) -> None:
    with index.reader() as reader:
        assert ("text", "bridg") in reader
        assert ("title", "delay") not in reader
        assert ("nofield", "bridg") not in reader
        live = {"n1", "n3", "n5"}
        found = reader.postings("text", b"bridg")
        assert {reader.stored_fields(number)["id"] for number in found.all_ids()} == live
        # Deleted articles count until they are merged away, and are never found.
        assert reader.doc_frequency("text", "bridg") >= 3
        assert reader.doc_frequency("title", "bridg") == 1
        assert reader.frequency("body", "bridg") >= 4
        assert list(reader.expand_prefix("tags", "tr")) == [b"transport"]
        assert list(reader.lexicon("section")) == []
        assert set(reader.field_terms("source")) == {"tidewater wire", "alder post"}
        terms = list(reader.all_terms())
        assert terms == sorted(set(terms))
        info = reader.term_info("title", "bridg")
        assert (info.doc_frequency(), info.weight(), info.max_weight()) == (1, 1, 1)
        assert info.min_length() == info.max_length() == 3
        with pytest.raises(TermNotFound):
            reader.postings("text", "unheard")
        with pytest.raises(TermNotFound):
            reader.doc_frequency("nofield", "bridg")


def test_lengths_and_columns(index: Any) -> None:
    with index.reader() as reader:
        number = reader.first_id("id", "n1")
        assert reader.doc_field_length(number, "title") == 3
        assert reader.doc_field_length(number, "text") == (
            reader.doc_field_length(number, "title")
            + reader.doc_field_length(number, "summary")
            + reader.doc_field_length(number, "body")
            + 2
        )
        assert reader.min_field_length("title") <= 3 <= reader.max_field_length("title")
        assert reader.field_length("title") >= 14
        assert reader.column_reader("source")[number] == "Tidewater Wire"
        assert reader.column_reader("tags")[number] == ["Transport", "Rivers"]
        assert reader.column_reader("date")[number] == datetime(2026, 1, 1, 12)
        undated = reader.first_id("id", "n5")
        assert reader.column_reader("date")[undated] is None
        assert not reader.has_column("body")
        assert not reader.has_vector(number, "body")


def test_dates_are_terms_too(index: Any, searcher: Any) -> None:
    noon = datetime(2026, 1, 2, 12)
    with index.reader() as reader:
        assert ("date", noon) in reader
        assert reader.doc_frequency("date", noon) == 1
    assert ids(searcher.search(query.Term("date", noon))) == ["n2"]
    unchanged = query.DateRange("date", noon, None)
    found = {
        searcher.stored_fields(base + number)["id"]
        for leaf, base in searcher.leaf_searchers()
        for number in unchanged.docs(leaf)
    }
    assert found == {"n2", "n3", "n4"}


def test_a_closed_reader_says_so(index: Any) -> None:
    reader = index.reader()
    number = reader.first_id("id", "n1")
    reader.close()
    with pytest.raises(ReaderClosed):
        reader.stored_fields(number)
    with index.reader() as other:  # the index itself stays open
        assert other.doc_count() == 5


def test_require_and_ties(searcher: Any) -> None:
    both = query.Require(BRIDGE, query.Term("tags", "transport"))
    alone = {hit["id"]: hit.score for hit in searcher.search(BRIDGE)}
    assert {hit["id"]: hit.score for hit in searcher.search(both)} == {
        "n1": alone["n1"],
        "n3": alone["n3"],
    }
    tied = query.ConstantScoreQuery(query.Every(), 2.0)
    assert ids(searcher.search(tied, limit=4)) == ["n4", "n3", "n2", "n1"]
    assert [hit.score for hit in searcher.search(tied, limit=2)] == [2.0, 2.0]


def test_an_empty_index(tmp_path: Path) -> None:
    with newsearch.create(tmp_path / "index") as index, index.searcher() as searcher:
        assert ids(searcher.search(BRIDGE)) == []
        assert ids(searcher.search(query.Every(), sortedby="date")) == []
        assert searcher.reader().max_field_length("body") == 0
        assert list(searcher.reader().all_terms()) == []
