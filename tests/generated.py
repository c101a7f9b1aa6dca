"""Generated articles, histories and queries, and what checks of their answers share."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import strategies as st
from reference import Reference
from whoosh import query
from whoosh.query.spans import SpanFirst, SpanNear2, SpanNot

import newsearch
from newsearch import Article
from newsearch.text.analysis import Analyzer
from newsearch.text.folding import fold_value

LANGUAGES = ("en", "uk", "de")
ANALYZER = Analyzer(LANGUAGES)

WORDS = (
    *("harbour", "harbours", "alder", "alders", "Elm", "élan", "oak", "the", "of"),
    *("run", "running", "ran", "санкції", "санкцій", "місто", "häuser", "Haus", "7"),
    *("U.S.", "don't"),
)
TAGS = ("Harbour trade", "ELAN", "élan", "Rivers")
SOURCES = ("Tidewater Wire", "Alder Post", None)
SECTIONS = ("Coast", "coast", "Inland", None)
AUTHORS = ("Ada Quillfeather", "Bo Quillfeather")
MOMENTS = (
    None,
    datetime(2025, 3, 1, tzinfo=UTC),
    datetime(2025, 3, 1, 23, 59, 59, 999_999, tzinfo=UTC),
    datetime(2025, 3, 2, 1, 30, tzinfo=timezone(timedelta(hours=2))),
    datetime(1969, 12, 31, 12, tzinfo=UTC),
    datetime(2026, 2, 12, 8, 15, tzinfo=UTC),
)
TERMS = sorted({term for word in WORDS for term in ANALYZER.variants(word)} | {"nowhere"})
KEYS = {
    "tags": sorted({fold_value(tag) for tag in TAGS}),
    "authors": ["ada quillfeather", "quillfeather", "bo"],
    "source": ["tidewater wire", "alder post"],
    "section": ["coast", "inland", "nowhere"],
    "language": list(LANGUAGES),
    "id": ["a0", "a1", "a5", "nowhere"],
}
TEXT_FIELDS = ("text", "title", "summary", "body")

# Articles and histories

texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)
articles = st.builds(
    Article,
    id=st.integers(0, 7).map("a{}".format),
    title=texts,
    body=st.lists(texts, min_size=1, max_size=2).map("\n\n".join),
    summary=st.none() | texts,
    tags=st.lists(st.sampled_from(TAGS), max_size=2, unique_by=fold_value).map(tuple),
    authors=st.lists(st.sampled_from(AUTHORS), max_size=2, unique=True).map(tuple),
    date=st.sampled_from(MOMENTS),
    source=st.sampled_from(SOURCES),
    section=st.sampled_from(SECTIONS),
    language=st.sampled_from(LANGUAGES),
)
deletions = st.integers(0, 7).map("a{}".format)
commits = st.lists(articles | articles | deletions, min_size=1, max_size=6)
histories = st.lists(commits, min_size=1, max_size=4)


@contextmanager
def built(history: list[list[Article | str]]) -> Iterator[tuple[Any, Reference]]:
    """An index with a history, and the reference of what it must hold."""
    live: dict[str, Article] = {}
    with TemporaryDirectory() as folder, newsearch.create(Path(folder) / "index") as index:
        for commit in history:
            with index.writer() as writer:
                for change in commit:
                    if isinstance(change, str):
                        assert writer.delete(change) == (change in live)
                        live.pop(change, None)
                    else:
                        writer.add(change)
                        live[change.id] = change
        index.refresh()
        assert len(index) == len(live)
        with index.searcher() as searcher:
            deleted = deleted_articles(searcher.reader())
        yield index, Reference(live.values(), ANALYZER, deleted)


def deleted_articles(reader: Any) -> list[Article]:
    """What segments still hold of deleted articles: it counts in the statistics."""
    found = [
        reader.stored_fields(number)
        for number in range(reader.doc_count_all())
        if reader.is_deleted(number)
    ]
    return [
        replace(
            Article(title=fields["title"], body=fields["body"], id=fields["id"]),
            summary=fields.get("summary"),
            tags=tuple(fields.get("tags") or ()),
            language=fields.get("language"),
        )
        for fields in found
    ]


# Queries

boosts = st.sampled_from((1.0, 1.0, 2.0, 0.5))
text_fields = st.sampled_from(TEXT_FIELDS)
terms = st.sampled_from(TERMS)
moments = st.sampled_from([None, *(m + timedelta(days=d) for m in MOMENTS if m for d in (0, -1))])
keyword_terms = st.sampled_from(sorted(KEYS)).flatmap(
    lambda field: st.builds(query.Term, st.just(field), st.sampled_from(KEYS[field]))
)
word_terms = st.builds(query.Term, text_fields, terms, boosts)
phrases = st.builds(
    query.Phrase,
    text_fields,
    st.lists(terms, min_size=1, max_size=4),
    slop=st.integers(1, 3),
    boost=boosts,
)
any_fields = st.sampled_from((*TEXT_FIELDS, "tags", "authors", "source"))
expansions = st.one_of(
    st.builds(query.Prefix, any_fields, st.sampled_from(("a", "h", "run", "са", "quill")), boosts),
    st.builds(query.Wildcard, any_fields, st.sampled_from(("*r", "?lm", "h*r", "*о*")), boosts),
    st.builds(
        query.FuzzyTerm,
        text_fields,
        terms,
        boost=boosts,
        maxdist=st.integers(1, 2),
        prefixlength=st.integers(0, 2),
    ),
    st.builds(
        query.TermRange,
        any_fields,
        st.sampled_from((None, "a", "elan", "elm", "oak")),
        st.sampled_from((None, "elm", "harbour", "oak", "u")),
        startexcl=st.booleans(),
        endexcl=st.booleans(),
        boost=boosts,
    ),
)
date_ranges = st.builds(
    query.DateRange,
    st.just("date"),
    moments,
    moments,
    startexcl=st.booleans(),
    endexcl=st.booleans(),
)
every = st.builds(
    query.Every, st.sampled_from((None, "title", "summary", "tags", "date", "section")), boosts
)
leaves = st.one_of(word_terms, word_terms, keyword_terms, phrases, expansions, date_ranges, every)


def combined(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Queries over queries."""
    several = st.lists(children, min_size=1, max_size=4)
    return st.one_of(
        st.builds(query.And, several, boost=boosts),
        st.builds(query.Or, several, boost=boosts),
        st.builds(
            query.DisjunctionMax, several, boost=boosts, tiebreak=st.sampled_from((0.0, 0.3))
        ),
        st.builds(query.Not, children),
        st.builds(query.AndNot, children, children),
        st.builds(query.AndMaybe, children, children),
        st.builds(query.Require, children, children),
        st.builds(query.ConstantScoreQuery, children, st.sampled_from((0.0, 1.0, 2.5))),
    )


