"""Articles of invented words, and copies of them as papers print wire copy."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

from newsearch import Article

_SYLLABLES = [a + b for a in "bdfglmnprstv" for b in ("a", "e", "i", "o", "u", "ai", "or", "en")]
FIRST_DAY = datetime(2026, 3, 1, tzinfo=UTC)


def vocabulary(random: Random, size: int = 1500) -> list[str]:
    return ["".join(random.choices(_SYLLABLES, k=random.randint(2, 4))) for _ in range(size)]


def paragraphs(random: Random, words: list[str], count: int, length: int = 40) -> list[str]:
    """Paragraphs in which some words are much more frequent than others."""

    def word() -> str:
        return words[int(len(words) * random.random() ** 3)]

    return [" ".join(word() for _ in range(length)).capitalize() + "." for _ in range(count)]


def article(id: str, parts: list[str], source: str = "Tidewater Wire", title: str = "") -> Article:
    return Article(
        id=id,
        title=title or f"Title of {id}",
        body="\n\n".join(parts),
        source=source,
        date=FIRST_DAY,
        language="en",
    )
