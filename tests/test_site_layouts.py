"""Copied pages as sites of many countries lay them out: what is the article, and what is not.

The pages were written for these tests and lie in ``layouts``.
"""

# ruff: noqa: E501  (a value on one line)

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from newsearch.ingest.reading import read_text

LAYOUTS = Path(__file__).parent / "layouts"
# What each page says, and how many paragraphs its body has.
PAGES: dict[str, tuple[dict[str, Any], int]] = {
    "english-blank-lines": (
        {
            "title": "New bridge opens in Karsholt after eight months",
            "date": "2026-02-12T14:30",
            "authors": ("Ada Quill",),
            "section": "Local",
            "tags": ("Bridges", "Karsholt", "Transport"),
            "summary": "The crossing over the Tarrow carries cars again from Thursday, a week earlier than planned.",
        },
        5,
    ),
    "english-notices": (
        {
            "title": "New bridge opens in Karsholt after eight months",
            "date": "2026-02-12T14:30",
            "authors": ("Ada Quill",),
            "tags": ("Transport", "Karsholt", "news"),
            "summary": "Crossing over the Tarrow carries cars again, a week earlier than planned",
        },
        3,
    ),
    "english-dateline": (
        {
            "title": "Karsholt bridge reopens after eight months of repairs",
            "date": "2026-02-12T15:05",
            "authors": ("BEN MARSH",),
            "place": "Karsholt, Lisk",
            "source": "AP",
        },
        4,
    ),
    "english-hashtags": (
        {
            "title": "New bridge opens in Karsholt – council",
            "date": "2026-02-12T14:30",
            "tags": ("bridge", "karsholt"),
        },
        3,
    ),
    "ukrainian-no-blank-lines": (
        {
            "title": "У Калинополі відкрили міст через Вовчу після ремонту",
            "date": "2026-02-12T14:30",
            "authors": ("Олена Коваль",),
            "section": "Суспільство",
            "tags": ("міст", "Калинопіль", "ремонт"),
        },
        5,
    ),
    "ukrainian-tags-last": (
        {
            "title": "У Калинополі відкрили міст через Вовчу",
            "date": "2026-02-12T14:30",
            "source": "Укрінформ",
            "section": "Суспільство",
            "tags": ("Міст", "Калинопіль"),
        },
        4,
    ),
    "russian": (
        {
            "title": "Мост через Тарроу открыт после ремонта",
            "date": "2026-02-12T14:30",
            "source": "Хвост",
            "place": "Карсхольт",
            "tags": ("мост", "Карсхольт"),
        },
        3,
    ),
    "german": (
        {
            "title": "Neue Brücke in Quellstein: Verkehr rollt wieder",
            "date": "2026-02-12T14:30",
            "authors": ("Anna Muster", "Bert Beispiel"),
            "tags": ("Brücke", "Quellstein", "Verkehr"),
        },
        4,
    ),
    "french": (
        {
            "title": "Valbrume : le nouveau pont ouvre après huit mois de travaux",
            "date": "2026-02-12T14:30",
            "authors": ("Jeanne Dupré",),
            "tags": ("pont", "Valbrume"),
        },
        4,
    ),
    "polish": (
        {
            "title": "Nowy most w Żurawiu otwarty po ośmiu miesiącach",
            "date": "2026-02-12T14:30",
            "authors": ("Jan Kowal",),
            "source": "PAP",
            "tags": ("most", "Żuraw", "remont"),
        },
        3,
    ),
    "spanish": (
        {
            "title": "Abre el nuevo puente de Karsholt tras ocho meses",
            "date": "2026-02-12T14:30",
            "authors": ("Ana Gómez",),
            "tags": ("puente", "Karsholt"),
            "summary": "La circulación volvió el jueves, una semana antes de lo previsto",
        },
        3,
    ),
    "italian": (
        {
            "title": "Karsholt, riapre il ponte dopo otto mesi di lavori",
            "date": "2026-02-12T14:30",
            "authors": ("Maria Rossi",),
        },
        3,
    ),
    "turkish": (
        {
            "title": "Karsholt'ta yeni köprü sekiz ay sonra açıldı",
            "date": "2026-02-12T14:30",
            "source": "AA",
            "tags": ("köprü", "Karsholt"),
        },
        2,
    ),
    "arabic": (
        {
            "title": "افتتاح الجسر الجديد في كارسهولت بعد ثمانية أشهر",
            "date": "2026-02-12T14:30",
            "tags": ("جسر", "كارسهولت"),
        },
        2,
    ),
    "japanese": (
        {"title": "カルスホルトの橋、8か月ぶりに通行再開", "date": "2026-02-12T14:30"},
        3,
    ),
}
FIELDS = ("authors", "source", "section", "tags", "summary", "place")


@pytest.mark.parametrize("name", PAGES)
def test_layouts(name: str) -> None:
    expected, paragraphs = PAGES[name]
    text = (LAYOUTS / f"{name}.txt").read_text(encoding="utf-8")
    article = read_text(text)
    nothing: dict[str, Any] = {"authors": (), "tags": ()}
    assert article.title == expected["title"]
    assert article.date == datetime.fromisoformat(expected["date"]).replace(tzinfo=UTC)
    found = {name: getattr(article, name) for name in FIELDS}
    assert found == {name: expected.get(name, nothing.get(name)) for name in FIELDS}
    body = article.body.split("\n\n")
    assert len(body) == paragraphs
    lines = text.splitlines()
    assert all(paragraph in lines for paragraph in body)


def test_plain_paragraphs_lose_nothing() -> None:
    text = "New bridge opens\n\nThe bridge reopened.\n\nShare\n\nThe mayor came."
    article = read_text(text)
    assert article.title == "New bridge opens"
    assert article.body == "The bridge reopened.\n\nShare\n\nThe mayor came."


def test_categories_beside_tags_are_sections() -> None:
    text = "---\ntitle: Rain\ncategories:\n  - Local\n  - Sea\ntags: [storm]\n---\nIt rained.\n"
    article = read_text(text)
    assert (article.section, article.tags) == ("Local", ("storm",))
    assert article.extra["sections"] == ["Local", "Sea"]
    assert read_text("---\ntitle: Rain\ncategories: [a, b]\n---\nIt rained.").tags == ("a", "b")


@pytest.mark.parametrize("line", ["*By Ada Quill, 12 February 2026, 14:30*", "Ada Quill, reporter"])
def test_markdown_with_a_byline_below_its_title(line: str) -> None:
    article = read_text(f"# New bridge opens\n\n{line}\n\nThe **bridge** reopened.\n\nIt rained.\n")
    assert article.title == "New bridge opens"
    assert article.authors == ("Ada Quill",)
    assert article.body == "The bridge reopened.\n\nIt rained."
    half_past_two = datetime(2026, 2, 12, 14, 30, tzinfo=UTC)
    assert article.date == (half_past_two if "2026" in line else None)


def test_offsets_of_time_zones_are_kept() -> None:
    article = read_text(
        "New bridge opens\n12 February 2026 15:30 +0100\nThe bridge reopened.\nIt rained."
    )
    assert article.date == datetime(2026, 2, 12, 14, 30, tzinfo=UTC)
