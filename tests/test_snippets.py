"""Snippets and marked spans, against a brute-force reading of the query."""

from __future__ import annotations

import html
import itertools
import re
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsearch.article import Article
from newsearch.query import plan
from newsearch.search.matching_spans import SpanFinder, matching_spans
from newsearch.search.results import Diagnostic, Hit, Results, Snippet
from newsearch.search.snippets import SnippetMaker, make_snippet
from newsearch.text.analysis import Analyzer


class PlainAnalyzer:
    """Folds case and cuts a plural s: enough of a stemmer to tell forms from terms."""

    def term(self, form: str, language: str | None) -> str:
        folded = form.casefold().replace("ü", "u")
        return folded[:-1] if folded.endswith("s") and len(folded) > 3 else folded

    def keeps_beginning(self, language: str | None) -> bool:
        return language != "fr"


ANALYZER = PlainAnalyzer()
WORDS = ["harbour", "Harbours", "ferry", "ferries", "of", "Zürich", "міст", "мости", "pier"]
GAPS = [" ", ", ", ". ", "\n\n", " – ", " («"]
FIELDS = ("title", "summary", "body")


def term(word: str) -> bytes:
    return ANALYZER.term(word, None).encode()


def word(text: str, field: str = "text") -> plan.Word:
    return plan.Word(field, (term(text),), text)


def phrase(text: str, slop: int = 1, field: str = "text") -> plan.Phrase:
    return plan.Phrase(field, tuple((term(part),) for part in text.split()), slop, text)


def marked(snippet: Snippet) -> list[str]:
    return [snippet.text[start:end] for start, end in snippet.spans]


# --- the brute-force definition -------------------------------------------------------------


def brute(node: plan.Node, article: Article) -> set[tuple[str, int]] | None:
    """The (field, character) pairs a plan marks; None when it does not hold."""
    match node:
        case plan.Word(field=field):
            return _chars([(t, t) for t in _tokens(article, field) if t[4] in node.terms])
        case plan.Expand(field=field, prefix=prefix):
            return _chars([(t, t) for t in _tokens(article, field) if t[4].startswith(prefix)])
        case plan.Phrase(field=field, words=words, slop=slop):
            rows = [[t for t in _tokens(article, field) if t[4] in group] for group in words]
            found = []
            for chain in itertools.product(*rows):
                steps = [b[1] - a[1] for a, b in itertools.pairwise(chain)]
                together = len({t[0] for t in chain}) == 1
                if together and all(1 <= step <= slop for step in steps):
                    ends = (chain[0], chain[-1])
                    found += [ends] if slop == 1 else [(t, t) for t in chain]
            return _chars(found)
        case plan.And(children=children):
            parts = [brute(child, article) for child in children]
            return None if None in parts else set().union(*(p for p in parts if p))
        case plan.Or(children=children):
            parts = [brute(child, article) for child in children]
            held = [p for p in parts if p is not None]
            return set().union(*held) if held else None
        case plan.Not(child=child):
            return set() if brute(child, article) is None else None
        case plan.AndNot(positive=first, negative=second):
            return brute(first, article) if brute(second, article) is None else None
        case plan.AndMaybe(required=first, optional=second):
            required = brute(first, article)
            return None if required is None else required | (brute(second, article) or set())
        case plan.Boost(child=child):
            return brute(child, article)
        case plan.Dates(first=first):
            return set() if first == 0 else None  # the articles below are dated after 1970
    raise AssertionError(node)


def _tokens(article: Article, field: str) -> list[tuple[str, int, int, int, bytes]]:
    runs = {"title": article.title, "summary": article.summary or "", "body": article.body}
    runs |= {f"tag {i}": tag for i, tag in enumerate(article.tags)}
    return [
        (name, i, found.start(), found.end(), term(found.group()))
        for name, text in runs.items()
        if field in (name, "text")
        for i, found in enumerate(re.finditer(r"\w+", text))
    ]


def _chars(found: list) -> set[tuple[str, int]] | None:
    if not found:
        return None
    return {
        (first[0], at)
        for first, last in found
        for at in range(first[2], last[3])
        if first[0] in FIELDS
    }


def spread(spans: dict[str, list[tuple[int, int]]]) -> set[tuple[str, int]]:
    return {(name, at) for name, found in spans.items() for s, e in found for at in range(s, e)}


# --- generated articles and queries ---------------------------------------------------------

