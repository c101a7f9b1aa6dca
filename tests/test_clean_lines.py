"""The quick way of a clean JSON line into an index, against the way that every line can take."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import newsearch
from newsearch.article import Article
from newsearch.errors import ReadError
from newsearch.ingest import json_records
from newsearch.ingest.cleaning import is_clean
from newsearch.ingest.datelines import dateline_of
from newsearch.ingest.normalise import RULES, normalise
from newsearch.ingest.records import Raw
from newsearch.kernel.gathering import EncodedArticle, encoded
from newsearch.kernel.json_lines import LEAST_TEXT, OTHER_FIELD, PLAIN_FIELDS

from .conftest import compiled_kernel, pure_kernel

BOTH = pytest.mark.parametrize("load", [pure_kernel, compiled_kernel])

SENTENCES = [
    "The ferry stopped at noon. ", "Nobody was hurt,  they said.\n", "«Так», — сказав він. ",
    "AT&T and R&D. ", "Firm <ABC.N> rose. ", "She wrote: \"No\\ way/\".\n\n", "naïve café 𝒜 ",
    "(Reuters) - ", "LIMA, Peru (Reuters) - ", "北京（新华社）", "a\n    b\n",
]  # fmt: skip
UNCLEAN = [
    "&amp; ",
    "<p>One</p> ",
    "\t",
    "\x07",
    "\xa0",
    "\u200b",
    "e\u0301",
    "\r\n",
    "\x7f",
    "&#1632;",
]
texts = st.lists(st.sampled_from(SENTENCES), max_size=12).map("".join)
unclean_texts = st.lists(st.sampled_from([*SENTENCES, *UNCLEAN]), max_size=12).map("".join)
short_texts = st.sampled_from(
    ["", " ", "Rain stops", "Rain  stops", "AT&T", "AT&amp;T", "Дощ", "1 < 2", "x" * 1100, "a\tb",
     "Дощ \u200b", "e\u0301", "Ð”Ð¾Ñ‰", "“Rain”", "\xa0Rain", "a\x7f", "&#1632;"]
)  # fmt: skip
names = st.sampled_from(["Ada Byron", "By Ada Byron and Mary Shelley", "Reuters", "", "Ада"])
NOTHING = st.none() | st.just("") | st.just([])
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "title": short_texts | texts,
    "headline": short_texts,
    "body": unclean_texts,
    "text": texts,
    "id": short_texts | st.integers(),
    "url": st.sampled_from(
        ["https://example.org/a", "HTTP://example.org", "example.org", "https://a.b/?utm_source=x"]
    ),
    "date": st.sampled_from(["2026-02-12T14:30:00Z", "12.02.2026", "never", "2999-01-01"]),
    "author": names | st.lists(names, max_size=3) | st.just({"name": "Ada Byron"}),
    "tags": st.lists(short_texts, max_size=3) | st.just("rain; sun"),
    "source": st.sampled_from(["Reuters", "www.bbc.co.uk", "The Coast", " "]),
    "section": short_texts,
    "sections": st.lists(short_texts, max_size=2),
    "place": short_texts,
    "lang": st.sampled_from(["en", "en-GB", "uk", "?"]),
    "summary": unclean_texts,
    "extra": st.just({"views": 7}) | st.integers(),
    "views": st.integers() | st.booleans() | st.just({}) | texts,
    "article": st.just({"title": "Inner"}) | texts,
}
pairs = st.sampled_from(list(FIELDS)).flatmap(
    lambda name: st.tuples(st.just(name), FIELDS[name] | NOTHING)
)
likely = st.fixed_dictionaries(
    {"title": short_texts, "body": texts.filter(lambda text: len(text) > LEAST_TEXT)}
).map(lambda record: list(record.items()))


@st.composite
def lines(draw: st.DrawFn) -> bytes:
    """A line of JSON, whose names may stand twice; now and then it is damaged."""
    members = draw(likely | st.just([])) + draw(st.lists(pairs, max_size=6))
    escape = draw(st.booleans())
    colon = draw(st.sampled_from([":", ": ", " :\t"]))
    comma = draw(st.sampled_from([",", ", "]))
    line = comma.join(
        json.dumps(name) + colon + json.dumps(value, ensure_ascii=escape) for name, value in members
    )
    data = f"{{{line}}}".encode() + draw(st.sampled_from([b"", b"\n", b" \r\n"]))
    if draw(st.integers(0, 3)) == 0 and data:
        at = draw(st.integers(0, len(data) - 1))
        damage = draw(
            st.sampled_from([b"", b'"', b"\\", b"\\u12", b"\\ud83d", b"}", b"\xff", b"\xc3"])
        )
        data = data[:at] + damage + data[at + draw(st.integers(0, 2)) :]
    return data


def reader_of(load: Callable[[str], ModuleType]) -> Any:
    articles = load("clean_articles")
    return articles.ArticleReader(json_records._plain_plan, json.loads, RULES)


def outcomes(found: Any) -> list[object]:
    """Articles as all of their fields, and the errors."""
    given: list[object] = []
    for one in found:
        if isinstance(one, Raw):
            try:
                one = normalise(one, detect=False)
            except ValueError as error:
                given.append(str(error))
                continue
        if isinstance(one, ReadError):
            given.append(str(one))
        else:
            fields = {name: getattr(one, name) for name in Article.__slots__}
            fields["body"] = encoded(one).body.decode()
            given.append((fields, list(one.extra)))
    return given


@BOTH
@settings(max_examples=400, deadline=None)
@given(line=lines())
@example(line=b'{"title":"a","body":"%b","body":""}' % (b"Rain. " * 30))
@example(line=b'{"title":"a","body":"%b\xc3 ","text":null}' % (b"Rain. " * 30))
@example(line=b'{"title":"a","body":"%b\\ud83d\\ude00"}' % (b"Rain. " * 30))
@example(line=b'[{"title":"a","body":"%b"}]' % (b"Rain. " * 30))
def test_both_ways_give_the_same(load: Callable[[str], ModuleType], line: bytes) -> None:
    every = outcomes(json_records.read_lines(io.BytesIO(line), "in"))
    quick = outcomes(json_records._read_lines(io.BytesIO(line), "in", reader_of(load)))
    assert quick == every


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9**9) | st.floats(allow_nan=False) | unclean_texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text('a]}"', max_size=2), inner),
    max_leaves=6,
)


@BOTH
@settings(max_examples=300, deadline=None)
@given(
    record=st.dictionaries(st.text("abc", max_size=3), VALUES | st.lists(texts), max_size=5),
    text=texts.filter(lambda text: len(text) > 2 * LEAST_TEXT),
    escape=st.booleans(),
    indent=st.none() | st.just(0),
)
def test_members_of_an_object(
    load: Callable[[str], ModuleType],
    record: dict[str, Any],
    text: str,
    escape: bool,
    indent: int | None,
) -> None:
    """What belongs to no field comes as a parser of JSON reads it, the longest text as it is."""
    record["text"] = text
    line = json.dumps(record, ensure_ascii=escape, indent=indent)
    plain = PLAIN_FIELDS.index("body")
    reader = load("json_lines").LineReader(
        lambda names: bytes(plain if name == "text" else OTHER_FIELD for name in names), json.loads
    )
    found = reader.read(line.encode(), 0, len(line.encode()))
    strings = [value for value in record.values() if isinstance(value, str)]
    clean = pure_kernel("whitespace").normalise_whitespace(text)
    if not clean or max(len(one.encode()) for one in strings) > len(text.encode()):
        assert found is None
    elif found is None:  # an escape that is left to the parser
        assert any(mark in line for mark in ("\\t", "\\r", "\\b", "\\f"))
    else:
        assert found[plain] == clean.encode()
        assert found[OTHER_FIELD] == {
            name: value
            for name, value in record.items()
            if name != "text" and value not in NO_VALUE
        }


NO_VALUE: tuple[Any, ...] = (None, "", [])


@BOTH
@pytest.mark.parametrize(
    ("names", "values", "expected"),
    [
        (("title", "body"), ("Rain", ...), {"title": "Rain"}),
        (("body", None, None, "tags"), (..., 7, [], ["sun"]), {"tags": ["sun"], None: {"1": 7}}),
        (("title", "body"), (..., "It rained."), None),  # the longest text is no body
        (("title",), (...,), None),
        (("title", "body", "extra"), ("Rain", ..., {"a": 1}), None),
        *(
            ((field, "body"), (value, ...), None)
            for field, value in (
                ("title", " Rain"), ("title", "<b>"), ("title", 7), ("id", "x" * 1025),
                ("section", "a\tb"), ("url", "<b>"), ("source", ["Reuters"]),
                ("authors", ["Ada", ""]), ("tags", [7]), ("authors", {"name": "Ada"}),
            )
        ),
    ],
)  # fmt: skip
def test_which_records_are_plain(
    load: Callable[[str], ModuleType],
    names: tuple[str | None, ...],
    values: tuple[Any, ...],
    expected: dict[str | None, Any] | None,
) -> None:
    """``...`` stands for a long text, a name of None for a member that belongs to no field."""
    text = "It rained. " * 120
    numbers = bytes(
        OTHER_FIELD if name is None else PLAIN_FIELDS.index(name)
        for name in names
        if name != "extra"
    )
    if "extra" in names:
        numbers += bytes((OTHER_FIELD,))
    record = {
        name if name == "extra" else str(at): text if value is ... else value
        for at, (name, value) in enumerate(zip(names, values, strict=True))
    }
    line = json.dumps(record).encode()
    reader = load("json_lines").LineReader(lambda _: numbers, json.loads)
    found = reader.read(b"[]\n" + line + b"[]\n", 3, 3 + len(line))  # what is beside is not seen
    if expected is None:
        assert found is None
    else:
        given = {name: value for name, value in zip(PLAIN_FIELDS, found, strict=False) if value}
        if found[OTHER_FIELD]:
            given[None] = found[OTHER_FIELD]
        assert given == {"body": text.strip().encode(), **expected}


@BOTH
@settings(deadline=None)
@given(
    text=st.lists(
        st.sampled_from(
            ["LIMA", ", Peru", " (Reuters)", " - ", "(AP) - ", "(a)", " ", "KYIV, Feb 12", "(dpa) ",
             "(The Coast) - ", "WASHINGTON — ", "it rained (", ") - ", "x" * 70, "é", "-"]
        ),
        max_size=7,
    ).map("".join)
)  # fmt: skip
def test_a_line_has_the_dateline_of_its_body(load: Callable[[str], ModuleType], text: str) -> None:
    line = json.dumps({"title": "Rain", "body": text + "It rained. " * 30}).encode()
    article = reader_of(load).article(line, 0, len(line))
    assert (article.place, article.source) == dateline_of(article.body.decode())


@BOTH
@settings(max_examples=300, deadline=None)
@given(
    text=unclean_texts.map(str.encode)
    | st.binary(max_size=80)
    | st.text("aÃ©ä€“’…•ïþ÷×ÿ&<").map(str.encode)
)
@example(text=b"a" * 31 + b"\xe2\x80")
@example(text=b"a" * 30 + "“”".encode() + b"a" * 40 + b"\xc3")
def test_plain_texts_are_clean(load: Callable[[str], ModuleType], text: bytes) -> None:
    text = bytes(byte for byte in text if byte >= 32 and byte != 127)
    plain = load("strings").is_plain_text(text)
    assert not plain or is_clean(text)
    if text.isascii():
        assert plain == (b"&" not in text and b"<" not in text)


def test_a_clean_line_takes_the_quick_way() -> None:
    """Otherwise the tests above compare a way with itself."""
    record = {
        "id": "7", "title": "Rain stops", "body": "LIMA (Reuters) - It  rained.\n\n" * 9,
        "authors": ["Ada Byron"], "date": "2026-02-12T14:30:00Z", "lang": "en", "views": 7,
    }  # fmt: skip
    line = json.dumps(record).encode()
    article = json_records.article_reader().article(line, 0, len(line))
    assert type(article) is EncodedArticle
    assert (article.place, article.source, article.extra) == ("Lima", "Reuters", {"views": 7})


@pytest.mark.parametrize("title", ["Дощ ущух", "“AT&T” – 5 €", "Rain"])
def test_a_title_beyond_ascii_takes_the_quick_way(title: str) -> None:
    record = {"title": title, "body": "It rained. " * 9, "section": title, "id": title}
    line = json.dumps(record, ensure_ascii=False).encode()
    article = json_records.article_reader().article(line, 0, len(line))
    assert article is not None
    assert (article.title, article.section, article.id) == (title, title, title)


def test_an_index_gives_back_what_was_read(tmp_path: Path) -> None:
    file = tmp_path / "news.jsonl"
    records = [
        {
            "id": f"n{number}",
            "title": f"Rain {number}",
            "text": f"Дощ {number}.  " + "It rained. " * 20,
        }
        for number in range(5)
    ]
    records.append(records[1] | {"title": "Sun"})  # replaces the first of its id
    file.write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
    with newsearch.create(tmp_path / "index", language="en") as index:
        with index.writer() as writer:
            counts = writer.add_files(file)
        assert (counts.added, counts.replaced) == (5, 1)
        read = {article.id: article for article in newsearch.read(file)}
        for id, article in read.items():
            kept = index.get(id)
            assert kept is not None
            assert (kept.title, kept.body) == (article.title, article.body)
        assert len(index.search("дощ rained")) == 5
        with index.writer() as writer:
            assert writer.add_files(file).unchanged == 4
