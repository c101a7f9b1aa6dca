"""Collections of real news in their formats, counted by other programs.

``NEWSEARCH_DATA`` names the folder with the collections; without it these tests are skipped. They
are not part of the project, since their text belongs to its publishers.
"""

from __future__ import annotations

import csv
import html
import io
import os
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from newsearch.article import Article
from newsearch.errors import ReadError
from newsearch.ingest.reading import read

DATA = Path(os.environ.get("NEWSEARCH_DATA", "no such folder"))
# Files beside the news: pictures and sound, code, licences, answers of other services.
NO_NEWS = re.compile(r"\.(?:py|jpg)$|/\.commit$|/LICENSE$|_binary_|_mock\.json$|/channel1$")


def members(name: str) -> Iterator[tuple[str, bytes]]:
    """The files of a collection."""
    path = DATA / f"{name}.tar.xz"
    if not path.exists():
        pytest.skip(f"NEWSEARCH_DATA has no {path.name}")
    with tarfile.open(path) as archive:
        for member in archive:
            content = archive.extractfile(member) if member.isreg() else None
            if content is not None and not NO_NEWS.search(f"/{member.name}"):
                yield member.name, content.read()


def read_one(folder: Path, name: str, data: bytes) -> tuple[list[Article], list[ReadError]]:
    errors: list[ReadError] = []
    path = folder / name.rsplit("/", 1)[-1].replace(":", "_")
    path.write_bytes(data)
    articles = list(read(path, on_error=errors.append))
    path.unlink()
    return articles, errors


def elements(data: bytes, *names: str) -> int:
    """How many elements of these names expat finds, in any namespace."""
    tags = (element.tag.rpartition("}")[2] for element in ElementTree.fromstring(data).iter())
    return sum(tag in names for tag in tags)


ESCAPED = re.compile(r"&(?:amp|lt|gt|quot|nbsp|#\d{2,5});")


PROGRAMMERS = re.compile("Tender|AtomEscaped|AtomWithITunes|Robots")  # feeds with code in them


def assert_clean(article: Article, name: str) -> None:
    """No markup, escapes, invisible characters or glued paragraphs are left."""
    for text in (article.title, article.body, article.summary or "", *article.authors):
        if not PROGRAMMERS.search(name):
            assert not re.search(r"</?(?:p|div|br|span|em|strong)\b[^<]*>", text), name
        assert not ESCAPED.search(text), (name, text[:200])
        assert not re.search("[\u00a0\u00ad\u200b\ufeff\x00-\x08]", text), name
    assert "\n\n\n" not in article.body
    assert "\n" not in article.title
    if article.date is not None:
        assert article.date.tzinfo is not None
        assert 1970 <= article.date.year <= 2026 or "date_doubt" in article.extra, name


def paragraphs_of(data: bytes, name: str) -> list[str]:
    """The words of the elements ``p`` of one element, by expat."""
    found = [one for one in ElementTree.fromstring(data).iter() if one.tag.endswith(name)]
    texts = ["".join(one.itertext()) for part in found for one in part.iter("p")]
    return [" ".join(text.split()) for text in texts if text.strip()]


