"""The pages of a benchmark: a folder or a tar file with ``truth.jsonl`` and the pages it names.

A line of the truth is an object with ``file``, ``url`` and what a person found on the page: some of
``title``, ``date``, ``authors``, ``tags``, and of the body either all (``body``) or snippets that
must and must not be in it (``with``, ``without``).
"""

from __future__ import annotations

import hashlib
import tarfile
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import orjson

__all__ = ["SCRIPTS", "Half", "Page", "PageData", "PagesFile", "prepare_pages", "script_of"]

TRUTH = "truth.jsonl"
#: The scripts of the tables; all others together are ``other``.
SCRIPTS = ("Latin", "Cyrillic", "Arabic", "CJK", "other")
#: The scripts by the first word of their characters' names in Unicode.
_NAMED = {
    "LATIN": "Latin",
    "CYRILLIC": "Cyrillic",
    "ARABIC": "Arabic",
    **dict.fromkeys(("CJK", "HIRAGANA", "KATAKANA", "HANGUL"), "CJK"),
}
Half = Literal["tune", "report"]


@dataclass(frozen=True, slots=True)
class Page:
    """A page's truth.

    Attributes:
        kind: ``news`` where the whole body is known, ``mixed`` where snippets of it are.
        half: Rules may be made after pages of ``tune``; ``report`` tells how good they are.  All
            pages of a site are in the same half.
        script: One of `SCRIPTS`: that of most letters of the true body.
    """

    truth: dict[str, Any]
    kind: Literal["news", "mixed"]
    half: Half
    script: str

    @classmethod
    def of(cls, truth: dict[str, Any]) -> Page:
        """The page of a line of the truth.

        Raises:
            ValueError: It is no such line.
        """
        for name in ("file", "url"):
            if not isinstance(truth.get(name), str):
                raise ValueError(f"{TRUTH}: expected an object with {name}, not {str(truth)[:80]}")
        whole, snippets = truth.get("body"), truth.get("with")
        if (whole is None) == (snippets is None) or (snippets and "without" not in truth):
            raise ValueError(f"{truth['file']}: expected a body, or snippets with and without")
        if whole is not None:
            return cls(truth, "news", half_of(truth["url"]), script_of(whole))
        return cls(truth, "mixed", half_of(truth["url"]), script_of(" ".join(snippets or ())))


def half_of(url: str) -> Half:
    """The half of a page, by its site, so that nothing learnt of a site is tested on it.

    Example:
        >>> half_of("https://www.coast.example/one") == half_of("http://coast.example/two")
        True
    """
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return "report" if hashlib.sha256(host.encode()).digest()[0] & 1 else "tune"


def script_of(text: str) -> str:
    """The script of most letters.

    Example:
        >>> script_of("Метро EXPO"), script_of("地下鉄の駅")
        ('Cyrillic', 'CJK')
    """
    letters = Counter(filter(str.isalpha, text))
    scripts: Counter[str] = Counter()
    for letter, times in letters.items():
        scripts[_NAMED.get(unicodedata.name(letter, "").split(" ")[0], "other")] += times
    return max(SCRIPTS, key=lambda script: scripts[script])


@dataclass(frozen=True, slots=True)
class PageData:
    """Pages as every extractor gets them.

    Attributes:
        path: The file that holds their bytes, see `PagesFile`.
        name: The name of the user's file or folder.
        pages: How many there are.
        page_bytes: Bytes of all pages.
        digest: SHA-256 of the pages' bytes and truth.
    """

    path: Path
    name: str
    pages: int
    page_bytes: int
    digest: str


class PagesFile:
    """Bytes and addresses of pages in one file, and where each begins in another beside it."""

    def __init__(self, path: Path) -> None:
        self._bytes = path.open("rb")
        self._places = orjson.loads(_places(path).read_bytes())

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, number: int) -> tuple[bytes, str]:
        """A page's bytes and address."""
        url, start, length = self._places[number]
        self._bytes.seek(start)
        return self._bytes.read(length), url

    def close(self) -> None:
        self._bytes.close()


def _places(path: Path) -> Path:
    return path.with_name(f"{path.name}.places")


def prepare_pages(
    source: Path, path: Path, halves: Sequence[Half], limit: int | None = None
) -> tuple[PageData, list[Page]]:
    """Reads pages and truth, and writes the pages' bytes to one file.

    Args:
        source: A folder, or a tar file, compressed or not.
        path: The file to write.
        halves: The halves to take.
        limit: Take only so many of the first pages.

    Returns:
        What was written, and the truth of each page, in the order of the file.

    Raises:
        ValueError: There is no truth, it is malformed, or a page is missing.
    """
    truth, files = _read(source)
    pages = []
    for line in truth.splitlines():
        try:
            pages.append(Page.of(orjson.loads(line)))
        except (orjson.JSONDecodeError, AttributeError) as error:
            raise ValueError(f"{TRUTH}: {error} in {line[:80]!r}") from None
    pages = [page for page in pages if page.half in halves][:limit]
    if not pages:
        raise ValueError(f"{source.name}: no page is in it")
    digest, places, at = hashlib.sha256(), [], 0
    with path.open("wb") as out:
        for page in pages:
            data = files(page.truth["file"])
            out.write(data)
            places.append((page.truth["url"], at, len(data)))
            at += len(data)
            digest.update(data + orjson.dumps(page.truth))
    _places(path).write_bytes(orjson.dumps(places))
    return PageData(path, source.name, len(pages), at, digest.hexdigest()), pages


class _Files:
    """What gives a page's bytes by its name in the truth."""

    def __init__(self, pages: dict[str, bytes] | Path) -> None:
        self._pages = pages

    def __call__(self, name: str) -> bytes:
        try:
            if isinstance(self._pages, Path):
                return (self._pages / name).read_bytes()
            return self._pages[name]
        except (KeyError, FileNotFoundError):
            raise ValueError(f"{name} is in {TRUTH}, but there is no such page") from None


def _read(source: Path) -> tuple[bytes, _Files]:
    if source.is_dir():
        try:
            return (source / TRUTH).read_bytes(), _Files(source)
        except FileNotFoundError:
            raise ValueError(f"{source.name}: there is no {TRUTH}") from None
    try:
        members = dict(_members(source))
    except tarfile.TarError as error:
        raise ValueError(f"{source.name}: expected a folder or a tar file: {error}") from None
    if TRUTH not in members:
        raise ValueError(f"{source.name}: there is no {TRUTH}")
    return members[TRUTH], _Files(members)


def _members(source: Path) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of the files of a tar file, read through once; nothing is unpacked."""
    with tarfile.open(source, "r|*") as archive:
        for member in archive:
            content = archive.extractfile(member)
            if content is not None:
                yield member.name.removeprefix("./"), content.read()
