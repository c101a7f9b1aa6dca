"""Which terms a fuzzy word, a pattern or a prefix stands for: beside a test of every term."""

from __future__ import annotations

from array import array
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import newsearch
from newsearch.errors import CorruptIndex, QueryError
from newsearch.kernel.sorted_bytes import SortedBytes
from newsearch.query import plan
from newsearch.query.expansions import FuzzyTest, StartTest, pattern_test, within
from newsearch.query.patterns import wildcard_expression
from newsearch.search import expanding
from newsearch.text.analysis import Analyzer
from newsearch.text.folding import fold

from .kernels import Kernels, load

LETTERS = st.text("abcdаяи€𝄞", min_size=1, max_size=7)
TERMS = st.sets(LETTERS, min_size=1, max_size=60).map(sorted)


@pytest.fixture(scope="module", params=["compiled", "pure"])
def kernels(request: pytest.FixtureRequest) -> Kernels:
    return load(request.param)


def sorted_bytes(terms: list[str], kind: Any = SortedBytes) -> Any:
    encoded = sorted(term.encode() for term in terms)
    return kind(array("I", accumulate(map(len, encoded), initial=0)), b"".join(encoded))


class Terms:
    """A dictionary of terms as an expansion sees it."""

    def __init__(self, terms: list[str]) -> None:
        self.strings = sorted_bytes(terms)
        self.term = self.strings.at
        self.find = self.strings.find
        self.prefix_range = self.strings.prefix_range
        self.lower_bound = self.strings.lower_bound


def passing(terms: Terms, node: plan.Expand) -> list[int]:
    """The numbers of the terms that pass the expansion's own test, one by one."""
    assert node.accepts is not None
    return [
        ordinal
        for ordinal in range(len(terms.strings))
        if terms.term(ordinal).startswith(node.prefix) and node.accepts(terms.term(ordinal))
    ]


@settings(max_examples=150, deadline=None)
@given(terms=TERMS, word=LETTERS | st.just(""), limit=st.integers(0, 3))
@example(terms=["abcd"], word="bacd", limit=1)
@example(terms=["cbaa", "cab"], word="abc", limit=2)
def test_near_words_are_those_within_the_distance(
    kernels: Kernels, terms: list[str], word: str, limit: int
) -> None:
    strings = sorted_bytes(terms, kernels.SortedBytes)
    found = [strings.at(n).decode() for n in kernels.near(strings, 0, len(strings), word, limit)]
    assert found == [t for t in sorted(terms, key=str.encode) if within(t, word, limit)]


@settings(max_examples=100, deadline=None)
@given(
    terms=TERMS,
    part=st.text("abя", min_size=1, max_size=2),
    cut=st.tuples(st.integers(0, 60), st.integers(0, 60)),
)
def test_strings_that_hold_a_part(
    kernels: Kernels, terms: list[str], part: str, cut: tuple[int, int]
) -> None:
    strings = sorted_bytes(terms, kernels.SortedBytes)
    first, stop = sorted(min(place, len(strings)) for place in cut)
    expected = [n for n in range(first, stop) if part.encode() in strings.at(n)]
    assert strings.containing(part.encode(), first, stop).tolist() == expected


def test_a_word_of_any_length_and_damage_are_told() -> None:
    from newsearch.kernel.nearby import LONGEST, near

    strings = sorted_bytes(["a" * 300, "b"])
    with pytest.raises(ValueError, match="at most 255"):
        near(strings, 0, 2, "a" * (LONGEST + 1), 1)
    assert near(strings, 0, 2, "a" * LONGEST, 2).tolist() == []
    with pytest.raises(ValueError, match="a part is missing"):
        strings.containing(b"", 0, 2)
    damaged = SortedBytes(array("I", [0, 9, 1, 2]), b"ab")
    with pytest.raises(CorruptIndex):
        near(damaged, 0, 3, "a", 1)
    with pytest.raises(CorruptIndex):
        damaged.containing(b"a", 0, 3)


@settings(max_examples=150, deadline=None)
@given(
    terms=TERMS,
    spellings=st.lists(LETTERS, min_size=1, max_size=2),
    limit=st.integers(1, 2),
    prefix=st.integers(0, 2),
)
def test_a_fuzzy_word_stands_for_what_its_test_accepts(
    terms: list[str], spellings: list[str], limit: int, prefix: int
) -> None:
    node = plan.Expand("text", "fuzzy", accepts=FuzzyTest(tuple(spellings), limit, prefix))
    found = Terms(terms)
    assert list(expanding.expanded_terms(found, node)) == passing(found, node)


@settings(max_examples=150, deadline=None)
@given(terms=TERMS, pattern=st.text("abя*?", min_size=1, max_size=6))
def test_a_pattern_stands_for_what_its_test_accepts(terms: list[str], pattern: str) -> None:
    parts = pattern.replace("?", "*").split("*")
    test = pattern_test(wildcard_expression(pattern), max(parts, key=len))
    node = plan.Expand("text", "wildcard", prefix=parts[0].encode(), accepts=test)
    found = Terms(terms)
    assert list(expanding.expanded_terms(found, node)) == passing(found, node)


@settings(max_examples=100, deadline=None)
@given(terms=TERMS, start=LETTERS, whole=st.sets(LETTERS, max_size=3))
def test_a_beginning_stands_for_what_its_test_accepts(
    terms: list[str], start: str, whole: set[str]
) -> None:
    test = StartTest(start.encode(), frozenset(term.encode() for term in whole))
    node = plan.Expand("text", "prefix", accepts=test)
    found = Terms(terms)
    assert list(expanding.expanded_terms(found, node)) == passing(found, node)


@pytest.mark.parametrize(
    ("language", "word"),
    [
        *(("en", w) for w in ("government", "elections", "organization", "happiness", "cities")),
        *(("en", w) for w in ("carrying", "nationality", "responsibilities", "relational")),
        *(("de", w) for w in ("Regierungen", "freundlichen", "Häuser", "politischen")),
        *(("fr", w) for w in ("gouvernements", "élections", "nationalité")),
        *(("es", w) for w in ("elecciones", "gobiernos", "responsabilidades")),
        *(("ru", w) for w in ("санкциями", "правительства", "выборов", "безопасности")),
        *(("uk", w) for w in ("санкціями", "виборів", "безпеки", "урядового", "рішеннями")),
    ],
)
def test_a_word_is_found_by_each_of_its_beginnings(language: str, word: str) -> None:
    analyzer = Analyzer([language])
    term = analyzer.term(word, language)
    for length in range(3, len(word) + 1):
        beginning = fold(word)[:length]
        found = term.startswith(beginning) or term in analyzer.completed(beginning)
        assert found, beginning


def test_too_many_words_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with newsearch.create(tmp_path / "index") as index:
        with index.writer() as writer:
            body = " ".join(f"ab{letter}{other}" for letter in "abcdefgh" for other in "xyzvw")
            writer.add(newsearch.Article("Words", body, id="a1"))
        assert index.search("ab*").total == index.search("*b*").total == 1
        monkeypatch.setattr(expanding, "MAXIMUM_TERMS", 100)
        for query in ("ab* OR aba*", "*bh*", "abax~2", "id:a*", "tags:*x*"):
            index.search(query)
        for query in ("*b* OR *a* OR *h*", "ab* OR a* OR a?*", " OR ".join(["ab*"] * 3)):
            with pytest.raises(QueryError, match="more than 100 words of the index") as caught:
                index.search(query)
            assert "start" in (caught.value.hint or "")
