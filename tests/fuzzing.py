"""Query strings of every kind, and what must hold for each: used in short by the tests, at length
by a fuzz run.

A string comes from the grammar of the query language, from a mutation of such a one, from pieces
of syntax thrown together, or from anywhere in Unicode. Each must be understood or refused with a
`QueryError`, within `SLOWEST_PARSE` of processor time, and what was understood must print as a
query of the same meaning.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import newsearch
from newsearch import Article
from newsearch.errors import QueryError
from newsearch.query.compile import compile_query
from newsearch.query.context import Context
from newsearch.query.parse import parse
from newsearch.query.words import MAXIMUM_LENGTH

__all__ = ["SLOWEST_PARSE", "check_hits", "check_query", "fuzz_queries", "query_strings"]

#: Seconds of processor time that understanding a query may take.
SLOWEST_PARSE = 0.05

NOW = datetime(2026, 2, 12, 15, 30, tzinfo=UTC)
LANGUAGES = ("de", "en", "uk", None)

WORDS = (
    *("harbour", "Harbours", "the", "of", "ferry", "running", "élan", "Elm", "oak", "7", "1,000.5"),
    *("U.S.", "AT&T", "C++", "COVID-19", "don't", "санкції", "санкціями", "Україна", "München"),
    *("北京大学", "東京", "مدينة", "naïve", "ﬁne", "straße", "İstanbul", "e-mail", "9/11", "x"),
    *("AND", "OR", "NOT", "to", "TO", "be", "or", "not", "and", "ΑΘΗΝΑ", "c*t", "Ελλάδα"),
)
TEXT_FIELDS = ("title", "body", "text", "summary")
KEYWORD_FIELDS = ("tags", "tag", "authors", "author", "source", "section", "language", "id")
VALUES = (
    *("energy", '"Harbour trade"', "uk", "en-GB", "bo", '"Ada Quillfeather"', "har*", "?ast"),
    *("a1", "https://news.example/a?b=1", "*", "[a TO m]", "quil~1", "(coast OR inland)"),
)
DATES = (
    *("2026", "2026-02", "2026-02-12", "2026-02-12..2026-03-01", "..2026", "2026-02..", "today"),
    *("[2026-01-01 TO 2026-02-01]", "{2026 TO *}", ">=2026-02", "<2025", "yesterday", "P7D"),
    *('"last week"', '"last 7 days"', '"3 days ago"', "2026-W07", "2026-Q1", "12.02.2026", "7d"),
    *("2026-02-30", "soon", "2026-13", "friday", "2026-02-12T14:30Z", '"12 February 2026"'),
)
PIECES = (
    *("AND", "OR", "NOT", "ANDNOT", "ANDMAYBE", "REQUIRE", "(", ")", '"', "“", "”", "«", "'", "-"),
    *("+", "*", "?", "~", "~1", "~2/3", "^", "^2", "^.5", ":", "title:", "tags:", "date:", "id:"),
    *("[", "]", "{", "}", " TO ", "..", ">=", "today", " ", " ", " ", "\\", "\\*", "\n", "\t"),
    *("\ud800", "\x00", "\u0301", "\u200d", "\u202e", "ß", "İ", "&&", "||", "/", "؟", "a*", "b?c"),
)
#: The first and last character of scripts and oddities that random text is drawn from.
RANGES = (
    (0x00, 0x7F), (0x20, 0x7E), (0x80, 0x24F), (0x300, 0x36F), (0x370, 0x52F), (0x590, 0x6FF),
    (0x900, 0x97F), (0xE00, 0xE7F), (0x1E00, 0x1FFF), (0x2000, 0x206F), (0x2190, 0x23FF),
    (0x3040, 0x30FF), (0x4E00, 0x9FFF), (0xAC00, 0xD7AF), (0xD800, 0xDFFF), (0xE000, 0xE080),
    (0xF900, 0xFFFD), (0x1D400, 0x1D7FF), (0x1F300, 0x1FAFF), (0x0, 0x10FFFF),
)  # fmt: skip


def fuzz_queries(count: int, seed: int) -> str:
    """Checks ``count`` query strings, one in twenty also by its hits, and says how it went.

    Raises:
        AssertionError: What must hold for a query string does not; tells the string.
    """
    seconds = 0.0
    slowest = ""
    found = 0
    check_query("harbour* AND date:2026")  # what is imported when first needed is no parsing
    with TemporaryDirectory() as folder, make_index(Path(folder) / "index") as index:
        for number, text in enumerate(query_strings(count, seed)):
            taken = check_query(text, "all" if number % 2 else "any")
            if taken > seconds:
                seconds, slowest = taken, text
            if number % 20 == 0:
                found += check_hits(index, text)
    return f"{found:,} of every twentieth had hits, slowest {seconds * 1000:.1f} ms: {slowest:.40}"


def make_index(folder: Path) -> Any:
    """A small index of articles with the words that query strings have."""
    chance = random.Random(5)
    index = newsearch.create(folder)
    with index.writer() as writer:
        for number in range(40):
            writer.add(
                Article(
                    id=f"a{number}",
                    title=" ".join(chance.choices(WORDS, k=4)),
                    body=" ".join(chance.choices(WORDS, k=40)),
                    tags=tuple(chance.sample(("energy", "Harbour trade", "coast"), 2)),
                    date=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number),
                    source=chance.choice(("Coast Wire", None)),
                    authors=("Ada Quillfeather",),
                    language=chance.choice(("en", "uk", "de")),
                )
            )
    return index


def query_strings(count: int, seed: int) -> Iterator[str]:
    """``count`` query strings, the same for the same seed.

    Example:
        >>> len(list(query_strings(3, 1))), list(query_strings(3, 1)) == list(query_strings(3, 1))
        (3, True)
    """
    chance = random.Random(seed)
    for _ in range(count):
        kind = chance.random()
        if kind < 0.45:
            yield _clauses(chance, 3)
        elif kind < 0.75:
            yield _mutated(chance, _clauses(chance, 3))
        elif kind < 0.9:
            yield "".join(chance.choices((*PIECES, *WORDS), k=chance.randint(0, 25)))
        elif kind < 0.999:
            yield _unicode(chance, chance.randint(0, 60))
        else:
            yield _long(chance)


def _clauses(chance: random.Random, depth: int) -> str:
    """One to four clauses, with or without operators between."""
    parts = [_clause(chance, depth)]
    for _ in range(chance.choice((0, 0, 1, 1, 2, 3))):
        parts.append(chance.choice((" ", " ", " ", " AND ", " OR ", " ANDNOT ", " ANDMAYBE ",
                                    " REQUIRE ", " NOT ", " -", " +")))  # fmt: skip
        parts.append(_clause(chance, depth))
    return "".join(parts)


def _clause(chance: random.Random, depth: int) -> str:
    kind = chance.randrange(16)
    word = chance.choice(WORDS)
    if kind < 4:
        return word
    if kind == 4 and depth:
        return f"({_clauses(chance, depth - 1)})" + chance.choice(("", "", "^2", "^0.5"))
    if kind == 5:
        return f"{chance.choice(('NOT ', '-', '+'))}{_clause(chance, depth)}"
    if kind in (6, 7):
        words = " ".join(chance.choices(WORDS, k=chance.randint(1, 5)))
        opening, closing = chance.choice(('""', '""', "“”", "«»", "„“"))
        return f"{opening}{words}{closing}" + chance.choice(("", "", "~2", "~5^3", "^2", "~101"))
    if kind == 8:
        cut = chance.randint(0, len(word))
        return word[:cut] + chance.choice("*?") + word[cut + chance.randint(0, 1) :]
    if kind == 9:
        return word + chance.choice(("*", "~", "~1", "~2", "~1/0", "~2/3", "~3", "^2", "~1^2"))
    if kind == 10:
        return f"{chance.choice(TEXT_FIELDS)}:{_clause(chance, depth)}"
    if kind == 11:
        return f"{chance.choice(KEYWORD_FIELDS)}:{chance.choice(VALUES)}"
    if kind in (12, 13):
        return f"date:{chance.choice(DATES)}"
    if kind == 14:
        return f"{chance.choice(TEXT_FIELDS)}:[{word} TO {chance.choice(WORDS)}]"
    return f"{chance.choice(('titel', 'Body', 'datum', 'x'))}:{word}"


def _mutated(chance: random.Random, text: str) -> str:
    """The text with a few characters left out, put in, doubled, swapped or changed."""
    characters = list(text)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(characters) + 1)
        change = chance.randrange(5)
        if change == 0:
            del characters[at : at + chance.randint(1, 3)]
        elif change == 1:
            characters[at:at] = chance.choice(PIECES)
        elif change == 2:
            characters[at:at] = characters[at : at + chance.randint(1, 8)]
        elif change == 3:
            characters[at : at + 2] = reversed(characters[at : at + 2])
        else:
            characters[at : at + 1] = _unicode(chance, 1)
    return "".join(characters)


def _unicode(chance: random.Random, length: int) -> str:
    first, last = chance.choice(RANGES)
    mixed = chance.random() < 0.3
    characters = []
    for _ in range(length):
        if mixed:
            first, last = chance.choice(RANGES)
        characters.append(chr(chance.randint(first, last)))
    return "".join(characters)


def _long(chance: random.Random) -> str:
    """A piece again and again, around the longest query that is taken."""
    piece = chance.choice((*PIECES, "a OR ", "(a b) ", "a-", "ab* ", "x~ ", "(", "NOT ", "é"))
    return (piece * (10_100 // len(piece)))[: chance.choice((500, 3_000, 10_000, 10_100))]


def check_query(text: str, match: Literal["all", "any"] = "all") -> float:
    """Asserts what must hold for any query string; returns the seconds it took to understand.

    Raises:
        AssertionError: It took too long, or its print means something else.
        Exception: Anything but a `QueryError` that understanding it raised.
    """
    context = Context(LANGUAGES, now=lambda: NOW, match=match)
    parsed: Any = None
    started = time.process_time()
    try:
        parsed = parse(text, context)
        compile_query(parsed.query)
    except QueryError as error:
        assert error.message, text
        assert error.position is None or 0 <= error.position <= len(text), text
    seconds = time.process_time() - started
    if seconds > SLOWEST_PARSE:  # a garbage collection or a page fault may have come between
        seconds = min(seconds, _seconds_to_parse(text, context))
    assert seconds <= SLOWEST_PARSE, f"{seconds:.3f} s: {text!r}"
    if parsed is None:
        return seconds
    for remark in parsed.diagnostics:
        assert 0 <= (remark.start or 0) <= (remark.end or 0) <= len(text), text
    printed = str(parsed.query)
    try:
        again = parse(printed, context).query
    except QueryError as error:
        if len(printed) > len(text):  # what is printed may be longer than a query may be
            assert "characters" in error.message, (text, printed)
            return seconds
        raise AssertionError((text, printed)) from error
    assert again == parsed.query, (text, printed)
    return seconds


def _seconds_to_parse(text: str, context: Context) -> float:
    started = time.process_time()
    with suppress(QueryError):
        compile_query(parse(text, context).query)
    return time.process_time() - started


def check_hits(index: Any, text: str) -> bool:
    """Asserts that a query string and its print find the same articles with the same scores.

    Returns:
        Whether there are any.
    """
    try:
        found = index.search(text, limit=1000, snippets=False)
    except QueryError:
        return False
    context = Context(index.snapshot.languages, now=lambda: datetime.now(UTC))
    printed = str(parse(text, context).query)
    if len(printed) > MAXIMUM_LENGTH or any(r.code == "any_words" for r in found.diagnostics):
        return False  # a print joins words by AND, for which no any-word query stands in
    again = index.search(printed, limit=1000, snippets=False)
    hits = [(hit.id, hit.score) for hit in found]
    assert [(hit.id, hit.score) for hit in again] == hits, (text, printed)
    return bool(hits)
