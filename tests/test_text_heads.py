"""Texts with a written head, texts without furniture, and what single lines say."""

from __future__ import annotations

import sys
import unicodedata

import pytest

from newsearch.ingest.site_text import parse_text
from newsearch.ingest.text_lines import is_label, read_count, read_meta, split_glued

PARAGRAPHS = (
    "The town of Mirefield opened a floating library on Monday, after two winters of work on the "
    "old grain barge. This was reported by the town hall, writes ABN.",
    "Brandt said that the barge will moor at every village around the lake in turn. “Nobody should "
    "row for a book,” she added.",
    "The lake's water level had kept the barge in its dock since autumn. It rose by a hand's "
    "breadth last week.",
)

# Texts without furniture


def test_title_above_paragraphs() -> None:
    raw = parse_text("Lake town opens library\n\n" + "\n\n".join(PARAGRAPHS) + "\n")
    assert raw.title == "Lake town opens library"
    assert raw.body == "\n\n".join(PARAGRAPHS)
    assert raw.evidence["title"] == "first line"
    assert raw.tags is None
    assert raw.section is None


def test_hard_wrapped_paragraphs_are_joined() -> None:
    text = (
        "Lake town opens library\n\n"
        "The town of Mirefield opened a floating library on Monday, after two\n"
        "winters of work on the old grain barge that had carried barley for the\n"
        "brewery.\n\n"
        "It will moor at every village around the lake in turn, and it holds nine\n"
        "thousand books.\n"
    )
    raw = parse_text(text)
    assert raw.title == "Lake town opens library"
    assert raw.body is not None
    first, second = raw.body.split("\n\n")
    assert first.endswith("barley for the brewery.")
    assert second.endswith("nine thousand books.")


def test_a_single_paragraph_is_the_body() -> None:
    raw = parse_text(PARAGRAPHS[0])
    assert raw.title is None
    assert raw.body == PARAGRAPHS[0]


def test_a_paragraph_that_opens_like_furniture_stays_in_plain_text() -> None:
    last = "Related work on the lower dam goes on until autumn, the town hall said."
    raw = parse_text(f"Lake town opens library\n\n{PARAGRAPHS[0]}\n\n{last}")
    assert raw.body == f"{PARAGRAPHS[0]}\n\n{last}"


def test_empty_text_gives_nothing() -> None:
    raw = parse_text(" \n\n ")
    assert (raw.title, raw.body) == (None, None)


# Texts with heads


def test_dashed_head() -> None:
    raw = parse_text(
        "-- Lake town opens library\n-- By  Ada Quill  and Oskar Lindqvist\n"
        "-- Sun Mar 9, 2025 1:55am EDT\n-- http://news.example/2025/03/09/library\n\n \n\n"
        " MIREFIELD (ABN) - The library opened.\n It floats.\n"
    )
    assert raw.title == "Lake town opens library"
    assert raw.authors == "Ada Quill  and Oskar Lindqvist".replace("  ", " ")
    assert raw.date == "Sun Mar 9, 2025 1:55am EDT"
    assert raw.url == "http://news.example/2025/03/09/library"
    assert raw.body == "MIREFIELD (ABN) - The library opened.\n\nIt floats."
    assert raw.evidence["date"] == "dashed head"


def test_dashed_head_without_byline() -> None:
    raw = parse_text("-- Crude and barley rise\n-- \n-- Wed Mar 14, 2012 11:47am EDT\n\nText.\n")
    assert raw.authors is None
    assert raw.date == "Wed Mar 14, 2012 11:47am EDT"
    assert raw.body == "Text."


def test_labelled_head() -> None:
    raw = parse_text("Title: Library opens\nDate: 2025-03-09\nAuthor: Ada Quill\n\nIt floats.\n")
    assert (raw.title, raw.date, raw.authors) == ("Library opens", "2025-03-09", "Ada Quill")
    assert raw.body == "It floats."


def test_front_matter() -> None:
    raw = parse_text(
        "---\ntitle: 'Library: it opens'\ndate: 2025-03-09T08:05:00Z\nauthors:\n  - Ada Quill\n"
        '  - Oskar Lindqvist\ntags: [lakes, "books, old"]\ncategory: Culture\nmood: calm\n'
        "summary: >\n  A barge\n  with books.\n---\n\n# Library: it opens\n\n"
        "The **barge** [floats](https://news.example/b).\n\n> Row no more.\n"
    )
    assert raw.title == "Library: it opens"
    assert raw.authors == ["Ada Quill", "Oskar Lindqvist"]
    assert raw.tags == ["lakes", "books, old"]
    assert raw.section == "Culture"
    assert raw.summary == "A barge with books."
    assert raw.extra == {"mood": "calm"}
    assert raw.body == "The barge floats.\n\nRow no more."


def test_markdown_title() -> None:
    raw = parse_text("# Library opens\n\nThe *barge* floats.\n")
    assert (raw.title, raw.body) == ("Library opens", "The barge floats.")


# Lines


@pytest.mark.parametrize(
    ("text", "count"),
    [("34", 34), ("1.2k", 1200), ("1,234", 1234), ("1.2M", 1_200_000), ("", None), ("none", None)],
)
def test_read_count(text: str, count: int | None) -> None:
    assert read_count(text) == count


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Politics", ["Politics"]),
        ("HarboursNews of the Coast", ["Harbours", "News of the Coast"]),
        ("NATOWorld", ["NATO", "World"]),
        ("EconomyMcDonald", ["Economy", "McDonald"]),
        ("SportYouTube", ["Sport", "YouTube"]),
        ("Культура • Спорт", ["Культура", "Спорт"]),
    ],
)
def test_split_glued(text: str, parts: list[str]) -> None:
    assert split_glued(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "The barge cost $41 in 2025, the mayor said on 12 February 2025.",
        "Lake town opens library - mayor",
        "Nobody should row for a book",
    ],
)
def test_prose_is_no_meta_line(text: str) -> None:
    assert read_meta(text) is None


def test_labels_are_short_and_no_sentences() -> None:
    assert is_label("Books for All")
    assert is_label("Acme Inc.")
    assert not is_label("It floats on the lake.")
    assert not is_label("x" * 81)


@pytest.mark.parametrize(
    "sign",
    [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) == "Sc"],
    ids=lambda sign: f"U+{ord(sign):04X}",
)
def test_every_currency_sign_makes_a_ticker(sign: str) -> None:
    for line in (f"2025-03-09 {sign}41.12+0.06", f"2025-03-09 41,12 {sign} −0,3"):
        meta = read_meta(line)
        assert meta is not None
        assert (meta.date, meta.ticker) == ("2025-03-09", True)