texts = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(GAPS)), max_size=14).map(
    lambda parts: "".join(itertools.chain(*parts))
)
articles = st.builds(
    Article,
    title=texts,
    body=texts,
    summary=st.none() | texts,
    tags=st.lists(st.sampled_from(WORDS), max_size=2).map(tuple),
    date=st.just(datetime(2025, 3, 1, tzinfo=UTC)),
)
text_fields = st.sampled_from(["text", "text", "title", "summary", "body"])
leaves = st.one_of(
    st.builds(word, st.sampled_from(WORDS), text_fields),
    st.builds(
        lambda words, slop, field: phrase(" ".join(words), slop, field),
        st.lists(st.sampled_from(WORDS), min_size=2, max_size=3),
        st.sampled_from([1, 1, 2, 4]),
        text_fields,
    ),
    st.builds(
        lambda prefix, field: plan.Expand(field, "prefix", prefix.encode()),
        st.sampled_from(["fer", "harb", "мост", "q"]),
        text_fields,
    ),
    st.sampled_from([plan.Dates(0, None), plan.Dates(2**60, None)]),
)
nodes = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda n: plan.And(tuple(n))),
        st.lists(inner, min_size=1, max_size=3).map(lambda n: plan.Or(tuple(n))),
        st.builds(plan.Not, inner),
        st.builds(plan.AndNot, inner, inner),
        st.builds(plan.AndMaybe, inner, inner),
        st.builds(plan.Boost, inner, st.just(2.0)),
    ),
    max_leaves=5,
)


@settings(max_examples=300, deadline=None)
@given(articles, nodes)
def test_marked_spans_are_what_satisfies_the_query(article: Article, node: plan.Node) -> None:
    spans = matching_spans(article, node, ANALYZER)
    assert spread(spans) == (brute(node, article) or set())
    for found in spans.values():
        assert found and all(a < b for a, b in found)
        assert all(a[1] < b[0] for a, b in itertools.pairwise(found)), "apart and ascending"


@settings(max_examples=150, deadline=None)
@given(articles, nodes)
def test_knowing_that_an_article_matches_changes_no_mark(article: Article, node: plan.Node) -> None:
    if brute(node, article) is not None:
        finder = SpanFinder(node, ANALYZER)
        assert finder.find(article, matches=True) == finder.find(article)


bodies = st.lists(
    st.tuples(
        st.sampled_from(WORDS) | st.integers(0, 10**6).map(lambda n: f"filler{n}"),
        st.sampled_from(GAPS),
    ),
    min_size=1,
    max_size=80,
).map(lambda parts: "".join(f"{w}{gap}" for w, gap in parts).strip())


@settings(max_examples=200, deadline=None)
@given(bodies, nodes, st.integers(20, 200))
def test_a_snippet_marks_all_that_matched_in_its_passages(
    body: str, node: plan.Node, width: int
) -> None:
    article = Article("", body, date=datetime(2025, 3, 1, tzinfo=UTC))
    snippet = make_snippet(article, node, ANALYZER, width=width)
    assert len(snippet.text) <= width
    line = replace(article, body=re.sub(r"\s+", " ", body))
    if brute(node, line) is None:
        return
    expected = {at for _, at in brute(node, line) or ()}
    shown = {at for start, end in snippet.spans for at in range(start, end)}
    assert bool(expected) == bool(shown)
    for found in re.finditer("[^…]+", snippet.text):
        piece = found.group().strip()
        if line.body.count(piece) == 1:
            source = line.body.index(piece)
            target = snippet.text.index(piece, found.start())
            for at in range(len(piece)):
                assert (source + at in expected) == (target + at in shown), (piece, at)


@given(st.text(), st.lists(st.integers(0, 30), max_size=6))
def test_html_and_ansi_show_the_text_and_nothing_else(text: str, cuts: list[int]) -> None:
    ordered = sorted(min(cut, len(text)) for cut in set(cuts))
    spans = list(zip(ordered[::2], ordered[1::2], strict=False))
    snippet = Snippet(text, tuple(spans))
    plain = "".join(" " if c not in "\t\n" and unicodedata.category(c) == "Cc" else c for c in text)
    page = snippet.html()
    assert page.count("<mark>") == page.count("</mark>") == len(spans)
    bare = page.replace("<mark>", "").replace("</mark>", "")
    assert not re.search(r"[<>\"']|&(?!\w+;|#x27;)", bare)
    assert html.unescape(bare) == plain
    assert [html.unescape(m) for m in re.findall("<mark>(.*?)</mark>", page, re.S)] == [
        plain[a:b] for a, b in spans
    ]
    assert snippet.ansi().replace("\x1b[1;33m", "").replace("\x1b[0m", "") == plain