def assert_paragraphs(article: Article, expected: list[str], name: str) -> None:
    """Each paragraph of the source is in the body, whole and alone."""
    if not expected or any(re.search("[<\x03Ã]", text) for text in expected):
        return  # markup or another encoding inside the text
    body = {re.sub(r"\W+", "", part) for part in re.split(r"\n+", article.body)}
    kept = [re.sub(r"\W+", "", text) for text in expected]
    byline = re.sub(r"\W+", "", "".join(article.authors) + article.title)
    missing = [text for text in kept if text and text not in body and text not in byline]
    assert len(missing) <= max(1, len(kept) // 10), (name, missing[:3])


def test_wire_formats(tmp_path: Path) -> None:
    counted = 0
    for name, data in members("newswire_formats"):
        articles, errors = read_one(tmp_path, name, data)
        root = re.sub(rb"^(?:\s|\xef\xbb\xbf|<\?.*?\?>|<!--.*?-->|<!D[^>]*>)+", b"", data,
                      flags=re.DOTALL)[:60]  # fmt: skip
        if not root.startswith(b"<"):  # JSON, messages between control characters, letters
            expected = 1
        elif root.startswith((b"<rss", b"<feed")):
            expected = elements(data, "item", "entry")
        elif b"<RBNews" in data:  # an agency's own XML
            expected = elements(data, "RBNews")
        else:
            expected = elements(data, "nitf") if root.startswith(b"<nitf") else elements(
                data, "NewsItem", "newsItem", "packageItem", "conceptItem", "knowledgeItem",
                "planningItem", "catalogItem",
            )  # fmt: skip
        assert len(articles) + len(errors) == expected, name
        for error in errors:
            assert re.search(r"package|concept|plan|catalogue|without title and text", error.reason)
        for article in articles:
            assert article.title
            assert_clean(article, name)
            assert article.date is not None or "odd_charset" in name or "aap" in name, name
        counted += len(articles)
        if root.startswith(b"<nitf") and len(articles) == 1:
            assert_paragraphs(articles[0], paragraphs_of(data, "body.content"), name)
    assert counted > 90


def test_feeds(tmp_path: Path) -> None:
    feedparser = pytest.importorskip("feedparser")
    for name, data in members("feeds"):
        articles, errors = read_one(tmp_path, name, data)
        assert errors == [], name
        entries = feedparser.parse(data).entries
        if not entries:  # a part of a feed, or JSON
            assert articles, name
            continue
        assert len(articles) == len(entries), name
        for article, entry in zip(articles, entries, strict=True):
            assert_clean(article, name)
            values = [one["value"] for one in entry.get("content", ())]
            assert_words(article, max([*values, entry.get("summary", "")], key=len), name)
            title = re.sub(r"<[^>]*>", "", entry.get("title", ""))
            assert not title or article.title.split() == title.split(), name
            day = entry.get("published_parsed") or entry.get("updated_parsed")
            if day:
                assert article.date is not None
                assert article.date.utctimetuple()[:6] == tuple(day)[:6], name


def assert_words(article: Article, markup: str, name: str) -> None:
    """Most words of a fragment, as the standard library reads it, are in the article."""
    text = html.unescape(re.sub(r"(?s)<(script|style|iframe).*?</\1>|<[^>]*>", " ", markup))
    words = set(re.findall(r"\w{4,}", text))
    have = set(re.findall(r"\w{4,}", f"{article.title} {article.summary} {article.body}"))
    assert len(words & have) >= 0.9 * len(words), (name, sorted(words - have)[:10])


def test_reuters_sgml(tmp_path: Path) -> None:
    for name, data in members("reuters21578_sgml"):
        articles, errors = read_one(tmp_path, name, data)
        if not name.endswith(".sgm"):
            continue
        assert errors == []
        assert len(articles) == data.count(b"<REUTERS ")
        ids = re.findall(rb'NEWID="(\d+)"', data)
        assert [article.id for article in articles] == [id.decode() for id in ids]
        tagged = len(re.findall(rb"<TOPICS><D>", data))
        assert sum(bool(article.tags) for article in articles) == tagged
        assert all(article.date for article in articles)
        bodies = [
            re.sub(r"\s*reuter[\W\d]*$|\W+", "", html.unescape(found), flags=re.IGNORECASE)
            for found in re.findall(r"(?s)<BODY>(.*?)</BODY>", data.decode("latin-1"))
        ]
        read_bodies = {re.sub(r"\s*reuter$|\W+", "", one.body, flags=re.I) for one in articles}
        assert sum(body in read_bodies for body in bodies) > 0.97 * len(bodies)
        for article in articles:
            assert_clean(article, article.id)


def test_text_files_with_heads(tmp_path: Path) -> None:
    for name, data in members("reuters_text_files"):
        articles, errors = read_one(tmp_path, f"{name}.txt", data)
        if not data:
            assert [error.reason for error in errors] == ["an empty file"]
            continue
        ((article,), no_errors) = articles, errors
        assert no_errors == []
        title, byline, day, url = (
            line.removeprefix(b"-- ").decode("utf-8", "replace").strip()
            for line in data.splitlines()[:4]
        )
        assert article.title.split() == title.split(), name
        assert article.date is not None, day
        assert article.url == url.split("#")[0]
        assert bool(article.authors) == bool(byline.removeprefix("By").strip(" ,")), byline


#: The folders of a collection in African languages; Pidgin counts as English.
LANGUAGES = {
    "amh": "am", "eng": "en", "fra": "fr", "hau": "ha", "ibo": "ig", "lin": "ln", "lug": "lg",
    "orm": "om", "pcm": "en", "run": "rn", "sna": "sn", "som": "so", "swa": "sw", "tir": "ti",
    "xho": "xh", "yor": "yo",
}  # fmt: skip


def test_tables(tmp_path: Path) -> None:
    csv.field_size_limit(1 << 24)
    for name, data in members("masakhanews"):
        if not name.endswith(".tsv"):
            continue
        articles, errors = read_one(tmp_path, name, data)
        rows = list(csv.DictReader(io.StringIO(data.decode(), newline=""), delimiter="\t"))
        assert (len(articles), errors) == (len(rows), []), name
        pairs = list(zip(articles, rows, strict=True))
        assert all(article.section == row["category"] for article, row in pairs), name
        words = [
            [
                set(re.findall(r"\w+", re.sub("[\u200b\ufeff]", "", text)))
                for text in (f"{article.title} {article.body}", row["text"])
            ]
            for article, row in pairs
        ]
        assert sum(len(have & want) > 0.95 * len(want) for have, want in words) > 0.97 * len(rows)
        titles = sum(article.title.split() == row["headline"].split() for article, row in pairs)
        urls = sum(row["url"] in (article.url, article.extra.get("url")) for article, row in pairs)
        assert titles > 0.95 * len(rows), name  # some hold a mark in the midst of a word
        assert urls > 0.95 * len(rows), name
        wanted = LANGUAGES[name.split("/")[-2]]
        told = [article.language for article in articles if article.language is not None]
        assert sum(language != wanted for language in told) <= 0.01 * len(rows), name