trees = st.recursive(leaves, combined, max_leaves=8)
# Shapes that Whoosh 2.7.4 answers wrongly: a union or an optional part under an intersection.
wrong_in_whoosh = st.builds(
    lambda kind, left, right, filtering: query.And([filtering, kind([left, right])]),
    st.sampled_from((query.Or, lambda parts: query.AndMaybe(*parts))),
    word_terms,
    word_terms,
    keyword_terms,
)

# Queries that no plan has

span_words = st.builds(query.Term, text_fields, terms)
unplanned = st.one_of(
    st.builds(SpanNear2, st.lists(span_words, min_size=2, max_size=3), slop=st.integers(1, 4)),
    st.builds(SpanFirst, span_words, limit=st.integers(0, 3)),
    st.builds(SpanNot, span_words, span_words),
    st.builds(query.Or, st.lists(word_terms, min_size=2, max_size=4), scale=st.just(0.9)),
    st.builds(
        query.FuzzyTerm, text_fields, terms, maxdist=st.just(1), constantscore=st.just(False)
    ),
    st.builds(query.Sequence, st.lists(span_words, min_size=2, max_size=3), slop=st.integers(1, 3)),
)
with_unplanned = st.one_of(
    unplanned,
    st.builds(lambda left, right: query.And([left, right]), trees, unplanned),
    st.builds(lambda left, right: query.Or([left, right]), trees, unplanned),
    st.builds(query.AndMaybe, trees, unplanned),
    st.builds(query.AndNot, trees, unplanned),
)

# Query strings

words = st.sampled_from((*WORDS, "nowhere"))
atoms = st.one_of(
    words,
    words,
    st.builds("{}:{}".format, st.sampled_from(("title", "body", "text")), words),
    st.builds('"{} {}"{}'.format, words, words, st.sampled_from(("", "~2"))),
    st.builds('body:"{} {} {}"'.format, words, words, words),
    st.sampled_from(("har*", "title:r*", "?lder", "h*r", "elm~1", "harbuor~", "oak^2", "санкц*")),
    st.sampled_from(('tag:"harbour trade"', "author:bo", "section:coast", "language:uk")),
    st.sampled_from(("date:2025-03", "date:2025-03-01..2025-03-02", "date:[2025-03-02 TO *]")),
)
strings = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.builds("({} {})".format, inner, inner),
        st.builds("({} OR {})".format, inner, inner),
        st.builds("({} AND {})".format, inner, inner),
        st.builds("({} NOT {})".format, inner, inner),
        st.builds("({} -{})".format, inner, words),
    ),
    max_leaves=5,
)

# Filters

days = st.none() | st.sampled_from([m.date() for m in MOMENTS if m])
filters = st.fixed_dictionaries(
    {},
    optional={
        "tags": st.lists(st.sampled_from(TAGS), min_size=1, max_size=2).map(tuple),
        "sources": st.lists(st.sampled_from(SOURCES[:2]), min_size=1, max_size=2).map(tuple),
        "sections": st.lists(st.sampled_from(SECTIONS[:3]), min_size=1, max_size=2).map(tuple),
        "authors": st.lists(st.sampled_from(AUTHORS), min_size=1, max_size=2).map(tuple),
        "languages": st.lists(st.sampled_from(LANGUAGES), min_size=1, max_size=2).map(tuple),
        "since": days,
        "until": days,
    },
)

# Checks


def assert_same(found: Iterable[tuple[str, float]], expected: dict[str, float]) -> None:
    scores = dict(found)
    assert set(scores) == set(expected)
    for key, score in scores.items():
        assert math.isclose(score, expected[key], rel_tol=1e-9, abs_tol=1e-12), key


def assert_ranked(hits: list[tuple[float, Article]]) -> None:
    """Better first; of equal scores the newest, those without a date last, then by id."""

    def place(hit: tuple[float, Article]) -> tuple[float, float, str]:
        score, article = hit
        return (-score, math.inf if article.date is None else -article.date.timestamp(), article.id)

    assert [place(hit) for hit in hits] == sorted(place(hit) for hit in hits)


def language_set(reference: Reference) -> set[str]:
    """The languages of all articles an index holds, deleted ones included."""
    return {key.decode() for found in reference.all for key in found.values["language"]}