# --- cases a reader would check by hand -----------------------------------------------------

BODY = (
    "The night ferry left the old harbour of Lundby on time. Its captain, Mr. Dale, saw no fog. "
    "By noon the U.S. Coast Patrol had towed three boats ashore, and nobody on board was hurt. "
    "Repairs began at once.\n\nA week later the council of harbours met in the great hall, where "
    "the mayor spoke for an hour about tolls, tides and the price of rope. The ferry will be back "
    "in spring, with a new engine and a coat of blue paint, the owners told the local press."
)


def test_a_phrase_is_marked_whole_and_its_words_elsewhere_are_not() -> None:
    body = "harbour of Lundby; the harbour was full of fog; Harbours  of\nLundby"
    spans = matching_spans(Article("", body), phrase("harbour of lundby"), ANALYZER)["body"]
    assert [body[s:e] for s, e in spans] == ["harbour of Lundby", "Harbours  of\nLundby"]


def test_a_near_phrase_marks_its_words_not_what_is_between() -> None:
    snippet = make_snippet(Article("", BODY), phrase("council met", slop=3), ANALYZER)
    assert marked(snippet) == ["council", "met"]


def test_what_did_not_make_the_article_match_is_not_marked() -> None:
    node = plan.Or((plan.And((word("ferry"), word("airship"))), word("rope")))
    assert marked(make_snippet(Article("", BODY), node, ANALYZER)) == ["rope"]


def test_nothing_under_not_is_marked() -> None:
    node = plan.And(
        (word("rope"), plan.Not(word("airship")), plan.Or((word("rope"), plan.Not(word("ferry")))))
    )
    assert marked(make_snippet(Article("", BODY), node, ANALYZER)) == ["rope"]


def test_sentences_and_words_limit_the_cuts() -> None:
    snippet = make_snippet(Article("", BODY), word("patrol"), ANALYZER, width=100)
    assert snippet.text == (
        "By noon the U.S. Coast Patrol had towed three boats ashore, and nobody on board was hurt."
    )
    snippet = make_snippet(Article("", BODY), word("tolls"), ANALYZER, width=50)
    assert snippet.text.startswith("…") and snippet.text.endswith("…")
    assert snippet.text.strip("…") in BODY
    assert set(re.findall(r"\w+", snippet.text)) <= set(re.findall(r"\w+", BODY)), "whole words"


def test_two_passages_where_one_cannot_show_all() -> None:
    node = plan.And((word("captain"), word("paint")))
    snippet = make_snippet(Article("", BODY), node, ANALYZER, width=160)
    assert marked(snippet) == ["captain", "paint"]
    assert " … " in snippet.text


def test_the_lead_where_no_text_matched() -> None:
    snippet = make_snippet(Article("Title", BODY), plan.Every(), ANALYZER, width=100)
    assert snippet.text == BODY[: BODY.index(" By noon")]
    assert snippet.spans == ()


def test_summary_and_title_where_only_they_matched() -> None:
    article = Article("Harbours reopen", BODY, summary="All piers are open.")
    assert (
        make_snippet(article, word("pier"), ANALYZER).html() == "All <mark>piers</mark> are open."
    )
    snippet = make_snippet(article, word("reopen"), ANALYZER)
    assert marked(snippet) == ["reopen"]
    assert snippet.text.startswith("Harbours reopen … The night ferry left")


def test_ideographs_are_marked_and_cut_between_characters() -> None:
    text = "港口今天重新開放了，渡輪明天再次出發。" * 12
    node = plan.Phrase("text", tuple((pair.encode(),) for pair in ("渡輪", "輪明", "明天")))
    snippet = make_snippet(Article("", text), node, ANALYZER, width=40)
    assert len(snippet.text) <= 40
    assert set(marked(snippet)) == {"渡輪明天"}


def test_a_match_longer_than_the_snippet_is_cut() -> None:
    words = [f"word{n}" for n in range(40)]
    node = phrase(" ".join(words))
    snippet = make_snippet(
        Article("", "Before. " + " ".join(words) + " after"), node, ANALYZER, width=60
    )
    assert len(snippet.text) <= 60
    assert marked(snippet) and marked(snippet)[0].startswith("word0 word1")


