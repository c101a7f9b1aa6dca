"""A corpus of any size, made by recombining sentences of real articles.

Article *n* depends on the source file, the seed and *n* alone, so a corpus can be written piece by
piece in constant memory, and a smaller corpus is the beginning of every larger one.

- Its headline, tags, authors, source and the like are those of one article drawn by chance; so is
  its length.
- Its body is made of `PARTS` runs of sentences, one from that article and others from articles
  drawn by chance. A run keeps its sentences in order, so that phrases and words that come several
  times in a story stay as they are in the source.
- Its id is new, and its date is a minute of the twenty years from 2000 on, drawn by chance.
- Its last line holds two invented words: one that no article before holds, and one that was new in
  one of the `RECENT` articles before. So the vocabulary grows with the corpus, as that of real
  news does, and which articles hold an invented word is known without looking.
"""

from __future__ import annotations

import hashlib
import mmap
import random
import re
from array import array
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import orjson

from benchmarks.articles import Data

if TYPE_CHECKING:
    from typing import Self

__all__ = ["Corpus", "Recombined", "invented_word"]

PARTS = 3
RECENT = 100
FIRST_DAY = datetime(2000, 1, 1, tzinfo=UTC)
MINUTES = 20 * 365 * 24 * 60
#: What a made article has of its own.
OWN = ("id", "title", "body", "date", "url")

_SENTENCE_END = re.compile(r"[.!?][\"')]*\s+(?=[A-Z\"'(])")
_SYLLABLES = [consonant + vowel for consonant in "bdfghjklmnprstvz" for vowel in "aeiou"]
_WORDS = len(_SYLLABLES) ** 4
#: Has no factor in common with the number of words, so that each number has a word of its own.
_STRIDE = 15_485_863


def invented_word(number: int) -> str:
    """The word that is new in article ``number``: four syllables and a k, which no stemmer takes.

    Example:
        >>> invented_word(0), invented_word(1)
        ('babababak', 'hopogukak')
    """
    rest, syllables = number * _STRIDE % _WORDS, []
    for _ in range(4):
        rest, at = divmod(rest, len(_SYLLABLES))
        syllables.append(_SYLLABLES[at])
    return "".join(syllables) + "k"


class Recombined:
    """Makes articles, each from its number.

    Args:
        source: A prepared file, see `benchmarks.articles`.
        seed: Another seed gives other articles.
        characters: About how long a body may be at most, in characters; None: as in the source.

    Example::

        with Recombined(Path("articles.jsonl"), seed=1) as made:
            article = made.article(1_000_000)
    """

    def __init__(self, source: Path, seed: int, characters: int | None = None) -> None:
        self._seed = seed
        self._characters = characters
        with source.open("rb") as file:
            self._lines = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._starts = array("Q", [0])
        at = self._lines.find(b"\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = self._lines.find(b"\n", at + 1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._lines.close()

    def id(self, number: int) -> str:
        """The id of article ``number``."""
        return f"made-{self._seed}-{number}"

    def article(self, number: int) -> dict[str, Any]:
        """Article ``number``, from 0, as a record."""
        chance = random.Random(f"{self._seed}:{number}")
        first = self._draw(chance)
        length = len(first["body"])
        if self._characters is not None:
            length = min(length, self._characters)
        share = length // PARTS
        runs = [_sentences(first["body"], 0, share)]
        for _ in range(PARTS - 1):
            body = self._draw(chance)["body"]
            runs.append(_sentences(body, chance.randrange(max(1, len(body) - share)), share))
        words = [invented_word(number), invented_word(self._borrowed(number))]
        names = " ".join(word.capitalize() for word in words)
        date = FIRST_DAY + timedelta(minutes=chance.randrange(MINUTES))
        return {
            "id": self.id(number),
            "title": first["title"],
            "body": "\n\n".join([*runs, names + "."]),
            "date": f"{date:%Y-%m-%dT%H:%MZ}",
            **{name: value for name, value in first.items() if name not in OWN},
        }

    def _draw(self, chance: random.Random) -> dict[str, Any]:
        at = chance.randrange(len(self._starts) - 1)
        record: dict[str, Any] = orjson.loads(self._lines[self._starts[at] : self._starts[at + 1]])
        return record

    def _borrowed(self, number: int) -> int:
        """The article whose new word article ``number`` holds as well."""
        digest = hashlib.blake2b(f"{self._seed}:{number}".encode(), digest_size=4).digest()
        return max(0, number - 1 - int.from_bytes(digest) % RECENT)

    def holders(self, number: int, articles: int) -> frozenset[str]:
        """The ids of those of the first ``articles`` articles that hold the word new in one."""
        later = range(number + 1, min(number + 1 + RECENT, articles))
        found = [one for one in later if self._borrowed(one) == number]
        return frozenset(self.id(one) for one in [number, *found])


def _sentences(body: str, start: int, length: int) -> str:
    """Whole sentences from about ``start`` on, about ``length`` characters."""
    if start:
        start = _sentence_end(body, start)
    if start == len(body):
        start = 0
    return body[start : _sentence_end(body, start + length)].strip()


def _sentence_end(body: str, at: int) -> int:
    found = _SENTENCE_END.search(body, at)
    return len(body) if found is None else found.end()


class Corpus:
    """A file of made articles that grows.

    Args:
        made: What makes them.
        path: The file.
        name: What it is called in tables.
        first: The number of its first article.
    """

    def __init__(self, made: Recombined, path: Path, name: str, first: int = 0) -> None:
        self._made = made
        self._path = path
        self._name = name
        self._first = first
        self._articles = 0
        self._body_bytes = 0
        self._digest = hashlib.sha256()
        path.write_bytes(b"")

    def grow(self, articles: int) -> Data:
        """Appends articles until there are so many; returns what the file then is."""
        with self._path.open("ab") as file:
            for number in range(self._first + self._articles, self._first + articles):
                record = self._made.article(number)
                line = orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)
                file.write(line)
                self._digest.update(line)
                self._body_bytes += len(record["body"].encode("utf-8", "surrogatepass"))
        self._articles = articles
        digest = self._digest.hexdigest()
        return Data(self._path, self._name, articles, self._body_bytes, digest, 0, articles)
