"""Labelled copies of articles: what becomes of wire copy where it is printed.

Labels arise by making: each original of at least `LEAST_WORDS` words gets two copies, each under
another title, with another dateline and a credit line, and edited in one of the ways of `EDITS`. An
original and its copies are one story, so three pairs each. Edits work on paragraphs, or on pairs of
sentences where a body has few paragraphs. All is drawn from a seed: the same file gives the same
copies.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from benchmarks.articles import Article

__all__ = ["EDITS", "Labelled", "labelled"]

#: Words of a body from which copies are made, and that a copy keeps at least.
LEAST_WORDS = 120
LEAST_KEPT = 50
#: Words put in, as a share of those that are kept: with more it were the other's story.
MOST_PUT_IN = 0.5
#: Paragraphs below which a body is cut into sentences.
LEAST_PARAGRAPHS = 4
_PARAGRAPH = re.compile(r"\n\s*\n|(?<=[.!?”\"])\s{2,}")
_SENTENCE = re.compile(r"(?<=[.!?”\"])\s+(?=[\"“A-ZА-ЯІЇЄҐ])")
_DATELINE = re.compile(r"\A[^\n]{0,60}?\([A-Z][A-Za-z/ ]{1,20}\)\s*[-–—]+\s*")
_CREDITS = (
    "With files from our own correspondents.",
    "Copyright. All rights reserved. This material may not be published or redistributed.",
    "Additional reporting by staff writers; editing by the night desk.",
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article whose story is known.

    Attributes:
        article: The article.
        original: The id of the article that it was made of; its own for one that was found.
        edit: How it was made: one of `EDITS`, or ``""``.
    """

    article: Article
    original: str
    edit: str = ""


def _units(body: str) -> list[str]:
    units = [part.strip() for part in _PARAGRAPH.split(body) if part.strip()]
    if len(units) < LEAST_PARAGRAPHS:
        sentences = _SENTENCE.split(body)
        units = [" ".join(sentences[i : i + 2]) for i in range(0, len(sentences), 2)]
    return units


def _retitled(units: list[str], other: list[str], random: Random) -> list[str]:
    return units


def _cut(units: list[str], other: list[str], random: Random) -> list[str]:
    return units[: max(1, round(len(units) * random.uniform(0.4, 0.9)))]


def _thinned(units: list[str], other: list[str], random: Random) -> list[str]:
    dropped = max(1, round(len(units) * random.uniform(0.2, 0.5)))
    gone = set(random.sample(range(len(units)), min(dropped, len(units) - 1)))
    return [unit for at, unit in enumerate(units) if at not in gone]


def _inserted(units: list[str], other: list[str], random: Random) -> list[str]:
    made = list(units)
    room = MOST_PUT_IN * _words(units)
    for unit in random.sample(other, min(len(other), random.randint(1, 3))):
        room -= _words([unit])
        if room >= 0:
            made.insert(random.randint(1, len(made)), unit)
    return made


def _words(units: list[str]) -> int:
    return sum(len(unit.split()) for unit in units)


def _cut_and_inserted(units: list[str], other: list[str], random: Random) -> list[str]:
    return _inserted(_cut(units, other, random), other, random)


Edit = Callable[[list[str], list[str], Random], list[str]]
EDITS: dict[str, Edit] = {
    "new title": _retitled,
    "cut from the end": _cut,
    "paragraphs left out": _thinned,
    "paragraphs put in": _inserted,
    "cut and put in": _cut_and_inserted,
}


def labelled(articles: Sequence[Article], originals: int, seed: int = 1) -> list[Labelled]:
    """All articles, and copies of some of them, in the order of their making.

    Args:
        articles: The articles.
        originals: Of how many copies are made.
        seed: Another gives other copies.
    """
    random = Random(seed)
    found = [Labelled(article, article.id) for article in articles]
    long = [one for one in articles if len(one.body.split()) >= LEAST_WORDS]
    made = []
    for article in random.sample(long, min(originals, len(long))):
        for number in (1, 2):
            edit = random.choice(list(EDITS))
            copy = _copy(article, long, edit, f"{article.id}#{number}", random)
            if copy is not None:
                made.append(Labelled(copy, article.id, edit))
    return found + made


def _copy(
    article: Article, others: Sequence[Article], edit: str, id: str, random: Random
) -> Article | None:
    units = EDITS[edit](_units(article.body), _units(random.choice(others).body), random)
    units[0] = _DATELINE.sub("OUR CITY (Wire Service) — ", units[0])
    body = "\n\n".join((*units, random.choice(_CREDITS)))
    if len(body.split()) < LEAST_KEPT:
        return None
    words = article.title.split()
    random.shuffle(words)
    date = article.date and article.date + timedelta(hours=random.uniform(0, 48))
    return Article(id, " ".join(words), body, date, "")
