"""Plain words: the way past the parser, and how text becomes words."""

from __future__ import annotations

import subprocess
import sys
from typing import Literal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsearch.errors import QueryError
from newsearch.query import plan
from newsearch.query.compile import compile_query
from newsearch.query.context import Context
from newsearch.query.parse import parse
from newsearch.query.understand import understand
from newsearch.query.weighing import weighed
from newsearch.query.words import plain_clauses, plan_for_clauses, readable, word_groups
from newsearch.text.analysis import Analyzer

ENGLISH = Analyzer(["en"])


@pytest.mark.parametrize(
    "text", ["", "ferry", " ferry  Harbour ", "COVID-19 don't AT&T 9/11", "- a"]
)
def test_plain(text: str) -> None:
    assert plain_clauses(text) == text.split()


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ('"a b"', ['"a b']),
        (' x "a (b) c?"y ""', ["x", '"a (b) c?', "y", '"']),
        ('12" by 5"', ["12", '" by 5']),
        ('"title:a OR -b"', ['"title:a OR -b']),
    ],
)
def test_phrases_of_words_are_plain(text: str, clauses: list[str]) -> None:
    assert plain_clauses(text) == clauses


@pytest.mark.parametrize(
    "text",
    ['"a b', '"a" "b', '"a b"~3', '"a b"^2', 'title:"a b"', '-"a b"', 'a +"b c"', '"a" OR "b"',
     '"a"AND b', r'"a \" b"', '"a b*"', '"a" (b)', '"a” b', "«a b»",
     "a AND b", "NOT a", "a OR b", "a ANDMAYBE b", "(a)", "a*", "a?", "a~1",
     "a^2", "title:a", "12:30", "-a", "a +b", "[a]", "{a}", "a\\b", "a && b", "a || b"],
)  # fmt: skip
def test_syntax_is_not_plain(text: str) -> None:
    assert plain_clauses(text) is None


def test_plain_queries_import_no_whoosh() -> None:
    code = (
        "import sys; from newsearch.query.understand import understand;"
        "from newsearch.query.context import Context; import newsearch.schema;"
        "from newsearch.query.dates import parse_span;"
        "understand('harbour ferry COVID-19', Context(('en',)));"
        "understand('\"harbour ferry\" strike', Context(('en',)));"
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
    assert plan_for_clauses(["harbour", "ferries"], ENGLISH) == plan.And(both)
    assert plan_for_clauses(["harbour", "ferries"], ENGLISH, "any") == plan.Or(both)
    assert plan_for_clauses(["harbour"], ENGLISH) == both[0]
    assert plan_for_clauses([], ENGLISH) == plan.Every()
    assert plan_for_clauses(["..."], ENGLISH) == plan.Nothing()
    compound = plan_for_clauses(["COVID-19"], ENGLISH)
    assert compound == plan.Phrase("text", ((b"covid",), (b"19",)), 1, "COVID-19")


def test_a_word_has_a_term_per_language() -> None:
    node = plan_for_clauses(["elections"], Analyzer(["en", None]))
    assert isinstance(node, plan.Word)
    assert node.terms == (b"elect", b"elections")


def test_too_many_words() -> None:
    with pytest.raises(QueryError, match="more than 1,000 words"):
        understand("word " * 1500, Context())
    with pytest.raises(QueryError, match="more than 1,000 words"):
        understand("a-" * 1500, Context())
    with pytest.raises(QueryError, match="more than 1,000 words"):
        understand('"' + "a " * 1500 + '"', Context())
    with pytest.raises(QueryError, match="more than 1,000 words") as raised:
        understand('"' + "a " * 600 + '" b "' + "a " * 600 + '"', Context())
    assert raised.value.position == 1205
    with pytest.raises(QueryError, match="has 10,001 characters"):
        understand("x" * 10_001, Context())


def test_words_without_letters_find_nothing_and_say_so() -> None:
    found = understand("... !!!", Context())
    assert found.node == plan.Nothing()
    assert [remark.code for remark in found.diagnostics] == ["no_words"]
    assert understand("  ", Context()) == understand("*", Context())


PIECES = st.sampled_from(
    [
        *("harbour", "the", "Harbour", "COVID-19", "AT&T", "Kyiv,Lviv", "...", "a_b", "ünï", "’s"),
        *("don't", "Їжак", "北京大学", "e\u0301", "\ud800", "O'Brien’s", "U.S.", "12"),
        *("-", "+", "-a", "+a", "AND", "OR", "NOT", "&&", "title:", "title:a", "12:30"),
        *("(", ")", "[", "{", "*", "a*", "?", "ferry?", "؟", "~1", "~3", "^2", "\\", '\\"'),
        *("“", "”", "«", "»", "„", " ", " ", " ", "\n", "\u00a0", '"', '"', '"', '"', '" "'),
        *('"harbour strike"', '"the harbour of the harbour"', '"a b"~3', '"a b"^2', '""', '" . "'),
    ]
)


@settings(max_examples=500)
@given(
    text=st.lists(PIECES | st.text(max_size=4), max_size=9).map("".join)
    | st.lists(PIECES | st.text(max_size=4), max_size=9).map(" ".join),
    match=st.sampled_from(["all", "any"]),
    languages=st.sampled_from([("en", None), ("en",), (None,), ("fr", "uk")]),
)
@example(text='"oil prices rise" tanker', match="any", languages=("en", None))
@example(text='a -"b"', match="all", languages=("en",))
@example(text='"a"-b', match="all", languages=("en",))
@example(text='"a"AND b', match="all", languages=("en",))
@example(text='""', match="all", languages=("en",))
def test_the_parser_makes_the_same(
    text: str, match: Literal["all", "any"], languages: tuple[str | None, ...]
) -> None:
    context = Context(languages, match=match)
    text = readable(text)
    if plain_clauses(text) is None:
        return
    found = understand(text, context)
    parsed = parse(text, context)
    expected = weighed(compile_query(parsed.query), context.analyzer, match)
    assert found.node == expected
    assert repr(found.node) == repr(expected)  # what is shown, too
    assert found.diagnostics == parsed.diagnostics


@given(
    words=st.lists(
        st.sampled_from(["harbour", "strike", "the", "AT&T", "Kyiv", "don't"]), max_size=9
    ),
    quotes=st.lists(st.integers(0, 9), max_size=4),
)
def test_words_with_quotes_among_them_are_plain_if_the_quotes_pair(
    words: list[str], quotes: list[int]
) -> None:
    for at in quotes:
        words.insert(at, '"')
    assert (plain_clauses(" ".join(words)) is not None) == (len(quotes) % 2 == 0)
