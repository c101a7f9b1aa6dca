"""The sample corpus is what its README says, and reading it gives what a reader would see."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest

from newsearch.article import Article
from newsearch.errors import ReadError
from newsearch.ingest.reading import read_explained

ingest = pytest.importorskip("newsearch.ingest")
if not hasattr(ingest, "read"):
    pytest.skip("newsearch.ingest has no read yet", allow_module_level=True)

CORPUS = Path(__file__).parent.parent / "corpus"
FOLDERS = {"site-text": 24, "pages": 27, "jsonl": 35, "feeds": 14}
FILES = {
    "jsonl/nordledger.jsonl": 10,
    "jsonl/ostra-post-archive.jsonl": 9,
    "jsonl/obriy.jsonl.gz": 8,
    "jsonl/meridian.json": 8,
    "feeds/harbour-wire.rss.xml": 8,
    "feeds/techtide.atom.xml": 6,
}
WIRE = {
    "wire/ferry.nitf.xml": 1,
    "wire/bakery.newsml.xml": 1,
    "wire/observatory.newsml-g2.xml": 2,
    "wire/orchard.ninjs.json": 1,
    "wire/velta-7901.txt": 2,
    "wire/velta-1312.anpa": 1,
    "wire/velta-archive.sgm": 2,
    "wire/karsholt-courier.warc.gz": 2,
    "wire/morning-tide.mbox": 2,
}
BROKEN = {
    "truncated-line.jsonl": 3,
    "empty.txt": 0,
    "binary.txt": 0,
    "no-article.html": 0,
    "malformed-item.rss.xml": 2,
}
LANGUAGES = {"en": 71, "uk": 18, "de": 5, "ar": 4, "fr": 1, "pl": 1}
SOURCES = {
    "VELTA": 15,
    "Harbour Wire": 14,
    "ОБРІЙ": 14,
    "Ostra Post": 13,
    "NordLedger": 10,
    "Meridian Press": 8,
    "TechTide": 6,
    "The Karsholt Courier": 5,
    "Lisk Observer": 4,
    "Калина": 2,
    "Вісник Північних морів": 2,
    "Quellsteiner Bote": 2,
    "صحيفة الرواق": 2,
    "DNW": 1,
    "L’Écho de Valbrume": 1,
    "Kurier Łęgowski": 1,
}
# Words that only the sites' furniture has: notices, menus, captions, comments, promotions.
FURNITURE = [
    "cookie",
    "cookies",
    "Advertisement",
    "Subscribe for 9 crowns",
    "our free morning newsletter",
    "Comments are closed",
    "pedantic_heron",
    "k.wobbler",
    "marshmallow_fan",
    "Courier archive",
    "Most read",
    "Support independent harbour",
    "Handout",
    "Privacy policy",
    "Read also",
    "Printer-friendly",
    "Guestbook",
    "visitor no.",
    "night desk",
    "Imprint",
    "Impressum",
    "Leserkommentare",
    "Waldschrat",
    "Читайте також",
    "Поділитися",
    "ріпка_77",
    "Популярне",
    "Зворотний зв'язок",
    "ملفات تعريف الارتباط",
    "قارئ من الميناء",
    "Mentions légales",
    "papi_roger",
    "Polityka prywatności",
    "Szanujemy Twoją prywatność",
    "₡1",
    "₴3",
    "views",
]
WIRE_STORIES = [
    (
        date(2025, 11, 9),
        "spillway of Hollin Dam",
        {"VELTA", "The Karsholt Courier", "Ostra Post", "Harbour Wire"},
    ),
    (
        date(2026, 6, 11),
        "key interest rate",
        {"VELTA", "NordLedger", "Meridian Press", "Harbour Wire"},
    ),
    (date(2026, 3, 14), "research satellite Petrel-3", {"VELTA", "Lisk Observer", "TechTide"}),
]


@cache
def read(*names: str) -> tuple[list[Article], list[ReadError]]:
    """The articles and errors of files or folders of the corpus."""
    errors: list[ReadError] = []
    articles = list(ingest.read(*(str(CORPUS / name) for name in names), on_error=errors.append))
    return articles, errors


def whole() -> list[Article]:
    """The hundred articles outside wire/ and broken/."""
    return read(*FOLDERS)[0]


@pytest.mark.parametrize(("name", "count"), [*FOLDERS.items(), *FILES.items(), *WIRE.items()])
def test_counts_per_folder_and_file(name: str, count: int) -> None:
    articles, errors = read(name)
    assert errors == []
    assert len(articles) == count


def test_readme_gives_these_counts() -> None:
    readme = (CORPUS / "README.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([\w-]+)/` \|.*\| (\d+) \|$", readme, re.MULTILINE))
    counts = {name: int(count) for name, count in rows.items()}
    others = {"wire": sum(WIRE.values()), "broken": sum(BROKEN.values())}
    assert counts == {**FOLDERS, **others}
    for name, count in {**FILES, **WIRE}.items():
        assert re.search(rf"^\| `{re.escape(name)}` \|.*\| {count} \|$", readme, re.MULTILINE)
    for name, count in BROKEN.items():
        assert re.search(rf"^\| `{re.escape(name)}` \|.*\| {count} \| 1 \|$", readme, re.MULTILINE)


def test_languages() -> None:
    assert Counter(article.language for article in whole()) == LANGUAGES


def test_sources() -> None:
    assert Counter(article.source for article in whole()) == SOURCES


def test_dates_run_over_two_years() -> None:
    dates = [article.date for article in whole() if article.date is not None]
    assert len(dates) == 100
    assert min(dates) == datetime(2024, 11, 21, tzinfo=UTC)
    assert max(dates) == datetime(2026, 11, 20, 16, 50, tzinfo=UTC)
    assert Counter(moment.year for moment in dates) == {2024: 3, 2025: 43, 2026: 54}


def test_ids_are_unique_and_nothing_is_empty() -> None:
    articles = whole()
    assert len({article.id for article in articles}) == 100
    for article in articles:
        assert article.title
        assert len(article.body.split()) > 70, article.title
        assert article.title not in article.body.split("\n\n"), article.title


def test_every_article_has_tags() -> None:
    # The Lisk Observer and the Polish page give theirs in links only.
    untagged = [article.title for article in whole() if not article.tags]
    assert untagged == []
    assert sum("Floods" in article.tags for article in whole()) == 9


def test_authors() -> None:
    authors = Counter(name for article in whole() for name in article.authors)
    assert authors["Marcus Idowell"] == 12
    assert authors["Nadia Ferrant"] == 9
    assert authors["Тарас Світличний"] == 6
    assert authors["Käthe Lindenau"] == 3
    assert len(authors) == 20
    assert sum(not article.authors for article in whole()) == 4


def test_site_furniture_stays_outside_the_body() -> None:
    found = [
        (words, article.title)
        for article in whole()
        for words in FURNITURE
        if re.search(rf"(?<!\w){re.escape(words)}(?!\w)", article.body, re.IGNORECASE)
    ]
    assert found == []


@pytest.mark.parametrize(("day", "words", "sources"), WIRE_STORIES)
def test_wire_stories_share_their_words(day: date, words: str, sources: set[str]) -> None:
    told = [
        article
        for article in whole()
        if article.date is not None and article.date.date() == day and words in article.body
    ]
    assert {article.source for article in told} == sources
    assert len(told) == len(sources)
    assert len({article.title for article in told}) == len(told)
    paragraphs = [set(article.body.split("\n\n")) for article in told]
    assert len(set.intersection(*paragraphs)) >= 2


@pytest.mark.parametrize(("name", "count"), BROKEN.items())
def test_broken_file_gives_one_error(name: str, count: int) -> None:
    articles, errors = read(f"broken/{name}")
    assert len(articles) == count
    assert [Path(error.path).name for error in errors] == [name]
    assert errors[0].reason


def test_broken_files_do_not_stop_the_run() -> None:
    articles, errors = read(".")
    assert len(articles) == 119  # README.md is no news
    assert sorted(Path(error.path).name for error in errors) == sorted(BROKEN)


def test_truncated_line_is_named() -> None:
    _, errors = read("broken/truncated-line.jsonl")
    assert errors[0].record is not None
    assert "3" in errors[0].record


def test_every_field_says_which_rule_gave_it() -> None:
    count = 0
    for article, evidence in read_explained([CORPUS], on_error=lambda error: None):
        fields = [name for name in Article.__slots__ if name != "extra" and getattr(article, name)]
        assert list(evidence) and set(evidence) == set(fields), article.title
        assert "the input's own" not in evidence.values(), (article.title, evidence)
        count += 1
    assert count == 119
