"""Plain words: the way past the parser, and how text becomes words."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsearch.errors import QueryError
from newsearch.query import plan
from newsearch.query.compile import compile_query
from newsearch.query.context import Context
from newsearch.query.parse import parse
from newsearch.query.understand import understand
from newsearch.query.words import plain_words, plan_for_words, word_groups
from newsearch.text.analysis import Analyzer

ENGLISH = Analyzer(["en"])


@pytest.mark.parametrize(
    "text", ["", "ferry", " ferry  Harbour ", "COVID-19 don't AT&T 9/11", "- a"]
)
def test_plain(text: str) -> None:
    assert plain_words(text) == text.split()


@pytest.mark.parametrize(
    "text",
    ['"a b"', "«a b»", "a AND b", "NOT a", "a OR b", "a ANDMAYBE b", "(a)", "a*", "a?", "a~1",
     "a^2", "title:a", "12:30", "-a", "a +b", "[a]", "{a}", "a\\b", "a && b", "a || b"],
)  # fmt: skip
def test_syntax_is_not_plain(text: str) -> None:
    assert plain_words(text) is None


def test_plain_queries_import_no_whoosh() -> None:
    code = (
        "import sys; from newsearch.query.understand import understand;"
        "from newsearch.query.context import Context; import newsearch.schema;"
        "from newsearch.query.dates import parse_span;"
        "understand('harbour ferry COVID-19', Context(('en',)));"
        "sys.exit(any(name.partition('.')[0] == 'whoosh' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("harbour ferry", [1, 1]),
        ("COVID-19", [2]),
        ("9/11", [2]),
        ("U.S.: AT&T", [1, 1]),
        ("Kyiv,Lviv", [1, 1]),
        ("east—west", [1, 1]),
        ("mayor@harbour.example", [3]),
        ("!?", []),
        ("北京大学", [3]),
    ],
)
def test_compounds_stay_together(text: str, groups: list[int]) -> None:
    assert [len(group.terms) for group in word_groups(text, ENGLISH)] == groups


def test_words_become_a_plan() -> None:
    harbour, ferries = (ENGLISH.variants(word)[0].encode() for word in ("harbour", "ferries"))
    both = (plan.Word("text", (harbour,), "harbour"), plan.Word("text", (ferries,), "ferries"))
    assert plan_for_words(["harbour", "ferries"], ENGLISH) == plan.And(both)
    assert plan_for_words(["harbour", "ferries"], ENGLISH, "any") == plan.Or(both)
    assert plan_for_words(["harbour"], ENGLISH) == both[0]
    assert plan_for_words([], ENGLISH) == plan.Every()
    assert plan_for_words(["..."], ENGLISH) == plan.Nothing()
    compound = plan_for_words(["COVID-19"], ENGLISH)
    assert compound == plan.Phrase("text", ((b"covid",), (b"19",)), 1, "COVID-19")


def test_a_word_has_a_term_per_language() -> None:
    node = plan_for_words(["elections"], Analyzer(["en", None]))
    assert isinstance(node, plan.Word)
    assert node.terms == (b"elect", b"elections")


def test_too_many_words() -> None:
    with pytest.raises(QueryError, match="more than 1,000 words"):
        understand("word " * 1500, Context())
    with pytest.raises(QueryError, match="more than 1,000 words"):
        understand("a-" * 1500, Context())
    with pytest.raises(QueryError, match="has 10,001 characters"):
        understand("x" * 10_001, Context())


def test_words_without_letters_find_nothing_and_say_so() -> None:
    found = understand("... !!!", Context())
    assert found.node == plan.Nothing()
    assert [remark.code for remark in found.diagnostics] == ["no_words"]
    assert understand("  ", Context()) == understand("*", Context())


@given(
    st.lists(
        st.sampled_from(
            ["harbour", "COVID-19", "AT&T", "Kyiv,Lviv", "...", "a_b", "- ", "ünï", "’s"]
        )
        | st.text(st.characters(codec="utf-8"), max_size=6),
        max_size=6,
    ),
    st.sampled_from(["all", "any"]),
)
def test_the_parser_makes_the_same_of_plain_words(words: list[str], match: str) -> None:
    text = " ".join(words)
    context = Context(("en", None), match="all" if match == "all" else "any")
    if plain_words(text) is not None:
        assert understand(text, context).node == compile_query(parse(text, context).query)
