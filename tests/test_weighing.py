"""What each word of a query string counts, and that explaining a score adds up to it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest

import newsearch
from newsearch import Article, Index
from newsearch.query import plan
from newsearch.query.context import Context
from newsearch.query.understand import understand
from newsearch.query.weighing import repeated
from newsearch.schema import (
    FUNCTION_WORD_WEIGHT,
    K1,
    KEYWORD_IDF,
    LENGTH_OFFSET,
    B,
    length_discount,
)
from newsearch.text.languages import function_words

QUERIES = (
    "harbour",
    "harbour strike ferry",
    "what is the strike of the ferry in the harbour",
    "harbour harbour ferry",
    '"harbour strike" ferry ferry',
    "harbour^3 (ferry OR title:strike) -winter",
    "the harbour^0.5 and the strike of what was the ferry",
    "harb* ferry~1 the",
)


def counted(query: str, match: str = "any") -> dict[str, tuple[float, float]]:
    """The boost and the idf offset of each word of a query, by the word as written."""
    node = understand(query, Context(("en",), match=match)).node  # type: ignore[arg-type]
    found: dict[str, tuple[float, float]] = {}

    def visit(node: Any) -> None:
        if isinstance(node, plan.Word | plan.Phrase):
            found[node.text] = (node.boost, getattr(node, "idf_offset", 0.0))
        for child in getattr(node, "children", ()):
            visit(child)

    visit(node)
    return found


@pytest.mark.parametrize("match", ["any", "all"])
def test_function_words_of_a_sentence_count_little_and_once(match: str) -> None:
    light = (FUNCTION_WORD_WEIGHT, 0.0)
    found = counted("What is the price of oil in the north of the sea", match)
    assert found == {
        **dict.fromkeys(("What", "is", "the", "of", "in"), light),
        **dict.fromkeys(("price", "oil", "north", "sea"), (1.0, 0.0)),
    }


def test_keywords_count_alike_and_stop_words_among_them_do_not() -> None:
    assert counted("price of oil") == {
        "price": (1.0, KEYWORD_IDF), "of": (1.0, 0.0), "oil": (1.0, KEYWORD_IDF)
    }  # fmt: skip
    assert counted("oil") == {"oil": (1.0, 0.0)}


@pytest.mark.parametrize("query", ["to be or not to be", "who was it", "who is who"])
def test_a_query_of_function_words_alone_is_about_them(query: str) -> None:
    assert all(offset == 0.0 and boost >= 1.0 for boost, offset in counted(query).values())


def test_repeated_words_count_more_each_time_less_so() -> None:
    assert counted("oil oil oil gas") == {
        "oil": (repeated(3), KEYWORD_IDF), "gas": (1.0, KEYWORD_IDF)
    }  # fmt: skip
    assert counted("oil oils oil") == {"oil": (repeated(3), KEYWORD_IDF)}
    steps = [repeated(times + 1) - repeated(times) for times in range(1, 50)]
    assert steps == sorted(steps, reverse=True)
    assert steps[-1] > 0


def test_a_boost_that_was_written_stays() -> None:
    found = counted("the^4 price of the oil of the sea^2")
    assert found["the"] in ((4.0, 0.0), (FUNCTION_WORD_WEIGHT, 0.0))
    assert found["sea"] == (2.0, 0.0)
    node = understand("the^4 price of the oil", Context(("en",), match="any")).node
    assert isinstance(node, plan.Or)
    boosts = {(c.text, c.boost) for c in node.children if isinstance(c, plan.Word)}
    assert boosts >= {("the", 4.0), ("the", FUNCTION_WORD_WEIGHT)}


def test_words_under_not_are_left_alone() -> None:
    node = understand("oil gas tanker NOT coal", Context(("en",))).node
    assert plan.Word("text", (b"coal",), "coal") in _leaves(node)
    assert plan.Word("text", (b"gas",), "gas", 1.0, KEYWORD_IDF) in _leaves(node)


def _leaves(node: Any) -> list[plan.Node]:
    if isinstance(node, plan.Word):
        return [node]
    parts = [getattr(node, name, ()) for name in ("positive", "negative", "child")]
    below = [*getattr(node, "children", ()), *(part for part in parts if part)]
    return [leaf for part in below for leaf in _leaves(part)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("der Preis und die Rolle von Gas", {"der", "und", "die", "von"}),
        ("ціна на газ у Києві та області", {"на", "у", "та"}),
        ("the price", set()),
        ("the first new year of the king", {"the", "of"}),
    ],
)
def test_function_words_of_a_language(text: str, expected: set[str]) -> None:
    assert function_words(text.split()) == expected


def test_short_lengths_are_told_apart_less() -> None:
    assert length_discount(0.0) == 0.0
    assert length_discount(10 * LENGTH_OFFSET) == pytest.approx(B * 10 / 11)
    for length, average in ((3.0, 40.0), (900.0, 400.0)):
        b = length_discount(average)
        smoothed = (length + LENGTH_OFFSET) / (average + LENGTH_OFFSET)
        assert 1 - b + b * length / average == pytest.approx(1 - B + B * smoothed)


# -- explaining


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    chance = Random(5)
    words = ["harbour", "strike", "ferry", "winter", "the", "of", "what", "is", "in", "bridge"]

    def text(count: int) -> str:
        return " ".join(chance.choices(words, k=count))

    folder: Path = tmp_path_factory.mktemp("explained") / "index"
    with newsearch.create(folder, language="en") as index:
        for part in range(2):
            with index.writer() as writer:
                writer.add_all(
                    Article(
                        id=f"{part}-{number}",
                        title=text(3),
                        summary=text(4) if number % 3 == 0 else None,
                        body=text(chance.randint(5, 60)),
                        tags=(text(1),) if number % 4 == 0 else (),
                    )
                    for number in range(40)
                )
        yield index


def _check(part: dict[str, Any]) -> None:
    """What a part scores follows from what it consists of."""
    if part["kind"] == "word" and part["matches"]:
        b = length_discount(part["average_length"])
        norm = K1 * (1 - b + b * part["length"] / part["average_length"])
        frequency = part["frequency"]
        score = part["boost"] * part["idf"] * frequency / (frequency + norm)
        assert math.isclose(part["score"], score, rel_tol=1e-9)
    parts: Sequence[dict[str, Any]] = part.get("parts", ())
    for child in parts:
        _check(child)
    if part["kind"] in ("and", "or") and part["matches"]:
        assert part["score"] == sum(child["score"] for child in parts if child["matches"])
    if part["kind"] == "andnot" and part["matches"]:
        assert part["score"] == parts[0]["score"]


@pytest.mark.parametrize("query", QUERIES)
def test_an_explanation_adds_up_to_the_score(index: Index, query: str) -> None:
    hits = index.search(query, limit=200, snippets=False).hits
    assert hits
    for hit in hits:
        told = index.explain(query, hit.id)
        assert told["matches"]
        assert told["score"] == hit.score
        _check(told)


@pytest.mark.parametrize("query", QUERIES)
def test_pruned_hits_are_the_first_of_all(index: Index, query: str) -> None:
    for match in ("any", "all"):
        every = index.search(query, match=match, limit=200, snippets=False)
        for limit in (1, 5, 20):
            some = index.search(query, match=match, limit=limit, snippets=False)
            assert [(h.id, h.score) for h in some] == [(h.id, h.score) for h in every][:limit]


# -- compounds that were cut


@pytest.mark.parametrize(
    ("query", "compounds"),
    [
        ("u s economy", {"u.s"}),
        ("the u s a today", {"u.s.a"}),
        ("profit 1 5 bln", {"1.5"}),
        ("sells 12 500 cars", {"12.500", "12,500"}),
        ("a million 1 234 567", {"1.234", "1,234", "1,234.567", "1,234,567"}),
        ("plan b oil 5", set()),
        ("u title:s economy", set()),
        ('"u s" economy', set()),
    ],
)
def test_compounds_that_were_cut_are_sought_too(query: str, compounds: set[str]) -> None:
    words = set(re.findall(r"\w+", query))
    assert set(counted(query)) - words - {"u s"} == compounds
    assert not {text for text in counted(query, "all") if "." in text}


def test_a_compound_that_was_cut_is_found(tmp_path: Path) -> None:
    with newsearch.create(tmp_path / "index", language="en") as index:
        with index.writer() as writer:
            writer.add(Article(id="us", title="", body="U.S. economy grew 1.5 percent."))
            writer.add(Article(id="uk", title="", body="The British economy grew 1.6 percent."))
        assert [hit.id for hit in index.search("u s 1 5", match="any")] == ["us"]


def test_words_of_compounds_may_be_found_alone() -> None:
    def parts(query: str, match: str = "any") -> list[str]:
        node = understand(query, Context(("en",), match=match)).node  # type: ignore[arg-type]
        return [f"{child.text}^{child.boost:g}" for child in node.children]  # type: ignore[union-attr]

    assert parts("two-way ferry") == ["two^0.8", "way^0.8", "two-way^0.2", "ferry^1"]
    assert parts("two-way ferry", "all") == ["two-way^1", "ferry^1"]
    assert parts("COVID-19 ferry") == ["COVID-19^1", "ferry^1"]
    assert parts('"two way" ferry') == ["two way^1", "ferry^1"]


def test_a_text_in_capitals_has_no_operators() -> None:
    shouted = "WHAT IS WRITTEN OF THE FERRY AND NOT OF THE HARBOUR"
    found = understand(shouted, Context(("en",), match="any"))
    assert found.node == understand(shouted.lower(), Context(("en",), match="any")).node.changed(
        children=found.node.children  # type: ignore[union-attr]
    )
    assert [one.code for one in found.diagnostics] == ["operators_as_words"]
    for query in ("FERRY AND NOT HARBOUR", "(FERRY OR BOAT) AND HARBOUR NOT STRIKE AND STORM"):
        assert not understand(query, Context(("en",))).diagnostics