def test_articles_in_any_language_share_one_maker() -> None:
    maker = SnippetMaker(plan.Or((word("мости"), word("zurich"))), ANALYZER, width=80)
    assert marked(maker.make(Article("", "Старі мости стоять.", language="uk"))) == ["мости"]
    assert marked(maker.make(Article("", "In Zürich steht sie.", language="de"))) == ["Zürich"]


def test_a_word_and_a_prefix_may_share_a_term() -> None:
    node = plan.And((word("ferry"), plan.Expand("text", "prefix", b"fer")))
    assert marked(make_snippet(Article("", "A ferry, two ferries."), node, ANALYZER)) == [
        "ferry",
        "ferries",
    ]


def test_a_whoosh_query_without_a_plan_marks_its_words() -> None:
    from whoosh import query

    tree = query.And(
        [
            query.Term("text", "ferry"),
            query.Not(query.Term("text", "rope")),
            query.Phrase("body", ["old", "harbour"]),
            query.Term("tags", "spring"),
        ]
    )
    snippet = make_snippet(Article("", BODY), plan.Fallback(tree), ANALYZER, width=200)
    assert marked(snippet) == ["ferry", "old harbour"]


def test_too_narrow_a_snippet_is_refused() -> None:
    with pytest.raises(ValueError, match="20 characters or more, not 5"):
        SnippetMaker(word("ferry"), ANALYZER, width=5)


# --- results ---------------------------------------------------------------------------------


def test_totals_articles_and_snippets_are_made_once_and_only_when_touched() -> None:
    calls: list[str] = []

    def made(name: str, value: object) -> object:
        return lambda: (calls.append(name), value)[1]

    article = Article("Title", "Body")
    hit = Hit("a", 2.0, made("article", article), made("snippet", Snippet("Body")))
    results = Results([hit], made("total", 41), diagnostics=[Diagnostic("code", "message")])
    assert [h.id for h in results] == ["a"] and len(results) == 1 and results[0] is hit
    assert repr(results) == "<Results: 1 hits, uncounted>" and not calls
    for _ in range(2):
        assert (results.total, hit.article, hit.snippet) == (41, article, Snippet("Body"))
    assert calls == ["total", "article", "snippet"]
    assert repr(results) == "<Results: 1 hits, 41 in all>"


# --- with the analysis of the index -----------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "language", "body", "expected"),
    [
        ("санкції", "uk", "Рада продовжила дію санкцій; перелік санкціями не обмежили.",
         ["санкцій", "санкціями"]),
        ("munchen", "de", "Der Zug nach MÜNCHEN fiel aus, wie München mitteilt.",
         ["MÜNCHEN", "München"]),
        ("elections", "en", "The election’s end: no ELECTION yet.", ["election’s", "ELECTION"]),
        ("us", "en", "The U.S. envoy met us.", ["U.S", "us"]),
        ("don't", "en", "We don’t know.", ["don’t"]),
        ("1000.5", None, "It cost 1,000.5 crowns.", ["1,000.5"]),
    ],
)  # fmt: skip
def test_words_are_marked_as_they_stand_in_the_article(
    asked: str, language: str | None, body: str, expected: list[str]
) -> None:
    analyzer = Analyzer(["uk", "de", "en", None])
    node = plan.Word("text", tuple(v.encode() for v in analyzer.variants(asked)), asked)
    assert marked(make_snippet(Article("", body, language=language), node, analyzer)) == expected


def test_filters_decide_whether_a_part_of_the_query_holds() -> None:
    article = Article(
        "", "A storm hit the pier.", tags=("Weather",), authors=("Ada Öst",), source="Gull Wire"
    )
    for field, key, holds in [
        ("tags", "weather", True),
        ("tags", "sport", False),
        ("authors", "ada ost", True),
        ("authors", "ost", True),
        ("source", "gull", False),
        ("section", "world", False),
    ]:
        keyword = plan.Keyword(field, key.encode())
        node = plan.Or((plan.And((word("storm"), keyword)), word("pier")))
        spans = matching_spans(article, node, ANALYZER)["body"]
        assert [article.body[s:e] for s, e in spans] == ["storm"] * holds + ["pier"]
        expand = plan.Expand(field, "prefix", key[:3].encode())
        found = matching_spans(article, plan.And((word("pier"), expand)), ANALYZER)
        assert bool(found) == (holds or key == "gull")
